//! Filling a region from elsewhere: pages of all languages are matched with items, compared, and written at once.
//!
//! A source is read and cleaned first, without a lock ([`integreat`], [`demo`]). Then one transaction matches its
//! pages with items (`matching`), applies the differences (`applying`) and publishes them under one revision.

mod applying;
pub mod demo;
pub mod integreat;
mod matching;
mod report;
mod rows;
mod texts;

use std::collections::BTreeSet;

use locales::tags::Tag;
use sha2::{Digest, Sha256};

use crate::db::Store;
use crate::error::Result;
use crate::html;
use crate::regions::NewRegion;

pub use report::{Conflict, LanguageReport, Matter, Report, Skipped};

/// What a source says, read and cleaned, ready to be compared.
#[derive(Clone, Debug)]
pub struct Source {
    /// What kind of source it is; its pages are recognised by what an earlier import of the same kind has seen.
    pub name: &'static str,
    /// The region to make if there is none with its slug.
    pub region: NewRegion,
    /// The hosts whose links lead to pages of this source.
    pub hosts: BTreeSet<String>,
    /// The languages that were read.
    pub languages: Vec<SourceLanguage>,
    /// Files that could not be read at all; they remove nothing.
    pub unreadable: Vec<Skipped>,
}

/// The pages of one language.
#[derive(Clone, Debug)]
pub struct SourceLanguage {
    /// Its tag.
    pub tag: Tag,
    /// Its name in the addresses of the source.
    pub slug: String,
    /// Its pages.
    pub pages: Vec<SourcePage>,
    /// Pages that cannot be used, and why.
    pub skipped: Vec<Skipped>,
    /// Whether every page could at least be recognised, so that absence means removal.
    pub is_complete: bool,
    /// Pages that were skipped but are there: they are not absent.
    pub seen: Vec<Pair>,
}

/// A page's text as the source has it.
#[derive(Clone, Debug)]
pub struct SourcePage {
    /// Its id in the source, which may change with each version.
    pub id: Option<String>,
    /// Its address there.
    pub path: String,
    /// The address of the page above it.
    pub parent: Option<String>,
    /// Its place among its siblings.
    pub order: i64,
    /// The title, plain text.
    pub title: String,
    /// The cleaned text; links to other pages are still addresses.
    pub html: String,
    /// What cleaning took out of it.
    pub removed: Vec<html::Removed>,
    /// When it was changed there, in milliseconds since 1970, UTC.
    pub updated: i64,
    /// Its icon.
    pub icon: Option<String>,
    /// The same page in other languages, by what they are called there.
    pub translations: Vec<Pair>,
    /// SHA-256 over title, text, date, address, parent and order as they stood in the source.
    pub hash: String,
}

/// A name by which a source knows a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// The key of the language.
    pub language: String,
    /// What kind of name it is.
    pub kind: PairKind,
    /// The name.
    pub value: String,
}

/// Which kind of name, most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PairKind {
    /// The id in the source.
    Id,
    /// The address in the source.
    Path,
}

impl PairKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Path => "path",
        }
    }
}

impl Pair {
    /// The names of a page in `language`: its id, if it has one, and its path.
    pub(crate) fn both(language: &str, id: Option<&str>, path: &str) -> Vec<Self> {
        let pair = |kind, value: &str| Self { language: language.to_owned(), kind, value: value.to_owned() };
        let mut pairs: Vec<Self> = id.map(|id| pair(PairKind::Id, id)).into_iter().collect();
        pairs.push(pair(PairKind::Path, path));
        pairs
    }
}

/// How an import is to be carried out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Carry it out even if it removes a large share of the pages.
    pub allow_removals: bool,
}

/// Brings the region to what `source` says, in one transaction with at most one new revision.
pub async fn run(store: &Store, source: Source, options: Options) -> Result<Report> {
    let region = source.region.clone();
    store.write_region_or_new(region, move |tx| applying::apply(tx, &source, options)).await
}

/// A hash of a text as it is stored, to tell whether it was edited since.
pub(crate) fn text_hash(title: &str, html: &str) -> String {
    hash(&[title, html])
}

/// SHA-256 of `parts`, each preceded by its length so that no two lists run into one.
pub(crate) fn hash(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hex(&hash.finalize())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|n| char::from_digit(n.into(), 16)).collect()
}

/// Turns links to pages of the source into references, where `find` knows the page.
pub(crate) fn refer(text: &str, hosts: &BTreeSet<String>, find: impl Fn(&str) -> Option<String>) -> String {
    use html::references::{Attribute, Rewrite, rewrite_links};
    let rewritten = rewrite_links(text, |address, attribute| {
        if attribute == Attribute::Src {
            return Rewrite::Keep;
        }
        let Some((path, fragment)) = internal_path(address, hosts) else { return Rewrite::Keep };
        match (find(&path), fragment) {
            (None, _) => Rewrite::Keep,
            (Some(item), None) => Rewrite::To(format!("item:page/{item}")),
            (Some(item), Some(fragment)) => Rewrite::To(format!("item:page/{item}#{fragment}")),
        }
    });
    rewritten.into_owned()
}

/// Path and fragment of an address on one of `hosts`, or of one without a host; in lower case, with a slash at its end.
fn internal_path(address: &str, hosts: &BTreeSet<String>) -> Option<(String, Option<String>)> {
    let base = url::Url::parse("https://relative.invalid/").expect("a constant address");
    if !address.starts_with('/') && !address.starts_with("http") {
        return None;
    }
    let address = base.join(address).ok()?;
    let host = address.host_str()?;
    if host != "relative.invalid" && !hosts.contains(host) {
        return None;
    }
    let decoded = percent_decoded(address.path())?;
    let path = format!("{}/", decoded.trim_end_matches('/').to_lowercase());
    Some((path, address.fragment().map(str::to_owned)))
}

fn percent_decoded(text: &str) -> Option<String> {
    percent_encoding::percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}
