//! The audit: what leaves a record, who may read it, page by page or as a stream, and what it forgets.

use content::audit::{self, Filter};
use content::items::{self, Place};
use content::kinds::{Details, Kind};
use content::publisher::Publisher;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Server, wait};

const SECRET: &str = "0hVerySecretText";

/// Sends what an editor may send, and counts on being taken.
#[track_caller]
fn taken(answer: Answer) -> Answer {
    assert!((200..300).contains(&answer.status), "{answer:?}");
    answer
}

/// Every operation that changes something, once, in this order.
fn change_everything(admin: &Client) {
    let region =
        json!({"slug": "musterstadt", "name": "Musterstadt", "default_language": "de", "time_zone": "Europe/Berlin"});
    taken(admin.post("/api/v1/regions").json(&region).send());
    let english = admin.put("/api/v1/regions/musterstadt/languages/en").if_none().json(&json!({"source": "de"}));
    taken(english.send());
    let text = |title: &str| json!({"title": title, "html": format!("<p>{SECRET}</p>"), "state": "public"});
    let body = json!({"language": "de", "text": text("Eins")});
    let create = || taken(admin.post("/api/v1/regions/musterstadt/pages").json(&body).send()).json();
    let (_first, made) = (create(), create());
    let page = format!("/api/v1/regions/musterstadt/pages/{}", made["page"].as_str().unwrap());
    taken(admin.put(&format!("{page}/translations/de")).if_any().json(&text("Zwei")).send());
    taken(admin.delete(&format!("{page}/translations/de")).if_any().send());
    for (action, body) in
        [("move", Some(json!({"place": {"first_in": null}}))), ("confirm", None), ("archive", None), ("restore", None)]
    {
        let request = admin.post(&format!("{page}/{action}")).if_any();
        let request = if let Some(body) = body { request.json(&body) } else { request };
        taken(request.send());
    }
    for layer in ["/api/v1/bundles/de/app", "/api/v1/regions/musterstadt/bundles/de/app"] {
        let source = format!("{layer}/source");
        taken(admin.put(&source).if_none().bytes(format!("hallo = {SECRET}\n")).send());
        taken(admin.put(&source).if_any().bytes("hallo = Hallo\n").send());
        taken(admin.post(&format!("{layer}/rollback")).if_any().json(&json!({"revision": 1})).send());
    }
}

fn records(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["records"].as_array().unwrap().clone()
}

#[test]
fn every_change_leaves_a_record_without_any_of_the_text() {
    let server = Server::start();
    let admin = server.admin();

    change_everything(&admin);

    let answer = admin.get("/api/v1/audit").send();
    let mut actions: Vec<Value> = records(&answer).iter().map(|record| record["action"].clone()).collect();
    actions.reverse();
    let expected = [
        "create_region",
        "add_language",
        "create_page",
        "create_page",
        "create_page",
        "create_page",
        "save_translation",
        "withdraw_translation",
        "move_page",
        "confirm_page",
        "archive_page",
        "restore_page",
        "upload_bundle",
        "upload_bundle",
        "roll_bundle_back",
        "upload_bundle_of_region",
        "upload_bundle_of_region",
        "roll_bundle_back_of_region",
    ];
    assert_eq!(actions, expected);
    assert!(!answer.text().contains(SECRET), "{}", answer.text());
}

#[test]
fn a_record_tells_who_changed_what_and_from_where() {
    let server = Server::start();
    let admin = server.admin();
    change_everything(&admin);

    let found = records(&admin.get("/api/v1/audit?subject=bundle/app/de&limit=1").send());

    let mut record = found[0].clone();
    let actor = record["actor"].take();
    assert!(actor.as_str().unwrap().starts_with("token/test"), "{actor}");
    record["id"].take();
    let expected = json!({
        "id": null, "at": "2026-11-22T10:00:00Z", "actor": null, "action": "roll_bundle_back_of_region",
        "region": "musterstadt", "subject": "bundle/app/de", "before": 2, "after": 3, "network": "127.0.0.0/24",
    });
    assert_eq!(record, expected);
}

