//! Statements on `items`.

use diesel::dsl::{max, min};
use diesel::prelude::*;

use crate::db::{Db, load_among};
use crate::error::Result;
use crate::items::Item;
use crate::kinds::Kind;
use crate::schema::{items, organizations};

pub(crate) fn find(db: &mut Db, id: &str) -> Result<Option<Item>> {
    Ok(items::table.find(id).first(db).optional()?)
}

pub(crate) fn find_all(db: &mut Db, ids: &[String]) -> Result<Vec<Item>> {
    Ok(load_among!(db, items::table, items::id, ids))
}

pub(crate) fn of_region(db: &mut Db, region: i64, kind: Kind) -> Result<Vec<Item>> {
    Ok(items::table.filter(items::region.eq(region)).filter(items::kind.eq(kind.as_str())).load(db)?)
}

pub(crate) fn ids_of_region(db: &mut Db, region: i64) -> Result<Vec<String>> {
    Ok(items::table.filter(items::region.eq(region)).select(items::id).load(db)?)
}

pub(crate) fn children(db: &mut Db, parents: &[String]) -> Result<Vec<String>> {
    Ok(load_among!(db, items::table.select(items::id), items::parent, parents))
}

/// Ids and positions of the children of `parent`, in order.
pub(super) fn siblings(db: &mut Db, region: i64, kind: Kind, parent: Option<&str>) -> Result<Vec<(String, i64)>> {
    let columns = (items::id, items::position);
    let of_kind = items::table.filter(items::region.eq(region)).filter(items::kind.eq(kind.as_str()));
    let mut found: Vec<(String, i64)> = match parent {
        Some(parent) => of_kind.filter(items::parent.eq(parent)).select(columns).load(db)?,
        None => of_kind.filter(items::parent.is_null()).select(columns).load(db)?,
    };
    found.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    Ok(found)
}

/// The positions of the first and the last child of `parent`.
pub(super) fn ends(db: &mut Db, region: i64, kind: Kind, parent: Option<&str>) -> Result<(Option<i64>, Option<i64>)> {
    let ends = (min(items::position), max(items::position));
    let of_kind = items::table.filter(items::region.eq(region)).filter(items::kind.eq(kind.as_str()));
    Ok(match parent {
        Some(parent) => of_kind.filter(items::parent.eq(parent)).select(ends).first(db)?,
        None => of_kind.filter(items::parent.is_null()).select(ends).first(db)?,
    })
}

pub(crate) fn insert(db: &mut Db, item: &Item) -> Result<()> {
    diesel::insert_into(items::table)
        .values((
            items::id.eq(&item.id),
            items::region.eq(item.region),
            items::kind.eq(item.kind.as_str()),
            items::parent.eq(&item.parent),
            items::position.eq(item.position),
            items::archived.eq(item.archived),
            items::archived_by.eq(&item.archived_by),
            items::placed_by.eq(&item.placed_by),
            items::details.eq(serde_json::json!(*item.details).to_string()),
            items::checked.eq(&item.checked),
            items::number.eq(item.number),
            items::created.eq(item.created),
        ))
        .execute(db)?;
    Ok(())
}

pub(super) fn update(db: &mut Db, item: &Item) -> Result<()> {
    diesel::update(items::table.find(&item.id))
        .set((
            items::parent.eq(&item.parent),
            items::position.eq(item.position),
            items::archived.eq(item.archived),
            items::archived_by.eq(&item.archived_by),
            items::placed_by.eq(&item.placed_by),
            items::details.eq(serde_json::json!(*item.details).to_string()),
            items::checked.eq(&item.checked),
            items::number.eq(item.number),
        ))
        .execute(db)?;
    Ok(())
}

/// The organizations that pages of `region` can belong to.
pub(super) fn organizations(db: &mut Db, region: i64) -> Result<Vec<i64>> {
    Ok(organizations::table
        .filter(organizations::region.eq(region))
        .order(organizations::id)
        .select(organizations::id)
        .load(db)?)
}
