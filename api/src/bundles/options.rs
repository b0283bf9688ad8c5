//! How a file is to be taken: the query parameters of an upload.

use actix_web::HttpRequest;
use content::bundles::uploads::{Accept, Mode, OnConflict, Options};
use content::bundles::{Origin, State};
use content::error::Reason;
use locales::tags::Tag;
use url::form_urlencoded;
use utoipa::IntoParams;

use crate::addresses::shortened;
use crate::error::{Failure, Why};

/// How a file is to be taken.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only describes parameters")]
pub(crate) struct UploadParameters {
    /// `true`: only tells what the upload would do; needs no precondition
    dry_run: Option<bool>,
    /// What becomes of messages that the file lacks: `additive` (they stay; the default) or `replace` (they go)
    mode: Option<String>,
    /// What becomes of messages that have another text: `overwrite` (the default), `skip_translated`, `skip_approved`, or
    /// `suggest` (the new text is kept beside it, and not served)
    on_conflict: Option<String>,
    /// `approved` (the default) or `needs_review`; when given, it counts for texts that have not changed, too
    state: Option<String>,
    /// `human` (the default) or `machine`; when given, it counts for texts that have not changed, too
    origin: Option<String>,
    /// `valid_messages` (the default), or `all_or_nothing`: a file with any error is refused
    accept: Option<String>,
    /// The tag of the source language, with the first upload of a bundle; `de` if not given
    source: Option<String>,
}

/// The options of the query.
pub(super) fn read(request: &HttpRequest) -> Result<Options, Failure> {
    read_without(request, &[])
}

/// The options for a spreadsheet, which never replaces a layer and has a source text already.
pub(super) fn read_for_sheet(request: &HttpRequest) -> Result<Options, Failure> {
    let pairs = form_urlencoded::parse(request.query_string().as_bytes());
    if let Some((name, _)) = pairs.into_iter().find(|(name, _)| name == "mode" || name == "source") {
        return Err(Failure::BadParameter { name: name.into_owned().into(), why: Why::UnknownParameter });
    }
    read_without(request, &["bundle"])
}

fn read_without(request: &HttpRequest, others: &[&str]) -> Result<Options, Failure> {
    let mut options = Options::default();
    for (name, value) in form_urlencoded::parse(request.query_string().as_bytes()) {
        match name.as_ref() {
            other if others.contains(&other) => {}
            "dry_run" => options.dry_run = choose("dry_run", &value, &[true, false], word)?,
            "mode" => options.mode = choose("mode", &value, Mode::ALL, Mode::as_str)?,
            "on_conflict" => options.on_conflict = choose("on_conflict", &value, OnConflict::ALL, OnConflict::as_str)?,
            "state" => {
                let states = [State::Approved, State::NeedsReview];
                options.state = Some(choose("state", &value, &states, State::as_str)?);
            }
            "origin" => options.origin = Some(choose("origin", &value, Origin::ALL, Origin::as_str)?),
            "accept" => options.accept = choose("accept", &value, Accept::ALL, Accept::as_str)?,
            "source" => options.source = Some(Tag::parse(&value).map_err(|_| refused("source", Reason::NotATag))?),
            _ => {
                return Err(Failure::BadParameter { name: shortened(&name).into(), why: Why::UnknownParameter });
            }
        }
    }
    Ok(options)
}

fn choose<T: Copy>(name: &'static str, value: &str, all: &[T], text: impl Fn(T) -> &'static str) -> Result<T, Failure> {
    let found = all.iter().copied().find(|one| text(*one) == value);
    let allowed = || all.iter().map(|one| text(*one)).collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| refused(name, Reason::UnknownValue { allowed: allowed() }))
}

fn word(yes: bool) -> &'static str {
    if yes { "true" } else { "false" }
}

fn refused(name: &'static str, reason: Reason) -> Failure {
    Failure::BadParameter { name: name.into(), why: Why::Value(reason) }
}
