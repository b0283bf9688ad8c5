//! Older versions of a text: listed, compared, restored, and taken as a translation that is still right.

use crate::db::Db;
use crate::error::{Conflict, Error, Reason, Result};
use crate::items::Base;
use crate::versions::{self, Address, Draft, Saved, State, reviews, rows, source_numbers};
use crate::write::RegionWrite;

/// The most versions that are listed at once.
pub const PAGE: i64 = 500;

/// A version without its text.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Entry {
    /// 1 for the first version of the text.
    pub number: i64,
    /// How far it has come.
    #[diesel(deserialize_as = String)]
    pub state: State,
    /// The title, plain text.
    pub title: String,
    /// A small change that no translation has to follow.
    pub minor: bool,
    /// Written by a machine and not yet read by a person.
    pub machine: bool,
    /// The number of the source text's version that this one follows.
    pub follows: Option<i64>,
    /// Who saved it.
    pub author: String,
    /// When it was saved, in milliseconds since 1970, UTC.
    pub created: i64,
    /// Why it was made.
    pub reason: Option<String>,
}

/// At most [`PAGE`] versions, the newest first; only those below `before` if it is given.
pub fn list(db: &mut Db, at: &Address<'_>, before: Option<i64>) -> Result<Vec<Entry>> {
    rows::history(db, &at.item.id, &at.language.key, before.unwrap_or(i64::MAX), PAGE)
}

/// Saves the text of version `number` once more.
pub fn restore(
    tx: &mut RegionWrite<'_>,
    at: Address<'_>,
    author: &str,
    base: Base,
    (number, state, reason): (i64, State, Option<String>),
) -> Result<Saved> {
    let old = versions::find(tx.db(), &at, number)?;
    if state == State::Public {
        reviews::must_be_seen_by_two(tx, at, author, &old.title, &old.html)?;
    }
    versions::save(tx, at, author, base, Draft { reason, ..old.draft(state) })
}

/// Notes that the newest text is right for the source as it stands now, without a change of the text.
///
/// Whoever says so has read it, so that it is no machine's work any more.
pub fn mark_up_to_date(tx: &mut RegionWrite<'_>, at: Address<'_>, author: &str, base: Base) -> Result<Saved> {
    let newest = reviews::matching(tx, at, base)?;
    if newest.state == State::Withdrawn {
        return Err(Error::Conflict(Conflict::Withdrawn));
    }
    let Some(source) = &at.language.source else { return Ok(Saved::Unchanged(newest)) };
    let unknown = || Error::invalid("follows", Reason::Missing);
    let (number, _) = source_numbers(tx.db(), &at.item.id, source)?.ok_or_else(unknown)?;
    let draft =
        Draft { follows: Some(number), machine: false, updated: Some(newest.updated), ..newest.draft(newest.state) };
    versions::save(tx, at, author, Base::Any, draft)
}
