//! Backups that are restored under a running server: every table as it was.

use crate::support::{Database, Page};

/// The tables, such that none refers to one after it.
const TABLES: [&str; 14] = [
    "regions",
    "languages",
    "region_languages",
    "items",
    "versions",
    "slugs",
    "numbers",
    "sync_region",
    "sync_item",
    "sync_publication",
    "sync_head",
    "sync_root",
    "sync_directory",
    "tokens",
];

/// The tables at one time, and what the test knew then.
pub(super) struct Backup {
    pub(super) pages: Vec<Page>,
    pub(super) languages: usize,
}

impl Backup {
    pub(super) fn of(database: &Database, pages: &[Page], languages: usize) -> Self {
        for table in TABLES {
            database.run(&format!(
                "DROP TABLE IF EXISTS backup_{table}; CREATE TABLE backup_{table} AS SELECT * FROM {table}"
            ));
        }
        Self { pages: pages.to_vec(), languages }
    }

    pub(super) fn restore(database: &Database) {
        let delete = TABLES.iter().rev().map(|table| format!("DELETE FROM {table};"));
        let insert = TABLES.iter().map(|table| format!("INSERT INTO {table} SELECT * FROM backup_{table};"));
        let sql: String = delete.chain(insert).collect();
        database.run(&format!("BEGIN; {sql} COMMIT"));
    }
}
