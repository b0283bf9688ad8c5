//! Epochs: a database that is older than what was published is noticed before anything is answered.

use content::db::{Address, World};
use content::epochs::Role;
use content::{Error, Store};
use sync::heads::Status;

use crate::support::{Database, NOW, Region, wait};

/// Lets the mark of the region say that more has been published than the database knows: what a restored backup
/// looks like.
fn restore_an_older_database(database: &Database, region: &Region) {
    let path = database.folder().join(format!("data/sync/{}.mark", region.slug));
    let mark = std::fs::read_to_string(&path).unwrap();
    let rev = region.counter().rev;
    let ahead = mark.replace(&format!("\"rev\":{rev}"), &format!("\"rev\":{}", rev + 3));
    assert_ne!(mark, ahead);
    std::fs::write(path, ahead).unwrap();
}

fn published(database: &Database) -> Region {
    let region = database.region("musterstadt", &["de"]);
    region.page("de", "Ankommen", "<p>Willkommen</p>");
    region.publish();
    region
}

#[test]
fn a_restored_database_begins_a_new_epoch_when_it_is_opened() {
    let database = Database::new();
    let region = published(&database);
    let before = region.head();
    restore_an_older_database(&database, &region);

    let region = Region { store: database.opened_again(), ..region };
    let counter = region.counter();
    let after = region.publish();

    assert!(counter.epoch_seq > before.head.epoch_seq && counter.epoch != before.head.epoch);
    assert!(after.head.order() > before.head.order() && after.head.rev == before.head.rev);
    assert_eq!(region.manifest("de").deltas, []);
    assert_eq!(after.head.status, Status::Active);
}

#[test]
fn a_restored_database_shows_no_head_before_that_of_the_new_epoch() {
    let database = Database::new();
    let region = published(&database);
    restore_an_older_database(&database, &region);

    let store = database.opened_again();

    assert!(store.heads().of(region.id).is_none());
}

#[test]
fn parts_keep_their_ids_across_epochs() {
    let database = Database::new();
    let region = published(&database);
    let before = region.manifest("de");
    restore_an_older_database(&database, &region);

    let region = Region { store: database.opened_again(), ..region };
    region.publish();

    assert_eq!(region.manifest("de").parts, before.parts);
}

#[test]
fn a_write_on_a_restored_database_begins_the_epoch_first() {
    let database = Database::new();
    let region = published(&database);
    let before = region.counter();
    restore_an_older_database(&database, &region);

    region.page("de", "Arzt", "<p>Praxis</p>");

    let after = region.counter();
    assert!(after.epoch_seq > before.epoch_seq);
    assert_eq!(after.rev, before.rev + 1);
    assert!(after.edits > NOW, "what was prepared before must not pass for new: {}", after.edits);
}

#[test]
fn a_build_on_a_restored_database_begins_the_epoch_first() {
    let database = Database::new();
    let region = published(&database);
    let before = region.head();
    restore_an_older_database(&database, &region);

    let after = region.publish();

    assert!(after.head.order() > before.head.order() && after.head.epoch != before.head.epoch);
}

#[test]
fn a_lost_mark_is_a_restored_database() {
    let database = Database::new();
    let region = published(&database);
    let before = region.counter();
    std::fs::remove_dir_all(database.folder().join("data/sync")).unwrap();

    let store = database.opened_again();

    assert!(Region { store, ..region }.counter().epoch_seq > before.epoch_seq);
}

#[test]
fn a_command_with_another_data_directory_refuses_on_a_shared_database() {
    let Some(database) = Database::postgres() else {
        eprintln!("skipped: TEST_POSTGRES_URL is not set");
        return;
    };
    published(&database);
    let address: Address = database.url.parse().unwrap();
    let world = World { now: || NOW, random: rand::random };

    let refused = Store::open(&address, &database.folder().join("elsewhere"), Role::Tool, world).map(drop);

    assert!(matches!(refused, Err(Error::Disk(why)) if why.contains("--data") && why.contains("musterstadt")));
}

#[test]
fn an_epoch_that_is_begun_by_hand_moves_the_head() {
    let database = Database::new();
    let region = published(&database);
    let before = region.head();

    let epoch = wait(database.store.begin_epoch(region.id, "a test")).unwrap();

    let after = region.publish();
    assert_eq!(after.head.epoch, epoch);
    assert!(after.head.order() > before.head.order());
}
