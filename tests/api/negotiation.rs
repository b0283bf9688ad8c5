//! Which language a reader gets.

use serde_json::json;

use crate::support::Server;

/// A region in German, Dari and Kurmanji.
fn musterkreis() -> Server {
    let server = Server::start();
    server.region("musterkreis", &["de", "prs", "kmr"]);
    server
}

#[test]
fn the_header_chooses_among_the_languages_of_the_region() {
    let server = musterkreis();

    let answer =
        server.get("/api/v1/negotiate?region=musterkreis").header("Accept-Language", "ku;q=0, fa-AF;q=0.9, en").send();

    answer.is(200, &json!({"tag": "prs", "chain": ["prs", "de"], "requested": ["en", "fa-AF"], "reason": "alias"}));
    assert_eq!((answer.header("content-language"), answer.header("vary")), ("prs", "Accept-Language"));
}

#[test]
fn whoever_asks_for_nothing_gets_the_first_language() {
    let server = musterkreis();

    let answer = server.get("/api/v1/negotiate?region=musterkreis").send();

    answer.is(200, &json!({"tag": "de", "chain": ["de"], "requested": [], "reason": "default"}));
}

#[test]
fn an_unknown_region_and_a_missing_one_are_told() {
    let server = musterkreis();

    let unknown = server.get("/api/v1/negotiate?region=nowhere").send();
    let missing = server.get("/api/v1/negotiate").send();

    assert_eq!((unknown.status, unknown.json()["code"].clone()), (404, json!("unknown-region")));
    assert_eq!((missing.status, missing.json()["code"].clone()), (400, json!("bad-parameter")));
}
