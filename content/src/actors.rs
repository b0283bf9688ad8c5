//! Who asks, and what they may do: recognised by a token or by the cookie of a session.

use std::collections::BTreeSet;

use crate::db::Db;
use crate::error::Result;
use crate::items;
use crate::kinds::Kind;
use crate::roles::{Grant, Place, Right, Role, Scope};
use crate::{sessions, tokens, users};

/// How often it is noted that a token or a session was used, in milliseconds.
const NOTED: i64 = 3_600_000;

/// Somebody who was recognised, with everything they may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// `user/<id>` or `token/<name>`: the author of what they write.
    pub name: String,
    /// The id of the user; none for a token of the server.
    pub person: Option<String>,
    /// What they are.
    pub grants: Vec<Grant>,
    /// Where they belong.
    pub organization: Option<i64>,
    /// What their token is good for; none for somebody who has signed in.
    pub scopes: Option<Vec<Scope>>,
    /// Their use of this token or session has not been noted lately.
    pub unnoted: Option<Unnoted>,
}

/// What was used, and should be noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unnoted {
    /// A personal token, by its number.
    Token(i64),
    /// A session, by the hash of its cookie.
    Session(String),
}

impl Actor {
    /// Whether they may do this, there.
    pub fn may(&self, right: Right, place: &Place) -> bool {
        let in_scope = self.scopes.as_ref().is_none_or(|scopes| scopes.contains(&right.scope()));
        let by_grant = self.grants.iter().any(|grant| grant.allows(right, place));
        // Whoever belongs to the organization of a page maintains it.
        let of_own = place.organization.is_some()
            && self.organization == place.organization
            && matches!(right, Right::See | Right::Write | Right::Publish);
        in_scope && (by_grant || of_own)
    }

    /// Whether they could do this somewhere in the region, or for all regions: then it is worth looking closer.
    pub fn may_somewhere(&self, right: Right, region: Option<i64>) -> bool {
        let somewhere = |grant: &Grant| {
            let place = Place {
                region,
                language: grant.language.clone(),
                items: grant.item.clone().into_iter().collect(),
                organization: None,
            };
            grant.allows(right, &place)
        };
        let in_scope = self.scopes.as_ref().is_none_or(|scopes| scopes.contains(&right.scope()));
        in_scope && (self.organization.is_some() || self.grants.iter().any(somewhere))
    }
}

/// The actor with this token.
pub fn by_token(db: &mut Db, secret: &str, now: i64) -> Result<Option<Actor>> {
    if let Some(token) = tokens::find(db, secret)? {
        let everything = Grant { role: Role::Administrator, region: None, language: None, item: None };
        return Ok(Some(Actor {
            name: format!("token/{}", token.name),
            person: None,
            grants: vec![everything],
            organization: None,
            scopes: None,
            unnoted: None,
        }));
    }
    let Some(token) = tokens::find_personal(db, secret, now)? else { return Ok(None) };
    let unnoted = token.used.is_none_or(|used| now - used >= NOTED).then_some(Unnoted::Token(token.id));
    Ok(of_user(db, &token.person)?.map(|actor| Actor { scopes: Some(token.scopes()), unnoted, ..actor }))
}

/// The actor whose browser has this cookie.
pub fn by_session(db: &mut Db, secret: &str, now: i64) -> Result<Option<Actor>> {
    let Some(session) = sessions::find(db, secret, now)? else { return Ok(None) };
    let unnoted = (now - session.used >= NOTED).then_some(Unnoted::Session(session.hash));
    Ok(of_user(db, &session.person)?.map(|actor| Actor { unnoted, ..actor }))
}

/// None when the user was disabled or erased.
fn of_user(db: &mut Db, id: &str) -> Result<Option<Actor>> {
    let Some(user) = users::active(db, id)? else { return Ok(None) };
    let grants = users::grants(db, id)?.into_iter().map(|given| given.grant).collect();
    Ok(Some(Actor {
        name: user.actor(),
        person: Some(user.id),
        grants,
        organization: user.organization,
        scopes: None,
        unnoted: None,
    }))
}

/// Notes that a token or a session was used.
pub fn note_use(db: &mut Db, used: &Unnoted, now: i64) -> Result<()> {
    match used {
        Unnoted::Token(id) => tokens::rows::note_use(db, *id, now),
        Unnoted::Session(hash) => sessions::rows::note_use(db, hash, now),
    }
}

/// Those of `pages` of `region` on which `actor` has `right`, in any language.
pub fn pages_of(
    db: &mut Db,
    actor: &Actor,
    right: Right,
    region: i64,
    pages: &BTreeSet<String>,
) -> Result<BTreeSet<String>> {
    let mut allowed = BTreeSet::new();
    for page in pages {
        if actor.may(right, &place_of_page(db, region, page)?) {
            allowed.insert(page.clone());
        }
    }
    Ok(allowed)
}

/// The place of the page `id` of `region`, for [`Actor::may`]; only of the region when there is no such page.
pub fn place_of_page(db: &mut Db, region: i64, id: &str) -> Result<Place> {
    let Ok(item) = items::find(db, region, Kind::Page, id) else { return Ok(Place::region(region)) };
    let organization = item.details.organization;
    let items = items::with_ancestors(db, vec![item])?.into_keys().collect();
    Ok(Place { items, organization, ..Place::region(region) })
}

/// Where a page that is put at `place` of `region` stands: on its own, it is below the same pages as the page it is put beside.
pub fn place_of_new_page(db: &mut Db, region: i64, place: &items::Place) -> Result<Place> {
    let (beside, above) = match place {
        items::Place::Before(sibling) | items::Place::After(sibling) => (Some(sibling), None),
        items::Place::FirstIn(parent) | items::Place::LastIn(parent) => (None, parent.as_ref()),
    };
    let sibling = beside.and_then(|id| items::find(db, region, Kind::Page, id).ok());
    let parent = sibling.and_then(|item| item.parent).or_else(|| above.cloned());
    let at = match parent {
        Some(parent) => place_of_page(db, region, &parent)?,
        None => Place::region(region),
    };
    // Who maintains a page does not maintain what others put below it.
    Ok(Place { organization: None, ..at })
}
