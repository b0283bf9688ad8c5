//! Stories about contents: the right bytes under the right ids, which still have to be as specified.

use serde_json::{Value, json};
use sync::manifests::PartEntry;
use sync::{Id, MAX_LINE, Manifest};

use super::format::{Expect, Object, Step, Story};
use super::publisher::{Publisher, line_of, page, step};

pub(crate) fn all() -> Vec<(&'static str, Story)> {
    vec![
        ("part-malformed", malformed_part()),
        ("part-of-other-keys", of_other_keys()),
        ("line-length", line_length()),
        ("text", text()),
        ("manifest-of-another", manifest_of_another()),
        ("manifest-malformed", malformed_manifest()),
    ]
}

/// A client that holds revision 1 of a server without deltas, which is at revision 2.
fn without_deltas() -> (Publisher, Publisher, Vec<Step>) {
    let mut publisher = Publisher::started();
    publisher.shape("ar", 1, Some(&[]));
    let first = step(publisher.head(), publisher.applied("ar", publisher.whole(&["_", "ar"])));
    let before = publisher.clone();
    publisher.publish(&[("ar", vec![page(2, "طبيبة")])]);
    (before, publisher, vec![first])
}

fn refused(before: &Publisher, head: String, about: &str) -> Step {
    let expect = Expect { fetch: None, ..before.refused("bad-content") };
    Step { about: Some(about.to_owned()), ..step(head, expect) }
}

fn malformed_part() -> Story {
    let (before, mut publisher, mut steps) = without_deltas();
    let right = publisher.scopes.clone();
    let lines: Vec<String> = publisher.lines("ar").into_values().collect();
    let [one, two, three] = [0, 1, 2].map(|at: usize| lines[at].as_str());
    let spoilt = [
        ("a key twice", format!("{one}\n{two}\n{two}\n{three}\n")),
        ("keys out of order", format!("{two}\n{one}\n{three}\n")),
        ("no line feed at the end", format!("{one}\n{two}\n{three}")),
        ("an empty line", format!("{one}\n\n{two}\n{three}\n")),
        ("an empty line at the end", format!("{one}\n{two}\n{three}\n\n")),
        ("a deletion", format!("{one}\n{{\"d\":1,\"k\":\"page/0002\"}}\n{three}\n")),
        ("a line without a key", format!("{one}\n{{\"b\":{{}}}}\n{three}\n")),
        ("a line with a key that is none", format!("{one}\n{}\n{three}\n", two.replace("page/0002", "page/0002/a"))),
        ("no JSON", format!("{one}\npage/0002\n{three}\n")),
    ];
    for (about, part) in spoilt {
        publisher.scopes = right.clone();
        let (sha256, size) = publisher.object(part.into_bytes());
        publisher.alter("ar", |manifest| manifest.parts = vec![PartEntry { hi: 255, lo: 0, sha256, size }]);
        steps.push(refused(&before, publisher.head(), about));
    }
    publisher.scopes = right;
    steps.push(step(publisher.head(), publisher.applied("ar", publisher.whole(&["ar"]))));
    publisher.story("a part is lines with ascending keys, each ended by LF", steps)
}

fn of_other_keys() -> Story {
    let (before, mut publisher, mut steps) = without_deltas();
    publisher.shape("ar", 2, Some(&[]));
    publisher.publish(&[("ar", vec![page(1, "مرحبا"), page(4, "مكتب"), page(5, "محكمة")])]);
    let right = publisher.scopes.clone();
    publisher.alter("ar", |manifest| {
        let [low, high] = [manifest.parts[0].clone(), manifest.parts[1].clone()];
        manifest.parts[0] = PartEntry { lo: low.lo, hi: low.hi, ..high.clone() };
        manifest.parts[1] = PartEntry { lo: high.lo, hi: high.hi, ..low };
    });
    steps.push(refused(&before, publisher.head(), "the two parts have changed places"));
    publisher.scopes = right;
    steps.push(step(publisher.head(), publisher.applied("ar", publisher.whole(&["ar"]))));
    publisher.story("a part holds only keys whose hashes lie in its range", steps)
}

/// A part of one line with `filler` bytes of text: too long for a file of vectors.
fn long_part(filler: usize) -> (Object, String) {
    let line = line_of("page/0001", &json!({"html": ""}));
    let (before, after) = line.split_once("\"\"").expect("the text is empty");
    let (before, after) = (format!("{before}\""), format!("\"{after}"));
    let times = filler / 8;
    let repeat = "Wartesaa"; // Eight bytes.
    let rest = "x".repeat(filler % 8);
    let whole = format!("{before}{}{rest}{after}", repeat.repeat(times));
    (Object::Repeated { before, repeat: repeat.to_owned(), times, after: format!("{rest}{after}\n") }, whole)
}

