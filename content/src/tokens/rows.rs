//! Statements on `tokens` and `personal_tokens`.

use diesel::prelude::*;

use crate::db::{Db, on_backend};
use crate::error::Result;
use crate::schema::{personal_tokens, tokens};
use crate::tokens::{Personal, Token};

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

pub(super) fn all(db: &mut Db) -> Result<Vec<(String, i64)>> {
    Ok(tokens::table.order(tokens::name).select((tokens::name, tokens::created)).load(db)?)
}

/// False when there is no token with this name.
pub(super) fn delete_named(db: &mut Db, name: &str) -> Result<bool> {
    Ok(diesel::delete(tokens::table.filter(tokens::name.eq(name))).execute(db)? == 1)
}

/// The id of the new token; none when the user has one with this name already.
pub(super) fn insert_personal(db: &mut Db, token: &Personal) -> Result<Option<i64>> {
    let values = (
        personal_tokens::person.eq(&token.person),
        personal_tokens::name.eq(&token.name),
        personal_tokens::prefix.eq(&token.prefix),
        personal_tokens::hash.eq(&token.hash),
        personal_tokens::scopes.eq(&token.scopes),
        personal_tokens::created.eq(token.created),
        personal_tokens::expires.eq(token.expires),
    );
    let insert = diesel::insert_into(personal_tokens::table).values(values).on_conflict_do_nothing();
    let insert = insert.returning(personal_tokens::id);
    Ok(on_backend!(db, |conn| insert.get_result(conn)).optional()?)
}

pub(super) fn of_user(db: &mut Db, person: &str) -> Result<Vec<Personal>> {
    let found = personal_tokens::table.filter(personal_tokens::person.eq(person));
    Ok(found.order(personal_tokens::name).load(db)?)
}

pub(super) fn find_personal(db: &mut Db, hash: &str) -> Result<Option<Personal>> {
    Ok(personal_tokens::table.filter(personal_tokens::hash.eq(hash)).first(db).optional()?)
}

pub(crate) fn note_use(db: &mut Db, id: i64, now: i64) -> Result<()> {
    diesel::update(personal_tokens::table.find(id)).set(personal_tokens::used.eq(now)).execute(db)?;
    Ok(())
}

/// False when the user has no such token.
pub(super) fn delete(db: &mut Db, person: &str, id: i64) -> Result<bool> {
    let of_user = personal_tokens::table.filter(personal_tokens::person.eq(person));
    Ok(diesel::delete(of_user.filter(personal_tokens::id.eq(id))).execute(db)? == 1)
}

pub(crate) fn delete_of_user(db: &mut Db, person: &str) -> Result<()> {
    diesel::delete(personal_tokens::table.filter(personal_tokens::person.eq(person))).execute(db)?;
    Ok(())
}
