//! Scopes: from what is held to what a manifest names, checked before anything is written.

use crate::client::failures::Failure;
use crate::client::sessions::Session;
use crate::client::states::{LineUpdate, Update};
use crate::heads::ScopeEntry;
use crate::parts::{self, Range};
use crate::plans::{self, Plan};
use crate::{Changes, Contents, Error, Head, Id, Manifest, deltas};

/// What has become of a scope that a head names.
pub(crate) enum Step {
    /// It is held already.
    Held,
    /// It is written in a format that came later.
    Later,
    /// It can be written.
    Ready {
        /// What to write.
        update: Update,
        /// Whether the server has lost revisions of it.
        behind: bool,
    },
}

impl Session<'_> {
    /// Loads what leads to the scope that `head` names; `behind` when the region has lost revisions.
    pub(crate) fn prepare(
        &mut self,
        head: &Head,
        scope: &str,
        entry: ScopeEntry,
        behind: bool,
    ) -> Result<Step, Failure> {
        let stored = self.state.manifest(self.region, scope)?;
        if stored.is_some_and(|manifest| Id::of(&manifest) == entry.m) {
            return Ok(Step::Held);
        }
        let bytes = self.object(&entry.m, None)?;
        let Some(manifest) = Manifest::read(&bytes)? else { return Ok(Step::Later) };
        manifest.must_be(self.region, &head.epoch, scope, entry.rev)?;
        let present = self.state.held(self.region, scope)?;
        let before = present.manifest.as_deref().map(Manifest::read).transpose()?.flatten();
        let behind = behind || plans::is_behind(&manifest, before.as_ref());
        let plan = if behind {
            Plan::Parts(plans::missing_parts(&manifest, before.as_ref()))
        } else {
            plans::plan(&manifest, before.as_ref(), |id| self.is_at_hand(id))
        };
        let lines = self.reach(&manifest, &present.contents, &plan)?;
        Ok(Step::Ready { update: Update { scope: scope.to_owned(), manifest: bytes.to_vec(), lines }, behind })
    }

    /// Whether an object costs no request: it came with the head, or lies in the same pack.
    fn is_at_hand(&self, id: &Id) -> bool {
        self.objects.contains_key(id) || self.transport.has(self.region, id)
    }

    /// Follows `plan`; where it relies on what is held and fails, all parts are loaded instead, once.
    fn reach(&mut self, manifest: &Manifest, held: &Contents, plan: &Plan<'_>) -> Result<Vec<LineUpdate>, Failure> {
        let whole = Plan::Parts(manifest.parts.iter().collect());
        match self.follow(manifest, held, plan) {
            Err(Failure::Protocol(Error::BadContent(_) | Error::StateMismatch { .. })) if *plan != whole => {
                self.follow(manifest, held, &whole)
            }
            lines => lines,
        }
    }

    fn follow(&mut self, manifest: &Manifest, held: &Contents, plan: &Plan<'_>) -> Result<Vec<LineUpdate>, Failure> {
        match plan {
            Plan::Delta(delta) => {
                let bytes = self.object(&delta.sha256, Some(delta.size))?;
                let changes = deltas::read(&bytes, &manifest.header_of(delta))?;
                Ok(settle(manifest, held, &changes)?)
            }
            Plan::Parts(entries) => {
                let objects: Vec<_> = entries
                    .iter()
                    .map(|part| Ok((part.range(), self.object(&part.sha256, Some(part.size))?)))
                    .collect::<Result<_, Failure>>()?;
                let parts: Vec<_> = objects.iter().map(|(range, bytes)| (*range, bytes.as_slice())).collect();
                Ok(settle(manifest, held, &replace(held, &parts)?)?)
            }
        }
    }
}

/// What changes when `parts` replace everything in their ranges.
fn replace<'a>(held: &'a Contents, parts: &[(Range, &'a [u8])]) -> Result<Changes<'a>, Error> {
    let mut changes = Changes::new();
    for (range, bytes) in parts {
        let lines = parts::read(bytes, *range)?;
        changes.extend(parts::replacing(held, *range, &lines));
    }
    Ok(changes)
}

/// The lines to write, when `changes` lead from `held` to exactly what `manifest` names.
fn settle(manifest: &Manifest, held: &Contents, changes: &Changes<'_>) -> Result<Vec<LineUpdate>, Error> {
    let mut after = held.clone();
    after.apply(changes);
    if (after.state(), after.count()) != (manifest.state, manifest.count) {
        return Err(Error::StateMismatch { scope: manifest.scope.clone() });
    }
    let differing = changes.iter().filter(|(key, _)| held.hash(key) != after.hash(key));
    let update = differing.map(|(key, line)| LineUpdate {
        key: (*key).to_owned(),
        line: after.hash(key).copied().zip(line.map(str::to_owned)),
    });
    Ok(update.collect())
}
