//! A spreadsheet as columns and rows: what is written into which, and what came back.

use super::Refusal;
use crate::names;
use crate::tags::Tag;
use crate::texts;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The name of the bundle.
    Bundle,
    /// The message, or `id.attribute`.
    Key,
    /// The variant, for people.
    Form,
    /// A source text.
    Source(usize),
    /// The comment of the source text.
    Note,
    /// The most characters.
    MaxLength,
    /// The text that readers have now.
    Current,
    /// The text that the translator writes.
    Translation,
    /// How far the text has come.
    State,
    /// What became of the row.
    Outcome,
    /// What was found in the row.
    Findings,
    /// The language of the translation.
    Language,
    /// The variant, for the server.
    FormId,
    /// What tells whether the source text has changed.
    SourceHash,
    /// What tells whether the current text has changed.
    CurrentHash,
}

impl Column {
    /// The columns that a file needs to come back with.
    pub const NEEDED: [Self; 7] =
        [Self::Bundle, Self::Key, Self::Translation, Self::Language, Self::FormId, Self::SourceHash, Self::CurrentHash];

    /// Its stable name.
    pub fn id(self) -> &'static str {
        match self {
            Self::Bundle => "bundle",
            Self::Key => "key",
            Self::Form => "form",
            Self::Source(_) => "source",
            Self::Note => "note",
            Self::MaxLength => "max-length",
            Self::Current => "current",
            Self::Translation => "translation",
            Self::State => "state",
            Self::Outcome => "outcome",
            Self::Findings => "findings",
            Self::Language => "language",
            Self::FormId => "form-id",
            Self::SourceHash => "source-hash",
            Self::CurrentHash => "current-hash",
        }
    }

    /// Whether only the server reads it.
    pub fn is_hidden(self) -> bool {
        matches!(self, Self::Language | Self::FormId | Self::SourceHash | Self::CurrentHash)
    }

    /// How wide it is shown, in characters.
    pub(super) fn width(self) -> u16 {
        match self {
            Self::Translation => 50,
            Self::Source(_) | Self::Current => 40,
            Self::Findings => 45,
            Self::Key | Self::Note => 25,
            Self::Form | Self::State | Self::Outcome => 16,
            _ => 12,
        }
    }

    fn title(self, reader: &Tag) -> String {
        if self.is_hidden() {
            self.id().to_owned()
        } else {
            texts::text(reader, &format!("sheet-column-{}", self.id()), &[])
        }
    }

    /// The column that a title names in any language of the server, or by its stable name.
    fn called(title: &str) -> Option<Self> {
        let title = title.trim().trim_start_matches('\u{feff}').to_lowercase();
        let is_called = |column: &&Self| {
            column.id() == title
                || (!column.is_hidden()
                    && texts::offered().iter().any(|reader| column.title(reader).to_lowercase() == title))
        };
        Self::NEEDED.iter().find(is_called).copied()
    }
}

/// The names of columns, for people and programs.
pub fn names(columns: &[Column]) -> String {
    columns.iter().map(|column| column.id()).collect::<Vec<_>>().join(", ")
}

/// A spreadsheet that is to be written.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The language of the translation.
    pub language: Tag,
    /// Who reads the titles.
    pub reader: Tag,
    /// The languages of the source texts.
    pub sources: Vec<Tag>,
    /// Whether there are columns for what became of each row.
    pub is_answer: bool,
    /// The bundles with their rows, in order.
    pub bundles: Vec<(String, Vec<Row>)>,
}

/// A row that is to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The message, or `id.attribute`.
    pub key: String,
    /// The variant, for the server.
    pub form: String,
    /// The variant, for people.
    pub label: String,
    /// The source texts, as many as the sheet has languages of them.
    pub sources: Vec<String>,
    /// The comment of the source text.
    pub note: String,
    /// The most characters.
    pub max_length: Option<usize>,
    /// The text that readers have now.
    pub current: String,
    /// The text in the column of the translator.
    pub translation: String,
    /// How far the text has come.
    pub state: String,
    /// What became of it.
    pub outcome: String,
    /// What was found in it.
    pub findings: String,
    /// What tells whether the source text has changed.
    pub source_hash: String,
    /// What tells whether the current text has changed.
    pub current_hash: String,
}

impl Sheet {
    /// Its columns, from the left.
    pub(super) fn columns(&self) -> Vec<Column> {
        let mut columns = vec![Column::Bundle, Column::Key, Column::Form];
        columns.extend((0..self.sources.len()).map(Column::Source));
        columns.extend([Column::Note, Column::MaxLength, Column::Current, Column::Translation, Column::State]);
        if self.is_answer {
            columns.extend([Column::Outcome, Column::Findings]);
        }
        columns.extend([Column::Language, Column::FormId, Column::SourceHash, Column::CurrentHash]);
        columns
    }

    /// What stands above a column.
    pub(super) fn title(&self, column: Column) -> String {
        match column {
            Column::Source(at) => self.sources.get(at).map_or_else(String::new, |source| {
                names::native_name(source).map_or_else(|| source.to_string(), |name| format!("{name} ({source})"))
            }),
            other => other.title(&self.reader),
        }
    }

