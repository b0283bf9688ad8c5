//! Which region, in which language, a request wants to read.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::web::Data;
use content::catalog::Catalog;
use content::directory::Entry;
use content::regions::Status;

use super::faults::Fault;
use crate::error::Failure;
use crate::state::{State, stamp_of};

/// The region and the language of a request, found in memory.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    entry: Arc<Entry>,
    /// The number of the language.
    pub(super) language: i64,
}

impl Reader {
    /// The region and the language that the path of `request` names.
    pub(super) fn of(request: &HttpRequest, state: &State) -> Result<Self, Failure> {
        let entry = region(request, state)?;
        let slug = request.match_info().query("language");
        let language = entry.language_by_slug(slug).ok_or(Fault::NO_LANGUAGE)?.id;
        Ok(Self { entry, language })
    }

    /// The number of the region.
    pub(super) fn region(&self) -> i64 {
        self.entry.region.id
    }

    /// How new an answer has to be.
    pub(super) fn stamp(&self) -> u64 {
        stamp(&self.entry)
    }

    /// The region's pages, as new as [`Reader::stamp`].
    pub(super) async fn catalog(&self, state: &Data<State>) -> Result<Arc<Catalog>, Failure> {
        state.catalog(&self.entry).await
    }
}

/// The region that the path of `request` names, unless it is archived.
pub(super) fn region(request: &HttpRequest, state: &State) -> Result<Arc<Entry>, Failure> {
    let directory = state.store.directory();
    let entry = directory.region(request.match_info().query("region")).ok_or(Fault::NOT_FOUND)?;
    match entry.region.status {
        Status::Archived => Err(Fault::ARCHIVED.into()),
        Status::Active | Status::Hidden => Ok(Arc::clone(entry)),
    }
}

/// How new an answer about the region has to be.
pub(super) fn stamp(entry: &Entry) -> u64 {
    stamp_of(entry.edits())
}
