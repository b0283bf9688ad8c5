//! Mirrors: another server's regions, byte for byte, also while that server is away.

use serde_json::json;
use sync::Document;

use crate::support::{Client, Database, Page, Region, Server};

fn upstream() -> (Server, Region, Page) {
    let database = Database::new();
    let region = database.region("musterstadt", &["de", "ar"]);
    let page = region.page("de", "Ankommen", "<p>Willkommen in der Stadt</p>");
    page.says("ar", "وصول", "<p>أهلا</p>");
    page.child("de", "Arzt", "<p>Praxis</p>");
    let server = Server::on(database);
    server.head_of("musterstadt", region.counter().rev);
    (server, region, page)
}

/// Everything that readers of the region ask for, by address.
fn readings(client: &Client) -> Vec<(String, u16, String)> {
    let v1 = "/api/v1/regions/musterstadt";
    let addresses = [
        "/sync/v1/musterstadt/head".to_owned(),
        "/sync/v1/musterstadt/recent/ar".to_owned(),
        "/sync/v1/trust/latest".to_owned(),
        v1.to_owned(),
        format!("{v1}/languages"),
        format!("{v1}/de/pages"),
        format!("{v1}/ar/pages"),
        "/api/v3/musterstadt/languages/".to_owned(),
    ];
    let read = |address: String| {
        let answer = client.get(&address).send();
        (address, answer.status, answer.text().to_owned())
    };
    addresses.into_iter().map(read).collect()
}

#[test]
fn a_mirror_answers_as_its_server_does() {
    let (server, region, _) = upstream();

    let mirror = Server::mirroring(&server.base(), &["musterstadt"]);
    mirror.head_of("musterstadt", region.counter().rev);

    assert_eq!(readings(mirror.anybody()), readings(server.anybody()));
    let v3 = |server: &Server| server.get("/api/v3/musterstadt/de/pages/").send().json().as_array().unwrap().len();
    assert_eq!(v3(&mirror), v3(&server));
}

#[test]
fn a_mirror_follows_every_change() {
    let (server, region, page) = upstream();
    let mirror = Server::mirroring(&server.base(), &["musterstadt"]);
    mirror.head_of("musterstadt", region.counter().rev);

    page.says("de", "Angekommen", "<p>Neu</p>");
    let other = region.page("de", "Schule", "<p>Klasse</p>");
    other.set_archived(content::items::Base::Any, true).unwrap();
    let tag = locales::tags::Tag::parse("uk").unwrap();
    region.write(move |tx| content::languages::add(tx, &tag, "uk", Some("de"))).unwrap();
    server.head_of("musterstadt", region.counter().rev);
    mirror.head_of("musterstadt", region.counter().rev);

    assert_eq!(readings(mirror.anybody()), readings(server.anybody()));
}

#[test]
fn a_mirror_serves_every_object_of_its_heads() {
    let (server, region, page) = upstream();
    page.says("de", "Ankommen", &format!("<p>{}</p>", "Wort ".repeat(300)));
    page.says("de", "Ankommen", "<p>Kurz</p>");
    server.head_of("musterstadt", region.counter().rev);
    let mirror = Server::mirroring(&server.base(), &["musterstadt"]);
    let head = mirror.head_of("musterstadt", region.counter().rev);

    for scope in head.head.scopes.values() {
        let manifest = mirror.get(&format!("/sync/v1/musterstadt/o/{}", scope.m)).send();
        let manifest = sync::Manifest::read(&manifest.body).unwrap().unwrap();
        for (id, size) in manifest.objects() {
            let object = mirror.get(&format!("/sync/v1/musterstadt/o/{id}")).send();
            assert_eq!((sync::Id::of(&object.body), object.body.len() as u64), (id, size));
        }
    }
}

#[test]
fn a_mirror_goes_on_without_its_server() {
    let (server, region, _) = upstream();
    let mirror = Server::mirroring(&server.base(), &["musterstadt"]);
    mirror.head_of("musterstadt", region.counter().rev);
    let before = readings(mirror.anybody());

    drop(server);

    assert_eq!(readings(mirror.anybody()), before);
    assert_eq!(mirror.get("/health/ready").send().status, 200);
}

#[test]
fn nothing_can_be_changed_on_a_mirror() {
    let (server, region, page) = upstream();
    let mirror = Server::mirroring(&server.base(), &["musterstadt"]);
    mirror.head_of("musterstadt", region.counter().rev);

    let address = format!("/api/v1/regions/musterstadt/pages/{}/archive", page.id);
    let refused = mirror.admin().post(&address).if_any().language("en").send();

    refused.is(
        403,
        &json!({
            "type": "urn:lotse:problem:read-only",
            "title": "This server only shows a copy",
            "status": 403,
            "detail": "Its content comes from another server and cannot be changed here. Please make the change there; \
                       it arrives here by itself.",
            "code": "read-only",
        }),
    );
}

#[test]
fn the_head_of_a_mirror_bears_the_signature_of_its_server() {
    let (server, region, _) = upstream();
    let mirror = Server::mirroring(&server.base(), &["musterstadt"]);

    let head = mirror.head_of("musterstadt", region.counter().rev);

    let root = server.get("/sync/v1/trust/1").send();
    let root = sync::Root::read(&root.body).unwrap();
    assert!(root.trusts(sync::documents::Kind::Head, &Document::open(head.document.as_bytes()).unwrap()));
    assert!(!mirror.folder().join("data/keys").exists());
}
