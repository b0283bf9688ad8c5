//! Regions: the districts and cities whose content this server holds.

pub(crate) mod rows;

use serde::{Deserialize, Serialize};

use crate::db::{Db, World};
use crate::error::{Error, Noun, Reason, Result};
use crate::revision;
use crate::stored::{Json, text_enum};

/// Slugs that the server needs for its own addresses.
pub const RESERVED: [&str; 12] =
    ["regions", "trust", "signals", "social", "chat", "s", "api", "sync", "docs", "health", "metrics", "preview"];

text_enum! {
    /// Whether readers see a region.
    pub enum Status {
        /// Listed and readable.
        Active = "active",
        /// Readable by those who know its address, not listed.
        Hidden = "hidden",
        /// No longer offered.
        Archived = "archived",
    }
}

/// What a region offers, as switches that apps read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, named as the apps name them")]
pub struct Features {
    /// Events are maintained.
    pub events: bool,
    /// Places are maintained.
    pub places: bool,
    /// News are sent as push notifications.
    pub push_notifications: bool,
    /// News of other publishers are shown.
    pub external_news: bool,
    /// Contacts are maintained.
    pub contacts: bool,
    /// Offers are shown.
    pub offers: bool,
    /// A chat with advisers is open.
    pub chat: bool,
}

/// A point, in degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Degrees east.
    pub longitude: f64,
    /// Degrees north.
    pub latitude: f64,
}

/// South-west and north-east corner, each `[longitude, latitude]` in degrees.
pub type BoundingBox = [[f64; 2]; 2];

/// A region.
#[derive(Clone, Debug, PartialEq, diesel::Queryable)]
pub struct Region {
    /// Its number in this database.
    pub id: i64,
    /// Its name in addresses.
    pub slug: String,
    /// Its name, without the prefix.
    pub name: String,
    /// What stands before the name, such as `Landkreis`; may be empty.
    pub prefix: String,
    /// Whether readers see it.
    #[diesel(deserialize_as = String)]
    pub status: Status,
    /// Postal code of its seat; may be empty.
    pub postal_code: String,
    /// Degrees north of its centre.
    pub latitude: Option<f64>,
    /// Degrees east of its centre.
    pub longitude: Option<f64>,
    /// What a map shows first.
    #[diesel(deserialize_as = String)]
    pub bounding_box: Json<Option<BoundingBox>>,
    /// Other names it is searched by, with their points.
    #[diesel(deserialize_as = String)]
    pub aliases: Json<std::collections::BTreeMap<String, Point>>,
    /// Its IANA time zone.
    pub time_zone: String,
    /// The key of the language that its texts are written in first.
    pub default_language: String,
    /// What it offers.
    #[diesel(deserialize_as = String)]
    pub features: Json<Features>,
    /// Where an archived region is kept up now.
    pub moved_to: Option<String>,
}

/// A region to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRegion {
    /// Its name in addresses.
    pub slug: String,
    /// Its name, without the prefix.
    pub name: String,
    /// What stands before the name.
    pub prefix: String,
    /// Whether readers see it.
    pub status: Status,
    /// Postal code of its seat.
    pub postal_code: String,
    /// Its centre.
    pub centre: Option<Point>,
    /// What a map shows first.
    pub bounding_box: Option<BoundingBox>,
    /// Other names it is searched by.
    pub aliases: std::collections::BTreeMap<String, Point>,
    /// Its IANA time zone.
    pub time_zone: String,
    /// The key of its first language.
    pub default_language: String,
    /// What it offers.
    pub features: Features,
}

impl NewRegion {
    /// An active region in Germany about which nothing else is known.
    pub fn named(slug: &str, name: &str, default_language: &str, time_zone: &str) -> Self {
        Self {
            slug: slug.to_owned(),
            name: name.to_owned(),
            prefix: String::new(),
            status: Status::Active,
            postal_code: String::new(),
            centre: None,
            bounding_box: None,
            aliases: std::collections::BTreeMap::new(),
            time_zone: time_zone.to_owned(),
            default_language: default_language.to_owned(),
            features: Features::default(),
        }
    }
}

/// The region with this id.
pub(crate) fn by_id(db: &mut Db, id: i64) -> Result<Region> {
    rows::by_id(db, id)?.ok_or_else(|| Error::not_found(Noun::Region, id.to_string()))
}

/// All regions, of any status, by slug.
pub fn all(db: &mut Db) -> Result<Vec<Region>> {
    let mut regions = rows::all(db)?;
    regions.sort_by(|a, b| a.slug.cmp(&b.slug));
    Ok(regions)
}

/// The id of the region with the slug of `new`, which is made if there is none.
pub(crate) fn find_or_create(db: &mut Db, new: &NewRegion, world: World) -> Result<i64> {
    if let Some(id) = rows::id_of(db, &new.slug)? {
        return Ok(id);
    }
    check_slug(&new.slug)?;
    if jiff::tz::TimeZone::get(&new.time_zone).is_err() {
        let allowed = "the IANA time zones, such as Europe/Berlin".to_owned();
        return Err(Error::invalid("time_zone", Reason::UnknownValue { allowed }));
    }
    if rows::insert(db, new)? {
        let id = rows::id_of(db, &new.slug)?.ok_or_else(|| Error::not_found(Noun::Region, &new.slug))?;
        let seconds = (world.now)() / 1000;
        let [a, b, ..] = (world.random)();
        revision::begin(db, id, &format!("{seconds}-{a:02x}{b:02x}"), seconds)?;
    }
    rows::id_of(db, &new.slug)?.ok_or_else(|| Error::not_found(Noun::Region, &new.slug))
}

/// A slug of a region: lower-case ASCII letters, digits and hyphens, and none that the server needs itself.
pub fn check_slug(slug: &str) -> Result<()> {
    if RESERVED.contains(&slug) {
        return Err(Error::invalid("region", Reason::Reserved));
    }
    let fits = (1..=100).contains(&slug.len())
        && slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !slug.starts_with('-');
    if fits { Ok(()) } else { Err(Error::invalid("region", Reason::NotASlug)) }
}
