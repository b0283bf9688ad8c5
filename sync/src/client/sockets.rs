//! Sockets: counting what a connection carries, below TLS.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

/// The bytes that all connections of a client have carried.
#[derive(Debug, Default)]
pub(crate) struct Sockets {
    sent: AtomicU64,
    received: AtomicU64,
}

impl Sockets {
    /// The bytes sent and received.
    pub(crate) fn counted(&self) -> (u64, u64) {
        (self.sent.load(Ordering::Relaxed), self.received.load(Ordering::Relaxed))
    }
}

/// Wraps the connection that the connectors before it have made.
#[derive(Debug)]
pub(crate) struct Counted {
    sockets: Arc<Sockets>,
}

impl Counted {
    pub(crate) fn new(sockets: Arc<Sockets>) -> Self {
        Self { sockets }
    }
}

impl<In: Transport> Connector<In> for Counted {
    type Out = CountedTransport<In>;

    fn connect(&self, _: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        Ok(chained.map(|inner| CountedTransport { inner, sockets: self.sockets.clone() }))
    }
}

/// A connection whose bytes are counted.
#[derive(Debug)]
pub(crate) struct CountedTransport<In> {
    inner: In,
    sockets: Arc<Sockets>,
}

impl<In: Transport> Transport for CountedTransport<In> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.sockets.sent.fetch_add(amount as u64, Ordering::Relaxed);
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let before = self.inner.buffers().input().len();
        let more = self.inner.await_input(timeout)?;
        let arrived = self.inner.buffers().input().len() - before;
        self.sockets.received.fetch_add(arrived as u64, Ordering::Relaxed);
        Ok(more)
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}
