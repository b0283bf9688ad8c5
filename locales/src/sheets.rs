//! Fluent messages as the rows of a spreadsheet, and rows as messages again.
//!
//! - [`forms`]: a pattern as one row, or as one row for each of its variants, and back
//! - [`lines`]: the rows of a message in a language, with its source texts beside them
//! - [`repairs`]: what office programs do to a text on their own
//! - [`notes`]: what is told of a row beside the findings of the checks
//! - [`files`]: a Fluent file with some of its messages replaced
//! - [`tables`]: columns, whatever order they are in; [`xlsx`] and [`csv`] are its two spellings
//!
//! A file that comes back is judged by its columns, not by their places: names in any language of the server do.

pub mod csv;
pub mod files;
pub mod forms;
pub mod lines;
pub mod notes;
pub mod repairs;
pub mod tables;
pub mod xlsx;

/// The most cells of a spreadsheet.
pub const MAX_CELLS: usize = 200_000;
/// The most bytes that a spreadsheet may unpack to.
pub const MAX_UNPACKED: u64 = 32 << 20;

/// How a spreadsheet is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Office Open XML, one worksheet for each bundle.
    Xlsx,
    /// Comma-separated, in UTF-8 with a byte-order mark.
    Csv,
}

/// Why a file cannot be read as a spreadsheet of texts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing below the header, or nothing at all.
    #[error("the spreadsheet is empty")]
    Empty,
    /// Not of the format that it should be of.
    #[error("it is no spreadsheet of this format")]
    NotASpreadsheet,
    /// CSV in another encoding.
    #[error("it is not in UTF-8")]
    NotUtf8,
    /// More cells or more text than is read.
    #[error("it is too large")]
    TooLarge,
    /// Columns that are needed are not there.
    #[error("columns are missing: {}", tables::names(missing))]
    MissingColumns {
        /// Which.
        missing: Vec<tables::Column>,
        /// Titles that name no column.
        unknown: Vec<String>,
    },
}