fn line_length() -> Story {
    let (_, mut publisher, mut steps) = without_deltas();
    publisher.rev -= 1;
    let frame = line_of("page/0001", &json!({"html": ""})).len();
    let write = |publisher: &mut Publisher, filler: usize| {
        publisher.rev += 1;
        let (object, line) = long_part(filler);
        let (sha256, size) = (Id::of(&object.bytes()), object.bytes().len() as u64);
        publisher.write("ar", [("page/0001".to_owned(), line)].into());
        publisher.objects.insert(sha256, object);
        assert_eq!(publisher.scopes["ar"].manifest.parts[0].size, size);
        publisher.head()
    };
    let head = write(&mut publisher, MAX_LINE - frame);
    let about = Some("exactly 1 MiB".to_owned());
    steps.push(Step { about, ..step(head, publisher.applied("ar", publisher.whole(&["ar"]))) });
    let before = publisher.clone();
    let head = write(&mut publisher, MAX_LINE - frame + 1);
    steps.push(refused(&before, head, "one byte more"));
    publisher.story("a line has 1 MiB at most", steps)
}

fn text() -> Story {
    let texts = [
        "a\u{2028}b\u{2029}c\u{85}d",
        "a\tb\u{b}c\u{c}d\re\nf",
        "\u{202b}مرحبا\u{202c} (Lotse) \u{200f}١٢٣\u{200e}",
        "שלום",
        "\"\\/\u{8}\u{1}\u{7f}\u{0}",
        "👩‍⚕️ 𝄞 \u{feff}\u{fffd}\u{10ffff}",
        "Ä é ệ ﷺ ሀ",
    ];
    let body =
        |texts: &[&str]| Some(json!({"texts": texts, "ü": {"é": -9_007_199_254_740_991_i64, "z": [true, null, {}]}}));
    let mut publisher = Publisher::started();
    publisher.publish(&[("ar", vec![("page/0004", body(&texts)), ("zz/A.b_c~d-E", Some(json!({})))])]);
    let mut steps = vec![step(publisher.head(), publisher.applied("ar", publisher.whole(&["_", "ar"])))];
    publisher.publish(&[(
        "ar",
        vec![("page/0004", body(&texts[..5])), ("page/0005", Some(Value::Object([].into_iter().collect())))],
    )]);
    let fetch = vec![publisher.manifest_id("ar"), publisher.delta("ar", 2)];
    let keys = Some(publisher.lines("ar").into_keys().collect());
    steps.push(step(publisher.head(), Expect { keys, ..publisher.applied("ar", fetch) }));
    publisher.story("only LF ends a line; text of every kind is kept byte for byte", steps)
}

fn manifest_of_another() -> Story {
    let (before, mut publisher, mut steps) = without_deltas();
    publisher.publish(&[("de", vec![page(1, "Willkommen")])]);
    let right = publisher.scopes.clone();
    let german = publisher.scopes["de"].manifest.clone();
    let changes = [
        ("of another scope", Manifest { scope: "de".to_owned(), ..right["ar"].manifest.clone() }),
        ("of another region", Manifest { region: "musterdorf".to_owned(), ..right["ar"].manifest.clone() }),
        ("of another epoch", Manifest { epoch: "1764000000-0000".to_owned(), ..right["ar"].manifest.clone() }),
        ("of another revision", Manifest { rev: 1, ..right["ar"].manifest.clone() }),
        ("the one of another scope, unchanged", german),
    ];
    for (about, other) in changes {
        let (m, _) = publisher.object(other.to_bytes());
        let head = publisher.head_with(|head| head.scopes.get_mut("ar").expect("it is published").m = m);
        steps.push(refused(&before, head, about));
    }
    steps.push(step(publisher.head(), publisher.applied("ar", publisher.whole(&["ar"]))));
    publisher.story("a manifest has to be the one of this region, epoch, scope and revision", steps)
}

fn malformed_manifest() -> Story {
    let (before, mut publisher, mut steps) = without_deltas();
    let right = publisher.scopes.clone();
    let good = serde_json::to_value(&right["ar"].manifest).expect("a manifest is JSON");
    let without = |name: &str| {
        let mut value = good.clone();
        value.as_object_mut().expect("a manifest is an object").remove(name);
        value.to_string()
    };
    let with = |pointer: &str, new: Value| {
        let mut value = good.clone();
        *value.pointer_mut(pointer).expect("there is such a member") = new;
        value.to_string()
    };
    let part = &good["parts"][0];
    let offers = [
        ("no JSON", "manifest".to_owned()),
        ("no parts", without("parts")),
        ("no state", without("state")),
        ("no format", without("format")),
        ("a gap at the end", with("/parts/0/hi", json!(254))),
        ("a gap at the beginning", with("/parts/0/lo", json!(1))),
        ("not one part", with("/parts", json!([]))),
        ("parts that overlap", with("/parts", json!([part, part]))),
        ("a bucket that is none", with("/parts/0/hi", json!(256))),
        ("a negative size", with("/parts/0/size", json!(-1))),
        ("an id with capital letters", with("/parts/0/sha256", json!("AB".repeat(32)))),
        (
            "a delta that leads elsewhere",
            with("/deltas", json!([{"from": 1, "sha256": part["sha256"], "size": 1, "to": 9}])),
        ),
    ];
    for (about, manifest) in offers {
        let (id, _) = publisher.object(manifest.into_bytes());
        let head = publisher.head_with(|head| head.scopes.get_mut("ar").expect("it is published").m = id);
        steps.push(refused(&before, head, about));
    }
    steps.push(step(publisher.head(), publisher.applied("ar", publisher.whole(&["ar"]))));
    publisher.story("a manifest names parts that hold every key once, and deltas that lead to it", steps)
}
