//! Content that this server does not have yet, answered as by a region without any, so that the app opens without an error.

use actix_web::http::header::{CACHE_CONTROL, ContentType};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::faults::Fault;
use super::reader::{Reader, region};
use crate::error::{Failure, V3Error};
use crate::state::{State, open_to_all};

/// Events, locations, their categories and news: none yet.
#[utoipa::path(
    get,
    path = "/api/v3/{region}/{language}/{list}/",
    operation_id = "v3_lists",
    tag = "integreat v3",
    params(
        ("region" = String, Path, description = "The region's slug"),
        ("language" = String, Path, description = "The language's slug"),
        ("list" = String, Path, description = "`events`, `locations`, `location-categories`, `fcm` or `news`"),
    ),
    responses(
        (status = OK, body = Vec<Object>, description = "An empty list"),
        (status = NOT_FOUND, body = V3Error, description = "No such region or language, or the region is archived"),
    )
)]
pub(super) async fn empty_list(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Failure> {
    Reader::of(&request, &state)?;
    Ok(nothing())
}

/// Offers, in a language or without one: none yet.
#[utoipa::path(
    get,
    path = "/api/v3/{region}/offers/",
    operation_id = "v3_offers",
    tag = "integreat v3",
    params(("region" = String, Path, description = "The region's slug")),
    responses(
        (status = OK, body = Vec<Object>, description = "An empty list"),
        (status = NOT_FOUND, body = V3Error, description = "No such region, or the region is archived"),
    )
)]
pub(super) async fn offers(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Failure> {
    region(&request, &state)?;
    Ok(nothing())
}

/// The imprint: none yet.
#[utoipa::path(
    get,
    path = "/api/v3/{region}/{language}/imprint/",
    operation_id = "v3_imprint",
    tag = "integreat v3",
    params(
        ("region" = String, Path, description = "The region's slug"),
        ("language" = String, Path, description = "The language's slug"),
    ),
    responses((status = NOT_FOUND, body = V3Error, description = "There is no imprint"))
)]
pub(super) async fn imprint(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Failure> {
    Reader::of(&request, &state)?;
    Err(Fault::NOT_FOUND.into())
}

/// One piece of news: none yet.
#[utoipa::path(
    get,
    path = "/api/v3/{region}/{language}/news/{id}/",
    operation_id = "v3_story",
    tag = "integreat v3",
    params(
        ("region" = String, Path, description = "The region's slug"),
        ("language" = String, Path, description = "The language's slug"),
        ("id" = String, Path, description = "The id of the news", example = "local-1"),
    ),
    responses((status = NOT_FOUND, body = V3Error, description = "There is no such news"))
)]
pub(super) async fn story(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Failure> {
    Reader::of(&request, &state)?;
    Err(Fault::NOT_FOUND.into())
}

fn nothing() -> HttpResponse {
    let mut response = HttpResponse::Ok();
    for header in open_to_all() {
        response.insert_header(header);
    }
    response.insert_header((CACHE_CONTROL, "public, max-age=15")).content_type(ContentType::json()).body("[]")
}
