//! Invitations: links with which people without an account suggest texts in one language, until they expire or are revoked.
//!
//! The secret of a link is shown once and stored only as a hash. Whoever has it reads what is public of the pages and messages
//! that were chosen, and nothing else.

mod rows;
pub mod texts;

use serde::{Deserialize, Serialize};

use crate::audit::Change;
use crate::bundles::check_name;
use crate::db::Db;
use crate::error::{Error, Noun, Reason, Result};
use crate::items;
use crate::kinds::Kind;
use crate::languages::{self, RegionLanguage};
use crate::regions::{self, Status};
use crate::stored::Json;
use crate::suggestions;
use crate::write::RegionWrite;

/// The most days that a link is valid.
pub const MOST_DAYS: i64 = 90;
/// The most pages of one invitation.
pub const MOST_PAGES: usize = 100;
/// The most messages of one invitation, where a whole bundle counts as one.
pub const MOST_MESSAGES: usize = 500;
/// The most characters of a note.
pub const MAX_NOTE: usize = 1000;
/// The most invitations that are listed at once.
pub const MOST: i64 = 1000;

/// What every secret begins with, so that a leaked one is recognised.
const PREFIX: &str = "invitation_";
const DAY: i64 = 24 * 3_600_000;

/// A link that somebody without an account writes with.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Invitation {
    /// Its id, a UUID.
    pub id: String,
    /// The region.
    pub region: i64,
    /// The key of the language that is written in.
    pub language: String,
    hash: String,
    /// The ids of the pages that it is for.
    #[diesel(deserialize_as = String)]
    pub pages: Json<Vec<String>>,
    /// The messages that it is for.
    #[diesel(deserialize_as = String)]
    pub messages: Json<Vec<Chosen>>,
    /// What whoever has the link is told.
    pub note: String,
    /// Who made it.
    pub author: String,
    /// When it was made, in milliseconds since 1970, UTC.
    pub created: i64,
    /// From when on it is not taken any more.
    pub expires: i64,
    /// Whether somebody has ended it.
    pub revoked: bool,
}

/// A message of a bundle, or all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// The name of the bundle.
    pub bundle: String,
    /// The id of the message; none for the whole bundle.
    pub message: Option<String>,
}

/// An invitation to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvitation {
    /// The key of the language.
    pub language: String,
    /// The ids of the pages.
    pub pages: Vec<String>,
    /// The messages.
    pub messages: Vec<Chosen>,
    /// For how many days it is valid.
    pub days: i64,
    /// What whoever has the link is told; may be empty.
    pub note: String,
}

impl Invitation {
    /// Who is noted in the audit for what comes in through it.
    pub fn actor(&self) -> String {
        format!("invitation/{}", self.id)
    }

    /// Refuses pages that it is not for.
    pub fn must_have_page(&self, page: &str) -> Result<()> {
        let is_chosen = self.pages.iter().any(|chosen| chosen == page);
        if is_chosen { Ok(()) } else { Err(Error::not_found(Noun::Page, page)) }
    }

    /// Refuses messages that it is not for.
    pub fn must_have_message(&self, bundle: &str, message: &str) -> Result<()> {
        let is_it = |chosen: &Chosen| {
            chosen.bundle == bundle && chosen.message.as_deref().is_none_or(|chosen| chosen == message)
        };
        if self.messages.iter().any(is_it) { Ok(()) } else { Err(unknown_message(message)) }
    }
}

/// Makes an invitation and tells it with its secret, which nobody can read again later.
pub fn create(tx: &mut RegionWrite<'_>, author: &str, new: NewInvitation) -> Result<(Invitation, String)> {
    if !(1..=MOST_DAYS).contains(&new.days) {
        return Err(Error::invalid("days", Reason::UnknownValue { allowed: format!("1 to {MOST_DAYS}") }));
    }
    let note = suggestions::plain_text("note", &new.note, MAX_NOTE)?.unwrap_or_default();
    let region = tx.region_id();
    must_be_there(tx.db(), region, &new)?;
    let secret = tx.new_secret(PREFIX);
    let invitation = Invitation {
        id: tx.new_id(),
        region,
        language: new.language,
        hash: crate::secrets::hash(&secret),
        pages: Json(new.pages),
        messages: Json(new.messages),
        note,
        author: author.to_owned(),
        created: tx.now(),
        expires: tx.now() + new.days * DAY,
        revoked: false,
    };
    rows::insert(tx.db(), &invitation)?;
    tx.changed(Change::of(invitation.actor()));
    tx.wrote();
    Ok((invitation, secret))
}

