//! The header `Idempotency-Key` on requests that create: the same one sent again gets the answer that was lost on its way.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, LOCATION};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use content::error::Reason;
use content::idempotency::{self, Answer, Attempt, MAX_KEY};
use content::write::RegionWrite;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::access::May;
use crate::conditions::etag;
use crate::error::{Failure, Why};
use crate::state::State;

/// The name of the header.
pub(crate) const KEY: &str = "Idempotency-Key";

/// What `request` of `actor` with `body` is known by, if it names a key.
pub(crate) fn attempt(request: &HttpRequest, actor: &str, body: &[u8]) -> Result<Option<Attempt>, Failure> {
    let Some(value) = request.headers().get(KEY) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    // The draft has it as a string in quotation marks; most programs send it without.
    let key = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let refused = |reason| Err(Failure::BadParameter { name: KEY.into(), why: Why::Value(reason) });
    if key.is_empty() {
        return refused(Reason::Empty);
    }
    if key.len() > MAX_KEY {
        return refused(Reason::TooLong { limit: MAX_KEY });
    }
    let asked = format!("{} {}\n", request.method(), request.uri());
    let hash = Sha256::new().chain_update(asked).chain_update(body).finalize();
    let request = URL_SAFE_NO_PAD.encode(hash);
    Ok(Some(Attempt { actor: actor.to_owned(), key: key.to_owned(), request }))
}

/// A body as it is kept.
pub(crate) fn body(value: &impl Serialize) -> content::Result<String> {
    serde_json::to_string(value).map_err(|error| content::Error::Corrupt(error.to_string()))
}

/// The kept answer as it is sent, the first time and again.
fn respond(answer: Answer) -> Result<HttpResponse, Failure> {
    let status = StatusCode::from_u16(answer.status).map_err(|error| Failure::Internal(error.to_string()))?;
    let mut response = HttpResponse::build(status);
    response.insert_header((CONTENT_TYPE, "application/json")).insert_header((CACHE_CONTROL, "no-store"));
    if let Some(number) = answer.number {
        response.insert_header((ETAG, etag(number)));
    }
    if let Some(location) = &answer.location {
        response.insert_header((LOCATION, crate::addresses::header(location)?));
    }
    Ok(response.body(answer.body))
}

impl State {
    /// As [`State::write_region`], but what has been answered to `attempt` is answered again.
    pub(crate) async fn write_once<P, F>(
        &self,
        editor: &May<P>,
        region: i64,
        attempt: Option<Attempt>,
        f: F,
    ) -> Result<HttpResponse, Failure>
    where
        F: FnOnce(&mut RegionWrite<'_>, &str) -> content::Result<Answer> + Send + 'static,
    {
        let written =
            self.write_region(editor, region, move |tx, author| idempotency::once(tx, attempt, |tx| f(tx, author)));
        respond(written.await?)
    }
}
