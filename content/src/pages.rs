//! Pages as an editor works on them: found by id, changed under a precondition.

use crate::actors::Actor;
use crate::autosaves::{self, Autosave};
use crate::db::Db;
use crate::deletions::{self, Links};
use crate::error::{Error, Noun, Result};
use crate::inclusions;
use crate::items::{self, Base, Item, Place};
use crate::kinds::{Details, Kind};
use crate::languages::{self, RegionLanguage};
use crate::origins::{self, Decision, Origin};
use crate::schedules::{self, NewSchedule, Schedule};
use crate::times;
use crate::versions::history::{self, Entry};
use crate::versions::{self, Address, Draft, Progress, Saved, State, Version, reviews};
use crate::write::RegionWrite;

/// A page as an editor sees it, whether or not it is published.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole {
    /// Its place, its archive state and its details.
    pub item: Item,
    /// How far its texts have come, for every language of the region, in order.
    pub texts: Vec<(RegionLanguage, Option<Progress>)>,
}

/// Makes a page with its first text.
pub fn create(
    tx: &mut RegionWrite<'_>,
    place: &Place,
    details: Details,
    language: &str,
    draft: Draft,
    author: &str,
) -> Result<(Item, Version)> {
    let id = tx.new_id();
    let item = items::create(tx, Kind::Page, id, place, details, author)?;
    let saved = in_language(tx, &item, language, |tx, at| reviews::save(tx, at, author, Base::None, draft))?;
    Ok((item, saved.version().clone()))
}

/// Saves `draft` as the next version of the page's text.
pub fn save(
    tx: &mut RegionWrite<'_>,
    page: &str,
    language: &str,
    author: &str,
    base: Base,
    draft: Draft,
) -> Result<Saved> {
    let item = item(tx, page)?;
    in_language(tx, &item, language, |tx, at| reviews::save(tx, at, author, base, draft))
}

/// Hands the page's text in for review.
pub fn submit(tx: &mut RegionWrite<'_>, page: &str, language: &str, author: &str, base: Base) -> Result<Saved> {
    let item = item(tx, page)?;
    in_language(tx, &item, language, |tx, at| reviews::submit(tx, at, author, base))
}

/// Makes public what waits for review.
pub fn approve(tx: &mut RegionWrite<'_>, page: &str, language: &str, author: &str, base: Base) -> Result<Saved> {
    let item = item(tx, page)?;
    in_language(tx, &item, language, |tx, at| reviews::approve(tx, at, author, base))
}

/// Gives back what waits for review, and says why.
pub fn reject(
    tx: &mut RegionWrite<'_>,
    page: &str,
    language: &str,
    author: &str,
    base: Base,
    reason: String,
) -> Result<Saved> {
    let item = item(tx, page)?;
    in_language(tx, &item, language, |tx, at| reviews::reject(tx, at, author, base, reason))
}

/// Takes the page's text away from readers.
pub fn withdraw(tx: &mut RegionWrite<'_>, page: &str, language: &str, author: &str, base: Base) -> Result<Version> {
    let item = item(tx, page)?;
    in_language(tx, &item, language, |tx, at| versions::withdraw(tx, at, author, base))
}

/// Saves the text of an older version once more: its number, the state that it gets, and why.
pub fn restore_version(
    tx: &mut RegionWrite<'_>,
    page: &str,
    language: &str,
    author: &str,
    base: Base,
    how: (i64, State, Option<String>),
) -> Result<Saved> {
    let item = item(tx, page)?;
    in_language(tx, &item, language, |tx, at| history::restore(tx, at, author, base, how))
}

/// Notes that the page's text is right for its source as it stands now.
pub fn mark_up_to_date(
    tx: &mut RegionWrite<'_>,
    page: &str,
    language: &str,
    author: &str,
    base: Base,
) -> Result<Saved> {
    let item = item(tx, page)?;
    in_language(tx, &item, language, |tx, at| history::mark_up_to_date(tx, at, author, base))
}

