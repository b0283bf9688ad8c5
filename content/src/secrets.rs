//! Secrets that are shown once and stored only as a hash: of tokens, sessions, invitations and recovery codes.

use sha2::{Digest, Sha256};

use crate::db::World;

/// 256 random bits, in hex, behind a prefix that tells what they are for.
pub(crate) fn make(prefix: &str, world: World) -> String {
    format!("{prefix}{}{}", hex(&(world.random)()), hex(&(world.random)()))
}

/// What is stored of a secret.
///
/// It has so many random bits that its plain hash can be looked up: nobody can guess a part of it.
pub(crate) fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// `bytes` in hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes every character");
        text
    })
}
