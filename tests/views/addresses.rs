//! Where pages are found, and what else is answered there.

use content::items::Base;
use content::languages;
use content::regions::{NewRegion, Status};
use content::versions::Draft;
use content::write::RegionWrite;
use locales::tags::Tag;
use serde_json::json;

use super::{all, document, kreis, links, texts};
use crate::support::{Client, Server, public, wait};

/// Status and `Location`.
fn redirect(client: &Client, path: &str) -> (u16, String) {
    let answer = client.get(path).send();
    (answer.status, answer.header("location").to_owned())
}

#[test]
fn a_region_leads_to_the_language_that_the_browser_asks_for() {
    let (server, ..) = kreis();

    for (wanted, expected) in [("ar-SY,de;q=0.5", "ar/"), ("it", "de/"), ("", "de/")] {
        let answer = server.get("/kreis/").language(wanted).send();

        assert_eq!((answer.status, answer.header("location")), (302, expected), "{wanted}");
        assert_eq!((answer.header("vary"), answer.header("cache-control")), ("Accept-Language", "no-cache"));
    }
}

#[test]
fn other_addresses_of_a_page_lead_to_its_own() {
    let (server, _, page) = kreis();
    page.save("de", Base::Any, Draft { slug: Some("herkommen".into()), ..public("Ankommen", "<p>x</p>") }).unwrap();

    for (path, expected) in [
        ("/kreis/de/ankommen/", "../../../kreis/de/herkommen/"),
        ("/kreis/de/ankommen", "../../kreis/de/herkommen/"),
        ("/kreis/de/Herkommen/", "../../../kreis/de/herkommen/"),
        ("/kreis/de/anderswo/amt/", "../../../../kreis/de/herkommen/amt/"),
        ("/kreis/ar/%D9%88%D8%B5%D9%88%D9%84", "../../kreis/ar/%D9%88%D8%B5%D9%88%D9%84/"),
        ("/kreis/DE/herkommen/", "../../../kreis/de/herkommen/"),
        ("/kreis/DE/", "../../kreis/de/"),
        ("/kreis", "./kreis/"),
        ("/kreis/de", "../kreis/de/"),
    ] {
        assert_eq!(redirect(server.anybody(), path), (308, expected.to_owned()), "{path}");
    }
}

#[test]
fn what_is_not_there_is_said_on_a_page_in_the_language_of_the_reader() {
    let (server, _, page) = kreis();
    page.withdraw("ar", Base::Any).unwrap();

    for (path, title) in [
        ("/kreis/de/nirgends/", "Diese Seite gibt es nicht"),
        ("/kreis/ar/%D9%88%D8%B5%D9%88%D9%84/", "هذه الصفحة غير موجودة"),
        ("/kreis/it/", "Cette page n’existe pas"),
        ("/atlantis/", "Cette page n’existe pas"),
        ("/atlantis/de/x/", "Cette page n’existe pas"),
    ] {
        let answer = server.get(path).language("fr").send();

        assert_eq!((answer.status, answer.header("content-type")), (404, "text/html; charset=utf-8"), "{path}");
        assert_eq!((answer.header("cache-control"), answer.header("x-content-type-options")), ("no-store", "nosniff"));
        let page = document(&answer);
        assert_eq!(texts(&page, "h1"), [title], "{path}");
        assert_eq!(links(&page, "main a").len(), usize::from(path.starts_with("/kreis")), "{path}");
    }
}

#[test]
fn other_addresses_of_the_server_stay_what_they_are() {
    let (server, ..) = kreis();

    for path in
        ["/api/v1/nothing", "/api/x/", "/health/x/", "/sync/v1/a/b/c/", "/metrics/x/", "/regions/kreis/", "/nothing"]
    {
        let answer = server.get(path).send();

        assert_eq!((answer.status, &answer.json()["code"]), (404, &json!("unknown-route")), "{path}");
    }
    assert_eq!(server.get("/kreis/de/wp-json/extensions/v3/pages/").send().header("content-type"), "application/json");
    assert_eq!(server.get("/regions/kreis/coverage").send().status, 200);
    let refused = server.anybody().post("/kreis/de/ankommen/").send();
    assert_eq!((refused.status, refused.header("allow")), (405, "GET, HEAD"));
}

/// A region of this status, with German.
fn region_of(server: &Server, slug: &str, status: Status) {
    let new = NewRegion { status, ..NewRegion::named(slug, slug, "de", "Europe/Berlin") };
    let german = |tx: &mut RegionWrite<'_>| languages::add(tx, &Tag::parse("de").unwrap(), "de", None);
    wait(server.store.write_region_or_new(new, german)).unwrap();
}

#[test]
fn an_archived_region_has_no_pages_and_a_hidden_one_is_not_for_search_engines() {
    let server = Server::start();
    region_of(&server, "alt", Status::Archived);
    region_of(&server, "neu", Status::Hidden);

    let (archived, hidden) = (server.get("/alt/de/").send(), server.get("/neu/de/").send());

    assert_eq!((archived.status, hidden.status), (404, 200));
    assert_eq!(all(&document(&hidden), "meta[name=robots][content=noindex]").len(), 1);
    assert_eq!(texts(&document(&hidden), "main p"), ["Hier sind noch keine Seiten veröffentlicht."]);
}
