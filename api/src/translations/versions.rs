//! Older versions of a text: listed, read, compared, restored; and translations that are still right.

use std::borrow::Cow;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::differences::{self, Piece};
use content::error::Reason;
use content::versions::history::Entry;
use content::versions::{State as Stage, Version};
use content::{Db, pages, times};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Translation;
use super::editing::{Editable, NewState, Texts};
use super::reviews::act;
use crate::access::{May, See, Write};
use crate::addresses::{self, part};
use crate::bodies::Sent;
use crate::conditions;
use crate::error::{Failure, Why};
use crate::openapi::{EditRefused, PageInLanguage, WriteRefused};
use crate::state::{State, on_a_thread};

/// The versions of a text, and how far all texts of the page have come.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Versions {
    /// At most 500, the newest first; `?before=` the last of them lists older ones.
    versions: Vec<Listed>,
    /// How far the texts of the page have come, for every language of the region.
    translations: Vec<Translation>,
}

/// A version in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Listed {
    /// 1 for the first version.
    #[schema(example = 2)]
    version: i64,
    /// `draft`, `review`, `public` or `withdrawn`.
    #[schema(value_type = String, example = "public")]
    state: Stage,
    /// The title, plain text.
    #[schema(example = "Erste Schritte")]
    title: String,
    /// A small change that no translation has to follow.
    minor: bool,
    /// Written by a machine and not yet read by a person.
    machine: bool,
    /// The version of the source text that it follows; null in the first language.
    follows: Option<i64>,
    /// Who saved it.
    #[schema(example = "token/editors")]
    author: String,
    /// When it was saved, RFC 3339 in UTC.
    #[schema(example = "2026-11-22T10:00:00Z")]
    created: String,
    /// Why it was made; null when nobody said.
    #[schema(example = "the opening hours have changed")]
    reason: Option<String>,
}

impl Listed {
    fn of(entry: Entry) -> Self {
        Self {
            version: entry.number,
            state: entry.state,
            title: entry.title,
            minor: entry.minor,
            machine: entry.machine,
            follows: entry.follows,
            author: entry.author,
            created: times::utc(entry.created),
            reason: entry.reason,
        }
    }
}

/// What has changed from one version to another.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Difference {
    /// The version that is compared.
    #[schema(example = 1)]
    from: i64,
    /// The version that it is compared with.
    #[schema(example = 2)]
    to: i64,
    /// The titles, word by word.
    #[schema(value_type = Vec<ChangedPiece>)]
    title: Vec<Piece>,
    /// What readers see of the texts, word by word.
    #[schema(value_type = Vec<ChangedPiece>)]
    text: Vec<Piece>,
    /// The HTML, word by word and tag by tag.
    #[schema(value_type = Vec<ChangedPiece>)]
    html: Vec<Piece>,
    /// How far the texts of the page have come, for every language of the region.
    translations: Vec<Translation>,
}

/// A piece of text, and what became of it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only describes an answer")]
pub(crate) struct ChangedPiece {
    /// `equal` (in both), `removed` (only in the first) or `added` (only in the second).
    #[schema(example = "added")]
    fate: String,
    /// The piece, as long as it goes.
    #[schema(example = "Willkommen")]
    text: String,
}

/// How a version is restored.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"state": "draft", "reason": "the new one was wrong"}))]
pub(crate) struct Restoration {
    /// Whether readers get it: `draft`, `review` or `public`.
    #[schema(example = "draft")]
    state: NewState,
    /// Why it is restored; at most 1,000 characters.
    reason: Option<String>,
}

/// The versions of a text, the newest first.
#[utoipa::path(get, path = "/regions/{region}/pages/{page}/translations/{tag}/versions", operation_id = "list_versions", tag = "editing", security(("token" = [])), params(
    PageInLanguage,
    ("before" = Option<i64>, Query, description = "Only versions below this number", example = 501),
), responses(
    (status = OK, body = Versions),
    EditRefused,
))]
pub(crate) async fn list(_: May<See>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let before = match request.query_string() {
        "" => None,
        _ => Some(number("before", &addresses::parameter(&request, "before")?)?),
    };
    let read = move |db: &mut Db, region, page: &str, key: &str| pages::versions(db, region, page, key, before);
    let (entries, texts) = found(&state, &request, read).await?;
    let versions = entries.into_iter().map(Listed::of).collect();
    Ok(unstored(&Versions { versions, translations: Translation::all(texts) }))
}

/// One version of a text.
#[utoipa::path(get, path = "/regions/{region}/pages/{page}/translations/{tag}/versions/{version}", operation_id = "read_version", tag = "editing", security(("token" = [])), params(
    PageInLanguage,
    ("version" = i64, Path, description = "The number of the version", example = 1),
), responses(
    (status = OK, body = Editable),
    EditRefused,
))]
pub(crate) async fn show(_: May<See>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let wanted = number("version", part(&request, "version"))?;
    let read = move |db: &mut Db, region, page: &str, key: &str| {
        let version = pages::version(db, region, page, key, wanted)?;
        Ok((version, pages::text(db, region, page, key)?.1))
    };
    let ((version, published), texts) = found(&state, &request, read).await?;
    let tag = part(&request, "tag").to_owned();
    Ok(unstored(&Editable::of_any(version, tag, published).with(texts)))
}

