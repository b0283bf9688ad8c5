//! Accounts over HTTP: what people look like in answers, and how a role is named in requests.

pub(crate) mod organizations;
pub(crate) mod own;
pub(crate) mod passwords;
pub(crate) mod people;
pub(crate) mod second_factors;
pub(crate) mod sessions;
pub(crate) mod staff;
pub(crate) mod tokens;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use content::Db;
use content::directory::Directory;
use content::error::{Noun, Reason};
use content::roles::{Grant, Role};
use content::users::{self, Given, User};
use content::{Error, times};
use locales::tags::Tag;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use actix_web::http::header::CACHE_CONTROL;

use crate::addresses::{part, shortened};
use crate::error::{Failure, Why};
use crate::state::State;

/// A role that somebody was given.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GivenRole {
    /// Its number.
    #[schema(example = 7)]
    id: i64,
    /// The role.
    #[schema(value_type = String, example = "editor")]
    role: Role,
    /// The region that it holds in; null for all of them.
    #[schema(example = "musterkreis")]
    region: Option<String>,
    /// The language that it holds for, in lower case; translators have one.
    #[schema(example = "ar")]
    language: Option<String>,
    /// The page that it holds for, with what is below it; page authors and page editors have one.
    page: Option<String>,
    /// Who gave it.
    #[schema(example = "user/4f8e1d0c-7d1e-4c52-8f0a-3b9d5e2f4a61")]
    author: String,
    /// When it was given, RFC 3339 in UTC.
    #[schema(example = "2026-11-22T10:00:00Z")]
    created: String,
}

impl GivenRole {
    fn of(given: Given, directory: &Directory) -> Self {
        let Given { id, grant, author, created } = given;
        let region = grant.region.and_then(|id| directory.by_id(id)).map(|entry| entry.region.slug.clone());
        let created = times::utc(created);
        Self { id, role: grant.role, region, language: grant.language, page: grant.item, author, created }
    }
}

/// A role to be given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"role": "editor", "region": "musterkreis"}))]
pub(crate) struct NewRole {
    /// `observer`, `event_manager`, `author`, `editor` or `manager` of a region; `translator` of a language; `page_author` or
    /// `page_editor` of a page; `service_team` or `administrator`.
    #[schema(value_type = String, example = "editor")]
    role: Role,
    /// The region that it holds in; translators may do without one. Where the address names a region, it is that one.
    region: Option<String>,
    /// The tag of the language; for translators only.
    language: Option<String>,
    /// The id of the page; for page authors and page editors only.
    page: Option<String>,
}

impl NewRole {
    fn read(self, directory: &Directory) -> Result<Grant, Failure> {
        let refused = |field, reason| Failure::Invalid { field, why: Why::Value(reason) };
        let unknown = || {
            let allowed = directory.regions().map(|entry| entry.region.slug.as_str()).collect::<Vec<_>>().join(", ");
            refused("region", Reason::UnknownValue { allowed })
        };
        let of_slug = |slug: String| directory.region(&slug).map(|entry| entry.region.id).ok_or_else(unknown);
        let key = |tag: String| Tag::parse(&tag).map(|tag| tag.key().to_owned());
        let id = |page: String| Uuid::try_parse(&page).map(|id| id.to_string());
        Ok(Grant {
            role: self.role,
            region: self.region.map(of_slug).transpose()?,
            language: self.language.map(key).transpose().map_err(|_| refused("language", Reason::NotATag))?,
            item: self.page.map(id).transpose().map_err(|_| refused("page", Reason::NotAUuid))?,
        })
    }
}

/// Somebody with an account.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Person {
    /// A UUID.
    #[schema(example = "4f8e1d0c-7d1e-4c52-8f0a-3b9d5e2f4a61")]
    id: String,
    /// The e-mail address; null when the account was erased.
    #[schema(example = "amt@example.org")]
    email: Option<String>,
    /// What others see.
    #[schema(example = "Amina Yılmaz")]
    name: String,
    /// The number of the organization that they belong to.
    organization: Option<i64>,
    /// Whether they are kept out.
    disabled: bool,
    /// Whether they have chosen a password yet.
    password: bool,
    /// Whether a code is asked for when they sign in.
    second_factor: bool,
    /// When the account was made, RFC 3339 in UTC.
    #[schema(example = "2026-11-22T10:00:00Z")]
    created: String,
    /// When they signed in last.
    seen: Option<String>,
    /// What they may do; where the address names a region, only there.
    roles: Vec<GivenRole>,
}

impl Person {
    fn of(user: User, given: Vec<Given>, directory: &Directory) -> Self {
        Self {
            disabled: user.disabled,
            password: user.has_password(),
            second_factor: user.has_second_factor(),
            id: user.id,
            email: user.email,
            name: user.name,
            organization: user.organization,
            created: times::utc(user.created),
            seen: user.seen.map(times::utc),
            roles: given.into_iter().map(|given| GivenRole::of(given, directory)).collect(),
        }
    }
}

/// A user with the grants that hold in `region`, or with all of them.
fn known(db: &mut Db, user: User, region: Option<i64>) -> content::Result<(User, Vec<Given>)> {
    let mut given = users::grants(db, &user.id)?;
    given.retain(|given| region.is_none() || given.grant.region == region);
    Ok((user, given))
}

/// The same for everybody in `region`, or for all.
fn all_known(db: &mut Db, region: Option<i64>) -> content::Result<Vec<(User, Vec<Given>)>> {
    users::list(db, region)?.into_iter().map(|user| known(db, user, region)).collect()
}

/// The id of the user of the path.
fn user(request: &HttpRequest) -> Result<String, Failure> {
    let text = part(request, "user");
    let unknown = || Error::not_found(Noun::User, shortened(text));
    Ok(Uuid::try_parse(text).map_err(|_| unknown())?.to_string())
}

/// The number in the path called `name`, which is that of a `noun`.
fn number(request: &HttpRequest, name: &str, noun: Noun) -> Result<i64, Failure> {
    let text = part(request, name);
    Ok(text.parse().map_err(|_| Error::not_found(noun, shortened(text)))?)
}

/// An answer that nobody keeps: it is about people.
fn private(mut response: HttpResponseBuilder, body: impl Serialize) -> HttpResponse {
    response.insert_header((CACHE_CONTROL, "no-store")).json(body)
}

/// A link that lets somebody choose a password, once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PasswordLink {
    /// To be sent to them; `PUT /api/v1/password/{link}` takes it.
    #[schema(example = "NGY4ZTFk….1795946400000.q83v…")]
    link: String,
    /// Until when it can be used, RFC 3339 in UTC; it ends with the first use.
    #[schema(example = "2026-11-29T10:00:00Z")]
    expires: String,
}

/// How long a link for choosing a password is valid, in milliseconds.
const LINK: i64 = 7 * 24 * 3_600_000;

impl PasswordLink {
    fn to(state: &Data<State>, user: &User) -> Result<Self, Failure> {
        let expires = (state.store.world().now)() + LINK;
        let link = state.store.seals()?.seal(passwords::PURPOSE, &user.link(), expires);
        Ok(Self { link, expires: times::utc(expires) })
    }
}
