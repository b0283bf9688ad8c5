//! The published line of a bundle in each language of a region.

use std::collections::{BTreeMap, BTreeSet};

use locales::aliases::same_language;
use locales::layers::{self, Merged};
use locales::tags::Tag;
use serde_json::{Value, json};

use super::rows;
use super::stacks::{Stack, Texts, tag};
use crate::db::Db;
use crate::error::{Error, Noun, Result};
use crate::languages::{self, RegionLanguage};

/// What the keys of bundles begin with.
pub(crate) const KIND: &str = "ui";

/// The names of all bundles.
pub(crate) fn names(db: &mut Db) -> Result<Vec<String>> {
    rows::names(db)
}

/// Bodies of lines by key of the language; none where nothing can be served.
pub(crate) type Bodies = BTreeMap<String, Option<Value>>;

/// The bodies of the bundle `name` in the active languages of a region that depend on what has changed.
///
/// `changed` are the languages of the layers, of the region or of all regions, that have another text. A language
/// depends on one when that stands in its chain: all languages on the source language, and each on itself and on what
/// it is translated from. Their lines are merged anew as a whole, and those of other languages are not touched; without
/// `changed`, all are.
pub(crate) fn bodies(
    db: &mut Db,
    region: i64,
    active: &[RegionLanguage],
    name: &str,
    changed: Option<&BTreeSet<Tag>>,
) -> Result<Bodies> {
    let Some(source) = source(db, name)? else { return Ok(Bodies::new()) };
    let mut chains = BTreeMap::new();
    for language in active {
        let chain = chain(&source, language, active)?;
        let has = |changed: &Tag| chain.iter().any(|tag| same_language(tag, changed));
        if changed.is_none_or(|changed| changed.iter().any(has)) {
            chains.insert(language.key.clone(), chain);
        }
    }
    let tags: Vec<Tag> = chains.values().flatten().cloned().collect();
    let Some(stack) = Stack::in_languages(db, name, Some(region), &tags)? else { return Ok(Bodies::new()) };
    let mut known = Known::new();
    let mut body_of = |chain: Vec<Tag>| {
        let merged = merged(&stack, &mut known, Some(region), &chain);
        (!merged.text.is_empty()).then(|| body(&merged))
    };
    Ok(chains.into_iter().map(|(key, chain)| (key, body_of(chain))).collect())
}

/// The line of the bundle `name`; none when it would be longer than clients take.
pub(crate) fn line(name: &str, body: &Value) -> Result<Option<String>> {
    written(name, body).map(std::result::Result::ok)
}

/// The bytes of the line of the bundle `name`, however many.
pub(super) fn size(name: &str, body: &Value) -> Result<usize> {
    Ok(written(name, body)?.map_or_else(|size| size, |line| line.len()))
}

/// The line, or the size of one that is too long.
fn written(name: &str, body: &Value) -> Result<std::result::Result<String, usize>> {
    match sync::line(&key(name)?, body) {
        Ok(line) => Ok(Ok(line)),
        Err(sync::LineError::TooLong { size, .. }) => Ok(Err(size)),
        Err(other) => Err(Error::Corrupt(other.to_string())),
    }
}

/// The key of the bundle `name`.
pub(crate) fn key(name: &str) -> Result<sync::Key> {
    sync::Key::of(KIND, name).map_err(|error| Error::Corrupt(error.to_string()))
}

pub(super) fn body(merged: &Merged) -> Value {
    let mut body = json!({"ftl": merged.text});
    if !merged.fallback.is_empty() {
        let fallback = merged.fallback.iter().map(|(id, tag)| (id.clone(), json!(tag.key())));
        body["fallback"] = Value::Object(fallback.collect());
    }
    body
}

/// The keys of the languages that the bundle `name` asks for a message after `language` itself, nearest first.
pub(crate) fn lenders(
    db: &mut Db,
    language: &RegionLanguage,
    active: &[RegionLanguage],
    name: &str,
) -> Result<Vec<String>> {
    let source = source(db, name)?.ok_or_else(|| Error::not_found(Noun::Bundle, name))?;
    let chain = chain(&source, language, active)?;
    let own = chain[0].clone();
    let lenders = chain.into_iter().filter(|tag| !same_language(tag, &own));
    Ok(lenders.map(|tag| tag.key().to_owned()).collect())
}

/// The source language of the bundle `name`, if there is one.
fn source(db: &mut Db, name: &str) -> Result<Option<Tag>> {
    rows::bundle(db, name)?.map(|bundle| tag(&bundle.source)).transpose()
}

/// The language, what it is translated from as far as that is active, and so on up to the source language of the bundle.
pub(super) fn chain(source: &Tag, language: &RegionLanguage, active: &[RegionLanguage]) -> Result<Vec<Tag>> {
    let mut chain = vec![tag(&language.key)?];
    for key in languages::sources(language, active) {
        if active.iter().any(|other| other.key == key) {
            chain.push(tag(&key)?);
        }
    }
    // The source text is the last resort, whatever the region translates from it.
    chain.retain(|tag| !same_language(tag, source));
    chain.push(source.clone());
    Ok(chain)
}

/// Texts of layers that were read already, by region and language.
pub(super) type Known = BTreeMap<(Option<i64>, Tag), Texts>;

pub(super) fn merged(stack: &Stack, known: &mut Known, region: Option<i64>, chain: &[Tag]) -> Merged {
    let of_tag = |tag: &Tag| region.map(|region| (Some(region), tag.clone())).into_iter().chain([(None, tag.clone())]);
    let places: Vec<(Option<i64>, Tag)> = chain.iter().flat_map(of_tag).collect();
    for place in &places {
        known.entry(place.clone()).or_insert_with(|| stack.texts(place.0, &place.1));
    }
    let layer = |place: &(Option<i64>, Tag)| Some((known.get_key_value(place)?, place.0.is_some()));
    let found = places.iter().filter_map(layer);
    let chain: Vec<_> = found.map(|(((_, tag), texts), is_region)| layers::Layer { tag, is_region, texts }).collect();
    layers::merge(&chain)
}
