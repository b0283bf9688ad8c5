//! One build of a region: from a snapshot to a head that names it.

use std::collections::{BTreeMap, HashMap};

use sync::heads::{Poll, ScopeEntry, Status};
use sync::parts;
use sync::{Contents, Document, Head, Id, Manifest, Root, Signer};

use super::anchors::DAY;
use super::rows::{self, NewPublication};
use super::scopes::{self, Built, Place, Reading};
use crate::db::{Db, Store};
use crate::directory::Entry;
use crate::epochs;
use crate::error::{Error, Result};
use crate::heads::{self, Current};
use crate::languages;
use crate::marks::Mark;
use crate::objects::Objects;
use crate::publish::NEUTRAL;
use crate::regions::{self, Region};
use crate::revision::{self, Counter};
use crate::times;

/// How long a head counts as confirmed, in milliseconds.
const VALIDITY: i64 = 14 * DAY;
/// When clients ask again.
const POLL: Poll = Poll { min_s: 300, spread_s: 60 };
/// The oldest clients that can read what is published.
const MIN_CLIENT: u32 = 1;

/// Who signs, and the root that says so.
pub(super) struct Authority {
    pub(super) root: Root,
    pub(super) signer: Box<dyn Signer>,
}

/// What the scopes held that were published last, with its state, so that a build has to hash only what changed.
#[derive(Default)]
pub(super) struct Cache(HashMap<(i64, String), (Id, Contents)>);

impl Cache {
    /// How many lines are remembered: about 25 MB.
    const LIMIT: u64 = 200_000;

    fn keep(&mut self, region: i64, scope: Built) {
        if self.0.values().map(|(_, contents)| contents.count()).sum::<u64>() > Self::LIMIT {
            self.0.clear();
        }
        self.0.insert((region, scope.scope), (scope.manifest.state, scope.contents));
    }

    /// What the scope held under `manifest`: remembered, or read from its parts.
    fn take(&mut self, objects: &dyn Objects, region: i64, manifest: &Manifest) -> Option<Contents> {
        match self.0.remove(&(region, manifest.scope.clone())) {
            Some((state, contents)) if state == manifest.state => Some(contents),
            _ => read_parts(objects, manifest),
        }
    }
}

fn read_parts(objects: &dyn Objects, manifest: &Manifest) -> Option<Contents> {
    let mut hashes = Vec::new();
    for part in &manifest.parts {
        let bytes = objects.read(&part.sha256).ok()??;
        let lines = parts::read(&bytes, part.range()).ok()?;
        hashes.extend(lines.into_iter().map(|(key, line)| (key.to_owned(), Id::of(line.as_bytes()))));
    }
    let contents = Contents::new(hashes);
    (contents.state() == manifest.state).then_some(contents)
}

/// The region in one snapshot.
struct Snapshot {
    counter: Counter,
    region: Region,
    scopes: Vec<(String, Reading)>,
    is_behind: bool,
}

/// Publishes what has changed in a region; tells the `edits` that it has seen.
pub(super) async fn build(store: &Store, entry: &Entry, authority: &Authority, cache: &mut Cache) -> Result<i64> {
    let (id, now) = (entry.region.id, (store.world().now)());
    let mut snapshot = read(store, id, now, Vec::new()).await?;
    if snapshot.is_behind {
        store.settle(id).await?;
        snapshot = read(store, id, now, Vec::new()).await?;
    }
    let known = store.heads().of(id);
    let mut built = Vec::new();
    let mut entries = BTreeMap::new();
    let mut doubtful = Vec::new();
    for (scope, reading) in snapshot.scopes {
        match reading {
            Reading::Unchanged { manifest, rev } => drop(entries.insert(scope, ScopeEntry { m: manifest, rev })),
            Reading::Changed(material) => {
                let place = Place { region: &snapshot.region.slug, counter: &snapshot.counter, scope: &scope, now };
                let previous = material.previous.as_ref();
                let held = previous.and_then(|previous| cache.take(store.objects().as_ref(), id, previous));
                match material.build(&place, held) {
                    Some(scope) => built.push(scope),
                    None => doubtful.push(scope.clone()),
                }
            }
        }
    }
    if !doubtful.is_empty() {
        built.extend(read_whole(store, id, now, &snapshot.counter, doubtful).await?);
    }
    let mark = store.marks().read(&snapshot.region.slug)?;
    for scope in &mut built {
        if let Some(mark) = &mark {
            scope.keep_published(mark, store.objects().as_ref());
        }
        entries.insert(scope.scope.clone(), ScopeEntry { m: scope.id, rev: scope.manifest.rev });
    }
    let last = known.as_ref().map(|known| known.head.serial).max(mark.map(|mark| mark.serial));
    let head = head(&snapshot.region, &snapshot.counter, entries, last.map_or(now, |last| now.max(last + 1)), now);
    if built.is_empty() && is_current(known.as_deref(), &head, authority, now) {
        return Ok(snapshot.counter.edits);
    }
    let document = head.sign(authority.signer.as_ref()).map_err(|error| Error::Keys(error.to_string()))?;
    let document = String::from_utf8(document).expect("a document is JSON");
    let current = Current::read(id, &document)?;
    commit(store, &snapshot.counter, &mut built, current, now).await?;
    for scope in built {
        cache.keep(id, scope);
    }
    Ok(snapshot.counter.edits)
}

