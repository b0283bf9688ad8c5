//! The query parameters of delta sync. An unknown one is refused, so that no cache keeps one answer under many addresses.

use std::borrow::Cow;

use actix_web::HttpRequest;
use url::form_urlencoded;

use crate::addresses::shortened;
use crate::error::{Failure, Why};

/// Refuses every parameter.
pub(super) fn none(request: &HttpRequest) -> Result<(), Failure> {
    values(request, "").map(drop)
}

/// The revision in `at`, if it is there.
pub(super) fn at(request: &HttpRequest) -> Result<Option<u64>, Failure> {
    let refused = |_| Failure::BadParameter { name: "at".into(), why: Why::NotARevision };
    let values = values(request, "at")?;
    values.last().map(|at| at.parse().map_err(refused)).transpose()
}

/// Every value of the parameter `name`, the only one that is taken.
pub(super) fn values<'a>(request: &'a HttpRequest, name: &str) -> Result<Vec<Cow<'a, str>>, Failure> {
    let pairs = form_urlencoded::parse(request.query_string().as_bytes());
    let taken = |(key, value): (Cow<'a, str>, _)| {
        let refused = || Failure::BadParameter { name: shortened(&key).into(), why: Why::UnknownParameter };
        (!name.is_empty() && key == name).then_some(value).ok_or_else(refused)
    };
    pairs.map(taken).collect()
}
