//! Keys of i18next as identifiers of Fluent, and back.
//!
//! An identifier has letters, digits, `-` and `_` and begins with a letter. The dot of a nested key becomes `--`; any
//! other character becomes `_x<code point>_`; a first character that is no letter becomes `x_y<code point>_`. What
//! would be read as one of these is itself written as a code point, so that each key has one identifier.

use std::fmt::Write as _;

/// The identifier for a key, or for the name of a variable.
pub(super) fn to_id(key: &str) -> String {
    let mut id = String::with_capacity(key.len());
    let mut rest = key;
    while let Some(letter) = rest.chars().next() {
        let next = &rest[letter.len_utf8()..];
        match letter {
            _ if id.is_empty() && !letter.is_ascii_alphabetic() => push_code(&mut id, "x_y", letter),
            '.' if !next.starts_with(['.', '-']) && !next.is_empty() => id.push_str("--"),
            '-' if id.ends_with('-') || next.starts_with(['.', '-']) => push_code(&mut id, "_x", letter),
            '_' if may_be_code(next) => push_code(&mut id, "_x", letter),
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' => id.push(letter),
            _ => push_code(&mut id, "_x", letter),
        }
        rest = next;
    }
    id
}

/// The key that an identifier stands for; itself, unless [`to_id`] made it.
pub(super) fn to_key(id: &str) -> String {
    let mut key = String::with_capacity(id.len());
    let mut rest = id;
    if let Some((letter, len)) = code(rest, "x_y") {
        key.push(letter);
        rest = &rest[len..];
    }
    while let Some(letter) = rest.chars().next() {
        let (written, len) = match code(rest, "_x") {
            Some(found) => found,
            None if rest.starts_with("--") => ('.', 2),
            None => (letter, letter.len_utf8()),
        };
        key.push(written);
        rest = &rest[len..];
    }
    key
}

fn push_code(id: &mut String, prefix: &str, letter: char) {
    write!(id, "{prefix}{:x}_", u32::from(letter)).expect("a String takes everything");
}

/// Whether what follows an underscore could be read as a code point once it is written.
fn may_be_code(rest: &str) -> bool {
    let digits = rest.strip_prefix(['x', 'y']).unwrap_or_default();
    let after = digits.trim_start_matches(|c: char| c.is_ascii_hexdigit());
    after.len() < digits.len() && after.starts_with(|c: char| !c.is_ascii_alphanumeric())
}

/// The character that `<prefix><hexadecimal>_` at the beginning stands for, and the length of that.
fn code(text: &str, prefix: &str) -> Option<(char, usize)> {
    let (digits, _) = text.strip_prefix(prefix)?.split_once('_')?;
    let is_code = (1..=6).contains(&digits.len()) && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let letter = is_code.then(|| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)).flatten()?;
    Some((letter, prefix.len() + digits.len() + 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keys_become_identifiers_and_come_back() {
        for (key, id) in [
            ("login", "login"),
            ("login-title_one", "login-title_one"),
            ("pageTitles.search", "pageTitles--search"),
            ("a--b", "a_x2d_-b"),
            ("Not found", "Not_x20_found"),
            ("1st", "x_y31_st"),
            ("über", "x_yfc_ber"),
            ("a..b", "a_x2e_--b"),
            ("a_x2e_b", "a_x5f_x2e_b"),
            ("", ""),
        ] {
            assert_eq!((to_id(key).as_str(), to_key(id).as_str()), (id, key));
        }
    }

    proptest! {
        #[test]
        fn every_key_has_an_identifier_of_its_own(key in "[a-c.\\-_xy0-9 ü{}]{1,12}|[xy_2e.\\-]{1,9}|.{1,5}") {
            let id = to_id(&key);
            prop_assert!(id.starts_with(|c: char| c.is_ascii_alphabetic()), "{}", id);
            prop_assert!(id.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)), "{}", id);
            prop_assert_eq!(to_key(&id), key, "{}", id);
        }
    }
}
