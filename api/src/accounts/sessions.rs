//! Signing in with a browser, and out again.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::audit::Behalf;
use content::sessions::{self, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::private;
use crate::access::{May, Open, SignedIn, cookie, origin, session_cookie};
use crate::bodies::Sent;
use crate::error::Failure;
use crate::openapi::{AccountRefused, SignInRefused};
use crate::state::State;

/// What somebody signs in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "amt@example.org", "password": "ein langes Passwort", "code": "287082"}))]
pub(crate) struct SignIn {
    /// The e-mail address of the account.
    email: String,
    /// The password.
    password: String,
    /// The code of the second factor, or a recovery code; only for accounts with a second factor.
    #[serde(default)]
    code: Option<String>,
}

/// A session that has begun.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Begun {
    /// To be sent as the header `X-CSRF-Token` with everything that changes something.
    #[schema(example = "5b6f…")]
    csrf_token: String,
    /// How long it lasts at most, in seconds; it ends after 12 hours without use.
    #[schema(example = 604_800)]
    expires_in: i64,
}

impl Begun {
    fn of(secret: &str) -> Self {
        Self { csrf_token: sessions::csrf_token(secret), expires_in: sessions::LONGEST / 1000 }
    }
}

/// Sign in with a browser; the answer sets a cookie.
#[utoipa::path(post, path = "/session", operation_id = "sign_in", tag = "accounts", request_body = SignIn, responses(
    (status = CREATED, body = Begun, headers(("Set-Cookie" = String, description = "The session")), description = "Signed in."),
    SignInRefused,
))]
pub(crate) async fn begin(
    _: Open,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<SignIn>,
) -> Result<HttpResponse, Failure> {
    if state.is_mirror {
        return Err(Failure::ReadOnly);
    }
    let SignIn { email, password, code } = sent.read().await?;
    let address = origin(&request);
    let turn = state.attempts.count(&email.trim().to_lowercase(), address.as_deref()).await?;
    let user = state.store.read(move |db| sessions::recognise(db, &email, &password)).await?;
    drop(turn);
    let user = user.ok_or(Failure::WrongCredentials)?;
    let behalf = Behalf { actor: user.actor(), action: "sign_in".to_owned(), address };
    let begun = state.store.write(move |db, world| sessions::begin(db, &user, code.as_deref(), &behalf, world)).await?;
    let secret = begun.map_err(|refusal| match refusal {
        Refusal::Wrong => Failure::WrongCredentials,
        Refusal::CodeNeeded => Failure::CodeNeeded,
    })?;
    let mut response = HttpResponse::Created();
    response.cookie(cookie(&state, &secret));
    Ok(private(response, Begun::of(&secret)))
}

/// The session of this browser, with what it has to send.
#[utoipa::path(get, path = "/session", operation_id = "read_session", tag = "accounts", responses(
    (status = OK, body = Begun),
    AccountRefused,
))]
pub(crate) async fn show(
    editor: May<SignedIn>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    editor.signed_in()?;
    let cookie = session_cookie(&state, &request).ok_or(Failure::SessionNeeded)?;
    Ok(private(HttpResponse::Ok(), Begun::of(cookie.value())))
}

/// Sign out; the session is over at once.
#[utoipa::path(delete, path = "/session", operation_id = "sign_out", tag = "accounts", responses(
    (status = NO_CONTENT, description = "The cookie is gone."),
    AccountRefused,
))]
pub(crate) async fn end(
    editor: May<SignedIn>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    editor.signed_in()?;
    let secret = session_cookie(&state, &request).ok_or(Failure::SessionNeeded)?.value().to_owned();
    state.store.write(move |db, _| sessions::end(db, &secret)).await?;
    Ok(HttpResponse::NoContent().cookie(cookie(&state, "")).insert_header((CACHE_CONTROL, "no-store")).finish())
}
