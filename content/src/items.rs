//! Content items of any kind: where they stand in the tree, whether they are archived, their language-neutral details.

pub(crate) mod rows;

use std::collections::HashMap;

use crate::audit::Change;
use crate::db::Db;
use crate::error::{Conflict, Error, Noun, Reason, Result};
use crate::inclusions;
use crate::kinds::{Details, Kind};
use crate::numbers;
use crate::slugs;
use crate::stored::Json;
use crate::times;
use crate::write::RegionWrite;

/// Room between two siblings, so that a page can be put between them without moving the others.
const GAP: i64 = 1 << 10;

/// One content item.
#[derive(Clone, Debug, PartialEq, diesel::Queryable)]
pub struct Item {
    /// Its stable id, a UUID.
    pub id: String,
    /// The region it belongs to.
    pub region: i64,
    /// What it is.
    #[diesel(deserialize_as = String)]
    pub kind: Kind,
    /// The item above it in the tree.
    pub parent: Option<String>,
    /// Its place among its siblings: a sparse integer.
    pub position: i64,
    /// Whether it was archived itself; what is below it is hidden as well.
    pub archived: bool,
    /// Who archived it.
    pub archived_by: Option<String>,
    /// Who put it where it stands.
    pub placed_by: String,
    /// What is the same in every language.
    #[diesel(deserialize_as = String)]
    pub details: Json<Details>,
    /// The day a person last confirmed that it is right, `YYYY-MM-DD`.
    pub checked: Option<String>,
    /// Its ETag: raised by each change of its place, archive state or details.
    pub number: i64,
    /// When it was made, in milliseconds since 1970, UTC.
    pub created: i64,
}

/// Where a page is put, seen from another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Before this sibling.
    Before(String),
    /// After this sibling.
    After(String),
    /// First below this page, or first of all.
    FirstIn(Option<String>),
    /// Last below this page, or last of all.
    LastIn(Option<String>),
}

/// The version of an item that a caller wants to change: its ETag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// It must have this number.
    Number(i64),
    /// Whatever it is now (`If-Match: *`).
    Any,
    /// There must be none yet (`If-None-Match: *`).
    None,
}

impl Base {
    /// Whether the thing whose number is `current` (none yet: 0) is the one the caller has seen.
    pub fn must_match(self, current: i64) -> Result<()> {
        let matches = match self {
            Self::Number(number) => number == current && current > 0,
            Self::Any => current > 0,
            Self::None => current == 0,
        };
        if matches { Ok(()) } else { Err(Error::Stale { current }) }
    }
}

/// The item with this id in `region`.
pub fn find(db: &mut Db, region: i64, kind: Kind, id: &str) -> Result<Item> {
    let item = rows::find(db, id)?.filter(|item| item.region == region && item.kind == kind);
    item.ok_or_else(|| Error::not_found(Noun::Page, id))
}

/// Makes an item at `place`.
pub fn create(
    tx: &mut RegionWrite<'_>,
    kind: Kind,
    id: String,
    place: &Place,
    details: Details,
    by: &str,
) -> Result<Item> {
    let (parent, position) = spot(tx, kind, place, None)?;
    insert(
        tx,
        Item {
            id,
            region: tx.region_id(),
            kind,
            parent,
            position,
            archived: false,
            archived_by: None,
            placed_by: by.to_owned(),
            details: Json(details),
            checked: None,
            number: 1,
            created: tx.now(),
        },
    )
}

/// Stores an item that is complete, as an import has it.
pub(crate) fn insert(tx: &mut RegionWrite<'_>, item: Item) -> Result<Item> {
    rows::insert(tx.db(), &item)?;
    if item.details.includes.is_some() {
        inclusions::note(tx, &item)?;
    }
    numbers::of_item(tx, &item.id)?;
    tx.touch(&item.id);
    tx.changed(Change { subject: subject(&item), before: None, after: Some(item.number) });
    Ok(item)
}

