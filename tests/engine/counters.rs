//! The counters of a region: dense, monotonic, moved only by what changes something; and who may write when.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use content::error::Conflict;
use content::items::{Base, Place};
use content::publish;
use content::revision;
use content::versions::{Draft, State};
use content::{Error, Result, Store};

use crate::support::{Database, Page, Region, public, wait};

const WRITERS: usize = 8;
const WRITES: usize = 12;

/// `edits` and `rev` of `region`.
fn counters(region: &Region) -> (i64, i64) {
    let counter = region.counter();
    (counter.edits, counter.rev)
}

/// How far the counters of `region` moved while `f` ran.
fn moved(region: &Region, f: impl FnOnce()) -> (i64, i64) {
    let before = counters(region);
    f();
    let after = counters(region);
    (after.0 - before.0, after.1 - before.1)
}

/// Reads `region` until `done`; in each snapshot the newest line must be as new as the counter says.
fn watch(region: &Region, done: &AtomicBool) -> usize {
    let (mut seen, mut last) = (0, (0, 0));
    while !done.load(Ordering::Acquire) {
        let id = region.id;
        let (counter, lines) = region.read(move |db| Ok((revision::of(db, id)?, publish::everything(db, id)?)));
        assert_eq!(lines.iter().map(|line| line.rev).max(), Some(counter.rev));
        let now = (counter.edits, counter.rev);
        assert!(now >= last, "{now:?} after {last:?}");
        (seen, last) = (seen + 1, now);
    }
    seen
}

