//! What everybody has changed: records that are appended with each write, and never altered.

mod rows;

use crate::db::Db;
use crate::error::Result;

/// On whose behalf something is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behalf {
    /// Who: `user/<id>`, `token/<name>`, or the part of this program that works on its own.
    pub actor: String,
    /// What was asked for: the name of the operation.
    pub action: String,
    /// Where it came from, shortened so that it names a network, not a person.
    pub address: Option<String>,
}

impl Behalf {
    /// Of a part of this program, such as an import.
    pub fn program(part: &str) -> Self {
        Self { actor: part.to_owned(), action: part.to_owned(), address: None }
    }
}

/// Something that a write has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What, as `page/<id>`, `page/<id>/<language>`, `bundle/<name>/<language>`, `user/<id>` and so on.
    pub subject: String,
    /// The number that it had; none when it is new.
    pub before: Option<i64>,
    /// The number that it has now; none when it is gone.
    pub after: Option<i64>,
}

impl Change {
    /// Of something without numbers.
    pub fn of(subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), before: None, after: None }
    }
}

/// A record as it was appended.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Record {
    /// Raised with each record.
    pub id: i64,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
    /// Who; see [`Behalf::actor`].
    pub actor: String,
    /// See [`Behalf::action`].
    pub action: String,
    /// The region; none for what concerns all of them.
    pub region: Option<i64>,
    /// See [`Change::subject`].
    pub subject: String,
    /// See [`Change::before`].
    pub before: Option<i64>,
    /// See [`Change::after`].
    pub after: Option<i64>,
    /// See [`Behalf::address`]; removed after some days.
    pub address: Option<String>,
}

/// Appends a record for each change.
pub(crate) fn append(db: &mut Db, at: i64, region: Option<i64>, behalf: &Behalf, changes: &[Change]) -> Result<()> {
    rows::insert(db, at, region, behalf, changes)
}

/// Which records are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only of this region.
    pub region: Option<i64>,
    /// Only by this actor.
    pub actor: Option<String>,
    /// Only about this subject, or what is below it.
    pub subject: Option<String>,
    /// Only from this time on, in milliseconds since 1970, UTC.
    pub from: Option<i64>,
    /// Only before this time.
    pub to: Option<i64>,
    /// Only older than the record with this id.
    pub before: Option<i64>,
}

/// At most `limit` of the records that `filter` lets through, the newest first.
pub fn list(db: &mut Db, filter: &Filter, limit: i64) -> Result<Vec<Record>> {
    rows::list(db, filter, limit)
}

/// Removes the addresses of records from before `until`; tells how many.
pub fn forget_addresses(db: &mut Db, until: i64) -> Result<usize> {
    rows::forget_addresses(db, until)
}
