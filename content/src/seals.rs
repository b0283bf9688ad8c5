//! Sealed values: what this server gives away in a link, and knows again as its own until the link expires.
//!
//! A seal is an HMAC-SHA256 (RFC 2104) under a key that only this server has, over the purpose, the time and the value, so that a
//! link for one thing is no link for another.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::db::World;
use crate::error::Result;
use crate::keys::Keys;

/// Makes and opens seals.
#[derive(Clone)]
pub struct Seals {
    key: [u8; 32],
}

impl Seals {
    /// With the key for links of `keys`.
    pub fn new(keys: &Keys, world: World) -> Result<Self> {
        Ok(Self { key: keys.link_key(world)? })
    }

    /// `value`, sealed for `purpose` until `expires` (milliseconds since 1970, UTC); fit for a path.
    pub fn seal(&self, purpose: &str, value: &str, expires: i64) -> String {
        let tag = self.tag(purpose, value, expires).finalize().into_bytes();
        format!("{}.{expires}.{}", BASE64.encode(value), BASE64.encode(tag))
    }

    /// The value that was sealed for `purpose`; none when it has expired, or was never sealed here.
    pub fn value(&self, purpose: &str, sealed: &str, now: i64) -> Option<String> {
        let mut parts = sealed.split('.');
        let (value, expires, tag) = (parts.next()?, parts.next()?, parts.next()?);
        let value = String::from_utf8(BASE64.decode(value).ok()?).ok()?;
        let expires: i64 = expires.parse().ok()?;
        self.tag(purpose, &value, expires).verify_slice(&BASE64.decode(tag).ok()?).ok()?;
        (parts.next().is_none() && now < expires).then_some(value)
    }

    fn tag(&self, purpose: &str, value: &str, expires: i64) -> Hmac<Sha256> {
        let mut tag = Hmac::new_from_slice(&self.key).expect("a key of any length fits");
        tag.update(format!("{purpose}\n{expires}\n{value}").as_bytes());
        tag
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seals() -> Seals {
        Seals { key: [7; 32] }
    }

    #[test]
    fn a_sealed_value_comes_back_until_it_expires() {
        let sealed = seals().seal("preview", "seite/ä", 1_000);
        assert_eq!(seals().value("preview", &sealed, 999).as_deref(), Some("seite/ä"));
        assert_eq!(seals().value("preview", &sealed, 1_000), None);
    }

    #[test]
    fn a_seal_is_for_one_purpose_one_value_and_one_time() {
        let sealed = seals().seal("preview", "a", 1_000);
        let [value, expires, tag] = sealed.split('.').collect::<Vec<_>>()[..] else { panic!("{sealed}") };
        assert_eq!(seals().value("password", &sealed, 0), None);
        assert_eq!(Seals { key: [8; 32] }.value("preview", &sealed, 0), None);
        for forged in [
            format!("{value}.9999.{tag}"),
            format!("{}.{expires}.{tag}", BASE64.encode("b")),
            format!("{value}.{expires}."),
            format!("{sealed}.x"),
            String::new(),
        ] {
            assert_eq!(seals().value("preview", &forged, 0), None, "{forged}");
        }
    }
}
