//! Accepting and declining suggestions.

use locales::tags::Tag;
use locales::texts;

use super::{MAX_REASON, State, Suggestion, find, plain_text, rows};
use crate::audit::{self, Behalf, Change};
use crate::bundles::singles;
use crate::bundles::uploads::{self, Options, Upload, Uploaded, Verdict};
use crate::bundles::{self, Address};
use crate::db::{Db, Store};
use crate::error::{Conflict, Error, Noun, Result};
use crate::items::Base;
use crate::pages;
use crate::versions::{self, Draft, Saved};
use crate::write::RegionWrite;

/// Saves the suggested text of a page as its next version, by whoever accepts it.
///
/// It follows the source text that the contributor had seen, so that it is outdated when that has changed since.
pub fn accept(tx: &mut RegionWrite<'_>, id: &str, author: &str, base: Base, state: versions::State) -> Result<Saved> {
    let region = tx.region_id();
    let suggestion = find(tx.db(), region, id)?;
    suggestion.must_be_open()?;
    let page = suggestion.item.as_deref().ok_or_else(|| Error::not_found(Noun::Suggestion, id))?;
    let reason = reason(tx, suggestion.contributor.as_deref())?;
    let seen = suggestion.base.split_once('.').and_then(|(source, _)| source.parse::<i64>().ok()).unwrap_or_default();
    let draft = Draft {
        title: suggestion.title.clone(),
        slug: None,
        html: suggestion.text.clone(),
        state,
        minor: false,
        machine: false,
        follows: Some(seen.min(newest_source(tx, page, &suggestion.language)?)),
        updated: None,
        reason: Some(reason),
    };
    let saved = pages::save(tx, page, &suggestion.language, author, base, draft)?;
    let version = match &saved {
        Saved::Appended(version) => Some(version.number),
        Saved::Unchanged(_) => None,
    };
    decide(tx.db(), &suggestion, State::Accepted, author, version, None)?;
    super::noted(tx, &suggestion);
    Ok(saved)
}

/// The number of the newest version that a text of the page could follow; 0 for none.
fn newest_source(tx: &mut RegionWrite<'_>, page: &str, language: &str) -> Result<i64> {
    let region = tx.region_id();
    let source = tx.languages()?.iter().find(|one| one.key == language).and_then(|language| language.source.clone());
    let Some(source) = source else { return Ok(0) };
    match pages::text(tx.db(), region, page, &source) {
        Ok((newest, _)) => Ok(newest.number),
        Err(Error::NotFound { noun: Noun::Translation, .. }) => Ok(0),
        Err(error) => Err(error),
    }
}

/// Uploads the suggested text of a message into the layer of its region in `language`, as a translator would.
///
/// Where the source text has changed since, the new text is marked to be looked at.
pub async fn accept_message(
    store: &Store,
    suggestion: Suggestion,
    language: Tag,
    base: Base,
    behalf: Behalf,
) -> Result<(Address, Uploaded)> {
    suggestion.must_be_open()?;
    let (Some(name), Some(message)) = (suggestion.bundle.clone(), suggestion.message.clone()) else {
        return Err(Error::not_found(Noun::Suggestion, &suggestion.id));
    };
    let at = Address { region: Some(suggestion.region), language, name };
    let (layer, id) = (at.clone(), message.clone());
    let now = store.read(move |db| Ok(singles::read(db, &layer)?.messages.remove(&id))).await?;
    let now = now.ok_or_else(|| Error::not_found(Noun::Message, &message))?.base();
    let source = |base: &str| base.split_once('.').map(|(source, _)| source.to_owned());
    let state =
        if source(&now) == source(&suggestion.base) { bundles::State::Approved } else { bundles::State::NeedsReview };
    let options = Options { state: Some(state), ..Options::default() };
    let file = singles::file(&message, &suggestion.text).into_bytes();
    let upload = Upload { file, base: Some(base), options, behalf: behalf.clone() };
    let (accepted, by) = (suggestion.clone(), behalf.clone());
    let decided = move |db: &mut Db, now| {
        decide(db, &accepted, State::Accepted, &by.actor, None, None)?;
        audit::append(db, now, Some(accepted.region), &by, &[Change::of(accepted.subject())])
    };
    let uploaded = uploads::upload_with(store, at.clone(), upload, decided).await?;
    if uploaded.verdict == Verdict::Accepted && !uploaded.changed {
        let settle = move |tx: &mut RegionWrite<'_>| {
            tx.on_behalf_of(behalf.clone());
            decide(tx.db(), &suggestion, State::Accepted, &behalf.actor, None, None)?;
            super::noted(tx, &suggestion);
            Ok(())
        };
        store.write_region(at.region.unwrap_or_default(), settle).await?;
    }
    Ok((at, uploaded))
}

/// Declines a suggestion, and may say why to whoever has the link.
pub fn reject(tx: &mut RegionWrite<'_>, id: &str, author: &str, reason: Option<&str>) -> Result<Suggestion> {
    let region = tx.region_id();
    let suggestion = find(tx.db(), region, id)?;
    let reason = reason.map(|reason| plain_text("reason", reason, MAX_REASON)).transpose()?.flatten();
    decide(tx.db(), &suggestion, State::Rejected, author, None, reason.as_deref())?;
    super::noted(tx, &suggestion);
    find(tx.db(), region, id)
}

fn decide(
    db: &mut Db,
    suggestion: &Suggestion,
    state: State,
    by: &str,
    version: Option<i64>,
    reason: Option<&str>,
) -> Result<()> {
    if rows::decide(db, &suggestion.id, state, by, version, reason)? {
        Ok(())
    } else {
        Err(Error::Conflict(Conflict::Decided))
    }
}

/// Why a version was made, in the first language of the region, since it is stored.
pub(super) fn reason(tx: &mut RegionWrite<'_>, contributor: Option<&str>) -> Result<String> {
    let language = tx.region()?.default_language;
    let tag = Tag::parse(&language).map_err(|_| Error::Corrupt(format!("the language `{language}`")))?;
    Ok(match contributor {
        Some(name) => texts::text(&tag, "suggested-by", &[("name", name.into())]),
        None => texts::text(&tag, "suggested", &[]),
    })
}
