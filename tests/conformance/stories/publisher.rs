//! A model of a server that publishes a region, small enough to be right by looking at it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sync::heads::{Poll, ScopeEntry, Status};
use sync::manifests::{DeltaEntry, FORMAT, PartEntry};
use sync::{Changes, Contents, Head, Id, Key, Manifest, SecretKey, Signer, deltas, documents, frames, line, parts};

use super::format::{Expect, ExpectedFlags, ExpectedScope, Object, Step, Story};

/// The seed of the key that signs heads: TEST MATERIAL, it protects nothing.
const SEED: [u8; 32] = *b"lotse conformance test key, head";

type Lines = BTreeMap<String, String>;

/// A region and everything it has ever published.
#[derive(Clone)]
pub(crate) struct Publisher {
    pub(crate) region: String,
    pub(crate) epoch: String,
    pub(crate) epoch_seq: i64,
    pub(crate) serial: i64,
    pub(crate) rev: i64,
    pub(crate) seed: [u8; 32],
    pub(crate) objects: BTreeMap<Id, Object>,
    pub(crate) scopes: BTreeMap<String, Scope>,
}

/// A scope, and the states that deltas can begin at.
#[derive(Clone)]
pub(crate) struct Scope {
    pub(crate) manifest: Manifest,
    lines: Lines,
    history: BTreeMap<i64, Lines>,
    /// The revisions that deltas lead from; none: all.
    anchors: Option<Vec<i64>>,
    parts: u64,
}

impl Default for Publisher {
    fn default() -> Self {
        Self {
            region: "musterstadt".to_owned(),
            epoch: "1764000000-7b1c".to_owned(),
            epoch_seq: 1_764_000_000,
            serial: 1000,
            rev: 0,
            seed: SEED,
            objects: BTreeMap::new(),
            scopes: BTreeMap::new(),
        }
    }
}

/// The test key with this number: TEST MATERIAL, it protects nothing.
pub(crate) fn test_seed(number: u8) -> [u8; 32] {
    [number; 32]
}

impl Publisher {
    /// A region with one item in `_` and three pages in `ar`, at revision 1.
    pub(crate) fn started() -> Self {
        Self::with_pages(3)
    }

    /// A region with one item in `_` and some pages in `ar`, at revision 1.
    pub(crate) fn with_pages(count: usize) -> Self {
        const TITLES: [&str; 5] = ["أهلا وسهلا", "طبيب", "مدرسة", "مكتب", "محكمة"];
        let pages = TITLES.iter().take(count).enumerate().map(|(at, title)| page(at + 1, title)).collect();
        let mut publisher = Self::default();
        publisher.publish(&[("_", vec![region("Musterstadt")]), ("ar", pages)]);
        publisher
    }

    /// Publishes changes as the next revision.
    pub(crate) fn publish(&mut self, changes: &[(&str, Vec<Change>)]) {
        self.rev += 1;
        for (scope, changes) in changes {
            let mut lines = self.scopes.get(*scope).map(|scope| scope.lines.clone()).unwrap_or_default();
            for (key, body) in changes {
                match body {
                    Some(body) => lines.insert((*key).to_owned(), line_of(key, body)),
                    None => lines.remove(*key),
                };
            }
            self.write(scope, lines);
        }
    }

    /// Publishes `lines` as the whole of `scope` at the current revision.
    pub(crate) fn write(&mut self, scope: &str, lines: Lines) {
        let old = self.scopes.get(scope);
        let history = old.map(|old| old.history.clone()).unwrap_or_default();
        let (anchors, parts) = old.map_or((None, 1), |old| (old.anchors.clone(), old.parts));
        let manifest = self.manifest(scope, &lines, &history, anchors.as_deref(), parts);
        self.object(manifest.to_bytes());
        let history = history.into_iter().chain([(self.rev, lines.clone())]).collect();
        self.scopes.insert(scope.to_owned(), Scope { manifest, lines, history, anchors, parts });
    }

    /// Publishes `scope` in `parts` parts from now on, with deltas from `anchors` only.
    pub(crate) fn shape(&mut self, scope: &str, parts: u64, anchors: Option<&[i64]>) {
        let scope = self.scopes.get_mut(scope).expect("the scope is published");
        scope.parts = parts;
        scope.anchors = anchors.map(<[i64]>::to_vec);
    }

    /// Begins a new epoch, in which every scope is published again.
    pub(crate) fn begin_epoch(&mut self, epoch: &str, epoch_seq: i64) {
        (self.epoch, self.epoch_seq) = (epoch.to_owned(), epoch_seq);
        self.rev += 1;
        for (scope, old) in self.scopes.clone() {
            self.scopes.get_mut(&scope).expect("it was there").history.clear();
            self.write(&scope, old.lines);
        }
    }

