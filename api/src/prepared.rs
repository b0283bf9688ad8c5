//! Answers that many clients repeat, prepared once and held in memory, so that reading them never touches the
//! database.
//!
//! The caller names a body by a key and says which state of the region it must reflect: the `edits` counter,
//! here called stamp. A body as new as that is answered at once. A body that is behind is rebuilt, once for all
//! who wait. A [`Page`] is never behind its stamp; a [`List`] may be while edits follow each other quickly, and
//! is never older than a second.
//!
//! ```ignore
//! let body = match prepared.fresh(&key, stamp) {
//!     Some(body) => body,
//!     None => prepared.body(&key, stamp, List, move |previous| build(store, key, previous)).await?,
//! };
//! Ok(body.respond(&request).await)
//! ```
//!
//! [`Page`]: Freshness::Page
//! [`List`]: Freshness::List

mod body;
mod codings;
mod conditional;
mod locks;
mod memory;
mod negotiation;
mod ranges;
mod slots;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::hash::Hash;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, RwLock, TryLockError};

use actix_web::http::header::HeaderValue;
use tokio::time::{Instant, sleep_until};

pub(crate) use body::{Body, Built};
use locks::{read, write};
use memory::Ledger;
use slots::{Flight, Landing, Slot, Step};
pub(crate) use slots::{NotBuilt, Outcome};

/// How many bytes one store holds by default.
pub(crate) const LIMIT: usize = 256 * 1024 * 1024;

/// How a body is handed out.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    /// For how long clients and caches may use an answer without asking: `Cache-Control`.
    pub(crate) caching: HeaderValue,
    /// What every entity tag of the body begins with, different for different bytes; without it a hash of them.
    pub(crate) stem: Option<String>,
    /// Whether codings are made: media and archives are compressed already.
    pub(crate) is_coded: bool,
    /// Whether a client may ask for a range of it.
    pub(crate) in_ranges: bool,
}

impl Default for Delivery {
    /// As most answers are: coded, as a whole, asked for again after 15 seconds.
    fn default() -> Self {
        let caching = HeaderValue::from_static("public, max-age=15, stale-while-revalidate=60");
        Self { caching, stem: None, is_coded: true, in_ranges: false }
    }
}

/// How far behind its stamp a body may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// Up to a second, while rebuilds follow each other quickly.
    List,
    /// Never.
    Page,
}

/// Prepared bodies under keys `K`, with `T` beside their bytes, built or failed with `E`. Clones share one
/// store.
pub(crate) struct Prepared<K, T, E>(Arc<Store<K, T, E>>);

/// A build on its way to a task of its own.
type Build<T, E> = Box<dyn FnOnce(Option<Arc<Body<T>>>) -> Building<T, E> + Send>;
type Building<T, E> = Pin<Box<dyn Future<Output = Result<Built<T>, E>> + Send>>;

struct Store<K, T, E> {
    slots: RwLock<HashMap<K, Arc<Slot<T, E>>>>,
    ledger: Arc<Ledger>,
    /// Ticks with each body kept, so that reads do not contend for it.
    clock: AtomicU64,
    making_room: Mutex<()>,
}

impl<K, T, E> Clone for Prepared<K, T, E> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K, T, E> Prepared<K, T, E>
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
    T: Send + Sync + 'static,
    E: Send + Sync + 'static,
{
    /// An empty store for at most `limit` bytes of bodies and codings; the least recently used leave first. A
    /// body larger than a quarter of the limit is answered but not kept.
    pub(crate) fn new(limit: usize) -> Self {
        Self(Arc::new(Store {
            slots: RwLock::default(),
            ledger: Ledger::new(limit),
            clock: AtomicU64::new(0),
            making_room: Mutex::new(()),
        }))
    }

    /// How many bodies are held, and how many bytes they and their codings take.
    pub(crate) fn held(&self) -> (usize, usize) {
        (read(&self.0.slots).len(), self.0.ledger.held())
    }

    /// The body of `key`, if it is at hand and at least as new as `stamp`.
    pub(crate) fn fresh(&self, key: &K, stamp: u64) -> Option<Arc<Body<T>>> {
        // Codings grow after their body was kept, so reads look too.
        if self.0.ledger.is_over() {
            self.0.make_room();
        }
        let slots = read(&self.0.slots);
        let slot = slots.get(key)?;
        slot.touch(self.0.clock.load(Ordering::Relaxed));
        slot.fresh(stamp)
    }

    /// The body of `key` as new as `freshness` demands; `build` makes it from a new snapshot if it is behind
    /// `stamp`.
    ///
    /// `stamp` has to be read before the call. `build` gets the body it replaces, runs in a task of its own,
    /// and runs to its end even if the reader goes away. After an error or a panic the next reader tries again.
    pub(crate) async fn body<B, F>(&self, key: &K, stamp: u64, freshness: Freshness, build: B) -> Outcome<T, E>
    where
        B: FnOnce(Option<Arc<Body<T>>>) -> F + Send + 'static,
        F: Future<Output = Result<Built<T>, E>> + Send + 'static,
    {
        if let Some(body) = self.fresh(key, stamp) {
            return Ok(body);
        }
        let build: Build<T, E> = Box::new(move |previous| Box::pin(build(previous)));
        let slot = self.0.slot(key);
        let list = freshness == Freshness::List;
        let Some(previous) = list.then(|| slot.previous(stamp, Instant::now())).flatten() else {
            return self.rebuilt(key, stamp, false, build).await;
        };
        if let Some(due) = previous.due {
            tokio::spawn(self.clone().rebuild_later(key.clone(), slot, due, build));
        }
        Ok(previous.body)
    }

    /// Nobody waits for the outcome: a failure meets the next reader, who tries again.
    async fn rebuild_later(self, key: K, slot: Arc<Slot<T, E>>, due: Instant, build: Build<T, E>) {
        sleep_until(due).await;
        if let Some(stamp) = slot.take_due() {
            let _unheard = self.rebuilt(&key, stamp, true, build).await;
        }
    }

    async fn rebuilt(&self, key: &K, stamp: u64, in_background: bool, build: Build<T, E>) -> Outcome<T, E> {
        let asked = Instant::now();
        loop {
            let slot = self.0.slot(key);
            match slot.step(stamp, Instant::now(), in_background) {
                Step::Again => {}
                Step::Take(body) => return Ok(body),
                Step::Join(flight) => {
                    let began = flight.began();
                    let body = flight.landed().await?;
                    // A build that began after the question saw everything the question knew, whatever it says.
                    if body.stamp() >= stamp || began > asked {
                        return Ok(body);
                    }
                }
                Step::Start(flight, landing) => {
                    return self.fly(key, slot, flight, landing, build).await;
                }
            }
        }
    }

    async fn fly(
        &self,
        key: &K,
        slot: Arc<Slot<T, E>>,
        flight: Flight<T, E>,
        landing: Landing<T, E>,
        build: Build<T, E>,
    ) -> Outcome<T, E> {
        let rebuild = Rebuild {
            store: Arc::clone(&self.0),
            key: key.clone(),
            slot,
            landing,
            began: flight.began(),
            outcome: None,
        };
        tokio::spawn(rebuild.run(build));
        flight.landed().await
    }
}

