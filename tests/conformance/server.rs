//! Tells a story to the reference client: a server that answers as the steps say, and the comparison afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::Value;
use sync::client::{
    Answer, Change, Client, Download, Failure, Outcome, Place, State, Traffic, Transport, TransportError, Trust, Wanted,
};
use sync::{Id, Manifest, PublicKey};

use super::stories::format::{Expect, ExpectedFlags, ExpectedScope, Object, Step, Story};

/// The clock of the reader until a step sets it.
const NOW: &str = "2026-01-02T00:00:00Z";

/// What a step's server answers, and what it was asked for.
struct Server<'a> {
    step: &'a Step,
    roots: &'a [String],
    objects: &'a BTreeMap<Id, Object>,
    cut: BTreeMap<Id, usize>,
    heads: usize,
}

impl Transport for Server<'_> {
    fn document(&mut self, place: &Place<'_>, _: Option<&str>, limit: usize) -> Result<Answer, TransportError> {
        let text = match *place {
            Place::Head { .. } => {
                self.heads += 1;
                self.step.head_again.as_ref().filter(|_| self.heads > 1).or(self.step.head.as_ref())
            }
            Place::Recent { .. } => self.step.recent.as_ref(),
            Place::Root(version) => usize::try_from(version - 1).ok().and_then(|at| self.roots.get(at)),
            Place::LatestRoot => self.roots.last(),
            Place::Directory => None,
        };
        let fits = |text: &String| if text.len() > limit { Answer::TooLong } else { Answer::found(text.as_bytes()) };
        Ok(text.map_or(Answer::Missing, fits))
    }

    fn object(&mut self, _: &str, id: &Id, download: &mut Download) -> Result<bool, TransportError> {
        let Some(object) = self.objects.get(id) else { return Ok(false) };
        let bytes = object.bytes();
        let from = usize::try_from(download.held()).unwrap();
        if download.etag().is_none() {
            download.restart(Some("\"tag\""));
        }
        if let Some(end) = self.cut.remove(id) {
            download.push(&bytes[from..end]);
            return Err(TransportError::Interrupted("as the story wants it".to_owned()));
        }
        download.push(&bytes[from..]);
        Ok(true)
    }

    fn traffic(&self) -> Traffic {
        Traffic::default()
    }
}

/// The server and the reader of a story, between two steps.
struct Stage {
    region: String,
    wanted: Vec<String>,
    objects: BTreeMap<Id, Object>,
    roots: Vec<String>,
    trust: Trust,
    now: String,
    client: u32,
    directory: tempfile::TempDir,
    clients: usize,
}

/// What was found wrong with the client, step by step.
pub(crate) fn run(story: &Story) -> Vec<String> {
    let mut stage = Stage::set(story);
    let tell = |(number, step)| {
        let faults = stage.tell(step);
        faults.into_iter().map(move |fault| format!("step {}: {fault}", number + 1)).collect::<Vec<String>>()
    };
    story.steps.iter().enumerate().flat_map(tell).collect()
}

impl Stage {
    fn set(story: &Story) -> Self {
        let roots = story.roots.clone().unwrap_or_default();
        let trust = match (&story.public_key, roots.first()) {
            (_, Some(root)) => Trust::Root(root.clone().into_bytes()),
            (key, None) => {
                let key = PublicKey::parse(key.as_deref().unwrap()).unwrap();
                Trust::Keys([(key.id(), key)].into())
            }
        };
        Self {
            region: story.region.clone().unwrap_or("musterstadt".to_owned()),
            wanted: story.wanted.clone().unwrap_or(vec!["ar".to_owned()]),
            objects: story.objects.clone(),
            roots,
            trust,
            now: NOW.to_owned(),
            client: 1,
            directory: tempfile::tempdir().unwrap(),
            clients: 0,
        }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join(format!("{}.db", self.clients))
    }

    /// Makes the changes that come before the sync.
    fn prepare(&mut self, step: &Step) {
        self.clients += usize::from(step.fresh_client);
        self.wanted = step.wanted.clone().unwrap_or(std::mem::take(&mut self.wanted));
        self.roots = step.roots.clone().unwrap_or(std::mem::take(&mut self.roots));
        self.now = step.now.clone().unwrap_or(std::mem::take(&mut self.now));
        self.client = step.client.unwrap_or(self.client);
        for (id, object) in &step.objects {
            match object {
                Some(object) => self.objects.insert(*id, object.clone()),
                None => self.objects.remove(id),
            };
        }
        if let Some(scope) = &step.forget {
            State::open(&self.path()).unwrap().forget(&self.region, scope).unwrap();
        }
    }

    fn tell(&mut self, step: &Step) -> Vec<String> {
        self.prepare(step);
        let before = self.held(&self.path());
        let outcome = self.sync(step);
        let after = self.held(&self.path());
        self.compare(&step.expect, &before, &outcome, &after)
    }

    fn sync(&self, step: &Step) -> (Result<Outcome, Failure>, Vec<Id>) {
        let mut state = State::open(&self.path()).unwrap();
        let server = Server { step, roots: &self.roots, objects: &self.objects, cut: step.cut.clone(), heads: 0 };
        let mut server = Recording { server, asked: Vec::new() };
        let now = self.now.parse::<jiff::Timestamp>().unwrap().as_millisecond();
        let mut client = Client::new(&mut state, &mut server, &self.trust).version(self.client);
        let outcome = client.sync(&self.region, &Wanted::scopes(self.wanted.clone()), now);
        if step.trust_check {
            let _ = client.check_trust(&self.region, now);
        }
        (outcome, server.asked)
    }

