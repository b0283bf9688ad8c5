//! Interface texts for readers: the bundles of a language, one of them, how far it has come.

pub(crate) mod acknowledgements;
mod archives;
pub(crate) mod directory;
mod doubts;
mod forms;
pub(crate) mod histories;
pub(crate) mod imports;
mod options;
pub(crate) mod reports;
mod sheet_reports;
pub(crate) mod sheets;
pub(crate) mod sources;

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::Db;
use content::bundles::coverage::{self, Coverage as Figures};
use content::bundles::reading::{self, Published};
use content::bundles::{Address, check_name};
use content::directory::Entry;
use content::error::Reason;
use content::revision;
use locales::checks::plural_categories;
use locales::tags::{self, Tag};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

pub(crate) use self::forms::Form;
use self::forms::{FormParameters, I18next};
use crate::access::Open;
use crate::addresses;
use crate::error::{Failure, Why};
use crate::openapi::{InLanguage, ReadRefused};
use crate::prepared::Freshness;
use crate::state::{Key, State, json};

/// A bundle in a language of the region of the address.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes parameters")]
pub(crate) struct BundleInRegion {
    /// The region's name in addresses
    #[param(example = "minden-luebbecke")]
    region: String,
    /// A language tag, in any case
    #[param(example = "en")]
    tag: String,
    /// The name of the bundle: lower-case letters, digits, `_` and `-`, at most 64
    #[param(example = "app")]
    name: String,
}

/// A bundle in a language, for all regions.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes parameters")]
pub(crate) struct BundleOfAll {
    /// A language tag, in any case
    #[param(example = "en")]
    tag: String,
    /// The name of the bundle: lower-case letters, digits, `_` and `-`, at most 64
    #[param(example = "app")]
    name: String,
}

/// The bundles of a language.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Index<'a> {
    /// The tag of the language.
    #[schema(example = "ar")]
    language: &'a str,
    /// Which way it is written: `ltr` or `rtl`.
    #[schema(example = "rtl")]
    direction: &'static str,
    /// The script that it is written in (ISO 15924); null when none is known.
    #[schema(example = "Arab")]
    script: Option<String>,
    /// The plural forms that a message in it should have (CLDR); empty when none are known.
    #[schema(example = json!(["zero", "one", "two", "few", "many", "other"]))]
    plural_categories: Vec<&'static str>,
    /// Its bundles, by name.
    bundles: Vec<Listed>,
}

/// A bundle in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Listed {
    /// Its name.
    #[schema(example = "app")]
    name: String,
    /// The SHA-256 of its Fluent text, 64 hex digits.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    hash: String,
    /// The bytes of its Fluent text.
    #[schema(example = 20480)]
    size: usize,
    /// The keys of the languages that lend it the messages that this one lacks, nearest first; the last is the language that
    /// the bundle is translated from.
    #[schema(example = json!(["de"]))]
    chain: Vec<String>,
    /// How far it has come.
    coverage: Coverage,
}

/// How far a bundle has come. The first four add up to the messages of the source text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Coverage {
    /// The key of the language that it is translated from.
    #[schema(example = "de")]
    source: String,
    /// Messages that somebody stands by.
    #[schema(example = 230)]
    approved: usize,
    /// Messages that are served, but whose source text has changed, or that nobody has looked at.
    #[schema(example = 4)]
    needs_review: usize,
    /// Messages that a machine has written.
    #[schema(example = 0)]
    machine: usize,
    /// Messages without a text in this language; readers get another language.
    #[schema(example = 6)]
    missing: usize,
    /// Errors in the newest files.
    #[schema(example = 1)]
    errors: i64,
    /// Warnings in the newest files.
    #[schema(example = 2)]
    warnings: i64,
}

impl From<Figures> for Coverage {
    fn from(counted: Figures) -> Self {
        let Figures { source, approved, needs_review, machine, missing, errors, warnings } = counted;
        Self { source, approved, needs_review, machine, missing, errors, warnings }
    }
}

/// A bundle, ready to be used: every message once, from the nearest language that has it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Bundle<'a> {
    /// The tag of the language.
    #[schema(example = "ar")]
    language: &'a str,
    /// Which way it is written: `ltr` or `rtl`.
    #[schema(example = "rtl")]
    direction: &'static str,
    /// The texts, in Fluent.
    #[schema(example = "app-title = Lotse\n")]
    ftl: String,
    /// The key of the language of each message that is not in the language itself.
    #[schema(example = json!({"app-imprint": "de"}))]
    fallback: BTreeMap<String, String>,
}

