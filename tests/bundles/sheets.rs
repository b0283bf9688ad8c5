//! Spreadsheets for translators: out, edited, in again, and what cannot be taken.

use std::io::{Cursor, Write};
use std::path::Path;

use locales::sheets::tables::Returned;
use locales::sheets::{csv, xlsx};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

use super::{followed, source, source_of, upload, with_source};
use crate::support::{Answer, Client};

const CSV: &str = "/api/v1/bundles/en.csv";
const XLSX: &str = "/api/v1/bundles/en.xlsx";
const PLURAL: &str =
    "# $n (number): places\n# MAX_LENGTH: 40\nplaces = { $n ->\n    [one] Ein Ort\n   *[other] { $n } Orte\n }\n";

/// A CSV whose rows `(key, form, translation)` were fetched from `address` and edited.
fn edited(client: &Client, address: &str, edits: &[(&str, &str, &str)]) -> String {
    let fetched = client.get(address).send();
    let rows = csv::read(&fetched.body).unwrap();
    written(&rows, edits)
}

fn written(rows: &[Returned], edits: &[(&str, &str, &str)]) -> String {
    let mut text = "bundle,key,translation,language,form-id,source-hash,current-hash\n".to_owned();
    for row in rows {
        let edit = edits.iter().find(|(key, form, _)| *key == row.key && *form == row.form);
        let translation = edit.map_or(row.translation.text(), |(_, _, text)| text);
        let cells = [&row.bundle, &row.key, translation, &row.language, &row.form, &row.source_hash, &row.current_hash];
        let cells = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

fn row<'r>(report: &'r Value, key: &str) -> &'r Value {
    let rows = report["bundles"][0]["rows"].as_array().unwrap();
    rows.iter().find(|row| row["key"] == key).unwrap_or_else(|| panic!("{key}: {report:#}"))
}

