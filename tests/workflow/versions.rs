//! Older versions of a text: listed, compared, restored, and translations that are still right.

use content::items::Base;
use content::roles::Role;
use content::versions::{Draft, State};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{address, musterkreis, somebody, stands, text};
use crate::support::{Database, public};

/// The state of the text in `language` that an answer tells of.
fn state_of(answer: &Value, language: &str) -> Value {
    let translations = answer["translations"].as_array().unwrap();
    translations.iter().find(|text| text["language"] == language).unwrap()["state"].clone()
}

#[test]
fn versions_are_listed_with_who_when_and_why() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>eins</p>");
    let (admin, german) = (server.admin(), address(&page, "de"));
    let mut body = text("Zwei", "<p>zwei</p>", "public");
    body["minor"] = json!(true);
    body["reason"] = json!("a typing error");
    let author = admin.put(&german).if_match(1).json(&body).send().json()["author"].clone();

    let listed = admin.get(&format!("{german}/versions")).send();
    let older = admin.get(&format!("{german}/versions?before=2")).send();
    let first = admin.get(&format!("{german}/versions/1")).send();

    let version = |number: i64, title: &str, minor: bool, author: &Value, reason: Value| {
        json!({
            "version": number, "state": "public", "title": title, "minor": minor, "machine": false, "follows": null,
            "author": author, "created": "2026-11-22T10:00:00Z", "reason": reason,
        })
    };
    let newest = version(2, "Zwei", true, &author, json!("a typing error"));
    let oldest = version(1, "Eins", false, &json!("test"), json!(null));
    assert_eq!((listed.status, &listed.json()["versions"]), (200, &json!([newest, oldest])));
    assert_eq!(older.json()["versions"], json!([oldest]));
    assert_eq!(state_of(&listed.json(), "en"), "missing");
    assert_eq!(
        (first.status, &first.json()["html"], &first.json()["published"]),
        (200, &json!("<p>eins</p>"), &json!(2))
    );
}

#[test]
fn two_versions_are_compared_word_by_word_and_tag_by_tag() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Das Amt", "<p>Das Amt ist offen.</p>");
    page.says("de", "Das Amt", "<p>Das Amt ist <strong>zu</strong>.</p>");

    let answer = server.admin().get(&format!("{}/versions/1/diff/2", address(&page, "de"))).send();

    let piece = |fate: &str, text: &str| json!({"fate": fate, "text": text});
    let told = answer.json();
    assert_eq!((answer.status, &told["from"], &told["to"]), (200, &json!(1), &json!(2)));
    assert_eq!(told["title"], json!([piece("equal", "Das Amt")]));
    assert_eq!(
        told["text"],
        json!([piece("equal", "Das Amt ist "), piece("removed", "offen"), piece("added", "zu"), piece("equal", ".")])
    );
    assert_eq!(
        told["html"],
        json!([
            piece("equal", "<p>Das Amt ist "),
            piece("removed", "offen"),
            piece("added", "<strong>zu</strong>"),
            piece("equal", ".</p>"),
        ])
    );
}

#[test]
fn an_older_version_is_restored_as_a_new_one() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>eins</p>");
    page.says("de", "Zwei", "<p>zwei</p>");
    let german = address(&page, "de");
    let author = somebody(&server, &region, "author", Role::Author);
    let restore = |version: i64, state: &str| {
        let body = json!({"state": state, "reason": "the old one was right"});
        author.post(&format!("{german}/versions/{version}/restore")).if_match(2).json(&body).send()
    };

    let (public, unknown, draft) = (restore(1, "public"), restore(7, "draft"), restore(1, "draft"));
    let stale = restore(1, "draft");

    assert_eq!((public.status, unknown.status, stale.status), (403, 404, 412));
    assert_eq!((draft.status, stands(&draft.json())), (200, json!([3, "draft", "the old one was right"])));
    assert_eq!((&draft.json()["title"], &draft.json()["html"]), (&json!("Eins"), &json!("<p>eins</p>")));
    assert_eq!(page.published("de").unwrap().title, "Zwei");
}

#[test]
fn a_translation_that_is_still_right_is_marked_as_up_to_date() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>eins</p>");
    page.says("en", "One", "<p>one</p>");
    page.says("de", "Zwei", "<p>zwei</p>");
    let (admin, english) = (server.admin(), address(&page, "en"));
    let author = somebody(&server, &region, "author", Role::Author);

    let before = admin.get(&english).send();
    let refused = author.post(&format!("{english}/up-to-date")).if_match(1).send();
    let marked = admin.post(&format!("{english}/up-to-date")).if_match(1).send();
    let again = admin.post(&format!("{english}/up-to-date")).if_match(2).send();

    assert_eq!(state_of(&before.json(), "en"), "outdated");
    assert_eq!(refused.status, 403);
    assert_eq!((marked.status, stands(&marked.json())), (200, json!([2, "public", null])));
    assert_eq!(
        (&marked.json()["follows"], &marked.json()["html"], &marked.json()["minor"], state_of(&marked.json(), "en")),
        (&json!(2), &json!("<p>one</p>"), &json!(true), json!("up-to-date"))
    );
    assert_eq!((again.status, stands(&again.json())), (200, json!([2, "public", null])));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_restored_says_what_it_said_and_no_draft_hides_what_is_public(
        steps in prop::collection::vec((0..4_u8, 1..9_i64), 1..10)
    ) {
        let database = Database::sqlite();
        let page = database.region("musterkreis", &["de"]).page("de", "0", "<p>0</p>");
        for (at, (kind, number)) in steps.into_iter().enumerate() {
            let newest = page.newest("de").unwrap().number;
            let number = number.min(newest);
            let before = page.published("de").unwrap();
            let title = (at + 1).to_string();
            match kind {
                0 => drop(page.says("de", &title, "<p>x</p>")),
                1 | 2 => {
                    let state = if kind == 1 { State::Draft } else { State::Review };
                    page.save("de", Base::Any, Draft { state, ..public(&title, "<p>x</p>") }).unwrap();
                    prop_assert_eq!(page.published("de").unwrap(), before);
                }
                _ => {
                    let old = page.versions("de").into_iter().find(|version| version.number == number).unwrap();
                    let restored = page.in_language("de", move |tx, at| {
                        let how = (number, State::Draft, None);
                        content::versions::history::restore(tx, at, "test", Base::Any, how)
                    });
                    let restored = restored.unwrap().version().clone();
                    prop_assert_eq!((restored.title, restored.html), (old.title, old.html));
                    prop_assert_eq!(page.published("de").unwrap(), before);
                }
            }
        }
    }
}
