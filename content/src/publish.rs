//! From what a write has touched to the published lines, in the same transaction (delta sync, sections 3 and 8).

pub(crate) mod rows;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use locales::tags::Tag;
use serde_json::{Value, json};
use sync::Key;

use crate::bundles;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::inclusions;
use crate::items::{self, Item};
use crate::kinds::page;
use crate::languages::{self, RegionLanguage};
use crate::refresh;
use crate::regions::Region;
use crate::revision;
use crate::versions::{self, Published};
use crate::write::{Merged, RegionWrite, Touched};

pub use rows::Line;

/// The scope of what is the same in every language.
pub const NEUTRAL: &str = "_";

/// How many items are compared at a time; bounds the memory that a large region takes.
const CHUNK: usize = 200;

/// Lines by scope and key.
type Lines = BTreeMap<(String, Key), String>;

/// All lines of a region that are published in `scope`, ascending by key.
pub fn lines(db: &mut Db, region: i64, scope: &str) -> Result<Vec<(String, String)>> {
    let mut lines = rows::of_scope(db, region, scope)?;
    lines.sort();
    Ok(lines)
}

/// Every published or deleted line of a region, by scope and key.
pub fn everything(db: &mut Db, region: i64) -> Result<Vec<Line>> {
    let mut lines = rows::after(db, region, 0)?;
    lines.sort_by(|a, b| (&a.scope, &a.key).cmp(&(&b.scope, &b.key)));
    Ok(lines)
}

/// A text of a page that readers have got or lost; without a language, what is the same in all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedText {
    /// The id of the page.
    pub page: String,
    /// The tag of the language.
    pub language: Option<String>,
}

/// What of pages was published or taken away after the revision `rev`, oldest first, at most `limit`.
pub fn changed(db: &mut Db, region: i64, rev: i64, limit: usize) -> Result<Vec<ChangedText>> {
    let tree = languages::tree(db, region)?;
    let tag = |scope: &str| tree.iter().find(|language| language.key == scope).map(|language| language.tag.clone());
    let keys = rows::keys_after(db, region, rev, "page", limit)?.into_iter();
    let texts = keys.filter_map(|(scope, key)| {
        let page = key.strip_prefix("page/")?.to_owned();
        Some(ChangedText { page, language: tag(&scope) })
    });
    Ok(texts.collect())
}

/// Compares the lines of what was touched with the published ones; a difference makes one new revision.
pub(crate) fn publish(tx: &mut RegionWrite<'_>, touched: Touched) -> Result<()> {
    let id = tx.region_id();
    let languages: Vec<RegionLanguage> = tx.languages()?.iter().filter(|language| language.active).cloned().collect();
    let mut revision = None;
    if touched.everything {
        let region = tx.region()?;
        let published = rows::of_kinds(tx.db(), id, &["region", "language"])?;
        store(tx, &mut revision, region_lines(&region, &languages)?, published)?;
    }
    for (name, changed) in changed_bundles(tx, &touched)? {
        let bodies = bundles::lines::bodies(tx.db(), id, &languages, &name, changed.as_ref())?;
        let mut published = rows::with_keys(tx.db(), id, &[bundles::lines::key(&name)?.to_string()])?;
        // Otherwise languages that the region no longer has lose their lines.
        if changed.is_some() {
            published.retain(|row| bodies.contains_key(&row.scope));
        }
        let keeps = touched.everything || touched.follows;
        let wanted = bundle_lines(tx, &name, bodies, keeps.then_some(&mut published))?;
        store(tx, &mut revision, wanted, published)?;
    }
    let items = affected(tx, touched)?;
    for chunk in items.chunks(CHUNK) {
        let wanted = item_lines(tx.db(), &languages, chunk)?;
        let keys: Vec<String> = chunk.iter().filter_map(|id| key_of(id)).collect();
        let published = rows::with_keys(tx.db(), id, &keys)?;
        let changed = store(tx, &mut revision, wanted, published)?;
        refresh::pages(tx.db(), id, &changed)?;
    }
    Ok(())
}

