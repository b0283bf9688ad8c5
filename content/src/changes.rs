//! Many changes of a region's pages in one transaction: all of them, or none.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::actors::Actor;
use crate::deletions::{self, Links};
use crate::error::{Conflict, Error, Noun, Reason, Result};
use crate::items::{self, Base, Item, Place};
use crate::kinds::{Details, Kind};
use crate::languages::RegionLanguage;
use crate::rights;
use crate::roles::Right;
use crate::times;
use crate::versions::{self, Address, Draft, Saved, reviews};
use crate::write::RegionWrite;

/// The most operations of one transaction.
pub const MOST: usize = 1000;

/// One of the changes. A page is named by its id, or by the `$name` that an earlier operation has given it.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// Make a page with its first text.
    Create {
        /// What later operations call it; begins with `$`.
        name: Option<String>,
        /// Where it is put.
        place: Place,
        /// What is the same in every language.
        details: Details,
        /// The key of the language of its first text.
        language: String,
        /// Its first text.
        draft: Draft,
    },
    /// Change a page.
    OnPage {
        /// Which one.
        page: String,
        /// Its number, as the caller has seen it.
        base: Base,
        /// What becomes of it.
        change: PageChange,
    },
    /// Change a page's text in one language.
    OnText {
        /// Which page.
        page: String,
        /// The key of the language.
        language: String,
        /// The newest version that the caller has seen.
        base: Base,
        /// What becomes of it.
        change: TextChange,
    },
}

/// What becomes of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageChange {
    /// It is put somewhere else.
    Move(Place),
    /// It is hidden, with everything below it.
    Archive,
    /// It is shown again.
    Restore,
    /// A person has confirmed it today.
    Confirm,
    /// It goes for good, if nothing refers to it.
    Delete,
}

/// What becomes of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextChange {
    /// The next version of it.
    Save(Draft),
    /// It is taken away from readers.
    Withdraw,
}

/// What one operation has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The page.
    pub page: String,
    /// The key of the language, if it was about a text.
    pub language: Option<String>,
    /// The number of the page, or of the newest version of the text; none when it is gone.
    pub number: Option<i64>,
    /// Whether it is the first.
    pub is_new: bool,
}

/// Makes all changes, in order; [`Error::NotApplied`] tells which of them are in the way.
pub fn apply(tx: &mut RegionWrite<'_>, actor: &Actor, operations: Vec<Operation>) -> Result<Vec<Done>> {
    let languages = tx.languages()?;
    let mut changes = Changes { actor, languages, names: HashMap::new(), refused: HashSet::new(), links: None };
    let (mut done, mut refused) = (Vec::with_capacity(operations.len()), Vec::with_capacity(operations.len()));
    for operation in operations {
        match changes.apply(tx, operation) {
            Ok(one) => {
                refused.push(None);
                done.extend(one);
            }
            Err(error) if error.is_refusal() => refused.push(Some(error)),
            Err(error) => return Err(error),
        }
    }
    // What depends on a refused one is skipped, so there is a refusal whenever something is not done.
    if refused.iter().all(Option::is_none) { Ok(done) } else { Err(Error::NotApplied(refused)) }
}

struct Changes<'a> {
    actor: &'a Actor,
    languages: Rc<[RegionLanguage]>,
    /// The ids of pages by the names that operations have given them; none when the page could not be made.
    names: HashMap<String, Option<String>>,
    /// Pages of which an earlier change was refused: what follows of them would only be refused because of that.
    refused: HashSet<String>,
    /// Who links to whom, as long as no text has changed since this was read.
    links: Option<Links>,
}

