//! The newest head of every region, the roots of the keys and the list of regions, held in memory as they are served.

pub(crate) mod rows;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use sync::documents::Document;
use sync::frames;
use sync::{Head, Id};
use tokio::sync::broadcast;

use crate::db::Db;
use crate::error::{Error, Result};
use crate::objects::Objects;
use crate::publish::NEUTRAL;
use crate::revision;

/// How many heads a slow listener may be behind before it is told that it has missed some.
const BACKLOG: usize = 256;
/// The deltas in one answer of `recent` are left out beyond this many bytes.
const RECENT_LIMIT: usize = 96 << 10;

/// A head as it is served.
#[derive(Clone, Debug)]
pub struct Current {
    /// The id of the region in this database.
    pub region: i64,
    /// What the head says.
    pub head: Head,
    /// The document, signed.
    pub document: Arc<str>,
}

impl Current {
    pub(crate) fn read(region: i64, document: &str) -> Result<Self> {
        let broken = || Error::Corrupt(format!("the head of region {region}"));
        let payload = Document::open(document.as_bytes()).ok_or_else(broken)?.payload.to_owned();
        let head = serde_json::from_str(&payload).map_err(|_| broken())?;
        Ok(Self { region, head, document: document.into() })
    }

    /// The entity tag of the head, and of every answer that follows from it, without coding.
    pub fn tag(&self) -> String {
        sync::heads::entity_tag(self.document.as_bytes())
    }
}

/// How far back an answer of `recent` reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Since {
    /// To what was published a day before.
    Day,
    /// To what was published seven days before.
    Week,
}

/// The documents that are served now, and a channel on which new heads are told.
#[derive(Debug)]
pub struct Heads {
    documents: RwLock<Documents>,
    news: broadcast::Sender<Arc<Current>>,
}

#[derive(Clone, Debug, Default)]
struct Documents {
    heads: HashMap<i64, Arc<Current>>,
    roots: BTreeMap<i64, Arc<str>>,
    directory: Option<(i64, Arc<str>)>,
    /// Regions that had something to publish when this process began, and have not got their head yet.
    awaited: HashSet<i64>,
}

impl Heads {
    pub(crate) fn load(db: &mut Db) -> Result<Self> {
        let heads = Self { documents: RwLock::default(), news: broadcast::channel(BACKLOG).0 };
        heads.refresh(db)?;
        Ok(heads)
    }

    /// Takes over what the database has that is newer. A head of an epoch that has ended is passed over: it says what the
    /// region held before a backup was restored.
    ///
    /// Tells whether there is a new root, which the publisher has to know.
    pub(crate) fn refresh(&self, db: &mut Db) -> Result<bool> {
        for (region, serial) in rows::serials(db)? {
            if self.of(region).is_none_or(|known| known.head.serial < serial)
                && let Some(document) = rows::head(db, region)?
            {
                let current = Current::read(region, &document)?;
                if current.head.epoch == revision::of(db, region)?.epoch {
                    self.replace(current);
                }
            }
        }
        let newest = self.newest_root().map_or(0, |(version, _)| version);
        let roots = rows::roots_after(db, newest)?;
        let is_new = !roots.is_empty();
        for (version, document) in roots {
            self.add_root(version, &document);
        }
        if let Some((serial, document)) = rows::directory(db)? {
            self.set_directory(serial, &document);
        }
        Ok(is_new)
    }

    /// A new head, told to all who listen; an older one is passed over.
    pub(crate) fn replace(&self, current: Current) {
        let current = Arc::new(current);
        let mut documents = self.write();
        let known = documents.heads.get(&current.region);
        if known.is_some_and(|known| known.head.order() >= current.head.order()) {
            return;
        }
        documents.awaited.remove(&current.region);
        documents.heads.insert(current.region, Arc::clone(&current));
        drop(documents);
        // Nobody may be listening.
        drop(self.news.send(current));
    }

    pub(crate) fn await_all(&self, regions: impl IntoIterator<Item = i64>) {
        self.write().awaited.extend(regions);
    }

    pub(crate) fn no_longer_awaits(&self, region: i64) {
        self.write().awaited.remove(&region);
    }

    pub(crate) fn add_root(&self, version: i64, document: &str) {
        self.write().roots.insert(version, document.into());
    }

    pub(crate) fn set_directory(&self, serial: i64, document: &str) {
        self.write().directory = Some((serial, document.into()));
    }

    /// The newest head of a region.
    pub fn of(&self, region: i64) -> Option<Arc<Current>> {
        self.read().heads.get(&region).cloned()
    }

    /// The root of this version.
    pub fn root(&self, version: i64) -> Option<Arc<str>> {
        self.read().roots.get(&version).cloned()
    }

    /// The newest root and its version.
    pub fn newest_root(&self) -> Option<(i64, Arc<str>)> {
        self.read().roots.last_key_value().map(|(version, document)| (*version, Arc::clone(document)))
    }

    /// The signed list of regions and its serial.
    pub fn directory(&self) -> Option<(i64, Arc<str>)> {
        self.read().directory.clone()
    }

    /// Whether every region that had something to publish when this process began has been published.
    pub fn are_complete(&self) -> bool {
        self.read().awaited.is_empty()
    }

    /// Hears of every head from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Current>> {
        self.news.subscribe()
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Documents> {
        self.documents.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, Documents> {
        self.documents.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The frames of `current` for the scopes `_` and `scope`: head, manifests, and the deltas since then where they are
/// small (delta sync, section 2). An error when an object is missing.
pub fn recent(db: &mut Db, objects: &dyn Objects, current: &Current, scope: &str, since: Since) -> Result<Vec<u8>> {
    let mut manifests = Vec::new();
    let mut deltas = Vec::new();
    let scopes = if scope == NEUTRAL { vec![NEUTRAL] } else { vec![NEUTRAL, scope] };
    for scope in scopes {
        let Some(entry) = current.head.scopes.get(scope) else { continue };
        manifests.push((entry.m, read(objects, entry.m)?));
        let delta = rows::delta_since(db, current.region, &current.head.epoch, scope, entry.rev, since)?;
        if let Some(id) = delta.and_then(|id| Id::parse(&id)) {
            deltas.push((id, read(objects, id)?));
        }
    }
    if deltas.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > RECENT_LIMIT {
        deltas.clear();
    }
    let objects = manifests.iter().chain(&deltas).map(|(id, bytes)| (*id, bytes.as_slice()));
    Ok(frames::write(current.document.as_bytes(), objects))
}

fn read(objects: &dyn Objects, id: Id) -> Result<Vec<u8>> {
    let bytes = objects.read(&id).map_err(|error| Error::Disk(error.to_string()))?;
    bytes.ok_or_else(|| Error::Disk(format!("the object {id} is missing")))
}
