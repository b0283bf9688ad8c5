//! Many changes in one request: all of them, or none.

use content::roles::{Grant, Role};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::Server;

use super::{REGION, musterkreis, push, somebody, text, titles};

fn create(name: &str, place: &Value, title: &str) -> Value {
    json!({"create_page": {"name": name, "place": place, "language": "de", "text": text(title, "<p>x</p>")}})
}

/// Index, status and code of each row of a refusal.
fn refusals(problem: &Value) -> Vec<(u64, u64, String)> {
    let rows = problem["operations"].as_array().unwrap().iter();
    let row = |row: &Value| {
        let code = row["problem"]["code"].as_str().unwrap_or_default().to_owned();
        (row["index"].as_u64().unwrap(), row["status"].as_u64().unwrap(), code)
    };
    rows.map(row).collect()
}

#[test]
fn a_tree_is_pushed_in_one_request() {
    let (server, region, admin) = musterkreis();
    let old = region.page("de", "Alt", "<p>x</p>");
    let before = region.counter().rev;

    let answer = push(
        &admin,
        &[
            create("$a", &json!({"first_in": null}), "Oben"),
            create("$b", &json!({"last_in": "$a"}), "Unten"),
            json!({"save_translation": {"page": "$b", "language": "en", "base": null, "text": text("Below", "<p>x</p><script>x()</script>")}}),
            json!({"save_translation": {"page": old.id, "language": "de", "base": 1, "text": text("Neu", "<p>x</p>")}}),
            json!({"move_page": {"page": old.id, "base": "*", "place": {"after": "$b"}}}),
            json!({"confirm_page": {"page": "$a", "base": 1}}),
            json!({"withdraw_translation": {"page": "$b", "language": "en", "base": 1}}),
            json!({"archive_page": {"page": "$b", "base": 1}}),
            json!({"restore_page": {"page": "$b", "base": 2}}),
        ],
    );

    let body = answer.json();
    let (a, b) = (&body["operations"][0]["page"], &body["operations"][1]["page"]);
    answer.is(
        200,
        &json!({"operations": [
            {"index": 0, "status": 201, "page": a, "language": "de", "number": 1},
            {"index": 1, "status": 201, "page": b, "language": "de", "number": 1},
            {"index": 2, "status": 201, "page": b, "language": "en", "number": 1, "removed": [{"what": "script", "count": 1}]},
            {"index": 3, "status": 200, "page": old.id, "language": "de", "number": 2},
            {"index": 4, "status": 200, "page": old.id, "number": 2},
            {"index": 5, "status": 200, "page": a, "number": 2},
            {"index": 6, "status": 200, "page": b, "language": "en", "number": 2},
            {"index": 7, "status": 200, "page": b, "number": 2},
            {"index": 8, "status": 200, "page": b, "number": 3},
        ]}),
    );
    assert_eq!(titles(&server), ["Oben", "Unten", "Neu"]);
    assert_eq!(region.counter().rev, before + 1);
}

#[test]
fn when_one_cannot_be_made_none_is_and_each_tells_why() {
    let (server, region, admin) = musterkreis();
    let page = region.page("de", "Da", "<p>x</p>");
    let edits = region.counter();

    let answer = push(
        &admin,
        &[
            create("$a", &json!(null), "Gut"),
            json!({"save_translation": {"page": page.id, "language": "de", "base": 7, "text": text("Neu", "")}}),
            json!({"archive_page": {"page": page.id, "base": 1}}),
            json!({"create_page": {"name": "$b", "language": "de", "text": {"title": "B", "html": "", "slug": "da", "state": "public"}}}),
            create("$c", &json!({"last_in": "$b"}), "Darunter"),
            json!({"confirm_page": {"page": "$d", "base": 1}}),
        ],
    );

    let problem = answer.json();
    assert_eq!((answer.status, &problem["code"]), (422, &json!("changes-refused")));
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let expected =
        [(0, 424, ""), (1, 412, "stale"), (2, 424, ""), (3, 409, "slug-taken"), (4, 424, ""), (5, 422, "invalid")];
    assert_eq!(refusals(&problem), expected.map(|(index, status, code)| (index, status, code.to_owned())));
    assert_eq!(problem["operations"][1]["problem"]["current"], 1);
    assert_eq!(problem["operations"][5]["problem"]["field"], "page");
    assert_eq!((titles(&server), region.counter()), (vec!["Da".to_owned()], edits));
}

