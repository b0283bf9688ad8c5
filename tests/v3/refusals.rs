//! Requests that cannot be answered: the right status, in Integreat's form, and never a failure of the server.

use content::regions::{NewRegion, Status};

use super::error;
use crate::support::{Server, wait};

const NOT_FOUND: &str = "Not found.";
const NO_LANGUAGE: &str = "No language matches the given query.";
const NO_PAGE: &str = "Either the id or the url parameter is required.";
const BAD_ID: &str = "The id parameter must be an integer.";
const BAD_DEPTH: &str = "The depth parameter must be an integer that is not negative.";
const BAD_SINCE: &str = "The since parameter must be a value of Lotse-Revision.";

#[test]
fn what_is_unknown_or_malformed_is_refused() {
    let server = Server::start();
    let region = server.region("kreis", &["de"]);
    region.page("de", "Seite", "");

    for (address, status, text) in [
        ("regions/atlantis/", 404, NOT_FOUND),
        ("atlantis/languages/", 404, NOT_FOUND),
        ("atlantis/de/pages/", 404, NOT_FOUND),
        ("Kreis/de/pages/", 404, NOT_FOUND),
        ("%2e%2e/de/pages/", 404, NOT_FOUND),
        ("kreis%00/de/pages/", 404, NOT_FOUND),
        ("kreis%ff/de/pages/", 404, NOT_FOUND),
        ("kreis/xx/pages/", 404, NO_LANGUAGE),
        ("kreis/de%00/pages/", 404, NO_LANGUAGE),
        ("kreis/xx/children/", 404, NO_LANGUAGE),
        ("kreis/xx/events/", 404, NO_LANGUAGE),
        ("kreis/de/nothing/", 404, NOT_FOUND),
        ("kreis/de/pages/1/", 404, NOT_FOUND),
        ("kreis/", 404, NOT_FOUND),
        ("", 404, NOT_FOUND),
        ("kreis/de/page/", 400, NO_PAGE),
        ("kreis/de/page/?id=&url=", 400, NO_PAGE),
        ("kreis/de/parents/", 400, NO_PAGE),
        ("kreis/de/page/?id=abc", 400, BAD_ID),
        ("kreis/de/page/?id=1.5", 400, BAD_ID),
        ("kreis/de/page/?id=%00", 400, BAD_ID),
        ("kreis/de/page/?id=99999999999999999999", 400, BAD_ID),
        ("kreis/de/page/?id=9223372036854775807", 404, NOT_FOUND),
        ("kreis/de/page/?id=-1", 404, NOT_FOUND),
        ("kreis/de/page/?id=0", 404, NOT_FOUND),
        ("kreis/de/page/?url=/", 404, NOT_FOUND),
        ("kreis/de/page/?url=/kreis/de/other/", 404, NOT_FOUND),
        ("kreis/de/page/?url=/kreis/de/seite/../", 404, NOT_FOUND),
        ("kreis/de/page/?url=/kreis/de/seite%00/", 404, NOT_FOUND),
        ("kreis/de/page/?url=%ff%fe", 404, NOT_FOUND),
        ("kreis/de/children/?id=abc", 400, BAD_ID),
        ("kreis/de/children/?id=0", 404, NOT_FOUND),
        ("kreis/de/children/?depth=-1", 400, BAD_DEPTH),
        ("kreis/de/children/?depth=abc", 400, BAD_DEPTH),
        ("kreis/de/children/?depth=99999999999999999999", 400, BAD_DEPTH),
        ("kreis/de/pages/?since=", 400, BAD_SINCE),
        ("kreis/de/pages/?since=1", 400, BAD_SINCE),
        ("kreis/de/pages/?since=1-a.", 400, BAD_SINCE),
        ("kreis/de/pages/?since=.1", 400, BAD_SINCE),
        ("kreis/de/pages/?since=1-a.-1", 400, BAD_SINCE),
        ("kreis/de/pages/?since=1-a.99999999999999999999", 400, BAD_SINCE),
        ("kreis/de/pages/?since=%00.1", 400, BAD_SINCE),
        ("kreis/de/news/local-1/", 404, NOT_FOUND),
        ("kreis/de/news/local-1", 404, NOT_FOUND),
        ("kreis/de/imprint/", 404, NOT_FOUND),
        ("kreis/de/disclaimer/", 404, NOT_FOUND),
    ] {
        let answer = server.get(&format!("/api/v3/{address}")).send();
        assert_eq!((answer.status, answer.json()), (status, error(text)), "{address}");
        assert_eq!(answer.header("Access-Control-Allow-Origin"), "*", "{address}");
        assert_eq!(answer.header("Content-Type"), "application/json", "{address}");
    }
}

#[test]
fn a_query_of_ten_kilobytes_is_refused() {
    let server = Server::start();
    server.region("kreis", &["de"]);
    let long = "x".repeat(10_000);

    for (address, status, text) in [
        (format!("kreis/de/pages/?x={long}"), 414, "The query is too long."),
        (format!("kreis/de/page/?url={long}"), 414, "The query is too long."),
        (format!("kreis/de/page/?url={}", &long[..8000]), 404, NOT_FOUND),
        (format!("kreis/{long}/pages/"), 404, NO_LANGUAGE),
    ] {
        server.get(&format!("/api/v3/{address}")).send().is(status, &error(text));
    }
}

#[test]
fn nothing_of_an_archived_region_is_answered() {
    let server = Server::start();
    let archived = NewRegion { status: Status::Archived, ..NewRegion::named("alt", "Alt", "de", "Europe/Berlin") };
    let de = locales::tags::Tag::parse("de").unwrap();
    let write = server.store.write_region_or_new(archived, move |tx| content::languages::add(tx, &de, "de", None));
    wait(write).unwrap();

    for address in [
        "regions/alt/",
        "alt/languages/",
        "alt/offers/",
        "alt/de/pages/",
        "alt/de/page/?id=1",
        "alt/de/children/",
        "alt/de/parents/?id=1",
        "alt/de/events/",
        "alt/de/imprint/",
        "alt/de/news",
    ] {
        let answer = server.get(&format!("/api/v3/{address}")).send();
        answer.is(404, &error("This region is archived."));
    }
}

#[test]
fn a_method_that_reads_nothing_is_refused() {
    let server = Server::start();
    server.region("kreis", &["de"]);

    let put = server.anybody().put("/api/v3/kreis/de/pages/").send();
    let delete = server.anybody().delete("/api/v3/regions/").send();

    for answer in [put, delete] {
        assert_eq!((answer.status, answer.header("Allow")), (405, "GET, HEAD, OPTIONS, POST"));
        assert!(answer.json()["error"].is_string());
    }
}
