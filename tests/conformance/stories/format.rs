//! The members of a vector file, as the README has them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sync::Id;

/// A file of `v1/`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Story {
    pub(crate) about: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) level: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) wanted: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) keyid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) public_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) roots: Option<Vec<String>>,
    pub(crate) objects: BTreeMap<Id, Object>,
    pub(crate) steps: Vec<Step>,
}

impl Story {
    /// The text of the file.
    pub(crate) fn to_text(&self) -> String {
        let mut bytes = Vec::new();
        let indented = serde_json::ser::PrettyFormatter::with_indent(b" ");
        let mut writer = serde_json::Serializer::with_formatter(&mut bytes, indented);
        self.serialize(&mut writer).expect("a story is JSON");
        String::from_utf8(bytes).expect("JSON is UTF-8") + "\n"
    }
}

/// What a server has under an id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Object {
    Text(String),
    Repeated {
        #[serde(default, skip_serializing_if = "String::is_empty")]
        before: String,
        repeat: String,
        times: usize,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        after: String,
    },
}

impl Object {
    /// The bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Repeated { before, repeat, times, after } => {
                [before.as_str(), &repeat.repeat(*times), after].concat().into_bytes()
            }
        }
    }
}

/// What happens.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) about: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) fresh_client: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) wanted: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) forget: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) objects: BTreeMap<Id, Option<Object>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) cut: BTreeMap<Id, usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) roots: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) now: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) trust_check: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) head: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) recent: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) head_again: Option<String>,
    pub(crate) expect: Expect,
}

/// What has to be true then.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expect {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fetch: Option<Vec<Id>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rev: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) count: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) scopes: Option<BTreeMap<String, ExpectedScope>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) deleted: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) keys: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ignored: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) flags: Option<ExpectedFlags>,
}

/// A scope as it has to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectedScope {
    pub(crate) state: Id,
    pub(crate) count: u64,
    pub(crate) rev: i64,
}

/// What the reader has to be told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectedFlags {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) gone: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) update: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) expired: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) restored: bool,
}
