//! What somebody has to look at: pages whose day for it comes, and texts that wait to be published.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::directory::Entry;
use content::reviews::{self, DuePage, WaitingText};
use content::times;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::{May, See};
use crate::addresses;
use crate::error::Failure;
use crate::openapi::{EditRefused, OfRegion};
use crate::state::State;
use crate::translations::versions::unstored;

/// What somebody has to look at.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Reviews {
    /// Pages whose `review_by` has passed or comes within 30 days, the most urgent first. Confirming a page in these 30 days, or
    /// later, takes it off the list.
    pages: Vec<ReviewedPage>,
    /// Texts that wait to be published, the oldest first; at most 1,000.
    texts: Vec<ReviewedText>,
}

/// A page whose day to be looked at comes, or has passed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReviewedPage {
    /// The id of the page.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    page: String,
    /// Its newest title in the region's first language; null when it has no text there.
    #[schema(example = "Erste Schritte")]
    title: Option<String>,
    /// The day by which somebody should look.
    #[schema(example = "2026-12-01")]
    review_by: String,
    /// The day a person last confirmed that it is right.
    #[schema(example = "2025-12-01")]
    checked: Option<String>,
    /// Whether the day has passed.
    overdue: bool,
}

/// A text that waits to be published.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReviewedText {
    /// The id of the page.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    page: String,
    /// The tag of the language.
    #[schema(example = "de")]
    language: String,
    /// The number of the version.
    #[schema(example = 2)]
    version: i64,
    /// Its title.
    #[schema(example = "Erste Schritte")]
    title: String,
    /// Who saved it.
    #[schema(example = "token/editors")]
    author: String,
    /// When, RFC 3339 in UTC.
    #[schema(example = "2026-11-22T10:00:00Z")]
    created: String,
}

impl ReviewedPage {
    fn of(page: DuePage) -> Self {
        let DuePage { item, title, review_by, checked, overdue } = page;
        Self { page: item, title, review_by, checked, overdue }
    }
}

impl ReviewedText {
    fn of(text: WaitingText, entry: &Entry) -> Self {
        Self {
            page: text.item,
            language: entry.tag_of(&text.language),
            version: text.number,
            title: text.title,
            author: text.author,
            created: times::utc(text.created),
        }
    }
}

/// The pages and texts of a region that somebody has to look at.
#[utoipa::path(get, path = "/regions/{region}/reviews", operation_id = "list_reviews", tag = "editing", security(("token" = [])), params(
    OfRegion,
), responses(
    (status = OK, body = Reviews),
    EditRefused,
))]
pub(crate) async fn list(_: May<See>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let region = entry.region.clone();
    let read =
        state.store.read_at(move |db, now| Ok((reviews::pages(db, &region, now)?, reviews::texts(db, region.id)?)));
    let (pages, texts) = read.await?;
    let pages = pages.into_iter().map(ReviewedPage::of).collect();
    let texts = texts.into_iter().map(|text| ReviewedText::of(text, &entry)).collect();
    Ok(unstored(&Reviews { pages, texts }))
}
