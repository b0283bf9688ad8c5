//! Rights that depend on where in the tree something is: looked at inside the transaction that changes it.

use crate::actors::{self, Actor};
use crate::error::{Error, Result};
use crate::items::{self, Place as Spot};
use crate::kinds::Kind;
use crate::roles::{Place, Right};
use crate::versions::State;
use crate::write::RegionWrite;

/// Refuses whoever has not `right` on the page, in `language` if it is about one text.
pub fn on_page(
    tx: &mut RegionWrite<'_>,
    actor: &Actor,
    right: Right,
    page: Option<&str>,
    language: Option<&str>,
) -> Result<()> {
    let region = tx.region_id();
    let everywhere = Place { language: language.map(ToOwned::to_owned), ..Place::region(region) };
    // Whoever has it in the whole region has it on each page: no need to look for the page.
    if actor.may(right, &everywhere) {
        return Ok(());
    }
    let place = match page {
        Some(page) => actors::place_of_page(tx.db(), region, page)?,
        None => Place::region(region),
    };
    let place = Place { language: everywhere.language, ..place };
    if actor.may(right, &place) { Ok(()) } else { Err(Error::Forbidden) }
}

/// Refuses whoever may not make a page at `spot`, with a first text in this state.
///
/// Translators write texts of pages that are there: a new page needs the right in every language. Whoever maintains pages
/// for an organization gets no new ones by it.
pub fn to_create(tx: &mut RegionWrite<'_>, actor: &Actor, spot: &Spot, state: State) -> Result<()> {
    let right = if state == State::Public { Right::Publish } else { Right::Write };
    let above = above(tx, spot)?;
    below(tx, actor, right, above.as_deref())
}

/// Refuses whoever has not `right` on what is put below `page`, or at the root.
fn below(tx: &mut RegionWrite<'_>, actor: &Actor, right: Right, page: Option<&str>) -> Result<()> {
    let member = Actor { organization: None, ..actor.clone() };
    on_page(tx, &member, right, page, None)
}

/// Refuses whoever may not save the text of a page in this state.
pub fn to_save(tx: &mut RegionWrite<'_>, actor: &Actor, page: &str, language: &str, state: State) -> Result<()> {
    let right = if state == State::Public { Right::Publish } else { Right::Write };
    on_page(tx, actor, right, Some(page), Some(language))
}

/// Refuses whoever may not put the page at `spot`: its own place and the new one are both theirs to order.
pub fn to_move(tx: &mut RegionWrite<'_>, actor: &Actor, page: &str, spot: &Spot) -> Result<()> {
    on_page(tx, actor, Right::Publish, Some(page), None)?;
    let above = above(tx, spot)?;
    let region = tx.region_id();
    let stays = items::find(tx.db(), region, Kind::Page, page).is_ok_and(|item| item.parent == above);
    if stays { Ok(()) } else { below(tx, actor, Right::Publish, above.as_deref()) }
}

/// The page that `spot` is below; also none when it names a page that is not there.
fn above(tx: &mut RegionWrite<'_>, spot: &Spot) -> Result<Option<String>> {
    match spot {
        Spot::FirstIn(parent) | Spot::LastIn(parent) => Ok(parent.clone()),
        Spot::Before(sibling) | Spot::After(sibling) => {
            let region = tx.region_id();
            let found = items::rows::find(tx.db(), sibling)?.filter(|item| item.region == region);
            Ok(found.and_then(|item| item.parent))
        }
    }
}
