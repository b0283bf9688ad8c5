//! Coverage: how much of a region's pages can be read in which language, and how often its texts change.
//!
//! For each language, the pages that count are those that are published in the language's *source* (for a language
//! without one: in the language itself) and that readers reach: neither archived nor below a page that is archived or
//! published in no language. Each counts once as a page and once with the [words](html::words) of its source text, titles
//! left out, under the [state](translations::state) of its text in the language. A page's *topic* is the root page
//! above it.
//!
//! An outdated text has been *waiting since* the first public version of its source, not a minor one, that it does
//! not follow yet: since the date at which that version's text was changed.
//!
//! The *rhythm* counts the dates at which the public texts of pages were changed, archived pages included: a date
//! counts once per text, so that bringing back a text is no change, in the month it has in the region's time zone.
//! No clock is read: everything follows from the snapshot.

mod rows;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::tz::TimeZone;

use crate::catalog::{self, Catalog};
use crate::db::Db;
use crate::error::Result;
use crate::html;
use crate::languages::RegionLanguage;
use crate::times;
use crate::translations::{self, State};
use rows::Change;

/// How much of a region can be read in each of its active languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The root pages that have pages to count, in tree order.
    pub topics: Vec<Topic>,
    /// All topics together, for each language in the region's order.
    pub languages: Vec<Figures>,
    /// All topics and all translations together: languages without a source do not count.
    pub total: Figures,
    /// Texts changed per month (`2026-11`) and language; what did not change has no entry.
    pub rhythm: BTreeMap<String, BTreeMap<String, usize>>,
}

/// One root page and everything below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The root page.
    pub page: String,
    /// Its figures for each language in the region's order.
    pub languages: Vec<Figures>,
    /// All translations together: languages without a source do not count.
    pub total: Figures,
}

/// How much there is in each state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Counted in pages.
    pub pages: Counts,
    /// Counted in words of the source text.
    pub words: Counts,
    /// Since when the text has been waiting that has waited longest, in milliseconds since 1970, UTC.
    pub waiting_since: Option<i64>,
}

/// A count for each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// A person wrote it, or has read it, and it follows its source.
    pub up_to_date: usize,
    /// The source has changed since.
    pub outdated: usize,
    /// Translated by a machine, not yet read by a person.
    pub machine: usize,
    /// There is no public text.
    pub missing: usize,
}

impl Counts {
    /// All states together.
    pub fn total(&self) -> usize {
        self.up_to_date + self.outdated + self.machine + self.missing
    }

    fn add(&mut self, state: State, count: usize) {
        *match state {
            State::UpToDate => &mut self.up_to_date,
            State::Outdated => &mut self.outdated,
            State::Machine => &mut self.machine,
            State::Missing => &mut self.missing,
        } += count;
    }

    fn join(&mut self, other: &Self) {
        self.up_to_date += other.up_to_date;
        self.outdated += other.outdated;
        self.machine += other.machine;
        self.missing += other.missing;
    }
}

impl Figures {
    fn add(&mut self, text: &Counted) {
        self.pages.add(text.state, 1);
        self.words.add(text.state, text.words);
        self.wait(text.waiting_since);
    }

    fn join(&mut self, other: &Self) {
        self.pages.join(&other.pages);
        self.words.join(&other.words);
        self.wait(other.waiting_since);
    }

    fn wait(&mut self, since: Option<i64>) {
        self.waiting_since = self.waiting_since.into_iter().chain(since).min();
    }
}

/// What one page adds to the figures of one language.
struct Counted {
    state: State,
    words: usize,
    waiting_since: Option<i64>,
}

/// What the figures are made of, besides the catalog.
struct Records {
    /// The words of source texts, by language and page.
    words: HashMap<String, HashMap<String, usize>>,
    /// The public versions of texts, by page and language, oldest first.
    changes: HashMap<(String, String), Vec<Change>>,
}

