//! Statements on `versions`.

use diesel::dsl::max;
use diesel::prelude::*;

use crate::db::Db;
use crate::error::Result;
use crate::schema::versions;
use crate::versions::progress::Outline;
use crate::versions::{Decided, State, Version};

/// How many values one statement binds at most.
const CHUNK: usize = 500;

const DECIDED: [&str; 2] = [State::Public.as_str(), State::Withdrawn.as_str()];

pub(super) fn newest(db: &mut Db, item: &str, language: &str) -> Result<Option<Version>> {
    Ok(versions::table
        .filter(versions::item.eq(item))
        .filter(versions::language.eq(language))
        .order(versions::number.desc())
        .first(db)
        .optional()?)
}

pub(super) fn newest_decided(db: &mut Db, item: &str, language: &str) -> Result<Option<Version>> {
    Ok(versions::table
        .filter(versions::item.eq(item))
        .filter(versions::language.eq(language))
        .filter(versions::state.eq_any(DECIDED))
        .order(versions::number.desc())
        .first(db)
        .optional()?)
}

pub(super) fn find(db: &mut Db, item: &str, language: &str, number: i64) -> Result<Option<Version>> {
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

/// The public and withdrawn versions of `items`, each text's oldest first.
pub(super) fn decided(db: &mut Db, items: &[String]) -> Result<Vec<Decided>> {
    let mut found = Vec::new();
    for chunk in items.chunks(CHUNK) {
        let rows = versions::table
            .filter(versions::item.eq_any(chunk))
            .filter(versions::state.eq_any(DECIDED))
            .order(versions::number)
            .select((
                versions::item,
                versions::language,
                versions::number,
                versions::state,
                versions::minor,
                versions::slug,
                versions::author,
            ));
        found.extend(rows.load::<Decided>(db)?);
    }
    Ok(found)
}

/// The versions of `item`, in all languages, that have one of `numbers`.
pub(super) fn with_numbers(db: &mut Db, item: &str, numbers: &[i64]) -> Result<Vec<Version>> {
    Ok(versions::table.filter(versions::item.eq(item)).filter(versions::number.eq_any(numbers)).load(db)?)
}

/// All versions of `item`, in all languages, each text's oldest first.
pub(super) fn outlines(db: &mut Db, item: &str) -> Result<Vec<Outline>> {
    Ok(versions::table
        .filter(versions::item.eq(item))
        .order((versions::language, versions::number))
        .select((
            versions::language,
            versions::number,
            versions::state,
            versions::minor,
            versions::machine,
            versions::follows,
        ))
        .load(db)?)
}

/// Who wrote the newest text that says `title` and `html`: the author of the first version of the last run of such versions.
pub(super) fn writer(db: &mut Db, item: &str, language: &str, title: &str, html: &str) -> Result<Option<String>> {
    let of_text = || versions::table.filter(versions::item.eq(item)).filter(versions::language.eq(language));
    let says = || versions::title.eq(title).and(versions::html.eq(html));
    let newest: Option<i64> = of_text().filter(says()).select(max(versions::number)).first(db)?;
    let Some(newest) = newest else { return Ok(None) };
    let other: Option<i64> = of_text()
        .filter(versions::number.lt(newest))
        .filter(diesel::dsl::not(says()))
        .select(max(versions::number))
        .first(db)?;
    let first = of_text().filter(versions::number.gt(other.unwrap_or_default())).order(versions::number);
    Ok(first.select(versions::author).first(db).optional()?)
}
