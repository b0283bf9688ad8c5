//! Statements on `languages` and `region_languages`.

use diesel::prelude::*;
use locales::tags::Tag;

use crate::db::{Db, on_backend};
use crate::error::Result;
use crate::languages::RegionLanguage;
use crate::schema::{languages, region_languages};

/// Selects a region's languages; a macro because the type of such a query cannot be written down.
macro_rules! of_regions {
    () => {
        region_languages::table.inner_join(languages::table.on(languages::key.eq(region_languages::language))).select((
            region_languages::region,
            (
                languages::id,
                languages::key,
                languages::tag,
                languages::slug,
                languages::native_name,
                region_languages::source,
                region_languages::position,
                region_languages::active,
                region_languages::visible,
            ),
        ))
    };
}

pub(super) fn of_region(db: &mut Db, region: i64) -> Result<Vec<(i64, RegionLanguage)>> {
    Ok(of_regions!().filter(region_languages::region.eq(region)).load(db)?)
}

pub(super) fn all(db: &mut Db) -> Result<Vec<(i64, RegionLanguage)>> {
    Ok(of_regions!().load(db)?)
}

pub(super) fn exists(db: &mut Db, key: &str) -> Result<bool> {
    let found = languages::table.filter(languages::key.eq(key)).select(languages::id).first::<i64>(db).optional()?;
    Ok(found.is_some())
}

pub(super) fn slug_is_taken(db: &mut Db, slug: &str) -> Result<bool> {
    let found = languages::table.filter(languages::slug.eq(slug)).select(languages::id).first::<i64>(db).optional()?;
    Ok(found.is_some())
}

/// Does nothing when another region's write made the same language meanwhile.
pub(super) fn insert(db: &mut Db, tag: &Tag, slug: &str, native_name: &str) -> Result<()> {
    let key = tag.key();
    let values = (
        languages::key.eq(key),
        languages::tag.eq(tag.as_str()),
        languages::slug.eq(slug),
        languages::native_name.eq(native_name),
    );
    let insert = diesel::insert_into(languages::table).values(values).on_conflict_do_nothing();
    on_backend!(db, |conn| insert.execute(conn))?;
    Ok(())
}

pub(super) fn add_to_region(db: &mut Db, region: i64, key: &str, source: Option<&str>, position: i64) -> Result<()> {
    diesel::insert_into(region_languages::table)
        .values((
            region_languages::region.eq(region),
            region_languages::language.eq(key),
            region_languages::source.eq(source),
            region_languages::position.eq(position),
            region_languages::active.eq(true),
            region_languages::visible.eq(true),
        ))
        .execute(db)?;
    Ok(())
}
