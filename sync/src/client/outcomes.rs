//! Outcomes: what a sync has done, and what the reader should be told.

use std::collections::BTreeMap;
use std::fmt;

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

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Applied => "applied",
            Self::Unchanged => "unchanged",
            Self::Stale => "stale: what is held is newer",
            Self::Refused => "not applied: it needs a newer client",
        })
    }
}

impl fmt::Display for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gone = self.gone.iter().map(|scope| format!("`{scope}` is not there"));
        let said = [
            (self.update, "a newer client is needed"),
            (self.expired, "not confirmed for too long"),
            (self.restored, "the server has lost revisions"),
        ];
        let said = said.into_iter().filter(|(flag, _)| *flag).map(|(_, text)| text.to_owned());
        f.write_str(&gone.chain(said).collect::<Vec<_>>().join("; "))
    }
}

/// A few lines for a person: what has changed, what was fetched and carried, what is held.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.revision() {
            Some(revision) => writeln!(f, "{}; revision {revision}", self.change)?,
            None => writeln!(f, "{}; nothing is held", self.change)?,
        }
        for id in &self.fetched {
            writeln!(f, "fetched {id}")?;
        }
        let Traffic { requests, sent, received } = self.traffic;
        writeln!(f, "{requests} round trips, {sent} bytes sent, {received} bytes received")?;
        for (scope, manifest) in &self.scopes {
            writeln!(f, "{scope}: {} items, revision {}, state {}", manifest.count, manifest.rev, manifest.state)?;
        }
        if self.flags != Flags::default() {
            writeln!(f, "note: {}", self.flags)?;
        }
        match &self.trust {
            Some(failure) => writeln!(f, "note: newer keys could not be looked for: {failure}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_says_what_was_fetched_and_carried() {
        let outcome = Outcome {
            change: Change::Refused,
            head: None,
            scopes: BTreeMap::new(),
            fetched: vec![Id::of(b"m")],
            flags: Flags { gone: vec!["ti".to_owned()], update: true, ..Flags::default() },
            trust: None,
            traffic: Traffic { requests: 2, sent: 300, received: 4000 },
        };

        assert_eq!(
            outcome.to_string(),
            "not applied: it needs a newer client; nothing is held\n\
             fetched 62c66a7a5dd70c3146618063c344e531e6d4b59e379808443ce962b3abd63c5a\n\
             2 round trips, 300 bytes sent, 4000 bytes received\n\
             note: `ti` is not there; a newer client is needed\n"
        );
    }
}
