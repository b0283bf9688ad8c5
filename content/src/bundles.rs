//! Bundles of interface texts (Fluent): uploaded files, checked, kept as revisions, and merged layer over layer.
//!
//! A bundle has *layers*: one for each language that holds in all regions (the default layer), and one for each language
//! of a region. Each layer has immutable revisions, numbered 1..n, and an accepted text for each message, which knows
//! from which revision on and before which it holds. What readers get is made from the layers when one of them
//! changes, and published as the line `ui/<bundle>` of each language.

pub mod acknowledgements;
pub mod coverage;
pub mod directory;
pub mod histories;
pub(crate) mod lines;
mod plans;
pub mod reading;
mod rows;
pub mod sheets;
pub mod singles;
mod sizes;
mod stacks;
pub mod uploads;
mod writes;

use locales::tags::Tag;
use sync::Id;

use crate::db::Db;
use crate::error::{Error, Noun, Reason, Result};
use crate::stored::text_enum;
use stacks::Stack;

/// The most bytes of a file.
pub const MAX_FILE: usize = 512 << 10;
/// The source language of a bundle whose first upload names no other.
pub const SOURCE: &str = "de";

text_enum! {
    /// How far a text has come.
    pub enum State {
        /// Somebody stands by it.
        Approved = "approved",
        /// Served, but somebody should look at it.
        NeedsReview = "needs_review",
        /// Kept beside another text, and never served.
        Suggestion = "suggestion",
    }
}

text_enum! {
    /// Who has written a text.
    pub enum Origin {
        /// A person.
        Human = "human",
        /// A machine.
        Machine = "machine",
    }
}

/// Which layer of a bundle: its texts in one language, for all regions or for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The region; none for the default layer.
    pub region: Option<i64>,
    /// The language.
    pub language: Tag,
    /// The name of the bundle.
    pub name: String,
}

/// A bundle, whatever its layers.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
struct Bundle {
    id: i64,
    /// The key of the language that every layer is translated from.
    source: String,
}

/// A layer as the database has it.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
struct Layer {
    id: i64,
    region: Option<i64>,
    language: String,
    number: i64,
}

/// What was uploaded.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Revision {
    layer: i64,
    /// 1 for the first of its layer.
    pub number: i64,
    /// The file as it was uploaded.
    pub file: Vec<u8>,
    author: String,
    created: i64,
    source_hash: Option<String>,
    rollback_of: Option<i64>,
    errors: i64,
    warnings: i64,
}

/// The text of a message in a layer, from one revision to another.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
struct Message {
    layer: i64,
    key: String,
    revision: i64,
    until: Option<i64>,
    text: String,
    #[diesel(deserialize_as = String)]
    state: State,
    #[diesel(deserialize_as = String)]
    origin: Origin,
    /// The hash of the source text that it translates; none in the source language.
    follows: Option<String>,
}

impl Message {
    /// Whether it held when `revision` was the newest.
    fn holds_at(&self, revision: i64) -> bool {
        self.revision <= revision && self.until.is_none_or(|until| until > revision)
    }

    /// Its state, now that its source text is `source`.
    fn state_beside(&self, source: Option<&str>) -> State {
        let is_outdated = self.follows.is_some() && source.is_some_and(|source| self.follows != Some(hash(source)));
        if self.state == State::Approved && is_outdated { State::NeedsReview } else { self.state }
    }
}

/// A name of a bundle: `^[a-z0-9][a-z0-9_-]{0,63}$`.
pub fn check_name(name: &str) -> Result<()> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let fits = (1..=64).contains(&name.len())
        && name.bytes().all(|byte| is_plain(byte) || matches!(byte, b'_' | b'-'))
        && name.bytes().next().is_some_and(is_plain);
    if fits { Ok(()) } else { Err(Error::invalid("name", Reason::NotASlug)) }
}

/// The newest revision of a layer.
pub fn newest(db: &mut Db, at: &Address) -> Result<Revision> {
    let layer = layer(db, at)?;
    let found = rows::revision(db, layer.id, layer.number)?;
    found.ok_or_else(|| Error::not_found(Noun::Bundle, &at.name))
}

fn layer(db: &mut Db, at: &Address) -> Result<Layer> {
    let found = Stack::read(db, at)?.and_then(|stack| stack.layer(at.region, &at.language).cloned());
    found.ok_or_else(|| Error::not_found(Noun::Bundle, &at.name))
}

/// The message that a finding's key is, or is an attribute of.
fn message_of(key: &str) -> &str {
    key.split_once('.').map_or(key, |(message, _)| message)
}

/// The hash of a text without its comment.
fn hash(text: &str) -> String {
    Id::of(without_comment(text).as_bytes()).to_string()
}

fn without_comment(text: &str) -> &str {
    let comment: usize = text.split_inclusive('\n').take_while(|line| line.starts_with('#')).map(str::len).sum();
    &text[comment..]
}

/// `texts` as one file.
fn joined<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    texts.into_iter().map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_in_an_address_and_in_a_key() {
        for name in ["app", "0", "push-2_a", &"a".repeat(64)] {
            assert!(check_name(name).is_ok(), "{name}");
        }
        for name in ["", "-a", "_a", "App", "a.b", "ä", "a/b", &"a".repeat(65)] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }

    #[test]
    fn a_comment_changes_nothing_for_translations() {
        assert_eq!(hash("# Gruß\n# an alle\nhallo = Hallo\n"), hash("hallo = Hallo\n"));
        assert_ne!(hash("hallo = Hallo\n"), hash("hallo = Hallo!\n"));
    }
}
