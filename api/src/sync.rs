//! Delta sync over HTTP (docs/sync-v1.md, section 2): what phones, mirrors and CDNs read, from memory.
//!
//! Nothing is decided here: heads, roots and the list of regions are handed out as they were signed, objects as they lie
//! in the store. All are [`Prepared`], so that ten thousand phones that ask at once cost one build and one coding.
//!
//! [`Prepared`]: crate::prepared::Prepared

pub(crate) mod heads;
pub(crate) mod objects;
mod parameters;
pub(crate) mod signals;
pub(crate) mod trust;

use ::sync::Id;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, HeaderName, HeaderValue};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use content::heads::Since;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::access::Open;
use crate::error::Failure;
use crate::openapi::SyncRefused;
use crate::prepared::{Built, Delivery, Freshness};
use crate::routes;
use crate::state::{self, Extra, State, stamp_of};

pub(crate) use self::signals::Signals;

/// Lines of JSON: signed documents, parts, deltas, manifests.
const LINES: &str = "application/x-ndjson";
/// Bytes of any kind.
const BYTES: &str = "application/octet-stream";
/// JSON.
const JSON: &str = "application/json";

/// How long caches may use what never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// How long caches may use lists.
const FOR_MINUTES: &str = "public, max-age=300";
/// How long caches may use what hardly ever changes.
const FOR_AN_HOUR: &str = "max-age=3600";

/// One prepared answer of delta sync.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// What this server can do.
    Features,
    /// The root of one version.
    Root(i64),
    /// The newest root.
    NewestRoot,
    /// The list of regions.
    Directory,
    /// A head. Serials order the heads of one epoch only.
    Head {
        /// The region.
        region: i64,
        /// The epoch, by its number.
        epoch: i64,
    },
    /// A head with what most clients want next.
    Recent {
        /// The region.
        region: i64,
        /// The epoch, by its number.
        epoch: i64,
        /// The scope.
        scope: String,
        /// How far back it reaches.
        since: Since,
    },
    /// An object.
    Object(Id),
    /// The packs of a region.
    Packs(i64),
}

/// Adds every address, the one of a phone's first question first; literal segments do not clash with them, since their
/// names are no regions.
pub(crate) fn routes(config: &mut ServiceConfig) {
    let v1 = routes::add! { utoipa_actix_web::scope::scope("/sync/v1"),
        [heads] { recent_day, head }
        [objects] { show }
        [heads] { recent_week }
        [objects] { packs }
        [trust] { latest, numbered, regions }
        [signals] { listen }
        [self] { features }
    };
    config.service(v1);
}

/// What this server can do.
#[utoipa::path(get, path = "/", operation_id = "sync_features", tag = "delta sync", responses(
    (status = OK, headers(
            ("ETag" = String, description = "Changes with the answer; one for each coding"),
            ("Cache-Control" = String, description = "`max-age=3600`"),
        ), description = "The versions of the protocol and the parts of it that are spoken here.", body = Object,
        content_type = "application/json", example = json!({"v": [1], "features": ["delta", "recent", "signals", "pack"]})),
    SyncRefused,
))]
pub(crate) async fn features(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    parameters::none(&request)?;
    let build =
        || async { Ok(built(r#"{"v":[1],"features":["delta","recent","signals","pack"]}"#, JSON, FOR_AN_HOUR, 0)) };
    state.built(&request, state::Key::Sync(Key::Features), 0, Freshness::Page, build).await
}

/// An answer that everybody may read, whole or in ranges.
fn built(identity: impl Into<Bytes>, content_type: &'static str, caching: &'static str, stamp: i64) -> Built<Extra> {
    Built {
        identity: identity.into(),
        content_type: HeaderValue::from_static(content_type),
        headers: open_to_all().into(),
        delivery: Delivery { caching: HeaderValue::from_static(caching), in_ranges: true, ..Delivery::default() },
        stamp: stamp_of(stamp),
        extra: Extra::None,
    }
}

/// The headers that let a page of any other site read an answer and go on where it broke off.
fn open_to_all() -> [(HeaderName, HeaderValue); 2] {
    [
        (ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
        (ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("ETag, Content-Range, Retry-After")),
    ]
}

/// The same with entity tags that begin with `stem`.
fn tagged(stem: String, mut built: Built<Extra>) -> Built<Extra> {
    built.delivery.stem = Some(stem);
    built
}

/// A signed document as bytes.
fn bytes(document: &str) -> Bytes {
    Bytes::copy_from_slice(document.as_bytes())
}
