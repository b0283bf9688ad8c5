//! What is told of each row: the outcome of its message, and what was found in its text.

use std::collections::HashMap;

use locales::findings::Code;
use locales::sheets::notes::Note;
use locales::sheets::tables::{Cell, Returned};

use super::merges::{Merge, Merged, Use};
use super::{Done, Fate, Judged, Outcome, Remark, Told, Uploaded, Verdict};

/// The rows of a bundle that there is not.
pub(super) fn unknown(bundle: String, rows: Vec<Returned>) -> Done {
    let rows = rows.into_iter().map(|row| {
        let fate = if row.translation == Cell::Empty { Fate::Empty } else { Fate::Message(Outcome::Rejected) };
        Told { row, fate, remarks: vec![Remark::Row(Note::UnknownBundle)] }
    });
    Done {
        bundle,
        verdict: Verdict::NothingApplicable,
        revision: 0,
        changed: false,
        pending: 0,
        findings: Vec::new(),
        rows: rows.collect(),
    }
}

pub(super) fn told(bundle: String, returned: &[Returned], merged: Merged, uploaded: Uploaded) -> Done {
    let Uploaded { verdict, revision, changed, rows, findings, pending, .. } = uploaded;
    let outcomes: HashMap<&str, Outcome> = rows.iter().map(|row| (row.id.as_str(), row.outcome)).collect();
    let fate = |row: &Merge| fate(row, verdict, row.message.as_deref().and_then(|key| outcomes.get(key)).copied());
    let fates: Vec<Fate> = merged.rows.iter().map(fate).collect();
    let places = places(&merged.rows);
    let mut remarks: Vec<Vec<Remark>> =
        merged.rows.into_iter().map(|row| row.notes.into_iter().map(Remark::Row).collect()).collect();
    let mut elsewhere = Vec::new();
    for judged in findings.into_iter().chain(rows.into_iter().flat_map(|row| row.findings)) {
        match place(&places, &judged) {
            Some(at) => remarks[at].push(Remark::Text(judged)),
            None if judged.finding.key.is_none() => elsewhere.push(judged),
            None => {}
        }
    }
    let rows = returned.iter().cloned().zip(fates).zip(remarks);
    let rows = rows.map(|((row, fate), remarks)| Told { row, fate, remarks }).collect();
    Done { bundle, verdict, revision, changed, pending, findings: elsewhere, rows }
}

fn fate(row: &Merge, verdict: Verdict, outcome: Option<Outcome>) -> Fate {
    match row.used {
        Use::Empty => Fate::Empty,
        Use::Refused => Fate::Message(Outcome::Rejected),
        Use::Same => Fate::Message(Outcome::Unchanged),
        Use::Edited | Use::Conflict if verdict != Verdict::Accepted => Fate::Message(Outcome::Rejected),
        Use::Edited | Use::Conflict => Fate::Message(outcome.unwrap_or(Outcome::Rejected)),
    }
}

/// The row that stands for each key: the first that was edited, or the first.
fn places(rows: &[Merge]) -> HashMap<String, usize> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let is_edited = |row: &Merge| matches!(row.used, Use::Edited | Use::Conflict);
    for (at, row) in rows.iter().enumerate() {
        for key in [Some(row.key.clone()), row.message.clone()].into_iter().flatten() {
            match places.get(&key) {
                Some(first) if is_edited(&rows[*first]) || !is_edited(row) => {}
                _ => {
                    places.insert(key, at);
                }
            }
        }
    }
    places
}

/// The row that a finding is about. That a text is missing, an empty row says itself.
fn place(places: &HashMap<String, usize>, judged: &Judged) -> Option<usize> {
    let key = judged.finding.key.as_deref().filter(|_| judged.finding.code != Code::MissingMessage)?;
    let message = key.split_once('.').map_or(key, |(message, _)| message);
    places.get(key).or_else(|| places.get(message)).copied()
}
