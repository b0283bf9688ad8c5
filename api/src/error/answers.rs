//! From a failure to a status, a code and what its text needs.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CONTENT_RANGE, ETAG, HeaderName, RETRY_AFTER, WWW_AUTHENTICATE};
use content::error::{Conflict, Error, Noun};

use super::{Failure, Why};
use crate::bundles::reports::Report;
use crate::idempotency::KEY as IDEMPOTENCY_KEY;
use crate::translations::autosaves::Winner;

/// What a failure tells the client.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    pub(super) args: Vec<(&'static str, Argument)>,
    pub(super) field: Option<String>,
    pub(super) current: Option<i64>,
    pub(super) winner: Option<Arc<Winner>>,
    pub(super) report: Option<Arc<Report>>,
    pub(super) operations: Option<Vec<Option<Answer>>>,
    pub(super) header: Option<(HeaderName, String)>,
}

/// A value in a text: as it is, or a sentence in the reader's language.
pub(super) enum Argument {
    Text(String),
    Number(i64),
    Why(Why),
}

impl Answer {
    fn new(status: StatusCode, code: &'static str) -> Self {
        Self {
            status,
            code,
            args: Vec::new(),
            field: None,
            current: None,
            winner: None,
            report: None,
            operations: None,
            header: None,
        }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, Argument::Text(value.into())));
        self
    }

    fn because(mut self, why: Why) -> Self {
        self.args.push(("reason", Argument::Why(why)));
        self
    }

    fn field(mut self, field: impl Into<String>) -> Self {
        let field = field.into();
        self.args.push(("field", Argument::Text(field.clone())));
        self.field = Some(field);
        self
    }

    fn reporting(mut self, report: &Arc<Report>) -> Self {
        self.report = Some(Arc::clone(report));
        self
    }

    fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.header = Some((name, value.into()));
        self
    }
}

impl Failure {
    /// What it tells the client.
    pub(super) fn describe(&self) -> Answer {
        match self {
            Self::Domain(error) => describe(error),
            Self::UnknownRoute => Answer::new(StatusCode::NOT_FOUND, "unknown-route"),
            Self::MethodNotAllowed { allow } => {
                Answer::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed").header(ALLOW, allow)
            }
            Self::OtherName { .. } | Self::OtherAddress { .. } => Answer::new(StatusCode::PERMANENT_REDIRECT, "moved"),
            Self::UnknownPath { path } => Answer::new(StatusCode::NOT_FOUND, "unknown-path").with("path", path),
            Self::BadParameter { name, why } => {
                let answer = Answer::new(StatusCode::BAD_REQUEST, "bad-parameter").field(name.clone());
                answer.with("name", name.clone()).because(why.clone())
            }
            Self::BadBody { field, why } => {
                let answer = Answer::new(StatusCode::BAD_REQUEST, "bad-body").because(why.clone());
                field.iter().fold(answer, Answer::field)
            }
            Self::Invalid { field, why } => invalid(field, why.clone()),
            Self::ChangesRefused(rows) => changes_refused(rows.iter().map(|row| row.as_ref().map(Self::describe))),
            Self::NotAuthorized => stranger("not-authorized"),
            Self::WrongCredentials => stranger("wrong-credentials"),
            Self::CodeNeeded => stranger("code-needed"),
            Self::SessionNeeded => Answer::new(StatusCode::FORBIDDEN, "session-needed"),
            Self::Forbidden => Answer::new(StatusCode::FORBIDDEN, "forbidden"),
            Self::Csrf => Answer::new(StatusCode::FORBIDDEN, "csrf"),
            Self::NoAccount => Answer::new(StatusCode::FORBIDDEN, "no-account"),
            Self::ReadOnly => Answer::new(StatusCode::FORBIDDEN, "read-only"),
            Self::PreconditionRequired => Answer::new(StatusCode::PRECONDITION_REQUIRED, "precondition-required"),
            Self::Overtaken { current, winner } => {
                Answer { winner: winner.clone(), ..describe(&Error::Stale { current: *current }) }
            }
            Self::ArchiveTooLarge { files, size } => archive_too_large(*files, size),
            Self::BadEntry { entry, why } => {
                Answer::new(StatusCode::BAD_REQUEST, "bad-entry").with("entry", entry).because(why.clone())
            }
            Self::TooLarge { limit } => sent_too_much(limit),
            Self::TooManyUploads { seconds } => too_often("too-many-uploads", *seconds),
            Self::TooManyAttempts { seconds } => too_often("too-many-attempts", *seconds),
            Self::TooManyRequests { seconds } => too_often("too-many-requests", *seconds),
            Self::UnreadableFile { report } => {
                Answer::new(StatusCode::BAD_REQUEST, "unreadable-file").reporting(report)
            }
            Self::NothingApplicable { report } => {
                Answer::new(StatusCode::UNPROCESSABLE_ENTITY, "nothing-applicable").reporting(report)
            }
            Self::UnreadableSheet { why } => {
                Answer::new(StatusCode::BAD_REQUEST, "unreadable-sheet").because(why.clone())
            }
            Self::MissingColumns { missing, unknown } => missing_columns(missing, unknown),
            Self::OtherLanguage { found, wanted } => other_language(found, wanted),
            Self::UnsupportedMediaType => Answer::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type"),
            Self::BadRange { length } => bad_range(*length),
            Self::NotPublished => {
                Answer::new(StatusCode::SERVICE_UNAVAILABLE, "not-published").header(RETRY_AFTER, "1")
            }
            Self::NotReady => Answer::new(StatusCode::SERVICE_UNAVAILABLE, "not-ready").header(RETRY_AFTER, "5"),
            Self::Internal(_) => Answer::new(StatusCode::INTERNAL_SERVER_ERROR, "internal"),
            Self::V3(fault) => Answer::new(fault.status, "v3"),
            Self::Refused(status) => refused(*status),
        }
    }
}

