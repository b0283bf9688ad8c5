//! Connections and transactions: the only place that names a database or opens a transaction.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, Connection, SimpleConnection, TransactionManager};
use diesel::pg::PgConnection;
use diesel::r2d2::{ManageConnection, Pool};
use diesel::sqlite::SqliteConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use tokio::sync::Semaphore;

use crate::directory::{Directory, Known};
use crate::error::{Error, Result};
use crate::heads::Heads;
use crate::objects::{Folder, Objects};
use crate::regions::{self, NewRegion};
use crate::revision;
use crate::write::RegionWrite;

const SQLITE_MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const POSTGRES_MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

/// How long a write waits for its turn before it gives up.
const TURN: Duration = Duration::from_secs(5);
/// How long a request waits for a connection.
const CHECKOUT: Duration = Duration::from_secs(5);
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

/// The clock and the source of randomness, so that tests can choose theirs.
#[derive(Clone, Copy)]
pub struct World {
    /// Milliseconds since 1970, UTC.
    pub now: fn() -> i64,
    /// Sixteen random bytes.
    pub random: fn() -> [u8; 16],
}

/// Where the data are: `sqlite:PATH` or `postgres://…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// The path of an SQLite file.
    Sqlite(String),
    /// The URL of a PostgreSQL database.
    Postgres(String),
}

/// A text that names no database.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` names no database: use sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME")]
pub struct AddressError(String);

impl std::str::FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(path.to_owned())),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(text.to_owned())),
            Some((scheme, _)) => Err(AddressError(format!("{scheme}:…"))),
            None => Err(AddressError(text.to_owned())),
        }
    }
}

/// The database behind a server: reads in snapshots, writes one after the other.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    address: Address,
    readers: Pool<Maker>,
    writers: Pool<Maker>,
    turns: Arc<Semaphore>,
    world: World,
    known: Known,
    data: PathBuf,
    objects: Arc<dyn Objects>,
    heads: Heads,
}

impl Store {
    /// Opens the database, brings its tables up to date and reads which regions there are.
    ///
    /// `data` is the directory of everything that is not in the database: objects, keys, marks. It blocks: call it
    /// before the server runs.
    pub fn open(address: &Address, data: &Path, world: World) -> Result<Self> {
        let mut db = Maker { address: address.clone(), writes: true }.open()?;
        migrate(&mut db)?;
        let known = Known::new(Directory::load(&mut db)?);
        let heads = Heads::load(&mut db)?;
        let writers = if matches!(address, Address::Sqlite(_)) { 1 } else { POSTGRES_WRITERS };
        Ok(Self(Arc::new(Inner {
            address: address.clone(),
            readers: pool(address, false, READERS),
            writers: pool(address, true, writers),
            turns: Arc::new(Semaphore::new(writers as usize)),
            world,
            known,
            data: data.to_owned(),
            objects: Arc::new(Folder::new(data.join("objects"))),
            heads,
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

    pub(crate) fn data(&self) -> &Path {
        &self.0.data
    }

    pub(crate) fn world(&self) -> World {
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

    /// Runs `f` in one transaction that changes nothing inside a region, such as making a token.
    pub async fn write<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db, World) -> Result<T> + Send + 'static,
    {
        let inner = Arc::clone(&self.0);
        self.in_turn(move || in_transaction(&inner.writers, Kind::Write, |db| Ok(Outcome::Commit(f(db, inner.world)?))))
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

    async fn locked<T, F>(&self, find: impl FnOnce(&mut Db, World) -> Result<i64> + Send + 'static, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut RegionWrite<'_>) -> Result<T> + Send + 'static,
    {
        let inner = Arc::clone(&self.0);
        self.in_turn(move || {
            let mut news = None;
            let value = in_transaction(&inner.writers, Kind::Write, |db| {
                let region = find(db, inner.world)?;
                let counter = revision::lock(db, region)?;
                let mut tx = RegionWrite::new(db, counter, inner.world);
                let value = f(&mut tx)?;
                news = tx.finish()?;
                Ok(if news.is_some() { Outcome::Commit(value) } else { Outcome::Rollback(value) })
            })?;
            if let Some(news) = news {
                inner.known.note(&news, || {
                    in_transaction(&inner.readers, Kind::Snapshot, |db| Ok(Outcome::Commit(Directory::load(db)?)))
                })?;
            }
            Ok(value)
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(&self, f: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let turn = tokio::time::timeout(TURN, Arc::clone(&self.0.turns).acquire_owned()).await;
        let turn = turn.map_err(|_| Error::Unavailable("other writes take too long".to_owned()))?;
        let turn = turn.expect("the semaphore is never closed");
        blocking(move || {
            let _turn = turn;
            f()
        })
        .await
    }
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
    match f(&mut db) {
        Ok(Outcome::Commit(value)) => {
            on_backend!(&mut *db, |conn| AnsiTransactionManager::commit_transaction(conn))?;
            Ok(value)
        }
        Ok(Outcome::Rollback(value)) => rollback(&mut db).map(|()| value),
        Err(error) => {
            rollback(&mut db)?;
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

fn pool(address: &Address, writes: bool, size: u32) -> Pool<Maker> {
    Pool::builder()
        .max_size(size)
        .min_idle(Some(0))
        .connection_timeout(CHECKOUT)
        .test_on_check_out(matches!(address, Address::Postgres(_)))
        .build_unchecked(Maker { address: address.clone(), writes })
}

/// Makes connections; diesel's own maker would hide why one cannot be made.
#[derive(Debug)]
struct Maker {
    address: Address,
    writes: bool,
}

impl Maker {
    fn open(&self) -> Result<Db> {
        match &self.address {
            Address::Sqlite(path) => self.sqlite(path),
            Address::Postgres(url) => {
                PgConnection::establish(url).map(Db::Postgres).map_err(|error| Error::Unavailable(error.to_string()))
            }
        }
    }

    fn sqlite(&self, path: &str) -> Result<Db> {
        let mut conn = SqliteConnection::establish(path)
            .map_err(|error| Error::Unavailable(format!("{path} cannot be opened: {error}")))?;
        conn.batch_execute("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")?;
        if !self.writes {
            conn.batch_execute("PRAGMA query_only = ON")?;
        }
        Ok(Db::Sqlite(conn))
    }
}

impl ManageConnection for Maker {
    type Connection = Db;
    type Error = Error;

    fn connect(&self) -> Result<Db> {
        self.open()
    }

    fn is_valid(&self, db: &mut Db) -> Result<()> {
        on_backend!(db, |conn| conn.batch_execute("SELECT 1"))?;
        Ok(())
    }

    /// A panic may have left a transaction open; such a connection is thrown away.
    fn has_broken(&self, db: &mut Db) -> bool {
        let depth = on_backend!(db, |conn| {
            AnsiTransactionManager::transaction_manager_status_mut(conn).transaction_depth()
        });
        !matches!(depth, Ok(None))
    }
}
