//! What the log never says.

use serde_json::json;

use super::{refusal, try_in};
use crate::support::Database;
use crate::support::binaries::Running;

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
