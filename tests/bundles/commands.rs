//! `lotse bundles`, against a running server.

use std::process::Command;

use crate::support::Database;
use crate::support::binaries::{Running, fail, lotse, lotse_on, succeed};

/// A running server and a token for it.
fn running() -> (Database, Running, String) {
    let database = Database::new();
    database.region("musterkreis", &["de", "en"]);
    let mut create = lotse_on(&database);
    create.args(["token", "create", "--name", "mia"]);
    let token = String::from_utf8(succeed(create).stdout).unwrap().trim().to_owned();
    let running = Running::start(&database);
    (database, running, token)
}

fn bundles(running: &Running, token: &str, arguments: &[&str]) -> Command {
    let mut command = lotse();
    command.env("LOTSE_URL", running.client.base()).env("LOTSE_TOKEN", token).arg("bundles").args(arguments);
    command
}

fn said(command: Command) -> String {
    String::from_utf8(succeed(command).stdout).unwrap()
}

#[test]
fn a_tree_of_files_goes_in_and_comes_out_unchanged() {
    let (_database, running, token) = running();
    let folder = tempfile::tempdir().unwrap();
    let (tree, copy) = (folder.path().join("tree"), folder.path().join("copy"));
    let files = [("de", "# Gruß\nhallo   =   Hallo\n"), ("en", "hallo = Hello\n\n# later\n")];
    for (tag, text) in files {
        std::fs::create_dir_all(tree.join(tag)).unwrap();
        std::fs::write(tree.join(tag).join("app.ftl"), text).unwrap();
    }
    let import = || bundles(&running, &token, &["import", tree.to_str().unwrap()]);

    let first = said(import());
    let again = said(import());
    said(bundles(&running, &token, &["export", copy.to_str().unwrap()]));

    assert_eq!(first, "de/app: revision 1; created 1\nen/app: revision 1; created 1\nFiles sent: 2.\n");
    assert_eq!(again, "Files sent: 0.\n");
    for (tag, text) in files {
        assert_eq!(std::fs::read_to_string(copy.join(tag).join("app.ftl")).unwrap(), text);
    }
}

#[test]
fn a_broken_message_is_told_and_the_earlier_texts_come_back() {
    let (_database, running, token) = running();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.ftl");
    let upload = |text: &str| {
        std::fs::write(&path, text).unwrap();
        bundles(&running, &token, &["upload", path.to_str().unwrap(), "--locale", "de"])
    };
    said(upload("hallo = Hallo\nende = Tschüss\n"));

    let broken = upload("hallo = Moin\nende = { $\n").output().unwrap();
    let back = said(bundles(&running, &token, &["rollback", "app", "--locale", "de", "--to", "1"]));

    let told = String::from_utf8(broken.stdout).unwrap();
    assert_eq!(broken.status.code(), Some(1), "{told}");
    assert!(told.contains("error: ende: ") && told.contains("updated 1"), "{told}");
    assert_eq!(back, "de/app: revision 3\n");
    let status = said(bundles(&running, &token, &["status"]));
    assert_eq!(status, "bundle\tlanguage\trevision\terrors\twarnings\napp\tde\t3\t0\t0\n");
}

#[test]
fn a_file_of_i18next_is_sent_by_its_ending_and_what_is_in_doubt_is_told() {
    let (_database, running, token) = running();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.json");
    std::fs::write(&path, r#"{"hallo": "Hallo {{name}}", "pages_one": "{{count}} Seite"}"#).unwrap();

    let sent = said(bundles(&running, &token, &["upload", path.to_str().unwrap(), "--locale", "de"]));

    let doubt = "The plural form “other” is missing; the last form stands in for it. Please add it.";
    assert!(sent.starts_with(&format!("de/app: doubt: pages: {doubt} [missing-other]\n")), "{sent}");
    assert!(sent.ends_with("de/app: revision 1; created 2\n"), "{sent}");
}

#[test]
fn without_a_token_or_with_a_wrong_one_it_says_what_to_do() {
    let (_database, running, _) = running();
    let mut without = bundles(&running, "", &["status"]);
    without.env_remove("LOTSE_TOKEN");

    assert_eq!(fail(without), "lotse: a token is needed: set LOTSE_TOKEN (`lotse token create` makes one)");
    assert!(fail(bundles(&running, "lotse_wrong", &["status"])).starts_with("lotse: "));
}
