//! What can go wrong in the domain; the API maps these to statuses, the command line prints them.

/// The result of a domain function.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the domain could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or it is not in this region.
    #[error("there is no {noun} `{name}`")]
    NotFound {
        /// What was looked for.
        noun: Noun,
        /// The name it was looked for by.
        name: String,
    },
    /// A value that cannot be accepted.
    #[error("`{field}`: {reason}")]
    Invalid {
        /// The member of the request that is at fault.
        field: &'static str,
        /// What is wrong with it.
        reason: Reason,
    },
    /// Somebody else changed it since the caller read it.
    #[error("it has changed meanwhile: the current version is {current}")]
    Stale {
        /// The number of the current version; 0 when there is none.
        current: i64,
    },
    /// What would be published of a bundle is larger than clients take.
    #[error("the bundle would be too large in `{language}` in the region `{region}`: at most 1 MiB fits")]
    TooLarge {
        /// The slug of the region.
        region: String,
        /// The tag of the language, or its key.
        language: String,
    },
    /// A state that the change does not fit into.
    #[error("{0}")]
    Conflict(Conflict),
    /// Whoever asks may not do this.
    #[error("whoever asks may not do this")]
    Forbidden,
    /// Some of many changes were refused, so none was made; an entry for each, none where it is not the one in the way.
    #[error("some of the changes were refused, so none was made")]
    NotApplied(Vec<Option<Error>>),
    /// Another request was sent under the same idempotency key.
    #[error("the key was used for another request")]
    KeyReused,
    /// The database is busy or away; worth another try.
    #[error("the database is busy or cannot be reached: {0}")]
    Unavailable(String),
    /// The data directory cannot be read or written, or lacks what must be there.
    #[error("the data directory: {0}")]
    Disk(String),
    /// The keys do not fit what this server has published; nothing new is published until they do.
    #[error("the keys: {0}")]
    Keys(String),
    /// The database refused for a reason that is a defect here.
    #[error("database: {0}")]
    Database(diesel::result::Error),
    /// A stored value that this version of the program cannot read.
    #[error("stored data cannot be read: {0}")]
    Corrupt(String),
}

/// What can be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    /// A region, by slug.
    Region,
    /// A language of a region, by tag.
    Language,
    /// A page, by id.
    Page,
    /// A page's text in a language.
    Translation,
    /// A scope of delta sync, by name.
    Scope,
    /// An object of delta sync, by id.
    Object,
    /// A bundle of interface texts in a language, by name.
    Bundle,
    /// A message of a bundle, by id.
    Message,
    /// A user, by id.
    User,
    /// A token of a user, by number.
    Token,
    /// An acknowledged warning, by the key of its finding.
    Acknowledgement,
    /// What is kept of an unsaved text, by the key of the language.
    Autosave,
    /// A schedule, by number.
    Schedule,
    /// An organization of a region, by number.
    Organization,
    /// A role that was given to a user, by number.
    Grant,
    /// A link that somebody was given; its name is never told.
    Link,
    /// The page that a text was copied from, by the key of the language.
    Origin,
    /// An invitation of a region, by id.
    Invitation,
    /// A suggestion, by id.
    Suggestion,
}

impl std::fmt::Display for Noun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Region => "region",
            Self::Language => "language",
            Self::Page => "page",
            Self::Translation => "translation",
            Self::Scope => "scope",
            Self::Object => "object",
            Self::Bundle => "bundle",
            Self::Message => "message",
            Self::User => "user",
            Self::Token => "token",
            Self::Acknowledgement => "acknowledged warning",
            Self::Autosave => "autosave",
            Self::Schedule => "schedule",
            Self::Organization => "organization",
            Self::Grant => "grant",
            Self::Link => "link",
            Self::Origin => "origin",
            Self::Invitation => "invitation",
            Self::Suggestion => "suggestion",
        })
    }
}

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Nothing was given.
    #[error("it is needed")]
    Missing,
    /// Only white space was given.
    #[error("it is empty")]
    Empty,
    /// More than fits.
    #[error("it is too long: at most {limit} fit")]
    TooLong {
        /// The most characters or bytes.
        limit: usize,
    },
    /// No UUID.
    #[error("it is no UUID")]
    NotAUuid,
    /// No date.
    #[error("it is no date such as 2026-11-22")]
    NotADate,
    /// No language tag.
    #[error("it is no language tag such as `de` or `sr-Latn`")]
    NotATag,
    /// No slug.
    #[error("it is no slug: use lower-case letters, digits and hyphens")]
    NotASlug,
    /// A slug that the server needs for itself.
    #[error("it is reserved; choose another")]
    Reserved,
    /// None of the values there are.
    #[error("it is none of {allowed}")]
    UnknownValue {
        /// The values that are accepted, separated by commas.
        allowed: String,
    },
    /// HTML nested too deeply to be read.
    #[error("its elements are nested too deeply: at most {limit} levels")]
    TooDeep {
        /// The most levels.
        limit: usize,
    },
    /// A page that is in another region, or does not exist.
    #[error("there is no such page in this region")]
    UnknownPage,
    /// A page that readers do not have, in any region, or the page itself.
    #[error("readers have no such other page; publish it first")]
    UnknownPublicPage,
    /// Less than is needed.
    #[error("it is too short: at least {limit} characters are needed")]
    TooShort {
        /// The fewest characters.
        limit: usize,
    },
    /// A time that has passed.
    #[error("it has passed already")]
    Past,
    /// No e-mail address.
    #[error("it is no e-mail address")]
    NotAnAddress,
    /// A character that no text has.
    #[error("it has a control character")]
    ControlCharacter,
    /// A code that does not fit.
    #[error("the code is wrong, or its time is over; take the next one")]
    WrongCode,
    /// Not the password of the account.
    #[error("the password is wrong")]
    WrongPassword,
    /// Something that this server has not made.
    #[error("it cannot be read; send it as it was given")]
    Unreadable,
    /// A role that is not given for this.
    #[error("the role `{role}` is not given for this; leave it out")]
    NotForRole {
        /// The role.
        role: &'static str,
    },
    /// No date and time without a zone.
    #[error("it is no date and time such as 2026-12-01T08:00")]
    NotALocalTime,
    /// No address that a link may have.
    #[error("it is no address that a link may have")]
    NotALink,
    /// More than are changed at once.
    #[error("it is found in more than {limit} texts; look for less at once")]
    TooMany {
        /// The most.
        limit: usize,
    },
    /// No address on the web.
    #[error("it is no address that begins with https:// or http://")]
    NotAUrl,
}

