//! Statements on `refresh`.

use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use crate::db::{CHUNK, Db, on_backend};
use crate::error::Result;
use crate::schema::refresh;

/// Id, region and what of every row, the oldest first.
pub(super) fn all(db: &mut Db) -> Result<Vec<(i64, i64, String)>> {
    Ok(refresh::table.order(refresh::id).select((refresh::id, refresh::region, refresh::what)).load(db)?)
}

/// The highest id, and how many rows there are: ids need not become visible in their order.
pub(crate) fn newest(db: &mut Db) -> Result<(i64, i64)> {
    let (newest, count): (Option<i64>, i64) = refresh::table.select((max(refresh::id), count_star())).first(db)?;
    Ok((newest.unwrap_or_default(), count))
}

pub(super) fn insert(db: &mut Db, regions: &[i64], what: &str) -> Result<()> {
    for chunk in regions.chunks(CHUNK) {
        let values: Vec<_> = chunk.iter().map(|region| (refresh::region.eq(region), refresh::what.eq(what))).collect();
        on_backend!(db, |conn| diesel::insert_into(refresh::table).values(&values).execute(conn))?;
    }
    Ok(())
}

pub(super) fn delete(db: &mut Db, ids: &[i64]) -> Result<()> {
    for chunk in ids.chunks(CHUNK) {
        diesel::delete(refresh::table.filter(refresh::id.eq_any(chunk))).execute(db)?;
    }
    Ok(())
}
