//! Mirrors: a region as another server has published it, taken over line by line and served under its signature; and
//! that server's list of regions.

mod rows;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Deserialize;
use sync::heads::Status as Upkeep;
use sync::{Directory, Document, Key, Manifest};

use crate::db::Store;
use crate::error::{Error, Result};
use crate::heads::{self, Current};
use crate::items::{self, Item};
use crate::kinds::{Details, Kind};
use crate::languages;
use crate::marks::Mark;
use crate::numbers;
use crate::publish::{self, NEUTRAL};
use crate::publisher::anchors;
use crate::publisher::rows as publications;
use crate::regions::{self, Features, NewRegion, Point, Status};
use crate::revision;
use crate::stored::Json;
use crate::write::RegionWrite;

/// Who has placed what a mirror shows.
const PLACED_BY: &str = "mirror";

/// A region whose objects are stored already, and all of which has been verified.
#[derive(Clone, Debug, Default)]
pub struct Copy {
    /// The signed head.
    pub head: String,
    /// The signed roots, from version 1 on.
    pub roots: Vec<String>,
    /// The manifest of each scope, as the head names it.
    pub manifests: BTreeMap<String, Vec<u8>>,
    /// The lines of each scope, by key.
    pub scopes: BTreeMap<String, Vec<(String, String)>>,
}

/// Takes over a region, in one transaction; readers see it from then on.
pub async fn take_over(store: &Store, copy: Copy) -> Result<()> {
    let new = region_of(&copy)?;
    let slug = new.slug.clone();
    let copy = Arc::new(copy);
    let taken = Arc::clone(&copy);
    let id = store.write_region_or_new(new.clone(), move |tx| store_copy(tx, &new, &taken)).await?;
    let current = Current::read(id, &copy.head)?;
    store.marks().write(&slug, &Mark::of(&current.head))?;
    for (version, document) in (1..).zip(&copy.roots) {
        store.heads().add_root(version, document);
    }
    store.heads().replace(current);
    Ok(())
}

/// Takes over the list of regions, which has been verified, unless the one that is held is as new.
pub async fn take_over_directory(store: &Store, document: String) -> Result<()> {
    let broken = || Error::Corrupt("the mirrored list of regions".to_owned());
    let opened = Document::open(document.as_bytes()).ok_or_else(broken)?;
    let serial = Directory::read(&opened).map_err(|_| broken())?.serial;
    if store.heads().directory().is_some_and(|(held, _)| held >= serial) {
        return Ok(());
    }
    let stored = document.clone();
    store.write(move |db, _| heads::rows::put_directory(db, serial, &stored)).await?;
    store.heads().set_directory(serial, &document);
    Ok(())
}

fn store_copy(tx: &mut RegionWrite<'_>, new: &NewRegion, copy: &Copy) -> Result<i64> {
    let id = tx.region_id();
    let current = Current::read(id, &copy.head)?;
    let head = &current.head;
    regions::rows::update(tx.db(), id, new, head.moved_to.as_deref())?;
    store_languages(tx, copy)?;
    store_lines(tx, copy, head.rev)?;
    revision::follow(tx.db(), id, &head.epoch, head.epoch_seq, head.rev)?;
    for (version, document) in (1..).zip(&copy.roots) {
        heads::rows::insert_root(tx.db(), version, document)?;
    }
    for bytes in copy.manifests.values() {
        remember(tx, bytes)?;
    }
    heads::rows::put_head(tx.db(), id, head.serial, &copy.head)?;
    tx.wrote_directory();
    Ok(id)
}

/// The region as its own line and its head describe it.
fn region_of(copy: &Copy) -> Result<NewRegion> {
    let head = Current::read(0, &copy.head)?.head;
    let line = copy.scopes.get(NEUTRAL).and_then(|lines| lines.iter().find(|(key, _)| key == "region/self"));
    let (_, line) = line.ok_or_else(|| Error::Corrupt("the mirrored region does not describe itself".to_owned()))?;
    let own: Own = read(line)?;
    let mut new = NewRegion::named(&head.region, &own.name, &own.default, &own.time_zone);
    new.prefix = own.prefix;
    new.features = own.features;
    new.status = if head.status == Upkeep::Active { Status::Active } else { Status::Archived };
    new.centre = own.centre.as_ref().map(MicroPoint::degrees);
    new.bounding_box = own.bbox.map(|corners| {
        let [west, south, east, north] = corners.map(degrees);
        [[west, south], [east, north]]
    });
    new.aliases = own.aliases.into_iter().map(|(name, point)| (name, point.degrees())).collect();
    Ok(new)
}

/// What `region/self` says.
#[derive(Deserialize)]
struct Own {
    name: String,
    #[serde(default)]
    prefix: String,
    default: String,
    time_zone: String,
    #[serde(default)]
    features: Features,
    centre: Option<MicroPoint>,
    bbox: Option<[i64; 4]>,
    #[serde(default)]
    aliases: BTreeMap<String, MicroPoint>,
}

/// A point in 1e-7 degrees.
#[derive(Deserialize)]
struct MicroPoint {
    lat: i64,
    lon: i64,
}

