//! Statements on `idempotency_keys`.

use diesel::prelude::*;

use super::Attempt;
use crate::db::{Db, on_backend};
use crate::error::Result;
use crate::schema::idempotency_keys;

/// The request, the status and the answer that are kept under a key.
pub(super) fn find(db: &mut Db, actor: &str, key: &str) -> Result<Option<(String, i64, String)>> {
    let columns = (idempotency_keys::request, idempotency_keys::status, idempotency_keys::answer);
    Ok(idempotency_keys::table.find((actor, key)).select(columns).first(db).optional()?)
}

/// Whether the key was free.
pub(super) fn insert(db: &mut Db, attempt: &Attempt, status: i64, answer: &str, now: i64) -> Result<bool> {
    let values = (
        idempotency_keys::actor.eq(&attempt.actor),
        idempotency_keys::key.eq(&attempt.key),
        idempotency_keys::request.eq(&attempt.request),
        idempotency_keys::status.eq(status),
        idempotency_keys::answer.eq(answer),
        idempotency_keys::created.eq(now),
    );
    let insert = diesel::insert_into(idempotency_keys::table).values(values).on_conflict_do_nothing();
    Ok(on_backend!(db, |conn| insert.execute(conn))? == 1)
}

/// Forgets the key if it was kept before or at `until`.
pub(super) fn delete_one(db: &mut Db, actor: &str, key: &str, until: i64) -> Result<()> {
    let kept = idempotency_keys::table.find((actor, key)).filter(idempotency_keys::created.le(until));
    diesel::delete(kept).execute(db)?;
    Ok(())
}

pub(super) fn delete_before(db: &mut Db, until: i64) -> Result<usize> {
    Ok(diesel::delete(idempotency_keys::table.filter(idempotency_keys::created.le(until))).execute(db)?)
}
