//! Adding routes: each with its description, and only with a guard as the first argument of its handler.

use std::marker::PhantomData;

use actix_web::dev::{AppService, HttpServiceFactory};
use actix_web::http::Method;
use actix_web::{FromRequest, Handler, Resource, Responder, guard};
use utoipa::__dev::SchemaReferences;
use utoipa::openapi::path::Paths;
use utoipa::openapi::{HttpMethod, RefOr, Schema};
use utoipa_actix_web::OpenApiFactory;

use crate::access::{Guard, Rule};

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
        Self { handler, marks: PhantomData }
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
        let resource = Resource::new(D::path()).name(&name).guard(guard::Method(method)).to(self.handler);
        HttpServiceFactory::register(resource, config);
    }
}

impl<D: utoipa::Path + SchemaReferences, H, Args: Guarded> OpenApiFactory for Route<D, H, Args> {
    fn paths(&self) -> Paths {
        let mut operation = D::operation();
        operation.tags.get_or_insert_default();
        let rule = serde_json::json!(Args::RULE.text());
        operation.extensions.get_or_insert_default().insert("x-needs".to_owned(), rule);
        let add = |paths: utoipa::openapi::path::PathsBuilder, method| {
            paths.path(D::path(), utoipa::openapi::PathItem::new(method, operation.clone()))
        };
        D::methods().into_iter().fold(Paths::builder(), add).build()
    }

    fn schemas(&self, schemas: &mut Vec<(String, RefOr<Schema>)>) {
        D::schemas(schemas);
    }
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
macro_rules! add {
    (@one $to:expr, [$($module:ident)::+], $handler:ident) => {
        pastey::paste! {
            $to.service($crate::routes::Route::<$($module)::+::[<__path_ $handler>], _, _>::new($($module)::+::$handler))
        }
    };
    ($to:expr, $($module:tt { $($handler:ident),+ $(,)? })+) => {{
        let to = $to;
        $($(
            let to = $crate::routes::add!(@one to, $module, $handler);
        )+)+
        to
    }};
}
pub(crate) use add;
