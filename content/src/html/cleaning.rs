//! Cleaning: from what an editor pasted to canonical HTML without anything harmful.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;

use super::inspection::{Tally, inspect};
use super::pieces::{Piece, attributes, pieces};
use super::{characters, rules};

/// How often a text is cleaned until cleaning it again changes nothing; two are enough for all but the oddest nesting.
const PASSES: usize = 8;

/// HTML as it may be stored and shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// Canonical HTML; cleaning it again gives the same.
    pub html: String,
    /// What had to go, sorted.
    pub removed: Vec<Removed>,
}

/// Something that had to go, to be told to the editor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Removed {
    /// `script`, `comment`, `a@onclick`, `a@href (javascript:)`, `p@style (position)` or `h1 -> h2`.
    pub what: String,
    /// How often.
    pub count: usize,
}

/// Why HTML cannot be cleaned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HtmlError {
    /// Elements stand in each other more than `limit` deep.
    #[error("elements stand in each other more than {limit} deep")]
    TooDeep {
        /// How deep they may stand.
        limit: usize,
    },
    /// There are more than `limit` elements and attributes.
    #[error("there are more than {limit} elements and attributes")]
    TooMany {
        /// How many there may be.
        limit: usize,
    },
    /// A run of text between two tags, or the value of an attribute, has more than `limit` bytes.
    #[error("a run of text, or the value of an attribute, has more than {limit} bytes")]
    TooLong {
        /// How many it may have.
        limit: usize,
    },
    /// Elements stand where they cannot be, so that each reading gives another text.
    #[error("elements stand where they cannot be, so that each reading gives another text")]
    Unstable,
}

/// Clean `input`, an HTML fragment: keep what the rules allow and tell what they do not.
///
/// What goes is told before anything is cut away, by the rules that the cutting follows.
pub fn clean(input: &str) -> Result<Cleaned, HtmlError> {
    let mut tally = Tally::new();
    let mut html = characters::printable(input).into_owned();
    for _ in 0..PASSES {
        inspect(&html, &mut tally)?;
        let next = pass(&html);
        if next == html {
            let removed = tally.into_iter().map(|(what, count)| Removed { what, count }).collect();
            return Ok(Cleaned { html, removed });
        }
        html = next;
    }
    Err(HtmlError::Unstable)
}

fn pass(html: &str) -> String {
    let cleaned = CLEANER.clean(html).to_string();
    let mut finished = String::with_capacity(cleaned.len() + cleaned.len() / 16);
    for piece in pieces(&characters::printable(&cleaned)) {
        match piece {
            Piece::Text(text) => finished.push_str(text),
            Piece::Tag(tag) => finish(tag, &mut finished),
        }
    }
    finished
}

fn finish(tag: &str, finished: &mut String) {
    for (from, to) in [("<h1", "<h2"), ("</h1", "</h2")] {
        if let Some(rest) = tag.strip_prefix(from) {
            return finished.extend([to, rest]);
        }
    }
    let value = |wanted| attributes(tag).find_map(|(name, value)| (name == wanted).then_some(value));
    let external =
        tag.starts_with("<a ") && value("href").is_some_and(|href| rules::is_external(&characters::decode(&tag[href])));
    match value("rel").map(|rel| (rel.end, &tag[rel])) {
        Some((end, rel)) if external && !has_noopener(rel) => {
            let space = if rel.is_empty() || rel.ends_with(' ') { "" } else { " " };
            finished.extend([&tag[..end], space, "noopener", &tag[end..]]);
        }
        None if external => finished.extend([&tag[..tag.len() - 1], r#" rel="noopener">"#]),
        _ => finished.push_str(tag),
    }
}

fn has_noopener(rel: &str) -> bool {
    rel.split_ascii_whitespace().any(|token| token.eq_ignore_ascii_case("noopener"))
}

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let set = |names: &[&'static str]| names.iter().copied().collect::<HashSet<_>>();
    let mut cleaner = Builder::empty();
    cleaner
        .tags(set(rules::ELEMENTS))
        .clean_content_tags(set(rules::GONE_WITH_CONTENT))
        .generic_attributes(set(rules::COMMON_ATTRIBUTES))
        .tag_attributes(
            rules::OWN_ATTRIBUTES.iter().map(|(element, names)| (*element, set(names))).collect::<HashMap<_, _>>(),
        )
        .url_schemes(set(rules::SCHEMES))
        .link_rel(None)
        .attribute_filter(|element, name, value| rules::attribute(element, name, value).kept);
    cleaner
});

#[cfg(test)]
mod tests;
