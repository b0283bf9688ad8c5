//! Deleting pages for good, with all of their versions: only what nothing refers to.

mod rows;

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::Change;
use crate::db::Db;
use crate::error::{Conflict, Error, Result};
use crate::html::references::{Reference, Rewrite, rewrite_links};
use crate::items::{self, Base, Item};
use crate::write::RegionWrite;

/// How many of those that refer to a page are named.
const NAMED: usize = 10;
/// How many items' texts are read at a time; bounds the memory that a large region takes.
const CHUNK: usize = 200;

/// Which texts of a region link to which pages: the newest version and the public one of each text.
#[derive(Debug)]
pub(crate) struct Links(BTreeMap<String, BTreeSet<(String, String)>>);

impl Links {
    /// Those of `region`, as they stand in this transaction.
    pub(crate) fn of(db: &mut Db, region: i64) -> Result<Self> {
        let mut links = BTreeMap::<String, BTreeSet<(String, String)>>::new();
        for items in items::rows::ids_of_region(db, region)?.chunks(CHUNK) {
            for (item, language, html) in rows::linking(db, items)? {
                rewrite_links(&html, |address, _| {
                    if let Some(Reference { kind: "page", id, .. }) = Reference::parse(address) {
                        links.entry(id.to_owned()).or_default().insert((item.clone(), language.clone()));
                    }
                    Rewrite::Keep
                });
            }
        }
        Ok(Self(links))
    }

    /// The texts of other pages that link to `page`, as the audit calls them.
    fn to<'a>(&'a self, page: &'a str) -> impl Iterator<Item = String> + 'a {
        let texts = self.0.get(page).into_iter().flatten().filter(move |(item, _)| item != page);
        texts.map(|(item, language)| format!("page/{item}/{language}"))
    }

    /// The texts of `page` are gone.
    fn forget(&mut self, page: &str) {
        for texts in self.0.values_mut() {
            texts.retain(|(item, _)| item != page);
        }
    }
}

/// Deletes a page and all of its versions, unless something refers to it; readers get a tombstone.
pub(crate) fn delete(tx: &mut RegionWrite<'_>, item: &Item, base: Base, links: &mut Links) -> Result<()> {
    base.must_match(item.number)?;
    let mut referring = rows::referring(tx.db(), &item.id)?;
    referring.extend(links.to(&item.id));
    if !referring.is_empty() {
        let more = if referring.len() > NAMED { ", …" } else { "" };
        referring.truncate(NAMED);
        return Err(Error::Conflict(Conflict::Referred { by: referring.join(", ") + more }));
    }
    rows::delete(tx.db(), &item.id)?;
    links.forget(&item.id);
    tx.touch(&item.id);
    tx.changed(Change { subject: items::subject(item), before: Some(item.number), after: None });
    Ok(())
}
