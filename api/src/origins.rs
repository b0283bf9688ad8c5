//! Copies of pages, and what has changed at the pages that they were made from.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::differences::{self, Piece};
use content::directory::Entry;
use content::error::Noun;
use content::idempotency::Answer;
use content::items::Place;
use content::origins::{self, Change, Decision, NewCopy, Origin, OriginChange};
use content::regions::Status;
use content::versions::{State as Stage, Version};
use content::{Db, Error, pages};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{May, See, Write, WriteSomewhere};
use crate::addresses;
use crate::bodies::{self, Sent};
use crate::conditions;
use crate::error::Failure;
use crate::idempotency;
use crate::openapi::{EditRefused, Idempotent, OfRegion, PageInLanguage, WriteRefused};
use crate::pages::editing::{NewPlace, id};
use crate::state::{State, on_a_thread};
use crate::translations::autosaves;
use crate::translations::editing::{Clean, Editable, NewState, NewText, changed};
use crate::translations::versions::{ChangedPiece, unstored};

/// Pages to be copied.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"from": "minden-luebbecke", "page": "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61", "place": {"last_in": null}, "state": "draft"}))]
pub(crate) struct NewCopies {
    /// The region from which; the one of the address when not given.
    #[schema(example = "minden-luebbecke")]
    from: Option<String>,
    /// The page that is copied with everything below it; all pages of the region when not given. At most 2,000 pages.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    page: Option<String>,
    /// Where the copy is put; last of all when not given.
    place: Option<NewPlace>,
    /// What becomes of the copied texts.
    #[serde(default)]
    state: NewState,
}

/// What was copied.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Copies {
    /// Each page, and the copy that was made of it, in the order of the tree.
    pages: Vec<PageAndCopy>,
    /// How many texts the copies have.
    #[schema(example = 12)]
    texts: usize,
    /// How many links in them still lead to pages that were not copied.
    #[schema(example = 1)]
    links_left: usize,
}

/// A page and its copy.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageAndCopy {
    /// The id of the page.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    origin: String,
    /// The id of the copy.
    #[schema(example = "0198c6b2-1f4e-7a03-9c11-5d8e7f6a2b40")]
    page: String,
}

/// Copy the public texts of a page and of everything below it, or of all pages of a region.
///
/// Languages that the region does not have are left out, and so are drafts and archived pages. Links between copied pages lead to
/// the copies. Each text remembers where it comes from: see `…/origin-changes`.
#[utoipa::path(post, path = "/regions/{region}/pages/copy", operation_id = "copy_pages", tag = "editing", security(("token" = [])), request_body = NewCopies, params(
    OfRegion,
    Idempotent,
), responses(
    (status = CREATED, body = Copies),
    WriteRefused,
))]
pub(crate) async fn copy(
    editor: May<WriteSomewhere>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<NewCopies>,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let (NewCopies { from, page, place, state: wanted }, attempt) = sent.read_once(&editor, bodies::LIMITS).await?;
    let new = NewCopy {
        from: from.map_or(Ok(entry.region.id), |slug| readable(&state, &slug))?,
        page: page.map(|page| id("page", &page)).transpose()?,
        place: place.map_or(Ok(Place::LastIn(None)), |place| place.read(|page| id("place", page)))?,
        state: wanted.stage(),
    };
    let actor = editor.actor().clone();
    let made = state.write_once(&editor, entry.region.id, attempt, move |tx, _| {
        let copied = origins::copy(tx, &actor, &new)?;
        let pages = copied.pages.into_iter().map(|(origin, page)| PageAndCopy { origin, page }).collect();
        let body = idempotency::body(&Copies { pages, texts: copied.texts, links_left: copied.links_left })?;
        Ok(Answer { status: 201, number: None, location: None, body })
    });
    made.await
}

/// The id of a region that readers have.
fn readable(state: &State, slug: &str) -> Result<i64, Failure> {
    let directory = state.store.directory();
    let entry = directory.region(slug).filter(|entry| entry.region.status != Status::Archived);
    let unknown = || Error::not_found(Noun::Region, addresses::shortened(slug));
    Ok(entry.ok_or_else(unknown)?.region.id)
}

