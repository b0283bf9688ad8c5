//! What is asked of a server over HTTP, and what is made of its answers.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use super::*;
use crate::Error;
use crate::client::downloads::{Staging, load};
use crate::client::failures::Failure;

/// What a server is told, line by line, and what it has sent altogether.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>, Arc<Mutex<usize>>);

impl Log {
    fn requests(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// Serves on a port of its own: the answer to the n-th request, the last one for ever.
fn serve(answers: Vec<Vec<u8>>) -> (String, Log) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}/sync/v1/", listener.local_addr().unwrap());
    let log = Log::default();
    let seen = log.clone();
    thread::spawn(move || {
        for (number, connection) in listener.incoming().enumerate() {
            answer(connection.unwrap(), answers.get(number).or(answers.last()).unwrap(), &seen);
        }
    });
    (base, log)
}

fn answer(mut connection: TcpStream, answer: &[u8], seen: &Log) {
    let lines = BufReader::new(connection.try_clone().unwrap()).lines().map(Result::unwrap);
    let request: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    seen.0.lock().unwrap().push(request.join("\n"));
    // The client closes the connection when it wants no more.
    let _ = connection.write_all(answer);
    *seen.1.lock().unwrap() += answer.len();
}

/// An answer that closes the connection.
fn response(status: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let length = body.len().to_string();
    let own = ("Content-Length", length.as_str());
    let has_length = headers.iter().any(|(name, _)| *name == own.0);
    let headers = headers.iter().chain((!has_length).then_some(&own));
    let lines: String = headers.map(|(name, value)| [name, ": ", value, "\r\n"].concat()).collect();
    [format!("HTTP/1.1 {status}\r\nConnection: close\r\n{lines}\r\n").as_bytes(), body].concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const HEAD: Place<'_> = Place::Head { region: "ulm", at: None };

fn load_from(base: &str, id: &Id, size: Option<u64>) -> (Result<Vec<u8>, Failure>, Traffic) {
    let directory = tempfile::tempdir().unwrap();
    let mut http = Http::new(base, Coding::Gzip);
    let loaded = load(&mut http, &Staging::beside(&directory.path().join("state")), "ulm", id, size);
    (loaded, http.traffic())
}

#[test]
fn a_document_comes_with_its_entity_tag_and_every_byte_is_counted() {
    let (base, log) =
        serve(vec![response("200 OK", &[("ETag", "\"h-1.gz\""), ("Content-Encoding", "gzip")], &gzip(b"{}"))]);
    let mut http = Http::new(&base, Coding::Gzip);

    let answer = http.document(&HEAD, Some("\"h-0\""), 100);

    assert_eq!(answer, Ok(Answer::Found { bytes: b"{}".to_vec(), etag: Some("\"h-1.gz\"".to_owned()) }));
    let request = log.requests().concat().to_lowercase();
    assert!(request.starts_with("get /sync/v1/ulm/head http/1.1\n"), "{request}");
    assert!(request.contains("\naccept-encoding: gzip\n") && request.contains("\nif-none-match: \"h-0\""), "{request}");
    let sent = request.len() + request.lines().count() + "\r\n\r\n".len() - 1;
    let received = response("200 OK", &[("ETag", "\"h-1.gz\""), ("Content-Encoding", "gzip")], &gzip(b"{}")).len();
    assert_eq!(http.traffic(), Traffic { requests: 1, sent: sent as u64, received: received as u64 });
}

#[test]
fn brotli_is_asked_for_and_undone() {
    let mut coded = Vec::new();
    brotli::CompressorWriter::new(&mut coded, 4096, 5, 20).write_all(b"Lotse Lotse Lotse").unwrap();
    let (base, log) = serve(vec![response("200 OK", &[("Content-Encoding", "br")], &coded)]);

    let answer = Http::new(&base, Coding::Brotli).document(&HEAD, None, 100);

    assert_eq!(answer, Ok(Answer::found(*b"Lotse Lotse Lotse")));
    assert!(log.requests().concat().to_lowercase().contains("accept-encoding: br, gzip"));
}

#[test]
fn answers_without_a_document_say_what_they_mean() {
    let answers = [
        ("304 Not Modified", Ok(Answer::Unchanged)),
        ("404 Not Found", Ok(Answer::Missing)),
        ("410 Gone", Ok(Answer::Missing)),
        ("500 Oh", Err(TransportError::Status { status: 500, retry_after: None })),
        ("503 Busy", Err(TransportError::Status { status: 503, retry_after: Some(Duration::from_secs(7)) })),
    ];
    for (status, expected) in answers {
        let wait: &[(&str, &str)] = if status.starts_with("503") { &[("Retry-After", "7")] } else { &[] };
        let (base, _) = serve(vec![response(status, wait, b"")]);

        assert_eq!(Http::new(&base, Coding::Gzip).document(&HEAD, None, 100), expected, "{status}");
    }
}

#[test]
fn nobody_at_the_other_end_is_no_error_of_the_protocol() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();

    let answer = Http::new(&format!("http://{free}"), Coding::Gzip).document(&HEAD, None, 100);

    assert!(matches!(answer, Err(TransportError::Unreachable(_))), "{answer:?}");
}