/// The bundles of a language, with figures.
#[utoipa::path(get, path = "/regions/{region}/bundles/{tag}", operation_id = "list_bundles", tag = "reading", params(InLanguage), responses(
    (status = OK, body = Index),
    ReadRefused,
))]
pub(crate) async fn list(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = addresses::region(&state, &request)?;
    let language = addresses::language(&entry, &request)?.clone();
    let (region, own) = (entry.region.id, language.clone());
    let read = move |db: &mut Db| {
        let edits = revision::of(db, region)?.edits;
        let mut listed = Vec::new();
        for (name, bundle) in reading::list(db, region, &own.key)? {
            let coverage = coverage::of(db, region, &own, &name)?.into();
            let hash = ::sync::Id::of(bundle.ftl.as_bytes()).to_string();
            let chain = reading::lenders(db, region, &own, &name)?;
            listed.push(Listed { name, hash, size: bundle.ftl.len(), chain, coverage });
        }
        Ok((edits, listed))
    };
    let key = Key::Bundles { region, language: language.id };
    let render = move |(edits, bundles): (i64, Vec<Listed>)| {
        let own = Tag::parse(&language.tag).ok();
        let index = Index {
            language: &language.tag,
            direction: language.direction(),
            script: own.as_ref().and_then(tags::script),
            plural_categories: own.as_ref().map(plural_categories).unwrap_or_default(),
            bundles,
        };
        json(&index, edits, Some(&language.tag))
    };
    state.answer(&request, key, entry.edits(), Freshness::List, (read, render)).await
}

/// One bundle, merged from all its layers.
#[utoipa::path(get, path = "/regions/{region}/bundles/{tag}/{name}", operation_id = "read_bundle", tag = "reading", params(BundleInRegion, FormParameters), responses(
    (status = OK, content((Bundle = "application/json"), (I18next = "application/json")),
        description = "`I18next` with `format=json-i18next`, otherwise `Bundle`"),
    ReadRefused,
))]
pub(crate) async fn show(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = addresses::region(&state, &request)?;
    let language = addresses::language(&entry, &request)?.clone();
    let name = name(&request)?;
    let form = forms::read(&request)?;
    let (region, own) = (entry.region.id, language.key.clone());
    let key = Key::Bundle { region, language: language.id, name: name.clone(), form };
    let read = move |db: &mut Db| Ok((revision::of(db, region)?.edits, reading::find(db, region, &own, &name)?));
    let render = move |(edits, Published { ftl, fallback }): (i64, Published)| {
        if form == Form::I18next {
            return json(&I18next::of(&ftl, fallback, &language)?, edits, Some(&language.tag));
        }
        let (ftl, direction) = (form.of(ftl), form.direction(&language));
        json(&Bundle { language: &language.tag, direction, ftl, fallback }, edits, Some(&language.tag))
    };
    state.answer(&request, key, entry.edits(), Freshness::Page, (read, render)).await
}

/// How far a bundle has come in a language.
#[utoipa::path(get, path = "/regions/{region}/bundles/{tag}/{name}/coverage", operation_id = "read_bundle_coverage", tag = "reading", params(BundleInRegion), responses(
    (status = OK, body = Coverage),
    ReadRefused,
))]
pub(crate) async fn figures(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = addresses::region(&state, &request)?;
    let language = addresses::language(&entry, &request)?.clone();
    let name = name(&request)?;
    let region = entry.region.id;
    let key = Key::BundleCoverage { region, language: language.id, name: name.clone() };
    let read = move |db: &mut Db| Ok((revision::of(db, region)?.edits, coverage::of(db, region, &language, &name)?));
    let render = move |(edits, counted): (i64, Figures)| json(&Coverage::from(counted), edits, None);
    state.answer(&request, key, entry.edits(), Freshness::Page, (read, render)).await
}

/// The name of the bundle of the path.
fn name(request: &HttpRequest) -> Result<String, Failure> {
    let name = addresses::part(request, "name");
    let refused = |_| Failure::BadParameter { name: "name".into(), why: Why::Value(Reason::NotASlug) };
    check_name(name).map(|()| name.to_owned()).map_err(refused)
}

/// The layer of the path: of a region, or of all.
fn layer(state: &State, request: &HttpRequest) -> Result<Address, Failure> {
    let name = name(request)?;
    let (region, language) = place(state, request)?;
    Ok(Address { region, language, name })
}

/// The region of the path, if it names one, and the language.
fn place(state: &State, request: &HttpRequest) -> Result<(Option<i64>, Tag), Failure> {
    let entry = region_of_path(state, request)?;
    named_place(state, entry.as_deref(), addresses::part(request, "tag"))
}

/// The region of the path; none when the path is for all regions.
fn region_of_path(state: &State, request: &HttpRequest) -> Result<Option<Arc<Entry>>, Failure> {
    let is_there = request.match_info().get("region").is_some();
    is_there.then(|| addresses::any_region(state, request)).transpose()
}

/// The layer of `region`, or of all, in the language `tag`.
fn named_place(state: &State, region: Option<&Entry>, tag: &str) -> Result<(Option<i64>, Tag), Failure> {
    if let Some(entry) = region {
        let language = addresses::language_of(entry, tag)?;
        return Ok((Some(entry.region.id), parse(&language.tag)?));
    }
    let language = parse(tag)?;
    let directory = state.store.directory();
    let spelled = |language: &Tag| directory.regions().any(|entry| entry.language(language.key()).is_some());
    let other = directory.regions().find_map(|entry| entry.language_by_alias(&language));
    match other {
        Some(other) if !spelled(&language) => Err(Failure::OtherName { tag: other.tag.clone() }),
        _ => Ok((None, language)),
    }
}

fn parse(tag: &str) -> Result<Tag, Failure> {
    let refused = |_| Failure::BadParameter { name: "tag".into(), why: Why::Value(Reason::NotATag) };
    Tag::parse(tag).map_err(refused)
}
