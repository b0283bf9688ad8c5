//! `lotse check`: Fluent files without a server.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::binaries::{fail, lotse};

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// `lotse check … --locale LOCALE` in `folder`, on a system that speaks English.
fn check(folder: &Path, arguments: &[&str], locale: &str) -> Command {
    let mut command = lotse();
    command.current_dir(folder).env("LANG", "C.UTF-8");
    command.arg("check").args(arguments).args(["--locale", locale]);
    command
}

#[test]
fn an_error_is_told_with_its_place_and_fails() {
    let folder = folder(&[("ref.ftl", "hello = Hello, { $name }!\n"), ("uk.ftl", "hello = Привіт, { $nmae }!\n")]);

    let output = check(folder.path(), &["uk.ftl", "--reference", "ref.ftl", "--json"], "uk").output().unwrap();

    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = told["files"][0]["findings"].as_array().unwrap();
    let found: Vec<Value> = findings
        .iter()
        .map(|finding| {
            json!([finding["code"], finding["severity"], finding["key"], finding["line"], finding["column"]])
        })
        .collect();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(told["files"][0]["file"], "uk.ftl");
    assert!(found.contains(&json!(["unknown-variable", "error", "hello", 1, 20])), "{told}");
    assert!(
        findings.iter().all(|finding| finding["message"].as_str().is_some_and(|text| text.contains(' '))),
        "{told}"
    );
}

#[test]
fn a_good_file_ends_well_and_says_how_much_was_looked_at() {
    let folder = folder(&[("ref.ftl", "hello = Hello, { $name }!\n"), ("uk.ftl", "hello = Привіт, { $name }!\n")]);

    let output = check(folder.path(), &["uk.ftl", "--reference", "ref.ftl"], "uk").output().unwrap();

    assert_eq!(String::from_utf8(output.stdout).unwrap(), "Files: 1. Errors: 0. Warnings: 0.\n");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_folder_is_checked_against_the_files_of_the_same_names() {
    let folder = folder(&[
        ("en/app.ftl", "hello = Hello from { -brand }\n"),
        ("en/more/brands.ftl", "-brand = Lotse\n"),
        ("uk/app.ftl", "hello = Привіт від { -brand }\n"),
        ("uk/more/brands.ftl", "-brand = Lotse\n-brand = Лоцман\n"),
    ]);

    let output = check(folder.path(), &["uk", "--reference", "en"], "uk").output().unwrap();

    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| !line.contains(": info: ")).collect();
    assert!(lines[0].starts_with("uk/more/brands.ftl:2:2: error: -brand: "), "{text}");
    assert_eq!(lines[1..], ["Files: 2. Errors: 1. Warnings: 0."]);
}

#[test]
fn the_sentences_are_in_the_language_of_the_system() {
    let folder = folder(&[("ref.ftl", "hello = Hello\n"), ("de.ftl", "hello = Hallo { $wer }\n")]);
    let mut command = check(folder.path(), &["de.ftl", "--reference", "ref.ftl"], "de");
    command.env("LANG", "de_AT.UTF-8");

    let german = command.output().unwrap();

    let english = check(folder.path(), &["de.ftl", "--reference", "ref.ftl"], "de").output().unwrap();
    assert_ne!(german.stdout, english.stdout);
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = folder(&[("uk/app.ftl", "hello = Привіт\n"), ("en/other.ftl", "")]);
    std::fs::create_dir(folder.path().join("empty")).unwrap();

    let lines = [
        fail(check(folder.path(), &["uk", "--reference", "en"], "uk")),
        fail(check(folder.path(), &["nowhere.ftl"], "uk")),
        fail(check(folder.path(), &["empty"], "uk")),
    ];

    assert_eq!(lines[0], "lotse: en/app.ftl is not there: every file needs a source text of the same name");
    assert!(lines[1].starts_with("lotse: nowhere.ftl cannot be read"), "{}", lines[1]);
    assert_eq!(lines[2], "lotse: there is no .ftl file in empty");
}
