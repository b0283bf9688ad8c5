//! From a failure to an answer: the only place that knows statuses, codes and the two forms errors have.

mod reasons;

use std::borrow::Cow;
use std::sync::Arc;

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::Method;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_RANGE,
    CONTENT_TYPE, ETAG, HeaderName, HeaderValue, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE,
};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use content::error::{Conflict, Error, Noun};
use locales::tags::Tag;
use locales::texts::{self, Value};
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use reasons::{EntryFault, Why};

use crate::bundles::reports::Report;
use crate::changes::Row;
use crate::idempotency::KEY as IDEMPOTENCY_KEY;
use crate::language;
use crate::prepared::NotBuilt;
use crate::state::State;
use crate::translations::autosaves::Winner;
use crate::v3::Fault;
use crate::{routes, views};

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

/// What a failure tells the client.
struct Answer {
    status: StatusCode,
    code: &'static str,
    args: Vec<(&'static str, Argument)>,
    field: Option<String>,
    current: Option<i64>,
    winner: Option<Arc<Winner>>,
    report: Option<Arc<Report>>,
    operations: Option<Vec<Option<Answer>>>,
    header: Option<(HeaderName, String)>,
}

/// A value in a text: as it is, or a sentence in the reader's language.
enum Argument {
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
    fn describe(&self) -> Answer {
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
            Self::ArchiveTooLarge { files, size } => {
                let answer = Answer::new(StatusCode::PAYLOAD_TOO_LARGE, "archive-too-large").with("size", *size);
                answer.with("files", files.to_string())
            }
            Self::BadEntry { entry, why } => {
                Answer::new(StatusCode::BAD_REQUEST, "bad-entry").with("entry", entry).because(why.clone())
            }
            Self::TooLarge { limit } => sent_too_much(limit),
            Self::TooManyUploads { seconds } => too_often("too-many-uploads", *seconds),
            Self::TooManyAttempts { seconds } => too_often("too-many-attempts", *seconds),
            Self::UnreadableFile { report } => {
                Answer::new(StatusCode::BAD_REQUEST, "unreadable-file").reporting(report)
            }
            Self::NothingApplicable { report } => {
                Answer::new(StatusCode::UNPROCESSABLE_ENTITY, "nothing-applicable").reporting(report)
            }
            Self::UnreadableSheet { why } => {
                Answer::new(StatusCode::BAD_REQUEST, "unreadable-sheet").because(why.clone())
            }
            Self::MissingColumns { missing, unknown } => {
                let answer = Answer::new(StatusCode::UNPROCESSABLE_ENTITY, "missing-columns").field(missing);
                answer.with("columns", missing).with("unknown", if unknown.is_empty() { "–" } else { unknown })
            }
            Self::OtherLanguage { found, wanted } => {
                let answer = Answer::new(StatusCode::UNPROCESSABLE_ENTITY, "other-language").field("language");
                answer.with("found", if found.is_empty() { "–" } else { found }).with("wanted", wanted)
            }
            Self::UnsupportedMediaType => Answer::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type"),
            Self::BadRange { length } => {
                let answer = Answer::new(StatusCode::RANGE_NOT_SATISFIABLE, "bad-range");
                let answer = answer.header(CONTENT_RANGE, format!("bytes */{length}"));
                answer.with("length", length.to_string())
            }
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

/// What went wrong, as RFC 9457 has it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "type": "urn:lotse:problem:unknown-region", "title": "Region not found", "status": 404,
    "detail": "There is no region “atlantis” here. GET /api/v1/regions lists all regions.", "code": "unknown-region",
}))]
pub(crate) struct Problem {
    /// A URN that ends with the code.
    r#type: String,
    /// What happened, in the language of the request.
    title: String,
    /// The status of the answer.
    status: u16,
    /// What helps, in the language of the request.
    detail: String,
    /// Stable: programs decide by it.
    code: &'static str,
    /// The parameter or the member of the body that is at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// The number of the version that is stored now; 0 when there is none (`stale` only).
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<i64>,
    /// That version, when it is a text (`stale` only): what you sent is kept at `…/autosave`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Winner>)]
    winner: Option<Arc<Winner>>,
    /// What was found in the file (`unreadable-file` and `nothing-applicable` only).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Report>)]
    report: Option<Arc<Report>>,
    /// What is in the way of each operation (`changes-refused` only).
    #[serde(skip_serializing_if = "Option::is_none")]
    operations: Option<Vec<Row>>,
}

impl Problem {
    /// What was found in the file; none when somebody else holds it as well.
    pub(crate) fn report(&mut self) -> Option<&mut Report> {
        self.report.as_mut().and_then(Arc::get_mut)
    }
}

/// The error of the v3 face.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"error": "Region not found"}))]
pub(crate) struct V3Error {
    /// What happened.
    error: String,
}

/// Gives an answer that failed its form: problem+json, or what clients of the v3 face expect.
pub(crate) fn give_form<B>(response: ServiceResponse<B>) -> ServiceResponse<BoxBody>
where
    B: actix_web::body::MessageBody + 'static,
{
    let formed = failure(&response).map(|failure| failure.respond(response.request()));
    match formed {
        Some(formed) => response.into_response(formed),
        None => response.map_into_boxed_body(),
    }
}