/// Why a change does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// A page would be below itself.
    #[error("a page cannot be placed below itself")]
    Cycle,
    /// Another item has or had this slug.
    #[error("the slug `{slug}` belongs to another page")]
    SlugTaken {
        /// The slug.
        slug: String,
        /// The key of the language that it is taken in.
        language: String,
    },
    /// Something with this name exists.
    #[error("`{name}` exists already")]
    Exists {
        /// Its name.
        name: String,
    },
    /// The page is archived, itself or with a page above it.
    #[error("the page is archived; restore it first")]
    Archived,
    /// An import would take away so much that it looks like a mistake of its source.
    #[error("{absent} of {known} pages in {language} are missing from the source; if that is right, allow removals")]
    Removals {
        /// The tag of the language.
        language: String,
        /// How many are missing.
        absent: usize,
        /// How many the last import knew.
        known: usize,
    },
    /// A translation cannot be judged before there is a source text.
    #[error("the bundle has no text in its source language `{language}` yet")]
    NoSource {
        /// The tag of the source language.
        language: String,
    },
    /// Others refer to the page that is to be deleted.
    #[error("the page is still needed by {by}")]
    Referred {
        /// Those that do, as the audit calls them, separated by commas.
        by: String,
    },
    /// There is nothing public to withdraw.
    #[error("there is no public text to withdraw")]
    NotPublic,
    /// The newest version is no draft, so there is nothing to be handed in.
    #[error("there is no draft to hand in")]
    NoDraft,
    /// The newest version does not wait for review.
    #[error("there is no text that waits for review")]
    NotInReview,
    /// In this region somebody else than the author has to publish a text.
    #[error("somebody else than its author has to publish this text")]
    FourEyes,
    /// The text is withdrawn, so that it follows nothing.
    #[error("the text is withdrawn; publish it first")]
    Withdrawn,
    /// Nobody would be left who can look after everything.
    #[error("this is the last administrator; give somebody else the role first")]
    LastAdministrator,
    /// Accounts or pages name it.
    #[error("accounts or pages still name it; change them first")]
    InUse,
    /// Somebody has accepted or declined the suggestion already.
    #[error("the suggestion was decided already")]
    Decided,
    /// As many suggestions of an invitation wait as may.
    #[error("{limit} suggestions wait already; no more are taken until some are decided")]
    TooManyOpen {
        /// The most that may wait.
        limit: i64,
    },
}

impl Error {
    /// Whether the request is at fault, so that others of the same transaction can still be looked at.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::NotFound { .. } | Self::Invalid { .. } | Self::Stale { .. } | Self::Conflict(_) | Self::Forbidden
        )
    }

    /// There is no `noun` called `name`.
    pub fn not_found(noun: Noun, name: impl Into<String>) -> Self {
        Self::NotFound { noun, name: name.into() }
    }

    /// `field` cannot be accepted for `reason`.
    pub fn invalid(field: &'static str, reason: Reason) -> Self {
        Self::Invalid { field, reason }
    }
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::DatabaseErrorKind::{ClosedConnection, SerializationFailure, UnableToSendCommand};
        match &error {
            diesel::result::Error::DatabaseError(
                SerializationFailure | ClosedConnection | UnableToSendCommand,
                info,
            ) => Self::Unavailable(info.message().to_owned()),
            diesel::result::Error::DatabaseError(_, info) if is_transient(info.message()) => {
                Self::Unavailable(info.message().to_owned())
            }
            diesel::result::Error::DeserializationError(cause) => Self::Corrupt(cause.to_string()),
            _ => Self::Database(error),
        }
    }
}

/// Messages of SQLite and PostgreSQL that have no kind of their own in diesel.
fn is_transient(message: &str) -> bool {
    ["database is locked", "server closed the connection", "terminating connection", "could not connect"]
        .iter()
        .any(|sign| message.contains(sign))
}

impl From<sync::LineError> for Error {
    fn from(error: sync::LineError) -> Self {
        match error {
            sync::LineError::TooLong { .. } => Self::invalid("html", Reason::TooLong { limit: sync::MAX_LINE }),
            other => Self::Corrupt(other.to_string()),
        }
    }
}
