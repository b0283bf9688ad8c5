//! What translators send: outcomes, findings, preconditions, trying.

use serde_json::json;

use super::{GERMAN, line, outcomes, server, source, source_of, upload, with_source};

#[test]
fn a_file_comes_back_byte_for_byte() {
    let (server, _) = server();
    let admin = server.admin();
    let file = "\u{feff}# Gruß\r\nhallo   =   Hallo\r\n\r\n\r\n### Ende\r\n";

    let uploaded = admin.put(&source("de")).if_none().bytes(file).send();
    let read = admin.get(&source("de")).send();

    assert_eq!((uploaded.status, uploaded.header("etag")), (201, "\"1\""), "{uploaded:?}");
    assert_eq!((read.status, read.header("etag"), read.text()), (200, "\"1\"", file));
    assert_eq!(read.header("content-type"), "text/plain; charset=utf-8");
}

#[test]
fn an_upload_tells_what_became_of_each_message() {
    let (server, _) = with_source();

    let answer = server.admin().put(&source("en")).if_none().bytes("hallo = Hello\nneu = New\n").send();

    let report = answer.json();
    assert_eq!(answer.status, 201);
    assert_eq!(
        outcomes(&report),
        [("hallo", "created"), ("neu", "unknown")].map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
    assert_eq!(
        report["counts"],
        json!({"created": 1, "updated": 0, "unchanged": 0, "skipped": 0, "conflict": 0, "rejected": 0, "unknown": 1,
            "removed": 0})
    );
    let (bundle, language) = (&report["bundle"], &report["language"]);
    assert_eq!((bundle, language, &report["revision"]), (&json!("app"), &json!("en"), &json!(1)));
    assert_eq!((&report["changed"], &report["dry_run"], &report["pending"]), (&json!(true), &json!(false), &json!(1)));
}

#[test]
fn what_is_uploaded_reaches_phones() {
    let (server, region) = with_source();

    upload(&server.admin(), &source("en"), "hallo = Hello\n");

    assert_eq!(line(&region, "de"), json!({"ftl": "ende = Tschüss\nhallo = Hallo\n"}));
    assert_eq!(line(&region, "en"), json!({"ftl": "ende = Tschüss\nhallo = Hello\n", "fallback": {"ende": "de"}}));
    let all = json!({"ende": "de", "hallo": "de"});
    assert_eq!(line(&region, "kmr"), json!({"ftl": "ende = Tschüss\nhallo = Hallo\n", "fallback": all}));
    let head = server.head_of("musterkreis", region.counter().rev);
    assert!(head.head.scopes.contains_key("kmr"));
}

#[test]
fn the_same_file_again_changes_nothing() {
    let (server, region) = with_source();
    let admin = server.admin();
    super::followed(&region);
    let before = region.counter();

    let again = admin.put(&source("de")).if_match(1).bytes(GERMAN).send();

    let report = again.json();
    assert_eq!((again.status, again.header("etag"), &report["changed"]), (200, "\"1\"", &json!(false)));
    assert_eq!(report["counts"]["unchanged"], 2);
    assert_eq!(region.counter(), before);
}

#[test]
fn trying_tells_everything_and_changes_nothing() {
    let (server, region) = with_source();
    let admin = server.admin();
    super::followed(&region);
    let before = region.counter();

    let tried = admin.put(&format!("{}?dry_run=true&mode=replace", source("de"))).bytes("hallo = Moin\n").send();

    let report = tried.json();
    assert_eq!((tried.status, &report["dry_run"], &report["changed"]), (200, &json!(true), &json!(false)));
    assert_eq!((&report["counts"]["updated"], &report["counts"]["removed"]), (&json!(1), &json!(1)));
    assert_eq!(admin.get(&source("de")).send().text(), GERMAN);
    assert_eq!(region.counter(), before);
}

#[test]
fn a_change_needs_the_revision_it_is_based_on() {
    let (server, _) = with_source();
    let admin = server.admin();
    let put = || admin.put(&source("de")).bytes("hallo = Moin\n");

    let (without, stale, new) = (put().send(), put().if_match(7).send(), put().if_none().send());

    assert_eq!((without.status, &without.json()["code"]), (428, &json!("precondition-required")));
    for answer in [stale, new] {
        let problem = answer.json();
        assert_eq!((answer.status, &problem["code"], &problem["current"]), (412, &json!("stale"), &json!(1)));
    }
    assert_eq!(put().if_any().send().header("etag"), "\"2\"");
}

#[test]
fn of_two_uploads_at_once_one_is_told_of_the_other() {
    for of_region in [false, true] {
        let (server, region) = with_source();
        let admin = server.admin();
        let address = if of_region { source_of(&region, "de") } else { source("de") };
        upload(&admin, &address, "hallo = Moin\n");
        let newest = admin.get(&address).send();

        let mut answers: Vec<(u16, &str)> = std::thread::scope(|scope| {
            let send = |text: &'static str| {
                let request = admin.put(&address).header("If-Match", newest.header("etag")).bytes(text);
                scope.spawn(move || (request.send().status, text))
            };
            let both = [send("hallo = Servus\n"), send("hallo = Grüezi\n")];
            both.into_iter().map(|one| one.join().unwrap()).collect()
        });

        answers.sort_unstable();
        let [(200, taken), (412, _)] = answers[..] else { panic!("of a region: {of_region}: {answers:?}") };
        assert_eq!(admin.get(&address).send().text(), taken);
    }
}

