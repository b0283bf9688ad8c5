//! Garbage: what a head of the last seven days reaches stays, the rest goes.

use std::sync::atomic::{AtomicI64, Ordering};

use content::Store;
use content::db::{Address, World};
use content::epochs::Role;
use sync::Manifest;

use crate::support::{Database, NOW, Region, wait};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// The clock of these tests, moved by hand; each test has its own days.
static CLOCK: AtomicI64 = AtomicI64::new(NOW);

fn at_day(database: &Database, region: &Region, day: i64) -> Region {
    CLOCK.store(NOW + day * DAY, Ordering::SeqCst);
    let address: Address = database.url.parse().unwrap();
    let world = World { now: || CLOCK.load(Ordering::SeqCst), random: rand::random };
    let store = Store::open(&address, &database.folder().join("data"), Role::Server, world).unwrap();
    Region { store, ..region.clone() }
}

fn objects(region: &Region, manifest: &Manifest) -> Vec<bool> {
    manifest.objects().map(|(id, _)| region.store.objects().read(&id).unwrap().is_some()).collect()
}

/// One test, because the clock is one.
#[test]
fn objects_go_a_week_after_the_last_head_that_named_them_and_anchors_follow_the_days() {
    let database = Database::new();
    let region = database.region("musterstadt", &["de"]);
    let long = |word: &str| format!("<p>{}</p>", word.repeat(500));
    let page = region.page("de", "Ankommen", &long("Text "));
    region.page("de", "Arzt", &long("Praxis "));
    let first = at_day(&database, &region, 0);
    first.publish();
    let (oldest, revision) = (first.manifest("de"), first.head().head.rev);

    let second = at_day(&database, &region, 10);
    page.through(&second.store).says("de", "Ankommen", "<p>Neu</p>");
    second.publish();
    wait(content::publisher::collect_garbage(&second.store)).unwrap();
    assert_eq!(objects(&second, &oldest), [true], "a head of today named it");

    let third = at_day(&database, &region, 16);
    page.through(&third.store).set_archived(content::items::Base::Any, true).unwrap();
    third.publish();
    wait(content::publisher::collect_garbage(&third.store)).unwrap();
    assert_eq!(objects(&third, &oldest), [true], "six days are less than a week");

    let fourth = at_day(&database, &region, 18);
    wait(content::publisher::collect_garbage(&fourth.store)).unwrap();
    assert_eq!(objects(&fourth, &oldest), [false]);
    assert!(objects(&fourth, &fourth.manifest("de")).iter().all(|there| *there));
    let from: Vec<i64> = fourth.manifest("de").deltas.iter().map(|delta| delta.from).collect();
    assert_eq!(from, [revision + 1, revision]);
    assert!(fourth.lines().iter().any(|line| line.line.is_none()), "deletions after the horizon stay");
}
