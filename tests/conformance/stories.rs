//! The stories of the conformance vectors, one function each; the README says how they are to be read.

pub(crate) mod contents;
pub(crate) mod deltas;
pub(crate) mod format;
pub(crate) mod heads;
pub(crate) mod keys;
pub(crate) mod objects;
pub(crate) mod publisher;
pub(crate) mod scopes;

use format::Story;

/// Every story, by the name of its file.
pub(crate) fn all() -> Vec<(&'static str, Story)> {
    [contents::all(), deltas::all(), heads::all(), keys::all(), objects::all(), scopes::all()].concat()
}
