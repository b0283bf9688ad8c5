//! HTTP in front of `content`: the routes, and how answers and errors look.
//!
//! [`app`] is the whole table of routes. A handler unpacks the request, makes one call into `content`, and wraps what
//! comes back. Answers that many clients repeat come from [`prepared`]; what goes wrong is a [`error::Failure`], and
//! only `error` knows which status that is.

mod coverage;
mod error;
mod health;
mod language;
mod prepared;
mod regions;
pub mod server;
mod state;

use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::web::{self, Data};
use actix_web::{App, Error};
use utoipa_actix_web::AppExt;
use utoipa_actix_web::scope::scope;
use utoipa_actix_web::service_config::ServiceConfig;

use state::State;

/// The application: every route, inside one layer that answers `HEAD` and gives errors their form.
fn app(
    state: Data<State>,
) -> App<
    impl ServiceFactory<ServiceRequest, Config = (), Response = ServiceResponse<impl MessageBody>, Error = Error, InitError = ()>,
> {
    let (app, _) = App::new().app_data(state).into_utoipa_app().configure(routes).split_for_parts();
    app.default_service(web::to(error::unknown_route)).wrap_fn(|mut request, service| {
        if request.method() == Method::HEAD {
            // The connection remembers that it was HEAD and leaves the body out.
            request.head_mut().method = Method::GET;
        }
        let answer = service.call(request);
        async { answer.await.map(error::give_form) }
    })
}

/// The table of routes.
fn routes(config: &mut ServiceConfig) {
    config
        .service(scope("/api/v1").service(regions::list).service(coverage::figures))
        .service(coverage::style)
        .service(coverage::shown)
        .service(health::live)
        .service(health::ready);
}

/// The description of the API, as JSON for people who review it.
pub fn openapi() -> String {
    let (_, api) = App::new().into_utoipa_app().configure(routes).split_for_parts();
    api.to_pretty_json().expect("a description is plain data") + "\n"
}
