//! Heads: the one document of a region that changes in place.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::documents::{self, Document, Kind};
use crate::error::{Error, Result};
use crate::ids::Id;
use crate::signers::{SignError, Signer};

/// The most bytes that a head may have.
pub const MAX_HEAD: usize = 256 << 10;
/// The version of the protocol.
const VERSION: u32 = 1;

/// What a region has published (delta sync, section 1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The tag of the region's first language.
    pub default: String,
    /// The epoch of the revisions.
    pub epoch: String,
    /// Orders epochs: seconds since 1970.
    pub epoch_seq: i64,
    /// Until when the head counts as confirmed, RFC 3339.
    pub expires: String,
    /// When it was signed, RFC 3339.
    pub issued: String,
    /// The oldest version of clients that can read what the head names.
    pub min_client: u32,
    /// The absolute address of the region on its new server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<String>,
    /// When to ask again.
    pub poll: Poll,
    /// The region.
    pub region: String,
    /// The published revision.
    pub rev: i64,
    /// The manifest of each scope.
    pub scopes: BTreeMap<String, ScopeEntry>,
    /// Orders the heads of an epoch.
    pub serial: i64,
    /// Whether the region is kept up.
    pub status: Status,
    /// The version of the protocol: 1.
    pub v: u32,
}

/// When to ask for a head again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poll {
    /// Not before, in seconds.
    pub min_s: u32,
    /// And a random number of seconds up to this one later.
    pub spread_s: u32,
}

/// A scope in a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeEntry {
    /// The id of its manifest.
    pub m: Id,
    /// The revision at which it was published last.
    pub rev: i64,
}

/// Whether a region is kept up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is.
    Active,
    /// Nothing will change any more.
    Closed,
    /// It is kept up on another server.
    Moved,
}

/// A head as it was read: understood, or of a version that came later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A head that can be used.
    Known(Box<Head>),
    /// A head for newer clients.
    Later,
}

impl Head {
    /// Signs the head as a document.
    pub fn sign(&self, signer: &dyn Signer) -> Result<Vec<u8>, SignError> {
        let payload = serde_json_canonicalizer::to_string(self).expect("a head is JSON");
        documents::sign(Kind::Head, &payload, &[signer])
    }

    /// Reads the payload of a head of `region`, of whose signature the caller has made sure.
    pub fn read(document: &Document<'_>, region: &str) -> Result<Reading> {
        #[derive(Deserialize)]
        struct Version {
            region: String,
            v: u32,
        }
        let broken = |error: serde_json::Error| Error::BadHead(error.to_string());
        let version: Version = serde_json::from_str(document.payload).map_err(broken)?;
        if version.region != region {
            return Err(Error::BadHead(format!("it is the one of {}", version.region)));
        }
        if version.v != VERSION {
            return Ok(Reading::Later);
        }
        serde_json::from_str(document.payload).map(|head| Reading::Known(Box::new(head))).map_err(broken)
    }

    /// What orders heads: an older one is never applied.
    pub fn order(&self) -> (i64, i64) {
        (self.epoch_seq, self.serial)
    }
}

/// Takes a head apart, which may have 256 KiB at most.
pub fn open(bytes: &[u8]) -> Result<Document<'_>> {
    if bytes.len() > MAX_HEAD {
        return Err(Error::BadHead(format!("it has more than {MAX_HEAD} bytes")));
    }
    Document::open(bytes).ok_or_else(|| Error::BadHead("it is no signed document".to_owned()))
}

/// The entity tag, without coding, of the head with these bytes and of every answer that follows from it.
pub fn entity_tag(bytes: &[u8]) -> String {
    format!("h-{}", &Id::of(bytes).to_string()[..16])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Root, SecretKey, roots::Role};

    fn head() -> Head {
        Head {
            default: "de".to_owned(),
            epoch: "1764000000-7b1c".to_owned(),
            epoch_seq: 1_764_000_000,
            expires: "2026-12-06T10:00:00Z".to_owned(),
            issued: "2026-11-22T10:00:00Z".to_owned(),
            min_client: 1,
            moved_to: None,
            poll: Poll { min_s: 300, spread_s: 60 },
            region: "augsburg".to_owned(),
            rev: 1234,
            scopes: BTreeMap::from([("_".to_owned(), ScopeEntry { m: Id::of(b"m"), rev: 1230 })]),
            serial: 1_795_342_556_040,
            status: Status::Active,
            v: 1,
        }
    }

    #[test]
    fn a_head_is_read_back_and_trusted_by_its_root() {
        let key = SecretKey::from_bytes(&[7; 32]);
        let bytes = head().sign(&key).unwrap();
        let document = open(&bytes).unwrap();
        let root = Root {
            head: Role::any_of(vec![key.public_key().id()]),
            issued: String::new(),
            keys: [(key.public_key().id(), key.public_key().to_string())].into(),
            root: Role::any_of(Vec::new()),
            v: 1,
            version: 1,
        };

        assert!(root.trusts(Kind::Head, &document));
        assert_eq!(Head::read(&document, "augsburg"), Ok(Reading::Known(Box::new(head()))));
    }

    #[test]
    fn a_head_of_another_region_is_refused() {
        let bytes = head().sign(&SecretKey::from_bytes(&[7; 32])).unwrap();

        assert!(Head::read(&open(&bytes).unwrap(), "ulm").is_err());
    }

    #[test]
    fn a_later_version_is_recognised() {
        let bytes = Head { v: 2, ..head() }.sign(&SecretKey::from_bytes(&[7; 32])).unwrap();

        assert_eq!(Head::read(&open(&bytes).unwrap(), "augsburg"), Ok(Reading::Later));
    }

    #[test]
    fn a_huge_head_is_not_even_looked_at() {
        assert!(open(&vec![b' '; MAX_HEAD + 1]).is_err());
    }
}
