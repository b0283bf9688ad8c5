//! One's own account: password, second factor, tokens.

use content::audit::Behalf;
use content::roles::Role;
use content::users;
use serde_json::json;

use super::{code, refusal, sign_in};
use crate::support::{PASSWORD, Server, role, wait};

#[test]
fn another_password_ends_every_session() {
    let server = Server::start();
    let amina = server.user_with_password("amina", &[]);
    let (browser, other) = (server.browser(&amina), server.browser(&amina));
    let change = |current: &str, new: &str| {
        browser.put("/api/v1/account/password").json(&json!({"current": current, "new": new})).send()
    };

    let (wrong, short) = (change("falsch", "ein neues Passwort"), change(PASSWORD, "kurz"));
    let changed = change(PASSWORD, "ein neues Passwort");

    assert_eq!((wrong.status, &wrong.json()["field"]), (422, &json!("current")));
    assert_eq!((short.status, &short.json()["field"]), (422, &json!("new")));
    assert_eq!(changed.status, 204);
    for client in [&browser, &other] {
        assert_eq!(client.get("/api/v1/account").send().status, 401);
    }
    assert_eq!(sign_in(server.anybody(), "amina", None).status, 401);
}

#[test]
fn a_second_factor_is_asked_for_and_each_code_is_taken_once() {
    let server = Server::start();
    let amina = server.user_with_password("amina", &[]);
    let browser = server.browser(&amina);
    let path = "/api/v1/account/second-factor";
    let proposal = browser.post(path).send().json();
    let secret = proposal["secret"].as_str().unwrap();
    assert!(proposal["address"].as_str().unwrap().contains(secret));
    assert_eq!(sign_in(server.anybody(), "amina", None).status, 201, "it is only a proposal");
    let confirm = |code: &str| browser.put(path).json(&json!({"secret": secret, "code": code})).send();

    let (wrong, right) = (confirm("000000"), confirm(&code(secret, 0)));

    assert_eq!((wrong.status, &wrong.json()["field"]), (422, &json!("code")));
    let recovery = right.json()["recovery_codes"][0].as_str().unwrap().to_owned();
    let with = |code: Option<&str>| refusal(&sign_in(server.anybody(), "amina", code));
    assert_eq!(with(None), (401, "code-needed".to_owned()));
    assert_eq!(with(Some(&code(secret, 0))), (401, "wrong-credentials".to_owned()), "it has been used");
    assert_eq!(with(Some(&code(secret, 30))).0, 201);
    assert_eq!(with(Some(&recovery)).0, 201);
    assert_eq!(with(Some(&recovery)).0, 401);
    assert_eq!(confirm(&code(secret, 0)).status, 409, "there is one already");
    let remove = |password: &str| browser.delete(path).json(&json!({"password": password})).send();
    assert_eq!((remove("falsch").status, remove(PASSWORD).status), (422, 204));
    assert_eq!(with(None).0, 201);
}

#[test]
fn a_token_does_what_its_scopes_and_its_user_allow() {
    let server = Server::start();
    let region = server.region("musterkreis", &["de"]);
    let page = region.page("de", "Eins", "<p>x</p>");
    let address = format!("/api/v1/regions/musterkreis/pages/{}", page.id);
    let amina = server.user("amina", &[role(Role::Editor, region.id)]);
    let browser = server.browser(&amina);
    let make = |name: &str, scopes: &[&str]| {
        let made = browser.post("/api/v1/account/tokens").json(&json!({"name": name, "scopes": scopes})).send().json();
        (server.anybody().with_token(made["secret"].as_str().unwrap().to_owned()), made)
    };
    let ((reader, shown), (writer, _), (manager, _)) =
        (make("a", &["read"]), make("b", &["read", "write"]), make("c", &["manage"]));

    assert!(shown["secret"].as_str().unwrap().starts_with(shown["token"]["prefix"].as_str().unwrap()));
    assert!(!browser.get("/api/v1/account/tokens").send().text().contains(shown["secret"].as_str().unwrap()));
    let confirm = |client: &crate::support::Client| client.post(&format!("{address}/confirm")).if_any().send().status;
    assert_eq!((reader.get(&address).send().status, confirm(&reader)), (200, 403));
    assert_eq!((writer.get(&address).send().status, confirm(&writer)), (200, 200));
    assert_eq!(manager.get(&address).send().status, 403);
    assert_eq!(manager.get("/api/v1/regions/musterkreis/users").send().status, 403, "editors manage nobody");
    for (method, path) in [("POST", "account/tokens"), ("DELETE", "account/tokens/1"), ("PUT", "account/password")] {
        let request = writer.request(method.parse().unwrap(), &format!("/api/v1/{path}")).json(&json!({}));
        assert_eq!(refusal(&request.send()), (403, "session-needed".to_owned()), "{path}");
    }
    let id = &shown["token"]["id"];
    assert_eq!(browser.delete(&format!("/api/v1/account/tokens/{id}")).send().status, 204);
    assert_eq!(reader.get(&address).send().status, 401);
}

#[test]
fn a_token_is_refused_that_could_never_be_used() {
    let server = Server::start();
    let browser = server.browser(&server.user("amina", &[]));
    for (body, field) in [
        (json!({"name": " ", "scopes": ["read"]}), "name"),
        (json!({"name": "x", "scopes": []}), "scopes"),
        (json!({"name": "x", "scopes": ["read"], "expires": "2020-01-01T00:00:00Z"}), "expires"),
        (json!({"name": "x", "scopes": ["read"], "expires": "morgen"}), "expires"),
    ] {
        let answer = browser.post("/api/v1/account/tokens").json(&body).send();

        assert_eq!((answer.status, &answer.json()["field"]), (422, &json!(field)), "{body}");
    }
    let unknown = browser.post("/api/v1/account/tokens").json(&json!({"name": "x", "scopes": ["everything"]})).send();
    assert_eq!(unknown.status, 400);
}

#[test]
fn sessions_and_tokens_of_whoever_is_disabled_stop_at_once() {
    let server = Server::start();
    let amina = server.user_with_password("amina", &[]);
    let browser = server.browser(&amina);
    let made = browser.post("/api/v1/account/tokens").json(&json!({"name": "x", "scopes": ["read"]})).send().json();
    let program = server.anybody().with_token(made["secret"].as_str().unwrap().to_owned());
    assert_eq!(program.get("/api/v1/account").send().status, 200);

    let id = amina.id.clone();
    let behalf = Behalf::program("test");
    wait(server.store.write(move |db, world| users::set_disabled(db, &id, true, &behalf, world))).unwrap();

    assert_eq!(program.get("/api/v1/account").send().status, 401);
    assert_eq!(browser.get("/api/v1/account").send().status, 401);
    assert_eq!(sign_in(server.anybody(), "amina", None).status, 401);
}

#[test]
fn a_token_of_the_server_has_no_account() {
    let server = Server::start();

    assert_eq!(refusal(&server.admin().get("/api/v1/account").send()), (403, "no-account".to_owned()));
}
