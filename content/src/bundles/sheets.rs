//! Spreadsheets of bundles: what a translator gets, and what becomes of the rows that come back.

mod answers;
mod merges;
mod pages;

use std::collections::BTreeMap;
use std::sync::Arc;

use locales::sheets::notes::Note;
use locales::sheets::tables::Returned;
use locales::tags::Tag;

use self::merges::Merged;
pub use self::pages::{Held, Page, Sheets, mark, read};
use super::uploads::{self, Exception, Judged, Mode, Options, Outcome, Upload, Uploaded, Verdict};
use super::{Address, rows};
use crate::audit::Behalf;
use crate::db::Store;
use crate::error::{Error, Result};
use crate::items::Base;

/// How often rows are merged again because the texts have changed meanwhile.
const ATTEMPTS: usize = 3;

/// The layers that a spreadsheet is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layers {
    /// The region; none for the default layers.
    pub region: Option<i64>,
    /// The language.
    pub language: Tag,
    /// The only bundle; none for all.
    pub bundle: Option<String>,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// There is no text in it: what is there stays.
    Empty,
    /// What became of its message.
    Message(Outcome),
}

impl Fate {
    /// Its stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Message(outcome) => outcome.as_str(),
        }
    }
}

/// What is said of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// About the row itself.
    Row(Note),
    /// About its text.
    Text(Judged),
}

/// A row, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The row as it came.
    pub row: Returned,
    /// What became of it.
    pub fate: Fate,
    /// What is said of it.
    pub remarks: Vec<Remark>,
}

/// What became of the rows of one bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The name of the bundle.
    pub bundle: String,
    /// Whether its rows were taken at all.
    pub verdict: Verdict,
    /// The number of the newest revision now; 0 when there is none.
    pub revision: i64,
    /// Whether a revision was made.
    pub changed: bool,
    /// How many regions are still to follow.
    pub pending: usize,
    /// What was found that is about none of its rows.
    pub findings: Vec<Judged>,
    /// Its rows, in the order of the file.
    pub rows: Vec<Told>,
}

/// Takes the rows of a spreadsheet, or tries them: each bundle gets a revision of its own.
///
/// A bundle that cannot be written ends the upload; those before it are written already, and the same rows again change
/// nothing in them.
pub async fn upload(
    store: &Store,
    layers: Layers,
    returned: Vec<Returned>,
    options: Options,
    behalf: Behalf,
) -> Result<Vec<Done>> {
    let known = store.read(rows::names).await?;
    let mut order: Vec<String> = Vec::new();
    let mut of_bundle: BTreeMap<String, Vec<Returned>> = BTreeMap::new();
    for row in returned {
        let rows = of_bundle.entry(row.bundle.clone()).or_default();
        if rows.is_empty() {
            order.push(row.bundle.clone());
        }
        rows.push(row);
    }
    let mut done = Vec::new();
    for bundle in order {
        let rows = of_bundle.remove(&bundle).unwrap_or_default();
        let is_wanted = layers.bundle.as_ref().is_none_or(|wanted| *wanted == bundle);
        if !is_wanted || !known.contains(&bundle) {
            done.push(answers::unknown(bundle, rows));
            continue;
        }
        let at = Address { region: layers.region, language: layers.language.clone(), name: bundle };
        done.push(take(store, at, Arc::new(rows), &options, &behalf).await?);
    }
    Ok(done)
}

async fn take(
    store: &Store,
    at: Address,
    rows: Arc<Vec<Returned>>,
    options: &Options,
    behalf: &Behalf,
) -> Result<Done> {
    for _ in 0..ATTEMPTS {
        let place = at.clone();
        let page = store.read(move |db| pages::page(db, &place, &[])).await?;
        let Some(page) = page else { break };
        let sent = Arc::clone(&rows);
        let merged = tokio::task::spawn_blocking(move || merges::merge(&page, &sent)).await;
        let merged = merged.map_err(|stopped| Error::Unavailable(stopped.to_string()))?;
        match write(store, &at, &merged, options, behalf).await {
            Err(Error::Stale { .. }) => {}
            uploaded => return Ok(answers::told(at.name, &rows, merged, uploaded?)),
        }
    }
    Err(Error::Unavailable("the texts change too often".to_owned()))
}

/// Uploads what was merged; rows that change nothing are only checked.
async fn write(store: &Store, at: &Address, merged: &Merged, options: &Options, behalf: &Behalf) -> Result<Uploaded> {
    let is_change = merged.is_edit || options.state.is_some() || options.origin.is_some();
    if merged.file.is_empty() {
        return Ok(Uploaded {
            verdict: Verdict::Accepted,
            revision: merged.number,
            changed: false,
            rows: Vec::new(),
            removed: 0,
            findings: Vec::new(),
            pending: 0,
        });
    }
    let options = Options {
        dry_run: options.dry_run || !is_change,
        mode: Mode::Additive,
        exceptions: merged.exceptions.clone(),
        ..options.clone()
    };
    let base = if merged.number == 0 { Base::None } else { Base::Number(merged.number) };
    let upload = Upload { file: merged.file.clone(), base: Some(base), options, behalf: behalf.clone() };
    uploads::upload(store, at.clone(), upload).await
}
