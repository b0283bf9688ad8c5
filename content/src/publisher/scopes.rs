//! One scope of a build: what is read of it in the snapshot, and the objects and the manifest made of that.

use std::collections::BTreeSet;

use sync::deltas;
use sync::manifests::{DeltaEntry, FORMAT, PartEntry};
use sync::parts::{self, Range, bucket_of};
use sync::{Changes, Contents, Id, Manifest};

use super::anchors::{self, Anchors};
use super::rows::{self, Change};
use crate::db::Db;
use crate::error::Result;
use crate::marks::Mark;
use crate::objects::Objects;
use crate::revision::Counter;

/// Lines of a range, ascending by key.
type Lines = Vec<(String, String)>;

/// A scope in the snapshot.
pub(super) enum Reading {
    /// It is as it was published last, under this manifest.
    Unchanged { manifest: Id, rev: i64 },
    /// It has changed.
    Changed(Box<Material>),
}

/// What a scope is built from.
pub(super) struct Material {
    pub(super) scope: String,
    pub(super) previous: Option<Manifest>,
    anchors: Anchors,
    /// The ranges that have to be written anew; together with parts of `previous` they hold every key.
    replaced: Vec<(Range, Lines)>,
    /// For each anchor what changed after it, and not after the anchor before it in this list.
    spans: Vec<(i64, Vec<Change>)>,
}

/// A scope ready to be published.
pub(super) struct Built {
    pub(super) scope: String,
    pub(super) manifest: Manifest,
    pub(super) id: Id,
    pub(super) objects: Vec<(Id, Vec<u8>)>,
    pub(super) contents: Contents,
    pub(super) day: Option<Id>,
    pub(super) week: Option<Id>,
}

/// Where a scope is read, and up to which revision.
pub(super) struct Place<'a> {
    pub(super) region: &'a str,
    pub(super) counter: &'a Counter,
    pub(super) scope: &'a str,
    pub(super) now: i64,
}

/// Reads a scope in the snapshot of `db`; with `whole` every line, without it only those in parts that have changed.
pub(super) fn read(db: &mut Db, place: &Place<'_>, whole: bool) -> Result<Reading> {
    let (id, epoch, scope) = (place.counter.region, &place.counter.epoch, place.scope);
    let previous = rows::newest_manifest(db, id, epoch, scope)?;
    if let Some(text) = &previous {
        let manifest = rows::manifest_of(text)?;
        if rows::newest_change(db, id, scope)? <= manifest.rev {
            return Ok(Reading::Unchanged { manifest: Id::of(text.as_bytes()), rev: manifest.rev });
        }
    }
    let previous = previous.as_deref().map(rows::manifest_of).transpose()?;
    let mut history = rows::history(db, id, epoch, scope)?;
    // What was deleted up to the horizon may be forgotten: no delta can lead from before it any more.
    let horizon = previous.as_ref().map_or(0, |previous| previous.horizon);
    history.retain(|publication| publication.rev >= horizon);
    let anchors = anchors::choose(&history, place.now);
    let near = match anchors.revs.first() {
        Some(from) => rows::changes(db, id, scope, *from, place.counter.rev)?,
        None => Vec::new(),
    };
    let replaced = read_replaced(db, place, previous.as_ref().filter(|_| !whole), &near)?;
    let total = total(previous.as_ref(), &replaced);
    let spans = read_spans(db, place, &anchors, near, total)?;
    Ok(Reading::Changed(Box::new(Material { scope: scope.to_owned(), previous, anchors, replaced, spans })))
}

