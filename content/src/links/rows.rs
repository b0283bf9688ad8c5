//! Statements on texts with links, and on `link_checks`.

use diesel::dsl::{count_star, exists, max, min, not};
use diesel::prelude::*;

use super::checks::{Check, State as Known};
use crate::db::{CHUNK, Db, load_among, on_backend};
use crate::error::Result;
use crate::schema::{items, link_checks, versions};
use crate::versions::State;

const PUBLIC: &str = State::Public.as_str();
/// The newest version in one of these states is being worked on.
const UNPUBLISHED: [&str; 2] = [State::Draft.as_str(), State::Review.as_str()];
const DECIDED: [&str; 2] = [State::Public.as_str(), State::Withdrawn.as_str()];

type TextColumns = (
    versions::item,
    versions::language,
    versions::number,
    versions::state,
    versions::title,
    versions::html,
    versions::machine,
    versions::follows,
);

/// The columns of a [`Text`].
const TEXT: TextColumns = (
    versions::item,
    versions::language,
    versions::number,
    versions::state,
    versions::title,
    versions::html,
    versions::machine,
    versions::follows,
);

/// A version that readers have, or that is being worked on.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(super) struct Text {
    pub(super) item: String,
    pub(super) language: String,
    pub(super) number: i64,
    #[diesel(deserialize_as = String)]
    pub(super) state: State,
    pub(super) title: String,
    pub(super) html: String,
    pub(super) machine: bool,
    pub(super) follows: Option<i64>,
}

/// The versions of `ids` that readers have whose HTML is like `pattern`, unless their page is hidden.
pub(super) fn public_texts(db: &mut Db, ids: &[String], pattern: &str) -> Result<Vec<Text>> {
    let newer = diesel::alias!(versions as newer);
    let above = newer
        .filter(newer.field(versions::item).eq(versions::item))
        .filter(newer.field(versions::language).eq(versions::language))
        .filter(newer.field(versions::number).gt(versions::number))
        .filter(newer.field(versions::state).eq_any(DECIDED));
    Ok(versions::table
        .filter(versions::item.eq_any(ids))
        .filter(versions::state.eq(PUBLIC))
        .filter(versions::html.like(pattern).escape('\\'))
        .filter(not(exists(above)))
        .select(TEXT)
        .load(db)?)
}

/// The newest versions of `ids`, where they are drafts or wait for review, whose HTML is like `pattern`.
pub(super) fn unpublished_texts(db: &mut Db, ids: &[String], pattern: &str) -> Result<Vec<Text>> {
    let newer = diesel::alias!(versions as newer);
    let above = newer
        .filter(newer.field(versions::item).eq(versions::item))
        .filter(newer.field(versions::language).eq(versions::language))
        .filter(newer.field(versions::number).gt(versions::number));
    Ok(versions::table
        .filter(versions::item.eq_any(ids))
        .filter(versions::state.eq_any(UNPUBLISHED))
        .filter(versions::html.like(pattern).escape('\\'))
        .filter(not(exists(above)))
        .select(TEXT)
        .load(db)?)
}

/// Item and language of each text of `region` that is published, unless its page is hidden.
pub(super) fn published(db: &mut Db, region: i64) -> Result<Vec<(String, String)>> {
    let newer = diesel::alias!(versions as newer);
    let above = newer
        .filter(newer.field(versions::item).eq(versions::item))
        .filter(newer.field(versions::language).eq(versions::language))
        .filter(newer.field(versions::number).gt(versions::number))
        .filter(newer.field(versions::state).eq_any(DECIDED));
    let of_region = items::table.filter(items::region.eq(region)).select(items::id);
    Ok(versions::table
        .filter(versions::item.eq_any(of_region))
        .filter(versions::state.eq(PUBLIC))
        .filter(not(exists(above)))
        .select((versions::item, versions::language))
        .load(db)?)
}

/// The numbers of the newest versions of the texts of `ids`, by item and language.
pub(super) fn newest(db: &mut Db, ids: &[String]) -> Result<Vec<(String, String, i64)>> {
    let newest = versions::table.group_by((versions::item, versions::language)).select((
        versions::item,
        versions::language,
        max(versions::number).assume_not_null(),
    ));
    Ok(load_among!(db, newest, versions::item, ids))
}

/// All addresses that are known.
pub(super) fn urls(db: &mut Db) -> Result<Vec<String>> {
    Ok(link_checks::table.select(link_checks::url).load(db)?)
}

pub(super) fn check(db: &mut Db, url: &str) -> Result<Option<Check>> {
    Ok(link_checks::table.find(url).first(db).optional()?)
}

/// What is known of `urls`.
pub(super) fn checks(db: &mut Db, urls: &[String]) -> Result<Vec<Check>> {
    Ok(load_among!(db, link_checks::table, link_checks::url, urls))
}

/// Adds addresses that are to be visited from `due` on; those that are known stay as they are.
pub(super) fn insert<'a>(db: &mut Db, urls: impl Iterator<Item = &'a String>, due: i64) -> Result<()> {
    let rows: Vec<_> = urls
        .map(|url| {
            (
                link_checks::url.eq(url.clone()),
                link_checks::state.eq(Known::Unchecked.as_str()),
                link_checks::detail.eq(""),
                link_checks::failures.eq(0),
                link_checks::due.eq(due),
            )
        })
        .collect();
    for chunk in rows.chunks(CHUNK) {
        let insert = diesel::insert_into(link_checks::table).values(chunk.to_vec()).on_conflict_do_nothing();
        on_backend!(db, |conn| insert.execute(conn))?;
    }
    Ok(())
}

pub(super) fn update(db: &mut Db, check: &Check) -> Result<()> {
    diesel::update(link_checks::table.find(&check.url))
        .set((
            link_checks::state.eq(check.state.as_str()),
            link_checks::detail.eq(&check.detail),
            link_checks::failures.eq(check.failures),
            link_checks::failed.eq(check.failed),
            link_checks::checked.eq(check.checked),
            link_checks::due.eq(check.due),
        ))
        .execute(db)?;
    Ok(())
}

pub(super) fn delete(db: &mut Db, urls: &[String]) -> Result<()> {
    for chunk in urls.chunks(CHUNK) {
        diesel::delete(link_checks::table.filter(link_checks::url.eq_any(chunk))).execute(db)?;
    }
    Ok(())
}

/// At most `limit` addresses that are due at `now`, the longest due first.
pub(super) fn due(db: &mut Db, now: i64, limit: i64) -> Result<Vec<String>> {
    Ok(link_checks::table
        .filter(link_checks::due.le(now))
        .order((link_checks::due, link_checks::url))
        .limit(limit)
        .select(link_checks::url)
        .load(db)?)
}

/// When the next address is due.
pub(super) fn next(db: &mut Db) -> Result<Option<i64>> {
    Ok(link_checks::table.select(min(link_checks::due)).first(db)?)
}

/// How many addresses are in which state.
pub(super) fn states(db: &mut Db) -> Result<Vec<(String, i64)>> {
    Ok(link_checks::table.group_by(link_checks::state).select((link_checks::state, count_star())).load(db)?)
}
