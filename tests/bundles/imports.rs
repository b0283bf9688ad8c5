//! Many files at once, in a zip: taken one by one, or refused before anything is unpacked.

use std::io::{Cursor, Write};

use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{GERMAN, line, server, source, with_source};
use crate::support::{Answer, Client};

const IMPORT: &str = "/api/v1/bundles/import";

/// A zip of these files; a name that ends with `/` is a directory.
fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        if let Some(folder) = name.strip_suffix('/') {
            writer.add_directory(folder, SimpleFileOptions::default()).unwrap();
        } else {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(text).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

/// `zip` with `to` in the place of every `from`, which has the same length.
fn patched(mut zip: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    for at in 0..zip.len() - from.len() {
        if zip[at..].starts_with(from) {
            zip[at..at + to.len()].copy_from_slice(to);
        }
    }
    zip
}

/// `zip` with `bytes` at `local` in each file's own record, and at `central` in its record of the directory.
fn with_fields(mut zip: Vec<u8>, local: usize, central: usize, bytes: &[u8]) -> Vec<u8> {
    for at in 0..zip.len() - 4 {
        let field = match &zip[at..at + 4] {
            b"PK\x03\x04" => at + local,
            b"PK\x01\x02" => at + central,
            _ => continue,
        };
        zip[field..field + bytes.len()].copy_from_slice(bytes);
    }
    zip
}

fn import(client: &Client, address: &str, zip: Vec<u8>) -> Answer {
    client.post(address).header("Content-Type", "application/zip").bytes(zip).send()
}

/// Path, status, and the code of the problem of each file.
fn told(report: &Value) -> Vec<[String; 3]> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let files = report["files"].as_array().unwrap().iter();
    files.map(|file| [text(&file["path"]), text(&file["status"]), text(&file["problem"]["code"])]).collect()
}

fn rows(rows: &[[&str; 3]]) -> Vec<[String; 3]> {
    rows.iter().map(|row| row.map(str::to_owned)).collect()
}

#[test]
fn a_zip_brings_every_language_and_the_source_text_first() {
    let (server, region) = server();
    let zip = zip_of(&[
        ("ar/", b""),
        ("ar/app.ftl", "hallo = مرحبا\n".as_bytes()),
        ("de/app.ftl", GERMAN.as_bytes()),
        ("en/app.ftl", b"hallo = Hello\nneu = New\n"),
        ("__MACOSX/de/._app.ftl", b"\0\0"),
        ("de/.DS_Store", b"\0\0"),
    ]);

    let answer = import(&server.admin(), IMPORT, zip);

    let report = answer.json();
    assert_eq!(answer.status, 200, "{answer:?}");
    let taken = [["de/app.ftl", "accepted", ""], ["ar/app.ftl", "accepted", ""], ["en/app.ftl", "accepted", ""]];
    assert_eq!(told(&report), rows(&taken));
    assert_eq!(report["counts"], json!({"accepted": 3, "unchanged": 0, "refused": 0}));
    assert_eq!(report["ignored"], json!(["ar/", "__MACOSX/de/._app.ftl", "de/.DS_Store"]));
    let english = &report["files"][2]["report"];
    assert_eq!(
        (&english["language"], &english["bundle"], &english["revision"]),
        (&json!("en"), &json!("app"), &json!(1))
    );
    assert_eq!((&english["counts"]["created"], &english["counts"]["unknown"]), (&json!(1), &json!(1)));
    assert_eq!(line(&region, "en"), json!({"ftl": "ende = Tschüss\nhallo = Hello\n", "fallback": {"ende": "de"}}));
}

