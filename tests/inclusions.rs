//! Pages that show the text of another page: joined for every reader, and never behind what they show.

use content::inclusions::{Inclusion, Position};
use content::items::{self, Base};
use content::kinds::Details;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Database, PUBLIC_URL, Page, Region, Server};

/// A server with two regions, of which the first has Arabic as well.
fn two_regions() -> (Server, Region, Region) {
    let server = Server::start();
    let kreis = server.region("musterkreis", &["de", "en", "ar"]);
    let stadt = server.region("musterstadt", &["de", "en"]);
    (server, kreis, stadt)
}

fn include(client: &Client, page: &Page, included: &str, position: &str) -> Answer {
    let address = format!("/api/v1/regions/{}/pages/{}", page.region.slug, page.id);
    let number = page.item().number;
    client.put(&address).if_match(number).json(&json!({"includes": {"page": included, "position": position}})).send()
}

/// What readers have of the page.
fn html(server: &Server, page: &Page, language: &str) -> Value {
    let path = format!("/api/v1/regions/{}/{language}/pages/{}", page.region.slug, page.id);
    server.get(&path).send().json()["html"].clone()
}

#[test]
fn a_page_shows_the_text_of_another_before_or_after_its_own() {
    let (server, kreis, stadt) = two_regions();
    let office = kreis.page("de", "Amt", "<p>amt</p>");
    let own = kreis.page("de", "Eigene", "<p>eigene</p>");
    let other = stadt.page("de", "Stadt", "<p>stadt</p>");
    let admin = server.admin();

    let answer = include(&admin, &own, &office.id, "before");
    include(&admin, &other, &office.id, "after");

    assert_eq!((answer.status, answer.header("etag")), (200, "\"2\""));
    assert_eq!(answer.json()["includes"], json!({"page": office.id, "position": "before"}));
    assert_eq!(html(&server, &own, "de"), "<p>amt</p><p>eigene</p>");
    assert_eq!(html(&server, &other, "de"), "<p>stadt</p><p>amt</p>");
    let v3 = server.get("/api/v3/musterstadt/de/pages/").send().json();
    assert_eq!(v3[0]["content"], "<p>stadt</p><p>amt</p>");
    let page = server.get("/musterstadt/de/stadt/").send();
    assert!(page.text().contains("<p>stadt</p><p>amt</p>"), "{}", page.text());
    let line = stadt.lines().into_iter().find(|line| line.scope == "de").unwrap().line.unwrap();
    assert!(line.contains("<p>stadt</p><p>amt</p>"), "{line}");
    let preview = admin.post(&format!("/api/v1/regions/musterstadt/pages/{}/translations/de/preview", other.id)).send();
    let preview = preview.json()["url"].as_str().unwrap().strip_prefix(PUBLIC_URL).unwrap().to_owned();
    assert!(server.get(&preview).send().text().contains("<p>stadt</p><p>amt</p>"));
    assert_eq!(other.newest("de").unwrap().html, "<p>stadt</p>");
}

#[test]
fn what_changes_in_the_other_page_is_shown_at_once_here_and_soon_in_another_region() {
    let (server, kreis, stadt) = two_regions();
    let office = kreis.page("de", "Amt", "<p>amt</p>");
    let (own, other) = (kreis.page("de", "Eigene", ""), stadt.page("de", "Stadt", ""));
    include(&server.admin(), &own, &office.id, "after");
    include(&server.admin(), &other, &office.id, "after");
    let mut rev = stadt.counter().rev;
    let mut follows = |there: Option<&str>| {
        rev += 1;
        server.head_of("musterstadt", rev);
        let there = there.unwrap_or_default();
        assert_eq!((html(&server, &own, "de"), html(&server, &other, "de")), (json!(there), json!(there)));
    };

    office.says("de", "Amt", "<p>neu</p>");
    follows(Some("<p>neu</p>"));
    office.withdraw("de", Base::Any).unwrap();
    follows(None);
    office.says("de", "Amt", "<p>wieder</p>");
    follows(Some("<p>wieder</p>"));
    office.set_archived(Base::Any, true).unwrap();
    follows(None);
    office.set_archived(Base::Any, false).unwrap();
    follows(Some("<p>wieder</p>"));
}

#[test]
fn only_what_both_have_is_joined_and_nothing_is_shown_in_turn() {
    let (server, kreis, stadt) = two_regions();
    let office = kreis.page("de", "Amt", "<p>amt</p>");
    office.says("ar", "Amt", "<p>arabisch</p>");
    let other = stadt.page("de", "Stadt", "<p>stadt</p>");
    other.says("en", "City", "<p>city</p>");
    let admin = server.admin();

    include(&admin, &other, &office.id, "after");
    include(&admin, &office, &other.id, "after");

    assert_eq!(html(&server, &other, "de"), "<p>stadt</p><p>amt</p>");
    assert_eq!(html(&server, &other, "en"), "<p>city</p>");
    assert_eq!(html(&server, &office, "de"), "<p>amt</p><p>stadt</p>");
    assert_eq!(html(&server, &office, "ar"), "<p>arabisch</p>");
}

