//! From a draft to readers: handed in for review, approved or given back, and seen by two people where a region wants it.

use crate::db::Db;
use crate::error::{Conflict, Error, Result};
use crate::items::Base;
use crate::options;
use crate::versions::{self, Address, Draft, Saved, State, Version, rows};
use crate::write::RegionWrite;

/// Saves `draft`; a public one only if the region lets `author` publish it.
pub fn save(tx: &mut RegionWrite<'_>, at: Address<'_>, author: &str, base: Base, draft: Draft) -> Result<Saved> {
    if draft.state == State::Public {
        must_be_seen_by_two(tx, at, author, &draft.title, &draft.html)?;
    }
    versions::save(tx, at, author, base, draft)
}

/// Hands the newest version in for review.
pub fn submit(tx: &mut RegionWrite<'_>, at: Address<'_>, author: &str, base: Base) -> Result<Saved> {
    let newest = matching(tx, at, base)?;
    match newest.state {
        State::Draft | State::Review => again(tx, at, author, &newest, State::Review, None),
        State::Public | State::Withdrawn => Err(Error::Conflict(Conflict::NoDraft)),
    }
}

/// Makes public what waits for review.
pub fn approve(tx: &mut RegionWrite<'_>, at: Address<'_>, author: &str, base: Base) -> Result<Saved> {
    let newest = in_review(tx, at, base)?;
    must_be_seen_by_two(tx, at, author, &newest.title, &newest.html)?;
    again(tx, at, author, &newest, State::Public, None)
}

/// Gives back what waits for review, as a draft that says why.
pub fn reject(tx: &mut RegionWrite<'_>, at: Address<'_>, author: &str, base: Base, reason: String) -> Result<Saved> {
    let newest = in_review(tx, at, base)?;
    again(tx, at, author, &newest, State::Draft, Some(reason))
}

/// Where the region wants it: refuses `author` to publish a text that they wrote themselves.
pub(crate) fn must_be_seen_by_two(
    tx: &mut RegionWrite<'_>,
    at: Address<'_>,
    author: &str,
    title: &str,
    html: &str,
) -> Result<()> {
    let region = tx.region_id();
    let is_seen = may_be_public(tx.db(), region, at, author, (title, html))?;
    if is_seen { Ok(()) } else { Err(Error::Conflict(Conflict::FourEyes)) }
}

/// Whether `region` lets `author` publish this title and HTML.
///
/// What readers have already may be published again by everybody.
pub(crate) fn may_be_public(
    db: &mut Db,
    region: i64,
    at: Address<'_>,
    author: &str,
    (title, html): (&str, &str),
) -> Result<bool> {
    if !options::of(db, region)?.four_eyes {
        return Ok(true);
    }
    let says = |version: &Version| version.title == title && version.html == html;
    if versions::published(db, &at)?.is_some_and(|public| says(&public)) {
        return Ok(true);
    }
    // The oldest version of the newest run that says so is where it was written.
    let writer = rows::writer(db, &at.item.id, &at.language.key, title, html)?;
    Ok(writer.is_some_and(|writer| writer != author))
}

pub(super) fn matching(tx: &mut RegionWrite<'_>, at: Address<'_>, base: Base) -> Result<Version> {
    let newest = versions::newest(tx.db(), &at)?;
    base.must_match(newest.as_ref().map_or(0, |version| version.number))?;
    newest.ok_or(Error::Stale { current: 0 })
}

fn in_review(tx: &mut RegionWrite<'_>, at: Address<'_>, base: Base) -> Result<Version> {
    let newest = matching(tx, at, base)?;
    if newest.state == State::Review { Ok(newest) } else { Err(Error::Conflict(Conflict::NotInReview)) }
}

/// Appends the text of `version` once more, in another state.
fn again(
    tx: &mut RegionWrite<'_>,
    at: Address<'_>,
    author: &str,
    version: &Version,
    state: State,
    reason: Option<String>,
) -> Result<Saved> {
    let draft = Draft { reason, updated: Some(version.updated), ..version.draft(state) };
    versions::save(tx, at, author, Base::Any, draft)
}
