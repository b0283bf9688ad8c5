//! What a client needs to know before it trusts a head.

use serde_json::json;
use sync::documents::Kind;
use sync::{Document, Root};

use super::{expected, headers, musterkreis};
use crate::support::Answer;

#[track_caller]
fn is_document(answer: &Answer, caching: &str) {
    let expected = expected([
        format!("cache-control: {caching}"),
        "accept-ranges: bytes".to_owned(),
        "content-type: application/x-ndjson".to_owned(),
        format!("content-length: {}", answer.body.len()),
        format!("etag: {}", answer.header("etag")),
    ]);
    assert_eq!((answer.status, headers(answer)), (200, expected));
}

#[test]
fn the_root_says_whom_to_trust() {
    let (server, ..) = musterkreis();

    let (first, latest) = (server.get("/sync/v1/trust/1").send(), server.get("/sync/v1/trust/latest").send());
    let head = server.get("/sync/v1/musterkreis/head").send();
    let regions = server.get("/sync/v1/regions").send();

    is_document(&first, "max-age=31536000, immutable");
    is_document(&latest, "max-age=3600");
    is_document(&regions, "public, max-age=300");
    assert_eq!((first.header("etag"), first.text()), (latest.header("etag"), latest.text()));
    let root = Root::read(&first.body).unwrap();
    assert!(root.trusts(Kind::Head, &Document::open(&head.body).unwrap()));
    assert!(root.trusts(Kind::Regions, &Document::open(&regions.body).unwrap()));
}

#[test]
fn a_client_learns_what_this_server_can_do() {
    let (server, ..) = musterkreis();

    let answer = server.get("/sync/v1/").send();

    answer.is(200, &json!({"v": [1], "features": ["delta", "recent", "signals", "pack"]}));
    assert_eq!((answer.header("cache-control"), answer.header("content-type")), ("max-age=3600", "application/json"));
}
