//! Which bundles there are in which languages, for programs that keep files in step with them.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::bundles::directory;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::{May, See};
use crate::addresses;
use crate::error::Failure;
use crate::openapi::{EditRefused, OfRegion};
use crate::state::State;

/// A bundle in one language, as its newest revision left it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BundleLayer {
    /// The name of the bundle.
    #[schema(example = "app")]
    bundle: String,
    /// The key of the language that it is translated from.
    #[schema(example = "de")]
    source: String,
    /// The key of the language.
    #[schema(example = "uk")]
    language: String,
    /// The number of the newest revision.
    #[schema(example = 3)]
    revision: i64,
    /// How many errors were found in its file.
    #[schema(example = 0)]
    errors: i64,
    /// How many warnings were found in its file.
    #[schema(example = 2)]
    warnings: i64,
}

impl From<directory::Listed> for BundleLayer {
    fn from(listed: directory::Listed) -> Self {
        let directory::Listed { bundle, source, language, revision, errors, warnings } = listed;
        Self { bundle, source, language, revision, errors, warnings }
    }
}

/// The bundles for all regions in every language, by name.
#[utoipa::path(get, path = "/bundles", operation_id = "list_bundle_layers", tag = "editing", security(("token" = [])), responses(
    (status = OK, body = [BundleLayer]),
    EditRefused,
))]
pub(crate) async fn of_all(_: May<See>, state: Data<State>) -> Result<HttpResponse, Failure> {
    layers(&state, None).await
}

/// The bundles that a region has of its own, in every language, by name.
#[utoipa::path(get, path = "/regions/{region}/bundles", operation_id = "list_bundle_layers_of_region", tag = "editing", security(("token" = [])), params(OfRegion), responses(
    (status = OK, body = [BundleLayer]),
    EditRefused,
))]
pub(crate) async fn of_region(_: May<See>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let region = addresses::any_region(&state, &request)?.region.id;
    layers(&state, Some(region)).await
}

async fn layers(state: &State, region: Option<i64>) -> Result<HttpResponse, Failure> {
    let layers = state.store.read(move |db| directory::list(db, region)).await?;
    let layers: Vec<BundleLayer> = layers.into_iter().map(BundleLayer::from).collect();
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(layers))
}
