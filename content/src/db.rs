//! Connections and transactions: with the files in `db/`, the only place that names a database or opens a transaction.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::r2d2::Pool;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::directory::{Directory, Known};
use crate::epochs::{self, Role};
use crate::error::{Error, Result};
use crate::heads::Heads;
use crate::keys::Keys;
use crate::links::checker::Figures;
use crate::marks::Marks;
use crate::objects::{Folder, Objects};
use crate::packs::Shelf;
use crate::regions::{self, NewRegion};
use crate::revision::{self, Counter};
use crate::seals::Seals;
use crate::write::{Merged, News, RegionWrite};

const SQLITE_MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const POSTGRES_MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

const READERS: u32 = 8;
const POSTGRES_WRITERS: u32 = 8;
/// Any number will do, as long as every process takes the same.
const MIGRATION_LOCK: i64 = 0x006c_6f74_7365;

// A module of its own, because the derive adds public items that have no documentation.
mod connection {
    use diesel::pg::PgConnection;
    use diesel::sqlite::SqliteConnection;

    /// A connection to either database.
    #[derive(diesel::MultiConnection)]
    pub enum Db {
        /// PostgreSQL.
        Postgres(PgConnection),
        /// SQLite.
        Sqlite(SqliteConnection),
    }
}
pub use connection::Db;

mod connections;
mod copies;
mod rights;
mod turns;

pub use connections::{Address, AddressError};
use connections::{Maker, pool};
pub use copies::newest_tables;
pub(crate) use rights::PublishingRight;
use turns::Turns;

/// Compiles one statement for each database, where `MultiConnection` cannot say it.
macro_rules! on_backend {
    ($db:expr, |$conn:ident| $body:expr) => {
        match $db {
            $crate::db::Db::Postgres($conn) => $body,
            $crate::db::Db::Sqlite($conn) => $body,
        }
    };
}
pub(crate) use on_backend;

/// How many values one statement binds at most.
pub(crate) const CHUNK: usize = 500;

/// The rows of `$rows` whose `$column` is one of `$values`.
///
/// A single value is compared with `=`, because SQLite prepares a list anew each time.
macro_rules! load_among {
    ($db:expr, $rows:expr, $column:expr, $values:expr) => {{
        let mut found = Vec::new();
        for chunk in $values.chunks($crate::db::CHUNK) {
            found.append(&mut match chunk {
                [one] => $rows.filter($column.eq(one)).load($db)?,
                several => $rows.filter($column.eq_any(several)).load($db)?,
            });
        }
        found
    }};
}
pub(crate) use load_among;

/// The clock and the source of randomness, so that tests can choose theirs.
#[derive(Clone, Copy)]
pub struct World {
    /// Milliseconds since 1970, UTC.
    pub now: fn() -> i64,
    /// Sixteen random bytes.
    pub random: fn() -> [u8; 16],
}

/// The database behind a server: reads in snapshots, writes one after the other.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    address: Address,
    readers: Pool<Maker>,
    writers: Pool<Maker>,
    turns: Turns,
    world: World,
    known: Known,
    data: PathBuf,
    marks: Marks,
    objects: Arc<dyn Objects>,
    heads: Heads,
    merged: Mutex<Merged>,
    links: Mutex<Figures>,
}

impl Store {
    /// Opens the database, brings its tables up to date and reads which regions there are.
    ///
    /// `data` is the directory of everything that is not in the database: objects, keys, marks. It blocks: call it
    /// before the server runs.
    ///
    /// Regions whose database is older than what was published begin a new epoch here; a [`Role::Tool`] on PostgreSQL
    /// refuses instead when `data` knows nothing of them.
    pub fn open(address: &Address, data: &Path, role: Role, world: World) -> Result<Self> {
        let mut db = Maker { address: address.clone(), writes: true }.open()?;
        migrate(&mut db)?;
        let marks = Marks::new(data);
        for region in regions::all(&mut db)? {
            if role == Role::Tool && matches!(address, Address::Postgres(_)) {
                epochs::must_have_mark(&mut db, &marks, &region.slug, region.id)?;
            }
            let counter = revision::of(&mut db, region.id)?;
            if epochs::is_behind(&mut db, &marks, &region.slug, &counter)? {
                begin(&mut db, Kind::Write)?;
                finish(&mut db, |db| settled(db, &marks, &region.slug, region.id, 0, world))?;
            }
        }
        let known = Known::new(Directory::load(&mut db)?);
        let heads = Heads::load(&mut db)?;
        heads.await_all(behind(&mut db, &heads)?);
        let writers = if matches!(address, Address::Sqlite(_)) { 1 } else { POSTGRES_WRITERS };
        Ok(Self(Arc::new(Inner {
            address: address.clone(),
            readers: pool(address, false, READERS),
            writers: pool(address, true, writers),
            turns: Turns::at_a_time(writers)?,
            world,
            known,
            data: data.to_owned(),
            marks,
            objects: Arc::new(Folder::new(data.join("objects"))),
            heads,
            merged: Mutex::default(),
            links: Mutex::default(),
        })))
    }

