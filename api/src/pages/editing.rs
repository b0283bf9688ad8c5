//! Pages for editors: making, placing, archiving and confirming them.

use actix_web::http::header::{CACHE_CONTROL, ETAG};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::error::Reason;
use content::idempotency::Answer;
use content::inclusions::{Inclusion, Position};
use content::items::{Base, Item, Place};
use content::kinds::Details;
use content::kinds::page::Topic;
use content::pages::{self, Whole};
use content::roles::Right;
use content::{rights, times};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::access::{May, Publish, See, Write, WriteSomewhere};
use crate::addresses;
use crate::bodies::{self, Sent};
use crate::conditions::{self, etag};
use crate::error::{Failure, Why};
use crate::idempotency;
use crate::openapi::{EditRefused, Idempotent, OfPage, OfRegion, WriteRefused};
use crate::state::State;
use crate::translations::Translation;
use crate::translations::editing::{Clean, Editable, NewText};

/// Where a page is put: one of the four.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NewPlace {
    /// Before this sibling.
    Before(String),
    /// After this sibling.
    After(String),
    /// First below this page; null: first of all.
    FirstIn(Option<String>),
    /// Last below this page; null: last of all.
    LastIn(Option<String>),
}

impl NewPlace {
    /// The place, with what `id` makes of the pages that it names.
    pub(crate) fn read(self, id: impl Fn(&str) -> Result<String, Failure>) -> Result<Place, Failure> {
        Ok(match self {
            Self::Before(sibling) => Place::Before(id(&sibling)?),
            Self::After(sibling) => Place::After(id(&sibling)?),
            Self::FirstIn(parent) => Place::FirstIn(parent.as_deref().map(id).transpose()?),
            Self::LastIn(parent) => Place::LastIn(parent.as_deref().map(id).transpose()?),
        })
    }
}

/// The id of a page that the member `field` of a body names.
pub(crate) fn id(field: &str, text: &str) -> Result<String, Failure> {
    let why = |_| Failure::BadBody { field: Some(field.to_owned()), why: Why::Value(Reason::NotAUuid) };
    Uuid::try_parse(text).map(|id| id.to_string()).map_err(why)
}

/// A page to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"place": {"last_in": null}, "topics": ["everyday"], "language": "de",
    "text": {"title": "Erste Schritte", "html": "<p>Willkommen!</p>", "state": "public"}}))]
pub(crate) struct NewPage {
    /// Where it is put; last of all when not given.
    place: Option<NewPlace>,
    /// What it is about.
    #[serde(default)]
    #[schema(value_type = Vec<String>, example = json!(["everyday"]))]
    topics: Vec<Topic>,
    /// The tag of the language of its first text.
    #[schema(example = "de")]
    language: String,
    /// Its first text.
    text: NewText,
}

/// A new place for a page.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"place": {"first_in": null}}))]
pub(crate) struct Move {
    /// Where it is put.
    place: NewPlace,
}

/// What is the same in every language of a page; what is left out is removed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"topics": ["everyday"], "icon": "https://example.org/icon.png", "organization": null, "review_by": "2027-06-01",
    "includes": {"page": "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61", "position": "after"}}))]
pub(crate) struct NewDetails {
    /// What it is about.
    #[serde(default)]
    #[schema(value_type = Vec<String>, example = json!(["everyday"]))]
    topics: Vec<Topic>,
    /// Its icon: the address of an image, at most 2,048 characters.
    icon: Option<String>,
    /// The organization that maintains it, by number; who belongs to it may write and publish the page. Changing it takes the
    /// right to manage the region.
    organization: Option<i64>,
    /// The day by which somebody should look whether it is still right.
    #[schema(example = "2027-06-01")]
    review_by: Option<String>,
    /// Another page whose text it shows beside its own, wherever both have the language.
    includes: Option<IncludedPage>,
}

/// A page whose text another page shows.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IncludedPage {
    /// Its id; it may be a page of another region, and readers must have it. Only its own text is shown, not what it includes in turn.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    page: String,
    /// Where its text stands: `before` or `after` the page's own.
    #[schema(value_type = String, example = "after")]
    position: Position,
}

impl NewDetails {
    fn read(self) -> Result<Details, Failure> {
        /// The most characters of an address.
        const MAX_URL: usize = 2048;
        let Self { topics, icon, organization, review_by, includes } = self;
        let refused = |reason| Err(Failure::Invalid { field: "icon", why: Why::Value(reason) });
        if let Some(icon) = &icon {
            if icon.len() > MAX_URL {
                return refused(Reason::TooLong { limit: MAX_URL });
            }
            let is_web = url::Url::parse(icon).is_ok_and(|url| matches!(url.scheme(), "https" | "http"));
            if !is_web {
                return refused(Reason::NotAUrl);
            }
        }
        let inclusion =
            |IncludedPage { page, position }| id("includes", &page).map(|page| Inclusion { page, position });
        let includes = includes.map(inclusion).transpose()?;
        Ok(Details { topics, icon, organization, review_by, includes })
    }
}

