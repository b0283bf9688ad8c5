//! Live translations: hardly anything is wrong with them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use icu_normalizer::ComposingNormalizerBorrowed;
use locales::checks::{Against, Checked, check};
use locales::findings::Severity;
use locales::resources::Resource;

use crate::{shared, tag};

/// The most warnings for each message, in one locale.
const MAX_WARNINGS: f64 = 1.0 / 200.0;

/// The most errors for each message.
const MAX_ERRORS: f64 = 1.0 / 2000.0;

/// What is true of live files that lag behind their source text.
const UNFINISHED: [&str; 2] = ["obsolete-message", "missing-term"];

/// A live translation, its source text, and what is shared by all files.
#[derive(Clone)]
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) locale: String,
    pub(crate) reference: String,
    pub(crate) file: String,
    /// The terms that live files share, which lie in a file of their own.
    pub(crate) brands: String,
}

impl Pair {
    pub(crate) fn check(&self, file: &str) -> Checked {
        let (reference, brands) = (Resource::parse(&self.reference), [Resource::parse(&self.brands)]);
        check(file.as_bytes(), &Against { locale: &tag(&self.locale), reference: Some(&reference), own: &brands })
    }
}

pub(crate) fn pairs() -> Vec<Pair> {
    let Some(folder) = shared("ftl-corpus") else { return Vec::new() };
    let mut pairs = Vec::new();
    for locale in ["ar", "de", "fa", "uk"] {
        let mut files = Vec::new();
        list(&folder.join(locale), &mut files);
        files.sort();
        let brands = files.iter().filter(|file| file.ends_with("brands.ftl"));
        let brands: String = brands.map(|file| fs::read_to_string(file).expect("readable")).collect();
        for file in files {
            let name = file.strip_prefix(folder.join(locale)).expect("readable");
            let Ok(reference) = fs::read_to_string(folder.join("en").join(name)) else { continue };
            pairs.push(Pair {
                name: format!("{locale}/{}", name.display()),
                locale: locale.to_owned(),
                reference,
                file: fs::read_to_string(&file).expect("readable"),
                brands: brands.clone(),
            });
        }
    }
    pairs
}

pub(crate) fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            list(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "ftl") {
            files.push(path);
        }
    }
}

#[test]
fn live_translations_are_hardly_complained_of() {
    let (mut counts, mut messages) = (BTreeMap::<_, usize>::new(), BTreeMap::<String, usize>::new());
    for pair in pairs() {
        let checked = pair.check(&pair.file);
        *messages.entry(pair.locale.clone()).or_default() += Resource::parse(&pair.file).messages().count();
        for finding in checked.findings {
            if finding.severity != Severity::Info {
                let place = finding.place;
                eprintln!(
                    "{}:{}:{} {} {} {:?} {:?}",
                    pair.name,
                    place.line,
                    place.column,
                    finding.severity.as_str(),
                    finding.code.as_str(),
                    finding.key,
                    finding.args
                );
            }
            *counts.entry((finding.severity, finding.code.as_str(), pair.locale.clone())).or_default() += 1;
        }
    }
    for ((severity, code, locale), count) in &counts {
        eprintln!("{locale} {} {code}: {count} of {}", severity.as_str(), messages[locale]);
    }
    for (locale, messages) in messages {
        for (severity, limit) in [(Severity::Error, MAX_ERRORS), (Severity::Warning, MAX_WARNINGS)] {
            let found = counts
                .iter()
                .filter(|((found, code, of), _)| *found == severity && *of == locale && !UNFINISHED.contains(code));
            let found: usize = found.map(|(_, count)| count).sum();
            #[expect(clippy::cast_precision_loss, reason = "a few thousand messages")]
            let rate = found as f64 / messages as f64;
            assert!(rate <= limit, "{locale}: {found} of {messages} messages with {}", severity.as_str());
        }
    }
}

#[test]
fn accepted_messages_read_back_as_they_were() {
    for pair in pairs() {
        let normal = ComposingNormalizerBorrowed::new_nfc().normalize(&pair.file).into_owned();
        let file = Resource::parse(&normal);
        for accepted in pair.check(&pair.file).accepted {
            let again = Resource::parse(&accepted.text);
            let message = file.messages().find(|message| message.key() == accepted.key.as_str()).expect("accepted");
            let read = again.messages().next().expect("a message");
            assert_eq!(format!("{read:?}"), format!("{message:?}"), "{}", accepted.text);
        }
    }
}
