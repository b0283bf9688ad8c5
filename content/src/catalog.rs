//! The published pages of one region in memory, read from its lines: what every list and address is made from.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Deserialize;

use crate::db::Db;
use crate::error::Result;
use crate::kinds::page::Topic;
use crate::languages::{self, RegionLanguage};
use crate::numbers;
use crate::publish::{self, NEUTRAL};
use crate::regions::{self, Region};
use crate::revision::{self, Counter};

/// A page as it is published in any language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// What is the same in every language; none while only a text was read.
    pub neutral: Neutral,
    /// Its public texts, by key of the language.
    pub texts: BTreeMap<String, Text>,
}

/// The published line of a page in the scope `_`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Neutral {
    /// The page above it.
    pub parent: Option<String>,
    /// Its place among its siblings.
    pub order: i64,
    /// Its icon.
    pub icon: Option<String>,
    /// What it is about.
    pub topics: Vec<Topic>,
    /// The day a person last confirmed it.
    pub checked: Option<String>,
    /// For each language, the newest public version that is not minor.
    pub versions: BTreeMap<String, i64>,
}

/// The published line of a page in the scope of a language, without its HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Text {
    /// The title, plain text.
    pub title: String,
    /// Its name in addresses.
    pub slug: String,
    /// Slugs of earlier public versions.
    pub former: Vec<String>,
    /// When the text was last changed, RFC 3339 in UTC.
    pub updated: String,
    /// The newest public version that is not minor.
    pub version: i64,
    /// The version of the source text that it follows.
    pub source: Option<i64>,
    /// Written by a machine.
    pub machine: bool,
}

/// The pages below each page, in order; below none are the roots.
type Children = HashMap<Option<Arc<str>>, Vec<Arc<str>>>;

/// The published pages of a region at one revision.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// The region.
    pub region: Region,
    /// Its active languages, in order.
    pub languages: Vec<RegionLanguage>,
    /// The counters of the snapshot that it was read from.
    pub counter: Counter,
    // Shared with the catalog before, as far as nothing has changed: most changes are of one text.
    pages: Arc<HashMap<Arc<str>, Arc<Page>>>,
    children: Arc<Children>,
    slugs: Arc<HashMap<(String, String), Arc<str>>>,
    numbers: Arc<HashMap<(String, Option<String>), i64>>,
    items: Arc<HashMap<i64, String>>,
    last_number: i64,
}

impl Catalog {
    /// Reads the published pages of `region` in the snapshot of `db`; of what `previous` knows only the changes.
    pub fn load(db: &mut Db, region: i64, previous: Option<&Self>) -> Result<Self> {
        let counter = revision::of(db, region)?;
        let mut languages = languages::tree(db, region)?;
        languages.retain(|language| language.active);
        let usable = previous.filter(|old| old.counter.epoch == counter.epoch && old.counter.rev <= counter.rev);
        let mut catalog = match usable {
            Some(old) => old.clone(),
            None => Self::empty(regions::by_id(db, region)?, counter.clone()),
        };
        let known = if usable.is_some() { catalog.counter.rev } else { 0 };
        catalog.region = regions::by_id(db, region)?;
        catalog.languages = languages;
        catalog.read_numbers(db)?;
        catalog.read_lines(db, known)?;
        catalog.counter = counter;
        Ok(catalog)
    }

    fn empty(region: Region, counter: Counter) -> Self {
        Self {
            region,
            languages: Vec::new(),
            counter,
            pages: Arc::default(),
            children: Arc::default(),
            slugs: Arc::default(),
            numbers: Arc::default(),
            items: Arc::default(),
            last_number: 0,
        }
    }

    fn read_numbers(&mut self, db: &mut Db) -> Result<()> {
        for (number, item, language) in numbers::rows::after(db, self.region.id, self.last_number)? {
            self.last_number = number;
            if language.is_none() {
                Arc::make_mut(&mut self.items).insert(number, item.clone());
            }
            Arc::make_mut(&mut self.numbers).insert((item, language), number);
        }
        Ok(())
    }