/// What has changed from one version of a text to another.
///
/// Long texts that differ a lot are compared for a second; then a longer difference than necessary is told.
#[utoipa::path(get, path = "/regions/{region}/pages/{page}/translations/{tag}/versions/{version}/diff/{other}", operation_id = "compare_versions", tag = "editing", security(("token" = [])), params(
    PageInLanguage,
    ("version" = i64, Path, description = "The number of the version that is compared", example = 1),
    ("other" = i64, Path, description = "The number of the version that it is compared with", example = 2),
), responses(
    (status = OK, body = Difference),
    EditRefused,
))]
pub(crate) async fn compare(_: May<See>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let (from, to) = (number("version", part(&request, "version"))?, number("other", part(&request, "other"))?);
    let read = move |db: &mut Db, region, page: &str, key: &str| {
        Ok((pages::version(db, region, page, key, from)?, pages::version(db, region, page, key, to)?))
    };
    let ((old, new), texts) = found(&state, &request, read).await?;
    let difference = on_a_thread(move || Difference::of(&old, &new, texts)).await?;
    Ok(unstored(&difference))
}

impl Difference {
    fn of(old: &Version, new: &Version, texts: Texts) -> content::Result<Self> {
        Ok(Self {
            from: old.number,
            to: new.number,
            title: differences::of_words(&old.title, &new.title),
            text: differences::of_texts(&old.html, &new.html)?,
            html: differences::of_html(&old.html, &new.html),
            translations: Translation::all(texts),
        })
    }
}

/// Save the text of an older version as the next one.
#[utoipa::path(post, path = "/regions/{region}/pages/{page}/translations/{tag}/versions/{version}/restore", operation_id = "restore_version", tag = "editing", security(("token" = [])), request_body = Restoration, params(
    PageInLanguage,
    ("version" = i64, Path, description = "The number of the version", example = 1),
    ("If-Match" = String, Header, description = "The ETag of the text", example = "\"2\""),
), responses(
    (status = OK, body = Editable, description = "The new version, with its `ETag`."),
    WriteRefused,
))]
pub(crate) async fn restore(
    editor: May<Write>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<Restoration>,
) -> Result<HttpResponse, Failure> {
    let base = conditions::required(&request)?;
    let wanted = number("version", part(&request, "version"))?;
    let Restoration { state: as_state, reason } = sent.read().await?;
    editor.must(as_state.needs())?;
    let how = (wanted, as_state.stage(), reason);
    act(&state, &editor, &request, move |tx, page, key, author| {
        pages::restore_version(tx, page, key, author, base, how)
    })
    .await
}

/// Note that a translation is right for its source as it stands now, without changing the text.
///
/// A text that is public already asks for the right to publish.
#[utoipa::path(post, path = "/regions/{region}/pages/{page}/translations/{tag}/up-to-date", operation_id = "mark_up_to_date", tag = "editing", security(("token" = [])), params(
    PageInLanguage,
    ("If-Match" = String, Header, description = "The ETag of the text", example = "\"1\""),
), responses(
    (status = OK, body = Editable, description = "The new version, with its `ETag`; unchanged if it follows the newest source already."),
    WriteRefused,
))]
pub(crate) async fn mark_up_to_date(
    editor: May<Write>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let base = conditions::required(&request)?;
    let may_publish = editor.must(content::roles::Right::Publish).is_ok();
    let read = move |db: &mut Db, region, page: &str, key: &str| pages::text(db, region, page, key);
    let ((newest, _), _) = found(&state, &request, read).await?;
    base.must_match(newest.number)?;
    if newest.state == Stage::Public && !may_publish {
        return Err(Failure::Forbidden);
    }
    // Of the version that was looked at, so that the right fits.
    let base = content::items::Base::Number(newest.number);
    act(&state, &editor, &request, move |tx, page, key, author| pages::mark_up_to_date(tx, page, key, author, base))
        .await
}

/// What `read` finds of the text of the path, and how far all texts of the page have come.
pub(super) async fn found<T, F>(state: &State, request: &HttpRequest, read: F) -> Result<(T, Texts), Failure>
where
    T: Send + 'static,
    F: FnOnce(&mut Db, i64, &str, &str) -> content::Result<T> + Send + 'static,
{
    let entry = addresses::any_region(state, request)?;
    let key = addresses::language(&entry, request)?.key.clone();
    let (region, page) = (entry.region.id, addresses::page(request)?.to_string());
    let found = state.store.read(move |db| {
        let found = read(db, region, &page, &key)?;
        Ok((found, pages::progress(db, region, &page)?))
    });
    Ok(found.await?)
}

/// A number of the address.
pub(crate) fn number(name: &'static str, text: &str) -> Result<i64, Failure> {
    let why = Why::Value(Reason::UnknownValue { allowed: "1, 2, 3 …".to_owned() });
    let refused = || Failure::BadParameter { name: Cow::Borrowed(name), why };
    text.parse().ok().filter(|number| *number > 0).ok_or_else(refused)
}

/// An answer that only whoever asks may keep.
pub(crate) fn unstored<T: Serialize>(value: &T) -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(value)
}