    /// The regions and their languages, as last committed or last noticed; never touches the database.
    pub fn directory(&self) -> Arc<Directory> {
        self.0.known.directory()
    }

    /// Moves with every change of any region that this process has made or noticed.
    pub fn changes(&self) -> i64 {
        self.0.known.changes()
    }

    /// The documents of delta sync that are served now; never touches the database.
    pub fn heads(&self) -> &Heads {
        &self.0.heads
    }

    /// What clients of delta sync download.
    pub fn objects(&self) -> &Arc<dyn Objects> {
        &self.0.objects
    }

    /// How many lines of bundles this process has made.
    pub fn merged(&self) -> Merged {
        *self.0.merged.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the checker of links of this process has done and knows.
    pub fn links(&self) -> Figures {
        *self.0.links.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn note_links(&self, note: impl FnOnce(&mut Figures)) {
        note(&mut self.0.links.lock().unwrap_or_else(PoisonError::into_inner));
    }

    pub(crate) fn marks(&self) -> Marks {
        self.0.marks.clone()
    }

    /// The keys that this server signs with.
    pub fn keys(&self) -> Keys {
        Keys::new(&self.0.data)
    }

    /// What this server gives away in links.
    pub fn seals(&self) -> Result<Seals> {
        Seals::new(&self.keys(), self.0.world)
    }

    /// The packs that this server offers.
    pub fn packs(&self) -> Shelf {
        Shelf::new(&self.0.data)
    }

    /// The clock and the randomness that it was opened with.
    pub fn world(&self) -> World {
        self.0.world
    }

    pub(crate) fn known(&self) -> &Known {
        &self.0.known
    }

    /// A connection of its own, outside the pools, for the watcher.
    pub(crate) fn connect(&self) -> Result<Db> {
        Maker { address: self.0.address.clone(), writes: false }.open()
    }

    /// Runs `f` on one consistent snapshot of the database.
    pub async fn read<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db) -> Result<T> + Send + 'static,
    {
        let inner = Arc::clone(&self.0);
        blocking(move || in_transaction(&inner.readers, Kind::Snapshot, |db| Ok(Outcome::Commit(f(db)?)))).await
    }

    /// As [`Store::read`], with the time, in milliseconds since 1970, UTC.
    pub async fn read_at<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db, i64) -> Result<T> + Send + 'static,
    {
        let now = (self.0.world.now)();
        self.read(move |db| f(db, now)).await
    }

