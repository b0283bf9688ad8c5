//! A server below a path: the prefix is taken off before routes are looked for, and put before addresses that lead on.

use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Uri;
use actix_web::http::header::{HeaderValue, LOCATION};
use actix_web::http::uri::PathAndQuery;

/// Takes `prefix` off the address; one without it is left as it is, since some proxies take it off themselves.
pub(crate) fn take_off(prefix: &str, request: &mut ServiceRequest) {
    let Some(uri) = without(prefix, request.uri()) else { return };
    request.match_info_mut().get_mut().update(&uri);
    request.head_mut().uri = uri;
}

fn without(prefix: &str, uri: &Uri) -> Option<Uri> {
    let address = uri.path_and_query()?.as_str().strip_prefix(prefix)?;
    let address = match address.as_bytes().first() {
        Some(b'/') => PathAndQuery::try_from(address),
        Some(b'?') | None => PathAndQuery::try_from(format!("/{address}")),
        Some(_) => return None,
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(address.ok()?);
    Uri::from_parts(parts).ok()
}

/// Puts `prefix` before the path that an answer leads to.
pub(crate) fn put_before<B>(prefix: &str, answer: &mut ServiceResponse<B>) {
    let Some(location) = answer.headers().get(LOCATION).and_then(|location| location.to_str().ok()) else { return };
    if location.starts_with('/')
        && let Ok(location) = HeaderValue::try_from(format!("{prefix}{location}"))
    {
        answer.headers_mut().insert(LOCATION, location);
    }
}
