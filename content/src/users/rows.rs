//! Statements on `users`, `grants` and `recovery_codes`.

use diesel::prelude::*;

use super::{Given, User};
use crate::db::{Db, on_backend};
use crate::error::{Error, Result};
use crate::roles::{Grant, Role};
use crate::schema::{grants, organizations, recovery_codes, users};

/// False when the address belongs to somebody already.
pub(super) fn insert(db: &mut Db, user: &User) -> Result<bool> {
    let values = (
        users::id.eq(&user.id),
        users::email.eq(&user.email),
        users::name.eq(&user.name),
        users::organization.eq(user.organization),
        users::password.eq(&user.password),
        users::totp.eq(&user.totp),
        users::totp_step.eq(user.totp_step),
        users::disabled.eq(user.disabled),
        users::created.eq(user.created),
        users::seen.eq(user.seen),
    );
    let insert = diesel::insert_into(users::table).values(values).on_conflict_do_nothing();
    Ok(on_backend!(db, |conn| insert.execute(conn))? == 1)
}

pub(super) fn find(db: &mut Db, id: &str) -> Result<Option<User>> {
    Ok(users::table.find(id).first(db).optional()?)
}

pub(super) fn by_email(db: &mut Db, email: &str) -> Result<Option<User>> {
    Ok(users::table.filter(users::email.eq(email)).first(db).optional()?)
}

pub(super) fn all(db: &mut Db) -> Result<Vec<User>> {
    Ok(users::table.filter(users::email.is_not_null()).order((users::name, users::id)).load(db)?)
}

pub(super) fn of_region(db: &mut Db, region: i64) -> Result<Vec<User>> {
    let here = grants::table.filter(grants::region.eq(region)).select(grants::person);
    let belonging = organizations::table.filter(organizations::region.eq(region)).select(organizations::id.nullable());
    let known = users::id.eq_any(here).nullable().or(users::organization.eq_any(belonging));
    Ok(users::table.filter(known).order((users::name, users::id)).load(db)?)
}

/// Lets nobody else change who has `role` before this transaction has ended.
pub(super) fn lock_role(db: &mut Db, role: Role) -> Result<()> {
    let having = grants::table.filter(grants::role.eq(role.as_str()));
    diesel::update(having).set(grants::role.eq(role.as_str())).execute(db)?;
    Ok(())
}

pub(super) fn with_role(db: &mut Db, role: Role) -> Result<Vec<User>> {
    let having = grants::table.filter(grants::role.eq(role.as_str())).select(grants::person);
    Ok(users::table.filter(users::id.eq_any(having)).load(db)?)
}

pub(super) fn set_password(db: &mut Db, id: &str, hash: &str) -> Result<()> {
    diesel::update(users::table.find(id)).set(users::password.eq(hash)).execute(db)?;
    Ok(())
}

pub(super) fn change(db: &mut Db, id: &str, name: &str, organization: Option<i64>) -> Result<()> {
    let values = (users::name.eq(name), users::organization.eq(organization));
    diesel::update(users::table.find(id)).set(values).execute(db)?;
    Ok(())
}

/// Whether somebody belongs to this organization.
pub(crate) fn has_member(db: &mut Db, organization: i64) -> Result<bool> {
    let members = users::table.filter(users::organization.eq(organization));
    Ok(members.select(users::id).first::<String>(db).optional()?.is_some())
}

pub(super) fn set_disabled(db: &mut Db, id: &str, disabled: bool) -> Result<()> {
    diesel::update(users::table.find(id)).set(users::disabled.eq(disabled)).execute(db)?;
    Ok(())
}

pub(super) fn set_totp(db: &mut Db, id: &str, secret: Option<&str>, step: i64) -> Result<()> {
    let values = (users::totp.eq(secret), users::totp_step.eq(step));
    diesel::update(users::table.find(id)).set(values).execute(db)?;
    Ok(())
}

pub(crate) fn set_step(db: &mut Db, id: &str, step: i64) -> Result<()> {
    diesel::update(users::table.find(id)).set(users::totp_step.eq(step)).execute(db)?;
    Ok(())
}

pub(crate) fn note_seen(db: &mut Db, id: &str, now: i64) -> Result<()> {
    diesel::update(users::table.find(id)).set(users::seen.eq(now)).execute(db)?;
    Ok(())
}

pub(super) fn erase(db: &mut Db, id: &str) -> Result<()> {
    let nothing = (
        users::email.eq(None::<String>),
        users::name.eq(""),
        users::organization.eq(None::<i64>),
        users::password.eq(None::<String>),
        users::totp.eq(None::<String>),
        users::disabled.eq(true),
        users::seen.eq(None::<i64>),
    );
    diesel::update(users::table.find(id)).set(nothing).execute(db)?;
    Ok(())
}

pub(super) fn grants(db: &mut Db, person: &str) -> Result<Vec<Given>> {
    type Row = (i64, String, Option<i64>, Option<String>, Option<String>, String, i64);
    let columns =
        (grants::id, grants::role, grants::region, grants::language, grants::item, grants::author, grants::created);
    let of_person = grants::table.filter(grants::person.eq(person)).order(grants::id).select(columns);
    let given = |(id, role, region, language, item, author, created): Row| {
        let role = Role::try_from(role).map_err(|error| Error::Corrupt(error.to_string()))?;
        Ok(Given { id, grant: Grant { role, region, language, item }, author, created })
    };
    of_person.load::<Row>(db)?.into_iter().map(given).collect()
}

pub(super) fn insert_grant(db: &mut Db, person: &str, grant: &Grant, author: &str, now: i64) -> Result<i64> {
    let values = (
        grants::person.eq(person),
        grants::role.eq(grant.role.as_str()),
        grants::region.eq(grant.region),
        grants::language.eq(&grant.language),
        grants::item.eq(&grant.item),
        grants::author.eq(author),
        grants::created.eq(now),
    );
    let insert = diesel::insert_into(grants::table).values(values).returning(grants::id);
    Ok(on_backend!(db, |conn| insert.get_result(conn))?)
}

pub(super) fn delete_grant(db: &mut Db, id: i64) -> Result<()> {
    diesel::delete(grants::table.find(id)).execute(db)?;
    Ok(())
}

pub(super) fn delete_grants(db: &mut Db, person: &str) -> Result<()> {
    diesel::delete(grants::table.filter(grants::person.eq(person))).execute(db)?;
    Ok(())
}

pub(super) fn replace_recovery_codes(db: &mut Db, person: &str, hashes: &[String]) -> Result<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::person.eq(person))).execute(db)?;
    for hash in hashes {
        let values = (recovery_codes::person.eq(person), recovery_codes::hash.eq(hash));
        diesel::insert_into(recovery_codes::table).values(values).execute(db)?;
    }
    Ok(())
}

/// False when there is no such code.
pub(crate) fn use_recovery_code(db: &mut Db, person: &str, hash: &str) -> Result<bool> {
    let code = recovery_codes::table.find((person, hash));
    Ok(diesel::delete(code).execute(db)? == 1)
}