    /// Runs `f` in one transaction that changes nothing inside a region, such as making a token.
    pub async fn write<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db, World) -> Result<T> + Send + 'static,
    {
        self.in_turn(|inner| in_transaction(&inner.writers, Kind::Write, |db| Ok(Outcome::Commit(f(db, inner.world)?))))
            .await
    }

    /// Runs `f` under the lock of `region` and publishes what it changed, all in one transaction.
    ///
    /// When `f` reports no change the transaction is rolled back and no counter moves.
    pub async fn write_region<T, F>(&self, region: i64, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut RegionWrite<'_>) -> Result<T> + Send + 'static,
    {
        self.locked(move |_, _| Ok(region), f).await
    }

    /// As [`Store::write_region`], for a region that is made first if there is none with this slug.
    pub async fn write_region_or_new<T, F>(&self, region: NewRegion, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut RegionWrite<'_>) -> Result<T> + Send + 'static,
    {
        self.locked(move |db, world| regions::find_or_create(db, &region, world), f).await
    }

    async fn locked<T, F>(&self, find: impl Fn(&mut Db, World) -> Result<i64> + Send + 'static, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut RegionWrite<'_>) -> Result<T> + Send + 'static,
    {
        self.in_turn(move |inner| {
            let mut f = Some(f);
            let mut write = || inner.write_once(&find, &mut f);
            let done = match write()? {
                // A new epoch has begun; now the write itself.
                None => write()?,
                done => done,
            };
            let (value, news) = done.ok_or_else(|| Error::Unavailable("the epoch changes too often".to_owned()))?;
            if let Some(news) = news {
                inner.merged.lock().unwrap_or_else(PoisonError::into_inner).add(news.merged);
                inner.known.note(&news, || inner.load_directory())?;
            }
            Ok(value)
        })
        .await
    }

    /// Begins a new epoch of `region` if its database is older than what was published.
    pub(crate) async fn settle(&self, region: i64) -> Result<()> {
        self.in_turn(move |inner| inner.settle(region)).await
    }

    /// As [`Store::settle`], for a thread that may block and has no turn.
    pub(crate) fn settle_now(&self, region: i64) -> Result<()> {
        self.0.settle(region)
    }

    /// Begins a new epoch of `region` by hand, for a `reason` that the log is told; tells its name.
    pub async fn begin_epoch(&self, region: i64, reason: &str) -> Result<String> {
        let reason = reason.to_owned();
        self.in_turn(move |inner| {
            let begun = in_transaction(&inner.writers, Kind::Write, |db| {
                let counter = revision::lock(db, region)?;
                let slug = regions::by_id(db, region)?.slug;
                Ok(Outcome::Commit(epochs::begin(db, &inner.marks, &slug, &counter, &reason, inner.world)?))
            })?;
            inner.known.replace(inner.load_directory()?);
            Ok(begun.epoch)
        })
        .await
    }

    /// The right to publish from this database, which one process has at a time; `None` while another has it.
    pub(crate) fn try_to_publish(&self) -> Result<Option<PublishingRight>> {
        match &self.0.address {
            Address::Sqlite(_) => PublishingRight::of_file(&self.0.data.join("publisher.lock")),
            Address::Postgres(_) => PublishingRight::of_session(self.connect()?),
        }
    }

    async fn in_turn<T, F>(&self, write: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Inner) -> Result<T> + Send + 'static,
    {
        let inner = Arc::clone(&self.0);
        self.0.turns.take(move || write(&inner)).await
    }
}

impl Inner {
    /// Runs `f` under the region's lock; `None`, and `f` is not run, when a new epoch had to begin first.
    fn write_once<T, F>(
        &self,
        find: &impl Fn(&mut Db, World) -> Result<i64>,
        f: &mut Option<F>,
    ) -> Result<Option<(T, Option<News>)>>
    where
        F: FnOnce(&mut RegionWrite<'_>) -> Result<T>,
    {
        let written = in_transaction(&self.writers, Kind::Write, |db| {
            let region = find(db, self.world)?;
            let counter = revision::lock(db, region)?;
            if self.is_restored(db, &counter)? {
                let slug = regions::by_id(db, region)?.slug;
                epochs::begin(db, &self.marks, &slug, &counter, epochs::RESTORED, self.world)?;
                return Ok(Outcome::Commit(None));
            }
            let Some(f) = f.take() else { return Ok(Outcome::Rollback(None)) };
            let mut tx = RegionWrite::new(db, counter, self.world);
            let value = f(&mut tx)?;
            let news = tx.finish()?;
            let is_news = news.is_some();
            let done = Some((value, news));
            Ok(if is_news { Outcome::Commit(done) } else { Outcome::Rollback(done) })
        })?;
        if written.is_none() {
            self.known.replace(self.load_directory()?);
        }
        Ok(written)
    }

    fn is_restored(&self, db: &mut Db, counter: &Counter) -> Result<bool> {
        // A region that was made a moment ago is not in the directory, and has never been published.
        let directory = self.known.directory();
        let Some(entry) = directory.by_id(counter.region) else { return Ok(false) };
        epochs::is_behind(db, &self.marks, &entry.region.slug, counter)
    }

    fn settle(&self, region: i64) -> Result<()> {
        let directory = self.known.directory();
        let Some(entry) = directory.by_id(region) else { return Ok(()) };
        let (slug, edits) = (entry.region.slug.as_str(), entry.edits());
        in_transaction(&self.writers, Kind::Write, |db| settled(db, &self.marks, slug, region, edits, self.world))?;
        self.known.replace(self.load_directory()?);
        Ok(())
    }

    fn load_directory(&self) -> Result<Directory> {
        in_transaction(&self.readers, Kind::Snapshot, |db| Ok(Outcome::Commit(Directory::load(db)?)))
    }
}

/// Lets the counters of a region leap ahead when they are behind what was published, or behind `edits`, which this
/// process has seen.
fn settled(db: &mut Db, marks: &Marks, slug: &str, region: i64, edits: i64, world: World) -> Result<Outcome<()>> {
    let counter = revision::lock(db, region)?;
    if epochs::is_behind(db, marks, slug, &counter)? {
        epochs::begin(db, marks, slug, &counter, epochs::RESTORED, world)?;
        return Ok(Outcome::Commit(()));
    }
    if counter.edits > edits {
        return Ok(Outcome::Rollback(()));
    }
    revision::raise_edits(db, region, (world.now)().max(edits + 1))?;
    Ok(Outcome::Commit(()))
}

/// The regions with something to publish.
fn behind(db: &mut Db, heads: &Heads) -> Result<Vec<i64>> {
    let counters = revision::all(db)?.into_iter();
    let position = |region: i64| heads.of(region).map_or((0, 0), |head| (head.head.epoch_seq, head.head.rev));
    let behind = counters.filter(|counter| position(counter.region) < (counter.epoch_seq, counter.rev));
    Ok(behind.map(|counter| counter.region).collect())
}

async fn blocking<T: Send + 'static>(f: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(f).await.unwrap_or_else(|stopped| Err(Error::Unavailable(stopped.to_string())))
}

#[derive(Clone, Copy)]
enum Kind {
    Snapshot,
    Write,
}

enum Outcome<T> {
    Commit(T),
    Rollback(T),
}

fn in_transaction<T>(pool: &Pool<Maker>, kind: Kind, f: impl FnOnce(&mut Db) -> Result<Outcome<T>>) -> Result<T> {
    let mut db = pool.get().map_err(|error| Error::Unavailable(error.to_string()))?;
    begin(&mut db, kind)?;
    finish(&mut db, f)
}

/// Runs `f` in the transaction that has begun, and ends it.
fn finish<T>(db: &mut Db, f: impl FnOnce(&mut Db) -> Result<Outcome<T>>) -> Result<T> {
    match f(db) {
        Ok(Outcome::Commit(value)) => {
            on_backend!(db, |conn| AnsiTransactionManager::commit_transaction(conn))?;
            Ok(value)
        }
        Ok(Outcome::Rollback(value)) => rollback(db).map(|()| value),
        Err(error) => {
            rollback(db)?;
            Err(error)
        }
    }
}

fn begin(db: &mut Db, kind: Kind) -> Result<()> {
    let started = match (db, kind) {
        (Db::Sqlite(conn), Kind::Snapshot) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN"),
        (Db::Sqlite(conn), Kind::Write) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE"),
        (Db::Postgres(conn), Kind::Snapshot) => {
            AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        }
        (Db::Postgres(conn), Kind::Write) => {
            AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN ISOLATION LEVEL READ COMMITTED")
        }
    };
    Ok(started?)
}

fn rollback(db: &mut Db) -> Result<()> {
    on_backend!(db, |conn| AnsiTransactionManager::rollback_transaction(conn))?;
    Ok(())
}

/// A number that moves when another connection has written; PostgreSQL has none.
pub(crate) fn data_version(db: &mut Db) -> Result<Option<i64>> {
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        data_version: i64,
    }
    match db {
        Db::Postgres(_) => Ok(None),
        Db::Sqlite(conn) => {
            let row: Row = diesel::RunQueryDsl::get_result(diesel::sql_query("PRAGMA data_version"), conn)?;
            Ok(Some(row.data_version))
        }
    }
}

fn migrate(db: &mut Db) -> Result<()> {
    begin(db, Kind::Write)?;
    let done = match db {
        Db::Postgres(conn) => conn
            .batch_execute(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
            .map_err(Into::into)
            .and_then(|()| conn.run_pending_migrations(POSTGRES_MIGRATIONS).map(drop)),
        Db::Sqlite(conn) => conn.run_pending_migrations(SQLITE_MIGRATIONS).map(drop),
    };
    match done {
        Ok(()) => Ok(on_backend!(db, |conn| AnsiTransactionManager::commit_transaction(conn))?),
        Err(cause) => {
            rollback(db)?;
            Err(Error::Unavailable(format!("its tables cannot be brought up to date: {cause}")))
        }
    }
}
