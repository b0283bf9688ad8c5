//! What every handler shares: the store, the prepared bodies, the catalogs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CONTENT_LANGUAGE, HeaderName, HeaderValue,
};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use content::catalog::Catalog;
use content::directory::Entry;
use content::links::checker::{Options as LinkOptions, Reach};
use content::publisher::Publisher;
use content::watcher::Watcher;
use content::{Db, Error, Store};
use utoipa::openapi::Server;
use uuid::Uuid;

use crate::activity::Activity;
use crate::bundles::Form;
use crate::coverage::Format;
use crate::error::Failure;
use crate::limits::{Attempts, Uploads, Visits};
use crate::metrics::Metrics;
use crate::mirror::Mirror;
use crate::openapi;
use crate::prepared::{self, Body, Built, Delivery, Freshness, Prepared};
use crate::proxies::Network;
use crate::server::Options;
use crate::sync::{self, Signals};
use crate::v3;
use crate::views;

/// How many regions' catalogs are kept between rebuilds.
const CATALOGS: usize = 32;

/// What is prepared: one variant per kind of body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// `/api/v1/regions`.
    Regions,
    /// `/api/v1/regions/{region}`.
    Region(i64),
    /// `/api/v1/regions/{region}/languages`.
    Languages(i64),
    /// `/api/v1/regions/{region}/{tag}/pages`.
    Pages {
        /// The region.
        region: i64,
        /// The language.
        language: i64,
    },
    /// `/api/v1/regions/{region}/{tag}/pages/{page}`, and the page at a path.
    Page {
        /// The region.
        region: i64,
        /// The language.
        language: i64,
        /// The page.
        page: Uuid,
        /// Asked for by a path: whether that is another than its path now.
        moved: Option<bool>,
    },
    /// `/api/v1/regions/{region}/pages/{page}/translations`.
    Translations {
        /// The region.
        region: i64,
        /// The page.
        page: Uuid,
    },
    /// An answer of the v3 face.
    V3(v3::Key),
    /// A page in the browser.
    View(views::Key),
    /// An answer of delta sync.
    Sync(sync::Key),
    /// `/api/v1/regions/{region}/coverage`.
    Coverage {
        /// The region.
        region: i64,
        /// How the figures are written down.
        format: Format,
    },
    /// `/api/v1/regions/{region}/bundles/{tag}`.
    Bundles {
        /// The region.
        region: i64,
        /// The language.
        language: i64,
    },
    /// `/api/v1/regions/{region}/bundles/{tag}/{name}`.
    Bundle {
        /// The region.
        region: i64,
        /// The language.
        language: i64,
        /// The name of the bundle.
        name: String,
        /// The form that it has there.
        form: Form,
    },
    /// `/api/v1/regions/{region}/bundles/{tag}/{name}/coverage`.
    BundleCoverage {
        /// The region.
        region: i64,
        /// The language.
        language: i64,
        /// The name of the bundle.
        name: String,
    },
    /// `/regions/{region}/coverage`.
    CoveragePage {
        /// The region.
        region: i64,
        /// The place of the page's language among those with texts.
        language: usize,
    },
}

/// What is kept beside the bytes of a prepared body.
#[derive(Debug)]
pub(crate) enum Extra {
    /// Nothing.
    None,
    /// What changed in a list of the v3 face, and when.
    Changes(v3::Changes),
}

/// The store of prepared bodies.
pub(crate) type Bodies = Prepared<Key, Extra, Error>;

/// Who keeps current what delta sync serves.
enum Upkeep {
    /// Makes objects and heads of what was written here.
    Publisher { _publisher: Publisher },
    /// Fetches what another server has published.
    Mirror { _mirror: Mirror },
}

