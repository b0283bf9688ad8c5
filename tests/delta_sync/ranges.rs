//! Downloads that go on where they broke off.

use super::musterkreis;
use crate::support::{Answer, Client, Region};

/// The path of an object that is long enough to be coded.
fn long(region: &Region) -> String {
    let id = region.head().head.scopes["_"].m;
    assert!(region.object(&id).len() > 200);
    format!("/sync/v1/musterkreis/o/{id}")
}

fn range(client: &Client, path: &str, range: &str, condition: &str) -> Answer {
    let request = client.get(path).header("Accept-Encoding", "br").header("Range", range);
    if condition.is_empty() { request.send() } else { request.header("If-Range", condition).send() }
}

#[test]
fn a_download_in_two_ranges_is_the_coded_whole() {
    let (server, region, _) = musterkreis();
    let (client, path) = (server.anybody(), long(&region));
    let whole = client.get(&path).header("Accept-Encoding", "br").send();

    let first = range(client, &path, "bytes=0-49", "");
    let rest = range(client, &path, "bytes=50-", whole.header("etag"));

    let length = whole.body.len();
    assert_eq!((first.status, rest.status), (206, 206));
    assert_eq!(first.header("content-range"), format!("bytes 0-49/{length}"));
    assert_eq!(rest.header("content-range"), format!("bytes 50-{}/{length}", length - 1));
    for name in ["etag", "content-encoding", "content-type", "cache-control", "vary", "access-control-allow-origin"] {
        assert_eq!((first.header(name), rest.header(name)), (whole.header(name), whole.header(name)));
    }
    assert_eq!([first.body, rest.body].concat(), whole.body);
}

#[test]
fn a_download_begins_anew_when_what_it_began_with_is_another_coding() {
    let (server, region, _) = musterkreis();
    let (client, path) = (server.anybody(), long(&region));
    let whole = client.get(&path).header("Accept-Encoding", "br").send();
    let plain = client.get(&path).send();

    for condition in [plain.header("etag"), &format!("W/{}", whole.header("etag")), "\"another\""] {
        let answer = range(client, &path, "bytes=50-", condition);

        assert_eq!((answer.status, &answer.body), (200, &whole.body), "{condition}");
    }
}

#[test]
fn a_range_outside_is_told_the_length() {
    let (server, region, _) = musterkreis();
    let path = long(&region);
    let length = server.get(&path).send().body.len();

    let answer = server.get(&path).header("Range", &format!("bytes={length}-")).send();

    assert_eq!((answer.status, answer.header("content-range")), (416, &*format!("bytes */{length}")));
    assert_eq!((answer.header("cache-control"), &answer.json()["code"]), ("no-store", &"bad-range".into()));
}

#[test]
fn several_ranges_are_answered_with_the_whole() {
    let (server, region, _) = musterkreis();
    let path = long(&region);

    let answer = server.get(&path).header("Range", "bytes=0-1,4-5").send();

    assert_eq!((answer.status, answer.body), (200, server.get(&path).send().body));
}

#[test]
fn there_are_no_ranges_of_headers() {
    let (server, region, _) = musterkreis();
    let path = long(&region);

    let answer = server.head(&path).header("Range", "bytes=0-1").send();

    assert_eq!((answer.status, answer.header("content-range")), (200, ""));
}
