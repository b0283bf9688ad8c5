//! Which language of a region a reader gets: the one place that reads `Accept-Language` for content.

use actix_web::http::header::{
    ACCEPT_LANGUAGE, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_LANGUAGE, HeaderValue, VARY,
};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::Error;
use content::directory::Entry;
use content::error::Noun;
use content::regions::Status;
use locales::negotiation::{self, Negotiated, Reason};
use locales::tags::Tag;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::Open;
use crate::addresses::{self, header, shortened};
use crate::error::Failure;
use crate::openapi::ReadRefused;
use crate::state::State;

/// The language that a reader gets, and the way there.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Choice {
    /// The tag of the language to show.
    #[schema(example = "prs")]
    tag: String,
    /// Where to look for a text, in this order; the region's first language is always in it.
    #[schema(example = json!(["prs", "de"]))]
    chain: Vec<String>,
    /// What was asked for, the dearest first; without what nobody could read, and without what has `q=0`.
    #[schema(example = json!(["fa-AF"]))]
    requested: Vec<String>,
    /// Why: `exact`; `alias`, another name of the language; `language`, the same language and script; `script`, the same
    /// language in another script; `any`, for `*`; `default`, when nothing of it is offered.
    #[schema(example = "alias")]
    reason: &'static str,
}

impl From<Negotiated> for Choice {
    fn from(chosen: Negotiated) -> Self {
        let texts = |tags: Vec<Tag>| tags.iter().map(ToString::to_string).collect();
        Self {
            tag: chosen.tag.to_string(),
            chain: texts(chosen.chain),
            requested: texts(chosen.requested),
            reason: match chosen.reason {
                Reason::Exact => "exact",
                Reason::Alias => "alias",
                Reason::Language => "language",
                Reason::Script => "script",
                Reason::Any => "any",
                Reason::Default => "default",
            },
        }
    }
}

/// The language of a region that serves the header `Accept-Language` best.
///
/// A language in an address always wins over this; nothing else reads the header to choose content.
#[utoipa::path(get, path = "/negotiate", operation_id = "negotiate_language", tag = "reading", params(
    ("region" = String, Query, description = "The region's name in addresses", example = "minden-luebbecke"),
    ("Accept-Language" = Option<String>, Header, description = "As browsers and phones send it (RFC 9110, 12.5.4)", example = "fa-AF, en;q=0.5"),
), responses(
    (status = OK, headers(
        ("Content-Language" = String, description = "The chosen language"),
        ("Vary" = String, description = "`Accept-Language`"),
    ), body = Choice),
    ReadRefused,
))]
pub(crate) async fn choose(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let slug = addresses::parameter(&request, "region")?;
    let directory = state.store.directory();
    let entry = directory.region(&slug).filter(|entry| entry.region.status != Status::Archived);
    let entry = entry.ok_or_else(|| Error::not_found(Noun::Region, shortened(&slug)))?;
    let choice = Choice::from(negotiated(entry, &request)?);
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_LANGUAGE, header(&choice.tag)?))
        .insert_header((VARY, HeaderValue::from_static("Accept-Language")))
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("public, max-age=15, stale-while-revalidate=60")))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")));
    Ok(answer.json(choice))
}

fn negotiated(entry: &Entry, request: &HttpRequest) -> Result<Negotiated, Failure> {
    let tag = |text: &str| Tag::parse(text).map_err(|error| Failure::Internal(format!("{text}: {error}")));
    let active = entry.languages.iter().filter(|language| language.active && language.visible);
    let offered = active.map(|language| tag(&language.tag)).collect::<Result<Vec<_>, _>>()?;
    let first = entry.language(&entry.region.default_language);
    let default = tag(first.map_or(entry.region.default_language.as_str(), |language| &language.tag))?;
    let lines: Vec<&str> = request.headers().get_all(ACCEPT_LANGUAGE).filter_map(|line| line.to_str().ok()).collect();
    Ok(negotiation::negotiate(Some(&lines.join(",")), &offered, &default))
}