fn describe(error: &Error) -> Answer {
    match error {
        Error::NotFound { noun, name } => {
            let (code, argument) = match noun {
                Noun::Region => ("unknown-region", "region"),
                Noun::Language => ("unknown-language", "language"),
                Noun::Page => ("unknown-page", "page"),
                Noun::Translation => ("unknown-translation", "language"),
                Noun::Scope => ("unknown-scope", "scope"),
                Noun::Object => ("unknown-object", "object"),
                Noun::Bundle => ("unknown-bundle", "bundle"),
                Noun::Message => ("unknown-message", "message"),
                Noun::User => ("unknown-user", "user"),
                Noun::Token => ("unknown-token", "token"),
                Noun::Acknowledgement => ("unknown-acknowledgement", "message"),
                Noun::Autosave => ("unknown-autosave", "language"),
                Noun::Schedule => ("unknown-schedule", "schedule"),
                Noun::Organization => ("unknown-organization", "organization"),
                Noun::Grant => ("unknown-grant", "grant"),
                Noun::Link => ("unknown-link", "link"),
                Noun::Origin => ("unknown-origin", "language"),
                Noun::Invitation => ("unknown-invitation", "invitation"),
                Noun::Suggestion => ("unknown-suggestion", "suggestion"),
            };
            Answer::new(StatusCode::NOT_FOUND, code).with(argument, name)
        }
        Error::Invalid { field, reason } => invalid(field, Why::Value(reason.clone())),
        Error::Stale { current } => {
            let mut answer =
                Answer::new(StatusCode::PRECONDITION_FAILED, "stale").header(ETAG, format!("\"{current}\""));
            answer.args.push(("current", Argument::Number(*current)));
            answer.current = Some(*current);
            answer
        }
        Error::TooLarge { region, language } => {
            let answer = Answer::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large").with("what", "bundle");
            answer.with("limit", "1 MiB").with("region", region).with("language", language)
        }
        Error::Conflict(conflict) => conflicting(conflict),
        Error::Forbidden => Answer::new(StatusCode::FORBIDDEN, "forbidden"),
        Error::NotApplied(rows) => changes_refused(rows.iter().map(|row| row.as_ref().map(describe))),
        Error::KeyReused => {
            Answer::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused").field(IDEMPOTENCY_KEY)
        }
        Error::Unavailable(_) => Answer::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable").header(RETRY_AFTER, "2"),
        Error::Database(_) | Error::Corrupt(_) | Error::Disk(_) | Error::Keys(_) => {
            Answer::new(StatusCode::INTERNAL_SERVER_ERROR, "internal")
        }
    }
}

