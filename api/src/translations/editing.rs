//! The text of a page in one language, for editors: its newest version, the next one, its withdrawal.

use actix_web::http::header::{CACHE_CONTROL, ETAG};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use content::catalog::Catalog;
use content::directory::Entry;
use content::error::Reason;
use content::html::{self, HtmlError};
use content::languages::RegionLanguage;
use content::roles::Right;
use content::versions::{Draft, Progress, Saved, State as Stage, Version};
use content::write::RegionWrite;
use content::{Db, Error, links, pages, times};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

use super::{Translation, autosaves};
use crate::access::{May, Policy, Publish, See, Write};
use crate::addresses;
use crate::bodies::Sent;
use crate::conditions::{self, etag};
use crate::error::{Failure, Why};
use crate::openapi::{EditRefused, PageInLanguage, WriteRefused};
use crate::state::{State, on_a_thread};

/// A text to be saved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Erste Schritte", "html": "<p>Willkommen!</p>", "state": "public"}))]
pub(crate) struct NewText {
    /// The title, plain text, at most 1,024 characters.
    #[schema(example = "Erste Schritte")]
    title: String,
    /// The text. It is cleaned; the answer tells what was removed. Links to pages of the region become references.
    #[schema(example = "<p>Willkommen!</p>")]
    html: String,
    /// Its name in addresses; kept, or made from the title, when not given.
    slug: Option<String>,
    /// Whether readers get it: `draft`, `review` (it waits for somebody who may publish) or `public`.
    #[schema(example = "public")]
    state: NewState,
    /// A small change that no translation has to follow.
    #[serde(default)]
    minor: bool,
    /// Written by a machine and not yet read by a person.
    #[serde(default)]
    machine: bool,
    /// The version of the source text that it follows; by default the newest public one.
    follows: Option<i64>,
    /// Why it is changed, for those who compare versions; at most 1,000 characters.
    reason: Option<String>,
}

/// Whether readers get a text.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum NewState {
    /// Not yet.
    #[default]
    Draft,
    /// As soon as somebody who may publish it has approved it.
    Review,
    /// At once.
    Public,
}

impl NewState {
    /// What it asks of whoever sends it.
    pub(crate) fn needs(self) -> Right {
        if matches!(self, Self::Public) { Right::Publish } else { Right::Write }
    }

    pub(crate) fn stage(self) -> Stage {
        match self {
            Self::Draft => Stage::Draft,
            Self::Review => Stage::Review,
            Self::Public => Stage::Public,
        }
    }
}

/// A text that can be stored, and what had to go from it.
pub(crate) struct Clean {
    pub(crate) draft: Draft,
    pub(crate) removed: Vec<Removed>,
}

impl NewText {
    /// A text of which only this is known.
    pub(crate) fn of(title: String, html: String, state: NewState) -> Self {
        Self { title, html, slug: None, state, minor: false, machine: false, follows: None, reason: None }
    }

    /// What it asks of whoever sends it.
    pub(crate) fn needs(&self) -> Right {
        self.state.needs()
    }

    /// Cleans title and HTML, and turns links to pages of the region into references.
    pub(crate) async fn clean(self, state: &Data<State>, entry: &Entry) -> Result<Clean, Failure> {
        let title = self.title.trim().nfc().collect::<String>();
        if title.chars().any(char::is_control) {
            return Err(Failure::Invalid { field: "title", why: Why::ControlCharacters });
        }
        let html = self.html;
        let mut cleaned = on_a_thread(move || Ok(html::clean(&html))).await?.map_err(unclean)?;
        if links::may_lead_inside(&cleaned.html, &state.public_url) {
            let (catalog, public_url) = (state.catalog(entry).await?, state.public_url.clone());
            cleaned =
                on_a_thread(move || Ok(with_references(cleaned, &catalog, &public_url))).await?.map_err(unclean)?;
        }
        let draft = Draft {
            title,
            slug: self.slug,
            html: cleaned.html,
            state: self.state.stage(),
            minor: self.minor,
            machine: self.machine,
            follows: self.follows,
            updated: None,
            reason: self.reason,
        };
        let removed = cleaned.removed.into_iter().map(|removed| Removed { what: removed.what, count: removed.count });
        Ok(Clean { draft, removed: removed.collect() })
    }
}

/// The text with references in place of links to pages of the region.
fn with_references(first: html::Cleaned, catalog: &Catalog, public_url: &str) -> Result<html::Cleaned, HtmlError> {
    let linked = links::to_references(&first.html, catalog, public_url);
    // A link that leads inside is no external link any more, so other rules hold for it.
    Ok(html::Cleaned { html: html::clean(&linked)?.html, removed: first.removed })
}

