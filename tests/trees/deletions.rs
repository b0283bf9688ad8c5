//! Deleting pages for good.

use content::items::Base;
use content::roles::{Grant, Role};
use serde_json::{Value, json};

use crate::support::{Answer, Client, NOW, Page, wait};

use super::{REGION, musterkreis, push, somebody, text, titles};

fn delete(client: &Client, page: &Page, number: i64) -> Answer {
    client.delete(&format!("{REGION}/pages/{}", page.id)).if_match(number).send()
}

/// The problem of a page that `by` still refers to.
fn referred(by: &str) -> Value {
    json!({
        "type": "urn:lotse:problem:conflict", "title": "Not possible at the moment", "status": 409, "code": "conflict",
        "detail": format!(
            "Nothing was changed. \u{2068}These still need the page: \u{2068}{by}\u{2069}. Please change or remove them first.\u{2069}"
        ),
    })
}

#[test]
fn a_deleted_page_is_gone_for_everybody_and_clients_are_told() {
    let (server, region, admin) = musterkreis();
    let page = region.page("de", "Weg", "<p>x</p>");
    page.says("en", "Gone", "<p>x</p>");
    region.page("de", "Bleibt", "<p>x</p>");

    let answer = delete(&admin, &page, 1);

    assert_eq!((answer.status, answer.text()), (204, ""));
    assert_eq!(titles(&server), ["Bleibt"]);
    let key = format!("page/{}", page.id);
    let tombstones = region.lines().into_iter().filter(|line| line.key == key && line.line.is_none());
    assert_eq!(tombstones.map(|line| line.scope).collect::<Vec<_>>(), ["_", "de", "en"]);
    let head = server.head_of("musterkreis", region.counter().rev);
    assert_eq!(head.head.rev, region.counter().rev);
    let v3 = server.get("/api/v3/musterkreis/de/pages/").send().json();
    assert_eq!(v3.as_array().unwrap().len(), 1);
    for path in [format!("{REGION}/pages/{}", page.id), format!("{REGION}/pages/{}/translations/de", page.id)] {
        let read = admin.get(&path).send();
        assert_eq!((read.status, &read.json()["code"]), (404, &json!("unknown-page")), "{path}");
    }
}

#[test]
fn the_address_of_a_deleted_page_is_free() {
    let (_server, region, admin) = musterkreis();
    let page = region.page("de", "Weg", "<p>x</p>");
    delete(&admin, &page, 1);

    let new = region.page("de", "Weg", "<p>y</p>");

    assert_eq!(new.published("de").unwrap().slug, "weg");
}

#[test]
fn a_page_that_others_need_stays_and_they_are_named() {
    let (server, region, admin) = musterkreis();
    let parent = region.page("de", "Oben", "<p>x</p>");
    let child = parent.child("de", "Unten", "<p>x</p>");
    let linked = region.page("de", "Ziel", "<p>x</p>");
    let linking = region.page("de", "Quelle", &format!("<p><a href=\"item:page/{}#a\">x</a></p>", linked.id));
    let granted = region.page("de", "Vergeben", "<p>x</p>");
    let grant =
        Grant { role: Role::PageAuthor, region: Some(region.id), language: None, item: Some(granted.id.clone()) };
    somebody(&server, grant);
    let person = wait(server.store.read(|db| content::users::list(db, None))).unwrap().remove(0).id;
    let planned = region.page("de", "Geplant", "<p>x</p>");
    server.run(&format!(
        "INSERT INTO schedules (region, item, language, what, version, seen, due, state, author, created) \
         VALUES ({}, '{}', 'de', 'publish', 1, 1, {}, 'waiting', 'test', {NOW})",
        region.id,
        planned.id,
        NOW + 3_600_000
    ));

    let answers = [&parent, &linked, &granted, &planned].map(|page| delete(&admin, page, 1));

    answers[0].is(409, &referred(&format!("page/{}", child.id)));
    answers[1].is(409, &referred(&format!("page/{}/de", linking.id)));
    answers[2].is(409, &referred(&format!("user/{person}/grant/1")));
    answers[3].is(409, &referred("schedule/1"));
}

#[test]
fn a_link_that_only_old_versions_have_keeps_nothing() {
    let (_server, region, admin) = musterkreis();
    let linked = region.page("de", "Ziel", "<p>x</p>");
    let linking = region.page("de", "Quelle", &format!("<p><a href=\"item:page/{}\">x</a></p>", linked.id));
    linking.says("de", "Quelle", "<p>ohne</p>");

    let answer = delete(&admin, &linked, 1);

    assert_eq!(answer.status, 204, "{answer:?}");
}

#[test]
fn a_link_that_readers_have_below_a_draft_counts() {
    let (_server, region, admin) = musterkreis();
    let linked = region.page("de", "Ziel", "<p>x</p>");
    let linking = region.page("de", "Quelle", &format!("<p><a href=\"item:page/{}\">x</a></p>", linked.id));
    let draft = json!({"title": "Quelle", "html": "", "state": "draft"});
    admin.put(&format!("{REGION}/pages/{}/translations/de", linking.id)).if_match(1).json(&draft).send();

    let answer = delete(&admin, &linked, 1);

    answer.is(409, &referred(&format!("page/{}/de", linking.id)));
}

#[test]
fn deleting_needs_what_was_seen() {
    let (_server, region, admin) = musterkreis();
    let page = region.page("de", "Weg", "<p>x</p>");
    page.set_archived(Base::Any, true).unwrap();

    let stale = delete(&admin, &page, 1);
    let unseen = admin.delete(&format!("{REGION}/pages/{}", page.id)).send();

    assert_eq!((stale.status, stale.json()["current"].as_i64(), unseen.status), (412, Some(2), 428));
}

#[test]
fn a_tree_is_deleted_from_its_leaves_in_one_push() {
    let (server, region, admin) = musterkreis();
    let parent = region.page("de", "Oben", "<p>x</p>");
    let child = parent.child("de", "Unten", &format!("<p><a href=\"item:page/{}\">x</a></p>", parent.id));
    let drop = |page: &Page| json!({"delete_page": {"page": page.id, "base": 1}});

    let wrong = push(&admin, &[drop(&parent), drop(&child)]);
    let right = push(&admin, &[drop(&child), drop(&parent)]);

    assert_eq!(wrong.json()["operations"][0]["status"], 409);
    right.is(
        200,
        &json!({"operations": [
            {"index": 0, "status": 200, "page": child.id},
            {"index": 1, "status": 200, "page": parent.id},
        ]}),
    );
    assert!(titles(&server).is_empty());
}

#[test]
fn a_new_link_in_the_same_push_keeps_its_target() {
    let (_server, region, admin) = musterkreis();
    let (target, other) = (region.page("de", "Ziel", "<p>x</p>"), region.page("de", "Quelle", "<p>x</p>"));
    let third = region.page("de", "Dritte", "<p>x</p>");
    let html = format!("<p><a href=\"item:page/{}\">x</a></p>", target.id);

    let answer = push(
        &admin,
        &[
            json!({"delete_page": {"page": third.id, "base": 1}}),
            json!({"save_translation": {"page": other.id, "language": "de", "base": 1, "text": text("Quelle", &html)}}),
            json!({"delete_page": {"page": target.id, "base": 1}}),
        ],
    );

    assert_eq!(answer.json()["operations"][2]["status"], 409);
}
