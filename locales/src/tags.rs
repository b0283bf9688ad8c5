//! Language tags: BCP 47 as somebody entered it, and what CLDR makes of it.

use std::{cmp, fmt, hash};

use icu_locale::{LanguageIdentifier, Locale, LocaleCanonicalizer, LocaleDirectionality, LocaleExpander};

use crate::aliases;

/// The longest tag that is accepted, in bytes; RFC 5646 (4.4.1) asks for at least this much room.
pub const MAX_LENGTH: usize = 35;

/// A BCP 47 tag as entered (`kmr`, `sr-Latn`, `de-simple`); upper and lower case are the same tag.
#[derive(Clone)]
pub struct Tag {
    text: String,
    key: String,
}

/// Why a text is no language tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TagError {
    /// Empty, or longer than [`MAX_LENGTH`].
    #[error("a language tag has 1 to 35 characters, not {0}")]
    Length(usize),
    /// A subtag that BCP 47 does not allow at its place, an underscore, a letter outside ASCII.
    #[error("not a language tag: write it like `de`, `kmr`, `sr-Latn` or `pt-BR`")]
    Malformed,
}

/// Which way a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From left to right, as German and Kurmanji.
    LeftToRight,
    /// From right to left, as Arabic and Dari.
    RightToLeft,
}

impl Tag {
    /// Reads a tag and keeps its spelling; neither aliases nor registered names are looked up.
    ///
    /// Grandfathered tags (`i-klingon`) and extended language subtags (`zh-yue`) are refused, as
    /// in Unicode locale identifiers: each has a shorter modern form.
    pub fn parse(text: &str) -> Result<Self, TagError> {
        if !(1..=MAX_LENGTH).contains(&text.len()) {
            return Err(TagError::Length(text.chars().count()));
        }
        Locale::try_from_str(text).map_err(|_| TagError::Malformed)?;
        Ok(Self { text: text.to_owned(), key: text.to_ascii_lowercase() })
    }

    /// The tag as it was entered, for URLs and for people.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The tag in lower case, for scopes, keys and comparisons.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The first subtag in lower case (`sr` of `sr-Latn`), without looking at aliases.
    pub fn language(&self) -> &str {
        self.key.split('-').next().unwrap_or(&self.key)
    }

    pub(crate) fn locale(&self) -> Locale {
        Locale::try_from_str(&self.text).expect("the constructor parsed the same text")
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tag({})", self.text)
    }
}

impl PartialEq for Tag {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Tag {}

impl PartialOrd for Tag {
    fn partial_cmp(&self, other: &Self) -> Option<cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Tag {
    fn cmp(&self, other: &Self) -> cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

impl hash::Hash for Tag {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl std::str::FromStr for Tag {
    type Err = TagError;

    fn from_str(text: &str) -> Result<Self, TagError> {
        Self::parse(text)
    }
}

/// The canonical CLDR form: `fa-AF` for `prs`, `ku` for `kmr`, `de` for `de-simple`.
///
/// For plurals, direction and formatting inside; never stored, never shown. Variants and private
/// use are left out, because none of the three depends on them.
pub fn canonical_cldr(tag: &Tag) -> LanguageIdentifier {
    let mut locale = match aliases::canonical(tag.key()) {
        "de-simple" => Locale::from(icu_locale::langid!("de")),
        _ => tag.locale(),
    };
    LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    locale.id.variants.clear();
    locale.id
}

/// Which way a tag is written; left to right when CLDR does not know its script.
pub fn direction(tag: &Tag) -> Direction {
    if LocaleDirectionality::new_extended().is_right_to_left(&canonical_cldr(tag)) {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    }
}

/// The script that a tag is written in (`Arab`, `Cyrl`), by its likely one when it names none; none when CLDR knows none.
pub fn script(tag: &Tag) -> Option<String> {
    let mut language = canonical_cldr(tag);
    LocaleExpander::new_extended().maximize(&mut language);
    language.script.map(|script| script.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn tag(text: &str) -> Tag {
        Tag::parse(text).expect("well-formed")
    }

    #[test]
    fn a_tag_keeps_its_spelling_and_compares_in_lower_case() {
        let entered = tag("sr-Latn");
        let shouted = tag("SR-LATN");
        assert_eq!((entered.as_str(), entered.key(), entered.language()), ("sr-Latn", "sr-latn", "sr"));
        assert_eq!(entered, shouted);
        assert_eq!(HashSet::from([entered, shouted]).len(), 1);
    }

    #[test]
    fn well_formed_tags_are_accepted() {
        for text in [
            "de",
            "kmr",
            "prs",
            "sr-Latn",
            "de-simple",
            "de-si",
            "de-1996",
            "zh-Hant-TW",
            "es-419",
            "de-x-simple",
            "ca-ES-valencia",
        ] {
            assert_eq!(Tag::parse(text).map(|tag| tag.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn malformed_tags_are_refused() {
        for text in [
            "d",
            "-",
            "de-",
            "-de",
            "de--at",
            "de_AT",
            "de AT",
            "de-a",
            "12",
            "*",
            "ti/er",
            "i-klingon",
            "zh-yue",
            "deütsch",
            "de-simple-simple",
            "العربية",
            "de\0",
            "leichtesdeutsch",
        ] {
            assert_eq!(Tag::parse(text), Err(TagError::Malformed), "{text}");
        }
    }

    #[test]
    fn a_tag_has_1_to_35_characters() {
        let longest = format!("de-x{}-a", "-abcdefg".repeat(3) + "-abcd");
        assert_eq!(longest.len(), MAX_LENGTH);
        assert!(Tag::parse(&longest).is_ok());
        assert_eq!(Tag::parse(""), Err(TagError::Length(0)));
        assert_eq!(Tag::parse(&(longest + "b")), Err(TagError::Length(36)));
    }

    #[test]
    fn canonical_forms_are_those_of_cldr() {
        for (entered, canonical) in [
            ("prs", "fa-AF"),
            ("pes", "fa"),
            ("kmr", "ku"),
            ("gaz", "om"),
            ("rmy", "rom"),
            ("ckb", "ckb"),
            ("SR-latn", "sr-Latn"),
            ("pt-br", "pt-BR"),
            ("de-simple", "de"),
            ("de-si", "de"),
            ("de-LS", "de"),
            ("de-x-simple", "de"),
            ("de-1996", "de"),
        ] {
            assert_eq!(canonical_cldr(&tag(entered)).to_string(), canonical, "{entered}");
        }
    }

    #[test]
    fn the_script_is_the_likely_one_or_the_one_that_is_named() {
        for (entered, expected) in [
            ("prs", "Arab"),
            ("kmr", "Latn"),
            ("sr", "Cyrl"),
            ("sr-Latn", "Latn"),
            ("de-simple", "Latn"),
            ("ti", "Ethi"),
        ] {
            assert_eq!(script(&tag(entered)).as_deref(), Some(expected), "{entered}");
        }
        assert_eq!(script(&tag("qaa")), None);
    }

    #[test]
    fn direction_follows_the_script() {
        for text in [
            "prs", "pes", "ps", "ckb", "ur", "ug", "ar", "fa", "he", "dv", "yi", "syr", "sd", "ku-Arab", "az-Arab",
            "pa-Arab",
        ] {
            assert_eq!(direction(&tag(text)), Direction::RightToLeft, "{text}");
        }
        for text in ["de", "de-simple", "kmr", "ku", "ti", "am", "az", "pa", "sr", "ur-Latn", "zxx", "und"] {
            assert_eq!(direction(&tag(text)), Direction::LeftToRight, "{text}");
        }
    }
}
