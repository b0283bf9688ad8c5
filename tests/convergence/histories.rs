//! What has been published: every state that a reader may show, and that nothing was ever published twice differently.

use std::collections::BTreeMap;

use sync::Id;

use crate::support::Region;
use crate::support::published::Lines;

/// The lines of each scope.
pub(super) type State = BTreeMap<String, Lines>;

/// The states by the order of their heads.
#[derive(Default)]
pub(super) struct History {
    states: BTreeMap<(i64, i64), State>,
    documents: Vec<String>,
    /// Epoch, revision and scope, each with its one manifest.
    manifests: BTreeMap<(String, i64, String), Id>,
}

impl History {
    /// Takes note of the newest head, after a look at everything it names.
    pub(super) fn record(&mut self, region: &Region) {
        let current = region.head();
        let newest = self.states.last_key_value().map(|(order, _)| *order);
        if newest == Some(current.head.order()) {
            return;
        }
        assert!(newest < Some(current.head.order()), "a head has gone back");
        assert!(current.head.rev <= region.counter().rev);
        let mut state = State::new();
        for (scope, entry) in &current.head.scopes {
            let at = (current.head.epoch.clone(), entry.rev, scope.clone());
            let known = *self.manifests.entry(at).or_insert(entry.m);
            assert_eq!(known, entry.m, "{scope} was published twice at revision {}", entry.rev);
            state.insert(scope.clone(), self.published(region, scope));
        }
        self.states.insert(current.head.order(), state);
        self.documents.push(current.document.to_string());
    }

    /// The lines of `scope`, by its parts; each delta has to lead there from every earlier state that it covers.
    fn published(&self, region: &Region, scope: &str) -> Lines {
        let manifest = region.manifest(scope);
        let lines = region.lines_of_parts(&manifest);
        assert_eq!(lines, region.stored_lines(scope), "{scope} is not what the database has");
        assert!(manifest.deltas.len() <= 6, "the number of addresses must not grow with the readers");
        let earlier: Vec<_> =
            self.manifests.iter().filter(|((epoch, _, of), _)| *epoch == manifest.epoch && of == scope).collect();
        for delta in &manifest.deltas {
            for ((_, rev, _), id) in earlier.iter().filter(|((_, rev, _), _)| delta.from <= *rev && *rev < delta.to) {
                if let Some(before) = self.lines_of(scope, id) {
                    assert_eq!(region.after_delta(&before, &manifest, delta), lines, "from revision {rev}");
                }
            }
        }
        lines
    }

    fn lines_of(&self, scope: &str, manifest: &Id) -> Option<Lines> {
        let document = self.documents.iter().position(|document| document.contains(&manifest.to_string()))?;
        self.states.values().nth(document)?.get(scope).cloned()
    }

    /// The state under the head with this order, which has to have been published.
    pub(super) fn state(&self, order: (i64, i64)) -> &State {
        self.states.get(&order).expect("a reader shows only what was published")
    }

    /// An earlier head, the `back`th before the newest.
    pub(super) fn earlier(&self, back: usize) -> &str {
        let last = self.documents.len() - 1;
        &self.documents[last - back.min(last)]
    }
}
