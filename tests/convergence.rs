//! Random histories: writers, a publisher that crashes, backups that are restored, readers behind a bad network. Whatever
//! happens, a reader shows one published state, and in the end the newest.

mod backups;
mod histories;
mod networks;
mod readers;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use content::items::Base;
use content::publisher;
use locales::tags::Tag;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};

use crate::support::{Database, Page, Region, public, wait};
use backups::Backup;
use histories::History;
use networks::Fault;
use readers::Reader;

/// The languages of the region; the last one comes on the way.
const LANGUAGES: [&str; 3] = ["de", "ar", "uk"];
/// What each reader wants.
const WANTED: [&[&str]; 4] = [&["de"], &["ar"], &["de", "uk"], &["de", "ar", "uk"]];

#[derive(Clone, Debug)]
enum Step {
    Write {
        page: Index,
        language: usize,
        words: usize,
    },
    Archive {
        page: Index,
        archived: bool,
    },
    AddLanguage,
    Publish,
    /// The publisher dies after the mark and before the head.
    CrashBeforeHead,
    Reopen,
    BackUp,
    Restore,
    BeginEpoch,
    LoseObjects,
    CollectGarbage,
    Sync {
        reader: usize,
        hours: i64,
        fault: Option<Fault>,
    },
    Forget {
        reader: usize,
        language: usize,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let write = (any::<Index>(), 0..3_usize, 1..60_usize);
    let step = prop_oneof![
        12 => write.prop_map(|(page, language, words)| Step::Write { page, language, words }),
        2 => (any::<Index>(), any::<bool>()).prop_map(|(page, archived)| Step::Archive { page, archived }),
        1 => Just(Step::AddLanguage),
        10 => Just(Step::Publish),
        1 => Just(Step::CrashBeforeHead),
        1 => Just(Step::Reopen),
        1 => Just(Step::BackUp),
        1 => Just(Step::Restore),
        1 => Just(Step::BeginEpoch),
        1 => Just(Step::LoseObjects),
        3 => Just(Step::CollectGarbage),
        16 => (0..WANTED.len(), 0..60_i64, prop::option::of(networks::faults()))
            .prop_map(|(reader, hours, fault)| Step::Sync { reader, hours, fault }),
        1 => (0..WANTED.len(), 0..3_usize).prop_map(|(reader, language)| Step::Forget { reader, language }),
    ];
    prop::collection::vec(step, 1..60)
}

/// Everything that one history is played on.
struct World {
    database: Database,
    region: Region,
    pages: Vec<Page>,
    languages: usize,
    history: History,
    backup: Option<Backup>,
    readers: Vec<Reader>,
    clock: i64,
}

impl World {
    fn new() -> Self {
        let database = Database::new();
        let region = database.region("musterstadt", &LANGUAGES[..2]);
        let pages = (0..3).map(|n| region.page("de", &format!("Seite {n}"), &text(40))).collect();
        let readers = WANTED.iter().enumerate().map(|(n, wanted)| Reader::new(database.folder(), n, wanted)).collect();
        let mut world = Self {
            database,
            region,
            pages,
            languages: 2,
            history: History::default(),
            backup: None,
            readers,
            clock: crate::support::NOW,
        };
        world.publish();
        world
    }

    fn play(&mut self, step: &Step) {
        match step {
            Step::Write { page, language, words } => self.write(*page, *language, *words),
            Step::Archive { page, archived } => {
                let page = page.get(&self.pages).through(&self.region.store);
                drop(page.set_archived(Base::Any, *archived));
            }
            Step::AddLanguage => self.add_language(),
            Step::Publish => self.publish(),
            Step::CrashBeforeHead => self.crash_before_head(),
            Step::Reopen => self.reopen(),
            Step::BackUp => self.backup = Some(Backup::of(&self.database, &self.pages, self.languages)),
            Step::Restore => self.restore(),
            Step::BeginEpoch => drop(wait(self.region.store.begin_epoch(self.region.id, "a test")).unwrap()),
            Step::LoseObjects => self.lose_objects(),
            Step::CollectGarbage => self.collect_garbage(),
            Step::Sync { reader, hours, fault } => {
                self.clock += hours * 3_600_000;
                self.readers[*reader].sync(&self.region, &self.history, self.clock, *fault);
            }
            Step::Forget { reader, language } => self.readers[*reader].forget(LANGUAGES[*language]),
        }
    }