#[test]
fn the_same_zip_again_changes_nothing_and_a_new_one_follows_the_newest_revision() {
    let (server, _) = server();
    let admin = server.admin();
    let zip = |english: &str| zip_of(&[("de/app.ftl", GERMAN.as_bytes()), ("en/app.ftl", english.as_bytes())]);
    import(&admin, IMPORT, zip("hallo = Hello\n"));

    let again = import(&admin, IMPORT, zip("hallo = Hello\n")).json();
    let tried = import(&admin, &format!("{IMPORT}?dry_run=true"), zip("hallo = Hi\n")).json();
    let next = import(&admin, IMPORT, zip("hallo = Hi\n")).json();

    assert_eq!(again["counts"], json!({"accepted": 0, "unchanged": 2, "refused": 0}));
    let expected = rows(&[["de/app.ftl", "unchanged", ""], ["en/app.ftl", "accepted", ""]]);
    assert_eq!((told(&tried), &tried["files"][1]["report"]["revision"]), (expected.clone(), &json!(1)));
    assert_eq!((told(&next), &next["files"][1]["report"]["revision"]), (expected, &json!(2)));
}

#[test]
fn a_file_that_fails_does_not_stop_the_others_and_says_why() {
    let (server, region) = with_source();
    let large = format!("hallo = {}\n", "a".repeat(512 << 10));
    let zip = zip_of(&[
        ("en/app.ftl", b"hallo = Hello\n"),
        ("kmr/app.ftl", b"hallo = Silav { $nobody }\nende = Bi xatir\xc3\xaa te\n"),
        ("fr/app.ftl", b"hallo = { $nobody }\n"),
        ("uk/app.ftl", b"hallo = Gr\xfc\xdf\n"),
        ("tr/app.ftl", large.as_bytes()),
        ("fr/other.ftl", b"hallo = Bonjour\n"),
        ("README.md", b"Texts\n"),
        ("texts/en/app.ftl", b"hallo = Hello\n"),
        ("en/App.ftl", b"hallo = Hello\n"),
        ("no_tag/app.ftl", b"hallo = Hello\n"),
    ]);

    let answer = import(&server.admin(), IMPORT, zip);

    let report = answer.json();
    let expected = [
        ["README.md", "refused", "bad-entry"],
        ["en/App.ftl", "refused", "bad-entry"],
        ["en/app.ftl", "accepted", ""],
        ["fr/app.ftl", "refused", "nothing-applicable"],
        ["fr/other.ftl", "refused", "no-source"],
        ["kmr/app.ftl", "accepted", ""],
        ["no_tag/app.ftl", "refused", "bad-entry"],
        ["texts/en/app.ftl", "refused", "bad-entry"],
        ["tr/app.ftl", "refused", "too-large"],
        ["uk/app.ftl", "refused", "unreadable-file"],
    ];
    assert_eq!((answer.status, told(&report)), (200, rows(&expected)));
    assert_eq!(report["files"][3]["problem"]["report"]["rows"][0]["outcome"], "rejected");
    let detail = report["files"][0]["problem"]["detail"].as_str().unwrap();
    assert!(detail.contains("README.md") && detail.contains("de/app.ftl"), "{detail}");
    assert_eq!(line(&region, "en")["ftl"], "ende = Tschüss\nhallo = Hello\n");
    assert_eq!(line(&region, "kmr")["ftl"], "ende = Bi xatirê te\nhallo = Hallo\n");
}

#[test]
fn all_or_nothing_holds_within_each_file() {
    let (server, region) = with_source();
    let zip = zip_of(&[("en/app.ftl", b"hallo = Hello\n"), ("kmr/app.ftl", b"hallo = { $nobody }\nende = Oxir\n")]);

    let report = import(&server.admin(), &format!("{IMPORT}?accept=all_or_nothing"), zip).json();

    let expected = [["en/app.ftl", "accepted", ""], ["kmr/app.ftl", "refused", "nothing-applicable"]];
    assert_eq!(told(&report), rows(&expected));
    assert_eq!(line(&region, "kmr")["fallback"], json!({"ende": "de", "hallo": "de"}));
}

