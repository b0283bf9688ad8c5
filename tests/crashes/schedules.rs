//! Servers that are killed, or that meet each other, while they carry out what is due: everything once.

use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use api::server::AUDIT_DAYS;
use content::items::{self, Base};
use content::kinds::Kind;
use content::publisher::Publisher;
use content::schedules::{self, NewSchedule, Progress, What};
use content::versions::{self, Address, Draft, State};
use content::{Db, Result, languages};

use super::kills::{must_be_sound, shares};
use crate::support::binaries::{Running, kill_after, serve};
use crate::support::{Database, public, wait};

const REGION: &str = "musterkreis";
const AUTHOR: &str = "test";
/// So many texts become public at the same time.
const PAGES: usize = 40;

/// Noon of the first day of the year 2000, UTC: what is scheduled for its afternoon is due for every server.
const LONG_AGO: i64 = 946_728_000_000;

/// A database of long ago with pages in it that were published; their ids.
fn musterkreis() -> (Database, i64, Vec<String>) {
    let database = Database::with_clock(|| LONG_AGO);
    let region = database.region(REGION, &["de"]);
    let pages = (0..PAGES).map(|number| region.page("de", &format!("Seite {number}"), "<p>x</p>").id).collect();
    region.publish();
    (database.let_go(|| LONG_AGO), region.id, pages)
}

/// Saves a draft of every page, and lets it become public long ago; with `expires` it is withdrawn later.
fn schedule_all(database: &Database, region: i64, pages: &[String], expires: bool) {
    let store = database.opened_again_at(|| LONG_AGO);
    let pages = pages.to_vec();
    let write = store.write_region(region, move |tx| {
        let language = languages::tree(tx.db(), region)?.remove(0);
        for page in &pages {
            let item = items::find(tx.db(), region, Kind::Page, page)?;
            let at = Address { item: &item, language: &language };
            let number = versions::newest(tx.db(), &at)?.map_or(0, |newest| newest.number);
            let draft = Draft { state: State::Draft, ..public(&format!("Fassung {number}"), "<p>x</p>") };
            let version = Some(versions::save(tx, at, AUTHOR, Base::Any, draft)?.version().number);
            let new = NewSchedule { what: What::Publish, version, at: "2000-01-01T18:00".to_owned() };
            schedules::create(tx, at, AUTHOR, &new)?;
            if expires {
                let new = NewSchedule { what: What::Expire, version: None, at: "2000-01-01T19:00".to_owned() };
                schedules::create(tx, at, AUTHOR, &new)?;
            }
        }
        Ok(())
    });
    wait(write).unwrap();
}

/// What `look` sees of each text, all in one snapshot.
fn of_each<T: Send + 'static>(
    database: &Database,
    region: i64,
    pages: &[String],
    look: impl Fn(&mut Db, Address<'_>) -> Result<T> + Send + 'static,
) -> Vec<T> {
    let pages = pages.to_vec();
    let read = move |db: &mut Db| {
        let language = languages::tree(db, region)?.remove(0);
        let text = |page: &String| {
            let item = items::find(db, region, Kind::Page, page)?;
            look(db, Address { item: &item, language: &language })
        };
        pages.iter().map(text).collect()
    };
    wait(database.opened_again().read(read)).unwrap()
}

/// How many schedules are done, after a look at every page: each of the `drafts` and each schedule that is done has appended one
/// version, and readers have the text of the last one that is done.
fn done(database: &Database, region: i64, pages: &[String], drafts: usize) -> usize {
    let look = move |db: &mut Db, at: Address<'_>| {
        let schedules = schedules::of_text(db, &at.item.id, &at.language.key)?;
        assert_eq!(schedules.len(), drafts);
        assert!(schedules.iter().all(|one| matches!(one.state, Progress::Done | Progress::Waiting)), "{schedules:?}");
        let carried_out: Vec<_> = schedules.iter().filter(|one| one.state == Progress::Done).collect();
        let newest = versions::newest(db, &at)?.map_or(0, |version| version.number);
        assert_eq!(usize::try_from(newest).unwrap(), 1 + drafts + carried_out.len(), "{schedules:?}");
        if let Some(last) = carried_out.iter().max_by_key(|one| one.id) {
            let meant = versions::find(db, &at, last.version)?;
            assert_eq!(versions::published(db, &at)?.map(|version| version.title), Some(meant.title));
        }
        Ok(carried_out.len())
    };
    of_each(database, region, pages, look).into_iter().sum()
}

/// How long a server needs until it answers.
fn start(database: &Database) -> Duration {
    let started = Instant::now();
    let running = Running::start(database);
    let time = started.elapsed();
    assert_eq!(running.terminate().code(), Some(0));
    time
}

/// `CRASH_KILLS` makes the run longer; it prints how many kills hit the work.
#[test]
fn a_schedule_is_carried_out_once_when_the_server_is_killed() {
    let (database, region, pages) = musterkreis();
    let idle = start(&database);
    schedule_all(&database, region, &pages, false);
    let work = start(&database).saturating_sub(idle);
    let (mut drafts, mut hit, mut kills) = (1, 0, 0);
    assert_eq!(done(&database, region, &pages, drafts), PAGES);

    for share in shares(4) {
        schedule_all(&database, region, &pages, false);
        (drafts, kills) = (drafts + 1, kills + 1);
        let before = done(&database, region, &pages, drafts);
        kill_after(serve(&database, "127.0.0.1:0"), idle + work.mul_f64(share));
        let after = done(&database, region, &pages, drafts);
        hit += usize::from(before < after && after < drafts * PAGES);
        must_be_sound(&database);
    }

    start(&database);
    assert_eq!(done(&database, region, &pages, drafts), drafts * PAGES);
    must_be_sound(&database);
    println!("{hit} of {kills} kills hit the work");
    assert!(hit > 0, "no server was killed while it carried out schedules");
}

#[test]
fn two_servers_carry_out_each_schedule_once() {
    let (database, region, pages) = musterkreis();
    schedule_all(&database, region, &pages, true);
    let stores = [(); 2].map(|()| database.opened_again());
    let at_once = Barrier::new(2);

    thread::scope(|scope| {
        for store in stores {
            let at_once = &at_once;
            scope.spawn(move || {
                at_once.wait();
                drop(Publisher::start(store, AUDIT_DAYS));
            });
        }
    });

    let stands = of_each(&database, region, &pages, |db, at| {
        let schedules = schedules::of_text(db, &at.item.id, &at.language.key)?;
        let states: Vec<Progress> = schedules.into_iter().map(|one| one.state).collect();
        let newest = versions::newest(db, &at)?.map(|version| (version.number, version.state));
        Ok((states, newest))
    });
    let expected = (vec![Progress::Done; 2], Some((4, State::Withdrawn)));
    assert!(stands.iter().all(|one| *one == expected), "{stands:?}");
}
