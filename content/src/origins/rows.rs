//! Statements on `origins`.

use diesel::prelude::*;

use crate::db::{Db, load_among, on_backend};
use crate::error::Result;
use crate::schema::{items, origins};

/// Where a text was copied from.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Row {
    /// The copy.
    pub(crate) item: String,
    /// The key of the language.
    pub(crate) language: String,
    /// The page that it was made from.
    pub(crate) origin: String,
    /// The version of that page's text that somebody has looked at.
    pub(crate) version: i64,
}

/// Where the texts of the copies in `region` come from, by copy and language.
pub(super) fn of_region(db: &mut Db, region: i64) -> Result<Vec<Row>> {
    Ok(origins::table
        .inner_join(items::table.on(items::id.eq(origins::item)))
        .filter(items::region.eq(region))
        .order((origins::item, origins::language))
        .select(origins::all_columns)
        .load(db)?)
}

/// Where the texts of the copy `item` come from, by language.
pub(super) fn of_item(db: &mut Db, item: &str) -> Result<Vec<Row>> {
    Ok(origins::table.filter(origins::item.eq(item)).order(origins::language).load(db)?)
}

/// The copies in `region` of the pages `of`: each page with its newest copy last.
pub(super) fn copies(db: &mut Db, region: i64, of: &[String]) -> Result<Vec<(String, String)>> {
    let copies = origins::table
        .inner_join(items::table.on(items::id.eq(origins::item)))
        .filter(items::region.eq(region))
        .order(origins::item)
        .select((origins::origin, origins::item));
    Ok(load_among!(db, copies, origins::origin, of))
}

pub(super) fn put(db: &mut Db, item: &str, language: &str, origin: &str, version: i64) -> Result<()> {
    let values = (
        origins::item.eq(item),
        origins::language.eq(language),
        origins::origin.eq(origin),
        origins::version.eq(version),
    );
    let put = diesel::insert_into(origins::table)
        .values(values)
        .on_conflict((origins::item, origins::language))
        .do_update()
        .set((origins::origin.eq(origin), origins::version.eq(version)));
    on_backend!(db, |conn| put.execute(conn))?;
    Ok(())
}

pub(super) fn delete(db: &mut Db, item: &str, language: &str) -> Result<usize> {
    Ok(diesel::delete(origins::table.find((item, language))).execute(db)?)
}
