//! Which layers there are, for those who keep files in step with them.

use super::rows;
use crate::db::Db;
use crate::error::Result;

/// A bundle in one language, as its newest revision left it.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Listed {
    /// The name of the bundle.
    pub bundle: String,
    /// The key of the language that it is translated from.
    pub source: String,
    /// The key of the language.
    pub language: String,
    /// The number of the newest revision.
    pub revision: i64,
    /// How many errors were found in its file.
    pub errors: i64,
    /// How many warnings were found in its file.
    pub warnings: i64,
}

/// The layers of `region`, or those for all regions, by bundle and language.
pub fn list(db: &mut Db, region: Option<i64>) -> Result<Vec<Listed>> {
    let mut layers = rows::listed(db, region)?;
    layers.sort_unstable_by(|a, b| (&a.bundle, &a.language).cmp(&(&b.bundle, &b.language)));
    Ok(layers)
}
