//! Stories about objects: damaged, oversize, broken off, missing.

use sync::Id;

use super::format::{Expect, Object, Step, Story};
use super::publisher::{Publisher, page, region, step};

pub(crate) fn all() -> Vec<(&'static str, Story)> {
    vec![
        ("object-damaged", damaged()),
        ("object-of-another-size", of_another_size()),
        ("object-broken-off", broken_off()),
        ("object-missing", missing()),
        ("object-missing-then-newer-head", missing_then_newer_head()),
    ]
}

/// A client that holds revision 1, and a server at revision 2; with the state before.
fn one_edit() -> (Publisher, Publisher, Vec<Step>) {
    let mut publisher = Publisher::started();
    let first = step(publisher.head(), publisher.applied("ar", publisher.whole(&["_", "ar"])));
    let before = publisher.clone();
    publisher.publish(&[("ar", vec![page(2, "طبيبة")])]);
    (before, publisher, vec![first])
}

fn damaged() -> Story {
    let (before, mut publisher, mut steps) = one_edit();
    let (manifest, delta) = (publisher.manifest_id("ar"), publisher.delta("ar", 1));
    let right = |id: &Id| String::from_utf8(publisher.objects[id].bytes()).expect("objects are text");
    let offers = [
        ("a manifest with another count", manifest, right(&manifest).replacen("\"count\":3", "\"count\":4", 1)),
        ("a manifest that is cut", manifest, right(&manifest)[..100].to_owned()),
        ("nothing in the place of a manifest", manifest, String::new()),
        ("a delta with another letter", delta, right(&delta).replacen("طبيبة", "طبيبه", 1)),
        ("a delta of another revision", delta, right(&delta).replacen("\"to\":2", "\"to\":3", 1)),
    ];
    let objects: Vec<_> = offers.map(|(about, id, text)| (about, id, text)).into();
    for (about, id, text) in objects {
        let good = publisher.objects[&id].clone();
        let expect = before.refused("bad-object");
        let bad = [(id, Some(Object::Text(text)))].into();
        steps.push(Step {
            objects: bad,
            about: Some(about.to_owned()),
            ..step(publisher.head(), Expect { fetch: None, ..expect })
        });
        steps.push(Step {
            objects: [(id, Some(good))].into(),
            fresh_client: true,
            ..step(publisher.head(), publisher.applied("ar", publisher.whole(&["_", "ar"])))
        });
        let about = Some("back to revision 1, for the next damage".to_owned());
        let head = Publisher { serial: publisher.serial, ..before.clone() }.head();
        publisher.serial += 1;
        steps.push(Step { fresh_client: true, about, ..step(head, before.applied("ar", before.whole(&["_", "ar"]))) });
    }
    let applied = publisher.applied("ar", vec![manifest, delta]);
    steps.push(step(publisher.head(), applied));
    publisher.story("bytes that are not those of their id are never applied, and the parts do not help", steps)
}

fn of_another_size() -> Story {
    let (before, mut publisher, mut steps) = one_edit();
    publisher.shape("ar", 1, Some(&[]));
    publisher.publish(&[("ar", vec![page(1, "مرحبا")])]);
    let right = publisher.scopes.clone();
    for (about, change) in [("the part is larger than named", -1_i64), ("the part is smaller than named", 1)] {
        publisher.scopes = right.clone();
        publisher.alter("ar", |manifest| {
            let part = &mut manifest.parts[0];
            part.size = part.size.checked_add_signed(change).expect("parts are not that small");
        });
        let expect = Expect { fetch: None, ..before.refused("bad-object") };
        steps.push(Step { about: Some(about.to_owned()), ..step(publisher.head(), expect) });
    }
    publisher.scopes = right;
    steps.push(step(publisher.head(), publisher.applied("ar", publisher.whole(&["ar"]))));
    publisher.story("an object has as many bytes as the manifest says; not one more is read", steps)
}

fn broken_off() -> Story {
    let mut publisher = Publisher::started();
    let part = publisher.parts("ar")[0];
    let first = Step {
        cut: [(part, 100), (publisher.parts("_")[0], 1)].into(),
        about: Some("in the middle of a letter, and after the first byte".to_owned()),
        ..step(publisher.head(), publisher.applied("ar", publisher.whole(&["_", "ar"])))
    };
    publisher.publish(&[("ar", vec![page(2, "طبيبة")])]);
    let delta = publisher.delta("ar", 1);
    let size = publisher.objects[&delta].bytes().len();
    let applied = publisher.applied("ar", vec![publisher.manifest_id("ar"), delta]);
    let about = Some("before the last byte".to_owned());
    let second = Step { cut: [(delta, size - 1)].into(), about, ..step(publisher.head(), applied) };
    publisher.story("a download that breaks off goes on where it ended", vec![first, second])
}

fn missing() -> Story {
    let (before, mut publisher, mut steps) = one_edit();
    let (manifest, delta) = (publisher.manifest_id("ar"), publisher.delta("ar", 1));
    for (about, id) in [("the manifest", manifest), ("the delta; the parts are not tried", delta)] {
        let good = publisher.objects[&id].clone();
        let expect = Expect { fetch: None, ..before.refused("missing-object") };
        let head = publisher.head();
        let objects = [(id, None)].into();
        steps.push(Step { objects, about: Some(about.to_owned()), ..step(head.clone(), expect) });
        if id == delta {
            let applied = publisher.applied("ar", vec![manifest, delta]);
            steps.push(Step { objects: [(id, Some(good))].into(), ..step(head, applied) });
        } else {
            let objects = [(id, Some(good))].into();
            let about = Some("it is there again".to_owned());
            let applied = publisher.applied("ar", vec![manifest, delta]);
            steps.push(Step { about, objects, ..step(head, applied) });
            let about = Some("back to revision 1".to_owned());
            let head = Publisher { serial: publisher.serial, ..before.clone() }.head();
            publisher.serial += 1;
            let whole = before.whole(&["_", "ar"]);
            steps.push(Step { fresh_client: true, about, ..step(head, before.applied("ar", whole)) });
        }
    }
    publisher.story("an object that is missing, also after the head was read once more", steps)
}

fn missing_then_newer_head() -> Story {
    let (_, mut publisher, mut steps) = one_edit();
    publisher.publish(&[("_", vec![region("Musterstadt am See")])]);
    let old = (publisher.head(), publisher.manifest_id("ar"), publisher.delta("ar", 1));
    publisher.publish(&[("ar", vec![page(3, "روضة")])]);
    let fetch =
        [publisher.whole(&["_"]), vec![old.1, old.2, publisher.manifest_id("ar"), publisher.delta("ar", 1)]].concat();
    let replanned = Step {
        objects: [(old.2, None)].into(),
        head_again: Some(publisher.head()),
        about: Some(
            "what the first head names has been cleared away; what has arrived is not asked for again".to_owned(),
        ),
        ..step(old.0, publisher.applied("ar", fetch))
    };
    steps.push(replanned);
    publisher.story("where an object is missing, the head is read once more, and the new one is followed", steps)
}
