//! The organizations of a region.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::error::Noun;
use content::organizations;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{number, private};
use crate::access::{Manage, May, See};
use crate::addresses;
use crate::bodies::Sent;
use crate::error::Failure;
use crate::openapi::{AccountRefused, OfRegion};
use crate::state::State;

/// Those who belong to it maintain the pages that name it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Organization {
    /// Its number.
    #[schema(example = 2)]
    id: i64,
    /// Its name.
    #[schema(example = "Caritas Musterkreis")]
    name: String,
}

impl From<organizations::Organization> for Organization {
    fn from(known: organizations::Organization) -> Self {
        Self { id: known.id, name: known.name }
    }
}

/// What an organization is called.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Caritas Musterkreis"}))]
pub(crate) struct NewOrganization {
    /// Its name, once in a region.
    name: String,
}

/// An organization of a region.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes parameters")]
struct OrganizationOfRegion {
    /// The region's name in addresses
    #[param(example = "minden-luebbecke")]
    region: String,
    /// The number of the organization
    #[param(example = 2)]
    organization: i64,
}

/// The organizations of a region, by name.
#[utoipa::path(get, path = "/regions/{region}/organizations", operation_id = "list_organizations", tag = "accounts", params(OfRegion), responses(
    (status = OK, body = Vec<Organization>),
    AccountRefused,
))]
pub(crate) async fn list(_: May<See>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let region = addresses::any_region(&state, &request)?.region.id;
    let all = state.store.read(move |db| organizations::list(db, region)).await?;
    Ok(private(HttpResponse::Ok(), all.into_iter().map(Organization::from).collect::<Vec<_>>()))
}

/// Make an organization.
#[utoipa::path(post, path = "/regions/{region}/organizations", operation_id = "create_organization", tag = "accounts", request_body = NewOrganization, params(OfRegion), responses(
    (status = CREATED, body = Organization),
    AccountRefused,
))]
pub(crate) async fn create(
    editor: May<Manage>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<NewOrganization>,
) -> Result<HttpResponse, Failure> {
    let (region, behalf) = (addresses::any_region(&state, &request)?.region.id, editor.behalf().clone());
    let name = sent.read().await?.name;
    let made = state.store.write(move |db, world| organizations::create(db, region, &name, &behalf, world)).await?;
    Ok(private(HttpResponse::Created(), Organization::from(made)))
}

/// Give an organization another name.
#[utoipa::path(put, path = "/regions/{region}/organizations/{organization}", operation_id = "rename_organization", tag = "accounts", request_body = NewOrganization, params(OrganizationOfRegion), responses(
    (status = OK, body = Organization),
    AccountRefused,
))]
pub(crate) async fn rename(
    editor: May<Manage>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<NewOrganization>,
) -> Result<HttpResponse, Failure> {
    let (region, behalf) = (addresses::any_region(&state, &request)?.region.id, editor.behalf().clone());
    let id = number(&request, "organization", Noun::Organization)?;
    let name = sent.read().await?.name;
    let renamed =
        state.store.write(move |db, world| organizations::rename(db, region, id, &name, &behalf, world)).await?;
    Ok(private(HttpResponse::Ok(), Organization::from(renamed)))
}

/// Delete an organization that neither accounts nor pages name.
#[utoipa::path(delete, path = "/regions/{region}/organizations/{organization}", operation_id = "delete_organization", tag = "accounts", params(OrganizationOfRegion), responses(
    (status = NO_CONTENT, description = "It is gone."),
    AccountRefused,
))]
pub(crate) async fn delete(
    editor: May<Manage>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (region, behalf) = (addresses::any_region(&state, &request)?.region.id, editor.behalf().clone());
    let id = number(&request, "organization", Noun::Organization)?;
    state.store.write(move |db, world| organizations::delete(db, region, id, &behalf, world)).await?;
    Ok(HttpResponse::NoContent().finish())
}
