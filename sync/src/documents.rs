//! Signed documents: a line of JSON and a line of signatures.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, VerifyingKey};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use crate::ids::{hex, read_hex};
use crate::signers::{SignError, Signer};

/// What a document is; it is signed together with the payload, so none can pass for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The newest state of a region.
    Head,
    /// The keys of a server.
    Root,
    /// The regions of a server.
    Regions,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Head => "sync-head.v1",
            Self::Root => "sync-root.v1",
            Self::Regions => "sync-regions.v1",
        }
    }

    /// The bytes that are signed: the type, LF, the payload line without its LF.
    fn signed_bytes(self, payload: &str) -> Vec<u8> {
        [self.name(), "\n", payload].concat().into_bytes()
    }
}

/// The public half of an Ed25519 key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads 64 lower-case hex digits that are a point on the curve.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if !read_hex(text, &mut bytes) {
            return None;
        }
        VerifyingKey::from_bytes(&bytes).ok().map(Self)
    }

    /// The name of the key: the first 16 hex digits of the SHA-256 of its bytes.
    pub fn id(&self) -> String {
        crate::Id::of(self.0.as_bytes()).to_string()[..16].to_owned()
    }

    fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.0.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}

impl From<VerifyingKey> for PublicKey {
    fn from(key: VerifyingKey) -> Self {
        Self(key)
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex(self.0.as_bytes()))
    }
}

/// Public keys by their id.
pub type Keys = BTreeMap<String, PublicKey>;

/// A document that has been taken apart, and of which nothing is trusted yet.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// The first line, without LF.
    pub payload: &'a str,
    signatures: Vec<Signed>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Signatures {
    signatures: Vec<Signed>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Signed {
    keyid: String,
    sig: String,
}

impl<'a> Document<'a> {
    /// Takes a document apart; `None` when it is not two lines, the second of them signatures.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (payload, rest) = text.split_once('\n')?;
        let line = rest.strip_suffix('\n').filter(|line| !line.contains('\n'))?;
        let signatures: Signatures = serde_json::from_str(line).ok()?;
        Some(Self { payload, signatures: signatures.signatures })
    }

    /// The ids of those among `keys` that have signed the document as a `kind`.
    pub fn signers<'k>(&self, kind: Kind, keys: &'k Keys) -> BTreeSet<&'k str> {
        let message = kind.signed_bytes(self.payload);
        let verified = self.signatures.iter().filter_map(|signed| {
            let (id, key) = keys.get_key_value(&signed.keyid)?;
            let signature: [u8; 64] = STANDARD.decode(&signed.sig).ok()?.try_into().ok()?;
            key.verifies(&message, &signature).then_some(id.as_str())
        });
        verified.collect()
    }

    /// The ids that the signatures bear, verified or not.
    pub fn named_keys(&self) -> impl Iterator<Item = &str> {
        self.signatures.iter().map(|signed| signed.keyid.as_str())
    }
}

/// Writes `payload`, one line of canonical JSON, as a `kind` signed by `signers`.
pub fn sign(kind: Kind, payload: &str, signers: &[&dyn Signer]) -> Result<Vec<u8>, SignError> {
    let message = kind.signed_bytes(payload);
    let sign = |signer: &&dyn Signer| {
        let signature = signer.sign(&message)?;
        Ok(Signed { keyid: signer.public_key().id(), sig: STANDARD.encode(signature) })
    };
    let signatures = Signatures { signatures: signers.iter().map(sign).collect::<Result<_, SignError>>()? };
    let line = serde_json_canonicalizer::to_string(&signatures).expect("signatures are JSON");
    Ok(format!("{payload}\n{line}\n").into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signers::SecretKey;

    fn keys(keys: &[&SecretKey]) -> Keys {
        keys.iter().map(|key| (key.public_key().id(), key.public_key())).collect()
    }

    #[test]
    fn a_signature_holds_for_its_kind_payload_and_key_only() {
        let (own, other) = (SecretKey::from_bytes(&[1; 32]), SecretKey::from_bytes(&[2; 32]));
        let bytes = sign(Kind::Head, "{\"rev\":1}", &[&own]).unwrap();
        let document = Document::open(&bytes).unwrap();
        let changed = String::from_utf8(bytes.clone()).unwrap().replace("\"rev\":1", "\"rev\":2");

        assert_eq!(
            document.signers(Kind::Head, &keys(&[&own, &other])),
            BTreeSet::from([own.public_key().id().as_str()])
        );
        assert!(document.signers(Kind::Root, &keys(&[&own])).is_empty());
        assert!(document.signers(Kind::Head, &keys(&[&other])).is_empty());
        assert!(Document::open(changed.as_bytes()).unwrap().signers(Kind::Head, &keys(&[&own])).is_empty());
    }

    #[test]
    fn the_same_key_counts_once() {
        let key = SecretKey::from_bytes(&[1; 32]);
        let bytes = sign(Kind::Root, "{}", &[&key, &key]).unwrap();

        assert_eq!(Document::open(&bytes).unwrap().signers(Kind::Root, &keys(&[&key])).len(), 1);
    }

    #[test]
    fn a_document_has_two_lines() {
        for text in ["", "{}", "{}\n", "{}\n{}\n", "{}\n{\"signatures\":[]}", "{}\n{\"signatures\":[]}\n\n"] {
            assert!(Document::open(text.as_bytes()).is_none(), "{text:?}");
        }
    }
}
