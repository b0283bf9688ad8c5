//! Spreadsheets: what is written is read again, by us and by an office program.

use std::path::{Path, PathBuf};
use std::process::Command;

use locales::resources::{Message, Resource};
use locales::sheets::tables::{Returned, Row, Sheet};
use locales::sheets::{csv, lines, xlsx};
use locales::tags::Tag;
use proptest::prelude::*;

fn tag(text: &str) -> Tag {
    Tag::parse(text).expect("the test brings good data")
}

fn sheet(language: &str, rows: Vec<Row>) -> Sheet {
    let bundles = vec![("app".to_owned(), rows)];
    Sheet { language: tag(language), reader: tag("en"), sources: Vec::new(), is_answer: false, bundles }
}

fn row(key: &str, form: &str, text: &str) -> Row {
    Row { key: key.to_owned(), form: form.to_owned(), translation: text.to_owned(), ..Row::default() }
}

fn texts(rows: &[Returned]) -> Vec<(&str, &str, &str)> {
    rows.iter().map(|row| (row.key.as_str(), row.form.as_str(), row.translation.text())).collect()
}

/// Texts that programs like to change.
const HARD: [&str; 14] = [
    "=1+1",
    "+49 571",
    "-5",
    "@home",
    "'=quoted'",
    "''",
    "\"Hallo\", sagte er; dann\tnichts",
    "erste Zeile\nzweite Zeile\n\nvierte",
    "مرحبا بكم في { -app-name }!",
    "{ $count } <a href=\"https://lotse.example/?a=1&b=2\">x</a>",
    "007",
    "1/2",
    "TRUE",
    "\u{2068}{ $name }\u{2069}",
];

fn hard() -> Sheet {
    let rows = (0..).zip(HARD).map(|(at, text)| row(&format!("-term-{at}"), "$count [*other]", text));
    sheet("ar", rows.collect())
}

fn is_whole(rows: &[Returned]) {
    let found: Vec<&str> = rows.iter().map(|row| row.translation.text()).collect();
    assert_eq!(found, HARD);
    assert_eq!(texts(rows)[0], ("-term-0", "$count [*other]", "=1+1"));
    assert!(rows.iter().all(|row| row.bundle == "app" && row.language == "ar"));
}

/// `bytes` as the office program saves them in another form; none when it is not installed.
fn converted(bytes: &[u8], from: &str, to: &str) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().expect("the test brings good data");
    let (input, output) = (folder.path().join("in").join(format!("a.{from}")), folder.path().join("out"));
    std::fs::create_dir_all(input.parent().expect("the test brings good data")).expect("the test brings good data");
    std::fs::write(&input, bytes).expect("the test brings good data");
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let filter = if to == "csv" { "csv:Text - txt - csv (StarCalc):44,34,76,1" } else { to };
    let arguments = ["--headless", "--infilter=CSV:44,34,76,1", "--convert-to", filter, "--outdir"];
    let arguments = arguments.into_iter().filter(|argument| from == "csv" || !argument.starts_with("--infilter"));
    let run = Command::new("soffice").arg(profile).args(arguments).args([&output, &input]).output();
    let Ok(run) = run else {
        eprintln!("skipped: soffice is not installed, so no spreadsheet went through LibreOffice");
        return None;
    };
    let written: PathBuf = output.join(format!("a.{to}"));
    let read = std::fs::read(&written);
    Some(read.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&run.stderr))))
}

#[test]
fn hard_texts_come_back_from_both_forms() {
    is_whole(
        &xlsx::read(&xlsx::write(&hard()).expect("the test brings good data")).expect("the test brings good data"),
    );
    is_whole(&csv::read(&csv::write(&hard())).expect("the test brings good data"));
}

#[test]
fn libreoffice_gives_back_what_it_got() {
    let (book, table) = (xlsx::write(&hard()).expect("the test brings good data"), csv::write(&hard()));
    if let Some(again) = converted(&book, "xlsx", "xlsx") {
        is_whole(&xlsx::read(&again).expect("the test brings good data"));
    }
    if let Some(again) = converted(&book, "xlsx", "csv") {
        is_whole(&csv::read(&again).expect("the test brings good data"));
    }
    if let Some(again) = converted(&table, "csv", "xlsx") {
        let rows = xlsx::read(&again).expect("the test brings good data");
        let found: Vec<&str> = rows.iter().map(|row| row.translation.text()).collect();
        // What looks like a number is one to a program that opens CSV; text that begins like a formula is not.
        let kept = |text: &&str| !matches!(*text, "007" | "1/2" | "TRUE");
        let kept: Vec<&str> = HARD.into_iter().filter(kept).collect();
        assert_eq!(found.into_iter().filter(|text| kept.contains(text)).collect::<Vec<_>>(), kept);
    }
}