/// Reads a region in one snapshot; of the scopes in `whole` every line.
async fn read(store: &Store, id: i64, now: i64, whole: Vec<String>) -> Result<Snapshot> {
    let marks = store.marks();
    let read = move |db: &mut Db| {
        let counter = revision::of(db, id)?;
        let region = regions::by_id(db, id)?;
        let is_behind = epochs::is_behind(db, &marks, &region.slug, &counter)?;
        let mut scopes = vec![NEUTRAL.to_owned()];
        let active = languages::tree(db, id)?.into_iter().filter(|language| language.active);
        scopes.extend(active.map(|language| language.key));
        let readings = scopes.into_iter().map(|scope| {
            let place = Place { region: &region.slug, counter: &counter, scope: &scope, now };
            let reading = scopes::read(db, &place, whole.contains(&scope))?;
            Ok((scope, reading))
        });
        let scopes = readings.collect::<Result<_>>()?;
        Ok(Snapshot { counter, region, scopes, is_behind })
    };
    store.read(read).await
}

/// Builds scopes from all their rows, after their deltas or what was remembered of them turned out wrong.
async fn read_whole(store: &Store, id: i64, now: i64, counter: &Counter, scopes: Vec<String>) -> Result<Vec<Built>> {
    tracing::warn!(region = id, ?scopes, "the changes do not lead to what is stored; the whole scope is read");
    let again = read(store, id, now, scopes.clone()).await?;
    if again.counter != *counter {
        return Err(Error::Unavailable("the region has changed meanwhile".to_owned()));
    }
    let mut built = Vec::new();
    for (scope, reading) in again.scopes {
        let Reading::Changed(material) = reading else { continue };
        if scopes.contains(&scope) {
            let place = Place { region: &again.region.slug, counter, scope: &scope, now };
            let scope = material.build(&place, None);
            built.push(scope.ok_or_else(|| Error::Corrupt("a scope read as a whole has gaps".to_owned()))?);
        }
    }
    Ok(built)
}

fn head(region: &Region, counter: &Counter, scopes: BTreeMap<String, ScopeEntry>, serial: i64, now: i64) -> Head {
    let status = match (region.status, &region.moved_to) {
        (regions::Status::Archived, Some(_)) => Status::Moved,
        (regions::Status::Archived, None) => Status::Closed,
        _ => Status::Active,
    };
    Head {
        default: region.default_language.clone(),
        epoch: counter.epoch.clone(),
        epoch_seq: counter.epoch_seq,
        expires: times::utc(whole_seconds(now + VALIDITY)),
        issued: times::utc(whole_seconds(now)),
        min_client: MIN_CLIENT,
        moved_to: region.moved_to.clone().filter(|_| status == Status::Moved),
        poll: POLL,
        region: region.slug.clone(),
        rev: counter.rev,
        scopes,
        serial,
        status,
        v: 1,
    }
}

fn whole_seconds(millis: i64) -> i64 {
    millis / 1000 * 1000
}

/// Whether the known head says the same, is signed by a key that is still trusted, and more than half of its time is left.
fn is_current(known: Option<&Current>, new: &Head, authority: &Authority, now: i64) -> bool {
    known.is_some_and(|known| {
        let mut same = known.head.clone();
        same.serial = new.serial;
        same.issued.clone_from(&new.issued);
        same.expires.clone_from(&new.expires);
        same == *new && !ages(known, now) && is_trusted(known, authority)
    })
}

/// Whether less than half of the time is left for which a head counts as confirmed.
pub(super) fn ages(known: &Current, now: i64) -> bool {
    times::parse(&known.head.expires).unwrap_or_default() - now < VALIDITY / 2
}

fn is_trusted(known: &Current, authority: &Authority) -> bool {
    let document = Document::open(known.document.as_bytes());
    document.is_some_and(|document| authority.root.trusts(sync::documents::Kind::Head, &document))
}

/// Makes objects and mark durable, then the head, then shows it.
async fn commit(store: &Store, counter: &Counter, built: &mut [Built], current: Current, now: i64) -> Result<()> {
    for scope in built.iter_mut() {
        let objects = std::mem::take(&mut scope.objects);
        store.objects().put(&objects).map_err(|error| Error::Disk(format!("objects cannot be written: {error}")))?;
    }
    store.marks().write(&current.head.region, &Mark::of(&current.head))?;
    let publications: Vec<_> = built
        .iter()
        .map(|scope| {
            let manifest = String::from_utf8(scope.manifest.to_bytes()).expect("a manifest is JSON");
            let ids = [scope.day, scope.week].map(|id| id.map(|id| id.to_string()));
            (scope.scope.clone(), scope.manifest.rev, manifest, ids)
        })
        .collect();
    let (counter, head) = (counter.clone(), current.clone());
    let write = move |db: &mut Db, _| {
        if revision::of(db, counter.region)?.epoch != counter.epoch {
            return Err(Error::Unavailable("a new epoch has begun meanwhile".to_owned()));
        }
        for (scope, rev, manifest, [day, week]) in publications {
            let (region, epoch) = (counter.region, counter.epoch.as_str());
            let new = NewPublication { region, epoch, scope: &scope, rev, at: now, manifest: &manifest, day, week };
            rows::insert(db, &new)?;
        }
        heads::rows::put_head(db, counter.region, head.head.serial, &head.document)
    };
    store.write(write).await?;
    store.heads().replace(current);
    Ok(())
}