/// The coverage of the region of `catalog`, which was read from the same snapshot of `db`.
pub fn of_region(db: &mut Db, catalog: &Catalog) -> Result<Coverage> {
    let mut changes: HashMap<(String, String), Vec<Change>> = HashMap::new();
    for change in rows::changes(db, catalog.region.id)? {
        changes.entry((change.item.clone(), change.language.clone())).or_default().push(change);
    }
    let mut words = HashMap::new();
    for source in catalog.languages.iter().map(source_of).collect::<BTreeSet<_>>() {
        let htmls = catalog::htmls(db, catalog.region.id, source)?;
        let counted = htmls.into_iter().map(|(page, html)| (page, html::words(&html)));
        words.insert(source.to_owned(), counted.collect());
    }
    Ok(compute(catalog, &Records { words, changes }))
}

/// The language that decides which pages count: the source, or the language itself.
fn source_of(language: &RegionLanguage) -> &str {
    language.source.as_ref().unwrap_or(&language.key)
}

fn compute(catalog: &Catalog, records: &Records) -> Coverage {
    let roots = catalog.children(None).iter();
    let topics = roots.map(|root| topic(catalog, records, root)).filter(Topic::counts).collect::<Vec<_>>();
    let of_language = |index: usize| join(topics.iter().map(|topic| &topic.languages[index]));
    let languages = (0..catalog.languages.len()).map(of_language).collect();
    let total = join(topics.iter().map(|topic| &topic.total));
    Coverage { languages, total, rhythm: rhythm(catalog, records), topics }
}

impl Topic {
    fn counts(&self) -> bool {
        self.languages.iter().any(|figures| figures.pages.total() > 0)
    }
}

fn topic(catalog: &Catalog, records: &Records, root: &str) -> Topic {
    let mut pages = vec![root];
    pages.extend(catalog.walk(Some(root), None, |_| true));
    let figures = |language: &RegionLanguage| {
        let mut figures = Figures::default();
        pages.iter().filter_map(|page| counted(catalog, records, page, language)).for_each(|text| figures.add(&text));
        figures
    };
    let languages: Vec<Figures> = catalog.languages.iter().map(figures).collect();
    let all = catalog.languages.iter().zip(&languages);
    let total = join(all.filter(|(language, _)| language.source.is_some()).map(|(_, figures)| figures));
    Topic { page: root.to_owned(), languages, total }
}

/// What `page` adds to the figures of `language`; nothing, when it is not published in the source.
fn counted(catalog: &Catalog, records: &Records, page: &str, language: &RegionLanguage) -> Option<Counted> {
    let source = source_of(language);
    catalog.text(page, source)?;
    let state = translations::state(catalog.page(page)?, language);
    let words = records.words.get(source).and_then(|words| words.get(page)).copied().unwrap_or_default();
    let waiting_since = (state == State::Outdated).then(|| waiting_since(catalog, records, page, language)).flatten();
    Some(Counted { state, words, waiting_since })
}

/// The date of the first source version that the text of `page` in `language` should follow and does not.
fn waiting_since(catalog: &Catalog, records: &Records, page: &str, language: &RegionLanguage) -> Option<i64> {
    let followed = catalog.text(page, &language.key)?.source.unwrap_or_default();
    let of_source = records.changes.get(&(page.to_owned(), source_of(language).to_owned()))?;
    of_source.iter().find(|change| change.number > followed && !change.minor).map(|change| change.updated)
}

fn rhythm(catalog: &Catalog, records: &Records) -> BTreeMap<String, BTreeMap<String, usize>> {
    let zone = times::zone(&catalog.region.time_zone);
    let mut rhythm: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for ((_, language), changes) in &records.changes {
        if catalog.language(language).is_none() {
            continue;
        }
        for date in changes.iter().map(|change| change.updated).collect::<BTreeSet<_>>() {
            *rhythm.entry(month(date, &zone)).or_default().entry(language.clone()).or_default() += 1;
        }
    }
    rhythm
}

/// The month of an instant in `zone`, such as `2026-11`.
fn month(millis: i64, zone: &TimeZone) -> String {
    let day = times::day(millis, zone);
    day.rsplit_once('-').map_or(day.clone(), |(month, _)| month.to_owned())
}

fn join<'a>(figures: impl Iterator<Item = &'a Figures>) -> Figures {
    let mut joined = Figures::default();
    figures.for_each(|figures| joined.join(figures));
    joined
}

#[cfg(test)]
mod tests;
