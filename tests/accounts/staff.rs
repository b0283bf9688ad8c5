//! The people of a region, as its managers look after them.

use content::roles::Role;
use serde_json::{Value, json};

use super::refusal;
use crate::support::{Client, Region, Server, role};

/// A server with two regions, and a browser of a manager of the first.
fn managed() -> (Server, Region, Region, Client) {
    let server = Server::start();
    let (own, other) = (server.region("musterkreis", &["de", "ar"]), server.region("nachbarkreis", &["de"]));
    let browser = server.browser(&server.user("maria", &[role(Role::Manager, own.id)]));
    (server, own, other, browser)
}

fn names(people: &Value) -> Vec<&str> {
    people.as_array().unwrap().iter().map(|person| person["name"].as_str().unwrap()).collect()
}

#[test]
fn a_manager_lets_somebody_work_for_the_region() {
    let (server, _, _, manager) = managed();
    let body =
        json!({"email": "amina@example.org", "name": "Amina", "roles": [{"role": "translator", "language": "ar"}]});

    let added = manager.post("/api/v1/regions/musterkreis/users").json(&body).send();

    assert_eq!(added.status, 201, "{added:?}");
    let added = added.json();
    assert_eq!(added["person"]["roles"][0]["region"], "musterkreis");
    let link = added["password_link"]["link"].as_str().unwrap();
    let chosen = json!({"password": "ein langes Passwort"});
    assert_eq!(server.anybody().put(&format!("/api/v1/password/{link}")).json(&chosen).send().status, 204);
    assert_eq!(names(&manager.get("/api/v1/regions/musterkreis/users").send().json()), ["Amina", "maria"]);
}

#[test]
fn a_manager_sees_only_people_of_the_region_and_only_what_they_do_there() {
    let (server, own, other, manager) = managed();
    let both = server.user("both", &[role(Role::Author, own.id), role(Role::Manager, other.id)]);
    let stranger = server.user("stranger", &[role(Role::Author, other.id)]);

    let people = manager.get("/api/v1/regions/musterkreis/users").send().json();

    assert_eq!(names(&people), ["both", "maria"]);
    assert_eq!(people[0]["roles"].as_array().unwrap().len(), 1);
    let grants = format!("/api/v1/regions/musterkreis/users/{}/grants", stranger.id);
    let unknown = manager.post(&grants).json(&json!({"role": "author"})).send();
    assert_eq!(refusal(&unknown), (404, "unknown-user".to_owned()));
    let elsewhere = manager.get("/api/v1/regions/nachbarkreis/users").send();
    assert_eq!(refusal(&elsewhere), (403, "forbidden".to_owned()));
    let link = manager.post(&format!("/api/v1/regions/musterkreis/users/{}/password-link", both.id)).send();
    assert_eq!(refusal(&link), (403, "forbidden".to_owned()), "that would open the other region as well");
}

#[test]
fn a_manager_gives_only_roles_of_the_region() {
    let (server, own, other, manager) = managed();
    let amina = server.user("amina", &[role(Role::Author, own.id)]);
    let elsewhere = other.page("de", "Eins", "<p>x</p>");
    let grants = format!("/api/v1/regions/musterkreis/users/{}/grants", amina.id);
    for (body, status) in [
        (json!({"role": "service_team"}), 403),
        (json!({"role": "administrator"}), 403),
        (json!({"role": "editor", "region": "nachbarkreis"}), 403),
        (json!({"role": "page_editor", "page": elsewhere.id}), 422),
        (json!({"role": "editor"}), 201),
    ] {
        assert_eq!(manager.post(&grants).json(&body).send().status, status, "{body}");
    }
    let add = json!({"email": "b@example.org", "name": "B", "roles": [{"role": "administrator"}]});
    assert_eq!(manager.post("/api/v1/regions/musterkreis/users").json(&add).send().status, 403);
}

#[test]
fn whoever_has_an_account_keeps_it() {
    let (server, _, other, manager) = managed();
    server.user("amina", &[role(Role::Author, other.id)]);
    let body = json!({"email": "amina@example.org", "name": "Anders", "roles": [{"role": "observer"}]});

    let added = manager.post("/api/v1/regions/musterkreis/users").json(&body).send().json();

    assert_eq!((&added["person"]["name"], &added["password_link"]), (&json!("amina"), &json!(null)));
    let (id, grant) = (added["person"]["id"].as_str().unwrap(), &added["person"]["roles"][0]["id"]);
    let address = format!("/api/v1/regions/musterkreis/users/{id}/grants/{grant}");
    assert_eq!(manager.delete(&address).send().status, 204);
    assert_eq!(names(&manager.get("/api/v1/regions/musterkreis/users").send().json()), ["maria"]);
}
