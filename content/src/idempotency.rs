//! Requests that may be sent twice: what was answered under a key that the sender chose is answered again.

mod rows;

use serde::{Deserialize, Serialize};

use crate::db::Db;
use crate::error::{Error, Result};
use crate::write::RegionWrite;

/// How long a key is remembered, in milliseconds.
pub const KEPT: i64 = 24 * 60 * 60 * 1000;
/// The most characters of a key.
pub const MAX_KEY: usize = 255;

/// A request that its sender may send again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Who sends it; each actor has keys of their own.
    pub actor: String,
    /// The key that they chose.
    pub key: String,
    /// What tells this request from others: a hash of everything that was asked for.
    pub request: String,
}

/// What is answered to a request that has had its effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The status.
    #[serde(skip)]
    pub status: u16,
    /// The number in the ETag of what was made, if it has one.
    pub number: Option<i64>,
    /// The address of what was made, if it has one.
    pub location: Option<String>,
    /// The body, JSON.
    pub body: String,
}

/// Does `f` unless `attempt` has been answered already, and keeps the answer in the same transaction.
///
/// What fails is not kept: it has changed nothing, and may be tried again under its key.
pub fn once(
    tx: &mut RegionWrite<'_>,
    attempt: Option<Attempt>,
    f: impl FnOnce(&mut RegionWrite<'_>) -> Result<Answer>,
) -> Result<Answer> {
    let Some(attempt) = attempt else { return f(tx) };
    let now = tx.now();
    if let Some(earlier) = earlier(tx.db(), &attempt, now)? {
        return Ok(earlier);
    }
    let answer = f(tx)?;
    keep(tx.db(), &attempt, &answer, now)?;
    tx.wrote();
    Ok(answer)
}

/// What was answered to the same request; an error when the key was used for another one.
fn earlier(db: &mut Db, attempt: &Attempt, now: i64) -> Result<Option<Answer>> {
    rows::delete_one(db, &attempt.actor, &attempt.key, now - KEPT)?;
    let Some((request, status, answer)) = rows::find(db, &attempt.actor, &attempt.key)? else { return Ok(None) };
    if request != attempt.request {
        return Err(Error::KeyReused);
    }
    let answer: Answer = serde_json::from_str(&answer).map_err(|error| Error::Corrupt(error.to_string()))?;
    let status = u16::try_from(status).map_err(|error| Error::Corrupt(error.to_string()))?;
    Ok(Some(Answer { status, ..answer }))
}

fn keep(db: &mut Db, attempt: &Attempt, answer: &Answer, now: i64) -> Result<()> {
    let text = serde_json::to_string(answer).map_err(|error| Error::Corrupt(error.to_string()))?;
    // Another region's lock does not keep the same actor from using the key there at the same time.
    if rows::insert(db, attempt, i64::from(answer.status), &text, now)? { Ok(()) } else { Err(Error::KeyReused) }
}

/// Forgets the keys whose time is over; tells how many.
pub fn sweep(db: &mut Db, now: i64) -> Result<usize> {
    rows::delete_before(db, now - KEPT)
}
