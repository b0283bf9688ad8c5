//! One of many changes, as programs send it: each like the call of that name.

use actix_web::web::Data;
use content::changes::{Operation, PageChange, TextChange};
use content::directory::Entry;
use content::error::Reason;
use content::items::{Base, Place};
use content::kinds::Details;
use content::kinds::page::Topic;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::addresses;
use crate::error::{Failure, Why};
use crate::pages::editing::NewPlace;
use crate::state::State;
use crate::translations::editing::{Clean, NewText, Removed};

/// The most characters of a name.
const MAX_NAME: usize = 100;

/// One of the changes, each like the call of that name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NewOperation {
    /// Make a page with its first text.
    CreatePage(Box<Create>),
    /// Save the next version of a text.
    SaveTranslation(Box<Save>),
    /// Take a text away from readers.
    WithdrawTranslation(Withdraw),
    /// Put a page somewhere else in the tree.
    MovePage(MoveTo),
    /// Archive a page; what is below it is hidden as well.
    ArchivePage(OnPage),
    /// Bring an archived page back.
    RestorePage(OnPage),
    /// Note that a person has confirmed the page today.
    ConfirmPage(OnPage),
    /// Delete a page that nothing refers to.
    DeletePage(OnPage),
}

/// What the sender has seen: a number from an ETag, `"*"` for whatever is there, or null for nothing yet.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Seen {
    /// The number in the ETag.
    Number(i64),
    /// Whatever it is now.
    Any(Star),
    /// There is none yet.
    Nothing,
}

/// Whatever it is now.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
pub(crate) enum Star {
    /// The star.
    #[serde(rename = "*")]
    Star,
}

/// A page to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Create {
    /// What later operations of this request call the page: `$` and at most 99 letters, digits, `-` or `_`.
    #[schema(example = "$start")]
    name: Option<String>,
    /// Where it is put; last of all when not given.
    place: Option<NewPlace>,
    /// What it is about.
    #[serde(default)]
    #[schema(value_type = Vec<String>, example = json!(["everyday"]))]
    topics: Vec<Topic>,
    /// The tag of the language of its first text.
    #[schema(example = "de")]
    language: String,
    /// Its first text.
    text: NewText,
}

/// The next version of a text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Save {
    /// The page: its id, or the name that an earlier operation gives it.
    #[schema(example = "$start")]
    page: String,
    /// The tag of the language.
    #[schema(example = "en")]
    language: String,
    /// The version that the sender has seen; null for a first one.
    base: Seen,
    /// The text.
    text: NewText,
}

/// A text to be taken away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Withdraw {
    /// The page: its id, or the name that an earlier operation gives it.
    page: String,
    /// The tag of the language.
    #[schema(example = "en")]
    language: String,
    /// The version that the sender has seen.
    base: Seen,
}

/// A page to be put somewhere else.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MoveTo {
    /// The page: its id, or the name that an earlier operation gives it.
    page: String,
    /// The number of the page that the sender has seen.
    base: Seen,
    /// Where it is put.
    place: NewPlace,
}

/// A page to be changed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OnPage {
    /// The page: its id, or the name that an earlier operation gives it.
    page: String,
    /// The number of the page that the sender has seen.
    base: Seen,
}

impl NewOperation {
    /// What the domain is asked for, with a clean text, and what was removed from that.
    pub(super) async fn read(self, state: &Data<State>, entry: &Entry) -> Result<(Operation, Vec<Removed>), Failure> {
        let language = |name: &str| addresses::language_called(entry, name).map(|language| language.key.clone());
        let on_page = |page: OnPage, change| {
            Ok((Operation::OnPage { page: reference(&page.page, "page")?, base: page.base.base(), change }, Vec::new()))
        };
        match self {
            Self::CreatePage(new) => {
                let Create { name, place, topics, language: tag, text } = *new;
                let (name, language) = (name.map(own_name).transpose()?, language(&tag)?);
                let place = place.map_or(Ok(Place::LastIn(None)), |place| place.read(|id| reference(id, "place")))?;
                let details = Details { topics, ..Details::default() };
                let Clean { draft, removed } = text.clean(state, entry).await?;
                Ok((Operation::Create { name, place, details, language, draft }, removed))
            }
            Self::SaveTranslation(new) => {
                let Save { page, language: tag, base, text } = *new;
                let (page, language, base) = (reference(&page, "page")?, language(&tag)?, base.base());
                let Clean { draft, removed } = text.clean(state, entry).await?;
                Ok((Operation::OnText { page, language, base, change: TextChange::Save(draft) }, removed))
            }
            Self::WithdrawTranslation(Withdraw { page, language: tag, base }) => {
                let (page, language, base) = (reference(&page, "page")?, language(&tag)?, base.base());
                Ok((Operation::OnText { page, language, base, change: TextChange::Withdraw }, Vec::new()))
            }
            Self::MovePage(MoveTo { page, base, place }) => {
                let place = place.read(|id| reference(id, "place"))?;
                on_page(OnPage { page, base }, PageChange::Move(place))
            }
            Self::ArchivePage(page) => on_page(page, PageChange::Archive),
            Self::RestorePage(page) => on_page(page, PageChange::Restore),
            Self::ConfirmPage(page) => on_page(page, PageChange::Confirm),
            Self::DeletePage(page) => on_page(page, PageChange::Delete),
        }
    }
}

impl Seen {
    fn base(self) -> Base {
        match self {
            Self::Number(number) => Base::Number(number),
            Self::Any(Star::Star) => Base::Any,
            Self::Nothing => Base::None,
        }
    }
}

/// The id of a page, or the name that an operation gives it.
fn reference(text: &str, field: &'static str) -> Result<String, Failure> {
    if text.starts_with('$') {
        return Ok(text.to_owned());
    }
    let id = Uuid::try_parse(text).map(|id| id.to_string());
    id.map_err(|_| Failure::Invalid { field, why: Why::Value(Reason::NotAUuid) })
}

/// A name that an operation gives a page.
fn own_name(name: String) -> Result<String, Failure> {
    let is_word = |word: &str| {
        !word.is_empty()
            && word.len() < MAX_NAME
            && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
    };
    if name.strip_prefix('$').is_some_and(is_word) {
        return Ok(name);
    }
    let allowed = "$a, $b, …".to_owned();
    Err(Failure::Invalid { field: "name", why: Why::Value(Reason::UnknownValue { allowed }) })
}
