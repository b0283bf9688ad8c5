//! Outcomes: what a sync has done, and what the reader should be told.

use std::collections::BTreeMap;

use crate::client::failures::Failure;
use crate::client::transports::Traffic;
use crate::{Head, Id, Manifest};

/// What a sync has come to.
#[derive(Debug)]
pub struct Outcome {
    /// What has become of the state.
    pub change: Change,
    /// The head that is held now, if any.
    pub head: Option<Head>,
    /// The manifest of each scope that is held whole.
    pub scopes: BTreeMap<String, Manifest>,
    /// The objects that were asked for.
    pub fetched: Vec<Id>,
    /// What the reader should be told.
    pub flags: Flags,
    /// Why the daily look for newer keys has failed; the content is not concerned, and the next sync looks again.
    pub trust: Option<Failure>,
    /// What was carried.
    pub traffic: Traffic,
}

/// What has become of the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is what the server has now.
    Applied,
    /// It was that already.
    Unchanged,
    /// It is newer than what the server has offered.
    Stale,
    /// It is what it was: the server speaks of things that only a newer app understands.
    Refused,
}

/// What the reader should be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// Wanted scopes that the server no longer has; they stay as they were.
    pub gone: Vec<String>,
    /// A newer app is needed.
    pub update: bool,
    /// The head has not been confirmed for longer than it allows.
    pub expired: bool,
    /// The server has lost revisions without saying so.
    pub restored: bool,
}

impl Outcome {
    /// The revision of the head that is held.
    pub fn revision(&self) -> Option<i64> {
        self.head.as_ref().map(|head| head.rev)
    }
}
