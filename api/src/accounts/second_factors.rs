//! The second factor of one's own account.

use actix_web::HttpResponse;
use actix_web::web::Data;
use content::users;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::own::prove;
use super::private;
use crate::access::{May, SignedIn};
use crate::bodies::Sent;
use crate::error::Failure;
use crate::openapi::AccountRefused;
use crate::state::State;

/// A second factor that is not yet in use.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Proposal {
    /// The secret, in base32; to be sent again with the first code.
    #[schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    secret: String,
    /// The same as an address that an app reads from a QR code.
    #[schema(example = "otpauth://totp/Lotse:amt%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Lotse")]
    address: String,
}

/// A second factor, and the proof that an app has it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "code": "287082"}))]
pub(crate) struct Confirmation {
    /// The secret as it was proposed.
    secret: String,
    /// The code that the app shows now.
    code: String,
}

/// What helps whoever has lost the app.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Recovery {
    /// Each signs in once in the place of a code; they are shown only now.
    #[schema(example = json!(["0a1b2-c3d4e-5f607-18293"]))]
    recovery_codes: Vec<String>,
}

/// What puts the second factor out of use.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"password": "ein langes Passwort"}))]
pub(crate) struct Removal {
    /// The password of the account.
    password: String,
}

/// Propose a second factor; nothing changes before it is confirmed.
#[utoipa::path(post, path = "/account/second-factor", operation_id = "propose_second_factor", tag = "accounts", responses(
    (status = OK, body = Proposal),
    AccountRefused,
))]
pub(crate) async fn propose(editor: May<SignedIn>, state: Data<State>) -> Result<HttpResponse, Failure> {
    let (id, world) = (editor.signed_in()?.to_owned(), state.store.world());
    let proposed = state.store.read(move |db| users::propose_second_factor(&users::find(db, &id)?, world));
    let (secret, address) = proposed.await?;
    Ok(private(HttpResponse::Ok(), Proposal { secret, address }))
}

/// Take a second factor into use.
#[utoipa::path(put, path = "/account/second-factor", operation_id = "confirm_second_factor", tag = "accounts", request_body = Confirmation, responses(
    (status = OK, body = Recovery, description = "From now on signing in takes a code."),
    AccountRefused,
))]
pub(crate) async fn confirm(
    editor: May<SignedIn>,
    state: Data<State>,
    sent: Sent<Confirmation>,
) -> Result<HttpResponse, Failure> {
    let (id, behalf) = (editor.signed_in()?.to_owned(), editor.behalf().clone());
    let Confirmation { secret, code } = sent.read().await?;
    let done = state.store.write(move |db, world| users::set_second_factor(db, &id, &secret, &code, &behalf, world));
    let recovery_codes = done.await?;
    Ok(private(HttpResponse::Ok(), Recovery { recovery_codes }))
}

/// Put the second factor out of use; its recovery codes end with it.
#[utoipa::path(delete, path = "/account/second-factor", operation_id = "remove_second_factor", tag = "accounts", request_body = Removal, responses(
    (status = NO_CONTENT, description = "From now on the password is enough."),
    AccountRefused,
))]
pub(crate) async fn remove(
    editor: May<SignedIn>,
    state: Data<State>,
    sent: Sent<Removal>,
) -> Result<HttpResponse, Failure> {
    editor.signed_in()?;
    let user = prove(&editor, &state, "password", sent.read().await?.password).await?;
    let behalf = editor.behalf().clone();
    state.store.write(move |db, world| users::remove_second_factor(db, &user.id, &behalf, world)).await?;
    Ok(HttpResponse::NoContent().finish())
}
