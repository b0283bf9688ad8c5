//! The checker: what it makes of answers, when it comes again, and where it never goes.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use content::links::checker::{Figures, Limits, Options, Reach, check_now};
use content::links::checks::Counts;
use serde_json::{Value, json};

use super::sites::{Reaction, Site};
use super::{BROKEN, to};
use crate::support::{Database, NOW, Server, wait};

const HOUR: i64 = 3_600_000;

fn options(reach: Reach) -> Options {
    let limits = Limits { time: Duration::from_secs(10), pause: Duration::ZERO, at_once: 4 };
    Options { limits, ..Options::new(reach, "https://lotse.example") }
}

/// What a server on `database` lists; its own checker has nothing to do, as long as nothing is due.
fn listed(database: Database) -> Value {
    let server = Server::with(database, |options| options.check_links = Some(Reach::Public));
    server.admin().get(BROKEN).send().json()
}

/// Detail and beginning of each dead address, by its path.
fn dead(list: &Value, site: &Site) -> Vec<Value> {
    let link = |link: &Value| {
        let path = link["target"].as_str().unwrap().strip_prefix(&site.url("")).unwrap().to_owned();
        json!([path, link["kind"], link["detail"], link["since"], link["checked"]])
    };
    list["links"].as_array().unwrap().iter().map(link).collect()
}

fn react(target: &str) -> Reaction {
    match target {
        "HEAD /fine" | "GET /picky" => Reaction::Head("200 OK"),
        "HEAD /moved" => Reaction::Head("301 Moved Permanently\r\nLocation: /fine#there"),
        "HEAD /endless" | "HEAD /picky" => Reaction::Head("405 Method Not Allowed"),
        "GET /endless" => Reaction::Endless,
        "HEAD /inside" | "GET /inside" => Reaction::Head("403 Forbidden"),
        "HEAD /loop" => Reaction::Head("302 Found\r\nLocation: /loop"),
        "HEAD /error" | "GET /error" => Reaction::Head("500 Internal Server Error"),
        "HEAD /mail" => Reaction::Head("302 Found\r\nLocation: mailto:a@example.org"),
        _ => Reaction::Head("404 Not Found"),
    }
}

#[test]
fn only_what_fails_for_long_or_clearly_is_dead() {
    static CLOCK: AtomicI64 = AtomicI64::new(NOW);
    let site = Site::start(react);
    let database = Database::with_clock(|| CLOCK.load(Ordering::Relaxed));
    let region = database.region("musterkreis", &["de"]);
    let paths = ["/fine", "/moved", "/endless", "/picky", "/inside", "/loop", "/error", "/gone", "/mail"];
    region.page("de", "Eins", &paths.map(|path| to(&site.url(path))).concat());
    let check = |hours: i64| {
        CLOCK.store(NOW + hours * HOUR, Ordering::Relaxed);
        wait(check_now(&database.store, &options(Reach::All))).unwrap();
        site.asked().len()
    };

    let first = check(0);
    let again = check(0);
    let asked = site.asked();
    check(1);
    let counts = database.store.links().counts;
    for hours in [7, 31] {
        check(hours);
    }
    let unchanged = site.asked().iter().filter(|target| target.as_str() == "GET /picky").count();
    check(7 * 24);
    let later = site.asked().iter().filter(|target| target.as_str() == "GET /picky").count();
    let Figures { counts: at_the_end, visits } = database.store.links();
    let list = listed(database);

    assert_eq!(again, first);
    let of = |target: &str| asked.iter().filter(|asked| *asked == target).count();
    assert_eq!((of("HEAD /fine"), of("GET /fine"), of("HEAD /loop"), of("HEAD /endless")), (2, 0, 6, 1));
    assert_eq!((of("GET /picky"), of("GET /endless"), of("GET /gone")), (1, 1, 1));
    assert_eq!(counts, Counts { known: 9, unchecked: 0, dead: 1 });
    assert_eq!((unchanged, later), (1, 2));
    assert_eq!((at_the_end, visits), (Counts { known: 9, unchecked: 0, dead: 4 }, 9 + 4 + 4 + 4 + 9));
    let (since, checked) = ("2026-11-22T10:00:00Z", "2026-11-29T10:00:00Z");
    let expected = [
        ("/error", "status-500"),
        ("/gone", "status-404"),
        ("/loop", "too-many-redirects"),
        ("/mail", "redirect-to-nowhere"),
    ];
    assert_eq!(dead(&list, &site), expected.map(|(path, detail)| json!([path, "dead", detail, since, checked])));
    assert_eq!(list["external"], json!({"check": "public", "known": 9, "unchecked": 0, "dead": 4}));
}

