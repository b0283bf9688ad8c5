//! One prepared body, and how it answers a request.

use std::ops::Range;
use std::sync::Arc;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_RANGES, ACCESS_CONTROL_EXPOSE_HEADERS, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    HeaderMap, HeaderName, HeaderValue, VARY,
};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use tokio::time::Instant;

use super::codings::{Coding, Content};
use super::conditional::Tags;
use super::memory::Ledger;
use super::ranges::{self, Part};
use super::{Delivery, negotiation};
use crate::error::Failure;

/// Shorter bodies are never coded: the headers alone are longer.
const WORTH_CODING: usize = 200;

/// What a build makes of one snapshot.
pub(crate) struct Built<T> {
    /// The bytes of the answer without any coding.
    pub(crate) identity: Bytes,
    /// `Content-Type` of those bytes.
    pub(crate) content_type: HeaderValue,
    /// Further headers, such as `Lotse-Revision` or `Content-Language`; a `Vary` stands beside our own.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// How the bytes are handed out.
    pub(crate) delivery: Delivery,
    /// The region's `edits` as the snapshot has it; it may be newer than what the reader asked for.
    pub(crate) stamp: u64,
    /// What the caller wants to find beside the bytes.
    pub(crate) extra: T,
}

/// A body in memory, ready to answer.
#[derive(Debug)]
pub(crate) struct Body<T> {
    content: Arc<Content>,
    /// Headers of every answer.
    always: Headers,
    /// Headers that describe the bytes, and which 304 leaves out (RFC 9110, section 15.4.5).
    describing: Headers,
    is_coded: bool,
    in_ranges: bool,
    stamp: u64,
    began: Instant,
    extra: T,
}

type Headers = Vec<(HeaderName, HeaderValue)>;

impl<T> Body<T> {
    /// Keeps the codings of `previous` if the bytes are the same, otherwise hashes the new ones; call it off
    /// the reactor.
    pub(super) fn new(built: Built<T>, began: Instant, previous: Option<&Self>, ledger: &Arc<Ledger>) -> Self {
        let content = match previous {
            Some(previous) if previous.identity() == &built.identity => Arc::clone(&previous.content),
            _ => {
                let tags = built.delivery.stem.map_or_else(|| Tags::of(&built.identity), |stem| Tags::new(&stem));
                Arc::new(Content::new(built.identity, tags, ledger))
            }
        };
        let (mut describing, mut always): (Headers, Headers) =
            built.headers.into_iter().partition(|(name, _)| describes_bytes(name));
        describing.push((CONTENT_TYPE, built.content_type));
        always.push((CACHE_CONTROL, built.delivery.caching));
        always.push((VARY, HeaderValue::from_static("Accept-Encoding")));
        let Delivery { is_coded, in_ranges, .. } = built.delivery;
        if in_ranges {
            describing.push((ACCEPT_RANGES, HeaderValue::from_static("bytes")));
        }
        Self { content, always, describing, is_coded, in_ranges, stamp: built.stamp, began, extra: built.extra }
    }

    /// The region's `edits` this body was built from.
    pub(crate) fn stamp(&self) -> u64 {
        self.stamp
    }

    /// The bytes without any coding.
    pub(crate) fn identity(&self) -> &Bytes {
        self.content.identity()
    }

    /// What the build put beside the bytes.
    pub(crate) fn extra(&self) -> &T {
        &self.extra
    }

    /// When the build of this body began, which is before its snapshot was taken.
    pub(super) fn began(&self) -> Instant {
        self.began
    }

    /// The answer to a GET or HEAD: 304 if the client has the content in any coding, else the coding it wants
    /// most, or the range it wants of that.
    ///
    /// Waits only when that coding is asked for the first time. The HTTP layer leaves the body of a HEAD out.
    pub(crate) async fn respond(&self, request: &HttpRequest) -> HttpResponse {
        match self.content.tags().known(request.headers()) {
            Some(tag) => self.answer(StatusCode::NOT_MODIFIED, BoxBody::new(()), tag),
            None => self.full(request.headers()).await,
        }
    }

    async fn full(&self, wanted: &HeaderMap) -> HttpResponse {
        let (bytes, tag, coding) = self.chosen(wanted).await;
        let part = if self.in_ranges { ranges::asked(wanted, tag, bytes.len()) } else { Part::Whole };
        let mut response = match part {
            Part::Whole => self.described(StatusCode::OK, bytes, tag),
            Part::Range(range) => self.partial(&bytes, tag, range),
            Part::Outside => return HttpResponse::from_error(Failure::BadRange { length: bytes.len() }),
        };
        if let Some(coding) = coding {
            response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(coding.token()));
        }
        response
    }

    /// The bytes in the coding that the client wants most, with their entity tag.
    async fn chosen(&self, wanted: &HeaderMap) -> (Bytes, &HeaderValue, Option<Coding>) {
        let worth = self.is_coded && self.identity().len() >= WORTH_CODING;
        if let Some(coding) = worth.then(|| negotiation::coding(wanted)).flatten()
            && let Some((bytes, tag)) = self.content.coded(coding).await
        {
            return (bytes, tag, Some(coding));
        }
        (self.identity().clone(), self.content.tags().identity(), None)
    }

    fn partial(&self, bytes: &Bytes, tag: &HeaderValue, range: Range<usize>) -> HttpResponse {
        let place = format!("bytes {}-{}/{}", range.start, range.end - 1, bytes.len());
        let mut response = self.described(StatusCode::PARTIAL_CONTENT, bytes.slice(range), tag);
        let place = HeaderValue::try_from(place).expect("digits and signs are visible ASCII");
        response.headers_mut().insert(CONTENT_RANGE, place);
        response
    }

    fn described(&self, status: StatusCode, bytes: Bytes, tag: &HeaderValue) -> HttpResponse {
        let mut response = self.answer(status, BoxBody::new(bytes), tag);
        add(response.headers_mut(), &self.describing);
        response
    }

    fn answer(&self, status: StatusCode, body: BoxBody, tag: &HeaderValue) -> HttpResponse {
        let mut response = HttpResponse::with_body(status, body);
        add(response.headers_mut(), &self.always);
        response.headers_mut().insert(ETAG, tag.clone());
        response
    }
}

/// Whether 304 does without a header. Whoever gets one has read the exposed headers with the bytes.
fn describes_bytes(name: &HeaderName) -> bool {
    name.as_str().starts_with("content-") || name == ACCESS_CONTROL_EXPOSE_HEADERS
}

fn add(headers: &mut HeaderMap, more: &[(HeaderName, HeaderValue)]) {
    for (name, value) in more {
        headers.append(name.clone(), value.clone());
    }
}
