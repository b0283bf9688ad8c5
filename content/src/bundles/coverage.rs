//! How far a bundle has come in a language: how many of its messages are accepted, and what is wrong with the rest.

use locales::tags::Tag;

use super::stacks::{Stack, tag};
use super::{Origin, State, rows};
use crate::db::Db;
use crate::error::{Error, Noun, Result};
use crate::languages::RegionLanguage;

/// Figures of a bundle in one language of a region; the first four add up to the messages of the source text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The key of the language that it is translated from.
    pub source: String,
    /// Somebody stands by them.
    pub approved: usize,
    /// They are served, but the source text has changed, or nobody has looked at them.
    pub needs_review: usize,
    /// Written by a machine, and following the source text.
    pub machine: usize,
    /// There is no text of this language, neither for the region nor for all.
    pub missing: usize,
    /// How many errors were found in the newest files of the language.
    pub errors: i64,
    /// How many warnings were found in the newest files of the language.
    pub warnings: i64,
}

/// The figures of the bundle `name` in a language of `region`.
pub fn of(db: &mut Db, region: i64, language: &RegionLanguage, name: &str) -> Result<Coverage> {
    let own = tag(&language.key)?;
    let stack = Stack::in_languages(db, name, Some(region), std::slice::from_ref(&own))?;
    let stack = stack.ok_or_else(|| Error::not_found(Noun::Bundle, name))?;
    let mut coverage = figures(&stack, region, &own);
    for place in [None, Some(region)] {
        let Some(layer) = stack.layer(place, &own) else { continue };
        if let Some(newest) = rows::revision(db, layer.id, layer.number)? {
            coverage.errors += newest.errors;
            coverage.warnings += newest.warnings;
        }
    }
    Ok(coverage)
}

/// Terms do not count: readers never see one alone.
fn figures(stack: &Stack, region: i64, own: &Tag) -> Coverage {
    let mut coverage = Coverage { source: stack.source.key().to_owned(), ..Coverage::default() };
    let mut texts = stack.accepted(None, own);
    texts.extend(stack.accepted(Some(region), own));
    for (key, source) in stack.reference(Some(region)) {
        if key.starts_with('-') {
            continue;
        }
        let count = match texts.get(key.as_str()).map(|text| (text.state_beside(Some(&source)), text.origin)) {
            None => &mut coverage.missing,
            Some((State::Approved, Origin::Machine)) => &mut coverage.machine,
            Some((State::Approved, Origin::Human)) => &mut coverage.approved,
            Some((State::NeedsReview | State::Suggestion, _)) => &mut coverage.needs_review,
        };
        *count += 1;
    }
    coverage
}
