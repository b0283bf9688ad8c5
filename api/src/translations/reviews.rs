//! From a draft to readers: handing a text in, approving it, giving it back.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::error::Reason;
use content::pages;
use content::versions::Saved;
use content::write::RegionWrite;
use serde::Deserialize;
use utoipa::ToSchema;

use super::editing::{Editable, changed};
use crate::access::{May, Policy, Publish, Write};
use crate::addresses;
use crate::bodies::Sent;
use crate::conditions;
use crate::error::{Failure, Why};
use crate::openapi::{PageInLanguage, WriteRefused};
use crate::state::State;

/// Why a text is given back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Please add the opening hours."}))]
pub(crate) struct Rejection {
    /// What whoever wrote it should change; at most 1,000 characters.
    #[schema(example = "Please add the opening hours.")]
    reason: String,
}

/// Hand in the newest draft, so that somebody who may publish it looks at it.
#[utoipa::path(post, path = "/regions/{region}/pages/{page}/translations/{tag}/submit", operation_id = "submit_translation", tag = "editing", security(("token" = [])), params(
    PageInLanguage,
    ("If-Match" = String, Header, description = "The ETag of the text", example = "\"1\""),
), responses(
    (status = OK, body = Editable, description = "The version that waits for review, with its `ETag`."),
    WriteRefused,
))]
pub(crate) async fn submit(
    editor: May<Write>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let base = conditions::required(&request)?;
    act(&state, &editor, &request, move |tx, page, key, author| pages::submit(tx, page, key, author, base)).await
}

/// Make public what waits for review.
#[utoipa::path(post, path = "/regions/{region}/pages/{page}/translations/{tag}/approve", operation_id = "approve_translation", tag = "editing", security(("token" = [])), params(
    PageInLanguage,
    ("If-Match" = String, Header, description = "The ETag of the text", example = "\"2\""),
), responses(
    (status = OK, body = Editable, description = "The public version, with its `ETag`."),
    WriteRefused,
))]
pub(crate) async fn approve(
    editor: May<Publish>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let base = conditions::required(&request)?;
    act(&state, &editor, &request, move |tx, page, key, author| pages::approve(tx, page, key, author, base)).await
}

/// Give back what waits for review, as a draft that says why.
#[utoipa::path(post, path = "/regions/{region}/pages/{page}/translations/{tag}/reject", operation_id = "reject_translation", tag = "editing", security(("token" = [])), request_body = Rejection, params(
    PageInLanguage,
    ("If-Match" = String, Header, description = "The ETag of the text", example = "\"2\""),
), responses(
    (status = OK, body = Editable, description = "The draft, with its `ETag`."),
    WriteRefused,
))]
pub(crate) async fn reject(
    editor: May<Publish>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<Rejection>,
) -> Result<HttpResponse, Failure> {
    let base = conditions::required(&request)?;
    let reason = sent.read().await?.reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Failure::Invalid { field: "reason", why: Why::Value(Reason::Empty) });
    }
    act(&state, &editor, &request, move |tx, page, key, author| pages::reject(tx, page, key, author, base, reason))
        .await
}

/// Changes the text of the path by `f` and answers with its newest version.
pub(super) async fn act<P, F>(
    state: &State,
    editor: &May<P>,
    request: &HttpRequest,
    f: F,
) -> Result<HttpResponse, Failure>
where
    P: Policy,
    F: FnOnce(&mut RegionWrite<'_>, &str, &str, &str) -> content::Result<Saved> + Send + 'static,
{
    let entry = addresses::any_region(state, request)?;
    let language = addresses::language(&entry, request)?;
    let at = (addresses::page(request)?.to_string(), language.key.clone());
    Ok(changed(state, editor, entry.region.id, at, f).await?.respond(&language.tag))
}