    fn write(&mut self, page: Index, language: usize, words: usize) {
        let language = LANGUAGES[language.min(self.languages - 1)];
        let before = self.region.counter();
        if page.index(8) == 7 && self.pages.len() < 8 {
            self.pages.push(self.region.page("de", "Neu", &text(words)));
        } else {
            let page = page.get(&self.pages).through(&self.region.store);
            // An archived page refuses.
            drop(page.save(language, Base::Any, public("Titel", &text(words))));
        }
        let after = self.region.counter();
        // A restored database begins its epoch at the next write, and keeps its revision.
        assert!(after.rev - before.rev <= 2 && after.rev >= before.rev, "{before:?} {after:?}");
    }

    fn add_language(&mut self) {
        if let Some(language) = LANGUAGES.get(self.languages) {
            let tag = Tag::parse(language).unwrap();
            self.region.write(move |tx| content::languages::add(tx, &tag, tag.key(), Some("de"))).unwrap();
            self.languages += 1;
        }
    }

    fn publish(&mut self) {
        self.region.publish();
        self.history.record(&self.region);
    }

    /// What the publisher leaves when it dies between its mark and its head.
    fn crash_before_head(&mut self) {
        let Some(before) = self.region.store.heads().of(self.region.id) else { return self.publish() };
        let after = self.region.publish();
        if Arc::ptr_eq(&before, &after) {
            return;
        }
        let (epoch, rev) = (&after.head.epoch, after.head.rev);
        self.database.run(&format!(
            "DELETE FROM sync_publication WHERE epoch = '{epoch}' AND rev = {rev} AND rev > {};
             UPDATE sync_head SET serial = {}, document = '{}'",
            if before.head.epoch == *epoch { before.head.rev } else { -1 },
            before.head.serial,
            before.document
        ));
        self.reopen();
    }

    fn reopen(&mut self) {
        self.region = Region { store: self.database.opened_again(), ..self.region.clone() };
    }

    /// Brings the backup back, while the store goes on running.
    fn restore(&mut self) {
        if let Some(backup) = &self.backup {
            Backup::restore(&self.database);
            self.pages.clone_from(&backup.pages);
            self.languages = backup.languages;
        }
    }

    fn lose_objects(&mut self) {
        std::fs::remove_dir_all(self.database.folder().join("data/objects")).unwrap();
        // They are made again when the publisher begins, for what the newest head names.
        self.publish();
    }

    /// Nothing goes that a reader could still need.
    fn collect_garbage(&self) {
        wait(publisher::collect_garbage(&self.region.store)).unwrap();
    }

    /// Every reader is current within two syncs, whatever it has been through.
    fn settle(&mut self) {
        self.publish();
        for reader in &mut self.readers {
            reader.sync(&self.region, &self.history, self.clock, None);
            reader.sync(&self.region, &self.history, self.clock, None);
            reader.must_be_current(&self.region, &self.history);
        }
        let verified = wait(publisher::verify(&self.region.store, &[])).unwrap();
        assert_eq!(verified.findings, [""; 0]);
    }
}

fn text(words: usize) -> String {
    format!("<p>{}</p>", "Wort ".repeat(words).trim_end())
}

/// `CONVERGENCE_CASES` makes the run longer; it prints how many steps were played.
#[test]
fn every_reader_shows_a_published_state_and_in_the_end_the_newest() {
    let cases = std::env::var("CONVERGENCE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(24);
    let played = AtomicUsize::new(0);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&steps(), |steps| {
        let mut world = World::new();
        for step in &steps {
            world.play(step);
            played.fetch_add(1, Ordering::Relaxed);
        }
        world.settle();
        Ok(())
    });
    println!("{} steps played in {cases} histories", played.load(Ordering::Relaxed));
    outcome.unwrap();
}