fn archive_too_large(files: usize, size: &str) -> Answer {
    let answer = Answer::new(StatusCode::PAYLOAD_TOO_LARGE, "archive-too-large");
    answer.with("size", size).with("files", files.to_string())
}

fn missing_columns(missing: &str, unknown: &str) -> Answer {
    let answer = Answer::new(StatusCode::UNPROCESSABLE_ENTITY, "missing-columns").field(missing);
    answer.with("columns", missing).with("unknown", or_dash(unknown))
}

fn other_language(found: &str, wanted: &str) -> Answer {
    let answer = Answer::new(StatusCode::UNPROCESSABLE_ENTITY, "other-language").field("language");
    answer.with("found", or_dash(found)).with("wanted", wanted)
}

/// What stands in a sentence for nothing.
fn or_dash(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
}

fn sent_too_much(limit: &str) -> Answer {
    Answer::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large").with("what", "request").with("limit", limit)
}

fn stranger(code: &'static str) -> Answer {
    Answer::new(StatusCode::UNAUTHORIZED, code).header(WWW_AUTHENTICATE, "Bearer")
}

fn too_often(code: &'static str, seconds: u64) -> Answer {
    let answer = Answer::new(StatusCode::TOO_MANY_REQUESTS, code).with("seconds", seconds.to_string());
    answer.header(RETRY_AFTER, seconds.to_string())
}

fn invalid(field: &str, why: Why) -> Answer {
    Answer::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid").field(field).because(why)
}

fn changes_refused(rows: impl Iterator<Item = Option<Answer>>) -> Answer {
    let answer = Answer::new(StatusCode::UNPROCESSABLE_ENTITY, "changes-refused");
    Answer { operations: Some(rows.collect()), ..answer }
}

fn conflicting(conflict: &Conflict) -> Answer {
    let conflicting = |code| Answer::new(StatusCode::CONFLICT, code);
    match conflict {
        Conflict::Cycle => conflicting("cycle").field("place"),
        Conflict::SlugTaken { slug, language } => {
            conflicting("slug-taken").with("slug", slug).with("language", language).field("slug")
        }
        Conflict::NoSource { language } => conflicting("no-source").with("source", language),
        Conflict::FourEyes => conflicting("four-eyes"),
        other => conflicting("conflict").because(Why::State(other.clone())),
    }
}

fn bad_range(length: usize) -> Answer {
    let answer = Answer::new(StatusCode::RANGE_NOT_SATISFIABLE, "bad-range").with("length", length.to_string());
    answer.header(CONTENT_RANGE, format!("bytes */{length}"))
}

/// A refusal of actix itself, by its status.
fn refused(status: StatusCode) -> Answer {
    match status {
        StatusCode::NOT_FOUND => Answer::new(status, "unknown-route"),
        StatusCode::METHOD_NOT_ALLOWED => Answer::new(status, "method-not-allowed"),
        StatusCode::PAYLOAD_TOO_LARGE => sent_too_much(""),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Answer::new(status, "unsupported-media-type"),
        status if status.is_client_error() => {
            Answer::new(status, "bad-parameter").with("name", "?").because(Why::Unreadable)
        }
        status => Answer::new(status, "internal"),
    }
}
