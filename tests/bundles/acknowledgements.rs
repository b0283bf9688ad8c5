//! Warnings that are right as they are: said, taken back, and which there are.

use serde_json::{Value, json};

use super::{source, source_of, upload, with_source};
use crate::support::{Client, Region};

const ADDRESS: &str = "/api/v1/bundles/en/app/acknowledgements";
const WARNED: &str = "hallo = Hello https://one.example\n";

/// Whether a check of `file` tells the warning as acknowledged; none when it is not told at all.
fn acknowledged(client: &Client, address: &str, file: &str) -> Option<bool> {
    let report = client.put(&format!("{address}?dry_run=true")).bytes(file).send().json();
    let findings = report["rows"][0]["findings"].as_array().unwrap().clone();
    findings.iter().find(|finding| finding["code"] == "url").map(|finding| finding["acknowledged"] == true)
}

#[test]
fn a_warning_stays_acknowledged_for_one_text() {
    let (server, _) = with_source();
    let admin = server.admin();
    let note = |key: &str, code: &str| admin.post(ADDRESS).json(&json!({"key": key, "code": code})).send();
    upload(&admin, &source("en"), WARNED);

    let noted = [note("hallo", "url").status, note("hallo", "url").status];
    let unknown = note("ende", "url");
    let error = note("hallo", "syntax");

    assert_eq!(noted, [204, 204]);
    assert_eq!((unknown.status, &unknown.json()["code"]), (404, &json!("unknown-message")));
    assert_eq!((error.status, &error.json()["field"]), (422, &json!("code")));
    let told = |file: &str| acknowledged(&admin, &source("en"), file);
    assert_eq!((told(WARNED), told("hallo = Hello https://two.example\n")), (Some(true), Some(false)));
}

/// The addresses of acknowledgements and of the file, for all regions and for `region`.
fn places(region: &Region) -> [(String, String); 2] {
    let of_region = format!("/api/v1/regions/{}/bundles/en/app/acknowledgements", region.slug);
    [(ADDRESS.to_owned(), source("en")), (of_region, source_of(region, "en"))]
}

#[test]
fn an_acknowledgement_can_be_withdrawn() {
    let (server, region) = with_source();
    let admin = server.admin();
    for (address, file) in places(&region) {
        upload(&admin, &file, WARNED);
        let noted = admin.post(&address).json(&json!({"key": "hallo", "code": "url"})).send();
        let before = acknowledged(&admin, &file, WARNED);

        let withdrawn = admin.delete(&format!("{address}?key=hallo&code=url")).send();

        assert_eq!((noted.status, before, withdrawn.status), (204, Some(true), 204), "{withdrawn:?}");
        assert_eq!(acknowledged(&admin, &file, WARNED), Some(false), "{address}");
        let again = admin.delete(&format!("{address}?key=hallo&code=url")).send();
        assert_eq!((again.status, &again.json()["code"]), (404, &json!("unknown-acknowledgement")));
    }
}

#[test]
fn the_acknowledgements_of_texts_that_the_bundle_has_are_listed() {
    let (server, region) = with_source();
    let admin = server.admin();
    for (address, file) in places(&region) {
        upload(&admin, &file, &format!("{WARNED}ende = Bye 5\n"));
        for (key, code) in [("hallo", "url"), ("ende", "number")] {
            admin.post(&address).json(&json!({"key": key, "code": code})).send();
        }

        let both = admin.get(&address).send();
        upload(&admin, &file, "ende = Bye 7\n");
        let one = admin.get(&address).send();

        let of = |list: &Value| -> Vec<(Value, Value)> {
            let list = list.as_array().unwrap().iter();
            list.map(|one| (one["key"].clone(), one["code"].clone())).collect()
        };
        let (ende, hallo) = ((json!("ende"), json!("number")), (json!("hallo"), json!("url")));
        assert_eq!((of(&both.json()), of(&one.json())), (vec![ende, hallo.clone()], vec![hallo]), "{address}");
        let author = one.json()[0]["author"].as_str().unwrap().to_owned();
        assert!(author.starts_with("token/"), "{author}");
        let whole = json!([{"key": "hallo", "code": "url", "author": author, "created": "2026-11-22T10:00:00Z"}]);
        one.is(200, &whole);
    }
}

#[test]
fn withdrawing_names_what_is_missing_or_unknown() {
    let (server, region) = with_source();
    let admin = server.admin();
    for (address, _) in places(&region) {
        for (query, status, code, field) in [
            ("", 400, "bad-parameter", json!("key")),
            ("?key=hallo", 400, "bad-parameter", json!("code")),
            ("?key=hallo&code=url&all=1", 400, "bad-parameter", json!("all")),
            ("?key=hallo&code=url", 404, "unknown-acknowledgement", Value::Null),
        ] {
            let answer = admin.delete(&format!("{address}{query}")).send();
            let told = (answer.status, answer.json()["code"].clone(), answer.json()["field"].clone());
            assert_eq!(told, (status, json!(code), field), "{address}{query}");
        }
        let list = admin.get(&address).send();
        assert_eq!((list.status, &list.json()["code"]), (404, &json!("unknown-bundle")), "{address}");
        let stranger = server.get(&address).send();
        assert_eq!(stranger.status, 401);
    }
}
