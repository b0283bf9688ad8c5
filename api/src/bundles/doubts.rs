//! Files of i18next: made Fluent before they are checked, with what was in doubt.

use std::fmt::Write as _;

use locales::i18next::{self, App, Doubtful, Imported, NotReadable};
use locales::tags::Tag;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::{Failure, Why};

/// The most doubts that are told of one file.
const MAX_DOUBTS: usize = 1000;

/// What a file of i18next says that could be read in two ways, or could not be carried over.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Doubt {
    /// The key in the file, with a dot for each step into an object.
    #[schema(example = "pages")]
    key: String,
    /// Stable: `also-plain`, `both-kinds`, `duplicate`, `format`, `key-length`, `language`, `maybe-context`, `maybe-plural`,
    /// `missing-other`, `nesting`, `not-text`, `old-plural`, `placeholder`, `unused-form` or `variables`.
    #[schema(example = "missing-other")]
    code: &'static str,
    /// What it is and how it was read, in the language of the request.
    message: String,
}

/// The doubts for a reader of `language`, at most 1,000.
pub(super) fn told(doubts: &[Doubtful], language: &Tag) -> Vec<Doubt> {
    let told = |doubt: &Doubtful| Doubt {
        key: doubt.key.chars().take(200).collect(),
        code: doubt.why.code(),
        message: doubt.message(language),
    };
    doubts.iter().take(MAX_DOUBTS).map(told).collect()
}

/// One namespace in the language of `locale`.
pub(super) fn import(file: &[u8], locale: &Tag) -> Result<Imported, Failure> {
    i18next::import(text(file)?, locale).map_err(|why| refused(&why))
}

/// Namespaces in many languages.
pub(super) fn import_app(file: &[u8]) -> Result<App, Failure> {
    i18next::import_app(text(file)?).map_err(|why| refused(&why))
}

fn text(file: &[u8]) -> Result<&str, Failure> {
    std::str::from_utf8(file).map_err(|_| Failure::BadBody { field: None, why: Why::Unreadable })
}

fn refused(why: &NotReadable) -> Failure {
    let why = match why {
        NotReadable::Json { line, column } => Why::NotJsonAt { line: *line, column: *column },
        NotReadable::NotAnObject => Why::NotTexts,
        NotReadable::TooMany { limit } => Why::TooMany { limit: *limit },
    };
    Failure::BadBody { field: None, why }
}

/// A namespace as the name of a bundle: `pageTitles` is `page-titles`.
pub(super) fn bundle_name(namespace: &str) -> String {
    let mut name = String::new();
    for letter in namespace.chars() {
        let hyphen = if letter.is_ascii_uppercase() && !name.is_empty() { "-" } else { "" };
        write!(name, "{hyphen}{}", letter.to_ascii_lowercase()).expect("a String takes everything");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namespaces_become_names_of_bundles() {
        for (namespace, name) in [("app", "app"), ("pageTitles", "page-titles"), ("Layout", "layout"), ("a_b", "a_b")] {
            assert_eq!(bundle_name(namespace), name);
        }
    }
}
