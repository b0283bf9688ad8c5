//! Links between pages that lead nowhere, and who is told of them.

use content::items::{Base, Place};
use content::roles::Role;
use content::versions::State;
use serde_json::{Value, json};

use super::{BROKEN, for_page, somebody, to, to_page, told};
use crate::support::{Server, public, role};

const UNKNOWN: &str = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61";

#[test]
fn a_link_is_listed_with_what_is_wrong_and_where_it_stands() {
    let server = Server::start();
    let region = server.region("musterkreis", &["de", "en"]);
    let html = format!("{}{}", to_page(UNKNOWN), to_page(&format!("{UNKNOWN}#hours")));
    let page = region.page("de", "Eins", &format!("{html}{}<p>item:page/{UNKNOWN}</p>", to_page(UNKNOWN)));

    let list = server.admin().get(BROKEN).send();

    let link = |target: String, count: u32| {
        json!({
            "kind": "missing", "target": target, "count": count, "detail": null, "since": null, "checked": null,
            "page": page.id, "language": "de", "version": 1, "title": "Eins", "public": true,
        })
    };
    list.is(
        200,
        &json!({
            "links": [link(format!("item:page/{UNKNOWN}"), 2), link(format!("item:page/{UNKNOWN}#hours"), 1)],
            "next": null,
            "external": {"check": "off", "known": 0, "unchecked": 0, "dead": 0},
        }),
    );
}

#[test]
fn a_link_breaks_and_heals_with_the_page_it_leads_to() {
    let server = Server::start();
    let region = server.region("musterkreis", &["de", "en"]);
    let (above, target) = (region.page("de", "Oben", ""), region.page("de", "Ziel", ""));
    let page = region.page("de", "Eins", &to_page(&target.id));
    let admin = server.admin();
    let list = || told(&admin.get(BROKEN).send().json());
    let broken = |kind: &str| vec![json!([kind, page.id, "de", 1, true])];

    assert_eq!(list(), Vec::<Value>::new());
    target.withdraw("de", Base::Number(1)).unwrap();
    assert_eq!(list(), broken("untranslated"));
    target.says("de", "Ziel", "");
    assert_eq!(list(), Vec::<Value>::new());
    above.set_archived(Base::Any, true).unwrap();
    assert_eq!(list(), Vec::<Value>::new());
    target.move_to(Base::Any, Place::LastIn(Some(above.id.clone()))).unwrap();
    assert_eq!(list(), broken("archived"));
    above.set_archived(Base::Any, false).unwrap();
    assert_eq!(list(), Vec::<Value>::new());
    page.says("en", "One", &to_page(&target.id));
    assert_eq!(list(), [json!(["untranslated", page.id, "en", 1, true])]);
    target.says("en", "Target", "");
    assert_eq!(list(), Vec::<Value>::new());
}

#[test]
fn what_readers_have_and_what_is_being_written_count_and_nothing_else() {
    let server = Server::start();
    let region = server.region("musterkreis", &["de", "en"]);
    let page = region.page("de", "Alt", &to_page(UNKNOWN));
    page.says("de", "Eins", &to_page(UNKNOWN));
    page.save("de", Base::Number(2), content::versions::Draft { state: State::Draft, ..public("Zwei", "") }).unwrap();
    let html = format!("{}{}", to_page(UNKNOWN), to_page(&page.id));
    page.save("de", Base::Number(3), content::versions::Draft { state: State::Review, ..public("Drei", &html) })
        .unwrap();
    let archived = region.page("de", "Archiv", &to_page(UNKNOWN));
    archived.child("de", "Darunter", &to_page(UNKNOWN));
    archived.set_archived(Base::Any, true).unwrap();
    let withdrawn = region.page("de", "Weg", &to_page(UNKNOWN));
    withdrawn.withdraw("de", Base::Any).unwrap();

    let list = server.admin().get(BROKEN).send().json();

    let missing = |version: u32, is_public: bool| json!(["missing", page.id, "de", version, is_public]);
    assert_eq!(told(&list), [missing(2, true), missing(4, false)]);
}

#[test]
fn the_list_comes_in_pages_in_a_stable_order() {
    let server = Server::start();
    let region = server.region("musterkreis", &["de", "en"]);
    let target = region.page("de", "Ziel", "");
    for title in ["Eins", "Zwei", "Drei"] {
        let page = region.page("de", title, &format!("{}{}", to_page(UNKNOWN), to_page(&format!("{UNKNOWN}#x"))));
        page.says("en", title, &to_page(&target.id));
    }
    let admin = server.admin();
    let get = |query: &str| admin.get(&format!("{BROKEN}?{query}")).send();

    let all = get("limit=1000").json();
    let (mut paged, mut after) = (Vec::new(), String::new());
    for _ in 0..20 {
        let page = get(&format!("limit=2{after}")).json();
        paged.extend(page["links"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    let missing = get("kind=missing").json();
    let untranslated = get("kind=untranslated&limit=2").json();

    assert_eq!(all["links"].as_array().unwrap().len(), 9);
    assert_eq!((&Value::from(paged), &all["next"]), (&all["links"], &Value::Null));
    assert_eq!((missing["links"].as_array().unwrap().len(), missing["next"].is_null()), (6, true));
    assert_eq!((untranslated["links"].as_array().unwrap().len(), untranslated["next"].is_null()), (2, false));
    for (query, field) in [
        ("kind=lost", "kind"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("after=x", "after"),
        ("after=1.2.3.4", "after"),
    ] {
        let refused = get(query);
        assert_eq!((refused.status, &refused.json()["field"]), (400, &json!(field)), "{query}");
    }
}

#[test]
fn nobody_is_told_of_pages_that_they_may_not_see() {
    let server = Server::start();
    let region = server.region("musterkreis", &["de"]);
    let page = region.page("de", "Eins", &format!("{}{}", to_page(UNKNOWN), to("https://a.example/")));
    let child = page.child("de", "Darunter", &to_page(UNKNOWN));
    region.page("de", "Zwei", &format!("{}{}", to_page(UNKNOWN), to("https://b.example/")));
    let observer = somebody(&server, "observer", &[role(Role::Observer, region.id)]);
    let author = somebody(&server, "author", &[for_page(Role::PageAuthor, &region, &page.id)]);
    let neighbour = server.region("nachbarkreis", &["de"]);
    let elsewhere = somebody(&server, "elsewhere", &[role(Role::Editor, neighbour.id)]);

    let (all, own) = (observer.get(BROKEN).send().json(), author.get(BROKEN).send().json());

    assert_eq!((told(&all).len(), &all["external"]["known"]), (3, &json!(2)));
    let mut pages = [&page.id, &child.id].map(|id| json!(["missing", id, "de", 1, true]));
    pages.sort_by_key(ToString::to_string);
    assert_eq!((told(&own), &own["external"]["known"]), (pages.to_vec(), &json!(1)));
    assert_eq!(elsewhere.get(BROKEN).send().status, 403);
}
