//! Many changes of a region in one request: how programs push.

mod operations;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::changes::{self, Done, MOST, Operation};
use content::directory::Entry;
use content::error::Reason;
use content::idempotency::Answer;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{May, WriteSomewhere};
use crate::addresses;
use crate::bodies::Sent;
use crate::error::{Failure, Problem, Why};
use crate::idempotency;
use crate::openapi::{Idempotent, OfRegion, WriteRefused};
use crate::state::State;
use crate::translations::editing::Removed;
use operations::NewOperation;

/// The most bytes of all changes, and the same for people.
const LIMIT: (usize, &str) = (16 << 20, "16 MiB");

/// Changes to be made: all of them, or none.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewChanges {
    /// What is to be done, in this order; 1 to 1,000.
    #[schema(min_items = 1, max_items = 1000, example = json!([
        {"create_page": {"name": "$start", "language": "de", "text": {"title": "Ankommen", "html": "", "state": "public"}}},
        {"create_page": {"place": {"last_in": "$start"}, "language": "de",
            "text": {"title": "Erste Schritte", "html": "<p>Willkommen!</p>", "state": "public"}}},
        {"confirm_page": {"page": "$start", "base": 1}},
    ]))]
    operations: Vec<NewOperation>,
}

/// Changes that were made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Changed {
    /// What each operation has done, in the order in which they were sent.
    operations: Vec<Row>,
}

/// What became of one operation.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct Row {
    /// Its place among all, from 0.
    #[schema(example = 0)]
    pub(crate) index: usize,
    /// The status that it would have had alone: 201 made, 200 changed or the same already; 424 left out because of others.
    #[schema(example = 201)]
    pub(crate) status: u16,
    /// The id of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    pub(crate) page: Option<String>,
    /// The tag of the language, if it was about a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "de")]
    pub(crate) language: Option<String>,
    /// The number in the ETag now: of the text, or of the page if it was about the page; none when it is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 1)]
    pub(crate) number: Option<i64>,
    /// What had to go from the HTML that was sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) removed: Vec<Removed>,
    /// Why it cannot be made; its `field` is a member of the operation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(no_recursion)]
    pub(crate) problem: Option<Problem>,
}

/// Make many changes at once: all of them, or none.
#[utoipa::path(post, path = "/regions/{region}/changes", operation_id = "change_pages", tag = "editing", security(("token" = [])), request_body = NewChanges, params(
    OfRegion,
    Idempotent,
), responses(
    (status = OK, body = Changed, description = "All were made. When one cannot be made none is: 422 `changes-refused`, and \
        `operations` of the problem has a row for each."),
    WriteRefused,
))]
pub(crate) async fn apply(
    editor: May<WriteSomewhere>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<NewChanges>,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let (NewChanges { operations }, attempt) = sent.read_once(&editor, LIMIT).await?;
    let (operations, removed) = read(&state, &entry, operations).await?;
    let (actor, region) = (editor.actor().clone(), entry.region.id);
    let made = state.write_once(&editor, region, attempt, move |tx, _| {
        let done = changes::apply(tx, &actor, operations)?;
        let rows = done.into_iter().zip(removed).enumerate();
        let operations = rows.map(|(index, (done, removed))| Row::of(&entry, index, done, removed)).collect();
        let body = idempotency::body(&Changed { operations })?;
        Ok(Answer { status: 200, number: None, location: None, body })
    });
    made.await
}

/// What the domain is asked for, and what was removed from the text of each.
async fn read(
    state: &Data<State>,
    entry: &Entry,
    operations: Vec<NewOperation>,
) -> Result<(Vec<Operation>, Vec<Vec<Removed>>), Failure> {
    let refused = |reason| Failure::Invalid { field: "operations", why: Why::Value(reason) };
    if operations.is_empty() {
        return Err(refused(Reason::Empty));
    }
    if operations.len() > MOST {
        return Err(refused(Reason::TooLong { limit: MOST }));
    }
    let mut ready = (Vec::with_capacity(operations.len()), Vec::with_capacity(operations.len()));
    let mut failures = Vec::with_capacity(operations.len());
    for operation in operations {
        match operation.read(state, entry).await {
            Ok((operation, removed)) => {
                ready.0.push(operation);
                ready.1.push(removed);
                failures.push(None);
            }
            Err(failure) => failures.push(Some(failure)),
        }
    }
    if failures.iter().all(Option::is_none) { Ok(ready) } else { Err(Failure::ChangesRefused(failures.into())) }
}

impl Row {
    fn of(entry: &Entry, index: usize, done: Done, removed: Vec<Removed>) -> Self {
        Self {
            index,
            status: if done.is_new { 201 } else { 200 },
            page: Some(done.page),
            language: done.language.map(|key| entry.tag_of(&key)),
            number: done.number,
            removed,
            problem: None,
        }
    }
}