/// A page as editors see it. Its ETag is raised by each change of its place, archive state or details.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EditablePage {
    /// Its stable id, a UUID.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    id: String,
    /// The number in its ETag.
    #[schema(example = 1)]
    number: i64,
    /// The page above it; null for a root.
    parent: Option<String>,
    /// Its place among its siblings: a sparse integer.
    #[schema(example = 1024)]
    order: i64,
    /// Whether it is archived itself; what is below it is hidden as well.
    archived: bool,
    /// What it is about.
    #[schema(value_type = Vec<String>, example = json!(["everyday"]))]
    topics: Vec<Topic>,
    /// Its icon: the address of an image.
    icon: Option<String>,
    /// The organization that maintains it, by number.
    #[schema(example = 1)]
    organization: Option<i64>,
    /// The day by which somebody should look whether it is still right.
    #[schema(example = "2027-06-01")]
    review_by: Option<String>,
    /// The page whose text it shows beside its own.
    includes: Option<IncludedPage>,
    /// The day a person last confirmed that it is right.
    #[schema(example = "2026-11-22")]
    checked: Option<String>,
    /// When it was made, RFC 3339 in UTC.
    #[schema(example = "2026-11-22T10:00:00Z")]
    created: String,
    /// How far its texts have come, for every language of the region.
    #[serde(skip_serializing_if = "Option::is_none")]
    translations: Option<Vec<Translation>>,
}

impl EditablePage {
    fn of(item: Item) -> Self {
        let Details { topics, icon, organization, review_by, includes } = item.details.0;
        Self {
            id: item.id,
            number: item.number,
            parent: item.parent,
            order: item.position,
            archived: item.archived,
            topics,
            icon,
            organization,
            review_by,
            includes: includes.map(|Inclusion { page, position }| IncludedPage { page, position }),
            checked: item.checked,
            created: times::utc(item.created),
            translations: None,
        }
    }

    fn whole(page: Whole) -> Self {
        Self { translations: Some(Translation::all(page.texts)), ..Self::of(page.item) }
    }

    fn respond(self) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((ETAG, etag(self.number)))
            .insert_header((CACHE_CONTROL, "no-store"))
            .json(self)
    }
}

/// Make a page with its first text.
#[utoipa::path(post, path = "/regions/{region}/pages", operation_id = "create_page", tag = "editing", security(("token" = [])), request_body = NewPage, params(
    OfRegion,
    Idempotent,
), responses(
    (status = CREATED, body = Editable, description = "`Location` names the page, `ETag` is that of its text."),
    WriteRefused,
))]
pub(crate) async fn create(
    editor: May<WriteSomewhere>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<NewPage>,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let (NewPage { place, topics, language, text }, attempt) = sent.read_once(&editor, bodies::LIMITS).await?;
    let language = addresses::language_called(&entry, &language)?.clone();
    let Clean { draft, removed } = text.clean(&state, &entry).await?;
    let place = place.map_or(Ok(Place::LastIn(None)), |place| place.read(|page| id("place", page)))?;
    let region = entry.region.id;
    let details = Details { topics, ..Details::default() };
    let (actor, pages) =
        (editor.actor().clone(), format!("{}/api/v1/regions/{}/pages", state.public_url, entry.region.slug));
    let made = state.write_once(&editor, region, attempt, move |tx, author| {
        rights::to_create(tx, &actor, &place, draft.state)?;
        let (item, version) = pages::create(tx, &place, details, &language.key, draft, author)?;
        let number = Some(version.number);
        let texts = pages::progress_in(tx, &item.id)?;
        let body = idempotency::body(&Editable::of(version, language.tag, None, removed).with(texts))?;
        Ok(Answer { status: 201, number, location: Some(format!("{pages}/{}", item.id)), body })
    });
    made.await
}

/// A page as it stands, published or not.
#[utoipa::path(get, path = "/regions/{region}/pages/{page}", operation_id = "edit_page", tag = "editing", security(("token" = [])), params(
    OfPage,
), responses(
    (status = OK, body = EditablePage, description = "With its `ETag`."),
    EditRefused,
))]
pub(crate) async fn show(_: May<See>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let region = addresses::any_region(&state, &request)?.region.id;
    let page = addresses::page(&request)?.to_string();
    let whole = state.store.read(move |db| pages::find(db, region, &page)).await?;
    Ok(EditablePage::whole(whole).respond())
}

/// Set what is the same in every language of a page.
#[utoipa::path(put, path = "/regions/{region}/pages/{page}", operation_id = "set_page_details", tag = "editing", security(("token" = [])), request_body = NewDetails, params(
    OfPage,
    ("If-Match" = String, Header, description = "The ETag of the page", example = "\"1\""),
), responses(
    (status = OK, body = EditablePage, description = "With its new `ETag`; unchanged if it was so already."),
    WriteRefused,
))]
pub(crate) async fn set_details(
    editor: May<Publish>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<NewDetails>,
) -> Result<HttpResponse, Failure> {
    let region = addresses::any_region(&state, &request)?.region.id;
    let page = addresses::page(&request)?.to_string();
    let base = conditions::required(&request)?;
    let details = sent.read().await?.read()?;
    let wanted = page.clone();
    let now = state.store.read(move |db| pages::find(db, region, &wanted)).await?.item;
    base.must_match(now.number)?;
    if now.details.organization != details.organization {
        editor.must(Right::Manage)?;
    }
    // Of the page that was looked at, so that the right fits.
    let base = Base::Number(now.number);
    let changed = state.write_region(&editor, region, move |tx, _| pages::set_details(tx, &page, base, details));
    Ok(EditablePage::of(changed.await?).respond())
}

