//! One open stream: what it has told of its region, and what it tells next.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use content::Store;
use content::actors::{self, Actor};
use content::heads::Current;
use content::publish::{self, ChangedText};
use content::roles::Right;
use serde::Serialize;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::{Instant, sleep_until};

use super::locks::{Editing, Locks};

/// Between two signs of life.
const PAUSE: Duration = Duration::from_secs(20);
/// The sign of life: a comment.
const COMMENT: Bytes = Bytes::from_static(b":\n\n");
/// How many texts one event names.
const NAMED: usize = 100;

/// What `editing` says.
#[derive(Serialize)]
struct AtWork<'a> {
    texts: &'a [Editing],
}

/// What `published` says.
#[derive(Serialize)]
struct Published {
    rev: i64,
    texts: Vec<PublishedText>,
    more: bool,
}

/// A text that readers have got or lost.
#[derive(Serialize)]
struct PublishedText {
    page: String,
    language: Option<String>,
}

/// An open stream.
pub(super) struct Stream {
    store: Store,
    locks: Arc<Locks>,
    region: i64,
    /// Who hears of some pages only; none for somebody who may see the whole region.
    reader: Option<Actor>,
    changes: watch::Receiver<()>,
    news: Receiver<Arc<Current>>,
    closing: watch::Receiver<bool>,
    until: Instant,
    /// Who was said to be editing; none before the first event.
    editing: Option<Vec<Editing>>,
    /// The revision that was told last.
    rev: i64,
    _place: OwnedSemaphorePermit,
}

impl Stream {
    /// A stream about a region and for a reader who may not see all of it, for somebody who has heard of everything up to the revision `last`, or wants to hear only of
    /// what comes; `end` is what ends it, and when it ends by itself.
    pub(super) fn new(
        store: Store,
        locks: Arc<Locks>,
        (region, reader): (i64, Option<Actor>),
        last: Option<i64>,
        end: (watch::Receiver<bool>, Instant),
        place: OwnedSemaphorePermit,
    ) -> Self {
        let (changes, news) = (locks.changes(), store.heads().subscribe());
        let newest = store.heads().of(region).map_or(0, |current| current.head.rev);
        let rev = last.map_or(newest, |last| last.clamp(0, newest));
        let (closing, until) = end;
        Self { store, locks, region, reader, changes, news, closing, until, editing: None, rev, _place: place }
    }

    /// The next bytes, when there are some; `None` at the end.
    pub(super) async fn next(&mut self) -> Option<Bytes> {
        let pause = self.until.min(Instant::now() + PAUSE);
        loop {
            if let Some(events) = self.untold().await {
                return Some(events);
            }
            let (_, next_end) = self.locks.of(self.region, Instant::now());
            let wake = next_end.map_or(pause, |end| end.min(pause));
            tokio::select! {
                _ = self.closing.wait_for(|closing| *closing) => return None,
                Ok(()) = self.changes.changed() => {}
                heard = self.news.recv() => if matches!(heard, Err(RecvError::Closed)) { return None },
                () = sleep_until(wake) => {
                    if wake == pause {
                        return (pause != self.until).then_some(COMMENT);
                    }
                }
            }
        }
    }

    /// Events for what has changed since it was told.
    async fn untold(&mut self) -> Option<Bytes> {
        let mut events = String::new();
        let (mut editing, _) = self.locks.of(self.region, Instant::now());
        let visible = self.visible(editing.iter().map(|editing| &editing.text.page)).await?;
        editing.retain(|editing| visible.contains(&editing.text.page));
        if self.editing.as_ref() != Some(&editing) {
            write_event(&mut events, "editing", &AtWork { texts: &editing });
            self.editing = Some(editing);
        }
        let newest = self.store.heads().of(self.region).map_or(self.rev, |current| current.head.rev);
        if newest != self.rev
            && let Some(published) = self.published(newest).await
            && (published.more || !published.texts.is_empty())
        {
            write_event(&mut events, &format!("published\nid: {newest}"), &published);
        }
        (!events.is_empty()).then(|| events.into())
    }

