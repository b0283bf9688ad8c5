//! Trusting: where trust begins, and the daily look for newer keys.

use sync::client::{Change, Trust};

use super::shelf::{DAY, NOW, Reader, Shelf};
use super::stories::keys::{HEADS, ROOTS, region_signed_by, root};

/// A server with `roots` whose heads the key with the number `signer` signs.
fn server(signer: u8, roots: &[String]) -> Shelf {
    let mut shelf = Shelf::of(&mut region_signed_by(signer));
    for (number, root) in roots.iter().enumerate() {
        shelf.files.insert(format!("trust/{}", number + 1), root.clone().into_bytes());
    }
    shelf.files.insert("trust/latest".to_owned(), roots.last().unwrap().clone().into_bytes());
    shelf
}

fn reader(trust: Trust) -> Reader {
    let mut reader = Reader::of(&region_signed_by(HEADS[0]));
    reader.trust = trust;
    reader
}

#[test]
fn the_first_contact_is_remembered() {
    let reader = reader(Trust::FirstContact);
    let first = root(1, &HEADS[..1], &ROOTS[..1]);
    reader.sync(&mut server(HEADS[0], &[first])).unwrap();
    let before = reader.dump();

    let other = root(1, &HEADS[1..2], &ROOTS[1..]);
    let refused = reader.sync(&mut server(HEADS[1], &[other])).unwrap_err();

    assert_eq!(refused.code(), "bad-signature");
    assert_eq!(reader.dump(), before);
    assert_eq!(reader.state().root("musterstadt").unwrap().unwrap().version, 1);
}

#[test]
fn newer_keys_are_looked_for_once_a_day_also_when_nothing_has_changed() {
    let roots = [root(1, &HEADS[..1], &ROOTS[..1]), root(2, &HEADS[..2], &ROOTS[..1])];
    let mut reader = reader(Trust::Root(roots[0].clone().into_bytes()));
    let mut shelf = server(HEADS[0], &roots);
    reader.sync(&mut shelf).unwrap();
    reader.now = NOW + DAY - 1;
    reader.sync(&mut shelf).unwrap();
    assert!(!shelf.places.contains(&"trust/latest".to_owned()), "{:?}", shelf.places);

    reader.now = NOW + DAY;
    let outcome = reader.sync(&mut shelf).unwrap();
    reader.sync(&mut shelf).unwrap();

    assert_eq!(outcome.change, Change::Unchanged);
    assert_eq!(shelf.places.iter().filter(|place| *place == "trust/latest").count(), 1);
    assert_eq!(reader.state().root("musterstadt").unwrap().unwrap().version, 2);
}

#[test]
fn a_bad_root_in_the_daily_look_is_told_and_changes_nothing() {
    let first = root(1, &HEADS[..1], &ROOTS[..1]);
    let stolen = root(2, &HEADS[1..2], &ROOTS[1..]);
    let mut reader = reader(Trust::Root(first.clone().into_bytes()));
    reader.sync(&mut server(HEADS[0], std::slice::from_ref(&first))).unwrap();

    reader.now = NOW + DAY;
    let outcome = reader.sync(&mut server(HEADS[0], &[first, stolen])).unwrap();

    assert_eq!(outcome.trust.map(|failure| failure.code()), Some("bad-root"));
    assert_eq!(reader.state().root("musterstadt").unwrap().unwrap().version, 1);
}

#[test]
fn a_newer_root_of_the_app_replaces_an_older_one() {
    let roots = [root(1, &HEADS[..1], &ROOTS[..1]), root(2, &HEADS[1..2], &ROOTS[..1])];
    let mut reader = reader(Trust::Root(roots[0].clone().into_bytes()));
    reader.sync(&mut server(HEADS[0], &roots[..1])).unwrap();

    reader.trust = Trust::Root(roots[1].clone().into_bytes());
    let mut replaced = server(HEADS[1], &roots);
    let head = region_signed_by(HEADS[1]).head_with(|head| head.serial = 5000);
    replaced.files.insert("musterstadt/head".to_owned(), head.into_bytes());
    let outcome = reader.sync(&mut replaced).unwrap();

    assert_eq!(outcome.change, Change::Applied);
    assert_eq!(reader.state().root("musterstadt").unwrap().unwrap().version, 2);
}
