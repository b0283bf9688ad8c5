//! One visit to an address of another server: politely, and never where it should not go.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use jiff::fmt::rfc2822;
use ureq::config::Config;
use ureq::http::header::{LOCATION, RETRY_AFTER};
use ureq::http::{Response, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Error};
use url::Url;

use super::checker::{Options, Reach};
use super::hosts::Hosts;
use super::networks;

/// How often a visit is sent on.
const REDIRECTS: usize = 5;
/// The most bytes of the head of an answer; of bodies nothing is read.
const HEAD: usize = 32 << 10;
/// The ports of public web servers.
const PORTS: [u16; 2] = [80, 443];
/// How long a server is left alone that does not say for how long.
const USUAL_REST: Duration = Duration::from_secs(60 * 60);
/// How long a server is left alone at most, whatever it says.
const LONGEST_REST: Duration = Duration::from_secs(24 * 60 * 60);

/// What came of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// There is something, or at least somebody who answers that it is not for everybody; then with the status.
    Fine(Option<u16>),
    /// There is nothing, or nobody answers.
    Failed {
        /// A stable word for why.
        detail: String,
        /// Whether the server itself says that there is nothing.
        is_clear: bool,
    },
    /// The server is busy, and wants to be asked again after so long.
    Later(Duration),
    /// It is no public address, so it was not visited.
    NotPublic,
}

impl Outcome {
    fn failed(detail: impl Into<String>) -> Self {
        Self::Failed { detail: detail.into(), is_clear: false }
    }
}

/// Visits addresses, one request at a time to each host.
#[derive(Debug)]
pub(super) struct Visitor {
    agent: Agent,
    reach: Reach,
    hosts: Hosts,
}

/// What a server answers.
enum Answer {
    Last(Outcome),
    Moved(Url),
}

impl Visitor {
    pub(super) fn new(options: &Options) -> Self {
        // A proxy of the environment would resolve names a second time, and each request has to see what it connects to.
        let config = Agent::config_builder()
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(options.limits.time))
            .max_response_header_size(HEAD)
            .max_idle_connections(0)
            .accept_encoding("")
            .user_agent(&options.agent);
        let resolver = Checked { names: DefaultResolver::default(), reach: options.reach };
        let agent = Agent::with_parts(config.build(), DefaultConnector::default(), resolver);
        Self { agent, reach: options.reach, hosts: Hosts::new(options.limits.pause) }
    }

    /// Asks for the head of what is at `address`, wherever that leads.
    pub(super) fn visit(&self, address: &str) -> Outcome {
        let Ok(mut url) = Url::parse(address) else { return Outcome::failed("unreadable-address") };
        let mut body_too = false;
        for _ in 0..=REDIRECTS {
            match self.ask(&url, &mut body_too) {
                Answer::Last(outcome) => return outcome,
                Answer::Moved(next) => url = next,
            }
        }
        Outcome::failed("too-many-redirects")
    }

    /// Asks with HEAD, and with GET where that is refused; then it is used from there on.
    fn ask(&self, url: &Url, body_too: &mut bool) -> Answer {
        let is_allowed =
            self.reach == Reach::All || url.port_or_known_default().is_some_and(|port| PORTS.contains(&port));
        if !is_allowed {
            return Answer::Last(Outcome::NotPublic);
        }
        if !*body_too {
            match self.request(url, false) {
                Ok(response) if is_refused(&response) => *body_too = true,
                Ok(response) => return read(&response, url),
                Err(outcome) => return Answer::Last(outcome),
            }
        }
        match self.request(url, true) {
            Ok(response) => read(&response, url),
            Err(outcome) => Answer::Last(outcome),
        }
    }

    fn request(&self, url: &Url, with_body: bool) -> Result<Response<Body>, Outcome> {
        let host = url.host_str().unwrap_or_default();
        let mut turn = self.hosts.enter(host).map_err(Outcome::Later)?;
        let request = if with_body { self.agent.get(url.as_str()) } else { self.agent.head(url.as_str()) };
        let response = request.call().map_err(|error| failure(&error))?;
        if let Some(rest) = rest(&response) {
            turn.rest(rest);
            return Err(Outcome::Later(rest));
        }
        Ok(response)
    }
}

/// Whether an answer to HEAD says so little that GET may say more.
fn is_refused(response: &Response<Body>) -> bool {
    response.status().is_client_error() || response.status().is_server_error()
}

fn read(response: &Response<Body>, url: &Url) -> Answer {
    let status = response.status().as_u16();
    Answer::Last(match status {
        301 | 302 | 303 | 307 | 308 => match target(response, url) {
            Some(next) => return Answer::Moved(next),
            None => Outcome::failed("redirect-to-nowhere"),
        },
        0..=399 => Outcome::Fine(None),
        // It is there for whoever has signed in, or comes with a browser.
        401 | 403 | 405 | 406 | 407 | 451 => Outcome::Fine(Some(status)),
        404 | 410 => Outcome::Failed { detail: format!("status-{status}"), is_clear: true },
        _ => Outcome::failed(format!("status-{status}")),
    })
}

