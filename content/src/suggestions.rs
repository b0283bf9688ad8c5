//! Suggestions: texts that came in through an invitation, kept beside what readers have until somebody accepts or declines them.
//!
//! Whoever suggests something may give a name; it can be erased at any time, also where an accepted text names it.

pub mod decisions;
mod rows;

use std::collections::HashMap;

use crate::audit::Change;
use crate::db::Db;
use crate::error::{Conflict, Error, Noun, Reason, Result};
use crate::invitations::texts::{self, Bundles};
use crate::invitations::{self, Invitation};
use crate::items;
use crate::kinds::Kind;
use crate::languages::{self, RegionLanguage};
use crate::stored::text_enum;
use crate::versions::{self, Address, Draft};
use crate::write::RegionWrite;

/// The most suggestions of one invitation that wait.
pub const MOST_OPEN: i64 = 500;
/// How many suggestions are listed at once.
pub const PAGE: i64 = 50;
/// The most characters of a contributor's name.
pub const MAX_NAME: usize = 100;
/// The most characters of a reason for declining.
pub const MAX_REASON: usize = 1000;

text_enum! {
    /// How far a suggestion has come.
    pub enum State {
        /// Nobody has decided about it.
        Open = "open",
        /// Its text was taken.
        Accepted = "accepted",
        /// Its text was not taken.
        Rejected = "rejected",
    }
}

/// A text that somebody has suggested.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Suggestion {
    /// Its id, a UUID; later ones sort after earlier ones.
    pub id: String,
    /// The id of the invitation that it came through.
    pub invitation: String,
    /// The region.
    pub region: i64,
    /// The key of the language.
    pub language: String,
    /// The page that it is about.
    pub item: Option<String>,
    /// The bundle that it is about.
    pub bundle: Option<String>,
    /// The message that it is about.
    pub message: Option<String>,
    /// What stood there when it was written: see [`texts::PageText::base`] and [`crate::bundles::singles::Single::base`].
    pub base: String,
    /// The title of a page; empty for messages.
    pub title: String,
    /// The cleaned text of a page, or the text of a message without its name.
    pub text: String,
    /// The name of whoever has suggested it, if they gave one.
    pub contributor: Option<String>,
    /// How far it has come.
    #[diesel(deserialize_as = String)]
    pub state: State,
    /// Who accepted or declined it.
    pub decided_by: Option<String>,
    /// Why it was declined.
    pub reason: Option<String>,
    /// The number of the version of the page that was made of it.
    pub version: Option<i64>,
    /// When it came in, in milliseconds since 1970, UTC.
    pub created: i64,
}

/// What is suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// A text of a page, cleaned.
    Page {
        /// The id of the page.
        page: String,
        /// The text.
        draft: Draft,
    },
    /// A text of a message, checked.
    Message {
        /// The name of the bundle.
        bundle: String,
        /// The id of the message.
        message: String,
        /// The text, without the name of the message.
        text: String,
    },
}

/// A suggestion to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSuggestion {
    /// What is suggested.
    pub text: Text,
    /// What the contributor had seen; what stands there now, if they do not say.
    pub base: Option<String>,
    /// The name of the contributor.
    pub name: Option<String>,
}

/// What an open suggestion would replace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Current {
    /// The number of the newest version of the page's text, or of the newest revision of the region's layer; 0 for none.
    pub number: i64,
    /// The title of the newest version.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Whether what readers have of it, or of what it is translated from, is not what the contributor had seen.
    pub has_changed: bool,
}

/// Which suggestions are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those that have come so far.
    pub state: Option<State>,
    /// Only those in the language with this key.
    pub language: Option<String>,
    /// Only those after the one with this id.
    pub after: Option<String>,
}

impl Suggestion {
    /// What the audit calls it.
    fn subject(&self) -> String {
        format!("suggestion/{}", self.id)
    }

    /// Refuses when somebody has decided about it.
    pub fn must_be_open(&self) -> Result<()> {
        if self.state == State::Open { Ok(()) } else { Err(Error::Conflict(Conflict::Decided)) }
    }
}

