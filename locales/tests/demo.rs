//! The sample bundle of an app: every language of it passes the checks, with German as the source text.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use locales::{
    checks::{Against, check},
    findings::Severity,
    resources::Resource,
    tags::Tag,
    texts,
};

/// The files of the bundle by their tags.
fn files() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/app");
    let paths = fs::read_dir(folder).expect("the folder exists").map(|entry| entry.expect("readable").path());
    let file = |path: &Path| Some((path.file_stem()?.to_str()?.to_owned(), fs::read_to_string(path).ok()?));
    paths.map(|path| file(&path).expect("the file is UTF-8 and named after a tag")).collect()
}

fn keys(content: &str) -> BTreeSet<String> {
    Resource::parse(content).messages().map(|message| message.key().into_owned()).collect()
}

#[test]
fn every_language_passes_without_errors_and_warnings() {
    let files = files();
    let german = Resource::parse(&files["de"]);
    let english = Tag::parse("en").expect("well-formed");
    let mut told = Vec::new();
    for (tag, content) in &files {
        let locale = Tag::parse(tag).expect("files are named after tags");
        let reference = (tag != "de").then_some(&german);
        let checked = check(content.as_bytes(), &Against { locale: &locale, reference, own: &[] });

        let grave = checked.findings.iter().filter(|finding| finding.severity != Severity::Info);
        told.extend(grave.map(|finding| {
            let (key, line) = (finding.key.as_deref().unwrap_or_default(), finding.place.line);
            format!("{tag}.ftl:{line} {key} {}: {}", finding.code.as_str(), finding.message(&english))
        }));
    }
    assert_eq!(told, [""; 0]);
}

#[test]
fn the_languages_of_the_server_are_complete() {
    let files = files();
    for tag in texts::offered() {
        assert_eq!(keys(&files[tag.as_str()]), keys(&files["de"]), "{tag}");
    }
}
