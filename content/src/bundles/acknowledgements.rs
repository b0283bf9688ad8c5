//! Warnings that somebody has found right as they are, each for one text of a message only.

use locales::findings::Code;

use super::stacks::Stack;
use super::{Address, hash, message_of, rows, writes};
use crate::audit::{self, Behalf, Change};
use crate::db::{Db, Store, World};
use crate::error::{Error, Noun, Result};

/// A warning that is right as it is.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Acknowledgement {
    /// The key of the finding: the message, or `id.attribute`.
    pub key: String,
    /// The code of the finding.
    pub code: String,
    /// The hash of the text that it is about.
    pub text_hash: String,
    /// Who says so.
    pub author: String,
    /// Since when, in milliseconds since 1970, UTC.
    pub created: i64,
}

/// The acknowledgements that stand, by key and code: those of texts that the layer has now.
pub fn list(db: &mut Db, at: &Address) -> Result<Vec<Acknowledgement>> {
    let stack = Stack::read(db, at)?;
    let found = stack.as_ref().and_then(|stack| Some((stack, stack.layer(at.region, &at.language)?.id)));
    let (stack, layer) = found.ok_or_else(|| Error::not_found(Noun::Bundle, &at.name))?;
    let accepted = stack.accepted(at.region, &at.language);
    let mut all = rows::acknowledgements(db, layer)?;
    all.retain(|one| accepted.get(message_of(&one.key)).is_some_and(|held| hash(&held.text) == one.text_hash));
    all.sort_unstable_by(|a, b| (&a.key, &a.code).cmp(&(&b.key, &b.code)));
    Ok(all)
}

/// Notes that the warning `code` about a message is right as it is, for the text that it has now; false if it was noted.
pub async fn add(store: &Store, at: Address, key: String, code: Code, behalf: Behalf) -> Result<bool> {
    let write = move |db: &mut Db, world: World| {
        let (layer, text_hash) = text(db, &at, &key)?.ok_or_else(|| Error::not_found(Noun::Message, &key))?;
        let now = (world.now)();
        let is_new = rows::acknowledge(db, layer, [&key, code.as_str(), &text_hash], &behalf.actor, now)?;
        if is_new {
            note(db, &at, &key, &behalf, now)?;
        }
        Ok(is_new)
    };
    store.write(write).await
}

/// Takes back what [`add`] noted for the text that the message has now.
pub async fn withdraw(store: &Store, at: Address, key: String, code: String, behalf: Behalf) -> Result<()> {
    let write = move |db: &mut Db, world: World| {
        let withdrawn = match text(db, &at, &key)? {
            Some((layer, text_hash)) => rows::withdraw(db, layer, [&key, &code, &text_hash])?,
            None => false,
        };
        if !withdrawn {
            return Err(Error::not_found(Noun::Acknowledgement, &key));
        }
        note(db, &at, &key, &behalf, (world.now)())
    };
    store.write(write).await
}

fn note(db: &mut Db, at: &Address, key: &str, behalf: &Behalf, now: i64) -> Result<()> {
    audit::append(db, now, at.region, behalf, &[Change::of(format!("{}/{key}", writes::subject(at)))])
}

/// The id of the layer `at`, and the hash of the text that the message of `key` has in it.
fn text(db: &mut Db, at: &Address, key: &str) -> Result<Option<(i64, String)>> {
    let stack = Stack::read(db, at)?;
    Ok(stack.as_ref().and_then(|stack| {
        let message = *stack.accepted(at.region, &at.language).get(message_of(key))?;
        Some((message.layer, hash(&message.text)))
    }))
}