    /// Offers the manifest of `scope` after `change`, under its own id.
    pub(crate) fn alter(&mut self, scope: &str, change: impl FnOnce(&mut Manifest)) {
        let mut manifest = self.scopes[scope].manifest.clone();
        change(&mut manifest);
        self.object(manifest.to_bytes());
        self.scopes.get_mut(scope).expect("the scope is published").manifest = manifest;
    }

    /// Keeps an object.
    pub(crate) fn object(&mut self, bytes: Vec<u8>) -> (Id, u64) {
        let (id, size) = (Id::of(&bytes), bytes.len() as u64);
        self.objects.insert(id, Object::Text(String::from_utf8(bytes).expect("objects are text")));
        (id, size)
    }

    /// The head, newer than the one before.
    pub(crate) fn head(&mut self) -> String {
        self.head_with(|_| ())
    }

    /// The head after `change`.
    pub(crate) fn head_with(&mut self, change: impl FnOnce(&mut Head)) -> String {
        let mut head = self.unsigned_head();
        change(&mut head);
        text(head.sign(&SecretKey::from_bytes(&self.seed)).expect("a key in memory signs"))
    }

    /// The head before it is signed, newer than the one before.
    pub(crate) fn unsigned_head(&mut self) -> Head {
        self.serial += 1;
        let entry = |scope: &Scope| ScopeEntry { m: Id::of(&scope.manifest.to_bytes()), rev: scope.manifest.rev };
        Head {
            default: "de".to_owned(),
            epoch: self.epoch.clone(),
            epoch_seq: self.epoch_seq,
            expires: "2026-01-15T00:00:00Z".to_owned(),
            issued: "2026-01-01T00:00:00Z".to_owned(),
            min_client: 1,
            moved_to: None,
            poll: Poll { min_s: 300, spread_s: 60 },
            region: self.region.clone(),
            rev: self.rev,
            scopes: self.scopes.iter().map(|(name, scope)| (name.clone(), entry(scope))).collect(),
            serial: self.serial,
            status: Status::Active,
            v: 1,
        }
    }

    /// `payload` as a document of `kind`, signed by the key of the publisher.
    pub(crate) fn sign(&self, kind: documents::Kind, payload: &str) -> String {
        let key = SecretKey::from_bytes(&self.seed);
        text(documents::sign(kind, payload, &[&key]).expect("a key in memory signs"))
    }

    /// An answer of `recent`: a new head, the manifests of `scopes`, and their deltas from `from`.
    pub(crate) fn recent(&mut self, scopes: &[(&str, Option<i64>)]) -> String {
        let head = self.head();
        let ids = scopes.iter().flat_map(|(scope, from)| {
            std::iter::once(self.manifest_id(scope)).chain(from.map(|from| self.delta(scope, from)))
        });
        let objects: Vec<(Id, Vec<u8>)> = ids.map(|id| (id, self.objects[&id].bytes())).collect();
        text(frames::write(head.as_bytes(), objects.iter().map(|(id, bytes)| (*id, bytes.as_slice()))))
    }

    /// The id of a scope's manifest.
    pub(crate) fn manifest_id(&self, scope: &str) -> Id {
        Id::of(&self.scopes[scope].manifest.to_bytes())
    }

    /// The id of the delta of `scope` from `from`.
    pub(crate) fn delta(&self, scope: &str, from: i64) -> Id {
        let mut deltas = self.scopes[scope].manifest.deltas.iter();
        deltas.find(|delta| delta.from == from).expect("there is such a delta").sha256
    }

    /// The ids of a scope's parts.
    pub(crate) fn parts(&self, scope: &str) -> Vec<Id> {
        self.scopes[scope].manifest.parts.iter().map(|part| part.sha256).collect()
    }

    /// The manifest and the parts of each of `scopes`.
    pub(crate) fn whole(&self, scopes: &[&str]) -> Vec<Id> {
        scopes.iter().flat_map(|scope| std::iter::once(self.manifest_id(scope)).chain(self.parts(scope))).collect()
    }

    /// The lines of a scope.
    pub(crate) fn lines(&self, scope: &str) -> Lines {
        self.scopes[scope].lines.clone()
    }

