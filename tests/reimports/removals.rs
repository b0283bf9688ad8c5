//! What is no longer there, what comes back, and what looks too much like a mistake.

use std::fs;

use content::Error;
use content::error::Conflict;
use content::import::{self, Options};

use super::cms::{Cms, page, read, region, states};
use crate::support::{Database, wait};

#[test]
fn a_text_that_is_gone_in_one_language_is_withdrawn_there() {
    let (database, mut cms) = (Database::new(), Cms::with(2));
    cms.import(&database);
    cms.remove(1, "en");

    let report = cms.import(&database);

    assert_eq!((report.languages["en"].withdrawn, report.archived), (1, 0));
    let left = page(&database, "de-1");
    assert_eq!((left.published("en"), left.published("de").is_some()), (None, true));
}

#[test]
fn a_page_that_is_gone_in_every_language_is_archived() {
    let (database, mut cms) = (Database::new(), Cms::with(2));
    cms.import(&database);
    cms.remove(1, "de");
    cms.remove(1, "en");

    let report = cms.import(&database);

    assert_eq!(report.archived, 1);
    assert!(page(&database, "de-1").item().archived);
}

#[test]
fn what_was_gone_comes_back_as_it_was() {
    let (database, mut cms) = (Database::new(), Cms::with(2));
    cms.import(&database);
    let whole = cms.clone();
    let before = region(&database).published_keys();
    cms.remove(1, "de");
    cms.remove(1, "en");
    cms.import(&database);

    let report = whole.import(&database);

    assert_eq!((report.restored, report.created), (1, 0));
    assert_eq!(region(&database).published_keys(), before);
    let back = page(&database, "de-1");
    assert_eq!(states(&back, "de"), ["public", "withdrawn", "public"]);
    assert!(back.published("de").unwrap().minor, "nobody has to translate it again");
}

#[test]
fn a_language_that_is_not_in_the_input_loses_nothing() {
    let (database, cms) = (Database::new(), Cms::with(12));
    cms.import(&database);

    let report = cms.import_of(&database, &["de"]).unwrap();

    assert_eq!((report.archived, region(&database).counter().rev), (0, 1));
}

#[test]
fn a_truncated_file_removes_nothing() {
    let (database, cms) = (Database::new(), Cms::with(3));
    cms.import(&database);
    let folder = tempfile::tempdir().unwrap();
    for (language, cut) in [("de", 0), ("en", 100)] {
        let text = cms.pages(language).to_string();
        fs::create_dir(folder.path().join(language)).unwrap();
        fs::write(folder.path().join(language).join("pages.json"), &text[..text.len() - cut]).unwrap();
    }

    let report = wait(import::run(&database.store, read(folder.path()), Options::default())).unwrap();

    assert_eq!(report.skipped.len(), 1);
    assert_eq!((region(&database).counter().rev, page(&database, "en-1").published("en").is_some()), (1, true));
}

#[test]
fn a_page_that_cannot_be_read_is_skipped_and_stays() {
    let (database, cms) = (Database::new(), Cms::with(3));
    cms.import(&database);
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("de")).unwrap();
    let mut pages = cms.pages("de");
    pages[1]["title"] = serde_json::json!(null);
    fs::write(folder.path().join("de/pages.json"), pages.to_string()).unwrap();

    let report = wait(import::run(&database.store, read(folder.path()), Options::default())).unwrap();

    assert_eq!((report.skipped.len(), report.skipped[0].place.as_str()), (1, "/kreis/de/de-2/"));
    assert!(page(&database, "de-2").published("de").is_some());
}

#[test]
fn many_missing_pages_are_refused_as_a_whole_unless_allowed() {
    let (database, mut cms) = (Database::new(), Cms::with(30));
    cms.import(&database);
    let before = region(&database).counter();
    for number in 1..=11 {
        cms.remove(number, "en");
    }
    cms.edit(20, "de", "neu", "2026-02-01");

    let refused = cms.import_of(&database, &["de", "en"]).unwrap_err();

    let removals = Conflict::Removals { language: "en".to_owned(), absent: 11, known: 30 };
    assert!(matches!(refused, Error::Conflict(conflict) if conflict == removals));
    assert_eq!(region(&database).counter(), before);
    let allowed = Options { allow_removals: true };
    let report = wait(import::run(&database.store, cms.source(&["de", "en"]), allowed)).unwrap();
    assert_eq!((report.languages["en"].withdrawn, report.languages["de"].updated), (11, 1));
}

#[test]
fn ten_missing_pages_are_never_too_many() {
    let (database, mut cms) = (Database::new(), Cms::with(20));
    cms.import(&database);
    for number in 1..=10 {
        cms.remove(number, "en");
    }

    let report = cms.import(&database);

    assert_eq!(report.languages["en"].withdrawn, 10);
}
