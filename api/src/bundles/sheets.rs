//! Spreadsheets of the texts of a language, for translators: out, and in again.

use std::collections::BTreeMap;

use actix_web::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_TYPE};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use content::bundles::sheets::{self, Held, Layers, Page};
use content::bundles::{State as Stage, check_name};
use content::error::Reason;
use locales::aliases::same_language;
use locales::sheets::tables::{self, Returned, Row, Sheet};
use locales::sheets::{Format, Refusal, csv, xlsx};
use locales::tags::Tag;
use locales::texts;
use url::form_urlencoded;
use utoipa::IntoParams;

use super::options::{self, UploadParameters};
use super::place;
use super::sheet_reports::{self, SheetReport};
use crate::access::{May, See, Translate};
use crate::addresses;
use crate::bodies::{LIMIT_TEXT, not_received};
use crate::error::{Failure, Why};
use crate::language;
use crate::openapi::{EditRefused, SheetRefused};
use crate::state::State;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const CSV: &str = "text/csv; charset=utf-8";

/// The texts of a language for all regions.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes parameters")]
pub(crate) struct SheetOfAll {
    /// A language tag, in any case
    #[param(example = "uk")]
    tag: String,
    /// `xlsx` or `csv`
    #[param(example = "xlsx")]
    format: String,
}

/// The texts of a language of one region.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only describes parameters")]
pub(crate) struct SheetOfRegion {
    /// The region's name in addresses
    #[param(example = "minden-luebbecke")]
    region: String,
    /// A language tag, in any case
    #[param(example = "uk")]
    tag: String,
    /// `xlsx` or `csv`
    #[param(example = "xlsx")]
    format: String,
}

/// Which bundles.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only describes parameters")]
pub(crate) struct OneBundle {
    /// The only bundle; without it, all
    #[param(example = "app")]
    bundle: Option<String>,
}

/// All texts of a language for all regions, as a spreadsheet for translators.
#[utoipa::path(get, path = "/bundles/{tag}.{format}", operation_id = "read_sheet", tag = "editing", security(("token" = [])), params(SheetOfAll, OneBundle), responses(
    (status = OK, content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (String = "text/csv"),
    ), description = "One worksheet for each bundle; CSV is in UTF-8 with a byte-order mark. Titles are in the language of the request."),
    EditRefused,
))]
pub(crate) async fn show(_: May<See>, state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let (format, layers) = (format(&request)?, layers(&state, &request)?);
    let reader = language::of_reader(&request);
    let tag = layers.language.clone();
    let sheet = sheet(&state, layers, &reader, None).await?;
    answer(format, &tag, &reader, write(format, sheet).await?)
}

/// Hand in a spreadsheet for all regions: at most 2 MiB; rows without a translation change nothing.
#[utoipa::path(put, path = "/bundles/{tag}.{format}", operation_id = "upload_sheet", tag = "editing", security(("token" = [])), params(
    SheetOfAll, OneBundle, UploadParameters,
    ("Accept" = Option<String>, Header, description = "The type of a spreadsheet: the answer is the spreadsheet with a column of findings", example = "application/json"),
), request_body(content(
    (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (String = "text/csv"),
), description = "The spreadsheet as it was fetched, with texts in the column of the translation."), responses(
    (status = OK, content(
        (SheetReport = "application/json"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (String = "text/csv"),
    ), description = "What became of each row, also when none was accepted. Each bundle that changes gets a revision."),
    SheetRefused,
))]
pub(crate) async fn save(
    editor: May<Translate>,
    state: Data<State>,
    request: HttpRequest,
    file: Result<Bytes, actix_web::Error>,
) -> Result<HttpResponse, Failure> {
    state.uploads.count(editor.author())?;
    let (format, layers) = (format(&request)?, layers(&state, &request)?);
    let options = options::read_for_sheet(&request)?;
    let file = file.map_err(|error| not_received(&error, LIMIT_TEXT, Why::Unreadable))?;
    let rows = read(format, file).await?;
    check_language(&rows, &layers.language)?;
    let (dry_run, reader, tag) = (options.dry_run, language::of_reader(&request), layers.language.clone());
    let done = sheets::upload(&state.store, layers.clone(), rows, options, editor.behalf().clone()).await?;
    if wants_sheet(&request, format) {
        let sheet = sheet(&state, layers, &reader, Some(sheet_reports::of_rows(&done, &reader))).await?;
        return answer(format, &tag, &reader, write(format, sheet).await?);
    }
    let report = SheetReport::of(&tag, done, dry_run, &reader);
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CACHE_CONTROL, "no-store")).insert_header((CONTENT_LANGUAGE, reader.as_str()));
    Ok(answer.json(report))
}

fn answer(format: Format, tag: &Tag, reader: &Tag, bytes: Vec<u8>) -> Result<HttpResponse, Failure> {
    let (kind, end) = match format {
        Format::Xlsx => (XLSX, "xlsx"),
        Format::Csv => (CSV, "csv"),
    };
    let name = addresses::header(&format!("attachment; filename=\"{tag}.{end}\""))?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CACHE_CONTROL, "no-store")).insert_header((CONTENT_LANGUAGE, reader.as_str()));
    Ok(answer.insert_header((CONTENT_TYPE, kind)).insert_header((CONTENT_DISPOSITION, name)).body(bytes))
}

/// The form that the address names.
fn format(request: &HttpRequest) -> Result<Format, Failure> {
    match addresses::part(request, "format") {
        "xlsx" => Ok(Format::Xlsx),
        "csv" => Ok(Format::Csv),
        _ => Err(Failure::UnknownRoute),
    }
}

