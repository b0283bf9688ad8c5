//! Organizations, and what page-level rights let people do.

use content::items::{self, Place};
use content::kinds::{Details, Kind};
use content::roles::{Grant, Role};
use serde_json::json;

use super::refusal;
use crate::support::{Client, Page, Region, Server, role};

/// A page of an organization.
fn page_of(region: &Region, organization: i64) -> Page {
    let made = region.write(move |tx| {
        let details = Details { organization: Some(organization), ..Details::default() };
        let id = tx.new_id();
        items::create(tx, Kind::Page, id, &Place::LastIn(None), details, "test")
    });
    let page = Page { id: made.unwrap().id, region: region.clone() };
    page.says("de", "Beratung", "<p>x</p>");
    page
}

fn publish(client: &Client, page: &Page, state: &str) -> u16 {
    let text = json!({"title": "Neu", "html": "<p>x</p>", "state": state});
    let path = format!("/api/v1/regions/{}/pages/{}/translations/de", page.region.slug, page.id);
    client.put(&path).if_any().json(&text).send().status
}

fn create(client: &Client, place: &serde_json::Value, state: &str) -> u16 {
    let text = json!({"title": "Kind", "html": "<p>x</p>", "state": state});
    let body = json!({"place": place, "language": "de", "text": text});
    client.post("/api/v1/regions/musterkreis/pages").json(&body).send().status
}

#[test]
fn an_organization_is_kept_while_it_is_in_use() {
    let server = Server::start();
    let region = server.region("musterkreis", &["de"]);
    let (admin, path) = (server.admin(), "/api/v1/regions/musterkreis/organizations");
    let made = admin.post(path).json(&json!({"name": "Caritas"})).send().json();
    let (id, address) = (made["id"].as_i64().unwrap(), format!("{path}/{}", made["id"]));
    assert_eq!(admin.post(path).json(&json!({"name": "Caritas"})).send().status, 409);
    assert_eq!(
        admin.put(&address).json(&json!({"name": "Diakonie"})).send().json(),
        json!({"id": id, "name": "Diakonie"})
    );
    page_of(&region, id);

    let refused = admin.delete(&address).send();

    assert_eq!(refusal(&refused), (409, "conflict".to_owned()));
    assert_eq!(admin.get(path).send().json(), json!([{"id": id, "name": "Diakonie"}]));
    let other = admin.post(path).json(&json!({"name": "Verein"})).send().json();
    assert_eq!(admin.delete(&format!("{path}/{}", other["id"])).send().status, 204);
    assert_eq!(
        refusal(&admin.delete(&format!("{path}/{}", other["id"])).send()),
        (404, "unknown-organization".to_owned())
    );
}

#[test]
fn whoever_belongs_to_an_organization_maintains_its_pages() {
    let server = Server::start();
    let region = server.region("musterkreis", &["de"]);
    let path = "/api/v1/regions/musterkreis/organizations";
    let id = server.admin().post(path).json(&json!({"name": "Caritas"})).send().json()["id"].as_i64().unwrap();
    let amina = server.user("amina", &[]);
    let member = json!({"name": "amina", "organization": id, "disabled": false});
    assert_eq!(server.admin().put(&format!("/api/v1/users/{}", amina.id)).json(&member).send().status, 200);
    let (own, other) = (page_of(&region, id), region.page("de", "Eins", "<p>x</p>"));

    let browser = server.browser(&amina);

    assert_eq!((publish(&browser, &own, "public"), publish(&browser, &other, "draft")), (200, 403));
    assert_eq!(create(&browser, &json!({"last_in": own.id}), "draft"), 403);
}

#[test]
fn a_page_author_writes_drafts_below_the_page() {
    let server = Server::start();
    let region = server.region("musterkreis", &["de"]);
    let (own, other) = (region.page("de", "Eins", "<p>x</p>"), region.page("de", "Zwei", "<p>x</p>"));
    let child = own.child("de", "Kind", "<p>x</p>");
    let grant = |kind| Grant { item: Some(own.id.clone()), ..role(kind, region.id) };
    let author = server.browser(&server.user("author", &[grant(Role::PageAuthor)]));
    let editor = server.browser(&server.user("editor", &[grant(Role::PageEditor)]));

    assert_eq!((publish(&author, &child, "draft"), publish(&author, &child, "public")), (200, 403));
    assert_eq!((publish(&editor, &child, "public"), publish(&editor, &other, "draft")), (200, 403));
    for (place, status) in [
        (json!({"last_in": own.id}), 201),
        (json!({"after": child.id}), 201),
        (json!({"after": own.id}), 403),
        (json!({"last_in": other.id}), 403),
        (json!({"last_in": null}), 403),
        (json!({"last_in": "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61"}), 403),
    ] {
        assert_eq!(create(&author, &place, "draft"), status, "{place}");
    }
    assert_eq!(create(&author, &json!({"last_in": own.id}), "public"), 403);
    assert_eq!(create(&editor, &json!({"last_in": own.id}), "public"), 201);
    let moved = |place: serde_json::Value| {
        let path = format!("/api/v1/regions/musterkreis/pages/{}/move", child.id);
        editor.post(&path).if_any().json(&json!({"place": place})).send().status
    };
    assert_eq!((moved(json!({"first_in": own.id})), moved(json!({"last_in": null}))), (200, 403));
}

#[test]
fn an_author_publishes_nothing() {
    let server = Server::start();
    let region = server.region("musterkreis", &["de"]);
    let page = region.page("de", "Eins", "<p>x</p>");
    let author = server.browser(&server.user("author", &[role(Role::Author, region.id)]));

    assert_eq!((publish(&author, &page, "draft"), publish(&author, &page, "public")), (200, 403));
    assert_eq!((create(&author, &json!(null), "draft"), create(&author, &json!(null), "public")), (201, 403));
}
