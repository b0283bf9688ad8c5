//! What readers of prepared bodies can rely on, with tokio's clock in the place of waiting.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use actix_web::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH, RANGE};
use actix_web::test::TestRequest;
use actix_web::web::Data;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use bytes::Bytes;
use tokio::task::{JoinSet, yield_now};
use tokio::time::sleep;

use super::Freshness::{List, Page};
use super::*;

/// How long a build takes here.
const BUILD: Duration = Duration::from_millis(20);

/// A region whose only content is the number of its edits.
struct Region {
    edits: AtomicU64,
    builds: AtomicUsize,
    prepared: Prepared<&'static str, (), String>,
}

impl Region {
    fn with_limit(limit: usize) -> Arc<Self> {
        Arc::new(Self { edits: AtomicU64::new(1), builds: AtomicUsize::new(0), prepared: Prepared::new(limit) })
    }

    fn new() -> Arc<Self> {
        Self::with_limit(LIMIT)
    }

    fn edit(&self) {
        self.edits.fetch_add(1, Ordering::SeqCst);
    }

    fn edits(&self) -> u64 {
        self.edits.load(Ordering::SeqCst)
    }

    fn builds(&self) -> usize {
        self.builds.load(Ordering::SeqCst)
    }

    /// Read the body whose text says how many edits it has seen.
    async fn read(self: &Arc<Self>, freshness: Freshness) -> String {
        let region = Arc::clone(self);
        let build = move |_| async move {
            let stamp = region.edits();
            region.builds.fetch_add(1, Ordering::SeqCst);
            sleep(BUILD).await;
            Ok(built(format!("edit {stamp}"), stamp))
        };
        let body = self.prepared.body(&"list", self.edits(), freshness, build).await.unwrap();
        String::from_utf8(body.identity().to_vec()).unwrap()
    }

    /// Read a body of other bytes under another key.
    async fn hold(&self, key: &'static str, bytes: Bytes) -> Arc<Body<()>> {
        let stamp = self.edits();
        self.prepared.body(&key, stamp, Page, move |_| async move { Ok(built(bytes, stamp)) }).await.unwrap()
    }

    fn has(&self, key: &'static str) -> bool {
        self.prepared.fresh(&key, 0).is_some()
    }
}

fn built(identity: impl Into<Bytes>, stamp: u64) -> Built<()> {
    Built {
        identity: identity.into(),
        content_type: HeaderValue::from_static("application/json"),
        headers: vec![
            (HeaderName::from_static("lotse-revision"), stamp.into()),
            (HeaderName::from_static("content-language"), HeaderValue::from_static("de")),
        ],
        delivery: Delivery::default(),
        stamp,
        extra: (),
    }
}

/// Bytes that are long enough to be coded and not all the same.
fn text(length: usize) -> Bytes {
    (0..length).map(|at| b"a region has pages "[(at * at / 7) % 19]).collect()
}

async fn ask(body: &Body<()>, accepted: &str) -> HttpResponse {
    body.respond(&TestRequest::get().insert_header((ACCEPT_ENCODING, accepted)).to_http_request()).await
}

