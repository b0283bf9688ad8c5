//! Adding routes: each with its description, and only with a guard as the first argument of its handler.

use std::marker::PhantomData;

use actix_web::dev::{AppService, HttpServiceFactory};
use actix_web::http::Method;
use actix_web::{FromRequest, Handler, Resource, Responder, guard};
use utoipa::__dev::{SchemaReferences, Tags};
use utoipa::IntoParams as _;
use utoipa::openapi::path::{Operation, Paths};
use utoipa::openapi::{HttpMethod, PathItem, RefOr, Schema};
use utoipa_actix_web::OpenApiFactory;

use crate::access::{Guard, Rule};
use crate::openapi::{self, OfRegion};

/// Arguments of a handler, of which the first is a guard.
pub(crate) trait Guarded: FromRequest {
    /// What the guard asks for.
    const RULE: Rule;
}

macro_rules! guarded {
    ($($rest:ident)*) => {
        impl<G: Guard + 'static, $($rest: FromRequest + 'static),*> Guarded for (G, $($rest,)*) {
            const RULE: Rule = G::RULE;
        }
    };
}

guarded!();
guarded!(A);
guarded!(A B);
guarded!(A B C);
guarded!(A B C D);

/// A route: a handler, and what `D` says of it.
pub(crate) struct Route<D, H, Args> {
    handler: H,
    /// Whether it answers for one region, too, below the region's own address.
    layered: bool,
    marks: PhantomData<(D, Args)>,
}

impl<D, H, Args> Route<D, H, Args>
where
    D: utoipa::Path + SchemaReferences,
    H: Handler<Args>,
    H::Output: Responder + 'static,
    Args: Guarded + 'static,
{
    /// The only way to make one: `D` has to be the description of `handler`, as [`add!`] sees to.
    ///
    /// [`add!`]: crate::routes::add
    pub(crate) fn new(handler: H) -> Self {
        Self { handler, layered: false, marks: PhantomData }
    }

    /// The same for what every region can have of its own: `D` describes it for all regions.
    pub(crate) fn layered(handler: H) -> Self {
        Self { handler, layered: true, marks: PhantomData }
    }
}

impl<D, H, Args> HttpServiceFactory for Route<D, H, Args>
where
    D: utoipa::Path + 'static,
    H: Handler<Args>,
    H::Output: Responder + 'static,
    Args: Guarded + 'static,
{
    fn register(self, config: &mut AppService) {
        let method = D::methods().iter().map(method).next().unwrap_or(Method::GET);
        let name = D::operation().operation_id.unwrap_or_default();
        let mut add = |path: &str, name: &str| {
            let guard = guard::Method(method.clone());
            let resource = Resource::new(path).name(name).guard(guard).to(self.handler.clone());
            HttpServiceFactory::register(resource, config);
        };
        if self.layered {
            add(&of_region(&D::path()), &format!("{name}{OF_REGION}"));
        }
        add(&D::path(), &name);
    }
}

/// What the name of an operation ends with that is for one region.
const OF_REGION: &str = "_of_region";

/// The address for one region of what has the address `path` for all.
fn of_region(path: &str) -> String {
    format!("/regions/{{region}}{path}")
}

/// The description for one region of what `operation` does for all.
fn in_region(mut operation: Operation) -> Operation {
    let adapted = |text: String| text.replace("for all regions", "for one region");
    operation.operation_id = operation.operation_id.map(|id| id + OF_REGION);
    operation.summary = operation.summary.map(adapted);
    operation.description = operation.description.map(adapted);
    let region = OfRegion::into_params(|| None).into_iter().map(RefOr::T);
    operation.parameters = Some(region.chain(operation.parameters.unwrap_or_default()).collect());
    operation
}

impl<D: utoipa::Path + SchemaReferences + Tags<'static>, H, Args: Guarded> OpenApiFactory for Route<D, H, Args> {
    fn paths(&self) -> Paths {
        let mut operation = D::operation();
        operation.tags.get_or_insert_default().extend(D::tags().into_iter().map(ToOwned::to_owned));
        let rule = serde_json::json!(Args::RULE.text());
        operation.extensions.get_or_insert_default().insert("x-needs".to_owned(), rule);
        if Args::RULE != Rule::Everybody {
            openapi::guard(&mut operation);
        }
        let mut paths = Paths::builder();
        for method in D::methods() {
            if self.layered {
                let item = PathItem::new(method.clone(), in_region(operation.clone()));
                paths = paths.path(of_region(&described(&D::path())), item);
            }
            paths = paths.path(described(&D::path()), PathItem::new(method, operation.clone()));
        }
        paths.build()
    }

    fn schemas(&self, schemas: &mut Vec<(String, RefOr<Schema>)>) {
        D::schemas(schemas);
    }
}

/// A pattern as descriptions have it: `{name:expression}` says only its name.
pub(crate) fn described(pattern: &str) -> String {
    pattern.replace(":.*}", "}")
}

fn method(method: &HttpMethod) -> Method {
    match method {
        HttpMethod::Post => Method::POST,
        HttpMethod::Put => Method::PUT,
        HttpMethod::Delete => Method::DELETE,
        HttpMethod::Patch => Method::PATCH,
        _ => Method::GET,
    }
}

/// Adds handlers to a scope or a configuration, module by module, in this order; the first that fits a request wins.
///
/// Handlers that are `layered` answer for all regions and, below the address of a region, for that one.
macro_rules! add {
    (@one $new:ident, $to:expr, [$($module:ident)::+], $handler:ident) => {
        pastey::paste! {
            $to.service($crate::routes::Route::<$($module)::+::[<__path_ $handler>], _, _>::$new($($module)::+::$handler))
        }
    };
    (@all $to:expr,) => { $to };
    (@all $to:expr, layered $module:tt { $($handler:ident),+ } $($rest:tt)*) => {{
        let to = $to;
        $(let to = $crate::routes::add!(@one layered, to, $module, $handler);)+
        $crate::routes::add!(@all to, $($rest)*)
    }};
    (@all $to:expr, $module:tt { $($handler:ident),+ } $($rest:tt)*) => {{
        let to = $to;
        $(let to = $crate::routes::add!(@one new, to, $module, $handler);)+
        $crate::routes::add!(@all to, $($rest)*)
    }};
    ($to:expr, $($rest:tt)+) => { $crate::routes::add!(@all $to, $($rest)+) };
}
pub(crate) use add;