/// The messages of `file` as rows and back: each in its canonical form, without its comment.
fn around(file: &str, language: &Tag) {
    let resource = Resource::parse(file);
    resource.messages().for_each(|message| around_one(&message, file, language));
}

fn canonical(entry: &str, language: &Tag) -> String {
    let against = locales::checks::Against { locale: language, reference: None, own: &[] };
    let mut accepted = locales::checks::check(entry.as_bytes(), &against).accepted;
    accepted.pop().map(|one| one.text).unwrap_or_default()
}

fn canonical_of(message: &Message<'_>, file: &str, language: &Tag) -> String {
    let against = locales::checks::Against { locale: language, reference: None, own: &[] };
    let accepted = locales::checks::check(file.as_bytes(), &against).accepted;
    let text = accepted.into_iter().find(|one| one.key == message.key()).map(|one| one.text);
    let text = text.unwrap_or_default();
    text.split_inclusive('\n').skip_while(|line| line.starts_with('#')).collect()
}

#[test]
fn the_sample_app_comes_back_from_rows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/app");
    for name in ["de", "ar", "uk", "fa"] {
        let file = std::fs::read_to_string(folder.join(format!("{name}.ftl"))).expect("the test brings good data");
        let language = tag(name);
        // References to terms of the file would be unknown when a message stands alone.
        let resource = Resource::parse(&file);
        for message in resource.messages().filter(|message| !uses_terms(message)) {
            around_one(&message, &file, &language);
        }
    }
}

fn uses_terms(message: &Message<'_>) -> bool {
    format!("{:?}", message.patterns().collect::<Vec<_>>()).contains("TermReference")
}

fn around_one(message: &Message<'_>, file: &str, language: &Tag) {
    let lines = lines::of_message(None, Some(message), &[], language);
    let rows: Vec<(&str, &str, &str)> =
        lines.iter().map(|line| (line.key.as_str(), line.form.as_str(), line.current.as_str())).collect();
    let entry = lines::entry(&message.key(), None, &rows)
        .expect("the test brings good data")
        .expect("the test brings good data");
    assert_eq!(canonical(&entry, language), canonical_of(message, file, language), "{entry}");
}

/// The text of a variant.
fn plain() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zä .,*\\[=-]{1,8}",
        Just("{ $n }".to_owned()),
        Just("{ \"{\" }".to_owned()),
        Just("{ NUMBER($n, maximumFractionDigits: 1) }".to_owned()),
    ];
    proptest::collection::vec(piece, 1..4).prop_map(|pieces| format!("a{}b", pieces.concat()))
}

/// A pattern, to stand after `=`.
fn pattern() -> impl Strategy<Value = String> {
    let several = proptest::collection::vec(plain(), 2..4).prop_map(|lines| format!("\n    {}", lines.join("\n    ")));
    let leaf = prop_oneof![plain(), several];
    leaf.prop_recursive(3, 8, 3, |inner| {
        (inner.clone(), inner, "[$]n|[$]gender|NUMBER\\([$]n, type: \"ordinal\"\\)", plain(), any::<bool>()).prop_map(
            |(one, other, selector, text, is_mixed)| {
                let deeper = |text: String| text.replace('\n', "\n    ");
                let select = format!(
                    "\n    {{ {selector} ->\n        [one] {}\n       *[other] {}\n    }}",
                    deeper(one),
                    deeper(other)
                );
                if is_mixed { format!("\n    {text}{}", select.trim_start()) } else { select }
            },
        )
    })
}

proptest! {
    #[test]
    fn every_message_comes_back_from_its_rows(value in pattern(), attribute in pattern()) {
        let file = format!("key = {value}\n    .label = {}\n", attribute.replace('\n', "\n    "));
        around(&file, &tag("de"));
    }

    #[test]
    fn every_text_comes_back_from_its_cell(text in "[^\\p{Cc}\u{FFFE}\u{FFFF}]{0,40}") {
        prop_assume!(!text.trim().is_empty());
        let sheet = sheet("de", vec![row("key", "", &text)]);
        for rows in [csv::read(&csv::write(&sheet)).expect("the test brings good data"), xlsx::read(&xlsx::write(&sheet).expect("the test brings good data")).expect("the test brings good data")] {
            prop_assert_eq!(rows[0].translation.text(), &text);
        }
    }
}
