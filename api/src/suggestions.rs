//! Suggestions as editors see them: listed beside what they would replace, accepted, declined.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, ETAG};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use content::actors;
use content::differences::{self, Piece};
use content::directory::Entry;
use content::error::{Noun, Reason};
use content::roles::{Place, Right};
use content::suggestions::{self, Filter, PAGE, State as Progress, decisions};
use content::times;
use locales::tags::Tag;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::access::{Manage, May, See, WriteSomewhere};
use crate::addresses;
use crate::bodies::Sent;
use crate::bundles::reports::Report;
use crate::bundles::sources::reported;
use crate::conditions::{self, etag};
use crate::error::{Failure, Why};
use crate::invitations::id;
use crate::language;
use crate::openapi::{DecisionRefused, EditRefused, OfRegion};
use crate::state::{State, on_a_thread};
use crate::translations::editing::{Editable, NewState, changed};
use crate::translations::versions::{ChangedPiece, unstored};

/// Texts are compared up to so many bytes, old and new together.
const CHEAP: usize = 32 << 10;

/// A text that somebody has suggested.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Suggestion {
    /// Its id, a UUID.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    id: String,
    /// The id of the page that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    /// The title of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Перші кроки")]
    title: Option<String>,
    /// The text of the page, cleaned.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "<p>Ласкаво просимо!</p>")]
    html: Option<String>,
    /// The name of the bundle that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    bundle: Option<String>,
    /// The message that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// The text of the message, in Fluent, without its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// Whether somebody has given a name with it.
    named: bool,
    /// `open`, `accepted` or `rejected`.
    #[schema(value_type = String, example = "open")]
    state: Progress,
    /// Why it was declined.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// When it came in, RFC 3339 in UTC.
    #[schema(example = "2026-11-22T10:00:00Z")]
    created: String,
}

impl Suggestion {
    /// As whoever has the link sees it.
    pub(crate) fn of(known: suggestions::Suggestion) -> Self {
        let is_page = known.item.is_some();
        let (html, text) = if is_page { (Some(known.text), None) } else { (None, Some(known.text)) };
        Self {
            id: known.id,
            page: known.item,
            title: is_page.then_some(known.title),
            html,
            bundle: known.bundle,
            message: known.message,
            text,
            named: known.contributor.is_some(),
            state: known.state,
            reason: known.reason,
            created: times::utc(known.created),
        }
    }
}

/// A suggestion as editors see it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListedSuggestion {
    /// The suggestion.
    #[serde(flatten)]
    suggestion: Suggestion,
    /// The tag of the language.
    #[schema(example = "uk")]
    language: String,
    /// The id of the invitation that it came through.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    invitation: String,
    /// The name of whoever has suggested it; null when they gave none, or it was erased.
    #[schema(example = "Olena")]
    name: Option<String>,
    /// Who accepted or declined it.
    #[schema(example = "user/4f8e1d0c-7d1e-4c52-8f0a-3b9d5e2f4a61")]
    decided_by: Option<String>,
    /// The number of the version of the page that was made of it.
    #[schema(example = 2)]
    version: Option<i64>,
    /// What it would replace; null when it was decided, or what it is about is gone.
    current: Option<Compared>,
}

/// What an open suggestion would replace.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Compared {
    /// The number for `If-Match`: of the newest version of the page's text, or of the newest revision of the region's own layer of
    /// the bundle. 0 stands for none: send `If-None-Match: *`.
    #[schema(example = 1)]
    version: i64,
    /// Readers have another text now, or another source text, than the contributor had seen.
    changed: bool,
    /// From the newest title to the suggested one, word by word; null when the texts are long.
    #[schema(value_type = Option<Vec<ChangedPiece>>)]
    title: Option<Vec<Piece>>,
    /// The same of the texts, as readers see them.
    #[schema(value_type = Option<Vec<ChangedPiece>>)]
    text: Option<Vec<Piece>>,
}

/// Suggestions of a region.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Suggestions {
    /// At most 50, the oldest first.
    suggestions: Vec<ListedSuggestion>,
    /// What `after` is for the next 50; null when there are no more.
    next: Option<String>,
}

/// Where a list begins.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct After {
    /// Only suggestions after this one: `next` of the list before
    #[param(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    after: Option<String>,
}

