//! Reading the pages of an Integreat v3 API: from files, or from a running system.

mod fetch;
mod page;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use locales::aliases;
use locales::tags::Tag;
use serde_json::value::RawValue;

use crate::import::{Pair, Skipped, Source, SourceLanguage};
use crate::regions::NewRegion;

pub use fetch::{Fetcher, Remembered};

/// What kind of source this is, in the tables of the import.
const NAME: &str = "integreat";
/// Hosts of the app's web version, where editors copy links from.
const WEB_HOSTS: [&str; 2] = ["integreat.app", "www.integreat.app"];

/// Where the pages are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A directory of `<language slug>/pages.json`.
    Directory(PathBuf),
    /// The base URL of a running system.
    Api(url::Url),
}

/// A source that cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The text is no directory and no address.
    #[error("`{0}` is neither a directory nor an http(s) address")]
    NotAPlace(String),
    /// The directory cannot be listed.
    #[error("the directory {path} cannot be read: {cause}")]
    Directory {
        /// The directory.
        path: String,
        /// Why.
        cause: std::io::Error,
    },
    /// There is no file in it.
    #[error("there is no <language>/pages.json in {0}, such as {0}/de/pages.json")]
    NoFiles(String),
    /// The other side did not answer as expected.
    #[error("{url} did not answer as expected: {cause}")]
    Api {
        /// The address.
        url: String,
        /// Why.
        cause: String,
    },
    /// No language could be read.
    #[error("no language could be read; the first problem: {place}: {reason}")]
    Nothing {
        /// The file or address.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// What is assumed about a region that the source does not describe.
#[derive(Clone, Debug)]
pub struct Defaults {
    /// Its slug, here and there.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The key of its first language.
    pub default_language: String,
    /// Its IANA time zone.
    pub time_zone: String,
}

impl Defaults {
    pub(crate) fn region(&self) -> NewRegion {
        NewRegion::named(&self.slug, &self.name, &self.default_language, &self.time_zone)
    }
}

impl std::str::FromStr for Place {
    type Err = ReadError;

    fn from_str(text: &str) -> Result<Self, ReadError> {
        if text.starts_with("http://") || text.starts_with("https://") {
            let url = text.parse().map_err(|_| ReadError::NotAPlace(text.to_owned()))?;
            return Ok(Self::Api(url));
        }
        if text.contains("://") {
            return Err(ReadError::NotAPlace(text.to_owned()));
        }
        Ok(Self::Directory(PathBuf::from(text)))
    }
}

/// Reads a directory of `<language slug>/pages.json`; `progress` hears of each file.
pub fn read_directory(path: &Path, defaults: &Defaults, progress: &dyn Fn(&str)) -> Result<Source, ReadError> {
    let shown = path.display().to_string();
    let broken = |cause| ReadError::Directory { path: shown.clone(), cause };
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(path).map_err(broken)? {
        let file = entry.map_err(broken)?.path().join("pages.json");
        let slug = file.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        if let Some(slug) = slug.filter(|_| file.is_file()) {
            files.insert(slug, file);
        }
    }
    if files.is_empty() {
        return Err(ReadError::NoFiles(shown));
    }
    let mut reading = Reading::new(defaults.region());
    for (slug, file) in files {
        progress(&file.display().to_string());
        let bytes = std::fs::read(&file).map_err(|cause| cause.to_string());
        reading.add(&slug, None, &file.display().to_string(), bytes);
    }
    reading.finish()
}

/// A source while its languages are read.
struct Reading {
    region: NewRegion,
    hosts: BTreeSet<String>,
    languages: Vec<SourceLanguage>,
    unreadable: Vec<Skipped>,
}

impl Reading {
    fn new(region: NewRegion) -> Self {
        let hosts = WEB_HOSTS.iter().map(|host| (*host).to_owned()).collect();
        Self { region, hosts, languages: Vec::new(), unreadable: Vec::new() }
    }

    /// Adds the answer of one language's `pages/`, or the reason why there is none.
    fn add(&mut self, slug: &str, bcp47: Option<&str>, place: &str, answer: Result<Vec<u8>, String>) {
        let read = answer.and_then(|bytes| self.language(slug, bcp47, &bytes));
        match read {
            Ok(language) => self.languages.push(language),
            Err(reason) => self.unreadable.push(Skipped { place: place.to_owned(), reason }),
        }
    }

    fn language(&mut self, slug: &str, bcp47: Option<&str>, bytes: &[u8]) -> Result<SourceLanguage, String> {
        let tag = tag_of(slug, bcp47).ok_or_else(|| format!("`{slug}` is no language tag"))?;
        if self.languages.iter().any(|language| language.tag == tag) {
            return Err(format!("the language {tag} stands in another file already"));
        }
        let pages: Vec<&RawValue> =
            serde_json::from_slice(bytes).map_err(|error| format!("it is no list of pages: {error}"))?;
        let mut language = SourceLanguage {
            tag,
            slug: slug.to_owned(),
            pages: Vec::with_capacity(pages.len()),
            skipped: Vec::new(),
            is_complete: true,
            seen: Vec::new(),
        };
        let mut paths = HashSet::new();
        for (index, raw) in pages.into_iter().enumerate() {
            self.page(&mut language, &mut paths, index, raw);
        }
        Ok(language)
    }

    fn page(&mut self, language: &mut SourceLanguage, paths: &mut HashSet<String>, index: usize, raw: &RawValue) {
        match page::read(raw.get(), language.tag.key()) {
            Ok(read) if paths.insert(read.page.path.clone()) => {
                self.hosts.extend(read.host);
                language.pages.push(read.page);
            }
            Ok(read) => {
                let reason = "its path stands in the file twice".to_owned();
                language.skipped.push(Skipped { place: read.page.path, reason });
            }
            Err(unusable) => {
                let place = unusable.path.clone().unwrap_or_else(|| format!("{} page {index}", language.slug));
                language.skipped.push(Skipped { place, reason: unusable.reason });
                match unusable.path {
                    Some(path) => language.seen.extend(Pair::both(language.tag.key(), unusable.id.as_deref(), &path)),
                    None => language.is_complete = false,
                }
            }
        }
    }

    fn finish(self) -> Result<Source, ReadError> {
        if let (true, Some(first)) = (self.languages.is_empty(), self.unreadable.first()) {
            return Err(ReadError::Nothing { place: first.place.clone(), reason: first.reason.clone() });
        }
        let Self { region, hosts, languages, unreadable } = self;
        Ok(Source { name: NAME, region, hosts, languages, unreadable })
    }
}

/// The tag of a language: its slug, through the aliases, or its `bcp47_tag` where the slug is no tag.
fn tag_of(slug: &str, bcp47: Option<&str>) -> Option<Tag> {
    aliases::from_slug(slug).ok().or_else(|| Tag::parse(bcp47?).ok())
}
