//! Objects by their ids, and the list of a region's packs.

use ::sync::Id;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use content::error::Noun;
use content::packs::Offer;
use content::{Error, Store};
use serde::Serialize;
use tokio::sync::Semaphore;
use utoipa::ToSchema;

use super::{BYTES, FOR_EVER, FOR_MINUTES, JSON, Key, LINES, built, parameters, tagged};
use crate::access::Open;
use crate::addresses;
use crate::error::Failure;
use crate::openapi::{ObjectOfRegion, OfRegion, SyncRefused};
use crate::prepared::{Built, Freshness};
use crate::state::{self, Extra, State, on_a_thread};

/// How many objects are read from the disk at a time; whoever asks for many waits, and leaves the threads to others.
static READERS: Semaphore = Semaphore::const_new(8);

/// How often the packs are listed anew, in seconds.
const PACE: u64 = 10;

/// A manifest, a part, a delta, a medium or a pack, by the SHA-256 of its bytes.
#[utoipa::path(get, path = "/{region}/o/{id}", operation_id = "sync_object", tag = "delta sync", params(ObjectOfRegion), responses(
    (status = OK, headers(
            ("ETag" = String, description = "`\"<id>\"` and the coding"),
            ("Cache-Control" = String, description = "`public, max-age=31536000, immutable`"),
            ("Accept-Ranges" = String, description = "`bytes`: of the coding that is asked for; `If-Range` takes its ETag"),
        ), description = "The bytes that have this hash, when the coding is undone.", content(
            (String = "application/x-ndjson", example = "{\"b\":{\"order\":10,\"title\":\"Ankommen\"},\"k\":\"page/0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61\"}\n"),
            (Vec<u8> = "application/octet-stream"),
        )),
    SyncRefused,
))]
pub(crate) async fn show(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    parameters::none(&request)?;
    let entry = addresses::any_region(&state, &request)?;
    let name = addresses::part(&request, "id");
    let id = Id::parse(name).ok_or_else(|| Error::not_found(Noun::Object, addresses::shortened(name)))?;
    let build = || {
        let store = state.store.clone();
        async move {
            let _turn = READERS.acquire().await;
            on_a_thread(move || read(&store, &entry.region.slug, id)).await
        }
    };
    state.built(&request, state::Key::Sync(Key::Object(id)), 0, Freshness::Page, build).await
}

fn read(store: &Store, region: &str, id: Id) -> content::Result<Built<Extra>> {
    let object = store.objects().read(&id).map_err(|error| Error::Disk(error.to_string()))?;
    let found = if object.is_some() { object } else { store.packs().read(region, &id)? };
    let bytes = found.ok_or_else(|| Error::not_found(Noun::Object, id.to_string()))?;
    // Everything of ours is JSON; media and packs are compressed already, and of whatever kind.
    let is_json = bytes.first() == Some(&b'{');
    let mut built = built(bytes, if is_json { LINES } else { BYTES }, FOR_EVER, 0);
    if !is_json {
        built.delivery.is_coded = false;
        built.headers.extend(guarding(&id));
    }
    Ok(tagged(id.to_string(), built))
}

/// What keeps a browser from making anything of foreign bytes, and lets others check them (RFC 9530).
fn guarding(id: &Id) -> [(HeaderName, HeaderValue); 3] {
    let digest = format!("sha-256=:{}:", STANDARD.encode(id.as_bytes()));
    [
        (HeaderName::from_static("repr-digest"), HeaderValue::from_str(&digest).expect("base64 is ASCII")),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox")),
    ]
}

/// A pack that can be downloaded.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Pack {
    /// What it holds: `text` or `full`.
    #[schema(example = "text")]
    profile: String,
    /// The revision that it brings.
    #[schema(example = 1234)]
    rev: i64,
    /// Its id.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    sha256: String,
    /// How many bytes it has.
    #[schema(example = 204_800)]
    size: u64,
}

impl From<Offer> for Pack {
    fn from(offer: Offer) -> Self {
        let Offer { profile, rev, sha256, size } = offer;
        Self { profile: profile.as_str().to_owned(), rev, sha256: sha256.to_string(), size }
    }
}

/// The packs of a region, the newest first, each of which verifies itself.
#[utoipa::path(get, path = "/{region}/packs", operation_id = "sync_packs", tag = "delta sync", params(OfRegion), responses(
    (status = OK, headers(
            ("ETag" = String, description = "One for each coding"),
            ("Cache-Control" = String, description = "`public, max-age=300`"),
        ), body = [Pack]),
    SyncRefused,
))]
pub(crate) async fn packs(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    parameters::none(&request)?;
    let entry = addresses::any_region(&state, &request)?;
    let key = state::Key::Sync(Key::Packs(entry.region.id));
    // Packs are made by a command beside the server, which nothing tells of.
    let stamp = state.uptime().as_secs().div_euclid(PACE).cast_signed();
    let build = || {
        let store = state.store.clone();
        on_a_thread(move || {
            let packs: Vec<Pack> = store.packs().offers(&entry.region.slug)?.into_iter().map(Pack::from).collect();
            let list = serde_json::to_vec(&packs).map_err(|error| Error::Corrupt(error.to_string()))?;
            Ok(built(list, JSON, FOR_MINUTES, stamp))
        })
    };
    state.built(&request, key, stamp, Freshness::Page, build).await
}
