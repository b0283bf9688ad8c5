//! Statements on `organizations`.

use diesel::prelude::*;

use super::Organization;
use crate::db::{Db, on_backend};
use crate::error::Result;
use crate::schema::organizations;

pub(super) fn of_region(db: &mut Db, region: i64) -> Result<Vec<Organization>> {
    let found = organizations::table.filter(organizations::region.eq(region));
    Ok(found.order(organizations::name).load(db)?)
}

pub(super) fn find(db: &mut Db, id: i64) -> Result<Option<Organization>> {
    Ok(organizations::table.find(id).first(db).optional()?)
}

/// None when the region has one with this name already.
pub(super) fn insert(db: &mut Db, region: i64, name: &str) -> Result<Option<i64>> {
    let values = (organizations::region.eq(region), organizations::name.eq(name));
    let insert = diesel::insert_into(organizations::table).values(values).on_conflict_do_nothing();
    let insert = insert.returning(organizations::id);
    Ok(on_backend!(db, |conn| insert.get_result(conn)).optional()?)
}

pub(super) fn rename(db: &mut Db, id: i64, name: &str) -> Result<()> {
    diesel::update(organizations::table.find(id)).set(organizations::name.eq(name)).execute(db)?;
    Ok(())
}

pub(super) fn delete(db: &mut Db, id: i64) -> Result<()> {
    diesel::delete(organizations::table.find(id)).execute(db)?;
    Ok(())
}
