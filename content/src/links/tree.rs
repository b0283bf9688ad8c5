//! The pages of a region while its links are looked at: what is above each, and who may do what there.

use std::collections::HashMap;

use crate::db::Db;
use crate::error::Result;
use crate::items::{self, Item};
use crate::kinds::Kind;
use crate::roles::Place;

/// All pages of a region, by id.
pub(super) struct Tree {
    region: i64,
    pages: HashMap<String, Item>,
}

impl Tree {
    pub(super) fn of(db: &mut Db, region: i64) -> Result<Self> {
        let pages = items::rows::of_region(db, region, Kind::Page)?;
        Ok(Self { region, pages: pages.into_iter().map(|page| (page.id.clone(), page)).collect() })
    }

    /// The ids of those that `wanted` picks, in order.
    pub(super) fn ids(&self, wanted: impl Fn(&Item) -> bool) -> Vec<String> {
        let mut ids: Vec<String> =
            self.pages.values().filter(|page| wanted(page)).map(|page| page.id.clone()).collect();
        ids.sort_unstable();
        ids
    }

    pub(super) fn page(&self, id: &str) -> Option<&Item> {
        self.pages.get(id)
    }

    /// Whether the page or one above it is archived.
    pub(super) fn is_hidden(&self, page: &Item) -> bool {
        items::is_hidden(page, &self.pages)
    }

    /// Where the page is, for rights.
    pub(super) fn place(&self, page: &Item) -> Place {
        let mut items = vec![page.id.clone()];
        let mut above = page.parent.as_ref();
        // A tree is no deeper than it has pages.
        while let Some(parent) = above.and_then(|id| self.pages.get(id)).filter(|_| items.len() <= self.pages.len()) {
            items.push(parent.id.clone());
            above = parent.parent.as_ref();
        }
        Place { items, organization: page.details.organization, ..Place::region(self.region) }
    }
}