fn codes(row: &Value) -> Vec<&str> {
    row["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

/// What became of the only row that was changed to `text`.
fn outcome_of(client: &Client, text: &str) -> Value {
    let file = edited(client, CSV, &[("hallo", "", text)]);
    let answer = client.put(CSV).bytes(file).send();
    assert_eq!(answer.status, 200, "{answer:?}");
    row(&answer.json(), "hallo").clone()
}

#[track_caller]
fn is_problem(answer: &Answer, status: u16, code: &str, field: &Value) {
    let problem = answer.json();
    assert_eq!((answer.status, &problem["code"], &problem["field"]), (status, &json!(code), field), "{problem:#}");
}

#[test]
fn a_text_from_a_spreadsheet_reaches_readers() {
    let (server, region) = with_source();
    let admin = server.admin();

    let file = edited(&admin, CSV, &[("hallo", "", "Hello")]);
    let answer = admin.put(CSV).bytes(file).send();

    let report = answer.json();
    assert_eq!(answer.status, 200, "{report:#}");
    assert_eq!(row(&report, "hallo")["outcome"], "created");
    assert_eq!(row(&report, "ende")["outcome"], "empty");
    assert_eq!(report["bundles"][0]["counts"], json!({"created": 1, "empty": 1}));
    followed(&region);
    let bundle = server.get("/api/v1/regions/musterkreis/bundles/en/app").send().json();
    assert_eq!(bundle["ftl"], "ende = Tschüss\nhallo = Hello\n");
    assert_eq!(admin.get(&source("en")).send().text(), "hallo = Hello\n");
}

#[test]
fn a_spreadsheet_that_comes_back_as_it_was_changes_nothing() {
    let (server, region) = with_source();
    let admin = server.admin();
    upload(&admin, &source("en"), "# mine\nhallo   =   Hello\n");
    followed(&region);
    let before = region.counter();

    for address in [CSV, XLSX] {
        let fetched = admin.get(address).send();
        let again = admin.put(address).bytes(fetched.body.clone()).send().json();
        assert_eq!((&again["bundles"][0]["changed"], &again["bundles"][0]["revision"]), (&json!(false), &json!(1)));
        assert_eq!(row(&again, "hallo")["outcome"], "unchanged");
        assert_eq!(admin.get(address).send().body, fetched.body, "{address}");
    }
    assert_eq!(region.counter(), before);
}

#[test]
fn the_file_of_the_layer_keeps_what_the_rows_do_not_change() {
    let (server, _) = with_source();
    let admin = server.admin();
    upload(&admin, &source("en"), "### App\n\n# mine\nhallo   =   Hello\n\n## End\n\nende   =   Bye\n");

    admin.put(CSV).bytes(edited(&admin, CSV, &[("hallo", "", "Hi")])).send();

    let file = admin.get(&source("en")).send();
    assert_eq!(file.text(), "### App\n\n# mine\nhallo = Hi\n\n## End\n\nende   =   Bye\n");
}

#[test]
fn a_plural_has_a_row_for_each_form_of_the_language() {
    let (server, _) = with_source();
    let region = server.region("neukreis", &["de", "uk"]);
    let admin = server.admin();
    upload(&admin, &source("de"), PLURAL);
    let address = "/api/v1/bundles/uk.csv";

    let fetched = admin.get(address).language("de").send();
    let forms = ["one", "few", "many", "*other"].map(|form| format!("$n [{form}]"));
    let texts = ["{ $n } місце", "{ $n } місця", "{ $n } місць", "{ $n } місця"];
    let edits: Vec<_> = forms.iter().zip(texts).map(|(form, text)| ("places", form.as_str(), text)).collect();
    let report = admin.put(address).bytes(edited(&admin, address, &edits)).send().json();

    assert!(fetched.text().contains("\"one: 1, 21, 31\",Ein Ort,$n (number): places,40,"), "{}", fetched.text());
    assert_eq!(row(&report, "places")["outcome"], "created", "{report:#}");
    followed(&region);
    let bundle = server.get("/api/v1/regions/neukreis/bundles/uk/app").send().json();
    let wanted = "places =\n    { $n ->\n        [one] { $n } місце\n        [few] { $n } місця\n        [many] { $n } місць\n       *[other] { $n } місця\n    }\n";
    assert!(bundle["ftl"].as_str().unwrap().contains(wanted), "{bundle:#}");
}

#[test]
fn a_text_whose_source_has_changed_meanwhile_is_to_be_reviewed() {
    let (server, _) = with_source();
    let admin = server.admin();
    let file = edited(&admin, CSV, &[("hallo", "", "Hello")]);
    upload(&admin, &source("de"), "hallo = Guten Tag\n");

    let report = admin.put(CSV).bytes(file).send().json();

    assert_eq!(
        (row(&report, "hallo")["outcome"].as_str(), codes(row(&report, "hallo"))),
        (Some("created"), vec!["source-changed"])
    );
    let history = admin.get("/api/v1/bundles/en/app/history").send().json();
    assert_eq!(history["messages"][0]["state"], "needs_review");
}

#[test]
fn a_text_that_has_changed_meanwhile_is_not_overwritten() {
    let (server, _) = with_source();
    let admin = server.admin();
    upload(&admin, &source("en"), "hallo = Hello\nende = Bye\n");
    let file = edited(&admin, CSV, &[("hallo", "", "Hi"), ("ende", "", "Cheers")]);
    upload(&admin, &source("en"), "hallo = Hey\n");

    let report = admin.put(CSV).bytes(file).send().json();

    assert_eq!(
        (row(&report, "hallo")["outcome"].as_str(), codes(row(&report, "hallo"))),
        (Some("conflict"), vec!["text-changed"])
    );
    assert_eq!(row(&report, "ende")["outcome"], "updated");
    let history = admin.get("/api/v1/bundles/en/app/history?message=hallo").send().json();
    let texts: Vec<_> =
        history["messages"].as_array().unwrap().iter().map(|m| (m["state"].clone(), m["text"].clone())).collect();
    assert!(texts.contains(&(json!("suggestion"), json!("hallo = Hi\n"))), "{history:#}");
    assert!(texts.contains(&(json!("approved"), json!("hallo = Hey\n"))), "{history:#}");
}

#[test]
fn a_region_says_it_in_its_own_way() {
    let (server, region) = with_source();
    let admin = server.admin();
    upload(&admin, &source("en"), "hallo = Hello\nende = Bye\n");
    let address = "/api/v1/regions/musterkreis/bundles/en.csv";

    let report = admin.put(address).bytes(edited(&admin, address, &[("hallo", "", "Howdy")])).send().json();

    assert_eq!(row(&report, "hallo")["outcome"], "created", "{report:#}");
    assert_eq!(admin.get(&source_of(&region, "en")).send().text(), "hallo = Howdy\n");
}

#[test]
fn what_an_office_program_changes_is_repaired_and_named() {
    let (server, _) = with_source();
    let admin = server.admin();
    upload(&admin, &source("de"), "hallo = Hallo { $name } <a href=\"https://a.example\">da</a>\n");

    let done = outcome_of(&admin, "Hello { $Name } <a href=“https://a.example”>there</a>");

    assert_eq!((done["outcome"].as_str(), codes(&done)), (Some("created"), vec!["repaired"]));
    let file = admin.get(&source("en")).send();
    assert_eq!(file.text(), "hallo = Hello { $name } <a href=\"https://a.example\">there</a>\n");
}

#[test]
fn an_error_in_a_text_is_told_in_its_row() {
    let (server, _) = with_source();
    let admin = server.admin();

    for (text, code) in
        [("Hello { $", "syntax"), ("Hello { $nobody }", "unknown-variable"), (&"{".repeat(40), "unreadable-cell")]
    {
        let done = outcome_of(&admin, text);
        assert_eq!((done["outcome"].as_str(), codes(&done)), (Some("rejected"), vec![code]), "{text}");
    }
}

#[test]
fn programs_write_csv_in_their_own_way() {
    let (server, _) = with_source();
    let admin = server.admin();
    let file = edited(&admin, CSV, &[("hallo", "", "Hello")]);

    let german = file.replace("\",\"", "\";\"").replace(
        "bundle,key,translation,language,form-id,source-hash,current-hash",
        "Bundle;Schlüssel;Übersetzung;language;form-id;source-hash;current-hash;;",
    );
    let tabs = file.replace(',', "\t").replace('\n', "\r\n") + "\r\n\t\t\t\r\n";
    for file in [format!("\u{feff}{german}"), tabs] {
        let report = admin.put(&format!("{CSV}?dry_run=true")).bytes(file).send().json();
        assert_eq!(row(&report, "hallo")["outcome"], "created", "{report:#}");
    }
}

#[test]
fn rows_that_belong_to_no_text_are_named() {
    let (server, _) = with_source();
    let admin = server.admin();
    let file = edited(&admin, CSV, &[]);
    let add = |line: &str| admin.put(CSV).bytes(format!("{file}{line}\n")).send().json();

    let key = add("app,nothing,Text,en,,,");
    let form = add("app,hallo,Text,en,$n [,,");
    let bundle = add("other,hallo,Text,en,,,");
    let twice = admin
        .put(CSV)
        .bytes(format!("{}app,hallo,Hi,en,,,\n", edited(&admin, CSV, &[("hallo", "", "Hello")])))
        .send()
        .json();

    assert_eq!(codes(row(&key, "nothing")), ["unknown-key"]);
    assert_eq!(form["bundles"][0]["rows"][2]["findings"][0]["code"], "unknown-form", "{form:#}");
    assert_eq!(bundle["bundles"][1]["rows"][0]["findings"][0]["code"], "unknown-bundle");
    assert_eq!(
        (row(&twice, "hallo")["outcome"].as_str(), codes(row(&twice, "hallo"))),
        (Some("rejected"), vec!["duplicate-row"])
    );
    assert_eq!(admin.get(&source("en")).send().status, 404);
}

#[test]
fn a_formula_is_refused_with_the_name_of_its_cell() {
    let (server, _) = with_source();
    let admin = server.admin();
    let rows = csv::read(&admin.get(CSV).send().body).unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let titles = ["translation", "key", "bundle", "language", "form-id", "source-hash", "current-hash", "mine"];
    for (at, title) in (0_u16..).zip(titles) {
        sheet.write_string(0, at, title).unwrap();
    }
    for (line, row) in (1_u32..).zip(&rows) {
        for (at, text) in
            (1_u16..).zip([&row.key, &row.bundle, &row.language, &row.form, &row.source_hash, &row.current_hash])
        {
            sheet.write_string(line, at, text).unwrap();
        }
    }
    sheet.write_formula(1, 0, "=1+1").unwrap();
    sheet.write_number(2, 0, 12.5).unwrap();

    let report = admin.put(XLSX).bytes(book.save_to_buffer().unwrap()).send().json();

    let (formula, number) = (row(&report, &rows[0].key), row(&report, &rows[1].key));
    assert_eq!((formula["outcome"].as_str(), codes(formula)), (Some("rejected"), vec!["formula"]), "{report:#}");
    assert!(formula["findings"][0]["message"].as_str().unwrap().contains("A2"));
    assert_eq!((number["outcome"].as_str(), codes(number)[0]), (Some("created"), "number-cell"));
}

#[test]
fn columns_may_move_and_must_not_be_missing() {
    let (server, _) = with_source();
    let admin = server.admin();
    let file = edited(&admin, CSV, &[]).replace("key,translation", "key,my words");

    let answer = admin.put(CSV).bytes(file).send();

    is_problem(&answer, 422, "missing-columns", &json!("translation"));
    assert!(answer.json()["detail"].as_str().unwrap().contains("my words"));
}

#[test]
fn a_spreadsheet_of_another_language_is_refused() {
    let (server, _) = with_source();
    let admin = server.admin();
    let kurmanji = admin.get("/api/v1/bundles/kmr.xlsx").send();

    is_problem(&admin.put(XLSX).bytes(kurmanji.body).send(), 422, "other-language", &json!("language"));
}

#[test]
fn what_is_no_spreadsheet_is_refused() {
    let (server, _) = with_source();
    let admin = server.admin();
    let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
    bomb.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
    bomb.write_all(&vec![b' '; 40 << 20]).unwrap();
    let bomb = bomb.finish().unwrap().into_inner();

    for (address, body, status, code) in [
        (XLSX, b"hallo".to_vec(), 400, "unreadable-sheet"),
        (XLSX, Vec::new(), 400, "unreadable-sheet"),
        (XLSX, bomb, 413, "too-large"),
        (CSV, b"bundle,key\nGr\xfc\xdfe".to_vec(), 400, "unreadable-sheet"),
        (CSV, b"\xff\xfeb\0u\0".to_vec(), 400, "unreadable-sheet"),
        (CSV, Vec::new(), 400, "unreadable-sheet"),
        (CSV, vec![b'a'; 3 << 20], 413, "too-large"),
        (CSV, vec![b','; 1 << 20], 413, "too-large"),
    ] {
        let answer = admin.put(address).bytes(body).send();
        is_problem(&answer, status, code, &Value::Null);
    }
}

#[test]
fn an_address_says_what_it_needs() {
    let (server, _) = with_source();
    let admin = server.admin();

    assert_eq!(server.get(XLSX).send().status, 401);
    is_problem(&admin.get("/api/v1/bundles/en.ods").send(), 404, "unknown-route", &Value::Null);
    is_problem(&admin.get(&format!("{CSV}?bundle=other")).send(), 404, "unknown-bundle", &Value::Null);
    is_problem(&admin.put(&format!("{CSV}?mode=replace")).bytes("x").send(), 400, "bad-parameter", &json!("mode"));
    is_problem(&admin.get("/api/v1/regions/musterkreis/bundles/fr.csv").send(), 404, "unknown-language", &Value::Null);
}

#[test]
fn the_answer_can_be_the_spreadsheet_itself() {
    let (server, _) = with_source();
    let admin = server.admin();
    let file = edited(&admin, CSV, &[("hallo", "", "Hello { $nobody }")]);

    let answer = admin.put(CSV).header("Accept", "text/csv").language("de").bytes(file).send();

    assert_eq!((answer.status, answer.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert!(answer.text().contains("nicht übernommen") && answer.text().contains("Befunde"), "{}", answer.text());
    assert!(answer.text().contains("Hello { $nobody }"));
}

#[test]
fn a_large_spreadsheet_is_taken_in_every_form() {
    let (server, region) = with_source();
    let admin = server.admin();
    let file = |word: &str| {
        let line = |at: usize| ["text-", &at.to_string(), " = ", word, " ", &at.to_string(), "\n"].concat();
        (0..370).map(line).collect::<String>()
    };
    upload(&admin, &source("de"), &file("Ankommen"));
    upload(&admin, &source("en"), &file("Arriving"));
    followed(&region);
    let fetched = admin.get(XLSX).send();

    let rows = xlsx::read(&fetched.body).unwrap();
    let report = admin.put(CSV).bytes(written(&rows, &[("text-7", "", "Coming 7")])).send().json();

    assert_eq!(rows.len(), 372);
    assert_eq!(report["bundles"][0]["counts"]["updated"], 1);
}

#[test]
fn the_sample_app_goes_out_and_comes_back_in_every_language() {
    let (server, _) = super::server();
    let admin = server.admin();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales/demo/app");
    let file = |tag: &str| std::fs::read_to_string(folder.join(format!("{tag}.ftl"))).unwrap();
    upload(&admin, &source("de"), &file("de"));
    for tag in ["ar", "fa", "uk", "tr", "ti", "kmr"] {
        upload(&admin, &source(tag), &file(tag));
        let address = format!("/api/v1/bundles/{tag}.xlsx");
        let report = admin.put(&address).bytes(admin.get(&address).send().body).send().json();
        let rejected = &report["bundles"][0]["counts"]["rejected"];
        assert_eq!((&report["bundles"][0]["changed"], rejected), (&json!(false), &Value::Null), "{tag}");
    }
}
