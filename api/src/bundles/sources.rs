//! The files of a layer, for translators: the newest one, and the next.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, ETAG};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, get, put};
use content::bundles::uploads::{self, Upload, Verdict};
use content::bundles::{self, MAX_FILE};

use super::options::{self, UploadParameters};
use super::reports::Report;
use super::{BundleInRegion, BundleOfAll, layer};
use crate::auth::Administrator;
use crate::bodies::not_received;
use crate::conditions::{self, etag};
use crate::error::{Failure, Why};
use crate::language;
use crate::openapi::{EditRefused, UploadRefused};
use crate::state::State;

/// The newest file of a bundle for all regions, byte for byte.
#[utoipa::path(operation_id = "read_bundle_source", tag = "editing", security(("token" = [])), params(
    BundleOfAll,
), responses(
    (status = OK, body = String, content_type = "text/plain", description = "Fluent. `ETag` is the number of the revision."),
    EditRefused,
))]
#[get("/bundles/{tag}/{name}/source", name = "v1-bundle-source")]
pub(crate) async fn show(_: Administrator, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    newest(&state, &request).await
}

/// The newest file of a bundle for one region, byte for byte.
#[utoipa::path(operation_id = "read_bundle_source_of_region", tag = "editing", security(("token" = [])), params(
    BundleInRegion,
), responses(
    (status = OK, body = String, content_type = "text/plain", description = "Fluent. `ETag` is the number of the revision."),
    EditRefused,
))]
#[get("/regions/{region}/bundles/{tag}/{name}/source", name = "v1-region-bundle-source")]
pub(crate) async fn show_of_region(
    _: Administrator,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    newest(&state, &request).await
}

async fn newest(state: &Data<State>, request: &HttpRequest) -> Result<HttpResponse, Failure> {
    let at = layer(state, request)?;
    let revision = state.store.read(move |db| bundles::newest(db, &at)).await?;
    let answer = HttpResponse::Ok()
        .insert_header((ETAG, etag(revision.number)))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .body(revision.file);
    Ok(answer)
}

/// Upload a bundle for all regions: one Fluent file, at most 512 KiB.
#[utoipa::path(operation_id = "upload_bundle", tag = "editing", security(("token" = [])), params(
    BundleOfAll,
    UploadParameters,
    ("If-Match" = Option<String>, Header, description = "The ETag of the newest revision", example = "\"1\""),
    ("If-None-Match" = Option<String>, Header, description = "`*` for the first revision", example = "*"),
), request_body(content = String, content_type = "text/plain", example = "app-title = Lotse\n"), responses(
    (status = OK, body = Report, description = "What became of each message. `ETag` is the number of the revision."),
    (status = CREATED, body = Report, description = "The same, for the first revision."),
    UploadRefused,
))]
#[put("/bundles/{tag}/{name}/source", name = "v1-upload-bundle")]
pub(crate) async fn save(
    editor: Administrator,
    state: Data<State>,
    request: HttpRequest,
    file: Result<Bytes, actix_web::Error>,
) -> Result<HttpResponse, Failure> {
    take(editor, &state, &request, file).await
}

/// Upload a bundle for one region: one Fluent file, at most 512 KiB.
#[utoipa::path(operation_id = "upload_bundle_of_region", tag = "editing", security(("token" = [])), params(
    BundleInRegion,
    UploadParameters,
    ("If-Match" = Option<String>, Header, description = "The ETag of the newest revision", example = "\"1\""),
    ("If-None-Match" = Option<String>, Header, description = "`*` for the first revision", example = "*"),
), request_body(content = String, content_type = "text/plain", example = "app-title = Lotse\n"), responses(
    (status = OK, body = Report, description = "What became of each message. `ETag` is the number of the revision."),
    (status = CREATED, body = Report, description = "The same, for the first revision."),
    UploadRefused,
))]
#[put("/regions/{region}/bundles/{tag}/{name}/source", name = "v1-upload-region-bundle")]
pub(crate) async fn save_of_region(
    editor: Administrator,
    state: Data<State>,
    request: HttpRequest,
    file: Result<Bytes, actix_web::Error>,
) -> Result<HttpResponse, Failure> {
    take(editor, &state, &request, file).await
}

async fn take(
    editor: Administrator,
    state: &Data<State>,
    request: &HttpRequest,
    file: Result<Bytes, actix_web::Error>,
) -> Result<HttpResponse, Failure> {
    const LIMIT: &str = "512 KiB";
    let at = layer(state, request)?;
    let options = options::read(request)?;
    let base = match conditions::required(request) {
        Err(_) if options.dry_run => None,
        base => Some(base?),
    };
    let file = file.map_err(|error| not_received(&error, LIMIT, Why::Unreadable))?;
    if file.len() > MAX_FILE {
        return Err(Failure::TooLarge { limit: LIMIT });
    }
    let dry_run = options.dry_run;
    let upload = Upload { file: file.to_vec(), base, options, author: editor.author };
    let uploaded = uploads::upload(&state.store, at.clone(), upload).await?;
    let (verdict, revision, reader) = (uploaded.verdict, uploaded.revision, language::of_reader(request));
    let status = if uploaded.changed && revision == 1 { StatusCode::CREATED } else { StatusCode::OK };
    let report = Report::of(&at, uploaded, dry_run, &reader);
    match verdict {
        Verdict::Accepted => {
            let mut answer = HttpResponse::build(status);
            answer.insert_header((ETAG, etag(revision))).insert_header((CACHE_CONTROL, "no-store"));
            Ok(answer.insert_header((CONTENT_LANGUAGE, reader.as_str())).json(report))
        }
        Verdict::Unreadable => Err(Failure::UnreadableFile { report: Arc::new(report) }),
        Verdict::TooLarge => Err(Failure::TooLarge { limit: LIMIT }),
        Verdict::NothingApplicable => Err(Failure::NothingApplicable { report: Arc::new(report) }),
    }
}
