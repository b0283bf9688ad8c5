//! Copying pages into a region: a page with everything below it, or all pages of a region.

use std::collections::{BTreeMap, HashMap};

use super::{relinked, rows};
use crate::actors::Actor;
use crate::db::Db;
use crate::error::{Error, Reason, Result};
use crate::items::{self, Base, Item, Place};
use crate::kinds::{Details, Kind};
use crate::languages::{self, RegionLanguage};
use crate::versions::{self, Address, Draft, Published, State, reviews};
use crate::write::RegionWrite;
use crate::{inclusions, rights};

/// The most pages that are copied at once.
pub const MOST_PAGES: usize = 2000;
/// How many pages' texts are read at a time; bounds the memory that a large region takes.
const CHUNK: usize = 100;

/// A copy to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCopy {
    /// The region from which; it may be the same.
    pub from: i64,
    /// The page that is copied with everything below it; none for all pages.
    pub page: Option<String>,
    /// Where it is put; of several pages, the first one.
    pub place: Place,
    /// What becomes of the texts: draft, review or public.
    pub state: State,
}

/// What was copied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Each page, and the copy that was made of it, in the order of the tree.
    pub pages: Vec<(String, String)>,
    /// How many texts the copies have.
    pub texts: usize,
    /// How many links of theirs still lead to pages that were not copied.
    pub links_left: usize,
}

/// Copies the public texts of pages, in all languages that both regions have; archived pages and drafts stay where they are.
pub fn copy(tx: &mut RegionWrite<'_>, actor: &Actor, new: &NewCopy) -> Result<Copied> {
    rights::to_create(tx, actor, &new.place, new.state)?;
    let region = tx.region_id();
    let mut languages = languages::tree(tx.db(), region)?;
    languages.retain(|language| language.active);
    let tree = languages.clone();
    // Whatever follows another text comes after it.
    languages.sort_by_key(|language| languages::sources(language, &tree).len());
    let originals = Originals::of(tx.db(), new)?;
    let from = languages::tree(tx.db(), new.from)?.into_iter().filter(|language| language.active);
    let from = from.map(|language| (language.key, language.source)).collect();
    let mut copying = Copying { actor, new, languages, from, copies: HashMap::new(), copied: Copied::default() };
    copying.pages(tx, &originals)?;
    for chunk in originals.0.chunks(CHUNK) {
        copying.texts(tx, chunk)?;
    }
    Ok(copying.copied)
}

/// The pages that are copied, each after the one that it is below.
struct Originals(Vec<Item>);

impl Originals {
    fn of(db: &mut Db, new: &NewCopy) -> Result<Self> {
        let mut below = BTreeMap::<Option<String>, Vec<Item>>::new();
        let mut roots = Vec::new();
        for item in items::rows::of_region(db, new.from, Kind::Page)?.into_iter().filter(|item| !item.archived) {
            if new.page.as_ref() == Some(&item.id) {
                roots.push(item.clone());
            }
            below.entry(item.parent.clone()).or_default().push(item);
        }
        for siblings in below.values_mut() {
            siblings.sort_by(|a, b| (b.position, &b.id).cmp(&(a.position, &a.id)));
        }
        let mut open = if new.page.is_none() { below.remove(&None).unwrap_or_default() } else { roots };
        let mut found = Vec::new();
        while let Some(item) = open.pop() {
            open.extend(below.remove(&Some(item.id.clone())).unwrap_or_default());
            found.push(item);
        }
        let hidden = match found.first().filter(|_| new.page.is_some()) {
            Some(root) => items::is_hidden(root, &items::with_ancestors(db, vec![root.clone()])?),
            None => found.is_empty(),
        };
        if hidden {
            return Err(Error::invalid("page", Reason::UnknownPublicPage));
        }
        if found.len() > MOST_PAGES {
            return Err(Error::invalid("page", Reason::TooLong { limit: MOST_PAGES }));
        }
        Ok(Self(found))
    }
}

struct Copying<'a> {
    actor: &'a Actor,
    new: &'a NewCopy,
    /// The active languages of the region, each after the one that it is translated from.
    languages: Vec<RegionLanguage>,
    /// The active languages of the region from which, each with the one that it is translated from there.
    from: HashMap<String, Option<String>>,
    /// The copies, by the id of the page that they are made of.
    copies: HashMap<String, Item>,
    copied: Copied,
}

impl Copying<'_> {
    /// Makes the pages, without any text.
    fn pages(&mut self, tx: &mut RegionWrite<'_>, originals: &Originals) -> Result<()> {
        let mut place = self.new.place.clone();
        for original in &originals.0 {
            let above = original.parent.as_ref().and_then(|parent| self.copies.get(parent));
            let below = above.map(|above| Place::LastIn(Some(above.id.clone())));
            let Details { topics, icon, includes, .. } = original.details.0.clone();
            let includes = match includes {
                Some(inclusion) if inclusions::is_public(tx.db(), &inclusion.page)? => Some(inclusion),
                _ => None,
            };
            let details = Details { topics, icon, includes, ..Details::default() };
            let (id, is_root) = (tx.new_id(), below.is_none());
            let copy = items::create(tx, Kind::Page, id, &below.unwrap_or(place.clone()), details, &self.actor.name)?;
            if is_root {
                place = Place::After(copy.id.clone());
            }
            self.copied.pages.push((original.id.clone(), copy.id.clone()));
            self.copies.insert(original.id.clone(), copy);
        }
        Ok(())
    }

    fn texts(&mut self, tx: &mut RegionWrite<'_>, originals: &[Item]) -> Result<()> {
        let ids: Vec<String> = originals.iter().map(|item| item.id.clone()).collect();
        let public = versions::published_of(tx.db(), &ids)?;
        for id in &ids {
            let copy = self.copies[id].clone();
            let of_page = |language: &String| public.get(&(id.clone(), language.clone()));
            for language in &self.languages {
                let (Some(text), Some(source)) = (of_page(&language.key), self.from.get(&language.key)) else {
                    continue;
                };
                let source = source.as_ref().filter(|_| *source == language.source).and_then(of_page);
                let (draft, left) = self.draft(text, source);
                self.copied.links_left += left;
                reviews::save(tx, Address { item: &copy, language }, &self.actor.name, Base::None, draft)?;
                rows::put(tx.db(), &copy.id, &language.key, id, text.version.number)?;
                self.copied.texts += 1;
            }
        }
        Ok(())
    }

    /// The text of a copy, as far behind `source`, which is copied as well, as the one that it is made of; and how many of its links
    /// lead to pages that are not copied.
    fn draft(&self, text: &Published, source: Option<&Published>) -> (Draft, usize) {
        let mut left = 0;
        let html = relinked(&text.version.html, |id| {
            let copy = self.copies.get(id).map(|copy| &copy.id);
            left += usize::from(copy.is_none());
            copy
        });
        let follows = source.map(|source| i64::from(text.version.follows >= Some(source.major)));
        let updated = Some(text.version.updated);
        (Draft { html, follows, updated, minor: false, ..text.version.draft(self.new.state) }, left)
    }
}
