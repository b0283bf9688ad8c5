//! Streams that tell of new heads.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{headers, musterkreis, published};
use crate::support::{Region, Server, Stream};

/// One event: its id and what it says.
type Event = (String, Value);

/// Listens for `regions`, having heard `last`.
fn listen(server: &Server, regions: &str, last: &str) -> Stream {
    Stream::open(server, &format!("/sync/v1/signals?region={regions}"), &[("Last-Event-ID", last)])
}

/// Whether a stream begins with a comment, which says that there is nothing new.
fn begins_quietly(mut stream: Stream) -> bool {
    let _length_of_the_chunk = stream.line();
    stream.line().as_deref() == Some(":")
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
    let mut stream = listen(&server, "musterkreis", "");

    let now = stream.event("head");
    page.says("de", "Ankommen", "<p>Herzlich willkommen</p>");
    let next = stream.event("head");

    assert_eq!((now, next), (first, event_of(&server, &region)));
}

#[test]
fn a_client_that_comes_back_hears_only_what_it_missed() {
    let (server, region, page) = musterkreis();
    let (last, _) = event_of(&server, &region);

    let is_quiet = begins_quietly(listen(&server, "musterkreis", &last));
    page.says("de", "Ankommen", "<p>Herzlich willkommen</p>");
    let missed = event_of(&server, &region);
    let heard = listen(&server, "musterkreis", &last).event("head");

    assert!(is_quiet);
    assert_eq!(heard, missed);
}

#[test]
fn a_stream_tells_of_several_regions_and_an_id_names_the_place_in_each() {
    let (server, region, page) = musterkreis();
    let other = server.region("ulm", &["de"]);
    let ((first, data), (second, other_data)) = (event_of(&server, &region), event_of(&server, &other));
    let mut stream = listen(&server, "musterkreis,ulm,musterkreis", "");

    let begin = [stream.event("head"), stream.event("head")];
    let both = begin[1].0.clone();
    let is_quiet = begins_quietly(listen(&server, "musterkreis,ulm", &both));
    page.says("de", "Ankommen", "<p>Herzlich willkommen</p>");
    let (new, new_data) = event_of(&server, &region);
    let missed = listen(&server, "musterkreis,ulm", &both).event("head");

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
    let mut stream = listen(&server, "musterkreis", "");
    stream.event("head");
    let began = Instant::now();

    server.stop();

    while stream.line().is_some() {}
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}
