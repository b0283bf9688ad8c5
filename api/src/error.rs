//! From a failure to an answer: the only place that knows statuses, codes and the two forms errors have.

mod answers;
mod problems;
mod reasons;

use std::borrow::Cow;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use content::error::Error;

pub(crate) use problems::{Problem, V3Error, failure, give_form, unknown_route};
pub(crate) use reasons::{EntryFault, Why};

use crate::bundles::reports::Report;
use crate::prepared::NotBuilt;
use crate::translations::autosaves::Winner;
use crate::v3::Fault;

/// Why a request is not answered as it asked.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The domain refused, or failed.
    #[error("{0}")]
    Domain(Arc<Error>),
    /// There is nothing at this address.
    #[error("there is no such address")]
    UnknownRoute,
    /// The address does not accept this method.
    #[error("the address accepts only {allow}")]
    MethodNotAllowed {
        /// The methods that it accepts, with commas.
        allow: String,
    },
    /// The region knows the language of the address by another tag: not a failure, but another address.
    #[error("the tag is {tag}")]
    OtherName {
        /// That tag.
        tag: String,
    },
    /// What is asked for has another address: not a failure either.
    #[error("the address is {location}")]
    OtherAddress {
        /// That address, relative and encoded.
        location: String,
    },
    /// There is no page at this path.
    #[error("there is no page at this path")]
    UnknownPath {
        /// The path.
        path: String,
    },
    /// A part of the address or of the query cannot be read.
    #[error("the parameter `{name}` cannot be read")]
    BadParameter {
        /// The name of the parameter.
        name: Cow<'static, str>,
        /// What is wrong with it.
        why: Why,
    },
    /// The body cannot be read.
    #[error("the body cannot be read")]
    BadBody {
        /// The member that is at fault, if it is one.
        field: Option<String>,
        /// What is wrong with it.
        why: Why,
    },
    /// A member of the body was read, but cannot be accepted.
    #[error("`{field}` cannot be accepted")]
    Invalid {
        /// The member.
        field: &'static str,
        /// What is wrong with it.
        why: Why,
    },
    /// Some of many changes cannot be made, so none was; an entry for each, none where it is not the one in the way.
    #[error("some of the changes cannot be made")]
    ChangesRefused(Arc<[Option<Failure>]>),
    /// The token is missing or unknown.
    #[error("the token is missing or unknown")]
    NotAuthorized,
    /// Whoever asks may not do this.
    #[error("whoever asks may not do this")]
    Forbidden,
    /// A browser has sent no proof that a page of this server made the request.
    #[error("the proof against forged requests is missing")]
    Csrf,
    /// A token of the server belongs to nobody.
    #[error("a token of the server has no account")]
    NoAccount,
    /// The address, the password or the code is wrong, or the account is disabled: nobody learns which.
    #[error("nobody is recognised by this")]
    WrongCredentials,
    /// The password is right, and a code of the second factor is needed.
    #[error("a code of the second factor is needed")]
    CodeNeeded,
    /// A token asks for what only somebody may do who has signed in.
    #[error("only a session may do this")]
    SessionNeeded,
    /// More attempts to sign in than one account or one network may make in a minute.
    #[error("too many attempts")]
    TooManyAttempts {
        /// After how many seconds another one may be made.
        seconds: u64,
    },
    /// More requests with links of invitations than one network may make in a minute.
    #[error("too many requests")]
    TooManyRequests {
        /// After how many seconds another one may be made.
        seconds: u64,
    },
    /// The server shows another server's content, and changes nothing.
    #[error("this server is a mirror")]
    ReadOnly,
    /// `If-Match` is missing.
    #[error("a precondition is missing")]
    PreconditionRequired,
    /// Somebody else has saved a text since the caller read it.
    #[error("somebody else was faster")]
    Overtaken {
        /// The number of the current version; 0 when there is none.
        current: i64,
        /// The current version.
        winner: Option<Arc<Winner>>,
    },
    /// The body is too large.
    #[error("the body is too large")]
    TooLarge {
        /// The most that is read.
        limit: &'static str,
    },
    /// A zip with more than is read of one.
    #[error("the zip is too large")]
    ArchiveTooLarge {
        /// The most files.
        files: usize,
        /// The most bytes, unpacked, for people.
        size: &'static str,
    },
    /// An entry of a zip that cannot be taken.
    #[error("the entry `{entry}` cannot be taken")]
    BadEntry {
        /// Its name.
        entry: String,
        /// What is wrong with it.
        why: Why,
    },
    /// More uploads than one token may make in a minute.
    #[error("too many uploads")]
    TooManyUploads {
        /// After how many seconds another one may be made.
        seconds: u64,
    },
    /// A file that is no Fluent file.
    #[error("the file cannot be read")]
    UnreadableFile {
        /// What was found in it.
        report: Arc<Report>,
    },
    /// A file of which nothing can be accepted.
    #[error("nothing in the file can be accepted")]
    NothingApplicable {
        /// What was found in it.
        report: Arc<Report>,
    },
    /// A file that is no spreadsheet of texts.
    #[error("the spreadsheet cannot be read")]
    UnreadableSheet {
        /// What is wrong with it.
        why: Why,
    },
    /// A spreadsheet without columns that are needed.
    #[error("the columns {missing} are missing")]
    MissingColumns {
        /// Their names, with commas.
        missing: String,
        /// Titles that name no column, with commas.
        unknown: String,
    },
    /// A spreadsheet of another language than the address.
    #[error("the spreadsheet is in {found}, the address in {wanted}")]
    OtherLanguage {
        /// The language of the spreadsheet.
        found: String,
        /// The language of the address.
        wanted: String,
    },
    /// The body is not JSON.
    #[error("the body has an unknown type")]
    UnsupportedMediaType,
    /// The range that was asked for lies outside the answer.
    #[error("there are only {length} bytes")]
    BadRange {
        /// How many bytes the answer has.
        length: usize,
    },
    /// Delta sync has no document of this yet.
    #[error("it has not been published yet")]
    NotPublished,
    /// The server cannot work yet, or not any more.
    #[error("the server is not ready")]
    NotReady,
    /// An answer could not be made because of a defect here.
    #[error("{0}")]
    Internal(String),
    /// A refusal of the v3 face, in Integreat's own words.
    #[error(transparent)]
    V3(#[from] Fault),
    /// A request that actix refused before any handler saw it.
    #[error("refused with {0}")]
    Refused(StatusCode),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Domain(Arc::new(error))
    }
}

impl From<NotBuilt<Error>> for Failure {
    fn from(not_built: NotBuilt<Error>) -> Self {
        match not_built {
            NotBuilt::Failed(error) => Self::Domain(error),
            NotBuilt::Panicked => Self::Internal("the build of an answer stopped halfway".to_owned()),
        }
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        self.describe().status
    }

    /// Only the status: [`give_form`] knows the request, and so the form and the language.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}
