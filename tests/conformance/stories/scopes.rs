//! Stories about scopes: which of them are kept, and what becomes of those that come, go, or are cut anew.

use super::format::{Expect, ExpectedFlags, Step, Story};
use super::publisher::{Publisher, page, region, step};

pub(crate) fn all() -> Vec<(&'static str, Story)> {
    vec![
        ("first-load", first_load()),
        ("part-split", part_split()),
        ("new-epoch", new_epoch()),
        ("scope-added-and-dropped", added_and_dropped()),
        ("scope-wanted-later", wanted_later()),
        ("scope-forgotten", forgotten()),
        ("scopes-together", together()),
        ("empty-scope", empty_scope()),
    ]
}

fn gone(scope: &str) -> ExpectedFlags {
    ExpectedFlags { gone: vec![scope.to_owned()], ..ExpectedFlags::default() }
}

fn names(scopes: &[&str]) -> Vec<String> {
    scopes.iter().map(|scope| (*scope).to_owned()).collect()
}

fn first_load() -> Story {
    let mut publisher = Publisher::started();
    let head = publisher.head();
    let everything = Expect {
        scopes: Some(publisher.states(&["_", "ar"])),
        keys: Some(publisher.lines("ar").into_keys().collect()),
        ..publisher.applied("ar", publisher.whole(&["_", "ar"]))
    };
    let mut steps = vec![step(head.clone(), everything), step(head, publisher.applied("ar", Vec::new()))];
    publisher.shape("ar", 1, Some(&[]));
    publisher.publish(&[("ar", vec![page(2, "طبيبة"), page(4, "مكتب"), ("page/0001", None)])]);
    let expect = Expect {
        deleted: Some(vec!["page/0001".to_owned()]),
        keys: Some(publisher.lines("ar").into_keys().collect()),
        ..publisher.applied("ar", publisher.whole(&["ar"]))
    };
    steps.push(step(publisher.head(), expect));
    let story = publisher.story("everything at first, then nothing, then a part in which an item is missing", steps);
    Story { level: Some("basic".to_owned()), ..story }
}

fn part_split() -> Story {
    let mut publisher = Publisher::with_pages(5);
    publisher.shape("ar", 1, Some(&[]));
    let mut steps = vec![step(publisher.head(), publisher.applied("ar", publisher.whole(&["_", "ar"])))];
    publisher.shape("ar", 2, Some(&[]));
    publisher.publish(&[("ar", vec![page(1, "مرحبا")])]);
    let about = Some("one part becomes two: both are loaded".to_owned());
    steps.push(Step { about, ..step(publisher.head(), publisher.applied("ar", publisher.whole(&["ar"]))) });

    let before = publisher.parts("ar");
    publisher.publish(&[("ar", vec![("page/0004", None), page(1, "أهلا")])]);
    let differing = publisher.parts("ar").into_iter().filter(|part| !before.contains(part));
    let fetch: Vec<_> = std::iter::once(publisher.manifest_id("ar")).chain(differing).collect();
    let about = Some("only parts that differ are loaded".to_owned());
    let expect = Expect { deleted: Some(vec!["page/0004".to_owned()]), ..publisher.applied("ar", fetch) };
    steps.push(Step { about, ..step(publisher.head(), expect) });

    publisher.shape("ar", 1, Some(&[]));
    publisher.publish(&[("ar", vec![page(2, "طبيبة")])]);
    let about = Some("two parts become one".to_owned());
    steps.push(Step { about, ..step(publisher.head(), publisher.applied("ar", publisher.whole(&["ar"]))) });
    publisher.story("parts replace everything in their range, however a scope is cut", steps)
}

fn new_epoch() -> Story {
    let mut publisher = Publisher::started();
    publisher.publish(&[("ar", vec![page(4, "مكتب")])]);
    let mut steps = vec![step(publisher.head(), publisher.applied("ar", publisher.whole(&["_", "ar"])))];
    publisher.begin_epoch("1764100000-0a3f", 1_764_100_000);
    let fetch = vec![publisher.manifest_id("_"), publisher.manifest_id("ar")];
    let about = Some("equal parts keep their ids, so only manifests are loaded".to_owned());
    steps.push(Step { about, ..step(publisher.head(), publisher.applied("ar", fetch)) });

    publisher.publish(&[("ar", vec![page(2, "طبيبة")])]);
    (publisher.rev, publisher.serial) = (1, 17);
    publisher.begin_epoch("1764200000-55d0", 1_764_200_000);
    let fetch = [vec![publisher.manifest_id("_")], publisher.whole(&["ar"])].concat();
    let about = Some("a later epoch counts although its revision and its serial are lower".to_owned());
    steps.push(Step { about, ..step(publisher.head(), publisher.applied("ar", fetch)) });

    let held = publisher.clone();
    (publisher.epoch, publisher.epoch_seq) = ("1764100000-0a3f".to_owned(), 1_764_100_000);
    (publisher.rev, publisher.serial) = (90, 9_000_000);
    let ignored = Some("stale".to_owned());
    let about = Some("an earlier epoch is stale, whatever its serial".to_owned());
    steps.push(Step { about, ..step(publisher.head(), Expect { ignored, ..held.applied("ar", Vec::new()) }) });
    publisher.story("an epoch begins anew: deltas do not lead into it, equal parts do", steps)
}

