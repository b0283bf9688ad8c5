//! A request that creates, sent again under its key.

use content::idempotency;
use serde_json::{Value, json};

use crate::support::{Answer, Client, NOW, PUBLIC_URL, wait};

use super::musterkreis;

const PAGES: &str = "/api/v1/regions/musterkreis/pages";

fn page(title: &str) -> Value {
    json!({"language": "de", "text": {"title": title, "html": "<p>x</p>", "state": "public"}})
}

fn create(client: &Client, key: &str, body: &Value) -> Answer {
    client.post(PAGES).header("Idempotency-Key", key).json(body).send()
}

/// Everything of an answer that tells the client something.
fn whole(answer: &Answer) -> [String; 5] {
    let header = |name| answer.header(name).to_owned();
    [answer.status.to_string(), header("etag"), header("location"), header("content-type"), answer.text().to_owned()]
}

#[test]
fn the_same_request_again_gets_the_same_answer_and_makes_nothing() {
    let (server, _, admin) = musterkreis();
    let first = create(&admin, "a", &page("Eins"));

    let again = create(&admin, "\"a\"", &page("Eins"));

    assert_eq!(whole(&again), whole(&first));
    let id = first.json()["page"].as_str().unwrap().to_owned();
    assert_eq!((first.status, first.header("etag")), (201, "\"1\""));
    assert_eq!(first.header("location"), format!("{PUBLIC_URL}{PAGES}/{id}"));
    assert_eq!(server.get("/api/v1/regions/musterkreis/de/pages").send().json().as_array().unwrap().len(), 1);
}

#[test]
fn another_request_under_the_same_key_is_refused() {
    let (server, _, admin) = musterkreis();
    create(&admin, "a", &page("Eins"));

    let other = create(&admin, "a", &page("Zwei"));

    other.is(
        422,
        &json!({
            "type": "urn:lotse:problem:idempotency-key-reused", "title": "This key belongs to another request",
            "status": 422, "code": "idempotency-key-reused", "field": "Idempotency-Key",
            "detail": "The server has answered another request under this Idempotency-Key. Nothing was changed. Please send the \
                new request under a key of its own.",
        }),
    );
    assert_eq!(server.get("/api/v1/regions/musterkreis/de/pages").send().json().as_array().unwrap().len(), 1);
}

#[test]
fn keys_belong_to_those_who_send_them() {
    let (server, _, admin) = musterkreis();
    create(&admin, "a", &page("Eins"));

    let other = create(&server.admin(), "a", &page("Zwei"));

    assert_eq!(other.status, 201);
}

#[test]
fn a_key_of_another_region_is_taken_there() {
    let (server, _, admin) = musterkreis();
    server.region("zweitkreis", &["de"]);
    create(&admin, "a", &page("Eins"));

    let other =
        admin.post("/api/v1/regions/zweitkreis/pages").header("Idempotency-Key", "a").json(&page("Eins")).send();

    assert_eq!((other.status, &other.json()["code"]), (422, &json!("idempotency-key-reused")));
}

#[test]
fn what_was_refused_may_be_corrected_under_its_key() {
    let (_server, _, admin) = musterkreis();
    let refused = create(&admin, "a", &page(" "));
    assert_eq!(refused.status, 422);

    let corrected = create(&admin, "a", &page("Eins"));

    assert_eq!(corrected.status, 201);
}

#[test]
fn a_key_that_cannot_be_one_is_refused_by_name() {
    let (_server, _, admin) = musterkreis();
    for key in ["", "\"\"", &"k".repeat(256)] {
        let refused = create(&admin, key, &page("Eins"));

        let body = refused.json();
        assert_eq!(
            (refused.status, &body["code"], &body["field"]),
            (400, &json!("bad-parameter"), &json!("Idempotency-Key"))
        );
    }
}

#[test]
fn keys_are_forgotten_after_a_day() {
    let (server, _, admin) = musterkreis();
    create(&admin, "a", &page("Eins"));
    create(&admin, "b", &page("Zwei"));
    server.run(&format!("UPDATE idempotency_keys SET created = {} WHERE key = 'a'", NOW - idempotency::KEPT));

    let fresh = create(&admin, "a", &page("Drei"));
    server.run(&format!("UPDATE idempotency_keys SET created = {} WHERE key = 'b'", NOW - idempotency::KEPT));
    let swept = wait(server.store.write(|db, world| idempotency::sweep(db, (world.now)()))).unwrap();

    assert_eq!((fresh.status, swept), (201, 1));
}

#[test]
fn many_at_once_under_one_key_make_one_page() {
    let (server, _, admin) = musterkreis();
    let answers: Vec<[String; 5]> = std::thread::scope(|scope| {
        let sent: Vec<_> = (0..8).map(|_| scope.spawn(|| whole(&create(&admin, "a", &page("Eins"))))).collect();
        sent.into_iter().map(|thread| thread.join().unwrap()).collect()
    });

    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    assert_eq!(server.get("/api/v1/regions/musterkreis/de/pages").send().json().as_array().unwrap().len(), 1);
}
