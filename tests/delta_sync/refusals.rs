//! What is not answered, and how that is said.

use serde_json::json;
use ureq::http::Method;

use super::{musterkreis, published};
use crate::support::{Database, Server};

#[test]
fn what_does_not_exist_is_not_kept_by_anybody() {
    let (server, ..) = musterkreis();
    let id = "0".repeat(64);
    for (path, code) in [
        ("atlantis/head".to_owned(), "unknown-region"),
        ("atlantis/recent/de".to_owned(), "unknown-region"),
        ("atlantis/packs".to_owned(), "unknown-region"),
        (format!("atlantis/o/{id}"), "unknown-region"),
        ("signals?region=musterkreis,atlantis".to_owned(), "unknown-region"),
        ("musterkreis/recent/fr".to_owned(), "unknown-scope"),
        ("musterkreis/recent/__".to_owned(), "unknown-scope"),
        ("musterkreis/recent/fr/7".to_owned(), "unknown-scope"),
        (format!("musterkreis/o/{id}"), "unknown-object"),
        ("musterkreis/o/abc".to_owned(), "unknown-object"),
        (format!("musterkreis/o/{}", id.replace('0', "A")), "unknown-object"),
        ("trust/99".to_owned(), "unknown-object"),
        ("trust/0".to_owned(), "unknown-object"),
        ("trust/x".to_owned(), "unknown-object"),
        ("musterkreis/recent/de/8".to_owned(), "unknown-route"),
        ("musterkreis".to_owned(), "unknown-route"),
    ] {
        let answer = server.get(&format!("/sync/v1/{path}")).send();

        assert_eq!((answer.status, &answer.json()["code"]), (404, &json!(code)), "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!((answer.header("cache-control"), answer.header("access-control-allow-origin")), ("no-store", "*"));
    }
}

#[test]
fn unknown_scopes_are_told_by_name_and_in_the_language_that_was_asked_for() {
    let (server, ..) = musterkreis();

    let problem = server.get("/sync/v1/musterkreis/recent/uk").send().json();

    assert_eq!(problem["title"], "У цьому регіоні такого немає");
    assert!(problem["detail"].as_str().unwrap().contains("\u{2068}uk\u{2069}"), "{problem}");
}

#[test]
fn parameters_that_an_address_does_not_take_are_refused_by_name() {
    let (server, _, _) = musterkreis();
    let many = (0..101).map(|_| "musterkreis").collect::<Vec<_>>().join(",");
    for (path, field) in [
        ("?x=1".to_owned(), "x"),
        ("trust/1?v=2".to_owned(), "v"),
        ("trust/latest?v".to_owned(), "v"),
        ("regions?at=1".to_owned(), "at"),
        ("musterkreis/head?at=1&cache=no".to_owned(), "cache"),
        ("musterkreis/head?at=".to_owned(), "at"),
        ("musterkreis/head?at=-1".to_owned(), "at"),
        ("musterkreis/head?at=1.5".to_owned(), "at"),
        ("musterkreis/recent/de?at=1".to_owned(), "at"),
        ("musterkreis/recent/de/7?at=1".to_owned(), "at"),
        (format!("musterkreis/o/{}?x", "0".repeat(64)), "x"),
        ("musterkreis/packs?x=%00".to_owned(), "x"),
        ("signals".to_owned(), "region"),
        ("signals?region=".to_owned(), "region"),
        ("signals?regions=musterkreis".to_owned(), "regions"),
        (format!("signals?region={many}"), "region"),
    ] {
        let answer = server.get(&format!("/sync/v1/{path}")).send();

        let problem = answer.json();
        assert_eq!(
            (answer.status, &problem["code"], &problem["field"]),
            (400, &json!("bad-parameter"), &json!(field)),
            "{path}"
        );
    }
}

#[test]
fn pages_of_other_sites_may_ask_for_ranges() {
    let (server, ..) = musterkreis();

    let answer = server.anybody().request(Method::OPTIONS, "/sync/v1/musterkreis/head").send();

    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (204, "*"));
    assert_eq!(answer.header("access-control-allow-headers"), "If-None-Match, If-Range, Range");
    assert_eq!(answer.header("access-control-allow-methods"), "GET, HEAD");
}

#[test]
fn a_server_is_ready_when_everything_that_waited_is_published() {
    let mut database = Database::new();
    let keys = database.folder().join("data/keys");
    std::fs::create_dir_all(keys.parent().unwrap()).unwrap();
    // Without keys nothing can be published.
    std::fs::write(&keys, "").unwrap();
    let mut region = database.region("musterkreis", &["de"]);
    database.store = database.opened_again();
    region.store = database.store.clone();
    let server = Server::on(database);

    let (head, ready) = (server.get("/sync/v1/musterkreis/head").send(), server.get("/health/ready").send());
    std::fs::remove_file(&keys).unwrap();
    published(&server, &region);
    let (later, ready_later) = (server.get("/sync/v1/musterkreis/head").send(), server.get("/health/ready").send());

    assert_eq!((head.status, &head.json()["code"], ready.status), (503, &json!("not-published"), 503));
    assert_eq!((head.header("retry-after"), head.header("cache-control")), ("1", "no-store"));
    assert_eq!(head.header("access-control-expose-headers"), "retry-after");
    assert_eq!((later.status, ready_later.status), (200, 200));
}
