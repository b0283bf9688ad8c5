//! Revisions: who brought what, and the way back.

use serde_json::json;

use super::{GERMAN, followed, line, source, source_of, upload, with_source};

const HISTORY: &str = "/api/v1/bundles/en/app/history";
const ROLLBACK: &str = "/api/v1/bundles/en/app/rollback";

#[test]
fn the_history_tells_who_brought_which_text() {
    let (server, _) = with_source();
    let (first, second) = (server.admin(), server.admin());
    upload(&first, &source("en"), "hallo = Hello\nende = Bye\n");
    upload(&second, &format!("{}?mode=replace", source("en")), "hallo = Hi\n");

    let answer = first.get(HISTORY).send();

    let history = answer.json();
    let counted = |at: usize| {
        let revision = &history["revisions"][at];
        ["revision", "added", "updated", "removed"].map(|name| revision[name].as_i64().unwrap())
    };
    assert_eq!((answer.header("etag"), counted(0), counted(1)), ("\"2\"", [2, 0, 1, 1], [1, 2, 0, 0]));
    let (newest, oldest) = (&history["revisions"][0]["author"], &history["revisions"][1]["author"]);
    assert_ne!(newest, oldest);
    assert_eq!(
        history["messages"],
        json!([{"id": "hallo", "revision": 2, "until": null, "author": newest, "state": "approved", "origin": "human",
            "text": "hallo = Hi\n"}])
    );
    assert_eq!(history["revisions"][0]["created"], "2026-11-22T10:00:00Z");
    assert_eq!(history["revisions"][0]["source"].as_str().unwrap().len(), 64);
}

#[test]
fn every_text_that_a_message_had_is_told() {
    let (server, _) = with_source();
    let admin = server.admin();
    upload(&admin, &source("en"), "hallo = Hello\nende = Bye\n");
    upload(&admin, &format!("{}?on_conflict=suggest", source("en")), "hallo = Hi\n");
    upload(&admin, &source("en"), "hallo = Hey\n");

    let history = admin.get(&format!("{HISTORY}?message=hallo")).send().json();

    let texts = history["messages"].as_array().unwrap().iter();
    let told: Vec<_> =
        texts.map(|text| json!([text["revision"], text["until"], text["state"], text["text"]])).collect();
    assert_eq!(
        told,
        [
            json!([1, 3, "approved", "hallo = Hello\n"]),
            json!([2, 3, "suggestion", "hallo = Hi\n"]),
            json!([3, null, "approved", "hallo = Hey\n"]),
        ]
    );
}

#[test]
fn going_back_is_a_new_revision() {
    let (server, region) = with_source();
    let admin = server.admin();
    upload(&admin, &source("en"), "hallo = Hello\nende = Bye\n");
    upload(&admin, &format!("{}?mode=replace", source("en")), "hallo = Hi\n");

    let back = admin.post(ROLLBACK).if_match(2).json(&json!({"revision": 1})).send();
    followed(&region);
    let again = admin.post(ROLLBACK).if_match(3).json(&json!({"revision": 1})).send();

    back.is(200, &json!({"revision": 3, "changed": true, "pending": 1}));
    again.is(200, &json!({"revision": 3, "changed": false, "pending": 0}));
    assert_eq!((back.header("etag"), again.header("etag")), ("\"3\"", "\"3\""));
    assert_eq!(line(&region, "en"), json!({"ftl": "ende = Bye\nhallo = Hello\n"}));
    assert_eq!(admin.get(&source("en")).send().text(), "hallo = Hello\nende = Bye\n");
    assert_eq!(admin.get(HISTORY).send().json()["revisions"][0]["rollback_of"], 1);
}

#[test]
fn going_back_needs_a_revision_that_there_is_and_the_newest_one() {
    let (server, _) = with_source();
    let admin = server.admin();
    upload(&admin, &source("en"), "hallo = Hello\n");
    let post = |revision: i64| admin.post(ROLLBACK).json(&json!({"revision": revision}));

    let unknown = post(7).if_match(1).send();
    let (without, stale) = (post(1).send(), post(1).if_match(9).send());

    assert_eq!((unknown.status, &unknown.json()["field"]), (422, &json!("revision")));
    assert_eq!((without.status, stale.status, &stale.json()["current"]), (428, 412, &json!(1)));
}

#[test]
fn a_region_goes_back_for_itself() {
    let (server, region) = with_source();
    let admin = server.admin();
    upload(&admin, &source_of(&region, "de"), "hallo = Moin\n");
    upload(&admin, &source_of(&region, "de"), "hallo = Servus\n");
    followed(&region);

    let address = "/api/v1/regions/musterkreis/bundles/de/app/rollback";
    let back = admin.post(address).if_match(2).json(&json!({"revision": 1})).send();

    back.is(200, &json!({"revision": 3, "changed": true, "pending": 0}));
    assert_eq!(line(&region, "de")["ftl"], "ende = Tschüss\nhallo = Moin\n");
    assert_eq!(admin.get(&source("de")).send().text(), GERMAN);
}
