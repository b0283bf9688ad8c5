//! Statements on `audit`.

use diesel::prelude::*;

use super::{Behalf, Change, Filter, Record};
use crate::db::{CHUNK, Db, on_backend};
use crate::error::Result;
use crate::schema::audit;

pub(super) fn insert(db: &mut Db, at: i64, region: Option<i64>, behalf: &Behalf, changes: &[Change]) -> Result<()> {
    let row = |change: &Change| {
        (
            audit::at.eq(at),
            audit::actor.eq(behalf.actor.clone()),
            audit::action.eq(behalf.action.clone()),
            audit::region.eq(region),
            audit::subject.eq(change.subject.clone()),
            audit::before.eq(change.before),
            audit::after.eq(change.after),
            audit::address.eq(behalf.address.clone()),
        )
    };
    for chunk in changes.chunks(CHUNK) {
        let values: Vec<_> = chunk.iter().map(row).collect();
        on_backend!(db, |conn| diesel::insert_into(audit::table).values(values).execute(conn))?;
    }
    Ok(())
}

pub(super) fn list(db: &mut Db, filter: &Filter, limit: i64) -> Result<Vec<Record>> {
    on_backend!(db, |conn| {
        let mut found = audit::table.order(audit::id.desc()).limit(limit).into_boxed();
        if let Some(region) = filter.region {
            found = found.filter(audit::region.eq(region));
        }
        if let Some(actor) = &filter.actor {
            found = found.filter(audit::actor.eq(actor));
        }
        if let Some(subject) = &filter.subject {
            // What is below a subject begins with it and a slash; `0` is the character after the slash.
            let below = audit::subject.ge(format!("{subject}/")).and(audit::subject.lt(format!("{subject}0")));
            found = found.filter(audit::subject.eq(subject).or(below));
        }
        if let Some(from) = filter.from {
            found = found.filter(audit::at.ge(from));
        }
        if let Some(to) = filter.to {
            found = found.filter(audit::at.lt(to));
        }
        if let Some(before) = filter.before {
            found = found.filter(audit::id.lt(before));
        }
        Ok(found.load(conn)?)
    })
}

pub(super) fn forget_addresses(db: &mut Db, until: i64) -> Result<usize> {
    let old = audit::table.filter(audit::at.lt(until)).filter(audit::address.is_not_null());
    Ok(diesel::update(old).set(audit::address.eq(None::<String>)).execute(db)?)
}
