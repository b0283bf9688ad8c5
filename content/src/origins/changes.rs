//! What has changed at the origins of a region's copies since somebody looked.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::rows::{self, Row};
use crate::db::Db;
use crate::error::Result;
use crate::items::{self, Item};
use crate::languages::{self, RegionLanguage};
use crate::regions;
use crate::stored::text_enum;
use crate::versions::{self, State};

/// The most changes that are listed at once.
pub const MOST: usize = 1000;
/// How many origins are looked at at a time; bounds the memory that a large region takes.
const CHUNK: usize = 200;

text_enum! {
    /// What has happened at an origin.
    pub enum Change {
        /// Its text has a newer public version.
        Changed = "changed",
        /// It has a public text in a language in which the copy was not made.
        Added = "added",
        /// Its text was withdrawn.
        Withdrawn = "withdrawn",
        /// It, or a page above it, is archived.
        Archived = "archived",
    }
}

/// A change at the origin of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginChange {
    /// The copy.
    pub page: String,
    /// The key of the language.
    pub language: String,
    /// The slug of the origin's region.
    pub region: String,
    /// The origin.
    pub origin: String,
    /// What has happened.
    pub change: Change,
    /// The origin's version that the copy was made from, or that was last looked at; 0 when there was none.
    pub seen: i64,
    /// The origin's version that nobody has looked at; none when it is archived.
    pub version: Option<i64>,
}

/// The changes at the origins of the copies in `region`, by page and language, at most [`MOST`].
pub fn changes(db: &mut Db, region: i64) -> Result<Vec<OriginChange>> {
    let own: BTreeSet<String> = active(db, region)?.into_iter().map(|language| language.key).collect();
    let mut copies = BTreeMap::<String, Vec<Row>>::new();
    for row in rows::of_region(db, region)? {
        copies.entry(row.item.clone()).or_default().push(row);
    }
    let copies: Vec<(String, Vec<Row>)> = copies.into_iter().collect();
    let mut found = Vec::new();
    for chunk in copies.chunks(CHUNK) {
        let origins = Origins::of(db, chunk)?;
        for (page, texts) in chunk {
            found.extend(origins.changes(page, texts, &own));
        }
        if found.len() >= MOST {
            break;
        }
    }
    found.truncate(MOST);
    Ok(found)
}

fn active(db: &mut Db, region: i64) -> Result<Vec<RegionLanguage>> {
    let mut languages = languages::tree(db, region)?;
    languages.retain(|language| language.active);
    Ok(languages)
}

/// Pages that others were copied from, as they stand.
struct Origins {
    items: HashMap<String, Item>,
    /// They and everything above them.
    known: HashMap<String, Item>,
    /// The slug and the active languages of their regions.
    regions: HashMap<i64, (String, BTreeSet<String>)>,
    /// The newest public or withdrawn version, by page and language.
    newest: HashMap<(String, String), (i64, State)>,
}

impl Origins {
    fn of(db: &mut Db, copies: &[(String, Vec<Row>)]) -> Result<Self> {
        let ids: BTreeSet<&String> = copies.iter().flat_map(|(_, texts)| texts).map(|row| &row.origin).collect();
        let ids: Vec<String> = ids.into_iter().cloned().collect();
        let items = items::rows::find_all(db, &ids)?;
        let known = items::with_ancestors(db, items.clone())?;
        let mut regions = HashMap::new();
        for id in items.iter().map(|item| item.region).collect::<BTreeSet<i64>>() {
            let languages = active(db, id)?.into_iter().map(|language| language.key).collect();
            regions.insert(id, (regions::by_id(db, id)?.slug, languages));
        }
        let mut newest = HashMap::new();
        for run in versions::rows::runs(db, &ids)? {
            newest.insert((run.item, run.language), (run.last.unwrap_or_default(), run.state));
        }
        Ok(Self { items: items.into_iter().map(|item| (item.id.clone(), item)).collect(), known, regions, newest })
    }

    /// What has changed for the copy `page`, whose texts were made as `rows` say; `own` are the languages of its region.
    fn changes(&self, page: &str, rows: &[Row], own: &BTreeSet<String>) -> Vec<OriginChange> {
        let mut found: Vec<OriginChange> = rows.iter().filter_map(|row| self.change(row)).collect();
        let has = |language: &String| rows.iter().any(|row| row.language == *language);
        // All texts of a copy come from one page; a language that is new there has no row yet.
        for language in own.iter().filter(|language| !has(language)) {
            let Some(origin) = rows.first().map(|row| row.origin.clone()) else { continue };
            let (item, language) = (page.to_owned(), language.clone());
            let change = self.change(&Row { item, language, origin, version: 0 });
            found.extend(
                change
                    .filter(|change| change.change == Change::Changed)
                    .map(|change| OriginChange { change: Change::Added, ..change }),
            );
        }
        found.sort_by(|a, b| a.language.cmp(&b.language));
        found
    }

    fn change(&self, row: &Row) -> Option<OriginChange> {
        let item = self.items.get(&row.origin)?;
        let (region, languages) = self.regions.get(&item.region)?;
        let newest = self.newest.get(&(row.origin.clone(), row.language.clone())).copied();
        let (change, version) = match newest {
            _ if items::is_hidden(item, &self.known) => (Change::Archived, None),
            Some((number, _)) if number <= row.version => return None,
            Some((number, State::Public)) if languages.contains(&row.language) => (Change::Changed, Some(number)),
            Some((number, State::Withdrawn)) => (Change::Withdrawn, Some(number)),
            _ => return None,
        };
        Some(OriginChange {
            page: row.item.clone(),
            language: row.language.clone(),
            region: region.clone(),
            origin: row.origin.clone(),
            change,
            seen: row.version,
            version,
        })
    }
}
