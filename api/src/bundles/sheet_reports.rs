//! What has become of a spreadsheet, row by row, in the reader's language.

use std::collections::BTreeMap;

use content::bundles::sheets::{Done, Fate, Remark, Told};
use content::bundles::uploads::{Outcome, Verdict};
use locales::sheets::tables::Cell;
use locales::tags::Tag;
use locales::texts;
use serde::Serialize;
use utoipa::ToSchema;

use super::reports::{Finding, told};
use super::sheets::{Answered, Answers};

/// What has become of a spreadsheet.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SheetReport {
    /// The tag of the language.
    #[schema(example = "uk")]
    language: String,
    /// Whether it was only tried.
    dry_run: bool,
    /// The bundles of its rows, in their order.
    bundles: Vec<SheetBundle>,
}

/// What has become of the rows of one bundle.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SheetBundle {
    /// The name of the bundle.
    #[schema(example = "app")]
    bundle: String,
    /// Whether its rows were taken at all; if not, its findings or those of the rows tell why.
    accepted: bool,
    /// The number of the newest revision; 0 when there is none.
    #[schema(example = 2)]
    revision: i64,
    /// Whether a revision was made.
    changed: bool,
    /// How many regions are still to follow; they do so by themselves.
    #[schema(example = 0)]
    pending: usize,
    /// How many rows there are of each outcome.
    #[schema(example = json!({"unchanged": 120, "updated": 3, "empty": 40}))]
    counts: BTreeMap<&'static str, usize>,
    /// What was found that is about none of its rows.
    findings: Vec<Finding>,
    /// Its rows.
    rows: Vec<SheetRow>,
}

/// What has become of one row.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SheetRow {
    /// The worksheet; empty for CSV.
    #[schema(example = "app")]
    sheet: String,
    /// The row as the program numbers it: the titles are in row 1.
    #[schema(example = 12)]
    row: usize,
    /// The column of the translation.
    #[schema(example = "H")]
    column: String,
    /// The message, or `id.attribute`.
    #[schema(example = "search-results")]
    key: String,
    /// The variant; empty when there is one text only.
    #[schema(example = "$count [few]")]
    form: String,
    /// `created`, `updated`, `unchanged`, `skipped`, `conflict`, `rejected`, `unknown`, or `empty`: what was there stays.
    #[schema(example = "updated")]
    outcome: &'static str,
    /// What was found in it.
    findings: Vec<SheetFinding>,
}

/// Something that was found in a row.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SheetFinding {
    /// Stable: programs decide by it.
    #[schema(example = "formula")]
    code: &'static str,
    /// `error`, `warning` or `info`.
    #[schema(example = "error")]
    severity: &'static str,
    /// What is wrong and what to do, in the language of the request.
    message: String,
}

impl SheetReport {
    pub(super) fn of(language: &Tag, done: Vec<Done>, dry_run: bool, reader: &Tag) -> Self {
        let bundles = done.into_iter().map(|done| SheetBundle::of(done, reader)).collect();
        Self { language: language.to_string(), dry_run, bundles }
    }
}

impl SheetBundle {
    fn of(done: Done, reader: &Tag) -> Self {
        let mut counts = BTreeMap::new();
        for row in &done.rows {
            *counts.entry(row.fate.as_str()).or_default() += 1;
        }
        Self {
            bundle: done.bundle,
            accepted: done.verdict == Verdict::Accepted,
            revision: done.revision,
            changed: done.changed,
            pending: done.pending,
            counts,
            findings: told(done.findings, reader),
            rows: done.rows.into_iter().map(|row| SheetRow::of(row, reader)).collect(),
        }
    }
}

impl SheetRow {
    fn of(told: Told, reader: &Tag) -> Self {
        let findings = findings(&told, reader);
        let Told { row, fate, .. } = told;
        Self {
            sheet: row.sheet,
            row: row.row,
            column: row.column,
            key: row.key,
            form: row.form,
            outcome: fate.as_str(),
            findings,
        }
    }
}

fn findings(told: &Told, reader: &Tag) -> Vec<SheetFinding> {
    let cell = format!("{}{}", told.row.column, told.row.row);
    let said = |remark: &Remark| match remark {
        Remark::Row(note) => {
            SheetFinding { code: note.code(), severity: note.severity().as_str(), message: note.message(&cell, reader) }
        }
        Remark::Text(judged) => SheetFinding {
            code: judged.finding.code.as_str(),
            severity: judged.finding.severity.as_str(),
            message: judged.finding.message(reader),
        },
    };
    told.remarks.iter().map(said).collect()
}

/// The same as texts for the cells of a sheet.
pub(super) fn of_rows(done: &[Done], reader: &Tag) -> Answers {
    let mut known = BTreeMap::new();
    for bundle in done {
        let of_bundle: Vec<String> = bundle.findings.iter().map(|judged| judged.finding.message(reader)).collect();
        for (at, told) in bundle.rows.iter().enumerate() {
            let mut lines: Vec<String> = if at == 0 { of_bundle.clone() } else { Vec::new() };
            lines.extend(findings(told, reader).into_iter().map(|finding| finding.message));
            let is_taken =
                !matches!(told.fate, Fate::Message(Outcome::Rejected | Outcome::Conflict | Outcome::Skipped));
            let kept = match &told.row.translation {
                Cell::Text(text) | Cell::Number(text) if !is_taken => Some(text.clone()),
                _ => None,
            };
            let outcome = texts::text(reader, &format!("sheet-outcome-{}", told.fate.as_str()), &[]);
            let name = (told.row.bundle.clone(), told.row.key.clone(), told.row.form.clone());
            let answered = Answered { outcome, findings: lines.join("\n"), kept };
            known.entry(name).or_insert(answered);
        }
    }
    Answers { known }
}
