//! Stories about keys: how a client learns of new ones, and what it makes of those that are no longer trusted.

use sync::roots::Role;
use sync::{Root, SecretKey, Signer};

use super::format::{Expect, Step, Story};
use super::publisher::{Publisher, page, step, test_seed, text};

/// The numbers of test keys: two that sign roots, three that sign heads.
pub(crate) const ROOTS: [u8; 2] = [11, 12];
pub(crate) const HEADS: [u8; 3] = [21, 22, 23];

pub(crate) fn all() -> Vec<(&'static str, Story)> {
    vec![
        ("key-rotation", rotation()),
        ("key-revoked", revoked()),
        ("root-bad", bad_root()),
        ("root-threshold", threshold()),
    ]
}

fn key(number: u8) -> SecretKey {
    SecretKey::from_bytes(&test_seed(number))
}

fn unsigned_root(version: i64, roots: &[u8], heads: &[u8]) -> Root {
    let ids = |keys: &[u8]| keys.iter().map(|number| key(*number).public_key().id()).collect();
    let keys = roots.iter().chain(heads).map(|number| key(*number).public_key());
    Root {
        head: Role::any_of(ids(heads)),
        issued: "2026-01-01T00:00:00Z".to_owned(),
        keys: keys.map(|key| (key.id(), key.to_string())).collect(),
        root: Role::any_of(ids(roots)),
        v: 1,
        version,
    }
}

fn sign(root: &Root, signers: &[u8]) -> String {
    let keys: Vec<SecretKey> = signers.iter().map(|number| key(*number)).collect();
    let signers: Vec<&dyn Signer> = keys.iter().map(|key| key as &dyn Signer).collect();
    text(root.sign(&signers).expect("a key in memory signs"))
}

/// A root with one root key and some head keys, signed by its own root key and by that of the version before.
pub(crate) fn root(version: i64, heads: &[u8], signers: &[u8]) -> String {
    sign(&unsigned_root(version, &signers[..1], heads), signers)
}

/// A region whose heads the key with this number signs.
pub(crate) fn region_signed_by(number: u8) -> Publisher {
    let mut publisher = Publisher::started();
    publisher.seed = test_seed(number);
    publisher
}

fn told(publisher: &Publisher, about: &str, roots: Vec<String>, steps: Vec<Step>) -> Story {
    Story { keyid: None, public_key: None, roots: Some(roots), ..publisher.story(about, steps) }
}

fn rotation() -> Story {
    let mut publisher = region_signed_by(HEADS[0]);
    let roots = [
        root(1, &HEADS[..1], &[ROOTS[0]]),
        root(2, &HEADS[..2], &[ROOTS[0]]),
        root(3, &HEADS[1..2], &[ROOTS[1], ROOTS[0]]),
        root(4, &HEADS[2..], &[ROOTS[1]]),
    ];
    let offered = |count: usize| Some(roots[..count].to_vec());
    let mut steps = vec![step(publisher.head(), publisher.applied("ar", publisher.whole(&["_", "ar"])))];
    let mut edit = |signer: u8, roots: Option<Vec<String>>, about: &str| {
        publisher.seed = test_seed(signer);
        let before = publisher.rev;
        publisher.publish(&[("ar", vec![page(2, &format!("طبيبة {before}"))])]);
        let fetch = vec![publisher.manifest_id("ar"), publisher.delta("ar", before)];
        let about = Some(about.to_owned());
        steps.push(Step { about, roots, ..step(publisher.head(), publisher.applied("ar", fetch)) });
    };
    edit(HEADS[1], offered(2), "a new key, which the next root names");
    edit(HEADS[0], None, "the old key is still named");
    edit(HEADS[2], offered(4), "two roots later, with a new root key between");
    told(
        &publisher,
        "a head that is signed by an unknown key makes the client look for newer roots",
        roots[..1].to_vec(),
        steps,
    )
}

