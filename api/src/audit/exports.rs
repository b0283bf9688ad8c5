//! The whole audit as a stream, of which only one page is in memory at a time.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use bytes::Bytes;
use content::audit::{self, Filter};
use content::{Error, Store};
use futures_util::stream;

use super::{AuditRecord, PAGE};

/// How records are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A table with a first row of names.
    Csv,
    /// A JSON object per line.
    Lines,
}

/// How far a stream has come.
struct Progress {
    store: Store,
    filter: Filter,
    form: Form,
    is_first: bool,
}

/// Every record that `filter` lets through; a connection is held only while a page is read.
pub(super) fn stream(store: Store, filter: Filter, form: Form) -> HttpResponse {
    let (content_type, name) = match form {
        Form::Csv => ("text/csv; charset=utf-8; header=present", "audit.csv"),
        Form::Lines => ("application/jsonl; charset=utf-8", "audit.jsonl"),
    };
    let begin = Some(Progress { store, filter, form, is_first: true });
    let pages = stream::try_unfold(begin, async |progress: Option<Progress>| match progress {
        Some(progress) => progress.page().await.map(Some),
        None => Ok::<_, Error>(None),
    });
    HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((CACHE_CONTROL, "no-store"))
        .streaming(pages)
}

impl Progress {
    /// The next page, and how to go on; none when it was the last one.
    async fn page(mut self) -> Result<(Bytes, Option<Self>), Error> {
        let filter = self.filter.clone();
        let found = self.store.read(move |db| audit::list(db, &filter, PAGE)).await?;
        let next = found.last().filter(|_| i64::try_from(found.len()) == Ok(PAGE)).map(|record| record.id);
        let directory = self.store.directory();
        let records: Vec<_> = found.into_iter().map(|record| AuditRecord::of(record, &directory)).collect();
        let bytes = match self.form {
            Form::Csv => table(&records, self.is_first),
            Form::Lines => lines(&records),
        };
        let bytes = bytes.map_err(Error::Corrupt)?;
        self.is_first = false;
        self.filter.before = next;
        Ok((bytes, next.map(|_| self)))
    }
}

fn lines(records: &[AuditRecord]) -> Result<Bytes, String> {
    let mut bytes = Vec::new();
    for record in records {
        serde_json::to_writer(&mut bytes, record).map_err(|error| error.to_string())?;
        bytes.push(b'\n');
    }
    Ok(Bytes::from(bytes))
}

fn table(records: &[AuditRecord], is_first: bool) -> Result<Bytes, String> {
    const NAMES: [&str; 9] = ["id", "at", "actor", "action", "region", "subject", "before", "after", "network"];
    let mut sheet = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    if is_first {
        sheet.write_record(NAMES).map_err(|error| error.to_string())?;
    }
    for record in records {
        sheet.serialize(record).map_err(|error| error.to_string())?;
    }
    sheet.into_inner().map(Bytes::from).map_err(|error| error.to_string())
}
