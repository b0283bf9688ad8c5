//! Signing in and out, and how guessing is held up.

use serde_json::json;

use super::{refusal, sign_in, try_in};
use crate::support::{PASSWORD, Server};

#[test]
fn a_browser_signs_in_and_out() {
    let server = Server::start();
    server.user_with_password("amina", &[]);

    let begun = sign_in(server.anybody(), "Amina", None);

    let cookie = begun.header("set-cookie").to_owned();
    assert_eq!(begun.status, 201, "{begun:?}");
    for part in ["__Host-lotse-session=session_", "HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part) && !cookie.contains("Domain"), "{part} in {cookie}");
    }
    let secret = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    let browser = server.anybody().with_session(secret.clone());
    assert_eq!(browser.get("/api/v1/account").send().json()["person"]["name"], "amina");
    assert_eq!(browser.get("/api/v1/session").send().json(), begun.json());
    let forged = server.anybody().delete("/api/v1/session").header("Cookie", &format!("__Host-lotse-session={secret}"));
    assert_eq!(refusal(&forged.send()), (403, "csrf".to_owned()));
    assert_eq!(browser.delete("/api/v1/session").send().status, 204);
    assert_eq!(refusal(&browser.get("/api/v1/account").send()), (401, "not-authorized".to_owned()));
}

#[test]
fn nobody_learns_whether_there_is_an_account() {
    let server = Server::start();
    server.user_with_password("amina", &[]);
    server.user("new", &[]);
    let wrong = |email: &str| {
        let answer = try_in(server.anybody(), &json!({"email": email, "password": "falsch, aber lang genug"}));
        (answer.status, answer.text().to_owned())
    };

    let known = wrong("amina@example.org");

    assert_eq!(known.0, 401);
    assert_eq!(wrong("nobody@example.org"), known);
    assert_eq!(wrong("new@example.org"), known);
}

#[test]
fn guessing_is_held_up_whether_or_not_there_is_an_account() {
    let server = Server::with_attempts_per_minute(1);
    server.user_with_password("amina", &[]);
    server.user_with_password("bela", &[]);
    for name in ["amina", "nobody"] {
        let first = json!({"email": format!("{name}@example.org"), "password": "falsch"});
        let again = json!({"email": format!(" {}@Example.org", name.to_uppercase()), "password": PASSWORD});

        let (wrong, held_up) = (try_in(server.anybody(), &first), try_in(server.anybody(), &again));

        assert_eq!(refusal(&wrong), (401, "wrong-credentials".to_owned()));
        assert_eq!(refusal(&held_up), (429, "too-many-attempts".to_owned()));
        let seconds: u64 = held_up.header("retry-after").parse().unwrap();
        assert!((1..=61).contains(&seconds), "{seconds}");
    }
    assert_eq!(sign_in(server.anybody(), "bela", None).status, 201, "others of the network still get in");
    let is_held_up = |number| sign_in(server.anybody(), &format!("guess-{number}"), None).status == 429;
    assert!((0..20).any(is_held_up), "the network has a share, too");
}

#[test]
fn a_mirror_lets_nobody_in() {
    let source = Server::start();
    let mirror = Server::mirroring(&source.base(), &[]);

    assert_eq!(refusal(&sign_in(mirror.anybody(), "amina", None)), (403, "read-only".to_owned()));
    let chosen = mirror.anybody().put("/api/v1/password/x").json(&json!({"password": PASSWORD}));
    assert_eq!(refusal(&chosen.send()), (403, "read-only".to_owned()));
}
