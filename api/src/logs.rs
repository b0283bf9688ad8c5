//! What is written about requests: failures and slow ones, and nothing that tells who asked.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;

use crate::error::Failure;

/// Slower answers are written down.
const SLOW: Duration = Duration::from_millis(500);

/// Numbers the requests that were written down, so that lines about one of them are found together.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// Whether a line is written about such an answer.
pub(crate) fn is_notable(status: StatusCode, took: Duration) -> bool {
    status.is_client_error() || status.is_server_error() || took >= SLOW
}

/// Writes one line: the route and not the address asked for, which may hold a name.
pub(crate) fn write(request: &HttpRequest, status: StatusCode, took: Duration, failure: Option<&Failure>) -> u64 {
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    let route = request.match_pattern();
    let route = route.as_deref().unwrap_or("-");
    let method = request.method().as_str();
    let (status, millis) = (status.as_u16(), u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
    match failure.filter(|_| status >= 500) {
        Some(cause) => tracing::error!(request = id, method, route, status, millis, %cause, "failed"),
        None if status >= 500 => tracing::error!(request = id, method, route, status, millis, "failed"),
        None if status >= 400 => tracing::info!(request = id, method, route, status, millis, "refused"),
        None => tracing::warn!(request = id, method, route, status, millis, "slow"),
    }
    id
}

/// Writes what happens to standard error: for people on a terminal, as JSON for programs elsewhere.
pub fn start() {
    let filter = tracing_subscriber::EnvFilter::new("info,actix_server=warn");
    let writer = tracing_subscriber::fmt().with_writer(std::io::stderr).with_env_filter(filter).with_target(false);
    // A second start, as in tests, changes nothing.
    let _already_started = if std::io::stderr().is_terminal() { writer.try_init() } else { writer.json().try_init() };
}
