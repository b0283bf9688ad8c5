//! Versions of a text: what is numbered, what is published, what is outdated.

use content::catalog::Catalog;
use content::error::{Conflict, Reason};
use content::items::{Base, Place};
use content::versions::{Draft, Saved, State};
use content::{Error, publish};

use crate::support::{Database, NOW, Page, Region, public};

fn states(page: &Page, language: &str) -> Vec<(i64, State)> {
    page.versions(language).iter().map(|version| (version.number, version.state)).collect()
}

/// Whether the published line of `page` says that its text in `language` is behind its source.
fn is_outdated(page: &Page, language: &str, source: &str) -> bool {
    let region = page.region.id;
    let catalog = page.region.read(move |db| Catalog::load(db, region, None));
    let text = catalog.text(&page.id, language).unwrap();
    text.source < catalog.text(&page.id, source).map(|source| source.version)
}

fn region(database: &Database) -> Region {
    database.region("musterkreis", &["de", "en", "ar"])
}

#[test]
fn versions_of_a_text_are_numbered_from_one() {
    let database = Database::new();
    let page = region(&database).page("de", "Ankommen", "<p>Eins</p>");

    page.says("de", "Ankommen", "<p>Zwei</p>");
    page.save("de", Base::Number(2), Draft { state: State::Draft, ..public("Ankommen", "<p>Drei</p>") }).unwrap();
    page.withdraw("de", Base::Number(3)).unwrap();

    let expected = [(1, State::Public), (2, State::Public), (3, State::Draft), (4, State::Withdrawn)];
    assert_eq!(states(&page, "de"), expected);
    assert_eq!(states(&page, "en"), []);
}

#[test]
fn a_later_draft_does_not_hide_the_public_text() {
    let database = Database::new();
    let page = region(&database).page("de", "Ankommen", "<p>Eins</p>");

    page.save("de", Base::Any, Draft { state: State::Draft, ..public("Neu", "<p>Zwei</p>") }).unwrap();

    assert_eq!(page.published("de").unwrap().title, "Ankommen");
    assert_eq!(page.newest("de").unwrap().title, "Neu");
}

#[test]
fn a_withdrawn_text_is_gone_until_it_is_published_again() {
    let database = Database::new();
    let page = region(&database).page("de", "Ankommen", "<p>Eins</p>");

    page.withdraw("de", Base::Any).unwrap();
    let withdrawn = page.region.published_keys();
    page.says("de", "Ankommen", "<p>Eins</p>");

    assert_eq!(withdrawn, ["_ language/ar", "_ language/de", "_ language/en", "_ region/self"]);
    assert_eq!(page.published("de").unwrap().number, 3);
}

#[test]
fn nothing_can_be_withdrawn_twice() {
    let database = Database::new();
    let page = region(&database).page("de", "Ankommen", "<p>Eins</p>");
    page.withdraw("de", Base::Any).unwrap();

    let again = page.withdraw("de", Base::Any);

    assert!(matches!(again, Err(Error::Conflict(Conflict::NotPublic))), "{again:?}");
}

#[test]
fn a_translation_is_outdated_until_it_follows_its_source() {
    let database = Database::new();
    let page = region(&database).page("de", "Ankommen", "<p>Eins</p>");
    page.says("en", "Arriving", "<p>One</p>");
    let fresh = is_outdated(&page, "en", "de");

    page.says("de", "Ankommen", "<p>Zwei</p>");
    let behind = is_outdated(&page, "en", "de");
    page.says("en", "Arriving", "<p>Two</p>");

    assert_eq!((fresh, behind, is_outdated(&page, "en", "de")), (false, true, false));
}

#[test]
fn a_minor_edit_outdates_nothing() {
    let database = Database::new();
    let page = region(&database).page("de", "Ankommen", "<p>Eins</p>");
    page.says("en", "Arriving", "<p>One</p>");

    page.save("de", Base::Any, Draft { minor: true, ..public("Ankommen", "<p>Eins!</p>") }).unwrap();

    assert!(!is_outdated(&page, "en", "de"));
}

#[test]
fn a_minor_edit_of_a_translation_does_not_bring_it_up_to_date() {
    let database = Database::new();
    let page = region(&database).page("de", "Ankommen", "<p>Eins</p>");
    page.says("en", "Arriving", "<p>One</p>");
    page.says("de", "Ankommen", "<p>Zwei</p>");

    page.save("en", Base::Any, Draft { minor: true, ..public("Arriving", "<p>One!</p>") }).unwrap();

    assert!(is_outdated(&page, "en", "de"));
}

#[test]
fn no_clock_decides_what_is_outdated() {
    let database = Database::new();
    let page = region(&database).page("de", "Ankommen", "<p>Eins</p>");
    page.says("en", "Arriving", "<p>One</p>");

    let older = Draft { updated: Some(NOW - 86_400_000), ..public("Ankommen", "<p>Zwei</p>") };
    page.save("de", Base::Any, older).unwrap();

    assert!(is_outdated(&page, "en", "de"));
}

