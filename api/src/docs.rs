//! The description of the API, for programs and, as a page to try it out, for people.

use actix_web::HttpResponse;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE, LOCATION};
use actix_web::web;
use actix_web::web::Data;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::access::Open;
use crate::state::State;

/// This description.
#[utoipa::path(get, path = "/openapi.json", tag = "operations", responses((status = OK, description = "OpenAPI 3.1", body = Object, content_type = "application/json")))]
pub(crate) async fn openapi(_: Open, state: Data<State>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .body(state.description.clone())
}

/// The pages under `/docs`, from the binary.
pub(crate) struct Pages {
    description: String,
}

impl Pages {
    /// For a server below `prefix`.
    pub(crate) fn below(prefix: &str) -> Self {
        Self { description: format!("{prefix}/openapi.json") }
    }

    /// Adds the routes.
    pub(crate) fn add(&self, config: &mut web::ServiceConfig) {
        let send_on = || async { HttpResponse::Found().insert_header((LOCATION, "/docs/")).finish() };
        config
            .route("/docs", web::get().to(send_on))
            .service(SwaggerUi::new("/docs/{_:.*}").config(Config::from(self.description.clone())));
    }
}
