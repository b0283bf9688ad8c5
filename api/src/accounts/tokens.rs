//! The tokens of one's own account.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::error::{Noun, Reason};
use content::roles::Scope;
use content::times;
use content::tokens::{self, NewPersonal, Personal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{number, private};
use crate::access::{May, SignedIn};
use crate::bodies::Sent;
use crate::error::{Failure, Why};
use crate::openapi::AccountRefused;
use crate::state::State;

/// A token, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Token {
    /// Its number.
    #[schema(example = 3)]
    id: i64,
    /// What it is for.
    #[schema(example = "Import from the calendar")]
    name: String,
    /// How it begins, so that people know it again.
    #[schema(example = "lotse_5b6f01")]
    prefix: String,
    /// What it is good for: `read`, `write`, `manage`. It never does more than its user may.
    #[schema(value_type = Vec<String>, example = json!(["read", "write"]))]
    scopes: Vec<Scope>,
    /// When it was made, RFC 3339 in UTC.
    #[schema(example = "2026-11-22T10:00:00Z")]
    created: String,
    /// From when on it is not taken any more; null: it does not expire.
    #[schema(example = "2027-11-22T10:00:00Z")]
    expires: Option<String>,
    /// When it was used last, to the hour.
    used: Option<String>,
}

impl Token {
    pub(super) fn of(token: Personal) -> Self {
        Self {
            id: token.id,
            scopes: token.scopes(),
            name: token.name,
            prefix: token.prefix,
            created: times::utc(token.created),
            expires: token.expires.map(times::utc),
            used: token.used.map(times::utc),
        }
    }
}

/// A token to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Import from the calendar", "scopes": ["read", "write"], "expires": "2027-11-22T10:00:00Z"}))]
pub(crate) struct NewToken {
    /// What it is for; once in an account.
    name: String,
    /// What it is good for: `read`, `write`, `manage`.
    #[schema(value_type = Vec<String>, example = json!(["read", "write"]))]
    scopes: Vec<Scope>,
    /// From when on it is not taken any more, RFC 3339.
    #[serde(default)]
    expires: Option<String>,
}

/// A token with its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MadeToken {
    /// To be sent as `Authorization: Bearer SECRET`; shown only now.
    #[schema(example = "lotse_5b6f01…")]
    secret: String,
    /// What will be shown of it later.
    token: Token,
}

/// The tokens of one's own account.
#[utoipa::path(get, path = "/account/tokens", operation_id = "list_tokens", tag = "accounts", responses(
    (status = OK, body = Vec<Token>),
    AccountRefused,
))]
pub(crate) async fn list(editor: May<SignedIn>, state: Data<State>) -> Result<HttpResponse, Failure> {
    let id = editor.person()?.to_owned();
    let own = state.store.read(move |db| tokens::of_user(db, &id)).await?;
    Ok(private(HttpResponse::Ok(), own.into_iter().map(Token::of).collect::<Vec<_>>()))
}

/// Make a token.
#[utoipa::path(post, path = "/account/tokens", operation_id = "create_token", tag = "accounts", request_body = NewToken, responses(
    (status = CREATED, body = MadeToken),
    AccountRefused,
))]
pub(crate) async fn create(
    editor: May<SignedIn>,
    state: Data<State>,
    sent: Sent<NewToken>,
) -> Result<HttpResponse, Failure> {
    let (id, behalf) = (editor.signed_in()?.to_owned(), editor.behalf().clone());
    let NewToken { name, scopes, expires } = sent.read().await?;
    let why = || Failure::Invalid { field: "expires", why: Why::Value(Reason::NotADate) };
    let expires = expires.map(|text| times::parse(&text).ok_or_else(why)).transpose()?;
    let new = NewPersonal { name, scopes, expires };
    let made = state.store.write(move |db, world| tokens::create_personal(db, &id, &new, &behalf, world));
    let (token, secret) = made.await?;
    Ok(private(HttpResponse::Created(), MadeToken { secret, token: Token::of(token) }))
}

/// End a token; it is refused at once.
#[utoipa::path(delete, path = "/account/tokens/{token}", operation_id = "revoke_token", tag = "accounts", params(
    ("token" = i64, Path, description = "The number of the token", example = 3),
), responses(
    (status = NO_CONTENT, description = "It is gone."),
    AccountRefused,
))]
pub(crate) async fn revoke(
    editor: May<SignedIn>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (id, behalf) = (editor.signed_in()?.to_owned(), editor.behalf().clone());
    let token = number(&request, "token", Noun::Token)?;
    state.store.write(move |db, world| tokens::revoke(db, &id, token, &behalf, world)).await?;
    Ok(HttpResponse::NoContent().finish())
}
