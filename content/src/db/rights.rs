//! The right to publish, which one process per database has at a time.

use std::path::Path;

use diesel::connection::SimpleConnection;

use crate::db::{Db, on_backend};
use crate::error::{Error, Result};

/// Held as long as this process publishes from the database.
#[derive(Debug)]
pub(crate) enum PublishingRight {
    /// By a lock on a file beside an SQLite database.
    File { _locked: std::fs::File },
    /// By an advisory lock of a session on PostgreSQL.
    Session(Box<SessionLock>),
}

/// A connection that holds an advisory lock.
pub(crate) struct SessionLock(Db);

impl Drop for SessionLock {
    /// The server would notice the end of the connection as well, but maybe after the next one has asked.
    fn drop(&mut self) {
        // When the session is broken there is no lock left to give back.
        drop(on_backend!(&mut self.0, |conn| conn.batch_execute("SELECT pg_advisory_unlock_all()")));
    }
}

impl std::fmt::Debug for SessionLock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionLock")
    }
}

impl PublishingRight {
    pub(super) fn of_file(path: &Path) -> Result<Option<Self>> {
        let unusable = |error: std::io::Error| Error::Disk(format!("{} cannot be locked: {error}", path.display()));
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(unusable)?;
        }
        let file = std::fs::OpenOptions::new().create(true).append(true).open(path).map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self::File { _locked: file })),
            Err(std::fs::TryLockError::WouldBlock) => Ok(None),
            Err(std::fs::TryLockError::Error(error)) => Err(unusable(error)),
        }
    }

    pub(super) fn of_session(mut db: Db) -> Result<Option<Self>> {
        #[derive(diesel::QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Bool)]
            locked: bool,
        }
        // One lock for each schema, because tests share a database.
        let sql = "SELECT pg_try_advisory_lock(hashtext('lotse publishes ' || current_schema())) AS locked";
        let row: Row = on_backend!(&mut db, |conn| diesel::RunQueryDsl::get_result(diesel::sql_query(sql), conn))?;
        Ok(row.locked.then(|| Self::Session(Box::new(SessionLock(db)))))
    }

    /// Whether the right is still held: a session that broke has lost its lock.
    pub(crate) fn is_held(&mut self) -> bool {
        match self {
            Self::File { .. } => true,
            Self::Session(session) => on_backend!(&mut session.0, |conn| conn.batch_execute("SELECT 1")).is_ok(),
        }
    }
}
