//! Previews: a text that is not public yet, as readers would see it, for whoever has the link.

use std::sync::Arc;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use content::catalog::Catalog;
use content::languages::RegionLanguage;
use content::versions::Version;
use content::{Db, pages, times};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::layout::View;
use super::pages::{Shown, render};
use super::{HTML, headers};
use crate::access::{May, Open, See};
use crate::addresses::{self, part};
use crate::error::Failure;
use crate::openapi::{EditRefused, PageInLanguage, ViewRefused};
use crate::state::{State, on_a_thread};

/// What a link is sealed for.
const PURPOSE: &str = "preview";
/// How long a link opens, in milliseconds.
const LIFETIME: i64 = 24 * 3_600_000;

const X_ROBOTS_TAG: HeaderName = HeaderName::from_static("x-robots-tag");

/// Which version a link shows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// The number of the version. Without it the link shows the newest one, whenever it is opened.
    #[param(example = 3)]
    version: Option<i64>,
}

/// A link that shows a text before it is public.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Preview {
    /// The link. Whoever has it can open it, without an account.
    #[schema(example = "https://lotse.example/preview/a3JlaXMv….1795428000000.c2VhbA")]
    url: String,
    /// Until when, RFC 3339 in UTC: 24 hours.
    #[schema(example = "2026-11-23T10:00:00Z")]
    expires: String,
}

/// The text that a link shows, as it is sealed.
#[derive(Debug, Serialize, Deserialize)]
struct Target {
    region: String,
    page: String,
    language: String,
    version: Option<i64>,
    expires: i64,
}

/// Make a link that shows a text to whoever has it, also before it is public.
#[utoipa::path(post, path = "/regions/{region}/pages/{page}/translations/{tag}/preview", operation_id = "preview_translation", tag = "editing", security(("token" = [])), params(
    PageInLanguage, Asked,
), responses(
    (status = OK, body = Preview),
    EditRefused,
))]
pub(crate) async fn create(
    _: May<See>,
    state: Data<State>,
    asked: Query<Asked>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let language = addresses::language(&entry, &request)?.key.clone();
    let (region, page, version) = (entry.region.id, addresses::page(&request)?.to_string(), asked.version);
    let (wanted, key) = (page.clone(), language.clone());
    let found = state.store.read_at(move |db, now| Ok((pages::text_at(db, region, &wanted, &key, version)?, now)));
    let (_, now) = found.await?;
    let expires = now + LIFETIME;
    let target = Target { region: entry.region.slug.clone(), page, language, version, expires };
    let target = serde_json::to_string(&target).map_err(|error| Failure::Internal(error.to_string()))?;
    let sealed = state.store.seals()?.seal(PURPOSE, &target, expires);
    let url = format!("{}/preview/{sealed}", state.public_url);
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(Preview { url, expires: times::utc(expires) }))
}

/// A text as readers would see it, also before it is public.
#[utoipa::path(get, path = "/preview/{sealed}", operation_id = "view_draft", tag = "pages in the browser", params(
    ("sealed" = String, Path, description = "What the server has sealed"),
), responses(
    (status = OK, body = String, content_type = "text/html", description = "Not for caches and search engines."),
    ViewRefused,
))]
pub(crate) async fn show(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let (seals, sealed) = (state.store.seals()?, part(&request, "sealed").to_owned());
    let shared = Data::clone(&state);
    let read = state.store.read_at(move |db, now| {
        let target = seals.value(PURPOSE, &sealed, now).and_then(|value| serde_json::from_str(&value).ok());
        target.map(|target| Draft::read(db, &shared, &target)).transpose().map(Option::flatten)
    });
    let draft = read.await?.ok_or(Failure::UnknownRoute)?;
    let (tag, path) = (draft.language.tag.clone(), request.path().to_owned());
    let page = on_a_thread(move || Ok(draft.render(&path))).await?;
    let mut response = HttpResponse::Ok();
    for header in headers(&tag) {
        response.insert_header(header);
    }
    response.insert_header((CACHE_CONTROL, "no-store")).insert_header((X_ROBOTS_TAG, "noindex"));
    Ok(response.insert_header((CONTENT_TYPE, HTML)).body(page))
}

/// A version of a text among the published pages of its region.
struct Draft {
    catalog: Arc<Catalog>,
    language: RegionLanguage,
    version: Version,
    is_public: bool,
    expires: i64,
}

impl Draft {
    /// What `target` leads to; none when the region or its language is gone.
    fn read(db: &mut Db, state: &State, target: &Target) -> content::Result<Option<Self>> {
        let directory = state.store.directory();
        let Some(entry) = directory.region(&target.region) else { return Ok(None) };
        let Some(language) = entry.language(&target.language).cloned() else { return Ok(None) };
        let region = entry.region.id;
        let (mut version, published) = pages::text_at(db, region, &target.page, &language.key, target.version)?;
        version.html = pages::shown(db, region, &version)?;
        let catalog = state.catalogs.load(db, region)?;
        let is_public = published == Some(version.number);
        Ok(Some(Self { catalog, language, version, is_public, expires: target.expires }))
    }

    fn render(&self, path: &str) -> String {
        let view = View::at(path, &self.catalog, &self.language);
        let Version { item, title, html, .. } = &self.version;
        let banner = Some(self.banner(&view));
        let Version { updated, machine: is_machine, follows, .. } = self.version;
        render(&view, &Shown { id: item, title, html, updated, is_machine, follows, banner })
    }

    fn banner(&self, view: &View<'_>) -> Markup {
        let zone = times::zone(&self.catalog.region.time_zone);
        let state = if self.is_public { "draft-public" } else { "draft" };
        html! {
            div.draft role="note" {
                p { (view.texts.say(state)) }
                p { (view.texts.say_with("draft-who", "time", &minute(self.expires, &zone))) }
            }
        }
    }
}

/// An instant as people write it, such as `2026-11-22 11:00`.
fn minute(millis: i64, zone: &TimeZone) -> String {
    times::local(millis, zone).chars().take("2026-11-22T11:00".len()).map(|c| if c == 'T' { ' ' } else { c }).collect()
}
