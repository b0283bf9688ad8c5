//! From a draft to readers: who may do what, and what readers have meanwhile.

use content::roles::Role;
use serde_json::json;

use super::{address, musterkreis, somebody, stands, text};

#[test]
fn an_author_hands_a_text_in_and_an_editor_approves_it() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>eins</p>");
    let (author, editor) =
        (somebody(&server, &region, "author", Role::Author), somebody(&server, &region, "editor", Role::Editor));
    let german = address(&page, "de");

    let own = author.put(&german).if_match(1).json(&text("Zwei", "<p>zwei</p>", "public")).send();
    let draft = author.put(&german).if_match(1).json(&text("Zwei", "<p>zwei</p>", "draft")).send();
    let waiting = author.post(&format!("{german}/submit")).if_match(2).send();
    let again = author.post(&format!("{german}/submit")).if_match(3).send();
    let refused = author.post(&format!("{german}/approve")).if_match(3).send();
    let read = server.get(&format!("/api/v1/regions/musterkreis/de/pages/{}", page.id)).send();
    let approved = editor.post(&format!("{german}/approve")).if_match(3).send();

    assert_eq!((own.status, &own.json()["code"]), (403, &json!("forbidden")));
    assert_eq!((draft.status, stands(&draft.json())), (200, json!([2, "draft", null])));
    assert_eq!((waiting.status, stands(&waiting.json())), (200, json!([3, "review", null])));
    assert_eq!((again.status, stands(&again.json())), (200, json!([3, "review", null])));
    assert_eq!((refused.status, &refused.json()["code"]), (403, &json!("forbidden")));
    assert_eq!(read.json()["title"], "Eins");
    assert_eq!(
        (approved.status, approved.header("etag"), stands(&approved.json())),
        (200, "\"4\"", json!([4, "public", null]))
    );
    assert_eq!(page.published("de").unwrap().title, "Zwei");
}

#[test]
fn a_text_that_is_given_back_says_why_and_hides_nothing() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>eins</p>");
    let admin = server.admin();
    let german = address(&page, "de");
    let reject =
        |reason: &str| admin.post(&format!("{german}/reject")).if_any().json(&json!({"reason": reason})).send();

    let too_early = reject("No.");
    admin.put(&german).if_match(1).json(&text("Zwei", "<p>zwei</p>", "review")).send();
    let without = reject(" ");
    let long = reject(&"x".repeat(1001));
    let given_back = reject("Please add the opening hours.");

    assert_eq!((too_early.status, &too_early.json()["code"]), (409, &json!("conflict")));
    assert_eq!((without.status, &without.json()["field"]), (422, &json!("reason")));
    assert_eq!((long.status, &long.json()["field"]), (422, &json!("reason")));
    assert_eq!(
        (given_back.status, stands(&given_back.json())),
        (200, json!([3, "draft", "Please add the opening hours."]))
    );
    assert_eq!(page.published("de").unwrap().title, "Eins");
}

#[test]
fn what_is_not_a_draft_cannot_be_handed_in() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>eins</p>");
    let submit = format!("{}/submit", address(&page, "de"));
    let admin = server.admin();

    let (public, unsaid, stale) =
        (admin.post(&submit).if_match(1).send(), admin.post(&submit).send(), admin.post(&submit).if_match(7).send());

    assert_eq!((public.status, &public.json()["code"]), (409, &json!("conflict")));
    assert_eq!(unsaid.status, 428);
    assert_eq!((stale.status, &stale.json()["current"]), (412, &json!(1)));
}

#[test]
fn with_four_eyes_nobody_publishes_a_text_of_their_own() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>eins</p>");
    let manager = somebody(&server, &region, "manager", Role::Manager);
    let editor = somebody(&server, &region, "editor", Role::Editor);
    let (german, options) = (address(&page, "de"), "/api/v1/regions/musterkreis/options");

    let refused = editor.put(options).json(&json!({"four_eyes": true})).send();
    manager.put(options).json(&json!({"four_eyes": true})).send().is(200, &json!({"four_eyes": true}));
    manager.get(options).send().is(200, &json!({"four_eyes": true}));
    let at_once = editor.put(&german).if_match(1).json(&text("Zwei", "<p>zwei</p>", "public")).send();
    editor.put(&german).if_match(1).json(&text("Zwei", "<p>zwei</p>", "review")).send();
    let own = editor.post(&format!("{german}/approve")).if_match(2).send();
    let by_another = manager.put(&german).if_match(2).json(&text("Zwei", "<p>zwei</p>", "public")).send();

    assert_eq!(refused.status, 403);
    assert_eq!((at_once.status, &at_once.json()["code"]), (409, &json!("four-eyes")));
    assert_eq!((own.status, &own.json()["code"]), (409, &json!("four-eyes")));
    assert_eq!((by_another.status, stands(&by_another.json())), (200, json!([3, "public", null])));
}

#[test]
fn with_four_eyes_handing_in_makes_nobody_the_author() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>eins</p>");
    let (manager, editor) =
        (somebody(&server, &region, "manager", Role::Manager), somebody(&server, &region, "editor", Role::Editor));
    let german = address(&page, "de");
    manager.put("/api/v1/regions/musterkreis/options").json(&json!({"four_eyes": true})).send();

    editor.put(&german).if_match(1).json(&text("Zwei", "<p>zwei</p>", "draft")).send();
    manager.post(&format!("{german}/submit")).if_match(2).send();
    let by_the_author = editor.post(&format!("{german}/approve")).if_match(3).send();
    let by_another = manager.post(&format!("{german}/approve")).if_match(3).send();

    assert_eq!((by_the_author.status, by_another.status), (409, 200));
}

#[test]
fn whoever_may_not_publish_makes_pages_as_drafts_only() {
    let (server, region) = musterkreis();
    let author = somebody(&server, &region, "author", Role::Author);
    let new = |state: &str| {
        let body = json!({"language": "de", "text": text("Neu", "<p>neu</p>", state)});
        author.post("/api/v1/regions/musterkreis/pages").json(&body).send().status
    };

    assert_eq!((new("public"), new("draft"), new("review")), (403, 201, 201));
}
