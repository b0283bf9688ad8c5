//! Statements on `inclusions`.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::db::{Db, load_among};
use crate::error::Result;
use crate::schema::{inclusions, items};

/// The items of `region` that include one of `included`.
pub(crate) fn including(db: &mut Db, region: i64, included: &[String]) -> Result<Vec<String>> {
    let of_region = inclusions::table
        .inner_join(items::table.on(items::id.eq(inclusions::item)))
        .filter(items::region.eq(region))
        .select(inclusions::item);
    Ok(load_among!(db, of_region, inclusions::included, included))
}

/// The other regions whose pages include one of `included`, by that page.
pub(crate) fn other_regions(db: &mut Db, region: i64, included: &[String]) -> Result<BTreeMap<String, Vec<i64>>> {
    let mut found = BTreeMap::<String, Vec<i64>>::new();
    let elsewhere = inclusions::table
        .inner_join(items::table.on(items::id.eq(inclusions::item)))
        .filter(items::region.ne(region))
        .select((inclusions::included, items::region))
        .distinct();
    let rows: Vec<(String, i64)> = load_among!(db, elsewhere, inclusions::included, included);
    for (included, region) in rows {
        found.entry(included).or_default().push(region);
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
