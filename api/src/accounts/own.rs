//! The account of whoever asks, and its password.

use actix_web::HttpResponse;
use actix_web::web::Data;
use content::error::Reason;
use content::users::{self, User};
use content::{Error, tokens};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::tokens::Token;
use super::{Person, known, passwords, private};
use crate::access::{May, SignedIn};
use crate::bodies::Sent;
use crate::error::{Failure, Why};
use crate::openapi::AccountRefused;
use crate::state::{State, on_a_thread};

/// The account of whoever asks.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Account {
    /// Who it is, and what they may do.
    person: Person,
    /// Their tokens, without the secrets.
    tokens: Vec<Token>,
}

/// Another password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"current": "ein langes Passwort", "new": "ein anderes Passwort"}))]
pub(crate) struct NewPassword {
    /// The password until now.
    current: String,
    /// The password from now on: at least 12 characters.
    new: String,
}

/// Who asks, and what they may do.
#[utoipa::path(get, path = "/account", operation_id = "read_account", tag = "accounts", responses(
    (status = OK, body = Account),
    AccountRefused,
))]
pub(crate) async fn show(editor: May<SignedIn>, state: Data<State>) -> Result<HttpResponse, Failure> {
    let id = editor.person()?.to_owned();
    let read = state.store.read(move |db| {
        let user = users::find(db, &id)?;
        Ok((known(db, user, None)?, tokens::of_user(db, &id)?))
    });
    let ((user, given), own) = read.await?;
    let person = Person::of(user, given, &state.store.directory());
    let tokens = own.into_iter().map(Token::of).collect();
    Ok(private(HttpResponse::Ok(), Account { person, tokens }))
}

/// Choose another password; every session ends, this one as well.
#[utoipa::path(put, path = "/account/password", operation_id = "change_password", tag = "accounts", request_body = NewPassword, responses(
    (status = NO_CONTENT, description = "Sign in again with the new password."),
    AccountRefused,
))]
pub(crate) async fn change_password(
    editor: May<SignedIn>,
    state: Data<State>,
    sent: Sent<NewPassword>,
) -> Result<HttpResponse, Failure> {
    let id = editor.signed_in()?.to_owned();
    let NewPassword { current, new } = sent.read().await?;
    prove(&editor, &state, "current", current).await?;
    let hash = passwords::hashed(&state, "new", new).await?;
    let behalf = editor.behalf().clone();
    state.store.write(move |db, world| users::set_password(db, &id, &hash, &behalf, world)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Refuses whoever does not know the password of their own account, sent as `field`.
pub(super) async fn prove(
    editor: &May<SignedIn>,
    state: &Data<State>,
    field: &'static str,
    password: String,
) -> Result<User, Failure> {
    let id = editor.signed_in()?.to_owned();
    let _turn = state.attempts.count(&id, editor.behalf().address.as_deref()).await?;
    let user = state.store.read(move |db| users::find(db, &id)).await?;
    let prover = user.clone();
    let is_right = on_a_thread(move || Ok::<_, Error>(prover.knows(&password))).await?;
    if is_right { Ok(user) } else { Err(Failure::Invalid { field, why: Why::Value(Reason::WrongPassword) }) }
}