/// Archive a page; what is below it is hidden as well.
#[utoipa::path(post, path = "/regions/{region}/pages/{page}/archive", operation_id = "archive_page", tag = "editing", security(("token" = [])), params(
    OfPage,
    ("If-Match" = String, Header, description = "The ETag of the page", example = "\"1\""),
), responses(
    (status = OK, body = EditablePage, description = "With its new `ETag`; unchanged if it was so already."),
    WriteRefused,
))]
pub(crate) async fn archive(
    editor: May<Publish>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let region = addresses::any_region(&state, &request)?.region.id;
    let page = addresses::page(&request)?.to_string();
    let base = conditions::required(&request)?;
    let changed =
        state.write_region(&editor, region, move |tx, author| pages::set_archived(tx, &page, base, true, author));
    Ok(EditablePage::of(changed.await?).respond())
}

/// Bring an archived page back.
#[utoipa::path(post, path = "/regions/{region}/pages/{page}/restore", operation_id = "restore_page", tag = "editing", security(("token" = [])), params(
    OfPage,
    ("If-Match" = String, Header, description = "The ETag of the page", example = "\"1\""),
), responses(
    (status = OK, body = EditablePage, description = "With its new `ETag`; unchanged if it was so already."),
    WriteRefused,
))]
pub(crate) async fn restore(
    editor: May<Publish>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let region = addresses::any_region(&state, &request)?.region.id;
    let page = addresses::page(&request)?.to_string();
    let base = conditions::required(&request)?;
    let changed =
        state.write_region(&editor, region, move |tx, author| pages::set_archived(tx, &page, base, false, author));
    Ok(EditablePage::of(changed.await?).respond())
}

/// Note that a person has confirmed the page today.
#[utoipa::path(post, path = "/regions/{region}/pages/{page}/confirm", operation_id = "confirm_page", tag = "editing", security(("token" = [])), params(
    OfPage,
    ("If-Match" = String, Header, description = "The ETag of the page", example = "\"1\""),
), responses(
    (status = OK, body = EditablePage, description = "With its new `ETag`; unchanged if it was so already."),
    WriteRefused,
))]
pub(crate) async fn confirm(
    editor: May<Write>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let region = addresses::any_region(&state, &request)?.region.id;
    let page = addresses::page(&request)?.to_string();
    let base = conditions::required(&request)?;
    let changed = state.write_region(&editor, region, move |tx, _| pages::confirm(tx, &page, base));
    Ok(EditablePage::of(changed.await?).respond())
}

/// Delete a page for good, with all of its versions, if nothing refers to it.
#[utoipa::path(delete, path = "/regions/{region}/pages/{page}", operation_id = "delete_page", tag = "editing", security(("token" = [])), params(
    OfPage,
    ("If-Match" = String, Header, description = "The ETag of the page", example = "\"1\""),
), responses(
    (status = NO_CONTENT, description = "It is gone. 409 `conflict` names what still refers to it: pages below it, texts that \
        link to it, pages that include it, copies, grants, schedules, suggestions, an import that still has it."),
    WriteRefused,
))]
pub(crate) async fn delete(
    editor: May<Publish>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let region = addresses::any_region(&state, &request)?.region.id;
    let page = addresses::page(&request)?.to_string();
    let base = conditions::required(&request)?;
    state.write_region(&editor, region, move |tx, _| pages::delete(tx, &page, base)).await?;
    Ok(HttpResponse::NoContent().insert_header((CACHE_CONTROL, "no-store")).finish())
}

/// Put a page somewhere else in the tree.
#[utoipa::path(post, path = "/regions/{region}/pages/{page}/move", operation_id = "move_page", tag = "editing", security(("token" = [])), request_body = Move, params(
    OfPage,
    ("If-Match" = String, Header, description = "The ETag of the page", example = "\"1\""),
), responses(
    (status = OK, body = EditablePage, description = "With its new `ETag`; unchanged if it stands there already."),
    WriteRefused,
))]
pub(crate) async fn move_to(
    editor: May<Publish>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<Move>,
) -> Result<HttpResponse, Failure> {
    let region = addresses::any_region(&state, &request)?.region.id;
    let page = addresses::page(&request)?.to_string();
    let base = conditions::required(&request)?;
    let place = sent.read().await?.place.read(|page| id("place", page))?;
    let actor = editor.actor().clone();
    let moved = state.write_region(&editor, region, move |tx, author| {
        rights::to_move(tx, &actor, &page, &place)?;
        pages::move_to(tx, &page, base, &place, author)
    });
    Ok(EditablePage::of(moved.await?).respond())
}
