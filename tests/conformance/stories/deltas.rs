//! Stories about deltas: which one is taken, and what happens when one is bad.

use serde_json::json;

use super::format::{Expect, ExpectedFlags, Step, Story};
use super::publisher::{Publisher, line_of, page, region, step};

pub(crate) fn all() -> Vec<(&'static str, Story)> {
    vec![
        ("delta-anchors", anchors()),
        ("delta-larger-than-parts", larger_than_parts()),
        ("delta-bad-escalates", bad_escalates()),
        ("delta-mismatch-escalates", mismatch_escalates()),
        ("delta-of-another-state", of_another_state()),
        ("state-mismatch", state_mismatch()),
        ("unnoticed-restore", unnoticed_restore()),
        ("recent", recent()),
    ]
}

/// A region at revision 6, whose `ar` has deltas from 2 and from 4; and the heads of every revision.
fn six_revisions() -> (Publisher, Vec<(String, Publisher)>) {
    let mut publisher = Publisher::with_pages(5);
    let mut heads = vec![(publisher.head(), publisher.clone())];
    publisher.shape("ar", 1, Some(&[2, 4]));
    for rev in 2..=6 {
        let gone = (rev == 5).then_some(("page/0003", None));
        let new = page(rev % 3 + 1, &format!("عنوان {rev}"));
        publisher.publish(&[("ar", [new].into_iter().chain(gone).collect())]);
        heads.push((publisher.head(), publisher.clone()));
    }
    (publisher, heads)
}

fn anchors() -> Story {
    let (publisher, heads) = six_revisions();
    let last = publisher.manifest_id("ar");
    let plans = [
        (1, publisher.parts("ar")[0], "older than every anchor: the parts"),
        (2, publisher.delta("ar", 2), "at an anchor: its delta"),
        (3, publisher.delta("ar", 2), "between two anchors: the delta of the older one covers it"),
        (4, publisher.delta("ar", 4), "at the newest anchor: its delta, though the older one would do as well"),
        (5, publisher.delta("ar", 4), "after the newest anchor: its delta covers it"),
    ];
    let mut steps = Vec::new();
    for (have, object, about) in plans {
        let (head, then) = &heads[have - 1];
        steps.push(Step { fresh_client: true, ..step(head.clone(), then.applied("ar", then.whole(&["_", "ar"]))) });
        let applied = publisher.applied("ar", vec![last, object]);
        steps.push(Step { about: Some(about.to_owned()), ..step(heads[5].0.clone(), applied) });
    }
    let mut signed_again = publisher.clone();
    let about = Some("at the revision itself, in a head that was signed again: nothing is loaded".to_owned());
    steps.push(Step { about, ..step(signed_again.head(), publisher.applied("ar", Vec::new())) });
    publisher.story("every anchor: have < from, = from, between two, = to, below the horizon", steps)
}

fn larger_than_parts() -> Story {
    let mut publisher = Publisher::started();
    let first = step(publisher.head(), publisher.applied("ar", publisher.whole(&["_", "ar"])));
    publisher.publish(&[("ar", (1..=3).map(|number| page(number, "جديد")).collect())]);
    let second = step(publisher.head(), publisher.applied("ar", publisher.whole(&["ar"])));
    publisher.story("a delta that is not smaller than the parts is not taken", vec![first, second])
}

