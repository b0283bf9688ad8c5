//! States: what a client holds, in an SQLite file.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use crate::client::downloads::Staging;
use crate::client::failures::LocalError;
use crate::{Contents, Id, Manifest, Root};

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS region_state (
    region TEXT PRIMARY KEY,
    head BLOB NOT NULL,
    etag TEXT,
    confirmed INTEGER NOT NULL,
    root BLOB,
    trusted INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS scope_state (
    id INTEGER PRIMARY KEY,
    region TEXT NOT NULL,
    scope TEXT NOT NULL,
    manifest BLOB,
    UNIQUE (region, scope)
) STRICT;
CREATE TABLE IF NOT EXISTS item (
    scope INTEGER NOT NULL REFERENCES scope_state (id),
    key TEXT NOT NULL,
    hash BLOB NOT NULL,
    line TEXT NOT NULL
) STRICT;
-- It holds the hashes as well, so that computing a state reads no line.
CREATE UNIQUE INDEX IF NOT EXISTS item_hash ON item (scope, key, hash);
";

/// KiB of memory, negative as SQLite has it: enough that writing a whole district does not touch the disk twice.
const CACHE: i64 = -8192;

type Result<T> = std::result::Result<T, LocalError>;

/// The regions that a device holds.
#[derive(Debug)]
pub struct State {
    connection: Connection,
    lock: PathBuf,
    staging: Staging,
}

/// What is known of a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RegionState {
    /// The bytes of the head.
    pub(crate) head: Vec<u8>,
    /// Its entity tag.
    pub(crate) etag: Option<String>,
    /// When the server last said that it is the newest, in milliseconds since 1970.
    pub(crate) confirmed: i64,
    /// The newest root of the server.
    pub(crate) root: Option<Vec<u8>>,
    /// When the server was last asked for a newer root, in milliseconds since 1970.
    pub(crate) trusted: i64,
}

/// A scope as it is held.
#[derive(Clone, Debug, Default)]
pub(crate) struct Held {
    /// The manifest it came from; none when it has to be loaded anew.
    pub(crate) manifest: Option<Vec<u8>>,
    /// The hashes of its lines.
    pub(crate) contents: Contents,
}

/// A scope as it will be.
#[derive(Clone, Debug)]
pub(crate) struct Update {
    /// The scope.
    pub(crate) scope: String,
    /// The bytes of its manifest.
    pub(crate) manifest: Vec<u8>,
    /// What changes.
    pub(crate) lines: Vec<LineUpdate>,
}

/// A line that is written, or removed when there is none.
#[derive(Clone, Debug)]
pub(crate) struct LineUpdate {
    /// Its key.
    pub(crate) key: String,
    /// The hash of the line and the line.
    pub(crate) line: Option<(Id, String)>,
}