/// The bundles whose lines may have changed, each with the languages of the layers that have, or none for all.
fn changed_bundles(tx: &mut RegionWrite<'_>, touched: &Touched) -> Result<Vec<(String, Option<BTreeSet<Tag>>)>> {
    if touched.everything {
        return Ok(bundles::lines::names(tx.db())?.into_iter().map(|name| (name, None)).collect());
    }
    Ok(touched.bundles.iter().map(|(name, changed)| (name.clone(), Some(changed.clone()))).collect())
}

/// Every item whose lines may have changed.
fn affected(tx: &mut RegionWrite<'_>, touched: Touched) -> Result<Vec<String>> {
    if touched.everything {
        let region = tx.region_id();
        return items::rows::ids_of_region(tx.db(), region);
    }
    let mut affected = touched.items;
    let roots: Vec<String> = touched.subtrees.into_iter().collect();
    affected.extend(items::descendants(tx.db(), roots.clone())?);
    affected.extend(roots);
    let (region, ids) = (tx.region_id(), affected.iter().cloned().collect::<Vec<_>>());
    affected.extend(inclusions::rows::including(tx.db(), region, &ids)?);
    Ok(affected.into_iter().collect())
}

fn key_of(item: &str) -> Option<String> {
    Key::of("page", item).ok().map(|key| key.to_string())
}

/// The lines that `ids` should have now.
fn item_lines(db: &mut Db, languages: &[RegionLanguage], ids: &[String]) -> Result<Lines> {
    let items = items::rows::find_all(db, ids)?;
    let known = items::with_ancestors(db, items.clone())?;
    let visible: Vec<&Item> = items.iter().filter(|item| !items::is_hidden(item, &known)).collect();
    let ids: Vec<String> = visible.iter().map(|item| item.id.clone()).collect();
    let texts = versions::published_of(db, &ids)?;
    let active: BTreeSet<&str> = languages.iter().map(|language| language.key.as_str()).collect();
    let mut texts_of: HashMap<&str, Vec<&Published>> = HashMap::new();
    for ((item, language), text) in &texts {
        if active.contains(language.as_str()) {
            texts_of.entry(item).or_default().push(text);
        }
    }
    let included = inclusions::texts(db, &visible)?;
    let mut lines = Lines::new();
    for item in visible {
        let Some(texts) = texts_of.get(item.id.as_str()) else { continue };
        let key = key(item.kind.as_str(), &item.id)?;
        for text in texts {
            let language = &text.version.language;
            let included = included.get(&(item.id.clone(), language.clone()));
            add(&mut lines, language, key.clone(), &page::text_body(text, included))?;
        }
        add(&mut lines, NEUTRAL, key, &page::neutral_body(item, texts))?;
    }
    Ok(lines)
}

/// The lines of `bodies` of the bundle `name`; one that is too large is taken from `published`, and stays as it is.
fn bundle_lines(
    tx: &mut RegionWrite<'_>,
    name: &str,
    bodies: bundles::lines::Bodies,
    mut published: Option<&mut Vec<Line>>,
) -> Result<Lines> {
    let (mut lines, mut merged) = (Lines::new(), Merged::default());
    for (scope, body) in bodies {
        merged.lines += 1;
        let Some(body) = body else { continue };
        match (bundles::lines::line(name, &body)?, &mut published) {
            (Some(line), _) => drop(lines.insert((scope, bundles::lines::key(name)?), line)),
            (None, None) => return Err(Error::TooLarge { region: tx.region()?.slug, language: scope }),
            (None, Some(published)) => {
                tracing::error!(region = tx.region()?.slug, language = scope, bundle = name, "the bundle is too large");
                published.retain(|row| row.scope != scope);
                merged.too_large += 1;
            }
        }
    }
    tx.merged(merged);
    Ok(lines)
}

