//! Roots: the keys that a server signs with, and how one root follows from the one before.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::documents::{self, Document, Keys, Kind, PublicKey};
use crate::error::{Error, Result};
use crate::signers::{SignError, Signer};

/// The keys of a server and what each may sign (delta sync, section 1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// Who may sign heads and the list of regions.
    pub head: Role,
    /// When it was signed, RFC 3339.
    pub issued: String,
    /// Every key, by its id, in hex digits.
    pub keys: BTreeMap<String, String>,
    /// Who may sign the next root.
    pub root: Role,
    /// The version of the protocol: 1.
    pub v: u32,
    /// 1, then one more with each change.
    pub version: i64,
}

/// Who may sign, and how many of them have to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// The ids of the keys.
    pub keyids: Vec<String>,
    /// How many different keys have to sign.
    pub threshold: usize,
}

impl Role {
    /// One signature by any of `keyids`.
    pub fn any_of(keyids: Vec<String>) -> Self {
        Self { keyids, threshold: 1 }
    }
}

impl Root {
    /// Reads a root that is trusted for another reason; it has to be signed by its own keys.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let (root, document) = open(bytes)?;
        if root.has_signed(&root.root, Kind::Root, &document) { Ok(root) } else { Err(unsigned("its own")) }
    }

    /// Reads the root that comes after this one; both have to have signed it.
    pub fn next(&self, bytes: &[u8]) -> Result<Self> {
        let next = Self::read(bytes)?;
        let (_, document) = open(bytes)?;
        if next.version != self.version + 1 {
            return Err(Error::BadRoot(format!("it is version {}, not {}", next.version, self.version + 1)));
        }
        if self.has_signed(&self.root, Kind::Root, &document) { Ok(next) } else { Err(unsigned("the previous")) }
    }

    /// Whether enough keys of the role `head` have signed `document` as a `kind`.
    pub fn trusts(&self, kind: Kind, document: &Document<'_>) -> bool {
        self.has_signed(&self.head, kind, document)
    }

    /// The keys by their ids.
    pub fn public_keys(&self) -> Keys {
        self.keys.iter().filter_map(|(id, key)| Some((id.clone(), PublicKey::parse(key)?))).collect()
    }

    /// Signs the root as a document.
    pub fn sign(&self, signers: &[&dyn Signer]) -> Result<Vec<u8>, SignError> {
        let payload = serde_json_canonicalizer::to_string(self).expect("a root is JSON");
        documents::sign(Kind::Root, &payload, signers)
    }

    fn has_signed(&self, role: &Role, kind: Kind, document: &Document<'_>) -> bool {
        let keys = self.public_keys();
        let signers = document.signers(kind, &keys);
        let allowed = signers.into_iter().filter(|id| role.keyids.iter().any(|keyid| keyid == id));
        allowed.count() >= role.threshold.max(1)
    }

    fn check(&self) -> Result<()> {
        let broken = |why: &str| Err(Error::BadRoot(why.to_owned()));
        if self.v != 1 || self.version < 1 {
            return broken("its version is unknown");
        }
        if self.keys.iter().any(|(id, key)| PublicKey::parse(key).is_none_or(|key| key.id() != *id)) {
            return broken("a key is not what its id says");
        }
        Ok(())
    }
}

fn open(bytes: &[u8]) -> Result<(Root, Document<'_>)> {
    let document = Document::open(bytes).ok_or_else(|| Error::BadRoot("it is no signed document".to_owned()))?;
    let root: Root = serde_json::from_str(document.payload).map_err(|error| Error::BadRoot(error.to_string()))?;
    root.check()?;
    Ok((root, document))
}

fn unsigned(whose: &str) -> Error {
    Error::BadRoot(format!("{whose} root keys have not signed it"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SecretKey;

    fn root(version: i64, roots: &[&SecretKey], heads: &[&SecretKey]) -> Root {
        let ids = |keys: &[&SecretKey]| keys.iter().map(|key| key.public_key().id()).collect();
        let all = roots.iter().chain(heads).map(|key| (key.public_key().id(), key.public_key().to_string()));
        Root {
            head: Role::any_of(ids(heads)),
            issued: "2026-11-22T10:00:00Z".to_owned(),
            keys: all.collect(),
            root: Role::any_of(ids(roots)),
            v: 1,
            version,
        }
    }

    fn key(seed: u8) -> SecretKey {
        SecretKey::from_bytes(&[seed; 32])
    }

    #[test]
    fn a_root_follows_only_when_both_have_signed() {
        let (old, new, head) = (key(1), key(2), key(3));
        let first = root(1, &[&old], &[&head]);
        let second = root(2, &[&new], &[&head]);
        let next = |signers: &[&dyn Signer]| first.next(&second.sign(signers).unwrap());

        assert_eq!(next(&[&old, &new]), Ok(second.clone()));
        assert!(next(&[&new]).is_err());
        assert!(next(&[&old]).is_err());
        assert!(next(&[&head]).is_err());
    }

    #[test]
    fn a_version_cannot_be_left_out() {
        let key = key(1);
        let third = root(3, &[&key], &[&key]).sign(&[&key]).unwrap();

        assert!(root(1, &[&key], &[&key]).next(&third).is_err());
        assert!(Root::read(&third).is_ok());
    }

    #[test]
    fn only_keys_of_the_role_head_are_trusted_for_heads() {
        let (own, head) = (key(1), key(2));
        let root = root(1, &[&own], &[&head]);
        let signed_by = |signer: &SecretKey| documents::sign(Kind::Head, "{}", &[signer]).unwrap();

        assert!(root.trusts(Kind::Head, &Document::open(&signed_by(&head)).unwrap()));
        assert!(!root.trusts(Kind::Head, &Document::open(&signed_by(&own)).unwrap()));
    }

    #[test]
    fn a_key_has_to_bear_its_own_id() {
        let (own, other) = (key(1), key(2));
        let mut lying = root(1, &[&own], &[&own]);
        lying.keys.insert(own.public_key().id(), other.public_key().to_string());

        assert!(Root::read(&lying.sign(&[&own]).unwrap()).is_err());
    }
}
