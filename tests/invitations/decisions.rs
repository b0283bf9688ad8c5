//! Suggestions are accepted under the rights and preconditions of any other change, once.

use content::roles::{Grant, Role};
use serde_json::{Value, json};

use super::{SUGGESTIONS, invite, kept, listed, musterkreis, suggested};
use crate::support::{Client, Page, Region, Server, role};

fn decide(client: &Client, id: &str, how: &str, body: &Value) -> crate::support::Answer {
    client.post(&format!("{SUGGESTIONS}/{id}/{how}")).if_none().json(body).send()
}

fn accept(client: &Client, id: &str, state: &str) -> crate::support::Answer {
    decide(client, id, "accept", &json!({"state": state}))
}

fn code(answer: &crate::support::Answer) -> (u16, String) {
    (answer.status, answer.json()["code"].as_str().unwrap_or_default().to_owned())
}

fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

fn somebody(server: &Server, region: &Region, kind: Role, language: Option<&str>) -> Client {
    let grant = Grant { language: language.map(str::to_owned), ..role(kind, region.id) };
    let name = format!("{}-{}", kind.as_str(), language.unwrap_or_default());
    server.browser(&server.user(&name, &[grant]))
}

/// Suggests an English text of the message `ende`.
fn suggested_message(server: &Server, link: &str, text: &str) -> String {
    let body = json!({"bundle": "app", "message": "ende", "text": text});
    kept(&server.anybody().post(&format!("{link}/suggestions")).json(&body).send())
}

#[test]
fn an_accepted_text_is_the_next_version_by_whoever_accepts_it() {
    let (server, region, page) = musterkreis();
    let link = invite(&server, &page);
    let id = suggested(&server, &link, &page, "One");
    let author = somebody(&server, &region, Role::Author, None);

    let accepted = author.post(&format!("{SUGGESTIONS}/{id}/accept")).if_none().json(&json!({})).send();

    let version = page.newest("en").unwrap();
    assert_eq!((accepted.status, accepted.header("etag")), (200, "\"1\""), "{accepted:?}");
    assert_eq!((version.state.as_str(), version.title.as_str(), version.html.as_str()), ("draft", "One", "<p>one</p>"));
    assert_eq!((version.follows, page.published("en")), (Some(1), None));
    assert!(version.author.starts_with("user/"));
    assert_eq!(version.reason.unwrap(), "Vorgeschlagen über eine Einladung, von \u{2068}Olena\u{2069}");
    let decided = &listed(&server.admin(), "?state=accepted")[0];
    assert_eq!((&decided["version"], &decided["decided_by"]), (&json!(1), &json!(version.author)));
    assert_eq!((&decided["name"], &decided["current"]), (&json!("Olena"), &Value::Null));
    let own = server.anybody().get(&format!("{link}/suggestions")).send().json();
    assert_eq!(own["suggestions"][0]["state"], "accepted");
}

#[test]
fn nobody_decides_twice() {
    let (server, _, page) = musterkreis();
    let link = invite(&server, &page);
    let (admin, accepted) = (server.admin(), suggested(&server, &link, &page, "One"));
    assert_eq!(accept(&admin, &accepted, "draft").status, 200);
    let rejected = suggested(&server, &link, &page, "Two");
    assert_eq!(decide(&admin, &rejected, "reject", &json!({})).status, 200);
    let message = suggested_message(&server, &link, "Bye");
    assert_eq!(decide(&admin, &message, "accept", &json!({})).status, 200);

    for id in [&accepted, &rejected, &message] {
        assert_eq!(code(&accept(&admin, id, "draft")), refused(409, "conflict"));
        assert_eq!(code(&decide(&admin, id, "reject", &json!({}))), refused(409, "conflict"));
        assert_eq!(server.anybody().delete(&format!("{link}/suggestions/{id}")).send().status, 409);
    }
    assert_eq!(page.versions("en").len(), 1);
}

