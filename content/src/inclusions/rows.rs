//! Statements on `inclusions`.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::db::Db;
use crate::error::Result;
use crate::schema::{inclusions, items};

/// How many values one statement binds at most.
const CHUNK: usize = 500;

/// The items of `region` that include one of `included`.
pub(crate) fn including(db: &mut Db, region: i64, included: &[String]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for chunk in included.chunks(CHUNK) {
        let rows = inclusions::table
            .inner_join(items::table.on(items::id.eq(inclusions::item)))
            .filter(inclusions::included.eq_any(chunk))
            .filter(items::region.eq(region));
        found.extend(rows.select(inclusions::item).load::<String>(db)?);
    }
    Ok(found)
}

/// The other regions whose pages include one of `included`, by that page.
pub(crate) fn other_regions(db: &mut Db, region: i64, included: &[String]) -> Result<BTreeMap<String, Vec<i64>>> {
    let mut found = BTreeMap::<String, Vec<i64>>::new();
    for chunk in included.chunks(CHUNK) {
        let rows = inclusions::table
            .inner_join(items::table.on(items::id.eq(inclusions::item)))
            .filter(inclusions::included.eq_any(chunk))
            .filter(items::region.ne(region))
            .select((inclusions::included, items::region))
            .distinct();
        for (included, region) in rows.load::<(String, i64)>(db)? {
            found.entry(included).or_default().push(region);
        }
    }
    Ok(found)
}

pub(super) fn insert(db: &mut Db, item: &str, included: &str) -> Result<()> {
    let values = (inclusions::item.eq(item), inclusions::included.eq(included));
    diesel::insert_into(inclusions::table).values(values).execute(db)?;
    Ok(())
}

pub(super) fn delete(db: &mut Db, item: &str) -> Result<()> {
    diesel::delete(inclusions::table.find(item)).execute(db)?;
    Ok(())
}
