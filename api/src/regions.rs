//! Regions and their languages, for readers.

pub(crate) mod editing;
pub(crate) mod options;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::directory::Entry;
use content::languages::RegionLanguage;
use content::regions::{BoundingBox, Point, Status};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::Open;
use crate::addresses;
use crate::error::Failure;
use crate::openapi::{OfRegion, ReadRefused};
use crate::prepared::Freshness;
use crate::state::{Key, State, json};

/// A region, as lists have it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Region {
    /// Its name in addresses.
    #[schema(example = "minden-luebbecke")]
    slug: String,
    /// Its name, with what stands before it.
    #[schema(example = "Kreis Minden-Lübbecke")]
    name: String,
    /// The tag of the language that its texts are written in first.
    #[schema(example = "de")]
    default_language: String,
    /// Its IANA time zone.
    #[schema(example = "Europe/Berlin")]
    time_zone: String,
    /// Tags of the languages that readers can choose, in order.
    #[schema(example = json!(["de", "en", "ar"]))]
    languages: Vec<String>,
    /// Its centre.
    #[schema(value_type = Option<Object>, example = json!({"longitude": 8.71, "latitude": 52.29}))]
    centre: Option<Point>,
    /// South-west and north-east corner, each `[longitude, latitude]` in degrees.
    #[schema(value_type = Option<Vec<Vec<f64>>>, example = json!([[8.3, 52.1], [9.2, 52.6]]))]
    bounding_box: Option<BoundingBox>,
}

impl Region {
    pub(crate) fn of(entry: &Entry) -> Self {
        let region = &entry.region;
        let listed = entry.languages.iter().filter(|language| language.active && language.visible);
        Self {
            slug: region.slug.clone(),
            name: format!("{} {}", region.prefix, region.name).trim().to_owned(),
            default_language: entry.tag_of(&region.default_language),
            time_zone: region.time_zone.clone(),
            languages: listed.map(|language| language.tag.clone()).collect(),
            centre: region.longitude.zip(region.latitude).map(|(longitude, latitude)| Point { longitude, latitude }),
            bounding_box: *region.bounding_box,
        }
    }
}

/// All regions that are offered, by slug.
#[utoipa::path(get, path = "/regions", operation_id = "list_regions", tag = "reading", responses(
    (status = OK, body = [Region]),
    ReadRefused,
))]
pub(crate) async fn list(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let stamp = state.store.changes();
    let store = state.store.clone();
    let render = move |()| {
        let directory = store.directory();
        let offered = directory.regions().filter(|entry| entry.region.status == Status::Active);
        json(&offered.map(|entry| Region::of(entry)).collect::<Vec<_>>(), stamp, None)
    };
    state.answer(&request, Key::Regions, stamp, Freshness::List, (|_: &mut _| Ok(()), render)).await
}

/// One region, also one that is not listed.
#[utoipa::path(get, path = "/regions/{region}", operation_id = "read_region", tag = "reading", params(OfRegion), responses((status = OK, body = Region), ReadRefused))]
pub(crate) async fn show(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = addresses::region(&state, &request)?;
    let (key, stamp) = (Key::Region(entry.region.id), entry.edits());
    let render = move |()| json(&Region::of(&entry), stamp, None);
    state.answer(&request, key, stamp, Freshness::List, (|_: &mut _| Ok(()), render)).await
}

/// A language of a region.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Language {
    /// Its BCP 47 tag.
    #[schema(example = "ar")]
    tag: String,
    /// Its name in the language itself.
    #[schema(example = "العربية")]
    native_name: String,
    /// Which way it is written: `ltr` or `rtl`.
    #[schema(example = "rtl")]
    direction: &'static str,
    /// The tag of the language that its texts are translated from; null for the first language.
    #[schema(example = "de")]
    source: Option<String>,
}

impl Language {
    pub(crate) fn of(entry: &Entry, language: &RegionLanguage) -> Self {
        let source = language.source.as_deref().and_then(|key| entry.language(key));
        Self {
            tag: language.tag.clone(),
            native_name: language.native_name.clone(),
            direction: language.direction(),
            source: source.map(|source| source.tag.clone()),
        }
    }
}

/// The languages that readers of a region can choose, in order.
#[utoipa::path(get, path = "/regions/{region}/languages", operation_id = "list_languages", tag = "reading", params(OfRegion), responses((status = OK, body = [Language]), ReadRefused))]
pub(crate) async fn languages(_: Open, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = addresses::region(&state, &request)?;
    let (key, stamp) = (Key::Languages(entry.region.id), entry.edits());
    let render = move |()| {
        let listed = entry.languages.iter().filter(|language| language.active && language.visible);
        json(&listed.map(|language| Language::of(&entry, language)).collect::<Vec<_>>(), stamp, None)
    };
    state.answer(&request, key, stamp, Freshness::List, (|_: &mut _| Ok(()), render)).await
}
