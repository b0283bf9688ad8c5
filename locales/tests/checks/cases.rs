//! Crafted pairs of a source text and a translation, with the findings wanted.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::{Named, check_pair, named, shared};

#[test]
fn crafted_pairs_give_the_findings_wanted() {
    let Some(folder) = shared("ftl-cases") else { return };
    let mut cases: Vec<_> =
        fs::read_dir(folder).expect("readable").map(|entry| entry.expect("readable").path()).collect();
    cases.sort();
    let wrong: Vec<String> = cases.iter().filter_map(|case| difference(case)).collect();
    eprintln!("{} of {} pairs as wanted", cases.len() - wrong.len(), cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wanted and not found, or the other way round; further infos are allowed.
fn difference(folder: &Path) -> Option<String> {
    let case: Value = serde_json::from_slice(&fs::read(folder.join("case.json")).expect("readable")).expect("JSON");
    let reference = fs::read_to_string(folder.join("ref.ftl")).expect("readable");
    let file = fs::read(folder.join("l10n.ftl")).expect("readable");
    let wanted = case["want"].as_array().expect("a list").iter();
    let wanted: BTreeSet<Named<'_>> = wanted
        .map(|want| {
            let (code, severity) = (want["code"].as_str().expect("a code"), want["severity"].as_str());
            (code, severity.expect("a severity"), want["key"].as_str().map(str::to_owned))
        })
        .collect();

    let checked = check_pair(case["locale"].as_str().expect("a tag"), &reference, &file);

    let found: BTreeSet<Named<'_>> = checked.findings.iter().map(named).collect();
    let lacking: Vec<_> = wanted.difference(&found).collect();
    let extra: Vec<_> = found.difference(&wanted).filter(|(_, severity, _)| *severity != "info").collect();
    let name = folder.file_name().expect("a folder").to_string_lossy();
    (!lacking.is_empty() || !extra.is_empty()).then(|| format!("{name}: lacking {lacking:?}, extra {extra:?}"))
}
