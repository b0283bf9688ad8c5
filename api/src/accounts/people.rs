//! The people of all regions, for administrators.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::error::Noun;
use content::users::{self, NewUser};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{GivenRole, NewRole, PasswordLink, Person, all_known, known, number, private, user};
use crate::access::{Govern, May};
use crate::bodies::Sent;
use crate::error::Failure;
use crate::openapi::AccountRefused;
use crate::state::State;

/// An account to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "amt@example.org", "name": "Amina Yılmaz"}))]
pub(crate) struct NewPerson {
    /// The e-mail address.
    email: String,
    /// What others see.
    name: String,
    /// The number of the organization that they belong to.
    #[serde(default)]
    organization: Option<i64>,
}

/// What an account is to be from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Amina Yılmaz", "disabled": false}))]
pub(crate) struct ChangedPerson {
    /// What others see.
    name: String,
    /// The number of the organization that they belong to; none when left out.
    #[serde(default)]
    organization: Option<i64>,
    /// Whether they are kept out; sessions and tokens stop at once.
    disabled: bool,
}

/// A user.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes parameters")]
pub(super) struct OfUser {
    /// The id of the user
    #[param(example = "4f8e1d0c-7d1e-4c52-8f0a-3b9d5e2f4a61")]
    user: String,
}

/// Everybody with an account.
#[utoipa::path(get, path = "/users", operation_id = "list_users", tag = "accounts", responses(
    (status = OK, body = Vec<Person>),
    AccountRefused,
))]
pub(crate) async fn list(_: May<Govern>, state: Data<State>) -> Result<HttpResponse, Failure> {
    let all = state.store.read(|db| all_known(db, None)).await?;
    let directory = state.store.directory();
    let people = all.into_iter().map(|(user, given)| Person::of(user, given, &directory));
    Ok(private(HttpResponse::Ok(), people.collect::<Vec<_>>()))
}

/// Make an account; a password link lets its owner choose a password.
#[utoipa::path(post, path = "/users", operation_id = "create_user", tag = "accounts", request_body = NewPerson, responses(
    (status = CREATED, body = Person),
    AccountRefused,
))]
pub(crate) async fn create(
    editor: May<Govern>,
    state: Data<State>,
    sent: Sent<NewPerson>,
) -> Result<HttpResponse, Failure> {
    let NewPerson { email, name, organization } = sent.read().await?;
    let (new, behalf) = (NewUser { email, name, organization }, editor.behalf().clone());
    let made = state.store.write(move |db, world| users::create(db, &new, &behalf, world)).await?;
    Ok(private(HttpResponse::Created(), Person::of(made, Vec::new(), &state.store.directory())))
}

/// An account, with everything its owner may do.
#[utoipa::path(get, path = "/users/{user}", operation_id = "read_user", tag = "accounts", params(OfUser), responses(
    (status = OK, body = Person),
    AccountRefused,
))]
pub(crate) async fn show(_: May<Govern>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let id = user(&request)?;
    let read = state.store.read(move |db| {
        let user = users::find(db, &id)?;
        known(db, user, None)
    });
    let (user, given) = read.await?;
    Ok(private(HttpResponse::Ok(), Person::of(user, given, &state.store.directory())))
}

/// Change an account, keep its owner out, or let them in again.
#[utoipa::path(put, path = "/users/{user}", operation_id = "change_user", tag = "accounts", request_body = ChangedPerson, params(OfUser), responses(
    (status = OK, body = Person),
    AccountRefused,
))]
pub(crate) async fn change(
    editor: May<Govern>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<ChangedPerson>,
) -> Result<HttpResponse, Failure> {
    let (id, behalf) = (user(&request)?, editor.behalf().clone());
    let ChangedPerson { name, organization, disabled } = sent.read().await?;
    let changed = state.store.write(move |db, world| {
        let before = users::change(db, &id, &name, organization, &behalf, world)?;
        let is_same = before.disabled == disabled;
        let user = if is_same { before } else { users::set_disabled(db, &id, disabled, &behalf, world)? };
        known(db, user, None)
    });
    let (user, given) = changed.await?;
    Ok(private(HttpResponse::Ok(), Person::of(user, given, &state.store.directory())))
}

/// Forget everything about somebody but the id, which the versions they wrote keep naming.
#[utoipa::path(delete, path = "/users/{user}", operation_id = "erase_user", tag = "accounts", params(OfUser), responses(
    (status = NO_CONTENT, description = "Forgotten; this cannot be undone."),
    AccountRefused,
))]
pub(crate) async fn erase(
    editor: May<Govern>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (id, behalf) = (user(&request)?, editor.behalf().clone());
    state.store.write(move |db, world| users::erase(db, &id, &behalf, world)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Give somebody a role; nothing changes when they have it already.
#[utoipa::path(post, path = "/users/{user}/grants", operation_id = "grant_role", tag = "accounts", request_body = NewRole, params(OfUser), responses(
    (status = CREATED, body = GivenRole),
    AccountRefused,
))]
pub(crate) async fn grant(
    editor: May<Govern>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<NewRole>,
) -> Result<HttpResponse, Failure> {
    let (id, behalf, directory) = (user(&request)?, editor.behalf().clone(), state.store.directory());
    let grant = sent.read().await?.read(&directory)?;
    let given = state.store.write(move |db, world| users::give(db, &id, &grant, &behalf, world)).await?;
    Ok(private(HttpResponse::Created(), GivenRole::of(given, &directory)))
}

/// Take a role back.
#[utoipa::path(delete, path = "/users/{user}/grants/{grant}", operation_id = "take_role", tag = "accounts", params(
    OfUser,
    ("grant" = i64, Path, description = "The number of the role as it was given", example = 7),
), responses(
    (status = NO_CONTENT, description = "It is gone."),
    AccountRefused,
))]
pub(crate) async fn take(
    editor: May<Govern>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (id, behalf) = (user(&request)?, editor.behalf().clone());
    let grant = number(&request, "grant", Noun::Grant)?;
    let taken = state.store.write(move |db, world| {
        users::find(db, &id)?;
        let given = users::grant(db, &id, grant)?;
        users::take_back(db, &id, &given, &behalf, world)
    });
    taken.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Make a link with which somebody chooses a password.
#[utoipa::path(post, path = "/users/{user}/password-link", operation_id = "create_password_link", tag = "accounts", params(OfUser), responses(
    (status = CREATED, body = PasswordLink),
    AccountRefused,
))]
pub(crate) async fn link(_: May<Govern>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let id = user(&request)?;
    let user = state.store.read(move |db| users::find(db, &id)).await?;
    Ok(private(HttpResponse::Created(), PasswordLink::to(&state, &user)?))
}
