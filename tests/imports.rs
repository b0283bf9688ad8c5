//! The command `lotse import integreat`: what it says, and what readers see of it.

use std::net::TcpListener;

use crate::support::binaries::{Running, fail, import, succeed};
use crate::support::{Database, Source};

#[test]
fn an_import_is_seen_by_the_server_beside_it() {
    let database = Database::new();
    let folder = tempfile::tempdir().unwrap();
    Source { region: "musterkreis", pages: 12, edition: 0 }.write(folder.path());
    let running = Running::start(&database);
    running.client.get("/api/v1/regions").send().is(200, &serde_json::json!([]));

    succeed(import(&database, folder.path(), "musterkreis"));

    let committed = std::time::Instant::now();
    while running.client.get("/api/v1/regions/musterkreis/de/pages").send().status != 200 {
        assert!(committed.elapsed().as_secs() < 5, "the server does not notice");
    }
}

#[test]
fn a_source_that_is_not_there_is_one_line() {
    let database = Database::new();
    let folder = tempfile::tempdir().unwrap();

    let missing = fail(import(&database, &folder.path().join("nowhere"), "musterkreis"));
    let empty = fail(import(&database, folder.path(), "musterkreis"));

    assert!(missing.contains("nowhere"), "{missing}");
    assert!(empty.contains("pages.json"), "{empty}");
}

#[test]
fn a_source_that_does_not_answer_is_one_line() {
    let database = Database::new();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{free}");

    let line = fail(import(&database, url.as_ref(), "musterkreis"));

    assert!(line.contains(&url), "{line}");
}

#[test]
fn a_source_of_an_unknown_kind_is_one_line() {
    let database = Database::new();

    let line = fail(import(&database, "ftp://cms.example.org".as_ref(), "musterkreis"));

    assert!(line.contains("ftp://cms.example.org"), "{line}");
}

#[test]
fn a_region_that_cannot_be_an_address_is_one_line() {
    let database = Database::new();
    let folder = tempfile::tempdir().unwrap();
    Source { region: "musterkreis", pages: 3, edition: 0 }.write(folder.path());

    let line = fail(import(&database, folder.path(), "regions"));

    assert!(line.contains("reserved"), "{line}");
}
