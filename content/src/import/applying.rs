//! Carrying out an import inside the region's lock: items first, then texts, then what is gone.

use std::collections::{HashMap, HashSet};

use crate::error::{Conflict as Refusal, Error, Result};
use crate::import::matching::{self, Cluster};
use crate::import::report::{Conflict, LanguageReport, Matter, Report, Skipped};
use crate::import::rows::{self, Key};
use crate::import::texts::{Incoming, Texts};
use crate::import::{Options, Pair, PairKind, Source};
use crate::items::{self, Item};
use crate::kinds::{Details, Kind};
use crate::languages::{self, RegionLanguage};
use crate::regions::Region;
use crate::stored::Json;
use crate::write::RegionWrite;

/// How many absent pages of a language are never too many.
const FEW: usize = 10;
/// The largest share of a language's pages, in percent, that may vanish without being asked for.
const SHARE: usize = 30;

/// Everything an import knows while it runs.
pub(super) struct Run<'a> {
    pub(super) source: &'a Source,
    pub(super) region: Region,
    pub(super) languages: Vec<RegionLanguage>,
    pub(super) author: String,
    pub(super) report: Report,
}

impl Run<'_> {
    pub(super) fn language(&self, key: &str) -> Option<&RegionLanguage> {
        self.languages.iter().find(|language| language.key == key)
    }

    pub(super) fn of_language(&mut self, key: &str) -> &mut LanguageReport {
        let tag = self.language(key).map_or(key, |language| &language.tag).to_owned();
        self.report.languages.entry(tag).or_default()
    }

    pub(super) fn conflict(&mut self, page: &str, language: Option<&str>, path: &str, matter: Matter) {
        let language = language.map(|key| self.language(key).map_or(key, |language| &language.tag).to_owned());
        self.report.conflicts.push(Conflict { page: page.to_owned(), language, path: path.to_owned(), matter });
    }
}

/// Applies `source` to the locked region.
pub(super) fn apply(tx: &mut RegionWrite<'_>, source: &Source, options: Options) -> Result<Report> {
    let mut run = begin(tx, source)?;
    let region = run.region.id;
    let keys = rows::keys(tx.db(), region, source.name)?;
    let clusters = matching::clusters(source, &run.region.default_language);
    let known = matching::items(&clusters, &keys, &run.region.default_language);
    let mut texts = Texts::load(tx, &run)?;
    let placed = place(tx, &mut run, &clusters, &known)?;
    let present = present(&run, &clusters, &placed, &keys);
    if !options.allow_removals {
        refuse_removals(source, &texts, &present)?;
    }
    let paths = paths(&clusters, &placed, &keys);
    let find = |path: &str| -> Option<String> { paths.get(path).cloned() };
    for key in texts_order(&run) {
        for (cluster, item) in clusters.iter().zip(&placed) {
            if let (Some(page), Some(item)) = (cluster.pages.get(&key), item) {
                let html = super::refer(&page.html, &source.hosts, find);
                texts.bring(tx, &mut run, &Incoming { item, language: &key, page, html })?;
            }
        }
    }
    texts.take_away(tx, &mut run, &present)?;
    remember(tx, source, &clusters, &placed, &keys)?;
    Ok(run.report)
}

/// Gives the region the languages of the source, the default language first.
fn begin<'a>(tx: &mut RegionWrite<'_>, source: &'a Source) -> Result<Run<'a>> {
    let region = tx.region()?;
    let default = region.default_language.clone();
    let mut wanted: Vec<_> = source.languages.iter().map(|language| (&language.tag, language.slug.as_str())).collect();
    wanted.sort_by_key(|(tag, _)| tag.key() != default);
    let default_tag = locales::aliases::from_slug(&default)
        .map_err(|_| Error::invalid("default_language", crate::error::Reason::NotATag))?;
    languages::add(
        tx,
        &default_tag,
        wanted.first().filter(|(tag, _)| tag.key() == default).map_or(&default, |(_, slug)| slug),
        None,
    )?;
    for (tag, slug) in wanted {
        languages::add(tx, tag, slug, Some(&default))?;
    }
    let mut report = Report { region: region.slug.clone(), revision_before: tx.revision(), ..Report::default() };
    report.skipped.clone_from(&source.unreadable);
    for language in &source.languages {
        report.skipped.extend(language.skipped.iter().cloned());
        let pages = language.pages.len();
        report
            .languages
            .insert(language.tag.as_str().to_owned(), LanguageReport { pages, ..LanguageReport::default() });
    }
    let languages = languages::tree(tx.db(), region.id)?;
    Ok(Run { source, region, languages, author: format!("import:{}", source.name), report })
}

