//! Writing to one layer: under its lock, as a new revision, with what has to follow.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::plans::Put;
use super::stacks::Stack;
use super::{Address, Message, Revision, State, rows, sizes};
use crate::audit::{self, Behalf, Change};
use crate::db::{Db, Store};
use crate::error::{Error, Noun, Result};
use crate::refresh;

/// What a revision is remembered by.
pub(super) struct NewRevision<'a> {
    pub(super) file: &'a [u8],
    pub(super) author: &'a str,
    pub(super) source_hash: Option<String>,
    pub(super) rollback_of: Option<i64>,
    pub(super) errors: i64,
    pub(super) warnings: i64,
}

/// Runs `f` under the lock of the layer `at`, with the time; when it tells a new revision, that is published and noted in the
/// audit.
///
/// Tells the revision, and how many regions are still to follow changes of the bundle.
pub(super) async fn change<F>(store: &Store, at: &Arc<Address>, behalf: &Behalf, f: F) -> Result<Option<(i64, usize)>>
where
    F: FnOnce(&mut Db, i64) -> Result<Option<i64>> + Send + 'static,
{
    let (place, behalf) = (Arc::clone(at), behalf.clone());
    if let Some(region) = at.region {
        let write = store.write_region(region, move |tx| {
            let now = tx.now();
            let Some(revision) = f(tx.db(), now)? else { return Ok(None) };
            tx.touch_bundle(&place.name, place.language.clone());
            tx.on_behalf_of(behalf);
            tx.changed(noted(&place, revision));
            Ok(Some((revision, refresh::pending_of(tx.db(), &place.name)?)))
        });
        return write.await;
    }
    let write = store.write(move |db, world| {
        rows::lock(db, &place.name)?;
        let now = (world.now)();
        let Some(revision) = f(db, now)? else { return Ok(None) };
        audit::append(db, now, None, &behalf, &[noted(&place, revision)])?;
        sizes::check(db, &place)?;
        refresh::bundle(db, &place.name, &place.language)?;
        Ok(Some((revision, refresh::pending_of(db, &place.name)?)))
    });
    let done = write.await?;
    store.known().wake();
    Ok(done)
}

/// What the audit calls a layer.
pub(super) fn subject(at: &Address) -> String {
    format!("bundle/{}/{}", at.name, at.language.key())
}

fn noted(at: &Address, revision: i64) -> Change {
    let before = Some(revision - 1).filter(|before| *before > 0);
    Change { subject: subject(at), before, after: Some(revision) }
}

/// Appends a revision to the layer, which is made when there is none, with texts that it puts and texts that it removes;
/// tells its number.
pub(super) fn append(
    db: &mut Db,
    at: &Address,
    new: NewRevision<'_>,
    puts: &[Put],
    removed: &[String],
    now: i64,
) -> Result<i64> {
    let bundle = rows::bundle(db, &at.name)?.ok_or_else(|| Error::not_found(Noun::Bundle, &at.name))?;
    let known = Stack::read(db, at)?.and_then(|stack| stack.layer(at.region, &at.language).cloned());
    let (layer, number) = match known {
        Some(layer) => (layer.id, layer.number + 1),
        None => (rows::insert_layer(db, bundle.id, at.region, at.language.key())?, 1),
    };
    let NewRevision { file, author, source_hash, rollback_of, errors, warnings } = new;
    let (file, author) = (file.to_owned(), author.to_owned());
    let revision = Revision { layer, number, file, author, created: now, source_hash, rollback_of, errors, warnings };
    rows::insert_revision(db, &revision)?;
    let (suggested, put): (Vec<&Put>, Vec<&Put>) = puts.iter().partition(|put| put.state == State::Suggestion);
    let keys: Vec<&str> = suggested.iter().map(|put| put.key.as_str()).collect();
    rows::end(db, layer, &keys, &[State::Suggestion.as_str()], number)?;
    // Whoever decides about a message has decided about its suggestion as well.
    let keys: Vec<&str> = put.iter().map(|put| &put.key).chain(removed).map(String::as_str).collect();
    rows::end(db, layer, &keys, &State::ALL.iter().map(|state| state.as_str()).collect::<Vec<_>>(), number)?;
    let messages: Vec<Message> = puts.iter().map(|put| message(layer, number, put)).collect();
    rows::insert_messages(db, &messages)?;
    Ok(number)
}

fn message(layer: i64, revision: i64, put: &Put) -> Message {
    Message {
        layer,
        key: put.key.clone(),
        revision,
        until: None,
        text: put.text.clone(),
        state: put.state,
        origin: put.origin,
        follows: put.follows.clone(),
    }
}

/// What leads from the texts that a layer has to those that it had once.
pub(super) fn difference(now: &[Message], then: &[Message]) -> (Vec<Put>, Vec<String>) {
    let of_key = |messages: &[Message]| -> BTreeMap<String, Put> {
        messages.iter().map(|message| (message.key.clone(), put(message))).collect()
    };
    let (now, then) = (of_key(now), of_key(then));
    let removed = now.keys().filter(|key| !then.contains_key(*key)).cloned().collect();
    let puts = then.into_iter().filter(|(key, put)| now.get(key) != Some(put)).map(|(_, put)| put).collect();
    (puts, removed)
}

fn put(message: &Message) -> Put {
    Put {
        key: message.key.clone(),
        text: message.text.clone(),
        state: message.state,
        origin: message.origin,
        follows: message.follows.clone(),
    }
}