#[test]
fn what_cannot_be_read_is_refused_before_anything_is_locked() {
    let (_server, _region, admin) = musterkreis();

    let answer = push(
        &admin,
        &[
            create("$a", &json!(null), "Gut"),
            create("a", &json!(null), "Ohne Dollar"),
            json!({"confirm_page": {"page": "x", "base": 1}}),
            json!({"create_page": {"language": "fr", "text": text("T", "")}}),
            json!({"create_page": {"language": "de", "text": text("a\u{1}", "")}}),
        ],
    );

    let problem = answer.json();
    let expected =
        [(0, 424, ""), (1, 422, "invalid"), (2, 422, "invalid"), (3, 404, "unknown-language"), (4, 422, "invalid")];
    assert_eq!(refusals(&problem), expected.map(|(index, status, code)| (index, status, code.to_owned())));
    let fields: Vec<&Value> = (1..5).map(|index| &problem["operations"][index]["problem"]["field"]).collect();
    assert_eq!(fields, [&json!("name"), &json!("page"), &Value::Null, &json!("title")]);
}

#[test]
fn a_member_of_a_wrong_type_is_named_with_its_operation() {
    let (_server, _region, admin) = musterkreis();
    for (operation, field) in [
        (json!({"confirm_page": {"page": "$a"}}), "operations[0].confirm_page.base"),
        (json!({"confirm_page": {"page": "$a", "base": "x"}}), "operations[0].confirm_page.base"),
        (json!({"confirm_page": {"page": "$a", "base": 1, "x": 1}}), "operations[0].confirm_page.x"),
        (json!({"explode": {}}), "operations[0]"),
    ] {
        let answer = push(&admin, std::slice::from_ref(&operation));

        let body = answer.json();
        assert_eq!(
            (answer.status, &body["code"], &body["field"]),
            (400, &json!("bad-body"), &json!(field)),
            "{operation}"
        );
    }
}

#[test]
fn there_may_be_a_thousand_and_not_one_more() {
    let (_server, _region, admin) = musterkreis();
    for operations in [vec![], vec![json!({"confirm_page": {"page": "$a", "base": 1}}); 1001]] {
        let answer = push(&admin, &operations);

        let body = answer.json();
        assert_eq!((answer.status, &body["code"], &body["field"]), (422, &json!("invalid"), &json!("operations")));
    }
}

#[test]
fn a_thousand_pages_of_one_title_are_pushed_at_once() {
    let (server, region, admin) = musterkreis();
    let page = |_| json!({"create_page": {"language": "de", "text": text("Gleich", "<p>x</p>")}});

    let answer = push(&admin, &(0..1000).map(page).collect::<Vec<_>>());

    assert_eq!((answer.status, region.counter().rev), (200, 2));
    let pages = server.get(&format!("{REGION}/de/pages")).send().json();
    let paths: Vec<&str> = pages.as_array().unwrap().iter().map(|page| page["path"].as_str().unwrap()).collect();
    assert_eq!(paths.len(), 1000);
    assert_eq!((paths[0], paths[999]), ("/musterkreis/de/gleich/", "/musterkreis/de/gleich-1000/"));
}

#[test]
fn the_same_push_again_under_its_key_makes_nothing() {
    let (server, _region, admin) = musterkreis();
    let body = json!({"operations": [create("$a", &json!(null), "Eins")]});
    let send = || admin.post(&format!("{REGION}/changes")).header("Idempotency-Key", "p").json(&body).send();
    let first = send();

    let again = send();

    assert_eq!((again.status, again.text()), (200, first.text()));
    assert_eq!(titles(&server), ["Eins"]);
}

#[test]
fn each_operation_needs_the_right_of_its_own_place() {
    let (server, region, _) = musterkreis();
    let (own, other) = (region.page("de", "Eigen", "<p>x</p>"), region.page("de", "Fremd", "<p>x</p>"));
    let third = region.page("de", "Dritte", "<p>x</p>");
    let grant = Grant { role: Role::PageEditor, region: Some(region.id), language: None, item: Some(own.id.clone()) };
    let editor = somebody(&server, grant);

    let below_own = push(&editor, &[create("$a", &json!({"last_in": own.id}), "Darunter")]);
    let elsewhere = push(
        &editor,
        &[
            create("$a", &json!({"last_in": own.id}), "Auch darunter"),
            create("$b", &json!(null), "Oben"),
            create("$c", &json!({"last_in": other.id}), "Unter Fremd"),
            json!({"move_page": {"page": own.id, "base": 1, "place": {"last_in": other.id}}}),
            json!({"confirm_page": {"page": other.id, "base": 1}}),
            json!({"delete_page": {"page": third.id, "base": 1}}),
            json!({"confirm_page": {"page": "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61", "base": 1}}),
        ],
    );

    assert_eq!(below_own.status, 200, "{below_own:?}");
    let no = |index| (index, 403, "forbidden".to_owned());
    assert_eq!(refusals(&elsewhere.json()), [(0, 424, String::new()), no(1), no(2), no(3), no(4), no(5), no(6)]);
    assert_eq!(titles(&server), ["Eigen", "Darunter", "Fremd", "Dritte"]);
}

