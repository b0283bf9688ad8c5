//! Statements on `versions`.

use diesel::dsl::{auto_type, exists, max, min, not};
use diesel::prelude::*;

use crate::db::{Db, load_among};
use crate::error::Result;
use crate::reviews::WaitingText;
use crate::schema::{items, versions};
use crate::versions::history::Entry;
use crate::versions::progress::Outline;
use crate::versions::{Decided, Run, State, Version};

/// Whether a version is public or withdrawn; no list of both, because SQLite prepares a list anew each time.
#[auto_type]
fn is_decided() -> _ {
    let (public, withdrawn): (&'static str, &'static str) = (State::Public.as_str(), State::Withdrawn.as_str());
    versions::state.eq(public).or(versions::state.eq(withdrawn))
}

pub(super) fn newest(db: &mut Db, item: &str, language: &str) -> Result<Option<Version>> {
    Ok(versions::table
        .filter(versions::item.eq(item))
        .filter(versions::language.eq(language))
        .order(versions::number.desc())
        .first(db)
        .optional()?)
}

pub(crate) fn newest_decided(db: &mut Db, item: &str, language: &str) -> Result<Option<Version>> {
    Ok(versions::table
        .filter(versions::item.eq(item))
        .filter(versions::language.eq(language))
        .filter(is_decided())
        .order(versions::number.desc())
        .first(db)
        .optional()?)
}

pub(crate) fn find(db: &mut Db, item: &str, language: &str, number: i64) -> Result<Option<Version>> {
    Ok(versions::table.find((item, language, number)).first(db).optional()?)
}

pub(super) fn insert(db: &mut Db, version: &Version) -> Result<()> {
    diesel::insert_into(versions::table)
        .values((
            versions::item.eq(&version.item),
            versions::language.eq(&version.language),
            versions::number.eq(version.number),
            versions::state.eq(version.state.as_str()),
            versions::title.eq(&version.title),
            versions::slug.eq(&version.slug),
            versions::html.eq(&version.html),
            versions::minor.eq(version.minor),
            versions::machine.eq(version.machine),
            versions::follows.eq(version.follows),
            versions::author.eq(&version.author),
            versions::updated.eq(version.updated),
            versions::created.eq(version.created),
            versions::reason.eq(&version.reason),
        ))
        .execute(db)?;
    Ok(())
}

pub(crate) fn set_reason(db: &mut Db, item: &str, language: &str, number: i64, reason: &str) -> Result<()> {
    diesel::update(versions::table.find((item, language, number))).set(versions::reason.eq(reason)).execute(db)?;
    Ok(())
}

/// The public and withdrawn versions of `items`, each text's oldest first.
pub(super) fn decided(db: &mut Db, items: &[String]) -> Result<Vec<Decided>> {
    let decided = versions::table.filter(is_decided()).order(versions::number).select((
        versions::item,
        versions::language,
        versions::state,
        versions::author,
    ));
    Ok(load_among!(db, decided, versions::item, items))
}

/// Runs of the public and withdrawn versions of `items` that are alike but for their text, by the newest of each.
pub(crate) fn runs(db: &mut Db, items: &[String]) -> Result<Vec<Run>> {
    let alike = (versions::item, versions::language, versions::state, versions::minor, versions::slug);
    let runs = versions::table.filter(is_decided()).group_by(alike).select((
        versions::item,
        versions::language,
        versions::state,
        versions::minor,
        versions::slug,
        min(versions::number),
        max(versions::number),
    ));
    let mut found: Vec<Run> = load_among!(db, runs, versions::item, items);
    found.sort_by_key(|run| run.last);
    Ok(found)
}

/// The versions of `item`, in all languages, that have one of `numbers`.
pub(super) fn with_numbers(db: &mut Db, item: &str, numbers: &[i64]) -> Result<Vec<Version>> {
    Ok(load_among!(db, versions::table.filter(versions::item.eq(item)), versions::number, numbers))
}

/// Of the versions of `item` that are alike but for their text, the newest, in all languages, the oldest first.
pub(super) fn outlines(db: &mut Db, item: &str) -> Result<Vec<Outline>> {
    let alike = (versions::language, versions::state, versions::minor, versions::machine, versions::follows);
    let mut outlines: Vec<Outline> = versions::table
        .filter(versions::item.eq(item))
        .group_by(alike)
        .select((
            versions::language,
            max(versions::number).assume_not_null(),
            versions::state,
            versions::minor,
            versions::machine,
            versions::follows,
        ))
        .load(db)?;
    outlines.sort_by_key(|outline| outline.number);
    Ok(outlines)
}

/// Who wrote the newest text that says `title` and `html`: the author of the first version of the last run of such versions.
pub(super) fn writer(db: &mut Db, item: &str, language: &str, title: &str, html: &str) -> Result<Option<String>> {
    let of_text = || versions::table.filter(versions::item.eq(item)).filter(versions::language.eq(language));
    let says = || versions::title.eq(title).and(versions::html.eq(html));
    let newest: Option<i64> = of_text().filter(says()).select(max(versions::number)).first(db)?;
    let Some(newest) = newest else { return Ok(None) };
    let other: Option<i64> =
        of_text().filter(versions::number.lt(newest)).filter(not(says())).select(max(versions::number)).first(db)?;
    let first = of_text().filter(versions::number.gt(other.unwrap_or_default())).order(versions::number);
    Ok(first.select(versions::author).first(db).optional()?)
}

/// At most `limit` versions of a text below the number `before`, the newest first.
pub(super) fn history(db: &mut Db, item: &str, language: &str, before: i64, limit: i64) -> Result<Vec<Entry>> {
    Ok(versions::table
        .filter(versions::item.eq(item))
        .filter(versions::language.eq(language))
        .filter(versions::number.lt(before))
        .order(versions::number.desc())
        .limit(limit)
        .select((
            versions::number,
            versions::state,
            versions::title,
            versions::minor,
            versions::machine,
            versions::follows,
            versions::author,
            versions::created,
            versions::reason,
        ))
        .load(db)?)
}

/// The title of the newest version of a text.
pub(crate) fn newest_title(db: &mut Db, item: &str, language: &str) -> Result<Option<String>> {
    Ok(versions::table
        .filter(versions::item.eq(item))
        .filter(versions::language.eq(language))
        .order(versions::number.desc())
        .select(versions::title)
        .first(db)
        .optional()?)
}

/// The texts of `region` whose newest version waits for review, the oldest first.
pub(crate) fn in_review(db: &mut Db, region: i64, limit: i64) -> Result<Vec<WaitingText>> {
    let newer = diesel::alias!(versions as newer);
    let above = newer
        .filter(newer.field(versions::item).eq(versions::item))
        .filter(newer.field(versions::language).eq(versions::language))
        .filter(newer.field(versions::number).gt(versions::number));
    let of_region = items::table.filter(items::region.eq(region)).select(items::id);
    Ok(versions::table
        .filter(versions::state.eq(State::Review.as_str()))
        .filter(versions::item.eq_any(of_region))
        .filter(not(exists(above)))
        .order((versions::created, versions::item, versions::language))
        .limit(limit)
        .select((
            versions::item,
            versions::language,
            versions::number,
            versions::title,
            versions::author,
            versions::created,
        ))
        .load(db)?)
}
