//! Heads, and the answers that bring a head together with what most clients want next.

use std::sync::Arc;

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::Error;
use content::error::Noun;
use content::heads::{self, Current, Since};

use super::{BYTES, Key, LINES, built, bytes, parameters, tagged};
use crate::access::Open;
use crate::addresses;
use crate::error::Failure;
use crate::openapi::{OfRegion, RecentFound, ScopeOfRegion, SyncRefused};
use crate::prepared::Freshness;
use crate::state::{self, State};

/// How long caches may use a head.
const CACHING: &str = "public, max-age=15, stale-while-revalidate=60, stale-if-error=86400";
/// The same while this server is behind what the client has heard of.
const BEHIND: HeaderValue = HeaderValue::from_static("public, max-age=1");

/// What a region has published: the one signed document of it that changes.
#[utoipa::path(get, path = "/{region}/head", operation_id = "sync_head", tag = "delta sync", params(
    OfRegion,
    ("at" = Option<u64>, Query, description = "The revision that a signal or the answer to a change has named; caches then \
        do not hold an older head against it", example = 1234),
), responses(
    (status = OK, headers(
            ("ETag" = String, description = "`\"h-<16 hex digits>\"` and the coding; also that of every `recent` of this head"),
            ("Cache-Control" = String, description = "`public, max-age=15, stale-while-revalidate=60, stale-if-error=86400`; \
                `public, max-age=1` when `at` is newer than this head"),
        ), description = "One line of JSON, one line of signatures. Archived and hidden regions have a head too.",
        body = String, content_type = "application/x-ndjson",
        example = "{\"default\":\"de\",\"epoch\":\"1764000000-7b1c\",\"epoch_seq\":1764000000,…}\n{\"signatures\":[{\"keyid\":\"…\",\"sig\":\"…\"}]}\n"),
    SyncRefused,
))]
pub(crate) async fn head(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let at = parameters::at(&request)?;
    let current = current(&state, &request)?;
    let (epoch, serial) = current.head.order();
    let key = state::Key::Sync(Key::Head { region: current.region, epoch });
    let is_behind = at.is_some_and(|at| i64::try_from(at).unwrap_or(i64::MAX) > current.head.rev);
    let build = || async move { Ok(tagged(current.tag(), built(bytes(&current.document), LINES, CACHING, serial))) };
    let mut answer = state.built(&request, key, serial, Freshness::Page, build).await?;
    if is_behind {
        answer.headers_mut().insert(CACHE_CONTROL, BEHIND);
    }
    Ok(answer)
}

/// A head with the manifests of `_` and of a language, and what changed in them since a day ago.
#[utoipa::path(
    get,
    path = "/{region}/recent/{tag}",
    operation_id = "sync_recent",
    tag = "delta sync",
    params(ScopeOfRegion),
    responses(RecentFound, SyncRefused,)
)]
pub(crate) async fn recent_day(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    recent(&state, &request, Since::Day).await
}

/// The same, reaching seven days back.
#[utoipa::path(
    get,
    path = "/{region}/recent/{tag}/7",
    operation_id = "sync_recent_week",
    tag = "delta sync",
    params(ScopeOfRegion),
    responses(RecentFound, SyncRefused,)
)]
pub(crate) async fn recent_week(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    recent(&state, &request, Since::Week).await
}

async fn recent(state: &State, request: &HttpRequest, since: Since) -> Result<HttpResponse, Failure> {
    parameters::none(request)?;
    let current = current(state, request)?;
    let scope = scope(&current, addresses::part(request, "tag"))?;
    let (region, (epoch, serial)) = (current.region, current.head.order());
    let key = state::Key::Sync(Key::Recent { region, epoch, scope: scope.clone(), since });
    let build = || {
        let store = state.store.clone();
        async move {
            let (stem, objects) = (current.tag(), Arc::clone(store.objects()));
            let frames = store.read(move |db| heads::recent(db, &*objects, &current, &scope, since)).await?;
            Ok(tagged(stem, built(frames, BYTES, CACHING, serial)))
        }
    };
    state.built(request, key, serial, Freshness::Page, build).await
}

/// The newest head of the region of the path, which may have any status.
fn current(state: &State, request: &HttpRequest) -> Result<Arc<Current>, Failure> {
    let entry = addresses::any_region(state, request)?;
    state.store.heads().of(entry.region.id).ok_or(Failure::NotPublished)
}

/// The scope of the head that is called `name` in any case.
fn scope(current: &Current, name: &str) -> Result<String, Failure> {
    let found = current.head.scopes.keys().find(|scope| scope.eq_ignore_ascii_case(name));
    found.cloned().ok_or_else(|| Error::not_found(Noun::Scope, addresses::shortened(name)).into())
}
