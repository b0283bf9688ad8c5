//! What browsers ask before they read from another origin.

use actix_web::http::Method;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE,
};
use actix_web::{HttpRequest, HttpResponse};

use crate::error::Failure;

/// The headers that the reference allows, and those that conditional requests need.
const HEADERS: &str = "accept, accept-encoding, authorization, content-type, dnt, if-none-match, origin, user-agent, \
                       x-csrftoken, x-requested-with, x-integreat-development";

/// The methods that read.
const METHODS: &str = "GET, HEAD, OPTIONS, POST";

/// Answers OPTIONS; refuses whatever else reads nothing.
pub(super) async fn other_method(request: HttpRequest) -> Result<HttpResponse, Failure> {
    if request.method() != Method::OPTIONS {
        return Err(Failure::MethodNotAllowed { allow: METHODS.to_owned() });
    }
    Ok(HttpResponse::Ok()
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((ACCESS_CONTROL_ALLOW_METHODS, METHODS))
        .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, HEADERS))
        .insert_header((ACCESS_CONTROL_MAX_AGE, "86400"))
        .finish())
}