    fn read_lines(&mut self, db: &mut Db, known: i64) -> Result<()> {
        let mut moved = false;
        for row in publish::rows::after(db, self.region.id, known)? {
            if let Some(id) = row.key.strip_prefix("page/") {
                moved |= self.apply(&row.scope, id, row.line.as_deref())?;
            }
        }
        if moved {
            Arc::make_mut(&mut self.pages).retain(|_, page| !page.neutral.versions.is_empty());
            self.arrange();
        }
        Ok(())
    }

    /// Whether the page has got another place, or its text another name.
    fn apply(&mut self, scope: &str, id: &str, line: Option<&str>) -> Result<bool> {
        let page = Arc::make_mut(Arc::make_mut(&mut self.pages).entry(Arc::from(id)).or_default());
        Ok(match (scope, line) {
            (NEUTRAL, line) => {
                let new: Neutral = line.map(read).transpose()?.unwrap_or_default();
                let old = std::mem::replace(&mut page.neutral, new);
                let place = |page: &Neutral| (page.parent.clone(), page.order, page.versions.is_empty());
                place(&old) != place(&page.neutral)
            }
            (language, Some(line)) => {
                let new: Text = read(line)?;
                let names = (new.slug.clone(), new.former.clone());
                let old = page.texts.insert(language.to_owned(), new);
                old.is_none_or(|old| (old.slug, old.former) != names)
            }
            (language, None) => page.texts.remove(language).is_some(),
        })
    }

    /// Puts siblings in order, and notes which text every slug leads to.
    fn arrange(&mut self) {
        let mut children = Children::new();
        let mut slugs = HashMap::new();
        for (id, page) in self.pages.iter() {
            let parent = page.neutral.parent.as_deref().map(Arc::from);
            children.entry(parent).or_default().push(Arc::clone(id));
            for (language, text) in &page.texts {
                for slug in text.former.iter().chain([&text.slug]) {
                    slugs.insert((language.clone(), slug.clone()), Arc::clone(id));
                }
            }
        }
        for siblings in children.values_mut() {
            siblings.sort_by_key(|id| (self.pages.get(id).map_or(0, |page| page.neutral.order), Arc::clone(id)));
        }
        self.children = Arc::new(children);
        self.slugs = Arc::new(slugs);
    }

