//! What is merged anew when a layer changes: the languages that depend on it, and nothing else.

use std::sync::atomic::{AtomicU32, Ordering};

use content::audit::Behalf;
use content::bundles::uploads::{self, Mode, Options, Upload};
use content::bundles::{Address, histories};
use content::error::Conflict;
use content::items::Base;
use content::{Error, languages, publisher};
use locales::tags::Tag;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::{followed, source, source_of, upload, with_source};
use crate::support::{Database, Region, Server, wait};

/// How many lines the server has merged.
fn merged(server: &Server) -> u64 {
    super::counted(server, "lotse_bundles_merged_total")
}

/// A language of the region that is translated from another.
fn add(region: &Region, tag: &'static str, source: &'static str) {
    region.write(move |tx| languages::add(tx, &Tag::parse(tag).unwrap(), tag, Some(source))).unwrap();
}

#[test]
fn a_change_is_merged_only_in_the_languages_that_depend_on_it() {
    let (server, region) = with_source();
    add(&region, "ckb", "kmr");
    let (admin, other) = (server.admin(), server.region("neukreis", &["de", "en"]));

    for (address, expected) in [
        (source("en"), 2),
        (source("kmr"), 2),
        (source("ckb"), 1),
        (source("de"), 6),
        (source_of(&region, "en"), 1),
        (source_of(&region, "kmr"), 2),
        (source_of(&region, "ckb"), 1),
        (source_of(&region, "de"), 4),
        (source_of(&other, "de"), 2),
    ] {
        followed(&region);
        let before = merged(&server);

        upload(&admin, &address, "ende = Adê\n");

        followed(&region);
        followed(&other);
        assert_eq!(merged(&server) - before, expected, "{address}");
    }
}

/// The languages of the region `kreis`, each with what it is translated from.
const TREE: [(&str, &str); 5] = [("en", "de"), ("kmr", "en"), ("ckb", "kmr"), ("prs", "de"), ("sr-Latn", "prs")];
/// Languages of layers; `ku` is another name of `kmr`, and no region has `fr`.
const LAYERS: [&str; 8] = ["de", "en", "kmr", "ckb", "prs", "sr-Latn", "ku", "fr"];
const KEYS: [&str; 4] = ["a", "b", "c", "-t"];

#[derive(Clone, Debug)]
enum Step {
    Upload { place: usize, language: usize, mode: Mode, texts: Vec<(usize, u8)> },
    RollBack { place: usize, language: usize, revision: i64 },
    Follow,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let mode = prop_oneof![Just(Mode::Additive), Just(Mode::Replace)];
    let texts = prop::collection::vec((0..KEYS.len(), any::<u8>()), 1..4);
    let send = (0..3usize, 0..LAYERS.len(), mode, texts);
    let step = prop_oneof![
        6 => send.prop_map(|(place, language, mode, texts)| Step::Upload { place, language, mode, texts }),
        2 => (0..3usize, 0..LAYERS.len(), 1..4i64)
            .prop_map(|(place, language, revision)| Step::RollBack { place, language, revision }),
        1 => Just(Step::Follow),
    ];
    prop::collection::vec(step, 4..16)
}

/// Messages that refer to others, or are for regions only, as the number says.
fn file(texts: &[(usize, u8)]) -> String {
    let message = |(key, number): &(usize, u8)| {
        let mark = if number.is_multiple_of(5) { "# REGION\n" } else { "" };
        let refers = ["", " { -t }", " { b }"][usize::from(number % 3)];
        [mark, KEYS[*key], " = Text ", &number.to_string(), refers, "\n"].concat()
    };
    let mut texts = texts.to_vec();
    texts.sort_unstable();
    texts.dedup_by_key(|(key, _)| *key);
    texts.iter().map(message).collect()
}

/// Two regions, and a bundle that nobody else has.
struct World<'a> {
    database: &'a Database,
    regions: &'a [Region; 2],
    bundle: String,
}

impl World<'_> {
    fn at(&self, place: usize, language: usize) -> Address {
        let region = place.checked_sub(1).map(|at| self.regions[at].id);
        Address { region, language: Tag::parse(LAYERS[language]).unwrap(), name: self.bundle.clone() }
    }

    fn apply(&self, step: Step) {
        let (store, behalf) = (&self.database.store, Behalf::program("test"));
        match step {
            Step::Upload { place, language, mode, texts } => {
                let options = Options { mode, ..Options::default() };
                let upload = Upload { file: file(&texts).into_bytes(), base: Some(Base::Any), options, behalf };
                let mut done = wait(uploads::upload(store, self.at(place, language), upload.clone()));
                if let Err(Error::Stale { .. }) = done {
                    let upload = Upload { base: Some(Base::None), ..upload };
                    done = wait(uploads::upload(store, self.at(place, language), upload));
                }
                assert!(matches!(done, Ok(_) | Err(Error::Conflict(Conflict::NoSource { .. }))), "{done:?}");
            }
            Step::RollBack { place, language, revision } => {
                let rolled = histories::rollback(store, self.at(place, language), Base::Any, revision, behalf);
                let rolled = wait(rolled);
                assert!(matches!(rolled, Ok(_) | Err(Error::NotFound { .. } | Error::Invalid { .. })), "{rolled:?}");
            }
            Step::Follow => wait(publisher::publish_now(store)).unwrap(),
        }
    }
}

#[test]
fn what_is_published_after_many_changes_is_what_merging_everything_gives() {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let database = Database::new();
    let regions = [database.region("kreis", &["de"]), database.region("stadt", &["en", "kmr"])];
    for (tag, source) in TREE {
        add(&regions[0], tag, source);
    }
    let mut runner = TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });

    let result = runner.run(&steps(), |steps| {
        let bundle = format!("bundle-{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let world = World { database: &database, regions: &regions, bundle };
        world.apply(Step::Upload { place: 0, language: 0, mode: Mode::Additive, texts: vec![(0, 1), (1, 2)] });
        for step in steps {
            world.apply(step);
        }
        world.apply(Step::Follow);
        for region in &regions {
            let before = (region.counter().rev, region.lines());
            let rebuild = region.write(|tx| {
                tx.touch_everything();
                Ok(())
            });
            rebuild.unwrap();
            prop_assert_eq!(before, (region.counter().rev, region.lines()));
        }
        Ok(())
    });

    result.unwrap();
}