/// Which suggestions are listed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// Only those that have come so far: `open`, `accepted` or `rejected`
    #[param(example = "open")]
    state: Option<String>,
    /// Only those in this language
    #[param(example = "uk")]
    language: Option<String>,
    /// Only suggestions after this one: `next` of the list before
    #[param(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    after: Option<String>,
}

/// How a suggestion is accepted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"state": "public"}))]
pub(crate) struct Acceptance {
    /// Whether readers get the text of a page: `draft` (without it), `review` or `public`. Readers get interface texts at once.
    #[serde(default)]
    #[schema(example = "public")]
    state: Option<NewState>,
}

/// Why a suggestion is declined.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "The office has moved meanwhile."}))]
pub(crate) struct Refusal {
    /// What whoever has the link is told; at most 1,000 characters.
    #[serde(default)]
    #[schema(example = "The office has moved meanwhile.")]
    reason: Option<String>,
}

/// A suggestion of a region.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes parameters")]
struct SuggestionOfRegion {
    /// The region's name in addresses
    #[param(example = "minden-luebbecke")]
    region: String,
    /// The id of the suggestion
    #[param(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    suggestion: String,
}

impl After {
    /// The id, as it is stored.
    pub(crate) fn read(self) -> Result<Option<String>, Failure> {
        let refused = |_| Failure::BadParameter { name: "after".into(), why: Why::Value(Reason::NotAUuid) };
        self.after.map(|id| Uuid::try_parse(&id).map(|id| id.to_string())).transpose().map_err(refused)
    }
}

impl Asked {
    fn read(self, entry: &Entry) -> Result<Filter, Failure> {
        let allowed = || Progress::ALL.iter().map(|state| state.as_str()).collect::<Vec<_>>().join(", ");
        let refused = |_| {
            let why = Why::Value(Reason::UnknownValue { allowed: allowed() });
            Failure::BadParameter { name: "state".into(), why }
        };
        let language = self.language.map(|tag| addresses::language_called(entry, &tag).map(|own| own.key.clone()));
        Ok(Filter {
            state: self.state.map(Progress::try_from).transpose().map_err(refused)?,
            language: language.transpose()?,
            after: After { after: self.after }.read()?,
        })
    }
}

impl ListedSuggestion {
    fn of(known: suggestions::Suggestion, current: Option<Compared>, entry: &Entry) -> Self {
        Self {
            language: entry.tag_of(&known.language),
            invitation: known.invitation.clone(),
            name: known.contributor.clone(),
            decided_by: known.decided_by.clone(),
            version: known.version,
            current,
            suggestion: Suggestion::of(known),
        }
    }
}

impl Compared {
    fn of(known: &suggestions::Suggestion, current: suggestions::Current) -> content::Result<Self> {
        let suggestions::Current { number, title, text, has_changed } = current;
        let (mut titles, mut texts) = (None, None);
        if text.len() + known.text.len() <= CHEAP {
            titles = Some(differences::of_words(&title, &known.title));
            texts = Some(match known.item {
                Some(_) => differences::of_texts(&text, &known.text)?,
                None => differences::of_words(&text, &known.text),
            });
        }
        Ok(Self { version: number, changed: has_changed, title: titles, text: texts })
    }
}

/// What `after` is for the next page of a list that has found so many, `last` at its end.
pub(crate) fn next(count: usize, last: Option<&suggestions::Suggestion>) -> Option<String> {
    let is_full = i64::try_from(count).is_ok_and(|count| count >= PAGE);
    last.filter(|_| is_full).map(|last| last.id.clone())
}

/// The suggestions that came in for a region, the oldest first.
#[utoipa::path(get, path = "/regions/{region}/suggestions", operation_id = "list_suggestions", tag = "invitations", params(OfRegion, Asked), responses(
    (status = OK, body = Suggestions),
    EditRefused,
))]
pub(crate) async fn list(
    _: May<See>,
    state: Data<State>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let (region, filter) = (entry.region.id, asked.into_inner().read(&entry)?);
    let found = state.store.read(move |db| suggestions::list(db, region, &filter)).await?;
    let next = next(found.len(), found.last().map(|(last, _)| last));
    let compare = move || {
        let compared = found.into_iter().map(|(known, current)| {
            let current = current.map(|current| Compared::of(&known, current)).transpose()?;
            Ok(ListedSuggestion::of(known, current, &entry))
        });
        compared.collect::<content::Result<Vec<_>>>()
    };
    Ok(unstored(&Suggestions { suggestions: on_a_thread(compare).await?, next }))
}

