//! Readers: phones that sync now and then, and what they may show.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sync::NEUTRAL;
use sync::client::{Change, Client, Failure, State, Trust, Wanted};

use super::histories::History;
use super::networks::{Fault, Network};
use crate::support::Region;
use crate::support::published::Lines;

pub(super) struct Reader {
    path: PathBuf,
    wanted: &'static [&'static str],
    /// The order of the newest head it has taken.
    order: Option<(i64, i64)>,
}

impl Reader {
    pub(super) fn new(folder: &Path, number: usize, wanted: &'static [&'static str]) -> Self {
        Self { path: folder.join(format!("reader-{number}.db")), wanted, order: None }
    }

    /// Syncs once, and looks at everything that the reader could see afterwards.
    pub(super) fn sync(&mut self, region: &Region, history: &History, now: i64, fault: Option<Fault>) {
        let before = self.shown(region);
        let mut state = State::open(&self.path).unwrap();
        let mut network = Network { region, history, fault, documents: 0, objects: 0 };
        let synced = Client::new(&mut state, &mut network, &Trust::FirstContact).sync(
            &region.slug,
            &Wanted::scopes(self.wanted.iter().copied()),
            now,
        );
        self.must_be_frugal(&network);
        drop(state);
        let after = self.shown(region);
        match synced {
            Ok(outcome) => {
                let order = outcome.head.as_ref().map(sync::Head::order);
                assert!(order >= self.order, "a reader has gone back from {:?} to {order:?}", self.order);
                self.order = order;
                if outcome.change == Change::Stale {
                    assert_eq!(after, before, "an old head has changed what is shown");
                }
                if let Some(order) = order.filter(|_| outcome.change != Change::Stale) {
                    self.must_show(history, order, &after);
                }
            }
            Err(failure) => {
                let is_published = region.store.heads().of(region.id).is_some();
                assert!(fault.is_some() || !is_published, "{failure}");
                assert!(!matches!(failure, Failure::Local(_)), "{failure}");
                assert_eq!(after, before, "{failure}");
            }
        }
    }

    /// One published state: every wanted scope that the head has, at the head.
    fn must_show(&self, history: &History, order: (i64, i64), shown: &BTreeMap<String, Lines>) {
        let state = history.state(order);
        for scope in self.wanted.iter().chain(&[NEUTRAL]) {
            if let Some(lines) = state.get(*scope) {
                assert_eq!(shown.get(*scope), Some(lines), "{scope}");
            }
        }
    }

    /// A sync asks for one head, at most twice, for the roots that are due, and for what it has planned.
    fn must_be_frugal(&self, network: &Network<'_>) {
        let scopes = self.wanted.len() + 1;
        assert!(network.documents <= 2 + 2, "{} documents", network.documents);
        // A manifest, a delta, the parts when that failed; and all that once more after something was missing.
        assert!(network.objects <= 2 * 3 * scopes, "{} objects", network.objects);
    }

    pub(super) fn must_be_current(&self, region: &Region, history: &History) {
        let order = region.head().head.order();
        assert_eq!(self.order, Some(order));
        self.must_show(history, order, &self.shown(region));
    }

    pub(super) fn forget(&self, scope: &str) {
        State::open(&self.path).unwrap().forget("musterstadt", scope).unwrap();
    }

    /// Everything that the reader could see.
    fn shown(&self, region: &Region) -> BTreeMap<String, Lines> {
        let state = State::open(&self.path).unwrap();
        let scopes = state.scopes(&region.slug).unwrap().into_iter();
        scopes.map(|scope| (scope.clone(), state.items(&region.slug, &scope).unwrap().into_iter().collect())).collect()
    }
}