/// What failed, if anything did.
pub(crate) fn failure<B>(response: &ServiceResponse<B>) -> Option<Failure> {
    let status = response.status();
    match response.response().error() {
        Some(error) => Some(error.as_error::<Failure>().cloned().unwrap_or(Failure::Refused(status))),
        None if status.is_client_error() || status.is_server_error() => Some(Failure::Refused(status)),
        None => None,
    }
}

impl Failure {
    /// What went wrong with a part of the request, for a reader of `language`.
    pub(crate) fn problem(&self, request: &HttpRequest, language: &Tag) -> Problem {
        self.describe().problem(request, language)
    }

    fn respond(&self, request: &HttpRequest) -> HttpResponse {
        if let Self::OtherName { tag } = self {
            return redirect(request, tag);
        }
        if let Self::OtherAddress { location } = self {
            return moved(location.clone());
        }
        let answer = self.describe();
        let language = language::of(request);
        let mut response = HttpResponse::build(answer.status);
        if let Some((name, value)) = answer.header.clone() {
            response.insert_header((ACCESS_CONTROL_EXPOSE_HEADERS, name.as_str()));
            response.insert_header((name, value));
        }
        response.insert_header((CACHE_CONTROL, "no-store"));
        response.insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"));
        if is_v3(request.path()) {
            let error = match self {
                Self::V3(fault) => fault.error.to_owned(),
                _ => texts::title(&language, answer.code),
            };
            return response.json(V3Error { error });
        }
        if views::asked_by(request) {
            return views::refusal(request, answer.status, response);
        }
        let problem = answer.problem(request, &language);
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        response.insert_header((CONTENT_TYPE, HeaderValue::from_static("application/problem+json")));
        response.insert_header((CONTENT_LANGUAGE, language.as_str())).body(body)
    }
}

impl Answer {
    fn problem(self, request: &HttpRequest, language: &Tag) -> Problem {
        // What the texts say about where the request went, when the failure does not know it itself.
        let region = request.match_info().get("region").unwrap_or_default();
        let mut args: Vec<(&str, Value<'_>)> = vec![("region", region.into())];
        for (name, argument) in &self.args {
            let value = match argument {
                Argument::Text(text) => text.as_str().into(),
                Argument::Number(number) => (*number).into(),
                Argument::Why(why) => why.text(language).into(),
            };
            args.retain(|(known, _)| known != name);
            args.push((name, value));
        }
        let operations = self.operations.map(|answers| rows(answers, request, language));
        Problem {
            r#type: format!("urn:lotse:problem:{}", self.code),
            title: texts::title(language, self.code),
            status: self.status.as_u16(),
            detail: texts::detail(language, self.code, &args),
            code: self.code,
            field: self.field,
            current: self.current,
            winner: self.winner,
            report: self.report,
            operations,
        }
    }
}

/// What is in the way of each of many changes.
fn rows(answers: Vec<Option<Answer>>, request: &HttpRequest, language: &Tag) -> Vec<Row> {
    let row = |(index, answer): (usize, Option<Answer>)| {
        let problem = answer.map(|answer| answer.problem(request, language));
        let status = problem.as_ref().map_or(StatusCode::FAILED_DEPENDENCY.as_u16(), |problem| problem.status);
        Row { index, status, problem, ..Row::default() }
    };
    answers.into_iter().enumerate().map(row).collect()
}

/// Whether clients of an Integreat v3 API ask at this path.
fn is_v3(path: &str) -> bool {
    path.starts_with("/api/v3") || path.contains("/wp-json/")
}

/// To the same address with `tag` in the place of the language; relative, since only the client knows what is before it.
fn redirect(request: &HttpRequest, tag: &str) -> HttpResponse {
    let asked = request.match_info().get("tag").unwrap_or_default();
    let segments: Vec<&str> = request.path().split('/').collect();
    // The region, which may be called like a language, comes first.
    let end =
        |segment: &str| segment.strip_prefix(asked).filter(|end| end.is_empty() || end.starts_with('.')).map(str::len);
    let at = segments.iter().rposition(|segment| end(segment).is_some()).unwrap_or_default();
    let mut location = "../".repeat(segments.len() - at - 1);
    location.push_str(tag);
    location.push_str(&segments[at][asked.len().min(segments[at].len())..]);
    for segment in &segments[at + 1..] {
        location.extend(["/", segment]);
    }
    if !request.query_string().is_empty() {
        location.extend(["?", request.query_string()]);
    }
    moved(location)
}

fn moved(location: String) -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((LOCATION, location))
        .insert_header((CACHE_CONTROL, "public, max-age=3600"))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .finish()
}

/// Answers requests that no route takes: a question for its methods, a wrong method, an unknown address.
pub(crate) async fn unknown_route(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let pattern = request.resource_map().match_pattern(request.path()).ok_or(Failure::UnknownRoute)?;
    if pattern.starts_with("/{region}") && views::is_reserved(request.path()) {
        return Err(Failure::UnknownRoute);
    }
    let allow = state.methods.get(&routes::described(&pattern)).ok_or(Failure::UnknownRoute)?;
    if request.method() != Method::OPTIONS {
        return Err(Failure::MethodNotAllowed { allow: allow.clone() });
    }
    // Pages of other sites may read with conditions, and change nothing.
    let answer = HttpResponse::NoContent()
        .insert_header((ALLOW, allow.as_str()))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"))
        .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, "If-None-Match, If-Range, Range"))
        .insert_header((ACCESS_CONTROL_MAX_AGE, "86400"))
        .finish();
    Ok(answer)
}
