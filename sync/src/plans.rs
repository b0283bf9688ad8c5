//! What a client has to fetch to bring a scope from what it holds to what a manifest names.

use crate::Id;
use crate::manifests::{DeltaEntry, Manifest, PartEntry};

/// The objects that lead to a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan<'a> {
    /// One delta, applied to what is held.
    Delta(&'a DeltaEntry),
    /// The parts that are not held; each replaces everything in its range.
    Parts(Vec<&'a PartEntry>),
}

/// Chooses between the delta and the parts, given the manifest that was applied last, if any (delta sync, section 4).
///
/// What is `at_hand` already, because it came with the head or in a pack, costs nothing: such a delta comes before a
/// nearer one, and before the parts.
pub fn plan<'a>(wanted: &'a Manifest, held: Option<&Manifest>, at_hand: impl Fn(&Id) -> bool) -> Plan<'a> {
    let parts = missing_parts(wanted, held);
    let size: u64 = parts.iter().map(|part| part.size).sum();
    let is_cheap = |delta: &DeltaEntry| delta.size < size || (size > 0 && at_hand(&delta.sha256));
    let leads_on = |delta: &&DeltaEntry| is_cheap(delta) && held.is_some_and(|held| covers(wanted, delta, held));
    let deltas = wanted.deltas.iter().filter(leads_on);
    match deltas.max_by_key(|delta| (at_hand(&delta.sha256), delta.from)) {
        Some(delta) => Plan::Delta(delta),
        None => Plan::Parts(parts),
    }
}

/// The parts of `wanted` that `held` lacks.
pub fn missing_parts<'a>(wanted: &'a Manifest, held: Option<&Manifest>) -> Vec<&'a PartEntry> {
    let known = |part: &PartEntry| held.is_some_and(|held| held.parts.contains(part));
    wanted.parts.iter().filter(|part| !known(part)).collect()
}

/// Whether the server has lost revisions without beginning a new epoch: a restore that nobody noticed.
pub fn is_behind(wanted: &Manifest, held: Option<&Manifest>) -> bool {
    held.is_some_and(|held| held.epoch == wanted.epoch && wanted.rev < held.rev)
}

/// Whether `delta` can be applied to `held`.
fn covers(wanted: &Manifest, delta: &DeltaEntry, held: &Manifest) -> bool {
    wanted.epoch == held.epoch && delta.from <= held.rev && held.rev <= delta.to
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifests::tests::manifest;

    fn at(rev: i64) -> Manifest {
        let parts = vec![PartEntry { hi: 255, lo: 0, sha256: Id::of(&rev.to_be_bytes()), size: 1000 }];
        Manifest { rev, parts, deltas: Vec::new(), horizon: rev, ..manifest() }
    }

    fn wanted() -> Manifest {
        let delta = |from: u8, size| DeltaEntry { from: from.into(), sha256: Id::of(&[from]), size, to: 10 };
        Manifest { deltas: vec![delta(8, 50), delta(5, 100), delta(2, 2000)], horizon: 2, ..at(10) }
    }

    fn nothing(_: &Id) -> bool {
        false
    }

    #[test]
    fn a_delta_that_is_at_hand_comes_before_a_nearer_one_and_before_the_parts() {
        let wanted = wanted();
        for at_hand in [5, 2] {
            let at_hand_id = wanted.deltas.iter().find(|delta| delta.from == at_hand).unwrap().sha256;

            let plan = plan(&wanted, Some(&at(9)), |id| *id == at_hand_id);

            assert!(matches!(plan, Plan::Delta(delta) if delta.from == at_hand), "{at_hand}");
        }
    }

    #[test]
    fn the_nearest_delta_that_covers_the_held_state_is_taken() {
        let wanted = wanted();
        for (held, from) in [(9, 8), (8, 8), (7, 5), (5, 5)] {
            assert!(
                matches!(plan(&wanted, Some(&at(held)), nothing), Plan::Delta(delta) if delta.from == from),
                "{held}"
            );
        }
    }

    #[test]
    fn the_parts_are_taken_where_no_delta_helps() {
        let (wanted, other_epoch) = (wanted(), Manifest { epoch: "1764000001-0000".to_owned(), ..at(9) });
        let newer = at(11);
        for held in [None, Some(&at(1)), Some(&at(4)), Some(&other_epoch), Some(&newer)] {
            assert_eq!(plan(&wanted, held, nothing), Plan::Parts(wanted.parts.iter().collect()), "{held:?}");
        }
        assert!(is_behind(&wanted, Some(&newer)) && !is_behind(&wanted, Some(&other_epoch)));
    }

    #[test]
    fn a_part_that_is_held_is_not_fetched_again() {
        let wanted = wanted();
        let held = Manifest { epoch: "1764000001-0000".to_owned(), ..wanted.clone() };

        assert_eq!(plan(&wanted, Some(&held), nothing), Plan::Parts(Vec::new()));
    }
}
