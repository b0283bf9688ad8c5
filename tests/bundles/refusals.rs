//! Files that cannot be taken, and files of which only a part can.

use serde_json::json;

use super::{GERMAN, line, outcomes, server, source, source_of, upload, with_source};

#[test]
fn a_file_that_is_no_fluent_file_is_refused_and_changes_nothing() {
    let (server, region) = with_source();
    let admin = server.admin();
    super::followed(&region);
    let before = region.counter();
    let large = format!("hallo = {}\n", "a".repeat(512 << 10)).into_bytes();

    for (case, file, status, code) in [
        ("not UTF-8", b"hallo = Gr\xfc\xdf\n".to_vec(), 400, "unreadable-file"),
        ("UTF-16", b"\xff\xfeh\0a\0".to_vec(), 400, "unreadable-file"),
        ("a zero byte", b"hallo = a\0b\n".to_vec(), 400, "unreadable-file"),
        ("empty", Vec::new(), 422, "nothing-applicable"),
        ("only comments", b"# nothing\n".to_vec(), 422, "nothing-applicable"),
        ("no Fluent", b"<html></html>\n".to_vec(), 422, "nothing-applicable"),
        ("too large", large, 413, "too-large"),
        ("as large as any body", vec![b'a'; 2 << 20], 413, "too-large"),
        ("far too large", vec![b'a'; 3 << 20], 413, "too-large"),
    ] {
        for address in [source("de"), source_of(&region, "de"), format!("{}?mode=replace", source("de"))] {
            let put = admin.put(&address).bytes(file.clone());
            let answer = if address.contains("regions") { put.if_none() } else { put.if_match(1) }.send();
            assert_eq!((answer.status, &answer.json()["code"]), (status, &json!(code)), "{case}: {answer:?}");
        }
    }
    assert_eq!(admin.get(&source("de")).send().text(), GERMAN);
    assert_eq!(region.counter(), before);
}

#[test]
fn a_refusal_says_what_is_wrong_in_the_language_of_the_request() {
    let (server, _) = with_source();

    let answer = server.admin().put(&source("kmr")).language("de").if_none().bytes("").send();

    let problem = answer.json();
    assert_eq!((answer.status, answer.header("content-language")), (422, "de"));
    assert_eq!(problem["title"], "Aus dieser Datei wurde nichts übernommen");
    assert_eq!((&problem["report"]["revision"], &problem["report"]["rows"]), (&json!(0), &json!([])));
}

#[test]
fn a_translation_needs_its_source_text_first() {
    let (server, region) = server();
    let admin = server.admin();

    for address in [source("en"), source_of(&region, "en"), format!("{}?source=fr", source("de"))] {
        let answer = admin.put(&address).if_none().bytes("hallo = Hello\n").send();
        assert_eq!((answer.status, &answer.json()["code"]), (409, &json!("no-source")), "{address}");
    }
    let english = admin.put(&format!("{}?source=en", source("en"))).if_none().bytes("hallo = Hello\n").send();
    let other = admin.put(&format!("{}?source=de", source("kmr"))).if_none().bytes("hallo = Silav\n").send();

    assert_eq!(english.status, 201);
    assert_eq!((other.status, &other.json()["field"]), (422, &json!("source")));
    assert_eq!(line(&region, "de"), json!({"ftl": "hallo = Hello\n", "fallback": {"hallo": "en"}}));
}

#[test]
fn a_broken_message_keeps_its_old_text_and_the_rest_is_taken() {
    let (server, region) = with_source();
    let admin = server.admin();
    upload(&admin, &source("en"), "hallo = Hello\nende = Bye\n");

    for (mode, broken, found) in [
        ("additive", "{ \"Hello", "syntax"),
        ("replace", "{ \"Hello", "syntax"),
        ("replace", "Hello { $nobody }", "unknown-variable"),
    ] {
        let address = format!("{}?mode={mode}", source("en"));
        let report = upload(&admin, &address, &format!("hallo = {broken}\nende = Bye, {found}, {mode}\n")).json();

        let expected = [("hallo", "rejected"), ("ende", "updated")];
        assert_eq!(outcomes(&report), expected.map(|(id, outcome)| (id.to_owned(), outcome.to_owned())), "{mode}");
        assert_eq!(report["rows"][0]["findings"][0]["code"], found);
        assert_eq!(line(&region, "en")["ftl"], format!("ende = Bye, {found}, {mode}\nhallo = Hello\n"));
    }
}

