//! The integers that the v3 face shows for items and for their texts; given once, never reused.

pub(crate) mod rows;

use crate::error::Result;
use crate::write::RegionWrite;

/// Gives the item its number.
pub(crate) fn of_item(tx: &mut RegionWrite<'_>, item: &str) -> Result<()> {
    let region = tx.region_id();
    rows::insert(tx.db(), region, item, None)
}

/// Gives the item's text in `language` its number, unless it has one.
pub(crate) fn of_text(tx: &mut RegionWrite<'_>, item: &str, language: &str) -> Result<()> {
    let region = tx.region_id();
    rows::insert(tx.db(), region, item, Some(language))
}
