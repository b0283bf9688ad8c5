//! Those who sign: a key in memory, or whatever else holds one.

use ed25519_dalek::{Signer as _, SigningKey};

use crate::documents::PublicKey;

/// A signature could not be made.
#[derive(Debug, thiserror::Error)]
#[error("it cannot be signed: {0}")]
pub struct SignError(pub String);

/// Holds an Ed25519 key and signs with it; it may be a file, a command or a device.
pub trait Signer: Send + Sync {
    /// The key that verifies the signatures.
    fn public_key(&self) -> PublicKey;

    /// The Ed25519 signature of `message` (RFC 8032).
    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignError>;
}

/// An Ed25519 key in memory.
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// The key with this seed of 32 random bytes.
    pub fn from_bytes(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }
}

impl Signer for SecretKey {
    fn public_key(&self) -> PublicKey {
        PublicKey::from(self.0.verifying_key())
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignError> {
        Ok(self.0.sign(message).to_bytes())
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SecretKey({})", self.public_key().id())
    }
}
