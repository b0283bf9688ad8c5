//! What goes on in a region: who is editing which text, and what was published. Kept in the memory of this process.
//!
//! A lock is a courtesy: it tells others that somebody is at work, and never keeps anybody from saving.

mod locks;
mod streams;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::error::Error;
use content::pages;
use content::roles::{Place, Right};
use futures_util::stream;
use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use utoipa::ToSchema;

use self::locks::{LIFETIME, Locks, Text};
use self::streams::Stream;
use crate::access::{May, SeeSomewhere, Write};
use crate::addresses;
use crate::error::Failure;
use crate::openapi::{EditRefused, OfRegion, PageInLanguage};
use crate::state::State;

/// How many streams may be open.
const STREAMS: usize = 1_000;
/// How long a stream lives, in milliseconds: not all come back at once, and whoever has lost a right loses the stream.
const STREAM: std::ops::RangeInclusive<u64> = 600_000..=900_000;

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// Who is editing, and how many may listen.
pub(crate) struct Activity {
    locks: Arc<Locks>,
    places: Arc<Semaphore>,
}

impl Default for Activity {
    fn default() -> Self {
        Self { locks: Arc::default(), places: Arc::new(Semaphore::new(STREAMS)) }
    }
}

/// That somebody is editing a text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Lock {
    /// For how many seconds others see it, unless it is renewed.
    #[schema(example = 90)]
    expires_in: u64,
    /// Who else is editing the text now.
    #[schema(example = json!(["user/0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61"]))]
    others: Vec<String>,
}

/// Tell others that you are editing a text, or that you still are: send it again every 30 seconds.
///
/// Several people may edit the same text, and a lock keeps nobody from saving. It ends 90 seconds after it was renewed last.
#[utoipa::path(put, path = "/regions/{region}/pages/{page}/translations/{tag}/lock", operation_id = "lock_translation", tag = "editing", security(("token" = [])), params(
    PageInLanguage,
), responses(
    (status = OK, body = Lock),
    EditRefused,
))]
pub(crate) async fn lock(
    editor: May<Write>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (region, text) = text(&state, &request)?;
    let page = text.page.clone();
    state.store.read(move |db| pages::find(db, region, &page)).await?;
    let others = state.activity.locks.hold(region, text, editor.author(), Instant::now())?;
    let lock = Lock { expires_in: LIFETIME.as_secs(), others };
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(lock))
}

/// Tell others that you have stopped editing a text.
#[utoipa::path(delete, path = "/regions/{region}/pages/{page}/translations/{tag}/lock", operation_id = "unlock_translation", tag = "editing", security(("token" = [])), params(
    PageInLanguage,
), responses(
    (status = NO_CONTENT, description = "You are not editing it (any more)."),
    EditRefused,
))]
pub(crate) async fn unlock(
    editor: May<Write>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (region, text) = text(&state, &request)?;
    state.activity.locks.release(region, &text, editor.author());
    Ok(HttpResponse::NoContent().finish())
}

/// The text of the path, and its region.
fn text(state: &State, request: &HttpRequest) -> Result<(i64, Text), Failure> {
    let entry = addresses::any_region(state, request)?;
    let language = addresses::language(&entry, request)?.tag.clone();
    Ok((entry.region.id, Text { page: addresses::page(request)?.to_string(), language }))
}

/// Tells who is editing what in a region, and what was published, while the connection is open.
///
/// `editing` lists all texts that somebody is editing; it comes at the beginning and whenever that changes. `published` lists
/// what readers have got or lost with a new revision, which is its `id`; `Last-Event-ID` asks for everything since one. A
/// comment comes every 20 seconds; after 10 to 15 minutes the stream ends, and the client comes back. Whoever works on some pages
/// only hears of those.
#[utoipa::path(get, path = "/regions/{region}/activity", operation_id = "follow_activity", tag = "editing", security(("token" = [])), params(
    OfRegion,
    ("Last-Event-ID" = Option<String>, Header, description = "The `id` of the last event that was read", example = "1234"),
), responses(
    (status = OK, body = String, content_type = "text/event-stream", description = "Events `editing` and `published`. `language` is null for what is the same in every language; `more` says that there was more than 100.",
        example = "event: editing\ndata: {\"texts\":[{\"page\":\"0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61\",\"language\":\"de\",\"editor\":\"token/anna\"}]}\n\nevent: published\nid: 1235\ndata: {\"rev\":1235,\"texts\":[{\"page\":\"0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61\",\"language\":\"de\"}],\"more\":false}\n\n"),
    EditRefused,
))]
pub(crate) async fn listen(
    reader: May<SeeSomewhere>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let region = addresses::any_region(&state, &request)?.region.id;
    let place = Arc::clone(&state.activity.places).try_acquire_owned();
    let place = place.map_err(|_| Error::Unavailable("too many streams of activity are open".to_owned()))?;
    let last = request.headers().get(LAST_EVENT_ID).and_then(|id| id.to_str().ok()?.trim().parse().ok());
    let until = Instant::now() + Duration::from_millis(rand::random_range(STREAM));
    let closing = state.signals.closing().subscribe();
    let locks = Arc::clone(&state.activity.locks);
    let sees_all = reader.actor().may(Right::See, &Place::region(region));
    let reader = (!sees_all).then(|| reader.actor().clone());
    let stream = Stream::new(state.store.clone(), locks, (region, reader), last, (closing, until), place);
    // The connection ends with the stream, so that a server that stops does not wait for it.
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/event-stream"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((X_ACCEL_BUFFERING, "no"))
        .force_close()
        .streaming(stream::unfold(stream, async |mut stream| {
            let bytes = stream.next().await?;
            Some((Ok::<_, Infallible>(bytes), stream))
        })))
}
