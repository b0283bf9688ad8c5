//! Why a sync has failed, by whose fault it was.

use crate::client::transports::TransportError;

/// What has kept a sync from its end; the state is what it was before.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// What the server offers cannot be trusted or read.
    #[error(transparent)]
    Protocol(#[from] crate::Error),
    /// It did not arrive; what did arrive is kept, and the next sync goes on from there.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// This device is in the way.
    #[error(transparent)]
    Local(#[from] LocalError),
}

/// What can go wrong on the device.
#[derive(Debug, thiserror::Error)]
pub enum LocalError {
    /// A file of the state cannot be read or written.
    #[error("{path}: {cause}")]
    Disk {
        /// The file.
        path: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The database of the state refuses.
    #[error("the state cannot be read or written: {0}")]
    Database(#[from] rusqlite::Error),
    /// The state holds what no sync has written.
    #[error("the state is damaged: {0}")]
    Damaged(String),
    /// Another sync of the same state is running.
    #[error("another sync of this state is running")]
    Locked,
    /// A region or language that cannot be part of an address.
    #[error("`{0}` is no name of a region or language")]
    Name(String),
}

impl LocalError {
    /// What concerns the file at `path`.
    pub(crate) fn disk(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        |cause| Self::Disk { path: path.display().to_string(), cause }
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Local(error.into())
    }
}

impl Failure {
    /// The stable name of the failure, as the conformance vectors have it for what the server offers.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Protocol(error) => error.code(),
            Self::Transport(_) => "transport",
            Self::Local(_) => "local",
        }
    }
}
