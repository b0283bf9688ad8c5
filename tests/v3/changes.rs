//! What changed in a list since it was read: applied to an old list it gives the new one.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use content::items::{Base, Place};
use content::versions::Draft;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::paths;
use crate::support::{Page, Region, Server, public};

const LIST: &str = "/api/v3/kreis/de/pages/";

/// A list by path, as an app keeps it.
type Pages = BTreeMap<String, Value>;

/// The list as it stands, and the state that it shows; waits while readers still get the one before.
fn newest(server: &Server, region: &Region) -> (String, Value) {
    let counter = region.counter();
    let revision = format!("{}.{}", counter.epoch, counter.rev);
    let until = Instant::now() + Duration::from_secs(5);
    while Instant::now() < until {
        let list = server.get(LIST).send();
        if list.header("Lotse-Revision") == revision {
            return (revision, list.json());
        }
        std::thread::yield_now();
    }
    panic!("no list is older than a second");
}

fn since(server: &Server, revision: &str) -> Value {
    let answer = server.get(&format!("{LIST}?since={revision}")).send();
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["revision"], answer.header("Lotse-Revision"));
    answer.json()
}

fn by_path(list: &Value) -> Pages {
    paths(list).into_iter().map(str::to_owned).zip(list.as_array().unwrap().iter().cloned()).collect()
}

/// What an app does with an answer.
fn apply(mut pages: Pages, answer: &Value) -> Pages {
    if answer["full"] == true {
        pages.clear();
    }
    for path in answer["removed"].as_array().unwrap() {
        let was_listed = pages.remove(path.as_str().unwrap()).is_some();
        assert!(was_listed, "{path} was never listed");
    }
    pages.extend(by_path(&answer["changed"]));
    pages
}

#[test]
fn nothing_has_changed_since_the_newest_list() {
    let server = Server::start();
    let region = server.region("kreis", &["de"]);
    region.page("de", "Seite", "");
    let (revision, _) = newest(&server, &region);

    assert_eq!(since(&server, &revision), json!({ "revision": revision, "changed": [], "removed": [] }));
}

#[test]
fn a_page_changes_with_its_text_its_path_its_links_and_its_other_languages() {
    let server = Server::start();
    let region = server.region("kreis", &["de", "en"]);
    let root = region.page("de", "Wurzel", "");
    let child = root.child("de", "Kind", "");
    let linking = region.page("de", "Verweis", &format!("<a href=\"item:page/{}\">x</a>", child.id));
    region.page("de", "Fremd", "");
    let (before, _) = newest(&server, &region);

    child.says("en", "Child", "");
    root.says("en", "Root", "");
    let (translated, list) = newest(&server, &region);
    let answer = since(&server, &before);
    assert_eq!(paths(&answer["changed"]), ["/kreis/de/wurzel/", "/kreis/de/wurzel/kind/"]);
    assert_eq!((&answer["changed"][1], &answer["removed"]), (&list[1], &json!([])));

    root.save("de", Base::Any, Draft { slug: Some("stamm".to_owned()), ..public("Wurzel", "") }).unwrap();
    let (_, list) = newest(&server, &region);
    let answer = since(&server, &translated);
    assert_eq!(paths(&answer["changed"]), ["/kreis/de/stamm/", "/kreis/de/stamm/kind/", "/kreis/de/verweis/"]);
    assert_eq!(answer["changed"][2], list[2]);
    assert_eq!(answer["removed"], json!(["/kreis/de/wurzel/", "/kreis/de/wurzel/kind/"]));
    assert_eq!(answer.get("full"), None);

    linking.says("de", "Verweis", "");
    newest(&server, &region);
    assert_eq!(paths(&since(&server, &translated)["changed"]).len(), 3);
}

#[test]
fn a_list_that_this_server_never_made_is_answered_in_full() {
    let server = Server::start();
    let region = server.region("kreis", &["de"]);
    region.page("de", "Eins", "");
    let old = region.counter();
    region.page("de", "Zwei", "");
    let (revision, list) = newest(&server, &region);

    for asked in [
        format!("{}.{}", old.epoch, old.rev),
        format!("{}.{}", old.epoch, old.rev + 1000),
        format!("{}.{}", old.epoch, i64::MAX),
        format!("1-a.{}", old.rev),
        "x.0".to_owned(),
    ] {
        let expected = json!({ "revision": revision, "full": true, "changed": list, "removed": [] });
        assert_eq!(since(&server, &asked), expected, "{asked}");
    }
}

