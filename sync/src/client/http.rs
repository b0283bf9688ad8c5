//! HTTP: a server or a CDN, asked as sparingly as the protocol allows.

use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;

use ureq::http::Response;
use ureq::http::header::{CONTENT_ENCODING, CONTENT_RANGE, ETAG, HeaderName, RETRY_AFTER};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{ConnectProxyConnector, Connector as _, RustlsConnector, TcpConnector};
use ureq::{Agent, Body};

use crate::Id;
use crate::client::downloads::Download;
use crate::client::folders::{copy, read_document};
use crate::client::sockets::{Counted, Sockets};
use crate::client::transports::{Answer, Place, Traffic, Transport, TransportError, object_path};

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(15);
/// How long a server may think, or pause within an answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// Which codings are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Coding {
    /// gzip, which every server and CDN has.
    #[default]
    Gzip,
    /// Brotli, or gzip where that is missing.
    Brotli,
}

impl Coding {
    fn header(self) -> String {
        match self {
            Self::Gzip => "gzip".to_owned(),
            Self::Brotli => "br, gzip".to_owned(),
        }
    }
}

/// Asks a server over HTTP.
#[derive(Debug)]
pub struct Http {
    agent: Agent,
    base: String,
    coding: Coding,
    sockets: Arc<Sockets>,
    requests: u64,
}

impl Http {
    /// The server at `base`: its address, or the one of its `/sync/v1`.
    pub fn new(base: &str, coding: Coding) -> Self {
        let sockets = Arc::<Sockets>::default();
        let config = Agent::config_builder()
            .timeout_connect(Some(CONNECT))
            .timeout_recv_response(Some(PATIENCE))
            .timeout_per_read(Some(PATIENCE))
            // Whatever there is at an address is wanted; saying so would cost bytes.
            .accept("")
            .user_agent(concat!("lotse/", env!("CARGO_PKG_VERSION")))
            .http_status_as_error(false)
            .build();
        // The counter sits below TLS, so that it sees what the network carries.
        let connector =
            ().chain(ConnectProxyConnector::default())
                .chain(TcpConnector::default())
                .chain(Counted::new(sockets.clone()))
                .chain(RustlsConnector::default());
        let agent = Agent::with_parts(config, connector, DefaultResolver::default());
        let base = base.trim_end_matches('/').trim_end_matches("/sync/v1");
        Self { agent, base: format!("{base}/sync/v1"), coding, sockets, requests: 0 }
    }

    fn ask(&mut self, path: &str, headers: Vec<(&str, String)>) -> Result<Response<Body>, TransportError> {
        self.requests += 1;
        let mut request = self.agent.get(format!("{}/{path}", self.base));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        request.call().map_err(failed)
    }
}

impl Transport for Http {
    fn document(&mut self, place: &Place<'_>, etag: Option<&str>, limit: usize) -> Result<Answer, TransportError> {
        let mut headers = vec![("Accept-Encoding", self.coding.header())];
        headers.extend(etag.map(|etag| ("If-None-Match", etag.to_owned())));
        let mut response = self.ask(&place.path(), headers)?;
        match response.status().as_u16() {
            200 => {}
            304 => return Ok(Answer::Unchanged),
            404 | 410 => return Ok(Answer::Missing),
            _ => return Err(refused(&response)),
        }
        let etag = text_of(&response, &ETAG);
        match read_document(decoded(&mut response), limit).map_err(|cause| broken(&cause))? {
            Answer::Found { bytes, .. } => Ok(Answer::Found { bytes, etag }),
            other => Ok(other),
        }
    }

    fn object(&mut self, region: &str, id: &Id, download: &mut Download) -> Result<bool, TransportError> {
        let held = download.held();
        let headers = match download.etag().filter(|_| held > 0) {
            Some(etag) => {
                let range = ("Range", format!("bytes={held}-"));
                vec![("Accept-Encoding", "identity".to_owned()), range, ("If-Range", etag.to_owned())]
            }
            None => vec![("Accept-Encoding", self.coding.header())],
        };
        let mut response = self.ask(&object_path(region, id), headers)?;
        match response.status().as_u16() {
            200 => download.restart(resumable(&response).as_deref()),
            206 if continues(&response, held) => {}
            404 | 410 => return Ok(false),
            206 | 416 => {
                download.restart(None);
                return Err(TransportError::Interrupted("the server has sent another range".to_owned()));
            }
            _ => return Err(refused(&response)),
        }
        copy(decoded(&mut response), download).map_err(|cause| broken(&cause))?;
        Ok(true)
    }

    fn traffic(&self) -> Traffic {
        let (sent, received) = self.sockets.counted();
        Traffic { requests: self.requests, sent, received }
    }
}

/// The body without its coding; ureq has undone gzip already.
fn decoded(response: &mut Response<Body>) -> Box<dyn Read + '_> {
    const BUFFER: usize = 16 << 10;
    match text_of(response, &CONTENT_ENCODING).as_deref() {
        Some("br") => Box::new(brotli::Decompressor::new(response.body_mut().as_reader(), BUFFER)),
        _ => Box::new(response.body_mut().as_reader()),
    }
}

/// The entity tag of an answer that can be resumed: one that came uncoded and with its length.
fn resumable(response: &Response<Body>) -> Option<String> {
    let plain = response.body().content_length().is_some() && !response.headers().contains_key(CONTENT_ENCODING);
    text_of(response, &ETAG).filter(|etag| plain && etag.starts_with('"'))
}

/// Whether a 206 begins where the download has ended.
fn continues(response: &Response<Body>, held: u64) -> bool {
    let range = text_of(response, &CONTENT_RANGE).unwrap_or_default();
    range.strip_prefix("bytes ").is_some_and(|range| range.starts_with(&format!("{held}-")))
}

fn text_of(response: &Response<Body>, name: &HeaderName) -> Option<String> {
    Some(response.headers().get(name)?.to_str().ok()?.to_owned())
}

fn refused(response: &Response<Body>) -> TransportError {
    let seconds = text_of(response, &RETRY_AFTER).and_then(|text| text.parse().ok());
    TransportError::Status { status: response.status().as_u16(), retry_after: seconds.map(Duration::from_secs) }
}

fn failed(error: ureq::Error) -> TransportError {
    match error {
        ureq::Error::Timeout(_) => TransportError::Timeout,
        ureq::Error::Io(cause) if cause.kind() == io::ErrorKind::UnexpectedEof => broken(&cause),
        other => TransportError::Unreachable(other.to_string()),
    }
}

fn broken(cause: &io::Error) -> TransportError {
    match cause.kind() {
        io::ErrorKind::TimedOut => TransportError::Timeout,
        _ => TransportError::Interrupted(cause.to_string()),
    }
}

#[cfg(test)]
mod tests;
