//! A database for each test: an SQLite file, or a schema on PostgreSQL when `TEST_POSTGRES_URL` is set.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use content::db::{Address, World};
use content::epochs::Role;
use content::regions::NewRegion;
use content::{Result, Store};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use locales::tags::Tag;
use tempfile::TempDir;

use super::Region;

/// What the clock of every test says: 2026-11-22T10:00:00Z.
pub(crate) const NOW: i64 = 1_795_341_600_000;

/// A database that is gone when the test is over.
pub(crate) struct Database {
    /// The open database.
    pub(crate) store: Store,
    /// `sqlite:…` or `postgres://…`, as the command line takes it.
    pub(crate) url: String,
    folder: TempDir,
    schema: Option<Schema>,
}

impl Database {
    /// An empty database of the kind that this run tests.
    pub(crate) fn new() -> Self {
        Self::postgres().unwrap_or_else(Self::sqlite)
    }

    /// An empty SQLite database, also in a run on PostgreSQL.
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("lotse.sqlite").display());
        Self::open(url, folder, None, || NOW)
    }

    /// An empty database whose clock says what `now` says.
    pub(crate) fn with_clock(now: fn() -> i64) -> Self {
        Self::new().let_go(now)
    }

    /// The same database, opened anew with the clock `now`: no connection of this process is left that would keep it in order
    /// when another process is killed.
    pub(crate) fn let_go(self, now: fn() -> i64) -> Self {
        let Self { store, url, folder, schema } = self;
        drop(store);
        Self::open(url, folder, schema, now)
    }

    /// An empty schema on PostgreSQL, if this run has one.
    pub(crate) fn postgres() -> Option<Self> {
        let schema = Schema::create(std::env::var("TEST_POSTGRES_URL").ok()?);
        let url = schema.url();
        Some(Self::open(url, tempfile::tempdir().unwrap(), Some(schema), || NOW))
    }

    /// The SQLite database that lies in `data` below `folder`.
    pub(crate) fn in_data(folder: TempDir) -> Self {
        let url = format!("sqlite:{}", folder.path().join("data/lotse.db").display());
        Self::open(url, folder, None, || NOW)
    }

    fn open(url: String, folder: TempDir, schema: Option<Schema>, now: fn() -> i64) -> Self {
        let store = open(&url, folder.path(), now).unwrap();
        Self { store, url, folder, schema }
    }

    /// A folder of its own, gone when the test is over.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a statement, as somebody with access to the database could.
    pub(crate) fn run(&self, sql: &str) {
        if let Some(schema) = &self.schema {
            schema.run(&format!("SET search_path = {}; {sql}", schema.name)).unwrap();
        } else {
            let path = self.url.trim_start_matches("sqlite:");
            // A server may be publishing.
            let patient = format!("PRAGMA busy_timeout = 10000; {sql}");
            diesel::SqliteConnection::establish(path).unwrap().batch_execute(&patient).unwrap();
        }
    }

    /// The same database, opened once more, as another process would have it.
    pub(crate) fn opened_again(&self) -> Store {
        self.opened_again_at(|| NOW)
    }

    /// As [`Database::opened_again`], by a process whose clock says what `now` says.
    pub(crate) fn opened_again_at(&self, now: fn() -> i64) -> Store {
        open(&self.url, self.folder(), now).unwrap()
    }

    /// A region with `languages`; the first is the source of all others.
    pub(crate) fn region(&self, slug: &str, languages: &[&str]) -> Region {
        let tags: Vec<Tag> = languages.iter().map(|tag| Tag::parse(tag).unwrap()).collect();
        let first = tags[0].key().to_owned();
        let new = NewRegion::named(slug, slug, &first, "Europe/Berlin");
        let write = self.store.write_region_or_new(new, move |tx| {
            for tag in &tags {
                let source = (tag.key() != first).then_some(first.as_str());
                content::languages::add(tx, tag, tag.key(), source)?;
            }
            Ok(tx.region_id())
        });
        Region { id: wait(write).unwrap(), slug: slug.to_owned(), store: self.store.clone() }
    }
}

fn open(url: &str, folder: &Path, now: fn() -> i64) -> Result<Store> {
    let address: Address = url.parse().unwrap();
    Store::open(&address, &folder.join("data"), Role::Server, World { now, random: rand::random })
}

/// Runs `future` to its end on this thread.
pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// A schema of its own on the PostgreSQL server of this run.
struct Schema {
    server: String,
    name: String,
}

impl Schema {
    fn create(server: String) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let schema = Self { server, name: format!("test_{}_{count}", std::process::id()) };
        schema.run(&format!("CREATE SCHEMA {}", schema.name)).unwrap();
        schema
    }

    fn url(&self) -> String {
        let separator = if self.server.contains('?') { '&' } else { '?' };
        format!("{}{separator}options=-csearch_path%3D{}", self.server, self.name)
    }

    fn run(&self, sql: &str) -> diesel::QueryResult<()> {
        let mut conn = PgConnection::establish(&self.server).expect("TEST_POSTGRES_URL names a running server");
        conn.batch_execute("SET lock_timeout = '5s'; SET client_min_messages = 'error'")?;
        conn.batch_execute(sql)
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        if let Err(error) = self.run(&format!("DROP SCHEMA {} CASCADE", self.name)) {
            eprintln!("{} stays behind: {error}", self.name);
        }
    }
}
