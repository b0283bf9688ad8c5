//! How much of a region can be read in which language: JSON, a sheet, and a page for people.

mod page;
mod plots;
mod report;
#[cfg(test)]
mod samples;
mod sheet;
mod tables;
mod texts;

use std::sync::Arc;

use actix_web::http::header::{
    ACCEPT, ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, HeaderName, HeaderValue, VARY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use content::catalog::Catalog;
use content::directory::Entry;
use content::error::Reason;
use content::{Db, Error, coverage};
use locales::negotiation;
use locales::tags::Tag;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::access::Open;
use crate::addresses;
use crate::error::{Failure, Why};
use crate::language;
use crate::openapi::{OfRegion, ReadRefused};
use crate::prepared::{Built, Delivery, Freshness};
use crate::state::{Extra, Key, State, json, open_to_all, stamp_of};
use report::Report;

/// What the page may load: its style sheet. Scripts, frames and forms it has none.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// How the figures are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Format {
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

/// What `coverage` can be asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// `json` or `csv`. Without it the header `Accept` decides between `application/json` and `text/csv`.
    #[param(example = "csv")]
    format: Option<String>,
}

/// What the page can be asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// The language of the page as a BCP 47 tag. Without it the header `Accept-Language` decides.
    #[param(example = "ar")]
    language: Option<String>,
}

/// How much of each topic can be read in each language, and how often texts change.
///
/// As CSV: UTF-8 with a byte order mark, one row for each topic and language, without totals and rhythm. The first row is
/// `topic,title,language,name,source,pages_up_to_date,pages_outdated,pages_machine,pages_missing,pages,words_up_to_date,words_outdated,words_machine,words_missing,words,waiting_since`;
/// a title that a spreadsheet would take for a formula begins with an apostrophe.
#[utoipa::path(get, path = "/regions/{region}/coverage", tag = "reading",
    params(OfRegion, Asked),
    responses(
        (status = OK, content((Report = "application/json"), (String = "text/csv"))),
        ReadRefused,
    )
)]
pub(crate) async fn figures(
    _: Open,
    state: Data<State>,
    asked: Query<Asked>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::region(&state, &request)?;
    let format = format(asked.format.as_deref(), &request)?;
    let render = move |catalog: &Catalog, coverage: &coverage::Coverage| {
        let report = Report::new(catalog, coverage, None);
        match format {
            Format::Json => Ok(with_vary(json(&report, catalog.counter.edits, None)?)),
            Format::Csv => csv(&report, catalog.counter.edits),
        }
    };
    answer(&state, &request, &entry, Key::Coverage { region: entry.region.id, format }, render).await
}

/// The same as a page for people, with plots and tables, in the languages of the server's texts.
#[utoipa::path(get, path = "/regions/{region}/coverage", tag = "reading",
    params(OfRegion, Wanted),
    responses(
        (status = OK, body = String, content_type = "text/html"),
        ReadRefused,
    )
)]
pub(crate) async fn shown(
    _: Open,
    state: Data<State>,
    wanted: Query<Wanted>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::region(&state, &request)?;
    let tag = language_of_page(wanted.language.as_deref(), &request)?;
    let offered = locales::texts::offered();
    let language = offered.iter().position(|offered| *offered == tag).unwrap_or_default();
    let render = move |catalog: &Catalog, coverage: &coverage::Coverage| html(catalog, coverage, &tag);
    answer(&state, &request, &entry, Key::CoveragePage { region: entry.region.id, language }, render).await
}

/// The style sheet of the page.
#[utoipa::path(get, path = "/regions/coverage.css", tag = "reading", responses((status = OK, body = String, content_type = "text/css")))]
pub(crate) async fn style(_: Open) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/css; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "public, max-age=3600"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(page::STYLE)
}

async fn answer<W>(
    state: &Data<State>,
    request: &HttpRequest,
    entry: &Entry,
    key: Key,
    render: W,
) -> Result<HttpResponse, Failure>
where
    W: FnOnce(&Catalog, &coverage::Coverage) -> content::Result<Built<Extra>> + Send + 'static,
{
    let (shared, region) = (Data::clone(state), entry.region.id);
    let read = move |db: &mut Db| {
        let catalog = shared.catalogs.load(db, region)?;
        let coverage = coverage::of_region(db, &catalog)?;
        Ok((catalog, coverage))
    };
    let render = move |(catalog, coverage): (Arc<Catalog>, coverage::Coverage)| render(&catalog, &coverage);
    state.answer(request, key, entry.edits(), Freshness::List, (read, render)).await
}

