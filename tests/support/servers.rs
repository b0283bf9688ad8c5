//! The real server, in this process, on a port and a database of its own.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use api::mirror::Upstream;
use api::server::{Handle, Options, serve};
use content::heads::Current;
use sync::client::Trust;

use super::clients::{Client, Request};
use super::{Database, wait};

/// A running server; it stops when the test is over.
pub(crate) struct Server {
    database: Database,
    client: Client,
    address: SocketAddr,
    handle: Handle,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// A server on an empty database.
    pub(crate) fn start() -> Self {
        Self::on(Database::new())
    }

    /// A server on `database`.
    pub(crate) fn on(database: Database) -> Self {
        Self::with(database, |_| ())
    }

    /// A server that takes so many uploads in a minute from each token.
    pub(crate) fn with_uploads_per_minute(uploads: u32) -> Self {
        Self::with(Database::new(), |options| options.uploads_per_minute = uploads.try_into().unwrap())
    }

    /// A server where it may be tried so often in a minute to sign in to one account, six times as often in one network.
    pub(crate) fn with_attempts_per_minute(attempts: u32) -> Self {
        Self::with(Database::new(), |options| options.attempts_per_minute = attempts.try_into().unwrap())
    }

    /// A server where links of invitations may be used so often in a minute from one network.
    pub(crate) fn with_visits_per_minute(visits: u32) -> Self {
        Self::with(Database::new(), |options| options.visits_per_minute = visits.try_into().unwrap())
    }

    /// A server that mirrors `regions` of the server at `url`.
    pub(crate) fn mirroring(url: &str, regions: &[&str]) -> Self {
        let database = Database::new();
        let upstream = Upstream {
            url: url.to_owned(),
            regions: regions.iter().map(|region| (*region).to_owned()).collect(),
            folder: database.folder().join("data/mirror"),
            trust: Trust::FirstContact,
        };
        Self::with(database, |options| options.upstream = Some(upstream))
    }

    /// A server with other options than the usual ones.
    pub(crate) fn with(database: Database, adapt: impl FnOnce(&mut Options)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let mut options = Options::new(database.store.clone(), PUBLIC_URL);
        adapt(&mut options);
        let (sender, receiver) = mpsc::channel();
        let thread = thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let (server, handle) = serve(listener, options).unwrap();
                sender.send(handle).unwrap();
                server.await.unwrap();
            });
        });
        let handle = receiver.recv().expect("the server starts");
        Self { database, client: Client::new(format!("http://{address}")), address, handle, thread: Some(thread) }
    }

    /// Waits until the head of `region` has at least the revision `rev`, and tells it.
    pub(crate) fn head_of(&self, region: &str, rev: i64) -> Arc<Current> {
        let heads = self.store.heads();
        let mut news = heads.subscribe();
        let known = self.store.directory().region(region).and_then(|entry| heads.of(entry.region.id));
        wait(async {
            let mut newest = known;
            loop {
                match newest.filter(|head| head.head.region == region && head.head.rev >= rev) {
                    Some(head) => return head,
                    None => newest = Some(news.recv().await.unwrap()),
                }
            }
        })
    }

    /// Tells the server to stop, and waits until requests have ended.
    pub(crate) fn stop(&self) {
        wait(self.handle.stop(true));
    }

    /// A client with an administrator's token.
    pub(crate) fn admin(&self) -> Client {
        self.client.with_token(self.token())
    }

    /// A new administrator's token.
    pub(crate) fn token(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test {}", COUNT.fetch_add(1, Ordering::Relaxed));
        wait(self.store.write(move |db, world| content::tokens::create(db, &name, world))).unwrap()
    }

    pub(crate) fn get(&self, path: &str) -> Request {
        self.client.get(path)
    }

    pub(crate) fn head(&self, path: &str) -> Request {
        self.client.head(path)
    }

    /// Where it really listens, as an address.
    pub(crate) fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A client without a token.
    pub(crate) fn anybody(&self) -> &Client {
        &self.client
    }

    /// The bytes that come back for `request`, which needs `Connection: close`.
    pub(crate) fn raw(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.write_all(request).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        answer
    }
}

/// What absolute URLs begin with in the tests.
pub(crate) const PUBLIC_URL: &str = "https://lotse.example";

impl Deref for Server {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.database
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        wait(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let stopped = thread.join();
            assert!(stopped.is_ok() || thread::panicking(), "the server panicked");
        }
    }
}