fn unclean(error: HtmlError) -> Failure {
    let reason = match error {
        HtmlError::TooDeep { limit } => Reason::TooDeep { limit },
        HtmlError::TooMany { limit } | HtmlError::TooLong { limit } => Reason::TooLong { limit },
        HtmlError::Unstable => return Failure::Invalid { field: "html", why: Why::Unreadable },
    };
    Failure::Invalid { field: "html", why: Why::Value(reason) }
}

/// What had to go from a text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Removed {
    /// An element, `element@attribute`, or what became of it.
    #[schema(example = "script")]
    what: String,
    /// How often.
    #[schema(example = 1)]
    count: usize,
}

/// The newest version of a text. Its ETag is the number of the version.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Editable {
    /// The id of the page.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    page: String,
    /// The tag of the language.
    #[schema(example = "de")]
    language: String,
    /// 1 for the first version.
    #[schema(example = 1)]
    version: i64,
    /// `draft`, `review`, `public` or `withdrawn`.
    #[schema(value_type = String, example = "public")]
    state: Stage,
    /// The number of the version that readers have; null when there is none.
    #[schema(example = 1)]
    published: Option<i64>,
    /// The title, plain text.
    #[schema(example = "Erste Schritte")]
    title: String,
    /// Its name in addresses.
    #[schema(example = "erste-schritte")]
    slug: String,
    /// The text as it is stored: links to pages are `item:page/ID`.
    #[schema(example = "<p>Willkommen!</p>")]
    html: String,
    /// A small change that no translation has to follow.
    minor: bool,
    /// Written by a machine and not yet read by a person.
    machine: bool,
    /// The version of the source text that it follows; null in the first language.
    follows: Option<i64>,
    /// Who saved it.
    #[schema(example = "token/editors")]
    author: String,
    /// When the text was last changed, RFC 3339 in UTC.
    #[schema(example = "2026-11-22T10:00:00Z")]
    updated: String,
    /// When this version was saved.
    #[schema(example = "2026-11-22T10:00:00Z")]
    created: String,
    /// Why it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "the opening hours have changed")]
    reason: Option<String>,
    /// How far the texts of the page have come, for every language of the region.
    #[serde(skip_serializing_if = "Option::is_none")]
    translations: Option<Vec<Translation>>,
    /// What had to go from the HTML that was sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    removed: Vec<Removed>,
}

impl Editable {
    /// The newest version; `published` is only asked for where `version` does not tell it.
    pub(crate) fn of(version: Version, language: String, published: Option<i64>, removed: Vec<Removed>) -> Self {
        let published = if version.state == Stage::Public { Some(version.number) } else { published };
        Self { removed, ..Self::of_any(version, language, published) }
    }

    /// Any version, while readers have the one with the number `published`.
    pub(crate) fn of_any(version: Version, language: String, published: Option<i64>) -> Self {
        Self {
            page: version.item,
            language,
            version: version.number,
            state: version.state,
            published,
            title: version.title,
            slug: version.slug,
            html: version.html,
            minor: version.minor,
            machine: version.machine,
            follows: version.follows,
            author: version.author,
            updated: times::utc(version.updated),
            created: times::utc(version.created),
            reason: version.reason,
            translations: None,
            removed: Vec::new(),
        }
    }

    /// The same, with how far the texts of the page have come.
    pub(crate) fn with(self, texts: Texts) -> Self {
        Self { translations: Some(Translation::all(texts)), ..self }
    }

    pub(crate) fn respond(self, mut response: HttpResponseBuilder) -> HttpResponse {
        response.insert_header((ETAG, etag(self.version))).insert_header((CACHE_CONTROL, "no-store")).json(self)
    }
}

/// The newest version of a text, whether or not readers have it.
#[utoipa::path(get, path = "/regions/{region}/pages/{page}/translations/{tag}", operation_id = "edit_translation", tag = "editing", security(("token" = [])), params(
    PageInLanguage,
), responses(
    (status = OK, body = Editable, description = "With its `ETag`."),
    EditRefused,
))]
pub(crate) async fn show(_: May<See>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let language = addresses::language(&entry, &request)?;
    let (region, key, page) = (entry.region.id, language.key.clone(), addresses::page(&request)?.to_string());
    let read = move |db: &mut Db| Ok((pages::text(db, region, &page, &key)?, pages::progress(db, region, &page)?));
    let ((version, published), texts) = state.store.read(read).await?;
    Ok(Editable::of(version, language.tag.clone(), published, Vec::new()).with(texts).respond(HttpResponse::Ok()))
}

