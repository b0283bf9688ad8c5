//! Stories about heads: whose signature counts, which one is newer, and who may read it.

use serde_json::{Value, json};
use sync::documents::Kind;
use sync::heads::Status;

use super::format::{Expect, ExpectedFlags, Step, Story};
use super::publisher::{Publisher, page, region, step, test_seed};

pub(crate) fn all() -> Vec<(&'static str, Story)> {
    vec![
        ("head-bad-signature", bad_signature()),
        ("head-malformed", malformed()),
        ("head-replayed", replayed()),
        ("head-expired", expired()),
        ("head-of-closed-region", closed()),
        ("head-unknown-members", unknown_members()),
        ("update-min-client", min_client()),
        ("update-unknown-format", unknown_format()),
    ]
}

/// A region that a client holds, and the step in which it got it.
fn held() -> (Publisher, Vec<Step>) {
    let mut publisher = Publisher::started();
    let first = step(publisher.head(), publisher.applied("ar", publisher.whole(&["_", "ar"])));
    (publisher, vec![first])
}

fn payload_of(head: &sync::Head) -> Value {
    serde_json::to_value(head).expect("a head is JSON")
}

fn bad_signature() -> Story {
    let (mut publisher, mut steps) = held();
    let before = publisher.clone();
    publisher.publish(&[("ar", vec![page(2, "طبيبة")])]);
    let good = publisher.head();
    let (payload, signatures) = good.split_once('\n').expect("a document has two lines");
    let stranger = Publisher { seed: test_seed(9), ..publisher.clone() };
    let bent = signatures.replacen("\"sig\":\"", "\"sig\":\"AAAA", 1).replacen("==\"", "\"", 1);
    let offers = [
        ("a payload that was changed", good.replacen("\"rev\":2", "\"rev\":3", 1)),
        ("a signature that was changed", format!("{payload}\n{bent}")),
        ("no signature", format!("{payload}\n{{\"signatures\":[]}}\n")),
        ("a key that nobody trusts", stranger.sign(Kind::Head, payload)),
        ("the right key, but signed as a root", publisher.sign(Kind::Root, payload)),
        ("the right key, but signed as a list of regions", publisher.sign(Kind::Regions, payload)),
        (
            "a key that nobody trusts, under the id of the right one",
            stranger.sign(Kind::Head, payload).replace(&key_id(&stranger), &key_id(&publisher)),
        ),
    ];
    for (about, head) in offers {
        let expect = Expect { fetch: Some(Vec::new()), ..before.refused("bad-signature") };
        steps.push(Step { about: Some(about.to_owned()), ..step(head, expect) });
    }
    let both = format!(
        "{payload}\n{}",
        signatures.replacen('[', &format!("[{{\"keyid\":\"{}\",\"sig\":\"\"}},", key_id(&stranger)), 1)
    );
    let fetch = vec![publisher.manifest_id("ar"), publisher.delta("ar", 1)];
    let about = Some("a good signature beside one that nobody can check".to_owned());
    steps.push(Step { about, ..step(both, publisher.applied("ar", fetch)) });
    publisher.story("only a trusted key that signed exactly these bytes as a head counts", steps)
}

fn key_id(publisher: &Publisher) -> String {
    use sync::Signer as _;
    sync::SecretKey::from_bytes(&publisher.seed).public_key().id()
}

