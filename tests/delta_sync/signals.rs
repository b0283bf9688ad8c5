//! Streams that tell of new heads.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{headers, musterkreis, published};
use crate::support::{Region, Server};

/// Longer than a stream is ever silent.
const PATIENCE: Duration = Duration::from_secs(30);

/// An open stream.
struct Stream(BufReader<TcpStream>);

/// One event: its id and what it says.
type Event = (String, Value);

impl Stream {
    /// Listens for `regions`, having heard `last`; reads the headers.
    fn open(server: &Server, regions: &str, last: &str) -> Self {
        let mut connection = TcpStream::connect(server.base().trim_start_matches("http://")).unwrap();
        connection.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(
            connection,
            "GET /sync/v1/signals?region={regions} HTTP/1.1\r\nHost: lotse\r\nLast-Event-ID: {last}\r\n\r\n"
        )
        .unwrap();
        let mut stream = Self(BufReader::new(connection));
        while stream.line().is_some_and(|line| !line.is_empty()) {}
        stream
    }

    /// The next line without its end; `None` when the stream is over.
    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        (self.0.read_line(&mut line).unwrap() > 0).then(|| line.trim_end().to_owned())
    }

    /// The next event of the kind `head`.
    fn event(&mut self) -> Event {
        let (mut id, mut is_head) = (String::new(), false);
        loop {
            let line = self.line().expect("the stream is open");
            match line.split_once(": ") {
                Some(("event", event)) => is_head = event == "head",
                Some(("id", value)) => value.clone_into(&mut id),
                Some(("data", data)) if is_head => return (id, serde_json::from_str(data).unwrap()),
                _ => {}
            }
        }
    }

    /// Whether the stream begins with a comment, which says that there is nothing new.
    fn begins_quietly(&mut self) -> bool {
        let _length_of_the_chunk = self.line();
        self.line().as_deref() == Some(":")
    }
}

/// The event for the newest head of `region`, as the only one of a stream.
fn event_of(server: &Server, region: &Region) -> Event {
    let head = published(server, region).head.clone();
    let data = json!({"epoch": head.epoch, "region": head.region, "rev": head.rev, "spread_s": head.poll.spread_s});
    (format!("{}-{}", head.epoch_seq, head.serial), data)
}

#[test]
fn a_stream_begins_with_the_head_and_tells_of_the_next() {
    let (server, region, page) = musterkreis();
    let first = event_of(&server, &region);
    let mut stream = Stream::open(&server, "musterkreis", "");

    let now = stream.event();
    page.says("de", "Ankommen", "<p>Herzlich willkommen</p>");
    let next = stream.event();

    assert_eq!((now, next), (first, event_of(&server, &region)));
}

#[test]
fn a_client_that_comes_back_hears_only_what_it_missed() {
    let (server, region, page) = musterkreis();
    let (last, _) = event_of(&server, &region);

    let is_quiet = Stream::open(&server, "musterkreis", &last).begins_quietly();
    page.says("de", "Ankommen", "<p>Herzlich willkommen</p>");
    let missed = event_of(&server, &region);
    let heard = Stream::open(&server, "musterkreis", &last).event();

    assert!(is_quiet);
    assert_eq!(heard, missed);
}

#[test]
fn a_stream_tells_of_several_regions_and_an_id_names_the_place_in_each() {
    let (server, region, page) = musterkreis();
    let other = server.region("ulm", &["de"]);
    let ((first, data), (second, other_data)) = (event_of(&server, &region), event_of(&server, &other));
    let mut stream = Stream::open(&server, "musterkreis,ulm,musterkreis", "");

    let begin = [stream.event(), stream.event()];
    let both = begin[1].0.clone();
    let is_quiet = Stream::open(&server, "musterkreis,ulm", &both).begins_quietly();
    page.says("de", "Ankommen", "<p>Herzlich willkommen</p>");
    let (new, new_data) = event_of(&server, &region);
    let missed = Stream::open(&server, "musterkreis,ulm", &both).event();

    assert_eq!(begin, [(format!("{first},0-0"), data), (format!("{first},{second}"), other_data)]);
    assert!(is_quiet);
    assert_eq!(missed, (format!("{new},{second}"), new_data));
}

#[test]
fn nothing_between_keeps_a_stream() {
    let (server, ..) = musterkreis();

    let answer = server.head("/sync/v1/signals?region=musterkreis").send();

    let expected = [
        "access-control-allow-origin: *",
        "access-control-expose-headers: ETag, Content-Range, Retry-After",
        "cache-control: no-store",
        "content-type: text/event-stream",
        "x-accel-buffering: no",
    ];
    assert_eq!((answer.status, headers(&answer)), (200, expected.map(str::to_owned).to_vec()));
}

#[test]
fn a_server_that_is_told_to_stop_does_not_wait_for_streams() {
    let (server, ..) = musterkreis();
    let mut stream = Stream::open(&server, "musterkreis", "");
    stream.event();
    let began = Instant::now();

    server.stop();

    while stream.line().is_some() {}
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}
