//! A write inside one region: what it holds locked, and what it has touched.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use locales::tags::Tag;
use uuid::Uuid;

use crate::audit::{self, Behalf, Change};
use crate::db::{Db, World};
use crate::error::Result;
use crate::languages::{self, RegionLanguage};
use crate::publish;
use crate::regions::{self, Region};
use crate::revision::Counter;
use crate::secrets;

/// A transaction that holds the lock of one region.
///
/// Domain functions report what they changed with [`RegionWrite::touch`] and its sisters; [`crate::db::Store`]
/// publishes that when they are done, and rolls back when nothing was reported.
pub struct RegionWrite<'a> {
    db: &'a mut Db,
    counter: Counter,
    world: World,
    now: i64,
    languages: Option<Rc<[RegionLanguage]>>,
    touched: Touched,
    merged: Merged,
    wrote: bool,
    directory: bool,
    behalf: Option<Behalf>,
    changes: Vec<Change>,
}

/// What of a region has to be compared with what is published.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    pub(crate) items: BTreeSet<String>,
    pub(crate) subtrees: BTreeSet<String>,
    /// The languages of the layers that have changed, by bundle.
    pub(crate) bundles: BTreeMap<String, BTreeSet<Tag>>,
    /// A bundle that has become too large keeps what is published instead of refusing the write.
    pub(crate) follows: bool,
    pub(crate) everything: bool,
}

/// How many lines of bundles were made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Lines that were merged from their layers, whether they differed from what was published or not.
    pub lines: u64,
    /// Those among them that were too large, so that readers keep what was published before.
    pub too_large: u64,
}

impl Merged {
    pub(crate) fn add(&mut self, more: Self) {
        self.lines += more.lines;
        self.too_large += more.too_large;
    }
}

/// What a committed write has to tell the readers of this process.
#[derive(Debug)]
pub(crate) struct News {
    pub(crate) region: i64,
    pub(crate) edits: i64,
    pub(crate) directory: bool,
    pub(crate) merged: Merged,
}

impl<'a> RegionWrite<'a> {
    pub(crate) fn new(db: &'a mut Db, counter: Counter, world: World) -> Self {
        let directory = counter.edits == 1;
        let (now, touched, merged) = ((world.now)(), Touched::default(), Merged::default());
        let (behalf, changes) = (None, Vec::new());
        Self { db, counter, world, now, languages: None, touched, merged, wrote: false, directory, behalf, changes }
    }

    /// Notes in the audit, from here on, what is changed and on whose behalf; an import is known by its versions instead.
    pub fn on_behalf_of(&mut self, behalf: Behalf) {
        self.behalf = Some(behalf);
    }

    /// Something has changed that the audit should tell of.
    pub(crate) fn changed(&mut self, change: Change) {
        if self.behalf.is_some() {
            self.changes.push(change);
        }
    }

    /// The connection, inside the transaction.
    pub fn db(&mut self) -> &mut Db {
        self.db
    }

    /// The id of the locked region.
    pub fn region_id(&self) -> i64 {
        self.counter.region
    }

    /// The locked region.
    pub fn region(&mut self) -> Result<Region> {
        regions::by_id(self.db, self.counter.region)
    }

    /// Its language tree, in order; read once, as long as the write does not change it.
    pub fn languages(&mut self) -> Result<Rc<[RegionLanguage]>> {
        let languages = match self.languages.take() {
            Some(known) => known,
            None => languages::tree(self.db, self.counter.region)?.into(),
        };
        Ok(Rc::clone(self.languages.insert(languages)))
    }

    /// The revision that was published when the lock was taken.
    pub fn revision(&self) -> i64 {
        self.counter.rev
    }

    /// When this write began, in milliseconds since 1970, UTC.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// A new id that sorts after the older ones (a UUID of version 7).
    pub fn new_id(&self) -> String {
        let random = (self.world.random)();
        let mut tail = [0; 10];
        tail.copy_from_slice(&random[..10]);
        let millis = u64::try_from(self.now).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid().to_string()
    }

    /// A new secret that begins with `prefix`.
    pub(crate) fn new_secret(&self, prefix: &str) -> String {
        secrets::make(prefix, self.world)
    }

    /// The id of what is known by `name` everywhere, so that two servers agree on it (a UUID of version 5).
    pub fn named_id(name: &str) -> String {
        /// Lotse's own namespace, made once.
        const NAMESPACE: Uuid = Uuid::from_u128(0x6c6f_7473_6500_4a10_8c7e_41d2_9b3f_5a60);
        Uuid::new_v5(&NAMESPACE, name.as_bytes()).to_string()
    }

    /// The item has changed.
    pub fn touch(&mut self, item: &str) {
        self.wrote = true;
        self.touched.items.insert(item.to_owned());
    }

    /// The item has changed in a way that concerns everything below it.
    pub fn touch_subtree(&mut self, item: &str) {
        self.wrote = true;
        self.touched.subtrees.insert(item.to_owned());
    }

    /// The layer in `language` of the bundle of this name has changed in this region.
    pub(crate) fn touch_bundle(&mut self, name: &str, language: Tag) {
        self.wrote = true;
        self.touched.bundles.entry(name.to_owned()).or_default().insert(language);
    }

    /// As [`RegionWrite::touch_bundle`], for a layer of all regions: a change that nobody can refuse any more.
    pub(crate) fn follow_bundle(&mut self, name: &str, language: Tag) {
        self.touch_bundle(name, language);
        self.touched.follows = true;
    }

    /// Counts lines of bundles that were made.
    pub(crate) fn merged(&mut self, merged: Merged) {
        self.merged.add(merged);
    }

    /// The region itself or its languages have changed.
    pub fn touch_everything(&mut self) {
        self.wrote_directory();
        self.touched.everything = true;
    }

    /// What is published was written as another server has it, together with the region or its languages.
    pub(crate) fn wrote_directory(&mut self) {
        self.wrote = true;
        self.directory = true;
        self.languages = None;
    }

    /// Something was written that is not published, such as what an import has seen.
    pub fn wrote(&mut self) {
        self.wrote = true;
    }

    /// Publishes what was touched; `None` when nothing was written at all.
    pub(crate) fn finish(mut self) -> Result<Option<News>> {
        if !self.wrote {
            return Ok(None);
        }
        if let Some(behalf) = &self.behalf {
            audit::append(self.db, self.now, Some(self.counter.region), behalf, &self.changes)?;
        }
        let touched = std::mem::take(&mut self.touched);
        publish::publish(&mut self, touched)?;
        let Counter { region, edits, .. } = self.counter;
        Ok(Some(News { region, edits, directory: self.directory, merged: self.merged }))
    }
}
