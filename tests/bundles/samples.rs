//! The sample app in all its languages, as it would be uploaded.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;

use super::{followed, server, source, upload};

/// The files of the sample app by their tags.
fn files() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales/demo/app");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect()
}

#[test]
fn the_sample_app_is_taken_whole_and_served() {
    let (server, region) = server();
    let (admin, files) = (server.admin(), files());
    upload(&admin, &source("de"), &files["de"]);

    for (tag, file) in files.iter().filter(|(tag, _)| *tag != "de") {
        let report = upload(&admin, &source(tag), file).json();
        assert_eq!((&report["counts"]["rejected"], &report["counts"]["unknown"]), (&json!(0), &json!(0)), "{tag}");
        assert_eq!(admin.get(&source(tag)).send().text(), file);
    }

    followed(&region);
    let english = server.get("/api/v1/regions/musterkreis/bundles/en/app").send().json();
    assert_eq!(english["fallback"], json!({}));
    let coverage = server.get("/api/v1/regions/musterkreis/bundles/kmr/app/coverage").send().json();
    let kurmanji = server.get("/api/v1/regions/musterkreis/bundles/kmr/app").send().json();
    let fallback = kurmanji["fallback"].as_object().unwrap().len();
    assert_eq!((&coverage["missing"], &coverage["errors"]), (&json!(fallback), &json!(0)));
}
