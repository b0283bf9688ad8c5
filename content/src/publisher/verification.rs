//! Makes every published object a second time from the rows, to check what is stored or to bring back what is lost.

use sync::{Contents, Id, Manifest, deltas, parts};

use super::rows;
use crate::db::{Db, Store};
use crate::directory::Entry;
use crate::error::{Error, Result};

/// What a check of a server's regions has seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many scopes were compared.
    pub scopes: usize,
    /// How many objects were made again.
    pub objects: usize,
    /// What is not as it has to be, one sentence each.
    pub findings: Vec<String>,
}

/// A scope as it was published, made again from the rows.
struct Rebuilt {
    scope: String,
    objects: Vec<(Id, Vec<u8>)>,
    findings: Vec<String>,
}

/// Compares the newest head of each of `regions` with the database, object for object.
pub async fn verify(store: &Store, regions: &[String]) -> Result<Verified> {
    let mut verified = Verified::default();
    for entry in store.directory().regions() {
        if !regions.is_empty() && !regions.contains(&entry.region.slug) {
            continue;
        }
        let slug = &entry.region.slug;
        if store.heads().of(entry.region.id).is_none() {
            verified.findings.push(format!("{slug}: nothing has been published yet"));
        }
        for rebuilt in rebuild(store, entry).await? {
            verified.scopes += 1;
            verified.objects += rebuilt.objects.len();
            let place = format!("{slug} {}", rebuilt.scope);
            verified.findings.extend(rebuilt.findings.iter().map(|finding| format!("{place}: {finding}")));
            for (id, _) in rebuilt.objects {
                if read(store, &id)?.is_none() {
                    verified.findings.push(format!("{place}: the object {id} is missing or damaged"));
                }
            }
        }
    }
    Ok(verified)
}

/// How closely objects are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Whether they are there and as long as they should be: fast enough for a start.
    Length,
    /// Every byte.
    Bytes,
}

/// Brings back the objects of a region's newest head that are missing; those that cannot be made again are told.
pub(super) async fn restore(store: &Store, entry: &Entry, look: Look) -> Result<()> {
    let Some(current) = store.heads().of(entry.region.id) else { return Ok(()) };
    let mut complete = true;
    for scope in current.head.scopes.values() {
        complete &= is_complete(store, scope.m, look)?;
    }
    if complete {
        return Ok(());
    }
    for rebuilt in rebuild(store, entry).await? {
        store.objects().put(&rebuilt.objects).map_err(|error| Error::Disk(error.to_string()))?;
        for finding in rebuilt.findings {
            tracing::error!(
                region = entry.region.slug,
                scope = rebuilt.scope,
                finding,
                "an object cannot be brought back"
            );
        }
    }
    Ok(())
}

fn is_complete(store: &Store, manifest: Id, look: Look) -> Result<bool> {
    let Some(bytes) = read(store, &manifest)? else { return Ok(false) };
    let manifest = Manifest::read(&bytes).map_err(|error| Error::Corrupt(error.to_string()))?;
    for (id, size) in manifest.iter().flat_map(Manifest::objects) {
        let is_there = match look {
            Look::Length => store.objects().size(&id).map_err(|error| Error::Disk(error.to_string()))? == Some(size),
            Look::Bytes => read(store, &id)?.is_some(),
        };
        if !is_there {
            return Ok(false);
        }
    }
    Ok(true)
}

fn read(store: &Store, id: &Id) -> Result<Option<Vec<u8>>> {
    store.objects().read(id).map_err(|error| Error::Disk(error.to_string()))
}

/// Every scope that the newest head names, made again.
async fn rebuild(store: &Store, entry: &Entry) -> Result<Vec<Rebuilt>> {
    let Some(current) = store.heads().of(entry.region.id) else { return Ok(Vec::new()) };
    let mut rebuilt = Vec::new();
    for (scope, published) in current.head.scopes.clone() {
        let (region, epoch, id) = (entry.region.id, current.head.epoch.clone(), published.m);
        rebuilt.push(store.read(move |db| rebuild_scope(db, region, &epoch, scope, id)).await?);
    }
    Ok(rebuilt)
}

fn rebuild_scope(db: &mut Db, region: i64, epoch: &str, scope: String, id: Id) -> Result<Rebuilt> {
    let mut rebuilt = Rebuilt { scope, objects: Vec::new(), findings: Vec::new() };
    let text = rows::newest_manifest(db, region, epoch, &rebuilt.scope)?.unwrap_or_default();
    if Id::of(text.as_bytes()) != id {
        rebuilt.findings.push("the head names another manifest than the database".to_owned());
        return Ok(rebuilt);
    }
    let manifest = rows::manifest_of(&text)?;
    rebuilt.objects.push((id, text.into_bytes()));
    if rows::newest_change(db, region, &rebuilt.scope)? > manifest.rev {
        // It is about to be published anew; then there will be something to compare.
        return Ok(rebuilt);
    }
    let mut contents = Contents::default();
    for part in &manifest.parts {
        let lines = rows::lines(db, region, &rebuilt.scope, part.range())?;
        contents.apply(&lines.iter().map(|(key, line)| (key.as_str(), Some(line.as_str()))).collect());
        let bytes = parts::write(lines.iter().map(|(_, line)| line.as_str()));
        rebuilt.add(part.sha256, bytes, &format!("the part of buckets {} to {}", part.lo, part.hi));
    }
    if contents.state() != manifest.state || contents.count() != manifest.count {
        rebuilt.findings.push("the state of the rows is not the published one".to_owned());
    }
    for delta in &manifest.deltas {
        let changed = rows::changes(db, region, &rebuilt.scope, delta.from, manifest.rev)?;
        let bytes = deltas::write(&manifest.header_of(delta), &rows::as_changes(&changed));
        rebuilt.add(delta.sha256, bytes, &format!("the delta from revision {}", delta.from));
    }
    Ok(rebuilt)
}

impl Rebuilt {
    fn add(&mut self, id: Id, bytes: Vec<u8>, name: &str) {
        if Id::of(&bytes) == id {
            self.objects.push((id, bytes));
        } else {
            self.findings.push(format!("{name} is not what the rows give"));
        }
    }
}
