//! Interruptions: a sync that ends between any two of its steps leaves the state as it was, and nothing is loaded twice.

use std::collections::BTreeSet;

use sync::client::Failure;

use super::shelf::{Reader, Shelf};
use super::stories::publisher::{Publisher, page, region};

fn two_revisions() -> (Publisher, Reader) {
    let mut publisher = Publisher::started();
    publisher.publish(&[("de", vec![page(1, "Willkommen")])]);
    let mut reader = Reader::of(&publisher);
    reader.wanted = sync::client::Wanted::scopes(["ar", "de"]);
    reader.sync(&mut Shelf::of(&mut publisher)).unwrap();
    publisher.publish(&[
        ("_", vec![region("Musterstadt am See")]),
        ("ar", vec![page(2, "طبيبة")]),
        ("de", vec![page(2, "Ärztin")]),
    ]);
    (publisher, reader)
}

#[test]
fn a_sync_that_ends_before_any_of_its_steps_leaves_the_state_as_it_was() {
    let (mut publisher, reader) = two_revisions();
    let shelf = Shelf::of(&mut publisher);
    let before = reader.dump();
    for steps in 0..7 {
        let reader = reader.copy();
        let mut broken = Shelf { fails_after: Some(steps), ..shelf.clone() };

        assert!(matches!(reader.sync(&mut broken), Err(Failure::Transport(_))), "{steps}");
        assert_eq!(reader.dump(), before, "{steps}");

        reader.sync(&mut shelf.clone()).unwrap();
        assert_eq!(reader.lines("ar"), publisher.lines("ar"), "{steps}");
    }
}

#[test]
fn what_has_arrived_before_an_interruption_is_not_loaded_again() {
    let (mut publisher, reader) = two_revisions();
    let shelf = Shelf::of(&mut publisher);
    let mut broken = Shelf { fails_after: Some(6), ..shelf.clone() };
    reader.sync(&mut broken).unwrap_err();
    let mut again = shelf.clone();

    reader.sync(&mut again).unwrap();

    let loaded = |shelf: &Shelf| shelf.asked.iter().map(|(id, _)| *id).collect::<BTreeSet<_>>();
    assert_eq!((loaded(&broken).len(), loaded(&again).len()), (5, 1));
    assert!(loaded(&broken).is_disjoint(&loaded(&again)));
}

#[test]
fn a_download_that_broke_off_goes_on_in_the_next_sync() {
    let (mut publisher, reader) = two_revisions();
    let mut shelf = Shelf::of(&mut publisher);
    let delta = publisher.delta("ar", 1);
    shelf.cut = [(delta, 33)].into();
    reader.sync(&mut shelf).unwrap_err();
    shelf.asked.clear();

    reader.sync(&mut shelf).unwrap();

    assert!(shelf.asked.contains(&(delta, 33)), "{:?}", shelf.asked);
    assert_eq!(reader.lines("ar"), publisher.lines("ar"));
}

#[test]
fn nothing_of_a_download_remains_after_the_commit() {
    let (mut publisher, reader) = two_revisions();

    reader.sync(&mut Shelf::of(&mut publisher)).unwrap();

    assert!(!reader.path().with_extension("db.staging").exists());
}
