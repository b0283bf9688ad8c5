//! Warnings that are right as they are: said, taken back, and which there are.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::bundles::acknowledgements;
use content::error::Reason;
use content::times;
use locales::findings::{Code, Severity};
use serde::{Deserialize, Serialize};
use url::form_urlencoded;
use utoipa::{IntoParams, ToSchema};

use super::{BundleOfAll, layer};
use crate::access::{May, See, Translate};
use crate::addresses::shortened;
use crate::bodies::Sent;
use crate::error::{Failure, Why};
use crate::openapi::{EditRefused, WriteRefused};
use crate::state::State;

/// A warning that is right as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"key": "login-title", "code": "number"}))]
pub(crate) struct Acknowledgement {
    /// The key of the finding: the message, or `id.attribute`.
    #[schema(example = "login-title")]
    key: String,
    /// Its code.
    #[schema(example = "number")]
    code: String,
}

/// A warning that somebody has found right for the text that its message has now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Acknowledged {
    /// The key of the finding: the message, or `id.attribute`.
    #[schema(example = "login-title")]
    key: String,
    /// Its code.
    #[schema(example = "number")]
    code: String,
    /// Who says so.
    #[schema(example = "token/editors")]
    author: String,
    /// Since when, RFC 3339 in UTC.
    #[schema(example = "2026-11-22T10:00:00Z")]
    created: String,
}

impl From<acknowledgements::Acknowledgement> for Acknowledged {
    fn from(one: acknowledgements::Acknowledgement) -> Self {
        let acknowledgements::Acknowledgement { key, code, author, created, .. } = one;
        Self { key, code, author, created: times::utc(created) }
    }
}

/// Which acknowledgement is taken back.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only describes parameters")]
pub(crate) struct Withdrawal {
    /// The key of the finding: the message, or `id.attribute`
    #[param(example = "login-title")]
    key: String,
    /// Its code
    #[param(example = "number")]
    code: String,
}

/// The acknowledged warnings about a bundle for all regions, as its texts are now, by key and code.
#[utoipa::path(get, path = "/bundles/{tag}/{name}/acknowledgements", operation_id = "list_acknowledged_warnings", tag = "editing", security(("token" = [])), params(BundleOfAll), responses(
    (status = OK, body = [Acknowledged]),
    EditRefused,
))]
pub(crate) async fn list(_: May<See>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let at = layer(&state, &request)?;
    let found = state.store.read(move |db| acknowledgements::list(db, &at)).await?;
    let found: Vec<Acknowledged> = found.into_iter().map(Acknowledged::from).collect();
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(found))
}

/// Say that a warning about a bundle for all regions is right as it is, as long as its message has this text.
#[utoipa::path(post, path = "/bundles/{tag}/{name}/acknowledgements", operation_id = "acknowledge_warning", tag = "editing", security(("token" = [])), request_body = Acknowledgement,
    params(BundleOfAll), responses(
    (status = NO_CONTENT, description = "It is noted, or was already."),
    WriteRefused,
))]
pub(crate) async fn add(
    editor: May<Translate>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<Acknowledgement>,
) -> Result<HttpResponse, Failure> {
    let at = layer(&state, &request)?;
    let Acknowledgement { key, code } = sent.read().await?;
    let mut warnings = Code::ALL.iter().filter(|known| known.severity() == Severity::Warning);
    let Some(code) = warnings.find(|known| known.as_str() == code) else {
        let allowed = warnings_listed();
        return Err(Failure::Invalid { field: "code", why: Why::Value(Reason::UnknownValue { allowed }) });
    };
    acknowledgements::add(&state.store, at, key, *code, editor.behalf().clone()).await?;
    Ok(done())
}

fn warnings_listed() -> String {
    let warnings = Code::ALL.iter().filter(|known| known.severity() == Severity::Warning);
    warnings.map(|code| code.as_str()).collect::<Vec<_>>().join(", ")
}

/// Take back that a warning about a bundle for all regions is right, for the text that its message has now.
#[utoipa::path(delete, path = "/bundles/{tag}/{name}/acknowledgements", operation_id = "withdraw_acknowledgement", tag = "editing", security(("token" = [])),
    params(BundleOfAll, Withdrawal), responses(
    (status = NO_CONTENT, description = "The next check tells the warning again."),
    EditRefused,
))]
pub(crate) async fn withdraw(
    editor: May<Translate>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let at = layer(&state, &request)?;
    let (key, code) = withdrawal(&request)?;
    acknowledgements::withdraw(&state.store, at, key, code, editor.behalf().clone()).await?;
    Ok(done())
}

/// Key and code of the query.
fn withdrawal(request: &HttpRequest) -> Result<(String, String), Failure> {
    let (mut key, mut code) = (None, None);
    for (name, value) in form_urlencoded::parse(request.query_string().as_bytes()) {
        let place = match &*name {
            "key" => &mut key,
            "code" => &mut code,
            _ => return Err(Failure::BadParameter { name: shortened(&name).into(), why: Why::UnknownParameter }),
        };
        *place = Some(value.into_owned());
    }
    let missing = |name: &'static str| Failure::BadParameter { name: name.into(), why: Why::Value(Reason::Missing) };
    Ok((key.ok_or_else(|| missing("key"))?, code.ok_or_else(|| missing("code"))?))
}

fn done() -> HttpResponse {
    HttpResponse::NoContent().insert_header((CACHE_CONTROL, "no-store")).finish()
}
