//! Statements on `sessions`.

use diesel::prelude::*;

use super::Session;
use crate::db::Db;
use crate::error::Result;
use crate::schema::sessions;

pub(super) fn insert(db: &mut Db, session: &Session) -> Result<()> {
    let values = (
        sessions::hash.eq(&session.hash),
        sessions::person.eq(&session.person),
        sessions::created.eq(session.created),
        sessions::used.eq(session.used),
        sessions::expires.eq(session.expires),
    );
    diesel::insert_into(sessions::table).values(values).execute(db)?;
    Ok(())
}

pub(super) fn find(db: &mut Db, hash: &str) -> Result<Option<Session>> {
    Ok(sessions::table.find(hash).first(db).optional()?)
}

pub(crate) fn note_use(db: &mut Db, hash: &str, now: i64) -> Result<()> {
    diesel::update(sessions::table.find(hash)).set(sessions::used.eq(now)).execute(db)?;
    Ok(())
}

pub(super) fn delete(db: &mut Db, hash: &str) -> Result<()> {
    diesel::delete(sessions::table.find(hash)).execute(db)?;
    Ok(())
}

pub(super) fn delete_expired(db: &mut Db, now: i64) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::expires.le(now))).execute(db)?;
    Ok(())
}

pub(crate) fn delete_of_user(db: &mut Db, person: &str) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::person.eq(person))).execute(db)?;
    Ok(())
}

/// When each session of a user began, and when it was used last.
pub(crate) fn of_user(db: &mut Db, person: &str) -> Result<Vec<(i64, i64)>> {
    let own = sessions::table.filter(sessions::person.eq(person)).order(sessions::created);
    Ok(own.select((sessions::created, sessions::used)).load(db)?)
}
