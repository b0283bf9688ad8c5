//! A region and its pages, written through the store.

use content::db::Db;
use content::items::{self, Base, Item, Place};
use content::kinds::{Details, Kind};
use content::languages::{self, RegionLanguage};
use content::publish::{self, Line};
use content::revision::{self, Counter};
use content::versions::{self, Address, Draft, Saved, State, Version};
use content::write::RegionWrite;
use content::{Error, Result, Store};

use super::{NOW, wait};

/// Who writes in the tests.
const AUTHOR: &str = "test";

/// A region of a test's database.
#[derive(Clone)]
pub(crate) struct Region {
    pub(crate) id: i64,
    pub(crate) slug: String,
    pub(crate) store: Store,
}

/// A page of such a region.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) id: String,
    pub(crate) region: Region,
}

impl Region {
    /// Runs `f` under the region's lock.
    pub(crate) fn write<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut RegionWrite<'_>) -> Result<T> + Send + 'static,
    {
        wait(self.store.write_region(self.id, f))
    }

    /// What `f` reads in one snapshot.
    pub(crate) fn read<T: Send + 'static>(&self, f: impl FnOnce(&mut Db) -> Result<T> + Send + 'static) -> T {
        wait(self.store.read(f)).unwrap()
    }

    /// Every published or deleted line.
    pub(crate) fn lines(&self) -> Vec<Line> {
        let region = self.id;
        self.read(move |db| publish::everything(db, region))
    }

    /// Scope and key of every published line.
    pub(crate) fn published_keys(&self) -> Vec<String> {
        let lines = self.lines().into_iter().filter(|line| line.line.is_some());
        lines.map(|line| format!("{} {}", line.scope, line.key)).collect()
    }

    /// The counters.
    pub(crate) fn counter(&self) -> Counter {
        let region = self.id;
        self.read(move |db| revision::of(db, region))
    }

    /// An empty page at `place`.
    pub(crate) fn empty_page(&self, place: Place) -> Page {
        let made = self.write(move |tx| {
            let id = tx.new_id();
            items::create(tx, Kind::Page, id, &place, Details::default(), AUTHOR)
        });
        Page { id: made.unwrap().id, region: self.clone() }
    }

    /// A page at the end of the roots, with a public text in `language`.
    pub(crate) fn page(&self, language: &str, title: &str, html: &str) -> Page {
        let page = self.empty_page(Place::LastIn(None));
        page.says(language, title, html);
        page
    }
}

/// A text that is public as soon as it is saved.
pub(crate) fn public(title: &str, html: &str) -> Draft {
    Draft {
        title: title.to_owned(),
        slug: None,
        html: html.to_owned(),
        state: State::Public,
        minor: false,
        machine: false,
        follows: None,
        updated: Some(NOW),
        reason: None,
    }
}

impl Page {
    /// A page below this one, with a public text in `language`.
    pub(crate) fn child(&self, language: &str, title: &str, html: &str) -> Page {
        let child = self.region.empty_page(Place::LastIn(Some(self.id.clone())));
        child.says(language, title, html);
        child
    }

    /// Publishes a text in `language`, whatever is there.
    pub(crate) fn says(&self, language: &str, title: &str, html: &str) -> Version {
        let base = self.newest(language).map_or(Base::None, |newest| Base::Number(newest.number));
        self.save(language, base, public(title, html)).unwrap().version().clone()
    }

    /// Saves `draft` in `language`.
    pub(crate) fn save(&self, language: &str, base: Base, draft: Draft) -> Result<Saved> {
        self.in_language(language, move |tx, at| versions::save(tx, at, AUTHOR, base, draft))
    }

    /// Takes the text in `language` away.
    pub(crate) fn withdraw(&self, language: &str, base: Base) -> Result<Version> {
        self.in_language(language, move |tx, at| versions::withdraw(tx, at, AUTHOR, base))
    }

    /// Runs `f` on this page's text in `language`, under the region's lock.
    pub(crate) fn in_language<T, F>(&self, language: &str, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut RegionWrite<'_>, Address<'_>) -> Result<T> + Send + 'static,
    {
        let (id, key) = (self.id.clone(), language.to_owned());
        self.region.write(move |tx| {
            let region = tx.region_id();
            let (item, language) = (find(tx.db(), region, &id)?, language_of(tx.db(), region, &key)?);
            f(tx, Address { item: &item, language: &language })
        })
    }

    /// Puts the page at `place`.
    pub(crate) fn move_to(&self, base: Base, place: Place) -> Result<Item> {
        self.in_tree(move |tx, item| items::move_to(tx, item, base, &place, AUTHOR))
    }

    /// Archives the page or brings it back.
    pub(crate) fn set_archived(&self, base: Base, archived: bool) -> Result<Item> {
        self.in_tree(move |tx, item| items::set_archived(tx, item, base, archived, AUTHOR))
    }

    /// Confirms the page on `day`.
    pub(crate) fn confirm(&self, base: Base, day: &'static str) -> Result<Item> {
        self.in_tree(move |tx, item| items::confirm(tx, item, base, day))
    }

    fn in_tree<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut RegionWrite<'_>, Item) -> Result<T> + Send + 'static,
    {
        let id = self.id.clone();
        self.region.write(move |tx| {
            let region = tx.region_id();
            let item = find(tx.db(), region, &id)?;
            f(tx, item)
        })
    }

    /// The same page, written through another process's store.
    pub(crate) fn through(&self, store: &Store) -> Self {
        Self { id: self.id.clone(), region: Region { store: store.clone(), ..self.region.clone() } }
    }

    /// The page as it stands in the tree.
    pub(crate) fn item(&self) -> Item {
        let (region, id) = (self.region.id, self.id.clone());
        self.region.read(move |db| find(db, region, &id))
    }

    /// The newest version of its text in `language`.
    pub(crate) fn newest(&self, language: &str) -> Option<Version> {
        self.version(language, versions::newest)
    }

    /// What readers have in `language`.
    pub(crate) fn published(&self, language: &str) -> Option<Version> {
        self.version(language, versions::published)
    }

    /// All versions of its text in `language`, oldest first.
    pub(crate) fn versions(&self, language: &str) -> Vec<Version> {
        let newest = self.newest(language).map_or(0, |version| version.number);
        let (region, id, key) = (self.region.id, self.id.clone(), language.to_owned());
        self.region.read(move |db| {
            let (item, language) = (find(db, region, &id)?, language_of(db, region, &key)?);
            let at = Address { item: &item, language: &language };
            (1..=newest).map(|number| versions::find(db, &at, number)).collect()
        })
    }

    fn version(&self, language: &str, f: fn(&mut Db, &Address<'_>) -> Result<Option<Version>>) -> Option<Version> {
        let (region, id, key) = (self.region.id, self.id.clone(), language.to_owned());
        self.region.read(move |db| {
            let (item, language) = (find(db, region, &id)?, language_of(db, region, &key)?);
            f(db, &Address { item: &item, language: &language })
        })
    }
}

fn find(db: &mut Db, region: i64, id: &str) -> Result<Item> {
    items::find(db, region, Kind::Page, id)
}

fn language_of(db: &mut Db, region: i64, key: &str) -> Result<RegionLanguage> {
    let mut tree = languages::tree(db, region)?.into_iter();
    tree.find(|language| language.key == key).ok_or_else(|| Error::not_found(content::error::Noun::Language, key))
}
