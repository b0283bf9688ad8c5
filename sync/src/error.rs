//! Why a client has not applied what it was offered.

/// A document, an object or an answer that cannot be trusted or read; the client's state stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No trusted key has signed the head, or the list of regions.
    #[error("the document bears no signature of a key that is trusted for it")]
    BadSignature,
    /// The head is too large, malformed, or of another region.
    #[error("the head cannot be used: {0}")]
    BadHead(String),
    /// A root that does not follow from the one before, or is malformed.
    #[error("the root of the keys cannot be used: {0}")]
    BadRoot(String),
    /// An answer of `recent` that cannot be taken apart.
    #[error("the answer cannot be taken apart: {0}")]
    BadFrames(String),
    /// Bytes that are not those that their id and size name.
    #[error("the object {id} has arrived damaged: {why}")]
    BadObject {
        /// The id that was asked for.
        id: crate::Id,
        /// In which way.
        why: String,
    },
    /// An object that the head names is not there.
    #[error("the object {0} is missing")]
    MissingObject(crate::Id),
    /// The bytes are right, but not what the specification allows.
    #[error("the content cannot be used: {0}")]
    BadContent(String),
    /// What came out is not what the manifest names.
    #[error("the scope {scope} would not be what the server has published")]
    StateMismatch {
        /// The scope.
        scope: String,
    },
}

impl Error {
    /// The stable name of the error, as the conformance vectors have it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadSignature => "bad-signature",
            Self::BadHead(_) => "bad-head",
            Self::BadRoot(_) => "bad-root",
            Self::BadFrames(_) => "bad-frames",
            Self::BadObject { .. } => "bad-object",
            Self::MissingObject(_) => "missing-object",
            Self::BadContent(_) => "bad-content",
            Self::StateMismatch { .. } => "state-mismatch",
        }
    }
}

/// The result of reading or applying what a server offers.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

pub(crate) fn bad_content(why: impl Into<String>) -> Error {
    Error::BadContent(why.into())
}