#[test]
fn a_gzip_bomb_is_stopped_at_the_size_that_was_named() {
    let bomb = response("200 OK", &[("Content-Encoding", "gzip")], &gzip(&vec![0; 256 << 20]));
    let (base, log) = serve(vec![bomb.clone()]);

    let (loaded, traffic) = load_from(&base, &Id::of(b""), Some(1000));
    let head = Http::new(&base, Coding::Gzip).document(&HEAD, None, 1000);

    assert!(matches!(loaded, Err(Failure::Protocol(Error::BadObject { .. }))), "{loaded:?}");
    assert_eq!(head, Ok(Answer::TooLong));
    assert!(bomb.len() > 1_000_000 && traffic.received < 300_000, "{} of {}", traffic.received, bomb.len());
    assert_eq!(log.requests().len(), 2);
}

#[test]
fn a_body_that_breaks_off_goes_on_where_it_ended() {
    let whole = b"a part of a region, long enough to break";
    let cut = response("200 OK", &[("ETag", "\"x\""), ("Content-Length", "40")], &whole[..15]);
    let rest = response("206 Partial Content", &[("ETag", "\"x\""), ("Content-Range", "bytes 15-39/40")], &whole[15..]);
    let (base, log) = serve(vec![cut, rest]);

    let (loaded, traffic) = load_from(&base, &Id::of(whole), Some(40));

    assert_eq!(loaded.unwrap(), whole);
    assert_eq!(traffic.requests, 2);
    let again = log.requests()[1].to_lowercase();
    assert!(again.contains("\nrange: bytes=15-") && again.contains("\nif-range: \"x\""), "{again}");
    assert!(again.contains("\naccept-encoding: identity"), "{again}");
}

#[test]
fn a_body_that_has_changed_or_was_coded_begins_again() {
    let whole = b"a part of a region, long enough to break";
    let coded = gzip(whole);
    let length = coded.len().to_string();
    let plain = [("ETag", "\"x\""), ("Content-Length", "40")];
    let gzipped = [("ETag", "\"x.gz\""), ("Content-Encoding", "gzip"), ("Content-Length", length.as_str())];
    let full = response("200 OK", &[("ETag", "\"y\"")], whole);
    let elsewhere = response("206 Partial Content", &[("Content-Range", "bytes 3-39/40")], &whole[3..]);
    let stories = [
        vec![response("200 OK", &plain, &whole[..15]), full.clone()],
        vec![response("200 OK", &gzipped, &coded[..20]), full.clone()],
        vec![response("200 OK", &plain, &whole[..15]), elsewhere, full.clone()],
        vec![response("200 OK", &plain, &whole[..15]), response("416 No", &[], b""), full],
    ];
    for answers in stories {
        let (base, log) = serve(answers.clone());

        let (loaded, _) = load_from(&base, &Id::of(whole), Some(40));

        assert_eq!(loaded.unwrap(), whole);
        assert_eq!(log.requests().len(), answers.len());
        assert_eq!(
            log.requests().last().unwrap().to_lowercase().contains("range:"),
            answers.len() == 2 && answers[0].ends_with(&whole[..15])
        );
    }
}

#[test]
fn a_body_that_breaks_off_again_and_again_is_given_up() {
    let (base, log) = serve(vec![response("200 OK", &[("Content-Length", "40")], b"a part")]);

    let (loaded, _) = load_from(&base, &Id::of(b""), Some(40));

    assert!(matches!(loaded, Err(Failure::Transport(TransportError::Interrupted(_)))), "{loaded:?}");
    assert_eq!(log.requests().len(), 4);
}

#[test]
fn the_address_of_a_server_may_end_in_the_one_of_the_protocol() {
    for base in [
        "https://lotse.example",
        "https://lotse.example/",
        "https://lotse.example/sync/v1",
        "https://lotse.example/sync/v1/",
    ] {
        assert_eq!(Http::new(base, Coding::Gzip).base, "https://lotse.example/sync/v1");
    }
}