/// Makes a schedule for the page's text.
pub fn schedule(
    tx: &mut RegionWrite<'_>,
    page: &str,
    language: &str,
    author: &str,
    new: &NewSchedule,
) -> Result<Schedule> {
    let item = item(tx, page)?;
    in_language(tx, &item, language, |tx, at| schedules::create(tx, at, author, new))
}

/// Removes a schedule of the page's text that waits.
pub fn unschedule(tx: &mut RegionWrite<'_>, page: &str, language: &str, id: i64) -> Result<()> {
    let item = item(tx, page)?;
    in_language(tx, &item, language, |tx, at| schedules::remove(tx, at, id))
}

/// Puts the page somewhere else in the tree.
pub fn move_to(tx: &mut RegionWrite<'_>, page: &str, base: Base, place: &Place, author: &str) -> Result<Item> {
    let item = item(tx, page)?;
    items::move_to(tx, item, base, place, author)
}

/// Archives the page, with everything below it, or brings it back.
pub fn set_archived(tx: &mut RegionWrite<'_>, page: &str, base: Base, archived: bool, author: &str) -> Result<Item> {
    let item = item(tx, page)?;
    items::set_archived(tx, item, base, archived, author)
}

/// Sets what is the same in every language of the page.
pub fn set_details(tx: &mut RegionWrite<'_>, page: &str, base: Base, details: Details) -> Result<Item> {
    let item = item(tx, page)?;
    items::set_details(tx, item, base, details)
}

/// Notes that a person confirmed the page today, by the region's calendar.
pub fn confirm(tx: &mut RegionWrite<'_>, page: &str, base: Base) -> Result<Item> {
    let item = item(tx, page)?;
    let today = times::day(tx.now(), &times::zone(&tx.region()?.time_zone));
    items::confirm(tx, item, base, &today)
}

/// Deletes the page for good, unless something refers to it.
pub fn delete(tx: &mut RegionWrite<'_>, page: &str, base: Base) -> Result<()> {
    let (item, region) = (item(tx, page)?, tx.region_id());
    let mut links = Links::of(tx.db(), region)?;
    deletions::delete(tx, &item, base, &mut links)
}

/// The page with how far each of its texts has come.
pub fn find(db: &mut Db, region: i64, page: &str) -> Result<Whole> {
    let item = items::find(db, region, Kind::Page, page)?;
    let texts = progress(db, region, &item.id)?;
    Ok(Whole { item, texts })
}

/// How far the page's texts have come, for every language of the region, in order.
pub fn progress(db: &mut Db, region: i64, page: &str) -> Result<Vec<(RegionLanguage, Option<Progress>)>> {
    let tree = languages::tree(db, region)?;
    let progress = versions::progress(db, page, &tree)?;
    Ok(tree.into_iter().zip(progress).collect())
}

/// As [`progress`], with what this write has done so far.
pub fn progress_in(tx: &mut RegionWrite<'_>, page: &str) -> Result<Vec<(RegionLanguage, Option<Progress>)>> {
    let tree = tx.languages()?;
    let progress = versions::progress(tx.db(), page, &tree)?;
    Ok(tree.iter().cloned().zip(progress).collect())
}

/// The newest version of the page's text, and the number of the one that readers have.
pub fn text(db: &mut Db, region: i64, page: &str, language: &str) -> Result<(Version, Option<i64>)> {
    let item = items::find(db, region, Kind::Page, page)?;
    let language = language_of(db, region, language)?;
    let at = Address { item: &item, language: &language };
    let newest = versions::newest(db, &at)?.ok_or_else(|| Error::not_found(Noun::Translation, &language.tag))?;
    let published = versions::published(db, &at)?.map(|version| version.number);
    Ok((newest, published))
}

/// Keeps an unsaved text of the page.
pub fn keep(db: &mut Db, region: i64, autosave: &Autosave) -> Result<()> {
    items::find(db, region, Kind::Page, &autosave.item)?;
    language_of(db, region, &autosave.language)?;
    autosaves::keep(db, autosave)
}

