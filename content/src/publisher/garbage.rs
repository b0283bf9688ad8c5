//! Takes away what no client can need any more: objects, publications, deletions.

use std::collections::{BTreeMap, HashSet};

use sync::{Id, Manifest};

use super::anchors::{self, DAY, Publication};
use super::rows;
use crate::db::{Db, Store};
use crate::directory::Entry;
use crate::error::{Error, Result};
use crate::revision;

/// For how long what a head names can be fetched after the next head has come, in milliseconds.
const GRACE: i64 = 7 * DAY;

/// What may go of one region.
#[derive(Default)]
struct Surplus {
    publications: Vec<(String, String, i64)>,
    /// For each scope the revision up to which deletions can be forgotten.
    horizons: Vec<(String, i64)>,
}

/// Removes what no head of the last seven days reaches; how many objects these were.
pub async fn collect(store: &Store) -> Result<usize> {
    let now = (store.world().now)();
    let mut kept = HashSet::new();
    for entry in store.directory().regions() {
        let id = entry.region.id;
        let (reached, surplus) = store.read(move |db| survey(db, id, now)).await?;
        kept.extend(reached);
        kept.extend(served(store, entry)?);
        remove(store, id, surplus).await?;
    }
    store.objects().sweep(&|id| kept.contains(id)).map_err(|error| Error::Disk(error.to_string()))
}

/// What the head reaches that is served now, and the one that the mark remembers: a database that was restored a
/// moment ago knows neither.
fn served(store: &Store, entry: &Entry) -> Result<HashSet<Id>> {
    let head = store.heads().of(entry.region.id);
    let served = head.iter().flat_map(|current| current.head.scopes.values()).map(|scope| scope.m);
    let mark = store.marks().read(&entry.region.slug)?;
    let manifests: HashSet<Id> = served.chain(mark.into_iter().flat_map(|mark| mark.scopes.into_values())).collect();
    let mut kept = manifests.clone();
    for id in manifests {
        let bytes = store.objects().read(&id).map_err(|error| Error::Disk(error.to_string()))?;
        let manifest = bytes.and_then(|bytes| Manifest::read(&bytes).ok().flatten());
        kept.extend(manifest.iter().flat_map(Manifest::objects).map(|(id, _)| id));
    }
    Ok(kept)
}

/// The objects that have to stay, and what may go.
fn survey(db: &mut Db, region: i64, now: i64) -> Result<(HashSet<Id>, Surplus)> {
    let mut by_scope: BTreeMap<(String, String), Vec<(Publication, String)>> = BTreeMap::new();
    for (epoch, scope, publication, manifest) in rows::all(db, region)? {
        by_scope.entry((epoch, scope)).or_default().push((publication, manifest));
    }
    let counter = revision::of(db, region)?;
    let earlier_epochs_are_over = counter.epoch_seq * 1000 < now - GRACE;
    let mut kept = HashSet::new();
    let mut surplus = Surplus::default();
    for ((epoch, scope), publications) in by_scope {
        let history: Vec<Publication> = publications.iter().map(|(publication, _)| *publication).collect();
        let is_over = epoch != counter.epoch && earlier_epochs_are_over;
        let gone =
            if is_over { history.iter().map(|past| past.rev).collect() } else { anchors::surplus(&history, now) };
        surplus.publications.extend(gone.into_iter().map(|rev| (epoch.clone(), scope.clone(), rev)));
        if is_over {
            continue;
        }
        let reached = publications.iter().enumerate().filter(|(index, _)| is_reached(&publications, *index, now));
        for (_, (_, manifest)) in reached {
            kept.insert(Id::of(manifest.as_bytes()));
            kept.extend(rows::manifest_of(manifest)?.objects().map(|(id, _)| id));
        }
        if epoch == counter.epoch
            && let Some((_, manifest)) = publications.last()
        {
            surplus.horizons.push((scope, rows::manifest_of(manifest)?.horizon));
        }
    }
    Ok((kept, surplus))
}

/// Whether a head within the grace named this publication: it is the newest, or the next one came after the grace began.
fn is_reached(publications: &[(Publication, String)], index: usize, now: i64) -> bool {
    publications.get(index + 1).is_none_or(|(next, _)| next.at > now - GRACE)
}

async fn remove(store: &Store, region: i64, surplus: Surplus) -> Result<()> {
    if surplus.publications.is_empty() && surplus.horizons.is_empty() {
        return Ok(());
    }
    store
        .write(move |db, _| {
            for (epoch, scope, rev) in &surplus.publications {
                rows::delete(db, region, epoch, scope, *rev)?;
            }
            for (scope, horizon) in &surplus.horizons {
                rows::forget_deleted(db, region, scope, *horizon)?;
            }
            Ok(())
        })
        .await
}