fn malformed() -> Story {
    let (mut publisher, mut steps) = held();
    let before = publisher.clone();
    publisher.publish(&[("ar", vec![page(2, "طبيبة")])]);
    let good = publisher.head();
    let unsigned = publisher.unsigned_head();
    let with = |name: &str, value: Value| {
        let mut payload = payload_of(&unsigned);
        payload[name] = value;
        publisher.sign(Kind::Head, &payload.to_string())
    };
    let without = |name: &str| {
        let mut payload = payload_of(&unsigned);
        payload.as_object_mut().expect("a head is an object").remove(name);
        publisher.sign(Kind::Head, &payload.to_string())
    };
    let offers = [
        ("nothing", String::new()),
        ("one line", good.lines().next().unwrap_or_default().to_owned() + "\n"),
        ("three lines", format!("{good}{{}}\n")),
        ("no line feed at the end", good.trim_end().to_owned()),
        ("a page of a café's network", "<!doctype html>\n<title>Login</title>\n".to_owned()),
        ("a payload that is no JSON", publisher.sign(Kind::Head, "{\"region\":")),
        ("another region", with("region", json!("musterdorf"))),
        ("no scopes", without("scopes")),
        ("no revision", without("rev")),
        ("no serial", without("serial")),
        ("an id with capital letters", with("scopes", json!({"ar": {"m": "AB".repeat(32), "rev": 2}}))),
        ("a revision that is a text", with("rev", json!("2"))),
        ("a status that is none", with("status", json!("asleep"))),
    ];
    for (about, head) in offers {
        let expect = Expect { fetch: Some(Vec::new()), ..before.refused("bad-head") };
        steps.push(Step { about: Some(about.to_owned()), ..step(head, expect) });
    }
    let fetch = vec![publisher.manifest_id("ar"), publisher.delta("ar", 1)];
    steps.push(step(good, publisher.applied("ar", fetch)));
    publisher.story("a head that is cut, of another region, or has members missing or malformed", steps)
}

fn replayed() -> Story {
    let mut publisher = Publisher::started();
    let old = publisher.head();
    let mut steps = vec![step(old.clone(), publisher.applied("ar", publisher.whole(&["_", "ar"])))];
    publisher.publish(&[("ar", vec![page(2, "طبيبة")])]);
    let fetch = vec![publisher.manifest_id("ar"), publisher.delta("ar", 1)];
    steps.push(step(publisher.head(), publisher.applied("ar", fetch)));
    let ignored = Some("stale".to_owned());
    let expect = Expect { ignored, ..publisher.applied("ar", Vec::new()) };
    steps.push(Step { about: Some("an old head, as a slow cache has it".to_owned()), ..step(old, expect) });
    publisher.publish(&[("ar", vec![page(3, "روضة")])]);
    let fetch = vec![publisher.manifest_id("ar"), publisher.delta("ar", 2)];
    steps.push(step(publisher.head(), publisher.applied("ar", fetch)));
    publisher.story("an older head is ignored, without an error", steps)
}

fn expired() -> Story {
    let mut publisher = Publisher::started();
    let mut steps = vec![step(publisher.head(), publisher.applied("ar", publisher.whole(&["_", "ar"])))];
    let expired = || Some(ExpectedFlags { expired: true, ..ExpectedFlags::default() });
    publisher.publish(&[("ar", vec![page(2, "طبيبة")])]);
    let head = publisher.head();
    let fetch = vec![publisher.manifest_id("ar"), publisher.delta("ar", 1)];
    let expect = Expect { flags: expired(), ..publisher.applied("ar", fetch) };
    let about = Some("an expired head is applied when it is newer".to_owned());
    steps.push(Step { now: Some("2026-01-20T12:00:00Z".to_owned()), about, ..step(head.clone(), expect) });
    let about = Some("and stays expired".to_owned());
    steps.push(Step { about, ..step(head, Expect { flags: expired(), ..publisher.applied("ar", Vec::new()) }) });
    let head = publisher.head_with(|head| {
        "2026-01-20T12:00:00Z".clone_into(&mut head.issued);
        "2026-02-03T12:00:00Z".clone_into(&mut head.expires);
    });
    let about = Some("until it is signed again".to_owned());
    steps.push(Step { about, ..step(head, publisher.applied("ar", Vec::new())) });
    publisher.story("time decides nothing but a label", steps)
}

