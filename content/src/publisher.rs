//! The publisher: turns what was written into the objects and heads that clients of delta sync fetch.
//!
//! One process per database has the right to publish. It builds a region at once when something has changed and
//! nothing is being built, otherwise not before a quarter of a second after its last build. A build reads one snapshot,
//! makes objects durable, then the mark, then the head, and only then shows it (delta sync, section 3).

pub(crate) mod anchors;
mod builds;
mod garbage;
pub(crate) mod rows;
mod scopes;
mod verification;

use std::collections::HashMap;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use sync::directories::RegionEntry;
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, sleep_until};

use crate::db::{PublishingRight, Store};
use crate::directory::{Directory, Entry};
use crate::error::{Error, Result};
use crate::links::checker::{self, Checker};
use crate::publish::NEUTRAL;
use crate::regions::Status;
use crate::{audit, heads, idempotency, refresh, schedules, times};
use builds::{Authority, Cache};
pub use garbage::collect as collect_garbage;
use verification::Look;
pub use verification::{Verified, verify};

/// The shortest time from one build of a region to the next.
const PACE: Duration = Duration::from_millis(250);
/// The shortest time from one look at what is due to the next; while others write, each look would find the same.
const GLANCE: Duration = Duration::from_millis(20);
/// How soon a build that failed, or the right to publish, is tried again.
const RETRY: Duration = Duration::from_secs(1);
/// How often garbage is collected, all objects are read, and heads are looked at whose time runs out.
const ROUND: Duration = Duration::from_secs(60 * 60);
/// How long to trust the clock when a schedule waits: it can be set, or stand still while the machine sleeps.
const CLOCK: Duration = Duration::from_secs(30);

/// A thread that publishes; it ends when this is dropped.
pub struct Publisher {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Publisher {
    /// Begins to publish from `store`, as soon as no other process does; meanwhile the audit forgets the networks of
    /// records that are older than `audit_days`.
    ///
    /// It returns when the schedules whose time has come were carried out, so that no answer shows what was before.
    pub fn start(store: Store, audit_days: u32) -> Self {
        Self::with_checker(store, audit_days, None)
    }

    /// As [`Publisher::start`]; as long as it publishes, a [`checker`] visits addresses on other servers in its own thread.
    pub fn with_checker(store: Store, audit_days: u32, links: Option<checker::Options>) -> Self {
        let (stop, stopped) = oneshot::channel();
        let (caught_up, is_caught_up) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
            let runtime = match runtime {
                Ok(runtime) => runtime,
                Err(error) => return tracing::error!(%error, "nothing can be published"),
            };
            runtime.block_on(async {
                if let Err(error) = schedules::follow(&store).await {
                    tracing::error!(%error, "schedules could not be carried out; trying again");
                }
                // Whoever has started this waits for it, or does not care any more.
                caught_up.send(()).ok();
                tokio::select! {
                    () = publish(&store, audit_days, links) => {}
                    // The sender is dropped to stop it.
                    _ = stopped => {}
                }
            });
        });
        // A thread that could not start has said why.
        is_caught_up.recv().ok();
        Self { stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Publisher {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A thread that has panicked has nothing left to stop.
            drop(thread.join());
        }
    }
}

async fn publish(store: &Store, audit_days: u32, links: Option<checker::Options>) {
    let mut complaint = Complaint::default();
    loop {
        let began = match store.try_to_publish() {
            Ok(Some(right)) => Rounds::begin(store, right).await.map(Some),
            Ok(None) => Ok(None),
            Err(error) => Err(error),
        };
        match began {
            Ok(Some(mut rounds)) => {
                complaint.is_over();
                // Whatever it waits for, nothing here waits for it.
                let _checker = links.clone().map(|options| Checker::start(store.clone(), options));
                rounds.run(audit_days).await;
            }
            Ok(None) => complaint.is_over(),
            Err(error) => complaint.about(&error),
        }
        tokio::time::sleep(RETRY).await;
    }
}

/// Says once what is wrong, and not again before it was right.
#[derive(Default)]
struct Complaint(bool);

impl Complaint {
    fn about(&mut self, error: &Error) {
        if !std::mem::replace(&mut self.0, true) {
            tracing::error!(%error, "nothing can be published; trying again");
        }
    }

    fn is_over(&mut self) {
        self.0 = false;
    }
}

