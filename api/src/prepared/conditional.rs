//! The entity tags of one content, and whether a client already has it (RFC 9110, section 13.1.2).

use std::fmt::Write as _;

use actix_web::http::header::{HeaderMap, HeaderValue, IF_NONE_MATCH};
use sha2::{Digest as _, Sha256};

use super::codings::{Coding, Level};

/// How many hex digits of the hash an entity tag carries.
const DIGITS: usize = 32;

/// The entity tags of one content: one for its identity, one for each coding at each level, all
/// beginning with the same stem.
#[derive(Debug)]
pub(super) struct Tags {
    identity: HeaderValue,
    coded: [[HeaderValue; 2]; Coding::ALL.len()],
}

impl Tags {
    /// The tags of the content whose identity is `bytes`; hashes them, so call it off the reactor.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let hash = Sha256::digest(bytes);
        let digits = hash[..DIGITS / 2].iter().fold(String::with_capacity(DIGITS), |mut digits, byte| {
            write!(digits, "{byte:02x}").expect("a String takes every write");
            digits
        });
        Self::new(&digits)
    }

    /// The tags that begin with `stem`: visible ASCII without quotes.
    pub(super) fn new(stem: &str) -> Self {
        let coded = |coding: Coding, level| tag(&format!("{stem}.{}{}", coding.extension(), coding.level(level)));
        Self {
            identity: tag(stem),
            coded: Coding::ALL.map(|coding| [coded(coding, Level::Fast), coded(coding, Level::Best)]),
        }
    }

    /// The tag of the identity.
    pub(super) fn identity(&self) -> &HeaderValue {
        &self.identity
    }

    /// The tag of one coding at one level.
    pub(super) fn coded(&self, coding: Coding, level: Level) -> &HeaderValue {
        &self.coded[coding.index()][level as usize]
    }

    /// The tag under which the client has this content, in whatever coding; `None` if it does not have it.
    ///
    /// The answer 304 repeats that tag, so that a cache refreshes the copy it asked about.
    pub(super) fn known(&self, headers: &HeaderMap) -> Option<&HeaderValue> {
        headers.get_all(IF_NONE_MATCH).find_map(|value| self.listed(value.as_bytes()))
    }

    /// `value` is a list such as `"a", W/"b"`: what stands between quotes is compared, which is the weak
    /// comparison.
    fn listed(&self, value: &[u8]) -> Option<&HeaderValue> {
        if value.trim_ascii() == b"*" {
            return Some(&self.identity);
        }
        value.split(|byte| *byte == b'"').skip(1).step_by(2).find_map(|tag| self.named(tag))
    }

    fn named(&self, opaque: &[u8]) -> Option<&HeaderValue> {
        if !opaque.starts_with(unquoted(&self.identity)) {
            return None;
        }
        std::iter::once(&self.identity).chain(self.coded.iter().flatten()).find(|tag| unquoted(tag) == opaque)
    }
}

fn tag(opaque: &str) -> HeaderValue {
    HeaderValue::try_from(format!("\"{opaque}\"")).expect("a stem and a suffix are visible ASCII")
}

/// `tag` is always one of ours, so it has both quotes.
fn unquoted(tag: &HeaderValue) -> &[u8] {
    let bytes = tag.as_bytes();
    &bytes[1..bytes.len() - 1]
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    /// The first half of the SHA-256 of `abc` (FIPS 180-2, B.1).
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223";

    #[test]
    fn every_coding_and_level_has_its_own_tag() {
        let tags = Tags::of(b"abc");

        let all = std::iter::once(tags.identity()).chain(tags.coded.iter().flatten());

        let suffixes = ["", ".br5", ".br11", ".zst3", ".zst19", ".gz5", ".gz9"];
        let expected = suffixes.map(|suffix| format!("\"{ABC}{suffix}\""));
        assert_eq!(all.collect::<Vec<_>>(), expected.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn a_client_has_the_content_when_any_tag_of_its_list_is_one_of_ours() {
        let tags = Tags::of(b"abc");
        let table = [
            (format!("\"{ABC}\""), Some("")),
            (format!("W/\"{ABC}\""), Some("")),
            (format!("\"{ABC}.br5\""), Some(".br5")),
            (format!("W/\"{ABC}.gz9\""), Some(".gz9")),
            (format!("\"other\", W/\"a,b\" ,\"{ABC}.zst19\""), Some(".zst19")),
            (" * ".to_owned(), Some("")),
            (format!("\"{ABC}.br4\""), None),
            (format!("\"{ABC}x\""), None),
            (format!("\"{}\"", &ABC[..31]), None),
            (ABC.to_owned(), None),
            ("\"*\"".to_owned(), None),
            ("\"".to_owned(), None),
            (String::new(), None),
        ];
        for (list, expected) in table {
            let request = TestRequest::get().insert_header((IF_NONE_MATCH, list.as_str())).to_http_request();
            let expected = expected.map(|suffix| format!("\"{ABC}{suffix}\""));
            assert_eq!(
                tags.known(request.headers()).map(HeaderValue::as_bytes),
                expected.as_ref().map(String::as_bytes),
                "{list}"
            );
        }
    }
}