#[test]
fn a_server_that_says_nothing_is_given_up() {
    static CLOCK: AtomicI64 = AtomicI64::new(NOW);
    let site = Site::start(|_| Reaction::Silent);
    let database = Database::with_clock(|| CLOCK.load(Ordering::Relaxed));
    database.region("musterkreis", &["de"]).page("de", "Eins", &to(&site.url("/slow")));
    let mut options = options(Reach::All);
    options.limits.time = Duration::from_millis(200);

    for hours in [0, 1, 7, 31] {
        CLOCK.store(NOW + hours * HOUR, Ordering::Relaxed);
        wait(check_now(&database.store, &options)).unwrap();
    }
    let list = listed(database);

    let expected = json!(["/slow", "dead", "timeout", "2026-11-22T10:00:00Z", "2026-11-23T17:00:00Z"]);
    assert_eq!((dead(&list, &site), site.asked().len()), (vec![expected], 4));
}

#[test]
fn addresses_that_are_not_public_are_never_connected_to() {
    let site = Site::start(|_| Reaction::Head("200 OK"));
    let database = Database::new();
    let region = database.region("musterkreis", &["de"]);
    let by_name = site.url("/b").replace("127.0.0.1", "localhost");
    region.page("de", "Eins", &[site.url("/a"), by_name].map(|url| to(&url)).concat());

    wait(check_now(&database.store, &options(Reach::Public))).unwrap();
    let list = listed(database);

    assert_eq!(site.asked(), Vec::<String>::new());
    assert_eq!(list["links"], json!([]));
    assert_eq!(list["external"], json!({"check": "public", "known": 2, "unchecked": 2, "dead": 0}));
}

#[test]
fn a_busy_server_is_asked_again_when_it_wants_to_be() {
    static CLOCK: AtomicI64 = AtomicI64::new(NOW);
    let site = Site::start(|_| Reaction::Head("429 Too Many Requests\r\nRetry-After: 7200"));
    let database = Database::with_clock(|| CLOCK.load(Ordering::Relaxed));
    let region = database.region("musterkreis", &["de"]);
    region.page("de", "Eins", &[site.url("/a"), site.url("/b")].map(|url| to(&url)).concat());
    let check = |millis: i64| {
        CLOCK.store(NOW + millis, Ordering::Relaxed);
        wait(check_now(&database.store, &options(Reach::All))).unwrap();
        site.asked().len()
    };

    // The second address is not even asked for.
    assert_eq!([check(0), check(2 * HOUR - 10_000), check(2 * HOUR)], [1, 1, 2]);
    assert_eq!(database.store.links().counts, Counts { known: 2, unchecked: 2, dead: 0 });
}

#[test]
fn what_nobody_links_to_any_more_is_forgotten_and_drafts_are_nobodys_business() {
    let site = Site::start(|_| Reaction::Head("200 OK"));
    let database = Database::new();
    let region = database.region("musterkreis", &["de"]);
    let page = region.page("de", "Eins", &[site.url("/a"), site.url("/b")].map(|url| to(&url)).concat());
    let known = || database.store.links().counts.known;
    let check = || wait(check_now(&database.store, &options(Reach::All))).unwrap();

    check();
    let before = (known(), site.asked().len());
    page.says("de", "Eins", &to(&site.url("/b")));
    let draft = content::versions::Draft {
        state: content::versions::State::Draft,
        ..crate::support::public("Zwei", &to(&site.url("/draft")))
    };
    page.save("de", content::items::Base::Number(2), draft).unwrap();
    check();

    assert_eq!((before, known(), site.asked().len()), ((2, 2), 1, 2));
}

#[test]
fn a_host_is_asked_one_thing_at_a_time_and_told_who_asks() {
    let site = Site::start(|_| Reaction::Head("200 OK"));
    let database = Database::new();
    let region = database.region("musterkreis", &["de"]);
    let urls: Vec<String> = (0..5).map(|n| to(&site.url(&format!("/{n}")))).collect();
    region.page("de", "Eins", &urls.concat());
    let mut options = options(Reach::All);
    options.limits.pause = Duration::from_millis(40);

    wait(check_now(&database.store, &options)).unwrap();

    assert!(site.shortest_pause() >= Duration::from_millis(40), "{:?}", site.shortest_pause());
    let heads = site.heads();
    assert_eq!(heads.len(), 5);
    assert!(heads[0].to_lowercase().contains("user-agent: lotse/"), "{}", heads[0]);
    assert!(heads[0].contains("https://lotse.example"), "{}", heads[0]);
}

#[test]
fn a_server_checks_in_the_background_if_its_operator_wants_it() {
    let site = Site::start(|_| Reaction::Head("200 OK"));
    let database = Database::new();
    database.region("musterkreis", &["de"]).page("de", "Eins", &to(&site.url("/a")));

    let server = Server::with(database, |options| options.check_links = Some(Reach::All));
    site.wait();

    let list = server.admin().get(BROKEN).send().json();
    assert_eq!((site.asked(), &list["external"]["check"]), (vec!["HEAD /a".to_owned()], &json!("all")));
    assert!(server.get("/metrics").send().text().contains("lotse_links_known"));
}
