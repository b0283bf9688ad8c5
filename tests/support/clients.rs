//! A client that reads like the request it sends, and answers that are compared as a whole.

use serde_json::Value;
use ureq::Agent;
use ureq::http::{HeaderMap, Method, Request as HttpRequest};

/// Sends requests to one server, with or without a token.
#[derive(Clone)]
pub(crate) struct Client {
    agent: Agent,
    base: String,
    token: Option<String>,
    session: Option<String>,
}

/// A request that has not been sent yet.
pub(crate) struct Request {
    agent: Agent,
    method: Method,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

/// What came back. A gzip body has been unpacked by the client.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Client {
    /// A client of the server at `base`, such as `http://127.0.0.1:8080`.
    pub(crate) fn new(base: String) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .accept("")
            .accept_encoding("")
            .user_agent("")
            .proxy(None);
        Self { agent: config.build().into(), base, token: None, session: None }
    }

    /// The address of the server, without a slash at its end.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// The same client with an administrator's token.
    pub(crate) fn with_token(&self, token: String) -> Self {
        Self { token: Some(token), ..self.clone() }
    }

    /// The same client as a browser in which somebody has signed in; `secret` is that of the cookie.
    pub(crate) fn with_session(&self, secret: String) -> Self {
        Self { session: Some(secret), ..self.clone() }
    }

    pub(crate) fn get(&self, path: &str) -> Request {
        self.request(Method::GET, path)
    }

    pub(crate) fn head(&self, path: &str) -> Request {
        self.request(Method::HEAD, path)
    }

    pub(crate) fn put(&self, path: &str) -> Request {
        self.request(Method::PUT, path)
    }

    pub(crate) fn post(&self, path: &str) -> Request {
        self.request(Method::POST, path)
    }

    pub(crate) fn delete(&self, path: &str) -> Request {
        self.request(Method::DELETE, path)
    }

    /// A request of any method.
    pub(crate) fn request(&self, method: Method, path: &str) -> Request {
        let request = Request {
            agent: self.agent.clone(),
            method,
            url: format!("{}{path}", self.base),
            headers: Vec::new(),
            body: None,
        };
        let request = match &self.session {
            Some(secret) => {
                let cookie = format!("__Host-lotse-session={secret}");
                request.header("Cookie", &cookie).header("X-CSRF-Token", &content::sessions::csrf_token(secret))
            }
            None => request,
        };
        match &self.token {
            Some(token) => request.header("Authorization", &format!("Bearer {token}")),
            None => request,
        }
    }
}

impl Request {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Asks for texts in `tag`.
    pub(crate) fn language(self, tag: &str) -> Self {
        self.header("Accept-Language", tag)
    }

    /// Changes only what still has the ETag `"<number>"`.
    pub(crate) fn if_match(self, number: i64) -> Self {
        self.header("If-Match", &format!("\"{number}\""))
    }

    /// Changes whatever is there.
    pub(crate) fn if_any(self) -> Self {
        self.header("If-Match", "*")
    }

    /// Makes only what is not there yet.
    pub(crate) fn if_none(self) -> Self {
        self.header("If-None-Match", "*")
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.header("Content-Type", "application/json").bytes(body.to_string())
    }

    pub(crate) fn bytes(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self
    }

    pub(crate) fn send(self) -> Answer {
        self.try_send().unwrap()
    }

    /// As [`Request::send`], to a server that may die before it has answered.
    pub(crate) fn try_send(self) -> Result<Answer, ureq::Error> {
        let mut request = HttpRequest::builder().method(self.method).uri(self.url);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let answer = match self.body {
            Some(body) => self.agent.run(request.body(body).unwrap()),
            None => self.agent.run(request.body(()).unwrap()),
        };
        let (head, mut body) = answer?.into_parts();
        let body = body.with_config().limit(u64::MAX).read_to_vec()?;
        Ok(Answer { status: head.status.as_u16(), headers: head.headers, body })
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:#?}\n{}", self.status, self.headers, String::from_utf8_lossy(&self.body))
    }
}

impl Answer {
    /// A header as text; empty when it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    /// Compares status and body as a whole.
    #[track_caller]
    pub(crate) fn is(&self, status: u16, expected: &Value) {
        let body = self.json();
        assert!(
            self.status == status && body == *expected,
            "expected {status} {expected:#}\n     got {} {body:#}",
            self.status
        );
    }
}
