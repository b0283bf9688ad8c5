//! What is set for a region and no reader sees.

mod rows;

use crate::audit::Change;
use crate::db::Db;
use crate::error::Result;
use crate::write::RegionWrite;

/// The options of a region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whoever publishes a text must not be the one who wrote it.
    pub four_eyes: bool,
}

/// The options of `region`; the usual ones where nobody has set any.
pub fn of(db: &mut Db, region: i64) -> Result<Options> {
    Ok(rows::find(db, region)?.map(|four_eyes| Options { four_eyes }).unwrap_or_default())
}

/// Sets the options of the region.
pub fn set(tx: &mut RegionWrite<'_>, options: Options) -> Result<()> {
    let region = tx.region_id();
    rows::put(tx.db(), region, options.four_eyes)?;
    let slug = tx.region()?.slug;
    tx.changed(Change::of(format!("region/{slug}/options")));
    tx.wrote();
    Ok(())
}
