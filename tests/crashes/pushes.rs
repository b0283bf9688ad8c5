//! A server that is killed while programs push: what was acknowledged is there, everything else as a whole or not at all.

use std::collections::BTreeMap;
use std::thread;
use std::time::Instant;

use serde_json::{Value, json};

use super::kills::{must_be_sound, shares};
use super::lines;
use crate::support::binaries::Running;
use crate::support::{Answer, Client, Database, NOW, wait};

pub(super) const REGION: &str = "musterkreis";
/// So many pages are made by each push; the first one has an English text as well.
const PAGES: usize = 10;
/// How many texts readers have from one push.
const WHOLE: usize = PAGES + 1;

/// A database with a region that was published, and the token of an administrator.
pub(super) fn musterkreis(database: Database) -> (Database, String) {
    database.region(REGION, &["de", "en"]).publish();
    let token = wait(database.store.write(|db, world| content::tokens::create(db, "push", world))).unwrap();
    (database.let_go(|| NOW), token)
}

/// Sends the push whose pages all have this title, under the same as its key.
pub(super) fn push(client: &Client, title: &str) -> Result<Answer, ureq::Error> {
    let text = json!({"title": title, "html": "<p>x</p>", "state": "public"});
    let page = |name: usize| {
        let place = if name == 0 { Value::Null } else { json!({"last_in": format!("${}", (name - 1) / 3)}) };
        json!({"create_page": {"name": format!("${name}"), "place": place, "language": "de", "text": text}})
    };
    let english = json!({"save_translation": {"page": "$0", "language": "en", "base": null, "text": text}});
    let operations: Vec<Value> = (0..PAGES).map(page).chain([english]).collect();
    let request = client.post(&format!("/api/v1/regions/{REGION}/changes")).header("Idempotency-Key", title);
    request.json(&json!({"operations": operations})).try_send()
}

/// Every push that was acknowledged is there, every one of `open` as a whole or not at all, and nothing else; tells how many of
/// `open` are there.
#[track_caller]
pub(super) fn must_be_whole(database: &Database, acknowledged: &[String], open: &[String]) -> usize {
    let mut found = BTreeMap::<String, usize>::new();
    for line in lines(database, REGION).into_iter().filter_map(|line| line.line) {
        let whole: Value = serde_json::from_str(&line).unwrap();
        if let Some(title) = whole["b"]["title"].as_str() {
            *found.entry(title.to_owned()).or_default() += 1;
        }
    }
    for title in acknowledged {
        assert_eq!(found.remove(title), Some(WHOLE), "the push {title} was acknowledged");
    }
    let there = open.iter().filter_map(|title| found.remove(title).map(|texts| (title, texts)));
    let there: Vec<_> = there.inspect(|(title, texts)| assert_eq!(*texts, WHOLE, "half of {title} is there")).collect();
    assert!(found.is_empty(), "what nobody has sent is there: {found:?}");
    there.len()
}

/// Pushes until the server does not answer; tells the titles that were acknowledged, and the last, which was not.
fn push_until_it_dies(client: &Client, name: &str) -> (Vec<String>, String) {
    let mut acknowledged = Vec::new();
    for number in 0..100_000 {
        let title = format!("{name} {number}");
        match push(client, &title) {
            Ok(answer) => assert_eq!(answer.status, 200, "{answer:?}"),
            Err(_) => return (acknowledged, title),
        }
        acknowledged.push(title);
    }
    panic!("the server was never killed");
}

/// `CRASH_KILLS` makes the run longer; it prints how many pushes there were.
#[test]
fn a_push_is_there_as_a_whole_or_not_at_all_when_the_server_is_killed() {
    let (database, token) = musterkreis(Database::new());
    let (mut acknowledged, mut open) = (vec!["first".to_owned()], Vec::new());
    let running = Running::start(&database);
    let started = Instant::now();
    push(&running.client.with_token(token.clone()), "first").unwrap();
    let work = started.elapsed() * 4;
    assert_eq!(running.terminate().code(), Some(0));
    let mut unanswered = 0;

    for (kill, share) in shares(4).enumerate() {
        let running = Running::start(&database);
        let client = running.client.with_token(token.clone());
        send_again(&client, &mut open, &mut acknowledged);
        let writers = [0, 1].map(|writer: usize| {
            let client = client.clone();
            thread::spawn(move || push_until_it_dies(&client, &format!("{kill}-{writer}")))
        });
        running.kill_after(work.mul_f64(share));
        for writer in writers {
            let (done, last) = writer.join().unwrap();
            acknowledged.extend(done);
            open.push(last);
        }
        must_be_sound(&database);
        unanswered += must_be_whole(&database, &acknowledged, &open);
    }

    let running = Running::start(&database);
    send_again(&running.client.with_token(token), &mut open, &mut acknowledged);
    assert_eq!(running.terminate().code(), Some(0));
    must_be_whole(&database, &acknowledged, &[]);
    must_be_sound(&database);
    println!("{} pushes, {unanswered} of them there without an answer", acknowledged.len());
}

/// Sends those whose answer nobody knows once more; each is there once afterwards.
fn send_again(client: &Client, open: &mut Vec<String>, acknowledged: &mut Vec<String>) {
    for title in open.drain(..) {
        let answer = push(client, &title).unwrap();
        assert_eq!(answer.status, 200, "{answer:?}");
        acknowledged.push(title);
    }
}
