//! Asking: which question a sync begins with, by what it holds and how old that is.

use sync::client::{Change, Client, Failure, LocalError, Wanted};

use super::shelf::{DAY, NOW, Reader, Shelf};
use super::stories::publisher::Publisher;

/// What a reader asks first who has held `ar` for this long.
fn first_question(change: impl FnOnce(&mut Reader)) -> String {
    let mut publisher = Publisher::started();
    let mut reader = Reader::of(&publisher);
    reader.sync(&mut Shelf::of(&mut publisher)).unwrap();
    let mut shelf = Shelf::of(&mut publisher);
    change(&mut reader);
    reader.sync(&mut shelf).unwrap();
    shelf.places.remove(0)
}

#[test]
fn the_recent_changes_are_asked_for_by_the_age_of_what_is_held() {
    let after = |age: i64| first_question(|reader| reader.now = NOW + age);

    assert_eq!(after(0), "musterstadt/recent/ar");
    assert_eq!(after(DAY), "musterstadt/recent/ar");
    assert_eq!(after(DAY + 1), "musterstadt/recent/ar/7");
    assert_eq!(after(7 * DAY), "musterstadt/recent/ar/7");
    assert_eq!(after(7 * DAY + 1), "musterstadt/head");
    assert_eq!(after(-1), "musterstadt/head");
}

#[test]
fn recent_changes_are_of_use_for_one_language_that_is_held() {
    assert_eq!(first_question(|reader| reader.wanted = Wanted::scopes(["ar", "de"])), "musterstadt/head");
    assert_eq!(first_question(|reader| reader.wanted = Wanted::scopes(["de"])), "musterstadt/head");
    assert_eq!(first_question(|reader| reader.wanted = Wanted::All), "musterstadt/head");
    assert_eq!(first_question(|reader| reader.wanted = Wanted::scopes(["_", "ar"])), "musterstadt/recent/ar");
    assert_eq!(first_question(|reader| reader.at = Some(7)), "musterstadt/head?at=7");
}

#[test]
fn everything_is_kept_for_those_who_want_all() {
    let mut publisher = Publisher::started();
    let mut reader = Reader::of(&publisher);
    reader.wanted = Wanted::All;

    let outcome = reader.sync(&mut Shelf::of(&mut publisher)).unwrap();

    assert_eq!(outcome.change, Change::Applied);
    assert_eq!(outcome.scopes.into_keys().collect::<Vec<_>>(), ["_", "ar"]);
}

#[test]
fn a_head_that_nothing_has_changed_since_is_confirmed_in_one_round_trip() {
    let mut publisher = Publisher::started();
    let reader = Reader::of(&publisher);
    let mut shelf = Shelf::of(&mut publisher);
    reader.sync(&mut shelf).unwrap();
    shelf.files.insert("musterstadt/recent/ar".to_owned(), sync::frames::write(&shelf.files["musterstadt/head"], []));
    shelf.places.clear();

    let outcome = reader.sync(&mut shelf).unwrap();

    assert_eq!((outcome.change, outcome.fetched.len()), (Change::Unchanged, 0));
    assert_eq!(shelf.places, ["musterstadt/recent/ar"]);
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    let publisher = Publisher::started();
    let reader = Reader::of(&publisher);
    let (mut state, mut shelf) = (reader.state(), Shelf::default());
    for (region, tag) in [("../ulm", "ar"), ("", "ar"), ("ulm?at=1", "ar"), ("ulm", "ar/7"), ("ulm", "..")] {
        let refused = Client::new(&mut state, &mut shelf, &reader.trust).sync(region, &Wanted::scopes([tag]), NOW);

        assert!(matches!(refused, Err(Failure::Local(LocalError::Name(_)))), "{region} {tag}");
    }
    assert_eq!(shelf.places, Vec::<String>::new());
}
