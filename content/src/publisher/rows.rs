//! Statements on `sync_publication`, and on `sync_item` as the publisher reads it.

use diesel::dsl::max;
use diesel::prelude::*;
use sync::{Changes, Manifest};

use super::anchors::Publication;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::schema::{sync_item, sync_publication};

/// The newest manifest of `scope` in `epoch`.
pub(super) fn newest_manifest(db: &mut Db, region: i64, epoch: &str, scope: &str) -> Result<Option<String>> {
    Ok(sync_publication::table
        .filter(sync_publication::region.eq(region))
        .filter(sync_publication::epoch.eq(epoch))
        .filter(sync_publication::scope.eq(scope))
        .order(sync_publication::rev.desc())
        .select(sync_publication::manifest)
        .first(db)
        .optional()?)
}

/// When `scope` was published in `epoch`, ascending.
pub(crate) fn history(db: &mut Db, region: i64, epoch: &str, scope: &str) -> Result<Vec<Publication>> {
    let rows: Vec<(i64, i64)> = sync_publication::table
        .filter(sync_publication::region.eq(region))
        .filter(sync_publication::epoch.eq(epoch))
        .filter(sync_publication::scope.eq(scope))
        .order(sync_publication::rev)
        .select((sync_publication::rev, sync_publication::at))
        .load(db)?;
    Ok(rows.into_iter().map(|(rev, at)| Publication { rev, at }).collect())
}

/// A manifest as the database has it.
pub(crate) fn manifest_of(text: &str) -> Result<Manifest> {
    let read = Manifest::read(text.as_bytes()).map_err(|error| Error::Corrupt(error.to_string()))?;
    read.ok_or_else(|| Error::Corrupt("a published manifest has a format that came later".to_owned()))
}

/// What the publication of a scope is remembered by.
pub(crate) struct NewPublication<'a> {
    pub(crate) region: i64,
    pub(crate) epoch: &'a str,
    pub(crate) scope: &'a str,
    pub(crate) rev: i64,
    pub(crate) at: i64,
    pub(crate) manifest: &'a str,
    pub(crate) day: Option<String>,
    pub(crate) week: Option<String>,
}

pub(crate) fn insert(db: &mut Db, new: &NewPublication<'_>) -> Result<()> {
    let values = (
        sync_publication::region.eq(new.region),
        sync_publication::epoch.eq(new.epoch),
        sync_publication::scope.eq(new.scope),
        sync_publication::rev.eq(new.rev),
        sync_publication::at.eq(new.at),
        sync_publication::manifest.eq(new.manifest),
        sync_publication::day.eq(&new.day),
        sync_publication::week.eq(&new.week),
    );
    diesel::insert_into(sync_publication::table).values(values).execute(db)?;
    Ok(())
}

/// Every publication of a region: epoch, scope, revision, time and manifest, the oldest first.
pub(super) fn all(db: &mut Db, region: i64) -> Result<Vec<(String, String, Publication, String)>> {
    let rows: Vec<(String, String, i64, i64, String)> = sync_publication::table
        .filter(sync_publication::region.eq(region))
        .order((sync_publication::at, sync_publication::rev))
        .select((
            sync_publication::epoch,
            sync_publication::scope,
            sync_publication::rev,
            sync_publication::at,
            sync_publication::manifest,
        ))
        .load(db)?;
    let row = |(epoch, scope, rev, at, manifest)| (epoch, scope, Publication { rev, at }, manifest);
    Ok(rows.into_iter().map(row).collect())
}

pub(super) fn delete(db: &mut Db, region: i64, epoch: &str, scope: &str, rev: i64) -> Result<()> {
    diesel::delete(sync_publication::table.find((region, epoch, scope, rev))).execute(db)?;
    Ok(())
}

/// The newest revision that changed `scope`; 0 when it never held anything.
pub(super) fn newest_change(db: &mut Db, region: i64, scope: &str) -> Result<i64> {
    let newest: Option<i64> = sync_item::table
        .filter(sync_item::region.eq(region))
        .filter(sync_item::scope.eq(scope))
        .select(max(sync_item::rev))
        .first(db)?;
    Ok(newest.unwrap_or_default())
}

/// A key whose line changed or went.
pub(super) type Change = (String, Option<String>);

/// Changes as deltas have them.
pub(super) fn as_changes(changes: &[Change]) -> Changes<'_> {
    changes.iter().map(|(key, line)| (key.as_str(), line.as_deref())).collect()
}

/// What changed in `scope` after the revision `after` and up to `upto`.
pub(super) fn changes(db: &mut Db, region: i64, scope: &str, after: i64, upto: i64) -> Result<Vec<Change>> {
    Ok(sync_item::table
        .filter(sync_item::region.eq(region))
        .filter(sync_item::scope.eq(scope))
        .filter(sync_item::rev.gt(after))
        .filter(sync_item::rev.le(upto))
        .select((sync_item::key, sync_item::line))
        .load(db)?)
}

/// The lines of `scope` whose buckets lie in `range`, ascending by key.
pub(super) fn lines(db: &mut Db, region: i64, scope: &str, range: sync::parts::Range) -> Result<Vec<(String, String)>> {
    let of_scope = sync_item::table
        .filter(sync_item::region.eq(region))
        .filter(sync_item::scope.eq(scope))
        .filter(sync_item::deleted.eq(false))
        .select((sync_item::key, sync_item::line));
    let rows: Vec<Change> = if range == sync::parts::Range::ALL {
        of_scope.load(db)?
    } else {
        of_scope.filter(sync_item::bucket.between(i32::from(range.lo), i32::from(range.hi))).load(db)?
    };
    let mut lines: Vec<(String, String)> = rows.into_iter().filter_map(|(key, line)| Some((key, line?))).collect();
    // Databases order text in their own ways.
    lines.sort_unstable();
    Ok(lines)
}

/// Forgets what was deleted from `scope` at or before the revision `horizon`.
pub(super) fn forget_deleted(db: &mut Db, region: i64, scope: &str, horizon: i64) -> Result<usize> {
    let forgotten = sync_item::table
        .filter(sync_item::region.eq(region))
        .filter(sync_item::scope.eq(scope))
        .filter(sync_item::deleted.eq(true))
        .filter(sync_item::rev.le(horizon));
    Ok(diesel::delete(forgotten).execute(db)?)
}