#[test]
fn revisions_are_dense_and_monotonic_under_concurrent_writers() {
    let database = Database::new();
    let region = database.region("musterkreis", &["de", "en"]);
    let pages: Vec<Page> = (0..WRITERS).map(|n| region.page("de", &format!("Seite {n}"), "<p>0</p>")).collect();
    let beside = database.opened_again();
    let before = counters(&region);
    let done = AtomicBool::new(false);

    let seen = thread::scope(|scope| {
        let watcher = scope.spawn(|| watch(&region, &done));
        let writers: Vec<_> = pages
            .iter()
            .enumerate()
            .map(|(n, page)| {
                let page = page.through(if n % 2 == 0 { &region.store } else { &beside });
                scope.spawn(move || {
                    for text in 1..=WRITES {
                        page.says("de", "Seite", &format!("<p>{text}</p>"));
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.join().unwrap();
        }
        done.store(true, Ordering::Release);
        watcher.join().unwrap()
    });

    let writes = i64::try_from(WRITERS * WRITES).unwrap();
    assert_eq!(counters(&region), (before.0 + writes, before.1 + writes));
    assert!(seen > 0);
    for page in &pages {
        let numbers: Vec<i64> = page.versions("de").iter().map(|version| version.number).collect();
        assert_eq!(numbers, (1..=i64::try_from(WRITES).unwrap() + 1).collect::<Vec<_>>());
    }
}

#[test]
fn regions_count_on_their_own() {
    let database = Database::new();
    let (here, there) = (database.region("hier", &["de"]), database.region("dort", &["de"]));

    here.page("de", "Ankommen", "<p>Eins</p>");

    assert_eq!((counters(&here), counters(&there)), ((3, 2), (1, 1)));
}

#[test]
fn a_draft_is_counted_but_not_published() {
    let database = Database::new();
    let page = database.region("musterkreis", &["de"]).page("de", "Ankommen", "<p>Eins</p>");

    let lines = page.region.lines();
    let draft = Draft { state: State::Draft, ..public("Ankommen", "<p>Zwei</p>") };
    let moved = moved(&page.region, || drop(page.save("de", Base::Any, draft).unwrap()));

    assert_eq!(moved, (1, 0));
    assert_eq!(page.region.lines(), lines);
}

#[test]
fn a_write_that_changes_nothing_moves_no_counter() {
    let database = Database::new();
    let region = database.region("musterkreis", &["de"]);
    let page = region.page("de", "Ankommen", "<p>Eins</p>");
    let last = region.page("de", "Wohnen", "<p>Eins</p>");
    page.confirm(Base::Any, "2026-11-22").unwrap();

    let moved = moved(&region, || {
        page.save("de", Base::Any, public("Ankommen", "<p>Eins</p>")).unwrap();
        page.set_archived(Base::Any, false).unwrap();
        page.confirm(Base::Any, "2026-11-22").unwrap();
        page.move_to(Base::Any, Place::FirstIn(None)).unwrap();
        page.move_to(Base::Any, Place::Before(last.id.clone())).unwrap();
        last.move_to(Base::Any, Place::LastIn(None)).unwrap();
        last.move_to(Base::Any, Place::After(page.id.clone())).unwrap();
    });

    assert_eq!(moved, (0, 0));
}

#[test]
fn what_stands_where_it_is_put_does_not_move() {
    let database = Database::new();
    let region = database.region("musterkreis", &["de"]);
    let first = region.page("de", "Ankommen", "<p>Eins</p>");
    let last = region.page("de", "Wohnen", "<p>Eins</p>");
    region.empty_page(Place::After(first.id.clone())).says("de", "Lernen", "<p>Eins</p>");

    let moved = moved(&region, || drop(last.move_to(Base::Any, Place::LastIn(None)).unwrap()));

    assert_eq!(moved, (0, 0));
}

#[test]
fn a_write_that_fails_leaves_nothing_behind() {
    let database = Database::new();
    let region = database.region("musterkreis", &["de"]);
    let page = region.page("de", "Ankommen", "<p>Eins</p>");
    let (lines, before) = (region.lines(), counters(&region));

    let failed: Result<()> = page.in_language("de", |tx, at| {
        content::versions::save(tx, at, "test", Base::Any, public("Wohnen", "<p>Zwei</p>"))?;
        Err(Error::Conflict(Conflict::Cycle))
    });

    assert!(failed.is_err());
    assert_eq!((region.lines(), counters(&region)), (lines, before));
    assert_eq!(page.newest("de").unwrap().title, "Ankommen");
}

#[test]
fn a_write_that_panics_leaves_nothing_behind() {
    let database = Database::new();
    let region = database.region("musterkreis", &["de"]);
    let page = region.page("de", "Ankommen", "<p>Eins</p>");
    let before = counters(&region);

    let stopped: Result<()> = page.in_language("de", |tx, at| {
        content::versions::save(tx, at, "test", Base::Any, public("Wohnen", "<p>Zwei</p>"))?;
        panic!("on purpose")
    });

    assert!(matches!(stopped, Err(Error::Unavailable(_))), "{stopped:?}");
    assert_eq!(counters(&region), before);
    page.says("de", "Wohnen", "<p>Drei</p>");
}

#[test]
fn of_two_writers_on_one_text_one_is_stale() {
    let database = Database::new();
    let region = database.region("musterkreis", &["de"]);
    let page = region.page("de", "Ankommen", "<p>Eins</p>");
    let beside = page.through(&database.opened_again());

    let results = thread::scope(|scope| {
        [("<p>Zwei</p>", &page), ("<p>Drei</p>", &beside)]
            .map(|(html, page)| scope.spawn(move || page.save("de", Base::Number(1), public("Ankommen", html))))
            .map(|writer| writer.join().unwrap())
    });

    let stale = results.iter().filter(|result| matches!(result, Err(Error::Stale { current: 2 })));
    assert_eq!(stale.count(), 1, "{results:?}");
    assert_eq!(page.versions("de").len(), 2);
}

#[test]
fn a_precondition_that_fails_names_the_current_version() {
    let database = Database::new();
    let page = database.region("musterkreis", &["de", "en"]).page("de", "Ankommen", "<p>Eins</p>");
    let current = |result: Result<()>| match result {
        Err(Error::Stale { current }) => Some(current),
        _ => None,
    };
    let save = |language, base| page.save(language, base, public("Neu", "<p>Zwei</p>")).map(drop);

    assert_eq!(current(save("de", Base::None)), Some(1));
    assert_eq!(current(save("de", Base::Number(2))), Some(1));
    assert_eq!(current(save("en", Base::Any)), Some(0));
    assert_eq!(current(save("en", Base::Number(0))), Some(0));
    assert_eq!(current(page.withdraw("de", Base::Number(7)).map(drop)), Some(1));
    assert_eq!(current(page.move_to(Base::Number(7), Place::FirstIn(None)).map(drop)), Some(1));
    assert_eq!(current(page.set_archived(Base::Number(7), true).map(drop)), Some(1));
    assert_eq!(current(page.confirm(Base::Number(7), "2026-11-22").map(drop)), Some(1));
}

#[test]
fn a_page_cannot_stand_below_itself() {
    let database = Database::new();
    let region = database.region("musterkreis", &["de"]);
    let page = region.page("de", "Ankommen", "<p>Eins</p>");
    let child = page.child("de", "Anmelden", "<p>Eins</p>");
    let grandchild = child.child("de", "Termin", "<p>Eins</p>");

    for place in [
        Place::LastIn(Some(page.id.clone())),
        Place::FirstIn(Some(grandchild.id.clone())),
        Place::Before(child.id.clone()),
        Place::After(grandchild.id.clone()),
        Place::After(page.id.clone()),
    ] {
        let refused = page.move_to(Base::Any, place.clone());
        assert!(matches!(refused, Err(Error::Conflict(Conflict::Cycle))), "{place:?}: {refused:?}");
    }
}

#[test]
fn what_one_process_commits_another_reads_at_once() {
    let database = Database::new();
    let page = database.region("musterkreis", &["de"]).page("de", "Ankommen", "<p>Eins</p>");
    let beside: Store = database.opened_again();

    page.says("de", "Ankommen", "<p>Zwei</p>");

    let id = page.region.id;
    let lines = wait(beside.read(move |db| publish::everything(db, id))).unwrap();
    assert_eq!(lines, page.region.lines());
}
