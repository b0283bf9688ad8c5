//! Keys of items: what a line is called within its scope.

use std::fmt;

use sha2::{Digest, Sha256};

/// The name of an item within a scope: `^[a-z]+/[A-Za-z0-9._~-]{1,100}$`, ordered by bytes (delta sync, section 1).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

/// A text that is no key.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is no key: it needs a kind of lower-case letters, `/`, and 1 to 100 of A-Z a-z 0-9 . _ ~ -")]
pub struct KeyError(String);

impl Key {
    /// Reads a key such as `page/0198c0de`.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        if is_key(text) { Ok(Self(text.to_owned())) } else { Err(KeyError(text.chars().take(120).collect())) }
    }

    /// Builds the key of `id` in `kind`.
    pub fn of(kind: &str, id: &str) -> Result<Self, KeyError> {
        Self::parse(&format!("{kind}/{id}"))
    }

    /// The key as it stands in a line.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The kind, before the slash.
    pub fn kind(&self) -> &str {
        self.0.split_once('/').map_or("", |(kind, _)| kind)
    }

    /// The id, after the slash.
    pub fn id(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, id)| id)
    }

    /// The bucket that decides which part holds this key: the first byte of its SHA-256.
    pub fn bucket(&self) -> u8 {
        bucket_of(&self.0)
    }
}

/// Whether `text` is a key.
pub(crate) fn is_key(text: &str) -> bool {
    text.split_once('/').is_some_and(|(kind, id)| {
        !kind.is_empty()
            && kind.bytes().all(|byte| byte.is_ascii_lowercase())
            && (1..=100).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._~-".contains(&byte))
    })
}

/// The bucket of the key that `text` is.
pub fn bucket_of(text: &str) -> u8 {
    Sha256::digest(text.as_bytes())[0]
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_a_kind_and_an_id() {
        let key = Key::of("page", "0198-a.b_c~d").unwrap();

        assert_eq!((key.kind(), key.id(), key.as_str()), ("page", "0198-a.b_c~d", "page/0198-a.b_c~d"));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let long = format!("page/{}", "a".repeat(101));
        for text in ["", "page", "page/", "/a", "Page/a", "page/a b", "page/ä", "page/a/b", "p4ge/a", long.as_str()] {
            assert!(Key::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn the_bucket_is_the_first_byte_of_the_hash() {
        let key = Key::parse("region/self").unwrap();

        assert_eq!(key.bucket(), Sha256::digest("region/self")[0]);
    }
}
