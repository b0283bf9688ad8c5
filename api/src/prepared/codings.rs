//! The coded forms of one content: made when first asked for, and once more, smaller, when the content has
//! proved stable.

use std::io::{self, Write as _};
use std::sync::{Arc, RwLock, Weak};
use std::time::Duration;

use actix_web::http::header::HeaderValue;
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use tokio::sync::{Mutex, Semaphore, oneshot};
use tokio::time::{Instant, sleep_until};

use super::conditional::Tags;
use super::locks::{read, write};
use super::memory::{Held, Ledger};

/// How long a content must have been unchanged before it is worth the best level.
const STABLE: Duration = Duration::from_secs(30);

/// What a body costs beside its bytes: its place, tags and headers.
const OVERHEAD: usize = 1024;

/// The best levels keep one core busy for seconds, so the whole process makes one at a time.
static BEST: Semaphore = Semaphore::const_new(1);

/// A content coding other than the identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Brotli,
    Zstd,
    Gzip,
}

/// How much time a coding may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Fast,
    Best,
}

impl Coding {
    /// All codings, the preferred first.
    pub(super) const ALL: [Self; 3] = [Self::Brotli, Self::Zstd, Self::Gzip];

    /// The place of this coding in [`Coding::ALL`].
    pub(super) fn index(self) -> usize {
        self as usize
    }

    /// The coding a client calls `name`.
    pub(super) fn named(name: &str) -> Option<Self> {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        Self::ALL.into_iter().find(|coding| is(coding.token())).or_else(|| is("x-gzip").then_some(Self::Gzip))
    }

    /// The name of this coding in `Content-Encoding`.
    pub(super) fn token(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }

    /// How the entity tags of this coding end, before its level.
    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstd => "zst",
            Self::Gzip => "gz",
        }
    }

    /// The number of a level. The fast ones were chosen on a district's list of pages (2.7 MB): br 5 makes 302
    /// kB in 59 ms, zstd 3 351 kB in 6 ms, gzip 5 363 kB in 28 ms (gzip 6: 357 kB in 47 ms). The best need 5.8
    /// s, 1.4 s and 0.07 s for 251, 263 and 352 kB. Zstandard stays at 19 because higher levels need a window
    /// that browsers refuse (RFC 9659).
    pub(super) fn level(self, level: Level) -> u8 {
        match (self, level) {
            (Self::Brotli | Self::Gzip, Level::Fast) => 5,
            (Self::Zstd, Level::Fast) => 3,
            (Self::Brotli, Level::Best) => 11,
            (Self::Zstd, Level::Best) => 19,
            (Self::Gzip, Level::Best) => 9,
        }
    }

    fn code(self, level: Level, identity: &[u8]) -> io::Result<Bytes> {
        let level = self.level(level);
        match self {
            Self::Brotli => brotli(level, identity),
            Self::Zstd => zstd::bulk::compress(identity, level.into()),
            Self::Gzip => gzip(level, identity),
        }
        .map(Bytes::from)
    }
}

fn brotli(level: u8, identity: &[u8]) -> io::Result<Vec<u8>> {
    let params =
        brotli::enc::BrotliEncoderParams { quality: level.into(), size_hint: identity.len(), ..Default::default() };
    let mut coded = Vec::new();
    brotli::BrotliCompress(&mut &*identity, &mut coded, &params)?;
    Ok(coded)
}

fn gzip(level: u8, identity: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level.into()));
    encoder.write_all(identity)?;
    encoder.finish()
}

/// The bytes of a body with what was made of them; shared by all bodies of one key as long as the bytes stay
/// the same.
#[derive(Debug)]
pub(super) struct Content {
    identity: Bytes,
    tags: Tags,
    since: Instant,
    shelves: [Shelf; Coding::ALL.len()],
    ledger: Arc<Ledger>,
    _held: Held,
}

/// The place of one coding.
#[derive(Debug, Default)]
struct Shelf {
    made: RwLock<Option<Coded>>,
    making: Mutex<()>,
}

#[derive(Debug)]
struct Coded {
    bytes: Bytes,
    level: Level,
    _held: Held,
}

impl Content {
    /// The bytes and their entity tags, with no coding made yet.
    pub(super) fn new(identity: Bytes, tags: Tags, ledger: &Arc<Ledger>) -> Self {
        Self {
            tags,
            since: Instant::now(),
            shelves: Default::default(),
            ledger: Arc::clone(ledger),
            _held: ledger.hold(identity.len() + OVERHEAD),
            identity,
        }
    }

    /// The bytes as they were built.
    pub(super) fn identity(&self) -> &Bytes {
        &self.identity
    }

    /// The entity tags of these bytes in all codings.
    pub(super) fn tags(&self) -> &Tags {
        &self.tags
    }

    /// The bytes in `coding` with their entity tag, made now if nobody asked before; `None` if they cannot be
    /// made.
    pub(super) async fn coded(self: &Arc<Self>, coding: Coding) -> Option<(Bytes, &HeaderValue)> {
        let (bytes, level) = match self.made(coding) {
            Some(made) => made,
            None => self.make_detached(coding).await?,
        };
        Some((bytes, self.tags.coded(coding, level)))
    }

    fn made(&self, coding: Coding) -> Option<(Bytes, Level)> {
        read(&self.shelves[coding.index()].made).as_ref().map(|coded| (coded.bytes.clone(), coded.level))
    }

    /// A task of its own: a client that goes away must not lose the work for those who wait.
    async fn make_detached(self: &Arc<Self>, coding: Coding) -> Option<(Bytes, Level)> {
        let content = Arc::clone(self);
        tokio::spawn(async move { content.make(coding).await }).await.ok()?
    }

    async fn make(self: Arc<Self>, coding: Coding) -> Option<(Bytes, Level)> {
        let _turn = self.shelves[coding.index()].making.lock().await;
        if let Some(made) = self.made(coding) {
            return Some(made);
        }
        let identity = self.identity.clone();
        let bytes = tokio::task::spawn_blocking(move || coding.code(Level::Fast, &identity)).await.ok()?.ok()?;
        self.put(coding, Level::Fast, bytes.clone());
        tokio::spawn(improve(Arc::downgrade(&self), coding, self.since + STABLE));
        Some((bytes, Level::Fast))
    }

    fn put(&self, coding: Coding, level: Level, bytes: Bytes) {
        let coded = Coded { _held: self.ledger.hold(bytes.len()), level, bytes };
        *write(&self.shelves[coding.index()].made) = Some(coded);
    }
}

/// Replace a coding by its best level at `when`, unless the content was replaced or evicted before.
async fn improve(content: Weak<Content>, coding: Coding, when: Instant) {
    sleep_until(when).await;
    let Ok(_turn) = BEST.acquire().await else {
        return;
    };
    let Some(identity) = content.upgrade().map(|content| content.identity.clone()) else {
        return;
    };
    let (done, best) = oneshot::channel();
    // A plain thread, because a stopping runtime would wait seconds for a blocking task.
    let started = std::thread::Builder::new().name("best-level".to_owned()).spawn(move || {
        // Nobody waits any more when the runtime has stopped.
        let _unheard = done.send(coding.code(Level::Best, &identity));
    });
    if started.is_err() {
        return;
    }
    if let (Ok(Ok(bytes)), Some(content)) = (best.await, content.upgrade()) {
        content.put(coding, Level::Best, bytes);
    }
}
