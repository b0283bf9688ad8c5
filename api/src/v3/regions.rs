//! Regions and their languages as the v3 face shows them.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::directory::{Directory, Entry};
use content::languages::RegionLanguage;
use content::regions::{BoundingBox, Point, Status};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Key, built, reader, written};
use crate::error::{Failure, V3Error};
use crate::prepared::Freshness;
use crate::state::{self, State, stamp_of};

/// South-west and north-east corner of Germany, for regions that have no box of their own: the app needs one.
const GERMANY: BoundingBox = [[5.866, 47.270], [15.042, 55.059]];

/// All regions that are offered, by name.
#[utoipa::path(
    get,
    path = "/api/v3/regions/",
    operation_id = "v3_regions",
    tag = "integreat v3",
    responses(
        (status = OK, body = [Region]),
        (status = NOT_MODIFIED, description = "The client has this answer already"),
    )
)]
pub(super) async fn all(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Failure> {
    let stamp = stamp_of(state.store.changes());
    let shared = Data::clone(&state);
    let build = async move |_| Ok(built(written(&offered(&shared.store.directory())), stamp));
    let body = state.prepared.body(&state::Key::V3(Key::Regions), stamp, Freshness::List, build).await?;
    Ok(body.respond(&request).await)
}

/// One region.
#[utoipa::path(
    get,
    path = "/api/v3/regions/{region}/",
    operation_id = "v3_region",
    tag = "integreat v3",
    params(("region" = String, Path, description = "The region's slug", example = "minden-luebbecke")),
    responses(
        (status = OK, body = Region),
        (status = NOT_MODIFIED, description = "The client has this answer already"),
        (status = NOT_FOUND, body = V3Error, description = "No such region, or it is archived"),
    )
)]
pub(super) async fn one(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Failure> {
    let entry = reader::region(&request, &state)?;
    let (key, stamp) = (Key::Region(entry.region.id), reader::stamp(&entry));
    let build = async move |_| Ok(built(written(&Region::of(&entry)), stamp));
    let body = state.prepared.body(&state::Key::V3(key), stamp, Freshness::Page, build).await?;
    Ok(body.respond(&request).await)
}

/// The visible languages of a region, in order.
#[utoipa::path(
    get,
    path = "/api/v3/{region}/languages/",
    operation_id = "v3_languages",
    tag = "integreat v3",
    params(("region" = String, Path, description = "The region's slug", example = "minden-luebbecke")),
    responses(
        (status = OK, body = [Language]),
        (status = NOT_MODIFIED, description = "The client has this answer already"),
        (status = NOT_FOUND, body = V3Error, description = "No such region, or it is archived"),
    )
)]
pub(super) async fn languages(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Failure> {
    let entry = reader::region(&request, &state)?;
    let (key, stamp) = (Key::Languages(entry.region.id), reader::stamp(&entry));
    let build = async move |_| Ok(built(written(&visible(&entry)), stamp));
    let body = state.prepared.body(&state::Key::V3(key), stamp, Freshness::Page, build).await?;
    Ok(body.respond(&request).await)
}

/// A region.
#[derive(Serialize, ToSchema)]
#[schema(as = v3::Region)]
#[expect(clippy::struct_excessive_bools, reason = "the fields are those of Integreat's API")]
pub(crate) struct Region<'a> {
    /// Its number.
    id: i64,
    /// Its name with its prefix.
    #[schema(value_type = String, example = "Kreis Minden-Lübbecke")]
    name: String,
    /// Its name in addresses.
    path: &'a str,
    /// Whether it is meant to be listed.
    live: bool,
    /// What stands before its name; may be empty.
    prefix: &'a str,
    /// Its name without the prefix.
    name_without_prefix: &'a str,
    /// Postal code of its seat; may be empty.
    plz: &'a str,
    /// Whether it has offers.
    extras: bool,
    /// Whether it has events.
    events: bool,
    /// Whether it has locations.
    pois: bool,
    /// Whether it sends push notifications.
    push_notifications: bool,
    /// Whether news of other publishers are shown.
    external_news: bool,
    /// As `external_news`; its older name.
    tunews: bool,
    /// Whether it has contacts.
    contacts: bool,
    /// Degrees east of its centre.
    longitude: Option<f64>,
    /// Degrees north of its centre.
    latitude: Option<f64>,
    /// South-west and north-east corner, each longitude and latitude in degrees.
    #[schema(value_type = Vec<Vec<f64>>)]
    bounding_box: BoundingBox,
    /// Other names that it is searched by, with their places.
    #[schema(value_type = std::collections::HashMap<String, Place>)]
    aliases: &'a BTreeMap<String, Point>,
    /// Always null.
    #[schema(value_type = Option<String>)]
    zammad_privacy_policy: (),
    /// Its visible languages, in order.
    languages: Vec<Language<'a>>,
    /// Whether its chat can be used.
    is_chat_enabled: bool,
}

/// A place, in degrees.
#[derive(ToSchema)]
#[schema(as = v3::Place)]
#[expect(dead_code, reason = "describes a type of `content`, which knows no API")]
struct Place {
    /// Degrees east.
    longitude: f64,
    /// Degrees north.
    latitude: f64,
}

/// A language of a region.
#[derive(Serialize, ToSchema)]
#[schema(as = v3::Language)]
pub(crate) struct Language<'a> {
    /// Its number.
    id: i64,
    /// Its name in addresses.
    code: &'a str,
    /// Its BCP 47 tag.
    bcp47_tag: &'a str,
    /// Its name in the language itself.
    native_name: &'a str,
    /// `LEFT_TO_RIGHT` or `RIGHT_TO_LEFT`.
    dir: &'static str,
}

impl<'a> Region<'a> {
    /// The region of `entry`.
    fn of(entry: &'a Entry) -> Self {
        let region = &entry.region;
        let features = &*region.features;
        Self {
            id: region.id,
            name: format!("{} {}", region.prefix, region.name).trim().to_owned(),
            path: &region.slug,
            live: region.status == Status::Active,
            prefix: &region.prefix,
            name_without_prefix: &region.name,
            plz: &region.postal_code,
            extras: features.offers,
            events: features.events,
            pois: features.places,
            push_notifications: features.push_notifications,
            external_news: features.external_news,
            tunews: features.external_news,
            contacts: features.contacts,
            longitude: region.longitude,
            latitude: region.latitude,
            bounding_box: region.bounding_box.unwrap_or(GERMANY),
            aliases: &region.aliases,
            zammad_privacy_policy: (),
            languages: visible(entry),
            // The app opens the chat when it reads `true`, and this server has none yet.
            is_chat_enabled: false,
        }
    }
}

/// The visible languages of a region, in order.
fn visible(entry: &Entry) -> Vec<Language<'_>> {
    entry.languages.iter().filter(|language| language.active && language.visible).map(Language::of).collect()
}

impl<'a> Language<'a> {
    fn of(language: &'a RegionLanguage) -> Self {
        let dir = if language.direction() == "rtl" { "RIGHT_TO_LEFT" } else { "LEFT_TO_RIGHT" };
        Self {
            id: language.id,
            code: &language.slug,
            bcp47_tag: &language.tag,
            native_name: &language.native_name,
            dir,
        }
    }
}

/// All regions that are offered, by name.
fn offered(directory: &Directory) -> Vec<Region<'_>> {
    let mut entries: Vec<&Entry> =
        directory.regions().map(AsRef::as_ref).filter(|entry| entry.region.status != Status::Archived).collect();
    entries.sort_by_cached_key(|entry| (entry.region.name.to_lowercase(), entry.region.slug.clone()));
    entries.into_iter().map(Region::of).collect()
}
