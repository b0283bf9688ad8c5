//! What whoever has the link of an invitation reads and suggests, without an account.

mod texts;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use content::Error;
use content::audit::Behalf;
use content::bundles::Address;
use content::bundles::singles;
use content::bundles::uploads::{Options, Upload};
use content::error::{Noun, Reason};
use content::invitations::{self, Invitation};
use content::languages::RegionLanguage;
use content::suggestions::{self, NewSuggestion, Text};
use content::write::RegionWrite;
use locales::tags::Tag;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::id;
use crate::access::{Open, origin};
use crate::addresses::part;
use crate::bodies::Sent;
use crate::bundles::reports::Report;
use crate::bundles::sources::upload_one;
use crate::error::{Failure, Why};
use crate::language;
use crate::openapi::LinkRefused;
use crate::state::State;
use crate::suggestions::{After, Suggestion};
use crate::translations::editing::{Clean, NewState, NewText, Removed};
use crate::translations::versions::unstored;
use texts::Invited;

/// The link of an invitation.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes parameters")]
struct ByLink {
    /// The secret, as it stands at the end of the link
    #[param(example = "invitation_5b6f01")]
    link: String,
}

/// A suggestion that came through the link of an invitation.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes parameters")]
struct SuggestionByLink {
    /// The secret, as it stands at the end of the link
    #[param(example = "invitation_5b6f01")]
    link: String,
    /// The id of the suggestion
    #[param(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    suggestion: String,
}

/// A text that somebody suggests: `page`, `title` and `html`, or `bundle`, `message` and `text`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"page": "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61", "title": "Перші кроки", "html": "<p>Ласкаво просимо!</p>",
    "base": "3.1", "name": "Olena"}))]
pub(crate) struct SuggestedText {
    /// The id of a page of the invitation.
    page: Option<String>,
    /// The title of the page, plain text, at most 1,024 characters.
    title: Option<String>,
    /// The text of the page. It is cleaned; the answer tells what was removed.
    html: Option<String>,
    /// The name of a bundle of the invitation.
    bundle: Option<String>,
    /// A message of the bundle.
    message: Option<String>,
    /// The text of the message, in Fluent, without its name. Attributes stand in lines that begin with `.name =`.
    text: Option<String>,
    /// `base` of the text as it was read; without it, what stands there now. So a text is known to be outdated when its source has
    /// changed while it was written.
    base: Option<String>,
    /// The name of whoever suggests it, at most 100 characters. It can be erased at any time.
    name: Option<String>,
}

/// A suggestion that was kept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KeptSuggestion {
    /// The suggestion.
    #[serde(flatten)]
    suggestion: Suggestion,
    /// What had to go from the HTML that was sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    removed: Vec<Removed>,
    /// What was found in the text of a message: warnings, since one with errors is not kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<Report>,
}

/// What came in through a link.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OwnSuggestions {
    /// At most 50, the oldest first.
    suggestions: Vec<Suggestion>,
    /// What `after` is for the next 50; null when there are no more.
    next: Option<String>,
}

/// What an invitation is for: its texts as readers have them, beside those that they are translated from.
#[utoipa::path(get, path = "/invitations/{link}", operation_id = "read_invitation", tag = "invitations", params(ByLink), responses(
    (status = OK, body = Invited),
    LinkRefused,
))]
pub(crate) async fn show(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let secret = visited(&state, &request)?;
    let read = state.store.read_at(move |db, now| {
        let (invitation, language) = invitations::by_link(db, &secret, now)?;
        let pages = invitations::texts::pages(db, &invitation, &language)?;
        let messages = invitations::texts::messages(db, &invitation, &language)?;
        Ok((invitation, language, pages, messages))
    });
    let (invitation, language, pages, messages) = read.await?;
    let directory = state.store.directory();
    let entry = directory.by_id(invitation.region).ok_or_else(unknown)?;
    Ok(unstored(&Invited::of(&invitation, entry, &language, pages, messages)))
}

/// Suggest a text. It takes the place of an open suggestion for the same text that came through the same link.
///
/// Readers get it when somebody has accepted it. At most 500 suggestions of one invitation wait.
#[utoipa::path(post, path = "/invitations/{link}/suggestions", operation_id = "suggest_text", tag = "invitations", request_body = SuggestedText, params(ByLink), responses(
    (status = CREATED, body = KeptSuggestion),
    LinkRefused,
))]
pub(crate) async fn suggest(
    _: Open,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<SuggestedText>,
) -> Result<HttpResponse, Failure> {
    let secret = visited(&state, &request)?;
    if state.is_mirror {
        return Err(Failure::ReadOnly);
    }
    let known = secret.clone();
    let (invitation, language) = state.store.read_at(move |db, now| invitations::by_link(db, &known, now)).await?;
    let behalf = behalf(&request, &invitation);
    let (new, removed, report) = checked(&state, &request, (&invitation, &language), sent.read().await?).await?;
    let kept = state.store.write_region(invitation.region, move |tx| {
        tx.on_behalf_of(behalf);
        suggestions::add(tx, &secret, new)
    });
    let kept = KeptSuggestion { suggestion: Suggestion::of(kept.await?), removed, report };
    Ok(HttpResponse::Created().insert_header((CACHE_CONTROL, "no-store")).json(kept))
}

type Checked = (NewSuggestion, Vec<Removed>, Option<Report>);