impl MicroPoint {
    fn degrees(&self) -> Point {
        Point { longitude: degrees(self.lon), latitude: degrees(self.lat) }
    }
}

#[expect(clippy::cast_precision_loss, reason = "1e-7 degrees are far below 2^53")]
fn degrees(micro: i64) -> f64 {
    micro as f64 / 1e7
}

/// What `language/<tag>` says.
#[derive(Deserialize)]
struct Spoken {
    tag: String,
    slug: String,
    order: i64,
    visible: bool,
    source: Option<String>,
}

fn store_languages(tx: &mut RegionWrite<'_>, copy: &Copy) -> Result<()> {
    let lines = copy.scopes.get(NEUTRAL).into_iter().flatten();
    let mut spoken = Vec::new();
    for (_, line) in lines.filter(|(key, _)| key.starts_with("language/")) {
        spoken.push(read::<Spoken>(line)?);
    }
    // A source has to be there before what is translated from it.
    spoken.sort_by_key(|language| (language.source.is_some(), language.order));
    let region = tx.region_id();
    let known = languages::tree(tx.db(), region)?;
    for language in &spoken {
        let tag = locales::tags::Tag::parse(&language.tag).map_err(|error| Error::Corrupt(error.to_string()))?;
        languages::name(tx, &tag, &language.slug)?;
        rows::put_language(tx.db(), region, tag.key(), language.source.as_deref(), language.order, language.visible)?;
    }
    let gone = known.iter().filter(|old| spoken.iter().all(|new| !new.tag.eq_ignore_ascii_case(&old.tag)));
    for language in gone {
        rows::deactivate_language(tx.db(), region, &language.key)?;
    }
    Ok(())
}

/// Stores the lines that differ, deletes those that are gone, and gives every page and text its number.
fn store_lines(tx: &mut RegionWrite<'_>, copy: &Copy, rev: i64) -> Result<()> {
    let region = tx.region_id();
    let rows = publish::rows::after(tx.db(), region, 0)?;
    let mut held: HashMap<(String, String), String> =
        rows.into_iter().filter_map(|row| Some(((row.scope, row.key), row.line?))).collect();
    for (scope, lines) in &copy.scopes {
        for (key, line) in lines {
            if held.remove(&(scope.clone(), key.clone())).as_ref() == Some(line) {
                continue;
            }
            publish::rows::put(tx.db(), region, rev, scope, &parse(key)?, Some(line))?;
            if let Some(page) = key.strip_prefix("page/") {
                number(tx, page, scope)?;
            }
        }
    }
    for (scope, key) in held.into_keys() {
        publish::rows::put(tx.db(), region, rev, &scope, &parse(&key)?, None)?;
    }
    Ok(())
}

fn parse(key: &str) -> Result<Key> {
    Key::parse(key).map_err(|error| Error::Corrupt(error.to_string()))
}

fn number(tx: &mut RegionWrite<'_>, page: &str, scope: &str) -> Result<()> {
    if items::rows::find(tx.db(), page)?.is_none() {
        let item = Item {
            id: page.to_owned(),
            region: tx.region_id(),
            kind: Kind::Page,
            parent: None,
            position: 0,
            archived: false,
            archived_by: None,
            placed_by: PLACED_BY.to_owned(),
            details: Json(Details::default()),
            checked: None,
            number: 1,
            created: tx.now(),
        };
        items::rows::insert(tx.db(), &item)?;
        numbers::of_item(tx, page)?;
    }
    if scope == NEUTRAL { Ok(()) } else { numbers::of_text(tx, page, scope) }
}

/// Remembers a manifest, and which of its deltas lead from a day and from a week before.
fn remember(tx: &mut RegionWrite<'_>, bytes: &[u8]) -> Result<()> {
    let text = std::str::from_utf8(bytes).map_err(|error| Error::Corrupt(error.to_string()))?;
    let manifest = publications::manifest_of(text)?;
    let (region, at) = (tx.region_id(), tx.now());
    let history = publications::history(tx.db(), region, &manifest.epoch, &manifest.scope)?;
    if history.iter().any(|publication| publication.rev == manifest.rev) {
        return Ok(());
    }
    let anchors = anchors::choose(&history, at);
    let [day, week] = [anchors.day, anchors.week].map(|rev| covering(&manifest, rev));
    let (epoch, scope, rev) = (manifest.epoch.as_str(), manifest.scope.as_str(), manifest.rev);
    let new = publications::NewPublication { region, epoch, scope, rev, at, manifest: text, day, week };
    publications::insert(tx.db(), &new)
}

/// The nearest delta that leads from `rev` or from before it, else the one that reaches back farthest.
fn covering(manifest: &Manifest, rev: Option<i64>) -> Option<String> {
    let fits = manifest.deltas.iter().find(|delta| rev.is_some_and(|rev| delta.from <= rev));
    let delta = fits.or(manifest.deltas.last())?;
    Some(delta.sha256.to_string())
}

fn read<T: serde::de::DeserializeOwned>(line: &str) -> Result<T> {
    sync::body(line).map_err(|error| Error::Corrupt(error.to_string()))
}
