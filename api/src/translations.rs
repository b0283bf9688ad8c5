//! How far the translations of a page have come, for everybody.

pub(crate) mod autosaves;
pub(crate) mod editing;
pub(crate) mod reviews;
pub(crate) mod versions;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::catalog::Catalog;
use content::error::Noun;
use content::languages::RegionLanguage;
use content::pages::{self, Whole};
use content::translations::{self, State as Progress};
use content::versions::Progress as Versions;
use content::{Db, Error};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::Open;
use crate::addresses;
use crate::error::Failure;
use crate::openapi::{OfPage, ReadRefused};
use crate::prepared::Freshness;
use crate::state::{Key, State, json};

/// The state of a page's text in one language.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Translation {
    /// The tag of the language.
    #[schema(example = "en")]
    language: String,
    /// `missing`, `outdated`, `up-to-date` or `machine`; the first of these that holds.
    #[schema(value_type = String, example = "outdated")]
    state: Progress,
    /// The number of the newest version; null when there is none.
    #[schema(example = 3)]
    newest: Option<i64>,
    /// The number of the version that readers have; null when there is none.
    #[schema(example = 2)]
    published: Option<i64>,
    /// Whether the newest version waits to be published.
    draft: bool,
}

impl Translation {
    fn of(language: RegionLanguage, state: Progress, versions: Option<Versions>) -> Self {
        Self {
            language: language.tag,
            state,
            newest: versions.map(|versions| versions.newest),
            published: versions.and_then(|versions| versions.published),
            draft: versions.is_some_and(|versions| versions.draft),
        }
    }

    /// The texts of a page as editors see them, whether or not readers see the page.
    pub(crate) fn all(texts: Vec<(RegionLanguage, Option<Versions>)>) -> Vec<Self> {
        let of = |(language, versions): (_, Option<Versions>)| {
            Self::of(language, versions.map_or(Progress::Missing, |versions| versions.state), versions)
        };
        texts.into_iter().map(of).collect()
    }
}

/// The state of a page's text in every language of the region.
#[utoipa::path(get, path = "/regions/{region}/pages/{page}/translations", operation_id = "list_translations", tag = "reading", params(
    OfPage,
), responses(
    (status = OK, body = [Translation]),
    ReadRefused,
))]
pub(crate) async fn list(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = addresses::region(&state, &request)?;
    let page = addresses::page(&request)?;
    let (region, id) = (entry.region.id, page.to_string());
    if state.catalog(&entry).await?.page(&id).is_none() {
        return Err(Error::not_found(Noun::Page, id).into());
    }
    let shared = std::sync::Arc::clone(&state);
    let wanted = id.clone();
    let read = move |db: &mut Db| Ok((shared.catalogs.load(db, region)?, pages::find(db, region, &wanted)?));
    let render = move |(catalog, page): (std::sync::Arc<Catalog>, Whole)| {
        let published = catalog.page(&id).ok_or_else(|| Error::not_found(Noun::Page, &id))?;
        let states = page.texts.into_iter().filter(|(language, _)| language.active).map(|(language, versions)| {
            let state = translations::state(published, &language);
            Translation::of(language, state, versions)
        });
        json(&states.collect::<Vec<_>>(), catalog.counter.edits, None)
    };
    state.answer(&request, Key::Translations { region, page }, entry.edits(), Freshness::Page, (read, render)).await
}