#[test]
fn all_or_nothing_takes_nothing_from_a_file_with_an_error() {
    let (server, region) = with_source();
    let address = format!("{}?accept=all_or_nothing", source("en"));

    let answer = server.admin().put(&address).if_none().bytes("hallo = Hello { $name }\nende = Bye\n").send();

    let problem = answer.json();
    assert_eq!((answer.status, &problem["code"]), (422, &json!("nothing-applicable")));
    assert_eq!(problem["report"]["rows"][0]["findings"][0]["code"], "unknown-variable");
    assert_eq!(line(&region, "en")["fallback"], json!({"ende": "de", "hallo": "de"}));
}

#[test]
fn a_finding_tells_where_it_is_and_what_helps_in_the_language_of_the_request() {
    let (server, _) = with_source();
    let put = server.admin().put(&format!("{}?dry_run=true", source("en"))).language("de");

    let report = put.bytes("ende = Bye\nhallo = Hello\n    .title = Hello\n").send().json();

    let findings = report["rows"][1]["findings"].as_array().unwrap();
    let found: Vec<String> = findings.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect();
    assert_eq!(found, ["obsolete-attribute"], "{report:#}");
    let mut finding = findings[0].clone();
    let message = finding["message"].take();
    assert_eq!(
        finding,
        json!({"code": "obsolete-attribute", "severity": "warning", "key": "hallo.title", "line": 3, "column": 6,
            "message": null})
    );
    assert!(message.as_str().unwrap().contains("title"), "{message}");
}

#[test]
fn a_file_in_the_script_of_another_language_is_refused() {
    let (server, region) = server();
    let admin = server.admin();
    let file = |word: &str| {
        (0..30).map(|number| ["text-", &number.to_string(), " = ", word, "\n"].concat()).collect::<String>()
    };
    upload(&admin, &source("de"), &file("Ankommen"));

    let answer = admin.put(&source("en")).if_none().bytes(file("Добро пожаловать")).send();

    let problem = answer.json();
    assert_eq!((answer.status, &problem["code"]), (422, &json!("nothing-applicable")));
    let finding = &problem["report"]["findings"][0];
    assert_eq!(
        (&finding["code"], &finding["severity"], &finding["key"]),
        (&json!("script"), &json!("error"), &json!(null))
    );
    assert_eq!(line(&region, "en")["fallback"].as_object().unwrap().len(), 30);
}

#[test]
fn a_file_that_is_nested_too_deeply_is_refused_before_it_is_parsed() {
    let (server, _) = server();

    let answer = server.admin().put(&source("de")).if_none().bytes(["a = ", &"{".repeat(100_000)].concat()).send();

    let problem = answer.json();
    assert_eq!((answer.status, &problem["code"]), (400, &json!("unreadable-file")));
    assert_eq!(problem["report"]["findings"][0]["code"], "nesting");
}

#[test]
fn a_parameter_that_nobody_knows_is_refused() {
    let (server, _) = server();
    let admin = server.admin();

    for (query, field) in [
        ("mode=all", "mode"),
        ("on_conflict=", "on_conflict"),
        ("state=suggestion", "state"),
        ("origin=robot", "origin"),
        ("accept=some", "accept"),
        ("dry_run=maybe", "dry_run"),
        ("source=x", "source"),
        ("colour=red", "colour"),
    ] {
        let answer = admin.put(&format!("{}?{query}", source("de"))).if_none().bytes(GERMAN).send();
        assert_eq!((answer.status, &answer.json()["field"]), (400, &json!(field)), "{query}");
    }
}

#[test]
fn what_is_not_there_is_said_with_its_name() {
    let (server, region) = with_source();
    let admin = server.admin();

    for (path, status, code) in [
        (source("en"), 404, "unknown-bundle"),
        (source_of(&region, "de"), 404, "unknown-bundle"),
        (source_of(&region, "fr"), 404, "unknown-language"),
        ("/api/v1/bundles/de/other/source".to_owned(), 404, "unknown-bundle"),
        ("/api/v1/bundles/de/Other/source".to_owned(), 400, "bad-parameter"),
        ("/api/v1/bundles/not_a_tag/app/source".to_owned(), 400, "bad-parameter"),
        ("/api/v1/regions/atlantis/bundles/de/app/source".to_owned(), 404, "unknown-region"),
        ("/api/v1/regions/musterkreis/bundles/de/other".to_owned(), 404, "unknown-bundle"),
        ("/api/v1/regions/musterkreis/bundles/de/other/coverage".to_owned(), 404, "unknown-bundle"),
        ("/api/v1/bundles/en/app/history".to_owned(), 404, "unknown-bundle"),
    ] {
        let answer = admin.get(&path).send();
        assert_eq!((answer.status, &answer.json()["code"]), (status, &json!(code)), "{path}");
    }
    let anybody = server.get(&source("de")).send();
    assert_eq!(anybody.status, 401);
}
