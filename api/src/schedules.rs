//! Texts that become public, or are withdrawn, at a time that was set before.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::directory::Entry;
use content::idempotency::Answer;
use content::schedules::{self, NewSchedule, Progress, Schedule, What};
use content::{Db, pages, times};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{May, Publish, See};
use crate::addresses::{self, part};
use crate::bodies::{self, Sent};
use crate::error::Failure;
use crate::idempotency;
use crate::openapi::{EditRefused, Idempotent, OfRegion, PageInLanguage, WriteRefused};
use crate::state::State;
use crate::translations::versions::{number, unstored};

/// A schedule to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"what": "publish", "at": "2026-12-01T08:00", "version": 2}))]
pub(crate) struct SetSchedule {
    /// `publish` or `expire`.
    #[schema(value_type = String, example = "publish")]
    what: What,
    /// When, by the clocks of the region, without a time zone. A time that they skip means the first moment after it, one that
    /// they show twice the first.
    #[schema(example = "2026-12-01T08:00")]
    at: String,
    /// The version whose text becomes public; only for `publish`.
    #[schema(example = 2)]
    version: Option<i64>,
}

/// Something that happens to a text at a time.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Scheduled {
    /// Its number.
    #[schema(example = 1)]
    schedule: i64,
    /// The id of the page.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    page: String,
    /// The tag of the language.
    #[schema(example = "de")]
    language: String,
    /// `publish` or `expire`.
    #[schema(value_type = String, example = "publish")]
    what: What,
    /// The version whose text becomes public; of an expiry, the newest one when it was made.
    #[schema(example = 2)]
    version: i64,
    /// When, RFC 3339 with the offset of the region.
    #[schema(example = "2026-12-01T08:00:00+01:00")]
    at: String,
    /// `waiting`, `done`, `superseded` (somebody published or withdrew the text meanwhile, so nothing was done) or `failed`.
    #[schema(value_type = String, example = "waiting")]
    state: Progress,
    /// Who made it, and is the author of what it appends.
    #[schema(example = "token/editors")]
    author: String,
    /// When it was made, RFC 3339 in UTC.
    #[schema(example = "2026-11-22T10:00:00Z")]
    created: String,
}

impl Scheduled {
    fn of(schedule: Schedule, entry: &Entry) -> Self {
        Self {
            schedule: schedule.id,
            page: schedule.item,
            language: entry.tag_of(&schedule.language),
            what: schedule.what,
            version: schedule.version,
            at: times::local(schedule.due, &times::zone(&entry.region.time_zone)),
            state: schedule.state,
            author: schedule.author,
            created: times::utc(schedule.created),
        }
    }
}

fn listed(schedules: Vec<Schedule>, entry: &Entry) -> HttpResponse {
    unstored(&schedules.into_iter().map(|schedule| Scheduled::of(schedule, entry)).collect::<Vec<_>>())
}

/// Let a text become public, or be withdrawn, at a time.
///
/// At the time it is done unless somebody has published or withdrawn the text since the schedule was made.
#[utoipa::path(post, path = "/regions/{region}/pages/{page}/translations/{tag}/schedules", operation_id = "create_schedule", tag = "editing", security(("token" = [])), request_body = SetSchedule, params(
    PageInLanguage,
    Idempotent,
), responses(
    (status = CREATED, body = Scheduled, description = "`Location` names it."),
    WriteRefused,
))]
pub(crate) async fn create(
    editor: May<Publish>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<SetSchedule>,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let language = addresses::language(&entry, &request)?;
    let (key, page) = (language.key.clone(), addresses::page(&request)?.to_string());
    let (SetSchedule { what, at, version }, attempt) = sent.read_once(&editor, bodies::LIMITS).await?;
    let new = NewSchedule { what, version, at };
    let (region, tag) = (&entry.region.slug, &language.tag);
    let text = format!("{}/api/v1/regions/{region}/pages/{page}/translations/{tag}", state.public_url);
    let made = state.write_once(&editor, entry.region.id, attempt, move |tx, author| {
        let made = pages::schedule(tx, &page, &key, author, &new)?;
        let location = Some(format!("{text}/schedules/{}", made.id));
        let body = idempotency::body(&Scheduled::of(made, &entry))?;
        Ok(Answer { status: 201, number: None, location, body })
    });
    made.await
}

/// The schedules of a text, also those that are over, the latest first.
#[utoipa::path(get, path = "/regions/{region}/pages/{page}/translations/{tag}/schedules", operation_id = "list_schedules", tag = "editing", security(("token" = [])), params(
    PageInLanguage,
), responses(
    (status = OK, body = [Scheduled]),
    EditRefused,
))]
pub(crate) async fn list(_: May<See>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let key = addresses::language(&entry, &request)?.key.clone();
    let (region, page) = (entry.region.id, addresses::page(&request)?.to_string());
    let read = move |db: &mut Db| pages::schedules(db, region, &page, &key);
    Ok(listed(state.store.read(read).await?, &entry))
}

/// The schedules of a region that wait, the next one first; at most 1,000.
#[utoipa::path(get, path = "/regions/{region}/schedules", operation_id = "list_schedules_of_region", tag = "editing", security(("token" = [])), params(
    OfRegion,
), responses(
    (status = OK, body = [Scheduled]),
    EditRefused,
))]
pub(crate) async fn of_region(_: May<See>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let region = entry.region.id;
    Ok(listed(state.store.read(move |db| schedules::waiting(db, region)).await?, &entry))
}

/// Remove a schedule that waits.
#[utoipa::path(delete, path = "/regions/{region}/pages/{page}/translations/{tag}/schedules/{schedule}", operation_id = "remove_schedule", tag = "editing", security(("token" = [])), params(
    PageInLanguage,
    ("schedule" = i64, Path, description = "The number of the schedule", example = 1),
), responses(
    (status = NO_CONTENT, description = "It is gone."),
    EditRefused,
))]
pub(crate) async fn remove(
    editor: May<Publish>,
    state: Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let key = addresses::language(&entry, &request)?.key.clone();
    let page = addresses::page(&request)?.to_string();
    let id = number("schedule", part(&request, "schedule"))?;
    let remove = state.write_region(&editor, entry.region.id, move |tx, _| pages::unschedule(tx, &page, &key, id));
    remove.await?;
    Ok(HttpResponse::NoContent().finish())
}
