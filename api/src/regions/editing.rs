//! Regions for administrators: making one, and giving it a language.

use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::error::{Conflict, Noun, Reason};
use content::items::Base;
use content::regions::NewRegion;
use content::{Error, languages};
use locales::aliases;
use locales::tags::Tag;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Language, Region};
use crate::access::{Govern, May};
use crate::addresses;
use crate::bodies::Sent;
use crate::conditions;
use crate::error::{Failure, Why};
use crate::openapi::{InLanguage, WriteRefused};
use crate::state::State;

/// A region to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"slug": "musterkreis", "name": "Musterkreis", "default_language": "de", "time_zone": "Europe/Berlin"}))]
pub(crate) struct CreateRegion {
    /// Its name in addresses: lower-case ASCII letters, digits and hyphens.
    #[schema(example = "musterkreis")]
    slug: String,
    /// Its name.
    #[schema(example = "Musterkreis")]
    name: String,
    /// The tag of the language that its texts are written in first.
    #[schema(example = "de")]
    default_language: String,
    /// Its IANA time zone.
    #[schema(example = "Europe/Berlin")]
    time_zone: String,
}

/// A language for a region.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"source": "de"}))]
pub(crate) struct AddLanguage {
    /// The tag of the language that its texts are translated from.
    #[schema(example = "de")]
    source: String,
}

/// Make a region with its first language.
#[utoipa::path(post, path = "/regions", operation_id = "create_region", tag = "editing", security(("token" = [])), request_body = CreateRegion, responses(
    (status = CREATED, body = Region, description = "`Location` names it."),
    WriteRefused,
))]
pub(crate) async fn create(
    editor: May<Govern>,
    state: Data<State>,
    sent: Sent<CreateRegion>,
) -> Result<HttpResponse, Failure> {
    let CreateRegion { slug, name, default_language, time_zone } = sent.read().await?;
    let tag = tag("default_language", &default_language)?;
    let name = name.trim().to_owned();
    if name.is_empty() || name.chars().any(char::is_control) {
        let why = if name.is_empty() { Why::Value(Reason::Empty) } else { Why::ControlCharacters };
        return Err(Failure::Invalid { field: "name", why });
    }
    let new = NewRegion::named(&slug, &name, tag.key(), &time_zone);
    let exists = Error::Conflict(Conflict::Exists { name: slug.clone() });
    let behalf = editor.behalf().clone();
    let made = state.store.write_region_or_new(new, move |tx| {
        tx.on_behalf_of(behalf);
        let region = tx.region_id();
        // A region is made together with its first language.
        if !languages::tree(tx.db(), region)?.is_empty() {
            return Err(exists);
        }
        languages::add(tx, &tag, tag.key(), None)
    });
    made.await?;
    let directory = state.store.directory();
    let entry = directory.region(&slug).ok_or_else(|| Error::not_found(Noun::Region, &slug))?;
    let address = format!("{}/api/v1/regions/{slug}", state.public_url);
    let mut response = HttpResponse::Created();
    response.insert_header((LOCATION, address)).insert_header((CACHE_CONTROL, "no-store"));
    Ok(response.json(Region::of(entry)))
}

/// Give a region a language.
#[utoipa::path(put, path = "/regions/{region}/languages/{tag}", tag = "editing", security(("token" = [])), request_body = AddLanguage, params(
    InLanguage,
    ("If-None-Match" = String, Header, description = "Always `*`", example = "*"),
), responses(
    (status = OK, body = Language, description = "The region has it already, from the same source."),
    (status = CREATED, body = Language),
    WriteRefused,
))]
pub(crate) async fn add_language(
    editor: May<Govern>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<AddLanguage>,
) -> Result<HttpResponse, Failure> {
    if conditions::required(&request)? != Base::None {
        return Err(Failure::PreconditionRequired);
    }
    let entry = addresses::any_region(&state, &request)?;
    let tag = tag("tag", addresses::part(&request, "tag"))?;
    let (source, added) = (sent.read().await?.source, tag.clone());
    let new = state.write_region(&editor, entry.region.id, move |tx, _| {
        let region = tx.region_id();
        let tree = languages::tree(tx.db(), region)?;
        let called = |name: &str| {
            Tag::parse(name).ok().and_then(|wanted| {
                tree.iter().find(|own| Tag::parse(&own.tag).is_ok_and(|own| aliases::same_language(&own, &wanted)))
            })
        };
        let unknown = || {
            let allowed = tree.iter().map(|language| language.tag.as_str()).collect::<Vec<_>>().join(", ");
            Error::invalid("source", Reason::UnknownValue { allowed })
        };
        let source = called(&source).ok_or_else(unknown)?;
        match called(added.as_str()) {
            Some(own) if own.source.as_ref() == Some(&source.key) => Ok(false),
            Some(own) => Err(Error::Conflict(Conflict::Exists { name: own.tag.clone() })),
            None => languages::add(tx, &added, added.key(), Some(&source.key)),
        }
    });
    let new = new.await?;
    let directory = state.store.directory();
    let entry = directory.region(&entry.region.slug).unwrap_or(&entry);
    let language = addresses::language_called(entry, tag.as_str())?;
    let mut response = if new { HttpResponse::Created() } else { HttpResponse::Ok() };
    Ok(response.insert_header((CACHE_CONTROL, "no-store")).json(Language::of(entry, language)))
}

fn tag(field: &'static str, text: &str) -> Result<Tag, Failure> {
    Tag::parse(text).map_err(|_| Failure::Invalid { field, why: Why::Value(Reason::NotATag) })
}
