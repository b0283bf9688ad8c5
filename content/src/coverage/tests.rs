//! Coverage of small regions in a database of their own.

use locales::tags::Tag;

use super::*;
use crate::db::{Address, Store, World};
use crate::epochs::Role;
use crate::items::{self, Base, Item, Place};
use crate::kinds::Kind;
use crate::regions::NewRegion;
use crate::versions::{self, Draft, State as Version};
use crate::write::RegionWrite;
use crate::{languages, versions::Saved};

const HUMAN: &str = "test";

/// A region with German, and English and Arabic translated from it, filled by `fill`, and its coverage.
fn coverage_of(fill: fn(&mut Region<'_, '_>)) -> Coverage {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(coverage_filled_by(fill))
}

async fn coverage_filled_by(fill: fn(&mut Region<'_, '_>)) -> Coverage {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("lotse.db").display().to_string();
    let world = World { now: || 1_700_000_000_000, random: || [7; 16] };
    let store = Store::open(&Address::Sqlite(path), folder.path(), Role::Server, world).expect("a database");
    let new = NewRegion::named("kreis", "Kreis", "de", "Europe/Berlin");
    let region = store.write_region_or_new(new, move |tx| {
        for (tag, source) in [("de", None), ("en", Some("de")), ("ar", Some("de"))] {
            languages::add(tx, &Tag::parse(tag).expect("a tag"), tag, source)?;
        }
        fill(&mut Region { tx, pages: 0 });
        Ok(tx.region_id())
    });
    let region = region.await.expect("a region");
    let read = store.read(move |db| {
        let catalog = Catalog::load(db, region, None)?;
        of_region(db, &catalog)
    });
    read.await.expect("its coverage")
}

/// A region that is being filled.
struct Region<'a, 'b> {
    tx: &'a mut RegionWrite<'b>,
    pages: usize,
}

impl Region<'_, '_> {
    fn page(&mut self, above: Option<&Item>) -> Item {
        self.pages += 1;
        let id = format!("00000000-0000-4000-8000-{:012}", self.pages);
        let place = Place::LastIn(above.map(|item| item.id.clone()));
        items::create(self.tx, Kind::Page, id, &place, crate::kinds::Details::default(), HUMAN).expect("a page")
    }

    fn text(&mut self, item: &Item, language: &str, html: &str, date: &str) {
        self.save(item, language, Draft { html: html.into(), ..draft(date) });
    }

    fn save(&mut self, item: &Item, language: &str, draft: Draft) {
        let region = self.tx.region_id();
        let tree = languages::tree(self.tx.db(), region).expect("languages");
        let language = tree.iter().find(|known| known.key == language).expect("a language");
        let at = versions::Address { item, language };
        let newest = versions::newest(self.tx.db(), &at).expect("versions");
        let base = newest.map_or(Base::None, |version| Base::Number(version.number));
        let saved = versions::save(self.tx, at, HUMAN, base, draft).expect("a version");
        assert!(matches!(saved, Saved::Appended(_)));
    }
}

/// A public text of two words, last changed at `date`.
fn draft(date: &str) -> Draft {
    Draft {
        title: "Title".into(),
        slug: None,
        html: "<p>two words</p>".into(),
        state: Version::Public,
        minor: false,
        machine: false,
        follows: None,
        updated: Some(millis(date)),
        reason: None,
    }
}

fn millis(date: &str) -> i64 {
    times::parse(date).expect("a date")
}

fn pages(up_to_date: usize, outdated: usize, machine: usize, missing: usize) -> Counts {
    Counts { up_to_date, outdated, machine, missing }
}