/// Save the next version of a text.
///
/// When somebody else was faster, the problem has their text, and yours is kept at `…/autosave`.
#[utoipa::path(put, path = "/regions/{region}/pages/{page}/translations/{tag}", operation_id = "save_translation", tag = "editing", security(("token" = [])), request_body = NewText, params(
    PageInLanguage,
    ("If-Match" = Option<String>, Header, description = "The ETag of the text", example = "\"1\""),
    ("If-None-Match" = Option<String>, Header, description = "`*` for a first version", example = "*"),
), responses(
    (status = OK, body = Editable, description = "With its new `ETag`; unchanged if it says so already."),
    (status = CREATED, body = Editable, description = "The first version, with its `ETag`."),
    WriteRefused,
))]
pub(crate) async fn save(
    editor: May<Write>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<NewText>,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let language = addresses::language(&entry, &request)?;
    let page = addresses::page(&request)?.to_string();
    let base = conditions::required(&request)?;
    let text = sent.read().await?;
    editor.must(text.needs())?;
    let Clean { draft, removed } = text.clean(&state, &entry).await?;
    let (region, at, text) = (entry.region.id, (page, language.key.clone()), draft.clone());
    let saved = changed(&state, &editor, region, at.clone(), move |tx, page, key, author| {
        pages::save(tx, page, key, author, base, draft)
    });
    let saved = match saved.await {
        Err(Error::Stale { current }) => {
            return Err(autosaves::overtaken(&state, editor.actor(), region, at, (base, text), current).await?);
        }
        saved => saved?,
    };
    let Changed { saved, published, texts } = saved;
    let (version, response) = match saved {
        Saved::Appended(version) if version.number == 1 => (version, HttpResponse::Created()),
        Saved::Appended(version) | Saved::Unchanged(version) => (version, HttpResponse::Ok()),
    };
    Ok(Editable::of(version, language.tag.clone(), published, removed).with(texts).respond(response))
}

/// How far the texts of a page have come.
pub(crate) type Texts = Vec<(RegionLanguage, Option<Progress>)>;

/// What a change of a text has done.
pub(crate) struct Changed {
    saved: Saved,
    published: Option<i64>,
    texts: Texts,
}

impl Changed {
    /// As it is answered, in the language with this tag.
    pub(crate) fn respond(self, tag: &str) -> HttpResponse {
        let version = self.saved.version().clone();
        let editable = Editable::of(version, tag.to_owned(), self.published, Vec::new());
        editable.with(self.texts).respond(HttpResponse::Ok())
    }
}

/// Changes the text of a page in a language by `f`, which is told both and the author.
pub(crate) async fn changed<P, F>(
    state: &State,
    editor: &May<P>,
    region: i64,
    (page, key): (String, String),
    f: F,
) -> content::Result<Changed>
where
    P: Policy,
    F: FnOnce(&mut RegionWrite<'_>, &str, &str, &str) -> content::Result<Saved> + Send + 'static,
{
    let write = state.write_region(editor, region, move |tx, author| {
        let saved = f(tx, &page, &key, author)?;
        let texts = pages::progress_in(tx, &page)?;
        let own = texts.iter().find(|(language, _)| language.key == key);
        let published = own.and_then(|(_, progress)| progress.as_ref()?.published);
        Ok(Changed { saved, published, texts })
    });
    write.await
}

/// Take a text away from readers; its versions are kept.
#[utoipa::path(delete, path = "/regions/{region}/pages/{page}/translations/{tag}", operation_id = "withdraw_translation", tag = "editing", security(("token" = [])), params(
    PageInLanguage,
    ("If-Match" = String, Header, description = "The ETag of the text", example = "\"1\""),
), responses(
    (status = OK, body = Editable, description = "The version that withdraws it, with its `ETag`."),
    WriteRefused,
))]
pub(crate) async fn withdraw(
    editor: May<Publish>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let language = addresses::language(&entry, &request)?;
    let (key, page) = (language.key.clone(), addresses::page(&request)?.to_string());
    let base = conditions::required(&request)?;
    let withdrawn = changed(&state, &editor, entry.region.id, (page, key), move |tx, page, key, author| {
        pages::withdraw(tx, page, key, author, base).map(Saved::Appended)
    });
    Ok(withdrawn.await?.respond(&language.tag))
}
