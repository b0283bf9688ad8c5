//! Pages for readers: the tree of a language, one page, the page at a path.

pub(crate) mod editing;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::catalog::{self, Catalog, Text};
use content::error::Noun;
use content::kinds::page::Topic;
use content::languages::RegionLanguage;
use content::translations::{self, State as Progress};
use content::{Db, Error};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::Open;
use crate::addresses::{self, shortened};
use crate::error::Failure;
use crate::links::{Links, Reach};
use crate::openapi::{InLanguage, PageInLanguage, ReadRefused};
use crate::prepared::Freshness;
use crate::state::{Key, State, json};

/// A page in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Listed<'a> {
    /// Its stable id, a UUID.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    id: &'a str,
    /// The nearest page above it that is in the list too; null for a root.
    parent: Option<&'a str>,
    /// Its place among its siblings: a sparse integer.
    #[schema(example = 1024)]
    order: i64,
    /// Its title, plain text.
    #[schema(example = "Erste Schritte")]
    title: &'a str,
    /// Its address: `/region/language/…/slug/`.
    #[schema(example = "/minden-luebbecke/de/ankommen/erste-schritte/")]
    path: String,
    /// When the text was last changed, RFC 3339 in UTC.
    #[schema(example = "2026-11-22T10:00:00Z")]
    updated: &'a str,
    /// Whether the text it was translated from has changed since.
    outdated: bool,
    /// Whether a machine translated it and no person has read it yet.
    machine: bool,
    /// What it is about.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Vec<String>, example = json!(["everyday"]))]
    topics: &'a [Topic],
    /// The day a person last confirmed that it is right.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-22")]
    checked: Option<&'a str>,
}

/// A page with its text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page<'a> {
    #[serde(flatten)]
    listed: Listed<'a>,
    /// Its icon: the address of an image.
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<&'a str>,
    /// The text. Links to other pages lead to them in this language, or in the region's first one.
    #[schema(example = "<p>Willkommen!</p>")]
    html: &'a str,
    /// The languages it can be read in, with its address in each.
    languages: Vec<Available<'a>>,
    /// Whether the page was asked for by a path that it does not have (any more).
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<bool>,
}

/// A language that a page can be read in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Available<'a> {
    /// The tag of the language.
    #[schema(example = "en")]
    tag: &'a str,
    /// The title in this language.
    #[schema(example = "First steps")]
    title: &'a str,
    /// The address in this language.
    #[schema(example = "/minden-luebbecke/en/arriving/first-steps/")]
    path: String,
}

impl<'a> Listed<'a> {
    fn of(catalog: &'a Catalog, id: &'a str, language: &RegionLanguage, text: &'a Text) -> Option<Self> {
        let page = catalog.page(id)?;
        let above = catalog.ancestors(id).into_iter().rev();
        let mut listed = above.filter(|ancestor| catalog.text(ancestor, &language.key).is_some());
        Some(Self {
            id,
            parent: listed.next(),
            order: page.neutral.order,
            title: &text.title,
            path: catalog.path(id, language)?,
            updated: &text.updated,
            outdated: translations::state(page, language) == Progress::Outdated,
            machine: text.machine,
            topics: &page.neutral.topics,
            checked: page.neutral.checked.as_deref(),
        })
    }
}

/// All pages that can be read in a language, in tree order.
#[utoipa::path(get, path = "/regions/{region}/{tag}/pages", operation_id = "list_pages", tag = "reading", params(
    InLanguage,
), responses(
    (status = OK, body = [Listed]),
    ReadRefused,
))]
pub(crate) async fn list(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = addresses::region(&state, &request)?;
    let language = addresses::language(&entry, &request)?;
    let (region, key) = (entry.region.id, Key::Pages { region: entry.region.id, language: language.id });
    if let Some(answer) = state.ready(&request, &key, entry.edits()).await {
        return Ok(answer);
    }
    let (language, shared) = (language.clone(), data(&state));
    let read = move |db: &mut Db| shared.catalogs.load(db, region);
    let render = move |catalog: std::sync::Arc<Catalog>| {
        let pages = catalog.walk(None, None, |_| true).into_iter();
        let listed = pages.filter_map(|id| Listed::of(&catalog, id, &language, catalog.text(id, &language.key)?));
        json(&listed.collect::<Vec<_>>(), catalog.counter.edits, Some(&language.tag))
    };
    state.answer(&request, key, entry.edits(), Freshness::List, (read, render)).await
}

