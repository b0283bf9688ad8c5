//! Statements on `slugs`.

use diesel::prelude::*;

use crate::db::Db;
use crate::error::Result;
use crate::items::Item;
use crate::kinds::Kind;
use crate::schema::slugs;

pub(super) fn owner(db: &mut Db, region: i64, language: &str, kind: Kind, slug: &str) -> Result<Option<String>> {
    let row = slugs::table.find((region, language, kind.as_str(), slug));
    Ok(row.select(slugs::item).first(db).optional()?)
}

pub(super) fn has_any(db: &mut Db, item: &str, of: &[&str]) -> Result<bool> {
    let of_item = slugs::table.filter(slugs::item.eq(item)).filter(slugs::slug.eq_any(of));
    Ok(of_item.select(slugs::slug).first::<String>(db).optional()?.is_some())
}

pub(super) fn insert(db: &mut Db, item: &Item, language: &str, slug: &str) -> Result<()> {
    diesel::insert_into(slugs::table)
        .values((
            slugs::region.eq(item.region),
            slugs::language.eq(language),
            slugs::kind.eq(item.kind.as_str()),
            slugs::slug.eq(slug),
            slugs::item.eq(&item.id),
        ))
        .execute(db)?;
    Ok(())
}
