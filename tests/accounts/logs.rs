//! What the log never says.

use std::time::{SystemTime, UNIX_EPOCH};

use content::roles::{Grant, Role};
use serde_json::{Value, json};

use super::{code_at, refusal, sign_in, try_in};
use crate::support::binaries::Running;
use crate::support::{Database, PASSWORD};

#[test]
fn passwords_tokens_and_addresses_are_in_no_log() {
    let database = Database::new();
    database.user_with_password("geheim-amina", &[]);
    let log = database.folder().join("log");
    let running = Running::logging_to(&database, std::fs::File::create(&log).unwrap());
    let client = &running.client;

    for body in [
        json!({"email": "geheim-amina@example.org", "password": "geheim-falsch"}),
        json!({"email": "geheim-nobody@example.org\r\nx", "password": "geheim-falsch"}),
        json!({"email": "geheim-amina@example.org", "password": 7}),
        json!({"email": "geheim-amina@example.org", "geheim-feld": ""}),
    ] {
        assert!((400..402).contains(&try_in(client, &body).status));
    }
    let chosen = client.put("/api/v1/password/geheim.link.x").json(&json!({"password": "geheim-langes-passwort"}));
    assert_eq!(refusal(&chosen.send()), (404, "unknown-link".to_owned()));
    let stranger = client.with_token("lotse_geheim".to_owned());
    assert_eq!(stranger.get("/api/v1/users?token=geheim-query").send().status, 401);
    let browser = client.with_session("session_geheim".to_owned());
    assert_eq!(browser.get("/api/v1/account").send().status, 401);
    assert_eq!(running.terminate().code(), Some(0));

    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.matches("refused").count() >= 6, "{log}");
    assert!(!log.contains("geheim"), "{log}");
}

#[test]
fn what_people_send_and_are_given_is_in_no_log_and_no_audit() {
    let database = Database::new();
    let administrator = Grant { role: Role::Administrator, region: None, language: None, item: None };
    database.region("musterkreis", &["de"]);
    database.user_with_password("geheim-amina", &[administrator]);
    let log = database.folder().join("log");
    let running = Running::logging_to(&database, std::fs::File::create(&log).unwrap());
    let client = &running.client;
    let cookie = sign_in(client, "geheim-amina", None).header("set-cookie").to_owned();
    let session = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    let browser = client.with_session(session.clone());
    let mut given = vec![PASSWORD.to_owned(), session];
    let mut keep = |value: &Value| given.push(value.as_str().unwrap().to_owned());

    let proposal = browser.post("/api/v1/account/second-factor").send().json();
    keep(&proposal["secret"]);
    let confirm = |code: &str| {
        let body = json!({"secret": proposal["secret"], "code": code});
        browser.put("/api/v1/account/second-factor").json(&body).send()
    };
    assert_eq!(confirm("geheim-code").status, 422);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let code = code_at(proposal["secret"].as_str().unwrap(), now);
    let recovery = confirm(&code).json();
    recovery["recovery_codes"].as_array().unwrap().iter().for_each(&mut keep);
    assert_eq!(confirm(&code).status, 409);
    let token = |name: &str, scopes: &[&str]| {
        browser.post("/api/v1/account/tokens").json(&json!({"name": name, "scopes": scopes})).send()
    };
    keep(&token("a", &["read"]).json()["secret"]);
    assert_eq!(token("geheim-token", &[]).status, 422);
    let person = json!({"email": "geheim-neu@example.org", "name": "geheim-name"});
    let made = browser.post("/api/v1/users").json(&person).send();
    assert_eq!((made.status, browser.post("/api/v1/users").json(&person).send().status), (201, 409));
    keep(
        &browser.post(&format!("/api/v1/users/{}/password-link", made.json()["id"].as_str().unwrap())).send().json()["link"],
    );
    let wrong = json!({"email": "geheim-amina@example.org", "password": PASSWORD, "code": "geheim-code"});
    assert_eq!(try_in(client, &wrong).status, 401);
    for key in ["geheim-key", "geheim-other"] {
        let page = json!({"language": "de", "text": {"title": key, "html": "<p>geheim-text</p>", "state": "geheim"}});
        let create = browser.post("/api/v1/regions/musterkreis/pages").header("Idempotency-Key", key);
        assert_eq!(create.json(&page).send().status, 400);
    }
    let audit = browser.get("/api/v1/audit").send().text().to_owned();
    assert_eq!(running.terminate().code(), Some(0));

    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.matches("refused").count() >= 7, "{log}");
    for (place, text) in [("log", &log), ("audit", &audit)] {
        assert!(!text.contains("geheim"), "{place}: {text}");
        for secret in &given {
            assert!(!text.contains(secret.as_str()), "{secret} in the {place}: {text}");
        }
    }
}
