//! What everybody has changed, for administrators: page by page, or all of it as a stream.

mod exports;

use actix_web::http::header::{ACCEPT, CACHE_CONTROL};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use content::Error;
use content::audit::{self, Filter};
use content::directory::Directory;
use content::error::{Noun, Reason};
use content::times;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::{Govern, May};
use crate::addresses::shortened;
use crate::error::{Failure, Why};
use crate::openapi::EditRefused;
use crate::state::State;

/// The most records of a page, and of one read of an export.
const PAGE: i64 = 500;
/// How many records a page has if nobody says otherwise.
const USUAL: i64 = 100;

/// Which records are wanted, and how.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// Only of this region, by its name in addresses
    #[param(example = "minden-luebbecke")]
    region: Option<String>,
    /// Only by this actor: `user/<id>`, `token/<name>`, or a part of the program
    #[param(example = "token/editors")]
    actor: Option<String>,
    /// Only about this, or what is below it: `page/<id>`, `page/<id>/<language>`, `bundle/<name>`
    #[param(example = "bundle/app")]
    subject: Option<String>,
    /// Only from this time on: RFC 3339, or a date (UTC)
    #[param(example = "2026-11-22")]
    from: Option<String>,
    /// Only before this time: RFC 3339, or a date (UTC)
    #[param(example = "2026-11-23T00:00:00Z")]
    to: Option<String>,
    /// Only older than the record with this id: `next` of the page before
    #[param(value_type = Option<i64>, example = 4711)]
    before: Option<String>,
    /// How many records the page has at most, 1 to 500; 100 without it
    #[param(value_type = Option<i64>, minimum = 1, maximum = 500, example = 100)]
    limit: Option<String>,
    /// `json` for one page; `jsonl` (a record per line) or `csv` for all records, whatever `limit` says. Without it the header
    /// `Accept` decides between `application/json`, `application/jsonl` and `text/csv`.
    #[param(example = "json")]
    format: Option<String>,
}

/// A page of the audit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditPage {
    /// The newest first.
    records: Vec<AuditRecord>,
    /// What `before` is for the next page; null on the last one.
    next: Option<i64>,
}

/// Something that was changed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditRecord {
    /// Raised with each record.
    #[schema(example = 4711)]
    id: i64,
    /// When, RFC 3339 in UTC.
    #[schema(example = "2026-11-22T10:00:00Z")]
    at: String,
    /// Who: `user/<id>`, `token/<name>`, or a part of the program.
    #[schema(example = "token/editors")]
    actor: String,
    /// The operation that was asked for, by its id in this description.
    #[schema(example = "save_translation")]
    action: String,
    /// The region; null for what concerns all of them.
    #[schema(example = "minden-luebbecke")]
    region: Option<String>,
    /// What was changed.
    #[schema(example = "page/0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61/de")]
    subject: String,
    /// The number of the version that it had; null when it is new, or has no numbers.
    #[schema(example = 1)]
    before: Option<i64>,
    /// The number of the version that it has now; null when it is gone, or has no numbers.
    #[schema(example = 2)]
    after: Option<i64>,
    /// The network it came from; forgotten after some days.
    #[schema(example = "192.0.2.0/24")]
    network: Option<String>,
}

impl AuditRecord {
    fn of(record: audit::Record, directory: &Directory) -> Self {
        let slug =
            |id: i64| directory.regions().find(|entry| entry.region.id == id).map(|entry| entry.region.slug.clone());
        Self {
            id: record.id,
            at: times::utc(record.at),
            actor: record.actor,
            action: record.action,
            region: record.region.map(|id| slug(id).unwrap_or_else(|| id.to_string())),
            subject: record.subject,
            before: record.before,
            after: record.after,
            network: record.address,
        }
    }
}

/// What everybody has changed, the newest first.
///
/// As CSV: UTF-8, its first row is `id,at,actor,action,region,subject,before,after,network`.
#[utoipa::path(get, path = "/audit", operation_id = "audit", tag = "operations", security(("token" = [])), params(Asked), responses(
    (status = OK, content((AuditPage = "application/json"), (String = "text/csv"), (String = "application/jsonl"))),
    EditRefused,
))]
pub(crate) async fn list(
    _: May<Govern>,
    state: Data<State>,
    asked: Query<Asked>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let directory = state.store.directory();
    let filter = filter(&asked, &directory)?;
    let accepted = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if let Some(form) = form(asked.format.as_deref(), accepted)? {
        return Ok(exports::stream(state.store.clone(), filter, form));
    }
    let limit = number("limit", asked.limit.as_deref())?.unwrap_or(USUAL);
    if !(1..=PAGE).contains(&limit) {
        return Err(refused("limit", Why::Value(Reason::UnknownValue { allowed: format!("1 – {PAGE}") })));
    }
    let mut found = state.store.read(move |db| audit::list(db, &filter, limit + 1)).await?;
    let is_more = found.len() > usize::try_from(limit).unwrap_or_default();
    found.truncate(usize::try_from(limit).unwrap_or_default());
    let next = found.last().filter(|_| is_more).map(|record| record.id);
    let records = found.into_iter().map(|record| AuditRecord::of(record, &directory)).collect();
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(AuditPage { records, next }))
}

fn filter(asked: &Asked, directory: &Directory) -> Result<Filter, Failure> {
    let region = asked.region.as_deref().map(|slug| {
        let entry = directory.region(slug).ok_or_else(|| Error::not_found(Noun::Region, shortened(slug)))?;
        Ok::<_, Failure>(entry.region.id)
    });
    Ok(Filter {
        region: region.transpose()?,
        actor: asked.actor.clone(),
        subject: asked.subject.clone(),
        from: time("from", asked.from.as_deref())?,
        to: time("to", asked.to.as_deref())?,
        before: number("before", asked.before.as_deref())?,
    })
}

/// How everything is written down; none for one page.
fn form(named: Option<&str>, accepted: &str) -> Result<Option<exports::Form>, Failure> {
    match named {
        Some("json") => Ok(None),
        Some("csv") => Ok(Some(exports::Form::Csv)),
        Some("jsonl") => Ok(Some(exports::Form::Lines)),
        Some(_) => Err(refused("format", Why::Value(Reason::UnknownValue { allowed: "json, jsonl, csv".to_owned() }))),
        // Who would rather have something else as well gets a page.
        None => Ok(match accepted.split([',', ';']).next().unwrap_or_default().trim() {
            "text/csv" => Some(exports::Form::Csv),
            "application/jsonl" | "application/x-ndjson" => Some(exports::Form::Lines),
            _ => None,
        }),
    }
}

fn time(name: &'static str, text: Option<&str>) -> Result<Option<i64>, Failure> {
    let read = |text| times::parse(text).or_else(|| times::parse(&format!("{text}T00:00:00Z")));
    text.map(|text| read(text).ok_or_else(|| refused(name, Why::Value(Reason::NotADate)))).transpose()
}

fn number(name: &'static str, text: Option<&str>) -> Result<Option<i64>, Failure> {
    text.map(|text| text.parse().map_err(|_| refused(name, Why::WrongType))).transpose()
}

fn refused(name: &'static str, why: Why) -> Failure {
    Failure::BadParameter { name: name.into(), why }
}