/// One page in a language.
#[utoipa::path(get, path = "/regions/{region}/{tag}/pages/{page}", operation_id = "read_page", tag = "reading", params(
    PageInLanguage,
), responses(
    (status = OK, body = Page),
    ReadRefused,
))]
pub(crate) async fn show(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = addresses::region(&state, &request)?;
    let language = addresses::language(&entry, &request)?;
    let page = addresses::page(&request)?;
    let key = Key::Page { region: entry.region.id, language: language.id, page, moved: None };
    if let Some(answer) = state.ready(&request, &key, entry.edits()).await {
        return Ok(answer);
    }
    let catalog = state.catalog(&entry).await?;
    let id = page.to_string();
    if catalog.text(&id, &language.key).is_none() {
        return Err(Error::not_found(Noun::Page, id).into());
    }
    whole(&state, &request, key, entry.edits(), language.clone(), id).await
}

/// The page that a path leads to, also a path that it had before.
#[utoipa::path(get, path = "/regions/{region}/{tag}/page", operation_id = "read_page_at_path", tag = "reading", params(
    InLanguage,
    ("path" = String, Query, description = "The address of the page, with or without region and language",
        example = "/minden-luebbecke/de/ankommen/erste-schritte/"),
), responses(
    (status = OK, body = Page, description = "With `moved: true` when the page has another path now."),
    ReadRefused,
))]
pub(crate) async fn show_at(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = addresses::region(&state, &request)?;
    let language = addresses::language(&entry, &request)?;
    let path = addresses::parameter(&request, "path")?;
    let catalog = state.catalog(&entry).await?;
    let found = catalog.find(&path, &language.key).and_then(|id| Some((id, catalog.path(id, language)?)));
    let Some((id, current)) = found else { return Err(Failure::UnknownPath { path: shortened(&path) }) };
    let moved = Some(!is_same(&path, &current));
    let page = uuid::Uuid::try_parse(id).map_err(|error| Failure::Internal(error.to_string()))?;
    let key = Key::Page { region: entry.region.id, language: language.id, page, moved };
    whole(&state, &request, key, entry.edits(), language.clone(), id.to_owned()).await
}

/// Whether `asked` is the path `current`, or what of it stands after region and language.
fn is_same(asked: &str, current: &str) -> bool {
    let (asked, current) = (asked.trim_matches('/').to_lowercase(), current.trim_matches('/'));
    asked == current || current.splitn(3, '/').nth(2) == Some(asked.as_str())
}

async fn whole(
    state: &Data<State>,
    request: &HttpRequest,
    key: Key,
    edits: i64,
    language: RegionLanguage,
    id: String,
) -> Result<HttpResponse, Failure> {
    let Key::Page { region, moved, .. } = key else { return Err(Failure::UnknownRoute) };
    let (shared, public_url) = (data(state), state.public_url.clone());
    let (read_id, read_key) = (id.clone(), language.key.clone());
    let read = move |db: &mut Db| {
        let html = catalog::html(db, region, &read_id, &read_key)?;
        Ok((shared.catalogs.load(db, region)?, html))
    };
    let render = move |(catalog, html): (std::sync::Arc<Catalog>, Option<String>)| {
        let missing = || Error::not_found(Noun::Page, &id);
        let html = html.ok_or_else(missing)?;
        let links = Links { catalog: &catalog, language: &language, public_url: &public_url, reach: Reach::Published };
        let html = links.render(&html);
        let page = Page::of(&catalog, &id, &language, &html, moved).ok_or_else(missing)?;
        json(&page, catalog.counter.edits, Some(&language.tag))
    };
    state.answer(request, key, edits, Freshness::Page, (read, render)).await
}

impl<'a> Page<'a> {
    fn of(
        catalog: &'a Catalog,
        id: &'a str,
        language: &RegionLanguage,
        html: &'a str,
        moved: Option<bool>,
    ) -> Option<Self> {
        let listed = Listed::of(catalog, id, language, catalog.text(id, &language.key)?)?;
        let readable = catalog.languages.iter().filter_map(|language| {
            let text = catalog.text(id, &language.key)?;
            Some(Available { tag: &language.tag, title: &text.title, path: catalog.path(id, language)? })
        });
        let icon = catalog.page(id)?.neutral.icon.as_deref();
        Some(Self { listed, icon, html, languages: readable.collect(), moved })
    }
}

/// The shared state, for a task of its own.
fn data(state: &Data<State>) -> std::sync::Arc<State> {
    std::sync::Arc::clone(state)
}
