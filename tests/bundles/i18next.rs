//! Files of i18next: made Fluent when they come in, with what was in doubt, and the same texts when they go out again.

use serde_json::{Value, json};

use super::{followed, line, outcomes, server, source, source_of, with_source};
use crate::support::{Answer, Client};

const IMPORT: &str = "/api/v1/bundles/import";

/// The texts of a small app as its developers keep them.
fn app() -> Value {
    json!({
        "dashboard": {
            "de": {
                "offers": "Angebote", "pages_one": "{{count}} Seite", "pages_other": "{{count}} Seiten",
                "welcome": "Hallo {{name}}!", "more": "<1>mehr</1> { oder } weniger",
            },
            "en": {
                "offers": "Offers", "pages_one": "{{count}} page", "pages_other": "{{count}} pages",
                "welcome": "Hello {{name}}!", "more": "<1>more</1> { or } less",
            },
            "ku": { "offers": "Pêşniyar" },
        },
        "pageTitles": {
            "de": { "search": { "title": "Suche", "hint": " Wort eingeben " } },
            "en": { "search": { "title": "Search", "hint": " Type a word " } },
        },
    })
}

fn put(client: &Client, address: &str, body: &Value) -> Answer {
    client.put(address).if_none().json(body).send()
}

/// The texts of a bundle for an app with i18next.
fn resources(client: &Client, tag: &str, name: &str) -> Value {
    let address = format!("/api/v1/regions/musterkreis/bundles/{tag}/{name}?format=json-i18next");
    client.get(&address).send().json()["resources"].take()
}

#[test]
fn a_file_of_i18next_is_kept_as_fluent_and_goes_out_as_it_came_in() {
    let (server, region) = server();
    let admin = server.admin();
    let body = app()["dashboard"]["de"].clone();

    let first = put(&admin, &source("de"), &body);
    let again = admin.put(&source("de")).if_match(1).json(&body).send();

    assert_eq!((first.status, first.header("etag")), (201, "\"1\""), "{first:?}");
    assert_eq!((again.status, &again.json()["changed"]), (200, &json!(false)));
    let fluent = concat!(
        "more = <1>mehr</1> { \"{\" } oder { \"}\" } weniger\n",
        "offers = Angebote\n",
        "pages =\n    { $count ->\n        [one] { $count } Seite\n       *[other] { $count } Seiten\n    }\n",
        "welcome = Hallo { $name }!\n",
    );
    assert_eq!(admin.get(&source("de")).send().text(), fluent);
    followed(&region);
    assert_eq!(resources(server.anybody(), "de", "app"), body);
}

#[test]
fn a_file_of_i18next_goes_through_the_same_checks() {
    let (server, region) = with_source();
    let admin = server.admin();

    let answer = put(&admin, &source("en"), &json!({"hallo": "Hello {{nobody}}", "ende": "Bye", "neu": "New"}));
    let of_region = put(&admin, &source_of(&region, "en"), &json!({"hallo": "Welcome"}));

    let report = answer.json();
    let expected = [("ende", "created"), ("hallo", "rejected"), ("neu", "unknown")];
    assert_eq!(outcomes(&report), expected.map(|(id, outcome)| (id.to_owned(), outcome.to_owned())));
    assert_eq!((&report["rows"][1]["findings"][0]["code"], of_region.status), (&json!("unknown-variable"), 201));
    assert_eq!(line(&region, "en")["ftl"], "ende = Bye\nhallo = Welcome\n");
}

#[test]
fn what_was_in_doubt_is_told_in_the_language_of_the_request() {
    let (server, _) = server();
    let body = json!({"pages_one": "{{count}} Seite", "a": null, "b": "$t(other:key)", "c": "{{d, LL}}"});

    let put = server.admin().put(&format!("{}?dry_run=true", source("de"))).language("de");
    let report = put.json(&body).send().json();

    let doubts = report["doubts"].as_array().unwrap();
    let codes: Vec<Value> = doubts.iter().map(|doubt| json!([doubt["key"], doubt["code"]])).collect();
    let expected = [["a", "not-text"], ["b", "nesting"], ["c", "format"], ["pages", "missing-other"]];
    assert_eq!(codes, expected.map(|one| json!(one)));
    let messages: Vec<&str> = doubts.iter().map(|doubt| doubt["message"].as_str().unwrap()).collect();
    assert!(messages[1].contains("$t(other:key)") && messages[3].contains("Bitte ergänzen"), "{messages:?}");
    assert_eq!((&report["dry_run"], &report["counts"]["created"]), (&json!(true), &json!(3)));
}

