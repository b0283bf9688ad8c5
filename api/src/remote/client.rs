//! The requests of `lotse bundles`.

use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::Value;
use ureq::http::Response;
use ureq::{Agent, Body};
use url::form_urlencoded::Serializer;

/// How long the server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long to wait at most when the server wants fewer uploads, in seconds.
const PAUSE: u64 = 120;
/// Longer answers are not read.
const LIMIT: u64 = 64 << 20;

/// A running server, seen by a translator.
pub(super) struct Server {
    agent: Agent,
    base: String,
    scope: String,
    token: String,
}

/// The newest file of a layer.
pub(super) struct Source {
    pub(super) file: Vec<u8>,
    pub(super) etag: Option<String>,
}

/// An answer in JSON.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Value,
}

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Fluent.
    Fluent,
    /// JSON of i18next.
    I18next,
}

impl Format {
    /// By the ending of a path.
    pub(super) fn of(path: &Path) -> Self {
        let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        if is_json { Self::I18next } else { Self::Fluent }
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Fluent => "text/plain; charset=utf-8",
            Self::I18next => "application/json",
        }
    }
}

/// A file to send.
pub(super) struct Upload<'f> {
    pub(super) format: Format,
    pub(super) file: &'f [u8],
}

/// A bundle in one language.
#[derive(Debug, Deserialize)]
pub(super) struct Layer {
    pub(super) bundle: String,
    pub(super) source: String,
    pub(super) language: String,
    pub(super) revision: i64,
    pub(super) errors: i64,
    pub(super) warnings: i64,
}

impl Answer {
    /// What the server says is wrong.
    pub(super) fn complaint(&self) -> String {
        let text = |name: &str| self.body[name].as_str().unwrap_or_default();
        let said = format!("{} {}", text("title"), text("detail"));
        if said.trim().is_empty() { format!("the server answers with status {}", self.status) } else { said }
    }
}

impl Server {
    pub(super) fn new(url: &str, token: &str, region: Option<&str>) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .user_agent(concat!("lotse/", env!("CARGO_PKG_VERSION")))
            .http_status_as_error(false)
            .build();
        let scope = region.map(|region| format!("/regions/{region}")).unwrap_or_default();
        let base = format!("{}/api/v1", url.trim_end_matches('/'));
        Self { agent: config.into(), base, scope, token: format!("Bearer {token}") }
    }

    fn address(&self, locale: &str, name: &str, what: &str) -> String {
        format!("{}{}/bundles/{locale}/{name}/{what}", self.base, self.scope)
    }

    /// Every layer, of the region or of all regions.
    pub(super) fn layers(&self) -> anyhow::Result<Vec<Layer>> {
        let address = format!("{}{}/bundles", self.base, self.scope);
        let answer = answer(self.agent.get(&address).header("Authorization", &self.token).call())?;
        anyhow::ensure!(answer.status == 200, answer.complaint());
        serde_json::from_value(answer.body).context("the server speaks another version of the API")
    }

    /// The newest file, if there is one.
    pub(super) fn source(&self, locale: &str, name: &str) -> anyhow::Result<Option<Source>> {
        let request = self.agent.get(self.address(locale, name, "source")).header("Authorization", &self.token);
        let mut response = request.call().context("the server cannot be reached")?;
        match response.status().as_u16() {
            200 => {
                let etag = response.headers().get("ETag").and_then(|etag| etag.to_str().ok()).map(str::to_owned);
                let file = response.body_mut().with_config().limit(LIMIT).read_to_vec()?;
                Ok(Some(Source { file, etag }))
            }
            404 => Ok(None),
            _ => anyhow::bail!(answer(Ok(response))?.complaint()),
        }
    }

    /// Sends a file over the revision `etag`; the first one when there is none. Waits while there were too many uploads.
    pub(super) fn put(
        &self,
        locale: &str,
        name: &str,
        query: &[(&str, String)],
        etag: Option<&str>,
        upload: &Upload<'_>,
    ) -> anyhow::Result<Answer> {
        let query = Serializer::new(String::new()).extend_pairs(query).finish();
        let address = format!("{}?{query}", self.address(locale, name, "source"));
        loop {
            let request = self.agent.put(&address).header("Authorization", &self.token);
            let request = request.header("Content-Type", upload.format.content_type());
            let request = match etag {
                Some(etag) => request.header("If-Match", etag),
                None => request.header("If-None-Match", "*"),
            };
            let response = request.send(upload.file);
            match response.as_ref().ok().and_then(pause) {
                Some(pause) => thread::sleep(pause),
                None => return answer(response),
            }
        }
    }

    pub(super) fn post(
        &self,
        locale: &str,
        name: &str,
        what: &str,
        etag: &str,
        body: &Value,
    ) -> anyhow::Result<Answer> {
        let request = self.agent.post(self.address(locale, name, what)).header("Authorization", &self.token);
        let request = request.header("If-Match", etag).header("Content-Type", "application/json");
        answer(request.send(body.to_string()))
    }
}

/// How long the server wants us to wait, if it had too many uploads.
fn pause(response: &Response<Body>) -> Option<Duration> {
    let after = response.headers().get("Retry-After").filter(|_| response.status() == 429)?;
    let seconds: u64 = after.to_str().ok()?.parse().ok()?;
    (seconds <= PAUSE).then(|| Duration::from_secs(seconds))
}

fn answer(response: Result<Response<Body>, ureq::Error>) -> anyhow::Result<Answer> {
    let mut response = response.context("the server cannot be reached")?;
    let status = response.status().as_u16();
    let text = response.body_mut().with_config().limit(LIMIT).read_to_string()?;
    Ok(Answer { status, body: serde_json::from_str(&text).unwrap_or(Value::Null) })
}