/// Keeps a suggestion that comes in through the link with this secret, in the place of an open one for the same text.
pub fn add(tx: &mut RegionWrite<'_>, secret: &str, new: NewSuggestion) -> Result<Suggestion> {
    let now = tx.now();
    let (invitation, language) = invitations::by_link(tx.db(), secret, now)?;
    let base = base(tx.db(), &invitation, &language, &new.text)?;
    let contributor = new.name.map(|name| plain_text("name", &name, MAX_NAME)).transpose()?.flatten();
    let (item, bundle, message, title, text) = match new.text {
        Text::Page { page, draft } => {
            versions::check(&draft)?;
            (Some(page), None, None, draft.title, draft.html)
        }
        Text::Message { bundle, message, text } => (None, Some(bundle), Some(message), String::new(), text),
    };
    let suggestion = Suggestion {
        id: tx.new_id(),
        invitation: invitation.id,
        region: invitation.region,
        language: invitation.language,
        item,
        bundle,
        message,
        base: checked_base(new.base)?.unwrap_or(base),
        title,
        text,
        contributor,
        state: State::Open,
        decided_by: None,
        reason: None,
        version: None,
        created: now,
    };
    rows::delete_open_beside(tx.db(), &suggestion)?;
    if rows::count_open(tx.db(), &suggestion.invitation)? >= MOST_OPEN {
        return Err(Error::Conflict(Conflict::TooManyOpen { limit: MOST_OPEN }));
    }
    rows::insert(tx.db(), &suggestion)?;
    noted(tx, &suggestion);
    Ok(suggestion)
}

/// What stands now where `text` would; not found when the invitation is not for it, or it is gone.
fn base(db: &mut Db, invitation: &Invitation, language: &RegionLanguage, text: &Text) -> Result<String> {
    match text {
        Text::Page { page, .. } => {
            invitation.must_have_page(page)?;
            Ok(texts::page(db, invitation.region, language, page)?.base())
        }
        Text::Message { bundle, message, .. } => {
            invitation.must_have_message(bundle, message)?;
            let mut bundles = Bundles::new(invitation.region, language)?;
            let single = bundles.read(db, bundle)?.messages.get(message);
            Ok(single.ok_or_else(|| Error::not_found(Noun::Message, message))?.base())
        }
    }
}

/// A base as it was told once: two parts of letters and digits.
fn checked_base(base: Option<String>) -> Result<Option<String>> {
    let is_part = |part: &str| (1..=20).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match &base {
        Some(text) if !text.split_once('.').is_some_and(|(a, b)| is_part(a) && is_part(b)) => {
            Err(Error::invalid("base", Reason::Unreadable))
        }
        _ => Ok(base),
    }
}

/// What came in through the link with this secret, the oldest first, after the suggestion `after`.
pub fn of_link(db: &mut Db, secret: &str, now: i64, after: Option<&str>) -> Result<Vec<Suggestion>> {
    let (invitation, _) = invitations::by_link(db, secret, now)?;
    rows::of_invitation(db, &invitation.id, after, PAGE)
}

/// Takes an open suggestion back, through the link that it came by.
pub fn take_back(tx: &mut RegionWrite<'_>, secret: &str, id: &str) -> Result<()> {
    let now = tx.now();
    let (invitation, _) = invitations::by_link(tx.db(), secret, now)?;
    let suggestion = of_invitation(tx, &invitation, id)?;
    suggestion.must_be_open()?;
    rows::delete(tx.db(), id)?;
    noted(tx, &suggestion);
    Ok(())
}

/// Erases the name of whoever has suggested it, through the link that it came by, also when that holds no longer.
pub fn erase_own_name(tx: &mut RegionWrite<'_>, secret: &str, id: &str) -> Result<()> {
    let invitation = invitations::any_by_link(tx.db(), secret)?;
    let suggestion = of_invitation(tx, &invitation, id)?;
    forget(tx, &suggestion)
}

/// Erases the name of whoever has suggested it.
pub fn erase_name(tx: &mut RegionWrite<'_>, id: &str) -> Result<()> {
    let region = tx.region_id();
    let suggestion = find(tx.db(), region, id)?;
    forget(tx, &suggestion)
}

