//! Text that was not saved as a version: lost to somebody who was faster, or not finished. One per person and text.

mod rows;

use crate::db::Db;
use crate::error::{Error, Noun, Reason, Result};
use crate::versions::{MAX_HTML, MAX_TITLE};

/// A text that is kept for the one who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Autosave {
    /// Whose it is: the id of a user, or the name of a token of the server.
    pub person: String,
    /// The item.
    pub item: String,
    /// The key of the language.
    pub language: String,
    /// The version that it was written on; 0 when there was none.
    pub base: i64,
    /// The title, plain text; may be empty.
    pub title: String,
    /// The cleaned text.
    pub html: String,
    /// When it was kept, in milliseconds since 1970, UTC.
    pub updated: i64,
}

/// Keeps a text in place of what was kept before.
pub fn keep(db: &mut Db, autosave: &Autosave) -> Result<()> {
    if autosave.title.chars().count() > MAX_TITLE {
        return Err(Error::invalid("title", Reason::TooLong { limit: MAX_TITLE }));
    }
    if autosave.html.len() > MAX_HTML {
        return Err(Error::invalid("html", Reason::TooLong { limit: MAX_HTML }));
    }
    rows::put(db, autosave)
}

/// What is kept of `person` for a text.
pub fn find(db: &mut Db, person: &str, item: &str, language: &str) -> Result<Autosave> {
    rows::find(db, person, item, language)?.ok_or_else(|| Error::not_found(Noun::Autosave, language))
}

/// Forgets what is kept of `person` for a text.
pub fn forget(db: &mut Db, person: &str, item: &str, language: &str) -> Result<()> {
    if rows::delete(db, person, item, language)? == 0 {
        return Err(Error::not_found(Noun::Autosave, language));
    }
    Ok(())
}