#[test]
fn the_audit_is_read_page_by_page_and_through_filters() {
    let server = Server::start();
    let admin = server.admin();
    change_everything(&admin);
    let count = |query: &str| records(&admin.get(&format!("/api/v1/audit?{query}")).send()).len();

    let first = admin.get("/api/v1/audit?limit=10").send().json();
    let second = admin.get(&format!("/api/v1/audit?limit=10&before={}", first["next"])).send().json();

    assert_eq!((first["records"].as_array().unwrap().len(), second["records"].as_array().unwrap().len()), (10, 8));
    assert_eq!(second["next"], json!(null));
    assert_eq!(count("region=musterstadt"), 15);
    assert_eq!(count("subject=bundle"), 6);
    assert_eq!((count("actor=token/nobody"), count("from=2026-11-23"), count("to=2026-11-22")), (0, 0, 0));
    assert_eq!(count("from=2026-11-22T10:00:00Z&to=2026-11-23"), 18);
}

#[test]
fn a_question_that_cannot_be_read_names_the_parameter() {
    let server = Server::start();
    let admin = server.admin();
    for (query, field) in [
        ("from=yesterday", "from"),
        ("to=2026-02-30", "to"),
        ("before=x", "before"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("format=pdf", "format"),
    ] {
        let answer = admin.get(&format!("/api/v1/audit?{query}")).send();

        assert_eq!((answer.status, &answer.json()["field"]), (400, &json!(field)), "{query}");
    }
    assert_eq!(admin.get("/api/v1/audit?region=atlantis").send().status, 404);
}

#[test]
fn nobody_but_administrators_reads_the_audit() {
    assert_eq!(Server::start().get("/api/v1/audit").send().status, 401);
}

#[test]
fn the_audit_is_exported_as_a_whole_for_programs_and_for_spreadsheets() {
    let server = Server::start();
    let behalf = audit::Behalf { actor: "token/a,\"b\"".into(), action: "test".into(), address: None };
    let region = server.region("musterstadt", &["de"]).id;
    for _ in 0..11 {
        let behalf = behalf.clone();
        let write = server.store.write_region(region, move |tx| {
            tx.on_behalf_of(behalf);
            for _ in 0..100 {
                let (id, place) = (tx.new_id(), Place::LastIn(None));
                items::create(tx, Kind::Page, id, &place, Details::default(), "test")?;
            }
            Ok(())
        });
        wait(write).unwrap();
    }
    let admin = server.admin();

    let lines = admin.get("/api/v1/audit").header("Accept", "application/jsonl").send();
    let table = admin.get("/api/v1/audit?format=csv").send();

    let parsed: Vec<Value> = lines.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((parsed.len(), &parsed[1_099]["actor"]), (1_100, &json!("token/a,\"b\"")));
    assert!(parsed.windows(2).all(|pair| pair[0]["id"].as_i64() > pair[1]["id"].as_i64()));
    assert_eq!(table.text().lines().count(), 1_101);
    assert_eq!(table.text().lines().next(), Some("id,at,actor,action,region,subject,before,after,network"));
    assert!(table.text().contains(",\"token/a,\"\"b\"\"\",test,musterstadt,page/"), "{table:?}");
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8; header=present");
}

#[test]
fn networks_are_forgotten_after_some_days_and_the_rest_is_kept() {
    let server = Server::start();
    change_everything(&server.admin());
    let day: i64 = 24 * 60 * 60 * 1000;
    server.run(&format!("UPDATE audit SET at = at - {} WHERE region IS NULL", 31 * day));
    server.stop();

    let _publisher = Publisher::start(server.opened_again(), 30);

    let all = || wait(server.store.read(|db| audit::list(db, &Filter::default(), 500))).unwrap();
    // The publisher does it soon after it has begun.
    while all().iter().filter(|record| record.address.is_none()).count() < 3 {}
    assert_eq!(all().len(), 18);
    assert!(all().iter().all(|record| record.address.is_none() == record.region.is_none()));
}
