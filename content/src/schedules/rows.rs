//! Statements on `schedules`.

use diesel::dsl::min;
use diesel::prelude::*;

use crate::db::{Db, on_backend};
use crate::error::Result;
use crate::schedules::{Progress, Schedule};
use crate::schema::schedules;

const WAITING: &str = Progress::Waiting.as_str();

pub(super) fn insert(db: &mut Db, new: &Schedule) -> Result<i64> {
    let insert = diesel::insert_into(schedules::table)
        .values((
            schedules::region.eq(new.region),
            schedules::item.eq(&new.item),
            schedules::language.eq(&new.language),
            schedules::what.eq(new.what.as_str()),
            schedules::version.eq(new.version),
            schedules::seen.eq(new.seen),
            schedules::due.eq(new.due),
            schedules::state.eq(new.state.as_str()),
            schedules::author.eq(&new.author),
            schedules::created.eq(new.created),
        ))
        .returning(schedules::id);
    Ok(on_backend!(db, |conn| insert.get_result(conn))?)
}

pub(super) fn find(db: &mut Db, id: i64) -> Result<Option<Schedule>> {
    Ok(schedules::table.find(id).first(db).optional()?)
}

pub(super) fn of_text(db: &mut Db, item: &str, language: &str, limit: i64) -> Result<Vec<Schedule>> {
    Ok(schedules::table
        .filter(schedules::item.eq(item))
        .filter(schedules::language.eq(language))
        .order((schedules::due.desc(), schedules::id.desc()))
        .limit(limit)
        .load(db)?)
}

pub(super) fn waiting(db: &mut Db, region: i64, limit: i64) -> Result<Vec<Schedule>> {
    Ok(schedules::table
        .filter(schedules::region.eq(region))
        .filter(schedules::state.eq(WAITING))
        .order((schedules::due, schedules::id))
        .limit(limit)
        .load(db)?)
}

/// Id and region of what is due at `now`, in the order of its times.
pub(super) fn due(db: &mut Db, now: i64) -> Result<Vec<(i64, i64)>> {
    Ok(schedules::table
        .filter(schedules::state.eq(WAITING))
        .filter(schedules::due.le(now))
        .order((schedules::due, schedules::id))
        .select((schedules::id, schedules::region))
        .load(db)?)
}

/// When the next one is due.
pub(super) fn next(db: &mut Db) -> Result<Option<i64>> {
    Ok(schedules::table.filter(schedules::state.eq(WAITING)).select(min(schedules::due)).first(db)?)
}

/// Ends a schedule, unless another process has ended it meanwhile.
pub(super) fn end(db: &mut Db, id: i64, state: Progress) -> Result<()> {
    let waiting = schedules::table.find(id).filter(schedules::state.eq(WAITING));
    diesel::update(waiting).set(schedules::state.eq(state.as_str())).execute(db)?;
    Ok(())
}

/// Lets the other schedules of the same text that knew of the version `last` know of the one that `done` has appended.
pub(super) fn see(db: &mut Db, done: &Schedule, last: i64, newest: i64) -> Result<()> {
    let others = schedules::table
        .filter(schedules::item.eq(&done.item))
        .filter(schedules::language.eq(&done.language))
        .filter(schedules::state.eq(WAITING))
        .filter(schedules::seen.ge(last));
    diesel::update(others).set(schedules::seen.eq(newest)).execute(db)?;
    Ok(())
}

pub(super) fn delete(db: &mut Db, item: &str, language: &str, id: i64) -> Result<usize> {
    let one = schedules::table
        .filter(schedules::id.eq(id))
        .filter(schedules::item.eq(item))
        .filter(schedules::language.eq(language))
        .filter(schedules::state.eq(WAITING));
    Ok(diesel::delete(one).execute(db)?)
}
