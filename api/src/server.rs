//! Starts the HTTP server on a listener that is bound already.

use std::net::TcpListener;
use std::num::NonZero;
use std::os::unix::net::UnixListener;

use actix_web::HttpServer;
use actix_web::dev::{Server, ServerHandle};
use actix_web::web::Data;
use content::Store;
use content::links::checker::Reach;
use tokio::sync::watch;

use crate::mirror::Upstream;
pub use crate::proxies::{Network, NetworkError};
use crate::state::State;

/// How long requests may take to end after the server was told to stop, in seconds.
const DRAIN: u64 = 20;

/// How many uploads of texts one token may make in a minute, if the operator says nothing else.
pub const UPLOADS_PER_MINUTE: NonZero<u32> = NonZero::new(120).expect("more than none");

/// After how many days the audit forgets networks, if the operator says nothing else.
pub const AUDIT_DAYS: u32 = 90;
/// How often it may be tried in a minute to sign in to one account, if the operator says nothing else.
pub const ATTEMPTS_PER_MINUTE: NonZero<u32> = NonZero::new(10).expect("more than none");
/// How often links of invitations may be used in a minute from one network, where many may share an address.
pub const VISITS_PER_MINUTE: NonZero<u32> = NonZero::new(240).expect("more than none");

/// What a server is started with.
#[derive(Clone)]
pub struct Options {
    /// The database.
    pub store: Store,
    /// What absolute addresses begin with, such as `https://lotse.example`.
    pub public_url: String,
    /// How many threads answer requests.
    pub workers: usize,
    /// The server whose regions are shown, instead of own ones.
    pub upstream: Option<Upstream>,
    /// How many uploads of texts one token may make in a minute.
    pub uploads_per_minute: NonZero<u32>,
    /// The proxies whose word is taken for where a request comes from.
    pub trusted_proxies: Vec<Network>,
    /// After how many days the audit forgets from which network a change came.
    pub audit_days: u32,
    /// The path that everything is below, such as `/lotse`; empty at the root. `public_url` ends with it.
    pub base_path: String,
    /// Which addresses on other servers are visited to find links that lead nowhere; none without it.
    pub check_links: Option<Reach>,
    /// How often it may be tried in a minute to sign in to one account.
    pub attempts_per_minute: NonZero<u32>,
    /// How often links of invitations may be used in a minute from one network.
    pub visits_per_minute: NonZero<u32>,
}

/// Where requests arrive.
#[derive(Debug)]
pub enum Listener {
    /// At a port.
    Tcp(TcpListener),
    /// At a socket of this machine.
    Unix(UnixListener),
}

impl From<TcpListener> for Listener {
    fn from(listener: TcpListener) -> Self {
        Self::Tcp(listener)
    }
}

impl Options {
    /// A server with one thread per core.
    pub fn new(store: Store, public_url: impl Into<String>) -> Self {
        let workers = std::thread::available_parallelism().map_or(2, NonZero::get);
        Self {
            store,
            public_url: public_url.into(),
            workers,
            upstream: None,
            uploads_per_minute: UPLOADS_PER_MINUTE,
            trusted_proxies: Vec::new(),
            base_path: String::new(),
            audit_days: AUDIT_DAYS,
            check_links: None,
            attempts_per_minute: ATTEMPTS_PER_MINUTE,
            visits_per_minute: VISITS_PER_MINUTE,
        }
    }
}

/// Stops a server.
#[derive(Clone)]
pub struct Handle {
    server: ServerHandle,
    streams: watch::Sender<bool>,
}

impl Handle {
    /// Accepts nothing more; `gracefully` lets requests end that are being answered. Streams, which have no end of their
    /// own, end at once.
    pub async fn stop(&self, gracefully: bool) {
        self.streams.send_replace(true);
        self.server.stop(gracefully).await;
    }
}

/// Serves on `listener` while the server is awaited, until the handle is told to stop; signals are the caller's business.
pub fn serve(listener: impl Into<Listener>, options: Options) -> std::io::Result<(Server, Handle)> {
    let workers = options.workers;
    let state = Data::new(State::new(options));
    let streams = state.signals.closing();
    let server =
        HttpServer::new(move || crate::app(state.clone())).workers(workers).disable_signals().shutdown_timeout(DRAIN);
    let server = match listener.into() {
        Listener::Tcp(listener) => server.listen(listener)?,
        Listener::Unix(listener) => server.listen_uds(listener)?,
    };
    let server = server.run();
    let handle = Handle { server: server.handle(), streams };
    Ok((server, handle))
}
