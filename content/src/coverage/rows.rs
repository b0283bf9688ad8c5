//! Statements for coverage.

use diesel::prelude::*;

use crate::db::Db;
use crate::error::Result;
use crate::kinds::Kind;
use crate::schema::{items, versions};
use crate::versions::State;

/// A public version of a page's text, without the text.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(super) struct Change {
    pub(super) item: String,
    pub(super) language: String,
    pub(super) number: i64,
    pub(super) minor: bool,
    pub(super) updated: i64,
}

/// The public versions of all pages of `region`, each text's oldest first.
pub(super) fn changes(db: &mut Db, region: i64) -> Result<Vec<Change>> {
    Ok(versions::table
        .inner_join(items::table.on(items::id.eq(versions::item)))
        .filter(items::region.eq(region))
        .filter(items::kind.eq(Kind::Page.as_str()))
        .filter(versions::state.eq(State::Public.as_str()))
        .order(versions::number)
        .select((versions::item, versions::language, versions::number, versions::minor, versions::updated))
        .load(db)?)
}
