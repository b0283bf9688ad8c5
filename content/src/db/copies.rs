//! A copy of the whole database in one file, while others read and write, and how new its tables are.

use std::path::Path;

use diesel::RunQueryDsl;
use diesel::migration::MigrationSource;
use diesel::sqlite::Sqlite;

use super::{Address, Db, Maker, SQLITE_MIGRATIONS, Store};
use crate::error::{Error, Result};

impl Store {
    /// Writes the database as it is at this moment to `path`, where there is nothing yet or an empty file; durable when this
    /// returns.
    ///
    /// `false`, and nothing is written, on PostgreSQL, which has tools of its own for that. It blocks.
    pub fn copy_to(&self, path: &Path) -> Result<bool> {
        let address = self.0.address.clone();
        if !matches!(address, Address::Sqlite(_)) {
            return Ok(false);
        }
        let path = path.to_str().ok_or_else(|| Error::Disk(format!("{} is not UTF-8", path.display())))?;
        // A connection that may only query cannot write the copy either.
        let Db::Sqlite(mut conn) = (Maker { address, writes: true }).open()? else { return Ok(false) };
        let copied = diesel::sql_query("VACUUM INTO ?").bind::<diesel::sql_types::Text, _>(path).execute(&mut conn);
        copied.map_err(|error| Error::Disk(format!("the database cannot be copied to {path}: {error}")))?;
        Ok(true)
    }
}

/// The newest tables that this program knows, as something that grows from one version of it to the next.
pub fn newest_tables() -> String {
    let known = MigrationSource::<Sqlite>::migrations(&SQLITE_MIGRATIONS).unwrap_or_default();
    let versions = known.iter().map(|migration| migration.name().version().to_string());
    versions.max().unwrap_or_default()
}