/// What is kept unsaved of `person` for the page's text.
pub fn autosave(db: &mut Db, region: i64, page: &str, language: &str, person: &str) -> Result<Autosave> {
    let item = items::find(db, region, Kind::Page, page)?;
    autosaves::find(db, person, &item.id, language)
}

/// The schedules of the page's text, the latest first.
pub fn schedules(db: &mut Db, region: i64, page: &str, language: &str) -> Result<Vec<Schedule>> {
    let item = items::find(db, region, Kind::Page, page)?;
    schedules::of_text(db, &item.id, language)
}

/// Versions of the page's text, the newest first; only those below `before` if it is given.
pub fn versions(db: &mut Db, region: i64, page: &str, language: &str, before: Option<i64>) -> Result<Vec<Entry>> {
    let item = items::find(db, region, Kind::Page, page)?;
    let language = language_of(db, region, language)?;
    history::list(db, &Address { item: &item, language: &language }, before)
}

/// The version `number` of the page's text.
pub fn version(db: &mut Db, region: i64, page: &str, language: &str, number: i64) -> Result<Version> {
    let item = items::find(db, region, Kind::Page, page)?;
    let language = language_of(db, region, language)?;
    versions::find(db, &Address { item: &item, language: &language }, number)
}

/// The version `number` of the page's text, without a number the newest, and the number of the one that readers have.
pub fn text_at(
    db: &mut Db,
    region: i64,
    page: &str,
    language: &str,
    number: Option<i64>,
) -> Result<(Version, Option<i64>)> {
    let (newest, published) = text(db, region, page, language)?;
    let Some(number) = number.filter(|number| *number != newest.number) else { return Ok((newest, published)) };
    Ok((version(db, region, page, language, number)?, published))
}

/// The page that the page's text was copied from.
pub fn origin(db: &mut Db, region: i64, page: &str, language: &str) -> Result<Origin> {
    let item = items::find(db, region, Kind::Page, page)?;
    origins::of_text(db, &item, language)
}

/// Carries out what `actor` has decided about the version `number` of the page that the page's text was copied from.
pub fn decide_about_origin(
    tx: &mut RegionWrite<'_>,
    page: &str,
    language: &str,
    actor: &Actor,
    base: Base,
    number: i64,
    decision: Decision,
) -> Result<Option<Saved>> {
    let item = item(tx, page)?;
    in_language(tx, &item, language, |tx, at| origins::decide(tx, at, actor, base, number, decision))
}

/// Forgets which page the page's text was copied from.
pub fn forget_origin(tx: &mut RegionWrite<'_>, page: &str, language: &str) -> Result<()> {
    let item = item(tx, page)?;
    origins::forget(tx, &item.id, language)
}

/// The HTML of a version as readers would see it: with the text of another page that the page shows.
pub fn shown(db: &mut Db, region: i64, version: &Version) -> Result<String> {
    let item = items::find(db, region, Kind::Page, &version.item)?;
    let included = inclusions::text(db, &item, &version.language)?;
    Ok(included.map_or_else(|| version.html.clone(), |included| included.beside(&version.html)))
}

fn item(tx: &mut RegionWrite<'_>, page: &str) -> Result<Item> {
    let region = tx.region_id();
    items::find(tx.db(), region, Kind::Page, page)
}

fn in_language<T>(
    tx: &mut RegionWrite<'_>,
    item: &Item,
    language: &str,
    f: impl FnOnce(&mut RegionWrite<'_>, Address<'_>) -> Result<T>,
) -> Result<T> {
    let languages = tx.languages()?;
    f(tx, Address { item, language: in_tree(&languages, language)? })
}

fn language_of(db: &mut Db, region: i64, key: &str) -> Result<RegionLanguage> {
    in_tree(&languages::tree(db, region)?, key).cloned()
}

fn in_tree<'a>(tree: &'a [RegionLanguage], key: &str) -> Result<&'a RegionLanguage> {
    let found = tree.iter().find(|language| language.key == key);
    found.ok_or_else(|| Error::not_found(Noun::Language, key))
}
