//! What is set for a region and no reader sees.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::options;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{Manage, May};
use crate::addresses;
use crate::bodies::Sent;
use crate::error::Failure;
use crate::openapi::{EditRefused, OfRegion, WriteRefused};
use crate::state::State;

/// The options of a region.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"four_eyes": true}))]
pub(crate) struct RegionOptions {
    /// Whoever publishes a text must not be the one who wrote it.
    four_eyes: bool,
}

fn respond(options: options::Options) -> HttpResponse {
    let options = RegionOptions { four_eyes: options.four_eyes };
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(options)
}

/// What is set for a region.
#[utoipa::path(get, path = "/regions/{region}/options", operation_id = "read_options", tag = "editing", security(("token" = [])), params(
    OfRegion,
), responses(
    (status = OK, body = RegionOptions),
    EditRefused,
))]
pub(crate) async fn show(_: May<Manage>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let region = addresses::any_region(&state, &request)?.region.id;
    Ok(respond(state.store.read(move |db| options::of(db, region)).await?))
}

/// Set the options of a region, all of them.
#[utoipa::path(put, path = "/regions/{region}/options", operation_id = "set_options", tag = "editing", security(("token" = [])), request_body = RegionOptions, params(
    OfRegion,
), responses(
    (status = OK, body = RegionOptions),
    WriteRefused,
))]
pub(crate) async fn set(
    editor: May<Manage>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<RegionOptions>,
) -> Result<HttpResponse, Failure> {
    let region = addresses::any_region(&state, &request)?.region.id;
    let wanted = options::Options { four_eyes: sent.read().await?.four_eyes };
    state.write_region(&editor, region, move |tx, _| options::set(tx, wanted)).await?;
    Ok(respond(wanted))
}
