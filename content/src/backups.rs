//! What a backup holds beside the database: what readers download.
//!
//! Marks are left out: what has been restored begins a new epoch of every region before anything is published. With the
//! marks it would take up revisions again that readers know otherwise.

use std::collections::BTreeSet;

use sync::{Id, Manifest};

use crate::db::Store;
use crate::error::{Error, Result};
use crate::packs::Offer;

/// The objects that the newest heads lead to. A server makes those again that are missing, so that this saves time only.
pub fn objects(store: &Store) -> Result<BTreeSet<Id>> {
    let mut found = BTreeSet::new();
    for entry in store.directory().regions() {
        let Some(current) = store.heads().of(entry.region.id) else { continue };
        for scope in current.head.scopes.values() {
            found.insert(scope.m);
            let bytes = store.objects().read(&scope.m).map_err(|error| Error::Disk(error.to_string()))?;
            let manifest = bytes.and_then(|bytes| Manifest::read(&bytes).ok().flatten());
            found.extend(manifest.iter().flat_map(Manifest::objects).map(|(id, _)| id));
        }
    }
    Ok(found)
}

/// The packs that are offered, with the slugs of their regions.
pub fn packs(store: &Store) -> Result<Vec<(String, Offer)>> {
    let mut found = Vec::new();
    for entry in store.directory().regions() {
        let slug = &entry.region.slug;
        found.extend(store.packs().offers(slug)?.into_iter().map(|offer| (slug.clone(), offer)));
    }
    Ok(found)
}