#[test]
fn a_region_takes_its_own_languages_under_any_of_their_names() {
    let (server, region) = with_source();
    let zip = zip_of(&[
        ("de/app.ftl", b"hallo = Moin\n"),
        ("ku/app.ftl", b"hallo = Silav\n"),
        ("kmr/app.ftl", b"hallo = Rojbash\n"),
        ("fr/app.ftl", b"hallo = Bonjour\n"),
    ]);

    let report = import(&server.admin(), "/api/v1/regions/musterkreis/bundles/import", zip).json();

    let expected = [
        ["de/app.ftl", "accepted", ""],
        ["fr/app.ftl", "refused", "unknown-language"],
        ["kmr/app.ftl", "accepted", ""],
        ["ku/app.ftl", "refused", "bad-entry"],
    ];
    assert_eq!(told(&report), rows(&expected));
    assert_eq!(line(&region, "de")["ftl"], "ende = Tschüss\nhallo = Moin\n");
    assert_eq!(line(&region, "kmr")["ftl"], "ende = Tschüss\nhallo = Rojbash\n");
}

#[test]
fn a_bundle_in_another_source_language_needs_only_its_name() {
    let (server, _) = server();
    let zip = zip_of(&[("de/app.ftl", b"hallo = Hallo\n"), ("en/app.ftl", b"hallo = Hello\n")]);

    let report = import(&server.admin(), &format!("{IMPORT}?source=en"), zip).json();

    assert_eq!(told(&report), rows(&[["en/app.ftl", "accepted", ""], ["de/app.ftl", "accepted", ""]]));
}

#[test]
fn a_zip_with_an_entry_that_no_folder_has_is_refused_whole_and_the_entry_is_named() {
    let (server, _) = with_source();
    let admin = server.admin();
    let with = |name: &str| zip_of(&[("en/app.ftl", b"hallo = Hello\n"), (name, b"hallo = Hello\n")]);
    let link = {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.add_symlink("en/app.ftl", "/etc/passwd", SimpleFileOptions::default()).unwrap();
        writer.finish().unwrap().into_inner()
    };
    let one = || zip_of(&[("en/app.ftl", b"hallo = Hello\n")]);
    let twice = patched(with("en/apq.ftl"), b"en/apq.ftl", b"en/app.ftl");

    for (name, zip, said) in [
        ("../en/app.ftl", with("../en/app.ftl"), "leads out"),
        ("en/../de/app.ftl", with("en/../de/app.ftl"), "leads out"),
        ("/en/app.ftl", with("/en/app.ftl"), "leads out"),
        ("en\\app.ftl", with("en\\app.ftl"), "leads out"),
        ("C:/en/app.ftl", with("C:/en/app.ftl"), "leads out"),
        ("en/app.ftl", link, "link"),
        ("en/app.ftl", with_fields(one(), 6, 8, &[1, 0]), "encrypted"),
        ("en/app.ftl", twice, "more than one"),
    ] {
        let answer = import(&admin, IMPORT, zip);

        let problem = answer.json();
        assert_eq!((answer.status, &problem["code"]), (400, &json!("bad-entry")), "{name} {said}");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(name) && detail.contains(said), "{name}: {detail}");
    }
    assert_eq!(admin.get(&source("en")).send().status, 404);
}

#[test]
fn what_cannot_be_unpacked_is_refused_alone() {
    let (server, _) = with_source();
    let bomb = vec![b'a'; 32 << 20];
    let lying = with_fields(zip_of(&[("en/app.ftl", &bomb)]), 22, 24, &10_u32.to_le_bytes());
    let damaged = with_fields(zip_of(&[("en/app.ftl", b"hallo = Hello\n")]), 14, 16, &[1, 2, 3, 4]);
    let unknown = with_fields(zip_of(&[("en/app.ftl", b"hallo = Hello\n")]), 8, 10, &[99, 0]);

    for (case, zip, status) in [("lying", lying, 200), ("damaged", damaged, 200), ("unknown", unknown, 400)] {
        let answer = import(&server.admin(), IMPORT, zip);

        let report = answer.json();
        let problem = if status == 200 { &report["files"][0]["problem"] } else { &report };
        assert_eq!((answer.status, &problem["code"]), (status, &json!("bad-entry")), "{case}");
        assert!(problem["detail"].as_str().unwrap().contains("cannot be unpacked"), "{case}: {problem}");
    }
}