fn tag(response: &HttpResponse) -> &str {
    response.headers().get(ETAG).unwrap().to_str().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_hundred_readers_share_one_rebuild() {
    let region = Region::new();
    let mut readers = JoinSet::new();
    for at in 0..100 {
        let region = Arc::clone(&region);
        readers.spawn(async move { region.read(if at % 2 == 0 { List } else { Page }).await });
    }

    let answers = readers.join_all().await;

    assert_eq!((answers, region.builds()), (vec!["edit 1".to_owned(); 100], 1));
}

#[tokio::test(start_paused = true)]
async fn a_fresh_body_is_not_built_again() {
    let region = Region::new();
    region.read(List).await;
    sleep(Duration::from_secs(3600)).await;

    region.read(List).await;

    assert_eq!(region.builds(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_list_that_was_idle_waits_for_its_rebuild() {
    let region = Region::new();
    region.read(List).await;
    sleep(Duration::from_millis(250)).await;
    region.edit();

    assert_eq!(region.read(List).await, "edit 2");
}

#[tokio::test(start_paused = true)]
async fn a_busy_list_answers_the_previous_body_and_is_rebuilt_without_being_asked() {
    let region = Region::new();
    region.read(List).await;
    region.edit();
    let busy = [region.read(List).await, region.read(List).await];
    region.edit();
    sleep(Duration::from_millis(250) + BUILD).await;
    let started = Instant::now();

    let later = region.read(List).await;

    assert_eq!((busy, later.as_str()), (["edit 1".to_owned(), "edit 1".to_owned()], "edit 3"));
    assert_eq!((started.elapsed(), region.builds()), (Duration::ZERO, 2), "it was there already");
}

#[tokio::test(start_paused = true)]
async fn an_edit_during_a_rebuild_in_the_background_is_rebuilt_too() {
    let region = Region::new();
    region.read(List).await;
    region.edit();
    region.read(List).await;
    sleep(Duration::from_millis(240)).await;
    region.edit();
    let during = region.read(List).await;
    sleep(Duration::from_millis(300)).await;

    let later = region.read(List).await;

    assert_eq!((during.as_str(), later.as_str(), region.builds()), ("edit 1", "edit 3", 3));
}

#[tokio::test(start_paused = true)]
async fn under_steady_edits_no_list_is_older_than_a_second_and_rebuilds_are_250_ms_apart() {
    let region = Region::new();
    region.read(List).await;
    for edit in 2..1000_u64 {
        region.edit();
        sleep(Duration::from_millis(10)).await;
        let seen: u64 = region.read(List).await.trim_start_matches("edit ").parse().unwrap();
        assert!(seen + 100 >= edit, "edit {edit} read a list of edit {seen}");
    }

    assert!((35..=45).contains(&region.builds()), "{} rebuilds in ten seconds", region.builds());
}

#[tokio::test(start_paused = true)]
async fn a_list_waits_once_the_previous_body_is_a_second_old() {
    let region = Region::new();
    region.read(List).await;
    region.edit();
    let slow = || async move {
        sleep(Duration::from_secs(5)).await;
        Ok(built("slow", 2))
    };
    region.prepared.body(&"list", 2, List, move |_| slow()).await.unwrap();
    sleep(Duration::from_millis(900)).await;
    let young = region.read(List).await;
    sleep(Duration::from_millis(100)).await;

    assert_eq!((young.as_str(), region.read(List).await.as_str()), ("edit 1", "slow"));
}

#[tokio::test(start_paused = true)]
async fn a_page_is_never_behind_its_stamp() {
    let region = Region::new();
    let reader = tokio::spawn({
        let region = Arc::clone(&region);
        async move { region.read(Page).await }
    });
    sleep(BUILD / 2).await;
    region.edit();

    let newer = region.read(Page).await;

    assert_eq!((reader.await.unwrap().as_str(), newer.as_str(), region.builds()), ("edit 1", "edit 2", 2));
}

#[tokio::test(start_paused = true)]
async fn a_failed_build_reaches_everybody_who_waits_and_the_next_reader_tries_again() {
    let region = Region::new();
    let failing = || {
        region.prepared.body(&"list", 1, List, |_| async {
            sleep(BUILD).await;
            Err("no database".to_owned())
        })
    };

    let (first, second) = tokio::join!(failing(), failing());

    let errors = [first, second].map(|outcome| outcome.unwrap_err().to_string());
    assert_eq!(errors, ["no database", "no database"]);
    assert_eq!(read(&region.prepared.0.slots).len(), 0, "a key that cannot be built costs nothing");
    assert_eq!(region.read(List).await, "edit 1");
}

#[tokio::test(start_paused = true)]
async fn an_idle_list_whose_rebuild_fails_does_not_answer_with_the_previous_body() {
    let region = Region::new();
    region.read(List).await;
    sleep(Duration::from_secs(1)).await;
    region.edit();

    let failed = region.prepared.body(&"list", 2, List, |_| async { Err("no database".to_owned()) }).await;

    assert_eq!(failed.unwrap_err().to_string(), "no database");
    assert_eq!(region.read(List).await, "edit 2");
}

#[tokio::test(start_paused = true)]
async fn a_build_that_panics_lets_everybody_go_on() {
    let region = Region::new();
    let panicking = region.prepared.body(&"list", 1, Page, |_| async { panic!("a build that panics") });

    let panicked = panicking.await;

    assert!(matches!(panicked, Err(NotBuilt::Panicked)));
    assert_eq!(region.read(Page).await, "edit 1");
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_goes_away_does_not_stop_the_rebuild() {
    let region = Region::new();
    let gone = tokio::time::timeout(BUILD / 2, region.read(Page)).await;

    let other = region.read(Page).await;

    assert!(gone.is_err());
    assert_eq!((other.as_str(), region.builds()), ("edit 1", 1));
}

#[tokio::test(start_paused = true)]
async fn a_build_is_given_the_body_it_replaces() {
    let region = Region::new();
    region.read(Page).await;

    let body = region.prepared.body(&"list", 2, Page, |previous| async move {
        let previous = previous.ok_or("there was a body")?;
        Ok(built(format!("after {}", previous.stamp()), 2))
    });

    assert_eq!(body.await.unwrap().identity(), "after 1");
}

#[tokio::test(start_paused = true)]
async fn equal_bytes_keep_their_codings_and_take_the_new_headers() {
    let region = Region::new();
    let first = ask(&*region.hold("same", text(5000)).await, "br").await;
    region.edit();

    let body = region.hold("same", text(5000)).await;

    let second = ask(&body, "br").await;
    assert_eq!(tag(&first), tag(&second));
    assert_eq!(second.headers().get("lotse-revision").unwrap(), "2");
    let [first, second] =
        [first, second].map(|answer| actix_web::body::MessageBody::try_into_bytes(answer.into_body()).unwrap());
    assert_eq!(first.as_ptr(), second.as_ptr(), "the very same bytes");
}

#[tokio::test(start_paused = true)]
async fn the_least_recently_used_body_leaves_first() {
    let region = Region::with_limit(100_000);
    for key in ["one", "two", "three", "four"] {
        region.hold(key, text(20_000)).await;
    }
    assert!(region.has("one"), "this uses it");

    region.hold("five", text(20_000)).await;

    let left = ["one", "two", "three", "four", "five"].map(|key| region.has(key));
    assert_eq!(left, [true, false, true, true, true]);
    assert!(region.prepared.0.ledger.held() <= 100_000);
}

#[tokio::test(start_paused = true)]
async fn codings_count_as_well() {
    let region = Region::with_limit(100_000);
    for key in ["one", "two", "three", "four"] {
        region.hold(key, noise(23_000)).await;
    }
    ask(&region.prepared.fresh(&"four", 0).unwrap(), "gzip").await;

    let left = ["four", "three", "two", "one"].map(|key| region.has(key));

    assert_eq!(left, [true, true, false, false]);
    assert!(region.prepared.0.ledger.held() <= 100_000);
}

/// Bytes that no coding makes much shorter.
fn noise(length: usize) -> Bytes {
    let mut state = 1_u64;
    std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        state.to_be_bytes()[0]
    })
    .take(length)
    .collect()
}

#[tokio::test(start_paused = true)]
async fn a_body_larger_than_a_quarter_of_the_limit_is_answered_but_not_kept() {
    let region = Region::with_limit(100_000);

    let body = region.hold("large", text(25_001)).await;

    assert_eq!((body.identity().len(), region.has("large")), (25_001, false));
    drop(body);
    assert_eq!(region.prepared.0.ledger.held(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_short_body_is_never_coded() {
    let region = Region::new();
    let [short, long] = [region.hold("short", text(199)).await, region.hold("long", text(200)).await];

    let [short, long] = [ask(&short, "gzip").await, ask(&long, "gzip").await];

    let coding = |response: &HttpResponse| response.headers().get(CONTENT_ENCODING).cloned();
    assert_eq!((coding(&short), coding(&long)), (None, Some(HeaderValue::from_static("gzip"))));
}

/// Read a body of 5000 bytes that is handed out in another way.
async fn delivered(delivery: Delivery) -> Arc<Body<()>> {
    let build = move |_| async move { Ok::<_, String>(Built { delivery, ..built(text(5000), 1) }) };
    Prepared::new(LIMIT).body(&"object", 1, Page, build).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_body_may_say_what_its_tags_begin_with_and_how_long_it_is_kept() {
    let caching = HeaderValue::from_static("public, max-age=31536000, immutable");
    let body = delivered(Delivery { caching, stem: Some("h-0123".to_owned()), ..Delivery::default() }).await;

    let [plain, coded] = [ask(&body, "identity").await, ask(&body, "gzip").await];

    assert_eq!((tag(&plain), tag(&coded)), ("\"h-0123\"", "\"h-0123.gz5\""));
    assert_eq!(coded.headers().get("cache-control").unwrap(), "public, max-age=31536000, immutable");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_compressed_already_is_never_coded() {
    let body = delivered(Delivery { is_coded: false, ..Delivery::default() }).await;

    let answer = ask(&body, "br, gzip").await;

    assert_eq!(answer.headers().get(CONTENT_ENCODING), None);
}

#[tokio::test(start_paused = true)]
async fn only_a_body_that_says_so_is_handed_out_in_ranges() {
    for (in_ranges, status, length) in [(true, 206, 10), (false, 200, 5000)] {
        let body = delivered(Delivery { in_ranges, ..Delivery::default() }).await;
        let request = TestRequest::get().insert_header((RANGE, "bytes=0-9")).to_http_request();

        let answer = body.respond(&request).await;

        assert_eq!(answer.status().as_u16(), status);
        let bytes = actix_web::body::to_bytes(answer.into_body()).await.unwrap();
        assert_eq!(bytes, text(5000)[..length]);
    }
}

#[tokio::test(start_paused = true)]
async fn each_coding_can_be_undone() {
    let region = Region::new();
    let body = region.hold("list", text(5000)).await;

    for accepted in ["br", "zstd", "gzip", "identity"] {
        let answer = actix_web::body::to_bytes(ask(&body, accepted).await.into_body()).await.unwrap();
        let mut plain = Vec::new();
        match accepted {
            "br" => brotli::BrotliDecompress(&mut &answer[..], &mut plain).unwrap(),
            "zstd" => plain = zstd::bulk::decompress(&answer, 5000).unwrap(),
            "gzip" => drop(std::io::copy(&mut flate2::read::GzDecoder::new(&answer[..]), &mut plain).unwrap()),
            _ => plain = answer.to_vec(),
        }
        assert_eq!(plain, text(5000), "{accepted}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_best_level_follows_after_thirty_quiet_seconds_for_codings_that_were_asked_for() {
    let region = Region::new();
    let body = region.hold("list", text(5000)).await;
    let fast = tag(&ask(&body, "zstd").await).to_owned();
    let held = region.prepared.0.ledger.held();
    sleep(Duration::from_millis(29_900)).await;
    let soon = tag(&ask(&body, "zstd").await).to_owned();
    sleep(Duration::from_millis(200)).await;
    while tag(&ask(&body, "zstd").await) == fast {
        yield_now().await;
    }

    let best = tag(&ask(&body, "zstd").await).to_owned();

    assert_eq!((fast.ends_with(".zst3\""), soon, best.ends_with(".zst19\"")), (true, fast, true));
    assert!(region.prepared.0.ledger.held() < held, "the fast coding is gone, and no other was made");
}

#[tokio::test(start_paused = true)]
async fn a_client_that_has_the_content_in_any_coding_is_told_so() {
    let region = Region::new();
    let body = region.hold("list", text(5000)).await;
    let known = tag(&ask(&body, "gzip").await).to_owned();
    let request =
        TestRequest::get().insert_header((ACCEPT_ENCODING, "br")).insert_header((IF_NONE_MATCH, known.as_str()));

    let response = body.respond(&request.to_http_request()).await;

    let mut headers: Vec<String> =
        response.headers().iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    headers.sort();
    let expected = [
        "cache-control: public, max-age=15, stale-while-revalidate=60".to_owned(),
        format!("etag: {known}"),
        "lotse-revision: 1".to_owned(),
        "vary: Accept-Encoding".to_owned(),
    ];
    assert_eq!((response.status().as_u16(), headers), (304, expected.to_vec()));
}

async fn answer(request: HttpRequest, body: Data<Body<()>>) -> HttpResponse {
    body.respond(&request).await
}

/// The header lines but `Date`, and the body, of one request on a connection of its own.
fn exchange(address: SocketAddr, method: &str, accepted: &str) -> (String, Vec<u8>) {
    let mut connection = TcpStream::connect(address).unwrap();
    write!(
        connection,
        "{method} / HTTP/1.1\r\nHost: lotse\r\nAccept-Encoding: {accepted}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
    let body = answer.split_off(end + 4);
    let mut lines: Vec<&str> = std::str::from_utf8(&answer).unwrap().lines().collect();
    lines.retain(|line| !line.starts_with("date:"));
    lines.sort_unstable();
    (lines.join("\n"), body)
}

#[actix_web::test]
async fn a_head_request_gets_the_headers_of_the_get_and_no_body() {
    let region = Region::new();
    let body = Data::from(region.hold("list", text(5000)).await);
    let app = move || App::new().app_data(body.clone()).default_service(web::to(answer));
    let server = HttpServer::new(app).workers(1).bind(("127.0.0.1", 0)).unwrap();
    let address = server.addrs()[0];
    let running = server.run();
    let handle = running.handle();
    actix_web::rt::spawn(running);

    let answers = web::block(move || {
        ["br", "gzip", "identity"]
            .map(|accepted| (exchange(address, "GET", accepted), exchange(address, "HEAD", accepted)))
    });
    let answers = answers.await.unwrap();
    handle.stop(false).await;

    for ((get, body), (head, none)) in answers {
        assert_eq!((head.as_str(), none), (get.as_str(), Vec::new()));
        assert!(head.contains(&format!("content-length: {}\n", body.len())), "{head}");
    }
}
