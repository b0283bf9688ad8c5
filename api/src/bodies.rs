//! JSON that clients send, with errors that name the member at fault.

use std::future::{Ready, ready};
use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use content::error::Reason;
use content::idempotency::Attempt;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::access::May;
use crate::error::{Failure, Why};
use crate::idempotency;

/// The most bytes of a body: room for the largest text, with every character escaped.
pub(crate) const LIMIT: usize = 2 << 20;
/// The same for people.
pub(crate) const LIMIT_TEXT: &str = "2 MiB";

/// Both.
pub(crate) const LIMITS: (usize, &str) = (LIMIT, LIMIT_TEXT);

/// A body that has not been read yet, so that nothing is read of those who may not send it.
pub(crate) struct Sent<T> {
    request: HttpRequest,
    payload: Payload,
    body: PhantomData<T>,
}

impl<T: 'static> FromRequest for Sent<T> {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(Ok(Self { request: request.clone(), payload: payload.take(), body: PhantomData }))
    }
}

impl<T: DeserializeOwned> Sent<T> {
    /// The body, which has to be JSON.
    pub(crate) async fn read(self) -> Result<T, Failure> {
        parse(&self.bytes(LIMITS).await?.1)
    }

    /// The body of at most so many bytes, and under which key `editor` may send it again.
    pub(crate) async fn read_once<P>(
        self,
        editor: &May<P>,
        limit: (usize, &'static str),
    ) -> Result<(T, Option<Attempt>), Failure> {
        let (request, bytes) = self.bytes(limit).await?;
        let attempt = idempotency::attempt(&request, editor.author(), &bytes)?;
        Ok((parse(&bytes)?, attempt))
    }

    async fn bytes(mut self, limit: (usize, &'static str)) -> Result<(HttpRequest, Bytes), Failure> {
        if !is_json(self.request.content_type()) {
            return Err(Failure::UnsupportedMediaType);
        }
        let payload = web::Payload::from_request(&self.request, &mut self.payload).await;
        let payload = payload.map_err(|error| not_received(&error, limit.1, Why::NotJson))?;
        Ok((self.request, received(payload, limit).await?))
    }
}

/// Why a body of at most `limit` did not arrive.
pub(crate) fn not_received(error: &actix_web::Error, limit: &'static str, why: Why) -> Failure {
    match error.as_response_error().status_code() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge { limit },
        _ => Failure::BadBody { field: None, why },
    }
}

/// The bytes of a body of at most so many, which is also said for people.
pub(crate) async fn received(body: web::Payload, (limit, words): (usize, &'static str)) -> Result<Bytes, Failure> {
    match body.to_bytes_limited(limit).await {
        Ok(bytes) => bytes.map_err(|error| not_received(&error, words, Why::Unreadable)),
        Err(_) => Err(Failure::TooLarge { limit: words }),
    }
}

/// Whether a body says that it is JSON.
pub(crate) fn is_json(content_type: &str) -> bool {
    content_type == "application/json" || (content_type.starts_with("application/") && content_type.ends_with("+json"))
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    // serde would read the members from a list, too.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(Failure::BadBody { field: None, why: Why::NotJson });
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        refusal(&path, error.inner())
    })?;
    reader.end().map_err(|error| refusal(".", &error))?;
    Ok(value)
}

/// serde tells what is wrong only in words.
fn refusal(path: &str, error: &serde_json::Error) -> Failure {
    if error.classify() != Category::Data {
        return Failure::BadBody { field: None, why: Why::NotJson };
    }
    let words = error.to_string();
    let mut quoted = words.split('`').skip(1).step_by(2);
    let at = (path != ".").then(|| path.to_owned());
    let member = |name: Option<&str>| {
        let parts = at.as_deref().into_iter().chain(name);
        Some(parts.collect::<Vec<_>>().join(".")).filter(|field| !field.is_empty())
    };
    if words.starts_with("missing field") {
        Failure::BadBody { field: member(quoted.next()), why: Why::Value(Reason::Missing) }
    } else if words.starts_with("unknown field") {
        // The path names the unknown member already.
        Failure::BadBody { field: at.clone().or_else(|| member(quoted.next())), why: Why::UnknownField }
    } else if words.starts_with("unknown variant") {
        let allowed = quoted.skip(1).collect::<Vec<_>>().join(", ");
        Failure::BadBody { field: at, why: Why::Value(Reason::UnknownValue { allowed }) }
    } else {
        Failure::BadBody { field: at, why: Why::WrongType }
    }
}
