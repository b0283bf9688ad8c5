//! Hosts that are visited: one request at a time to each, and a pause between two.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The longest that a request waits for its turn; whoever has to wait longer comes again another day.
const PATIENCE: Duration = Duration::from_secs(30);
/// So many hosts are remembered before those are forgotten that wait for nothing.
const MANY: usize = 1000;

/// Whose turn it is, by the name of the host.
#[derive(Debug)]
pub(super) struct Hosts {
    pause: Duration,
    known: Mutex<HashMap<String, Host>>,
    freed: Condvar,
}

#[derive(Debug)]
struct Host {
    is_busy: bool,
    free: Instant,
}

/// The right to ask one host; the pause begins when this is dropped.
#[derive(Debug)]
pub(super) struct Turn<'a> {
    hosts: &'a Hosts,
    host: String,
    rest: Duration,
}

impl Hosts {
    pub(super) fn new(pause: Duration) -> Self {
        Self { pause, known: Mutex::default(), freed: Condvar::new() }
    }

    /// Waits until `host` may be asked; tells how much longer it wants to be left alone if that is long.
    pub(super) fn enter(&self, host: &str) -> Result<Turn<'_>, Duration> {
        let mut known = self.lock();
        loop {
            let now = Instant::now();
            let left = match known.get(host) {
                Some(host) if host.is_busy => PATIENCE,
                Some(host) => host.free.saturating_duration_since(now),
                None => Duration::ZERO,
            };
            if left.is_zero() {
                known.insert(host.to_owned(), Host { is_busy: true, free: now });
                return Ok(Turn { hosts: self, host: host.to_owned(), rest: self.pause });
            }
            if left > PATIENCE.max(self.pause) {
                return Err(left);
            }
            known = self.freed.wait_timeout(known, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Host>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn<'_> {
    /// The host wants to be left alone for so long.
    pub(super) fn rest(&mut self, rest: Duration) {
        self.rest = self.rest.max(rest);
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let now = Instant::now();
        let mut known = self.hosts.lock();
        if known.len() > MANY {
            known.retain(|_, host| host.is_busy || host.free > now);
        }
        known.insert(std::mem::take(&mut self.host), Host { is_busy: false, free: now + self.rest });
        self.hosts.freed.notify_all();
    }
}
