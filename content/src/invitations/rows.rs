//! Statements on `invitations`.

use diesel::prelude::*;

use crate::db::Db;
use crate::error::Result;
use crate::invitations::Invitation;
use crate::schema::invitations;

pub(super) fn insert(db: &mut Db, new: &Invitation) -> Result<()> {
    diesel::insert_into(invitations::table)
        .values((
            invitations::id.eq(&new.id),
            invitations::region.eq(new.region),
            invitations::language.eq(&new.language),
            invitations::hash.eq(&new.hash),
            invitations::pages.eq(serde_json::json!(*new.pages).to_string()),
            invitations::messages.eq(serde_json::json!(*new.messages).to_string()),
            invitations::note.eq(&new.note),
            invitations::author.eq(&new.author),
            invitations::created.eq(new.created),
            invitations::expires.eq(new.expires),
            invitations::revoked.eq(new.revoked),
        ))
        .execute(db)?;
    Ok(())
}

pub(super) fn find(db: &mut Db, hash: &str) -> Result<Option<Invitation>> {
    Ok(invitations::table.filter(invitations::hash.eq(hash)).first(db).optional()?)
}

pub(super) fn of_region(db: &mut Db, region: i64, limit: i64) -> Result<Vec<Invitation>> {
    Ok(invitations::table
        .filter(invitations::region.eq(region))
        .order((invitations::created.desc(), invitations::id.desc()))
        .limit(limit)
        .load(db)?)
}

/// False when the region has no such invitation.
pub(super) fn revoke(db: &mut Db, region: i64, id: &str) -> Result<bool> {
    let one = invitations::table.filter(invitations::region.eq(region)).filter(invitations::id.eq(id));
    Ok(diesel::update(one).set(invitations::revoked.eq(true)).execute(db)? == 1)
}