/// What every handler shares.
pub(crate) struct State {
    /// The database.
    pub(crate) store: Store,
    /// What absolute addresses begin with; no slash at its end.
    pub(crate) public_url: String,
    /// The path that everything is below; empty at the root, no slash at its end.
    pub(crate) base_path: String,
    /// The proxies whose word is taken for where a request comes from.
    pub(crate) trusted_proxies: Vec<Network>,
    /// Answers that many clients repeat.
    pub(crate) prepared: Bodies,
    /// The published pages of regions that were read lately.
    pub(crate) catalogs: Catalogs,
    /// Who is told of new heads.
    pub(crate) signals: Signals,
    /// Who is editing what.
    pub(crate) activity: Activity,
    /// When this process began to serve.
    started: Instant,
    /// What is counted.
    pub(crate) metrics: Metrics,
    /// How often somebody may upload.
    pub(crate) uploads: Uploads,
    /// How often somebody may try to prove who they are.
    pub(crate) attempts: Attempts,
    /// How often links of invitations may be used.
    pub(crate) visits: Visits,
    /// The methods that each route accepts, in the form of the header `Allow`.
    pub(crate) methods: BTreeMap<String, String>,
    /// The description of the API, JSON.
    pub(crate) description: Bytes,
    /// Notices what other processes write, as long as this lives.
    _watcher: Watcher,
    /// Whether another server's regions are shown, which cannot be changed here.
    pub(crate) is_mirror: bool,
    /// Which addresses on other servers are visited; none without it.
    pub(crate) check_links: Option<Reach>,
    /// Keeps current what delta sync serves, as long as this lives.
    _upkeep: Upkeep,
}

impl State {
    /// For a server with these options.
    pub(crate) fn new(options: Options) -> Self {
        let Options { store, public_url, upstream, uploads_per_minute, attempts_per_minute, .. } = options;
        let Options { trusted_proxies, base_path, audit_days, check_links, visits_per_minute, .. } = options;
        let mut api = openapi::describe();
        if !base_path.is_empty() {
            api.servers = Some(vec![Server::new(&base_path)]);
        }
        let links = check_links.map(|reach| LinkOptions::new(reach, &public_url));
        let upkeep = match &upstream {
            Some(upstream) => Upkeep::Mirror { _mirror: Mirror::start(&store, upstream) },
            None => Upkeep::Publisher { _publisher: Publisher::with_checker(store.clone(), audit_days, links) },
        };
        Self {
            _watcher: Watcher::start(store.clone()),
            is_mirror: upstream.is_some(),
            check_links,
            _upkeep: upkeep,
            store,
            public_url: public_url.trim_end_matches('/').to_owned(),
            base_path,
            trusted_proxies,
            prepared: Prepared::new(prepared::LIMIT),
            catalogs: Catalogs::default(),
            signals: Signals::default(),
            activity: Activity::default(),
            started: Instant::now(),
            metrics: Metrics::new(),
            uploads: Uploads::new(uploads_per_minute),
            attempts: Attempts::new(attempts_per_minute),
            visits: Visits::new(visits_per_minute),
            methods: openapi::methods(&api),
            description: Bytes::from(openapi::to_json(&api)),
        }
    }

    /// For how long this process has been serving.
    pub(crate) fn uptime(&self) -> Duration {
        self.started.elapsed()
    }

    /// Answers with the body of `key` if it is at hand and as new as `stamp`: the way of almost every request.
    pub(crate) async fn ready(&self, request: &HttpRequest, key: &Key, stamp: i64) -> Option<HttpResponse> {
        let body = self.prepared.fresh(key, stamp_of(stamp))?;
        Some(body.respond(request).await)
    }

    /// Answers with the body of `key`, at least as new as `stamp` (see [`Freshness`]).
    ///
    /// When it has to be made, `read` runs on one snapshot, then `render` makes bytes of it without a connection.
    pub(crate) async fn answer<T, R, W>(
        &self,
        request: &HttpRequest,
        key: Key,
        stamp: i64,
        freshness: Freshness,
        steps: (R, W),
    ) -> Result<HttpResponse, Failure>
    where
        T: Send + 'static,
        R: FnOnce(&mut Db) -> content::Result<T> + Send + 'static,
        W: FnOnce(T) -> content::Result<Built<Extra>> + Send + 'static,
    {
        let build = || {
            let store = self.store.clone();
            async move {
                let (read, render) = steps;
                let value = store.read(read).await?;
                on_a_thread(move || render(value)).await
            }
        };
        self.built(request, key, stamp, freshness, build).await
    }