impl Changes<'_> {
    /// None when it depends on a change that was refused.
    fn apply(&mut self, tx: &mut RegionWrite<'_>, operation: Operation) -> Result<Option<Done>> {
        if !matches!(operation, Operation::OnPage { .. }) {
            self.links = None;
        }
        match operation {
            Operation::Create { name, place, details, language, draft } => {
                let (id, Some(place)) = (tx.new_id(), self.place(place)?) else { return Ok(self.gives(name, None)) };
                if name.as_ref().is_some_and(|name| self.names.contains_key(name)) {
                    return Err(Error::Conflict(Conflict::Exists { name: name.unwrap_or_default() }));
                }
                self.gives(name.clone(), None);
                let done = self.create(tx, id, &place, details, &language, draft)?;
                self.gives(name, Some(done.page.clone()));
                Ok(Some(done))
            }
            Operation::OnPage { page, base, change } => {
                let Some(page) = self.page(page, "page")? else { return Ok(None) };
                let change = match change {
                    PageChange::Move(place) => match self.place(place)? {
                        Some(place) => PageChange::Move(place),
                        None => return Ok(None),
                    },
                    other => other,
                };
                let changed = self.on_page(tx, &page, base, &change);
                self.noted(page, changed)
            }
            Operation::OnText { page, language, base, change } => {
                let Some(page) = self.page(page, "page")? else { return Ok(None) };
                let changed = self.on_text(tx, &page, &language, base, change);
                self.noted(page, changed)
            }
        }
    }

    fn create(
        &self,
        tx: &mut RegionWrite<'_>,
        id: String,
        place: &Place,
        details: Details,
        language: &str,
        draft: Draft,
    ) -> Result<Done> {
        rights::to_create(tx, self.actor, place, draft.state)?;
        let item = items::create(tx, Kind::Page, id, place, details, &self.actor.name)?;
        let saved = reviews::save(tx, self.text(&item, language)?, &self.actor.name, Base::None, draft)?;
        Ok(of_text(&saved))
    }

    fn on_page(&mut self, tx: &mut RegionWrite<'_>, page: &str, base: Base, change: &PageChange) -> Result<Done> {
        let (actor, author) = (self.actor, self.actor.name.as_str());
        match change {
            PageChange::Move(place) => rights::to_move(tx, actor, page, place)?,
            PageChange::Archive | PageChange::Restore | PageChange::Delete => {
                rights::on_page(tx, actor, Right::Publish, Some(page), None)?;
            }
            PageChange::Confirm => rights::on_page(tx, actor, Right::Write, Some(page), None)?,
        }
        let item = item(tx, page)?;
        let item = match change {
            PageChange::Move(place) => items::move_to(tx, item, base, place, author)?,
            PageChange::Archive => items::set_archived(tx, item, base, true, author)?,
            PageChange::Restore => items::set_archived(tx, item, base, false, author)?,
            PageChange::Confirm => {
                let today = times::day(tx.now(), &times::zone(&tx.region()?.time_zone));
                items::confirm(tx, item, base, &today)?
            }
            PageChange::Delete => {
                let region = tx.region_id();
                let links = match &mut self.links {
                    Some(links) => links,
                    none => none.insert(Links::of(tx.db(), region)?),
                };
                deletions::delete(tx, &item, base, links)?;
                return Ok(Done { page: item.id, language: None, number: None, is_new: false });
            }
        };
        Ok(Done { page: item.id, language: None, number: Some(item.number), is_new: false })
    }

    fn on_text(
        &self,
        tx: &mut RegionWrite<'_>,
        page: &str,
        language: &str,
        base: Base,
        change: TextChange,
    ) -> Result<Done> {
        let (actor, author) = (self.actor, self.actor.name.as_str());
        match &change {
            TextChange::Save(draft) => rights::to_save(tx, actor, page, language, draft.state)?,
            TextChange::Withdraw => rights::on_page(tx, actor, Right::Publish, Some(page), Some(language))?,
        }
        let item = item(tx, page)?;
        let at = self.text(&item, language)?;
        match change {
            TextChange::Save(draft) => Ok(of_text(&reviews::save(tx, at, author, base, draft)?)),
            TextChange::Withdraw => Ok(of_text(&Saved::Appended(versions::withdraw(tx, at, author, base)?))),
        }
    }

    fn text<'a>(&'a self, item: &'a Item, language: &str) -> Result<Address<'a>> {
        let found = self.languages.iter().find(|known| known.key == language);
        let language = found.ok_or_else(|| Error::not_found(Noun::Language, language))?;
        Ok(Address { item, language })
    }

    /// Remembers which page `name` stands for; none when it could not be made.
    fn gives(&mut self, name: Option<String>, page: Option<String>) -> Option<Done> {
        if let Some(name) = name {
            self.names.insert(name, page);
        }
        None
    }

    fn noted(&mut self, page: String, changed: Result<Done>) -> Result<Option<Done>> {
        if changed.is_err() {
            self.refused.insert(page);
        }
        changed.map(Some)
    }

    /// The id that `page` stands for; none when a change of it was refused.
    fn page(&self, page: String, field: &'static str) -> Result<Option<String>> {
        let id = if page.starts_with('$') {
            self.names.get(&page).cloned().ok_or_else(|| Error::invalid(field, Reason::UnknownPage))?
        } else {
            Some(page)
        };
        Ok(id.filter(|id| !self.refused.contains(id)))
    }

    fn place(&self, place: Place) -> Result<Option<Place>> {
        let id = |page: String| self.page(page, "place");
        Ok(match place {
            Place::Before(sibling) => id(sibling)?.map(Place::Before),
            Place::After(sibling) => id(sibling)?.map(Place::After),
            Place::FirstIn(Some(parent)) => id(parent)?.map(|parent| Place::FirstIn(Some(parent))),
            Place::LastIn(Some(parent)) => id(parent)?.map(|parent| Place::LastIn(Some(parent))),
            top => Some(top),
        })
    }
}

fn item(tx: &mut RegionWrite<'_>, page: &str) -> Result<Item> {
    let region = tx.region_id();
    items::find(tx.db(), region, Kind::Page, page)
}

fn of_text(saved: &Saved) -> Done {
    let version = saved.version();
    let is_new = version.number == 1 && matches!(saved, Saved::Appended(_));
    Done { page: version.item.clone(), language: Some(version.language.clone()), number: Some(version.number), is_new }
}
