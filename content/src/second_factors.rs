//! The second factor: time-based codes (TOTP, RFC 6238) of an app, and recovery codes for whoever has lost it.

use totp_rs::{Builder, Secret, Totp};

use crate::db::World;
use crate::error::{Error, Result};
use crate::secrets;

/// What an app shows beside the codes.
const ISSUER: &str = "Lotse";
/// How many recovery codes a user gets.
const RECOVERY_CODES: usize = 10;

/// A new secret, in base32.
pub(crate) fn secret(world: World) -> String {
    let (first, second) = ((world.random)(), (world.random)());
    Secret::from([&first[..], &second[..4]].concat()).to_base32()
}

/// The address that an app reads from a QR code.
pub(crate) fn address(secret: &str, email: &str) -> Result<String> {
    // A colon would end the name of the account.
    let named = totp(secret, &email.replace(':', " "))?;
    named.to_url().map_err(|error| Error::Corrupt(error.to_string()))
}

/// The time step that `code` belongs to, one step early or late at most; none when it is wrong.
///
/// Whoever accepts it has to refuse codes of that step and of those before it from then on.
pub(crate) fn step_of(secret: &str, code: &str, now: i64) -> Result<Option<i64>> {
    let seconds = u64::try_from(now / 1000).unwrap_or_default();
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let step = totp(secret, "")?.check(&digits, seconds);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// New recovery codes; each has 80 random bits.
pub(crate) fn recovery_codes(world: World) -> Vec<String> {
    let code = |_| {
        let text = secrets::hex(&(world.random)()[..10]);
        text.as_bytes().chunks(5).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
    };
    (0..RECOVERY_CODES).map(code).collect()
}

/// A recovery code as it is stored, however it was typed.
pub(crate) fn recovery_hash(code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_hexdigit).collect();
    secrets::hash(&plain.to_ascii_lowercase())
}

fn totp(secret: &str, account: &str) -> Result<Totp> {
    let corrupt = || Error::Corrupt("the secret of a second factor".to_owned());
    let secret = Secret::try_from_base32(secret).map_err(|_| corrupt())?;
    let built = Builder::new().with_secret(secret).with_account_name(account).with_issuer(Some(ISSUER)).build();
    built.map_err(|_| corrupt())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B, and the last six digits of its codes.
    const RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924")] {
            assert_eq!(step_of(RFC, code, seconds * 1000).unwrap(), Some(seconds / 30), "{seconds}");
            assert_eq!(step_of(RFC, code, (seconds + 90) * 1000).unwrap(), None, "{seconds}");
        }
        assert_eq!(step_of(RFC, "287 082", 59_000).unwrap(), Some(1));
        assert_eq!(step_of(RFC, "", 59_000).unwrap(), None);
    }

    #[test]
    fn an_app_can_read_the_address() {
        let address = address(RFC, "amt@example.org").unwrap();
        assert!(address.starts_with("otpauth://totp/Lotse:amt%40example.org?"), "{address}");
        assert!(address.contains(RFC), "{address}");
    }

    #[test]
    fn a_recovery_code_may_be_typed_carelessly() {
        assert_eq!(recovery_hash("0a1b2-c3d4e"), recovery_hash(" 0A1B2 C3D4E"));
    }
}