/// What has been built of a region.
struct Progress {
    /// The region's `edits` that the last build saw; none after a failure.
    edits: Option<i64>,
    began: Instant,
}

/// The work of the one process that publishes.
struct Rounds<'a> {
    store: &'a Store,
    right: PublishingRight,
    authority: Authority,
    cache: Cache,
    progress: HashMap<i64, Progress>,
    changes: watch::Receiver<i64>,
    listed: Option<Arc<Directory>>,
    /// Regions whose objects have not been read in this round.
    unread: Vec<Arc<Entry>>,
    complaint: Complaint,
}

impl<'a> Rounds<'a> {
    async fn begin(store: &'a Store, right: PublishingRight) -> Result<Self> {
        // Before anything is read, so that no change is missed.
        let changes = store.known().subscribe();
        let authority = authority(store).await?;
        for entry in store.directory().regions() {
            verification::restore(store, entry, Look::Length).await?;
        }
        Ok(Self {
            store,
            right,
            authority,
            cache: Cache::default(),
            progress: HashMap::new(),
            changes,
            listed: None,
            unread: Vec::new(),
            complaint: Complaint::default(),
        })
    }

    /// Publishes until the right to do so is lost.
    async fn run(&mut self, audit_days: u32) {
        let mut round = Instant::now();
        while self.right.is_held() {
            let looked = Instant::now();
            self.changes.mark_unchanged();
            let mut wake = looked + ROUND;
            match self.look(&mut wake).await {
                Ok(()) => self.complaint.is_over(),
                Err(error) => {
                    self.complaint.about(&error);
                    wake = Instant::now() + RETRY;
                }
            }
            if Instant::now() >= round {
                round = Instant::now() + ROUND;
                self.collect_garbage().await;
                self.forget_networks(audit_days).await;
                self.unread = self.store.directory().regions().cloned().collect();
            }
            // One at a time, so that nothing that is to be published waits for all.
            if let Some(entry) = self.unread.pop() {
                self.read_objects(&entry).await;
                wake = Instant::now();
            }
            tokio::select! {
                _ = self.changes.changed() => sleep_until(looked + GLANCE).await,
                () = sleep_until(wake) => {}
            }
        }
    }

