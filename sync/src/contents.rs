//! What a scope holds, as hashes: enough to compute its state without its lines.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::ids::Id;
use crate::keys::bucket_of;
use crate::parts::Range;

/// The final line of each key that has changed, or `None` when it is deleted.
pub type Changes<'a> = BTreeMap<&'a str, Option<&'a str>>;

/// The hash of each line of a scope, by key in byte order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents(BTreeMap<String, Entry>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    hash: Id,
    /// Kept, because it would have to be hashed again for every part.
    bucket: u8,
}

impl Entry {
    fn of(key: &str, hash: Id) -> Self {
        Self { hash, bucket: bucket_of(key) }
    }
}

impl Contents {
    /// The contents with these keys and hashes.
    pub fn new(hashes: impl IntoIterator<Item = (String, Id)>) -> Self {
        Self(hashes.into_iter().map(|(key, hash)| (key.clone(), Entry::of(&key, hash))).collect())
    }

    /// How many lines there are.
    pub fn count(&self) -> u64 {
        self.0.len() as u64
    }

    /// The hash of the line of `key`.
    pub fn hash(&self, key: &str) -> Option<&Id> {
        self.0.get(key).map(|entry| &entry.hash)
    }

    /// The keys whose buckets lie in `range`, ascending.
    pub fn keys_in(&self, range: Range) -> impl Iterator<Item = &str> {
        let within = self.0.iter().filter(move |(_, entry)| (range.lo..=range.hi).contains(&entry.bucket));
        within.map(|(key, _)| key.as_str())
    }

    /// The keys, ascending.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Takes over `changes`.
    pub fn apply(&mut self, changes: &Changes<'_>) {
        for (key, line) in changes {
            match line {
                Some(line) => drop(self.0.insert((*key).to_owned(), Entry::of(key, Id::of(line.as_bytes())))),
                None => drop(self.0.remove(*key)),
            }
        }
    }

    /// The state digest: SHA-256 over `key LF hex(hash) LF` for each key (delta sync, section 0).
    pub fn state(&self) -> Id {
        let mut digest = Sha256::new();
        for (key, entry) in &self.0 {
            digest.update(key.as_bytes());
            digest.update(b"\n");
            digest.update(entry.hash.hex_digits());
            digest.update(b"\n");
        }
        Id::from(<[u8; 32]>::from(digest.finalize()))
    }
}

impl FromIterator<(String, Id)> for Contents {
    fn from_iter<I: IntoIterator<Item = (String, Id)>>(hashes: I) -> Self {
        Self::new(hashes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_names_each_key_and_the_hash_of_its_line() {
        let mut contents = Contents::default();
        contents.apply(&Changes::from([("page/2", Some("two")), ("page/1", Some("one")), ("page/3", None)]));

        let written = format!("page/1\n{}\npage/2\n{}\n", Id::of(b"one"), Id::of(b"two"));
        assert_eq!((contents.state(), contents.count()), (Id::of(written.as_bytes()), 2));
    }

    #[test]
    fn a_deleted_line_leaves_no_trace() {
        let mut contents = Contents::default();
        contents.apply(&Changes::from([("page/1", Some("one"))]));
        contents.apply(&Changes::from([("page/1", None)]));

        assert_eq!(contents, Contents::default());
    }
}
