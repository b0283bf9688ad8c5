//! Keys: who signs, how that changes, and what happens when the right key is not there.

use content::{Error, publisher};
use sync::documents::Kind;
use sync::{Document, Root};

use crate::support::{Database, Region, wait};

fn newest_root(region: &Region) -> Root {
    let (_, document) = region.store.heads().newest_root().unwrap();
    Root::read(document.as_bytes()).unwrap()
}

fn is_signed_by(region: &Region, root: &Root) -> bool {
    root.trusts(Kind::Head, &Document::open(region.head().document.as_bytes()).unwrap())
}

#[test]
fn keys_are_made_once_and_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let database = Database::new();
    let region = database.region("musterstadt", &["de"]);
    region.publish();
    let root = newest_root(&region);

    let again = Region { store: database.opened_again(), ..region.clone() };
    again.page("de", "Ankommen", "<p>Willkommen</p>");
    again.publish();

    assert_eq!(newest_root(&again), root);
    assert!(is_signed_by(&again, &root));
    for name in ["head.key", "root.key"] {
        let file = std::fs::metadata(database.folder().join("data/keys").join(name)).unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o600, "{name}");
    }
}

#[test]
fn a_rotation_names_one_new_key_and_signs_every_head_again() {
    let database = Database::new();
    let region = database.region("musterstadt", &["de"]);
    region.publish();
    let old = newest_root(&region);
    let keys = database.store.keys();

    let version = wait(database.store.write(move |db, world| keys.rotate(db, &keys.root_path(), world))).unwrap();
    region.publish();

    let new = newest_root(&region);
    assert_eq!((version, new.version), (2, 2));
    assert!(is_signed_by(&region, &new) && !is_signed_by(&region, &old));
    let (_, document) = region.store.heads().newest_root().unwrap();
    assert_eq!(old.next(document.as_bytes()), Ok(new));
}

#[test]
fn a_rotation_needs_the_root_key() {
    let database = Database::new();
    let region = database.region("musterstadt", &["de"]);
    region.publish();
    let keys = database.store.keys();
    let stranger = database.folder().join("stranger.key");
    std::fs::write(&stranger, format!("{}\n", "7".repeat(64))).unwrap();

    for path in [stranger, database.folder().join("missing.key")] {
        let keys = keys.clone();
        let refused = wait(database.store.write(move |db, world| keys.rotate(db, &path, world)));

        assert!(matches!(refused, Err(Error::Keys(_))));
    }
}

#[test]
fn nothing_is_published_with_a_key_that_the_root_does_not_name() {
    let database = Database::new();
    let region = database.region("musterstadt", &["de"]);
    region.publish();
    let path = database.folder().join("data/keys/head.key");
    std::fs::write(path, format!("{}\n", "7".repeat(64))).unwrap();

    let refused = wait(publisher::publish_now(&database.opened_again()));

    assert!(matches!(refused, Err(Error::Keys(why)) if why.contains("head.key")));
}

#[test]
fn a_root_that_a_restored_database_has_lost_comes_back_from_its_file() {
    let database = Database::new();
    let region = database.region("musterstadt", &["de"]);
    region.publish();
    let keys = database.store.keys();
    wait(database.store.write(move |db, world| keys.rotate(db, &keys.root_path(), world))).unwrap();
    database.run("DELETE FROM sync_root WHERE version = 2");

    let again = Region { store: database.opened_again(), ..region };
    again.publish();

    assert_eq!(newest_root(&again).version, 2);
}

#[test]
fn one_process_publishes_at_a_time() {
    let database = Database::new();
    let region = database.region("musterstadt", &["de"]);
    let server = crate::support::Server::on(database);
    let mut heads = server.store.heads().subscribe();
    if server.store.heads().of(region.id).is_none() {
        wait(heads.recv()).unwrap();
    }

    let refused = wait(publisher::publish_now(&server.opened_again()));

    assert!(matches!(refused, Err(Error::Unavailable(_))));
}
