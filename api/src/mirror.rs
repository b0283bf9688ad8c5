//! Keeps regions of another server current, for a server that shows them and changes nothing.
//!
//! Each region is synced by the reference client, which verifies everything; then its objects, its head and its lines
//! are taken over. The list of regions is passed on as it is. While the other server is away, what was taken over last
//! goes on being served.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ::sync::Head;
use ::sync::client::{Client, Coding, Http, Mirrored, Outcome, Signals, State, TransportError, Trust, Wanted};
use ::sync::heads::Poll;
use content::mirrors::{self, Copy};
use content::{Store, publisher};

/// The longest time between two looks at the other server.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// The pause after a failure; it doubles with each that follows.
const FIRST_PAUSE: Duration = Duration::from_secs(2);

/// How often garbage is collected, and the list of regions looked at.
const ROUND: Duration = Duration::from_secs(60 * 60);

/// What is mirrored, and from where.
#[derive(Clone, Debug)]
pub struct Upstream {
    /// The address of the other server.
    pub url: String,
    /// The slugs of the regions.
    pub regions: Vec<String>,
    /// Where the states of the client are kept.
    pub folder: PathBuf,
    /// Where trust in the other server begins.
    pub trust: Trust,
}

/// Threads that keep a mirror current; they are told to stop when this is dropped.
pub(crate) struct Mirror {
    stopped: Arc<AtomicBool>,
    wakers: Vec<Sender<Option<i64>>>,
    threads: Vec<JoinHandle<()>>,
}

impl Mirror {
    /// Begins to mirror `upstream` into `store`.
    pub(crate) fn start(store: &Store, upstream: &Upstream) -> Self {
        let stopped = Arc::new(AtomicBool::new(false));
        let (mut wakers, mut threads) = (BTreeMap::new(), Vec::new());
        let shared = Arc::new(Shared { collected: RwLock::new(Instant::now()), listed: Mutex::default() });
        for region in &upstream.regions {
            let (waker, woken) = mpsc::channel();
            wakers.insert(region.clone(), waker);
            let (store, upstream, region) = (store.clone(), upstream.clone(), region.clone());
            let follower = Follower { store, upstream, region, shared: Arc::clone(&shared) };
            let stopped = Arc::clone(&stopped);
            threads.push(std::thread::spawn(move || follower.follow(&stopped, &woken)));
        }
        let all = wakers.values().cloned().collect();
        listen(upstream.clone(), wakers, Arc::clone(&stopped));
        Self { stopped, wakers: all, threads }
    }
}

impl Drop for Mirror {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Release);
        for waker in &self.wakers {
            // A thread that has ended needs no waking.
            let _ended = waker.send(None);
        }
        for thread in self.threads.drain(..) {
            drop(thread.join());
        }
    }
}

/// Wakes the follower of each region whose new head the other server tells of.
///
/// The thread is not waited for: it sits in a read that ends when the other server says something.
fn listen(upstream: Upstream, wakers: BTreeMap<String, Sender<Option<i64>>>, stopped: Arc<AtomicBool>) {
    std::thread::spawn(move || {
        while !stopped.load(Ordering::Acquire) {
            for signal in Signals::listen(&upstream.url, &upstream.regions).into_iter().flatten() {
                let Ok(signal) = signal else { break };
                if stopped.load(Ordering::Acquire) {
                    return;
                }
                if let Some(waker) = wakers.get(&signal.region) {
                    let _ended = waker.send(Some(signal.rev));
                }
            }
            std::thread::sleep(FIRST_PAUSE);
        }
    });
}

/// Whatever keeps a mirror from being current; it is written to the log.
type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// Follows one region.
struct Follower {
    store: Store,
    upstream: Upstream,
    region: String,
    shared: Arc<Shared>,
}

/// What is done for all regions by one follower at a time.
struct Shared {
    /// When garbage was collected last. Held for reading while objects are stored that no head here names yet, so that
    /// no other follower takes them for garbage.
    collected: RwLock<Instant>,
    /// When the list of regions was looked at last.
    listed: Mutex<Option<Instant>>,
}

