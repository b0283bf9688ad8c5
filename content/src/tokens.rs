//! Administrator tokens: shown once when they are made, stored only as a hash.

mod rows;

use sha2::{Digest, Sha256};

use crate::db::{Db, World};
use crate::error::{Conflict, Error, Reason, Result};

/// What every token begins with, so that a leaked one is recognised.
const PREFIX: &str = "lotse_";
/// The most characters of a token's name.
const MAX_NAME: usize = 100;

/// A token that was recognised.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Token {
    /// Its number in this database.
    pub id: i64,
    /// Who uses it, or what for.
    pub name: String,
}

/// Makes a token called `name` and tells its secret, which nobody can read again later.
pub fn create(db: &mut Db, name: &str, world: World) -> Result<String> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::invalid("name", Reason::Empty));
    }
    if name.chars().count() > MAX_NAME {
        return Err(Error::invalid("name", Reason::TooLong { limit: MAX_NAME }));
    }
    let secret = format!("{PREFIX}{}{}", hex(&(world.random)()), hex(&(world.random)()));
    if !rows::insert(db, name, &hash(&secret), (world.now)())? {
        return Err(Error::Conflict(Conflict::Exists { name: name.to_owned() }));
    }
    Ok(secret)
}

/// The token with this secret.
///
/// The secret has 256 random bits, so its plain hash can be looked up: nobody can guess a part of it.
pub fn find(db: &mut Db, secret: &str) -> Result<Option<Token>> {
    if secret.starts_with(PREFIX) { rows::find(db, &hash(secret)) } else { Ok(None) }
}

fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes every character");
        text
    })
}