#[test]
fn an_author_pushes_drafts_only() {
    let (server, region, _) = musterkreis();
    let page = region.page("de", "Da", "<p>x</p>");
    let author = Grant { role: Role::Author, region: Some(region.id), language: None, item: None };
    let author = somebody(&server, author);
    let draft = json!({"title": "Entwurf", "html": "", "state": "draft"});

    let drafted = push(&author, &[json!({"create_page": {"language": "de", "text": draft}})]);
    let published = push(
        &author,
        &[
            create("$a", &json!(null), "Öffentlich"),
            json!({"save_translation": {"page": page.id, "language": "de", "base": 1, "text": text("Neu", "")}}),
            json!({"withdraw_translation": {"page": page.id, "language": "de", "base": 1}}),
        ],
    );

    assert_eq!((drafted.status, published.status), (200, 422));
    let statuses: Vec<u64> = refusals(&published.json()).into_iter().map(|(_, status, _)| status).collect();
    assert_eq!(statuses, [403, 403, 424]);
}

#[test]
fn strangers_and_observers_push_nothing() {
    let (server, region, _) = musterkreis();
    let observer = Grant { role: Role::Observer, region: Some(region.id), language: None, item: None };

    let answers = [push(server.anybody(), &[]), push(&somebody(&server, observer), &[])];

    assert_eq!(answers.map(|answer| answer.status), [401, 403]);
}

/// What one of a random push does to its page.
fn step() -> impl Strategy<Value = Value> {
    (0..6usize, 0..3i64, 0..4usize).prop_map(|(what, base, page)| {
        let (page, base) = (format!("$p{page}"), if base == 0 { json!("*") } else { json!(base) });
        match what {
            0 => json!({"save_translation": {"page": page, "language": "de", "base": base, "text": text("Neu", "")}}),
            1 => json!({"archive_page": {"page": page, "base": base}}),
            2 => json!({"move_page": {"page": page, "base": base, "place": {"first_in": "$p0"}}}),
            3 => json!({"delete_page": {"page": page, "base": base}}),
            4 => json!({"withdraw_translation": {"page": page, "language": "de", "base": base}}),
            _ => json!({"confirm_page": {"page": page, "base": base}}),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_pushed_is_made_as_a_whole_or_not_at_all(steps in prop::collection::vec(step(), 0..8)) {
        let server = Server::start();
        let region = server.region("musterkreis", &["de"]);
        let admin = server.admin();
        let (lines, counter) = (region.lines(), region.counter());
        let pages = (0..4).map(|index| create(&format!("$p{index}"), &json!(null), "Seite"));
        let operations: Vec<Value> = pages.chain(steps).collect();

        let answer = push(&admin, &operations);

        let body = answer.json();
        let rows = body["operations"].as_array().unwrap();
        prop_assert_eq!(rows.len(), operations.len());
        if answer.status == 200 {
            prop_assert!(rows.iter().all(|row| row["problem"].is_null() && row["page"].is_string()));
            prop_assert_eq!(region.counter().edits, counter.edits + 1);
        } else {
            prop_assert_eq!(answer.status, 422);
            prop_assert!(rows.iter().any(|row| row["problem"].is_object()));
            prop_assert_eq!((region.lines(), region.counter()), (lines, counter));
        }
    }
}

#[test]
fn with_four_eyes_nobody_pushes_a_public_text_of_their_own() {
    let (server, region, admin) = musterkreis();
    let page = region.page("de", "Alt", "<p>x</p>");
    admin.put(&format!("{REGION}/options")).json(&json!({"four_eyes": true})).send();

    let made = push(&admin, &[create("$a", &json!({"first_in": null}), "Neu")]);
    let saved = push(
        &admin,
        &[json!({"save_translation": {"page": page.id, "language": "de", "base": 1, "text": text("Neu", "<p>y</p>")}})],
    );

    for answer in [made, saved] {
        assert_eq!((answer.status, refusals(&answer.json())), (422, vec![(0, 409, "four-eyes".to_owned())]));
    }
    assert_eq!(titles(&server), ["Alt"]);
}
