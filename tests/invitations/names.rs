//! The name of a contributor: optional, told to editors only, erased wherever it stands; never in a log.

use std::sync::atomic::{AtomicI64, Ordering};

use serde_json::{Value, json};

use super::{GERMAN, INVITATIONS, SUGGESTIONS, invitation, invite, kept, listed, musterkreis, on, path, suggested};
use crate::support::binaries::Running;
use crate::support::{Client, Database, NOW, Page, Server};

fn accept(client: &Client, id: &str) {
    let accepted = client.post(&format!("{SUGGESTIONS}/{id}/accept")).if_none().json(&json!({})).send();
    assert_eq!(accepted.status, 200, "{accepted:?}");
}

fn reason(page: &Page) -> String {
    page.newest("en").unwrap().reason.unwrap()
}

#[test]
fn a_name_is_erased_by_its_contributor_also_after_the_decision_and_the_end_of_the_link() {
    static CLOCK: AtomicI64 = AtomicI64::new(NOW);
    let (server, _, page) = on(Server::on(Database::with_clock(|| CLOCK.load(Ordering::Relaxed))));
    let link = invite(&server, &page);
    let (id, admin) = (suggested(&server, &link, &page, "One"), server.admin());
    accept(&admin, &id);
    CLOCK.store(NOW + 365 * 24 * 3_600_000, Ordering::Relaxed);

    let erase = |link: &str| server.anybody().delete(&format!("{link}/suggestions/{id}/name")).send().status;
    let (unknown, erased, again) = (erase("/api/v1/invitations/invitation_x"), erase(&link), erase(&link));

    assert_eq!((unknown, erased, again), (404, 204, 204));
    assert_eq!(reason(&page), "Vorgeschlagen über eine Einladung");
    assert_eq!(listed(&admin, "")[0]["name"], Value::Null);
    assert_eq!(page.newest("en").unwrap().title, "One");
}

#[test]
fn a_manager_erases_a_name_and_a_link_none_of_another_one() {
    let (server, _, page) = musterkreis();
    let (link, other) = (invite(&server, &page), invite(&server, &page));
    let (id, admin) = (suggested(&server, &link, &page, "One"), server.admin());

    let foreign = server.anybody().delete(&format!("{other}/suggestions/{id}/name")).send();
    let before = listed(&admin, "")[0]["name"].clone();
    let erased = admin.delete(&format!("{SUGGESTIONS}/{id}/name")).send();
    accept(&admin, &id);

    assert_eq!((foreign.status, before, erased.status), (404, json!("Olena"), 204));
    assert_eq!(reason(&page), "Vorgeschlagen über eine Einladung");
    let own = server.anybody().get(&format!("{link}/suggestions")).send();
    assert!(!own.text().contains("Olena") && own.json()["suggestions"][0]["named"] == json!(false), "{own:?}");
}

#[test]
fn what_comes_in_is_noted_as_that_of_the_invitation_and_without_the_name() {
    let (server, _, page) = musterkreis();
    let admin = server.admin();
    let made = admin.post(INVITATIONS).json(&invitation(&page)).send().json();
    let id = suggested(&server, &path(&made), &page, "One");

    let audit = admin.get("/api/v1/audit").send();

    let newest = &audit.json()["records"][0];
    let actor = format!("invitation/{}", made["invitation"]["id"].as_str().unwrap());
    assert_eq!((&newest["actor"], &newest["action"]), (&json!(actor), &json!("suggest_text")));
    assert_eq!(newest["subject"], format!("suggestion/{id}"));
    assert!(!audit.text().contains("Olena") && !audit.text().contains("invitation_"), "{audit:?}");
}

#[test]
fn links_names_and_texts_are_in_no_log_and_no_metric() {
    let database = Database::new();
    let region = database.region("musterkreis", &["de", "en"]);
    let page = region.page("de", "Eins", "<p>eins</p>");
    let log = database.folder().join("log");
    let running = Running::logging_to(&database, std::fs::File::create(&log).unwrap());
    let admin = running.client.with_token(token(&database));
    admin.put("/api/v1/bundles/de/app/source").if_none().bytes(GERMAN).send();
    let made = admin.post(INVITATIONS).json(&invitation(&page)).send().json();
    let secret = made["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let link = format!("/api/v1/invitations/{secret}");

    let text = json!({"page": page.id, "title": "geheim", "html": "<p>geheim@example.org</p>", "name": "geheim"});
    let id = kept(&running.client.post(&format!("{link}/suggestions")).json(&text).send());
    for body in [json!({"name": "geheim"}), json!({"page": "geheim"}), json!({"geheim": "geheim@example.org"})] {
        assert!(running.client.post(&format!("{link}/suggestions")).json(&body).send().status >= 400);
    }
    assert_eq!(running.client.delete(&format!("{link}/suggestions/{}", page.id)).send().status, 404);
    assert_eq!(running.client.get("/api/v1/invitations/geheim").send().status, 404);
    assert_eq!(running.client.delete(&format!("{link}/suggestions/{id}/name")).send().status, 204);
    let metrics = running.client.get("/metrics").send().text().to_owned();
    assert_eq!(running.terminate().code(), Some(0));

    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.matches("refused").count() >= 5, "{log}");
    assert!(metrics.contains("suggest_text"), "{metrics}");
    for told in [&log, &metrics] {
        assert!(!told.contains(&secret) && !told.contains("geheim"), "{told}");
    }
}

/// A token of the server.
fn token(database: &Database) -> String {
    let made = database.store.write(|db, world| content::tokens::create(db, "test", world));
    crate::support::wait(made).unwrap()
}