    /// That `scope` is now as it was published last, and what was asked for.
    pub(crate) fn applied(&self, scope: &str, fetch: Vec<Id>) -> Expect {
        let manifest = &self.scopes[scope].manifest;
        Expect {
            fetch: Some(fetch),
            rev: Some(self.rev),
            state: Some(manifest.state),
            count: Some(manifest.count),
            flags: Some(ExpectedFlags::default()),
            ..Expect::default()
        }
    }

    /// The states of `scopes`.
    pub(crate) fn states(&self, scopes: &[&str]) -> BTreeMap<String, ExpectedScope> {
        let expected = |scope: &&str| {
            let Manifest { state, count, rev, .. } = self.scopes[*scope].manifest;
            ((*scope).to_owned(), ExpectedScope { state, count, rev })
        };
        scopes.iter().map(expected).collect()
    }

    /// That `error` was found, and everything is as it was at this revision.
    pub(crate) fn refused(&self, error: &str) -> Expect {
        let error = Some(error.to_owned());
        Expect { fetch: None, error, flags: None, ..self.applied("ar", Vec::new()) }
    }

    /// The story with everything that was ever published, told to a client that trusts the one key.
    pub(crate) fn story(&self, about: &str, steps: Vec<Step>) -> Story {
        let key = SecretKey::from_bytes(&self.seed).public_key();
        Story {
            about: about.to_owned(),
            keyid: Some(key.id()),
            public_key: Some(key.to_string()),
            objects: self.objects.clone(),
            steps,
            ..Story::default()
        }
    }

    fn manifest(
        &mut self,
        scope: &str,
        lines: &Lines,
        history: &BTreeMap<i64, Lines>,
        anchors: Option<&[i64]>,
        count: u64,
    ) -> Manifest {
        let part = |range: parts::Range| {
            let held = lines.iter().filter(|(key, _)| range.holds(key)).map(|(_, line)| line.as_str());
            let (sha256, size) = self.object(parts::write(held));
            PartEntry { hi: range.hi, lo: range.lo, sha256, size }
        };
        let parts = parts::ranges(count).into_iter().map(part).collect();
        let mut manifest = Manifest {
            count: lines.len() as u64,
            deltas: Vec::new(),
            epoch: self.epoch.clone(),
            format: FORMAT,
            horizon: self.rev,
            parts,
            patches: Vec::new(),
            region: self.region.clone(),
            rev: self.rev,
            scope: scope.to_owned(),
            state: contents(lines).state(),
            v: 1,
        };
        let allowed = |from: &i64| anchors.is_none_or(|anchors| anchors.contains(from));
        for (from, before) in history.iter().rev().filter(|(from, _)| allowed(from)) {
            let empty = DeltaEntry { from: *from, sha256: Id::of(b""), size: 0, to: self.rev };
            let (sha256, size) = self.object(deltas::write(&manifest.header_of(&empty), &changes(before, lines)));
            manifest.deltas.push(DeltaEntry { sha256, size, ..empty });
            manifest.horizon = *from;
        }
        manifest
    }
}

/// A change of an item: its key, and its body unless it is deleted.
pub(crate) type Change = (&'static str, Option<Value>);

/// A page with a title and enough text that a delta is worth it.
pub(crate) fn page(number: usize, title: &str) -> Change {
    const KEYS: [&str; 6] = ["page/0000", "page/0001", "page/0002", "page/0003", "page/0004", "page/0005"];
    let html = format!("<p>{}</p>", "نص طويل ".repeat(12));
    (KEYS[number], Some(json!({"html": html, "title": title})))
}

/// The region itself, under a name.
pub(crate) fn region(name: &str) -> Change {
    ("region/self", Some(json!({"name": name, "timezone": "Europe/Berlin"})))
}

/// The line of `body` under `key`.
pub(crate) fn line_of(key: &str, body: &Value) -> String {
    line(&Key::parse(key).expect("stories have right keys"), body).expect("stories have right bodies")
}

/// A step that offers `head`.
pub(crate) fn step(head: String, expect: Expect) -> Step {
    Step { head: Some(head), expect, ..Step::default() }
}

/// A document as text.
pub(crate) fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("documents are text")
}

fn contents(lines: &Lines) -> Contents {
    lines.iter().map(|(key, line)| (key.clone(), Id::of(line.as_bytes()))).collect()
}

fn changes<'a>(before: &'a Lines, after: &'a Lines) -> Changes<'a> {
    let gone = before.keys().filter(|key| !after.contains_key(*key)).map(|key| (key.as_str(), None));
    let new = after.iter().filter(|(key, line)| before.get(*key) != Some(line));
    gone.chain(new.map(|(key, line)| (key.as_str(), Some(line.as_str())))).collect()
}