#[test]
fn each_page_counts_under_its_topic_with_the_words_of_its_source() {
    let coverage = coverage_of(|region| {
        let work = region.page(None);
        let contract = region.page(Some(&work));
        let health = region.page(None);
        region.text(&work, "de", "<p>eins zwei drei</p>", "2024-01-01T00:00:00Z");
        region.text(&contract, "de", "<p>vier <b>fünf</b></p>", "2024-01-02T00:00:00Z");
        region.text(&health, "de", "<p>sechs</p>", "2024-01-03T00:00:00Z");
        region.text(&work, "en", "<p>one</p>", "2024-02-01T00:00:00Z");
        region.text(&contract, "de", "<p>vier fünf sechs sieben</p>", "2024-03-01T00:00:00Z");
        region.save(&contract, "en", Draft { follows: Some(1), ..draft("2024-02-02T00:00:00Z") });
        region.save(&contract, "ar", Draft { machine: true, ..draft("2024-03-02T00:00:00Z") });
    });

    let since = Some(millis("2024-03-01T00:00:00Z"));
    let german = Figures { pages: pages(2, 0, 0, 0), words: pages(7, 0, 0, 0), waiting_since: None };
    let english = Figures { pages: pages(1, 1, 0, 0), words: pages(3, 4, 0, 0), waiting_since: since };
    let arabic = Figures { pages: pages(0, 0, 1, 1), words: pages(0, 0, 4, 3), waiting_since: None };
    let work = Figures { pages: pages(1, 1, 1, 1), words: pages(3, 4, 4, 3), waiting_since: since };
    assert_eq!(coverage.topics[0].languages, [german, english, arabic]);
    assert_eq!(coverage.topics[0].total, work);
    let german = Figures { pages: pages(1, 0, 0, 0), words: pages(1, 0, 0, 0), waiting_since: None };
    let missing = Figures { pages: pages(0, 0, 0, 1), words: pages(0, 0, 0, 1), waiting_since: None };
    assert_eq!(coverage.topics[1].languages, [german, missing.clone(), missing]);
    assert_eq!(coverage.topics.len(), 2);
    assert_eq!(coverage.languages[1].pages, pages(1, 1, 0, 1));
    assert_eq!(coverage.total, Figures { pages: pages(1, 1, 1, 3), words: pages(3, 4, 4, 5), waiting_since: since });
}

#[test]
fn a_text_waits_since_the_first_change_that_it_does_not_follow() {
    let coverage = coverage_of(|region| {
        let page = region.page(None);
        region.text(&page, "de", "<p>a</p>", "2024-01-01T00:00:00Z");
        region.text(&page, "en", "<p>a</p>", "2024-01-01T00:00:00Z");
        let typo = Draft { html: "<p>b</p>".into(), minor: true, ..draft("2024-02-01T00:00:00Z") };
        region.save(&page, "de", typo);
        region.text(&page, "de", "<p>c</p>", "2024-03-01T00:00:00Z");
        region.text(&page, "de", "<p>d</p>", "2024-04-01T00:00:00Z");
    });

    assert_eq!(coverage.languages[1].pages, pages(0, 1, 0, 0));
    assert_eq!(coverage.languages[1].waiting_since, Some(millis("2024-03-01T00:00:00Z")));
}

#[test]
fn pages_that_nobody_reads_in_the_source_do_not_count() {
    let coverage = coverage_of(|region| {
        let archived = region.page(None);
        let below = region.page(Some(&archived));
        let draft_only = region.page(None);
        let only_english = region.page(None);
        region.text(&archived, "de", "<p>a</p>", "2024-01-01T00:00:00Z");
        region.text(&below, "de", "<p>a</p>", "2024-01-01T00:00:00Z");
        region.save(&draft_only, "de", Draft { state: Version::Draft, ..draft("2024-01-01T00:00:00Z") });
        region.text(&only_english, "en", "<p>a</p>", "2024-02-01T00:00:00Z");
        items::set_archived(region.tx, archived, Base::Any, true, HUMAN).expect("archived");
    });

    assert_eq!(coverage.topics, []);
    assert_eq!(coverage.total, Figures::default());
    assert_eq!(coverage.languages, vec![Figures::default(); 3]);
}

#[test]
fn a_month_counts_each_date_of_a_text_once_in_the_regions_time() {
    let coverage = coverage_of(|region| {
        let page = region.page(None);
        region.text(&page, "de", "<p>a</p>", "2024-01-31T23:30:00Z");
        region.text(&page, "de", "<p>b</p>", "2024-01-31T23:30:00Z");
        region.text(&page, "en", "<p>a</p>", "2024-02-10T00:00:00Z");
        region.text(&page, "en", "<p>b</p>", "2024-02-11T00:00:00Z");
        region.save(&page, "en", Draft { state: Version::Draft, ..draft("2024-03-01T00:00:00Z") });
    });

    let february = BTreeMap::from([("de".to_owned(), 1), ("en".to_owned(), 2)]);
    assert_eq!(coverage.rhythm, BTreeMap::from([("2024-02".to_owned(), february)]));
}