fn added_and_dropped() -> Story {
    let mut publisher = Publisher::started();
    let expect = Expect { flags: Some(gone("ti")), ..publisher.applied("ar", publisher.whole(&["_", "ar"])) };
    let mut steps = vec![step(publisher.head(), expect)];
    publisher.publish(&[("ti", vec![page(1, "እንቋዕ")])]);
    let expect = Expect {
        scopes: Some(publisher.states(&["_", "ar", "ti"])),
        ..publisher.applied("ar", publisher.whole(&["ti"]))
    };
    steps.push(Step { about: Some("the language comes".to_owned()), ..step(publisher.head(), expect) });

    let whole = publisher.clone();
    publisher.scopes.remove("ti");
    publisher.publish(&[("_", vec![region("Musterstadt am See")])]);
    let states = Some([publisher.states(&["_", "ar"]), whole.states(&["ti"])].into_iter().flatten().collect());
    let expect = Expect { flags: Some(gone("ti")), scopes: states, ..publisher.applied("ar", publisher.whole(&["_"])) };
    steps.push(Step { about: Some("it goes: what is held stays".to_owned()), ..step(publisher.head(), expect) });

    publisher.scopes.insert("ti".to_owned(), whole.scopes["ti"].clone());
    publisher.publish(&[("ti", vec![page(1, "ሰላም")])]);
    let expect = Expect {
        scopes: Some(publisher.states(&["_", "ar", "ti"])),
        ..publisher.applied("ar", publisher.whole(&["ti"]))
    };
    steps.push(Step { about: Some("and comes back".to_owned()), ..step(publisher.head(), expect) });
    let story = publisher.story("a language that is not there yet, comes, goes and comes back", steps);
    Story { wanted: Some(names(&["ar", "ti"])), ..story }
}

fn wanted_later() -> Story {
    let mut publisher = Publisher::started();
    publisher.publish(&[("de", vec![page(1, "Willkommen"), page(2, "Ärztin")]), ("fr", vec![page(1, "Bienvenue")])]);
    let head = publisher.head();
    let first = step(head.clone(), publisher.applied("ar", publisher.whole(&["_", "ar"])));
    let states = Some(publisher.states(&["_", "ar", "de"]));
    let expect = Expect { scopes: states.clone(), ..publisher.applied("ar", publisher.whole(&["de"])) };
    let second = Step { wanted: Some(names(&["ar", "de"])), ..step(head.clone(), expect) };
    let about = Some("no longer wanted: it stays as it is, and is not brought up to date".to_owned());
    publisher.publish(&[("de", vec![page(2, "Arzt")])]);
    let newer = publisher.head();
    let expect = Expect { scopes: states, ..publisher.applied("ar", Vec::new()) };
    let third = Step { wanted: Some(names(&["ar"])), about, ..step(newer, expect) };
    let story = "a language that is wanted later is loaded by the head that is held already";
    publisher.story(story, vec![first, second, third])
}

fn forgotten() -> Story {
    let mut publisher = Publisher::started();
    let head = publisher.head();
    let first = step(head.clone(), publisher.applied("ar", publisher.whole(&["_", "ar"])));
    let about = Some("the head is unchanged, and the items are loaded again".to_owned());
    let expect = publisher.applied("ar", publisher.whole(&["ar"]));
    let second = Step { forget: Some("ar".to_owned()), about, ..step(head, expect) };
    publisher.publish(&[("ar", vec![page(2, "طبيبة")])]);
    let expect = publisher.applied("ar", publisher.whole(&["ar"]));
    let about = Some("no delta leads from nothing".to_owned());
    let third = Step { forget: Some("ar".to_owned()), about, ..step(publisher.head(), expect) };
    publisher.story(
        "items that the reader has thrown away are loaded whole when they are wanted again",
        vec![first, second, third],
    )
}

fn together() -> Story {
    let mut publisher = Publisher::started();
    publisher.publish(&[("de", vec![page(1, "Willkommen"), page(2, "Ärztin"), page(3, "Schule")])]);
    let states = publisher.states(&["_", "ar", "de"]);
    let expect =
        Expect { scopes: Some(states.clone()), ..publisher.applied("ar", publisher.whole(&["_", "ar", "de"])) };
    let mut steps = vec![step(publisher.head(), expect)];
    let before = publisher.clone();
    publisher.publish(&[("ar", vec![page(2, "طبيبة")]), ("de", vec![page(2, "Arztpraxis")])]);
    let right = publisher.scopes["de"].clone();
    publisher.alter("de", |manifest| manifest.count += 1);
    let expect = Expect { scopes: Some(states), ..before.refused("state-mismatch") };
    let about = Some("one scope cannot be applied, so none is".to_owned());
    steps.push(Step { about, ..step(publisher.head(), expect) });
    publisher.scopes.insert("de".to_owned(), right);
    let states = publisher.states(&["_", "ar", "de"]);
    let expect = Expect { fetch: None, scopes: Some(states), ..publisher.applied("ar", Vec::new()) };
    steps.push(step(publisher.head(), expect));
    let story = publisher.story("all scopes of a head are applied, or none", steps);
    Story { wanted: Some(names(&["ar", "de"])), ..story }
}

fn empty_scope() -> Story {
    let mut publisher = Publisher::started();
    publisher.publish(&[("ar", vec![("page/0001", None), ("page/0002", None), ("page/0003", None)])]);
    let expect = Expect { keys: Some(Vec::new()), ..publisher.applied("ar", publisher.whole(&["_", "ar"])) };
    let mut steps = vec![step(publisher.head(), expect)];
    publisher.publish(&[("ar", vec![page(1, "مرحبا")])]);
    steps.push(step(publisher.head(), Expect { fetch: None, ..publisher.applied("ar", Vec::new()) }));
    publisher.publish(&[("ar", vec![("page/0001", None)])]);
    let expect =
        Expect { fetch: None, deleted: Some(vec!["page/0001".to_owned()]), ..publisher.applied("ar", Vec::new()) };
    steps.push(step(publisher.head(), expect));
    publisher.story("a scope without items has one empty part", steps)
}
