//! Preconditions: which version a client has seen, and the ETags that tell it.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{HeaderMap, IF_MATCH, IF_NONE_MATCH};
use actix_web::{FromRequest, HttpRequest};
use content::items::Base;

use crate::error::Failure;

/// The version that the client wants to change; `428` when it does not say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IfMatch(pub(crate) Base);

impl FromRequest for IfMatch {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(base(request.headers()).map(Self).ok_or(Failure::PreconditionRequired))
    }
}

/// A tag that this server never gave out matches nothing, so the answer tells the current version.
fn base(headers: &HeaderMap) -> Option<Base> {
    const NO_VERSION: Base = Base::Number(-1);
    if let Some(value) = headers.get(IF_MATCH) {
        let text = value.to_str().unwrap_or_default().trim();
        let number = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        let number = number.and_then(|number| number.parse().ok());
        return Some(if text == "*" { Base::Any } else { number.map_or(NO_VERSION, Base::Number) });
    }
    let any = headers.get(IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == b"*");
    any.then_some(Base::None)
}

/// The ETag of version `number`.
pub(crate) fn etag(number: i64) -> String {
    format!("\"{number}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn every_header_means_one_base() {
        for (name, value, expected) in [
            ("if-match", "\"3\"", Some(Base::Number(3))),
            ("if-match", "*", Some(Base::Any)),
            ("if-match", "W/\"3\"", Some(Base::Number(-1))),
            ("if-match", "\"abc\"", Some(Base::Number(-1))),
            ("if-match", "\"1\", \"3\"", Some(Base::Number(-1))),
            ("if-none-match", "*", Some(Base::None)),
            ("if-none-match", "\"3\"", None),
            ("accept", "*/*", None),
        ] {
            let request = TestRequest::get().insert_header((name, value)).to_http_request();

            assert_eq!(base(request.headers()), expected, "{name}: {value}");
        }
    }
}
