//! Mirrors: another server's regions, byte for byte, also while that server is away.

use serde_json::json;
use sync::{Directory, Document, SecretKey};

use crate::support::{Client, Database, NOW, Page, Region, Server, wait};

const REGIONS: &str = "/sync/v1/regions";

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

/// A list of no regions, signed by a key that no server has.
fn list_of_a_stranger(serial: i64) -> String {
    let list = Directory { issued: "2026-11-22T10:00:00Z".to_owned(), regions: Vec::new(), serial, v: 1 };
    String::from_utf8(list.sign(&SecretKey::from_bytes(&[9; 32])).unwrap()).unwrap()
}

#[test]
fn the_list_of_regions_is_passed_on_with_regions_that_the_mirror_lacks() {
    let (server, region, _) = upstream();
    let other = server.region("ulm", &["de"]);
    server.head_of("ulm", other.counter().rev);
    // The list follows a head, and comes before the next.
    other.page("de", "Ankommen", "<p>Willkommen</p>");
    server.head_of("ulm", other.counter().rev);

    let mirror = Server::mirroring(&server.base(), &["musterstadt"]);
    mirror.head_of("musterstadt", region.counter().rev);

    let (own, passed_on) = (server.get(REGIONS).send(), mirror.get(REGIONS).send());
    assert_eq!((passed_on.status, passed_on.text()), (200, own.text()));
    let list = Directory::read(&Document::open(&passed_on.body).unwrap()).unwrap();
    assert_eq!(list.regions.iter().map(|entry| entry.region.as_str()).collect::<Vec<_>>(), ["musterstadt", "ulm"]);
    assert_eq!(mirror.get("/sync/v1/ulm/head").send().status, 404);
}

#[test]
fn a_list_of_regions_that_a_stranger_has_signed_is_not_passed_on() {
    let database = Database::new();
    let region = database.region("musterstadt", &["de"]);
    region.publish();
    // Without its key, the server cannot sign the right list again.
    std::fs::remove_file(database.folder().join("data/keys/head.key")).unwrap();
    let list = list_of_a_stranger(NOW + 1);
    wait(content::mirrors::take_over_directory(&database.store, list.clone())).unwrap();
    let server = Server::on(database);
    assert_eq!(server.get(REGIONS).send().text(), list);

    let mirror = Server::mirroring(&server.base(), &["musterstadt"]);
    mirror.head_of("musterstadt", region.counter().rev);

    assert_eq!(mirror.get(REGIONS).send().status, 503);
}

#[test]
fn an_older_list_of_regions_takes_nothing_back() {
    let database = Database::new();
    let newer = list_of_a_stranger(2);
    wait(content::mirrors::take_over_directory(&database.store, newer.clone())).unwrap();

    wait(content::mirrors::take_over_directory(&database.store, list_of_a_stranger(1))).unwrap();

    assert_eq!(database.store.heads().directory(), Some((2, newer.into())));
}

#[test]
fn the_list_of_regions_is_kept_when_a_mirror_starts_again_without_its_server() {
    let (server, region, page) = upstream();
    // The list follows a head, and comes before the next.
    page.says("de", "Ankommen", "<p>Neu</p>");
    server.head_of("musterstadt", region.counter().rev);
    let mirror = Server::mirroring(&server.base(), &["musterstadt"]);
    mirror.head_of("musterstadt", region.counter().rev);
    let before = mirror.get(REGIONS).send();
    assert_eq!(before.status, 200);
    drop(server);
    mirror.stop();

    let again = mirror.opened_again();

    assert_eq!(again.heads().directory().unwrap().1.as_bytes(), before.body);
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
