//! How far the texts of an item have come, in every language.

use crate::db::Db;
use crate::error::Result;
use crate::languages::RegionLanguage;
use crate::translations;
use crate::versions::{State, rows};

/// How far the versions of one text have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The number of the newest version of any state.
    pub newest: i64,
    /// The number of the version that readers have.
    pub published: Option<i64>,
    /// Whether the newest version waits to be published.
    pub draft: bool,
    /// How the text that readers have stands to its source.
    pub state: translations::State,
}

/// A version without its text, the newest of those that are alike.
#[derive(Clone, Debug, diesel::Queryable)]
pub(super) struct Outline {
    pub(super) language: String,
    pub(super) number: i64,
    #[diesel(deserialize_as = String)]
    pub(super) state: State,
    pub(super) minor: bool,
    pub(super) machine: bool,
    pub(super) follows: Option<i64>,
}

/// How far the text of `item` has come in each of `languages`; none where there is no version of it.
pub fn progress(db: &mut Db, item: &str, languages: &[RegionLanguage]) -> Result<Vec<Option<Progress>>> {
    let outlines = rows::outlines(db, item)?;
    Ok(languages.iter().map(|language| of_language(&outlines, language)).collect())
}

fn of_language(outlines: &[Outline], language: &RegionLanguage) -> Option<Progress> {
    let newest = of(outlines, &language.key).next_back()?;
    let published = published(outlines, &language.key);
    let state = published.map_or(translations::State::Missing, |text| {
        let source = language.source.as_ref().and_then(|source| major(outlines, source));
        translations::judged(source, text.follows, text.machine)
    });
    Some(Progress {
        newest: newest.number,
        published: published.map(|text| text.number),
        draft: matches!(newest.state, State::Draft | State::Review),
        state,
    })
}

/// The newest versions of each kind in `language`, oldest first.
fn of<'a>(outlines: &'a [Outline], language: &str) -> impl DoubleEndedIterator<Item = &'a Outline> {
    outlines.iter().filter(move |outline| outline.language == language)
}

fn published<'a>(outlines: &'a [Outline], language: &str) -> Option<&'a Outline> {
    let decided = of(outlines, language).rfind(|text| matches!(text.state, State::Public | State::Withdrawn));
    decided.filter(|text| text.state == State::Public)
}

/// The newest public version that is not minor, while the text is published.
fn major(outlines: &[Outline], language: &str) -> Option<i64> {
    published(outlines, language)?;
    let major = of(outlines, language).rfind(|text| text.state == State::Public && !text.minor);
    major.map(|text| text.number)
}
