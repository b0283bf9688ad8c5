//! Links that show a text before it is public.

use content::items::Base;
use content::versions::{Draft, State};
use serde_json::json;

use super::{all, document, kreis, links, read, texts};
use crate::support::{Answer, NOW, PUBLIC_URL, Page, Server, public};

const DAY: i64 = 24 * 3_600_000;

/// Saves a draft after the public text.
fn draft(page: &Page, html: &str) {
    page.save("de", Base::Any, Draft { state: State::Draft, ..public("Bald", html) }).unwrap();
}

fn address(page: &Page, more: &str) -> String {
    format!("/api/v1/regions/kreis/pages/{}/translations/de/preview{more}", page.id)
}

/// Asks for a link and opens it without a token.
fn opened(server: &Server, page: &Page, more: &str) -> Answer {
    let made = server.admin().post(&address(page, more)).send().json();
    server.get(made["url"].as_str().unwrap().strip_prefix(PUBLIC_URL).unwrap()).send()
}

#[test]
fn a_link_shows_a_draft_to_whoever_has_it() {
    let (server, _, page) = kreis();
    draft(&page, "<p>Noch nicht</p>");

    let answer = opened(&server, &page, "");

    assert_eq!((answer.status, answer.header("content-language")), (200, "de"));
    assert_eq!((answer.header("cache-control"), answer.header("x-robots-tag")), ("no-store", "noindex"));
    assert!(answer.header("content-security-policy").starts_with("default-src 'none';"));
    let shown = document(&answer);
    assert_eq!(all(&shown, "meta[name=robots][content=noindex]").len(), 1);
    assert_eq!((texts(&shown, "h1"), texts(&shown, ".text")), (vec!["Bald".to_owned()], vec!["Noch nicht".to_owned()]));
    let banner = ["Entwurf: nicht öffentlich", "Nur wer diesen Link hat, kann ihn sehen, bis 2026-11-23 11:00."];
    assert_eq!(texts(&shown, ".draft p"), banner);
    assert_eq!(links(&shown, ".below a")[0].0, "../kreis/de/ankommen/sprache-lernen/");
    assert_eq!(texts(&document(&read(&server, "/kreis/de/ankommen/")), ".text"), ["Willkommen"]);
}

#[test]
fn a_link_shows_the_newest_version_or_the_one_that_was_named() {
    let (server, _, page) = kreis();
    draft(&page, "<p>zwei</p>");
    draft(&page, "<p>drei</p>");

    let shown = ["", "?version=2", "?version=1"].map(|more| document(&opened(&server, &page, more)));

    assert_eq!(shown.each_ref().map(|page| texts(page, ".text").concat()), ["drei", "zwei", "Willkommen"]);
    let banners = shown.each_ref().map(|page| texts(page, ".draft p")[0].clone());
    let draft = "Entwurf: nicht öffentlich";
    assert_eq!(banners, [draft, draft, "Vorschau: diese Fassung ist öffentlich"]);
}

#[test]
fn a_page_that_was_never_public_can_be_shown() {
    let (server, region, _) = kreis();
    let page = region.empty_page(content::items::Place::LastIn(None));
    page.save("de", Base::None, Draft { state: State::Draft, ..public("Neu", "<p>Neu</p>") }).unwrap();

    let answer = opened(&server, &page, "");

    assert_eq!((answer.status, texts(&document(&answer), "h1")), (200, vec!["Neu".to_owned()]));
    assert_eq!(server.get("/kreis/de/neu/").send().status, 404);
}

#[test]
fn a_draft_that_follows_the_newest_source_is_not_behind_it() {
    let (server, _, page) = kreis();
    page.says("de", "Ankommen", "<p>Herzlich willkommen</p>");
    let draft = Draft { state: State::Draft, ..public("وصول", "<p>أهلا وسهلا</p>") };
    page.save("ar", Base::Any, draft).unwrap();

    let made = server.admin().post(&address(&page, "").replace("/de/", "/ar/")).send().json();
    let shown = server.get(made["url"].as_str().unwrap().strip_prefix(PUBLIC_URL).unwrap()).send();

    assert_eq!(all(&document(&shown), ".note").len(), 0);
    assert_eq!(all(&document(&read(&server, "/kreis/ar/وصول/")), ".note").len(), 1);
}

#[test]
fn links_that_have_expired_or_were_made_elsewhere_open_nothing() {
    let (server, _, page) = kreis();
    let made = server.admin().post(&address(&page, "")).send();
    let target =
        json!({"region": "kreis", "page": page.id, "language": "de", "version": null, "expires": NOW}).to_string();
    let seals = server.store.seals().unwrap();
    let url = made.json()["url"].as_str().unwrap().to_owned();
    let sealed = url.rsplit('/').next().unwrap();
    assert_eq!(made.json()["expires"], "2026-11-23T10:00:00Z");

    for link in [
        seals.seal("preview", &target, NOW),
        seals.seal("password", &target, NOW + DAY),
        seals.seal("preview", &target.replace("kreis", "atlantis"), NOW + DAY),
        seals.seal("preview", &target.replace("null", "9"), NOW + DAY),
        seals.seal("preview", "{}", NOW + DAY),
        sealed.replace(".1", ".2"),
        "x".to_owned(),
    ] {
        let answer = server.get(&format!("/preview/{link}")).language("de").send();

        assert_eq!((answer.status, answer.header("cache-control")), (404, "no-store"), "{link}");
        assert_eq!(texts(&document(&answer), "h1"), ["Dieser Link gilt nicht mehr"], "{link}");
    }
}

#[test]
fn links_are_made_by_those_who_may_see_drafts() {
    let (server, _, page) = kreis();
    let admin = server.admin();

    let stranger = server.anybody().post(&address(&page, "")).send();
    let no_version = admin.post(&address(&page, "?version=9")).send();
    let no_number = admin.post(&address(&page, "?version=x")).send();
    let no_text = admin.post(&address(&page, "").replace("/de/", "/fr/")).send();

    let statuses = [stranger, no_version, no_number, no_text].map(|answer| answer.status);
    assert_eq!(statuses, [401, 404, 400, 404]);
}
