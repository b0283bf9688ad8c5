//! Pages: the whole list, what changed in it, and single branches.

pub(crate) mod building;
pub(crate) mod changes;
mod objects;

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use self::building::Branch;
use self::changes::Revision;
use super::faults::Fault;
use super::parameters::Parameters;
use super::reader::Reader;
use crate::error::{Failure, V3Error};
use crate::prepared::{Body, Freshness};
use crate::state::{Extra, Key, State};

/// How many levels of pages one answer goes down at most; no real tree is as deep.
const DEEPEST: u8 = 20;

/// All pages of a region in one language.
///
/// The list is in the order of the tree and complete: the parent of every page is in the list, too. The header
/// `Lotse-Revision` names the state that it shows. With `since` set to that, a later request answers only what changed.
#[utoipa::path(
    get,
    path = "/api/v3/{region}/{language}/pages/",
    operation_id = "v3_pages",
    tag = "integreat v3",
    params(
        ("region" = String, Path, description = "The region's slug", example = "minden-luebbecke"),
        ("language" = String, Path, description = "The language's slug", example = "de"),
        ("since" = Option<String>, Query, description = "A `Lotse-Revision` that was answered before: answers `v3.Changes`"),
    ),
    responses(
        (status = OK, body = [objects::Page], description = "All pages, or with `since` a `v3.Changes`",
            headers(("Lotse-Revision" = String, description = "The state of the region that the answer shows"))),
        (status = NOT_MODIFIED, description = "The client has this answer already"),
        (status = BAD_REQUEST, body = V3Error, description = "`since` is no revision"),
        (status = NOT_FOUND, body = V3Error, description = "No such region or language, or the region is archived"),
    )
)]
pub(super) async fn list(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Failure> {
    let reader = Reader::of(&request, &state)?;
    let parameters = Parameters::of(&request)?;
    let since = parameters.raw("since").map(str::parse).transpose();
    let since = since.map_err(|_| Fault::BAD_SINCE)?;
    let list = listed(&reader, &state).await?;
    let answer = match since {
        None => list,
        Some(revision) => changed(&reader, &state, list, &revision).await?,
    };
    Ok(answer.respond(&request).await)
}

/// One page.
#[utoipa::path(
    get,
    path = "/api/v3/{region}/{language}/page/",
    operation_id = "v3_page",
    tag = "integreat v3",
    params(
        ("region" = String, Path, description = "The region's slug"),
        ("language" = String, Path, description = "The language's slug"),
        ("id" = Option<i64>, Query, description = "The page's number, as `parent.id` has it; decides if both are given"),
        ("url" = Option<String>, Query, description = "The page's path or address, also a former one"),
    ),
    responses(
        (status = OK, body = objects::Page),
        (status = NOT_MODIFIED, description = "The client has this answer already"),
        (status = BAD_REQUEST, body = V3Error, description = "Neither `id` nor `url`, or one that cannot be understood"),
        (status = NOT_FOUND, body = V3Error, description = "No such region, language or page"),
    )
)]
pub(super) async fn page(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Failure> {
    let reader = Reader::of(&request, &state)?;
    let number = named(&reader, &state, &Parameters::of(&request)?).await?.ok_or(Fault::NO_PAGE)?;
    branch(&reader, &state, Branch::Page(number), &request).await
}

/// A page and the pages below it; without `id` and `url` the pages of the first levels.
#[utoipa::path(
    get,
    path = "/api/v3/{region}/{language}/children/",
    operation_id = "v3_children",
    tag = "integreat v3",
    params(
        ("region" = String, Path, description = "The region's slug"),
        ("language" = String, Path, description = "The language's slug"),
        ("depth" = Option<u8>, Query, description = "How many levels down; 1 if it is not given, at most 20"),
        ("id" = Option<i64>, Query, description = "The page's number, as `parent.id` has it; decides if both are given"),
        ("url" = Option<String>, Query, description = "The page's path or address, also a former one"),
    ),
    responses(
        (status = OK, body = [objects::Page]),
        (status = NOT_MODIFIED, description = "The client has this answer already"),
        (status = BAD_REQUEST, body = V3Error, description = "A parameter that cannot be understood"),
        (status = NOT_FOUND, body = V3Error, description = "No such region, language or page"),
    )
)]
pub(super) async fn children(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Failure> {
    let reader = Reader::of(&request, &state)?;
    let parameters = Parameters::of(&request)?;
    let depth = parameters.depth(DEEPEST)?;
    let root = named(&reader, &state, &parameters).await?;
    branch(&reader, &state, Branch::Down(root, depth), &request).await
}

/// The pages above a page, from the first level down, without the page itself.
#[utoipa::path(
    get,
    path = "/api/v3/{region}/{language}/parents/",
    operation_id = "v3_parents",
    tag = "integreat v3",
    params(
        ("region" = String, Path, description = "The region's slug"),
        ("language" = String, Path, description = "The language's slug"),
        ("id" = Option<i64>, Query, description = "The page's number, as `parent.id` has it; decides if both are given"),
        ("url" = Option<String>, Query, description = "The page's path or address, also a former one"),
    ),
    responses(
        (status = OK, body = [objects::Page]),
        (status = NOT_MODIFIED, description = "The client has this answer already"),
        (status = BAD_REQUEST, body = V3Error, description = "Neither `id` nor `url`, or one that cannot be understood"),
        (status = NOT_FOUND, body = V3Error, description = "No such region, language or page"),
    )
)]
pub(super) async fn parents(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Failure> {
    let reader = Reader::of(&request, &state)?;
    let number = named(&reader, &state, &Parameters::of(&request)?).await?.ok_or(Fault::NO_PAGE)?;
    branch(&reader, &state, Branch::Up(number), &request).await
}

/// The whole list.
async fn listed(reader: &Reader, state: &Data<State>) -> Result<Arc<Body<Extra>>, Failure> {
    let (region, language) = (reader.region(), reader.language);
    let key = Key::V3(super::Key::Pages { region, language });
    let stamp = reader.stamp();
    if let Some(body) = state.prepared.fresh(&key, stamp) {
        return Ok(body);
    }
    let shared = Data::clone(state);
    let build = move |previous| building::list(shared, region, language, previous);
    Ok(state.prepared.body(&key, stamp, Freshness::List, build).await?)
}

/// What changed in `list` since the client read it at `revision`.
async fn changed(
    reader: &Reader,
    state: &Data<State>,
    list: Arc<Body<Extra>>,
    revision: &Revision,
) -> Result<Arc<Body<Extra>>, Failure> {
    let Extra::Changes(changes) = list.extra() else { return Ok(list) };
    let (region, language, since) = (reader.region(), reader.language, changes.since(revision));
    let key = Key::V3(super::Key::Since { region, language, since });
    let stamp = list.stamp();
    let build = move |_| building::since(list, since);
    Ok(state.prepared.body(&key, stamp, Freshness::Page, build).await?)
}

/// Answers some pages.
async fn branch(
    reader: &Reader,
    state: &Data<State>,
    branch: Branch,
    request: &HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (region, language) = (reader.region(), reader.language);
    let key = Key::V3(super::Key::Branch { region, language, branch });
    let shared = Data::clone(state);
    let build = move |_| building::branch(shared, region, language, branch);
    let body = state.prepared.body(&key, reader.stamp(), Freshness::Page, build).await?;
    Ok(body.respond(request).await)
}

/// The number of the page that the parameters name, if they name one; it is published and complete.
async fn named(reader: &Reader, state: &Data<State>, parameters: &Parameters) -> Result<Option<i64>, Failure> {
    let (id, url) = (parameters.text("id"), parameters.text("url"));
    if id.is_none() && url.is_none() {
        return Ok(None);
    }
    let number = id.map(str::parse).transpose();
    let number = number.map_err(|_| Fault::BAD_ID)?;
    let catalog = reader.catalog(state).await?;
    let language =
        catalog.languages.iter().find(|language| language.id == reader.language).ok_or(Fault::NO_LANGUAGE)?;
    let item = match (number, url) {
        (Some(number), _) => catalog.item_of_number(number),
        (None, Some(url)) => catalog.find(&path_of(url), &language.key),
        (None, None) => None,
    };
    let item = item.filter(|item| catalog.is_complete(item, &language.key)).ok_or(Fault::NOT_FOUND)?;
    Ok(catalog.number_of_item(item))
}

/// The path of an address, decoded; a path stays what it is.
fn path_of(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}
