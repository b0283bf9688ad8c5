//! The query parameters of the v3 face.

use actix_web::HttpRequest;
use actix_web::web::Query;

use super::faults::Fault;
use crate::error::Failure;

/// The most bytes of a query; the longest address of a page is far shorter.
const LONGEST: usize = 8 << 10;

/// The parameters of one request. Of several with one name the last counts.
#[derive(Debug)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// The parameters of `request`.
    pub(super) fn of(request: &HttpRequest) -> Result<Self, Failure> {
        let query = request.query_string();
        if query.len() > LONGEST {
            return Err(Fault::LONG_QUERY.into());
        }
        let pairs = Query::<Vec<(String, String)>>::from_query(query);
        Ok(Self(pairs.map_err(|_| Fault::BAD_QUERY)?.into_inner()))
    }

    /// The value of `name`, even if it is empty.
    pub(super) fn raw(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The value of `name`, unless it is empty.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.raw(name).filter(|value| !value.is_empty())
    }

    /// How many levels of pages are wanted, at most `most`; one if that is not said.
    pub(super) fn depth(&self, most: u8) -> Result<u8, Failure> {
        let Some(depth) = self.text("depth") else { return Ok(1) };
        match depth.parse::<i64>() {
            Ok(depth @ 0..) => Ok(u8::try_from(depth).unwrap_or(most).min(most)),
            _ => Err(Fault::BAD_DEPTH.into()),
        }
    }
}