/// The ranges with a changed key and their lines; all ranges when their number has to change, or nothing is known.
fn read_replaced(
    db: &mut Db,
    place: &Place<'_>,
    previous: Option<&Manifest>,
    near: &[Change],
) -> Result<Vec<(Range, Lines)>> {
    let (region, scope) = (place.counter.region, place.scope);
    if let Some(previous) = previous {
        let mut replaced = Vec::new();
        let buckets: BTreeSet<u8> = near.iter().map(|(key, _)| bucket_of(key)).collect();
        for range in previous.parts.iter().map(PartEntry::range) {
            if buckets.range(range.lo..=range.hi).next().is_some() {
                replaced.push((range, rows::lines(db, region, scope, range)?));
            }
        }
        if parts::count(total(Some(previous), &replaced)) == previous.parts.len() as u64 {
            return Ok(replaced);
        }
    }
    let lines = rows::lines(db, region, scope, Range::ALL)?;
    let ranges = parts::ranges(parts::count(size(&lines)));
    Ok(split(lines, &ranges))
}

/// Distributes ascending lines to `ranges`, which ascend, are equally wide and hold every key.
fn split(lines: Lines, ranges: &[Range]) -> Vec<(Range, Lines)> {
    let mut split: Vec<(Range, Lines)> = ranges.iter().map(|range| (*range, Lines::new())).collect();
    for line in lines {
        let place = usize::from(bucket_of(&line.0)) * ranges.len() / 256;
        split[place].1.push(line);
    }
    split
}

fn size(lines: &Lines) -> u64 {
    lines.iter().map(|(_, line)| line.len() as u64 + 1).sum()
}

/// The size of the scope: that of what is replaced, and of the parts that stay.
fn total(previous: Option<&Manifest>, replaced: &[(Range, Lines)]) -> u64 {
    let staying = previous.into_iter().flat_map(|previous| &previous.parts).filter(|part| stays(part, replaced));
    staying.map(|part| part.size).sum::<u64>() + replaced.iter().map(|(_, lines)| size(lines)).sum::<u64>()
}

/// Whether no replaced range holds any bucket of `part`.
fn stays(part: &PartEntry, replaced: &[(Range, Lines)]) -> bool {
    replaced.iter().all(|(range, _)| part.hi < range.lo || range.hi < part.lo)
}

/// What changed after each anchor, as far back as a delta may be worth it.
fn read_spans(
    db: &mut Db,
    place: &Place<'_>,
    anchors: &Anchors,
    near: Vec<Change>,
    total: u64,
) -> Result<Vec<(i64, Vec<Change>)>> {
    let mut spans = Vec::new();
    let (mut read, mut upto, mut near) = (0, place.counter.rev, Some(near));
    for from in &anchors.revs {
        if read > total / 2 {
            break;
        }
        let changes = match near.take() {
            Some(near) => near,
            None => rows::changes(db, place.counter.region, place.scope, *from, upto)?,
        };
        read += changes.iter().map(|(key, line)| line.as_ref().unwrap_or(key).len() as u64).sum::<u64>();
        upto = *from;
        spans.push((*from, changes));
    }
    Ok(spans)
}

impl Material {
    /// Makes the objects and the manifest of the scope at the counter's revision.
    ///
    /// `held` is what the previous publication held, if that is known. `None` when the changes since then do not lead
    /// to what was read, or when parts that stay cannot be counted: read the whole scope then, and give no `held`.
    pub(super) fn build(self, place: &Place<'_>, held: Option<Contents>) -> Option<Built> {
        let near = self.spans.first().map(|(_, changes)| rows::as_changes(changes)).unwrap_or_default();
        let contents = self.contents(held, &near)?;
        let mut objects = Vec::new();
        let parts = self.parts(&mut objects);
        let mut manifest = Manifest {
            count: contents.count(),
            deltas: Vec::new(),
            epoch: place.counter.epoch.clone(),
            format: FORMAT,
            horizon: place.counter.rev,
            parts,
            patches: Vec::new(),
            region: place.region.to_owned(),
            rev: place.counter.rev,
            scope: self.scope.clone(),
            state: contents.state(),
            v: 1,
        };
        self.add_deltas(&mut manifest, &mut objects);
        let (day, week) = (delta_from(&manifest, self.anchors.day), delta_from(&manifest, self.anchors.week));
        let bytes = manifest.to_bytes();
        let id = Id::of(&bytes);
        objects.push((id, bytes));
        Some(Built { scope: self.scope, manifest, id, objects, contents, day, week })
    }