/// In which way a delta is spoilt, and how.
type Spoil = (&'static str, fn(&str) -> String);

/// What a delta is made into, to be wrong.
fn spoilt(publisher: &mut Publisher, spoil: impl Fn(&str) -> String) {
    let id = publisher.delta("ar", publisher.rev - 1);
    let right = String::from_utf8(publisher.objects[&id].bytes()).expect("deltas are text");
    let (sha256, size) = publisher.object(spoil(&right).into_bytes());
    publisher.alter("ar", |manifest| {
        manifest.deltas.truncate(1);
        manifest.deltas[0].sha256 = sha256;
        manifest.deltas[0].size = size;
        manifest.horizon = manifest.deltas[0].from;
    });
}

/// A story in which each of the deltas is spoilt in another way, and the parts lead on.
fn escalating(about: &str, spoils: &[Spoil]) -> Story {
    let mut publisher = Publisher::with_pages(5);
    let mut steps = vec![step(publisher.head(), publisher.applied("ar", publisher.whole(&["_", "ar"])))];
    for (number, (about, spoil)) in spoils.iter().enumerate() {
        publisher.publish(&[("ar", vec![page(2, &format!("طبيبة {number}")), page(4, &format!("مكتب {number}"))])]);
        spoilt(&mut publisher, spoil);
        let before = publisher.clone();
        publisher.publish(&[("_", vec![("region/self", Some(json!({"n": number})))])]);
        let fetch = [before.manifest_id("ar"), before.delta("ar", before.rev - 1), before.parts("ar")[0]];
        let neutral = publisher.whole(&["_"]);
        let expect = publisher.applied("ar", [fetch.to_vec(), neutral].concat());
        steps.push(Step { about: Some((*about).to_owned()), ..step(publisher.head(), expect) });
        publisher.publish(&[("ar", vec![page(4, "مكتب")])]);
        let fetch = vec![publisher.manifest_id("ar"), publisher.delta("ar", before.rev)];
        steps.push(step(publisher.head(), publisher.applied("ar", fetch)));
    }
    publisher.story(about, steps)
}

fn bad_escalates() -> Story {
    let spoils: &[Spoil] = &[
        ("a line that is no item and no deletion", |delta| format!("{delta}{{}}\n")),
        ("a last line without LF", |delta| delta.trim_end().to_owned()),
        ("a key twice", |delta| {
            let last = delta.trim_end().rsplit('\n').next().unwrap_or_default();
            format!("{delta}{last}\n")
        }),
        ("keys out of order", |delta| format!("{delta}{{\"d\":1,\"k\":\"page/0000\"}}\n")),
        ("a key that is none", |delta| format!("{delta}{{\"d\":1,\"k\":\"Page/9\"}}\n")),
        ("no first line", |delta| delta.split_once('\n').map(|(_, rest)| rest.to_owned()).unwrap_or_default()),
        ("nothing at all but a line feed", |_| "\n".to_owned()),
    ];
    escalating("a delta that is not as specified is followed by the parts, once", spoils)
}

fn mismatch_escalates() -> Story {
    let spoils: &[Spoil] = &[
        ("a delta that changes another item as well", |delta| {
            format!("{delta}{}\n", line_of("page/0009", &json!({"title": "zu viel"})))
        }),
        ("a delta without its changes", |delta| delta.split_inclusive('\n').take(1).collect()),
        ("a delta that deletes what it should change", |delta| {
            let first: String = delta.split_inclusive('\n').take(1).collect();
            format!("{first}{{\"d\":1,\"k\":\"page/0004\"}}\n")
        }),
    ];
    escalating("a delta that leads to another state than named is followed by the parts, once", spoils)
}

fn of_another_state() -> Story {
    let spoils: &[Spoil] = &[
        ("of another scope", |delta| delta.replacen("\"scope\":\"ar\"", "\"scope\":\"de\"", 1)),
        ("of another region", |delta| delta.replacen("musterstadt", "musterdorf", 1)),
        ("of another epoch", |delta| delta.replacen("1764000000-7b1c", "1764000000-7b1d", 1)),
        ("from another revision", |delta| delta.replacen("\"from\":", "\"from\":1", 1)),
        ("to another revision", |delta| delta.replacen("\"to\":", "\"to\":1", 1)),
        ("of a later format", |delta| delta.replacen("\"delta\":1", "\"delta\":2", 1)),
    ];
    escalating("the first line of a delta has to say what the manifest says", spoils)
}

fn state_mismatch() -> Story {
    let mut publisher = Publisher::started();
    let before = publisher.clone();
    let mut steps = vec![step(publisher.head(), publisher.applied("ar", publisher.whole(&["_", "ar"])))];
    publisher.publish(&[("ar", vec![page(2, "طبيبة")])]);
    let right = publisher.clone();
    publisher.alter("ar", |manifest| manifest.state = sync::Id::of(b"another state"));
    let about = Some("another state: neither the delta nor the parts lead there".to_owned());
    steps.push(Step { about, ..step(publisher.head(), before.refused("state-mismatch")) });
    publisher.scopes = right.scopes.clone();
    publisher.alter("ar", |manifest| manifest.count = 9);
    let about = Some("the right state, but another count".to_owned());
    steps.push(Step { about, ..step(publisher.head(), before.refused("state-mismatch")) });
    publisher.scopes = right.scopes.clone();
    steps.push(step(publisher.head(), Expect { fetch: None, ..publisher.applied("ar", Vec::new()) }));
    publisher.story("what comes out has to be the state that the manifest names, also after the parts", steps)
}

fn unnoticed_restore() -> Story {
    let mut publisher = Publisher::started();
    publisher.publish(&[("ar", vec![page(1, "نسخة")])]);
    let backup = publisher.clone();
    publisher.publish(&[("ar", vec![page(2, "طبيبة")])]);
    publisher.publish(&[("ar", vec![page(4, "مكتب")])]);
    let mut steps = vec![step(publisher.head(), publisher.applied("ar", publisher.whole(&["_", "ar"])))];
    let mut restored = Publisher { serial: publisher.serial, ..backup };
    restored.publish(&[("ar", vec![page(3, "مدرسة جديدة")])]);
    let flags = Some(ExpectedFlags { restored: true, ..ExpectedFlags::default() });
    let about = Some("revision 3 once more, of the same epoch but other than the one that was lost".to_owned());
    let expect = Expect {
        flags,
        deleted: Some(vec!["page/0004".to_owned()]),
        ..restored.applied("ar", restored.whole(&["ar"]))
    };
    steps.push(Step { about, ..step(restored.head(), expect) });
    restored.publish(&[("ar", vec![page(1, "أهلا")])]);
    let fetch = vec![restored.manifest_id("ar"), restored.delta("ar", 3)];
    steps.push(step(restored.head(), restored.applied("ar", fetch)));
    restored.objects.extend(publisher.objects);
    restored.story("a server that lost revisions without a new epoch: the parts, and the reader is told", steps)
}

fn recent() -> Story {
    let mut publisher = Publisher::started();
    let mut steps = vec![step(publisher.head(), publisher.applied("ar", publisher.whole(&["_", "ar"])))];
    let mut offer = |recent: String, about: &str, expect: Expect| {
        steps.push(Step { recent: Some(recent), about: Some(about.to_owned()), expect, ..Step::default() });
    };
    publisher.publish(&[("ar", vec![page(2, "طبيبة")]), ("_", vec![region("Musterstadt am See")])]);
    let recent = publisher.recent(&[("_", Some(1)), ("ar", Some(1))]);
    let about = "one answer; the delta of `_` came along, so it is taken although its part is smaller";
    offer(recent, about, publisher.applied("ar", Vec::new()));

    let before = publisher.clone();
    publisher.publish(&[("ar", vec![page(3, "روضة")])]);
    let recent = publisher.recent(&[("ar", Some(2))]);
    let damage: [(&str, String); 8] = [
        ("a last frame that is longer than what is left", recent[..recent.len() - 1].to_owned()),
        ("a byte after the last frame", format!("{recent}\n")),
        ("a head that is said to be one byte longer", recent.replacen("head ", "head 1", 1)),
        ("a length with a leading zero", recent.replacen("head ", "head 0", 1)),
        ("a negative length", recent.replacen("head ", "head -", 1)),
        ("a frame before the head", format!("o/{} 0\n{recent}", sync::Id::of(b""))),
        ("a frame with another name", recent.replacen("\no/", "\np/", 1)),
        ("an object that is not what its name says", recent.replacen("روضة", "روضه", 1)),
    ];
    for (about, damaged) in damage {
        assert_ne!(damaged, recent, "{about}");
        offer(damaged, about, Expect { fetch: Some(Vec::new()), ..before.refused("bad-frames") });
    }
    offer(recent, "undamaged: nothing else is asked for", publisher.applied("ar", Vec::new()));

    publisher.publish(&[("ar", vec![page(3, "مدرسة")])]);
    let delta = publisher.delta("ar", 3);
    offer(
        publisher.recent(&[("ar", None)]),
        "a delta that was left out is asked for",
        publisher.applied("ar", vec![delta]),
    );
    publisher.publish(&[("ar", vec![page(1, "مرحبا")])]);
    let fetch = vec![publisher.manifest_id("ar"), publisher.delta("ar", 4)];
    offer(publisher.recent(&[]), "nothing but the head", publisher.applied("ar", fetch));
    publisher.publish(&[("ar", vec![page(1, "أهلا")])]);
    let about = "a delta that came along, though a nearer one could be asked for";
    offer(publisher.recent(&[("ar", Some(3))]), about, publisher.applied("ar", Vec::new()));
    let unchanged = steps.last().and_then(|step| step.recent.clone()).expect("there is a step");
    steps.push(Step { recent: Some(unchanged), expect: publisher.applied("ar", Vec::new()), ..Step::default() });
    publisher.story("a head, manifests and deltas in one answer, taken apart by the lengths of its frames", steps)
}
