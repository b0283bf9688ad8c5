//! Asking a running Integreat system for a region: conditionally where it can, and with patience.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use serde::Deserialize;
use sha2::{Digest, Sha256};
use url::Url;

use crate::import::integreat::{Defaults, ReadError, Reading};
use crate::import::{Source, hex};
use crate::regions::{BoundingBox, Features, NewRegion, Point, Status};

/// The longest a single answer may take; the list of a large city takes seconds to be made over there.
const TIMEOUT: Duration = Duration::from_secs(120);
/// The largest answer that is read.
const MAX_ANSWER: u64 = 64 << 20;

/// Asks v3 APIs, and remembers what they last said.
pub struct Fetcher {
    agent: ureq::Agent,
    remembered: HashMap<String, Remembered>,
}

/// What identifies the answer of an address that was imported last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remembered {
    etag: Option<String>,
    modified: Option<String>,
    hash: String,
}

/// A region as it was read, and what to remember once it is imported.
pub struct Fetched {
    /// The source; none when nothing has changed since what is remembered.
    pub source: Option<Source>,
    answers: Vec<(String, Remembered)>,
}

#[derive(Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the switches of the v3 API")]
struct RawRegion {
    name_without_prefix: Option<String>,
    name: String,
    #[serde(default)]
    prefix: String,
    #[serde(default)]
    plz: String,
    live: bool,
    longitude: Option<f64>,
    latitude: Option<f64>,
    bounding_box: Option<BoundingBox>,
    #[serde(default)]
    aliases: Option<BTreeMap<String, Point>>,
    languages: Vec<RawLanguage>,
    #[serde(default)]
    extras: bool,
    #[serde(default)]
    events: bool,
    #[serde(default)]
    pois: bool,
    #[serde(default)]
    push_notifications: bool,
    #[serde(default)]
    external_news: bool,
    #[serde(default)]
    contacts: bool,
}

#[derive(Deserialize)]
struct RawLanguage {
    code: String,
    bcp47_tag: Option<String>,
}

enum Answer {
    Unchanged,
    Body(Vec<u8>, Remembered),
}

impl Default for Fetcher {
    fn default() -> Self {
        Self::new()
    }
}

impl Fetcher {
    /// Asks with a name of our own, and gives up after two minutes.
    pub fn new() -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .user_agent(concat!("lotse/", env!("CARGO_PKG_VERSION")))
            .http_status_as_error(false);
        Self { agent: config.build().into(), remembered: HashMap::new() }
    }

    /// Reads the region and the pages of all its languages; those that have not changed are left out.
    pub fn read(&self, base: &Url, defaults: &Defaults, progress: &dyn Fn(&str)) -> Result<Fetched, ReadError> {
        let base = base.as_str().trim_end_matches('/').trim_end_matches("/api/v3");
        let url = format!("{base}/api/v3/regions/{}/", defaults.slug);
        progress(&url);
        let wrong = |cause: String| ReadError::Api { url: url.clone(), cause };
        let Answer::Body(body, _) = self.ask(&url, None).map_err(wrong)? else {
            return Err(wrong("it says that nothing has changed without being asked".to_owned()));
        };
        let region: RawRegion = serde_json::from_slice(&body).map_err(|error| wrong(error.to_string()))?;
        let mut reading = Reading::new(region.described(defaults));
        let mut answers = Vec::new();
        for language in &region.languages {
            let url = format!("{base}/api/v3/{}/{}/pages/", defaults.slug, language.code);
            progress(&url);
            match self.ask(&url, self.remembered.get(&url)) {
                Ok(Answer::Unchanged) => {}
                Ok(Answer::Body(body, remember)) => {
                    reading.add(&language.code, language.bcp47_tag.as_deref(), &url, Ok(body));
                    answers.push((url, remember));
                }
                Err(cause) => reading.add(&language.code, None, &url, Err(cause)),
            }
        }
        let source = reading.finish()?;
        let is_news = !source.languages.is_empty() || !source.unreadable.is_empty();
        Ok(Fetched { source: is_news.then_some(source), answers })
    }

    /// Remembers what was imported, so that it need not be read again.
    pub fn remember(&mut self, fetched: Vec<(String, Remembered)>) {
        self.remembered.extend(fetched);
    }

    fn ask(&self, url: &str, known: Option<&Remembered>) -> Result<Answer, String> {
        let mut request = self.agent.get(url);
        if let Some(etag) = known.and_then(|known| known.etag.as_deref()) {
            request = request.header("If-None-Match", etag);
        }
        if let Some(modified) = known.and_then(|known| known.modified.as_deref()) {
            request = request.header("If-Modified-Since", modified);
        }
        let mut answer = request.call().map_err(|error| error.to_string())?;
        if answer.status() == 304 {
            return Ok(Answer::Unchanged);
        }
        if answer.status() != 200 {
            return Err(format!("status {}", answer.status().as_u16()));
        }
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let (etag, modified) = (header("etag"), header("last-modified"));
        let body = answer.body_mut().with_config().limit(MAX_ANSWER).read_to_vec().map_err(|error| error.to_string())?;
        let hash = hex(&Sha256::digest(&body));
        if known.is_some_and(|known| known.hash == hash) {
            return Ok(Answer::Unchanged);
        }
        Ok(Answer::Body(body, Remembered { etag, modified, hash }))
    }
}

impl Fetched {
    /// What to give to [`Fetcher::remember`] after the import.
    pub fn answers(self) -> Vec<(String, Remembered)> {
        self.answers
    }
}

impl RawRegion {
    /// The region as the other side describes it; what it does not say is taken from `defaults`.
    fn described(&self, defaults: &Defaults) -> NewRegion {
        let centre = self.longitude.zip(self.latitude);
        NewRegion {
            name: self.name_without_prefix.clone().unwrap_or_else(|| self.name.clone()),
            prefix: self.prefix.clone(),
            status: if self.live { Status::Active } else { Status::Hidden },
            postal_code: self.plz.clone(),
            centre: centre.map(|(longitude, latitude)| Point { longitude, latitude }),
            bounding_box: self.bounding_box,
            aliases: self.aliases.clone().unwrap_or_default(),
            features: Features {
                events: self.events,
                places: self.pois,
                push_notifications: self.push_notifications,
                external_news: self.external_news,
                contacts: self.contacts,
                offers: self.extras,
                chat: false,
            },
            ..defaults.region()
        }
    }
}
