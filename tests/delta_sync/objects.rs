//! Objects by their ids, and packs.

use content::packs::Profile;
use serde_json::json;
use sync::{Id, Manifest};

use super::{expected, expected_of_304, headers, musterkreis, published};

#[test]
fn everything_that_a_head_leads_to_has_its_hash() {
    let (server, region, page) = musterkreis();
    page.says("de", "Ankommen", "<p>Herzlich willkommen</p>");
    let current = published(&server, &region);
    let fetch = |id: Id| server.get(&format!("/sync/v1/musterkreis/o/{id}")).send();

    for entry in current.head.scopes.values() {
        let bytes = fetch(entry.m).body;
        assert_eq!(Id::of(&bytes), entry.m);
        let manifest = Manifest::read(&bytes).unwrap().unwrap();
        let parts = manifest.parts.iter().map(|part| (part.sha256, part.size));
        for (id, size) in parts.chain(manifest.deltas.iter().map(|delta| (delta.sha256, delta.size))) {
            let bytes = fetch(id).body;
            assert_eq!((Id::of(&bytes), bytes.len() as u64), (id, size));
        }
    }
}

#[test]
fn an_object_may_be_kept_for_ever() {
    let (server, region, _) = musterkreis();
    let id = published(&server, &region).head.scopes["_"].m;

    let answer = server.get(&format!("/sync/v1/musterkreis/o/{id}")).header("Accept-Encoding", "br").send();

    let expected = expected([
        "cache-control: public, max-age=31536000, immutable".to_owned(),
        "accept-ranges: bytes".to_owned(),
        "content-type: application/x-ndjson".to_owned(),
        "content-encoding: br".to_owned(),
        format!("content-length: {}", answer.body.len()),
        format!("etag: \"{id}.br5\""),
    ]);
    assert_eq!((answer.status, headers(&answer)), (200, expected));
}

#[test]
fn a_client_that_has_the_object_is_told_so() {
    let (server, region, _) = musterkreis();
    let id = region.manifest("_").parts[0].sha256;

    let request = server.get(&format!("/sync/v1/musterkreis/o/{id}")).header("Accept-Encoding", "zstd");
    let answer = request.header("If-None-Match", &format!("W/\"{id}.br11\"")).send();

    let expected = expected_of_304([
        "cache-control: public, max-age=31536000, immutable".to_owned(),
        format!("etag: \"{id}.br11\""),
    ]);
    assert_eq!((answer.status, headers(&answer), answer.text()), (304, expected, ""));
}

#[test]
fn an_object_that_came_later_is_found_after_it_was_missed() {
    let (server, region, _) = musterkreis();
    let bytes = b"{\"lines\":1}".to_vec();
    let id = Id::of(&bytes);
    let path = format!("/sync/v1/musterkreis/o/{id}");
    let missed = server.get(&path).send();
    region.store.objects().put(&[(id, bytes.clone())]).unwrap();

    let found = server.get(&path).send();

    assert_eq!((missed.status, found.status, found.body), (404, 200, bytes));
}

#[test]
fn packs_are_listed_and_fetched_by_their_ids_and_never_coded() {
    let (server, region, _) = musterkreis();
    let pack = b"PK\x03\x04 and the rest of an archive ".repeat(20);
    let offer = region.store.packs().put("musterkreis", Profile::Text, 7, &pack).unwrap();
    let id = offer.sha256;

    let list = server.get("/sync/v1/musterkreis/packs").send();
    let file = server.get(&format!("/sync/v1/musterkreis/o/{id}")).header("Accept-Encoding", "br").send();

    assert_eq!(list.json(), json!([{"profile": "text", "rev": 7, "sha256": id.to_string(), "size": pack.len()}]));
    assert_eq!(
        (list.header("cache-control"), list.header("content-type")),
        ("public, max-age=300", "application/json")
    );
    let expected = expected([
        "cache-control: public, max-age=31536000, immutable".to_owned(),
        "accept-ranges: bytes".to_owned(),
        "content-type: application/octet-stream".to_owned(),
        format!("content-length: {}", pack.len()),
        format!("etag: \"{id}\""),
        "content-security-policy: sandbox".to_owned(),
        "x-content-type-options: nosniff".to_owned(),
        format!("repr-digest: {}", file.header("repr-digest")),
    ]);
    assert!(file.header("repr-digest").starts_with("sha-256=:"));
    assert_eq!((file.status, headers(&file), file.body), (200, expected, pack));
}
