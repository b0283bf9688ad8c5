//! Search and replace: what becomes of each text, and who may do it.

use content::items::Base;
use content::roles::Role;
use content::versions::{Draft, State};
use serde_json::{Value, json};

use super::{REPLACE, for_page, somebody, to, to_page};
use crate::support::{Answer, Client, Page, Region, Server, public, role};

const OLD: &str = "http://old.example/a";
const NEW: &str = "https://new.example/b?c&amp;d";

fn musterkreis() -> (Server, Region) {
    let server = Server::start();
    let region = server.region("musterkreis", &["de", "en"]);
    (server, region)
}

fn replace(client: &Client, body: &Value) -> Answer {
    client.post(REPLACE).json(body).send()
}

fn draft(title: &str, html: &str) -> Draft {
    Draft { state: State::Draft, ..public(title, html) }
}

fn row(page: &Page, language: &str, numbers: (i64, Option<i64>), state: &str, outcome: &str) -> Value {
    let title = page.versions(language)[usize::try_from(numbers.0).unwrap() - 1].title.clone();
    json!({
        "page": page.id, "language": language, "title": title, "state": state, "occurrences": 1,
        "before": numbers.0, "after": numbers.1, "outcome": outcome,
    })
}

/// As rows are sorted: by page.
fn sorted(mut rows: Vec<Value>) -> Value {
    let key = |row: &Value| (row["page"].to_string(), row["language"].to_string(), row["before"].as_i64());
    rows.sort_by_key(key);
    Value::from(rows)
}

#[test]
fn a_dry_run_tells_exactly_what_is_done_then() {
    let (server, region) = musterkreis();
    let (first, second) = (region.page("de", "Eins", &to(OLD)), region.page("de", "Zwei", &to(OLD)));
    first.says("en", "One", &to(OLD));
    second.save("de", Base::Number(1), draft("Entwurf", &to(OLD))).unwrap();
    let other = region.page("de", "Drei", &format!("{}<p>{OLD}</p>", to(&format!("{OLD}/more"))));
    let body = |dry_run: bool| json!({"from": OLD, "to": "https://new.example/b?c&d", "dry_run": dry_run});
    let admin = server.admin();

    let dry = replace(&admin, &json!({"from": OLD, "to": "https://new.example/b?c&d"}));
    let before = (first.versions("de").len(), second.versions("de").len());
    let done = replace(&admin, &body(false));
    let again = replace(&admin, &body(false));

    let texts = sorted(vec![
        row(&first, "de", (1, Some(2)), "public", "replaced"),
        row(&first, "en", (1, Some(2)), "public", "replaced"),
        row(&second, "de", (1, None), "public", "by-hand"),
        row(&second, "de", (2, Some(3)), "draft", "replaced"),
    ]);
    dry.is(200, &json!({"dry_run": true, "texts": texts}));
    assert_eq!(before, (1, 2));
    done.is(200, &json!({"dry_run": false, "texts": texts}));
    again.is(200, &json!({"dry_run": false, "texts": [row(&second, "de", (1, None), "public", "by-hand")]}));
    let (german, worked_on) = (first.published("de").unwrap(), second.newest("de").unwrap());
    assert_eq!((german.number, german.html.as_str(), german.minor), (2, to(NEW).as_str(), true));
    assert_eq!((worked_on.number, worked_on.state, worked_on.html), (3, State::Draft, to(NEW)));
    assert_eq!(second.published("de").unwrap().html, to(OLD));
    assert_eq!(other.versions("de").len(), 1);
    let audit = admin.get("/api/v1/audit?limit=500").send().json();
    let records = audit["records"].as_array().unwrap();
    assert_eq!(records.iter().filter(|record| record["action"] == "replace_links").count(), 3);
}

#[test]
fn addresses_are_replaced_by_their_beginning_in_chosen_languages() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", &to("http://old.example/a/b"));
    page.says("en", "One", &to("http://old.example/a/b"));
    let target = region.page("de", "Ziel", "");
    let admin = server.admin();

    let body = json!({"from": "http://old.example/", "to": "https://new.example/x/", "match": "prefix", "languages": ["EN"], "dry_run": false});
    replace(&admin, &body)
        .is(200, &json!({"dry_run": false, "texts": [row(&page, "en", (1, Some(2)), "public", "replaced")]}));
    let body = json!({"from": "http://old.example/a/b", "to": "/musterkreis/de/ziel/", "dry_run": false});
    let inside = replace(&admin, &body);
    let body = json!({"from": format!("item:page/{}", target.id), "to": "//other.example/", "dry_run": false});
    let outside = replace(&admin, &body);

    assert_eq!(page.newest("en").unwrap().html, to("https://new.example/x/a/b"));
    assert_eq!((inside.status, outside.status), (200, 200));
    let inside = &page.versions("de")[1].html;
    assert_eq!(inside.replace(" rel=\"noopener\"", ""), to_page(&target.id));
    assert_eq!(page.newest("de").unwrap().html, to("//other.example/"));
}