/// The lines of the region itself and of its active languages.
fn region_lines(region: &Region, languages: &[RegionLanguage]) -> Result<Lines> {
    let mut lines = Lines::new();
    add(&mut lines, NEUTRAL, key("region", "self")?, &region_body(region))?;
    for language in languages {
        let body = language_body(language, languages);
        add(&mut lines, NEUTRAL, key("language", &language.key)?, &body)?;
    }
    Ok(lines)
}

fn region_body(region: &Region) -> Value {
    let point = |latitude: f64, longitude: f64| json!({"lat": micro(latitude), "lon": micro(longitude)});
    let mut body = json!({
        "name": region.name,
        "prefix": region.prefix,
        "default": region.default_language,
        "time_zone": region.time_zone,
        "features": *region.features,
    });
    if let (Some(latitude), Some(longitude)) = (region.latitude, region.longitude) {
        body["centre"] = point(latitude, longitude);
    }
    if let Some([[west, south], [east, north]]) = *region.bounding_box {
        body["bbox"] = json!([micro(west), micro(south), micro(east), micro(north)]);
    }
    if !region.aliases.is_empty() {
        let aliases = region.aliases.iter().map(|(name, at)| (name.clone(), point(at.latitude, at.longitude)));
        body["aliases"] = Value::Object(aliases.collect());
    }
    body
}

fn language_body(language: &RegionLanguage, all: &[RegionLanguage]) -> Value {
    let mut body = json!({
        "tag": language.tag,
        "slug": language.slug,
        "name": language.native_name,
        "dir": language.direction(),
        "order": language.position,
        "visible": language.visible,
        "fallback": languages::sources(language, all),
    });
    if let Some(source) = &language.source {
        body["source"] = json!(source);
    }
    body
}

/// Degrees as an integer of 1e-7 degrees, about a centimetre.
#[expect(clippy::cast_possible_truncation, reason = "degrees are at most 360, and `as` saturates")]
pub(crate) fn micro(degrees: f64) -> i64 {
    (degrees * 1e7).round() as i64
}

fn key(kind: &str, id: &str) -> Result<Key> {
    Key::of(kind, id).map_err(|error| Error::Corrupt(error.to_string()))
}

fn add(lines: &mut Lines, scope: &str, key: Key, body: &Value) -> Result<()> {
    let line = sync::line(&key, body)?;
    lines.insert((scope.to_owned(), key), line);
    Ok(())
}

/// Stores what differs between `wanted` and `published`, under one new revision; tells the keys of what does.
fn store(
    tx: &mut RegionWrite<'_>,
    revision: &mut Option<i64>,
    wanted: Lines,
    published: Vec<Line>,
) -> Result<BTreeSet<Key>> {
    let mut changed = BTreeSet::new();
    let mut published: HashMap<(String, String), Option<String>> =
        published.into_iter().map(|row| ((row.scope, row.key), row.line)).collect();
    for ((scope, key), line) in wanted {
        let before = published.remove(&(scope.clone(), key.to_string())).flatten();
        if before.as_ref() != Some(&line) {
            let rev = raised(tx, revision)?;
            let region = tx.region_id();
            rows::put(tx.db(), region, rev, &scope, &key, Some(&line))?;
            changed.insert(key);
        }
    }
    for ((scope, key), line) in published {
        if line.is_some() {
            let rev = raised(tx, revision)?;
            let (region, key) = (tx.region_id(), Key::parse(&key).map_err(|error| Error::Corrupt(error.to_string()))?);
            rows::put(tx.db(), region, rev, &scope, &key, None)?;
            changed.insert(key);
        }
    }
    Ok(changed)
}

fn raised(tx: &mut RegionWrite<'_>, revision: &mut Option<i64>) -> Result<i64> {
    if let Some(rev) = *revision {
        return Ok(rev);
    }
    let region = tx.region_id();
    Ok(*revision.insert(revision::next(tx.db(), region)?))
}
