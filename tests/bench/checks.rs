//! How fast Fluent files are checked: `cargo run --release -p lotse-locales --example checks -- CORPUS`.
//!
//! CORPUS has a folder of `.ftl` files for each language, the source text under `en`. Prints the speed of the whole pass and
//! of the parser alone, in the same run, and how long the worst inputs at the limit of size take.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use locales::checks::{self, Against};
use locales::resources::Resource;
use locales::tags::Tag;

const ROUNDS: usize = 7;
/// The largest file that is taken.
const LIMIT: usize = 512 << 10;

type Files = BTreeMap<PathBuf, Vec<u8>>;

fn main() -> Result<(), Box<dyn Error>> {
    let corpus = std::env::args().nth(1).ok_or("usage: checks CORPUS")?;
    let corpus = Path::new(&corpus);
    let source = files(&corpus.join("en"))?;
    for language in languages(corpus)? {
        let translations = files(&corpus.join(&language))?;
        let pairs: Vec<(&[u8], &[u8])> = translations
            .iter()
            .filter_map(|(name, text)| Some((text.as_slice(), source.get(name)?.as_slice())))
            .collect();
        report(&language, &pairs)?;
    }
    worst();
    Ok(())
}

fn languages(corpus: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut languages = Vec::new();
    for entry in fs::read_dir(corpus)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() && entry.file_name() != "en" {
            languages.push(entry.file_name().into_string().map_err(|_| "a language tag is ASCII")?);
        }
    }
    languages.sort();
    Ok(languages)
}

/// Every `.ftl` file under `folder`, by its place there.
fn files(folder: &Path) -> Result<Files, Box<dyn Error>> {
    let mut files = Files::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "ftl") {
                files.insert(path.strip_prefix(folder)?.to_owned(), fs::read(&path)?);
            }
        }
    }
    Ok(files)
}

#[expect(clippy::cast_precision_loss, reason = "a few megabytes")]
fn report(language: &str, pairs: &[(&[u8], &[u8])]) -> Result<(), Box<dyn Error>> {
    let tag = Tag::parse(language)?;
    let sources: Vec<_> = pairs.iter().map(|(_, source)| checks::readable(source)).collect();
    let references: Vec<Option<Resource<'_>>> =
        sources.iter().map(|text| text.as_deref().map(Resource::parse)).collect();
    let bytes: usize = pairs.iter().map(|(text, _)| text.len()).sum();
    let parsed = |text| checks::readable(text).is_some_and(|text| !Resource::parse(&text).body().is_empty());
    let parsing = median(|| pairs.iter().filter(|(text, _)| parsed(text)).count());
    let checking = median(|| {
        let checked = pairs.iter().zip(&references).map(|((text, _), reference)| {
            checks::check(text, &Against { locale: &tag, reference: reference.as_ref(), own: &[] }).findings.len()
        });
        checked.sum()
    });
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    println!(
        "{language}: {} files, {bytes} bytes: checked at {:.1} MB/s, parsed at {:.0} MB/s",
        pairs.len(),
        speed(checking),
        speed(parsing)
    );
    Ok(())
}

fn median(mut work: impl FnMut() -> usize) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[ROUNDS / 2]
}

/// As many numbered parts after `head` as fit into the largest file.
fn numbered(unit: &dyn Fn(usize) -> String, head: &str) -> Vec<u8> {
    let mut text = head.to_owned();
    for number in 0..LIMIT {
        let part = unit(number);
        if text.len() + part.len() > LIMIT {
            break;
        }
        text.push_str(&part);
    }
    text.into_bytes()
}

/// Files of the largest size that try each part of the checks.
fn worst() {
    let repeated = |unit: &str| unit.repeat(LIMIT / unit.len()).into_bytes();
    let inputs = [
        ("braces", repeated("{")),
        ("a message of braces", [b"a = ".to_vec(), repeated("{")].concat()[..LIMIT].to_vec()),
        ("junk entries", repeated("?\n")),
        ("junk messages", repeated("a\n")),
        ("blank lines", [b"a = b\n".to_vec(), repeated("\n")].concat()[..LIMIT].to_vec()),
        ("a deep blank block", [b"a =\n".to_vec(), repeated(" ")].concat()[..LIMIT].to_vec()),
        ("variants", numbered(&|n| format!("[v{n}] x\n"), "a = { $n ->\n")),
        ("messages", numbered(&|n| format!("m{n} = x\n"), "")),
        ("a chain of references", numbered(&|n| format!("m{n} = {{ m{} }}\n", n + 1), "")),
        ("references to all", numbered(&|n| format!("{{ m{n} }}"), "a = ")),
        ("attributes", numbered(&|n| format!("\n .a{n} = x"), "a = b")),
        ("tags", [b"a = ".to_vec(), repeated("<b>")].concat()[..LIMIT].to_vec()),
        ("open angles", [b"a = ".to_vec(), repeated("<")].concat()[..LIMIT].to_vec()),
        ("isolates", [b"a = ".to_vec(), repeated("\u{2066}")].concat()[..LIMIT].to_vec()),
        ("one word", [b"a = ".to_vec(), repeated("x")].concat()[..LIMIT].to_vec()),
        ("digits", [b"a = ".to_vec(), repeated("1 ")].concat()[..LIMIT].to_vec()),
        ("combining marks", [b"a = x".to_vec(), repeated("\u{301}")].concat()[..LIMIT].to_vec()),
    ];
    let tag = Tag::parse("uk").expect("a language tag");
    for (name, file) in &inputs {
        let start = Instant::now();
        let source = checks::readable(file);
        let reference = source.as_deref().map(Resource::parse);
        let against = Against { locale: &tag, reference: reference.as_ref(), own: &[] };
        let findings = checks::check(file, &against).findings.len();
        println!("worst: {name}: {:.0} ms, {findings} findings", start.elapsed().as_secs_f64() * 1e3);
    }
}