fn revoked() -> Story {
    let mut publisher = region_signed_by(HEADS[0]);
    let roots = [root(1, &HEADS[..2], &[ROOTS[0]]), root(2, &HEADS[1..2], &[ROOTS[0]])];
    let about = Some("the daily look finds a root that lacks the first key".to_owned());
    let applied = publisher.applied("ar", publisher.whole(&["_", "ar"]));
    let first = Step { roots: Some(roots.to_vec()), trust_check: true, about, ..step(publisher.head(), applied) };
    let mut steps = vec![first];
    let before = publisher.clone();
    publisher.publish(&[("ar", vec![page(2, "طبيبة")])]);
    let about = Some("the first key no longer counts".to_owned());
    let expect = Expect { fetch: Some(Vec::new()), ..before.refused("bad-signature") };
    steps.push(Step { about, ..step(publisher.head(), expect) });
    publisher.seed = test_seed(HEADS[1]);
    let fetch = vec![publisher.manifest_id("ar"), publisher.delta("ar", 1)];
    steps.push(Step {
        about: Some("the second one does".to_owned()),
        ..step(publisher.head(), publisher.applied("ar", fetch))
    });
    told(&publisher, "heads that only a revoked key has signed are refused", roots[..1].to_vec(), steps)
}

fn bad_root() -> Story {
    let mut publisher = region_signed_by(HEADS[0]);
    let first = root(1, &HEADS[..1], &[ROOTS[0]]);
    let second = unsigned_root(2, &ROOTS[1..], &HEADS[1..2]);
    let mut steps = vec![step(publisher.head(), publisher.applied("ar", publisher.whole(&["_", "ar"])))];
    let before = publisher.clone();
    publisher.publish(&[("ar", vec![page(2, "طبيبة")])]);
    publisher.seed = test_seed(HEADS[1]);
    let good = sign(&second, &ROOTS);
    let mut lying = second.clone();
    for key in lying.keys.values_mut() {
        *key = self::key(99).public_key().to_string();
    }
    let offers = [
        ("signed by its own key only", sign(&second, &ROOTS[1..])),
        ("signed by the key before only", sign(&second, &ROOTS[..1])),
        ("changed after it was signed", good.replacen("2026-01-01", "2026-01-02", 1)),
        ("keys under the ids of others", sign(&lying, &ROOTS)),
        ("no document", "{}\n".to_owned()),
        ("a version that does not follow", sign(&unsigned_root(3, &ROOTS[1..], &HEADS[1..2]), &ROOTS)),
    ];
    for (about, bad) in offers {
        let expect = Expect { fetch: Some(Vec::new()), ..before.refused("bad-root") };
        let roots = Some(vec![first.clone(), bad]);
        steps.push(Step { roots, about: Some(about.to_owned()), ..step(publisher.head(), expect) });
    }
    let fetch = vec![publisher.manifest_id("ar"), publisher.delta("ar", 1)];
    let roots = Some(vec![first.clone(), good]);
    steps.push(Step { roots, ..step(publisher.head(), publisher.applied("ar", fetch)) });
    told(
        &publisher,
        "a root has to be signed by its own root keys and by those of the version before",
        vec![first],
        steps,
    )
}

fn threshold() -> Story {
    let mut publisher = region_signed_by(HEADS[0]);
    let mut both = unsigned_root(1, &ROOTS[..1], &HEADS[..2]);
    both.head.threshold = 2;
    let head = publisher.unsigned_head();
    let payload = serde_json::to_string(&head).expect("a head is JSON");
    let keys = [key(HEADS[0]), key(HEADS[1])];
    let signed = |signers: &[&dyn Signer]| {
        text(sync::documents::sign(sync::documents::Kind::Head, &payload, signers).expect("a key in memory signs"))
    };
    let refused = || Expect { error: Some("bad-signature".to_owned()), fetch: Some(Vec::new()), ..Expect::default() };
    let about = |about: &str| Some(about.to_owned());
    let steps = vec![
        Step { about: about("one of two"), ..step(signed(&[&keys[0]]), refused()) },
        Step { about: about("the same one twice"), ..step(signed(&[&keys[0], &keys[0]]), refused()) },
        step(signed(&[&keys[0], &keys[1]]), publisher.applied("ar", publisher.whole(&["_", "ar"]))),
    ];
    let roots = vec![sign(&both, &ROOTS[..1])];
    told(&publisher, "a role may need the signatures of several keys", roots, steps)
}