#[test]
fn changes_are_sent_once() {
    let server = Server::start();
    let region = server.region("kreis", &["de"]);
    region.page("de", "Eins", "");
    let (before, _) = newest(&server, &region);
    region.page("de", "Zwei", "");
    newest(&server, &region);
    let address = format!("{LIST}?since={before}");

    let first = server.get(&address).send();
    let again = server.get(&address).header("If-None-Match", first.header("ETag")).send();

    assert_eq!((first.status, again.status), (200, 304));
}

/// One edit of a random page; the numbers are taken modulo what there is.
#[derive(Clone, Debug)]
enum Edit {
    Add(usize),
    Text(usize, u8),
    Slug(usize, u8),
    English(usize, u8),
    Move(usize, usize),
    ToRoot(usize),
    Archive(usize, bool),
    Withdraw(usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let page = || 0..12_usize;
    prop_oneof![
        3 => page().prop_map(Edit::Add),
        2 => (page(), 0..3_u8).prop_map(|(page, text)| Edit::Text(page, text)),
        2 => (page(), 0..3_u8).prop_map(|(page, slug)| Edit::Slug(page, slug)),
        2 => (page(), 0..3_u8).prop_map(|(page, text)| Edit::English(page, text)),
        2 => (page(), page()).prop_map(|(page, parent)| Edit::Move(page, parent)),
        1 => page().prop_map(Edit::ToRoot),
        2 => (page(), any::<bool>()).prop_map(|(page, archived)| Edit::Archive(page, archived)),
        1 => page().prop_map(Edit::Withdraw),
    ]
}

impl Edit {
    /// Carries it out; what cannot be done, such as a cycle or a slug that is taken, is left undone.
    fn apply(&self, pages: &mut Vec<Page>) {
        let page = |number: &usize| &pages[number % pages.len()];
        match self {
            Self::Add(parent) => {
                let title = format!("Seite {}", pages.len());
                let html = format!("<a href=\"item:page/{}\">x</a>", page(parent).id);
                let child = page(parent).child("de", &title, &html);
                pages.push(child);
            }
            Self::Text(number, text) => drop(page(number).says("de", "Titel", &format!("<p>{text}</p>"))),
            Self::English(number, text) => drop(page(number).says("en", "Title", &format!("<p>{text}</p>"))),
            Self::Slug(number, slug) => {
                let draft = Draft { slug: Some(format!("slug-{number}-{slug}")), ..public("Titel", "") };
                drop(page(number).save("de", Base::Any, draft));
            }
            Self::Move(number, parent) => {
                drop(page(number).move_to(Base::Any, Place::FirstIn(Some(page(parent).id.clone()))));
            }
            Self::ToRoot(number) => drop(page(number).move_to(Base::Any, Place::LastIn(None))),
            Self::Archive(number, archived) => drop(page(number).set_archived(Base::Any, *archived)),
            Self::Withdraw(number) => drop(page(number).withdraw("de", Base::Any)),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn changes_applied_to_an_old_list_give_the_new_one(rounds in prop::collection::vec(prop::collection::vec(edit(), 1..6), 5)) {
        let server = Server::start();
        let region = server.region("kreis", &["de", "en"]);
        let mut pages: Vec<Page> = (0..3).map(|number| region.page("de", &format!("Wurzel {number}"), "")).collect();
        let (revision, list) = newest(&server, &region);
        let mut kept = vec![(revision, by_path(&list))];

        for round in rounds {
            round.iter().for_each(|edit| edit.apply(&mut pages));
            let (revision, list) = newest(&server, &region);
            let new = by_path(&list);
            for (old, known) in &kept {
                let answer = since(&server, old);
                prop_assert_eq!(answer.get("full"), None);
                prop_assert_eq!(apply(known.clone(), &answer), new.clone());
            }
            kept.push((revision, new));
        }
    }
}
