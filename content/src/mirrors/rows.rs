//! Statements that make the languages of a region what another server says they are.

use diesel::prelude::*;

use crate::db::{Db, on_backend};
use crate::error::Result;
use crate::schema::region_languages;

pub(super) fn put_language(
    db: &mut Db,
    region: i64,
    key: &str,
    source: Option<&str>,
    position: i64,
    visible: bool,
) -> Result<()> {
    let changed = (
        region_languages::source.eq(source),
        region_languages::position.eq(position),
        region_languages::active.eq(true),
        region_languages::visible.eq(visible),
    );
    let insert = diesel::insert_into(region_languages::table)
        .values((region_languages::region.eq(region), region_languages::language.eq(key), changed))
        .on_conflict((region_languages::region, region_languages::language))
        .do_update()
        .set(changed);
    on_backend!(db, |conn| insert.execute(conn))?;
    Ok(())
}

pub(super) fn deactivate_language(db: &mut Db, region: i64, key: &str) -> Result<()> {
    diesel::update(region_languages::table.find((region, key))).set(region_languages::active.eq(false)).execute(db)?;
    Ok(())
}