/// Puts an item somewhere else in the tree.
pub fn move_to(tx: &mut RegionWrite<'_>, mut item: Item, base: Base, place: &Place, by: &str) -> Result<Item> {
    base.must_match(item.number)?;
    let (parent, position) = spot(tx, item.kind, place, Some(&item))?;
    if (&parent, position) == (&item.parent, item.position) {
        return Ok(item);
    }
    if parent.is_none() && item.parent.is_some() && slugs::has_reserved(tx.db(), &item.id)? {
        return Err(Error::invalid("place", Reason::Reserved));
    }
    item.parent = parent;
    item.position = position;
    by.clone_into(&mut item.placed_by);
    save(tx, item)
}

/// Archives an item and so hides everything below it, or brings it back.
pub fn set_archived(tx: &mut RegionWrite<'_>, mut item: Item, base: Base, archived: bool, by: &str) -> Result<Item> {
    base.must_match(item.number)?;
    if item.archived == archived {
        return Ok(item);
    }
    item.archived = archived;
    item.archived_by = archived.then(|| by.to_owned());
    save(tx, item)
}

/// Notes that a person confirmed the item, in all languages, on `day`.
pub fn confirm(tx: &mut RegionWrite<'_>, mut item: Item, base: Base, day: &str) -> Result<Item> {
    base.must_match(item.number)?;
    if item.checked.as_deref() == Some(day) {
        return Ok(item);
    }
    item.checked = Some(day.to_owned());
    save(tx, item)
}

/// Sets what is the same in every language of an item.
pub fn set_details(tx: &mut RegionWrite<'_>, mut item: Item, base: Base, details: Details) -> Result<Item> {
    base.must_match(item.number)?;
    if *item.details == details {
        return Ok(item);
    }
    if details.review_by.as_ref().is_some_and(|day| times::days_after(day, 0).is_none()) {
        return Err(Error::invalid("review_by", Reason::NotADate));
    }
    if let Some(id) = details.organization {
        let region = tx.region_id();
        let known = rows::organizations(tx.db(), region)?;
        if !known.contains(&id) {
            let allowed = known.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
            return Err(Error::invalid("organization", Reason::UnknownValue { allowed }));
        }
    }
    let before = std::mem::replace(&mut item.details, Json(details));
    if item.details.included() != before.included() {
        inclusions::note(tx, &item)?;
    }
    save(tx, item)
}

/// Stores a changed item under its next number.
pub(crate) fn save(tx: &mut RegionWrite<'_>, mut item: Item) -> Result<Item> {
    item.number += 1;
    rows::update(tx.db(), &item)?;
    tx.touch_subtree(&item.id);
    tx.changed(Change { subject: subject(&item), before: Some(item.number - 1), after: Some(item.number) });
    Ok(item)
}

/// How the audit calls it.
pub(crate) fn subject(item: &Item) -> String {
    format!("{}/{}", item.kind.as_str(), item.id)
}

/// Parent and position of `place`; `moving` is the item that is to go there.
fn spot(tx: &mut RegionWrite<'_>, kind: Kind, place: &Place, moving: Option<&Item>) -> Result<(Option<String>, i64)> {
    let parent = match place {
        Place::FirstIn(parent) | Place::LastIn(parent) => parent.clone(),
        Place::Before(sibling) | Place::After(sibling) => relative(tx, kind, sibling)?.parent,
    };
    let moving_id = moving.map(|item| item.id.as_str());
    if let Some(parent) = &parent {
        let parent = relative(tx, kind, parent)?;
        if moving.is_some() && is_below(tx.db(), &parent, moving_id)? {
            return Err(Error::Conflict(Conflict::Cycle));
        }
    }
    let region = tx.region_id();
    // At an end, a new item need not know the siblings between: many are made in one transaction.
    if let (None, Place::FirstIn(_) | Place::LastIn(_)) = (moving, place) {
        let (first, last) = rows::ends(tx.db(), region, kind, parent.as_deref())?;
        let position = match place {
            Place::FirstIn(_) => first.map(|first| first - GAP),
            _ => last.map(|last| last + GAP),
        };
        return Ok((parent, position.unwrap_or(GAP)));
    }
    let mut siblings = rows::siblings(tx.db(), region, kind, parent.as_deref())?;
    siblings.retain(|(id, _)| Some(id.as_str()) != moving_id);
    let index = match place {
        Place::FirstIn(_) => 0,
        Place::LastIn(_) => siblings.len(),
        Place::Before(sibling) => index_of(&siblings, sibling, moving_id)?,
        Place::After(sibling) => index_of(&siblings, sibling, moving_id)? + 1,
    };
    match moving {
        Some(item) if item.parent == parent && stands_at(item, &siblings, index) => Ok((parent, item.position)),
        _ => Ok((parent, position_at(tx, &siblings, index)?)),
    }
}

