//! Statements on `regions`.

use diesel::prelude::*;

use crate::db::{Db, on_backend};
use crate::error::Result;
use crate::regions::{NewRegion, Region};
use crate::schema::regions;

pub(super) fn by_id(db: &mut Db, id: i64) -> Result<Option<Region>> {
    Ok(regions::table.find(id).first(db).optional()?)
}

pub(super) fn all(db: &mut Db) -> Result<Vec<Region>> {
    Ok(regions::table.load(db)?)
}

pub(super) fn id_of(db: &mut Db, slug: &str) -> Result<Option<i64>> {
    Ok(regions::table.filter(regions::slug.eq(slug)).select(regions::id).first(db).optional()?)
}

/// What a region is, but for its slug and its postal code, as columns to write.
macro_rules! described {
    ($new:ident) => {
        (
            regions::name.eq(&$new.name),
            regions::prefix.eq(&$new.prefix),
            regions::status.eq($new.status.as_str()),
            regions::latitude.eq($new.centre.map(|point| point.latitude)),
            regions::longitude.eq($new.centre.map(|point| point.longitude)),
            regions::bounding_box.eq(serde_json::json!($new.bounding_box).to_string()),
            regions::aliases.eq(serde_json::json!($new.aliases).to_string()),
            regions::time_zone.eq(&$new.time_zone),
            regions::default_language.eq(&$new.default_language),
            regions::features.eq(serde_json::json!($new.features).to_string()),
        )
    };
}

/// False when another write made a region with this slug meanwhile.
pub(super) fn insert(db: &mut Db, new: &NewRegion) -> Result<bool> {
    let values = (regions::slug.eq(&new.slug), regions::postal_code.eq(&new.postal_code), described!(new));
    let insert = diesel::insert_into(regions::table).values(values).on_conflict_do_nothing();
    Ok(on_backend!(db, |conn| insert.execute(conn))? == 1)
}

/// Makes the region `id` what `new` says, but for its slug and its postal code.
pub(crate) fn update(db: &mut Db, id: i64, new: &NewRegion, moved_to: Option<&str>) -> Result<()> {
    diesel::update(regions::table.find(id)).set((described!(new), regions::moved_to.eq(moved_to))).execute(db)?;
    Ok(())
}
