//! `lotse pack`, `pull`, `sync` and `keys`, as an operator and a courier use them.

use std::path::{Path, PathBuf};
use std::process::Command;

use sync::client::State;

use crate::support::binaries::{fail, lotse, lotse_on, succeed};
use crate::support::{Database, Page, Region, Server};

fn published() -> (Database, Region, Page) {
    let database = Database::new();
    let region = database.region("musterstadt", &["de", "ar"]);
    let page = region.page("de", "Ankommen", &format!("<p>{}</p>", "Willkommen ".repeat(200)));
    region.page("de", "Arzt", &format!("<p>{}</p>", "Praxis ".repeat(200)));
    region.publish();
    (database, region, page)
}

fn lotse_with(database: &Database, arguments: &[&str]) -> Command {
    let mut command = lotse_on(database);
    command.args(arguments);
    command
}

fn pack(database: &Database, name: &str, more: &[&str]) -> PathBuf {
    let path = database.folder().join(name);
    let mut command = lotse_with(database, &["pack", "musterstadt", "--out"]);
    command.arg(&path).args(more);
    succeed(command);
    path
}

/// `lotse pull SOURCE… musterstadt --into FILE`
fn pull(sources: &[&str], into: &Path) -> Command {
    let mut command = lotse();
    command.arg("pull").args(sources).arg("musterstadt").arg("--into").arg(into);
    command
}

fn said(command: Command) -> String {
    String::from_utf8(succeed(command).stdout).unwrap()
}

fn lines(state: &Path, scope: &str) -> Vec<(String, String)> {
    State::open(state).unwrap().items("musterstadt", scope).unwrap()
}

#[test]
fn a_pack_brings_a_region_without_a_network() {
    let (database, region, _) = published();
    let file = pack(&database, "musterstadt.zip", &[]);
    let state = database.folder().join("phone.db");

    succeed(pull(&[file.to_str().unwrap()], &state));

    for scope in ["_", "de", "ar"] {
        assert_eq!(lines(&state, scope), region.stored_lines(scope).into_iter().collect::<Vec<_>>(), "{scope}");
    }
}

#[test]
fn a_top_up_brings_only_what_has_changed() {
    let (database, region, page) = published();
    let whole = pack(&database, "whole.zip", &[]);
    let since = region.head().head.rev.to_string();
    let state = database.folder().join("phone.db");
    succeed(pull(&[whole.to_str().unwrap()], &state));
    page.says("de", "Ankommen", "<p>Kurz</p>");
    region.publish();

    let more = pack(&database, "more.zip", &["--since", &since]);
    succeed(pull(&[more.to_str().unwrap()], &state));

    assert_eq!(lines(&state, "de"), region.stored_lines("de").into_iter().collect::<Vec<_>>());
    let size = |path: &Path| std::fs::metadata(path).unwrap().len();
    assert!(size(&more) < size(&whole));
}

#[test]
fn an_older_pack_takes_nothing_back() {
    let (database, region, page) = published();
    let old = pack(&database, "old.zip", &[]);
    page.says("de", "Ankommen", "<p>Kurz</p>");
    region.publish();
    let new = pack(&database, "new.zip", &[]);
    let state = database.folder().join("phone.db");
    succeed(pull(&[new.to_str().unwrap()], &state));

    succeed(pull(&[old.to_str().unwrap()], &state));

    assert_eq!(lines(&state, "de"), region.stored_lines("de").into_iter().collect::<Vec<_>>());
}

#[test]
fn a_pack_and_then_the_network_is_as_good_as_the_network_alone() {
    let (database, region, page) = published();
    let file = pack(&database, "old.zip", &[]);
    let (mixed, alone) = (database.folder().join("mixed.db"), database.folder().join("alone.db"));
    succeed(pull(&[file.to_str().unwrap()], &mixed));
    page.says("de", "Ankommen", "<p>Kurz</p>");
    let server = Server::on(database);
    server.head_of("musterstadt", region.counter().rev);

    succeed(pull(&[&server.base()], &mixed));
    succeed(pull(&[&server.base()], &alone));

    for scope in ["_", "de", "ar"] {
        assert_eq!(lines(&mixed, scope), lines(&alone, scope), "{scope}");
    }
}