#[test]
fn of_two_first_uploads_at_once_one_is_told_of_the_other() {
    let (server, _) = server();
    let admin = server.admin();

    let mut answers: Vec<u16> = std::thread::scope(|scope| {
        let send = |text: &'static str| {
            let request = admin.put(&source("de")).if_none().bytes(text);
            scope.spawn(move || request.send().status)
        };
        let all = [send("a = Servus\n"), send("a = Grüezi\n"), send("a = Moin\n")];
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });

    answers.sort_unstable();
    assert_eq!(answers, [201, 412, 412]);
}

#[test]
fn a_file_adds_unless_it_is_to_replace() {
    let (server, region) = with_source();
    let admin = server.admin();

    upload(&admin, &source("de"), "hallo = Moin\n");
    let added = line(&region, "de");
    let replaced = upload(&admin, &format!("{}?mode=replace", source("de")), "hallo = Moin\n").json();

    assert_eq!(added["ftl"], "ende = Tschüss\nhallo = Moin\n");
    assert_eq!(replaced["counts"]["removed"], 1);
    assert_eq!(line(&region, "de")["ftl"], "hallo = Moin\n");
}

#[test]
fn a_text_that_is_there_already_is_treated_as_asked() {
    for (on_conflict, outcome, served) in [
        ("overwrite", "updated", "Hi"),
        ("skip_translated", "skipped", "Hello"),
        ("skip_approved", "skipped", "Hello"),
        ("suggest", "conflict", "Hello"),
    ] {
        let (server, region) = with_source();
        let admin = server.admin();
        upload(&admin, &source("en"), "hallo = Hello\n");
        let address = format!("{}?on_conflict={on_conflict}", source("en"));

        let report = upload(&admin, &address, "hallo = Hi\nende = Bye\n").json();

        assert_eq!(outcomes(&report)[0].1, outcome, "{on_conflict}");
        assert_eq!(outcomes(&report)[1].1, "created", "{on_conflict}");
        assert_eq!(line(&region, "en")["ftl"], format!("ende = Bye\nhallo = {served}\n"), "{on_conflict}");
    }
}

#[test]
fn an_approved_text_is_kept_and_another_is_not() {
    let (server, region) = with_source();
    let admin = server.admin();
    upload(&admin, &format!("{}?state=needs_review", source("en")), "hallo = Hello\n");

    let report = upload(&admin, &format!("{}?on_conflict=skip_approved", source("en")), "hallo = Hi\n").json();

    assert_eq!(outcomes(&report)[0].1, "updated");
    assert_eq!(line(&region, "en")["ftl"], "ende = Tschüss\nhallo = Hi\n");
}
