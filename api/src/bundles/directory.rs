//! Which bundles there are in which languages, for programs that keep files in step with them.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::bundles::directory;
use serde::Serialize;
use utoipa::ToSchema;

use super::region_of_path;
use crate::access::{May, See};
use crate::error::Failure;
use crate::openapi::EditRefused;
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
pub(crate) async fn list(_: May<See>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let region = region_of_path(&state, &request)?.map(|entry| entry.region.id);
    let layers = state.store.read(move |db| directory::list(db, region)).await?;
    let layers: Vec<BundleLayer> = layers.into_iter().map(BundleLayer::from).collect();
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(layers))
}