/// Where a redirect leads; never with a name or a password.
fn target(response: &Response<Body>, url: &Url) -> Option<Url> {
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let next = url.join(location).ok()?;
    super::checks::visited(&next)
}

/// For how long the server wants to be left alone.
fn rest(response: &Response<Body>) -> Option<Duration> {
    let asked = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()).and_then(wait);
    match response.status().as_u16() {
        429 => Some(asked.unwrap_or(USUAL_REST)),
        503 => asked,
        _ => None,
    }
}

/// The header `Retry-After`: seconds, or a date.
fn wait(text: &str) -> Option<Duration> {
    let until = || rfc2822::DateTimeParser::new().parse_timestamp(text).ok();
    let asked = match text.trim().parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => Duration::try_from(until()?.duration_since(jiff::Timestamp::now())).unwrap_or_default(),
    };
    Some(asked.clamp(Duration::from_secs(1), LONGEST_REST))
}

/// A stable word for why nobody has answered.
fn failure(error: &Error) -> Outcome {
    let word = match error {
        Error::Other(cause) if cause.is::<NotPublic>() => return Outcome::NotPublic,
        Error::Timeout(_) => "timeout",
        Error::HostNotFound => "no-such-host",
        Error::Tls(_) | Error::Rustls(_) => "certificate",
        // The layer of TLS tells its errors through those of the connection.
        Error::Io(cause) if cause.kind() == io::ErrorKind::InvalidData => "certificate",
        Error::Io(_) | Error::ConnectionFailed => "no-connection",
        Error::BadUri(_) | Error::Http(_) => "unreadable-address",
        _ => "unreadable-answer",
    };
    Outcome::failed(word)
}

/// Looks names up, and gives none away that is not public: ureq connects to what this tells and asks nobody else.
#[derive(Debug)]
struct Checked {
    names: DefaultResolver,
    reach: Reach,
}

/// A name stands for an address that is not public.
#[derive(Debug, thiserror::Error)]
#[error("it is no public address")]
struct NotPublic;

impl Resolver for Checked {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.names.resolve(uri, config, timeout).map_err(|error| match error {
            Error::Io(_) => Error::HostNotFound,
            other => other,
        })?;
        let is_public = |address: &SocketAddr| networks::is_public(address.ip());
        if self.reach == Reach::Public && !found.iter().all(is_public) {
            return Err(Error::Other(Box::new(NotPublic)));
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_not_public_is_never_connected_to() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let options = Options::new(Reach::Public, "test");
        let visitor = Visitor::new(&options);
        let checked = |host: &str| {
            let uri: Uri = format!("http://{host}:{port}/").parse().unwrap();
            visitor.agent.get(uri).call().map_err(|error| failure(&error)).map(|_| ())
        };

        for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0"] {
            assert_eq!(checked(host), Err(Outcome::NotPublic), "{host}");
        }
        for address in
            ["http://127.0.0.1/", "http://0x7f.1/", "http://2130706433/", "http://[::1]/", "https://10.0.0.1/"]
        {
            assert_eq!(visitor.visit(address), Outcome::NotPublic, "{address}");
        }
        assert_eq!(visitor.visit(&format!("http://example.org:{port}/")), Outcome::NotPublic);
        assert_eq!(listener.accept().map(drop).map_err(|error| error.kind()), Err(io::ErrorKind::WouldBlock));
    }

    #[test]
    fn a_redirect_is_looked_at_like_any_other_address() {
        let from: Url = "https://example.org/a".parse().unwrap();
        let visitor = Visitor::new(&Options::new(Reach::Public, "test"));
        let sent_on = |location: &str| {
            let response = Response::builder().status(302).header(LOCATION, location).body(Body::builder().data(""));
            match read(&response.unwrap(), &from) {
                Answer::Moved(next) => (next.to_string(), visitor.visit(next.as_str())),
                Answer::Last(outcome) => (String::new(), outcome),
            }
        };

        for (location, next) in [
            ("http://127.0.0.1/", "http://127.0.0.1/"),
            ("//anna:secret@10.0.0.1/#x", "https://10.0.0.1/"),
            ("http://[::ffff:192.168.0.1]/", "http://[::ffff:c0a8:1]/"),
            ("https://example.org:22/", "https://example.org:22/"),
        ] {
            assert_eq!(sent_on(location), (next.to_owned(), Outcome::NotPublic), "{location}");
        }
        for location in ["file:///etc/passwd", "mailto:a@example.org", "https://"] {
            assert_eq!(sent_on(location), (String::new(), Outcome::failed("redirect-to-nowhere")), "{location}");
        }
    }

    #[test]
    fn a_server_says_when_it_wants_to_be_asked_again() {
        let hour = Duration::from_secs(3600);
        assert_eq!(wait("3600"), Some(hour));
        assert_eq!(wait("0"), Some(Duration::from_secs(1)));
        assert_eq!(wait("99999999"), Some(LONGEST_REST));
        assert_eq!(wait("Sun, 22 Nov 2020 10:00:00 GMT"), Some(Duration::from_secs(1)));
        assert_eq!(wait("Mon, 01 Jan 2120 10:00:00 GMT"), Some(LONGEST_REST));
        assert_eq!(wait("soon"), None);
    }
}
