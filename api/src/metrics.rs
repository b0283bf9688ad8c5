//! Counts of requests and their times by the name of the route, in the text format of Prometheus.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::http::header::CONTENT_TYPE;
use actix_web::http::{Method, StatusCode};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::links::checker::Figures;
use content::write::Merged;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::access::Open;
use crate::error::Failure;
use crate::state::State;

/// From a prepared answer to a page with much HTML, in seconds.
const BUCKETS: [f64; 11] = [0.000_1, 0.000_25, 0.001, 0.002_5, 0.01, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0];

/// All counts of one server.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    durations: Family<Route, Histogram>,
    regions: Gauge,
    bodies: Gauge,
    bytes: Gauge,
    merged: Counter,
    too_large: Counter,
    links: Gauge,
    dead: Gauge,
    unchecked: Gauge,
    visits: Counter,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    route: Arc<str>,
    method: Class,
    status: Class,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: Arc<str>,
}

/// A kind of method or status, so that the number of series stays small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Class(&'static str);

impl EncodeLabelValue for Class {
    fn encode(&self, encoder: &mut prometheus_client::encoding::LabelValueEncoder<'_>) -> Result<(), std::fmt::Error> {
        encoder.write_str(self.0)
    }
}

const METHODS: [Class; 2] = [Class("read"), Class("write")];
const STATUSES: [Class; 5] = [Class("2xx"), Class("3xx"), Class("4xx"), Class("5xx"), Class("other")];

impl Metrics {
    pub(crate) fn new() -> Self {
        let requests = Family::default();
        let durations: Family<Route, Histogram> = Family::new_with_constructor(|| Histogram::new(BUCKETS));
        let (regions, bodies, bytes) = (Gauge::default(), Gauge::default(), Gauge::default());
        let (merged, too_large) = (Counter::default(), Counter::default());
        let mut registry = Registry::with_prefix("lotse");
        registry.register("requests", "Answers, by route, kind of method and kind of status", requests.clone());
        registry.register_with_unit(
            "request_duration",
            "Time until an answer was ready",
            Unit::Seconds,
            durations.clone(),
        );
        registry.register("regions", "Regions of any status", regions.clone());
        registry.register("prepared_bodies", "Answers held in memory", bodies.clone());
        registry.register_with_unit("prepared", "Memory of the answers and their codings", Unit::Bytes, bytes.clone());
        let help = "Bundles that were merged, one for each region and language";
        registry.register("bundles_merged", help, merged.clone());
        let help = "Merged bundles that were too large, so that readers keep the one before";
        registry.register("bundles_too_large", help, too_large.clone());
        let (links, dead, unchecked, visits) =
            (Gauge::default(), Gauge::default(), Gauge::default(), Counter::default());
        registry.register("links_known", "Addresses on other servers that texts link to", links.clone());
        registry.register("links_dead", "Those where nobody answers any more", dead.clone());
        registry.register("links_unchecked", "Those that were not visited yet, or are not public", unchecked.clone());
        registry.register("links_checked", "Visits to addresses on other servers", visits.clone());
        Self {
            registry,
            requests,
            durations,
            regions,
            bodies,
            bytes,
            merged,
            too_large,
            links,
            dead,
            unchecked,
            visits,
        }
    }

    fn series(&self, route: &str) -> Series {
        let route: Arc<str> = Arc::from(route);
        let of =
            |method, status| self.requests.get_or_create_owned(&Labels { route: Arc::clone(&route), method, status });
        let requests = METHODS.map(|method| STATUSES.map(|status| of(method, status)));
        let durations = self.durations.get_or_create_owned(&Route { route: Arc::clone(&route) });
        Series { requests, durations }
    }
}

/// The counts of one route.
struct Series {
    requests: [[Counter; STATUSES.len()]; METHODS.len()],
    durations: Histogram,
}

/// The series that one thread has used, by the name of their route, so that counting neither locks nor allocates.
#[derive(Clone)]
pub(crate) struct Counting {
    state: Data<State>,
    known: Rc<RefCell<HashMap<String, Rc<Series>>>>,
}

impl Counting {
    pub(crate) fn new(state: Data<State>) -> Self {
        Self { state, known: Rc::default() }
    }

    /// Counts one answer.
    pub(crate) fn count(&self, request: &HttpRequest, status: StatusCode, took: Duration) {
        let series = self.series(request);
        let method = usize::from(request.method() != Method::GET);
        let status = match status.as_u16() {
            200..=299 => 0,
            300..=399 => 1,
            400..=499 => 2,
            500..=599 => 3,
            _ => 4,
        };
        series.requests[method][status].inc();
        series.durations.observe(took.as_secs_f64());
    }

    fn series(&self, request: &HttpRequest) -> Rc<Series> {
        let name = request.match_name().unwrap_or_default();
        if let Some(series) = self.known.borrow().get(name) {
            return Rc::clone(series);
        }
        let series = Rc::new(self.state.metrics.series(if name.is_empty() { "other" } else { name }));
        self.known.borrow_mut().insert(name.to_owned(), Rc::clone(&series));
        series
    }
}

/// Counts of requests, times and memory, for Prometheus.
#[utoipa::path(get, path = "/metrics", operation_id = "metrics", tag = "operations", responses((status = OK, description = "OpenMetrics text", body = str, content_type = "application/openmetrics-text")))]
pub(crate) async fn show(_: Open, state: Data<State>) -> Result<HttpResponse, Failure> {
    let (metrics, (bodies, bytes)) = (&state.metrics, state.prepared.held());
    let gauge = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    metrics.regions.set(gauge(state.store.directory().regions().count()));
    metrics.bodies.set(gauge(bodies));
    metrics.bytes.set(gauge(bytes));
    let Merged { lines, too_large } = state.store.merged();
    metrics.merged.inner().store(lines, Ordering::Relaxed);
    metrics.too_large.inner().store(too_large, Ordering::Relaxed);
    let Figures { counts, visits } = state.store.links();
    metrics.links.set(counts.known);
    metrics.dead.set(counts.dead);
    metrics.unchecked.set(counts.unchecked);
    metrics.visits.inner().store(visits, Ordering::Relaxed);
    let mut text = String::new();
    encode(&mut text, &metrics.registry).map_err(|error| Failure::Internal(error.to_string()))?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8"))
        .body(text))
}
