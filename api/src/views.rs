//! Pages as people read them in a browser: complete without scripts, under the paths that apps know them by.

mod layout;
mod pages;
pub(crate) mod previews;
mod refusals;
mod starts;
mod texts;

use std::sync::Arc;

use actix_web::http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue,
    LOCATION, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse, guard};
use bytes::Bytes;
use content::catalog::{self, Catalog};
use content::directory::Entry;
use content::error::Noun;
use content::languages::RegionLanguage;
use content::{Db, Error, regions};
use locales::negotiation;
use locales::tags::Tag;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::access::Open;
use crate::addresses::{self, part, shortened};
use crate::error::Failure;
use crate::openapi::{OfRegion, ViewRefused};
use crate::prepared::{Built, Delivery, Freshness};
use crate::routes;
use crate::state::{self, Extra, State, stamp_of};

pub(crate) use refusals::refusal;

/// What a page may load: its style sheet and images. What an editor has styled in a text was cleaned when it was saved.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' https: http:; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'",
);
/// What pages in the browser are sent as.
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
/// What stays as it is in an address, besides letters and digits.
const IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');
/// What the names of these routes begin with.
const NAMES: &str = "view_";
/// The name of the route that shows drafts.
const DRAFT: &str = "view_draft";

/// One prepared page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// `/{region}/{language}/`.
    Start {
        /// The region.
        region: i64,
        /// The language.
        language: i64,
    },
    /// `/{region}/{language}/…/{slug}/`.
    Page {
        /// The region.
        region: i64,
        /// The language.
        language: i64,
        /// The page.
        page: Uuid,
    },
}

/// Adds every address; they belong behind all others, which their patterns would take.
pub(crate) fn routes(config: &mut ServiceConfig) {
    routes::add! { config,
        [self] { style }
        [previews] { show }
        [self] { region, start, page }
    };
}

/// Sends requests without a slash at the end on to the address with it.
pub(crate) fn slashes(app: &mut web::ServiceConfig) {
    let send_on = async |state: Data<State>, request: HttpRequest| {
        let entry = region_of(&state, &request).map_err(|_| Failure::UnknownRoute)?;
        Err::<HttpResponse, _>(elsewhere(&request, &format!("/{}{}", entry.region.slug, rest(&request))))
    };
    let addresses = web::resource(["/{region}", "/{region}/{language}"]);
    app.service(addresses.guard(guard::Get()).to(send_on));
}

/// What stands behind the region in the path, as it was sent, with a slash at the end.
fn rest(request: &HttpRequest) -> String {
    let rest = request.path()[1..].split_once('/').map_or("", |(_, rest)| rest);
    if rest.is_empty() { "/".to_owned() } else { format!("/{rest}/") }
}

/// Whether `request` was for a page in the browser, so that an error has to be one, too.
pub(crate) fn asked_by(request: &HttpRequest) -> bool {
    let is_named = |name: &str| name == DRAFT || (name.starts_with(NAMES) && !is_reserved(request.path()));
    request.match_name().is_some_and(is_named)
}

/// Whether a path belongs to the server, whatever the patterns of these routes say.
pub(crate) fn is_reserved(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    regions::RESERVED.contains(&first)
}

/// The style sheet of the pages.
#[utoipa::path(get, path = "/regions/pages.css", operation_id = "view_style", tag = "pages in the browser", responses(
    (status = OK, body = String, content_type = "text/css"),
))]
pub(crate) async fn style(_: Open) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/css; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "public, max-age=3600"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(include_str!("views/style.css"))
}

/// Leads to the start page of a region in the language that the reader's browser asks for.
#[utoipa::path(get, path = "/{region}/", operation_id = "view_region", tag = "pages in the browser", params(
    OfRegion,
), responses(
    (status = FOUND, description = "`Location` is the start page in the language that fits `Accept-Language` best."),
    ViewRefused,
))]
pub(crate) async fn region(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = region_of(&state, &request)?;
    let listed = entry.languages.iter().filter(|language| language.active && language.visible);
    let offered: Vec<Tag> = listed.filter_map(|language| Tag::parse(&language.tag).ok()).collect();
    let missing = || Error::not_found(Noun::Language, &entry.region.default_language);
    let default = Tag::parse(&entry.region.default_language).map_err(|_| missing())?;
    let wanted = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let chosen = negotiation::negotiate(wanted, &offered, &default).tag;
    let language = entry.language(chosen.key()).ok_or_else(missing)?;
    Ok(HttpResponse::Found()
        .insert_header((LOCATION, format!("{}/", encoded(&language.slug))))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .insert_header((VARY, "Accept-Language"))
        .finish())
}

