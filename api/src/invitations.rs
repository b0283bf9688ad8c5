//! Invitations: links that a manager makes for people without an account.

pub(crate) mod links;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::Error;
use content::directory::Entry;
use content::error::{Noun, Reason};
use content::invitations::{self, Chosen};
use content::times;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::access::{Manage, May};
use crate::addresses::{self, part, shortened};
use crate::bodies::Sent;
use crate::error::{Failure, Why};
use crate::openapi::{AccountRefused, OfRegion};
use crate::state::State;
use crate::translations::versions::unstored;

/// A message of a bundle, or all of them.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"bundle": "app", "message": "login-title"}))]
pub(crate) struct ChosenMessage {
    /// The name of the bundle.
    #[schema(example = "app")]
    bundle: String,
    /// The message (`id`), or the term (`-id`); without it, the whole bundle.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "login-title")]
    message: Option<String>,
}

/// An invitation to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"language": "uk", "pages": ["0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61"], "messages": [{"bundle": "app"}],
    "days": 14, "note": "Please look at the greeting."}))]
pub(crate) struct NewInvitation {
    /// The tag of the language that is written in.
    #[schema(example = "uk")]
    language: String,
    /// The ids of the pages that it is for, at most 100.
    #[serde(default)]
    pages: Vec<String>,
    /// The interface texts that it is for, at most 500.
    #[serde(default)]
    messages: Vec<ChosenMessage>,
    /// For how many days the link is valid, 1 to 90.
    #[schema(example = 14, minimum = 1, maximum = 90)]
    days: i64,
    /// What whoever has the link is told, at most 1,000 characters.
    #[serde(default)]
    note: String,
}

/// An invitation, without the secret of its link.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Invitation {
    /// Its id, a UUID.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    id: String,
    /// The tag of the language that is written in.
    #[schema(example = "uk")]
    language: String,
    /// The ids of the pages that it is for.
    pages: Vec<String>,
    /// The interface texts that it is for.
    messages: Vec<ChosenMessage>,
    /// What whoever has the link is told.
    #[schema(example = "Please look at the greeting.")]
    note: String,
    /// Who made it.
    #[schema(example = "user/4f8e1d0c-7d1e-4c52-8f0a-3b9d5e2f4a61")]
    author: String,
    /// When it was made, RFC 3339 in UTC.
    #[schema(example = "2026-11-22T10:00:00Z")]
    created: String,
    /// From when on its link is not taken any more.
    #[schema(example = "2026-12-06T10:00:00Z")]
    expires: String,
    /// Whether it was ended before.
    revoked: bool,
    /// How many of its suggestions wait.
    #[schema(example = 3)]
    open: i64,
}

impl Invitation {
    fn of(invitation: invitations::Invitation, open: i64, entry: &Entry) -> Self {
        let chosen = |chosen: Chosen| ChosenMessage { bundle: chosen.bundle, message: chosen.message };
        Self {
            id: invitation.id,
            language: entry.tag_of(&invitation.language),
            pages: invitation.pages.0,
            messages: invitation.messages.0.into_iter().map(chosen).collect(),
            note: invitation.note,
            author: invitation.author,
            created: times::utc(invitation.created),
            expires: times::utc(invitation.expires),
            revoked: invitation.revoked,
            open,
        }
    }
}

/// An invitation with its link.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MadeInvitation {
    /// To be sent to whoever is invited; shown only now. Whoever has it needs no account.
    #[schema(example = "https://lotse.example/api/v1/invitations/invitation_5b6f01…")]
    link: String,
    /// What will be shown of it later.
    invitation: Invitation,
}

/// An invitation of a region.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes parameters")]
struct InvitationOfRegion {
    /// The region's name in addresses
    #[param(example = "minden-luebbecke")]
    region: String,
    /// The id of the invitation
    #[param(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    invitation: String,
}

/// Make a link with which people without an account suggest texts.
///
/// It takes no `Idempotency-Key`: what is kept under a key would hold the link. When no answer has arrived, revoke what the list
/// shows, and make another one.
#[utoipa::path(post, path = "/regions/{region}/invitations", operation_id = "create_invitation", tag = "invitations", request_body = NewInvitation, params(OfRegion), responses(
    (status = CREATED, body = MadeInvitation),
    AccountRefused,
))]
pub(crate) async fn create(
    editor: May<Manage>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<NewInvitation>,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let NewInvitation { language, pages, messages, days, note } = sent.read().await?;
    let language = addresses::language_called(&entry, &language)?.key.clone();
    let refused = |_| Failure::Invalid { field: "pages", why: Why::Value(Reason::NotAUuid) };
    let pages: Result<Vec<String>, _> =
        pages.iter().map(|page| Uuid::try_parse(page).map(|id| id.to_string()).map_err(refused)).collect();
    let messages = messages.into_iter().map(|chosen| Chosen { bundle: chosen.bundle, message: chosen.message });
    let new = invitations::NewInvitation { language, pages: pages?, messages: messages.collect(), days, note };
    let made = state.write_region(&editor, entry.region.id, move |tx, author| invitations::create(tx, author, new));
    let (invitation, secret) = made.await?;
    let link = format!("{}/api/v1/invitations/{secret}", state.public_url);
    let made = MadeInvitation { link, invitation: Invitation::of(invitation, 0, &entry) };
    Ok(HttpResponse::Created().insert_header((CACHE_CONTROL, "no-store")).json(made))
}

/// The invitations of a region, the newest first, also those that are over; at most 1,000.
#[utoipa::path(get, path = "/regions/{region}/invitations", operation_id = "list_invitations", tag = "invitations", params(OfRegion), responses(
    (status = OK, body = [Invitation]),
    AccountRefused,
))]
pub(crate) async fn list(_: May<Manage>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let region = entry.region.id;
    let all = state.store.read(move |db| invitations::list(db, region)).await?;
    let all = all.into_iter().map(|(invitation, open)| Invitation::of(invitation, open, &entry));
    Ok(unstored(&all.collect::<Vec<_>>()))
}

/// End an invitation: its link is refused at once. What came in through it stays.
#[utoipa::path(delete, path = "/regions/{region}/invitations/{invitation}", operation_id = "revoke_invitation", tag = "invitations", params(InvitationOfRegion), responses(
    (status = NO_CONTENT, description = "It is revoked."),
    AccountRefused,
))]
pub(crate) async fn revoke(
    editor: May<Manage>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let id = id(&request, "invitation", Noun::Invitation)?;
    state.write_region(&editor, entry.region.id, move |tx, _| invitations::revoke(tx, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The UUID in the path called `name`, which is that of a `noun`.
pub(crate) fn id(request: &HttpRequest, name: &str, noun: Noun) -> Result<String, Failure> {
    let text = part(request, name);
    Ok(Uuid::try_parse(text).map(|id| id.to_string()).map_err(|_| Error::not_found(noun, shortened(text)))?)
}
