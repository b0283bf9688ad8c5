//! What happened to a layer: its revisions, who brought each message, and the way back.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::stacks::Stack;
use super::writes::{self, NewRevision};
use super::{Address, Message, Origin, State, layer, rows};
use crate::audit::Behalf;
use crate::db::{Db, Store};
use crate::error::{Error, Noun, Reason, Result};
use crate::items::Base;
use crate::refresh;

/// A revision without its file.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Entry {
    /// 1 for the first of its layer.
    pub number: i64,
    /// Who uploaded it.
    pub author: String,
    /// When, in milliseconds since 1970, UTC.
    pub created: i64,
    /// The hash of the source text that it was made against; none in the source language.
    pub source_hash: Option<String>,
    /// The revision that it brought back.
    pub rollback_of: Option<i64>,
    /// How many errors were found in it.
    pub errors: i64,
    /// How many warnings were found in it.
    pub warnings: i64,
}

/// What a revision has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Messages that it brought.
    pub created: usize,
    /// Messages that have another text, state or origin since.
    pub updated: usize,
    /// Messages that it removed.
    pub removed: usize,
}

/// Who brought a text of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blame {
    /// The message (`id`), or the term (`-id`).
    pub id: String,
    /// The revision that brought it.
    pub revision: i64,
    /// The revision that ended it.
    pub until: Option<i64>,
    /// Its state, beside the source text as it is now.
    pub state: State,
    /// Who has written it.
    pub origin: Origin,
    /// The text.
    pub text: String,
}

/// What happened to a layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// Its revisions, the newest first.
    pub revisions: Vec<(Entry, Changes)>,
    /// Its messages now, suggestions too, by id; or the texts of one message, the oldest first.
    pub messages: Vec<Blame>,
}

/// The history of a layer; of the message `key` every text that it ever had, if one is named.
pub fn history(db: &mut Db, at: &Address, key: Option<&str>) -> Result<History> {
    let stack = Stack::read(db, at)?;
    let found = stack.as_ref().and_then(|stack| Some((stack, stack.layer(at.region, &at.language)?)));
    let (stack, layer) = found.ok_or_else(|| Error::not_found(Noun::Bundle, &at.name))?;
    let all = rows::all(db, layer.id)?;
    let mut changes = changes(&all);
    let revisions = rows::revisions(db, layer.id)?.into_iter();
    let revisions = revisions.map(|entry| {
        let of_entry = changes.remove(&entry.number).unwrap_or_default();
        (entry, of_entry)
    });
    let revisions = revisions.collect();
    let reference = stack.reference(at.region);
    let is_told = |message: &Message| key.map_or(message.until.is_none(), |key| message.key == key);
    let mut told: Vec<Message> = all.into_iter().filter(is_told).collect();
    told.sort_unstable_by(|a, b| (&a.key, a.revision).cmp(&(&b.key, b.revision)));
    let blame = |message: Message| Blame {
        state: message.state_beside(reference.get(&message.key).map(String::as_str)),
        id: message.key,
        revision: message.revision,
        until: message.until,
        origin: message.origin,
        text: message.text,
    };
    Ok(History { revisions, messages: told.into_iter().map(blame).collect() })
}

/// What each revision has changed; `all` are the texts of a layer. Suggestions change nothing.
fn changes(all: &[Message]) -> BTreeMap<i64, Changes> {
    let mut changes: BTreeMap<i64, Changes> = BTreeMap::new();
    let served = || all.iter().filter(|message| message.state != State::Suggestion);
    let begun: BTreeSet<(i64, &str)> = served().map(|message| (message.revision, message.key.as_str())).collect();
    let ended: BTreeSet<(i64, &str)> =
        served().filter_map(|message| Some((message.until?, message.key.as_str()))).collect();
    for at in &begun {
        let of_revision = changes.entry(at.0).or_default();
        *if ended.contains(at) { &mut of_revision.updated } else { &mut of_revision.created } += 1;
    }
    for (revision, _) in ended.difference(&begun) {
        changes.entry(*revision).or_default().removed += 1;
    }
    changes
}

/// What going back has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rolled {
    /// The number of the newest revision now.
    pub revision: i64,
    /// Whether a revision was made.
    pub changed: bool,
    /// How many regions are still to follow changes of the bundle, this one or earlier ones.
    pub pending: usize,
}

/// Gives a layer the file and the accepted texts that it had at the revision `number`, as a new revision.
pub async fn rollback(store: &Store, at: Address, base: Base, number: i64, behalf: Behalf) -> Result<Rolled> {
    let at = Arc::new(at);
    let (place, author) = (Arc::clone(&at), behalf.actor.clone());
    let write = move |db: &mut Db, now| {
        let layer = layer(db, &place)?;
        base.must_match(layer.number)?;
        let allowed = format!("1 to {}", layer.number);
        let unknown = || Error::invalid("revision", Reason::UnknownValue { allowed: allowed.clone() });
        let old = rows::revision(db, layer.id, number)?.ok_or_else(unknown)?;
        let newest = rows::revision(db, layer.id, layer.number)?.ok_or_else(unknown)?;
        let all: Vec<Message> = rows::all(db, layer.id)?;
        let held = |at: i64| {
            let served = all.iter().filter(|message| message.state != State::Suggestion);
            served.filter(|message| message.holds_at(at)).cloned().collect::<Vec<_>>()
        };
        let (puts, removed) = writes::difference(&held(layer.number), &held(number));
        if puts.is_empty() && removed.is_empty() && old.file == newest.file {
            return Ok(None);
        }
        let revision = NewRevision {
            file: &old.file,
            author: &author,
            source_hash: old.source_hash.clone(),
            rollback_of: Some(number),
            errors: old.errors,
            warnings: old.warnings,
        };
        writes::append(db, &place, revision, &puts, &removed, now).map(Some)
    };
    if let Some((revision, pending)) = writes::change(store, &at, &behalf, write).await? {
        return Ok(Rolled { revision, changed: true, pending });
    }
    let now = move |db: &mut Db| Ok((layer(db, &at)?.number, refresh::pending_of(db, &at.name)?));
    let (revision, pending) = store.read(now).await?;
    Ok(Rolled { revision, changed: false, pending })
}
