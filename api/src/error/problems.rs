//! The forms of an answer that failed: problem+json, a page for people, or what clients of the v3 face expect.

use std::sync::Arc;

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE,
    HeaderValue, LOCATION,
};
use actix_web::http::{Method, StatusCode};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use locales::tags::Tag;
use locales::texts::{self, Value};
use serde::Serialize;
use utoipa::ToSchema;

use super::Failure;
use super::answers::{Answer, Argument};
use crate::bundles::reports::Report;
use crate::changes::Row;
use crate::language;
use crate::state::State;
use crate::translations::autosaves::Winner;
use crate::{routes, views};

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