/// Whoever holds this is the only one to change a state.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl State {
    /// Opens the state at `path`; what is missing is made.
    pub fn open(path: &Path) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "cache_size", CACHE)?;
        connection.execute_batch(SCHEMA)?;
        let mut lock = path.as_os_str().to_owned();
        lock.push(".lock");
        Ok(Self { connection, lock: lock.into(), staging: Staging::beside(path) })
    }

    /// The keys and lines of a scope, ascending by key.
    pub fn items(&self, region: &str, scope: &str) -> Result<Vec<(String, String)>> {
        let mut select = self.connection.prepare_cached(
            "SELECT item.key, item.line FROM item JOIN scope_state ON scope_state.id = item.scope
             WHERE scope_state.region = ? AND scope_state.scope = ? ORDER BY item.key",
        )?;
        let rows = select.query_map([region, scope], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The line of one item.
    pub fn item(&self, region: &str, scope: &str, key: &str) -> Result<Option<String>> {
        let mut select = self.connection.prepare_cached(
            "SELECT item.line FROM item JOIN scope_state ON scope_state.id = item.scope
             WHERE scope_state.region = ? AND scope_state.scope = ? AND item.key = ?",
        )?;
        Ok(select.query_row([region, scope, key], |row| row.get(0)).optional()?)
    }

    /// The scopes of a region that are held, whole or not.
    pub fn scopes(&self, region: &str) -> Result<Vec<String>> {
        let mut select =
            self.connection.prepare_cached("SELECT scope FROM scope_state WHERE region = ? ORDER BY scope")?;
        let rows = select.query_map([region], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The newest root of the server that a region came from; none before the first sync, or when keys are pinned.
    pub fn root(&self, region: &str) -> Result<Option<Root>> {
        let bytes = self.region(region)?.and_then(|known| known.root);
        let root = bytes.map(|bytes| Root::read(&bytes)).transpose();
        root.map_err(|error| LocalError::Damaged(error.to_string()))
    }

    /// Throws the items of a scope away; it can be loaded again.
    pub fn forget(&mut self, region: &str, scope: &str) -> Result<()> {
        let _lock = self.lock()?;
        let tx = self.transaction()?;
        if let Some(id) = scope_id(&tx, region, scope)? {
            tx.execute("DELETE FROM item WHERE scope = ?", [id])?;
            tx.execute("DELETE FROM scope_state WHERE id = ?", [id])?;
        }
        Ok(tx.commit()?)
    }

    /// Hashes every line of a region again, and says which scopes are damaged; the next sync loads those anew.
    pub fn scrub(&mut self, region: &str) -> Result<Vec<String>> {
        let _lock = self.lock()?;
        let mut damaged = Vec::new();
        for scope in self.scopes(region)? {
            let items = self.items(region, &scope)?;
            let found: Contents = items.iter().map(|(key, line)| (key.clone(), Id::of(line.as_bytes()))).collect();
            let held = self.held(region, &scope)?;
            let manifest = held.manifest.as_deref().map(Manifest::read);
            let whole = manifest.is_none_or(|manifest| {
                matches!(manifest, Ok(Some(manifest)) if manifest.state == found.state() && manifest.count == found.count())
            });
            if !whole || found != held.contents {
                self.mark_damaged(region, &scope, &found)?;
                damaged.push(scope);
            }
        }
        Ok(damaged)
    }

    /// Takes the manifest from a scope, and writes the hashes that its lines really have.
    fn mark_damaged(&mut self, region: &str, scope: &str, found: &Contents) -> Result<()> {
        let tx = self.transaction()?;
        let id = scope_id(&tx, region, scope)?;
        tx.execute("UPDATE scope_state SET manifest = NULL WHERE id = ?", [id])?;
        for key in found.keys() {
            let hash = found.hash(key).map(|hash| *hash.as_bytes());
            tx.execute("UPDATE item SET hash = ? WHERE scope = ? AND key = ?", params![hash, id, key])?;
        }
        Ok(tx.commit()?)
    }

    /// Keeps every other sync of this state out until the lock is dropped.
    pub(crate) fn lock(&self) -> Result<Lock> {
        let file = File::options().create(true).append(true).open(&self.lock).map_err(LocalError::disk(&self.lock))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LocalError::Locked),
            Err(TryLockError::Error(cause)) => Err(LocalError::disk(&self.lock)(cause)),
        }
    }

    /// Where downloads are kept until they are applied.
    pub(crate) fn staging(&self) -> &Staging {
        &self.staging
    }

    /// What is known of `region`.
    pub(crate) fn region(&self, region: &str) -> Result<Option<RegionState>> {
        let mut select = self
            .connection
            .prepare_cached("SELECT head, etag, confirmed, root, trusted FROM region_state WHERE region = ?")?;
        let read = |row: &rusqlite::Row<'_>| {
            let (head, etag, confirmed) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(RegionState { head, etag, confirmed, root: row.get(3)?, trusted: row.get(4)? })
        };
        Ok(select.query_row([region], read).optional()?)
    }

    /// The manifest of a scope that is held whole.
    pub(crate) fn manifest(&self, region: &str, scope: &str) -> Result<Option<Vec<u8>>> {
        let mut select =
            self.connection.prepare_cached("SELECT manifest FROM scope_state WHERE region = ? AND scope = ?")?;
        Ok(select.query_row([region, scope], |row| row.get(0)).optional()?.flatten())
    }

    /// A scope as it is held.
    pub(crate) fn held(&self, region: &str, scope: &str) -> Result<Held> {
        let mut select = self.connection.prepare_cached(
            "SELECT item.key, item.hash FROM item JOIN scope_state ON scope_state.id = item.scope
             WHERE scope_state.region = ? AND scope_state.scope = ? ORDER BY item.key",
        )?;
        let rows = select.query_map([region, scope], |row| Ok((row.get(0)?, Id::from(row.get::<_, [u8; 32]>(1)?))))?;
        let contents = rows.collect::<rusqlite::Result<_>>()?;
        Ok(Held { manifest: self.manifest(region, scope)?, contents })
    }

    /// Writes `region` and all `updates`, or nothing.
    pub(crate) fn commit(&mut self, region: &str, known: &RegionState, updates: &[Update]) -> Result<()> {
        let tx = self.transaction()?;
        for update in updates {
            write_scope(&tx, region, update)?;
        }
        write_region(&tx, region, known)?;
        Ok(tx.commit()?)
    }

    fn transaction(&mut self) -> Result<Transaction<'_>> {
        Ok(self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
    }
}

fn scope_id(tx: &Transaction<'_>, region: &str, scope: &str) -> rusqlite::Result<Option<i64>> {
    let select = "SELECT id FROM scope_state WHERE region = ? AND scope = ?";
    tx.query_row(select, [region, scope], |row| row.get(0)).optional()
}

fn write_region(tx: &Transaction<'_>, region: &str, known: &RegionState) -> rusqlite::Result<()> {
    tx.execute(
        "INSERT INTO region_state (region, head, etag, confirmed, root, trusted) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (region) DO UPDATE SET head = ?2, etag = ?3, confirmed = ?4, root = ?5, trusted = ?6",
        params![region, known.head, known.etag, known.confirmed, known.root, known.trusted],
    )?;
    Ok(())
}

fn write_scope(tx: &Transaction<'_>, region: &str, update: &Update) -> rusqlite::Result<()> {
    let id: i64 = tx.query_row(
        "INSERT INTO scope_state (region, scope, manifest) VALUES (?1, ?2, ?3)
         ON CONFLICT (region, scope) DO UPDATE SET manifest = ?3 RETURNING id",
        params![region, update.scope, update.manifest],
        |row| row.get(0),
    )?;
    let mut remove = tx.prepare_cached("DELETE FROM item WHERE scope = ? AND key = ?")?;
    let mut write = tx.prepare_cached("INSERT INTO item (scope, key, hash, line) VALUES (?, ?, ?, ?)")?;
    for LineUpdate { key, line } in &update.lines {
        remove.execute(params![id, key])?;
        if let Some((hash, line)) = line {
            write.execute(params![id, key, hash.as_bytes(), line])?;
        }
    }
    Ok(())
}
