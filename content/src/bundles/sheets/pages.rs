//! The texts of a bundle as rows: what a translator sees, and what rows that come back are merged into.

use std::collections::{BTreeMap, BTreeSet};

use locales::aliases::same_language;
use locales::resources::{Message as Entry, Resource};
use locales::sheets::lines::{self, Line};
use locales::sheets::repairs::Names;
use locales::tags::Tag;

use super::Layers;
use crate::bundles::stacks::{Stack, Texts, tag};
use crate::bundles::{Address, Origin, SOURCE, State, hash, rows, without_comment};
use crate::db::Db;
use crate::error::{Error, Noun, Result};

/// Languages that many translators read; they stand beside the source language.
const READ: [&str; 2] = [SOURCE, "en"];

/// The bundles of a spreadsheet.
#[derive(Clone, Debug)]
pub struct Sheets {
    /// The languages of the source texts.
    pub sources: Vec<Tag>,
    /// The bundles, by name.
    pub pages: Vec<Page>,
}

/// A bundle as rows.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its name.
    pub bundle: String,
    /// Its messages, in the order of the source text.
    pub messages: Vec<Held>,
    /// The newest file of the layer.
    pub(super) file: Vec<u8>,
    /// The number of the newest revision of the layer; 0 when there is none.
    pub(super) number: i64,
    /// The texts of the layer itself, by key.
    pub(super) layer: Texts,
}

/// A message as rows.
#[derive(Clone, Debug)]
pub struct Held {
    /// `id`, or `-term`.
    pub key: String,
    /// What the source text says to translators.
    pub note: String,
    /// The most characters.
    pub max_length: Option<usize>,
    /// Its rows.
    pub lines: Vec<Line>,
    /// How far it has come; none when there is no text.
    pub state: Option<State>,
    /// Who has written it; none when there is no text.
    pub origin: Option<Origin>,
    /// Tells whether the source text has changed; empty in the source language.
    pub source_hash: String,
    /// What readers have now in this language, in Fluent without its comment.
    pub(super) text: Option<String>,
    /// The names that a translation may use.
    pub(super) names: Names,
}

/// What tells whether a text has changed; empty for an empty one. It begins with a letter, for a program makes a number
/// of digits.
pub fn mark(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() { String::new() } else { format!("h{}", &hash(text)[..16]) }
}

/// The bundles that `layers` names, with their texts.
pub fn read(db: &mut Db, layers: &Layers) -> Result<Sheets> {
    let mut names = match &layers.bundle {
        Some(name) => vec![name.clone()],
        None => rows::names(db)?,
    };
    names.sort();
    let mut sources: Vec<Tag> = Vec::new();
    let mut known: Vec<Tag> = Vec::new();
    for name in &names {
        let Some(bundle) = rows::bundle(db, name)? else { return Err(Error::not_found(Noun::Bundle, name)) };
        sources.push(tag(&bundle.source)?);
        known.extend(Stack::languages(db, name)?);
    }
    sources.extend(READ.iter().filter_map(|read| known.iter().find(|own| own.as_str() == *read).cloned()));
    let mut shown: Vec<Tag> = Vec::new();
    for source in sources {
        let is_new = !shown.iter().any(|known| same_language(known, &source));
        if is_new && !same_language(&source, &layers.language) {
            shown.push(source);
        }
    }
    let mut pages = Vec::new();
    for name in names {
        let at = Address { region: layers.region, language: layers.language.clone(), name };
        pages.extend(page(db, &at, &shown)?);
    }
    Ok(Sheets { sources: shown, pages })
}

/// The bundle `at` with the source texts in `sources` beside it; none when there is no such bundle.
pub(super) fn page(db: &mut Db, at: &Address, sources: &[Tag]) -> Result<Option<Page>> {
    let languages: Vec<Tag> = std::iter::once(&at.language).chain(sources).cloned().collect();
    let Some(stack) = Stack::in_languages(db, &at.name, at.region, &languages)? else { return Ok(None) };
    let mut newest = |region, language: &Tag| match stack.layer(region, language) {
        Some(layer) => rows::revision(db, layer.id, layer.number),
        None => Ok(None),
    };
    let (own, source) = (newest(at.region, &at.language)?, newest(None, &stack.source)?);
    let number = own.as_ref().map_or(0, |revision| revision.number);
    let order = source.map(|revision| String::from_utf8_lossy(&revision.file).into_owned()).unwrap_or_default();
    Ok(Some(Page {
        bundle: at.name.clone(),
        messages: messages(&stack, at, sources, &order),
        file: own.map(|revision| revision.file).unwrap_or_default(),
        number,
        layer: stack.texts(at.region, &at.language),
    }))
}

fn effective(stack: &Stack, region: Option<i64>, language: &Tag) -> Texts {
    let mut texts = stack.texts(None, language);
    if region.is_some() {
        texts.extend(stack.texts(region, language));
    }
    texts
}

fn messages(stack: &Stack, at: &Address, sources: &[Tag], order: &str) -> Vec<Held> {
    let is_source = same_language(&at.language, &stack.source);
    let reference = stack.reference(at.region);
    let own = effective(stack, at.region, &at.language);
    let beside: Vec<Texts> = sources.iter().map(|source| effective(stack, at.region, source)).collect();
    let mut stored = stack.accepted(None, &at.language);
    if at.region.is_some() {
        stored.extend(stack.accepted(at.region, &at.language));
    }
    let parsed = |texts: &Texts| texts.values().map(String::as_str).collect::<String>();
    let texts: Vec<String> = [&reference, &own].into_iter().chain(&beside).map(parsed).collect();
    let resources: Vec<Resource<'_>> = texts.iter().map(|text| Resource::parse(text)).collect();
    let indexes: Vec<BTreeMap<String, Entry<'_>>> = resources.iter().map(index).collect();
    let held = |key: &String| {
        let (source, translation) = (indexes[0].get(key), indexes[1].get(key));
        let (note, max_length) = source.map(lines::note).unwrap_or_default();
        let others: Vec<Option<Entry<'_>>> = indexes[2..].iter().map(|index| index.get(key).copied()).collect();
        let stored = stored.get(key.as_str());
        let source_text = reference.get(key).map(String::as_str);
        Held {
            key: key.clone(),
            note,
            max_length,
            lines: lines::of_message(source, translation, &others, &at.language),
            state: stored.map(|message| message.state_beside(source_text)),
            origin: stored.map(|message| message.origin),
            source_hash: source_text.filter(|_| !is_source).map(|text| mark(without_comment(text))).unwrap_or_default(),
            text: own.get(key).map(|text| without_comment(text).to_owned()),
            names: source.or(translation).map(Names::of).unwrap_or_default(),
        }
    };
    ordered(order, reference.keys().chain(own.keys())).iter().map(held).collect()
}

fn index<'r>(resource: &'r Resource<'_>) -> BTreeMap<String, Entry<'r>> {
    resource.messages().map(|message| (message.key().into_owned(), message)).collect()
}

/// `keys` as the file has them, then the others.
fn ordered<'k>(file: &str, keys: impl Iterator<Item = &'k String>) -> Vec<String> {
    let keys: BTreeSet<&String> = keys.collect();
    let text = locales::checks::readable(file.as_bytes());
    let resource = Resource::parse(text.as_deref().unwrap_or_default());
    let mut known = BTreeSet::new();
    let of_file: Vec<String> = resource.messages().map(|message| message.key().into_owned()).collect();
    let all = of_file.into_iter().filter(|key| keys.contains(key)).chain(keys.iter().map(|key| (*key).clone()));
    all.filter(|key| known.insert(key.clone())).collect()
}
