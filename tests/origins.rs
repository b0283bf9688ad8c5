//! Copies of pages between and within regions, and what becomes of changes at the pages that they were made from.

use content::items::Base;
use content::roles::Role;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Page, Region, Server, public, role};

const STADT: &str = "/api/v1/regions/musterstadt";

/// A server with a region in three languages, and one in two of them that copies from it.
fn two_regions() -> (Server, Region, Region, Client) {
    let server = Server::start();
    let kreis = server.region("musterkreis", &["de", "en", "ar"]);
    let stadt = server.region("musterstadt", &["de", "en"]);
    let admin = server.admin();
    (server, kreis, stadt, admin)
}

fn copy(client: &Client, body: &Value) -> Answer {
    client.post(&format!("{STADT}/pages/copy")).json(body).send()
}

/// The copies that an answer tells of, as pages of `region`.
fn copies(answer: &Answer, region: &Region) -> Vec<Page> {
    let pages = answer.json()["pages"].as_array().unwrap().clone();
    let id = |page: &Value| page["page"].as_str().unwrap().to_owned();
    pages.iter().map(|page| Page { id: id(page), region: region.clone() }).collect()
}

/// One page of the first region, and its public copy in the second.
fn copied(admin: &Client, kreis: &Region, stadt: &Region) -> (Page, Page) {
    let page = kreis.page("de", "Amt", "<p>amt</p>");
    let answer = copy(admin, &json!({"from": "musterkreis", "page": page.id, "state": "public"}));
    let copy = copies(&answer, stadt).remove(0);
    (page, copy)
}

fn changes(client: &Client) -> Vec<Value> {
    let listed = client.get(&format!("{STADT}/origin-changes")).send().json().as_array().unwrap().clone();
    listed.iter().map(|row| json!([row["language"], row["change"], row["seen"], row["version"]])).collect()
}

fn origin(copy: &Page, language: &str) -> String {
    format!("{STADT}/pages/{}/translations/{language}/origin", copy.id)
}

