//! The list of all pages.

use content::items::{Base, Place};
use content::versions::{Draft, State};
use serde_json::json;

use super::{number_of, number_of_text, paths};
use crate::support::{NOW, Server, public};

#[test]
fn a_list_has_every_field_of_every_page_in_the_order_of_the_tree() {
    let server = Server::start();
    let region = server.region("kreis", &["de", "en", "ar"]);
    let law = region.page("de", "Recht & Asyl", "<h2>Eins</h2><p>zwei &amp; drei</p>");
    let advice = law.child("de", "Beratung", "<p>Vier</p>");
    let work = region.page("de", "Arbeit", "");
    law.says("en", "Law & asylum", "<p>One</p>");
    law.says("ar", "القانون واللجوء", "");
    advice.says("en", "Advice", "");
    let fraction = Draft { updated: Some(NOW + 125), ..public("Arbeit und Beruf", "") };
    work.save("de", Base::Any, Draft { slug: Some("arbeit".to_owned()), ..fraction }).unwrap();

    let list = server.get("/api/v3/kreis/de/pages/").send();

    assert_eq!(list.header("Content-Type"), "application/json");
    list.is(
        200,
        &json!([
            {
                "id": number_of_text(&law, "de"),
                "url": "https://lotse.example/kreis/de/recht-asyl/",
                "path": "/kreis/de/recht-asyl/",
                "title": "Recht & Asyl",
                "modified_gmt": "2026-11-22T10:00:00Z",
                "last_updated": "2026-11-22T11:00:00+01:00",
                "excerpt": "Einszwei &amp; drei",
                "content": "<h2>Eins</h2><p>zwei &amp; drei</p>",
                "parent": { "id": 0, "url": null, "path": null },
                "order": law.item().position,
                "available_languages": {
                    "en": {
                        "id": number_of_text(&law, "en"),
                        "url": "https://lotse.example/kreis/en/law-asylum/",
                        "path": "/kreis/en/law-asylum/",
                    },
                    "ar": {
                        "id": number_of_text(&law, "ar"),
                        "url": "https://lotse.example/kreis/ar/القانون-واللجوء/",
                        "path": "/kreis/ar/القانون-واللجوء/",
                    },
                },
                "thumbnail": null,
                "organization": null,
                "hash": null,
                "embedded_offers": [],
                "slug_history": ["recht-asyl"],
            },
            {
                "id": number_of_text(&advice, "de"),
                "url": "https://lotse.example/kreis/de/recht-asyl/beratung/",
                "path": "/kreis/de/recht-asyl/beratung/",
                "title": "Beratung",
                "modified_gmt": "2026-11-22T10:00:00Z",
                "last_updated": "2026-11-22T11:00:00+01:00",
                "excerpt": "Vier",
                "content": "<p>Vier</p>",
                "parent": {
                    "id": number_of(&law),
                    "url": "https://lotse.example/kreis/de/recht-asyl/",
                    "path": "/kreis/de/recht-asyl/",
                },
                "order": advice.item().position,
                "available_languages": {
                    "en": {
                        "id": number_of_text(&advice, "en"),
                        "url": "https://lotse.example/kreis/en/law-asylum/advice/",
                        "path": "/kreis/en/law-asylum/advice/",
                    },
                },
                "thumbnail": null,
                "organization": null,
                "hash": null,
                "embedded_offers": [],
                "slug_history": ["beratung"],
            },
            {
                "id": number_of_text(&work, "de"),
                "url": "https://lotse.example/kreis/de/arbeit/",
                "path": "/kreis/de/arbeit/",
                "title": "Arbeit und Beruf",
                "modified_gmt": "2026-11-22T10:00:00.125Z",
                "last_updated": "2026-11-22T11:00:00.125+01:00",
                "excerpt": "",
                "content": "",
                "parent": { "id": 0, "url": null, "path": null },
                "order": work.item().position,
                "available_languages": {},
                "thumbnail": null,
                "organization": null,
                "hash": null,
                "embedded_offers": [],
                "slug_history": ["arbeit"],
            },
        ]),
    );
}

#[test]
fn letters_of_every_script_stand_as_they_are() {
    let server = Server::start();
    let region = server.region("kreis", &["ar"]);
    region.page("ar", "أهلا \u{2028} 🙂", "<p>\u{7f}ሰላም</p>");

    let list = server.get("/api/v3/kreis/ar/pages/").send();

    assert!(list.text().contains("\"title\":\"أهلا \u{2028} 🙂\""), "{}", list.text());
    assert!(!list.text().contains("\\u"), "{}", list.text());
}

#[test]
fn a_page_is_listed_only_with_all_pages_above_it() {
    let server = Server::start();
    let region = server.region("kreis", &["de", "en"]);
    let root = region.page("de", "Wurzel", "");
    let branch = root.child("de", "Ast", "");
    let leaf = branch.child("de", "Blatt", "");
    root.says("en", "Root", "");
    leaf.says("en", "Leaf", "");

    let list = server.get("/api/v3/kreis/en/pages/").send().json();
    let german = server.get("/api/v3/kreis/de/pages/").send().json();

    assert_eq!(paths(&list), ["/kreis/en/root/"]);
    assert_eq!(paths(&german), ["/kreis/de/wurzel/", "/kreis/de/wurzel/ast/", "/kreis/de/wurzel/ast/blatt/"]);
    assert_eq!(german[2]["available_languages"], json!({}));
}

