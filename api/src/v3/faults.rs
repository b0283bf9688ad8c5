//! Refusals in the words that Integreat's API has for them.

use actix_web::http::StatusCode;

/// A request that cannot be answered, and what Integreat's API says then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub(crate) struct Fault {
    /// The status of the answer.
    pub(crate) status: StatusCode,
    /// The text of the answer, in English.
    pub(crate) error: &'static str,
}

impl Fault {
    /// There is nothing here.
    pub(super) const NOT_FOUND: Self = Self::new(StatusCode::NOT_FOUND, "Not found.");
    /// The region is no longer offered.
    pub(super) const ARCHIVED: Self = Self::new(StatusCode::NOT_FOUND, "This region is archived.");
    /// The region does not have this language.
    pub(super) const NO_LANGUAGE: Self = Self::new(StatusCode::NOT_FOUND, "No language matches the given query.");
    /// The page was not named.
    pub(super) const NO_PAGE: Self = Self::bad("Either the id or the url parameter is required.");
    /// A number is no number.
    pub(super) const BAD_ID: Self = Self::bad("The id parameter must be an integer.");
    /// A depth is no number, or below 0.
    pub(super) const BAD_DEPTH: Self = Self::bad("The depth parameter must be an integer that is not negative.");
    /// A revision is none.
    pub(super) const BAD_SINCE: Self = Self::bad("The since parameter must be a value of Lotse-Revision.");
    /// The query is no list of parameters.
    pub(super) const BAD_QUERY: Self = Self::bad("The query cannot be read.");
    /// The query is longer than any address needs.
    pub(super) const LONG_QUERY: Self = Self::new(StatusCode::URI_TOO_LONG, "The query is too long.");

    const fn bad(error: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, error)
    }

    const fn new(status: StatusCode, error: &'static str) -> Self {
        Self { status, error }
    }
}