fn layers(state: &State, request: &HttpRequest) -> Result<Layers, Failure> {
    let (region, language) = place(state, request)?;
    let mut pairs = form_urlencoded::parse(request.query_string().as_bytes());
    let bundle = pairs.find(|(name, _)| name == "bundle").map(|(_, value)| value.into_owned());
    if let Some(name) = &bundle {
        let refused = |_| Failure::BadParameter { name: "bundle".into(), why: Why::Value(Reason::NotASlug) };
        check_name(name).map_err(refused)?;
    }
    Ok(Layers { region, language, bundle })
}

fn wants_sheet(request: &HttpRequest, format: Format) -> bool {
    let wanted = if format == Format::Xlsx { XLSX } else { "text/csv" };
    let header = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    header.split(',').any(|kind| kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(wanted))
}

/// Packing takes too long for a thread that answers requests.
async fn write(format: Format, sheet: Sheet) -> Result<Vec<u8>, Failure> {
    let write = move || match format {
        Format::Xlsx => xlsx::write(&sheet),
        Format::Csv => Ok(csv::write(&sheet)),
    };
    let written = actix_web::web::block(write).await.map_err(|error| Failure::Internal(error.to_string()))?;
    written.map_err(|refusal| Failure::Internal(refusal.to_string()))
}

async fn read(format: Format, file: Bytes) -> Result<Vec<Returned>, Failure> {
    let read = move || match format {
        Format::Xlsx => xlsx::read(&file),
        Format::Csv => csv::read(&file),
    };
    let read = actix_web::web::block(read).await.map_err(|error| Failure::Internal(error.to_string()))?;
    read.map_err(|refusal| match refusal {
        Refusal::Empty => Failure::UnreadableSheet { why: Why::NoRows },
        Refusal::NotASpreadsheet => Failure::UnreadableSheet { why: Why::NotASpreadsheet },
        Refusal::NotUtf8 => Failure::UnreadableSheet { why: Why::NotUtf8 },
        Refusal::TooLarge => Failure::TooLarge { limit: "32 MiB, 200,000 cells" },
        Refusal::MissingColumns { missing, unknown } => {
            Failure::MissingColumns { missing: tables::names(&missing), unknown: unknown.join(", ") }
        }
    })
}

/// A sheet of another language would put its texts into this one.
fn check_language(rows: &[Returned], wanted: &Tag) -> Result<(), Failure> {
    let is_other = |row: &&Returned| !Tag::parse(&row.language).is_ok_and(|language| same_language(&language, wanted));
    match rows.iter().filter(|row| !row.key.is_empty()).find(is_other) {
        Some(row) => {
            Err(Failure::OtherLanguage { found: addresses::shortened(&row.language), wanted: wanted.to_string() })
        }
        None => Ok(()),
    }
}

/// What is told of a row: what became of it, what was found, and its translation if that was not taken.
pub(super) struct Answered {
    pub(super) outcome: String,
    pub(super) findings: String,
    pub(super) kept: Option<String>,
}

/// Answers by bundle, key and form; and rows that belong to no text.
pub(super) struct Answers {
    pub(super) known: BTreeMap<(String, String, String), Answered>,
}

/// The sheet as it would be fetched now; with what became of the rows, when some were handed in.
async fn sheet(state: &Data<State>, layers: Layers, reader: &Tag, answers: Option<Answers>) -> Result<Sheet, Failure> {
    let language = layers.language.clone();
    let read = state.store.read(move |db| sheets::read(db, &layers)).await?;
    let is_answer = answers.is_some();
    let mut answers = answers.map(|answers| answers.known).unwrap_or_default();
    let mut bundles: Vec<(String, Vec<Row>)> = Vec::new();
    for page in read.pages {
        let mut rows = rows(&page, reader);
        for row in &mut rows {
            let name = (page.bundle.clone(), row.key.clone(), row.form.clone());
            if let Some(answered) = answers.remove(&name) {
                answer_row(row, answered);
            }
        }
        bundles.push((page.bundle, rows));
    }
    // Rows that belong to no text come last, so that nobody's work is lost.
    for ((bundle, key, form), answered) in answers {
        let mut row = Row { key, form, ..Row::default() };
        answer_row(&mut row, answered);
        match bundles.iter_mut().find(|(name, _)| *name == bundle) {
            Some((_, rows)) => rows.push(row),
            None => bundles.push((bundle, vec![row])),
        }
    }
    Ok(Sheet { language, reader: reader.clone(), sources: read.sources, is_answer, bundles })
}

fn answer_row(row: &mut Row, answered: Answered) {
    (row.outcome, row.findings) = (answered.outcome, answered.findings);
    if let Some(kept) = answered.kept {
        row.translation = kept;
    }
}

fn rows(page: &Page, reader: &Tag) -> Vec<Row> {
    let of_message = |held: &Held| {
        let held_state = match held.state {
            Some(Stage::Approved) => "approved",
            Some(_) => "needs-review",
            None => "missing",
        };
        let state = texts::text(reader, &format!("sheet-state-{held_state}"), &[]);
        let row = |line: &locales::sheets::lines::Line| Row {
            key: line.key.clone(),
            form: line.form.clone(),
            label: line.label.clone(),
            sources: line.sources.clone(),
            note: held.note.clone(),
            max_length: held.max_length,
            current: line.current.clone(),
            translation: line.current.clone(),
            state: state.clone(),
            outcome: String::new(),
            findings: String::new(),
            source_hash: held.source_hash.clone(),
            current_hash: sheets::mark(&line.current),
        };
        held.lines.iter().map(row).collect::<Vec<_>>()
    };
    page.messages.iter().flat_map(of_message).collect()
}
