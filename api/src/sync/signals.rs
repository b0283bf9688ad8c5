//! Signals: a stream that tells of new heads while it is open, for consoles and mirrors; never of content.

mod listeners;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::error::{Error, Noun, Reason};
use futures_util::stream;
use tokio::sync::{Semaphore, watch};
use tokio::time::Instant;

use self::listeners::{Listener, Watched};
use super::{open_to_all, parameters};
use crate::access::Open;
use crate::addresses::shortened;
use crate::error::{Failure, Why};
use crate::openapi::SignalsRefused;
use crate::state::State;

/// How many streams may be open.
const STREAMS: usize = 10_000;
/// How many regions one stream may tell of.
const REGIONS: usize = 100;
/// A stream lives between these, in milliseconds, so that not all come back at once after a restart.
const LIFETIME: std::ops::RangeInclusive<u64> = 600_000..=900_000;

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// The streams that are open: how many may be, and whether they are to end.
pub(crate) struct Signals {
    places: Arc<Semaphore>,
    closing: watch::Sender<bool>,
}

impl Default for Signals {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(STREAMS)), closing: watch::Sender::new(false) }
    }
}

impl Signals {
    /// Sending `true` here ends every stream, also those that are opened later.
    pub(crate) fn closing(&self) -> watch::Sender<bool> {
        self.closing.clone()
    }
}

/// Tells of each new head of some regions while the connection is open.
///
/// The first events are the heads whose positions `Last-Event-ID` does not name. An `id` names the position of each region,
/// `<epoch_seq>-<serial>`, in the order of the address, with commas; `0-0` where nothing was told yet. A comment comes
/// every 20 seconds; after 10 to 15 minutes the stream ends, and the client comes back.
#[utoipa::path(get, path = "/signals", operation_id = "sync_signals", tag = "delta sync", params(
    ("region" = String, Query, description = "Slugs of 1 to 100 regions, with commas", example = "minden-luebbecke,augsburg"),
    ("Last-Event-ID" = Option<String>, Header, description = "The `id` of the last event that was read",
        example = "1764000000-1795342556040,0-0"),
), responses(
    (status = OK, headers(("Cache-Control" = String, description = "`no-store`")), description = "Events `head`. `spread_s`: wait a random number of seconds up to this before asking for the head.",
        body = String, content_type = "text/event-stream",
        example = "event: head\nid: 1764000000-1795342556040,0-0\ndata: {\"epoch\":\"1764000000-7b1c\",\"region\":\"minden-luebbecke\",\"rev\":1234,\"spread_s\":60}\n\n"),
    SignalsRefused,
))]
pub(crate) async fn listen(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let regions = regions(&state, &request)?;
    let place = Arc::clone(&state.signals.places).try_acquire_owned();
    let place = place.map_err(|_| Error::Unavailable("too many streams of signals are open".to_owned()))?;
    let last = request.headers().get(LAST_EVENT_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    let until = Instant::now() + Duration::from_millis(rand::random_range(LIFETIME));
    let closing = state.signals.closing.subscribe();
    let listener = Listener::new(state.store.clone(), Watched::since(last, &regions), closing, until, place);
    let mut answer = HttpResponse::Ok();
    for header in open_to_all() {
        answer.insert_header(header);
    }
    // The connection ends with the stream, so that a server that stops does not wait for it.
    Ok(answer
        .insert_header((CONTENT_TYPE, "text/event-stream"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((X_ACCEL_BUFFERING, "no"))
        .force_close()
        .streaming(stream::unfold(listener, async |mut listener| {
            let bytes = listener.next().await?;
            Some((Ok::<_, Infallible>(bytes), listener))
        })))
}

/// The ids of the regions in the query, each once, in its order.
fn regions(state: &State, request: &HttpRequest) -> Result<Vec<i64>, Failure> {
    let refused = |why| Failure::BadParameter { name: "region".into(), why };
    let values = parameters::values(request, "region")?;
    let slugs: Vec<&str> = values.iter().flat_map(|value| value.split(',')).collect();
    if slugs.iter().all(|slug| slug.is_empty()) {
        return Err(refused(Why::Value(Reason::Missing)));
    }
    if slugs.len() > REGIONS {
        return Err(refused(Why::TooMany { limit: REGIONS }));
    }
    let directory = state.store.directory();
    let mut regions = Vec::new();
    for slug in slugs {
        let entry = directory.region(slug).ok_or_else(|| Error::not_found(Noun::Region, shortened(slug)))?;
        if !regions.contains(&entry.region.id) {
            regions.push(entry.region.id);
        }
    }
    Ok(regions)
}
