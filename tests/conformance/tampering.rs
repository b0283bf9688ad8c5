//! Tampering: whichever byte is changed or missing, the state stays, and the reader hears why.

use std::io::Cursor;

use sync::client::{Outcome, Pack, State, Transport, object_path};

use super::server::Dump;
use super::shelf::{Reader, Shelf, packed};
use super::stories::publisher::{Publisher, page};

/// A reader at revision 1, what they would have at revision 2, and the server that is there.
struct Scene {
    publisher: Publisher,
    reader: Reader,
    before: Dump,
    after: Dump,
    shelf: Shelf,
}

fn scene() -> Scene {
    let mut publisher = Publisher::started();
    let reader = Reader::of(&publisher);
    reader.sync(&mut Shelf::of(&mut publisher)).unwrap();
    publisher.publish(&[("ar", vec![page(2, "طبيبة"), ("page/0003", None)])]);
    let shelf = Shelf::of(&mut publisher);
    let updated = reader.copy();
    updated.sync(&mut shelf.clone()).unwrap();
    Scene { before: reader.dump(), after: updated.dump(), publisher, reader, shelf }
}

impl Scene {
    /// Syncs; either it fails and nothing has changed, or everything is as it should be.
    fn try_sync(&self, transport: &mut dyn Transport, what: &str) -> Option<Outcome> {
        let reader = self.reader.copy();
        match reader.sync(transport) {
            Ok(outcome) => {
                assert_eq!(items(&reader.dump()), items(&self.after), "{what}");
                Some(outcome)
            }
            Err(failure) => {
                assert_eq!(reader.dump(), self.before, "{what}");
                assert!(!failure.to_string().is_empty());
                None
            }
        }
    }

    /// Syncs, which has to fail and to change nothing.
    fn must_fail(&self, state: &mut State, transport: &mut dyn Transport, what: &str) {
        let failure = self.reader.sync_into(state, transport).err().unwrap_or_else(|| panic!("{what} was applied"));

        assert!(!failure.to_string().is_empty());
        assert_eq!(self.reader.dump(), self.before, "{what}");
    }

    /// Flips a bit of every byte under `name`, and cuts after every byte; all of it has to fail.
    fn spoil(&self, name: &str) {
        let (mut state, right) = (self.reader.state(), self.shelf.files[name].clone());
        for at in 0..right.len() {
            let mut flipped = right.clone();
            flipped[at] ^= 1 << (at % 8);
            for (how, bytes) in [("flipped", &flipped[..]), ("cut", &right[..at])] {
                let what = format!("{name} {how} at {at}");
                self.must_fail(&mut state, &mut self.shelf.with(name, bytes), &what);
            }
        }
    }
}

fn items(dump: &Dump) -> impl PartialEq + std::fmt::Debug {
    dump["item"].clone()
}

#[test]
fn every_byte_of_a_head_counts() {
    scene().spoil("musterstadt/head");
}

#[test]
fn every_byte_of_a_manifest_counts() {
    let scene = scene();
    scene.spoil(&object_path("musterstadt", &scene.publisher.manifest_id("ar")));
}

#[test]
fn every_byte_of_a_delta_counts() {
    let scene = scene();
    scene.spoil(&object_path("musterstadt", &scene.publisher.delta("ar", 1)));
}

#[test]
fn every_byte_of_a_part_counts() {
    let mut scene = scene();
    scene.publisher.shape("ar", 1, Some(&[]));
    scene.publisher.publish(&[("ar", vec![page(1, "مرحبا")])]);
    scene.shelf = Shelf::of(&mut scene.publisher);
    scene.spoil(&object_path("musterstadt", &scene.publisher.parts("ar")[0]));
}

#[test]
fn every_byte_of_an_answer_with_recent_changes_counts() {
    let mut scene = scene();
    let frames = scene.publisher.recent(&[("ar", Some(1))]).into_bytes();
    scene.shelf.files.clear();
    let recent = |bytes: &[u8]| scene.shelf.with("musterstadt/recent/ar", bytes);
    assert!(scene.try_sync(&mut recent(&frames), "undamaged").is_some());
    let mut state = scene.reader.state();
    for at in 0..frames.len() {
        let mut flipped = frames.clone();
        flipped[at] ^= 1 << (at % 8);

        scene.must_fail(&mut state, &mut recent(&flipped), &format!("flipped at {at}"));
        scene.must_fail(&mut state, &mut recent(&frames[..at]), &format!("cut at {at}"));
    }
}

#[test]
fn no_byte_of_a_pack_leads_to_a_wrong_state() {
    let scene = scene();
    let pack = packed(&scene.shelf);
    let open = |bytes: &[u8]| Pack::new(Cursor::new(bytes.to_vec()));
    assert!(scene.try_sync(&mut open(&pack).unwrap(), "undamaged").is_some());
    let (mut refused, mut applied) = (0, 0);
    for at in 0..pack.len() {
        let mut flipped = pack.clone();
        flipped[at] ^= 1 << (at % 8);
        // Dates and the objects of other revisions may be damaged without anybody noticing.
        let outcome = open(&flipped).ok().and_then(|mut pack| scene.try_sync(&mut pack, &format!("flipped at {at}")));
        *if outcome.is_some() { &mut applied } else { &mut refused } += 1;

        assert!(open(&pack[..at]).is_err(), "cut at {at}");
    }
    assert!(refused > 0 && applied > 0, "{refused} refused, {applied} applied");
}
