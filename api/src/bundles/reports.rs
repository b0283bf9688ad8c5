//! What an upload has done, row by row, in the reader's language.

use content::bundles::Address;
use content::bundles::uploads::{Judged, Outcome, Row as Done, Uploaded};
use locales::i18next::Doubtful;
use locales::tags::Tag;
use serde::Serialize;
use utoipa::ToSchema;

use super::doubts::{self, Doubt};

/// What an upload has done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Report {
    /// The name of the bundle.
    #[schema(example = "app")]
    bundle: String,
    /// The tag of the language.
    #[schema(example = "en")]
    language: String,
    /// The number of the newest revision, which is in the ETag as well; 0 when there is none.
    #[schema(example = 2)]
    revision: i64,
    /// Whether a revision was made.
    changed: bool,
    /// Whether it was only tried.
    dry_run: bool,
    /// How many regions are still to follow changes of the bundle, this one or earlier ones; they do so by themselves.
    #[schema(example = 0)]
    pending: usize,
    /// How many messages there are of each outcome.
    counts: Counts,
    /// What was found that is about no message of the file.
    findings: Vec<Finding>,
    /// What became of each message of the file, in its order.
    rows: Vec<Row>,
    /// What a file of i18next says that could be read in two ways, or could not be carried over; at most 1,000.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    doubts: Vec<Doubt>,
    /// How many rows, findings and doubts were left out, so that the answer about many files stays short.
    #[serde(skip_serializing_if = "is_zero")]
    left_out: usize,
}

/// How many messages there are of each outcome.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct Counts {
    /// New.
    #[schema(example = 12)]
    created: usize,
    /// Changed.
    #[schema(example = 3)]
    updated: usize,
    /// As they were.
    #[schema(example = 240)]
    unchanged: usize,
    /// Kept, because they have another text.
    #[schema(example = 0)]
    skipped: usize,
    /// Kept, with the new text as a suggestion.
    #[schema(example = 0)]
    conflict: usize,
    /// Not accepted; the text that was accepted before is still served.
    #[schema(example = 1)]
    rejected: usize,
    /// Not in the source text: kept, and not served.
    #[schema(example = 0)]
    unknown: usize,
    /// Removed, because the file that replaces the layer lacks them.
    #[schema(example = 0)]
    removed: usize,
}

/// What became of one message.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Row {
    /// The message (`id`), or the term (`-id`).
    #[schema(example = "login-title")]
    id: String,
    /// `created`, `updated`, `unchanged`, `skipped`, `conflict`, `rejected` or `unknown`.
    #[schema(value_type = String, example = "rejected")]
    outcome: Outcome,
    /// What was found in it.
    findings: Vec<Finding>,
}

/// Something that was found in a file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Finding {
    /// Stable: programs decide by it.
    #[schema(example = "unknown-variable")]
    code: &'static str,
    /// `error`: the message is not accepted; `warning`: accepted and worth a look; `info`: nothing to do.
    #[schema(example = "error")]
    severity: &'static str,
    /// The message, or `id.attribute`; null when it is about the whole file.
    #[schema(example = "login-title")]
    key: Option<String>,
    /// The line, from 1.
    #[schema(example = 12)]
    line: usize,
    /// The character in the line, from 1.
    #[schema(example = 15)]
    column: usize,
    /// What is wrong and what to do, in the language of the request.
    message: String,
    /// Somebody has found the warning right for this text.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    acknowledged: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl Report {
    /// The report for a reader of `language`.
    pub(super) fn of(at: &Address, uploaded: Uploaded, doubts: &[Doubtful], dry_run: bool, language: &Tag) -> Self {
        let Uploaded { revision, changed, rows, removed, findings, pending, .. } = uploaded;
        Self {
            bundle: at.name.clone(),
            language: at.language.to_string(),
            revision,
            changed,
            dry_run,
            pending,
            counts: Counts::of(&rows, removed),
            findings: told(findings, language),
            rows: rows
                .into_iter()
                .map(|Done { id, outcome, findings }| Row { id, outcome, findings: told(findings, language) })
                .collect(),
            doubts: doubts::told(doubts, language),
            left_out: 0,
        }
    }

    /// Whether the layer is, or would be, another one now.
    pub(super) fn is_change(&self) -> bool {
        self.changed || (self.dry_run && !self.counts.are_unchanged())
    }

    /// Whether this is the first revision.
    pub(super) fn is_first(&self) -> bool {
        self.changed && self.revision == 1
    }

    /// The number of the newest revision.
    pub(crate) fn revision(&self) -> i64 {
        self.revision
    }

    /// Leaves out what is more than there is `room` for, which it takes from.
    pub(super) fn shorten(&mut self, room: &mut usize) {
        let whole = self.size();
        keep(&mut self.findings, room, |_| 1);
        keep(&mut self.doubts, room, |_| 1);
        keep(&mut self.rows, room, |row| 1 + row.findings.len());
        self.left_out = whole - self.size();
    }

    fn size(&self) -> usize {
        let in_rows: usize = self.rows.iter().map(|row| 1 + row.findings.len()).sum();
        self.findings.len() + self.doubts.len() + in_rows
    }
}

impl Counts {
    fn of(rows: &[Done], removed: usize) -> Self {
        let mut counts = Self { removed, ..Self::default() };
        for row in rows {
            *match row.outcome {
                Outcome::Created => &mut counts.created,
                Outcome::Updated => &mut counts.updated,
                Outcome::Unchanged => &mut counts.unchanged,
                Outcome::Skipped => &mut counts.skipped,
                Outcome::Conflict => &mut counts.conflict,
                Outcome::Rejected => &mut counts.rejected,
                Outcome::Unknown => &mut counts.unknown,
            } += 1;
        }
        counts
    }

    fn are_unchanged(&self) -> bool {
        let Self { created, updated, conflict, unknown, removed, .. } = self;
        created + updated + conflict + unknown + removed == 0
    }
}

/// Keeps as many of `parts`, from the first, as there is `room` for.
fn keep<T>(parts: &mut Vec<T>, room: &mut usize, size: impl Fn(&T) -> usize) {
    let fitting = parts.iter().take_while(|part| {
        let left = room.checked_sub(size(part));
        *room = left.unwrap_or_default();
        left.is_some()
    });
    let fitting = fitting.count();
    parts.truncate(fitting);
}

pub(super) fn told(findings: Vec<Judged>, language: &Tag) -> Vec<Finding> {
    let told = |Judged { finding, acknowledged }: Judged| Finding {
        code: finding.code.as_str(),
        severity: finding.severity.as_str(),
        line: finding.place.line,
        column: finding.place.column,
        message: finding.message(language),
        key: finding.key,
        acknowledged,
    };
    findings.into_iter().map(told).collect()
}
