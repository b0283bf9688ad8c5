//! Bundles as readers get them: the published lines.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lines;
use crate::db::Db;
use crate::error::{Error, Noun, Result};
use crate::languages::{self, RegionLanguage};
use crate::publish;

/// A merged bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Published {
    /// The texts, in Fluent.
    pub ftl: String,
    /// The key of the language of each message that is not in the bundle's own.
    #[serde(default)]
    pub fallback: BTreeMap<String, String>,
}

/// The bundle `name` in the language with the key `language`.
pub fn find(db: &mut Db, region: i64, language: &str, name: &str) -> Result<Published> {
    let line = publish::rows::one(db, region, language, lines::key(name)?.as_str())?;
    read(&line.ok_or_else(|| Error::not_found(Noun::Bundle, name))?)
}

/// The keys of the languages that lend the bundle `name` the messages that `language` lacks, nearest first; the last is
/// the source language of the bundle, whether the region has it or not.
pub fn lenders(db: &mut Db, region: i64, language: &RegionLanguage, name: &str) -> Result<Vec<String>> {
    let mut active = languages::tree(db, region)?;
    active.retain(|language| language.active);
    lines::lenders(db, language, &active, name)
}

/// All bundles in the language with the key `language`, by name.
pub fn list(db: &mut Db, region: i64, language: &str) -> Result<BTreeMap<String, Published>> {
    let rows = publish::rows::of_kind_in(db, region, language, lines::KIND)?;
    let named = |(key, line): (String, String)| {
        let name = key.split_once('/').map_or(key.as_str(), |(_, name)| name).to_owned();
        Ok((name, read(&line)?))
    };
    rows.into_iter().map(named).collect()
}

fn read(line: &str) -> Result<Published> {
    sync::body(line).map_err(|error| Error::Corrupt(error.to_string()))
}