#[test]
fn links_of_a_text_from_another_region_lead_there() {
    let (server, kreis, stadt) = two_regions();
    let (top, hidden) = (kreis.page("de", "Oben", ""), kreis.page("de", "Versteckt", ""));
    let target = top.child("de", "Ziel", "<p>z</p>");
    hidden.set_archived(Base::Any, true).unwrap();
    let links =
        format!("<p><a href=\"item:page/{}#zeit\">Ziel</a> <a href=\"item:page/{}\">weg</a></p>", target.id, hidden.id);
    let office = kreis.page("de", "Amt", &links);
    let other = stadt.page("de", "Stadt", "");

    include(&server.admin(), &other, &office.id, "after");

    let address = format!("{PUBLIC_URL}/musterkreis/de/ziel/#zeit");
    let expected = format!("<p><a href=\"{address}\">Ziel</a> <a>weg</a></p>");
    assert_eq!(html(&server, &other, "de"), json!(expected));
    let shown = server.get("/musterkreis/de/ziel/").send();
    assert_eq!((shown.status, shown.header("location")), (308, "../../../musterkreis/de/oben/ziel/"));
}

#[test]
fn an_inclusion_that_leads_nowhere_is_refused_and_one_that_is_needed_keeps_its_page() {
    let (server, kreis, _) = two_regions();
    let admin = server.admin();
    let (own, office) = (kreis.page("de", "Eigene", ""), kreis.page("de", "Amt", "<p>amt</p>"));
    let archived = kreis.page("de", "Alt", "");
    archived.set_archived(Base::Any, true).unwrap();

    for included in [own.id.as_str(), archived.id.as_str(), "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61"] {
        let refused = include(&admin, &own, included, "after");
        assert_eq!((refused.status, &refused.json()["field"]), (422, &json!("includes")), "{included}");
    }
    let unreadable = include(&admin, &own, "x", "after");
    assert_eq!((unreadable.status, &unreadable.json()["field"]), (400, &json!("includes")));
    assert_eq!(include(&admin, &own, &office.id, "after").status, 200);
    let needed = admin.delete(&format!("/api/v1/regions/musterkreis/pages/{}", office.id)).if_any().send();
    assert_eq!((needed.status, needed.text().contains(&format!("page/{}", own.id))), (409, true));
    // A page that is archived later stays included, so that other details can be changed.
    office.set_archived(Base::Any, true).unwrap();
    assert_eq!(include(&admin, &own, &office.id, "before").status, 200);
}

/// One step of a random history; pages and the pages that they include are drawn from all there are.
#[derive(Clone, Debug)]
enum Step {
    Says { page: Index, language: bool },
    Withdraw { page: Index },
    Archive { page: Index, archived: bool },
    Include { page: Index, included: Option<Index>, position: Position },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let position = prop_oneof![Just(Position::Before), Just(Position::After)];
    let step = prop_oneof![
        3 => (any::<Index>(), any::<bool>()).prop_map(|(page, language)| Step::Says { page, language }),
        1 => any::<Index>().prop_map(|page| Step::Withdraw { page }),
        1 => (any::<Index>(), any::<bool>()).prop_map(|(page, archived)| Step::Archive { page, archived }),
        3 => (any::<Index>(), prop::option::weighted(0.8, any::<Index>()), position)
            .prop_map(|(page, included, position)| Step::Include { page, included, position }),
    ];
    prop::collection::vec(step, 1..25)
}

/// Carries out `step`; what the domain refuses changes nothing.
fn take(step: &Step, number: usize, pages: &[Page]) {
    let at = |index: &Index| &pages[index.index(pages.len())];
    match step {
        Step::Says { page, language } => {
            let language = if *language { "de" } else { "en" };
            at(page).says(language, "Seite", &format!("<p>{number}</p>"));
        }
        Step::Withdraw { page } => drop(at(page).withdraw("de", Base::Any)),
        Step::Archive { page, archived } => drop(at(page).set_archived(Base::Any, *archived)),
        Step::Include { page, included, position } => {
            let inclusion = |page: &Page| Inclusion { page: page.id.clone(), position: *position };
            let includes = included.as_ref().map(|included| inclusion(at(included)));
            let (page, item) = (at(page), at(page).item());
            let details = Details { includes, ..item.details.0.clone() };
            drop(page.region.write(move |tx| items::set_details(tx, item, Base::Any, details)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn after_random_changes_readers_have_what_a_rebuild_gives(steps in steps()) {
        let database = Database::new();
        let regions = ["musterkreis", "musterstadt"].map(|slug| database.region(slug, &["de", "en"]));
        let pages: Vec<Page> = regions.iter().cycle().take(6).map(|region| region.page("de", "Seite", "<p>x</p>")).collect();

        for (number, step) in steps.iter().enumerate() {
            take(step, number, &pages);
        }
        regions[0].publish();

        for region in &regions {
            let before = region.lines();
            region.write(|tx| { tx.touch_everything(); Ok(()) }).unwrap();
            prop_assert_eq!(region.lines(), before);
        }
    }
}
