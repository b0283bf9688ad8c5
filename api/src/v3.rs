//! The Integreat-compatible face: what today's Integreat app calls, in the form that it reads.
//!
//! It renders what `content` gives and decides nothing. Addresses come in two shapes, Integreat's own (`/api/v3/…`) and the
//! older ones of WordPress; all end with a slash, and a request without it is sent on. Errors are `{"error": "…"}`.

mod cors;
mod faults;
mod pages;
mod parameters;
mod reader;
mod regions;
mod unbuilt;

use actix_web::guard::{self, Guard};
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue, LOCATION};
use actix_web::web::{self, ServiceConfig};
use actix_web::{Handler, HttpRequest, HttpResponse, Resource, Responder};
use bytes::Bytes;
use serde::Serialize;

pub(crate) use self::faults::Fault;
pub(crate) use self::pages::building::Branch;
pub(crate) use self::pages::changes::{Changes, Since};
use crate::error::Failure;
use crate::prepared::Built;
use crate::state::{Extra, open_to_all};

/// One prepared answer of the v3 face.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// All regions.
    Regions,
    /// One region, by number.
    Region(i64),
    /// The languages of a region.
    Languages(i64),
    /// All pages of a region in one language.
    Pages {
        /// The region.
        region: i64,
        /// The language.
        language: i64,
    },
    /// What changed in those pages.
    Since {
        /// The region.
        region: i64,
        /// The language.
        language: i64,
        /// Since when.
        since: Since,
    },
    /// Some of those pages.
    Branch {
        /// The region.
        region: i64,
        /// The language.
        language: i64,
        /// Which.
        branch: Branch,
    },
}

/// The descriptions of all addresses.
#[derive(utoipa::OpenApi)]
#[openapi(
    paths(
        regions::all,
        regions::one,
        regions::languages,
        pages::list,
        pages::page,
        pages::children,
        pages::parents,
        unbuilt::empty_list,
        unbuilt::offers,
        unbuilt::imprint,
        unbuilt::story
    ),
    components(schemas(pages::changes::Answer))
)]
pub(crate) struct Description;

/// Adds the routes of the v3 face.
pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(
        web::scope("/api/v3")
            .service(read(web::resource("/regions/"), regions::all))
            .service(read(web::resource("/regions/{region}/"), regions::one))
            .service(read(web::resource("/{region}/languages/"), regions::languages))
            .service(read(web::resource(["/{region}/offers/", "/{region}/extras/"]), unbuilt::offers))
            .service(to_slash(web::resource("/{one:regions}")))
            .service(to_slash(web::resource("/regions/{region}")))
            .service(to_slash(web::resource("/{region}/{list:languages|offers|extras}")))
            .service(web::scope("/{region}/{language}").configure(content))
            .default_service(web::to(elsewhere)),
    );
    app.service(
        web::scope("/wp-json/extensions/v3/sites")
            .service(read(web::resource("/"), regions::all))
            .service(read(web::resource("/{region}/"), regions::one))
            .service(to_slash(web::resource(["", "/{region}"])))
            .default_service(web::to(elsewhere)),
    );
    app.service(
        web::scope("/{region}/{language}/wp-json/extensions/v3")
            .service(read(web::resource("/languages/"), regions::languages))
            .service(to_slash(web::resource("/languages")))
            .configure(content)
            .default_service(web::to(elsewhere)),
    );
}

/// What has an address with a slash only.
const LISTS: &str =
    "pages|children|parents|page|post|events|locations|location-categories|fcm|offers|extras|imprint|disclaimer";

/// What a region has in one language.
fn content(app: &mut ServiceConfig) {
    app.service(read(web::resource("/pages/"), pages::list))
        .service(read(web::resource("/children/"), pages::children))
        .service(read(web::resource("/parents/"), pages::parents))
        .service(read(web::resource(["/page/", "/post/"]), pages::page))
        .service(read(
            web::resource(["/events/", "/locations/", "/location-categories/", "/fcm/", "/news/", "/news"]),
            unbuilt::empty_list,
        ))
        .service(read(web::resource(["/offers/", "/extras/"]), unbuilt::offers))
        .service(read(web::resource(["/imprint/", "/disclaimer/"]), unbuilt::imprint))
        .service(read(web::resource(["/news/{id}/", "/news/{id}"]), unbuilt::story))
        .service(to_slash(web::resource(format!("/{{list:{LISTS}}}"))))
        .default_service(web::to(elsewhere));
}

/// Reads at `addresses`; the reference looks at no method, so POST reads as well.
fn read<F, Args>(addresses: Resource, handler: F) -> Resource
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    addresses.route(web::route().guard(reading()).to(handler)).default_service(web::to(cors::other_method))
}

fn reading() -> impl Guard {
    guard::Any(guard::Get()).or(guard::Head()).or(guard::Post())
}

/// Sends requests for `addresses` on to the same address with a slash at its end.
fn to_slash(addresses: Resource) -> Resource {
    read(addresses, async |request: HttpRequest| {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        HttpResponse::build(StatusCode::MOVED_PERMANENTLY)
            .insert_header((LOCATION, format!("{}/{query}", request.uri().path())))
            .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
            .finish()
    })
}

/// Whatever else is asked for below these addresses.
async fn elsewhere(request: HttpRequest) -> Result<HttpResponse, Failure> {
    if request.method() == actix_web::http::Method::OPTIONS {
        return cors::other_method(request).await;
    }
    Err(Fault::NOT_FOUND.into())
}

/// `value` as JSON.
fn written(value: &impl Serialize) -> Vec<u8> {
    let mut json = Vec::new();
    write(&mut json, value);
    json
}

/// Appends `value` as JSON.
fn write(json: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(json, value).expect("memory takes every write, and every key is a string");
}

/// A JSON answer that reflects the state `stamp`.
fn built(json: Vec<u8>, stamp: u64) -> Built<Extra> {
    Built {
        identity: Bytes::from(json),
        content_type: HeaderValue::from_static("application/json"),
        headers: open_to_all(),
        stamp,
        extra: Extra::None,
    }
}