#[test]
fn a_file_that_is_no_file_of_i18next_is_refused_and_says_where() {
    let (server, _) = server();
    let admin = server.admin();
    let many = json!({ "a": vec!["b"; 20_000] }).to_string();
    let deep = "{\"a\":".repeat(50_000);
    let large = json!({ "a": "b".repeat(512 << 10) }).to_string();

    for (case, body, status, code, said) in [
        ("no JSON", "{\n \"a\": }".to_owned(), 400, "bad-body", "line \u{2068}2\u{2069}, column \u{2068}7\u{2069}"),
        ("half", "{\"a\": \"".to_owned(), 400, "bad-body", "JSON"),
        ("Fluent", "hallo = Hallo\n".to_owned(), 400, "bad-body", "JSON"),
        ("a list", "[]".to_owned(), 400, "bad-body", "keys and texts"),
        ("too many texts", many, 400, "bad-body", "20000"),
        ("too deep", deep, 400, "bad-body", "JSON"),
        ("too large", large, 413, "too-large", "512 KiB"),
        ("nothing", "{}".to_owned(), 422, "nothing-applicable", "Nothing"),
    ] {
        let put = admin.put(&source("de")).if_none().header("Content-Type", "application/json");
        let answer = put.bytes(body).send();

        let problem = answer.json();
        assert_eq!((answer.status, &problem["code"]), (status, &json!(code)), "{case}");
        assert!(problem["detail"].as_str().unwrap().contains(said), "{case}: {problem}");
    }
    let latin = admin.put(&source("de")).if_none().header("Content-Type", "application/json; charset=latin1");
    assert_eq!(latin.bytes(b"{\"a\": \"\xfc\"}".to_vec()).send().status, 400);
    assert_eq!(admin.get(&source("de")).send().status, 404);
}

#[test]
fn the_texts_of_an_app_become_a_bundle_for_each_namespace_and_go_out_again() {
    let (server, region) = server();
    let mut body = app();
    body["pageTitles"]["x"] = json!({"a": "b"});
    body["Über"] = json!({"de": {"a": "b"}});

    let answer = server.admin().post(IMPORT).json(&body).send();

    let report = answer.json();
    let files = report["files"].as_array().unwrap().iter();
    let told: Vec<Value> = files
        .map(|file| json!([file["path"], file["status"], file["report"]["bundle"], file["problem"]["code"]]))
        .collect();
    let expected = [
        json!(["de/dashboard", "accepted", "dashboard", null]),
        json!(["de/pageTitles", "accepted", "page-titles", null]),
        json!(["de/Über", "refused", null, "bad-entry"]),
        json!(["en/dashboard", "accepted", "dashboard", null]),
        json!(["en/pageTitles", "accepted", "page-titles", null]),
        json!(["ku/dashboard", "accepted", "dashboard", null]),
    ];
    assert_eq!((answer.status, told), (200, expected.to_vec()));
    let doubt = &report["doubts"][0];
    assert_eq!((&doubt["key"], &doubt["code"]), (&json!("pageTitles.x"), &json!("language")));
    assert_eq!(report["files"][5]["report"]["language"], "kmr");
    followed(&region);
    for tag in ["de", "en"] {
        assert_eq!(resources(server.anybody(), tag, "dashboard"), app()["dashboard"][tag], "{tag}");
        assert_eq!(resources(server.anybody(), tag, "page-titles"), app()["pageTitles"][tag], "{tag}");
    }
    assert_eq!(resources(server.anybody(), "kmr", "dashboard")["offers"], "Pêşniyar");
}

#[test]
fn texts_of_an_app_that_cannot_be_read_are_refused_whole() {
    let (server, _) = server();
    let admin = server.admin();
    let post = |body: String| admin.post(IMPORT).header("Content-Type", "application/json").bytes(body).send();
    let tags = (0..2001).map(|number| format!("de-x-a{number}"));
    let languages: serde_json::Map<String, Value> = tags.map(|tag| (tag, json!({"a": "b"}))).collect();

    for (case, body, status, said) in [
        ("no JSON", "{".to_owned(), 400, "JSON"),
        ("too many files", json!({ "app": languages }).to_string(), 400, "2000"),
        ("too many texts", json!({"app": {"de": {"a": vec![0; 100_000]}}}).to_string(), 400, "100000"),
        ("too large", " ".repeat((4 << 20) + 1), 413, "4 MiB"),
    ] {
        let answer = post(body);
        let problem = answer.json();
        assert_eq!(answer.status, status, "{case}: {problem}");
        assert!(problem["detail"].as_str().unwrap().contains(said), "{case}: {problem}");
    }
    assert_eq!(post("{\"version\": 1}".to_owned()).json()["doubts"][0]["code"], "not-text");
}
