//! Counts the bytes that prepared bodies and their codings hold.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The bytes held by everything of one store, beside the most it may hold.
#[derive(Debug)]
pub(super) struct Ledger {
    held: AtomicUsize,
    limit: usize,
}

impl Ledger {
    /// An empty ledger for at most `limit` bytes.
    pub(super) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self { held: AtomicUsize::new(0), limit })
    }

    /// How many bytes are held now.
    pub(super) fn held(&self) -> usize {
        self.held.load(Ordering::Relaxed)
    }

    /// Whether more is held than the limit allows.
    pub(super) fn is_over(&self) -> bool {
        self.held() > self.limit
    }

    /// Down to how many bytes to make room: an eighth under the limit, so that not every new body makes room
    /// again.
    pub(super) fn target(&self) -> usize {
        self.limit - self.limit / 8
    }

    /// Whether a body of `bytes` is small enough to be kept: one body never takes more than a quarter of the
    /// limit.
    pub(super) fn takes(&self, bytes: usize) -> bool {
        bytes <= self.limit / 4
    }

    /// Book `bytes` until the answer is dropped.
    pub(super) fn hold(self: &Arc<Self>, bytes: usize) -> Held {
        self.held.fetch_add(bytes, Ordering::Relaxed);
        Held { ledger: Arc::clone(self), bytes }
    }
}

/// Bytes booked in a ledger; dropping it gives them back.
#[derive(Debug)]
pub(super) struct Held {
    ledger: Arc<Ledger>,
    bytes: usize,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.ledger.held.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}
