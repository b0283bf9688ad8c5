//! Checks of Fluent files: crafted pairs, live translations, and live translations that were broken on purpose.

#[path = "checks/cases.rs"]
mod cases;
#[path = "checks/compare_locales.rs"]
mod compare_locales;
#[path = "checks/corpus.rs"]
mod corpus;
#[path = "checks/fixes.rs"]
mod fixes;
#[path = "checks/hostile.rs"]
mod hostile;
#[path = "checks/mutants.rs"]
mod mutants;
#[path = "checks/mutations.rs"]
mod mutations;
#[path = "checks/texts.rs"]
mod texts;

use std::path::{Path, PathBuf};

use locales::checks::{Against, Checked, check};
use locales::findings::Finding;
use locales::resources::Resource;
use locales::tags::Tag;

/// The folder `name` of the shared data; without it the test has nothing to look at and says so.
fn shared(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: there is no {}", folder.display());
    None
}

fn tag(text: &str) -> Tag {
    Tag::parse(text).expect("well-formed")
}

/// Checks a translation against its source text, with nothing beside it.
fn check_pair(locale: &str, reference: &str, file: &[u8]) -> Checked {
    let reference = Resource::parse(reference);
    check(file, &Against { locale: &tag(locale), reference: Some(&reference), own: &[] })
}

/// A finding as a case names it: code, severity, key.
type Named<'n> = (&'n str, &'n str, Option<String>);

fn named(finding: &Finding) -> Named<'static> {
    (finding.code.as_str(), finding.severity.as_str(), finding.key.clone())
}
