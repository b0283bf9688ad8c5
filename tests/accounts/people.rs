//! The people of all regions, as an administrator looks after them.

use content::roles::{Grant, Role};
use serde_json::json;

use super::{refusal, sign_in, try_in};
use crate::support::{Server, role};

const ADMINISTRATOR: Grant = Grant { role: Role::Administrator, region: None, language: None, item: None };

#[test]
fn an_account_is_made_and_its_owner_chooses_a_password_once() {
    let server = Server::start();
    let admin = server.admin();
    let made = admin.post("/api/v1/users").json(&json!({"email": "Amina@Example.org", "name": "Amina"})).send();
    assert_eq!((made.status, &made.json()["email"]), (201, &json!("amina@example.org")));
    let address = format!("/api/v1/users/{}", made.json()["id"].as_str().unwrap());
    let link = || admin.post(&format!("{address}/password-link")).send().json()["link"].as_str().unwrap().to_owned();
    let (first, second) = (link(), link());
    let choose = |link: &str, password: &str| {
        server.anybody().put(&format!("/api/v1/password/{link}")).json(&json!({"password": password})).send()
    };

    assert_eq!(choose(&first, "kurz").status, 422);
    assert_eq!(choose(&first, "ein langes Passwort").status, 204);

    for used in [first.as_str(), second.as_str(), "x.1.y", &first[..first.len() - 1]] {
        assert_eq!(refusal(&choose(used, "noch ein Passwort")), (404, "unknown-link".to_owned()), "{used}");
    }
    assert_eq!(sign_in(server.anybody(), "amina", None).status, 201);
    assert_eq!(
        admin.post("/api/v1/users").json(&json!({"email": "amina@example.org", "name": "B"})).send().status,
        409
    );
    assert_eq!(admin.get(&address).send().json()["password"], json!(true));
}

#[test]
fn what_is_wrong_with_an_account_is_said() {
    let server = Server::start();
    for (body, field) in [
        (json!({"email": "kein Platz@x", "name": "A"}), "email"),
        (json!({"email": "a@b", "name": "A\r\nSet-Cookie: x"}), "name"),
        (json!({"email": "a@b", "name": " "}), "name"),
        (json!({"email": "a@b", "name": "A", "organization": 99}), "organization"),
    ] {
        let answer = server.admin().post("/api/v1/users").json(&body).send();

        assert_eq!((answer.status, &answer.json()["field"]), (422, &json!(field)), "{body}");
    }
}

#[test]
fn a_grant_names_what_its_role_needs_and_nothing_else() {
    let server = Server::start();
    server.region("musterkreis", &["de"]);
    let address = format!("/api/v1/users/{}/grants", server.user("amina", &[]).id);
    for (body, field) in [
        (json!({"role": "editor"}), "region"),
        (json!({"role": "editor", "region": "atlantis"}), "region"),
        (json!({"role": "administrator", "region": "musterkreis"}), "region"),
        (json!({"role": "translator"}), "language"),
        (json!({"role": "translator", "language": "not_a_tag"}), "language"),
        (json!({"role": "page_author", "region": "musterkreis"}), "page"),
        (
            json!({"role": "page_author", "region": "musterkreis", "page": "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61"}),
            "page",
        ),
    ] {
        let answer = server.admin().post(&address).json(&body).send();

        assert_eq!((answer.status, &answer.json()["field"]), (422, &json!(field)), "{body}");
    }
    let given = server.admin().post(&address).json(&json!({"role": "translator", "language": "AR"})).send();
    assert_eq!((given.status, &given.json()["language"]), (201, &json!("ar")));
    let taken = server.admin().delete(&format!("{address}/{}", given.json()["id"])).send();
    assert_eq!(taken.status, 204);
    let again = server.admin().delete(&format!("{address}/{}", given.json()["id"])).send();
    assert_eq!(refusal(&again), (404, "unknown-grant".to_owned()));
}

#[test]
fn the_last_administrator_stays() {
    let server = Server::start();
    let (first, second) = (server.user("first", &[ADMINISTRATOR]), server.user("second", &[ADMINISTRATOR]));
    let admin = server.browser(&first);
    let address = format!("/api/v1/users/{}", first.id);
    let disable = |id: &str, disabled: bool| {
        let body = json!({"name": "x", "disabled": disabled});
        server.admin().put(&format!("/api/v1/users/{id}")).json(&body).send().status
    };
    assert_eq!(disable(&second.id, true), 200);

    let grant = admin.get(&address).send().json()["roles"][0]["id"].clone();
    for answer in [
        admin.delete(&address).send(),
        admin.delete(&format!("{address}/grants/{grant}")).send(),
        admin.put(&address).json(&json!({"name": "x", "disabled": true})).send(),
    ] {
        assert_eq!(refusal(&answer), (409, "conflict".to_owned()));
    }
    assert_eq!(disable(&second.id, false), 200);
    assert_eq!(admin.delete(&address).send().status, 204);
}

#[test]
fn whoever_is_erased_leaves_only_an_id() {
    let server = Server::start();
    let region = server.region("musterkreis", &["de"]);
    let amina = server.user_with_password("amina", &[role(Role::Editor, region.id)]);
    let browser = server.browser(&amina);
    let address = format!("/api/v1/users/{}", amina.id);

    assert_eq!(server.admin().delete(&address).send().status, 204);

    let left = server.admin().get(&address).send().json();
    assert_eq!((&left["email"], &left["name"], &left["roles"]), (&json!(null), &json!(""), &json!([])));
    assert_eq!(server.admin().get("/api/v1/users").send().json(), json!([]));
    assert_eq!(browser.get("/api/v1/account").send().status, 401);
    let credentials = json!({"email": "amina@example.org", "password": crate::support::PASSWORD});
    assert_eq!(try_in(server.anybody(), &credentials).status, 401);
}
