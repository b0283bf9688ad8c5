//! The command line: how the server starts and stops, and what an operator reads when something is wrong.

use std::net::TcpListener;

use crate::support::Database;
use crate::support::binaries::{Running, fail, lotse, lotse_on, succeed};

#[test]
fn the_server_is_ready_when_it_says_where_it_answers() {
    let database = Database::new();

    let running = Running::start(&database);

    assert_eq!(running.client.get("/health/ready").send().status, 200);
    assert_eq!(running.client.get("/health/live").send().status, 200);
}

#[test]
fn the_server_ends_well_when_it_is_told_to() {
    let database = Database::new();
    let running = Running::start(&database);
    running.client.get("/health/ready").send();

    assert_eq!(running.terminate().code(), Some(0));
}

#[test]
fn a_token_is_shown_once() {
    let database = Database::new();
    let create = || {
        let mut command = lotse_on(&database);
        command.args(["token", "create", "--name", "Redaktion"]);
        command
    };

    let made = succeed(create());

    assert!(String::from_utf8(made.stdout).unwrap().trim().starts_with("lotse_"));
    assert_eq!(fail(create()), "lotse: `Redaktion` exists already");
}

#[test]
fn a_wrong_database_url_is_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = lotse();
    command.args(["serve", "--database", "mysql://root:secret@localhost/lotse", "--data"]).arg(folder.path());

    let line = fail(command);

    assert!(line.contains("`mysql:…` names no database"), "{line}");
}

#[test]
fn a_misspelt_command_line_does_not_end_like_an_import_that_skipped_pages() {
    let mut command = lotse();
    command.args(["serve", "--lissten", "127.0.0.1:0"]);

    let output = command.output().unwrap();

    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("--listen"));
}

#[test]
fn help_is_no_failure() {
    let mut command = lotse();
    command.args(["import", "integreat", "--help"]);

    let output = succeed(command);

    assert!(String::from_utf8(output.stdout).unwrap().contains("--allow-removals"));
}

#[test]
fn a_database_that_is_down_is_one_line() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let folder = tempfile::tempdir().unwrap();
    let mut command = lotse();
    command.arg("serve").arg("--data").arg(folder.path());
    command.args(["--database", &format!("postgres://nobody@127.0.0.1:{free}/lotse")]);

    let line = fail(command);

    assert!(line.contains("refused"), "{line}");
}

#[test]
fn a_file_that_is_no_database_is_one_line() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("lotse.db"), "no database at all, but long enough to look at".repeat(40))
        .unwrap();
    let mut command = lotse();
    command.arg("serve").arg("--data").arg(folder.path());

    let line = fail(command);

    assert!(line.contains("database"), "{line}");
}

#[test]
fn a_data_directory_that_is_a_file_is_one_line() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut command = lotse();
    command.arg("serve").arg("--data").arg(file.path());

    let line = fail(command);

    assert!(line.contains(file.path().to_str().unwrap()), "{line}");
}

#[test]
fn a_port_that_is_taken_is_one_line() {
    let database = Database::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = lotse_on(&database);
    command.args(["serve", "--listen", &address]);

    let line = fail(command);

    assert!(line.contains(&address), "{line}");
}
