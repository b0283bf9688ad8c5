//! `lotse check`: what is wrong with Fluent files, without a server.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use clap::Args;
use locales::checks::{self, Against};
use locales::findings::{Finding, Severity};
use locales::negotiation;
use locales::resources::Resource;
use locales::tags::{Tag, TagError};
use locales::texts;
use serde_json::{Value, json};

use crate::findings::Told;

/// What `lotse check` takes.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Fluent files, or directories of them, all in one language
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The source text, or the directory that holds it under the same names [default: the files are the source text]
    #[arg(long, value_name = "REF")]
    reference: Option<PathBuf>,
    /// The language of the files
    #[arg(long, value_name = "TAG", value_parser = tag)]
    locale: Tag,
    /// Prints JSON for programs
    #[arg(long)]
    json: bool,
    #[arg(help = "The language of the sentences [default: that of the system, else English]")]
    #[arg(long, value_name = "TAG", env = "LANG", hide_env = true)]
    messages: Option<String>,
}

fn tag(text: &str) -> Result<Tag, TagError> {
    Tag::parse(text)
}

/// A file that is checked.
struct File {
    path: PathBuf,
    bytes: Vec<u8>,
    reference: Option<Vec<u8>>,
}

/// Checks the files; fails when one of them has an error.
pub(crate) fn check(arguments: &Check) -> anyhow::Result<ExitCode> {
    let files = files(arguments)?;
    let own: Vec<_> = files.iter().filter_map(|file| checks::readable(&file.bytes)).collect();
    let own: Vec<Resource<'_>> = own.iter().map(|text| Resource::parse(text)).collect();
    let mut checked = Vec::new();
    for file in &files {
        checked.push((file.path.as_path(), findings(file, &arguments.locale, &own)?));
    }
    let reader = reader(arguments.messages.as_deref());
    if arguments.json {
        println!("{}", report(&checked, &reader));
    } else {
        print(&checked, &reader)?;
    }
    let is_error = |finding: &Finding| finding.severity == Severity::Error;
    let failed = checked.iter().any(|(_, findings)| findings.iter().any(is_error));
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn findings(file: &File, locale: &Tag, own: &[Resource<'_>]) -> anyhow::Result<Vec<Finding>> {
    let unreadable = || format!("the source text of {} cannot be read", file.path.display());
    let reference = file.reference.as_deref().map(|bytes| checks::readable(bytes).with_context(unreadable));
    let reference = reference.transpose()?;
    let reference = reference.as_deref().map(Resource::parse);
    Ok(checks::check(&file.bytes, &Against { locale, reference: reference.as_ref(), own }).findings)
}

/// The files in the order of the command line, those of a directory by name, each with its source text.
fn files(arguments: &Check) -> anyhow::Result<Vec<File>> {
    let mut files = Vec::new();
    for given in &arguments.files {
        let (root, found) = if given.is_dir() {
            let found = fluent_files(given)?;
            ensure!(!found.is_empty(), "there is no .ftl file in {}", given.display());
            (given.as_path(), found)
        } else {
            (given.parent().unwrap_or(Path::new("")), vec![given.clone()])
        };
        for path in found {
            let reference = match &arguments.reference {
                Some(place) => reference(place, path.strip_prefix(root).unwrap_or(&path))?,
                None => None,
            };
            files.push(File { bytes: read(&path)?, reference, path });
        }
    }
    Ok(files)
}

/// The source text at `place`; none when a directory lacks the file, whose messages then are all unknown to the source.
fn reference(place: &Path, name: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    if !place.is_dir() {
        return read(place).map(Some);
    }
    let path = place.join(name);
    ensure!(path.exists(), "{} is not there: every file needs a source text of the same name", path.display());
    read(&path).map(Some)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// Every `.ftl` file under `folder`, by name.
fn fluent_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        let entries = std::fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let path = entry.path();
            // Links are not followed, so that a circle of them has no effect.
            if entry.file_type()?.is_dir() {
                waiting.push(path);
            } else if path.extension() == Some(OsStr::new("ftl")) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The language of the sentences; `de_DE.UTF-8` is how systems write it.
fn reader(wanted: Option<&str>) -> Tag {
    let english = Tag::parse("en").expect("a language tag");
    let wanted = wanted.and_then(|text| text.split(['.', '@']).next()).map(|text| text.replace('_', "-"));
    negotiation::negotiate(wanted.as_deref(), texts::offered(), &english).tag
}

fn report(checked: &[(&Path, Vec<Finding>)], reader: &Tag) -> Value {
    let files = checked.iter().map(|(path, findings)| {
        let findings: Vec<Told> = findings.iter().map(|finding| Told::of(finding, reader)).collect();
        json!({"file": path.display().to_string(), "findings": findings})
    });
    json!({"files": files.collect::<Vec<_>>()})
}

fn print(checked: &[(&Path, Vec<Finding>)], reader: &Tag) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for (path, findings) in checked {
        for finding in findings {
            writeln!(out, "{}", Told::of(finding, reader).line(path.display()))?;
        }
    }
    let count = |severity| checked.iter().flat_map(|(_, findings)| findings).filter(|f| f.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    writeln!(out, "Files: {}. Errors: {errors}. Warnings: {warnings}.", checked.len())
}
