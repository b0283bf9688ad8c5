//! Work that follows in other regions: noted with the change that causes it, done region by region by the publisher.

pub(crate) mod rows;

use crate::db::{Db, Store};
use crate::error::Result;
use crate::regions;

/// What the row of a bundle begins with; its name follows.
const BUNDLE: &str = "bundle/";

/// Notes that a bundle has changed for every region; tells how many there are.
pub(crate) fn bundle(db: &mut Db, name: &str) -> Result<usize> {
    let regions: Vec<i64> = regions::all(db)?.into_iter().map(|region| region.id).collect();
    rows::insert(db, &regions, &format!("{BUNDLE}{name}"))?;
    Ok(regions.len())
}

/// How many pieces of work are still to be done.
pub fn pending(db: &mut Db) -> Result<i64> {
    rows::newest(db).map(|(_, count)| count)
}

/// Does what is pending, one region at a time; a region in which it fails keeps no other waiting.
pub(crate) async fn follow(store: &Store) -> Result<()> {
    let mut failed = None;
    for (region, ids, bundles) in by_region(store.read(rows::all).await?) {
        let written = store.write_region(region, move |tx| {
            for bundle in &bundles {
                tx.follow_bundle(bundle);
            }
            rows::delete(tx.db(), &ids)
        });
        failed = written.await.err().or(failed);
    }
    failed.map_or(Ok(()), Err)
}

/// Region, ids of the rows and names of the bundles.
fn by_region(rows: Vec<(i64, i64, String)>) -> Vec<(i64, Vec<i64>, Vec<String>)> {
    let mut work: Vec<(i64, Vec<i64>, Vec<String>)> = Vec::new();
    for (id, region, what) in rows {
        let at = work.iter().position(|(known, ..)| *known == region).unwrap_or_else(|| {
            work.push((region, Vec::new(), Vec::new()));
            work.len() - 1
        });
        let (_, ids, bundles) = &mut work[at];
        ids.push(id);
        bundles.extend(what.strip_prefix(BUNDLE).map(str::to_owned));
    }
    work
}
