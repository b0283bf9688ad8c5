//! Heads: what they name, and when there is a new one.

use content::items::Base;
use content::versions::State;
use sync::heads::Status;

use crate::support::{Database, public};

#[test]
fn a_head_names_the_state_of_every_scope() {
    let database = Database::new();
    let region = database.region("musterstadt", &["de", "ar"]);
    let parent = region.page("de", "Ankommen", "<p>Willkommen</p>");
    parent.says("ar", "وصول", "<p>أهلا</p>");
    parent.child("de", "Arzt", "<p>Praxis</p>");

    let head = region.publish();

    assert_eq!(head.head.scopes.keys().collect::<Vec<_>>(), ["_", "ar", "de"]);
    assert_eq!((head.head.rev, head.head.status), (region.counter().rev, Status::Active));
    for scope in head.head.scopes.keys() {
        let manifest = region.manifest(scope);
        assert_eq!(region.lines_of_parts(&manifest), region.stored_lines(scope));
        assert!(manifest.must_be("musterstadt", &head.head.epoch, scope, head.head.scopes[scope].rev).is_ok());
    }
}

#[test]
fn only_scopes_that_changed_are_published_again() {
    let database = Database::new();
    let region = database.region("musterstadt", &["de", "ar"]);
    let page = region.page("de", "Ankommen", "<p>Willkommen</p>");
    page.says("ar", "وصول", "<p>أهلا</p>");
    let before = region.publish();

    page.says("ar", "وصول", "<p>أهلا وسهلا</p>");
    let after = region.publish();

    assert_eq!(after.head.scopes["de"], before.head.scopes["de"]);
    assert_eq!(after.head.scopes["ar"].rev, after.head.rev);
    assert!(after.head.serial > before.head.serial);
}

#[test]
fn a_draft_makes_no_head() {
    let database = Database::new();
    let region = database.region("musterstadt", &["de"]);
    let page = region.page("de", "Ankommen", "<p>Willkommen</p>");
    let before = region.publish();

    let draft = content::versions::Draft { state: State::Draft, ..public("Ankommen", "<p>Bald mehr</p>") };
    page.save("de", Base::Number(1), draft).unwrap();
    let after = region.publish();

    assert_eq!(after.document, before.document);
}

#[test]
fn a_language_that_comes_is_a_scope_of_its_own() {
    let database = Database::new();
    let region = database.region("musterstadt", &["de"]);
    let page = region.page("de", "Ankommen", "<p>Willkommen</p>");
    let before = region.publish();

    let tag = locales::tags::Tag::parse("uk").unwrap();
    region.write(move |tx| content::languages::add(tx, &tag, "uk", Some("de")).map(drop)).unwrap();
    page.says("uk", "Прибуття", "<p>Ласкаво просимо</p>");
    let after = region.publish();

    assert_eq!(after.head.scopes.keys().collect::<Vec<_>>(), ["_", "de", "uk"]);
    assert_eq!(after.head.scopes["de"], before.head.scopes["de"]);
    assert_eq!(region.manifest("uk").count, 1);
}

#[test]
fn the_list_of_regions_is_signed_and_names_their_scopes() {
    let database = Database::new();
    database.region("ulm", &["de"]);
    let region = database.region("augsburg", &["de", "sr-Latn"]);

    region.publish();

    let (serial, document) = database.store.heads().directory().unwrap();
    let document = sync::Document::open(document.as_bytes()).unwrap();
    let list: sync::Directory = serde_json::from_str(document.payload).unwrap();
    let named: Vec<_> = list.regions.iter().map(|entry| (entry.region.as_str(), entry.scopes.join(" "))).collect();
    assert_eq!(named, [("augsburg", "_ de sr-latn".to_owned()), ("ulm", "_ de".to_owned())]);
    let (_, root) = database.store.heads().newest_root().unwrap();
    let root = sync::Root::read(root.as_bytes()).unwrap();
    assert!(root.trusts(sync::documents::Kind::Regions, &document) && list.serial == serial);
}
