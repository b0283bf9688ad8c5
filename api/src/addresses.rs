//! What the parts of a request's address name; everything but drafts is answered from memory.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::header::HeaderValue;
use actix_web::web::Query;
use content::Error;
use content::directory::Entry;
use content::error::{Noun, Reason};
use content::languages::RegionLanguage;
use content::regions::Status;
use locales::tags::Tag;
use uuid::Uuid;

use crate::error::{Failure, Why};
use crate::state::State;

/// The part of the path called `name`; empty when the route has none.
pub(crate) fn part<'a>(request: &'a HttpRequest, name: &str) -> &'a str {
    request.match_info().get(name).unwrap_or_default()
}

/// The region of the path, as readers see it: an archived one is not there.
pub(crate) fn region(state: &State, request: &HttpRequest) -> Result<Arc<Entry>, Failure> {
    let entry = any_region(state, request)?;
    if entry.region.status == Status::Archived {
        return Err(Error::not_found(Noun::Region, &entry.region.slug).into());
    }
    Ok(entry)
}

/// The region of the path, of any status.
pub(crate) fn any_region(state: &State, request: &HttpRequest) -> Result<Arc<Entry>, Failure> {
    let slug = part(request, "region");
    let entry = state.store.directory().region(slug).cloned();
    entry.ok_or_else(|| Error::not_found(Noun::Region, shortened(slug)).into())
}

/// The active language of the path; another name of it leads to its own.
pub(crate) fn language<'a>(entry: &'a Entry, request: &HttpRequest) -> Result<&'a RegionLanguage, Failure> {
    language_of(entry, part(request, "tag"))
}

/// The active language called `name`; another name of it leads to its own.
pub(crate) fn language_of<'a>(entry: &'a Entry, name: &str) -> Result<&'a RegionLanguage, Failure> {
    if let Some(language) = entry.language(name) {
        return Ok(language);
    }
    match Tag::parse(name).ok().and_then(|tag| entry.language_by_alias(&tag)) {
        Some(language) => Err(Failure::OtherName { tag: language.tag.clone() }),
        None => Err(Error::not_found(Noun::Language, shortened(name)).into()),
    }
}

/// The active language that a body names, by tag or another name of it.
pub(crate) fn language_called<'a>(entry: &'a Entry, name: &str) -> Result<&'a RegionLanguage, Failure> {
    let of_alias = || entry.language_by_alias(&Tag::parse(name).ok()?);
    let found = entry.language(name).or_else(of_alias);
    found.ok_or_else(|| Error::not_found(Noun::Language, shortened(name)).into())
}

/// An address as a header; every character that cannot stand there was refused long before.
pub(crate) fn header(address: &str) -> Result<HeaderValue, Failure> {
    HeaderValue::from_str(address).map_err(|error| Failure::Internal(error.to_string()))
}

/// The id of the page of the path.
pub(crate) fn page(request: &HttpRequest) -> Result<Uuid, Failure> {
    let why = || Failure::BadParameter { name: "page".into(), why: Why::Value(Reason::NotAUuid) };
    Uuid::try_parse(part(request, "page")).map_err(|_| why())
}

/// The parameter `name` of the query.
pub(crate) fn parameter(request: &HttpRequest, name: &'static str) -> Result<String, Failure> {
    let refused = |reason| Failure::BadParameter { name: name.into(), why: Why::Value(reason) };
    let pairs = Query::<Vec<(String, String)>>::from_query(request.query_string()).map(Query::into_inner);
    let found = pairs.unwrap_or_default().into_iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value).ok_or_else(|| refused(Reason::Missing))
}

/// What an answer repeats of a name that nobody knows.
pub(crate) fn shortened(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(100).collect()
}
