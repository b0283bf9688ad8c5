//! What happened to a layer, for translators: its revisions, and the way back.

use actix_web::http::header::{CACHE_CONTROL, ETAG};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::bundles::histories::{self, Blame, Changes, Entry, History, Rolled};
use content::bundles::{Origin, State as Stage};
use content::times;
use serde::{Deserialize, Serialize};
use url::form_urlencoded;
use utoipa::ToSchema;

use super::{BundleOfAll, layer};
use crate::access::{May, See, Translate};
use crate::addresses::shortened;
use crate::bodies::Sent;
use crate::conditions::{self, etag};
use crate::error::{Failure, Why};
use crate::openapi::{EditRefused, WriteRefused};
use crate::state::State;

/// What happened to the texts of a bundle.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BundleHistory {
    /// Its revisions, the newest first.
    revisions: Vec<BundleRevision>,
    /// Its messages now, suggestions too, by id: who brought them. With `message`, every text of that one, the oldest first.
    messages: Vec<BundleMessage>,
}

/// One upload.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BundleRevision {
    /// 1 for the first.
    #[schema(example = 2)]
    revision: i64,
    /// Who uploaded it.
    #[schema(example = "token/editors")]
    author: String,
    /// When, RFC 3339 in UTC.
    #[schema(example = "2026-11-22T10:00:00Z")]
    created: String,
    /// The SHA-256 of the source text that it was made against; null in the source language.
    source: Option<String>,
    /// The revision that it brought back.
    rollback_of: Option<i64>,
    /// Errors that were found in it.
    #[schema(example = 0)]
    errors: i64,
    /// Warnings that were found in it.
    #[schema(example = 2)]
    warnings: i64,
    /// Messages that it brought.
    #[schema(example = 3)]
    added: usize,
    /// Messages that it changed.
    #[schema(example = 1)]
    updated: usize,
    /// Messages that it removed.
    #[schema(example = 0)]
    removed: usize,
}

/// A message, and the revision that brought it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BundleMessage {
    /// The message (`id`), or the term (`-id`).
    #[schema(example = "login-title")]
    id: String,
    /// The revision that brought its text.
    #[schema(example = 2)]
    revision: i64,
    /// The revision that ended it; null when it holds.
    until: Option<i64>,
    /// Who uploaded that.
    #[schema(example = "token/editors")]
    author: String,
    /// `approved`, `needs_review` (also when the source text has changed since) or `suggestion`.
    #[schema(value_type = String, example = "approved")]
    state: Stage,
    /// `human` or `machine`.
    #[schema(value_type = String, example = "human")]
    origin: Origin,
    /// Its text, in Fluent.
    #[schema(example = "login-title = Log in\n")]
    text: String,
}

impl BundleHistory {
    fn of(History { revisions, messages }: History) -> Self {
        let author = |number: i64| revisions.iter().find(|(entry, _)| entry.number == number);
        let author = |number| author(number).map(|(entry, _)| entry.author.clone()).unwrap_or_default();
        let messages = messages.into_iter().map(|Blame { id, revision, until, state, origin, text }| BundleMessage {
            id,
            revision,
            until,
            author: author(revision),
            state,
            origin,
            text,
        });
        let messages = messages.collect();
        Self { revisions: revisions.into_iter().map(BundleRevision::of).collect(), messages }
    }
}

impl BundleRevision {
    fn of((entry, changes): (Entry, Changes)) -> Self {
        Self {
            revision: entry.number,
            author: entry.author,
            created: times::utc(entry.created),
            source: entry.source_hash,
            rollback_of: entry.rollback_of,
            errors: entry.errors,
            warnings: entry.warnings,
            added: changes.created,
            updated: changes.updated,
            removed: changes.removed,
        }
    }
}

/// Which revision is brought back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"revision": 1}))]
pub(crate) struct Rollback {
    /// Its number.
    #[schema(example = 1)]
    revision: i64,
}

/// What going back has done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RolledBack {
    /// The number of the newest revision, which is in the ETag as well.
    #[schema(example = 3)]
    revision: i64,
    /// Whether a revision was made; not when the newest is equal already.
    changed: bool,
    /// How many regions are still to follow changes of the bundle, this one or earlier ones; they do so by themselves.
    #[schema(example = 0)]
    pending: usize,
}

/// The history of a bundle for all regions.
#[utoipa::path(get, path = "/bundles/{tag}/{name}/history", operation_id = "read_bundle_history", tag = "editing", security(("token" = [])), params(
    BundleOfAll,
    ("message" = Option<String>, Query, description = "The id of a message: tells every text that it ever had",
        example = "login-title"),
), responses(
    (status = OK, body = BundleHistory, description = "`ETag` is the number of the newest revision."),
    EditRefused,
))]
pub(crate) async fn show(_: May<See>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    history(&state, &request).await
}

async fn history(state: &Data<State>, request: &HttpRequest) -> Result<HttpResponse, Failure> {
    let at = layer(state, request)?;
    let message = message(request)?;
    let history = state.store.read(move |db| histories::history(db, &at, message.as_deref())).await?;
    let newest = history.revisions.first().map_or(0, |(entry, _)| entry.number);
    Ok(numbered(newest, &BundleHistory::of(history)))
}

/// The message that is asked for.
fn message(request: &HttpRequest) -> Result<Option<String>, Failure> {
    let mut message = None;
    for (name, value) in form_urlencoded::parse(request.query_string().as_bytes()) {
        if name != "message" {
            return Err(Failure::BadParameter { name: shortened(&name).into(), why: Why::UnknownParameter });
        }
        message = Some(value.into_owned());
    }
    Ok(message)
}

/// Bring a revision of a bundle for all regions back, as a new one.
#[utoipa::path(post, path = "/bundles/{tag}/{name}/rollback", operation_id = "roll_bundle_back", tag = "editing", security(("token" = [])), request_body = Rollback, params(
    BundleOfAll,
    ("If-Match" = String, Header, description = "The ETag of the newest revision", example = "\"2\""),
), responses(
    (status = OK, body = RolledBack, description = "With its new `ETag`."),
    WriteRefused,
))]
pub(crate) async fn rollback(
    editor: May<Translate>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<Rollback>,
) -> Result<HttpResponse, Failure> {
    let at = layer(&state, &request)?;
    let base = conditions::required(&request)?;
    let Rolled { revision, changed, pending } =
        histories::rollback(&state.store, at, base, sent.read().await?.revision, editor.behalf().clone()).await?;
    Ok(numbered(revision, &RolledBack { revision, changed, pending }))
}

fn numbered<T: Serialize>(revision: i64, body: &T) -> HttpResponse {
    HttpResponse::Ok().insert_header((ETAG, etag(revision))).insert_header((CACHE_CONTROL, "no-store")).json(body)
}
