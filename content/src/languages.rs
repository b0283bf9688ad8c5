//! Languages, and which of them a region has: its language tree.

mod rows;

use std::collections::HashMap;

use locales::tags::{self, Direction, Tag};

use crate::audit::Change;
use crate::db::Db;
use crate::error::{Error, Reason, Result};
use crate::write::RegionWrite;

/// A language as one region has it.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct RegionLanguage {
    /// Its number in this database.
    pub id: i64,
    /// Its tag in lower case, as it stands in scopes and keys.
    pub key: String,
    /// Its BCP 47 tag as entered.
    pub tag: String,
    /// Its name in the addresses of the v3 face.
    pub slug: String,
    /// Its name in the language itself.
    pub native_name: String,
    /// The key of the language that its texts are translated from; none for the first language.
    pub source: Option<String>,
    /// Its place among the languages of the region.
    pub position: i64,
    /// Its texts are edited and served.
    pub active: bool,
    /// It is listed.
    pub visible: bool,
}

impl RegionLanguage {
    /// Which way it is written: `ltr` or `rtl`.
    pub fn direction(&self) -> &'static str {
        match Tag::parse(&self.tag).map(|tag| tags::direction(&tag)) {
            Ok(Direction::RightToLeft) => "rtl",
            _ => "ltr",
        }
    }
}

/// The language tree of `region`, in order.
pub fn tree(db: &mut Db, region: i64) -> Result<Vec<RegionLanguage>> {
    Ok(trees_of(rows::of_region(db, region)?).remove(&region).unwrap_or_default())
}

/// The language trees of all regions, by region id.
pub(crate) fn trees(db: &mut Db) -> Result<HashMap<i64, Vec<RegionLanguage>>> {
    Ok(trees_of(rows::all(db)?))
}

fn trees_of(rows: Vec<(i64, RegionLanguage)>) -> HashMap<i64, Vec<RegionLanguage>> {
    let mut trees: HashMap<i64, Vec<RegionLanguage>> = HashMap::new();
    for (region, language) in rows {
        trees.entry(region).or_default().push(language);
    }
    for tree in trees.values_mut() {
        tree.sort_by(|a, b| (a.position, &a.key).cmp(&(b.position, &b.key)));
    }
    trees
}

/// Gives the region the language `tag`, active and visible, translated from `source`; false if it has it already.
///
/// A tag that no region had before is called `slug` in the addresses of the v3 face.
pub fn add(tx: &mut RegionWrite<'_>, tag: &Tag, slug: &str, source: Option<&str>) -> Result<bool> {
    let (region, key) = (tx.region_id(), tag.key());
    let tree = tree(tx.db(), region)?;
    if tree.iter().any(|language| language.key == key) {
        return Ok(false);
    }
    name(tx, tag, slug)?;
    let position = tree.iter().map(|language| language.position).max().unwrap_or_default() + 10;
    rows::add_to_region(tx.db(), region, key, source, position)?;
    tx.changed(Change::of(format!("language/{key}")));
    tx.touch_everything();
    Ok(true)
}

/// Makes the language `tag`, called `slug` in the addresses of the v3 face, unless there is one.
pub(crate) fn name(tx: &mut RegionWrite<'_>, tag: &Tag, slug: &str) -> Result<()> {
    if rows::exists(tx.db(), tag.key())? {
        return Ok(());
    }
    if rows::slug_is_taken(tx.db(), slug)? {
        return Err(Error::invalid("language", Reason::Reserved));
    }
    let native_name = locales::names::native_name(tag).unwrap_or(tag.as_str());
    rows::insert(tx.db(), tag, slug, native_name)
}

/// The languages that stand in for `language`, nearest first: its source, the source of that, and so on.
pub fn sources(language: &RegionLanguage, tree: &[RegionLanguage]) -> Vec<String> {
    let mut chain = Vec::new();
    let mut next = language.source.clone();
    while let Some(key) = next.filter(|key| !chain.contains(key)) {
        next = tree.iter().find(|other| other.key == key).and_then(|other| other.source.clone());
        chain.push(key);
    }
    chain
}
