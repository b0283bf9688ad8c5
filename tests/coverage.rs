//! Coverage over HTTP, and the figures of a real district against those of an independent script.

use std::path::Path;
use std::process::Command;

use content::import::integreat::{self, Defaults};
use content::import::{self, Options};
use serde_json::{Value, json};

use crate::support::{Server, shared, wait};

/// A region with one page in German, and English and Arabic to come.
fn server() -> Server {
    let server = Server::start();
    let region = server.region("kreis", &["de", "en", "ar"]);
    let work = region.page("de", "=Arbeit", "<p>eins zwei drei</p>");
    work.says("en", "Work", "<p>one</p>");
    server
}

fn counts([up_to_date, outdated, machine, missing]: [usize; 4]) -> Value {
    let total = up_to_date + outdated + machine + missing;
    json!({"up_to_date": up_to_date, "outdated": outdated, "machine": machine, "missing": missing, "total": total})
}

fn share(language: &str, pages: [usize; 4], words: [usize; 4]) -> Value {
    json!({"language": language, "pages": counts(pages), "words": counts(words), "waiting_since": null})
}

#[test]
fn coverage_tells_pages_and_words_of_each_topic_in_each_language() {
    let answer = server().get("/api/v1/regions/kreis/coverage").send();

    let body = answer.json();
    let shares = [
        share("de", [1, 0, 0, 0], [3, 0, 0, 0]),
        share("en", [1, 0, 0, 0], [3, 0, 0, 0]),
        share("ar", [0, 0, 0, 1], [0, 0, 0, 3]),
    ];
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    assert_eq!(body["topics"][0]["languages"], json!(shares));
    assert_eq!(body["topics"][0]["title"], "=Arbeit");
    assert_eq!(body["total"]["pages"], counts([1, 0, 0, 1]));
    let german = json!({"language": "de", "texts": 1});
    let english = json!({"language": "en", "texts": 1});
    assert_eq!(body["rhythm"], json!([{"month": "2026-11", "texts": 2, "languages": [german, english]}]));
}

#[test]
fn a_sheet_opens_in_spreadsheets_and_runs_nothing_there() {
    let server = server();

    let named = server.get("/api/v1/regions/kreis/coverage?format=csv").send();

    let accepted = server.get("/api/v1/regions/kreis/coverage").header("Accept", "text/csv").send();
    assert_eq!(named.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(named.header("content-disposition"), "attachment; filename=\"coverage-kreis.csv\"");
    assert_eq!(named.body, accepted.body);
    let lines: Vec<&str> = named.text().lines().collect();
    assert!(lines[0].starts_with("\u{feff}topic,title,language,"), "{}", lines[0]);
    assert!(lines[3].ends_with(",'=Arbeit,ar,العربية,de,0,0,0,1,1,0,0,0,3,3,"), "{}", lines[3]);
    assert_eq!(lines.len(), 4);
}

#[test]
fn the_page_speaks_the_language_of_its_reader() {
    let server = server();

    let arabic = server.get("/regions/kreis/coverage").language("ar").send();

    let english = server.get("/regions/kreis/coverage?language=en").language("ar").send();
    assert_eq!((arabic.status, arabic.header("content-language")), (200, "ar"));
    assert!(arabic.text().contains("<html lang=\"ar\" dir=\"rtl\">"), "{}", arabic.text());
    assert!(arabic.text().contains("=Arbeit"), "{}", arabic.text());
    assert!(english.text().contains("<html lang=\"en\" dir=\"ltr\">"), "{}", english.text());
    assert!(english.text().contains(">Work<"), "{}", english.text());
    assert!(english.header("content-security-policy").starts_with("default-src 'none'; style-src 'self'"));
    assert_eq!(server.get("/regions/coverage.css").send().header("content-type"), "text/css; charset=utf-8");
}

#[test]
fn what_coverage_cannot_answer_is_the_readers_mistake() {
    let server = server();

    for (path, status, code) in [
        ("/api/v1/regions/atlantis/coverage", 404, "unknown-region"),
        ("/api/v1/regions/kreis/coverage?format=xlsx", 400, "bad-parameter"),
        ("/api/v1/regions/kreis/coverage?format=csv&format=csv", 400, "bad-parameter"),
        ("/regions/atlantis/coverage", 404, "unknown-region"),
        ("/regions/kreis/coverage?language=d%00", 400, "bad-parameter"),
    ] {
        let answer = server.get(path).send();
        assert_eq!((answer.status, &answer.json()["code"]), (status, &json!(code)), "{path}");
    }
}

#[test]
fn unchanged_figures_are_not_sent_again() {
    let server = server();

    for path in
        ["/api/v1/regions/kreis/coverage", "/api/v1/regions/kreis/coverage?format=csv", "/regions/kreis/coverage"]
    {
        let first = server.get(path).send();
        let again = server.get(path).header("If-None-Match", first.header("etag")).send();
        assert_eq!((first.status, again.status, again.text()), (200, 304, ""), "{path}");
    }
}

/// The report without what the script cannot know: the ids that were made here, and what stands in every report.
fn comparable(mut report: Value) -> Value {
    for name in ["region", "name", "time_zone"] {
        report.as_object_mut().unwrap().remove(name);
    }
    for language in report["languages"].as_array_mut().unwrap() {
        language.as_object_mut().unwrap().retain(|name, _| !["name", "direction", "source"].contains(&name.as_str()));
    }
    for topic in report["topics"].as_array_mut().unwrap() {
        topic.as_object_mut().unwrap().retain(|name, _| !["id", "title_language"].contains(&name.as_str()));
    }
    report
}

fn import(server: &Server, folder: &Path) {
    let defaults = Defaults {
        slug: "lkaugsburg".to_owned(),
        name: "Augsburg".to_owned(),
        default_language: "de".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
    };
    let source = integreat::read_directory(folder, &defaults, &|_| ()).unwrap();
    wait(import::run(&server.store, source, Options::default())).unwrap();
}

#[test]
fn the_figures_of_a_district_are_those_of_an_independent_script() {
    let Some(source) = shared("integreat-lkaugsburg") else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/coverage.py");
    let Ok(computed) = Command::new("python3").arg(script).arg(&source).args(["de", "en"]).output() else {
        return eprintln!("skipped: there is no python3");
    };
    assert!(computed.status.success(), "{}", String::from_utf8_lossy(&computed.stderr));
    let server = Server::start();
    import(&server, &source);

    let answer = server.get("/api/v1/regions/lkaugsburg/coverage").send();

    let expected: Value = serde_json::from_slice(&computed.stdout).unwrap();
    assert_eq!(comparable(answer.json()), expected);
}