/// The name goes from the suggestion, and from the reason of the version that was made of it: of a version, only that ever changes.
fn forget(tx: &mut RegionWrite<'_>, suggestion: &Suggestion) -> Result<()> {
    if suggestion.contributor.is_none() {
        return Ok(());
    }
    rows::forget_name(tx.db(), &suggestion.id)?;
    if let (Some(item), Some(version)) = (&suggestion.item, suggestion.version) {
        let reason = decisions::reason(tx, None)?;
        versions::rows::set_reason(tx.db(), item, &suggestion.language, version, &reason)?;
    }
    noted(tx, suggestion);
    Ok(())
}

fn of_invitation(tx: &mut RegionWrite<'_>, invitation: &Invitation, id: &str) -> Result<Suggestion> {
    let region = tx.region_id();
    let found = find(tx.db(), region, id)?;
    if found.invitation == invitation.id { Ok(found) } else { Err(Error::not_found(Noun::Suggestion, id)) }
}

/// The suggestion with this id in `region`.
pub fn find(db: &mut Db, region: i64, id: &str) -> Result<Suggestion> {
    rows::find(db, region, id)?.ok_or_else(|| Error::not_found(Noun::Suggestion, id))
}

/// How many suggestions wait, by the ids of their invitations.
pub(crate) fn waiting(db: &mut Db, region: i64) -> Result<HashMap<String, i64>> {
    Ok(rows::open_by_invitation(db, region)?.into_iter().collect())
}

/// The suggestions of a region that `filter` lets through, the oldest first, the open ones with what they would replace.
pub fn list(db: &mut Db, region: i64, filter: &Filter) -> Result<Vec<(Suggestion, Option<Current>)>> {
    let found = rows::list(db, region, filter, PAGE)?;
    let tree = languages::tree(db, region)?;
    let mut bundles: HashMap<&str, Bundles> = HashMap::new();
    let mut listed = Vec::with_capacity(found.len());
    for suggestion in found {
        let language = tree.iter().find(|language| language.key == suggestion.language);
        let current = match language.filter(|_| suggestion.state == State::Open) {
            Some(language) => {
                if !bundles.contains_key(language.key.as_str()) {
                    bundles.insert(&language.key, Bundles::new(region, language)?);
                }
                let known = bundles.get_mut(language.key.as_str()).expect("it was just put there");
                current(db, &suggestion, language, known)?
            }
            None => None,
        };
        listed.push((suggestion, current));
    }
    Ok(listed)
}

/// None when what it is about is gone.
fn current(
    db: &mut Db,
    suggestion: &Suggestion,
    language: &RegionLanguage,
    bundles: &mut Bundles,
) -> Result<Option<Current>> {
    let found = match (&suggestion.item, &suggestion.bundle, &suggestion.message) {
        (Some(item), ..) => current_page(db, suggestion, language, item),
        (None, Some(bundle), Some(message)) => bundles.read(db, bundle).and_then(|singles| {
            let single = singles.messages.get(message).ok_or_else(|| Error::not_found(Noun::Message, message))?;
            let has_changed = single.base() != suggestion.base;
            let text = single.current.clone().unwrap_or_default();
            Ok(Current { number: singles.revision, title: String::new(), text, has_changed })
        }),
        _ => return Ok(None),
    };
    match found {
        Ok(current) => Ok(Some(current)),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn current_page(db: &mut Db, suggestion: &Suggestion, language: &RegionLanguage, item: &str) -> Result<Current> {
    let item = items::find(db, suggestion.region, Kind::Page, item)?;
    let has_changed = texts::page(db, suggestion.region, language, &item.id)?.base() != suggestion.base;
    let newest = versions::newest(db, &Address { item: &item, language })?;
    let (number, title, text) =
        newest.map_or_else(Default::default, |version| (version.number, version.title, version.html));
    Ok(Current { number, title, text, has_changed })
}

fn noted(tx: &mut RegionWrite<'_>, suggestion: &Suggestion) {
    tx.changed(Change::of(suggestion.subject()));
    tx.wrote();
}

/// What people have typed, without white space around it and control characters in it; none when it is empty.
pub(crate) fn plain_text(field: &'static str, text: &str, limit: usize) -> Result<Option<String>> {
    let text = text.trim();
    if text.chars().count() > limit {
        return Err(Error::invalid(field, Reason::TooLong { limit }));
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(Error::invalid(field, Reason::ControlCharacter));
    }
    Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
}