    /// What came with the revisions up to `newest`; none when it cannot be read now, and the next event tells it.
    async fn published(&mut self, newest: i64) -> Option<Published> {
        let (region, after) = (self.region, self.rev);
        let read = self.store.read(move |db| publish::changed(db, region, after, NAMED + 1)).await;
        let mut changed = read.inspect_err(|error| tracing::warn!(%error, "what was published cannot be told")).ok()?;
        let more = changed.len() > NAMED;
        changed.truncate(NAMED);
        let visible = self.visible(changed.iter().map(|text| &text.page)).await?;
        changed.retain(|text| visible.contains(&text.page));
        self.rev = newest;
        let texts = changed.into_iter().map(|ChangedText { page, language }| PublishedText { page, language });
        Some(Published { rev: newest, texts: texts.collect(), more })
    }

    /// Those of `pages` that the reader may hear of; none when that cannot be found out now.
    async fn visible(&self, pages: impl Iterator<Item = &String>) -> Option<BTreeSet<String>> {
        let pages: BTreeSet<String> = pages.cloned().collect();
        let Some(reader) = self.reader.clone().filter(|_| !pages.is_empty()) else { return Some(pages) };
        let region = self.region;
        let read = self.store.read(move |db| actors::pages_of(db, &reader, Right::See, region, &pages)).await;
        read.inspect_err(|error| tracing::warn!(%error, "what goes on cannot be told")).ok()
    }
}

fn write_event(events: &mut String, name: &str, data: &impl Serialize) {
    let data = serde_json::to_string(data).expect("strings and numbers are JSON");
    write!(events, "event: {name}\ndata: {data}\n\n").expect("a String takes every write");
}

#[cfg(test)]
mod tests {
    use content::db::{Address, World};
    use content::epochs::Role;
    use tokio::sync::Semaphore;

    use super::super::locks::{LIFETIME, Text};
    use super::*;

    /// A stream of region 1 that ends after `lifetime`, and what ends it before.
    fn stream(locks: &Arc<Locks>, lifetime: Duration) -> (Stream, watch::Sender<bool>, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let address = Address::Sqlite(folder.path().join("lotse.db").to_str().unwrap().to_owned());
        let store =
            Store::open(&address, folder.path(), Role::Server, World { now: || 0, random: || [0; 16] }).unwrap();
        let place = Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap();
        let closing = watch::Sender::new(false);
        let end = (closing.subscribe(), Instant::now() + lifetime);
        (Stream::new(store, Arc::clone(locks), (1, None), None, end, place), closing, folder)
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_tells_that_a_lock_has_ended_and_shows_that_it_lives() {
        let locks = Arc::new(Locks::default());
        let (mut stream, _closing, _folder) = stream(&locks, Duration::from_secs(110));
        let (started, mut heard) = (Instant::now(), Vec::new());
        locks.hold(1, Text { page: "p".into(), language: "de".into() }, "anna", started).unwrap();

        while let Some(bytes) = stream.next().await {
            heard.push((started.elapsed().as_secs(), String::from_utf8(bytes.to_vec()).unwrap()));
        }

        let comment = |second| (second, ":\n\n".to_owned());
        let begin = "event: editing\ndata: {\"texts\":[{\"page\":\"p\",\"language\":\"de\",\"editor\":\"anna\"}]}\n\n";
        let ended = "event: editing\ndata: {\"texts\":[]}\n\n";
        let mut expected = vec![(0, begin.to_owned())];
        expected.extend([20, 40, 60, 80].map(comment));
        expected.push((LIFETIME.as_secs(), ended.to_owned()));
        assert_eq!(heard, expected);
        assert_eq!(started.elapsed().as_secs(), 110);
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_stops_ends_its_streams_at_once() {
        let (mut stream, closing, _folder) = stream(&Arc::default(), Duration::from_secs(600));
        stream.next().await;

        closing.send_replace(true);

        assert_eq!(stream.next().await, None);
    }
}