/// The start page of a region in one language: its pages of the first level.
#[utoipa::path(get, path = "/{region}/{language}/", operation_id = "view_start", tag = "pages in the browser", params(
    OfRegion,
    ("language" = String, Path, description = "The language's slug", example = "de"),
), responses(
    (status = OK, body = String, content_type = "text/html"),
    ViewRefused,
))]
pub(crate) async fn start(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = region_of(&state, &request)?;
    let language = language_of(&entry, &request)?.clone();
    let region = entry.region.id;
    let key = state::Key::View(Key::Start { region, language: language.id });
    let shared = Data::clone(&state);
    let read = move |db: &mut Db| shared.catalogs.load(db, region);
    let render = move |catalog: Arc<Catalog>| {
        let page = starts::render(&catalog, &language);
        Ok(built(page, &language.tag, catalog.counter.edits))
    };
    state.answer(&request, key, entry.edits(), Freshness::List, (read, render)).await
}

/// A page, as people read it.
///
/// The path is the one that lists of pages tell. Former paths, and paths without a slash at the end, lead to it.
#[utoipa::path(get, path = "/{region}/{language}/{path:.*}", operation_id = "view_page", tag = "pages in the browser", params(
    OfRegion,
    ("language" = String, Path, description = "The language's slug", example = "de"),
    ("path" = String, Path, description = "The slugs of the pages above it and its own, with slashes",
        example = "ankommen/erste-schritte/"),
), responses(
    (status = OK, body = String, content_type = "text/html"),
    ViewRefused,
))]
pub(crate) async fn page(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = region_of(&state, &request)?;
    let language = language_of(&entry, &request)?.clone();
    let catalog = state.catalog(&entry).await?;
    let asked = percent_decode_str(request.path()).decode_utf8_lossy();
    let found = catalog.find(&asked, &language.key);
    let Some((id, current)) = found.and_then(|id| Some((id.to_owned(), catalog.path(id, &language)?))) else {
        return Err(Failure::UnknownPath { path: shortened(&asked) });
    };
    if current != asked {
        return Err(elsewhere(&request, &encoded(&current)));
    }
    let page = Uuid::try_parse(&id).map_err(|error| Failure::Internal(error.to_string()))?;
    let region = entry.region.id;
    let key = state::Key::View(Key::Page { region, language: language.id, page });
    let (shared, read_id, read_key) = (Data::clone(&state), id.clone(), language.key.clone());
    let read = move |db: &mut Db| {
        let html = catalog::html(db, region, &read_id, &read_key)?;
        Ok((shared.catalogs.load(db, region)?, html))
    };
    let render = move |(catalog, html): (Arc<Catalog>, Option<String>)| {
        let page = html.and_then(|html| pages::published(&catalog, &language, &id, &html));
        let page = page.ok_or_else(|| Error::not_found(Noun::Page, &id))?;
        Ok(built(page, &language.tag, catalog.counter.edits))
    };
    state.answer(&request, key, entry.edits(), Freshness::Page, (read, render)).await
}

/// The region of the path, unless the path belongs to the server.
fn region_of(state: &State, request: &HttpRequest) -> Result<Arc<Entry>, Failure> {
    if is_reserved(request.path()) { Err(Failure::UnknownRoute) } else { addresses::region(state, request) }
}

/// The language whose slug the path has; its tag, or another name of it, leads there.
fn language_of<'a>(entry: &'a Entry, request: &HttpRequest) -> Result<&'a RegionLanguage, Failure> {
    let name = part(request, "language");
    if let Some(language) = entry.language_by_slug(name) {
        return Ok(language);
    }
    let language = addresses::language_called(entry, name)?;
    let path = request.path().splitn(4, '/').nth(3).unwrap_or_default();
    Err(elsewhere(request, &format!("/{}/{}/{path}", entry.region.slug, encoded(&language.slug))))
}

/// That what `request` asks for is at `path`, which is encoded.
fn elsewhere(request: &HttpRequest, path: &str) -> Failure {
    Failure::OtherAddress { location: format!("{}{path}", root(request.path())) }
}

/// Where the server's addresses begin, seen from `path`: links are relative, so that they work behind every public URL.
fn root(path: &str) -> String {
    match path.matches('/').count() {
        0 | 1 => ".".to_owned(),
        slashes => vec![".."; slashes - 1].join("/"),
    }
}

fn encoded(path: &str) -> String {
    utf8_percent_encode(path, IN_PATHS).to_string()
}

/// What every page in the browser is sent with.
fn headers(tag: &str) -> Vec<(HeaderName, HeaderValue)> {
    let tag = HeaderValue::from_str(tag).ok().map(|tag| (CONTENT_LANGUAGE, tag));
    let safety = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    tag.into_iter().chain(safety).collect()
}

fn built(page: String, tag: &str, edits: i64) -> Built<Extra> {
    Built {
        identity: Bytes::from(page),
        content_type: HTML,
        headers: headers(tag),
        delivery: Delivery::default(),
        stamp: stamp_of(edits),
        extra: Extra::None,
    }
}
