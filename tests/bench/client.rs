//! How long the reference client takes: `cargo run --release -p lotse-sync --example client`.
//!
//! A district of two languages with 500 pages each, read from a folder: loaded whole, then with one page edited, then
//! unchanged. Each figure is the median of several runs, from opening the state to the end of the commit.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;
use sync::client::{Client, Folder, Outcome, State, Trust, Wanted};
use sync::heads::{Poll, ScopeEntry, Status};
use sync::manifests::{DeltaEntry, FORMAT, PartEntry};
use sync::parts::Range;
use sync::{Changes, Contents, Head, Id, Key, Manifest, SecretKey, Signer, deltas, line, parts};

const REGION: &str = "musterkreis";
const SCOPES: [&str; 2] = ["_", "de"];
const LINES: usize = 500;
/// Bytes of text per page, so that a scope has about 870 KB.
const TEXT: usize = 1660;
const RUNS: usize = 15;
/// A moment within the validity of the heads.
const NOW: i64 = 1_795_342_556_040;

type Lines = BTreeMap<String, String>;

fn main() -> Result<(), Box<dyn Error>> {
    let directory = tempfile::tempdir()?;
    let key = SecretKey::from_bytes(&[7; 32]);
    let trust = Trust::Keys([(key.public_key().id(), key.public_key())].into());
    let (first, second) = (directory.path().join("first"), directory.path().join("second"));
    publish(&first, &key, 1)?;
    publish(&second, &key, 2)?;

    let states: Vec<_> = (0..RUNS).map(|run| directory.path().join(format!("{run}.db"))).collect();
    for (what, folder) in [("two scopes, whole", &first), ("one page in each", &second), ("unchanged", &second)] {
        // All states are brought one step on before the next step, which then does not wait for the disk because of it.
        let runs = states.iter().map(|state| timed(state, folder, &trust)).collect::<Result<_, _>>()?;
        let (median, outcome) = median(runs);
        let (requests, received) = (outcome.traffic.requests, outcome.traffic.received);
        println!("{what}: {:.1} ms, {requests} files, {received} bytes", median.as_secs_f64() * 1e3);
    }
    Ok(())
}

fn timed(state: &Path, folder: &Path, trust: &Trust) -> Result<(Duration, Outcome), Box<dyn Error>> {
    let start = Instant::now();
    let (mut state, mut folder) = (State::open(state)?, Folder::new(folder));
    let outcome = Client::new(&mut state, &mut folder, trust).sync(REGION, &Wanted::scopes(["de"]), NOW)?;
    Ok((start.elapsed(), outcome))
}

fn median(mut runs: Vec<(Duration, Outcome)>) -> (Duration, Outcome) {
    runs.sort_by_key(|(time, _)| *time);
    let middle = runs.len() / 2;
    runs.swap_remove(middle)
}

fn page(number: usize) -> String {
    format!("page/{number:04}")
}

/// The pages of a scope at a revision, each of which edits one more page.
fn district(scope: &str, rev: i64) -> Result<Lines, Box<dyn Error>> {
    let page = |number: usize| {
        let version = (number == LINES / 2).then_some(rev);
        let title = format!("Seite {number} in {scope}, Fassung {version:?}");
        let html = format!("<p>{}</p>", "Wartezeit beim Amt ".repeat(TEXT / 19));
        let key = page(number);
        let line = line(&Key::parse(&key)?, &json!({"html": html, "title": title}))?;
        Ok((key, line))
    };
    (0..LINES).map(page).collect()
}

/// Writes both scopes at `rev`, with the deltas from the revision before, into `folder`.
fn publish(folder: &Path, key: &SecretKey, rev: i64) -> Result<(), Box<dyn Error>> {
    let objects = folder.join(REGION).join("o");
    fs::create_dir_all(&objects)?;
    let keep = |bytes: &[u8]| {
        let id = Id::of(bytes);
        fs::write(objects.join(id.to_string()), bytes).map(|()| (id, bytes.len() as u64))
    };
    let mut scopes = BTreeMap::new();
    for scope in SCOPES {
        let (before, lines) = (district(scope, rev - 1)?, district(scope, rev)?);
        let (sha256, size) = keep(&parts::write(lines.values().map(String::as_str)))?;
        let mut manifest =
            manifest(scope, rev, &lines, PartEntry { hi: Range::ALL.hi, lo: Range::ALL.lo, sha256, size });
        let entry = DeltaEntry { from: rev - 1, sha256, size: 0, to: rev };
        let edited = lines.iter().filter(|(key, line)| before.get(*key) != Some(line));
        let changes: Changes<'_> = edited.map(|(key, line)| (key.as_str(), Some(line.as_str()))).collect();
        let (sha256, size) = keep(&deltas::write(&manifest.header_of(&entry), &changes))?;
        manifest.deltas.push(DeltaEntry { sha256, size, ..entry });
        scopes.insert(scope.to_owned(), ScopeEntry { m: keep(&manifest.to_bytes())?.0, rev });
    }
    Ok(fs::write(folder.join(REGION).join("head"), head(rev, scopes).sign(key)?)?)
}

fn manifest(scope: &str, rev: i64, lines: &Lines, part: PartEntry) -> Manifest {
    let contents: Contents = lines.iter().map(|(key, line)| (key.clone(), Id::of(line.as_bytes()))).collect();
    Manifest {
        count: contents.count(),
        deltas: Vec::new(),
        epoch: "1764000000-7b1c".to_owned(),
        format: FORMAT,
        horizon: 1,
        parts: vec![part],
        patches: Vec::new(),
        region: REGION.to_owned(),
        rev,
        scope: scope.to_owned(),
        state: contents.state(),
        v: 1,
    }
}

fn head(rev: i64, scopes: BTreeMap<String, ScopeEntry>) -> Head {
    Head {
        default: "de".to_owned(),
        epoch: "1764000000-7b1c".to_owned(),
        epoch_seq: 1_764_000_000,
        expires: "2026-12-06T10:00:00Z".to_owned(),
        issued: "2026-11-22T10:00:00Z".to_owned(),
        min_client: 1,
        moved_to: None,
        poll: Poll { min_s: 300, spread_s: 60 },
        region: REGION.to_owned(),
        rev,
        scopes,
        serial: rev,
        status: Status::Active,
        v: 1,
    }
}
