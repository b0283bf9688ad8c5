//! Work that follows in other regions: noted with the change that causes it, done region by region by the publisher.
//!
//! What follows: interface texts for all regions ([`crate::bundles`]), and pages that show a page of another region
//! ([`crate::inclusions`]).

pub(crate) mod rows;

use std::collections::{BTreeMap, BTreeSet};

use locales::tags::Tag;
use sync::Key;

use crate::db::{Db, Store};
use crate::error::{Error, Result};
use crate::inclusions;
use crate::regions;

/// What the row of a bundle begins with; its name and the key of the language follow, as in `bundle/app/de`.
const BUNDLE: &str = "bundle/";
/// What the row of a page begins with; its id follows.
const PAGE: &str = "page/";

/// Notes that the layer in `language` of a bundle has changed for every region.
///
/// Also for regions that do not have the language: one that gets it meanwhile may have read the layer as it was.
pub(crate) fn bundle(db: &mut Db, name: &str, language: &Tag) -> Result<()> {
    let regions: Vec<i64> = regions::all(db)?.into_iter().map(|region| region.id).collect();
    rows::insert(db, &regions, &format!("{BUNDLE}{name}/{}", language.key()))
}

/// Notes which of the lines with the keys `changed` in `region` other regions show on pages of their own.
pub(crate) fn pages(db: &mut Db, region: i64, changed: &BTreeSet<Key>) -> Result<()> {
    let pages: Vec<String> = changed.iter().map(|key| key.id().to_owned()).collect();
    for (page, regions) in inclusions::rows::other_regions(db, region, &pages)? {
        rows::insert(db, &regions, &format!("{PAGE}{page}"))?;
    }
    Ok(())
}

/// How many regions have still to follow changes of the bundle `name`, whoever made them.
pub(crate) fn pending_of(db: &mut Db, name: &str) -> Result<usize> {
    let prefix = format!("{BUNDLE}{name}/");
    let of_bundle = rows::all(db)?.into_iter().filter(|(_, _, what)| what.starts_with(&prefix));
    Ok(of_bundle.map(|(_, region, _)| region).collect::<BTreeSet<i64>>().len())
}

/// How many pieces of work are still to be done.
pub fn pending(db: &mut Db) -> Result<i64> {
    rows::newest(db).map(|(_, count)| count)
}

/// Does what is pending, one region at a time; a region in which it fails keeps no other waiting.
pub(crate) async fn follow(store: &Store) -> Result<()> {
    let mut failed = None;
    for (region, Work { ids, layers, pages }) in by_region(store.read(rows::all).await?)? {
        let written = store.write_region(region, move |tx| {
            for (bundle, language) in layers {
                tx.follow_bundle(&bundle, language);
            }
            inclusions::touch(tx, &pages)?;
            tx.wrote();
            rows::delete(tx.db(), &ids)
        });
        failed = written.await.err().or(failed);
    }
    failed.map_or(Ok(()), Err)
}

/// What one region has to do.
#[derive(Default)]
struct Work {
    /// The ids of the rows that say so.
    ids: Vec<i64>,
    /// Names of bundles and languages of their layers.
    layers: BTreeSet<(String, Tag)>,
    /// Pages of other regions that its own show.
    pages: Vec<String>,
}

fn by_region(rows: Vec<(i64, i64, String)>) -> Result<BTreeMap<i64, Work>> {
    let mut work: BTreeMap<i64, Work> = BTreeMap::new();
    for (id, region, what) in rows {
        let of_region = work.entry(region).or_default();
        of_region.ids.push(id);
        if let Some(page) = what.strip_prefix(PAGE) {
            of_region.pages.push(page.to_owned());
        } else {
            let layer = layer(&what).ok_or_else(|| Error::Corrupt(format!("the work `{what}`")))?;
            of_region.layers.insert(layer);
        }
    }
    Ok(work)
}

fn layer(what: &str) -> Option<(String, Tag)> {
    let (name, key) = what.strip_prefix(BUNDLE)?.split_once('/')?;
    Some((name.to_owned(), Tag::parse(key).ok()?))
}
