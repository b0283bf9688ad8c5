//! Regions and their languages.

use std::collections::BTreeMap;

use content::regions::{Features, NewRegion, Point, Status};
use locales::tags::Tag;
use serde_json::{Value, json};

use crate::support::{Server, wait};

/// A region with German and Arabic, made as `change` says.
fn make(server: &Server, slug: &str, name: &str, change: impl FnOnce(&mut NewRegion)) {
    let mut new = NewRegion::named(slug, name, "de", "Europe/Berlin");
    change(&mut new);
    let write = server.store.write_region_or_new(new, |tx| {
        content::languages::add(tx, &Tag::parse("de").unwrap(), "de", None)?;
        content::languages::add(tx, &Tag::parse("ar").unwrap(), "ar", Some("de"))?;
        content::languages::add(tx, &Tag::parse("de-simple").unwrap(), "de-si", Some("de"))
    });
    wait(write).unwrap();
}

fn without_ids(mut value: Value) -> Value {
    match &mut value {
        Value::Object(members) => {
            assert!(members.remove("id").is_none_or(|id| id.is_i64()));
            members.values_mut().for_each(|member| *member = without_ids(member.take()));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| *value = without_ids(value.take())),
        _ => {}
    }
    value
}

fn languages() -> Value {
    json!([
        { "code": "de", "bcp47_tag": "de", "native_name": "Deutsch", "dir": "LEFT_TO_RIGHT" },
        { "code": "ar", "bcp47_tag": "ar", "native_name": "العربية", "dir": "RIGHT_TO_LEFT" },
        { "code": "de-si", "bcp47_tag": "de-simple", "native_name": simple(), "dir": "LEFT_TO_RIGHT" },
    ])
}

fn simple() -> &'static str {
    locales::names::native_name(&Tag::parse("de-simple").unwrap()).unwrap()
}

#[test]
fn a_region_has_every_field() {
    let server = Server::start();
    make(&server, "kreis", "Minden-Lübbecke", |new| {
        new.prefix = "Kreis".to_owned();
        new.postal_code = "32423".to_owned();
        new.centre = Some(Point { longitude: 8.7, latitude: 52.25 });
        new.bounding_box = Some([[8.3, 52.1], [9.2, 52.6]]);
        new.aliases = BTreeMap::from([("Minden".to_owned(), Point { longitude: 8.9, latitude: 52.3 })]);
        new.features = Features { events: true, external_news: true, chat: true, ..Features::default() };
    });

    let one = server.get("/api/v3/regions/kreis/").send();
    let all = server.get("/api/v3/regions/").send();

    assert_eq!(all.json(), json!([one.json()]));
    assert_eq!(
        without_ids(one.json()),
        json!({
            "name": "Kreis Minden-Lübbecke",
            "path": "kreis",
            "live": true,
            "prefix": "Kreis",
            "name_without_prefix": "Minden-Lübbecke",
            "plz": "32423",
            "extras": false,
            "events": true,
            "pois": false,
            "push_notifications": false,
            "external_news": true,
            "tunews": true,
            "contacts": false,
            "longitude": 8.7,
            "latitude": 52.25,
            "bounding_box": [[8.3, 52.1], [9.2, 52.6]],
            "aliases": { "Minden": { "longitude": 8.9, "latitude": 52.3 } },
            "zammad_privacy_policy": null,
            "languages": languages(),
            "is_chat_enabled": false,
        })
    );
}

#[test]
fn what_a_region_does_not_say_has_a_value_that_the_app_can_read() {
    let server = Server::start();
    make(&server, "kreis", "Kreis", |_| ());

    let region = server.get("/api/v3/regions/kreis/").send().json();

    assert_eq!((&region["name"], &region["prefix"]), (&json!("Kreis"), &json!("")));
    assert_eq!(region["bounding_box"], json!([[5.866, 47.27], [15.042, 55.059]]));
    assert_eq!((&region["longitude"], &region["latitude"]), (&Value::Null, &Value::Null));
    assert_eq!(region["aliases"], json!({}));
}

#[test]
fn regions_stand_by_name_and_archived_ones_not_at_all() {
    let server = Server::start();
    make(&server, "c", "Alpha", |new| new.prefix = "Stadt".to_owned());
    make(&server, "a", "beta", |new| new.status = Status::Hidden);
    make(&server, "b", "Gamma", |new| new.status = Status::Archived);
    make(&server, "d", "Gamma", |_| ());

    let list = server.get("/api/v3/regions/").send().json();

    let seen: Vec<_> = list.as_array().unwrap().iter().map(|region| (&region["path"], &region["live"])).collect();
    let expected = [("c", true), ("a", false), ("d", true)].map(|(path, live)| (json!(path), json!(live)));
    assert_eq!(seen, expected.iter().map(|(path, live)| (path, live)).collect::<Vec<_>>());
}

#[test]
fn a_hidden_region_can_be_read() {
    let server = Server::start();
    make(&server, "kreis", "Kreis", |new| new.status = Status::Hidden);

    assert_eq!(server.get("/api/v3/regions/kreis/").send().json()["live"], false);
    server.get("/api/v3/kreis/de/pages/").send().is(200, &json!([]));
}

#[test]
fn languages_are_answered_in_order() {
    let server = Server::start();
    make(&server, "kreis", "Kreis", |_| ());

    let answer = server.get("/api/v3/kreis/languages/").send();

    assert_eq!((answer.status, without_ids(answer.json())), (200, languages()));
}

#[test]
fn pages_are_addressed_by_the_slug_of_their_language() {
    let server = Server::start();
    make(&server, "kreis", "Kreis", |_| ());

    assert_eq!(server.get("/api/v3/kreis/de-si/pages/").send().status, 200);
    assert_eq!(server.get("/api/v3/kreis/de-simple/pages/").send().status, 404);
}

#[test]
fn a_new_region_is_listed_at_once() {
    let server = Server::start();
    make(&server, "eins", "Eins", |_| ());
    server.get("/api/v3/regions/eins/").send();
    make(&server, "zwei", "Zwei", |_| ());

    assert_eq!(server.get("/api/v3/regions/zwei/").send().json()["path"], "zwei");
}
