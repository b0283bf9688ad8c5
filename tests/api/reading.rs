//! What readers get.

use serde_json::json;

use crate::support::{NOW, PUBLIC_URL, Server, public};

use super::{musterkreis, titles};

#[test]
fn regions_are_listed_with_their_languages() {
    let (server, _) = musterkreis();

    let answer = server.get("/api/v1/regions").send();

    let region = json!({
        "slug": "musterkreis", "name": "musterkreis", "default_language": "de", "time_zone": "Europe/Berlin",
        "languages": ["de", "en", "kmr"], "centre": null, "bounding_box": null,
    });
    answer.is(200, &json!([region]));
    server.get("/api/v1/regions/musterkreis").send().is(200, &region);
}

#[test]
fn languages_say_how_they_are_called_and_written() {
    let server = Server::start();
    server.region("musterkreis", &["de", "ar"]);

    let answer = server.get("/api/v1/regions/musterkreis/languages").send();

    answer.is(
        200,
        &json!([
            {"tag": "de", "native_name": "Deutsch", "direction": "ltr", "source": null},
            {"tag": "ar", "native_name": "العربية", "direction": "rtl", "source": "de"},
        ]),
    );
}

#[test]
fn pages_are_listed_in_tree_order_below_the_nearest_page_that_can_be_read() {
    let (server, region) = musterkreis();
    let root = region.page("de", "Ankommen", "<p>Willkommen</p>");
    root.says("en", "Arriving", "<p>Welcome</p>");
    let middle = root.child("de", "Anmelden", "<p>Im Rathaus</p>");
    let leaf = middle.child("de", "Dokumente", "<p>Pass</p>");
    leaf.says("en", "Documents", "<p>Passport</p>");

    let answer = server.get("/api/v1/regions/musterkreis/EN/pages").send();

    let updated = "2026-11-22T10:00:00Z";
    answer.is(200, &json!([
        {"id": root.id, "parent": null, "order": 1024, "title": "Arriving", "path": "/musterkreis/en/arriving/",
         "updated": updated, "outdated": false, "machine": false},
        {"id": leaf.id, "parent": root.id, "order": 1024, "title": "Documents",
         "path": "/musterkreis/en/arriving/anmelden/documents/", "updated": updated, "outdated": false, "machine": false},
    ]));
    assert_eq!(answer.header("content-language"), "en");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("cache-control"), "public, max-age=15, stale-while-revalidate=60");
    assert_eq!(NOW, 1_795_341_600_000, "the clock that `updated` comes from");
}

#[test]
fn a_page_comes_with_its_text_its_languages_and_links_in_the_language_of_the_reader() {
    let (server, region) = musterkreis();
    let target = region.page("de", "Ziel", "<p>Da</p>");
    target.says("en", "Target", "<p>There</p>");
    let page = region.page("de", "Weg", "<p>Hin</p>");
    page.says("en", "Way", &format!("<p><a href=\"item:page/{}#top\">on</a></p>", target.id));

    let answer = server.get(&format!("/api/v1/regions/musterkreis/en/pages/{}", page.id)).send();

    answer.is(
        200,
        &json!({
            "id": page.id, "parent": null, "order": 2048, "title": "Way", "path": "/musterkreis/en/way/",
            "updated": "2026-11-22T10:00:00Z", "outdated": false, "machine": false,
            "html": format!("<p><a href=\"{PUBLIC_URL}/musterkreis/en/target/#top\">on</a></p>"),
            "languages": [
                {"tag": "de", "title": "Weg", "path": "/musterkreis/de/weg/"},
                {"tag": "en", "title": "Way", "path": "/musterkreis/en/way/"},
            ],
        }),
    );
}

#[test]
fn a_former_path_leads_to_the_page_and_says_that_it_moved() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Alt", "<p>Hier</p>");
    let renamed = content::versions::Draft { slug: Some("neu".to_owned()), ..public("Neu", "<p>Hier</p>") };
    page.save("de", content::items::Base::Number(1), renamed).unwrap();
    let at = |path: &str| server.get(&format!("/api/v1/regions/musterkreis/de/page?path={path}")).send().json();

    let (former, current, short) = (at("/musterkreis/de/alt/"), at("/musterkreis/de/neu/"), at("neu"));

    assert_eq!((&former["path"], &former["moved"]), (&json!("/musterkreis/de/neu/"), &json!(true)));
    assert_eq!((&current["id"], &current["moved"]), (&json!(page.id), &json!(false)));
    assert_eq!(short, current);
}

#[test]
fn translations_tell_what_is_missing_outdated_or_waiting() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>eins</p>");
    page.says("en", "One", "<p>one</p>");
    page.says("de", "Zwei", "<p>zwei</p>");
    let draft = content::versions::Draft { state: content::versions::State::Draft, ..public("Two", "<p>two</p>") };
    page.save("en", content::items::Base::Number(1), draft).unwrap();

    let answer = server.get(&format!("/api/v1/regions/musterkreis/pages/{}/translations", page.id)).send();

    answer.is(
        200,
        &json!([
            {"language": "de", "state": "up-to-date", "newest": 2, "published": 2, "draft": false},
            {"language": "en", "state": "outdated", "newest": 2, "published": 1, "draft": true},
            {"language": "kmr", "state": "missing", "newest": null, "published": null, "draft": false},
        ]),
    );
}

#[test]
fn another_name_of_a_language_leads_to_its_own() {
    let (server, region) = musterkreis();
    let page = region.page("kmr", "Rûpel", "<p>x</p>");

    let list = server.get("/api/v1/regions/musterkreis/ku/pages").send();
    let one = server.get(&format!("/api/v1/regions/musterkreis/KU/pages/{}?x=1", page.id)).send();

    assert_eq!((list.status, list.header("location")), (308, "../kmr/pages"));
    assert_eq!((one.status, one.header("location")), (308, format!("../../kmr/pages/{}?x=1", page.id).as_str()));
}

#[test]
fn an_answer_that_the_client_has_is_not_sent_again() {
    let (server, region) = musterkreis();
    region.page("de", "Eins", "<p>eins</p>");
    let first = server.get("/api/v1/regions/musterkreis/de/pages").send();

    let again = server.get("/api/v1/regions/musterkreis/de/pages").header("If-None-Match", first.header("etag")).send();
    let head = server.head("/api/v1/regions/musterkreis/de/pages").send();

    assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, first.header("etag")));
    assert_eq!((head.status, head.body.len(), head.header("etag")), (200, 0, first.header("etag")));
    assert_eq!(head.header("content-length"), first.body.len().to_string());
}

#[test]
fn archiving_a_page_hides_what_is_below_it_until_it_is_restored() {
    let (server, region) = musterkreis();
    let root = region.page("de", "Oben", "<p>x</p>");
    root.child("de", "Unten", "<p>x</p>");
    let list = "/api/v1/regions/musterkreis/de/pages";
    let admin = server.admin();
    let before = titles(&admin, list);

    let archived = admin.post(&format!("{}/archive", super::address(&root))).if_match(1).send();
    let page = server.get(&format!("{list}/{}", root.id)).send();
    let hidden = (archived.status, page.status);
    let restored = admin.post(&format!("{}/restore", super::address(&root))).if_match(2).send();

    assert_eq!(hidden, (200, 404));
    assert_eq!((restored.status, restored.header("etag")), (200, "\"3\""));
    let page = server.get(&format!("{list}/{}", root.id)).send();
    assert_eq!((page.status, before), (200, vec!["Oben".to_owned(), "Unten".to_owned()]));
}
