//! Histories: whatever was edited in whatever order, every way leads to the same state.

use std::io::Cursor;

use proptest::prelude::*;
use serde_json::json;
use sync::client::{Change, Failure, Folder, Pack};

use super::shelf::{Reader, Shelf, packed, write_files};
use super::stories::publisher::{Publisher, line_of};

const KEYS: [&str; 8] =
    ["event/1", "media/zz", "page/0001", "page/0002", "page/0003", "page/0004", "place/Z", "ui/app"];

/// An edit: which item of which scope, and its new text or none.
type Edit = (usize, bool, Option<String>);

/// Publishes `edits` as one revision.
fn publish(publisher: &mut Publisher, edits: &[Edit]) {
    publisher.rev += 1;
    for (scope, chosen) in [("_", false), ("ar", true)] {
        let mine: Vec<&Edit> = edits.iter().filter(|(_, arabic, _)| *arabic == chosen).collect();
        let known = publisher.scopes.contains_key(scope);
        if mine.is_empty() && known {
            continue;
        }
        let mut lines = if known { publisher.lines(scope) } else { [].into() };
        for (key, _, text) in mine {
            match text {
                Some(text) => lines.insert(KEYS[*key].to_owned(), line_of(KEYS[*key], &json!({"t": text.repeat(9)}))),
                None => lines.remove(KEYS[*key]),
            };
        }
        publisher.write(scope, lines);
    }
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let text = proptest::option::weighted(0.8, "[a-zäöü\u{621}-\u{64a} \"\\\\\n\u{2028}]{1,20}");
    proptest::collection::vec((0..KEYS.len(), any::<bool>(), text), 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn deltas_parts_packs_and_folders_give_the_same_state(
        history in proptest::collection::vec((edits(), any::<bool>(), 0..3_u32), 1..10)
    ) {
        let mut publisher = Publisher::default();
        let follower = Reader::of(&publisher);
        for (edits, synced, halvings) in history {
            publish(&mut publisher, &edits);
            publisher.shape("ar", 1 << halvings, None);
            if synced {
                follower.sync(&mut Shelf::of(&mut publisher)).unwrap();
            }
        }
        let shelf = Shelf::of(&mut publisher);
        let (loader, courier, mirror) = (Reader::of(&publisher), Reader::of(&publisher), Reader::of(&publisher));
        let files = tempfile::tempdir().unwrap();
        write_files(&shelf, files.path());

        follower.sync(&mut shelf.clone()).unwrap();
        loader.sync(&mut shelf.clone()).unwrap();
        courier.sync(&mut Pack::new(Cursor::new(packed(&shelf))).unwrap()).unwrap();
        mirror.sync(&mut Folder::new(files.path())).unwrap();

        for scope in ["_", "ar"] {
            for reader in [&follower, &loader, &courier, &mirror] {
                prop_assert_eq!(reader.lines(scope), publisher.lines(scope));
            }
        }
        prop_assert!(follower.state().scrub("musterstadt").unwrap().is_empty());
    }
}

#[test]
fn a_pack_and_then_the_network_is_the_network_alone() {
    let mut publisher = Publisher::started();
    let reader = Reader::of(&publisher);
    let pack = packed(&Shelf::of(&mut publisher));
    publish(&mut publisher, &[(2, true, Some("neu".to_owned()))]);
    let shelf = Shelf::of(&mut publisher);

    reader.sync(&mut Pack::new(Cursor::new(pack.clone())).unwrap()).unwrap();
    reader.sync(&mut shelf.clone()).unwrap();
    let late = reader.sync(&mut Pack::new(Cursor::new(pack)).unwrap()).unwrap();

    assert_eq!(reader.lines("ar"), publisher.lines("ar"));
    assert_eq!((late.change, late.revision()), (Change::Stale, Some(2)));
}

#[test]
fn every_object_of_every_scope_can_be_mirrored() {
    let mut publisher = Publisher::started();
    publish(&mut publisher, &[(2, true, Some("neu".to_owned()))]);
    publisher.publish(&[("de", vec![("page/0001", Some(json!({"title": "Willkommen"})))])]);
    let mut shelf = Shelf::of(&mut publisher);
    let reader = Reader::of(&publisher);
    reader.sync(&mut shelf).unwrap();
    let held = publisher.parts("de")[0];

    let (mirrored, kept) = reader.complete(&mut shelf, held);

    let named = |scope: &str| {
        let deltas = publisher.scopes[scope].manifest.deltas.iter().map(|delta| delta.sha256);
        publisher.whole(&[scope]).into_iter().chain(deltas).collect::<Vec<_>>()
    };
    let expected: std::collections::BTreeSet<_> =
        ["_", "ar", "de"].into_iter().flat_map(named).filter(|id| *id != held).collect();
    assert_eq!(kept, expected);
    assert_eq!(mirrored.head, shelf.files["musterstadt/head"]);
}

#[test]
fn a_second_sync_says_that_one_is_running() {
    let mut publisher = Publisher::started();
    let reader = Reader::of(&publisher);
    let mut shelf = Shelf::of(&mut publisher);
    reader.state();
    let lock = std::fs::File::create(reader.path().with_extension("db.lock")).unwrap();
    lock.lock().unwrap();

    let refused = reader.sync(&mut shelf);

    assert!(matches!(refused, Err(Failure::Local(sync::client::LocalError::Locked))), "{refused:?}");
}

#[test]
fn what_no_longer_has_its_hash_is_found_and_loaded_again() {
    let mut publisher = Publisher::started();
    let reader = Reader::of(&publisher);
    let mut shelf = Shelf::of(&mut publisher);
    reader.sync(&mut shelf).unwrap();
    let line = "UPDATE item SET line = replace(line, 'Muster', 'Laster')";
    rusqlite::Connection::open(reader.path()).unwrap().execute(line, []).unwrap();

    let damaged = reader.state().scrub("musterstadt").unwrap();
    let outcome = reader.sync(&mut shelf).unwrap();

    assert_eq!(damaged, ["_"]);
    assert_eq!(outcome.fetched, publisher.whole(&["_"]));
    assert_eq!(reader.lines("_"), publisher.lines("_"));
}
