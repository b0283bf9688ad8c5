//! Statements on `tokens`.

use diesel::prelude::*;

use crate::db::{Db, on_backend};
use crate::error::Result;
use crate::schema::tokens;
use crate::tokens::Token;

/// False when there is a token with this name already.
pub(super) fn insert(db: &mut Db, name: &str, hash: &str, created: i64) -> Result<bool> {
    let values = (tokens::name.eq(name), tokens::hash.eq(hash), tokens::created.eq(created));
    let insert = diesel::insert_into(tokens::table).values(values).on_conflict_do_nothing();
    let inserted = on_backend!(db, |conn| insert.execute(conn))?;
    Ok(inserted == 1)
}

pub(super) fn find(db: &mut Db, hash: &str) -> Result<Option<Token>> {
    Ok(tokens::table.filter(tokens::hash.eq(hash)).select((tokens::id, tokens::name)).first(db).optional()?)
}
