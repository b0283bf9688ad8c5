//! Other forms of a merged bundle, and the list of all layers.

use serde_json::json;

use super::{followed, source, source_of, upload, with_source};

const GERMAN: &str = "/api/v1/regions/musterkreis/bundles/de/app";

#[test]
fn an_app_with_i18next_gets_its_own_form_and_is_told_what_differs() {
    let (server, region) = with_source();
    let photos = "photos = { $n ->\n    [one] { $n } Foto\n   *[other] { $n } Fotos\n }\n";
    upload(&server.admin(), &source("de"), photos);
    followed(&region);

    let answer = server.get(&format!("{GERMAN}?format=json-i18next")).send().json();

    assert_eq!(
        answer["resources"],
        json!({"ende": "Tschüss", "hallo": "Hallo", "photos_one": "{{count}} Foto", "photos_other": "{{count}} Fotos"})
    );
    let mut lost = answer["lost"][0].clone();
    let message = lost["message"].take();
    assert_eq!(lost, json!({"key": "photos", "code": "count-renamed", "names": ["n"], "message": null}));
    assert!(message.as_str().unwrap().contains("als count übergeben"), "{message}");
}

#[test]
fn a_pseudo_locale_shows_what_a_layout_bears() {
    let (server, region) = with_source();
    followed(&region);

    let accented = server.get(&format!("{GERMAN}?pseudo=accented")).send().json();
    let bidi = server.get(&format!("{GERMAN}?pseudo=bidi")).send().json();

    assert!(accented["ftl"].as_str().unwrap().contains("hallo = Ħááļļóó\n"), "{accented}");
    assert_eq!((&accented["direction"], &bidi["direction"]), (&json!("ltr"), &json!("rtl")));
}

#[test]
fn an_unknown_form_is_refused_with_those_that_there_are() {
    let (server, _) = with_source();

    for query in ["format=xml", "pseudo=pirate", "form=fluent"] {
        let answer = server.get(&format!("{GERMAN}?{query}")).send();
        assert_eq!((answer.status, answer.json()["code"].clone()), (400, json!("bad-parameter")), "{query}");
    }
}

#[test]
fn layers_are_listed_for_all_regions_and_for_one() {
    let (server, region) = with_source();
    let admin = server.admin();
    upload(&admin, &source("en"), "hallo = Hello\n");
    upload(&admin, &source_of(&region, "de"), "hallo = Moin\n");
    let layer = |language: &str| json!({"bundle": "app", "source": "de", "language": language, "revision": 1, "errors": 0, "warnings": 0});

    admin.get("/api/v1/bundles").send().is(200, &json!([layer("de"), layer("en")]));
    admin.get("/api/v1/regions/musterkreis/bundles").send().is(200, &json!([layer("de")]));
    assert_eq!(server.get("/api/v1/bundles").send().status, 401);
}
