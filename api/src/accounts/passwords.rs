//! Choosing a password with a link that somebody was sent.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::Error;
use content::audit::Behalf;
use content::error::Noun;
use content::users;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::access::{Open, origin};
use crate::addresses::part;
use crate::bodies::Sent;
use crate::error::{Failure, Why};
use crate::openapi::AccountRefused;
use crate::state::{State, on_a_thread};

/// What a sealed link for choosing a password is for.
pub(super) const PURPOSE: &str = "password";

/// The password that somebody has chosen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"password": "ein langes Passwort"}))]
pub(crate) struct Chosen {
    /// At least 12 characters.
    password: String,
}

/// Choose a password with a link; the link ends with it, and so does every session.
#[utoipa::path(put, path = "/password/{link}", operation_id = "choose_password", tag = "accounts", request_body = Chosen, params(
    ("link" = String, Path, description = "The link as it was sent", example = "NGY4ZTFk.1795946400000.q83v"),
), responses(
    (status = NO_CONTENT, description = "Sign in with the new password."),
    (status = FORBIDDEN, body = crate::error::Problem, content_type = "application/problem+json", description = "This server is a mirror."),
    AccountRefused,
))]
pub(crate) async fn choose(
    _: Open,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<Chosen>,
) -> Result<HttpResponse, Failure> {
    if state.is_mirror {
        return Err(Failure::ReadOnly);
    }
    let now = (state.store.world().now)();
    let known = state.store.seals()?.value(PURPOSE, part(&request, "link"), now);
    let link = known.ok_or_else(|| Error::not_found(Noun::Link, ""))?;
    let asked = link.clone();
    state.store.read(move |db| users::by_link(db, &asked)).await?;
    let hash = hashed(&state, "password", sent.read().await?.password).await?;
    let address = origin(&request);
    let chosen = state.store.write(move |db, world| {
        let user = users::by_link(db, &link)?;
        let behalf = Behalf { actor: user.actor(), action: "choose_password".to_owned(), address };
        users::set_password(db, &user.id, &hash, &behalf, world)
    });
    chosen.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The hash of a password that was sent as `field`.
pub(super) async fn hashed(state: &Data<State>, field: &'static str, password: String) -> Result<String, Failure> {
    let _turn = state.attempts.turn().await?;
    let world = state.store.world();
    let hashed = on_a_thread(move || users::hash_password(&password, world)).await;
    hashed.map_err(|error| match error {
        Error::Invalid { reason, .. } => Failure::Invalid { field, why: Why::Value(reason) },
        other => other.into(),
    })
}
