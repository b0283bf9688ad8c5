//! Slugs: the names of texts in addresses, each owned by one item in all of its versions.

mod rows;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::db::Db;
use crate::error::{Conflict, Error, Reason, Result};
use crate::items::Item;
use crate::kinds::page;
use crate::write::RegionWrite;

/// The most characters of a slug.
const MAX: usize = 200;
/// What a slug made from a title is cut to.
const MADE: usize = 80;

/// A slug for `title`: lower-case Unicode letters and digits, hyphens between words.
pub fn of_title(title: &str) -> String {
    let mut slug = String::new();
    for c in title.nfc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || is_combining_mark(c) {
            slug.push(c);
        } else if !matches!(c, '\'' | '’' | '\u{200c}' | '\u{200d}') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let cut: String = slug.chars().take(MADE).collect();
    match cut.trim_end_matches('-') {
        "" => "page".to_owned(),
        cut => cut.to_owned(),
    }
}

/// Whether `slug` can stand in a path.
pub fn is_slug(slug: &str) -> bool {
    let fits = |c: char| {
        (c.is_alphanumeric() || is_combining_mark(c) || "-_.~\u{200c}\u{200d}".contains(c)) && !c.is_uppercase()
    };
    !slug.is_empty() && slug.chars().count() <= MAX && slug.chars().all(fits) && slug != "." && slug != ".."
}

/// Takes `wanted` for the item, or says that it cannot be had.
pub(crate) fn take(tx: &mut RegionWrite<'_>, item: &Item, language: &str, wanted: &str) -> Result<()> {
    if check(tx, item, language, wanted)?.is_none() {
        rows::insert(tx.db(), item, language, wanted)?;
    }
    Ok(())
}

/// The owner of `wanted`, which is the item or none, or why the item cannot have it.
fn check(tx: &mut RegionWrite<'_>, item: &Item, language: &str, wanted: &str) -> Result<Option<String>> {
    if !is_slug(wanted) {
        return Err(Error::invalid("slug", Reason::NotASlug));
    }
    if item.parent.is_none() && page::RESERVED.contains(&wanted) {
        return Err(Error::invalid("slug", Reason::Reserved));
    }
    let owner = rows::owner(tx.db(), item.region, language, item.kind, wanted)?;
    if owner.as_ref().is_some_and(|owner| *owner != item.id) {
        return Err(Error::Conflict(Conflict::SlugTaken { slug: wanted.to_owned(), language: language.to_owned() }));
    }
    Ok(owner)
}

/// Takes `wanted`, or one of `wanted-2`, `wanted-3`, … that can be had: the first, unless some before it were given up.
pub(crate) fn take_free(tx: &mut RegionWrite<'_>, item: &Item, language: &str, wanted: &str) -> Result<String> {
    let named = |suffix: u64| if suffix == 1 { wanted.to_owned() } else { format!("{wanted}-{suffix}") };
    let mut can_be_had = |suffix: u64| match check(tx, item, language, &named(suffix)) {
        Ok(_) => Ok(true),
        Err(Error::Conflict(Conflict::SlugTaken { .. }) | Error::Invalid { reason: Reason::Reserved, .. }) => Ok(false),
        Err(other) => Err(other),
    };
    // Of a thousand pages with one title, each would ask for all before it.
    let (mut taken, mut free) = (0, 1);
    while !can_be_had(free)? {
        (taken, free) = (free, free * 2);
    }
    while free - taken > 1 {
        let middle = taken + (free - taken) / 2;
        if can_be_had(middle)? { free = middle } else { taken = middle }
    }
    let slug = named(free);
    take(tx, item, language, &slug).map(|()| slug)
}

/// Whether the item has a slug that no root page may have.
pub(crate) fn has_reserved(db: &mut Db, item: &str) -> Result<bool> {
    rows::has_any(db, item, &page::RESERVED)
}

/// The item that owns `slug`.
pub fn owner(db: &mut Db, region: i64, language: &str, kind: crate::kinds::Kind, slug: &str) -> Result<Option<String>> {
    rows::owner(db, region, language, kind, slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_keeps_the_letters_of_every_script() {
        let titles = [
            ("Das Landratsamt & du!", "das-landratsamt-du"),
            ("  Ämter — A–Z  ", "ämter-a-z"),
            ("اللجوء والإقامة", "اللجوء-والإقامة"),
            ("Перші кроки", "перші-кроки"),
            ("हिन्दी में", "हिन्दी-में"),
            ("!!!", "page"),
        ];
        for (title, slug) in titles {
            assert_eq!(of_title(title), slug);
            assert!(is_slug(slug));
        }
    }

    #[test]
    fn what_would_break_a_path_is_no_slug() {
        for text in ["", ".", "..", "a/b", "a b", "a?b", "Ämter", "a%2f", "a\u{0}b"] {
            assert!(!is_slug(text), "{text:?}");
        }
    }
}
