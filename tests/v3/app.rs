//! What today's Integreat app needs to open a region: it crashes where one of these members is missing.

use serde_json::Value;

use crate::support::Server;

/// Whether a value has the type that the app reads.
type Fits = fn(&Value) -> bool;

/// Members of a region without which the app crashes or shows nothing.
const REGION: [(&str, Fits); 12] = [
    ("name", Value::is_string),
    ("path", Value::is_string),
    ("live", Value::is_boolean),
    ("prefix", Value::is_string),
    ("name_without_prefix", Value::is_string),
    ("events", Value::is_boolean),
    ("pois", Value::is_boolean),
    ("push_notifications", Value::is_boolean),
    ("external_news", Value::is_boolean),
    ("bounding_box", is_box),
    ("languages", Value::is_array),
    ("is_chat_enabled", Value::is_boolean),
];

/// Members of a page without which the app crashes or shows nothing.
const PAGE: [(&str, Fits); 10] = [
    ("path", Value::is_string),
    ("title", Value::is_string),
    ("last_updated", is_instant),
    ("content", Value::is_string),
    ("parent", has_path),
    ("order", Value::is_i64),
    ("available_languages", Value::is_object),
    ("embedded_offers", Value::is_array),
    ("thumbnail", is_text_or_null),
    ("organization", Value::is_null),
];

/// What the app loads when it opens a region.
const LISTS: [&str; 6] =
    ["pages/", "events/?combine_recurring=True", "locations/", "news", "news?source=local&source=tunews", "fcm/"];

fn is_box(value: &Value) -> bool {
    let corners = value.as_array().map(|corners| corners.iter().filter_map(Value::as_array).collect::<Vec<_>>());
    corners.is_some_and(|corners| {
        corners.len() == 2 && corners.iter().all(|corner| corner.len() == 2 && corner.iter().all(Value::is_f64))
    })
}

fn is_instant(value: &Value) -> bool {
    value.as_str().and_then(content::times::parse).is_some()
}

fn has_path(value: &Value) -> bool {
    value.as_object().and_then(|parent| parent.get("path")).is_some_and(is_text_or_null)
}

fn is_text_or_null(value: &Value) -> bool {
    value.is_string() || value.is_null()
}

fn check(object: &Value, members: &[(&str, Fits)]) {
    for (name, fits) in members {
        let value = object.get(name);
        assert!(value.is_some_and(fits), "{name}: {value:?}");
    }
}

#[test]
fn the_app_can_open_a_region() {
    let server = Server::start();
    let region = server.region("kreis", &["de", "en"]);
    let root = region.page("de", "Eins", "");
    root.child("de", "Zwei", "").child("de", "Drei", "");

    let regions = server.get("/api/v3/regions/").send().json();
    check(&regions[0], &REGION);
    let language = &regions[0]["languages"][0];
    check(language, &[("code", Value::is_string), ("native_name", Value::is_string)]);
    for list in LISTS {
        let answer = server.get(&format!("/api/v3/kreis/de/{list}")).send();
        assert_eq!((answer.status, answer.json().is_array()), (200, true), "{list}");
    }
    let pages = server.get("/api/v3/kreis/de/pages/").send().json();
    let pages = pages.as_array().unwrap();
    assert_eq!(pages.len(), 3);
    for page in pages {
        check(page, &PAGE);
        let parent = &page["parent"]["path"];
        let is_listed = pages.iter().any(|other| other["path"] == *parent);
        assert!(parent.is_null() || is_listed, "the tree is not closed at {parent}");
    }
}

#[test]
fn the_app_understands_that_there_is_no_imprint() {
    let server = Server::start();
    server.region("kreis", &["de"]);

    for address in ["imprint/", "disclaimer/"] {
        let answer = server.get(&format!("/api/v3/kreis/de/{address}")).send();
        assert_eq!((answer.status, answer.json()["error"].is_string()), (404, true));
    }
}