    /// Answers with the body of `key`, at least as new as `stamp`; `build` tells how to make it when it is not at hand,
    /// unless somebody else makes it.
    pub(crate) async fn built<F, B>(
        &self,
        request: &HttpRequest,
        key: Key,
        stamp: i64,
        freshness: Freshness,
        build: F,
    ) -> Result<HttpResponse, Failure>
    where
        F: FnOnce() -> B,
        B: Future<Output = content::Result<Built<Extra>>> + Send + 'static,
    {
        if let Some(answer) = self.ready(request, &key, stamp).await {
            return Ok(answer);
        }
        let making = build();
        let build = move |_previous: Option<Arc<Body<Extra>>>| making;
        let body = self.prepared.body(&key, stamp_of(stamp), freshness, build).await?;
        Ok(body.respond(request).await)
    }

    /// The published pages of a region as they stand now; asks the database only when they have changed.
    pub(crate) async fn catalog(self: &Arc<Self>, entry: &Entry) -> Result<Arc<Catalog>, Failure> {
        let (region, edits) = (entry.region.id, entry.edits());
        if let Some(known) = self.catalogs.known(region).filter(|known| known.counter.edits >= edits) {
            return Ok(known);
        }
        let state = Arc::clone(self);
        Ok(self.store.read(move |db| state.catalogs.load(db, region)).await?)
    }
}

/// A counter of the store as [`Prepared`] takes it.
pub(crate) fn stamp_of(counter: i64) -> u64 {
    u64::try_from(counter).unwrap_or_default()
}

/// Runs `work` where it may take long.
pub(crate) async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> content::Result<T> + Send + 'static,
) -> content::Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|stopped| Err(Error::Unavailable(stopped.to_string())))
}

/// JSON that everybody may read, in `language` if it is in one.
pub(crate) fn json<T: serde::Serialize>(
    value: &T,
    stamp: i64,
    language: Option<&str>,
) -> content::Result<Built<Extra>> {
    let bytes = serde_json::to_vec(value).map_err(|error| Error::Corrupt(error.to_string()))?;
    let mut headers = open_to_all();
    if let Some(tag) = language.and_then(|tag| HeaderValue::from_str(tag).ok()) {
        headers.push((CONTENT_LANGUAGE, tag));
    }
    Ok(Built {
        identity: Bytes::from(bytes),
        content_type: HeaderValue::from_static("application/json"),
        headers,
        delivery: Delivery::default(),
        stamp: stamp_of(stamp),
        extra: Extra::None,
    })
}

/// The headers that let a page of any other site read an answer.
pub(crate) fn open_to_all() -> Vec<(HeaderName, HeaderValue)> {
    vec![
        (ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
        (ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("ETag, Lotse-Revision")),
    ]
}

/// The catalogs of the regions that were read last, so that the next one reads only what has changed.
#[derive(Debug, Default)]
pub(crate) struct Catalogs(Mutex<Vec<Arc<Catalog>>>);

impl Catalogs {
    /// The newest catalog of `region` that was read.
    pub(crate) fn known(&self, region: i64) -> Option<Arc<Catalog>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let index = kept.iter().position(|catalog| catalog.region.id == region)?;
        kept[..=index].rotate_right(1);
        kept.first().cloned()
    }

    /// The catalog of `region` in the snapshot of `db`.
    pub(crate) fn load(&self, db: &mut Db, region: i64) -> content::Result<Arc<Catalog>> {
        let known = self.known(region);
        let read = Arc::new(Catalog::load(db, region, known.as_deref())?);
        self.keep(&read);
        Ok(read)
    }

    fn keep(&self, read: &Arc<Catalog>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same_region = |catalog: &Arc<Catalog>| catalog.region.id == read.region.id;
        if kept.iter().any(|catalog| same_region(catalog) && catalog.counter.edits > read.counter.edits) {
            return;
        }
        kept.retain(|catalog| !same_region(catalog));
        kept.insert(0, Arc::clone(read));
        kept.truncate(CATALOGS);
    }
}