    /// The page with this id.
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.get(id).map(AsRef::as_ref)
    }

    /// How many pages there are, in any language.
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Whether nothing is published.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// The page's text in `language`.
    pub fn text(&self, id: &str, language: &str) -> Option<&Text> {
        self.page(id)?.texts.get(language)
    }

    /// The pages directly below `parent`, in order.
    pub fn children(&self, parent: Option<&str>) -> &[Arc<str>] {
        self.children.get(&parent.map(Arc::from)).map_or(&[], Vec::as_slice)
    }

    /// The pages above `id`, from the root down, without itself.
    pub fn ancestors(&self, id: &str) -> Vec<&str> {
        let mut chain = Vec::new();
        let mut parent = self.page(id).and_then(|page| page.neutral.parent.as_deref());
        while let Some(id) = parent.filter(|_| chain.len() < self.pages.len()) {
            chain.push(id);
            parent = self.page(id).and_then(|page| page.neutral.parent.as_deref());
        }
        chain.reverse();
        chain
    }

    /// Whether the page and every page above it have a text in `language`: what the v3 face requires.
    pub fn is_complete(&self, id: &str, language: &str) -> bool {
        self.text(id, language).is_some()
            && self.ancestors(id).iter().all(|ancestor| self.text(ancestor, language).is_some())
    }

    /// The pages of `language` in tree order, only those that are complete.
    pub fn complete(&self, language: &str) -> Vec<&str> {
        self.walk(None, None, |id| self.text(id, language).is_some())
    }

    /// The pages below `root` (none: all) to `depth` levels down, in tree order, skipping subtrees that fail `shown`.
    pub fn walk(&self, root: Option<&str>, depth: Option<usize>, shown: impl Fn(&str) -> bool) -> Vec<&str> {
        let mut found = Vec::new();
        let mut open: Vec<(&Arc<str>, usize)> = self.children(root).iter().rev().map(|id| (id, 1)).collect();
        while let Some((id, level)) = open.pop() {
            if depth.is_none_or(|depth| level <= depth) && shown(id) {
                found.push(id.as_ref());
                open.extend(self.children(Some(id)).iter().rev().map(|id| (id, level + 1)));
            }
        }
        found
    }

    /// The address of a page's text: `/region/language-slug/…/slug/`.
    ///
    /// An ancestor without a text in `language` is named by its text in the languages that stand in for it, then in
    /// any other, then by its id.
    pub fn path(&self, id: &str, language: &RegionLanguage) -> Option<String> {
        let own = self.text(id, &language.key)?;
        let mut path = format!("/{}/{}/", self.region.slug, language.slug);
        for ancestor in self.ancestors(id) {
            path.push_str(self.name_of(ancestor, language));
            path.push('/');
        }
        path.push_str(&own.slug);
        path.push('/');
        Some(path)
    }

    fn name_of<'a>(&'a self, id: &'a str, language: &RegionLanguage) -> &'a str {
        let Some(page) = self.page(id) else { return id };
        let stand_ins = languages::sources(language, &self.languages);
        let named = std::iter::once(&language.key).chain(&stand_ins).find_map(|key| page.texts.get(key));
        named.or_else(|| page.texts.values().next()).map_or(id, |text| text.slug.as_str())
    }

    /// The page that `path` leads to in `language`, by its last segment, current or former.
    pub fn find(&self, path: &str, language: &str) -> Option<&str> {
        let slug = path.trim_matches('/').rsplit('/').next()?.to_lowercase();
        self.slugs.get(&(language.to_owned(), slug)).map(AsRef::as_ref)
    }

    /// The integer that the v3 face shows for an item.
    pub fn number_of_item(&self, id: &str) -> Option<i64> {
        self.numbers.get(&(id.to_owned(), None)).copied()
    }

    /// The integer that the v3 face shows for an item's text.
    pub fn number_of_text(&self, id: &str, language: &str) -> Option<i64> {
        self.numbers.get(&(id.to_owned(), Some(language.to_owned()))).copied()
    }

    /// The item that an integer of the v3 face stands for.
    pub fn item_of_number(&self, number: i64) -> Option<&str> {
        self.items.get(&number).map(String::as_str)
    }

    /// The active language with this key.
    pub fn language(&self, key: &str) -> Option<&RegionLanguage> {
        self.languages.iter().find(|language| language.key == key)
    }
}

fn read<T: serde::de::DeserializeOwned>(line: &str) -> Result<T> {
    sync::body(line).map_err(|error| crate::error::Error::Corrupt(error.to_string()))
}

/// The HTML of the page's published text.
pub fn html(db: &mut Db, region: i64, id: &str, language: &str) -> Result<Option<String>> {
    let line = publish::rows::one(db, region, language, &format!("page/{id}"))?;
    line.as_deref().map(read_html).transpose()
}

/// The HTML of every published text in `language`, by page.
pub fn htmls(db: &mut Db, region: i64, language: &str) -> Result<HashMap<String, String>> {
    let lines = publish::rows::of_scope(db, region, language)?;
    let pages = lines.iter().filter_map(|(key, line)| Some((key.strip_prefix("page/")?, line)));
    pages.map(|(id, line)| Ok((id.to_owned(), read_html(line)?))).collect()
}

/// The HTML of a published line of a text.
pub(crate) fn read_html(line: &str) -> Result<String> {
    #[derive(Deserialize)]
    struct Body {
        html: String,
    }
    read::<Body>(line).map(|body| body.html)
}