#[test]
fn drafts_and_what_is_archived_or_withdrawn_are_not_listed() {
    let server = Server::start();
    let region = server.region("kreis", &["de"]);
    let archived = region.page("de", "Archiviert", "");
    archived.child("de", "Darunter", "");
    archived.set_archived(Base::Any, true).unwrap();
    let withdrawn = region.page("de", "Zurückgezogen", "");
    withdrawn.withdraw("de", Base::Any).unwrap();
    let edited = region.page("de", "Bearbeitet", "");
    edited.save("de", Base::Any, Draft { state: State::Draft, ..public("Entwurf", "") }).unwrap();
    let draft = region.empty_page(Place::LastIn(None));
    draft.save("de", Base::None, Draft { state: State::Draft, ..public("Neu", "") }).unwrap();

    let list = server.get("/api/v3/kreis/de/pages/").send().json();

    assert_eq!(paths(&list), ["/kreis/de/bearbeitet/"]);
    assert_eq!(list[0]["title"], "Bearbeitet");
}

#[test]
fn slugs_of_earlier_versions_are_told() {
    let server = Server::start();
    let region = server.region("kreis", &["de"]);
    let page = region.page("de", "Eins", "");
    page.save("de", Base::Any, Draft { slug: Some("zwei".to_owned()), ..public("Eins", "") }).unwrap();

    let list = server.get("/api/v3/kreis/de/pages/").send().json();

    assert_eq!(list[0]["slug_history"], json!(["eins", "zwei"]));
    assert_eq!(list[0]["path"], "/kreis/de/zwei/");
}

#[test]
fn references_become_addresses_in_the_language_of_the_reader() {
    let server = Server::start();
    let region = server.region("kreis", &["de", "en", "ar", "uk"]);
    let both = region.page("de", "Beide", "");
    both.says("en", "Both", "");
    let german = region.page("de", "Deutsch", "");
    let arabic = region.page("ar", "عربي", "");
    let below = arabic.child("uk", "Нижче", "");
    let link = |page: &str| format!(r#"<a href="item:page/{page}">x</a>"#);
    let html = [
        link(&format!("{}#top", both.id)),
        link(&german.id),
        link(&arabic.id),
        link(&below.id),
        link("00000000-0000-7000-8000-000000000000"),
        r#"<img alt="y" src="item:media/1"><a href="https://else.example/?a&amp;b" rel="noopener">z</a>"#.to_owned(),
    ];
    region.page("en", "Links", &html.concat());

    let list = server.get("/api/v3/kreis/en/pages/").send().json();

    let expected = [
        r#"<a href="https://lotse.example/kreis/en/both/#top">x</a>"#,
        r#"<a href="https://lotse.example/kreis/de/deutsch/">x</a>"#,
        r#"<a href="https://lotse.example/kreis/ar/عربي/">x</a>"#,
        "<a>x</a>",
        "<a>x</a>",
        r#"<img alt="y"><a href="https://else.example/?a&amp;b" rel="noopener">z</a>"#,
    ];
    assert_eq!(list[1]["content"], expected.concat());
}

#[test]
fn a_list_names_its_state_and_is_sent_once() {
    let server = Server::start();
    let region = server.region("kreis", &["de"]);
    region.page("de", "Eins", &"<p>Ein Satz, der oft vorkommt.</p>".repeat(20));
    let counter = region.counter();

    let first = server.get("/api/v3/kreis/de/pages/").send();
    let again = server.get("/api/v3/kreis/de/pages/").header("If-None-Match", first.header("ETag")).send();
    let head = server.head("/api/v3/kreis/de/pages/").send();
    let coded = server.get("/api/v3/kreis/de/pages/").header("Accept-Encoding", "br").send();

    let revision = format!("{}.{}", counter.epoch, counter.rev);
    for answer in [&first, &again, &head, &coded] {
        assert_eq!(answer.header("Lotse-Revision"), revision);
        assert_eq!(answer.header("Cache-Control"), "public, max-age=15, stale-while-revalidate=60");
        assert_eq!(answer.header("Access-Control-Allow-Origin"), "*");
    }
    assert_eq!((first.status, again.status, head.status, coded.status), (200, 304, 200, 200));
    assert_eq!(first.header("Content-Language"), "de");
    assert_eq!((again.body.len(), head.body.len()), (0, 0));
    assert_eq!(coded.header("Content-Encoding"), "br");
}

#[test]
fn an_empty_region_has_an_empty_list() {
    let server = Server::start();
    server.region("kreis", &["de"]);

    server.get("/api/v3/kreis/de/pages/").send().is(200, &json!([]));
}
