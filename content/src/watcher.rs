//! Notices what other processes have written: an import beside the server, or another server on the same database.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::db::{Db, Store, data_version};
use crate::directory::Directory;
use crate::error::Result;
use crate::refresh;
use crate::revision;

/// How often the database is asked; what others wrote is seen this much later at most.
const PACE: Duration = Duration::from_millis(250);

/// A thread that keeps the directory of a store current; it ends when this is dropped.
pub struct Watcher {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watcher {
    /// Begins to watch the database of `store`.
    pub fn start(store: Store) -> Self {
        let (stop, stopped) = channel();
        let thread = std::thread::spawn(move || watch(&store, &stopped));
        Self { stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A thread that has panicked has nothing left to stop.
            drop(thread.join());
        }
    }
}

fn watch(store: &Store, stopped: &Receiver<()>) {
    let mut connection = None;
    let mut failing = false;
    while stopped.recv_timeout(PACE) == Err(RecvTimeoutError::Timeout) {
        let looked = look(store, &mut connection);
        if let Err(error) = &looked {
            connection = None;
            if !failing {
                tracing::warn!(%error, "changes of other processes cannot be seen; trying again");
            }
        }
        failing = looked.is_err();
    }
}

/// A connection that stays open, and the version of the data that it saw last.
struct Connection {
    db: Db,
    seen: Option<i64>,
    /// Highest id and number of rows in `refresh`.
    pending: (i64, i64),
}

fn look(store: &Store, connection: &mut Option<Connection>) -> Result<()> {
    let connection = match connection {
        Some(connection) => connection,
        None => connection.insert(Connection { db: store.connect()?, seen: None, pending: (0, 0) }),
    };
    let version = data_version(&mut connection.db)?;
    if version.is_some() && version == connection.seen {
        return Ok(());
    }
    let known = store.directory();
    let counters = revision::all(&mut connection.db)?;
    if counters.iter().any(|counter| known.is_behind(counter)) {
        store.known().replace(Directory::load(&mut connection.db)?);
    }
    for counter in counters.iter().filter(|counter| known.is_ahead(counter)) {
        store.settle_now(counter.region)?;
    }
    let pending = refresh::rows::newest(&mut connection.db)?;
    let has_work = pending != std::mem::replace(&mut connection.pending, pending);
    if store.heads().refresh(&mut connection.db)? || has_work {
        store.known().wake();
    }
    connection.seen = version;
    Ok(())
}
