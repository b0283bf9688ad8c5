//! Tags that name the same language, so that a client finds it under the name that it knows.

use crate::tags::{Tag, TagError};

/// One row per language, in lower case; the first of a row is its canonical tag.
const ROWS: &[&[&str]] = &[
    &["kmr", "ku"],
    &["ckb", "ku-arab"],
    &["fa", "pes"],
    &["prs", "fa-af"],
    &["zh", "zh-cn", "zh-hans"],
    &["sr", "sr-cyrl"],
    &["rmy", "rom"],
    &["om", "orm", "gaz"],
    &["nb", "no"],
    &[EASY_GERMAN, "de-si", "de-x-simple", "de-ls"],
    &["de", "de-1996"],
];

const EASY_GERMAN: &str = "de-simple";

/// Whether two tags name the same language: equal, or aliases of each other.
pub fn same_language(one: &Tag, other: &Tag) -> bool {
    canonical(one.key()) == canonical(other.key())
}

/// The tag among `offered` that names the same language as `wanted`: itself before an alias.
///
/// A server answers 308 with what it finds here when its spelling differs from the one asked for.
pub fn find<'a>(wanted: &Tag, offered: &'a [Tag]) -> Option<&'a Tag> {
    let itself = offered.iter().find(|tag| *tag == wanted);
    itself.or_else(|| offered.iter().find(|tag| same_language(tag, wanted)))
}

/// The tag for the language slug of an Integreat system: `de-simple` for Easy German (`de-si`),
/// otherwise the slug as it is, because a tag is stored as entered.
pub fn from_slug(slug: &str) -> Result<Tag, TagError> {
    let tag = Tag::parse(slug)?;
    match canonical(tag.key()) {
        EASY_GERMAN => Tag::parse(EASY_GERMAN),
        _ => Ok(tag),
    }
}

/// The canonical key of a lower-case key, which is itself when it stands in no row.
pub(crate) fn canonical(key: &str) -> &str {
    row(key).first().map_or(key, |first| *first)
}

/// All keys of the language of a lower-case key; none when it has no aliases.
pub(crate) fn row(key: &str) -> &'static [&'static str] {
    let holds_key = |row: &&&[&str]| row.contains(&key);
    ROWS.iter().find(holds_key).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> Tag {
        Tag::parse(text).expect("well-formed")
    }

    #[test]
    fn a_tag_is_found_by_its_own_name_before_an_alias() {
        let offered = ["de", "ku", "kmr"].map(tag);
        assert_eq!(find(&tag("KMR"), &offered).map(Tag::as_str), Some("kmr"));
        assert_eq!(find(&tag("de-1996"), &offered).map(Tag::as_str), Some("de"));
        assert_eq!(find(&tag("ckb"), &offered), None);
    }

    #[test]
    fn the_slug_of_easy_german_becomes_its_tag() {
        for slug in ["de-si", "de-SI", "de-ls", "de-simple"] {
            assert_eq!(from_slug(slug).map(|tag| tag.to_string()), Ok("de-simple".to_owned()));
        }
    }

    #[test]
    fn every_other_slug_is_its_own_tag() {
        for slug in ["ar", "ti", "zh-CN", "ckb", "kmr", "ku", "fa", "prs", "sr-Latn", "de-1996"] {
            assert_eq!(from_slug(slug).map(|tag| tag.to_string()), Ok(slug.to_owned()));
        }
    }

    #[test]
    fn a_slug_that_is_no_tag_is_refused() {
        assert_eq!(from_slug("easy_de"), Err(TagError::Malformed));
    }
}
