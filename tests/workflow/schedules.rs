//! Texts that become public or are withdrawn at a time: once, in order, and never against somebody's decision.

use std::sync::atomic::{AtomicI64, Ordering};

use content::roles::Role;
use serde_json::{Value, json};

use super::{address, musterkreis, somebody, text};
use crate::support::{Answer, Client, Database, NOW, Page, Region, Server};

const MINUTE: i64 = 60_000;

fn schedule(client: &Client, page: &Page, body: &Value) -> Answer {
    client.post(&format!("{}/schedules", address(page, "de"))).json(body).send()
}

fn states(client: &Client, page: &Page) -> Vec<String> {
    let listed = client.get(&format!("{}/schedules", address(page, "de"))).send().json();
    listed.as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap().to_owned()).collect()
}

/// Wakes the publisher, as any change does, and waits until it has published something.
fn until_published(server: &Server, region: &Region) {
    let rev = region.counter().rev;
    region
        .write(|tx| {
            tx.wrote();
            Ok(())
        })
        .unwrap();
    server.head_of(&region.slug, rev + 1);
}

#[test]
fn a_text_becomes_public_and_expires_at_its_times() {
    static CLOCK: AtomicI64 = AtomicI64::new(NOW);
    let server = Server::on(Database::with_clock(|| CLOCK.load(Ordering::Relaxed)));
    let region = server.region("musterkreis", &["de", "en"]);
    let page = region.page("de", "Eins", "<p>eins</p>");
    let admin = server.admin();
    admin.put(&address(&page, "de")).if_match(1).json(&text("Zwei", "<p>zwei</p>", "draft")).send();

    // In Berlin it is one hour later than in UTC.
    let made = schedule(&admin, &page, &json!({"what": "publish", "at": "2026-11-22T11:10", "version": 2}));
    schedule(&admin, &page, &json!({"what": "expire", "at": "2026-11-22T11:20"}));
    let waiting = admin.get("/api/v1/regions/musterkreis/schedules").send().json();
    let before = page.published("de").unwrap();
    CLOCK.store(NOW + 10 * MINUTE, Ordering::Relaxed);
    until_published(&server, &region);
    let public = page.published("de").unwrap();
    CLOCK.store(NOW + 20 * MINUTE, Ordering::Relaxed);
    until_published(&server, &region);

    let told = made.json();
    let (id, author) = (&told["schedule"], &told["author"]);
    assert_eq!(made.status, 201);
    assert!(made.header("location").ends_with(&format!("{}/schedules/{id}", address(&page, "de"))));
    assert_eq!(
        waiting[0],
        json!({
            "schedule": id, "page": page.id, "language": "de", "what": "publish", "version": 2,
            "at": "2026-11-22T11:10:00+01:00", "state": "waiting", "author": author, "created": "2026-11-22T10:00:00Z",
        })
    );
    assert_eq!((before.title.as_str(), waiting.as_array().unwrap().len()), ("Eins", 2));
    assert_eq!((public.number, public.title.as_str(), &json!(public.author)), (3, "Zwei", author));
    assert_eq!((page.published("de"), page.versions("de").len()), (None, 4));
    assert_eq!(states(&admin, &page), ["done", "done"]);
}

#[test]
fn what_was_due_while_nothing_ran_is_done_in_order_before_the_first_answer() {
    static CLOCK: AtomicI64 = AtomicI64::new(NOW);
    let database = Database::with_clock(|| CLOCK.load(Ordering::Relaxed));
    let region = database.region("musterkreis", &["de"]);
    let page = region.page("de", "Eins", "<p>eins</p>");
    page.says("de", "Zwei", "<p>zwei</p>");
    page.says("de", "Drei", "<p>drei</p>");
    // The later one was made first.
    for (version, at) in [(2, "2026-11-22T11:20"), (1, "2026-11-22T11:10")] {
        let new = content::schedules::NewSchedule {
            what: content::schedules::What::Publish,
            version: Some(version),
            at: at.to_owned(),
        };
        page.in_language("de", move |tx, to| content::schedules::create(tx, to, "anna", &new)).unwrap();
    }

    CLOCK.store(NOW + 60 * MINUTE, Ordering::Relaxed);
    let server = Server::on(database);
    let read = server.get(&format!("/api/v1/regions/musterkreis/de/pages/{}", page.id)).send();

    assert_eq!((read.status, &read.json()["title"]), (200, &json!("Zwei")));
    let titles: Vec<String> = page.versions("de").into_iter().map(|version| version.title).collect();
    assert_eq!(titles, ["Eins", "Zwei", "Drei", "Eins", "Zwei"]);
}