    /// What the scope holds now, computed from the rows and, where `held` is known, from the delta as well.
    fn contents(&self, held: Option<Contents>, near: &Changes<'_>) -> Option<Contents> {
        let is_whole = self
            .previous
            .as_ref()
            .is_none_or(|previous| !previous.parts.iter().any(|part| stays(part, &self.replaced)));
        let Some(mut held) = held else { return is_whole.then(|| self.read_contents()) };
        held.apply(near);
        let agrees = self.replaced.iter().all(|(range, lines)| {
            lines.iter().all(|(key, line)| held.hash(key) == Some(&Id::of(line.as_bytes())))
                && held.keys_in(*range).count() == lines.len()
        });
        agrees.then_some(held)
    }

    fn read_contents(&self) -> Contents {
        let lines = self.replaced.iter().flat_map(|(_, lines)| lines);
        lines.map(|(key, line)| (key.clone(), Id::of(line.as_bytes()))).collect()
    }

    fn parts(&self, objects: &mut Vec<(Id, Vec<u8>)>) -> Vec<PartEntry> {
        let staying = self.previous.iter().flat_map(|previous| &previous.parts);
        let mut parts: Vec<PartEntry> = staying.filter(|part| stays(part, &self.replaced)).cloned().collect();
        for (range, lines) in &self.replaced {
            let bytes = parts::write(lines.iter().map(|(_, line)| line.as_str()));
            let id = Id::of(&bytes);
            parts.push(PartEntry { hi: range.hi, lo: range.lo, sha256: id, size: bytes.len() as u64 });
            objects.push((id, bytes));
        }
        parts.sort_unstable_by_key(|part| part.lo);
        parts
    }

    /// Adds the deltas that are no larger than half of the parts.
    fn add_deltas(&self, manifest: &mut Manifest, objects: &mut Vec<(Id, Vec<u8>)>) {
        let mut changes = Changes::new();
        for (from, more) in &self.spans {
            changes.extend(rows::as_changes(more));
            let mut entry = DeltaEntry { from: *from, sha256: Id::of(&[]), size: 0, to: manifest.rev };
            let bytes = deltas::write(&manifest.header_of(&entry), &changes);
            entry.size = bytes.len() as u64;
            if entry.size > manifest.total() / 2 {
                return;
            }
            entry.sha256 = Id::of(&bytes);
            objects.push((entry.sha256, bytes));
            manifest.deltas.push(entry);
            manifest.horizon = *from;
        }
    }
}

impl Built {
    /// Takes over the manifest that the mark remembers for this revision: it has been published, or nearly, and a
    /// revision has one manifest.
    pub(super) fn keep_published(&mut self, mark: &Mark, objects: &dyn Objects) {
        let Some(id) = mark.scopes.get(&self.scope).filter(|id| **id != self.id) else { return };
        let bytes = objects.read(id).ok().flatten();
        let published = bytes.and_then(|bytes| Manifest::read(&bytes).ok().flatten());
        let made = &self.manifest;
        let is_same = |published: &Manifest| {
            published.must_be(&made.region, &made.epoch, &made.scope, made.rev).is_ok() && published.state == made.state
        };
        if let Some(published) = published.filter(is_same) {
            (self.id, self.manifest) = (*id, published);
            self.day = self.day.filter(|day| self.manifest.objects().any(|(id, _)| id == *day));
            self.week = self.week.filter(|week| self.manifest.objects().any(|(id, _)| id == *week));
        }
    }
}

fn delta_from(manifest: &Manifest, anchor: Option<i64>) -> Option<Id> {
    let delta = manifest.deltas.iter().find(|delta| Some(delta.from) == anchor)?;
    Some(delta.sha256)
}
