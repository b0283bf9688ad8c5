//! What is told of a row of a spreadsheet, beside what the checks find in its text.

use crate::findings::Severity;
use crate::tags::Tag;
use crate::texts;

/// Something about a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// There is no such bundle.
    UnknownBundle,
    /// The bundle has no such message.
    UnknownKey,
    /// The form was changed, or the message has no such form.
    UnknownForm,
    /// Another row is about the same text.
    Duplicate {
        /// The number of that row.
        row: usize,
    },
    /// A formula, where a text is wanted.
    Formula,
    /// A date, where a text is wanted.
    Date,
    /// A number, which was taken as a text.
    Number,
    /// A text that no file can hold.
    Unreadable,
    /// What the office program had changed was put right.
    Repaired,
    /// The source text has changed since the file was fetched.
    SourceChanged,
    /// The current text has changed since the file was fetched.
    TextChanged,
}

impl Note {
    /// Stable: programs decide by it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownBundle => "unknown-bundle",
            Self::UnknownKey => "unknown-key",
            Self::UnknownForm => "unknown-form",
            Self::Duplicate { .. } => "duplicate-row",
            Self::Formula => "formula",
            Self::Date => "date",
            Self::Number => "number-cell",
            Self::Unreadable => "unreadable-cell",
            Self::Repaired => "repaired",
            Self::SourceChanged => "source-changed",
            Self::TextChanged => "text-changed",
        }
    }

    /// How grave it is.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Number | Self::Repaired => Severity::Info,
            Self::SourceChanged | Self::TextChanged => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// What is wrong and what to do, in the language of `reader`; `cell` is the one at fault, such as `H12`.
    pub fn message(&self, cell: &str, reader: &Tag) -> String {
        let row = if let Self::Duplicate { row } = self { row.to_string() } else { String::new() };
        let args = [("cell", cell.into()), ("row", row.as_str().into())];
        texts::text(reader, &format!("sheet-note-{}", self.code()), &args)
    }
}
