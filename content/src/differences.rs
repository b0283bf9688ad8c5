//! What has changed between two texts, word by word: for readers of plain text, and for HTML with its elements.

use std::time::{Duration, Instant};

use serde::Serialize;
use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices_deadline};

use crate::error::{Error, Result};
use crate::html;

/// How long a comparison looks for the shortest difference; after that it tells a longer one.
const PATIENCE: Duration = Duration::from_secs(1);

/// What became of a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It is in both texts.
    Equal,
    /// It is only in the first.
    Removed,
    /// It is only in the second.
    Added,
}

/// A piece of text, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What became of it.
    pub fate: Fate,
    /// The piece.
    pub text: String,
}

/// Compares plain texts, word by word.
pub fn of_words(old: &str, new: &str) -> Vec<Piece> {
    compare(&words(old), &words(new))
}

/// Compares the plain text of canonical HTML, word by word.
pub fn of_texts(old: &str, new: &str) -> Result<Vec<Piece>> {
    let plain = |text| html::plain_text(text).map_err(|error| Error::Corrupt(error.to_string()));
    Ok(of_words(&plain(old)?, &plain(new)?))
}

/// Compares canonical HTML, word by word and tag by tag.
pub fn of_html(old: &str, new: &str) -> Vec<Piece> {
    compare(&tokens(old), &tokens(new))
}

fn compare(old: &[&str], new: &[&str]) -> Vec<Piece> {
    let deadline = Instant::now().checked_add(PATIENCE);
    let operations = capture_diff_slices_deadline(Algorithm::Myers, old, new, deadline);
    let mut pieces: Vec<Piece> = Vec::new();
    for operation in &operations {
        for (fate, text) in spans(operation, old, new) {
            match pieces.last_mut().filter(|last| last.fate == fate) {
                Some(last) => last.text.push_str(&text),
                None => pieces.push(Piece { fate, text }),
            }
        }
    }
    pieces
}

fn spans(operation: &DiffOp, old: &[&str], new: &[&str]) -> Vec<(Fate, String)> {
    let (before, after) = (old[operation.old_range()].concat(), new[operation.new_range()].concat());
    match operation.tag() {
        DiffTag::Equal => vec![(Fate::Equal, before)],
        DiffTag::Delete => vec![(Fate::Removed, before)],
        DiffTag::Insert => vec![(Fate::Added, after)],
        DiffTag::Replace => vec![(Fate::Removed, before), (Fate::Added, after)],
    }
}

/// Words, and what stands between them.
fn words(text: &str) -> Vec<&str> {
    split(text, |before, c| before.is_alphanumeric() != c.is_alphanumeric() || !c.is_alphanumeric())
}

/// The tags of canonical HTML, and the words between them: there a `<` begins a tag and the next `>` ends it.
fn tokens(html: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end + 1);
        tokens.extend(words(&rest[..start]));
        tokens.push(&rest[start..end]);
        rest = &rest[end..];
    }
    tokens.extend(words(rest));
    tokens
}

/// Cuts where `is_edge` says so of two neighbours.
fn split(text: &str, is_edge: impl Fn(char, char) -> bool) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut before) = (0, None);
    for (at, c) in text.char_indices() {
        if before.is_some_and(|before| is_edge(before, c)) {
            parts.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    if start < text.len() {
        parts.push(&text[start..]);
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn side(pieces: &[Piece], without: Fate) -> String {
        pieces.iter().filter(|piece| piece.fate != without).map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn a_changed_word_stands_between_what_is_equal() {
        let told: Vec<_> = of_words("Das Amt ist offen.", "Das Amt ist zu.")
            .into_iter()
            .map(|piece| (piece.fate, piece.text))
            .collect();

        let expected =
            [(Fate::Equal, "Das Amt ist "), (Fate::Removed, "offen"), (Fate::Added, "zu"), (Fate::Equal, ".")];
        assert_eq!(told, expected.map(|(fate, text)| (fate, text.to_owned())));
    }

    #[test]
    fn an_element_that_changes_is_told_with_its_tag() {
        let told = of_html("<p>Hallo Welt</p>", "<p>Hallo <strong>Welt</strong></p>");

        let added: Vec<_> = told.iter().filter(|piece| piece.fate == Fate::Added).map(|piece| &piece.text).collect();
        assert_eq!(added, ["<strong>", "</strong>"]);
        assert!(of_texts("<p>Hallo Welt</p>", "<p>Hallo <strong>Welt</strong></p>").unwrap().len() == 1);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_put_together_again(old in "(<p>|</p>|[a-cäمр .]){0,20}", new in "(<p>|</p>|[a-cäمр .]){0,20}") {
            for pieces in [of_html(&old, &new), of_words(&old, &new)] {
                prop_assert_eq!(side(&pieces, Fate::Added), old.clone());
                prop_assert_eq!(side(&pieces, Fate::Removed), new.clone());
            }
        }
    }
}
