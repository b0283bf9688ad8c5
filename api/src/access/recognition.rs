//! Recognising whoever asks, by a token or by the cookie of a session, and the place that the path names.

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::Method;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use content::actors::{self, Actor};
use content::roles::Place;
use content::sessions;
use locales::tags::Tag;
use uuid::Uuid;

use crate::addresses::part;
use crate::error::Failure;
use crate::state::State;

/// The cookie of a session; browsers keep one with this prefix to the server that has set it.
pub(crate) const COOKIE: &str = "__Host-lotse-session";
/// The cookie of a session on a server below a path, where browsers do not take the other prefix.
const COOKIE_BELOW: &str = "__Secure-lotse-session";
/// The header that a browser sends beside the cookie with everything that changes something.
pub(crate) const CSRF: &str = "X-CSRF-Token";

/// What a request shows.
enum Proof {
    Token(String),
    Session(String),
}

/// Whoever asks, and where; `401` for strangers.
pub(super) async fn recognise(state: &Data<State>, request: &HttpRequest) -> Result<(Actor, Place), Failure> {
    let proof = proof(state, request)?;
    let (place, page) = place(state, request);
    let read = state.store.read_at(move |db, now| {
        let actor = match proof {
            Proof::Token(secret) => actors::by_token(db, &secret, now)?,
            Proof::Session(secret) => actors::by_session(db, &secret, now)?,
        };
        let place = match (page, place.region) {
            (Some(page), Some(region)) if actor.is_some() => {
                Place { language: place.language, ..actors::place_of_page(db, region, &page.to_string())? }
            }
            _ => place,
        };
        Ok((actor, place))
    });
    let (actor, place) = read.await?;
    let mut actor = actor.ok_or(Failure::NotAuthorized)?;
    super::note_use(state, &mut actor);
    Ok((actor, place))
}

fn proof(state: &State, request: &HttpRequest) -> Result<Proof, Failure> {
    if let Some(value) = request.headers().get(AUTHORIZATION) {
        let words = value.to_str().ok().and_then(|value| value.split_once(' '));
        let secret = words.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, secret)| secret.trim());
        return secret.map(|secret| Proof::Token(secret.to_owned())).ok_or(Failure::NotAuthorized);
    }
    let cookie = session_cookie(state, request).ok_or(Failure::NotAuthorized)?;
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let sent = request.headers().get(CSRF).and_then(|value| value.to_str().ok());
    if !is_read && sent != Some(sessions::csrf_token(cookie.value()).as_str()) {
        return Err(Failure::Csrf);
    }
    Ok(Proof::Session(cookie.value().to_owned()))
}

/// The place of the path, and its page. What is not there is a place where only those have rights who have them everywhere.
fn place(state: &State, request: &HttpRequest) -> (Place, Option<Uuid>) {
    const NOWHERE: i64 = -1;
    let directory = state.store.directory();
    let slug = request.match_info().get("region");
    let entry = slug.map(|slug| directory.region(slug));
    let region = entry.map(|entry| entry.map_or(NOWHERE, |entry| entry.region.id));
    let tag = part(request, "tag");
    let known = entry.flatten().and_then(|entry| entry.language(tag)).map(|language| language.key.clone());
    let language = known.or_else(|| Tag::parse(tag).ok().map(|tag| tag.key().to_owned()));
    let page = Uuid::try_parse(part(request, "page")).ok();
    (Place { region, language, ..Place::default() }, page)
}

/// The name and the path of the cookie of a session.
fn cookie_place(state: &State) -> (&'static str, &str) {
    if state.base_path.is_empty() { (COOKIE, "/") } else { (COOKIE_BELOW, &state.base_path) }
}

/// The cookie of a session that a request shows.
pub(crate) fn session_cookie(state: &State, request: &HttpRequest) -> Option<Cookie<'static>> {
    request.cookie(cookie_place(state).0)
}

/// The cookie of a session whose secret is `value`; an empty one ends it.
pub(crate) fn cookie<'a>(state: &'a State, value: &'a str) -> Cookie<'a> {
    let (name, path) = cookie_place(state);
    let age = if value.is_empty() { 0 } else { sessions::LONGEST / 1000 };
    let built = Cookie::build(name, value).path(path).secure(true).http_only(true).same_site(SameSite::Strict);
    built.max_age(actix_web::cookie::time::Duration::seconds(age)).finish()
}

/// The network of an address: it tells where somebody was, not who.
pub(super) fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shortened_to_its_network() {
        for (address, expected) in [
            ("192.0.2.77", "192.0.2.0/24"),
            ("::ffff:192.0.2.77", "192.0.2.0/24"),
            ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ] {
            assert_eq!(network(address.parse().unwrap()), expected);
        }
    }
}
