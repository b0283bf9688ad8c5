//! Who wins when a page was changed on both sides.

use content::import::Matter;
use content::items::{Base, Place};
use content::versions::State;

use super::cms::{Cms, matters, page, states};
use crate::support::{Database, public};

#[test]
fn a_text_changed_there_and_edited_here_waits_as_a_draft() {
    let (database, mut cms) = (Database::new(), Cms::with(2));
    cms.import(&database);
    let edited = page(&database, "de-1");
    edited.says("de", "Page 1 in de", "<p>von hier</p>");
    cms.edit(1, "de", "von dort", "2026-02-01");

    let report = cms.import(&database);

    assert_eq!(matters(&report), [Matter::EditedOnBothSides]);
    assert_eq!(edited.published("de").unwrap().html, "<p>von hier</p>");
    let newest = edited.newest("de").unwrap();
    assert_eq!((newest.state, newest.html.as_str()), (State::Draft, "<p>von dort</p>"));
}

#[test]
fn a_conflict_is_told_once_and_makes_one_draft() {
    let (database, mut cms) = (Database::new(), Cms::with(1));
    cms.import(&database);
    page(&database, "de-1").says("de", "Page 1 in de", "<p>von hier</p>");
    cms.edit(1, "de", "von dort", "2026-02-01");
    cms.import(&database);

    let report = cms.import(&database);

    assert_eq!(matters(&report), []);
    assert_eq!(states(&page(&database, "de-1"), "de"), ["public", "public", "draft"]);
}

#[test]
fn a_text_edited_here_only_stays() {
    let (database, cms) = (Database::new(), Cms::with(1));
    cms.import(&database);
    page(&database, "de-1").says("de", "Page 1 in de", "<p>von hier</p>");

    let report = cms.import(&database);

    assert_eq!(matters(&report), []);
    assert_eq!(page(&database, "de-1").published("de").unwrap().html, "<p>von hier</p>");
}

#[test]
fn an_editor_who_takes_over_the_incoming_draft_has_no_conflict_any_more() {
    let (database, mut cms) = (Database::new(), Cms::with(1));
    cms.import(&database);
    let edited = page(&database, "de-1");
    edited.says("de", "Page 1 in de", "<p>von hier</p>");
    cms.edit(1, "de", "von dort", "2026-02-01");
    cms.import(&database);
    edited.says("de", "Page 1 in de", "<p>von dort</p>");
    cms.edit(1, "de", "noch einmal von dort", "2026-03-01");

    let report = cms.import(&database);

    assert_eq!(matters(&report), []);
    assert_eq!(edited.published("de").unwrap().html, "<p>noch einmal von dort</p>");
}

#[test]
fn a_text_edited_here_and_removed_there_is_kept() {
    let (database, mut cms) = (Database::new(), Cms::with(2));
    cms.import(&database);
    page(&database, "en-1").says("en", "Page 1 in en", "<p>from here</p>");
    cms.remove(1, "en");

    let report = cms.import(&database);

    assert_eq!(matters(&report), [Matter::RemovedThere]);
    assert_eq!(page(&database, "en-1").published("en").unwrap().html, "<p>from here</p>");
}

#[test]
fn a_page_archived_here_stays_archived() {
    let (database, mut cms) = (Database::new(), Cms::with(2));
    cms.import(&database);
    let archived = page(&database, "de-1");
    archived.set_archived(Base::Any, true).unwrap();
    cms.edit(1, "de", "neu", "2026-02-01");

    let report = cms.import(&database);

    assert_eq!(matters(&report), [Matter::ArchivedHere]);
    assert!(archived.item().archived);
}

#[test]
fn a_text_withdrawn_here_stays_withdrawn() {
    let (database, mut cms) = (Database::new(), Cms::with(2));
    cms.import(&database);
    let withdrawn = page(&database, "en-1");
    withdrawn.withdraw("en", Base::Any).unwrap();
    cms.edit(1, "en", "new", "2026-02-01");

    let report = cms.import(&database);

    assert_eq!(matters(&report), [Matter::WithdrawnHere]);
    assert_eq!(withdrawn.published("en"), None);
    assert_eq!(states(&withdrawn, "en"), ["public", "withdrawn", "draft"]);
}

#[test]
fn a_text_withdrawn_here_is_told_as_long_as_it_is_there() {
    let (database, cms) = (Database::new(), Cms::with(2));
    cms.import(&database);
    page(&database, "en-1").withdraw("en", Base::Any).unwrap();

    let reports = [cms.import(&database), cms.import(&database)];

    assert_eq!(reports.map(|report| matters(&report)), [[Matter::WithdrawnHere], [Matter::WithdrawnHere]]);
}

#[test]
fn a_page_moved_here_stays_where_it_is() {
    let (database, mut cms) = (Database::new(), Cms::with(3));
    cms.import(&database);
    let moved = page(&database, "de-3");
    moved.move_to(Base::Any, Place::FirstIn(None)).unwrap();
    let place = moved.item();
    cms.parents.insert(3, 1);

    let report = cms.import(&database);

    assert_eq!(matters(&report), [Matter::MovedHere]);
    assert_eq!(moved.item(), place);
}

#[test]
fn a_page_made_here_is_left_alone() {
    let (database, cms) = (Database::new(), Cms::with(2));
    cms.import(&database);
    let own = super::cms::region(&database).empty_page(Place::LastIn(None));
    own.save("de", Base::None, public("Eigenes", "<p>Eigenes</p>")).unwrap();

    cms.import(&database);

    assert_eq!(own.published("de").unwrap().html, "<p>Eigenes</p>");
    assert!(!own.item().archived);
}

#[test]
fn what_cleaning_takes_out_is_told_for_new_and_changed_texts() {
    let (database, mut cms) = (Database::new(), Cms::with(2));
    cms.text(1, "de").content = "<p onclick=\"x()\">Text</p><script>y()</script>".to_owned();

    let reports = [cms.import(&database), cms.import(&database)];

    let [first, second] = reports.map(|report| report.removed.into_iter().collect::<Vec<_>>());
    assert_eq!(first, [("p@onclick".to_owned(), 1), ("script".to_owned(), 1)]);
    assert_eq!(second, []);
}
