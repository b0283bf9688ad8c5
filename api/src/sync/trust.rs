//! Whom a client may trust: the roots, and the signed list of regions.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::Error;
use content::error::Noun;

use super::{FOR_AN_HOUR, FOR_MINUTES, Key, LINES, built, bytes, parameters};
use crate::access::Open;
use crate::addresses;
use crate::error::Failure;
use crate::openapi::{RootFound, SyncRefused};
use crate::prepared::Freshness;
use crate::state::{self, State};

/// The root of one version: the keys that sign heads and the next root.
#[utoipa::path(get, path = "/trust/{n}", operation_id = "sync_root", tag = "delta sync", params(
    ("n" = i64, Path, description = "The version of the root, from 1", example = 1),
), responses(
    RootFound,
    SyncRefused,
))]
pub(crate) async fn numbered(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    parameters::none(&request)?;
    let number = addresses::part(&request, "n");
    let unknown = || Error::not_found(Noun::Object, addresses::shortened(number));
    let version: i64 = number.parse().map_err(|_| unknown())?;
    let root = state.store.heads().root(version).ok_or_else(unknown)?;
    let build = || async move { Ok(built(bytes(&root), LINES, "max-age=31536000, immutable", 0)) };
    state.built(&request, state::Key::Sync(Key::Root(version)), 0, Freshness::Page, build).await
}

/// The newest root.
#[utoipa::path(
    get,
    path = "/trust/latest",
    operation_id = "sync_newest_root",
    tag = "delta sync",
    responses(RootFound, SyncRefused,)
)]
pub(crate) async fn latest(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    parameters::none(&request)?;
    let (version, root) = state.store.heads().newest_root().ok_or(Failure::NotPublished)?;
    let build = || async move { Ok(built(bytes(&root), LINES, FOR_AN_HOUR, version)) };
    state.built(&request, state::Key::Sync(Key::NewestRoot), version, Freshness::Page, build).await
}

/// The active regions with their scopes, signed; without revisions, so that it seldom changes.
#[utoipa::path(get, path = "/regions", operation_id = "sync_regions", tag = "delta sync", responses(
    (status = OK, headers(
            ("ETag" = String, description = "One for each coding"),
            ("Cache-Control" = String, description = "`public, max-age=300`"),
        ), description = "One line of JSON, one line of signatures.", body = String, content_type = "application/x-ndjson",
        example = "{\"issued\":\"2026-11-22T10:00:00Z\",\"regions\":[{\"bbox\":[…],\"name\":\"Kreis Minden-Lübbecke\",\"region\":\"minden-luebbecke\",\"scopes\":[\"_\",\"de\"]}],\"serial\":1795342556040,\"v\":1}\n{\"signatures\":[…]}\n"),
    SyncRefused,
))]
pub(crate) async fn regions(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    parameters::none(&request)?;
    let (serial, directory) = state.store.heads().directory().ok_or(Failure::NotPublished)?;
    let build = || async move { Ok(built(bytes(&directory), LINES, FOR_MINUTES, serial)) };
    state.built(&request, state::Key::Sync(Key::Directory), serial, Freshness::Page, build).await
}
