//! Passwords: what is accepted as one, and their Argon2id hashes (RFC 9106).

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use crate::error::{Error, Reason, Result};

/// The fewest characters.
const MIN: usize = 12;
/// The most bytes: hashing more only costs time.
const MAX: usize = 1024;
/// The hash of no password: whoever asks for an unknown user waits as long as for a known one.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash(&"-".repeat(MIN), [0; 16]).expect("a password of the least length can be hashed"));

/// The hash of a new password; it takes about 20 ms and 19 MiB, so never call it under a lock.
pub(crate) fn hash(password: &str, salt: [u8; 16]) -> Result<String> {
    if password.chars().count() < MIN {
        return Err(Error::invalid("password", Reason::TooShort { limit: MIN }));
    }
    if password.len() > MAX {
        return Err(Error::invalid("password", Reason::TooLong { limit: MAX }));
    }
    let hashed = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    hashed.map(|hash| hash.to_string()).map_err(|error| Error::Corrupt(error.to_string()))
}

/// Whether `password` is the one of `hash`; as slow when there is none.
pub(crate) fn verify(password: &str, hash: Option<&str>) -> bool {
    let is_right = password.len() <= MAX
        && Argon2::default().verify_password(password.as_bytes(), hash.unwrap_or(&NOBODY)).is_ok();
    is_right && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_fits() {
        let hash = hash("ein langes Passwort", [7; 16]).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify("ein langes Passwort", Some(&hash)));
        assert!(!verify("ein langes passwort", Some(&hash)));
        assert!(!verify("ein langes Passwort", None));
    }

    #[test]
    fn a_password_is_neither_short_nor_endless() {
        assert!(hash("kurz", [7; 16]).is_err());
        assert!(hash(&"x".repeat(MAX + 1), [7; 16]).is_err());
    }
}