#[test]
fn a_tree_is_copied_with_its_order_its_links_and_what_is_outdated_in_it() {
    let (_server, kreis, stadt, admin) = two_regions();
    let top = kreis.page("de", "Oben", "<p>oben</p>");
    top.says("en", "Top", "<p>top</p>");
    top.says("de", "Oben", "<p>oben, neu</p>");
    top.says("ar", "Oben", "<p>arabisch</p>");
    let (first, second) = (top.child("de", "Eins", "<p>1</p>"), top.child("de", "Zwei", "<p>2</p>"));
    let elsewhere = kreis.page("de", "Anderswo", "");
    second.says(
        "de",
        "Zwei",
        &format!("<p><a href=\"item:page/{}\">1</a> <a href=\"item:page/{}\">x</a></p>", first.id, elsewhere.id),
    );
    top.child("de", "Archiviert", "").set_archived(Base::Any, true).unwrap();
    stadt.page("de", "Schon da", "");

    let answer =
        copy(&admin, &json!({"from": "musterkreis", "page": top.id, "place": {"first_in": null}, "state": "public"}));

    let made = copies(&answer, &stadt);
    assert_eq!((answer.status, &answer.json()["texts"], &answer.json()["links_left"]), (201, &json!(4), &json!(1)));
    let pages = admin.get(&format!("{STADT}/de/pages")).send().json();
    let titles: Vec<&str> = pages.as_array().unwrap().iter().map(|page| page["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["Oben", "Eins", "Zwei", "Schon da"]);
    assert_eq!(made[1].item().parent.as_ref(), Some(&made[0].id));
    let link =
        format!("<p><a href=\"item:page/{}\">1</a> <a href=\"item:page/{}\">x</a></p>", made[1].id, elsewhere.id);
    assert_eq!(made[2].newest("de").unwrap().html, link);
    let states = admin.get(&format!("{STADT}/pages/{}/translations", made[0].id)).send().json();
    assert_eq!((&states[0]["state"], &states[1]["state"]), (&json!("up-to-date"), &json!("outdated")));
    assert_eq!((made[0].newest("de").unwrap().number, changes(&admin)), (1, Vec::<Value>::new()));
}

#[test]
fn all_pages_of_a_region_are_copied_as_drafts_that_nobody_reads_yet() {
    let (_server, kreis, stadt, admin) = two_regions();
    let draft = kreis.page("de", "Eins", "<p>eins</p>");
    draft
        .save("de", Base::Any, content::versions::Draft { state: content::versions::State::Draft, ..public("Neu", "") })
        .unwrap();
    kreis.page("de", "Zwei", "<p>zwei</p>");

    let answer = copy(&admin, &json!({"from": "musterkreis"}));

    let texts: Vec<(String, String)> = copies(&answer, &stadt)
        .iter()
        .map(|page| page.newest("de").unwrap())
        .map(|version| (version.title, version.state.as_str().to_owned()))
        .collect();
    assert_eq!(texts, [("Eins".to_owned(), "draft".to_owned()), ("Zwei".to_owned(), "draft".to_owned())]);
    assert_eq!(stadt.published_keys().iter().filter(|key| key.contains("page/")).count(), 0);
}

#[test]
fn a_copy_within_a_region_stands_beside_its_original() {
    let (_server, _, stadt, admin) = two_regions();
    let page = stadt.page("de", "Amt", "<p>amt</p>");
    page.child("de", "Unten", "<p>unten</p>");

    let answer = copy(&admin, &json!({"page": page.id, "place": {"last_in": page.id}, "state": "public"}));

    let made = copies(&answer, &stadt);
    assert_eq!((answer.status, made.len()), (201, 2));
    assert_eq!(made[0].item().parent, Some(page.id));
    assert_eq!(made[0].newest("de").unwrap().slug, "amt-2");
}

#[test]
fn a_change_at_the_origin_can_be_accepted() {
    let (server, kreis, stadt, admin) = two_regions();
    let (page, copy) = copied(&admin, &kreis, &stadt);
    let other = kreis.page("de", "Ziel", "");
    self::copy(&admin, &json!({"from": "musterkreis", "page": other.id, "state": "public"}));
    assert_eq!(changes(&admin), Vec::<Value>::new());
    page.says("de", "Amt", &format!("<p>amt, <a href=\"item:page/{}\">neu</a></p>", other.id));

    let listed = changes(&admin);
    let shown = admin.get(&origin(&copy, "de")).send().json();
    let accepted =
        admin.post(&origin(&copy, "de")).if_match(1).json(&json!({"accept": {"version": 2, "state": "public"}})).send();

    assert_eq!(listed, [json!(["de", "changed", 1, 2])]);
    assert_eq!(
        (&shown["page"], &shown["region"], &shown["seen"], &shown["version"]),
        (&json!(page.id), &json!("musterkreis"), &json!(1), &json!(2))
    );
    assert_eq!(shown["text"], json!([{"fate": "equal", "text": "amt"}, {"fate": "added", "text": ", neu"}]));
    assert_eq!((accepted.status, accepted.header("etag")), (200, "\"2\""));
    let text = server.get(&format!("{STADT}/de/pages/{}", copy.id)).send().json();
    assert!(text["html"].as_str().unwrap().ends_with("/musterstadt/de/ziel/\">neu</a></p>"), "{text}");
    assert_eq!(changes(&admin), Vec::<Value>::new());
}

#[test]
fn a_change_at_the_origin_can_be_adapted_or_ignored() {
    let (_server, kreis, stadt, admin) = two_regions();
    let (page, copy) = copied(&admin, &kreis, &stadt);
    page.says("de", "Amt", "<p>zwei</p>");
    let own = json!({"title": "Amt", "html": "<p>eigenes</p>", "state": "public"});

    let stale =
        admin.post(&origin(&copy, "de")).if_match(7).json(&json!({"adapt": {"version": 2, "text": own}})).send();
    let old = admin.post(&origin(&copy, "de")).if_match(1).json(&json!({"adapt": {"version": 1, "text": own}})).send();
    let adapted =
        admin.post(&origin(&copy, "de")).if_match(1).json(&json!({"adapt": {"version": 2, "text": own}})).send();
    let after_adapting = changes(&admin);
    page.says("de", "Amt", "<p>drei</p>");
    let ignored = admin.post(&origin(&copy, "de")).if_match(2).json(&json!({"ignore": {"version": 3}})).send();

    assert_eq!((stale.status, &stale.json()["winner"]["version"]), (412, &json!(1)));
    assert_eq!((old.status, &old.json()["field"]), (422, &json!("version")));
    assert_eq!((adapted.status, &adapted.json()["html"]), (200, &json!("<p>eigenes</p>")));
    assert_eq!(after_adapting, Vec::<Value>::new());
    assert_eq!((ignored.status, copy.newest("de").unwrap().number), (204, 2));
    assert_eq!(changes(&admin), Vec::<Value>::new());
}

#[test]
fn what_is_added_withdrawn_or_archived_at_the_origin_is_listed() {
    let (_server, kreis, stadt, admin) = two_regions();
    let (page, copy) = copied(&admin, &kreis, &stadt);

    page.says("en", "Office", "<p>office</p>");
    page.says("ar", "Amt", "<p>arabisch</p>");
    page.withdraw("de", Base::Any).unwrap();
    let listed = changes(&admin);
    let added = admin.post(&origin(&copy, "en")).if_none().json(&json!({"accept": {"version": 1}})).send();
    let withdrawn = admin.post(&origin(&copy, "de")).if_match(1).json(&json!({"accept": {"version": 2}})).send();
    let after = changes(&admin);
    page.set_archived(Base::Any, true).unwrap();
    let archived = changes(&admin);

    assert_eq!(listed, [json!(["de", "withdrawn", 1, 2]), json!(["en", "added", 0, 1])]);
    assert_eq!(
        (added.status, &added.json()["state"], &added.json()["title"]),
        (200, &json!("draft"), &json!("Office"))
    );
    assert_eq!((withdrawn.status, copy.published("de")), (200, None));
    assert_eq!(after, Vec::<Value>::new());
    assert_eq!(archived, [json!(["de", "archived", 2, null]), json!(["en", "archived", 1, null])]);
}

#[test]
fn a_page_with_copies_is_kept_until_they_forget_it() {
    let (_server, kreis, stadt, admin) = two_regions();
    let (page, copy) = copied(&admin, &kreis, &stadt);
    let original = format!("/api/v1/regions/musterkreis/pages/{}", page.id);

    let needed = admin.delete(&original).if_any().send();
    let forgotten = admin.delete(&origin(&copy, "de")).send();
    let again = admin.delete(&origin(&copy, "de")).send();
    let deleted = admin.delete(&original).if_any().send();

    assert_eq!((needed.status, needed.text().contains(&format!("page/{}", copy.id))), (409, true));
    assert_eq!((forgotten.status, again.status, &again.json()["code"]), (204, 404, &json!("unknown-origin")));
    assert_eq!((deleted.status, copy.newest("de").unwrap().title.as_str()), (204, "Amt"));
}

#[test]
fn a_copy_that_cannot_be_is_refused() {
    let (server, kreis, stadt, admin) = two_regions();
    let (archived, draft) = (kreis.page("de", "Alt", ""), stadt.page("de", "Da", ""));
    archived.set_archived(Base::Any, true).unwrap();
    let author = server.browser(&server.user("author", &[role(Role::Author, stadt.id)]));

    for (body, status, code) in [
        (json!({"from": "atlantis"}), 404, "unknown-region"),
        (json!({"from": "musterkreis"}), 422, "invalid"),
        (json!({"from": "musterkreis", "page": archived.id}), 422, "invalid"),
        (json!({"from": "musterkreis", "page": draft.id}), 422, "invalid"),
        (json!({"from": "musterkreis", "page": "x"}), 400, "bad-body"),
        (json!({"state": "withdrawn"}), 400, "bad-body"),
    ] {
        let answer = copy(&admin, &body);
        assert_eq!((answer.status, &answer.json()["code"]), (status, &json!(code)), "{body}");
    }
    assert_eq!(copy(&author, &json!({"page": draft.id, "state": "public"})).status, 403);
    assert_eq!(copy(&author, &json!({"page": draft.id})).status, 201);
}

#[test]
fn a_copy_that_is_asked_for_twice_under_one_key_is_made_once() {
    let (_server, kreis, stadt, admin) = two_regions();
    kreis.page("de", "Amt", "");
    let send = || {
        let request = admin.post(&format!("{STADT}/pages/copy")).header("Idempotency-Key", "copy-1");
        request.json(&json!({"from": "musterkreis", "state": "public"})).send()
    };

    let (first, second) = (send(), send());

    assert_eq!((first.status, first.json()), (second.status, second.json()));
    assert_eq!(stadt.published_keys().iter().filter(|key| key.starts_with("de page/")).count(), 1);
}