    async fn collect_garbage(&self) {
        if let Err(error) = self.store.write(|db, world| idempotency::sweep(db, (world.now)())).await {
            tracing::warn!(%error, "old idempotency keys stay for now");
        }
        match garbage::collect(self.store).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "objects that nobody needs any more are gone"),
            Err(error) => tracing::warn!(%error, "what nobody needs any more stays for now"),
        }
    }

    async fn forget_networks(&self, audit_days: u32) {
        let forgotten = self
            .store
            .write(move |db, world| audit::forget_addresses(db, (world.now)() - i64::from(audit_days) * anchors::DAY));
        if let Err(error) = forgotten.await {
            tracing::warn!(%error, "the audit keeps old networks for now");
        }
    }

    async fn read_objects(&self, entry: &Entry) {
        if let Err(error) = verification::restore(self.store, entry, Look::Bytes).await {
            tracing::warn!(%error, region = entry.region.slug, "the objects could not be read, nor brought back");
        }
    }

    /// Builds every region that is due; `wake` becomes the time of the next that is not yet.
    async fn look(&mut self, wake: &mut Instant) -> Result<()> {
        let newest = self.store.heads().newest_root().map_or(0, |(version, _)| version);
        if newest > self.authority.root.version {
            self.authority = authority(self.store).await?;
            self.progress.clear();
            self.listed = None;
        }
        let mut failed = self.follow_schedules(wake).await.err();
        failed = refresh::follow(self.store).await.err().or(failed);
        let directory = self.store.directory();
        for entry in directory.regions() {
            if let Some(due) = self.due(entry) {
                if due > Instant::now() {
                    *wake = due.min(*wake);
                } else if let Err(error) = self.build(entry).await {
                    failed = Some(error);
                }
            }
        }
        self.list(directory).await?;
        failed.map_or(Ok(()), Err)
    }

    /// Carries out the schedules that are due; `wake` becomes the time of the next one.
    async fn follow_schedules(&self, wake: &mut Instant) -> Result<()> {
        let Some(due) = schedules::follow(self.store).await? else { return Ok(()) };
        let left = due - (self.store.world().now)();
        let left = Duration::from_millis(u64::try_from(left).unwrap_or_default());
        *wake = (Instant::now() + left.min(CLOCK)).min(*wake);
        Ok(())
    }

    /// When the region has to be built, if at all.
    fn due(&self, entry: &Entry) -> Option<Instant> {
        let Some(progress) = self.progress.get(&entry.region.id) else { return Some(Instant::now()) };
        let head = self.store.heads().of(entry.region.id);
        let now = (self.store.world().now)();
        let ages = head.is_some_and(|head| builds::ages(&head, now));
        let is_behind = progress.edits.is_none_or(|edits| edits < entry.edits());
        (is_behind || ages).then(|| progress.began + PACE)
    }

    async fn build(&mut self, entry: &Entry) -> Result<()> {
        let (id, began) = (entry.region.id, Instant::now());
        let built = builds::build(self.store, entry, &self.authority, &mut self.cache).await;
        self.progress.insert(id, Progress { edits: built.as_ref().ok().copied(), began });
        if built.is_ok() {
            self.store.heads().no_longer_awaits(id);
        }
        built.map(drop)
    }

    /// Signs the list of regions anew when it has changed.
    async fn list(&mut self, directory: Arc<Directory>) -> Result<()> {
        if self.listed.as_ref().is_some_and(|listed| Arc::ptr_eq(listed, &directory)) {
            return Ok(());
        }
        let regions = listing(&directory);
        let known = self.store.heads().directory();
        let (serial, signed) = known.map_or((0, None), |(serial, document)| (serial, Some(document)));
        if !signed.is_some_and(|document| self.is_current(&document, &regions)) {
            let now = (self.store.world().now)();
            let serial = now.max(serial + 1);
            let list = sync::Directory { issued: times::utc(now / 1000 * 1000), regions, serial, v: 1 };
            let document = list.sign(self.authority.signer.as_ref()).map_err(|error| Error::Keys(error.to_string()))?;
            let document = String::from_utf8(document).expect("a document is JSON");
            let stored = document.clone();
            self.store.write(move |db, _| heads::rows::put_directory(db, serial, &stored)).await?;
            self.store.heads().set_directory(serial, &document);
        }
        self.listed = Some(directory);
        Ok(())
    }

    fn is_current(&self, document: &str, regions: &[RegionEntry]) -> bool {
        let Some(document) = sync::Document::open(document.as_bytes()) else { return false };
        let known = serde_json::from_str::<sync::Directory>(document.payload);
        known.is_ok_and(|known| known.regions == regions)
            && self.authority.root.trusts(sync::documents::Kind::Regions, &document)
    }
}

/// The active regions as clients see them before they have chosen one.
fn listing(directory: &Directory) -> Vec<RegionEntry> {
    let active = directory.regions().filter(|entry| entry.region.status == Status::Active);
    active.map(|entry| listed(entry)).collect()
}

fn listed(entry: &Entry) -> RegionEntry {
    let region = &entry.region;
    let languages = entry.languages.iter().filter(|language| language.active).map(|language| language.key.clone());
    let mut scopes: Vec<String> = std::iter::once(NEUTRAL.to_owned()).chain(languages).collect();
    scopes.sort_unstable();
    RegionEntry {
        bbox: (*region.bounding_box)
            .map(|[[west, south], [east, north]]| [west, south, east, north].map(crate::publish::micro)),
        name: [region.prefix.as_str(), &region.name].join(" ").trim().to_owned(),
        region: region.slug.clone(),
        scopes,
    }
}

/// The newest root and the key for heads that it names; both are made the first time.
async fn authority(store: &Store) -> Result<Authority> {
    let keys = store.keys();
    let (written, is_new) = store.write(move |db, world| keys.settle(db, world)).await?;
    let keys = store.keys();
    if is_new {
        let path = keys.root_path();
        tracing::warn!(path = %path.display(), "a root key was made: move it to a safe place, it is needed only to change keys");
    }
    store.heads().add_root(written.root.version, &written.document);
    let signer = keys.signer(&written.root)?;
    Ok(Authority { root: written.root, signer })
}

/// Publishes what is due now and returns; for commands and tests that have no publisher running.
pub async fn publish_now(store: &Store) -> Result<()> {
    let right = store.try_to_publish()?;
    let right = right.ok_or_else(|| Error::Unavailable("another process publishes from this database".to_owned()))?;
    let mut rounds = Rounds::begin(store, right).await?;
    rounds.look(&mut Instant::now()).await
}
