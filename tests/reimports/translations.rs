//! Which source version an imported translation follows.

use super::cms::{Cms, page};
use crate::support::{Database, Page};

fn is_outdated(page: &Page) -> bool {
    let source = page.published("de").unwrap();
    let majors = page.versions("de").into_iter().filter(|version| !version.minor && version.number <= source.number);
    let newest = majors.map(|version| version.number).max().unwrap();
    page.published("en").unwrap().follows.unwrap() < newest
}

#[test]
fn a_translation_that_is_not_newer_than_its_source_is_outdated() {
    let (database, mut cms) = (Database::new(), Cms::with(3));
    cms.text(2, "en").date = cms.text(2, "de").date.clone();
    cms.text(3, "en").date = "2025-12-31T10:00:00+01:00".to_owned();

    cms.import(&database);

    let outdated = ["de-1", "de-2", "de-3"].map(|slug| is_outdated(&page(&database, slug)));
    assert_eq!(outdated, [false, true, true]);
}

#[test]
fn a_changed_source_outdates_its_translation_until_that_is_changed_too() {
    let (database, mut cms) = (Database::new(), Cms::with(1));
    cms.import(&database);
    cms.edit(1, "de", "neu", "2026-02-01");
    cms.import(&database);
    let between = is_outdated(&page(&database, "de-1"));
    cms.edit(1, "en", "new", "2026-02-02");

    cms.import(&database);

    assert_eq!((between, is_outdated(&page(&database, "de-1"))), (true, false));
}

#[test]
fn a_newer_date_on_an_equal_text_follows_the_newest_source() {
    let (database, mut cms) = (Database::new(), Cms::with(1));
    cms.import(&database);
    cms.edit(1, "de", "neu", "2026-02-01");
    cms.import(&database);
    cms.text(1, "en").date = "2026-02-02T10:00:00+01:00".to_owned();

    let report = cms.import(&database);

    let page = page(&database, "de-1");
    assert_eq!((report.languages["en"].updated, page.versions("en").len()), (1, 2));
    assert!(!is_outdated(&page));
}

#[test]
fn a_new_place_alone_makes_no_version() {
    let (database, mut cms) = (Database::new(), Cms::with(2));
    cms.import(&database);
    for language in ["de", "en"] {
        cms.text(1, language).order = 9;
    }

    let report = cms.import(&database);

    let page = page(&database, "de-1");
    assert_eq!((report.moved, page.item().position), (1, 9));
    assert_eq!((page.versions("de").len(), page.versions("en").len()), (1, 1));
}

#[test]
fn dates_are_kept_to_the_millisecond() {
    let (database, mut cms) = (Database::new(), Cms::with(1));
    cms.text(1, "de").date = "2024-01-17T12:10:58.813+01:00".to_owned();

    cms.import(&database);

    assert_eq!(page(&database, "de-1").published("de").unwrap().updated, 1_705_489_858_813);
}
