//! Statements on `suggestions`.

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::db::Db;
use crate::error::Result;
use crate::schema::suggestions;
use crate::suggestions::{Filter, State, Suggestion};

const OPEN: &str = State::Open.as_str();

pub(super) fn insert(db: &mut Db, new: &Suggestion) -> Result<()> {
    diesel::insert_into(suggestions::table)
        .values((
            suggestions::id.eq(&new.id),
            suggestions::invitation.eq(&new.invitation),
            suggestions::region.eq(new.region),
            suggestions::language.eq(&new.language),
            suggestions::item.eq(&new.item),
            suggestions::bundle.eq(&new.bundle),
            suggestions::message.eq(&new.message),
            suggestions::base.eq(&new.base),
            suggestions::title.eq(&new.title),
            suggestions::text.eq(&new.text),
            suggestions::contributor.eq(&new.contributor),
            suggestions::state.eq(new.state.as_str()),
            suggestions::created.eq(new.created),
        ))
        .execute(db)?;
    Ok(())
}

pub(super) fn find(db: &mut Db, region: i64, id: &str) -> Result<Option<Suggestion>> {
    Ok(suggestions::table.find(id).filter(suggestions::region.eq(region)).first(db).optional()?)
}

pub(super) fn delete(db: &mut Db, id: &str) -> Result<()> {
    diesel::delete(suggestions::table.find(id)).execute(db)?;
    Ok(())
}

/// Deletes what waits for the same text and came through the same invitation as `new`.
pub(super) fn delete_open_beside(db: &mut Db, new: &Suggestion) -> Result<()> {
    let of_invitation = suggestions::table.filter(suggestions::invitation.eq(&new.invitation));
    let open = of_invitation.filter(suggestions::state.eq(OPEN));
    if let Some(item) = &new.item {
        diesel::delete(open.filter(suggestions::item.eq(item))).execute(db)?;
    } else {
        let of_bundle = open.filter(suggestions::bundle.eq(&new.bundle));
        diesel::delete(of_bundle.filter(suggestions::message.eq(&new.message))).execute(db)?;
    }
    Ok(())
}

pub(super) fn count_open(db: &mut Db, invitation: &str) -> Result<i64> {
    let open = suggestions::table.filter(suggestions::invitation.eq(invitation)).filter(suggestions::state.eq(OPEN));
    Ok(open.select(count_star()).first(db)?)
}

pub(super) fn open_by_invitation(db: &mut Db, region: i64) -> Result<Vec<(String, i64)>> {
    Ok(suggestions::table
        .filter(suggestions::region.eq(region))
        .filter(suggestions::state.eq(OPEN))
        .group_by(suggestions::invitation)
        .select((suggestions::invitation, count_star()))
        .load(db)?)
}

pub(super) fn of_invitation(db: &mut Db, invitation: &str, after: Option<&str>, limit: i64) -> Result<Vec<Suggestion>> {
    Ok(suggestions::table
        .filter(suggestions::invitation.eq(invitation))
        .filter(suggestions::id.gt(after.unwrap_or_default()))
        .order(suggestions::id)
        .limit(limit)
        .load(db)?)
}

pub(super) fn list(db: &mut Db, region: i64, filter: &Filter, limit: i64) -> Result<Vec<Suggestion>> {
    let states: Vec<&str> = match filter.state {
        Some(state) => vec![state.as_str()],
        None => State::ALL.iter().map(|state| state.as_str()).collect(),
    };
    let listed = suggestions::table
        .filter(suggestions::region.eq(region))
        .filter(suggestions::state.eq_any(states))
        .filter(suggestions::id.gt(filter.after.as_deref().unwrap_or_default()))
        .order(suggestions::id)
        .limit(limit);
    match &filter.language {
        Some(language) => Ok(listed.filter(suggestions::language.eq(language)).load(db)?),
        None => Ok(listed.load(db)?),
    }
}

/// False when somebody has decided about it already, or it was taken back.
pub(super) fn decide(
    db: &mut Db,
    id: &str,
    state: State,
    by: &str,
    version: Option<i64>,
    reason: Option<&str>,
) -> Result<bool> {
    let open = suggestions::table.filter(suggestions::id.eq(id)).filter(suggestions::state.eq(OPEN));
    let values = (
        suggestions::state.eq(state.as_str()),
        suggestions::decided_by.eq(by),
        suggestions::version.eq(version),
        suggestions::reason.eq(reason),
    );
    Ok(diesel::update(open).set(values).execute(db)? == 1)
}

pub(super) fn forget_name(db: &mut Db, id: &str) -> Result<()> {
    let name = suggestions::contributor.eq(None::<String>);
    diesel::update(suggestions::table.find(id)).set(name).execute(db)?;
    Ok(())
}