impl Follower {
    fn follow(&self, stopped: &AtomicBool, woken: &Receiver<Option<i64>>) {
        let (mut failures, mut at) = (0_u32, None);
        while !stopped.load(Ordering::Acquire) {
            let pause = match self.catch_up(at) {
                Ok(poll) => {
                    failures = 0;
                    Duration::from_secs(poll.min_s.into()).min(LONGEST_PAUSE)
                }
                Err(error) => {
                    if failures == 0 {
                        tracing::warn!(region = self.region, %error, "the mirror is not current; trying again");
                    }
                    failures += 1;
                    FIRST_PAUSE.saturating_mul(1 << failures.min(8)).min(LONGEST_PAUSE)
                }
            };
            at = match woken.recv_timeout(pause) {
                Ok(at) => at,
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
        }
    }

    /// Syncs the region, and takes over what is new.
    fn catch_up(&self, at: Option<i64>) -> Result<Poll, Trouble> {
        std::fs::create_dir_all(&self.upstream.folder)?;
        let mut state = State::open(&self.upstream.folder.join(format!("{}.db", self.region)))?;
        let mut server = Http::new(&self.upstream.url, Coding::Brotli);
        let mut client = Client::new(&mut state, &mut server, &self.upstream.trust).at(at);
        let outcome = client.sync(&self.region, &Wanted::All, now())?;
        // Whatever is wrong with the list of regions, it keeps no head back.
        let listed = self.pass_directory_on(&mut client);
        let head = outcome.head.as_ref().ok_or(TransportError::Missing(self.region.clone()))?;
        if self.is_behind(head) {
            let _uncollected = self.shared.collected.read().unwrap_or_else(PoisonError::into_inner);
            let objects = Arc::clone(self.store.objects());
            let mirrored = client.complete(
                &self.region,
                &|id| objects.read(id).is_ok_and(|found| found.is_some()),
                &mut |id, bytes| objects.put(&[(*id, bytes.to_vec())]),
            )?;
            self.take_over(&state, &outcome, mirrored)?;
        }
        self.collect_garbage()?;
        listed?;
        Ok(head.poll)
    }

    /// Whether what is served is older than `head`.
    fn is_behind(&self, head: &Head) -> bool {
        let directory = self.store.directory();
        let served = directory.region(&self.region).and_then(|entry| self.store.heads().of(entry.region.id));
        served.is_none_or(|served| served.head.order() < head.order())
    }

    fn take_over(&self, state: &State, outcome: &Outcome, mirrored: Mirrored) -> Result<(), Trouble> {
        let mut copy = Copy { head: String::from_utf8(mirrored.head)?, ..Copy::default() };
        copy.roots = mirrored.roots.into_iter().map(String::from_utf8).collect::<Result<_, _>>()?;
        for (scope, entry) in outcome.head.iter().flat_map(|head| &head.scopes) {
            // As it was signed for, with members that this version does not know.
            let manifest = self.store.objects().read(&entry.m)?;
            copy.manifests.insert(scope.clone(), manifest.unwrap_or_default());
            copy.scopes.insert(scope.clone(), state.items(&self.region, scope)?);
        }
        Ok(block_on(mirrors::take_over(&self.store, copy))??)
    }

    /// Takes over the list of regions, unless that was done within the last hour, or another follower is about it.
    fn pass_directory_on(&self, client: &mut Client<'_>) -> Result<(), Trouble> {
        let Ok(mut listed) = self.shared.listed.try_lock() else { return Ok(()) };
        if listed.is_some_and(|last| last.elapsed() < ROUND) {
            return Ok(());
        }
        if let Some(document) = client.directory(&self.region)? {
            block_on(mirrors::take_over_directory(&self.store, String::from_utf8(document)?))??;
        }
        *listed = Some(Instant::now());
        Ok(())
    }

    /// Takes away what nobody needs any more, when an hour has passed since that was last done.
    fn collect_garbage(&self) -> Result<(), Trouble> {
        let mut collected = self.shared.collected.write().unwrap_or_else(PoisonError::into_inner);
        if collected.elapsed() >= ROUND {
            *collected = Instant::now();
            block_on(publisher::collect_garbage(&self.store))??;
        }
        Ok(())
    }
}

/// Runs one future to its end on a thread without a runtime.
fn block_on<F: Future>(future: F) -> std::io::Result<F::Output> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    Ok(runtime.block_on(future))
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
