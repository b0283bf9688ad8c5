//! Pages as the v3 face shows them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use content::catalog::{Catalog, Text};
use content::html::excerpt;
use content::languages::RegionLanguage;
use content::times;
use jiff::tz::TimeZone;
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use crate::links::{Links, Reach};
use crate::v3::write;

/// A page in one language.
#[derive(Serialize, ToSchema)]
#[schema(as = v3::Page)]
pub(crate) struct Page<'a> {
    /// The number of this text. It does not change when the text does.
    id: i64,
    /// The address of the page on this server.
    url: String,
    /// The path of the page: `/<region>/<language>/…/<slug>/`, not percent-encoded. It identifies the page within its list.
    path: String,
    /// The title, plain text.
    title: &'a str,
    /// When the text was last changed, in UTC.
    #[schema(format = DateTime, example = "2026-11-22T10:00:00Z")]
    modified_gmt: String,
    /// When the text was last changed, with the offset of the region's time zone.
    #[schema(format = DateTime, example = "2026-11-22T11:00:00+01:00")]
    last_updated: String,
    /// The content without its tags.
    excerpt: String,
    /// The content, HTML.
    content: Cow<'a, str>,
    /// The page above it.
    parent: Parent,
    /// Its place among its siblings; gaps are normal.
    order: i64,
    /// The same page in the other visible languages, by slug of the language.
    #[schema(value_type = HashMap<String, Translation>)]
    available_languages: Translations,
    /// The address of its icon.
    thumbnail: Option<&'a str>,
    /// Always null.
    #[schema(value_type = Option<Object>)]
    organization: (),
    /// Always null.
    #[schema(value_type = Option<Object>)]
    hash: (),
    /// Always empty.
    #[schema(value_type = Vec<Object>)]
    embedded_offers: [(); 0],
    /// Every slug that the text has had, the present one last.
    slug_history: Vec<&'a str>,
}

/// The page above another one.
#[derive(Serialize, ToSchema)]
#[schema(as = v3::Parent)]
struct Parent {
    /// Its number; 0 above a page of the first level.
    id: i64,
    /// Its address.
    url: Option<String>,
    /// Its path.
    path: Option<String>,
}

/// A page in another language.
#[derive(Serialize, ToSchema)]
#[schema(as = v3::Translation)]
struct Translation {
    /// The number of that text.
    id: i64,
    /// Its address.
    url: String,
    /// Its path.
    path: String,
}

/// Translations by slug of the language, in the order of the region's languages.
struct Translations(Vec<(String, Translation)>);

impl Serialize for Translations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (slug, translation) in &self.0 {
            map.serialize_entry(slug, translation)?;
        }
        map.end()
    }
}

/// A region as a reader of one language sees it.
pub(super) struct View<'a> {
    catalog: &'a Catalog,
    language: &'a RegionLanguage,
    public_url: &'a str,
    zone: TimeZone,
}

impl<'a> View<'a> {
    /// The region of `catalog` in `language`, with addresses that begin with `public_url`.
    pub(super) fn new(catalog: &'a Catalog, language: &'a RegionLanguage, public_url: &'a str) -> Self {
        Self { catalog, language, public_url, zone: times::zone(&catalog.region.time_zone) }
    }

    /// The page `id`, whose text is `html`; none unless it and every page above it are published in this language.
    pub(super) fn page(&self, id: &str, html: &'a str) -> Option<Page<'a>> {
        if !self.catalog.is_complete(id, &self.language.key) {
            return None;
        }
        let neutral = &self.catalog.page(id)?.neutral;
        let text = self.catalog.text(id, &self.language.key)?;
        let Translation { id: number, url, path } = self.text(id, self.language)?;
        let updated = times::parse(&text.updated).unwrap_or_default();
        Some(Page {
            id: number,
            url,
            path,
            title: &text.title,
            modified_gmt: times::utc(updated),
            last_updated: times::local(updated, &self.zone),
            excerpt: excerpt(html),
            content: self.links().render(html),
            parent: self.parent(neutral.parent.as_deref()),
            order: neutral.order,
            available_languages: self.others(id),
            thumbnail: neutral.icon.as_deref(),
            organization: (),
            hash: (),
            embedded_offers: [],
            slug_history: slugs(text),
        })
    }

    fn links(&self) -> Links<'a> {
        Links { catalog: self.catalog, language: self.language, public_url: self.public_url, reach: Reach::Complete }
    }

    fn text(&self, id: &str, language: &RegionLanguage) -> Option<Translation> {
        let path = self.catalog.path(id, language)?;
        let number = self.catalog.number_of_text(id, &language.key).unwrap_or_default();
        Some(Translation { id: number, url: format!("{}{path}", self.public_url), path })
    }

    fn parent(&self, id: Option<&str>) -> Parent {
        let path = id.and_then(|id| self.catalog.path(id, self.language));
        Parent {
            id: id.and_then(|id| self.catalog.number_of_item(id)).unwrap_or_default(),
            url: path.as_ref().map(|path| format!("{}{path}", self.public_url)),
            path,
        }
    }

    fn others(&self, id: &str) -> Translations {
        let others = self.catalog.languages.iter().filter(|other| other.visible && other.key != self.language.key);
        let complete = others.filter(|other| self.catalog.is_complete(id, &other.key));
        Translations(complete.filter_map(|other| Some((other.slug.clone(), self.text(id, other)?))).collect())
    }

    /// The JSON array of the pages `ids`, whose texts are in `htmls`, and where in it each path's page stands.
    pub(super) fn list(&self, ids: &[&str], htmls: &'a HashMap<String, String>) -> (Vec<u8>, Vec<Listed>) {
        let mut json = Vec::with_capacity(htmls.values().map(String::len).sum::<usize>() * 5 / 2);
        let mut listed = Vec::with_capacity(ids.len());
        json.push(b'[');
        for id in ids {
            let Some(page) = htmls.get(*id).and_then(|html| self.page(id, html)) else { continue };
            if !listed.is_empty() {
                json.push(b',');
            }
            let start = json.len();
            write(&mut json, &page);
            listed.push(Listed { path: page.path, at: start..json.len() });
        }
        json.push(b']');
        (json, listed)
    }
}

/// One page of a list: its path, and where in the list its object stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    /// The path.
    pub(super) path: String,
    /// The bytes of the object.
    pub(super) at: Range<usize>,
}

fn slugs(text: &Text) -> Vec<&str> {
    text.former.iter().chain([&text.slug]).map(String::as_str).collect()
}
