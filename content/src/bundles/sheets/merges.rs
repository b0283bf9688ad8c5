//! Rows that come back, put together with the texts as they are now: what was edited, and what has changed meanwhile.

use std::collections::{BTreeMap, HashMap};

use locales::checks::{self, Against};
use locales::resources::Resource;
use locales::sheets::notes::Note;
use locales::sheets::tables::{Cell, Returned};
use locales::sheets::{files, lines, repairs};
use locales::tags::Tag;

use super::pages::{Held, Page, mark};
use super::{Exception, uploads};
use crate::bundles::{SOURCE, State, without_comment};

/// The most rows that one message has.
const MAX_ROWS: usize = 500;

/// How a row was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Empty,
    Same,
    Edited,
    Conflict,
    Refused,
}

/// A row that was read.
#[derive(Clone, Debug)]
pub(super) struct Merge {
    pub(super) used: Use,
    /// The message that it is about.
    pub(super) message: Option<String>,
    pub(super) key: String,
    pub(super) notes: Vec<Note>,
    text: String,
}

/// What rows make of a layer.
#[derive(Clone, Debug)]
pub(super) struct Merged {
    pub(super) number: i64,
    pub(super) file: Vec<u8>,
    pub(super) is_edit: bool,
    pub(super) exceptions: BTreeMap<String, Exception>,
    /// In the order of the rows.
    pub(super) rows: Vec<Merge>,
}

pub(super) fn merge(page: &Page, returned: &[Returned]) -> Merged {
    let known = Known::of(page);
    let mut rows: Vec<Merge> = returned.iter().map(|row| known.read(row)).collect();
    refuse_duplicates(returned, &mut rows);
    let mut of_message: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(message) = row.message.as_ref().and_then(|key| known.messages.get(key.as_str())) {
            of_message.entry(*message).or_default().push(at);
        }
    }
    let (mut texts, mut exceptions) = (BTreeMap::new(), BTreeMap::new());
    for (message, places) in of_message {
        let held = &page.messages[message];
        if let Some(text) = edit(held, returned, &mut rows, &places) {
            if let Some(exception) = exception(held, returned, &mut rows, &places) {
                exceptions.insert(held.key.clone(), exception);
            }
            texts.insert(held.key.clone(), text);
        }
    }
    let is_edit = !texts.is_empty();
    Merged { number: page.number, file: file(page, texts).into_bytes(), is_edit, exceptions, rows }
}

/// The messages of a page by their names.
struct Known<'p> {
    page: &'p Page,
    messages: HashMap<&'p str, usize>,
    /// Which message each key of a row is about, by its lower-case form.
    keys: HashMap<String, Vec<(&'p str, usize)>>,
}

impl<'p> Known<'p> {
    fn of(page: &'p Page) -> Self {
        let mut known = Self { page, messages: HashMap::new(), keys: HashMap::new() };
        for (at, held) in page.messages.iter().enumerate() {
            known.messages.insert(&held.key, at);
            for line in &held.lines {
                let keys = known.keys.entry(line.key.to_ascii_lowercase()).or_default();
                if !keys.iter().any(|(key, _)| *key == line.key) {
                    keys.push((&line.key, at));
                }
            }
        }
        known
    }

    fn read(&self, row: &Returned) -> Merge {
        let keys = self.keys.get(&row.key.to_ascii_lowercase()).map(Vec::as_slice).unwrap_or_default();
        let found = match keys {
            [only] => Some(only),
            several => several.iter().find(|(key, _)| *key == row.key),
        };
        let mut notes = Vec::new();
        let Some((key, at)) = found else {
            let used = if row.translation == Cell::Empty { Use::Empty } else { Use::Refused };
            notes.push(Note::UnknownKey);
            return Merge { used, message: None, key: row.key.clone(), notes, text: String::new() };
        };
        let held = &self.page.messages[*at];
        let repaired = repairs::repaired(row.translation.text(), &held.names);
        let mut used = Use::Same;
        match &row.translation {
            Cell::Empty => used = Use::Empty,
            Cell::Formula => (used, notes) = (Use::Refused, vec![Note::Formula]),
            Cell::Date => (used, notes) = (Use::Refused, vec![Note::Date]),
            Cell::Number(_) => notes.push(Note::Number),
            Cell::Text(text) if text.replace("\r\n", "\n") != repaired => notes.push(Note::Repaired),
            Cell::Text(_) => {}
        }
        if used == Use::Same {
            used = compared(held, key, row, &repaired);
        }
        Merge { used, message: Some(held.key.clone()), key: (*key).to_owned(), notes, text: repaired }
    }
}

/// Whether a text was edited, and whether the text that it was made from is still there.
fn compared(held: &Held, key: &str, row: &Returned, text: &str) -> Use {
    let mut lines = held.lines.iter().filter(|line| line.key == key);
    let is_untouched = mark(text) == row.current_hash;
    let Some(now) = lines.clone().find(|line| line.form == row.form) else {
        let is_new = lines.all(|line| line.current.is_empty());
        return if is_untouched {
            Use::Same
        } else if is_new {
            Use::Edited
        } else {
            Use::Conflict
        };
    };
    if is_untouched || now.current.trim() == text.trim() {
        Use::Same
    } else if mark(&now.current) == row.current_hash {
        Use::Edited
    } else {
        Use::Conflict
    }
}