/// Refuses an invitation to what is not there, or to nothing.
fn must_be_there(db: &mut Db, region: i64, new: &NewInvitation) -> Result<()> {
    let language = language_of(db, region, &new.language)?;
    if new.pages.is_empty() && new.messages.is_empty() {
        return Err(Error::invalid("pages", Reason::Empty));
    }
    if new.pages.len() > MOST_PAGES {
        return Err(Error::invalid("pages", Reason::TooLong { limit: MOST_PAGES }));
    }
    if new.messages.len() > MOST_MESSAGES {
        return Err(Error::invalid("messages", Reason::TooLong { limit: MOST_MESSAGES }));
    }
    for page in &new.pages {
        items::find(db, region, Kind::Page, page)?;
    }
    let mut known = texts::Bundles::new(region, &language)?;
    for Chosen { bundle, message } in &new.messages {
        check_name(bundle).map_err(|_| Error::invalid("messages", Reason::NotASlug))?;
        let messages = &known.read(db, bundle)?.messages;
        if let Some(message) = message.as_ref().filter(|message| !messages.contains_key(*message)) {
            return Err(unknown_message(message));
        }
    }
    Ok(())
}

/// The invitations of a region, the newest first, each with how many of its suggestions wait.
pub fn list(db: &mut Db, region: i64) -> Result<Vec<(Invitation, i64)>> {
    let open = suggestions::waiting(db, region)?;
    let counted = |one: Invitation| {
        let count = open.get(&one.id).copied().unwrap_or_default();
        (one, count)
    };
    Ok(rows::of_region(db, region, MOST)?.into_iter().map(counted).collect())
}

/// Ends an invitation: its link is refused from now on.
pub fn revoke(tx: &mut RegionWrite<'_>, id: &str) -> Result<()> {
    let region = tx.region_id();
    if !rows::revoke(tx.db(), region, id)? {
        return Err(Error::not_found(Noun::Invitation, id));
    }
    tx.changed(Change::of(format!("invitation/{id}")));
    tx.wrote();
    Ok(())
}

/// The invitation with this secret, and its language, as long as it holds.
///
/// What has expired or was revoked, and what is of a region or language that readers do not have, is not told from what never was.
pub fn by_link(db: &mut Db, secret: &str, now: i64) -> Result<(Invitation, RegionLanguage)> {
    let invitation = any_by_link(db, secret)?;
    let is_over = invitation.revoked || invitation.expires <= now;
    if is_over || regions::by_id(db, invitation.region)?.status == Status::Archived {
        return Err(unknown());
    }
    let language = language_of(db, invitation.region, &invitation.language).map_err(|_| unknown())?;
    Ok((invitation, language))
}

/// The same, whether or not it still holds.
pub fn any_by_link(db: &mut Db, secret: &str) -> Result<Invitation> {
    rows::find(db, &crate::secrets::hash(secret))?.ok_or_else(unknown)
}

fn unknown() -> Error {
    Error::not_found(Noun::Link, "")
}

fn unknown_message(name: &str) -> Error {
    let shortened = name.chars().filter(|c| !c.is_control()).take(100);
    Error::not_found(Noun::Message, shortened.collect::<String>())
}

fn language_of(db: &mut Db, region: i64, key: &str) -> Result<RegionLanguage> {
    let found = languages::tree(db, region)?.into_iter().find(|language| language.active && language.key == key);
    found.ok_or_else(|| Error::not_found(Noun::Language, key))
}
