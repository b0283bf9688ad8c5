//! One open stream: which heads it has told of, and what it tells next.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use content::Store;
use content::heads::Current;
use serde::Serialize;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::{Instant, timeout_at};

/// Between two signs of life.
const PAUSE: Duration = Duration::from_secs(20);
/// The sign of life: a comment.
const COMMENT: Bytes = Bytes::from_static(b":\n\n");

/// A region that a stream tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Watched {
    region: i64,
    /// The position of the head that was told last: `epoch_seq` and `serial`.
    told: (i64, i64),
}

impl Watched {
    /// `regions`, of which the events up to the one called `last` were told; what cannot be read says nothing.
    pub(super) fn since(last: &str, regions: &[i64]) -> Vec<Self> {
        let read = |position: &str| {
            let (epoch, serial) = position.split_once('-')?;
            Some((epoch.parse().ok()?, serial.parse().ok()?))
        };
        let told: Option<Vec<(i64, i64)>> = last.split(',').map(|position| read(position.trim())).collect();
        let told = told.filter(|told| told.len() == regions.len()).unwrap_or_else(|| vec![(0, 0); regions.len()]);
        regions.iter().zip(told).map(|(&region, told)| Self { region, told }).collect()
    }
}

/// What an event says.
#[derive(Serialize)]
struct News<'a> {
    epoch: &'a str,
    region: &'a str,
    rev: i64,
    spread_s: u32,
}

/// An open stream.
pub(super) struct Listener {
    store: Store,
    watched: Vec<Watched>,
    news: Receiver<Arc<Current>>,
    closing: watch::Receiver<bool>,
    until: Instant,
    is_new: bool,
    _place: OwnedSemaphorePermit,
}

impl Listener {
    /// A stream that tells of `watched` and ends at `until`, or when `closing` says so.
    pub(super) fn new(
        store: Store,
        watched: Vec<Watched>,
        closing: watch::Receiver<bool>,
        until: Instant,
        place: OwnedSemaphorePermit,
    ) -> Self {
        let news = store.heads().subscribe();
        Self { store, watched, news, closing, until, is_new: true, _place: place }
    }

    /// The next bytes, when there are some; `None` at the end.
    pub(super) async fn next(&mut self) -> Option<Bytes> {
        if std::mem::take(&mut self.is_new) {
            // The client sees at once that the stream is open.
            return Some(self.untold().unwrap_or(COMMENT));
        }
        let pause = self.until.min(Instant::now() + PAUSE);
        loop {
            let heard = tokio::select! {
                _ = self.closing.wait_for(|closing| *closing) => return None,
                heard = timeout_at(pause, self.news.recv()) => heard,
            };
            match heard {
                Err(_) if pause == self.until => return None,
                Err(_) => return Some(COMMENT),
                Ok(Err(RecvError::Closed)) => return None,
                Ok(Ok(current)) if !self.watches(current.region) => {}
                // The heads that are current now stand in for those that were missed.
                Ok(Ok(_) | Err(RecvError::Lagged(_))) => {
                    if let Some(events) = self.untold() {
                        return Some(events);
                    }
                }
            }
        }
    }

    fn watches(&self, region: i64) -> bool {
        self.watched.iter().any(|watched| watched.region == region)
    }

    /// An event for each region whose head is another than the one that was told.
    fn untold(&mut self) -> Option<Bytes> {
        let mut events = String::new();
        for at in 0..self.watched.len() {
            let Watched { region, told } = self.watched[at];
            let current = self.store.heads().of(region).filter(|current| current.head.order() != told);
            if let Some(current) = current {
                self.watched[at].told = current.head.order();
                self.write(&mut events, &current);
            }
        }
        (!events.is_empty()).then(|| events.into())
    }

    fn write(&self, events: &mut String, current: &Current) {
        let head = &current.head;
        let news = News { epoch: &head.epoch, region: &head.region, rev: head.rev, spread_s: head.poll.spread_s };
        let data = serde_json::to_string(&news).expect("strings and numbers are JSON");
        let positions = self.watched.iter().map(|watched| format!("{}-{}", watched.told.0, watched.told.1));
        let id = positions.collect::<Vec<_>>().join(",");
        write!(events, "event: head\nid: {id}\ndata: {data}\n\n").expect("a String takes every write");
    }
}

#[cfg(test)]
mod tests {
    use content::db::{Address, World};
    use content::epochs::Role;
    use tokio::sync::Semaphore;
    use tokio::time::sleep;

    use super::*;

    /// A stream of no region that ends after `lifetime`, and what ends it before.
    fn listener(lifetime: Duration) -> (Listener, watch::Sender<bool>, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let address = Address::Sqlite(folder.path().join("lotse.db").to_str().unwrap().to_owned());
        let store =
            Store::open(&address, folder.path(), Role::Server, World { now: || 0, random: || [0; 16] }).unwrap();
        let place = Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap();
        let closing = watch::Sender::new(false);
        let until = Instant::now() + lifetime;
        (Listener::new(store, Vec::new(), closing.subscribe(), until, place), closing, folder)
    }

    #[tokio::test(start_paused = true)]
    async fn a_quiet_stream_shows_that_it_lives_and_ends_in_time() {
        let (mut listener, _closing, _folder) = listener(Duration::from_secs(50));
        let started = Instant::now();
        let mut heard = Vec::new();

        while let Some(bytes) = listener.next().await {
            heard.push((started.elapsed().as_secs(), bytes));
        }

        assert_eq!(heard, [0, 20, 40].map(|second| (second, COMMENT)));
        assert_eq!(started.elapsed().as_secs(), 50);
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_stops_ends_its_streams_at_once() {
        let (mut listener, closing, _folder) = listener(Duration::from_secs(600));
        listener.next().await;
        tokio::spawn(async move {
            sleep(Duration::from_secs(1)).await;
            closing.send_replace(true);
            sleep(Duration::from_secs(600)).await;
        });
        let started = Instant::now();

        let end = listener.next().await;

        assert_eq!((end, started.elapsed().as_secs()), (None, 1));
    }

    #[test]
    fn the_last_event_says_which_heads_were_told() {
        for (last, expected) in [
            ("17-5,18-6", [(17, 5), (18, 6)]),
            ("17-5, 0-0", [(17, 5), (0, 0)]),
            ("17-5", [(0, 0), (0, 0)]),
            ("17-5,18-6,19-7", [(0, 0), (0, 0)]),
            ("17-5,x", [(0, 0), (0, 0)]),
            ("", [(0, 0), (0, 0)]),
        ] {
            let told: Vec<(i64, i64)> = Watched::since(last, &[1, 2]).iter().map(|watched| watched.told).collect();

            assert_eq!(told, expected, "{last}");
        }
    }
}
