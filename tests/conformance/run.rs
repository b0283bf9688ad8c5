//! Runs the conformance vectors with the reference client, and compares the files with the stories they come from.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod asking;
mod histories;
mod interruptions;
mod server;
mod shelf;
mod stories;
mod tampering;
mod trusting;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use stories::format::Story;

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/conformance/v1")
}

fn stories_in(directory: &Path) -> Vec<(String, Story)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let story = serde_json::from_str(&fs::read_to_string(&path).unwrap());
        (name.clone(), story.unwrap_or_else(|error| panic!("{name}: {error}")))
    };
    paths.into_iter().filter(|path| path.extension().is_some_and(|name| name == "json")).map(read).collect()
}

fn run_all(stories: Vec<(String, Story)>) {
    let mut faults = Vec::new();
    for (name, story) in stories {
        let found = server::run(&story);
        faults.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_reference_client_does_what_every_story_expects() {
    run_all(stories_in(&vectors()));
}

#[test]
fn the_reference_client_does_what_the_sample_expects() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/sync-vectors");
    if !sample.exists() {
        println!("skipped: {} is not there", sample.display());
        return;
    }
    run_all(stories_in(&sample).into_iter().map(without_fetch).collect());
}

/// The sample takes deltas that are larger than the parts, which section 4 of the protocol rules out.
fn without_fetch((name, mut story): (String, Story)) -> (String, Story) {
    for step in &mut story.steps {
        step.expect.fetch = None;
    }
    (name, story)
}

#[test]
fn the_files_are_what_the_stories_say() {
    let files = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.unwrap().path();
        (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap())
    };
    let written: BTreeMap<String, String> = fs::read_dir(vectors()).unwrap().map(files).collect();
    let told: BTreeMap<String, String> =
        stories::all().into_iter().map(|(name, story)| (name.to_owned(), story.to_text())).collect();

    let differing: Vec<&String> =
        told.keys().chain(written.keys()).filter(|name| told.get(*name) != written.get(*name)).collect();

    assert!(differing.is_empty(), "write them anew (README): {differing:?}");
}
