//! The checker: visits the addresses on other servers that readers' texts link to, in a thread of its own.
//!
//! It runs in the process that has the right to publish, and only as long as it has that. Everything it knows is in the
//! database, so that a restart loses at most what it was visiting.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::Instant;
use url::Url;

use super::checks::{self, Counts, State};
use super::rows;
use super::visits::{Outcome, Visitor};
use crate::catalog;
use crate::db::{Db, Store};
use crate::directory::Entry;
use crate::error::Result;
use crate::publish::{self, NEUTRAL};
use crate::regions::Status;
use crate::revision;

/// How often it looks for new addresses and for those that are due.
const LOOK: Duration = Duration::from_secs(60);
/// The shortest time between two looks.
const SHORTEST: Duration = Duration::from_secs(1);
/// How often it reads all texts, and forgets what none of them links to.
const ROUND: Duration = Duration::from_secs(24 * 60 * 60);
/// How many addresses that are due it looks at.
const QUEUE: i64 = 20_000;
/// How many it visits before it looks again.
const BATCH: usize = 200;
/// How many of them may be of one host, so that a large one keeps the others waiting no longer than a minute.
const OF_HOST: usize = 10;

/// Which addresses may be visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Only what everybody can reach, at the ports of web servers.
    Public,
    /// Also those of networks of one's own.
    All,
}

/// How addresses are visited.
#[derive(Clone, Debug)]
pub struct Options {
    /// Which may be.
    pub reach: Reach,
    /// What servers are told of who asks.
    pub agent: String,
    /// How fast.
    pub limits: Limits,
}

/// How fast addresses are visited.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The longest that one request may take.
    pub time: Duration,
    /// How long a host is left alone after each.
    pub pause: Duration,
    /// How many hosts are asked at once.
    pub at_once: usize,
}

impl Options {
    /// As fast as is polite; `home` is an address where those who run other servers can read who asks.
    pub fn new(reach: Reach, home: &str) -> Self {
        let agent = format!(
            concat!("lotse/", env!("CARGO_PKG_VERSION"), " (looks whether links still lead somewhere; +{})"),
            home
        );
        let limits = Limits { time: Duration::from_secs(10), pause: Duration::from_secs(2), at_once: 4 };
        Self { reach, agent, limits }
    }
}

/// What the checker of this process has done and knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many addresses there are.
    pub counts: Counts,
    /// How many visits were made since the start.
    pub visits: u64,
}

/// A thread that visits addresses; it ends when this is dropped, without anybody waiting for it.
pub(crate) struct Checker {
    _stop: oneshot::Sender<()>,
}

impl Checker {
    pub(crate) fn start(store: Store, options: Options) -> Self {
        let (stop, stopped) = oneshot::channel();
        std::thread::spawn(move || {
            let runtime = match tokio::runtime::Builder::new_current_thread().enable_time().build() {
                Ok(runtime) => runtime,
                Err(error) => return tracing::error!(%error, "links cannot be checked"),
            };
            runtime.block_on(async {
                tokio::select! {
                    () = run(&store, &options) => {}
                    // The sender is dropped to stop it.
                    _ = stopped => {}
                }
            });
            // What is being visited may take as long as a visit may; nobody waits for it.
            runtime.shutdown_background();
        });
        Self { _stop: stop }
    }
}