#[test]
fn a_zip_with_too_much_in_it_is_refused_before_it_is_unpacked() {
    let (server, _) = with_source();
    let admin = server.admin();
    let names = |count: usize| (0..count).map(|number| format!("en/a{number}.ftl")).collect::<Vec<_>>();
    let many = |count: usize, text: &[u8]| {
        let names = names(count);
        let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), text)).collect();
        zip_of(&files)
    };
    let half = vec![b'a'; 512 << 10];

    for (case, zip) in [("501", many(501, b"")), ("10,000", many(10_000, b"")), ("64.5 MiB", many(129, &half))] {
        let answer = import(&admin, IMPORT, zip);

        let problem = answer.json();
        assert_eq!((answer.status, &problem["code"]), (413, &json!("archive-too-large")), "{case}");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains("500") && detail.contains("64 MiB"), "{detail}");
    }
    let body = import(&admin, IMPORT, vec![0; (16 << 20) + 1]);
    assert_eq!((body.status, &body.json()["code"]), (413, &json!("too-large")));
    assert!(body.json()["detail"].as_str().unwrap().contains("16 MiB"));
}

#[test]
fn a_zip_as_large_as_allowed_is_taken() {
    let (server, _) = with_source();
    let names: Vec<String> = (0..500).map(|number| format!("de/a{number}.ftl")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"a = A\n"[..])).collect();

    let answer = import(&server.admin(), IMPORT, zip_of(&files));

    assert_eq!((answer.status, &answer.json()["counts"]["accepted"]), (200, &json!(500)));
}

#[test]
fn the_answer_about_many_messages_stays_short() {
    let (server, _) = with_source();
    let text = (0..15_000).map(|number| format!("a{number} = A\n")).collect::<Vec<_>>().concat();
    let zip = zip_of(&[("de/one.ftl", text.as_bytes()), ("de/two.ftl", text.as_bytes())]);

    let report = import(&server.admin(), IMPORT, zip).json();

    let told = |at: usize| {
        let report = &report["files"][at]["report"];
        (report["rows"].as_array().unwrap().len(), report["left_out"].as_u64(), report["counts"]["created"].as_u64())
    };
    assert_eq!((told(0), told(1)), ((15_000, None, Some(15_000)), (5_000, Some(10_000), Some(15_000))));
}

#[test]
fn what_is_no_zip_is_refused() {
    let (server, _) = server();
    let whole = zip_of(&[("de/app.ftl", b"hallo = Hallo\n")]);
    let half = whole[..whole.len() / 2].to_vec();

    for (case, body) in [("text", b"hallo = Hallo\n".to_vec()), ("empty", Vec::new()), ("half", half)] {
        let answer = import(&server.admin(), IMPORT, body);

        assert_eq!((answer.status, &answer.json()["code"]), (400, &json!("bad-body")), "{case}");
        assert!(answer.json()["detail"].as_str().unwrap().contains("zip"), "{case}");
    }
    let empty = import(&server.admin(), IMPORT, zip_of(&[])).json();
    assert_eq!((told(&empty), &empty["counts"]["refused"]), (vec![], &json!(0)));
}

#[test]
fn an_import_needs_a_token_a_region_and_options_that_there_are() {
    let (server, _) = with_source();
    let zip = || zip_of(&[("en/app.ftl", b"hallo = Hello\n")]);

    let anybody = import(server.anybody(), IMPORT, zip());
    let nowhere = import(&server.admin(), "/api/v1/regions/atlantis/bundles/import", zip());
    let option = import(&server.admin(), &format!("{IMPORT}?mode=all"), zip());

    assert_eq!((anybody.status, nowhere.status, option.status), (401, 404, 400));
    assert_eq!(option.json()["field"], "mode");
}