fn closed() -> Story {
    let mut publisher = Publisher::started();
    let head = publisher.head_with(|head| head.status = Status::Closed);
    let mut steps = vec![step(head, publisher.applied("ar", publisher.whole(&["_", "ar"])))];
    publisher.publish(&[("ar", vec![page(2, "طبيبة")])]);
    let fetch = vec![publisher.manifest_id("ar"), publisher.delta("ar", 1)];
    let head = publisher.head_with(|head| {
        head.status = Status::Moved;
        head.moved_to = Some("https://sync.example/sync/v1/musterstadt/".to_owned());
    });
    steps.push(step(head, publisher.applied("ar", fetch)));
    publisher.story("regions that are closed or have moved stay readable", steps)
}

fn unknown_members() -> Story {
    let mut publisher = Publisher::started();
    publisher.publish(&[("ar", vec![("page/0002", Some(json!({"title": "طبيب", "zz": {"later": [1, true, null]}})))])]);
    let mut payload = payload_of(&publisher.unsigned_head());
    payload["later"] = json!({"a": [1]});
    payload["poll"]["later"] = json!("x");
    payload["scopes"]["ar"]["later"] = json!(1);
    let head = publisher.sign(Kind::Head, &payload.to_string());
    let steps = vec![step(head, publisher.applied("ar", publisher.whole(&["_", "ar"])))];
    publisher.story("members that came later are passed over, and kept where they are part of a line", steps)
}

fn update() -> ExpectedFlags {
    ExpectedFlags { update: true, ..ExpectedFlags::default() }
}

fn min_client() -> Story {
    let (mut publisher, mut steps) = held();
    let before = publisher.clone();
    publisher.publish(&[("ar", vec![page(2, "طبيبة")]), ("_", vec![region("Musterstadt am See")])]);
    let head = publisher.head_with(|head| head.min_client = 2);
    let expect = Expect { flags: Some(update()), ..before.applied("ar", Vec::new()) };
    steps.push(Step { about: Some("for newer clients".to_owned()), ..step(head.clone(), expect) });
    let fetch = [publisher.whole(&["_"]), vec![publisher.manifest_id("ar"), publisher.delta("ar", 1)]].concat();
    let about = Some("the client is newer now".to_owned());
    steps.push(Step { client: Some(2), about, ..step(head, publisher.applied("ar", fetch)) });
    publisher.story("a head for newer clients changes nothing, and the reader is told", steps)
}

fn unknown_format() -> Story {
    let (mut publisher, mut steps) = held();
    let before = publisher.clone();
    publisher.publish(&[("ar", vec![page(2, "طبيبة")])]);
    let mut payload = payload_of(&publisher.unsigned_head());
    payload["v"] = json!(2);
    payload["scopes"] = json!("somewhere else");
    let head = publisher.sign(Kind::Head, &payload.to_string());
    let expect = Expect { flags: Some(update()), ..before.applied("ar", Vec::new()) };
    steps.push(Step { about: Some("a head of version 2".to_owned()), ..step(head, expect) });

    let right = publisher.scopes.clone();
    let mut manifest = serde_json::to_value(&right["ar"].manifest).expect("a manifest is JSON");
    manifest["format"] = json!(2);
    manifest["parts"] = json!("in another way");
    let (id, _) = publisher.object(manifest.to_string().into_bytes());
    publisher.publish(&[("_", vec![region("Musterstadt am See")])]);
    let head = publisher.head_with(|head| {
        head.scopes.get_mut("ar").expect("it is published").m = id;
    });
    let expect = Expect { fetch: None, flags: Some(update()), ..before.applied("ar", Vec::new()) };
    steps.push(Step { about: Some("a manifest of format 2".to_owned()), ..step(head, expect) });
    let expect = Expect { fetch: None, ..publisher.applied("ar", Vec::new()) };
    steps.push(step(publisher.head(), expect));
    publisher.story("what is written in an unknown way changes nothing, and the reader is told", steps)
}