#[test]
fn rights_are_those_of_saving_the_same_text() {
    let (server, region, page) = musterkreis();
    let link = invite(&server, &page);
    let id = suggested(&server, &link, &page, "One");
    let message = suggested_message(&server, &link, "Bye");
    let who = |kind, language| somebody(&server, &region, kind, language);
    let (arabic, english) = (who(Role::Translator, Some("ar")), who(Role::Translator, Some("en")));
    let (author, editor) = (who(Role::Author, None), who(Role::Editor, None));

    assert_eq!(code(&accept(&arabic, &id, "draft")), refused(403, "forbidden"));
    assert_eq!(code(&decide(&arabic, &id, "reject", &json!({}))), refused(403, "forbidden"));
    assert_eq!(code(&decide(&arabic, &message, "accept", &json!({}))), refused(403, "forbidden"));
    assert_eq!(code(&decide(&author, &message, "accept", &json!({}))), refused(403, "forbidden"));
    assert_eq!(code(&accept(&author, &id, "public")), refused(403, "forbidden"));
    assert_eq!(code(&accept(&english, &id, "public")), refused(403, "forbidden"));
    assert_eq!(decide(&english, &message, "accept", &json!({})).status, 200);
    assert_eq!(accept(&editor, &id, "public").status, 200);
    assert_eq!(page.published("en").unwrap().title, "One");
}

#[test]
fn four_eyes_hold_for_whoever_accepts() {
    let (server, _, page) = musterkreis();
    let id = suggested(&server, &invite(&server, &page), &page, "One");
    let admin = server.admin();
    admin.put("/api/v1/regions/musterkreis/options").json(&json!({"four_eyes": true})).send();

    let at_once = accept(&admin, &id, "public");
    let in_review = accept(&admin, &id, "review");

    assert_eq!(code(&at_once), refused(409, "four-eyes"));
    assert_eq!((in_review.status, &in_review.json()["state"]), (200, &json!("review")));
}

#[test]
fn nobody_is_overwritten() {
    let (server, _, page) = musterkreis();
    let link = invite(&server, &page);
    let (id, message) = (suggested(&server, &link, &page, "One"), suggested_message(&server, &link, "Bye"));
    let admin = server.admin();
    page.says("en", "Meanwhile", "<p>x</p>");
    let source = "/api/v1/regions/musterkreis/bundles/en/app/source";
    admin.put(source).if_none().bytes("ende = Farewell\n").send();

    for id in [&id, &message] {
        let without = admin.post(&format!("{SUGGESTIONS}/{id}/accept")).json(&json!({})).send();
        let stale = decide(&admin, id, "accept", &json!({}));
        assert_eq!(code(&without), refused(428, "precondition-required"));
        assert_eq!((code(&stale), &stale.json()["current"]), (refused(412, "stale"), &json!(1)));
        let current = &listed(&admin, "?state=open&language=en")[0]["current"];
        assert_eq!((&current["version"], &current["changed"]), (&json!(1), &json!(true)));
        let address = format!("{SUGGESTIONS}/{id}/accept");
        assert_eq!(admin.post(&address).if_match(1).json(&json!({})).send().status, 200);
    }
    assert_eq!(page.newest("en").unwrap().title, "One");
}

#[test]
fn a_translation_follows_the_source_that_its_contributor_had_seen() {
    let (server, _, page) = musterkreis();
    let link = invite(&server, &page);
    let read = server.anybody().get(&link).send().json();
    page.says("de", "Zwei", "<p>zwei</p>");
    let body = json!({"page": page.id, "title": "One", "html": "<p>one</p>", "base": read["pages"][0]["base"]});
    let id = kept(&server.anybody().post(&format!("{link}/suggestions")).json(&body).send());

    let accepted = accept(&server.admin(), &id, "public").json();

    assert_eq!((&accepted["follows"], &accepted["translations"][1]["state"]), (&json!(1), &json!("outdated")));
}

#[test]
fn an_accepted_message_is_uploaded_alone_into_the_layer_of_the_region() {
    let (server, _, page) = musterkreis();
    let link = invite(&server, &page);
    let source = "/api/v1/regions/musterkreis/bundles/en/app/source";
    let admin = server.admin();
    admin.put(source).if_none().bytes("hallo = Hello { $name }\n").send();
    let id = suggested_message(&server, &link, "Bye\nfor now");

    let accepted = admin.post(&format!("{SUGGESTIONS}/{id}/accept")).if_match(1).json(&json!({})).send();

    let report = accepted.json();
    assert_eq!((accepted.status, accepted.header("etag")), (200, "\"2\""), "{accepted:?}");
    assert_eq!((&report["counts"]["created"], &report["rows"][0]["id"]), (&json!(1), &json!("ende")));
    let read = server.get("/api/v1/regions/musterkreis/bundles/en/app").send().json();
    assert_eq!(read["ftl"], "ende =\n    Bye\n    for now\nhallo = Hello { $name }\n", "{read}");
    assert_eq!(server.anybody().get(&link).send().json()["messages"][0]["current"], "Bye\nfor now");
}

