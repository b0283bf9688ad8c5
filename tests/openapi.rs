//! The committed description of the API is the one that the program tells.

use std::path::Path;

#[test]
fn the_committed_description_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/openapi.json");

    let committed = std::fs::read_to_string(&path).unwrap_or_default();

    assert!(
        committed == ::api::openapi(),
        "the API has changed: run `cargo run -- openapi > openapi/openapi.json`, and review the difference"
    );
}
