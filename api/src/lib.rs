//! HTTP in front of `content`: the routes, and how answers and errors look.
//!
//! `app` is the whole table of routes. A handler unpacks the request, makes one call into `content`, and wraps what
//! comes back. Answers that many clients repeat come from `prepared`; what goes wrong is a `Failure`, and
//! only `error` knows which status that is.

mod access;
mod accounts;
mod activity;
mod addresses;
mod audit;
mod bodies;
mod bundles;
mod changes;
mod conditions;
mod coverage;
mod docs;
mod error;
mod health;
mod idempotency;
mod invitations;
mod language;
mod limits;
mod links;
pub mod logs;
mod metrics;
pub mod mirror;
mod negotiate;
mod openapi;
mod origins;
mod pages;
mod prefixes;
mod prepared;
mod proxies;
mod regions;
mod reviews;
mod routes;
mod schedules;
pub mod server;
mod state;
mod suggestions;
mod sync;
mod translations;
mod v3;
mod views;

use std::rc::Rc;
use std::time::Instant;

use actix_web::body::{self, BodySize, BoxBody, MessageBody};
use actix_web::dev::{Service, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::RANGE;
use actix_web::web::{self, Data};
use actix_web::{App, Error};
use utoipa_actix_web::AppExt;
use utoipa_actix_web::service_config::ServiceConfig;

use metrics::Counting;
use state::State;

/// The application: every route, inside one layer that answers `HEAD`, counts, writes logs and gives errors their form.
fn app(
    state: Data<State>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let counting = Counting::new(state.clone());
    let prefix: Rc<str> = Rc::from(state.base_path.as_str());
    let docs = docs::Pages::below(&prefix);
    // What phones ask for stands first: each route before it costs a comparison.
    let app = App::new().app_data(state).into_utoipa_app().configure(sync::routes);
    let app = app.map(|app| app.configure(v3::busiest_route)).configure(configure);
    let app = app.map(|app| app.configure(|app| docs.add(app)).configure(v3::routes)).configure(views::routes);
    let (app, _) = app.map(|app| app.configure(views::slashes)).split_for_parts();
    let app = app.app_data(web::PayloadConfig::new(bodies::LIMIT));
    app.default_service(web::to(error::unknown_route)).wrap_fn(move |mut request, service| {
        let (counting, prefix, began) = (counting.clone(), Rc::clone(&prefix), Instant::now());
        if !prefix.is_empty() {
            prefixes::take_off(&prefix, &mut request);
        }
        let is_head = request.method() == Method::HEAD;
        if is_head {
            // The connection remembers that it was HEAD and leaves the body out. There are ranges of bodies only.
            request.head_mut().method = Method::GET;
            request.headers_mut().remove(RANGE);
        }
        let answer = service.call(request);
        async move {
            let mut answer = answer.await?.map_into_boxed_body();
            if !prefix.is_empty() {
                prefixes::put_before(&prefix, &mut answer);
            }
            if is_head {
                answer = answer.map_body(|_, body| without_stream(body));
            }
            let (status, took) = (answer.status(), began.elapsed());
            counting.count(answer.request(), status, took);
            if !logs::is_notable(status, took) {
                return Ok(error::give_form(answer));
            }
            let id = logs::write(answer.request(), status, took, error::failure(&answer).as_ref());
            let mut answer = error::give_form(answer);
            answer.headers_mut().insert(logs::REQUEST_ID, id.into());
            Ok(answer)
        }
    })
}

/// The body of an answer to HEAD: one without an end would keep the connection busy.
fn without_stream(body: BoxBody) -> BoxBody {
    match body.size() {
        BodySize::Stream => BoxBody::new(body::None::new()),
        _ => body,
    }
}

/// The table of routes. Literal segments win, so they stand first.
fn configure(config: &mut ServiceConfig) {
    let v1 = routes::add! { utoipa_actix_web::scope::scope("/api/v1"),
        [pages] { list, show_at }
        [translations] { list }
        [translations::reviews] { submit, approve, reject }
        [translations::autosaves] { show, keep, forget }
        [schedules] { create, list, of_region, remove }
        [reviews] { list }
        [links::broken] { list }
        [links::replacements] { replace }
        [translations::versions] { list, show, compare, restore, mark_up_to_date }
        [translations::editing] { show, save, withdraw }
        [views::previews] { create }
        [activity] { lock, unlock, listen }
        [origins] { copy, list, show, decide, forget }
        [pages::editing] { show, set_details, create, delete, move_to, archive, restore, confirm }
        [changes] { apply }
        [regions] { list }
        [regions::editing] { create, add_language }
        [regions::options] { show, set }
        [coverage] { figures }
        layered [bundles::sources] { show, save }
        layered [bundles::histories] { show, rollback }
        layered [bundles::acknowledgements] { list, add, withdraw }
        layered [bundles::imports] { take }
        layered [bundles::sheets] { show, save }
        layered [bundles::directory] { list }
        [bundles] { figures, show, list }
        [negotiate] { choose }
        [audit] { list }
        [invitations] { create, list, revoke }
        [invitations::links] { show, suggest, list, take_back, erase_name }
        [suggestions] { list, accept, reject, erase_name }
        [accounts::sessions] { begin, show, end }
        [accounts::own] { show, change_password }
        [accounts::second_factors] { propose, confirm, remove }
        [accounts::tokens] { list, create, revoke }
        [accounts::passwords] { choose }
        [accounts::people] { list, create, show, change, erase, grant, take, link }
        [accounts::staff] { list, add, grant, take, link }
        [accounts::organizations] { list, create, rename, delete }
        [regions] { show, languages }
        [pages] { show }
    };
    config.service(v1);
    routes::add! { config,
        [coverage] { style, shown }
        [health] { live, ready }
        [metrics] { show }
        [docs] { openapi }
    };
}

/// The description of the API, as JSON for people who review it.
pub fn openapi() -> String {
    openapi::to_json(&openapi::describe())
}