/// The languages of the source, the default language first because the others follow it.
fn texts_order(run: &Run<'_>) -> Vec<String> {
    let mut keys: Vec<String> = run.source.languages.iter().map(|language| language.tag.key().to_owned()).collect();
    keys.sort_by_key(|key| (*key != run.region.default_language, key.clone()));
    keys
}

/// Finds or makes the item of every cluster and puts it where the source has it; none where that cannot be.
fn place(
    tx: &mut RegionWrite<'_>,
    run: &mut Run<'_>,
    clusters: &[Cluster<'_>],
    known: &[Option<String>],
) -> Result<Vec<Option<String>>> {
    let default = run.region.default_language.clone();
    let by_path = matching::by_path(clusters);
    let mut parents = Vec::with_capacity(clusters.len());
    let mut orphans = HashSet::new();
    for (index, cluster) in clusters.iter().enumerate() {
        let above = cluster.leading(&default).and_then(|(language, page)| Some((language, page.parent.as_deref()?)));
        let parent = above.and_then(|(language, path)| by_path.get(&(language, path)).copied());
        if above.is_some() && parent.is_none() {
            orphans.insert(index);
        }
        parents.push(parent);
    }
    let (order, circling) = matching::downwards(&parents);
    let mut placed: Vec<Option<String>> = vec![None; clusters.len()];
    let mut existing = existing(tx, run, known)?;
    for index in order {
        let Some((_, page)) = clusters[index].leading(&default) else { continue };
        let parent = parents[index].map(|parent| placed[parent].clone());
        if orphans.contains(&index) || parent == Some(None) {
            skip(run, page.path.as_str(), "the page above it is not in the source");
            continue;
        }
        let spot = Spot { parent: parent.flatten(), order: page.order, icon: page.icon.clone() };
        let item = known[index].as_ref().and_then(|id| existing.remove(id));
        placed[index] = Some(match item {
            Some(item) => settle(tx, run, item, spot, &page.path)?,
            None => create(tx, run, spot, &page.path)?,
        });
    }
    for index in circling {
        if let Some((_, page)) = clusters[index].leading(&default) {
            skip(run, page.path.as_str(), "it is below itself in the source");
        }
    }
    Ok(placed)
}

fn existing(tx: &mut RegionWrite<'_>, run: &Run<'_>, known: &[Option<String>]) -> Result<HashMap<String, Item>> {
    if known.iter().all(Option::is_none) {
        return Ok(HashMap::new());
    }
    let items = items::rows::of_region(tx.db(), run.region.id, Kind::Page)?;
    Ok(items.into_iter().map(|item| (item.id.clone(), item)).collect())
}

fn skip(run: &mut Run<'_>, path: &str, reason: &str) {
    run.report.skipped.push(Skipped { place: path.to_owned(), reason: reason.to_owned() });
}

/// Where the source has a page, and its icon.
struct Spot {
    parent: Option<String>,
    order: i64,
    icon: Option<String>,
}

/// Makes an item whose id is the same wherever this page is imported first.
fn create(tx: &mut RegionWrite<'_>, run: &mut Run<'_>, spot: Spot, path: &str) -> Result<String> {
    let name = format!("{}/{}/{path}", run.region.slug, Kind::Page.as_str());
    let mut id = RegionWrite::named_id(&name);
    let mut suffix = 1;
    while items::rows::find(tx.db(), &id)?.is_some() {
        suffix += 1;
        id = RegionWrite::named_id(&format!("{name}#{suffix}"));
    }
    run.report.created += 1;
    let item = Item {
        id,
        region: run.region.id,
        kind: Kind::Page,
        parent: spot.parent,
        position: spot.order,
        archived: false,
        archived_by: None,
        placed_by: run.author.clone(),
        details: Json(Details { icon: spot.icon, ..Details::default() }),
        checked: None,
        number: 1,
        created: tx.now(),
    };
    items::insert(tx, item).map(|item| item.id)
}

/// Moves a known item to its spot and brings it back, unless an editor decided otherwise.
fn settle(tx: &mut RegionWrite<'_>, run: &mut Run<'_>, mut item: Item, spot: Spot, path: &str) -> Result<String> {
    let id = item.id.clone();
    let before = item.clone();
    if item.archived && item.archived_by.as_deref() == Some(run.author.as_str()) {
        item.archived = false;
        item.archived_by = None;
        run.report.restored += 1;
    } else if item.archived {
        run.conflict(&id, None, path, Matter::ArchivedHere);
    }
    let moved = (&item.parent, item.position) != (&spot.parent, spot.order);
    if moved && item.placed_by == run.author {
        item.parent = spot.parent;
        item.position = spot.order;
        run.report.moved += 1;
    } else if moved {
        run.conflict(&id, None, path, Matter::MovedHere);
    }
    item.details.0.icon = spot.icon;
    if item != before {
        items::save(tx, item)?;
    }
    Ok(id)
}

/// The item behind every path that this import or an earlier one has seen, in any language.
fn paths(clusters: &[Cluster<'_>], placed: &[Option<String>], keys: &[Key]) -> HashMap<String, String> {
    let old = keys.iter().filter(|key| key.pair.kind == PairKind::Path);
    let mut paths: HashMap<String, String> = old.map(|key| (key.pair.value.clone(), key.item.clone())).collect();
    for (cluster, item) in clusters.iter().zip(placed) {
        if let Some(item) = item {
            let own = cluster.pairs.iter().filter(|pair| pair.kind == PairKind::Path);
            paths.extend(own.map(|pair| (pair.value.clone(), item.clone())));
        }
    }
    paths
}

/// The texts that the source has, also those it has in a form that cannot be used.
fn present(
    run: &Run<'_>,
    clusters: &[Cluster<'_>],
    placed: &[Option<String>],
    keys: &[Key],
) -> HashSet<(String, String)> {
    let mut present = HashSet::new();
    for (cluster, item) in clusters.iter().zip(placed) {
        if let Some(item) = item {
            present.extend(cluster.pages.keys().map(|language| (item.clone(), language.clone())));
        }
    }
    let by_pair: HashMap<&Pair, &str> = keys.iter().map(|key| (&key.pair, key.item.as_str())).collect();
    let unplaced = clusters.iter().zip(placed).filter(|(_, item)| item.is_none());
    let unplaced = unplaced.flat_map(|(cluster, _)| cluster.pairs.iter());
    let seen = run.source.languages.iter().flat_map(|language| &language.seen);
    for pair in unplaced.chain(seen) {
        if let Some(item) = by_pair.get(pair) {
            present.insert(((*item).to_owned(), pair.language.clone()));
        }
    }
    present
}

/// Refuses to take away so much of a language that it looks like a mistake of the source.
fn refuse_removals(source: &Source, texts: &Texts, present: &HashSet<(String, String)>) -> Result<()> {
    for language in source.languages.iter().filter(|language| language.is_complete) {
        let (known, absent) = texts.absent(language.tag.key(), present);
        if absent > FEW && absent * 100 > known * SHARE {
            let language = language.tag.as_str().to_owned();
            return Err(Error::Conflict(Refusal::Removals { language, absent, known }));
        }
    }
    Ok(())
}

/// Notes every name seen, unless the last import has seen exactly these.
fn remember(
    tx: &mut RegionWrite<'_>,
    source: &Source,
    clusters: &[Cluster<'_>],
    placed: &[Option<String>],
    keys: &[Key],
) -> Result<()> {
    let last = keys.iter().map(|key| key.run).max().unwrap_or_default();
    let known: HashMap<&Pair, (&str, i64)> = keys.iter().map(|key| (&key.pair, (key.item.as_str(), key.run))).collect();
    let seen = clusters.iter().zip(placed).filter_map(|(cluster, item)| Some((cluster, item.as_deref()?)));
    let seen: Vec<(&Pair, &str)> =
        seen.flat_map(|(cluster, item)| cluster.pairs.iter().map(move |p| (p, item))).collect();
    if seen.iter().all(|(pair, item)| known.get(pair) == Some(&(*item, last))) {
        return Ok(());
    }
    let region = tx.region_id();
    for (pair, item) in seen {
        let key = Key { pair: pair.clone(), item: item.to_owned(), run: last + 1 };
        rows::put_key(tx.db(), region, source.name, &key)?;
    }
    tx.wrote();
    Ok(())
}
