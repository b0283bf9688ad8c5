//! Objects: deltas that cover every earlier state, and the same bytes from the same rows.

use std::time::{Duration, Instant};

use content::publisher::{self, Publisher};
use proptest::prelude::*;
use sync::{Id, Manifest};

use crate::support::published::Lines;
use crate::support::{Database, Page, Region, wait};

/// What a reader holds who has synced at some time.
struct Held {
    rev: i64,
    lines: Lines,
}

#[derive(Clone, Debug)]
enum Edit {
    Write { page: usize, words: usize },
    Archive { page: usize },
    Restore { page: usize },
}

fn edits() -> impl Strategy<Value = Vec<(Edit, bool)>> {
    let edit = prop_oneof![
        4 => (0..6_usize, 1..40_usize).prop_map(|(page, words)| Edit::Write { page, words }),
        1 => (0..6_usize).prop_map(|page| Edit::Archive { page }),
        1 => (0..6_usize).prop_map(|page| Edit::Restore { page }),
    ];
    proptest::collection::vec((edit, any::<bool>()), 1..14)
}

fn perform(region: &Region, pages: &mut Vec<Page>, edit: &Edit) {
    match edit {
        Edit::Write { page, words } => {
            let html = format!("<p>{}</p>", vec!["Wort"; *words].join(" "));
            match pages.get(*page) {
                // An archived page cannot be written to.
                Some(page) => drop(page.save("de", content::items::Base::Any, crate::support::public("Seite", &html))),
                None => pages.push(region.page("de", "Seite", &html)),
            }
        }
        Edit::Archive { page } => drop(pages.get(*page).map(|page| page.set_archived(content::items::Base::Any, true))),
        Edit::Restore { page } => {
            drop(pages.get(*page).map(|page| page.set_archived(content::items::Base::Any, false)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn every_delta_leads_from_every_state_it_covers_to_the_parts(history in edits()) {
        let database = Database::new();
        let region = database.region("musterstadt", &["de"]);
        let mut pages: Vec<Page> = (0..3).map(|_| region.page("de", "Seite", &format!("<p>{}</p>", "Text ".repeat(60)))).collect();
        let mut held: Vec<Held> = Vec::new();
        for (edit, publishes) in history {
            perform(&region, &mut pages, &edit);
            if !publishes {
                continue;
            }
            region.publish();
            let manifest = region.manifest("de");
            let lines = region.lines_of_parts(&manifest);
            prop_assert_eq!(&lines, &region.stored_lines("de"));
            check_deltas(&region, &manifest, &held, &lines)?;
            held.push(Held { rev: manifest.rev, lines });
        }
        let verified = wait(publisher::verify(&database.store, &[])).unwrap();
        prop_assert!(verified.findings.is_empty() || held.is_empty(), "{:?}", verified.findings);
    }
}

fn check_deltas(region: &Region, manifest: &Manifest, held: &[Held], lines: &Lines) -> Result<(), TestCaseError> {
    for delta in &manifest.deltas {
        for held in held.iter().filter(|held| delta.from <= held.rev) {
            prop_assert_eq!(&region.after_delta(&held.lines, manifest, delta), lines);
        }
    }
    prop_assert!(manifest.deltas.iter().all(|delta| delta.size <= manifest.total() / 2));
    Ok(())
}

#[test]
fn a_large_scope_is_cut_into_parts_and_stays_cut() {
    let database = Database::new();
    let region = database.region("musterstadt", &["de"]);
    let text = |n: usize| format!("<p>{}</p>", format!("{n} Hafen ").repeat(30_000));
    let pages: Vec<Page> = (0..6).map(|n| region.page("de", &format!("Seite {n}"), &text(n))).collect();
    region.publish();
    let before = region.manifest("de");
    assert_eq!(before.parts.len(), 2);

    pages[0].says("de", "Seite 0", &text(10));
    region.publish();

    let after = region.manifest("de");
    let same = after.parts.iter().filter(|part| before.parts.contains(part)).count();
    assert_eq!((after.parts.len(), same), (2, 1));
    assert_eq!(region.lines_of_parts(&after), region.stored_lines("de"));
    assert_eq!(
        region.after_delta(&region.lines_of_parts(&before), &after, &after.deltas[0]),
        region.stored_lines("de")
    );
}

#[test]
fn objects_that_are_lost_are_made_again_from_the_database() {
    let database = Database::new();
    let region = database.region("musterstadt", &["de"]);
    let long = "Wort ".repeat(400);
    let page = region.page("de", "Ankommen", &format!("<p>{long}</p>"));
    region.page("de", "Arzt", &format!("<p>{long}</p>"));
    region.publish();
    page.says("de", "Ankommen", "<p>Kurz</p>");
    let head = region.publish();
    assert_eq!(region.manifest("de").deltas.len(), 1);
    std::fs::remove_dir_all(database.folder().join("data/objects")).unwrap();
    let found = wait(publisher::verify(&database.store, &[])).unwrap().findings.len();

    let again = Region { store: database.opened_again(), ..region.clone() }.publish();

    assert_eq!((again.document.clone(), found), (head.document.clone(), 6));
    assert_eq!(wait(publisher::verify(&database.store, &[])).unwrap().findings, [""; 0]);
}

#[test]
fn an_object_with_other_bytes_is_made_again_while_the_publisher_runs() {
    let database = Database::new();
    let region = database.region("musterstadt", &["de"]);
    region.page("de", "Ankommen", "<p>Willkommen</p>");
    region.publish();
    let part = &region.manifest("de").parts[0];
    let name = part.sha256.to_string();
    let path = database.folder().join("data/objects").join(&name[..2]).join(&name);
    std::fs::write(path, vec![b' '; usize::try_from(part.size).unwrap()]).unwrap();
    let read = || region.store.objects().read(&part.sha256).unwrap();
    assert_eq!(read(), None);

    let _publisher = Publisher::start(database.opened_again(), 90);

    let until = Instant::now() + Duration::from_secs(10);
    while read().is_none() && Instant::now() < until {
        std::thread::yield_now();
    }
    assert_eq!(read().map(|bytes| Id::of(&bytes)), Some(part.sha256));
}

#[test]
fn a_row_that_was_changed_behind_the_servers_back_is_found() {
    let database = Database::new();
    let region = database.region("musterstadt", &["de"]);
    region.page("de", "Ankommen", "<p>Willkommen</p>");
    region.publish();

    database.run("UPDATE sync_item SET line = replace(line, 'Willkommen', 'Verschwinde') WHERE scope = 'de'");
    let verified = wait(publisher::verify(&database.store, &[])).unwrap();

    assert_eq!(
        verified.findings,
        [
            "musterstadt de: the part of buckets 0 to 255 is not what the rows give",
            "musterstadt de: the state of the rows is not the published one",
        ]
    );
}