#[test]
fn moving_and_archiving_never_outdate_a_text() {
    let database = Database::new();
    let region = region(&database);
    let page = region.page("de", "Ankommen", "<p>Eins</p>");
    page.says("en", "Arriving", "<p>One</p>");
    let other = region.page("de", "Wohnen", "<p>Eins</p>");

    page.move_to(Base::Any, Place::LastIn(Some(other.id.clone()))).unwrap();
    other.set_archived(Base::Any, true).unwrap();
    other.set_archived(Base::Any, false).unwrap();

    assert!(!is_outdated(&page, "en", "de"));
    assert_eq!(states(&page, "en"), [(1, State::Public)]);
}

#[test]
fn a_slug_belongs_to_one_page_in_all_its_versions() {
    let database = Database::new();
    let region = region(&database);
    let first = region.page("de", "Arbeit", "<p>Eins</p>");
    let renamed = Draft { slug: Some("beruf".to_owned()), ..public("Beruf", "<p>Zwei</p>") };
    first.save("de", Base::Any, renamed).unwrap();
    let second = region.page("de", "Arbeit", "<p>Anderes</p>");

    let taken = second.save("de", Base::Any, Draft { slug: Some("arbeit".to_owned()), ..public("Arbeit", "<p></p>") });

    assert_eq!(second.newest("de").unwrap().slug, "arbeit-2");
    assert!(matches!(&taken, Err(Error::Conflict(Conflict::SlugTaken { slug, .. })) if slug == "arbeit"), "{taken:?}");
    assert_eq!(first.newest("de").unwrap().slug, "beruf");
}

#[test]
fn the_same_slug_may_be_had_in_each_language_and_each_region() {
    let database = Database::new();
    let page = region(&database).page("de", "Job", "<p>Eins</p>");

    page.region.page("en", "Job", "<p>One</p>");
    let elsewhere = database.region("anderswo", &["de"]).page("de", "Job", "<p>Eins</p>");

    assert_eq!(elsewhere.newest("de").unwrap().slug, "job");
}

#[test]
fn a_draft_keeps_its_slug_from_others() {
    let database = Database::new();
    let region = region(&database);
    let draft = region.empty_page(Place::LastIn(None));
    draft.save("de", Base::None, Draft { state: State::Draft, ..public("Arbeit", "<p>Eins</p>") }).unwrap();

    let other = region.page("de", "Arbeit", "<p>Zwei</p>");

    assert_eq!(other.newest("de").unwrap().slug, "arbeit-2");
}

#[test]
fn a_root_page_cannot_take_a_name_of_the_addresses() {
    let database = Database::new();
    let page = region(&database).page("de", "News", "<p>Eins</p>");

    let refused = page.save("de", Base::Any, Draft { slug: Some("news".to_owned()), ..public("News", "<p>Zwei</p>") });

    assert_eq!(page.newest("de").unwrap().slug, "news-2");
    assert!(matches!(refused, Err(Error::Invalid { field: "slug", reason: Reason::Reserved })), "{refused:?}");
}

#[test]
fn a_page_cannot_take_such_a_name_along_to_the_root() {
    let database = Database::new();
    let root = region(&database).page("de", "Verein", "<p>Eins</p>");
    let child = root.child("de", "News", "<p>Eins</p>");

    let refused = child.move_to(Base::Any, Place::LastIn(None));

    assert_eq!(child.newest("de").unwrap().slug, "news");
    assert!(matches!(refused, Err(Error::Invalid { field: "place", reason: Reason::Reserved })), "{refused:?}");
}

#[test]
fn an_equal_text_is_no_new_version() {
    let database = Database::new();
    let page = region(&database).page("de", "Ankommen", "<p>Eins</p>");

    let again = page.save("de", Base::Number(1), public("Ankommen", "<p>Eins</p>")).unwrap();

    assert_eq!(again, Saved::Unchanged(page.newest("de").unwrap()));
    assert_eq!(states(&page, "de"), [(1, State::Public)]);
}

#[test]
fn a_text_needs_a_title() {
    let database = Database::new();
    let page = region(&database).page("de", "Ankommen", "<p>Eins</p>");

    let untitled = page.save("de", Base::Any, public(" \n", "<p>Eins</p>"));

    assert!(matches!(untitled, Err(Error::Invalid { field: "title", reason: Reason::Empty })), "{untitled:?}");
}

#[test]
fn every_line_is_canonical() {
    let database = Database::new();
    let page = region(&database).page("de", "A\u{308}mter", "<p>Eins\u{2028}</p>");

    let region = page.region.id;
    let lines = page.region.read(move |db| publish::lines(db, region, "de"));

    let expected = format!(
        r#"{{"b":{{"html":"<p>Eins{}</p>","slug":"ämter","title":"Ämter","updated":"2026-11-22T10:00:00Z","version":1}},"k":"page/{id}"}}"#,
        '\u{2028}',
        id = page.id,
    );
    assert_eq!(lines, [(format!("page/{}", page.id), expected)]);
}

#[test]
fn a_translation_cannot_follow_a_version_that_its_source_has_not() {
    let database = Database::new();
    let page = region(&database).page("de", "Quelle", "<p>eins</p>");

    let refused =
        page.save("en", Base::None, Draft { follows: Some(2), ..public("Source", "<p>one</p>") }).unwrap_err();

    assert!(matches!(refused, Error::Invalid { field: "follows", .. }), "{refused}");
}