/// A change at the page that a text was copied from.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangedOrigin {
    /// The id of the copy.
    #[schema(example = "0198c6b2-1f4e-7a03-9c11-5d8e7f6a2b40")]
    page: String,
    /// The tag of the language.
    #[schema(example = "de")]
    language: String,
    /// The region of the page that it was copied from.
    #[schema(example = "minden-luebbecke")]
    region: String,
    /// The id of the page that it was copied from.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    origin: String,
    /// `changed` (a newer public version), `added` (a public text in a language that the copy was not made in), `withdrawn`, or `archived`.
    #[schema(value_type = String, example = "changed")]
    change: Change,
    /// The version there that the copy was made from, or that was last decided about; 0 when there was none.
    #[schema(example = 1)]
    seen: i64,
    /// The version there to decide about; null when it is archived.
    #[schema(example = 2)]
    version: Option<i64>,
}

impl ChangedOrigin {
    fn of(change: OriginChange, entry: &Entry) -> Self {
        Self {
            page: change.page,
            language: entry.tag_of(&change.language),
            region: change.region,
            origin: change.origin,
            change: change.change,
            seen: change.seen,
            version: change.version,
        }
    }
}

/// What has changed at the pages that this region's copies were made from, and nobody has decided about; at most 1,000.
#[utoipa::path(get, path = "/regions/{region}/origin-changes", operation_id = "list_origin_changes", tag = "editing", security(("token" = [])), params(
    OfRegion,
), responses(
    (status = OK, body = [ChangedOrigin]),
    EditRefused,
))]
pub(crate) async fn list(_: May<See>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let region = entry.region.id;
    let changes = state.store.read(move |db| origins::changes(db, region)).await?;
    Ok(unstored(&changes.into_iter().map(|change| ChangedOrigin::of(change, &entry)).collect::<Vec<_>>()))
}

/// The text that a copy was made from.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OriginText {
    /// Its region.
    #[schema(example = "minden-luebbecke")]
    region: String,
    /// The id of its page.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    page: String,
    /// The version that the copy was made from, or that was last decided about; 0 when there was none.
    #[schema(example = 1)]
    seen: i64,
    /// Its newest public or withdrawn version; null while it is archived.
    #[schema(example = 2)]
    version: Option<i64>,
    /// Whether that one is withdrawn.
    withdrawn: bool,
    /// How its title has changed since, word by word.
    #[schema(value_type = Vec<ChangedPiece>)]
    title: Vec<Piece>,
    /// How what readers see of it has changed, word by word.
    #[schema(value_type = Vec<ChangedPiece>)]
    text: Vec<Piece>,
    /// How its HTML has changed, word by word and tag by tag.
    #[schema(value_type = Vec<ChangedPiece>)]
    html: Vec<Piece>,
}

impl OriginText {
    fn of(origin: Origin) -> content::Result<Self> {
        let number = |version: &Option<Version>| version.as_ref().map(|version| version.number);
        let text = |version: &Option<Version>| {
            version.as_ref().map_or_else(Default::default, |version| (version.title.clone(), version.html.clone()))
        };
        let (old, new): ((String, String), (String, String)) = (text(&origin.seen), text(&origin.newest));
        Ok(Self {
            seen: number(&origin.seen).unwrap_or_default(),
            version: number(&origin.newest),
            withdrawn: origin.newest.as_ref().is_some_and(|version| version.state == Stage::Withdrawn),
            region: origin.region,
            page: origin.page,
            title: differences::of_words(&old.0, &new.0),
            text: differences::of_texts(&old.1, &new.1)?,
            html: differences::of_html(&old.1, &new.1),
        })
    }
}

/// The text that a copy was made from, and how it has changed since somebody decided about it.
#[utoipa::path(get, path = "/regions/{region}/pages/{page}/translations/{tag}/origin", operation_id = "read_origin", tag = "editing", security(("token" = [])), params(
    PageInLanguage,
), responses(
    (status = OK, body = OriginText),
    EditRefused,
))]
pub(crate) async fn show(_: May<See>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let key = addresses::language(&entry, &request)?.key.clone();
    let (region, page) = (entry.region.id, addresses::page(&request)?.to_string());
    let origin = state.store.read(move |db: &mut Db| pages::origin(db, region, &page, &key)).await?;
    Ok(unstored(&on_a_thread(move || Ok(OriginText::of(origin))).await??))
}

