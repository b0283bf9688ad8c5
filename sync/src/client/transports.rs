//! Transports: where the documents and objects of a region come from.

use std::time::Duration;

use crate::Id;
use crate::client::downloads::Download;

/// Fetches what the protocol names, over whatever carries it; blocking.
pub trait Transport {
    /// The document at `place`, unless it is the one that `etag` names; at most `limit` bytes of it.
    fn document(&mut self, place: &Place<'_>, etag: Option<&str>, limit: usize) -> Result<Answer, TransportError>;

    /// Loads the object `id` of `region`, or what is missing of it, into `download`; false when it is not there.
    fn object(&mut self, region: &str, id: &Id, download: &mut Download) -> Result<bool, TransportError>;

    /// Whether the object `id` of `region` is here without asking anybody.
    fn has(&self, _region: &str, _id: &Id) -> bool {
        false
    }

    /// What has been carried so far.
    fn traffic(&self) -> Traffic;
}

/// Where a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// The head of a region.
    Head {
        /// The region.
        region: &'a str,
        /// The revision that the reader has heard of.
        at: Option<i64>,
    },
    /// The head of a region together with the recent changes of a language.
    Recent {
        /// The region.
        region: &'a str,
        /// The language.
        tag: &'a str,
        /// For how old a state.
        days: Days,
    },
    /// A version of the server's root.
    Root(i64),
    /// The newest version of the server's root.
    LatestRoot,
    /// The server's list of regions.
    Directory,
}

/// How old a state may be that `recent` brings up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// One day.
    One,
    /// A week.
    Seven,
}

impl Place<'_> {
    /// The address, relative to `/sync/v1`.
    pub fn path(&self) -> String {
        match *self {
            Self::Head { region, at: None } => format!("{region}/head"),
            Self::Head { region, at: Some(at) } => format!("{region}/head?at={at}"),
            Self::Recent { region, tag, days: Days::One } => format!("{region}/recent/{tag}"),
            Self::Recent { region, tag, days: Days::Seven } => format!("{region}/recent/{tag}/7"),
            Self::Root(version) => format!("trust/{version}"),
            Self::LatestRoot => "trust/latest".to_owned(),
            Self::Directory => "regions".to_owned(),
        }
    }

    /// The name among files, which know no recent changes.
    pub(crate) fn file(&self) -> Option<String> {
        match *self {
            Self::Head { region, .. } => Some(format!("{region}/head")),
            Self::Recent { .. } => None,
            _ => Some(self.path()),
        }
    }
}

/// The name of an object, relative to `/sync/v1`.
pub fn object_path(region: &str, id: &Id) -> String {
    format!("{region}/o/{id}")
}

/// A server's answer to the question for a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The document.
    Found {
        /// Its bytes, without any coding.
        bytes: Vec<u8>,
        /// Its entity tag, as the server wrote it.
        etag: Option<String>,
    },
    /// It is still the one that the client has named.
    Unchanged,
    /// It is not there.
    Missing,
    /// It has more bytes than were asked for.
    TooLong,
}

impl Answer {
    /// A document without an entity tag.
    pub fn found(bytes: impl Into<Vec<u8>>) -> Self {
        Self::Found { bytes: bytes.into(), etag: None }
    }
}

/// What a transport has carried, both ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Requests, each of them one round trip.
    pub requests: u64,
    /// Bytes sent, heads included; with TLS, as they are on the wire.
    pub sent: u64,
    /// Bytes received, heads included; with TLS, as they are on the wire.
    pub received: u64,
}

impl Traffic {
    /// What was carried after `earlier`.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self {
            requests: self.requests - earlier.requests,
            sent: self.sent - earlier.sent,
            received: self.received - earlier.received,
        }
    }
}

/// Why nothing, or not everything, has arrived; it may arrive another time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// There is no way to the server.
    #[error("the server cannot be reached: {0}")]
    Unreachable(String),
    /// The server takes too long.
    #[error("the server does not answer in time")]
    Timeout,
    /// The answer ended early.
    #[error("the answer broke off: {0}")]
    Interrupted(String),
    /// The server answers, but not with what was asked for.
    #[error("the server answers with status {status}")]
    Status {
        /// The HTTP status.
        status: u16,
        /// When the server wants to be asked again.
        retry_after: Option<Duration>,
    },
    /// What a region needs is not there.
    #[error("{0} is not there")]
    Missing(String),
    /// A file that cannot be read.
    #[error("{0}")]
    Unreadable(String),
}

impl TransportError {
    /// When the server wants to be asked again, if it says so.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_the_addresses_of_the_protocol() {
        let region = "augsburg";
        let places = [
            Place::Head { region, at: None },
            Place::Head { region, at: Some(12) },
            Place::Recent { region, tag: "de", days: Days::One },
            Place::Recent { region, tag: "de", days: Days::Seven },
            Place::Root(2),
            Place::LatestRoot,
            Place::Directory,
        ];

        assert_eq!(
            places.map(|place| place.path()),
            [
                "augsburg/head",
                "augsburg/head?at=12",
                "augsburg/recent/de",
                "augsburg/recent/de/7",
                "trust/2",
                "trust/latest",
                "regions"
            ]
        );
    }
}
