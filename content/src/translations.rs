//! How far the translation of a page has come: missing, outdated, up to date, or the work of a machine.

use crate::catalog::Page;
use crate::languages::RegionLanguage;
use crate::stored::text_enum;

text_enum! {
    /// The state of a page's text in one language; the first of these that holds.
    pub enum State {
        /// There is no public text.
        Missing = "missing",
        /// The source has a public version, not a minor one, above the one that the text follows.
        Outdated = "outdated",
        /// A person wrote it, or has read it, and it follows its source.
        UpToDate = "up-to-date",
        /// A machine translated it and no person has read it yet.
        Machine = "machine",
    }
}

/// The state of the text of `page` in `language`.
pub fn state(page: &Page, language: &RegionLanguage) -> State {
    let Some(text) = page.texts.get(&language.key) else { return State::Missing };
    let source = language.source.as_ref().and_then(|source| page.neutral.versions.get(source));
    judged(source.copied(), text.source, text.machine)
}

/// The state of a public text that follows the version `follows` of its source, whose newest to be followed is `source`.
pub(crate) fn judged(source: Option<i64>, follows: Option<i64>, machine: bool) -> State {
    let behind = source.zip(follows).is_some_and(|(newest, followed)| followed < newest);
    match (behind, machine) {
        (true, _) => State::Outdated,
        (false, true) => State::Machine,
        (false, false) => State::UpToDate,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::catalog::{Neutral, Text};

    fn english() -> RegionLanguage {
        RegionLanguage {
            id: 2,
            key: "en".into(),
            tag: "en".into(),
            slug: "en".into(),
            native_name: "English".into(),
            source: Some("de".into()),
            position: 20,
            active: true,
            visible: true,
        }
    }

    fn page(source: i64, text: Option<Text>) -> Page {
        let neutral = Neutral { versions: BTreeMap::from([("de".into(), source)]), ..Neutral::default() };
        Page { neutral, texts: text.map(|text| ("en".into(), text)).into_iter().collect() }
    }

    #[test]
    fn a_text_is_outdated_while_its_source_is_ahead_whoever_wrote_it() {
        let text = |source, machine| Some(Text { source, machine, ..Text::default() });
        for (text, expected) in [
            (None, State::Missing),
            (text(Some(2), false), State::Outdated),
            (text(Some(2), true), State::Outdated),
            (text(Some(3), false), State::UpToDate),
            (text(Some(4), false), State::UpToDate),
            (text(Some(3), true), State::Machine),
            (text(None, false), State::UpToDate),
        ] {
            assert_eq!(state(&page(3, text.clone()), &english()), expected, "{text:?}");
        }
    }

    #[test]
    fn without_a_source_a_text_is_never_outdated() {
        let german = RegionLanguage { key: "en".into(), source: None, ..english() };

        assert_eq!(state(&page(3, Some(Text::default())), &german), State::UpToDate);
    }
}