/// The suggestion that was sent, cleaned or checked, with what was removed or found.
async fn checked(
    state: &Data<State>,
    request: &HttpRequest,
    (invitation, language): (&Invitation, &RegionLanguage),
    sent: SuggestedText,
) -> Result<Checked, Failure> {
    let SuggestedText { page, title, html, bundle, message, text, base, name } = sent;
    let needed = |field: &'static str, value: Option<String>| {
        value.ok_or_else(|| Failure::BadBody { field: Some(field.to_owned()), why: Why::Value(Reason::Missing) })
    };
    let unfit = [("title", title.is_some()), ("html", html.is_some())];
    let unfit_for_page = [("bundle", bundle.is_some()), ("message", message.is_some()), ("text", text.is_some())];
    let unfit = if page.is_some() { &unfit_for_page[..] } else { &unfit[..] };
    if let Some((field, _)) = unfit.iter().find(|(_, is_there)| *is_there) {
        return Err(Failure::BadBody { field: Some((*field).to_owned()), why: Why::UnknownField });
    }
    if let Some(page) = page {
        let refused = |_| Failure::Invalid { field: "page", why: Why::Value(Reason::NotAUuid) };
        let page = Uuid::try_parse(&page).map_err(refused)?.to_string();
        invitation.must_have_page(&page)?;
        let text = NewText::of(needed("title", title)?, needed("html", html)?, NewState::Draft);
        let entry = state.store.directory().by_id(invitation.region).cloned().ok_or_else(unknown)?;
        let Clean { draft, removed } = text.clean(state, &entry).await?;
        return Ok((NewSuggestion { text: Text::Page { page, draft }, base, name }, removed, None));
    }
    let bundle =
        bundle.ok_or_else(|| Failure::BadBody { field: Some("page".to_owned()), why: Why::Value(Reason::Missing) })?;
    let (message, text) = (needed("message", message)?, needed("text", text)?);
    invitation.must_have_message(&bundle, &message)?;
    let options = Options { dry_run: true, ..Options::default() };
    let file = singles::file(&message, &text).into_bytes();
    let upload = Upload { file, base: None, options, behalf: behalf(request, invitation) };
    let at = Address { region: Some(invitation.region), language: own_tag(language)?, name: bundle.clone() };
    let report = upload_one(state, &at, upload, &[], &language::of_reader(request)).await?;
    let new = NewSuggestion { text: Text::Message { bundle, message, text: singles::tidy(&text) }, base, name };
    Ok((new, Vec::new(), Some(report)))
}

/// What came in through the link, and what became of it.
#[utoipa::path(get, path = "/invitations/{link}/suggestions", operation_id = "list_own_suggestions", tag = "invitations", params(ByLink, After), responses(
    (status = OK, body = OwnSuggestions),
    LinkRefused,
))]
pub(crate) async fn list(
    _: Open,
    state: Data<State>,
    request: HttpRequest,
    asked: Query<After>,
) -> Result<HttpResponse, Failure> {
    let secret = visited(&state, &request)?;
    let after = asked.into_inner().read()?;
    let read = state.store.read_at(move |db, now| suggestions::of_link(db, &secret, now, after.as_deref()));
    let found = read.await?;
    let next = crate::suggestions::next(found.len(), found.last());
    let suggestions = found.into_iter().map(Suggestion::of).collect();
    Ok(unstored(&OwnSuggestions { suggestions, next }))
}

/// Take a suggestion back that nobody has decided about.
#[utoipa::path(delete, path = "/invitations/{link}/suggestions/{suggestion}", operation_id = "take_suggestion_back", tag = "invitations", params(SuggestionByLink), responses(
    (status = NO_CONTENT, description = "It is gone."),
    LinkRefused,
))]
pub(crate) async fn take_back(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let secret = visited(&state, &request)?;
    let known = secret.clone();
    let (invitation, _) = state.store.read_at(move |db, now| invitations::by_link(db, &known, now)).await?;
    change(&state, &request, &invitation, move |tx, id| suggestions::take_back(tx, &secret, id)).await
}

/// Erase the name that was given with a suggestion, whatever became of it, also when the link has expired or was revoked.
#[utoipa::path(delete, path = "/invitations/{link}/suggestions/{suggestion}/name", operation_id = "erase_own_name", tag = "invitations", params(SuggestionByLink), responses(
    (status = NO_CONTENT, description = "The name is stored nowhere any more."),
    LinkRefused,
))]
pub(crate) async fn erase_name(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let secret = visited(&state, &request)?;
    let known = secret.clone();
    let invitation = state.store.read(move |db| invitations::any_by_link(db, &known)).await?;
    change(&state, &request, &invitation, move |tx, id| suggestions::erase_own_name(tx, &secret, id)).await
}

/// Changes the suggestion of the path by `f`, which is told its id.
async fn change<F>(state: &State, request: &HttpRequest, invitation: &Invitation, f: F) -> Result<HttpResponse, Failure>
where
    F: FnOnce(&mut RegionWrite<'_>, &str) -> content::Result<()> + Send + 'static,
{
    if state.is_mirror {
        return Err(Failure::ReadOnly);
    }
    let (behalf, id) = (behalf(request, invitation), id(request, "suggestion", Noun::Suggestion)?);
    let write = state.store.write_region(invitation.region, move |tx| {
        tx.on_behalf_of(behalf);
        f(tx, &id)
    });
    write.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The secret of the path, unless its network asks too often.
fn visited(state: &State, request: &HttpRequest) -> Result<String, Failure> {
    state.visits.count(origin(request).as_deref())?;
    Ok(part(request, "link").to_owned())
}

/// What the audit is told: nobody is known but the invitation.
fn behalf(request: &HttpRequest, invitation: &Invitation) -> Behalf {
    let action = request.match_name().unwrap_or_default().to_owned();
    Behalf { actor: invitation.actor(), action, address: origin(request) }
}

fn own_tag(language: &RegionLanguage) -> Result<Tag, Failure> {
    Tag::parse(&language.tag).map_err(|_| Failure::Internal(format!("the language `{}`", language.tag)))
}

fn unknown() -> Failure {
    Error::not_found(Noun::Link, "").into()
}