#[test]
fn a_decision_that_somebody_made_meanwhile_counts() {
    static CLOCK: AtomicI64 = AtomicI64::new(NOW);
    let server = Server::on(Database::with_clock(|| CLOCK.load(Ordering::Relaxed)));
    let region = server.region("musterkreis", &["de"]);
    let (decided, other) = (region.page("de", "Eins", "<p>eins</p>"), region.page("de", "Andere", "<p>x</p>"));
    let admin = server.admin();
    admin.put(&address(&decided, "de")).if_match(1).json(&text("Zwei", "<p>zwei</p>", "draft")).send();
    schedule(&admin, &decided, &json!({"what": "publish", "at": "2026-11-22T11:10", "version": 2}));
    schedule(&admin, &other, &json!({"what": "expire", "at": "2026-11-22T11:20"}));
    admin.put(&address(&decided, "de")).if_match(2).json(&text("Drei", "<p>drei</p>", "public")).send();

    CLOCK.store(NOW + 20 * MINUTE, Ordering::Relaxed);
    until_published(&server, &region);

    assert_eq!(decided.published("de").unwrap().title, "Drei");
    assert_eq!((states(&admin, &decided), states(&admin, &other)), (vec!["superseded".into()], vec!["done".into()]));
}

#[test]
fn a_schedule_that_is_asked_for_twice_under_one_key_is_made_once() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>eins</p>");
    let admin = server.admin();
    let send = || {
        let request = admin.post(&format!("{}/schedules", address(&page, "de"))).header("Idempotency-Key", "once");
        request.json(&json!({"what": "expire", "at": "2026-11-22T12:00"})).send()
    };

    let (first, again) = (send(), send());

    assert_eq!(
        (first.status, first.json(), first.header("location")),
        (again.status, again.json(), again.header("location"))
    );
    assert_eq!((first.status, states(&admin, &page).len()), (201, 1));
}

#[test]
fn a_schedule_that_cannot_be_is_refused_and_one_that_waits_can_be_removed() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>eins</p>");
    let (admin, author) = (server.admin(), somebody(&server, &region, "author", Role::Author));

    for (body, status, field) in [
        (json!({"what": "publish", "at": "2026-11-22T10:59", "version": 1}), 422, "at"),
        (json!({"what": "publish", "at": "2026-11-22T12:00Z", "version": 1}), 422, "at"),
        (json!({"what": "publish", "at": "tomorrow", "version": 1}), 422, "at"),
        (json!({"what": "publish", "at": "2026-11-22T12:00"}), 422, "version"),
        (json!({"what": "publish", "at": "2026-11-22T12:00", "version": 2}), 422, "version"),
        (json!({"what": "vanish", "at": "2026-11-22T12:00"}), 400, "what"),
    ] {
        let answer = schedule(&admin, &page, &body);
        assert_eq!((answer.status, &answer.json()["field"]), (status, &json!(field)), "{body}");
    }
    let body = json!({"what": "expire", "at": "2026-11-22T12:00"});
    assert_eq!(schedule(&author, &page, &body).status, 403);
    let one = format!("{}/schedules/{}", address(&page, "de"), schedule(&admin, &page, &body).json()["schedule"]);
    assert_eq!(states(&admin, &page), ["waiting"]);
    assert_eq!((admin.delete(&one).send().status, admin.delete(&one).send().status), (204, 404));
    assert_eq!(states(&admin, &page), Vec::<String>::new());
}