/// Of rows about the same text none is taken, unless they say the same.
fn refuse_duplicates(returned: &[Returned], rows: &mut [Merge]) {
    let mut first: HashMap<(String, &str), usize> = HashMap::new();
    for (at, row) in returned.iter().enumerate() {
        if rows[at].message.is_none() {
            continue;
        }
        let Some(earlier) = first.get(&(rows[at].key.clone(), row.form.as_str())).copied() else {
            first.insert((rows[at].key.clone(), &row.form), at);
            continue;
        };
        let is_same = rows[earlier].text == rows[at].text;
        rows[at].notes.push(Note::Duplicate { row: returned[earlier].row });
        rows[at].used = if is_same { Use::Same } else { Use::Refused };
        if !is_same {
            rows[earlier].used = Use::Refused;
            rows[earlier].notes.push(Note::Duplicate { row: row.row });
        }
        // It has no place in the message any more.
        rows[at].message = None;
    }
}

/// The message with what its rows have edited; none when they have edited nothing.
fn edit(held: &Held, returned: &[Returned], rows: &mut [Merge], places: &[usize]) -> Option<String> {
    let is_edit = |at: &usize| matches!(rows[*at].used, Use::Edited | Use::Conflict);
    let edited: Vec<usize> = places.iter().copied().filter(is_edit).collect();
    if edited.is_empty() {
        return None;
    }
    let mut keys: Vec<&str> = edited.iter().map(|at| rows[*at].key.as_str()).collect();
    keys.dedup();
    let mut brought: Vec<(&str, &str, &str)> = Vec::new();
    for key in keys {
        let of_key: Vec<usize> = places.iter().copied().filter(|at| rows[*at].key == key).collect();
        let lines: Vec<_> = held.lines.iter().filter(|line| line.key == key).collect();
        let is_known = |at: &usize| lines.iter().any(|line| line.form == returned[*at].form);
        if of_key.iter().all(is_known) {
            brought.extend(lines.iter().map(|line| {
                let row = edited.iter().find(|at| rows[**at].key == key && returned[**at].form == line.form);
                (key, line.form.as_str(), row.map_or(line.current.as_str(), |at| rows[*at].text.as_str()))
            }));
        } else {
            brought.extend(of_key.iter().map(|at| (key, returned[*at].form.as_str(), rows[*at].text.as_str())));
        }
    }
    let resource = Resource::parse(held.text.as_deref().unwrap_or_default());
    let entry = (brought.len() <= MAX_ROWS)
        .then(|| lines::entry(&held.key, resource.messages().next().as_ref(), &brought).ok().flatten());
    let note = match entry.flatten() {
        Some(text) if checks::readable(text.as_bytes()).is_some() => return Some(canonical(text)),
        Some(_) => Note::Unreadable,
        None => Note::UnknownForm,
    };
    for at in edited {
        rows[at].used = Use::Refused;
        rows[at].notes.push(note.clone());
    }
    None
}

/// What has changed since the rows were fetched, and what it means for their message.
fn exception(held: &Held, returned: &[Returned], rows: &mut [Merge], places: &[usize]) -> Option<Exception> {
    let mut exception = Exception { state: None, on_conflict: None };
    for at in places {
        let row = &mut rows[*at];
        if row.used == Use::Conflict {
            row.notes.push(Note::TextChanged);
            exception.on_conflict = Some(uploads::OnConflict::Suggest);
        }
        let sent = &returned[*at].source_hash;
        if matches!(row.used, Use::Edited | Use::Conflict) && !sent.is_empty() && *sent != held.source_hash {
            row.notes.push(Note::SourceChanged);
            exception.state = Some(State::NeedsReview);
        }
    }
    (exception != Exception { state: None, on_conflict: None }).then_some(exception)
}

/// A message in Fluent's canonical form; as it is when it cannot be read.
fn canonical(text: String) -> String {
    by_key(text.as_bytes()).into_values().next().unwrap_or(text)
}

/// The messages of a file that can be read, in Fluent's canonical form.
fn by_key(file: &[u8]) -> BTreeMap<String, String> {
    let locale = Tag::parse(SOURCE).expect("a language tag");
    let against = Against { locale: &locale, reference: None, own: &[] };
    let accepted = checks::check(file, &against).accepted.into_iter();
    accepted.map(|one| (one.key, one.text)).collect()
}

/// The newest file of the layer with what is accepted and what was edited.
fn file(page: &Page, mut texts: BTreeMap<String, String>) -> String {
    let base = checks::readable(&page.file).unwrap_or_default();
    let written = by_key(base.as_bytes());
    for (key, text) in &page.layer {
        if !texts.contains_key(key) && written.get(key) != Some(text) {
            texts.insert(key.clone(), without_comment(text).to_owned());
        }
    }
    let order: Vec<String> = page.messages.iter().map(|held| held.key.clone()).collect();
    files::edited(&base, &texts, &order)
}
