//! Statements on the signed documents: `sync_head`, `sync_root`, `sync_directory`; and what was published when.

use diesel::prelude::*;

use crate::db::{Db, on_backend};
use crate::error::Result;
use crate::heads::Since;
use crate::schema::{sync_directory, sync_head, sync_publication, sync_root};

pub(crate) fn serials(db: &mut Db) -> Result<Vec<(i64, i64)>> {
    Ok(sync_head::table.select((sync_head::region, sync_head::serial)).load(db)?)
}

pub(crate) fn head(db: &mut Db, region: i64) -> Result<Option<String>> {
    Ok(sync_head::table.find(region).select(sync_head::document).first(db).optional()?)
}

pub(crate) fn put_head(db: &mut Db, region: i64, serial: i64, document: &str) -> Result<()> {
    let changed = (sync_head::serial.eq(serial), sync_head::document.eq(document));
    let insert = diesel::insert_into(sync_head::table)
        .values((sync_head::region.eq(region), changed))
        .on_conflict(sync_head::region)
        .do_update()
        .set(changed);
    on_backend!(db, |conn| insert.execute(conn))?;
    Ok(())
}

pub(crate) fn roots_after(db: &mut Db, version: i64) -> Result<Vec<(i64, String)>> {
    let newer = sync_root::table.filter(sync_root::version.gt(version));
    Ok(newer.order(sync_root::version).select((sync_root::version, sync_root::document)).load(db)?)
}

/// False when there is a root of this version already.
pub(crate) fn insert_root(db: &mut Db, version: i64, document: &str) -> Result<bool> {
    let values = (sync_root::version.eq(version), sync_root::document.eq(document));
    let insert = diesel::insert_into(sync_root::table).values(values).on_conflict_do_nothing();
    Ok(on_backend!(db, |conn| insert.execute(conn))? == 1)
}

pub(crate) fn directory(db: &mut Db) -> Result<Option<(i64, String)>> {
    let row = sync_directory::table.find(1_i64).select((sync_directory::serial, sync_directory::document));
    Ok(row.first(db).optional()?)
}

pub(crate) fn put_directory(db: &mut Db, serial: i64, document: &str) -> Result<()> {
    let changed = (sync_directory::serial.eq(serial), sync_directory::document.eq(document));
    let insert = diesel::insert_into(sync_directory::table)
        .values((sync_directory::id.eq(1_i64), changed))
        .on_conflict(sync_directory::id)
        .do_update()
        .set(changed);
    on_backend!(db, |conn| insert.execute(conn))?;
    Ok(())
}

/// The id of the delta that leads from `since` to the publication of `scope` at `rev`.
pub(crate) fn delta_since(
    db: &mut Db,
    region: i64,
    epoch: &str,
    scope: &str,
    rev: i64,
    since: Since,
) -> Result<Option<String>> {
    let row = sync_publication::table.find((region, epoch, scope, rev));
    let days = row.select((sync_publication::day, sync_publication::week)).first(db).optional()?;
    let (day, week) = days.unwrap_or((None, None));
    Ok(match since {
        Since::Day => day,
        Since::Week => week,
    })
}
