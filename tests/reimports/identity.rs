//! Which page is which, when ids, paths, parents or languages have changed over there.

use super::cms::{Cms, page, region};
use crate::support::Database;

#[test]
fn the_same_pages_again_change_nothing() {
    let (database, cms) = (Database::new(), Cms::with(3));
    cms.import(&database);
    let before = region(&database).counter();

    let report = cms.import(&database);

    assert_eq!(region(&database).counter(), before);
    assert_eq!((report.created, report.languages["de"].unchanged, report.languages["en"].unchanged), (0, 3, 3));
}

#[test]
fn an_import_makes_one_revision() {
    let (database, cms) = (Database::new(), Cms::with(5));

    cms.import(&database);

    assert_eq!(region(&database).counter().rev, 1);
}

#[test]
fn a_page_with_a_new_id_is_recognised_by_its_path() {
    let (database, mut cms) = (Database::new(), Cms::with(2));
    cms.import(&database);
    let before = page(&database, "de-1");
    for language in ["de", "en"] {
        cms.text(1, language).id += 77;
    }
    cms.edit(1, "de", "neu", "2026-02-01");

    let report = cms.import(&database);

    assert_eq!((report.created, report.archived, report.languages["de"].updated), (0, 0, 1));
    assert_eq!(page(&database, "de-1").published("de").unwrap().html, "<p>neu</p>");
    assert_eq!(page(&database, "de-1").id, before.id);
}

#[test]
fn a_renamed_page_is_recognised_by_its_id() {
    let (database, mut cms) = (Database::new(), Cms::with(2));
    cms.import(&database);
    let before = page(&database, "de-1");
    for (language, slug) in [("de", "de-neu"), ("en", "en-new")] {
        let text = cms.text(1, language);
        text.slug = slug.to_owned();
        text.title = "Renamed".to_owned();
        text.date = "2026-02-01T10:00:00+01:00".to_owned();
    }

    let report = cms.import(&database);

    assert_eq!((report.created, report.archived), (0, 0));
    let renamed = page(&database, "de-neu");
    assert_eq!((renamed.id, renamed.region.published_keys()), (before.id, before.region.published_keys()));
    assert_eq!(page(&database, "de-1").published("de").unwrap().slug, "de-neu");
}

#[test]
fn a_page_renamed_with_a_new_id_is_recognised_by_a_language_that_was_not_renamed() {
    let (database, mut cms) = (Database::new(), Cms::with(2));
    cms.import(&database);
    let before = page(&database, "en-1");
    cms.text(1, "de").slug = "de-anders".to_owned();
    cms.edit(1, "de", "anders", "2026-02-01");

    let report = cms.import(&database);

    assert_eq!((report.created, report.archived), (0, 0));
    assert_eq!(page(&database, "de-anders").id, before.id);
}

#[test]
fn two_pages_that_swap_their_paths_stay_themselves() {
    let (database, mut cms) = (Database::new(), Cms::with(2));
    cms.import(&database);
    let (one, two) = (page(&database, "de-1").id, page(&database, "de-2").id);
    for language in ["de", "en"] {
        let slug = std::mem::take(&mut cms.text(1, language).slug);
        let other = std::mem::replace(&mut cms.text(2, language).slug, slug);
        cms.text(1, language).slug = other;
    }

    let report = cms.import(&database);

    assert_eq!((report.created, report.archived), (0, 0));
    let titles = |id: &str| {
        let page = crate::support::Page { id: id.to_owned(), region: region(&database) };
        page.published("de").unwrap().title
    };
    assert_eq!((titles(&one), titles(&two)), ("Page 1 in de".to_owned(), "Page 2 in de".to_owned()));
}

#[test]
fn languages_may_be_imported_one_after_the_other() {
    let (apart, together, cms) = (Database::new(), Database::new(), Cms::with(4));
    cms.import_of(&apart, &["de"]).unwrap();

    cms.import_of(&apart, &["en"]).unwrap();

    cms.import(&together);
    let lines = |database: &Database| {
        let lines = region(database).lines().into_iter();
        lines.map(|line| (line.scope, line.key, line.line)).collect::<Vec<_>>()
    };
    assert_eq!(lines(&apart), lines(&together));
}

#[test]
fn a_page_that_moved_is_moved_and_keeps_its_versions() {
    let (database, mut cms) = (Database::new(), Cms::with(3));
    cms.import(&database);
    cms.parents.insert(3, 1);

    let report = cms.import(&database);

    let moved = page(&database, "de-3");
    assert_eq!((report.moved, report.languages["de"].updated), (1, 0));
    assert_eq!(moved.item().parent, Some(page(&database, "de-1").id));
    assert_eq!((moved.versions("de").len(), moved.versions("en").len()), (1, 1));
}

#[test]
fn a_page_whose_parent_is_missing_is_skipped_and_not_taken_away() {
    let (database, mut cms) = (Database::new(), Cms::with(3));
    cms.parents.insert(3, 2);
    cms.import(&database);
    let before = region(&database).published_keys();
    let mut source = cms.source(&["de", "en"]);
    for language in &mut source.languages {
        let at = language.pages.iter().position(|page| page.path.ends_with("-2/")).unwrap();
        let broken = language.pages.remove(at);
        language.skipped.push(content::import::Skipped { place: broken.path.clone(), reason: "broken".to_owned() });
        let pair = |kind, value| content::import::Pair { language: language.tag.key().to_owned(), kind, value };
        language.seen.push(pair(content::import::PairKind::Path, broken.path));
    }

    let report =
        crate::support::wait(content::import::run(&database.store, source, content::import::Options::default()))
            .unwrap();

    assert_eq!(report.skipped.len(), 3, "{:?}", report.skipped);
    assert_eq!(region(&database).published_keys(), before);
}

#[test]
fn links_between_pages_follow_a_page_that_is_renamed() {
    let (database, mut cms) = (Database::new(), Cms::with(2));
    let target = cms.path(2, "de");
    cms.text(1, "de").content = format!("<p><a href=\"https://integreat.app{target}#zeiten\">dort</a></p>");

    cms.import(&database);

    let id = page(&database, "de-2").id;
    let html = page(&database, "de-1").published("de").unwrap().html;
    assert!(html.contains(&format!("href=\"item:page/{id}#zeiten\"")), "{html}");
}
