//! Text that was not saved as a version: lost to somebody who was faster, or not finished.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::actors::Actor;
use content::autosaves::{self, Autosave};
use content::items::Base;
use content::versions::{Draft, State as Stage, Version};
use content::{Error, pages, times};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::editing::{Clean, NewState, NewText};
use super::versions::unstored;
use crate::access::{May, Write};
use crate::addresses;
use crate::bodies::Sent;
use crate::error::Failure;
use crate::openapi::{EditRefused, PageInLanguage, WriteRefused};
use crate::state::State;

/// The text of whoever was faster.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Winner {
    /// The number of the version.
    #[schema(example = 2)]
    version: i64,
    /// `draft`, `review`, `public` or `withdrawn`.
    #[schema(value_type = String, example = "public")]
    state: Stage,
    /// The title, plain text.
    #[schema(example = "Erste Schritte")]
    title: String,
    /// The text as it is stored.
    #[schema(example = "<p>Willkommen!</p>")]
    html: String,
    /// Who saved it.
    #[schema(example = "token/editors")]
    author: String,
    /// When it was saved, RFC 3339 in UTC.
    #[schema(example = "2026-11-22T10:00:00Z")]
    created: String,
}

impl Winner {
    fn of(version: Version) -> Self {
        Self {
            version: version.number,
            state: version.state,
            title: version.title,
            html: version.html,
            author: version.author,
            created: times::utc(version.created),
        }
    }
}

/// A text to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"base": 1, "title": "Erste Schritte", "html": "<p>Willkommen im</p>"}))]
pub(crate) struct NewAutosave {
    /// The version that it is written on; 0 when there is none yet.
    #[schema(example = 1)]
    base: i64,
    /// The title, plain text; may be empty.
    #[schema(example = "Erste Schritte")]
    title: String,
    /// The text. It is cleaned.
    #[schema(example = "<p>Willkommen im</p>")]
    html: String,
}

/// A text that is kept for whoever wrote it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Kept {
    /// The version that it was written on; 0 when there was none, or nobody said.
    #[schema(example = 1)]
    base: i64,
    /// The title, plain text.
    #[schema(example = "Erste Schritte")]
    title: String,
    /// The cleaned text.
    #[schema(example = "<p>Willkommen im</p>")]
    html: String,
    /// When it was kept, RFC 3339 in UTC.
    #[schema(example = "2026-11-22T10:00:00Z")]
    updated: String,
}

impl Kept {
    fn of(kept: Autosave) -> Self {
        Self { base: kept.base, title: kept.title, html: kept.html, updated: times::utc(kept.updated) }
    }
}

/// Under which name the texts of somebody are kept: a token of the server belongs to nobody else.
fn owner(actor: &Actor) -> String {
    actor.person.clone().unwrap_or_else(|| actor.name.clone())
}

/// What of your own is kept unsaved for a text.
#[utoipa::path(get, path = "/regions/{region}/pages/{page}/translations/{tag}/autosave", operation_id = "read_autosave", tag = "editing", security(("token" = [])), params(
    PageInLanguage,
), responses(
    (status = OK, body = Kept),
    EditRefused,
))]
pub(crate) async fn show(
    editor: May<Write>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (region, page, key) = text_of(&state, &request)?;
    let person = owner(editor.actor());
    let find = move |db: &mut content::Db| pages::autosave(db, region, &page, &key, &person);
    Ok(unstored(&Kept::of(state.store.read(find).await?)))
}

/// Keep an unfinished text, in place of the one that was kept before; it never becomes a version by itself.
#[utoipa::path(put, path = "/regions/{region}/pages/{page}/translations/{tag}/autosave", operation_id = "keep_autosave", tag = "editing", security(("token" = [])), request_body = NewAutosave, params(
    PageInLanguage,
), responses(
    (status = OK, body = Kept),
    WriteRefused,
))]
pub(crate) async fn keep(
    editor: May<Write>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<NewAutosave>,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let (region, page, key) = text_of(&state, &request)?;
    let NewAutosave { base, title, html } = sent.read().await?;
    let Clean { draft, .. } = NewText::of(title, html, NewState::Draft).clean(&state, &entry).await?;
    let kept = store(&state, editor.actor(), region, (page, key), base.max(0), draft).await?;
    Ok(unstored(&Kept::of(kept)))
}

/// Forget what of your own is kept unsaved for a text.
#[utoipa::path(delete, path = "/regions/{region}/pages/{page}/translations/{tag}/autosave", operation_id = "forget_autosave", tag = "editing", security(("token" = [])), params(
    PageInLanguage,
), responses(
    (status = NO_CONTENT, description = "It is gone."),
    EditRefused,
))]
pub(crate) async fn forget(
    editor: May<Write>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (region, page, key) = text_of(&state, &request)?;
    let person = owner(editor.actor());
    let forget = move |db: &mut content::Db, _| {
        pages::autosave(db, region, &page, &key, &person)?;
        autosaves::forget(db, &person, &page, &key)
    };
    state.store.write(forget).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Keeps the text of whoever was slower, and tells the one of whoever was faster.
pub(crate) async fn overtaken(
    state: &State,
    actor: &Actor,
    region: i64,
    (page, key): (String, String),
    (base, draft): (Base, Draft),
    current: i64,
) -> Result<Failure, Failure> {
    let base = if let Base::Number(number) = base { number.max(0) } else { 0 };
    store(state, actor, region, (page.clone(), key.clone()), base, draft).await?;
    let newest = state.store.read(move |db| match pages::text(db, region, &page, &key) {
        Ok((newest, _)) => Ok(Some(newest)),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    });
    let newest = newest.await?;
    let current = newest.as_ref().map_or(current, |newest| newest.number);
    Ok(Failure::Overtaken { current, winner: newest.map(|newest| Arc::new(Winner::of(newest))) })
}

async fn store(
    state: &State,
    actor: &Actor,
    region: i64,
    (page, key): (String, String),
    base: i64,
    draft: Draft,
) -> Result<Autosave, Failure> {
    let person = owner(actor);
    let keep = state.store.write(move |db, world| {
        let Draft { title, html, .. } = draft;
        let kept = Autosave { person, item: page, language: key, base, title, html, updated: (world.now)() };
        pages::keep(db, region, &kept)?;
        Ok(kept)
    });
    Ok(keep.await?)
}

/// The region, the page and the key of the language of the path.
fn text_of(state: &State, request: &HttpRequest) -> Result<(i64, String, String), Failure> {
    let entry = addresses::any_region(state, request)?;
    let key = addresses::language(&entry, request)?.key.clone();
    Ok((entry.region.id, addresses::page(request)?.to_string(), key))
}
