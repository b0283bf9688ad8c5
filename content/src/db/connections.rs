//! Where the database is, and how connections to it are made.

use std::time::Duration;

use diesel::Connection;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::pg::PgConnection;
use diesel::r2d2::{ManageConnection, Pool};
use diesel::sqlite::SqliteConnection;

use crate::db::{Db, on_backend};
use crate::error::{Error, Result};

/// How long a request waits for a connection.
const CHECKOUT: Duration = Duration::from_secs(5);

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

/// A pool of `size` connections, made when they are needed.
pub(super) fn pool(address: &Address, writes: bool, size: u32) -> Pool<Maker> {
    Pool::builder()
        .max_size(size)
        .min_idle(Some(0))
        .connection_timeout(CHECKOUT)
        .test_on_check_out(matches!(address, Address::Postgres(_)))
        .build_unchecked(Maker { address: address.clone(), writes })
}

/// Makes connections; diesel's own maker would hide why one cannot be made.
#[derive(Debug)]
pub(super) struct Maker {
    pub(super) address: Address,
    pub(super) writes: bool,
}

impl Maker {
    pub(super) fn open(&self) -> Result<Db> {
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

#[cfg(test)]
mod tests {
    use diesel::prelude::*;
    use diesel::sql_types::Bool;
    use diesel::sqlite::SqliteConnection;

    /// Set where the program is built, for all of it: without it SQLite prepares each statement with `LIMIT ?` anew whenever it
    /// is used.
    #[test]
    fn sqlite_is_built_to_keep_statements_prepared() {
        let mut conn = SqliteConnection::establish(":memory:").unwrap();

        let keeps = diesel::select(diesel::dsl::sql::<Bool>("sqlite_compileoption_used('ENABLE_QPSG')"));

        assert_eq!(keeps.get_result(&mut conn), Ok(true), "build in the folder whose .cargo/config.toml says so");
    }
}
