//! The place of one body: what is there, who rebuilds it, and who waits.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::body::Body;
use super::locks::{lock, read, write};

/// Within this time after a rebuild began, lists answer with its result even if something has changed since.
const BUSY: Duration = Duration::from_millis(250);

/// While a rebuild runs behind the readers, lists may become this old before readers wait after all.
const OLDEST: Duration = Duration::from_secs(1);

/// A body, or why there is none.
pub(crate) type Outcome<T, E> = Result<Arc<Body<T>>, NotBuilt<E>>;

/// Why a body could not be built; everybody who waited for that build gets the same.
#[derive(Debug)]
pub(crate) enum NotBuilt<E> {
    /// The build answered an error.
    Failed(Arc<E>),
    /// The build panicked, or its runtime stopped.
    Panicked,
}

impl<E> Clone for NotBuilt<E> {
    fn clone(&self) -> Self {
        match self {
            Self::Failed(error) => Self::Failed(Arc::clone(error)),
            Self::Panicked => Self::Panicked,
        }
    }
}

impl<E: fmt::Display> fmt::Display for NotBuilt<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(error) => error.fmt(formatter),
            Self::Panicked => formatter.write_str("the build of an answer stopped halfway"),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for NotBuilt<E> {}

/// The place of one body.
pub(super) struct Slot<T, E> {
    current: RwLock<Option<Arc<Body<T>>>>,
    used: AtomicU64,
    state: Mutex<State<T, E>>,
}

struct State<T, E> {
    flight: Option<Flight<T, E>>,
    /// The newest stamp that somebody asked for and did not get, while a rebuild for it is scheduled.
    due: Option<u64>,
    /// The slot has left the store: nothing may be built into it any more.
    gone: bool,
}

/// A rebuild under way.
pub(super) struct Flight<T, E> {
    began: Instant,
    in_background: bool,
    outcome: watch::Receiver<Option<Outcome<T, E>>>,
}

/// Where a [`Flight`] announces its end.
pub(super) type Landing<T, E> = watch::Sender<Option<Outcome<T, E>>>;

/// What somebody does who needs a body at least as new as a stamp.
pub(super) enum Step<T, E> {
    /// Take this one.
    Take(Arc<Body<T>>),
    /// Wait for a rebuild that others started, then look again.
    Join(Flight<T, E>),
    /// Run the rebuild that was registered for you, and announce its end.
    Start(Flight<T, E>, Landing<T, E>),
    /// Look for the slot again: this one has left the store.
    Again,
}

/// An older body that may be given away, and when a rebuild has to be started for it (unless one is scheduled).
pub(super) struct Previous<T> {
    pub(super) body: Arc<Body<T>>,
    pub(super) due: Option<Instant>,
}

impl<T, E> Clone for Flight<T, E> {
    fn clone(&self) -> Self {
        Self { began: self.began, in_background: self.in_background, outcome: self.outcome.clone() }
    }
}

impl<T, E> Flight<T, E> {
    /// When the rebuild began.
    pub(super) fn began(&self) -> Instant {
        self.began
    }

    /// Wait for the end of the rebuild.
    pub(super) async fn landed(mut self) -> Outcome<T, E> {
        match self.outcome.wait_for(Option::is_some).await {
            Ok(outcome) => outcome.clone().unwrap_or(Err(NotBuilt::Panicked)),
            Err(_) => Err(NotBuilt::Panicked),
        }
    }
}

impl<T, E> Slot<T, E> {
    /// An empty place.
    pub(super) fn empty() -> Arc<Self> {
        let state = Mutex::new(State { flight: None, due: None, gone: false });
        Arc::new(Self { current: RwLock::new(None), used: AtomicU64::new(0), state })
    }

    /// The body that is there, however old.
    pub(super) fn current(&self) -> Option<Arc<Body<T>>> {
        read(&self.current).clone()
    }

    /// The body that is there if it is at least as new as `stamp`.
    pub(super) fn fresh(&self, stamp: u64) -> Option<Arc<Body<T>>> {
        read(&self.current).as_ref().filter(|body| body.stamp() >= stamp).cloned()
    }

    /// Note that the body was used at the tick `now` of the store.
    pub(super) fn touch(&self, now: u64) {
        // Most reads find the tick unchanged and leave the cache line alone.
        if self.used() != now {
            self.used.store(now, Ordering::Relaxed);
        }
    }

    /// The tick of the last use.
    pub(super) fn used(&self) -> u64 {
        self.used.load(Ordering::Relaxed)
    }

    /// The older body a list may answer with at `now` although it is behind `stamp`.
    pub(super) fn previous(&self, stamp: u64, now: Instant) -> Option<Previous<T>> {
        let mut state = lock(&self.state);
        let body = self.current()?;
        let age = now.duration_since(body.began());
        let behind_readers = state.flight.as_ref().is_some_and(|flight| flight.in_background);
        if age >= BUSY && !(behind_readers && age < OLDEST) {
            return None;
        }
        let last = state.flight.as_ref().map_or(body.began(), |flight| flight.began);
        let due = state.due.is_none().then_some(last + BUSY);
        state.due = state.due.max(Some(stamp));
        Some(Previous { body, due })
    }

    /// The scheduled rebuild starts now: the stamp it has to reach.
    pub(super) fn take_due(&self) -> Option<u64> {
        lock(&self.state).due.take()
    }

    /// What to do to get a body at least as new as `stamp`.
    pub(super) fn step(&self, stamp: u64, now: Instant, in_background: bool) -> Step<T, E> {
        let mut state = lock(&self.state);
        if state.gone {
            return Step::Again;
        }
        if let Some(body) = self.fresh(stamp) {
            return Step::Take(body);
        }
        if let Some(flight) = &state.flight {
            return Step::Join(flight.clone());
        }
        let (landing, outcome) = watch::channel(None);
        let flight = Flight { began: now, in_background, outcome };
        state.flight = Some(flight.clone());
        Step::Start(flight, landing)
    }

    /// The rebuild has ended: keep its body, if any, and let the next one begin.
    pub(super) fn land(&self, outcome: &Outcome<T, E>, keep: bool) {
        let mut state = lock(&self.state);
        if let Ok(body) = outcome {
            *write(&self.current) = keep.then(|| Arc::clone(body));
        }
        state.flight = None;
    }

    /// Take the body out for good, unless somebody is about to rebuild it; answers whether the slot may leave
    /// the store.
    pub(super) fn retire(&self) -> bool {
        let mut state = lock(&self.state);
        if state.flight.is_none() && state.due.is_none() {
            state.gone = true;
            *write(&self.current) = None;
        }
        state.gone
    }
}
