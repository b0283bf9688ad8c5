//! Pages: the tree of texts that readers browse.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::inclusions::{Included, Inclusion};
use crate::items::Item;
use crate::stored::text_enum;
use crate::times;
use crate::versions::Published;

/// Slugs of root pages that stand for other things in the addresses of the v3 face.
pub const RESERVED: [&str; 7] = ["disclaimer", "news", "events", "locations", "places", "offers", "search"];

text_enum! {
    /// What a page is about, from one short list for all regions.
    pub enum Topic {
        /// Law and asylum.
        LawAndAsylum = "law-and-asylum",
        /// Work and qualifications.
        Work = "work",
        /// Learning the language.
        Language = "language",
        /// Doctors and health insurance.
        Health = "health",
        /// School and day care.
        School = "school",
        /// Finding and keeping a flat.
        Housing = "housing",
        /// Families and children.
        Family = "family",
        /// Help at once.
        Emergency = "emergency",
        /// Money and benefits.
        Money = "money",
        /// Everyday life.
        Everyday = "everyday",
    }
}

/// What is the same in every language of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// What it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Topic>,
    /// Its icon: the address of an image that another server keeps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// The organization that maintains it; editors see it, readers do not yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<i64>,
    /// The day by which somebody should look whether it is still right, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_by: Option<String>,
    /// Another page whose text it shows beside its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub includes: Option<Inclusion>,
}

impl Details {
    /// The id of the page whose text it shows beside its own.
    pub fn included(&self) -> Option<&str> {
        self.includes.as_ref().map(|inclusion| inclusion.page.as_str())
    }
}

/// The body of the page in the scope `_`; `texts` are its public texts in active languages.
pub(crate) fn neutral_body(item: &Item, texts: &[&Published]) -> Value {
    let mut body = Map::new();
    body.insert("order".into(), json!(item.position));
    if let Some(parent) = &item.parent {
        body.insert("parent".into(), json!(parent));
    }
    if let Some(icon) = &item.details.icon {
        body.insert("icon".into(), json!(icon));
    }
    if !item.details.topics.is_empty() {
        body.insert("topics".into(), json!(item.details.topics));
    }
    if let Some(checked) = &item.checked {
        body.insert("checked".into(), json!(checked));
    }
    let versions = texts.iter().map(|text| (text.version.language.clone(), json!(text.major)));
    body.insert("versions".into(), Value::Object(versions.collect()));
    Value::Object(body)
}

/// The body of the page in the scope of a language; `included` is the text of another page that it shows.
pub(crate) fn text_body(text: &Published, included: Option<&Included>) -> Value {
    let version = &text.version;
    let html = included.map_or_else(|| version.html.clone(), |included| included.beside(&version.html));
    let updated = included.map_or(version.updated, |included| version.updated.max(included.updated));
    let mut body = Map::new();
    body.insert("title".into(), json!(version.title));
    body.insert("slug".into(), json!(version.slug));
    body.insert("html".into(), json!(html));
    body.insert("updated".into(), json!(times::utc(updated)));
    body.insert("version".into(), json!(text.major));
    if !text.former.is_empty() {
        body.insert("former".into(), json!(text.former));
    }
    if let Some(follows) = version.follows {
        body.insert("source".into(), json!(follows));
    }
    if version.machine {
        body.insert("machine".into(), json!(true));
    }
    Value::Object(body)
}
