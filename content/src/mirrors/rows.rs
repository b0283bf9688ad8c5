//! Statements that make a region what another server says it is.

use diesel::prelude::*;

use crate::db::{Db, on_backend};
use crate::error::Result;
use crate::regions::NewRegion;
use crate::schema::{region_languages, regions};

pub(super) fn update_region(db: &mut Db, id: i64, new: &NewRegion, moved_to: Option<&str>) -> Result<()> {
    diesel::update(regions::table.find(id))
        .set((
            regions::name.eq(&new.name),
            regions::prefix.eq(&new.prefix),
            regions::status.eq(new.status.as_str()),
            regions::latitude.eq(new.centre.map(|point| point.latitude)),
            regions::longitude.eq(new.centre.map(|point| point.longitude)),
            regions::bounding_box.eq(serde_json::json!(new.bounding_box).to_string()),
            regions::aliases.eq(serde_json::json!(new.aliases).to_string()),
            regions::time_zone.eq(&new.time_zone),
            regions::default_language.eq(&new.default_language),
            regions::features.eq(serde_json::json!(new.features).to_string()),
            regions::moved_to.eq(moved_to),
        ))
        .execute(db)?;
    Ok(())
}

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
