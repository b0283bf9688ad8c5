//! Which regions and languages there are, held in memory so that a request for an unknown one costs no query.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use locales::tags::Tag;
use tokio::sync::watch;

use crate::db::Db;
use crate::error::Result;
use crate::languages::{self, RegionLanguage};
use crate::regions::{self, Region};
use crate::revision;
use crate::write::News;

/// A snapshot of all regions with their languages, by slug.
#[derive(Debug, Default)]
pub struct Directory {
    entries: BTreeMap<String, Arc<Entry>>,
}

/// One region of the directory.
#[derive(Debug)]
pub struct Entry {
    /// The region.
    pub region: Region,
    /// Its language tree, in order.
    pub languages: Vec<RegionLanguage>,
    edits: Arc<AtomicI64>,
}

impl Entry {
    /// How often the region has changed, as far as this process knows.
    pub fn edits(&self) -> i64 {
        self.edits.load(Ordering::Acquire)
    }

    /// The active language with this tag, in any case.
    pub fn language(&self, tag: &str) -> Option<&RegionLanguage> {
        self.languages.iter().find(|language| language.active && language.key.eq_ignore_ascii_case(tag))
    }

    /// The tag of the language with this key, active or not; the key itself when the region has no such language.
    pub fn tag_of(&self, key: &str) -> String {
        let language = self.languages.iter().find(|language| language.key == key);
        language.map_or(key, |language| &language.tag).to_owned()
    }

    /// The active language with this slug.
    pub fn language_by_slug(&self, slug: &str) -> Option<&RegionLanguage> {
        self.languages.iter().find(|language| language.active && language.slug == slug)
    }

    /// The active language that `tag` is another name of.
    pub fn language_by_alias(&self, tag: &Tag) -> Option<&RegionLanguage> {
        let of_region = |language: &&RegionLanguage| {
            Tag::parse(&language.tag).is_ok_and(|own| locales::aliases::same_language(&own, tag))
        };
        self.languages.iter().filter(|language| language.active).find(of_region)
    }
}

impl Directory {
    pub(crate) fn load(db: &mut Db) -> Result<Self> {
        let counters = revision::all(db)?.into_iter().map(|counter| (counter.region, counter.edits));
        let edits: HashMap<i64, i64> = counters.collect();
        let mut trees = languages::trees(db)?;
        let entries = regions::all(db)?.into_iter().map(|region| {
            let languages = trees.remove(&region.id).unwrap_or_default();
            let edits = Arc::new(AtomicI64::new(edits.get(&region.id).copied().unwrap_or_default()));
            (region.slug.clone(), Arc::new(Entry { region, languages, edits }))
        });
        Ok(Self { entries: entries.collect() })
    }

    /// The region with this slug, of any status.
    pub fn region(&self, slug: &str) -> Option<&Arc<Entry>> {
        self.entries.get(slug)
    }

    /// All regions, by slug.
    pub fn regions(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.entries.values()
    }

    /// Whether `counter` has moved on since this was read or noted.
    pub(crate) fn is_behind(&self, counter: &revision::Counter) -> bool {
        self.by_id(counter.region).is_none_or(|entry| entry.edits() < counter.edits)
    }

    /// Whether `counter` has gone back since this was read or noted: somebody restored a backup.
    pub(crate) fn is_ahead(&self, counter: &revision::Counter) -> bool {
        self.by_id(counter.region).is_some_and(|entry| entry.edits() > counter.edits)
    }

    /// The region with this id, of any status.
    pub fn by_id(&self, id: i64) -> Option<&Arc<Entry>> {
        self.entries.values().find(|entry| entry.region.id == id)
    }
}

/// The newest directory of this process, and a counter that moves with every change of any region.
#[derive(Debug)]
pub(crate) struct Known {
    directory: RwLock<Arc<Directory>>,
    changes: watch::Sender<i64>,
}

impl Known {
    pub(crate) fn new(directory: Directory) -> Self {
        Self { directory: RwLock::new(Arc::new(directory)), changes: watch::channel(0).0 }
    }

    pub(crate) fn directory(&self) -> Arc<Directory> {
        Arc::clone(&self.directory.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn changes(&self) -> i64 {
        *self.changes.borrow()
    }

    /// Lets those look who wait for changes, although no region has changed.
    pub(crate) fn wake(&self) {
        self.changes.send_modify(|changes| *changes += 1);
    }

    /// Wakes with every change.
    pub(crate) fn subscribe(&self) -> watch::Receiver<i64> {
        self.changes.subscribe()
    }

    /// Takes note of a committed write of this process, before it is acknowledged.
    pub(crate) fn note(&self, news: &News, reload: impl FnOnce() -> Result<Directory>) -> Result<()> {
        if news.directory {
            return reload().map(|directory| self.replace(directory));
        }
        // Held while the counter is raised, so that a directory that takes its place meanwhile takes the count over.
        let current = self.directory.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = current.by_id(news.region) {
            entry.edits.fetch_max(news.edits, Ordering::AcqRel);
        }
        drop(current);
        self.changes.send_modify(|changes| *changes += 1);
        Ok(())
    }

    /// Takes over a directory that was read from the database, when it is news.
    pub(crate) fn replace(&self, directory: Directory) {
        let mut current = self.directory.write().unwrap_or_else(PoisonError::into_inner);
        // A write that finished after `directory` was read must not be forgotten.
        for (slug, entry) in &directory.entries {
            if let Some(old) = current.entries.get(slug).filter(|old| old.region.id == entry.region.id) {
                entry.edits.fetch_max(old.edits(), Ordering::AcqRel);
            }
        }
        *current = Arc::new(directory);
        drop(current);
        self.changes.send_modify(|changes| *changes += 1);
    }
}
