//! Statements on `region_options`.

use diesel::prelude::*;

use crate::db::{Db, on_backend};
use crate::error::Result;
use crate::schema::region_options;

pub(super) fn find(db: &mut Db, region: i64) -> Result<Option<bool>> {
    Ok(region_options::table.find(region).select(region_options::four_eyes).first(db).optional()?)
}

pub(super) fn put(db: &mut Db, region: i64, four_eyes: bool) -> Result<()> {
    let set = region_options::four_eyes.eq(four_eyes);
    let insert = diesel::insert_into(region_options::table)
        .values((region_options::region.eq(region), set))
        .on_conflict(region_options::region)
        .do_update()
        .set(set);
    on_backend!(db, |conn| insert.execute(conn))?;
    Ok(())
}
