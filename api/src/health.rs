//! Whether the server lives and can work, for those who watch over it.

use actix_web::HttpResponse;
use actix_web::http::header::ContentType;
use actix_web::web::Data;

use crate::access::Open;
use crate::error::Failure;
use crate::state::State;

/// The process answers.
#[utoipa::path(get, path = "/health/live", tag = "operations", responses((status = OK, description = "The process lives.", body = str, content_type = "text/plain")))]
pub(crate) async fn live(_: Open) -> &'static str {
    "live\n"
}

/// The database answers too, and delta sync has published everything that was waiting when the server started.
#[utoipa::path(get, path = "/health/ready", tag = "operations", responses(
    (status = OK, description = "Requests can be answered.", body = str, content_type = "text/plain"),
    (status = SERVICE_UNAVAILABLE, description = "The database does not answer, or something is still to be published."),
))]
pub(crate) async fn ready(_: Open, state: Data<State>) -> Result<HttpResponse, Failure> {
    let answered = state.store.read(|db| content::regions::all(db).map(drop)).await;
    answered.map_err(|_| Failure::NotReady)?;
    if !state.store.heads().are_complete() {
        return Err(Failure::NotReady);
    }
    Ok(HttpResponse::Ok().content_type(ContentType::plaintext()).body("ready\n"))
}