/// The format that was asked for by name, else the one that `Accept` puts first.
fn format(named: Option<&str>, request: &HttpRequest) -> Result<Format, Failure> {
    match named {
        Some("json") => Ok(Format::Json),
        Some("csv") => Ok(Format::Csv),
        Some(_) => {
            let reason = Reason::UnknownValue { allowed: "csv, json".to_owned() };
            Err(Failure::BadParameter { name: "format".into(), why: Why::Value(reason) })
        }
        None => Ok(accepted(request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default())),
    }
}

/// CSV only if it is named, and dearer than JSON under any name.
fn accepted(header: &str) -> Format {
    let weight = |names: &[&str]| {
        let ranges = header.split(',').filter_map(|range| {
            let (name, parameters) = range.split_once(';').unwrap_or((range, ""));
            let weight = parameters.split(';').find_map(|parameter| parameter.trim().strip_prefix("q="));
            let weight = weight.map_or(Some(1.0), |weight| weight.parse::<f32>().ok())?;
            names.contains(&name.trim().to_ascii_lowercase().as_str()).then_some(weight)
        });
        ranges.fold(0.0, f32::max)
    };
    let (sheet, rest) = (weight(&["text/csv"]), weight(&["application/json", "application/*", "*/*"]));
    if sheet > rest { Format::Csv } else { Format::Json }
}

/// The language asked for by name, else by the browser, among those that the server's texts have.
fn language_of_page(named: Option<&str>, request: &HttpRequest) -> Result<Tag, Failure> {
    let Some(named) = named else { return Ok(language::of(request)) };
    let refused = |_| Failure::BadParameter { name: "language".into(), why: Why::Value(Reason::NotATag) };
    let tag = Tag::parse(named).map_err(refused)?;
    Ok(negotiation::negotiate(Some(tag.as_str()), locales::texts::offered(), &language::of(request)).tag)
}

fn csv(report: &Report, edits: i64) -> content::Result<Built<Extra>> {
    let bytes = sheet::render(report).map_err(|error| Error::Corrupt(error.to_string()))?;
    let name = format!("attachment; filename=\"coverage-{}.csv\"", report.region);
    let mut headers = open_to_all();
    headers.push((CONTENT_DISPOSITION, header(&name)?));
    Ok(with_vary(built(bytes, "text/csv; charset=utf-8; header=present", headers, edits)))
}

fn html(catalog: &Catalog, coverage: &coverage::Coverage, tag: &Tag) -> content::Result<Built<Extra>> {
    let known = catalog.languages.iter().find(|language| language.key == tag.key());
    let report = Report::new(catalog, coverage, known.map(|language| language.key.as_str()));
    let headers = vec![
        (CONTENT_LANGUAGE, header(tag.as_str())?),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (VARY, HeaderValue::from_static(ACCEPT_LANGUAGE.as_str())),
    ];
    Ok(built(page::render(&report, tag).into_bytes(), "text/html; charset=utf-8", headers, catalog.counter.edits))
}

fn with_vary(mut built: Built<Extra>) -> Built<Extra> {
    built.headers.push((VARY, HeaderValue::from_static(ACCEPT.as_str())));
    built
}

fn built(
    bytes: Vec<u8>,
    content_type: &'static str,
    headers: Vec<(HeaderName, HeaderValue)>,
    edits: i64,
) -> Built<Extra> {
    Built {
        identity: Bytes::from(bytes),
        content_type: HeaderValue::from_static(content_type),
        headers,
        delivery: Delivery::default(),
        stamp: stamp_of(edits),
        extra: Extra::None,
    }
}

fn header(text: &str) -> content::Result<HeaderValue> {
    HeaderValue::from_str(text).map_err(|error| Error::Corrupt(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_sent_to_those_who_ask_for_one() {
        for (header, format) in [
            ("", Format::Json),
            ("*/*", Format::Json),
            ("text/csv", Format::Csv),
            ("Text/CSV;header=present", Format::Csv),
            ("text/csv;q=0", Format::Json),
            ("text/csv, application/json;q=0.9", Format::Csv),
            ("text/csv;q=0.5, application/json", Format::Json),
            ("text/csv, */*;q=0.1", Format::Csv),
            ("text/csv;q=x", Format::Json),
        ] {
            assert_eq!(accepted(header), format, "{header}");
        }
    }
}