/// Take a suggested text: a page's as its next version, a message's as an upload of this one message into the region's own layer.
///
/// It needs the rights of saving or uploading the same text, and whoever accepts it is the author.
#[utoipa::path(post, path = "/regions/{region}/suggestions/{suggestion}/accept", operation_id = "accept_suggestion", tag = "invitations", request_body = Acceptance, params(
    SuggestionOfRegion,
    ("If-Match" = Option<String>, Header, description = "`current.version` of the list in quotation marks: the ETag of the text, or of the region's layer", example = "\"1\""),
    ("If-None-Match" = Option<String>, Header, description = "`*` where that is 0", example = "*"),
), responses(
    (status = OK, content((Editable = "application/json"), (Report = "application/json")),
        description = "The new version of a page, or the report about a message; `ETag` is its new number."),
    DecisionRefused,
))]
pub(crate) async fn accept(
    editor: May<WriteSomewhere>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<Acceptance>,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let (suggestion, place) = found(&state, &entry, &request).await?;
    let as_state = sent.read().await?.state.unwrap_or(NewState::Draft);
    let right = if suggestion.item.is_some() { as_state.needs() } else { Right::Translate };
    editor.must_at(right, &place)?;
    suggestion.must_be_open()?;
    let base = conditions::required(&request)?;
    let (region, own) = (entry.region.id, entry.tag_of(&suggestion.language));
    if let Some(page) = suggestion.item {
        let (id, at) = (suggestion.id, (page, suggestion.language));
        let accept = changed(&state, &editor, region, at, move |tx, _, _, author| {
            decisions::accept(tx, &id, author, base, as_state.stage())
        });
        return Ok(accept.await?.respond(&own));
    }
    let language = Tag::parse(&own).map_err(|_| Failure::Internal(format!("the language `{own}`")))?;
    let (behalf, reader) = (editor.behalf().clone(), language::of_reader(&request));
    let (at, uploaded) = decisions::accept_message(&state.store, suggestion, language, base, behalf).await?;
    let report = reported(&at, uploaded, &[], false, &reader)?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((ETAG, etag(report.revision()))).insert_header((CACHE_CONTROL, "no-store"));
    Ok(answer.insert_header((CONTENT_LANGUAGE, reader.as_str())).json(report))
}

/// Decline a suggested text.
#[utoipa::path(post, path = "/regions/{region}/suggestions/{suggestion}/reject", operation_id = "reject_suggestion", tag = "invitations", request_body = Refusal, params(SuggestionOfRegion), responses(
    (status = OK, body = ListedSuggestion),
    DecisionRefused,
))]
pub(crate) async fn reject(
    editor: May<WriteSomewhere>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<Refusal>,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let (suggestion, place) = found(&state, &entry, &request).await?;
    editor.must_at(if suggestion.item.is_some() { Right::Write } else { Right::Translate }, &place)?;
    let (id, reason) = (suggestion.id, sent.read().await?.reason);
    let reject = state.write_region(&editor, entry.region.id, move |tx, author| {
        decisions::reject(tx, &id, author, reason.as_deref())
    });
    Ok(unstored(&ListedSuggestion::of(reject.await?, None, &entry)))
}

/// Erase the name that somebody has given with a suggestion, whatever became of it.
#[utoipa::path(delete, path = "/regions/{region}/suggestions/{suggestion}/name", operation_id = "erase_contributor", tag = "invitations", params(SuggestionOfRegion), responses(
    (status = NO_CONTENT, description = "The name is stored nowhere any more."),
    EditRefused,
))]
pub(crate) async fn erase_name(
    editor: May<Manage>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let id = id(&request, "suggestion", Noun::Suggestion)?;
    state.write_region(&editor, entry.region.id, move |tx, _| suggestions::erase_name(tx, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The suggestion of the path, and the place of what it is about.
async fn found(
    state: &State,
    entry: &Entry,
    request: &HttpRequest,
) -> Result<(suggestions::Suggestion, Place), Failure> {
    let (region, id) = (entry.region.id, id(request, "suggestion", Noun::Suggestion)?);
    let read = state.store.read(move |db| {
        let suggestion = suggestions::find(db, region, &id)?;
        let place = match &suggestion.item {
            Some(page) => actors::place_of_page(db, region, page)?,
            None => Place::region(region),
        };
        let place = place.in_language(&suggestion.language);
        Ok((suggestion, place))
    });
    Ok(read.await?)
}
