//! The Integreat-compatible face: what today's Integreat app calls, in the form that it reads.
//!
//! It renders what `content` gives and decides nothing. Addresses come in two shapes, Integreat's own (`/api/v3/…`) and the
//! older ones of `WordPress`; all end with a slash, and a request without it is sent on. Errors are `{"error": "…"}`.

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
use actix_web::web::{self, ServiceConfig, resource};
use actix_web::{Handler, HttpRequest, HttpResponse, Resource, Responder, Route};
use bytes::Bytes;
use serde::Serialize;

pub(crate) use self::faults::Fault;
pub(crate) use self::pages::building::Branch;
pub(crate) use self::pages::changes::{Changes, Since};
use crate::error::Failure;
use crate::prepared::{Built, Delivery};
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
#[openapi(paths(
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
))]
pub(crate) struct Description;

/// Adds the list that every phone of today asks for. It belongs in front of the other routes: each pattern that stands
/// before it costs a comparison.
pub(crate) fn busiest_route(app: &mut ServiceConfig) {
    app.service(read("v3_pages", resource("/api/v3/{region}/{language}/pages/"), pages::list));
}

/// Adds the other routes of the v3 face.
pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(
        web::scope("/api/v3")
            .service(read("v3_regions", resource("/regions/"), regions::all))
            .service(read("v3_region", resource("/regions/{region}/"), regions::one))
            .service(read("v3_languages", resource("/{region}/languages/"), regions::languages))
            .service(read("v3_offers", resource(["/{region}/offers/", "/{region}/extras/"]), unbuilt::offers))
            .service(to_slash(resource("/{one:regions}")))
            .service(to_slash(resource("/regions/{region}")))
            .service(to_slash(resource("/{region}/{list:languages|offers|extras}")))
            .service(web::scope("/{region}/{language}").configure(|app| content(app, "v3")))
            .default_service(web::to(elsewhere)),
    );
    app.service(
        web::scope("/wp-json/extensions/v3/sites")
            .service(read("wp_regions", resource("/"), regions::all))
            .service(read("wp_region", resource("/{region}/"), regions::one))
            .service(to_slash(resource(["", "/{region}"])))
            .default_service(web::to(elsewhere)),
    );
    app.service(
        web::scope("/{region}/{language}/wp-json/extensions/v3")
            .service(read("wp_languages", resource("/languages/"), regions::languages))
            .service(to_slash(resource("/languages")))
            .service(read("wp_pages", resource("/pages/"), pages::list))
            .configure(|app| content(app, "wp"))
            .default_service(web::to(elsewhere)),
    );
}

/// What has an address with a slash only.
const LISTS: &str =
    "pages|children|parents|page|post|events|locations|location-categories|fcm|offers|extras|imprint|disclaimer";

/// Lists of what there is none of yet; the app asks for news without a slash.
const EMPTY: [&str; 6] = ["/events/", "/locations/", "/location-categories/", "/fcm/", "/news/", "/news"];

/// What a region has in one language, counted under names that begin with `face`.
fn content(app: &mut ServiceConfig, face: &str) {
    let name = |what: &str| format!("{face}_{what}");
    app.service(read(&name("children"), resource("/children/"), pages::children))
        .service(read(&name("parents"), resource("/parents/"), pages::parents))
        .service(read(&name("page"), resource(["/page/", "/post/"]), pages::page))
        .service(read(&name("lists"), resource(EMPTY), unbuilt::empty_list))
        .service(read(&name("offers"), resource(["/offers/", "/extras/"]), unbuilt::offers))
        .service(read(&name("imprint"), resource(["/imprint/", "/disclaimer/"]), unbuilt::imprint))
        .service(read(&name("story"), resource(["/news/{id}/", "/news/{id}"]), unbuilt::story))
        .service(to_slash(resource(format!("/{{list:{LISTS}}}"))))
        .default_service(web::to(elsewhere));
}

/// Reads at `addresses`, counted under `name`; the reference looks at no method, so POST reads as well.
fn read<F, Args>(name: &str, addresses: Resource, handler: F) -> Resource
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    answer(addresses.name(name), web::route().to(handler))
}

fn answer(addresses: Resource, route: Route) -> Resource {
    addresses.route(route.guard(reading())).default_service(web::to(cors::other_method))
}

fn reading() -> impl Guard {
    guard::Any(guard::Get()).or(guard::Head()).or(guard::Post())
}

/// Sends requests for `addresses` on to the same address with a slash at its end.
fn to_slash(addresses: Resource) -> Resource {
    let send_on = async |request: HttpRequest| {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        HttpResponse::build(StatusCode::MOVED_PERMANENTLY)
            .insert_header((LOCATION, format!("{}/{query}", request.uri().path())))
            .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
            .finish()
    };
    answer(addresses, web::to(send_on))
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
        delivery: Delivery::default(),
        stamp,
        extra: Extra::None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use utoipa::OpenApi as _;

    use super::Description;

    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str));
                members.values().for_each(|member| references(member, found));
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_of_the_description_leads_to_a_schema() {
        let description = serde_json::to_value(Description::openapi()).expect("it is plain data");

        let mut found = Vec::new();
        references(&description, &mut found);

        assert!(!found.is_empty());
        for reference in found {
            assert!(description.pointer(&reference[1..]).is_some(), "{reference}");
        }
    }
}