/// Whether `item` stands before `siblings[index]` already, so that no position has to change.
fn stands_at(item: &Item, siblings: &[(String, i64)], index: usize) -> bool {
    siblings.iter().filter(|(id, position)| (position, id) < (&item.position, &item.id)).count() == index
}

fn relative(tx: &mut RegionWrite<'_>, kind: Kind, id: &str) -> Result<Item> {
    let region = tx.region_id();
    find(tx.db(), region, kind, id).map_err(|_| Error::invalid("place", Reason::UnknownPage))
}

fn index_of(siblings: &[(String, i64)], sibling: &str, moving: Option<&str>) -> Result<usize> {
    if moving == Some(sibling) {
        return Err(Error::Conflict(Conflict::Cycle));
    }
    let index = siblings.iter().position(|(id, _)| id == sibling);
    index.ok_or_else(|| Error::invalid("place", Reason::UnknownPage))
}

/// A position before `siblings[index]`; where there is no room, the siblings behind it move on.
fn position_at(tx: &mut RegionWrite<'_>, siblings: &[(String, i64)], index: usize) -> Result<i64> {
    let before = index.checked_sub(1).map(|index| siblings[index].1);
    let after = siblings.get(index).map(|(_, position)| *position);
    match (before, after) {
        (None, None) => Ok(GAP),
        (None, Some(after)) => Ok(after - GAP),
        (Some(before), None) => Ok(before + GAP),
        (Some(before), Some(after)) if after - before > 1 => Ok(before + (after - before) / 2),
        (Some(before), Some(_)) => {
            for (step, (id, _)) in (2..).zip(&siblings[index..]) {
                let mut item = rows::find(tx.db(), id)?.ok_or_else(|| Error::not_found(Noun::Page, id))?;
                item.position = before + step * GAP;
                save(tx, item)?;
            }
            Ok(before + GAP)
        }
    }
}

/// Whether `item` is `ancestor` or below it.
fn is_below(db: &mut Db, item: &Item, ancestor: Option<&str>) -> Result<bool> {
    let chain = with_ancestors(db, vec![item.clone()])?;
    Ok(ancestor.is_some_and(|id| chain.contains_key(id)))
}

/// `items` and everything above them, by id.
pub(crate) fn with_ancestors(db: &mut Db, items: Vec<Item>) -> Result<HashMap<String, Item>> {
    let mut known = HashMap::new();
    let mut level = items;
    while !level.is_empty() {
        let mut parents = Vec::new();
        for item in level {
            parents.extend(item.parent.clone());
            known.insert(item.id.clone(), item);
        }
        parents.retain(|id| !known.contains_key(id));
        parents.sort_unstable();
        parents.dedup();
        level = rows::find_all(db, &parents)?;
    }
    Ok(known)
}

/// The ids of everything below `ids`, without them.
pub(crate) fn descendants(db: &mut Db, ids: Vec<String>) -> Result<Vec<String>> {
    let mut all = Vec::new();
    let mut level = ids;
    while !level.is_empty() {
        level = rows::children(db, &level)?;
        all.extend_from_slice(&level);
    }
    Ok(all)
}

/// Whether `item` or one above it is archived; `known` holds them all.
pub(crate) fn is_hidden(item: &Item, known: &HashMap<String, Item>) -> bool {
    let mut current = Some(item);
    while let Some(item) = current {
        if item.archived {
            return true;
        }
        current = item.parent.as_ref().and_then(|parent| known.get(parent));
    }
    false
}
