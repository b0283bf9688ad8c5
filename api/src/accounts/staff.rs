//! The people of one region, for its managers.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::directory::Entry;
use content::error::{Noun, Reason};
use content::roles::{Grant, Needs};
use content::users::{self, Given, NewUser, User};
use content::{Db, Error, organizations};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{GivenRole, NewRole, PasswordLink, Person, all_known, known, number, private, user};
use crate::access::{Manage, May};
use crate::addresses;
use crate::bodies::Sent;
use crate::error::{Failure, Why};
use crate::openapi::{AccountRefused, OfRegion};
use crate::state::State;

/// Somebody who is to work for a region.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "amt@example.org", "name": "Amina Yılmaz", "roles": [{"role": "editor"}]}))]
pub(crate) struct NewMember {
    /// The e-mail address. Whoever has an account already keeps it, with its name, and gets the roles.
    email: String,
    /// What others see.
    name: String,
    /// The number of an organization of the region.
    #[serde(default)]
    organization: Option<i64>,
    /// What they may do in the region; at least one.
    roles: Vec<NewRole>,
}

/// Somebody who works for a region from now on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NewStaff {
    /// Who, with the roles in the region.
    person: Person,
    /// To be sent to them; null when they had an account already.
    password_link: Option<PasswordLink>,
}

/// A user of a region.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes parameters")]
struct MemberOfRegion {
    /// The region's name in addresses
    #[param(example = "minden-luebbecke")]
    region: String,
    /// The id of the user
    #[param(example = "4f8e1d0c-7d1e-4c52-8f0a-3b9d5e2f4a61")]
    user: String,
}

/// Everybody with a role in the region, or in one of its organizations.
#[utoipa::path(get, path = "/regions/{region}/users", operation_id = "list_users_of_region", tag = "accounts", params(OfRegion), responses(
    (status = OK, body = Vec<Person>),
    AccountRefused,
))]
pub(crate) async fn list(_: May<Manage>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let region = addresses::any_region(&state, &request)?.region.id;
    let all = state.store.read(move |db| all_known(db, Some(region))).await?;
    let directory = state.store.directory();
    let people = all.into_iter().map(|(user, given)| Person::of(user, given, &directory));
    Ok(private(HttpResponse::Ok(), people.collect::<Vec<_>>()))
}

/// Let somebody work for the region.
#[utoipa::path(post, path = "/regions/{region}/users", operation_id = "add_user_to_region", tag = "accounts", request_body = NewMember, params(OfRegion), responses(
    (status = CREATED, body = NewStaff),
    AccountRefused,
))]
pub(crate) async fn add(
    editor: May<Manage>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<NewMember>,
) -> Result<HttpResponse, Failure> {
    let (entry, behalf) = (addresses::any_region(&state, &request)?, editor.behalf().clone());
    let NewMember { email, name, organization, roles } = sent.read().await?;
    if roles.is_empty() {
        return Err(Failure::Invalid { field: "roles", why: Why::Value(Reason::Empty) });
    }
    let read = |role| of_region(&state, &entry, role);
    let grants = roles.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let (new, region) = (NewUser { email, name, organization }, entry.region.id);
    let added = state.store.write(move |db, world| {
        if let Some(id) = new.organization {
            organizations::find(db, region, id)?;
        }
        let existing = users::by_email(db, &new.email)?;
        let is_new = existing.is_none();
        let user = existing.map_or_else(|| users::create(db, &new, &behalf, world), Ok)?;
        for grant in &grants {
            users::give(db, &user.id, grant, &behalf, world)?;
        }
        Ok((is_new, known(db, user, Some(region))?))
    });
    let (is_new, (user, given)) = added.await?;
    let password_link = is_new.then(|| PasswordLink::to(&state, &user)).transpose()?;
    let person = Person::of(user, given, &state.store.directory());
    Ok(private(HttpResponse::Created(), NewStaff { person, password_link }))
}

/// Give somebody of the region a role in it; nothing changes when they have it already.
#[utoipa::path(post, path = "/regions/{region}/users/{user}/grants", operation_id = "grant_role_in_region", tag = "accounts", request_body = NewRole, params(MemberOfRegion), responses(
    (status = CREATED, body = GivenRole),
    AccountRefused,
))]
pub(crate) async fn grant(
    editor: May<Manage>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<NewRole>,
) -> Result<HttpResponse, Failure> {
    let (entry, behalf) = (addresses::any_region(&state, &request)?, editor.behalf().clone());
    let (region, id) = (entry.region.id, user(&request)?);
    let grant = of_region(&state, &entry, sent.read().await?)?;
    let given = state.store.write(move |db, world| {
        member(db, region, &id)?;
        users::give(db, &id, &grant, &behalf, world)
    });
    Ok(private(HttpResponse::Created(), GivenRole::of(given.await?, &state.store.directory())))
}

/// Take a role in the region back.
#[utoipa::path(delete, path = "/regions/{region}/users/{user}/grants/{grant}", operation_id = "take_role_in_region", tag = "accounts", params(
    MemberOfRegion,
    ("grant" = i64, Path, description = "The number of the role as it was given", example = 7),
), responses(
    (status = NO_CONTENT, description = "It is gone."),
    AccountRefused,
))]
pub(crate) async fn take(
    editor: May<Manage>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (region, behalf) = (addresses::any_region(&state, &request)?.region.id, editor.behalf().clone());
    let (id, grant) = (user(&request)?, number(&request, "grant", Noun::Grant)?);
    let taken = state.store.write(move |db, world| {
        let (_, given) = member(db, region, &id)?;
        let unknown = || Error::not_found(Noun::Grant, grant.to_string());
        let given = given.into_iter().find(|given| given.id == grant).ok_or_else(unknown)?;
        users::take_back(db, &id, &given, &behalf, world)
    });
    taken.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Make a link with which somebody of the region chooses a first password. For whoever has one, or works elsewhere too,
/// administrators make it.
#[utoipa::path(post, path = "/regions/{region}/users/{user}/password-link", operation_id = "create_password_link_in_region", tag = "accounts", params(MemberOfRegion), responses(
    (status = CREATED, body = PasswordLink),
    AccountRefused,
))]
pub(crate) async fn link(_: May<Manage>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let region = addresses::any_region(&state, &request)?.region.id;
    let id = user(&request)?;
    let read = state.store.read(move |db| {
        let (user, _) = member(db, region, &id)?;
        let all = users::grants(db, &id)?;
        Ok((user, all))
    });
    let (user, all) = read.await?;
    if user.has_password() || all.iter().any(|given| given.grant.region != Some(region)) {
        return Err(Failure::Forbidden);
    }
    Ok(private(HttpResponse::Created(), PasswordLink::to(&state, &user)?))
}

/// A role of the region of the path: whoever manages a region gives no other.
fn of_region(state: &State, entry: &Entry, role: NewRole) -> Result<Grant, Failure> {
    let here = role.region.as_ref().is_none_or(|region| *region == entry.region.slug);
    if !here || role.role.needs() == Needs::Nothing {
        return Err(Failure::Forbidden);
    }
    NewRole { region: Some(entry.region.slug.clone()), ..role }.read(&state.store.directory())
}

/// A user of the region, with the grants there; nobody learns who works elsewhere.
fn member(db: &mut Db, region: i64, id: &str) -> content::Result<(User, Vec<Given>)> {
    let found = all_known(db, Some(region))?.into_iter().find(|(user, _)| user.id == id);
    found.ok_or_else(|| Error::not_found(Noun::User, id))
}
