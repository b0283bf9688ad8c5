//! Copies of pages: each text remembers the page that it was made from, so that what changes there can be taken over.
//!
//! The *origin* is a page of any region. Only what is public there counts, so nobody sees drafts of others; what was last looked at
//! is the number of the origin's public or withdrawn version, and clocks play no part.

mod changes;
mod copying;
pub(crate) mod rows;

use std::collections::HashMap;

use crate::actors::Actor;
use crate::audit::Change as Noted;
use crate::db::Db;
use crate::error::{Error, Noun, Reason, Result};
use crate::html::references::{Reference, Rewrite, rewrite_links};
use crate::items::{Base, Item};
use crate::rights;
use crate::roles::Right;
use crate::versions::{self, Address, Draft, Saved, State, Version, reviews};
use crate::write::RegionWrite;
use crate::{items, regions};

pub use changes::{Change, MOST, OriginChange, changes};
pub use copying::{Copied, MOST_PAGES, NewCopy, copy};

/// The text that a copy was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The slug of its region.
    pub region: String,
    /// The id of its page.
    pub page: String,
    /// The version that the copy was made from, or that was last looked at; none when the language is new there.
    pub seen: Option<Version>,
    /// Its newest public or withdrawn version; none while nobody can read it, because it or a page above it is archived.
    pub newest: Option<Version>,
}

/// What becomes of a change at the origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The copy says what the origin says; a text that was withdrawn there is withdrawn here as well.
    Accept {
        /// Draft, review or public.
        state: State,
    },
    /// The copy says something of its own, with the change in mind.
    Adapt(Draft),
    /// The copy stays as it is.
    Ignore,
}

/// The origin of the item's text in `language`; also of one that the item does not have yet.
pub fn of_text(db: &mut Db, item: &Item, language: &str) -> Result<Origin> {
    let (page, seen) = row(db, &item.id, language)?;
    let unknown = || Error::not_found(Noun::Origin, language);
    let origin = items::rows::find(db, &page)?.ok_or_else(unknown)?;
    let known = items::with_ancestors(db, vec![origin.clone()])?;
    let is_hidden = items::is_hidden(&origin, &known);
    let newest = if is_hidden { None } else { versions::rows::newest_decided(db, &page, language)? };
    let seen = versions::rows::find(db, &page, language, seen)?;
    Ok(Origin { region: regions::by_id(db, origin.region)?.slug, page, seen, newest })
}

/// The origin's page, and the version that was last looked at: 0 for a text that is new there.
fn row(db: &mut Db, item: &str, language: &str) -> Result<(String, i64)> {
    let rows = rows::of_item(db, item)?;
    let own = rows.iter().find(|row| row.language == language).map(|row| (row.origin.clone(), row.version));
    let any = || rows.first().map(|row| (row.origin.clone(), 0));
    own.or_else(any).ok_or_else(|| Error::not_found(Noun::Origin, language))
}

/// Carries out what `actor` has decided about the origin's version `number`; tells the text's next version, if it gets one.
pub fn decide(
    tx: &mut RegionWrite<'_>,
    at: Address<'_>,
    actor: &Actor,
    base: Base,
    number: i64,
    decision: Decision,
) -> Result<Option<Saved>> {
    let (item, language) = (&at.item.id, &at.language.key);
    let newest = versions::newest(tx.db(), &at)?.map_or(0, |version| version.number);
    base.must_match(newest)?;
    let origin = of_text(tx.db(), at.item, language)?;
    let change = origin.newest.filter(|version| version.number == number).ok_or_else(|| {
        let allowed = "the number in `origin-changes`".to_owned();
        Error::invalid("version", Reason::UnknownValue { allowed })
    })?;
    let author = &actor.name;
    let saved = match decision {
        Decision::Ignore => None,
        Decision::Accept { .. } if change.state == State::Withdrawn => {
            rights::on_page(tx, actor, Right::Publish, Some(item), Some(language))?;
            Some(Saved::Appended(versions::withdraw(tx, at, author, base)?))
        }
        Decision::Accept { state } => {
            rights::to_save(tx, actor, item, language, state)?;
            let html = with_copies(tx, &change.html)?;
            let draft = Draft { html, follows: None, updated: Some(change.updated), ..change.draft(state) };
            Some(reviews::save(tx, at, author, base, draft)?)
        }
        Decision::Adapt(draft) => {
            rights::to_save(tx, actor, item, language, draft.state)?;
            Some(reviews::save(tx, at, author, base, draft)?)
        }
    };
    rows::put(tx.db(), item, language, &origin.page, number)?;
    tx.changed(Noted {
        subject: format!("page/{item}/{language}/origin"),
        before: origin.seen.map(|version| version.number),
        after: Some(number),
    });
    tx.wrote();
    Ok(saved)
}

/// Forgets where the item's text in `language` was copied from.
pub fn forget(tx: &mut RegionWrite<'_>, item: &str, language: &str) -> Result<()> {
    if rows::delete(tx.db(), item, language)? == 0 {
        return Err(Error::not_found(Noun::Origin, language));
    }
    tx.changed(Noted::of(format!("page/{item}/{language}/origin")));
    tx.wrote();
    Ok(())
}

/// `html` of an origin with links to the copies that this region has of the pages it links to.
fn with_copies(tx: &mut RegionWrite<'_>, html: &str) -> Result<String> {
    let mut linked = Vec::new();
    rewrite_links(html, |address, _| {
        linked.extend(Reference::parse(address).map(|to| to.id.to_owned()));
        Rewrite::Keep
    });
    let region = tx.region_id();
    let copies: HashMap<String, String> = rows::copies(tx.db(), region, &linked)?.into_iter().collect();
    Ok(relinked(html, |id| copies.get(id)))
}

/// `html` with each link to a page that `copy` knows led to that instead.
fn relinked<'a>(html: &str, mut copy: impl FnMut(&str) -> Option<&'a String>) -> String {
    let rewritten = rewrite_links(html, |address, _| {
        let Some(to) = Reference::parse(address).filter(|to| to.kind == "page") else { return Rewrite::Keep };
        copy(to.id).map_or(Rewrite::Keep, |id| Rewrite::To(Reference { id, ..to }.to_string()))
    });
    rewritten.into_owned()
}