    fn held(&self, path: &Path) -> Held {
        let mut state = State::open(path).unwrap();
        let lines = state.scopes(&self.region).unwrap().into_iter().map(|scope| {
            let items = state.items(&self.region, &scope).unwrap();
            (scope, items.into_iter().map(|(key, line)| (key, Id::of(line.as_bytes()))).collect())
        });
        let lines = lines.collect();
        assert_eq!(state.scrub(&self.region).unwrap(), Vec::<String>::new());
        Held { dump: dump(path), lines }
    }

    fn compare(
        &self,
        expect: &Expect,
        before: &Held,
        (outcome, asked): &(Result<Outcome, Failure>, Vec<Id>),
        after: &Held,
    ) -> Vec<String> {
        let mut faults = Faults::default();
        faults.compare("error", &expect.error, &outcome.as_ref().err().map(|failure| failure.code().to_owned()));
        if expect.error.is_some() {
            faults.compare("the state", &before.dump, &after.dump);
        }
        if let Some(fetch) = &expect.fetch {
            faults.compare("fetch", &fetch.iter().collect::<BTreeSet<_>>(), &asked.iter().collect());
            faults.compare("asked once", &asked.iter().collect::<BTreeSet<_>>().len(), &asked.len());
        }
        if let Ok(outcome) = outcome {
            let stale = (outcome.change == Change::Stale).then(|| "stale".to_owned());
            faults.compare("ignored", &expect.ignored, &stale);
            faults.compare_if("flags", expect.flags.as_ref(), || flags(outcome));
        }
        let scope = self.wanted.iter().find(|scope| *scope != sync::NEUTRAL).cloned().unwrap_or_default();
        let hashes = |held: &Held| held.lines.get(&scope).cloned().unwrap_or_default();
        let contents: sync::Contents = hashes(after).into_iter().collect();
        let keys = |held: &Held| hashes(held).into_keys().collect::<BTreeSet<String>>();
        faults.compare_if("rev", expect.rev.as_ref(), || rev(&after.dump));
        faults.compare_if("state", expect.state.as_ref(), || contents.state());
        faults.compare_if("count", expect.count.as_ref(), || contents.count());
        faults.compare_if("keys", expect.keys.as_ref(), || keys(after).into_iter().collect());
        faults.compare_if("deleted", expect.deleted.as_ref(), || {
            keys(before).difference(&keys(after)).cloned().collect()
        });
        faults.compare_if("scopes", expect.scopes.as_ref(), || scopes(after));
        faults.0
    }
}

/// Writes down which objects a client asks for; what goes on after a break counts once.
struct Recording<'a> {
    server: Server<'a>,
    asked: Vec<Id>,
}

impl Transport for Recording<'_> {
    fn document(&mut self, place: &Place<'_>, etag: Option<&str>, limit: usize) -> Result<Answer, TransportError> {
        self.server.document(place, etag, limit)
    }

    fn object(&mut self, region: &str, id: &Id, download: &mut Download) -> Result<bool, TransportError> {
        if !self.asked.contains(id) || download.held() == 0 {
            self.asked.push(*id);
        }
        self.server.object(region, id, download)
    }

    fn traffic(&self) -> Traffic {
        self.server.traffic()
    }
}

#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn compare<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, expected: &T, found: &T) {
        if expected != found {
            self.0.push(format!("{what}: expected {expected:?}, found {found:?}"));
        }
    }

    fn compare_if<T: PartialEq + std::fmt::Debug>(
        &mut self,
        what: &str,
        expected: Option<&T>,
        find: impl FnOnce() -> T,
    ) {
        if let Some(expected) = expected {
            self.compare(what, expected, &find());
        }
    }
}

/// Every row of every table, by table.
pub(crate) type Dump = BTreeMap<&'static str, Vec<Vec<Value>>>;

/// What a client holds.
struct Held {
    dump: Dump,
    lines: BTreeMap<String, BTreeMap<String, Id>>,
}

pub(crate) fn dump(path: &Path) -> Dump {
    let connection = Connection::open(path).unwrap();
    let rows = |table| {
        let mut select = connection.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2, 3")).unwrap();
        let columns = select.column_count();
        let row = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect();
        (table, select.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap())
    };
    ["region_state", "scope_state", "item"].map(rows).into()
}

fn rev(dump: &Dump) -> i64 {
    let Some(Value::Blob(head)) = dump["region_state"].first().map(|row| row[1].clone()) else { return -1 };
    let payload = head.split(|byte| *byte == b'\n').next().unwrap();
    serde_json::from_slice::<sync::Head>(payload).unwrap().rev
}

fn scopes(held: &Held) -> BTreeMap<String, ExpectedScope> {
    let of = |row: &Vec<Value>| {
        let (Value::Text(scope), Value::Blob(manifest)) = (&row[2], &row[3]) else { panic!("{row:?}") };
        let Manifest { rev, .. } = serde_json::from_slice(manifest).unwrap();
        let contents: sync::Contents = held.lines[scope].clone().into_iter().collect();
        (scope.clone(), ExpectedScope { state: contents.state(), count: contents.count(), rev })
    };
    held.dump["scope_state"].iter().map(of).collect()
}

fn flags(outcome: &Outcome) -> ExpectedFlags {
    let sync::client::Flags { gone, update, expired, restored } = outcome.flags.clone();
    ExpectedFlags { gone, update, expired, restored }
}
