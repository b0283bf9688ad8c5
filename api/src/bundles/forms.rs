//! Other forms of a merged bundle: for apps with i18next, and for developers who try a layout.

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use content::Error;
use content::error::Reason;
use content::languages::RegionLanguage;
use locales::i18next;
use locales::pseudo;
use locales::tags::Tag;
use serde::Serialize;
use serde_json::Value;
use url::form_urlencoded;
use utoipa::{IntoParams, ToSchema};

use crate::addresses::shortened;
use crate::error::{Failure, Why};

/// The form of a merged bundle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    /// Fluent.
    #[default]
    Fluent,
    /// JSON for i18next, version 4.
    I18next,
    /// Fluent in accented letters, longer.
    Accented,
    /// Fluent written from right to left.
    Bidi,
}

/// In which form a bundle is wanted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only describes parameters")]
pub(super) struct FormParameters {
    /// `fluent` (the default) or `json-i18next`
    #[param(example = "fluent")]
    format: Option<String>,
    /// A pseudo-locale, to try a layout: `accented`, whose texts are longer, or `bidi`, whose texts go from right to left; of
    /// the texts of the address, best those of the source language
    #[param(example = "accented")]
    pseudo: Option<String>,
}

/// The form that the query asks for.
pub(super) fn read(request: &HttpRequest) -> Result<Form, Failure> {
    let mut form = Form::Fluent;
    for (name, value) in form_urlencoded::parse(request.query_string().as_bytes()) {
        form = match (name.as_ref(), value.as_ref()) {
            ("format", "fluent") => form,
            ("format", "json-i18next") => Form::I18next,
            ("pseudo", "accented") => Form::Accented,
            ("pseudo", "bidi") => Form::Bidi,
            ("format", _) => return Err(unknown("format", "fluent, json-i18next")),
            ("pseudo", _) => return Err(unknown("pseudo", "accented, bidi")),
            _ => {
                return Err(Failure::BadParameter { name: shortened(&name).into(), why: Why::UnknownParameter });
            }
        };
    }
    Ok(form)
}

fn unknown(name: &'static str, allowed: &str) -> Failure {
    let reason = Reason::UnknownValue { allowed: allowed.to_owned() };
    Failure::BadParameter { name: name.into(), why: Why::Value(reason) }
}

impl Form {
    /// A Fluent text in this form.
    pub(super) fn of(self, ftl: String) -> String {
        match self {
            Self::Fluent | Self::I18next => ftl,
            Self::Accented => pseudo::accented(&ftl),
            Self::Bidi => pseudo::bidi(&ftl),
        }
    }

    /// Which way a text of `language` is written in this form.
    pub(super) fn direction(self, language: &RegionLanguage) -> &'static str {
        if self == Self::Bidi { "rtl" } else { language.direction() }
    }
}

/// A bundle for apps with i18next: a namespace of JSON version 4.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct I18next<'a> {
    /// The tag of the language.
    #[schema(example = "uk")]
    language: &'a str,
    /// Which way it is written: `ltr` or `rtl`.
    #[schema(example = "ltr")]
    direction: &'static str,
    /// The texts, for `addResourceBundle`.
    #[schema(value_type = Object, example = json!({"pages_one": "{{count}} сторінка", "pages_few": "{{count}} сторінки"}))]
    resources: Value,
    /// The key of the language of each message that is not in the language itself.
    #[schema(example = json!({"app-imprint": "de"}))]
    fallback: BTreeMap<String, String>,
    /// What could not be carried over as it is in Fluent.
    lost: Vec<Lost>,
}

/// What could not be carried over.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Lost {
    /// The message, or `id.attribute`.
    #[schema(example = "shared-photos")]
    key: String,
    /// What it is: `count-renamed`, `context-renamed`, `variable-renamed` (an app passes a variable under another name);
    /// `exact-number`, `select`, `function`, `function-option`, `reference`, `syntax`, `key-taken`, `too-large`,
    /// `too-many-variants`.
    #[schema(example = "count-renamed")]
    code: &'static str,
    /// What it is about, such as the name of the variable.
    #[schema(example = json!(["photoCount"]))]
    names: Vec<String>,
    /// What it means for the app, in the language of the texts, or in English when the server does not speak it.
    message: String,
}

impl<'a> I18next<'a> {
    /// The bundle `ftl` of a language.
    pub(super) fn of(
        ftl: &str,
        fallback: BTreeMap<String, String>,
        language: &'a RegionLanguage,
    ) -> content::Result<Self> {
        let tag = Tag::parse(&language.tag).map_err(|_| Error::Corrupt(format!("the language `{}`", language.tag)))?;
        let exported = i18next::export(ftl, &tag);
        let resources = exported.json();
        let lost = exported.lost.into_iter();
        let lost = lost.map(|lost| {
            let message = lost.message(&tag);
            Lost { code: lost.why.code(), names: lost.why.names(), message, key: lost.key }
        });
        let lost = lost.collect();
        Ok(Self { language: &language.tag, direction: language.direction(), resources, fallback, lost })
    }
}