/// What becomes of a change at the page that a text was copied from: one of the three.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = json!({"accept": {"version": 2, "state": "public"}}))]
pub(crate) enum OriginDecision {
    /// The copy says what the origin says; a text that was withdrawn there is withdrawn here as well.
    Accept(AcceptedOrigin),
    /// The copy says something of its own, with the change in mind.
    Adapt(Box<AdaptedOrigin>),
    /// The copy stays as it is.
    Ignore(IgnoredOrigin),
}

/// A change that is taken over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptedOrigin {
    /// The version there that was looked at.
    #[schema(example = 2)]
    version: i64,
    /// What becomes of the text.
    #[serde(default)]
    state: NewState,
}

/// A change for which the copy gets a text of its own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdaptedOrigin {
    /// The version there that was looked at.
    #[schema(example = 2)]
    version: i64,
    /// The next version of the copy.
    text: NewText,
}

/// A change that is left out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IgnoredOrigin {
    /// The version there that was looked at.
    #[schema(example = 2)]
    version: i64,
}

/// Decide about a change at the page that a text was copied from.
#[utoipa::path(post, path = "/regions/{region}/pages/{page}/translations/{tag}/origin", operation_id = "decide_about_origin", tag = "editing", security(("token" = [])), request_body = OriginDecision, params(
    PageInLanguage,
    ("If-Match" = Option<String>, Header, description = "The ETag of the copy's text", example = "\"1\""),
    ("If-None-Match" = Option<String>, Header, description = "`*` when the copy has no text in this language", example = "*"),
), responses(
    (status = OK, body = Editable, description = "The newest version of the copy, with its `ETag`."),
    (status = NO_CONTENT, description = "The copy stays as it is."),
    WriteRefused,
))]
pub(crate) async fn decide(
    editor: May<Write>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<OriginDecision>,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let language = addresses::language(&entry, &request)?;
    let (region, at) = (entry.region.id, (addresses::page(&request)?.to_string(), language.key.clone()));
    let base = conditions::required(&request)?;
    let actor = editor.actor().clone();
    let (version, decision) = match sent.read().await? {
        OriginDecision::Ignore(IgnoredOrigin { version }) => {
            let (page, key) = at;
            let ignore = state.write_region(&editor, region, move |tx, _| {
                pages::decide_about_origin(tx, &page, &key, &actor, base, version, Decision::Ignore)
            });
            ignore.await?;
            return Ok(HttpResponse::NoContent().finish());
        }
        OriginDecision::Accept(AcceptedOrigin { version, state }) => {
            (version, Decision::Accept { state: state.stage() })
        }
        OriginDecision::Adapt(adapted) => {
            let AdaptedOrigin { version, text } = *adapted;
            editor.must(text.needs())?;
            let Clean { draft, .. } = text.clean(&state, &entry).await?;
            (version, Decision::Adapt(draft))
        }
    };
    let own = if let Decision::Adapt(draft) = &decision { Some(draft.clone()) } else { None };
    let saved = changed(&state, &editor, region, at.clone(), move |tx, page, key, _| {
        let saved = pages::decide_about_origin(tx, page, key, &actor, base, version, decision)?;
        saved.ok_or_else(|| Error::not_found(Noun::Translation, key))
    });
    match (saved.await, own) {
        (Err(Error::Stale { current }), Some(own)) => {
            Err(autosaves::overtaken(&state, editor.actor(), region, at, (base, own), current).await?)
        }
        (saved, _) => Ok(saved?.respond(&language.tag)),
    }
}

/// Forget which page a text was copied from.
#[utoipa::path(delete, path = "/regions/{region}/pages/{page}/translations/{tag}/origin", operation_id = "forget_origin", tag = "editing", security(("token" = [])), params(
    PageInLanguage,
), responses(
    (status = NO_CONTENT, description = "It is a text of its own now."),
    EditRefused,
))]
pub(crate) async fn forget(
    editor: May<Write>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let key = addresses::language(&entry, &request)?.key.clone();
    let page = addresses::page(&request)?.to_string();
    state.write_region(&editor, entry.region.id, move |tx, _| pages::forget_origin(tx, &page, &key)).await?;
    Ok(HttpResponse::NoContent().finish())
}
