//! Who asks: the extractor for administrators.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use crate::error::Failure;
use crate::state::State;

/// Somebody with an administrator token; `401` for everybody else, and `403` for all on a mirror.
#[derive(Clone, Debug)]
pub(crate) struct Administrator {
    /// Who is noted as the author of what this request changes.
    pub(crate) author: String,
}

impl FromRequest for Administrator {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let secret = secret(request).map(str::to_owned);
        let state = request.app_data::<Data<State>>().cloned();
        Box::pin(async move {
            let Some(state) = state else { return Err(Failure::NotAuthorized) };
            if state.is_mirror {
                return Err(Failure::ReadOnly);
            }
            let secret = secret.ok_or(Failure::NotAuthorized)?;
            let token = state.store.read(move |db| content::tokens::find(db, &secret)).await?;
            let token = token.ok_or(Failure::NotAuthorized)?;
            Ok(Self { author: format!("token/{}", token.name) })
        })
    }
}

fn secret(request: &HttpRequest) -> Option<&str> {
    let (scheme, secret) = request.headers().get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}