impl<K: Clone + Eq + Hash, T, E> Store<K, T, E> {
    /// The place of `key`, new if there is none.
    fn slot(&self, key: &K) -> Arc<Slot<T, E>> {
        if let Some(slot) = read(&self.slots).get(key) {
            return Arc::clone(slot);
        }
        Arc::clone(write(&self.slots).entry(key.clone()).or_insert_with(Slot::empty))
    }

    /// A rebuild of `key` has ended.
    fn land(&self, key: &K, slot: &Slot<T, E>, outcome: &Outcome<T, E>) {
        let keep = outcome.as_ref().is_ok_and(|body| self.ledger.takes(body.identity().len()));
        slot.touch(self.clock.fetch_add(1, Ordering::Relaxed) + 1);
        slot.land(outcome, keep);
        if slot.current().is_none() {
            self.retire(key);
        }
        if self.ledger.is_over() {
            self.make_room();
        }
    }

    fn retire(&self, key: &K) {
        let mut slots = write(&self.slots);
        if slots.get(key).is_some_and(|slot| slot.retire()) {
            slots.remove(key);
        }
    }

    /// Drop the least recently used bodies until there is room again; at once if somebody else is doing it.
    fn make_room(&self) {
        let _turn = match self.making_room.try_lock() {
            Ok(turn) => turn,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return,
        };
        let mut used: Vec<(u64, K)> = read(&self.slots).iter().map(|(key, slot)| (slot.used(), key.clone())).collect();
        used.sort_unstable_by_key(|(used, _)| *used);
        for (_, key) in used {
            if self.ledger.held() <= self.ledger.target() {
                return;
            }
            self.retire(&key);
        }
    }
}

/// One rebuild on its way; however it ends, even by a panic, dropping it lets the waiting go on.
struct Rebuild<K: Clone + Eq + Hash, T, E> {
    store: Arc<Store<K, T, E>>,
    key: K,
    slot: Arc<Slot<T, E>>,
    landing: Landing<T, E>,
    began: Instant,
    outcome: Option<Outcome<T, E>>,
}

impl<K, T, E> Rebuild<K, T, E>
where
    K: Clone + Eq + Hash,
    T: Send + Sync + 'static,
    E: Send + Sync + 'static,
{
    async fn run(mut self, build: Build<T, E>) {
        let previous = self.slot.current();
        self.outcome = Some(match build(previous.clone()).await {
            Ok(new) => self.finish(new, previous).await,
            Err(error) => Err(NotBuilt::Failed(Arc::new(error))),
        });
    }

    async fn finish(&self, built: Built<T>, previous: Option<Arc<Body<T>>>) -> Outcome<T, E> {
        let (began, ledger) = (self.began, Arc::clone(&self.store.ledger));
        let hashing = move || Arc::new(Body::new(built, began, previous.as_deref(), &ledger));
        tokio::task::spawn_blocking(hashing).await.map_err(|_| NotBuilt::Panicked)
    }
}

impl<K: Clone + Eq + Hash, T, E> Drop for Rebuild<K, T, E> {
    fn drop(&mut self) {
        let outcome = self.outcome.take().unwrap_or(Err(NotBuilt::Panicked));
        self.store.land(&self.key, &self.slot, &outcome);
        self.landing.send_replace(Some(outcome));
    }
}