#[test]
fn what_has_errors_by_now_is_not_accepted_and_stays_open() {
    let (server, _, page) = musterkreis();
    let link = invite(&server, &page);
    let body = json!({"bundle": "app", "message": "hallo", "text": "Hello { $name }"});
    let id = kept(&server.anybody().post(&format!("{link}/suggestions")).json(&body).send());
    let admin = server.admin();
    admin.put("/api/v1/bundles/de/app/source").if_match(1).bytes("hallo = Hallo\nende = Tschüss\n").send();

    let refusal = decide(&admin, &id, "accept", &json!({}));
    admin.put("/api/v1/bundles/de/app/source?mode=replace").if_match(2).bytes("ende = Tschüss\n").send();
    let gone = decide(&admin, &id, "accept", &json!({}));

    assert_eq!(code(&refusal), refused(422, "nothing-applicable"));
    assert_eq!(code(&gone), refused(404, "unknown-message"));
    assert_eq!(listed(&admin, "?state=open").len(), 1);
}

#[test]
fn a_contributor_learns_why_a_text_was_declined() {
    let (server, _, page) = musterkreis();
    let link = invite(&server, &page);
    let id = suggested(&server, &link, &page, "One");

    let rejected = decide(&server.admin(), &id, "reject", &json!({"reason": " The office has moved. "}));

    assert_eq!((rejected.status, &rejected.json()["state"]), (200, &json!("rejected")));
    let own = server.anybody().get(&format!("{link}/suggestions")).send().json();
    let told = &own["suggestions"][0];
    assert_eq!((&told["state"], &told["reason"]), (&json!("rejected"), &json!("The office has moved.")));
}

#[test]
fn the_list_shows_what_would_change() {
    let (server, _, page) = musterkreis();
    page.says("en", "Two", "<p>The office is open.</p>");
    let link = invite(&server, &page);
    let body = json!({"page": page.id, "title": "Two", "html": "<p>The office is closed.</p>"});
    kept(&server.anybody().post(&format!("{link}/suggestions")).json(&body).send());
    let admin = server.admin();

    let listed_now = listed(&admin, "?state=open&language=EN");

    assert_eq!(
        listed_now[0]["current"],
        json!({"version": 1, "changed": false, "title": [{"fate": "equal", "text": "Two"}], "text": [
            {"fate": "equal", "text": "The office is "}, {"fate": "removed", "text": "open"},
            {"fate": "added", "text": "closed"}, {"fate": "equal", "text": "."}]})
    );
    assert_eq!((listed(&admin, "?language=ar").len(), listed(&admin, "?state=rejected").len()), (0, 0));
    assert_eq!(admin.get(&format!("{SUGGESTIONS}?state=done")).send().json()["field"], "state");
    let open = admin.get(super::INVITATIONS).send().json()[0]["open"].clone();
    assert_eq!(open, 1);
}

#[test]
fn a_page_with_an_open_suggestion_is_not_deleted_and_one_with_decided_ones_takes_them_along() {
    let (server, _, page) = musterkreis();
    let link = invite(&server, &page);
    let id = suggested(&server, &link, &page, "One");
    let admin = server.admin();
    let delete = |page: &Page| admin.delete(&format!("/api/v1/regions/musterkreis/pages/{}", page.id)).if_any().send();

    let refusal = delete(&page);
    decide(&admin, &id, "reject", &json!({}));
    let deleted = delete(&page);

    assert!(refusal.status == 409 && refusal.text().contains(&format!("suggestion/{id}")), "{refusal:?}");
    assert_eq!(deleted.status, 204, "{deleted:?}");
    assert_eq!(code(&accept(&admin, &id, "draft")), refused(404, "unknown-suggestion"));
    assert_eq!(server.anybody().get(&link).send().json()["pages"], json!([]));
}