async fn run(store: &Store, options: &Options) {
    let mut rounds = Rounds::new(store, options);
    loop {
        let pause = match rounds.look().await {
            Ok(pause) => pause.clamp(SHORTEST, LOOK),
            Err(error) => {
                tracing::warn!(%error, "links are checked later");
                LOOK
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Visits what is due now, and returns; for commands and tests that have no checker running.
pub async fn check_now(store: &Store, options: &Options) -> Result<()> {
    let mut rounds = Rounds::new(store, options);
    // Each visit makes an address due later, so that this ends.
    while rounds.look().await?.is_zero() {}
    Ok(())
}

/// What this process has seen of the texts.
struct Rounds<'a> {
    store: &'a Store,
    visitor: Arc<Visitor>,
    at_once: usize,
    /// For each region, how often it had changed and up to which revision its lines were read.
    read: HashMap<i64, (i64, i64)>,
    next_round: Instant,
}

impl<'a> Rounds<'a> {
    fn new(store: &'a Store, options: &Options) -> Self {
        Self {
            store,
            visitor: Arc::new(Visitor::new(options)),
            at_once: options.limits.at_once.max(1),
            read: HashMap::new(),
            next_round: Instant::now(),
        }
    }

    /// Reads what has changed, visits some of what is due, and tells how long it can wait for more.
    async fn look(&mut self) -> Result<Duration> {
        if Instant::now() >= self.next_round {
            self.read_everything().await?;
            self.next_round = Instant::now() + ROUND;
        } else {
            self.read_changes().await?;
        }
        let now = (self.store.world().now)();
        let due = self.store.read(move |db| rows::due(db, now, QUEUE)).await?;
        self.visit(turns(due)).await?;
        let (next, counts) = self.store.read(|db| Ok((rows::next(db)?, counts(db)?))).await?;
        self.store.note_links(|figures| figures.counts = counts);
        let left = next.map_or(i64::MAX, |next| next - (self.store.world().now)());
        Ok(Duration::from_millis(u64::try_from(left).unwrap_or_default()))
    }

    /// Knows every address that readers' texts link to, and forgets all others.
    async fn read_everything(&mut self) -> Result<()> {
        let mut linked = BTreeSet::new();
        for entry in self.regions() {
            let (region, edits) = (entry.region.id, entry.edits());
            let rev = self.store.read(move |db| Ok(revision::of(db, region)?.rev)).await?;
            for language in &entry.languages {
                let key = language.key.clone();
                let htmls = self.store.read(move |db| catalog::htmls(db, region, &key)).await?;
                for html in htmls.values() {
                    checks::collect(html, &mut linked);
                }
            }
            self.read.insert(region, (edits, rev));
        }
        self.store.write(move |db, world| checks::keep(db, &linked, (world.now)())).await
    }

    /// Knows the addresses of texts that have changed, too.
    async fn read_changes(&mut self) -> Result<()> {
        for entry in self.regions() {
            let (region, edits) = (entry.region.id, entry.edits());
            let (seen, rev) = self.read.get(&region).copied().unwrap_or((-1, 0));
            if seen == edits {
                continue;
            }
            let (rev, linked) =
                self.store.read(move |db| Ok((revision::of(db, region)?.rev, changed(db, region, rev)?))).await?;
            if !linked.is_empty() {
                self.store.write(move |db, world| checks::add(db, &linked, (world.now)())).await?;
            }
            self.read.insert(region, (edits, rev));
        }
        Ok(())
    }

    fn regions(&self) -> Vec<Arc<Entry>> {
        let directory = self.store.directory();
        directory.regions().filter(|entry| entry.region.status != Status::Archived).cloned().collect()
    }

    async fn visit(&self, urls: Vec<String>) -> Result<()> {
        let mut running = JoinSet::new();
        for url in urls {
            if running.len() >= self.at_once {
                self.note(running.join_next().await).await?;
            }
            let visitor = Arc::clone(&self.visitor);
            running.spawn_blocking(move || {
                let outcome = visitor.visit(&url);
                (url, outcome)
            });
        }
        while !running.is_empty() {
            self.note(running.join_next().await).await?;
        }
        Ok(())
    }

    async fn note(&self, done: Option<Result<(String, Outcome), tokio::task::JoinError>>) -> Result<()> {
        // A visit that has panicked stays due.
        let Some(Ok((url, outcome))) = done else { return Ok(()) };
        self.store.write(move |db, world| checks::note(db, &url, outcome, (world.now)())).await?;
        self.store.note_links(|figures| figures.visits += 1);
        Ok(())
    }
}

/// The addresses of the texts of `region` that have changed since the revision `rev`.
fn changed(db: &mut Db, region: i64, rev: i64) -> Result<BTreeSet<String>> {
    let mut linked = BTreeSet::new();
    for row in publish::rows::after(db, region, rev)? {
        let text = row.line.filter(|_| row.scope != NEUTRAL && row.key.starts_with("page/"));
        if let Some(line) = text {
            checks::collect(&catalog::read_html(&line)?, &mut linked);
        }
    }
    Ok(linked)
}

fn counts(db: &mut Db) -> Result<Counts> {
    let mut counts = Counts::default();
    for (state, number) in rows::states(db)? {
        let state = State::try_from(state).map_err(|unknown| crate::error::Error::Corrupt(unknown.to_string()))?;
        counts.add(state, number);
    }
    Ok(counts)
}

/// Some of `due`, in an order in which hosts take turns.
fn turns(due: Vec<String>) -> Vec<String> {
    let mut of_host: BTreeMap<String, usize> = BTreeMap::new();
    let mut turns: Vec<(usize, String)> = Vec::new();
    for url in due {
        let host = Url::parse(&url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        let count = of_host.entry(host).or_default();
        *count += 1;
        if *count <= OF_HOST {
            turns.push((*count, url));
        }
    }
    turns.sort_by_key(|(turn, _)| *turn);
    turns.truncate(BATCH);
    turns.into_iter().map(|(_, url)| url).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_take_turns_and_none_has_all() {
        let of = |host: &str, count: usize| (0..count).map(|n| format!("https://{host}/{n}")).collect::<Vec<_>>();

        let turns = turns([of("a.example", 15), of("b.example", 2)].concat());

        let expected = ["https://a.example/0", "https://b.example/0", "https://a.example/1", "https://b.example/1"];
        assert_eq!(turns[..4], expected);
        assert_eq!(turns.len(), OF_HOST + 2);
    }
}
