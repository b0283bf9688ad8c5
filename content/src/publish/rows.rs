//! Statements on `sync_item`.

use diesel::prelude::*;
use sync::Key;

use crate::db::{Db, load_among, on_backend};
use crate::error::Result;
use crate::schema::sync_item;

/// A published item; without a line it is deleted.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Line {
    /// `_`, or the key of a language.
    pub scope: String,
    /// Its key within the scope.
    pub key: String,
    /// Its canonical bytes, without LF.
    pub line: Option<String>,
    /// The revision that brought it.
    pub rev: i64,
}

/// The keys and lines of `scope`.
pub(crate) fn of_scope(db: &mut Db, region: i64, scope: &str) -> Result<Vec<(String, String)>> {
    let rows: Vec<(String, Option<String>)> = sync_item::table
        .filter(sync_item::region.eq(region))
        .filter(sync_item::scope.eq(scope))
        .filter(sync_item::deleted.eq(false))
        .select((sync_item::key, sync_item::line))
        .load(db)?;
    Ok(rows.into_iter().filter_map(|(key, line)| Some((key, line?))).collect())
}

/// What changed in `region` after the revision `rev`.
pub(crate) fn after(db: &mut Db, region: i64, rev: i64) -> Result<Vec<Line>> {
    Ok(sync_item::table
        .filter(sync_item::region.eq(region))
        .filter(sync_item::rev.gt(rev))
        .select((sync_item::scope, sync_item::key, sync_item::line, sync_item::rev))
        .load(db)?)
}

/// Scope and key of the rows of one kind that changed after `rev`, oldest first, at most `limit`.
pub(super) fn keys_after(
    db: &mut Db,
    region: i64,
    rev: i64,
    kind: &str,
    limit: usize,
) -> Result<Vec<(String, String)>> {
    Ok(sync_item::table
        .filter(sync_item::region.eq(region))
        .filter(sync_item::rev.gt(rev))
        .filter(sync_item::key.like(format!("{kind}/%")))
        .order((sync_item::rev, sync_item::scope, sync_item::key))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select((sync_item::scope, sync_item::key))
        .load(db)?)
}

/// One line.
pub(crate) fn one(db: &mut Db, region: i64, scope: &str, key: &str) -> Result<Option<String>> {
    let row = sync_item::table.find((region, scope, key)).select(sync_item::line);
    Ok(row.first::<Option<String>>(db).optional()?.flatten())
}

/// The rows of `region` with these keys, in any scope.
pub(super) fn with_keys(db: &mut Db, region: i64, keys: &[String]) -> Result<Vec<Line>> {
    let of_region = sync_item::table.filter(sync_item::region.eq(region)).select((
        sync_item::scope,
        sync_item::key,
        sync_item::line,
        sync_item::rev,
    ));
    Ok(load_among!(db, of_region, sync_item::key, keys))
}

/// The rows of the scope `_` whose keys have one of `kinds`.
pub(super) fn of_kinds(db: &mut Db, region: i64, kinds: &[&str]) -> Result<Vec<Line>> {
    let mut rows = Vec::new();
    for kind in kinds {
        rows.extend(
            sync_item::table
                .filter(sync_item::region.eq(region))
                .filter(sync_item::scope.eq(super::NEUTRAL))
                .filter(sync_item::key.like(format!("{kind}/%")))
                .select((sync_item::scope, sync_item::key, sync_item::line, sync_item::rev))
                .load::<Line>(db)?,
        );
    }
    Ok(rows)
}

/// The keys and lines of one kind in `scope`.
pub(crate) fn of_kind_in(db: &mut Db, region: i64, scope: &str, kind: &str) -> Result<Vec<(String, String)>> {
    let rows: Vec<(String, Option<String>)> = sync_item::table
        .filter(sync_item::region.eq(region))
        .filter(sync_item::scope.eq(scope))
        .filter(sync_item::key.like(format!("{kind}/%")))
        .filter(sync_item::deleted.eq(false))
        .select((sync_item::key, sync_item::line))
        .load(db)?;
    Ok(rows.into_iter().filter_map(|(key, line)| Some((key, line?))).collect())
}

/// Stores a line, or its deletion, under the revision `rev`.
pub(crate) fn put(db: &mut Db, region: i64, rev: i64, scope: &str, key: &Key, line: Option<&str>) -> Result<()> {
    let changed = (sync_item::line.eq(line), sync_item::rev.eq(rev), sync_item::deleted.eq(line.is_none()));
    let identity = (
        sync_item::region.eq(region),
        sync_item::scope.eq(scope),
        sync_item::key.eq(key.as_str()),
        sync_item::bucket.eq(i32::from(key.bucket())),
    );
    let insert = diesel::insert_into(sync_item::table)
        .values((identity, changed))
        .on_conflict((sync_item::region, sync_item::scope, sync_item::key))
        .do_update()
        .set(changed);
    on_backend!(db, |conn| insert.execute(conn))?;
    Ok(())
}