    /// What a row has in a column.
    pub(super) fn cell(&self, bundle: &str, row: &Row, column: Column) -> String {
        match column {
            Column::Bundle => bundle.to_owned(),
            Column::Key => row.key.clone(),
            Column::Form => row.label.clone(),
            Column::Source(at) => row.sources.get(at).cloned().unwrap_or_default(),
            Column::Note => row.note.clone(),
            Column::MaxLength => row.max_length.map(|limit| limit.to_string()).unwrap_or_default(),
            Column::Current => row.current.clone(),
            Column::Translation => row.translation.clone(),
            Column::State => row.state.clone(),
            Column::Outcome => row.outcome.clone(),
            Column::Findings => row.findings.clone(),
            Column::Language => self.language.to_string(),
            Column::FormId => row.form.clone(),
            Column::SourceHash => row.source_hash.clone(),
            Column::CurrentHash => row.current_hash.clone(),
        }
    }
}

/// What was found in a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// A text.
    Text(String),
    /// A number or a truth value, as a text.
    Number(String),
    /// A formula, or the error that one has led to.
    Formula,
    /// A date or a time, whose text is lost.
    Date,
}

impl Cell {
    /// Its text; empty for a formula and for a date.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) => text,
            Self::Empty | Self::Formula | Self::Date => "",
        }
    }
}

/// A row that came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Returned {
    /// The worksheet; empty for CSV.
    pub sheet: String,
    /// The row as people count, from 1, the header included.
    pub row: usize,
    /// The column of the translation as people call it, such as `H`.
    pub column: String,
    /// The name of the bundle.
    pub bundle: String,
    /// The message, or `id.attribute`.
    pub key: String,
    /// The variant.
    pub form: String,
    /// The language of the translation.
    pub language: String,
    /// The source text when the file was written.
    pub source_hash: String,
    /// The current text when the file was written.
    pub current_hash: String,
    /// The translation.
    pub translation: Cell,
}

/// A worksheet as it was read: rows with their numbers, from 1.
pub(super) type Grid = Vec<(usize, Vec<Cell>)>;

/// The rows of worksheets `(name, cells)`, found by the titles of their columns.
///
/// Worksheets without any of the columns are somebody's own notes, unless no other is there.
pub(super) fn rows(grids: Vec<(String, Grid)>) -> Result<Vec<Returned>, Refusal> {
    let (mut rows, mut refusal) = (Vec::new(), None);
    let mut is_read = false;
    for (sheet, grid) in grids {
        let mut grid = grid.into_iter().filter(|(_, cells)| cells.iter().any(|cell| !is_blank(cell)));
        let Some((_, header)) = grid.next() else { continue };
        let places = match places(&header) {
            Ok(places) => places,
            Err((0, missing)) => {
                refusal.get_or_insert(missing);
                continue;
            }
            Err((_, missing)) => return Err(missing),
        };
        is_read = true;
        rows.extend(grid.map(|(number, cells)| returned(&sheet, number, &cells, &places)));
    }
    match refusal {
        Some(refusal) if !is_read => Err(refusal),
        _ if rows.is_empty() => Err(Refusal::Empty),
        _ => Ok(rows),
    }
}

fn is_blank(cell: &Cell) -> bool {
    matches!(cell, Cell::Empty) || matches!(cell, Cell::Text(text) if text.trim().is_empty())
}

type Places = [usize; Column::NEEDED.len()];

/// Where each column is; otherwise how many there are, and what is missing.
fn places(header: &[Cell]) -> Result<Places, (usize, Refusal)> {
    let called: Vec<Option<Column>> = header.iter().map(|cell| Column::called(cell.text())).collect();
    let place = |column: Column| called.iter().position(|found| *found == Some(column));
    let missing: Vec<Column> = Column::NEEDED.into_iter().filter(|column| place(*column).is_none()).collect();
    if missing.is_empty() {
        return Ok(Column::NEEDED.map(|column| place(column).unwrap_or_default()));
    }
    let unknown = header.iter().zip(&called).filter(|(cell, found)| found.is_none() && !is_blank(cell));
    let unknown = unknown.map(|(cell, _)| cell.text().trim().chars().take(60).collect()).take(20).collect();
    Err((Column::NEEDED.len() - missing.len(), Refusal::MissingColumns { missing, unknown }))
}

fn returned(sheet: &str, row: usize, cells: &[Cell], places: &Places) -> Returned {
    let [bundle, key, translation, language, form, source_hash, current_hash] = *places;
    let text = |at: usize| cells.get(at).map(|cell| unprotected(cell.text()).trim().to_owned()).unwrap_or_default();
    let protected = cells.get(translation).cloned().unwrap_or_default();
    let translation_cell = match protected {
        Cell::Text(text) => Cell::Text(unprotected(&text).to_owned()),
        other => other,
    };
    Returned {
        sheet: sheet.to_owned(),
        row,
        column: letters(translation),
        bundle: text(bundle),
        key: text(key),
        form: text(form),
        language: text(language),
        source_hash: text(source_hash),
        current_hash: text(current_hash),
        translation: if is_blank(&translation_cell) { Cell::Empty } else { translation_cell },
    }
}

/// `A` for the first column, `AA` behind `Z`.
fn letters(column: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(column % 26).unwrap_or_default());
    if column < 26 { letter.to_string() } else { letters(column / 26 - 1) + &letter.to_string() }
}

const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// A text as CSV has it: what a program would take for a formula stands behind an apostrophe.
pub(super) fn protected(text: &str) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { unambiguous(text) }
}

/// A text whose own apostrophe is not taken for one that protects it.
pub(super) fn unambiguous(text: &str) -> String {
    let is_like = text.strip_prefix('\'').is_some_and(|rest| rest.starts_with(FORMULA) || rest.starts_with('\''));
    if is_like { format!("'{text}") } else { text.to_owned() }
}

/// The text behind the apostrophe that protects it.
fn unprotected(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA) || rest.starts_with('\'') => rest,
        _ => text,
    }
}
