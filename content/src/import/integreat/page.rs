//! One page object of a v3 API, read and cleaned.

use std::collections::BTreeMap;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use crate::html;
use crate::import::{Pair, SourcePage, hash};
use crate::times;
use crate::versions::{MAX_HTML, MAX_TITLE};

#[derive(Deserialize)]
struct RawPage {
    id: Option<i64>,
    url: Option<String>,
    path: String,
    title: String,
    last_updated: Option<String>,
    modified_gmt: Option<String>,
    content: String,
    parent: Option<RawParent>,
    order: i64,
    #[serde(default)]
    available_languages: BTreeMap<String, RawName>,
    thumbnail: Option<String>,
}

#[derive(Deserialize)]
struct RawParent {
    path: Option<String>,
}

#[derive(Deserialize)]
struct RawName {
    id: Option<i64>,
    path: String,
}

/// What can be told of a page that cannot be used.
#[derive(Default, Deserialize)]
struct Traces {
    id: Option<serde_json::Value>,
    path: Option<serde_json::Value>,
}

/// A page, and the host it lies on.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) page: SourcePage,
    pub(super) host: Option<String>,
}

/// A page that cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unusable {
    pub(super) path: Option<String>,
    pub(super) id: Option<String>,
    pub(super) reason: String,
}

/// Reads a page of `language` from its JSON.
pub(super) fn read(json: &str, language: &str) -> Result<Read, Unusable> {
    let raw: RawPage = serde_json::from_str(json).map_err(|error| unusable(json, error.to_string()))?;
    let host = raw.url.as_deref().and_then(|url| url::Url::parse(url).ok()?.host_str().map(str::to_owned));
    let page = usable(raw, language).map_err(|reason| unusable(json, reason))?;
    Ok(Read { page, host })
}

fn unusable(json: &str, reason: String) -> Unusable {
    let traces: Traces = serde_json::from_str(json).unwrap_or_default();
    let path = traces.path.as_ref().and_then(serde_json::Value::as_str).and_then(address);
    let id = traces.id.as_ref().and_then(serde_json::Value::as_i64).map(|id| id.to_string());
    Unusable { path, id, reason }
}

fn usable(raw: RawPage, language: &str) -> Result<SourcePage, String> {
    let path = address(&raw.path).ok_or("its path is not of the form /region/language/…/page/")?;
    let parent = match raw.parent.and_then(|parent| parent.path) {
        Some(parent) => Some(address(&parent).ok_or("the path of the page above it cannot be read")?),
        None => None,
    };
    let date = raw.last_updated.or(raw.modified_gmt).ok_or("it has neither last_updated nor modified_gmt")?;
    let updated = times::parse(&date).ok_or_else(|| format!("its date `{date}` is no date of RFC 3339"))?;
    let title: String = html::plain_text(&raw.title).map_err(|error| error.to_string())?.trim().nfc().collect();
    if title.is_empty() {
        return Err("it has no title".to_owned());
    }
    if title.chars().count() > MAX_TITLE {
        return Err(format!("its title is longer than {MAX_TITLE} characters"));
    }
    let cleaned = html::clean(&raw.content).map_err(|error| error.to_string())?;
    let html: String = cleaned.html.nfc().collect();
    if html.len() > MAX_HTML {
        return Err(format!("its text is longer than {MAX_HTML} bytes"));
    }
    let order = raw.order.to_string();
    let hash = hash(&[&raw.title, &raw.content, &date, &path, parent.as_deref().unwrap_or_default(), &order]);
    Ok(SourcePage {
        id: raw.id.map(|id| id.to_string()),
        path,
        parent,
        order: raw.order,
        title,
        html,
        removed: cleaned.removed,
        updated,
        icon: raw.thumbnail.filter(|icon| !icon.is_empty()),
        translations: translations(raw.available_languages, language),
        hash,
    })
}

/// The names of the page in other languages; a text that is only a stand-in has no id and is passed over.
fn translations(names: BTreeMap<String, RawName>, language: &str) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (slug, name) in names {
        let tag = super::tag_of(&slug, None).filter(|tag| tag.key() != language);
        if let (Some(tag), Some(path)) = (tag, address(&name.path)) {
            pairs.extend(Pair::both(tag.key(), name.id.map(|id| id.to_string()).as_deref(), &path));
        }
    }
    pairs
}

/// A path in one form: lower case, a slash at both ends, at least region, language and page.
fn address(path: &str) -> Option<String> {
    let inner = path.trim().trim_matches('/').to_lowercase();
    let is_whole = inner.split('/').count() >= 3 && inner.split('/').all(|segment| !segment.is_empty());
    (is_whole && inner.len() <= 8192).then(|| format!("/{inner}/"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn example() -> serde_json::Value {
        json!({
            "id": 7, "url": "https://cms.example.org/kreis/de/arbeit/", "path": "/kreis/de/Arbeit",
            "title": "Arbeit &amp; Beruf", "last_updated": "2024-01-17T12:10:58.813+01:00",
            "content": "<p onclick=\"x()\">Text</p>", "parent": {"id": 0, "url": null, "path": null}, "order": 5,
            "available_languages": {"de-si": {"id": 9, "url": "", "path": "/kreis/de-si/arbeit/"}},
            "thumbnail": ""
        })
    }

    #[test]
    fn a_page_is_read_cleaned_and_named() {
        let read = read(&example().to_string(), "de").unwrap();

        assert_eq!(read.host.as_deref(), Some("cms.example.org"));
        assert_eq!(read.page.path, "/kreis/de/arbeit/");
        assert_eq!(read.page.title, "Arbeit & Beruf");
        assert_eq!(read.page.html, "<p>Text</p>");
        assert_eq!(read.page.removed, [html::Removed { what: "p@onclick".to_owned(), count: 1 }]);
        assert_eq!(read.page.updated, 1_705_489_858_813);
        assert_eq!(read.page.icon, None);
        assert_eq!(read.page.translations, Pair::both("de-simple", Some("9"), "/kreis/de-si/arbeit/"));
    }

    #[test]
    fn what_is_wrong_with_a_page_is_said_in_words() {
        let cases = [
            ("title", json!("  "), "it has no title"),
            ("path", json!("/kreis/"), "its path is not of the form /region/language/…/page/"),
            ("last_updated", json!("yesterday"), "its date `yesterday` is no date of RFC 3339"),
        ];
        for (member, value, reason) in cases {
            let mut page = example();
            page[member] = value;
            assert_eq!(read(&page.to_string(), "de").unwrap_err().reason, reason);
        }
    }

    #[test]
    fn a_page_that_cannot_be_used_is_still_recognised() {
        let mut page = example();
        page["content"] = json!(null);

        let unusable = read(&page.to_string(), "de").unwrap_err();

        assert_eq!((unusable.path.as_deref(), unusable.id.as_deref()), (Some("/kreis/de/arbeit/"), Some("7")));
    }
}
