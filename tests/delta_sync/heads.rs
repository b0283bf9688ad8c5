//! Heads, and what comes with them.

use std::collections::BTreeSet;

use content::regions::{NewRegion, Status};
use sync::{Id, frames};

use super::{expected, expected_of_304, headers, musterkreis, published};
use crate::support::{Database, Region, Server, wait};

const CACHING: &str = "cache-control: public, max-age=15, stale-while-revalidate=60, stale-if-error=86400";

#[test]
fn a_head_is_handed_out_as_it_was_signed() {
    let (server, region, _) = musterkreis();
    let current = published(&server, &region);

    let answer = server.get("/sync/v1/musterkreis/head").send();

    let expected = expected([
        CACHING.to_owned(),
        "accept-ranges: bytes".to_owned(),
        "content-type: application/x-ndjson".to_owned(),
        format!("content-length: {}", current.document.len()),
        format!("etag: \"{}\"", current.tag()),
    ]);
    assert_eq!((answer.status, headers(&answer)), (200, expected));
    assert_eq!(answer.text(), &*current.document);
}

#[test]
fn a_coded_head_has_a_tag_of_its_own() {
    let (server, region, _) = musterkreis();
    let tag = published(&server, &region).tag();

    for (accepted, coding, suffix) in [("br", "br", "br5"), ("gzip, zstd", "zstd", "zst3")] {
        let answer = server.get("/sync/v1/musterkreis/head").header("Accept-Encoding", accepted).send();

        let expected = expected([
            CACHING.to_owned(),
            "accept-ranges: bytes".to_owned(),
            "content-type: application/x-ndjson".to_owned(),
            format!("content-encoding: {coding}"),
            format!("content-length: {}", answer.body.len()),
            format!("etag: \"{tag}.{suffix}\""),
        ]);
        assert_eq!((answer.status, headers(&answer)), (200, expected));
    }
}

#[test]
fn a_client_that_has_the_head_in_any_coding_is_told_so_wherever_it_asks() {
    let (server, region, _) = musterkreis();
    let tag = format!("\"{}.gz5\"", published(&server, &region).tag());

    for path in ["head", "head?at=1", "recent/de", "recent/ar/7"] {
        let request = server.get(&format!("/sync/v1/musterkreis/{path}")).header("If-None-Match", &tag);
        let answer = request.header("Accept-Encoding", "br").send();

        let expected = expected_of_304([CACHING.to_owned(), format!("etag: {tag}")]);
        assert_eq!((answer.status, headers(&answer), answer.text()), (304, expected, ""), "{path}");
    }
}

#[test]
fn a_write_makes_a_new_head() {
    let (server, region, page) = musterkreis();
    let before = server.get("/sync/v1/musterkreis/head").send();
    page.says("de", "Ankommen", "<p>Herzlich willkommen</p>");
    let current = published(&server, &region);

    let request = server.get("/sync/v1/musterkreis/head").header("If-None-Match", before.header("etag"));
    let after = request.send();

    assert_eq!((after.status, after.text()), (200, &*current.document));
}

#[test]
fn asking_by_head_answers_the_same_headers() {
    let (server, ..) = musterkreis();

    for path in ["/sync/v1/", "/sync/v1/musterkreis/head", "/sync/v1/musterkreis/recent/de", "/sync/v1/regions"] {
        let (get, head) = (server.get(path).send(), server.head(path).send());

        assert_eq!((head.status, headers(&head), head.text()), (200, headers(&get), ""), "{path}");
    }
}

#[test]
fn a_client_that_has_heard_of_more_keeps_the_head_for_a_second_only() {
    let (server, region, _) = musterkreis();
    let rev = published(&server, &region).head.rev;

    for (at, caching) in [
        (rev, CACHING),
        (0, CACHING),
        (rev + 1, "cache-control: public, max-age=1"),
        (i64::MAX, "cache-control: public, max-age=1"),
    ] {
        let answer = server.get(&format!("/sync/v1/musterkreis/head?at={at}")).send();

        assert!(answer.status == 200 && headers(&answer).contains(&caching.to_owned()), "{at}: {answer:?}");
    }
}

#[test]
fn recent_brings_the_head_the_manifests_and_what_changed() {
    let database = Database::new();
    let region = database.region("musterkreis", &["de", "ar"]);
    // A delta that is not much smaller than everything would be left out.
    let pages: Vec<_> = (0..20).map(|number| region.page("de", &format!("Seite {number}"), "<p>Text</p>")).collect();
    let server = Server::on(database);
    published(&server, &region);
    pages[7].says("de", "Seite 7", "<p>Neuer Text</p>");
    let current = published(&server, &region);
    let manifests: BTreeSet<Id> = ["_", "de"].map(|scope| current.head.scopes[scope].m).into();
    let deltas: BTreeSet<Id> = region.manifest("de").deltas.iter().map(|delta| delta.sha256).collect();

    for path in ["recent/de", "recent/DE/7"] {
        let answer = server.get(&format!("/sync/v1/musterkreis/{path}")).send();

        let read = frames::read(&answer.body).unwrap();
        let named: BTreeSet<Id> = read.objects.iter().map(|(id, _)| *id).collect();
        assert_eq!(read.head, current.document.as_bytes());
        assert!(named.is_superset(&manifests) && named.is_superset(&deltas) && deltas.len() == 1, "{path}: {named:?}");
        let expected = expected([
            CACHING.to_owned(),
            "accept-ranges: bytes".to_owned(),
            "content-type: application/octet-stream".to_owned(),
            format!("content-length: {}", answer.body.len()),
            format!("etag: \"{}\"", current.tag()),
        ]);
        assert_eq!((answer.status, headers(&answer)), (200, expected));
    }
}

#[test]
fn recent_without_a_language_brings_what_is_the_same_in_all() {
    let (server, region, _) = musterkreis();
    let current = published(&server, &region);

    let answer = server.get("/sync/v1/musterkreis/recent/_").send();

    let named: Vec<Id> = frames::read(&answer.body).unwrap().objects.iter().map(|(id, _)| *id).collect();
    assert!(named.starts_with(&[current.head.scopes["_"].m]), "{named:?}");
    assert!(!named.contains(&current.head.scopes["de"].m));
}

#[test]
fn hidden_and_archived_regions_stay_readable() {
    let server = Server::start();
    for (slug, status) in [("neu", Status::Hidden), ("alt", Status::Archived)] {
        let new = NewRegion { status, ..NewRegion::named(slug, slug, "de", "Europe/Berlin") };
        let tag = locales::tags::Tag::parse("de").unwrap();
        let write = server.store.write_region_or_new(new, move |tx| {
            content::languages::add(tx, &tag, "de", None)?;
            Ok(tx.region_id())
        });
        let region = Region { id: wait(write).unwrap(), slug: slug.to_owned(), store: server.store.clone() };
        let current = published(&server, &region);

        let answer = server.get(&format!("/sync/v1/{slug}/head")).send();

        assert_eq!((answer.status, answer.text()), (200, &*current.document));
    }
}
