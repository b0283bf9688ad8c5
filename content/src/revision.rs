//! The counters of a region: `edits` moves with every change, `rev` with every change of what is published.

use diesel::prelude::*;

use crate::db::{Db, on_backend};
use crate::error::{Error, Noun, Result};
use crate::schema::sync_region;

/// The counters of one region.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Counter {
    /// The region.
    pub region: i64,
    /// Raised by each change of the region.
    pub edits: i64,
    /// The newest published revision.
    pub rev: i64,
    /// The epoch that the revisions belong to.
    pub epoch: String,
    /// Orders epochs: seconds since 1970.
    pub epoch_seq: i64,
}

/// The columns of a [`Counter`].
const COLUMNS: (sync_region::region, sync_region::edits, sync_region::rev, sync_region::epoch, sync_region::epoch_seq) =
    (sync_region::region, sync_region::edits, sync_region::rev, sync_region::epoch, sync_region::epoch_seq);

/// Takes the region's lock and raises `edits`; the first statement of every write.
pub(crate) fn lock(db: &mut Db, region: i64) -> Result<Counter> {
    let raise = diesel::update(sync_region::table.find(region)).set(sync_region::edits.eq(sync_region::edits + 1));
    let counter: Option<Counter> = on_backend!(db, |conn| raise.returning(COLUMNS).get_result(conn).optional())?;
    counter.ok_or_else(|| Error::not_found(Noun::Region, region.to_string()))
}

/// Raises the revision of a region that [`lock`] has locked, and tells it.
pub(crate) fn next(db: &mut Db, region: i64) -> Result<i64> {
    let raise = diesel::update(sync_region::table.find(region)).set(sync_region::rev.eq(sync_region::rev + 1));
    Ok(on_backend!(db, |conn| raise.returning(sync_region::rev).get_result(conn))?)
}

/// Begins the counters of a new region.
pub(crate) fn begin(db: &mut Db, region: i64, epoch: &str, epoch_seq: i64) -> Result<()> {
    diesel::insert_into(sync_region::table)
        .values((
            sync_region::region.eq(region),
            sync_region::edits.eq(0),
            sync_region::rev.eq(0),
            sync_region::epoch.eq(epoch),
            sync_region::epoch_seq.eq(epoch_seq),
        ))
        .execute(db)?;
    Ok(())
}

/// Begins a new epoch of a region that [`lock`] has locked.
pub(crate) fn begin_epoch(db: &mut Db, region: i64, epoch: &str, epoch_seq: i64, edits: i64) -> Result<()> {
    diesel::update(sync_region::table.find(region))
        .set((sync_region::epoch.eq(epoch), sync_region::epoch_seq.eq(epoch_seq), sync_region::edits.eq(edits)))
        .execute(db)?;
    Ok(())
}

/// Takes over the position of a region that [`lock`] has locked from the server that it is mirrored from.
pub(crate) fn follow(db: &mut Db, region: i64, epoch: &str, epoch_seq: i64, rev: i64) -> Result<()> {
    diesel::update(sync_region::table.find(region))
        .set((sync_region::epoch.eq(epoch), sync_region::epoch_seq.eq(epoch_seq), sync_region::rev.eq(rev)))
        .execute(db)?;
    Ok(())
}

/// Lets `edits` of a region that [`lock`] has locked leap ahead.
pub(crate) fn raise_edits(db: &mut Db, region: i64, edits: i64) -> Result<()> {
    diesel::update(sync_region::table.find(region)).set(sync_region::edits.eq(edits)).execute(db)?;
    Ok(())
}

/// The counters of `region`, in the snapshot of `db`.
pub fn of(db: &mut Db, region: i64) -> Result<Counter> {
    let counter = sync_region::table.find(region).select(COLUMNS).first(db).optional()?;
    counter.ok_or_else(|| Error::not_found(Noun::Region, region.to_string()))
}

/// The counters of every region.
pub(crate) fn all(db: &mut Db) -> Result<Vec<Counter>> {
    Ok(sync_region::table.select(COLUMNS).load(db)?)
}