#[test]
fn a_damaged_pack_is_refused_and_changes_nothing() {
    let (database, _, _) = published();
    let file = pack(&database, "musterstadt.zip", &[]);
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let state = database.folder().join("phone.db");

    fail(pull(&[file.to_str().unwrap()], &state));

    assert_eq!(lines(&state, "de"), []);
}

#[test]
fn a_pack_that_the_server_offers_is_listed_and_can_be_fetched() {
    let (database, region, _) = published();
    succeed(lotse_with(&database, &["pack", "musterstadt"]));
    let server = Server::on(database);

    let list = server.get("/sync/v1/musterstadt/packs").send().json();
    let id = list[0]["sha256"].as_str().unwrap();
    let pack = server.get(&format!("/sync/v1/musterstadt/o/{id}")).header("Accept-Encoding", "gzip, br").send();

    assert_eq!((list[0]["profile"].as_str(), list[0]["rev"].as_i64()), (Some("text"), Some(region.head().head.rev)));
    assert_eq!(sync::Id::of(&pack.body).to_string(), id);
    assert_eq!(
        ["content-encoding", "x-content-type-options", "content-security-policy"].map(|name| pack.header(name)),
        ["", "nosniff", "sandbox"]
    );
    assert!(pack.header("repr-digest").starts_with("sha-256=:"), "{}", pack.header("repr-digest"));
}

#[test]
fn a_top_up_is_written_to_a_file() {
    let (database, _, _) = published();

    let line = fail(lotse_with(&database, &["pack", "musterstadt", "--since", "1"]));

    assert!(line.contains("--out"), "{line}");
}

#[test]
fn a_region_that_was_never_published_cannot_be_packed() {
    let database = Database::new();
    database.region("musterstadt", &["de"]);

    let line = fail(lotse_with(&database, &["pack", "musterstadt"]));

    assert!(line.contains("start the server"), "{line}");
}

#[test]
fn verify_finds_a_damaged_object_and_says_which() {
    let (database, region, _) = published();
    let whole = said(lotse_with(&database, &["sync", "verify"]));
    let id = region.manifest("de").parts[0].sha256.to_string();
    let path = database.folder().join("data/objects").join(&id[..2]).join(&id);
    std::fs::write(path, "damaged").unwrap();

    let output = lotse_with(&database, &["sync", "verify", "musterstadt"]).output().unwrap();

    assert!(whole.ends_with(" 0 findings\n"), "{whole}");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains(&format!("the object {id} is missing or damaged")));
}

#[test]
fn a_new_epoch_reaches_a_running_server() {
    let (database, region, _) = published();
    let before = region.head().head.epoch.clone();
    let server = Server::on(database);
    server.head_of("musterstadt", 1);
    let mut news = server.store.heads().subscribe();

    let text = said(lotse_with(&server, &["sync", "new-epoch", "musterstadt", "--reason", "a repair"]));

    let after = crate::support::wait(news.recv()).unwrap();
    assert!(after.head.epoch != before && text.contains(&after.head.epoch), "{text}");
}

#[test]
fn keys_are_shown_and_rotated_under_a_running_server() {
    let (database, region, _) = published();
    let server = Server::on(database);
    server.head_of("musterstadt", 1);
    let mut news = server.store.heads().subscribe();
    let before = said(lotse_with(&server, &["keys", "show"]));

    succeed(lotse_with(&server, &["keys", "rotate"]));

    crate::support::wait(news.recv()).unwrap();
    let after = said(lotse_with(&server, &["keys", "show"]));
    assert!(before.starts_with("root version 1,") && after.starts_with("root version 2,"), "{before}{after}");
    let state = server.folder().join("phone.db");
    succeed(pull(&[&server.base()], &state));
    assert_eq!(lines(&state, "de").len(), region.stored_lines("de").len());
}