#[test]
fn words_are_replaced_where_readers_see_them() {
    let (server, region) = musterkreis();
    let html = r#"<p title="Amt">Amt <a href="https://amt.example/Amt" rel="noopener">Amt</a> &amp; A<b>mt</b></p>"#;
    let page = region.page("de", "Amt", html);
    let body = json!({"what": "text", "from": "Amt", "to": "Büro & <Co>", "dry_run": false});

    let done = replace(&server.admin(), &body);

    assert_eq!((done.status, &done.json()["texts"][0]["occurrences"]), (200, &json!(2)));
    let expected = r#"<p title="Amt">Büro &amp; &lt;Co&gt; <a href="https://amt.example/Amt" rel="noopener">Büro &amp; &lt;Co&gt;</a> &amp; A<b>mt</b></p>"#;
    let newest = page.newest("de").unwrap();
    assert_eq!((newest.title.as_str(), newest.html.as_str()), ("Amt", expected));
}

#[test]
fn with_four_eyes_what_was_public_waits_for_somebody_else() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", &to(OLD));
    let manager = somebody(&server, "manager", &[role(Role::Manager, region.id)]);
    let editor = somebody(&server, "editor", &[role(Role::Editor, region.id)]);
    manager.put("/api/v1/regions/musterkreis/options").json(&json!({"four_eyes": true})).send();
    let body = |dry_run: bool| json!({"from": OLD, "to": "https://new.example/b?c&d", "dry_run": dry_run});

    let (dry, done) = (replace(&editor, &body(true)), replace(&editor, &body(false)));
    let readers = page.published("de").unwrap().html;
    let approve = format!("/api/v1/regions/musterkreis/pages/{}/translations/de/approve", page.id);
    let (own, by_another) =
        (editor.post(&approve).if_match(2).send().status, manager.post(&approve).if_match(2).send().status);

    let texts = json!([row(&page, "de", (1, Some(2)), "public", "review")]);
    dry.is(200, &json!({"dry_run": true, "texts": texts}));
    done.is(200, &json!({"dry_run": false, "texts": texts}));
    assert_eq!((readers, own, by_another), (to(OLD), 409, 200));
    assert_eq!(page.published("de").unwrap().html, to(NEW));
}

#[test]
fn what_somebody_may_not_publish_is_told_and_left_alone() {
    let (server, region) = musterkreis();
    let (own, other) = (region.page("de", "Eins", &to(OLD)), region.page("de", "Zwei", &to(OLD)));
    let grant = for_page(Role::PageEditor, &region, &own.id);
    let narrow = somebody(&server, "narrow", std::slice::from_ref(&grant));
    let wide = somebody(&server, "wide", &[grant, role(Role::Observer, region.id)]);
    let author = somebody(&server, "author", &[role(Role::Author, region.id)]);
    let body = |dry_run: bool| json!({"from": OLD, "to": "https://new.example/", "dry_run": dry_run});

    let (seen, all, refused) =
        (replace(&narrow, &body(true)), replace(&wide, &body(false)), replace(&author, &body(true)));

    let done = row(&own, "de", (1, Some(2)), "public", "replaced");
    seen.is(200, &json!({"dry_run": true, "texts": [done]}));
    let texts = sorted(vec![done, row(&other, "de", (1, None), "public", "forbidden")]);
    all.is(200, &json!({"dry_run": false, "texts": texts}));
    assert_eq!((refused.status, other.versions("de").len()), (403, 1));
}

#[test]
fn the_same_request_again_changes_nothing_and_gets_the_same_answer() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", &to("http://a.example/"));
    let admin = server.admin();
    let send = |to: &str| {
        // Done twice, it would begin with it twice.
        let body = json!({"what": "text", "from": "x", "to": to, "dry_run": false});
        admin.post(REPLACE).header("Idempotency-Key", "one").json(&body).send()
    };

    let (first, second, other) = (send("xx"), send("xx"), send("xxx"));

    assert_eq!((first.status, page.versions("de").len()), (200, 2));
    second.is(200, &first.json());
    assert_eq!((other.status, &other.json()["code"]), (422, &json!("idempotency-key-reused")));
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let (server, _) = musterkreis();
    let admin = server.admin();

    for (body, status, field) in [
        (json!({"from": "", "to": "https://a.example/"}), 422, json!("from")),
        (json!({"from": "x".repeat(2001), "to": "https://a.example/"}), 422, json!("from")),
        (json!({"from": "a\u{0}", "to": "https://a.example/"}), 422, json!("from")),
        (json!({"from": "a", "to": ""}), 422, json!("to")),
        (json!({"from": "a", "to": "javascript:alert(1)"}), 422, json!("to")),
        (json!({"from": "a", "to": "https://"}), 422, json!("to")),
        (json!({"what": "text", "from": "a", "to": "b", "match": "prefix"}), 422, json!("match")),
        (json!({"from": "a", "to": "b", "languages": []}), 422, json!("languages")),
        (json!({"from": "a", "to": "b", "languages": ["fr"]}), 404, Value::Null),
        (json!({"what": "titles", "from": "a", "to": "b"}), 400, json!("what")),
        (json!({"to": "b"}), 400, json!("from")),
    ] {
        let refused = replace(&admin, &body);
        assert_eq!((refused.status, &refused.json()["field"]), (status, &field), "{body}");
    }
    replace(&admin, &json!({"what": "text", "from": "a", "to": ""})).is(200, &json!({"dry_run": true, "texts": []}));
}
