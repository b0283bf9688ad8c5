//! The files of a layer, for translators: the newest one, and the next.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, ETAG};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use content::bundles::uploads::{self, Upload, Uploaded, Verdict};
use content::bundles::{self, Address, MAX_FILE};
use locales::i18next::Doubtful;
use locales::tags::Tag;

use super::options::{self, UploadParameters};
use super::reports::Report;
use super::{BundleOfAll, doubts, layer};
use crate::access::{May, See, Translate};
use crate::bodies::{is_json, not_received};
use crate::conditions::{self, etag};
use crate::error::{Failure, Why};
use crate::language;
use crate::openapi::{EditRefused, UploadRefused};
use crate::state::{State, on_a_thread};

/// The most bytes of a file, for people.
const LIMIT: &str = "512 KiB";

/// The newest file of a bundle for all regions, byte for byte; the Fluent text that was made of it, if it was one of i18next.
#[utoipa::path(get, path = "/bundles/{tag}/{name}/source", operation_id = "read_bundle_source", tag = "editing", security(("token" = [])), params(
    BundleOfAll,
), responses(
    (status = OK, body = String, content_type = "text/plain", description = "Fluent. `ETag` is the number of the revision."),
    EditRefused,
))]
pub(crate) async fn show(_: May<See>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let at = layer(&state, &request)?;
    let revision = state.store.read(move |db| bundles::newest(db, &at)).await?;
    let answer = HttpResponse::Ok()
        .insert_header((ETAG, etag(revision.number)))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .body(revision.file);
    Ok(answer)
}

/// Upload a bundle for all regions: one Fluent file, or one of i18next, at most 512 KiB.
#[utoipa::path(put, path = "/bundles/{tag}/{name}/source", operation_id = "upload_bundle", tag = "editing", security(("token" = [])), params(
    BundleOfAll,
    UploadParameters,
    ("If-Match" = Option<String>, Header, description = "The ETag of the newest revision", example = "\"1\""),
    ("If-None-Match" = Option<String>, Header, description = "`*` for the first revision", example = "*"),
), request_body(content(
    (String = "text/plain", example = "app-title = Lotse\n"),
    (Value = "application/json", example = json!({"pages_one": "{{count}} page", "pages_other": "{{count}} pages"})),
), description = "Fluent; or, as `application/json`, a namespace of i18next (JSON version 4), which is made Fluent first. The \
    Fluent text is what is kept: `GET` gives that back, and lines and columns of findings are those in it."), responses(
    (status = OK, body = Report, description = "What became of each message. `ETag` is the number of the revision."),
    (status = CREATED, body = Report, description = "The same, for the first revision."),
    UploadRefused,
))]
pub(crate) async fn save(
    editor: May<Translate>,
    state: Data<State>,
    request: HttpRequest,
    file: Result<Bytes, actix_web::Error>,
) -> Result<HttpResponse, Failure> {
    state.uploads.count(editor.author())?;
    let at = layer(&state, &request)?;
    let options = options::read(&request)?;
    let base = match conditions::required(&request) {
        Err(_) if options.dry_run => None,
        base => Some(base?),
    };
    let file = file.map_err(|error| not_received(&error, LIMIT, Why::Unreadable))?;
    let (file, doubts) =
        if is_json(request.content_type()) { converted(&at, file).await? } else { (file.to_vec(), vec![]) };
    let upload = Upload { file, base, options, behalf: editor.behalf().clone() };
    let reader = language::of_reader(&request);
    let report = upload_one(&state, &at, upload, &doubts, &reader).await?;
    let mut answer = HttpResponse::build(if report.is_first() { StatusCode::CREATED } else { StatusCode::OK });
    answer.insert_header((ETAG, etag(report.revision()))).insert_header((CACHE_CONTROL, "no-store"));
    Ok(answer.insert_header((CONTENT_LANGUAGE, reader.as_str())).json(report))
}

/// A file of i18next in Fluent, with what was in doubt.
async fn converted(at: &Address, file: Bytes) -> Result<(Vec<u8>, Vec<Doubtful>), Failure> {
    if file.len() > MAX_FILE {
        return Err(Failure::TooLarge { limit: LIMIT });
    }
    let locale = at.language.clone();
    let imported = on_a_thread(move || Ok(doubts::import(&file, &locale))).await??;
    Ok((imported.bundle.into_bytes(), imported.doubts))
}

/// Takes a file, and reports what became of it.
pub(crate) async fn upload_one(
    state: &State,
    at: &Address,
    upload: Upload,
    doubts: &[Doubtful],
    reader: &Tag,
) -> Result<Report, Failure> {
    if upload.file.len() > MAX_FILE {
        return Err(Failure::TooLarge { limit: LIMIT });
    }
    let dry_run = upload.options.dry_run;
    let uploaded = uploads::upload(&state.store, at.clone(), upload).await?;
    reported(at, uploaded, doubts, dry_run, reader)
}

/// What became of a file; a failure when it was not taken.
pub(crate) fn reported(
    at: &Address,
    uploaded: Uploaded,
    doubts: &[Doubtful],
    dry_run: bool,
    reader: &Tag,
) -> Result<Report, Failure> {
    let verdict = uploaded.verdict;
    let report = Report::of(at, uploaded, doubts, dry_run, reader);
    match verdict {
        Verdict::Accepted => Ok(report),
        Verdict::Unreadable => Err(Failure::UnreadableFile { report: Arc::new(report) }),
        Verdict::TooLarge => Err(Failure::TooLarge { limit: LIMIT }),
        Verdict::NothingApplicable => Err(Failure::NothingApplicable { report: Arc::new(report) }),
    }
}
