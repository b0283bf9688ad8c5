//! Organizations of a region: those who belong to one maintain the pages that name it.

mod rows;

use crate::audit::{self, Behalf, Change};
use crate::db::{Db, World};
use crate::error::{Conflict, Error, Noun, Reason, Result};
use crate::items;
use crate::kinds::Kind;
use crate::users;

/// The most characters of a name.
const MAX_NAME: usize = 254;

/// An organization of a region.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Organization {
    /// Its number in this database.
    pub id: i64,
    /// The region that it is in.
    pub region: i64,
    /// Its name, once in a region.
    pub name: String,
}

/// The organizations of `region`, by name.
pub fn list(db: &mut Db, region: i64) -> Result<Vec<Organization>> {
    rows::of_region(db, region)
}

/// The organization `id` of `region`.
pub fn find(db: &mut Db, region: i64, id: i64) -> Result<Organization> {
    let found = rows::find(db, id)?.filter(|organization| organization.region == region);
    found.ok_or_else(|| Error::not_found(Noun::Organization, id.to_string()))
}

/// Makes an organization of `region`.
pub fn create(db: &mut Db, region: i64, name: &str, behalf: &Behalf, world: World) -> Result<Organization> {
    let name = checked(name)?;
    let id = rows::insert(db, region, name)?.ok_or_else(|| exists(name))?;
    note(db, region, id, behalf, world)?;
    Ok(Organization { id, region, name: name.to_owned() })
}

/// Gives an organization another name.
pub fn rename(db: &mut Db, region: i64, id: i64, name: &str, behalf: &Behalf, world: World) -> Result<Organization> {
    let (known, name) = (find(db, region, id)?, checked(name)?);
    if rows::of_region(db, region)?.iter().any(|other| other.id != id && other.name == name) {
        return Err(exists(name));
    }
    rows::rename(db, id, name)?;
    note(db, region, id, behalf, world)?;
    Ok(Organization { name: name.to_owned(), ..known })
}

/// Deletes an organization that neither accounts nor pages name.
pub fn delete(db: &mut Db, region: i64, id: i64, behalf: &Behalf, world: World) -> Result<()> {
    find(db, region, id)?;
    let pages = items::rows::of_region(db, region, Kind::Page)?;
    let of_pages = pages.iter().any(|page| page.details.organization == Some(id));
    if of_pages || users::rows::has_member(db, id)? {
        return Err(Error::Conflict(Conflict::InUse));
    }
    rows::delete(db, id)?;
    note(db, region, id, behalf, world)
}

/// Refuses an organization that there is not, for a member of that name.
pub(crate) fn must_exist(db: &mut Db, id: Option<i64>) -> Result<()> {
    match id {
        Some(id) if rows::find(db, id)?.is_none() => {
            Err(Error::invalid("organization", Reason::UnknownValue { allowed: "GET …/organizations".to_owned() }))
        }
        _ => Ok(()),
    }
}

fn checked(name: &str) -> Result<&str> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::invalid("name", Reason::Empty));
    }
    if name.chars().count() > MAX_NAME {
        return Err(Error::invalid("name", Reason::TooLong { limit: MAX_NAME }));
    }
    if name.chars().any(char::is_control) {
        return Err(Error::invalid("name", Reason::ControlCharacter));
    }
    Ok(name)
}

fn exists(name: &str) -> Error {
    Error::Conflict(Conflict::Exists { name: name.to_owned() })
}

fn note(db: &mut Db, region: i64, id: i64, behalf: &Behalf, world: World) -> Result<()> {
    audit::append(db, (world.now)(), Some(region), behalf, &[Change::of(format!("organization/{id}"))])
}
