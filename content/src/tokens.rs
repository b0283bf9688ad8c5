//! Tokens for programs: shown once when they are made, stored only as a hash.
//!
//! A token of the server does everything and belongs to nobody; a personal one does what its user may, within its scopes.

pub(crate) mod rows;

use crate::audit::{self, Behalf, Change};
use crate::db::{Db, World};
use crate::error::{Conflict, Error, Noun, Reason, Result};
use crate::roles::Scope;
use crate::secrets;

/// What every token begins with, so that a leaked one is recognised.
const PREFIX: &str = "lotse_";
/// How much of a token is shown later, so that people know it again.
const SHOWN: usize = PREFIX.len() + 6;
/// The most characters of a token's name.
const MAX_NAME: usize = 100;

/// A token of the server that was recognised.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Token {
    /// Its number in this database.
    pub id: i64,
    /// Who uses it, or what for.
    pub name: String,
}

/// A token of a user, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Personal {
    /// Its number in this database.
    pub id: i64,
    /// The id of its user.
    pub person: String,
    /// What it is for.
    pub name: String,
    /// How it begins.
    pub prefix: String,
    hash: String,
    scopes: String,
    /// When it was made, in milliseconds since 1970, UTC.
    pub created: i64,
    /// From when on it is not taken any more.
    pub expires: Option<i64>,
    /// When it was used last, to the hour.
    pub used: Option<i64>,
}

impl Personal {
    /// What it is good for.
    pub fn scopes(&self) -> Vec<Scope> {
        let words = self.scopes.split(' ').filter(|word| !word.is_empty());
        words.filter_map(|word| Scope::try_from(word.to_owned()).ok()).collect()
    }
}

/// A personal token to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPersonal {
    /// What it is for.
    pub name: String,
    /// What it is good for.
    pub scopes: Vec<Scope>,
    /// From when on it is not taken any more, in milliseconds since 1970, UTC.
    pub expires: Option<i64>,
}

/// Makes a token of the server called `name` and tells its secret, which nobody can read again later.
pub fn create(db: &mut Db, name: &str, world: World) -> Result<String> {
    let name = checked(name)?;
    let secret = secrets::make(PREFIX, world);
    if !rows::insert(db, name, &secrets::hash(&secret), (world.now)())? {
        return Err(Error::Conflict(Conflict::Exists { name: name.to_owned() }));
    }
    Ok(secret)
}

/// Names of the tokens of the server, and when each was made, in milliseconds since 1970, UTC.
pub fn list(db: &mut Db) -> Result<Vec<(String, i64)>> {
    rows::all(db)
}

/// Ends a token of the server.
pub fn end(db: &mut Db, name: &str) -> Result<()> {
    if rows::delete_named(db, name)? { Ok(()) } else { Err(Error::not_found(Noun::Token, name)) }
}

/// Makes a token of the user `person` and tells it with its secret, which nobody can read again later.
pub fn create_personal(
    db: &mut Db,
    person: &str,
    new: &NewPersonal,
    behalf: &Behalf,
    world: World,
) -> Result<(Personal, String)> {
    let (name, now) = (checked(&new.name)?, (world.now)());
    if new.scopes.is_empty() {
        return Err(Error::invalid("scopes", Reason::Empty));
    }
    if new.expires.is_some_and(|expires| expires <= now) {
        return Err(Error::invalid("expires", Reason::Past));
    }
    let secret = secrets::make(PREFIX, world);
    let scopes = new.scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ");
    let (hash, prefix) = (secrets::hash(&secret), secret[..SHOWN].to_owned());
    let (person, name) = (person.to_owned(), name.to_owned());
    let token = Personal { id: 0, person, name, prefix, hash, scopes, created: now, expires: new.expires, used: None };
    let Some(id) = rows::insert_personal(db, &token)? else {
        return Err(Error::Conflict(Conflict::Exists { name: token.name }));
    };
    audit::append(db, now, None, behalf, &[Change::of(format!("token/{id}"))])?;
    Ok((Personal { id, ..token }, secret))
}

/// The tokens of the user `person`, by name.
pub fn of_user(db: &mut Db, person: &str) -> Result<Vec<Personal>> {
    rows::of_user(db, person)
}

/// Ends a token of the user `person`.
pub fn revoke(db: &mut Db, person: &str, id: i64, behalf: &Behalf, world: World) -> Result<()> {
    if !rows::delete(db, person, id)? {
        return Err(Error::not_found(Noun::Token, id.to_string()));
    }
    audit::append(db, (world.now)(), None, behalf, &[Change::of(format!("token/{id}"))])
}

/// The token of the server with this secret.
pub fn find(db: &mut Db, secret: &str) -> Result<Option<Token>> {
    if secret.starts_with(PREFIX) { rows::find(db, &secrets::hash(secret)) } else { Ok(None) }
}

/// The personal token with this secret, unless it has expired.
pub(crate) fn find_personal(db: &mut Db, secret: &str, now: i64) -> Result<Option<Personal>> {
    if !secret.starts_with(PREFIX) {
        return Ok(None);
    }
    let found = rows::find_personal(db, &secrets::hash(secret))?;
    Ok(found.filter(|token| token.expires.is_none_or(|expires| now < expires)))
}

fn checked(name: &str) -> Result<&str> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::invalid("name", Reason::Empty));
    }
    if name.chars().count() > MAX_NAME {
        return Err(Error::invalid("name", Reason::TooLong { limit: MAX_NAME }));
    }
    Ok(name)
}
