//! Many files of bundles at once: a zip of `<tag>/<name>.ftl`, or the texts of an app with i18next.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE};
use actix_web::web::{Bytes, Data, Payload};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use content::bundles::directory as layers;
use content::bundles::uploads::{Options, Upload};
use content::bundles::{Address, SOURCE, check_name};
use content::directory::Entry;
use content::error::Reason;
use content::roles::{Place, Right};
use locales::aliases::same_language;
use locales::i18next::{Doubtful, Imported};
use locales::tags::Tag;
use serde::Serialize;
use utoipa::ToSchema;

use super::archives::{Archive, bad_entry};
use super::doubts::{self, Doubt};
use super::options::{self, UploadParameters};
use super::reports::Report;
use super::sources::upload_one;
use super::{named_place, region_of_path};
use crate::access::{May, TranslateSomewhere};
use crate::addresses::shortened;
use crate::bodies::{is_json, received};
use crate::error::{EntryFault, Failure, Problem, Why};
use crate::language;
use crate::openapi::ImportRefused;
use crate::state::{State, on_a_thread};

/// The most bytes of a zip, and the same for people.
const ZIP: (usize, &str) = (16 << 20, "16 MiB");
/// The most bytes of the texts of an app, and the same for people.
const JSON: (usize, &str) = (4 << 20, "4 MiB");
/// The most files that are made of the texts of an app: 22 namespaces in 43 languages are 946.
const MAX_OF_APP: usize = 2000;
/// The most rows, findings and doubts of all files together that are told.
const ROOM: usize = 20_000;

/// What became of many files.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportReport {
    /// Whether it was only tried.
    dry_run: bool,
    /// How many files there are of each status.
    counts: FileCounts,
    /// What became of each file, in the order in which they were taken: the source languages first.
    files: Vec<Taken>,
    /// Entries of the zip that are no files of bundles: directories, and what a Mac adds.
    #[schema(example = json!(["de/", "__MACOSX/de/._app.ftl"]))]
    ignored: Vec<String>,
    /// What could not be read of the texts of an app as a whole: namespaces and languages, at most 1,000.
    doubts: Vec<Doubt>,
}

/// How many files there are of each status.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct FileCounts {
    /// With a new revision; or, when it is only tried, with something that would change.
    #[schema(example = 2)]
    accepted: usize,
    /// As they were.
    #[schema(example = 40)]
    unchanged: usize,
    /// Not taken.
    #[schema(example = 1)]
    refused: usize,
}

/// What became of one file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Taken {
    /// Its name in the zip; of the texts of an app, `<language>/<namespace>`.
    #[schema(example = "uk/app.ftl")]
    path: String,
    /// What became of it.
    status: FileStatus,
    /// What an upload of this file alone is answered; null when it was refused.
    report: Option<Report>,
    /// Why it was refused, as an upload of this file alone is; otherwise null.
    problem: Option<Problem>,
}

/// What became of one file.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FileStatus {
    /// There is a new revision; or, when it is only tried, something would change.
    Accepted,
    /// It says what is there already.
    Unchanged,
    /// It was not taken.
    Refused,
}

/// Upload many files for all regions: a zip of `<tag>/<name>.ftl`, or the texts of an app with i18next.
///
/// Each file is an upload of its own, with a revision of its own: one that is refused does not stop the others, and
/// `accept=all_or_nothing` holds within each file. The source languages come first, so that the others have something to be
/// compared with; when it is only tried, they are compared with what is there now. No precondition is needed: a file follows
/// the newest revision, whichever that is. A zip has at most 16 MiB and 500 files of at most 512 KiB, 64 MiB together. It is
/// refused as a whole when an entry leads out of it (`..`, an absolute path, a backslash, a drive letter), is a link, is
/// encrypted, or is there twice. As `application/json`, at most 4 MiB, the body is `{namespace: {language: {key: text}}}` in
/// JSON version 4 of i18next; each namespace becomes a bundle (`pageTitles` is `page-titles`). It counts as one upload.
#[utoipa::path(post, path = "/bundles/import", operation_id = "import_bundles", tag = "editing", security(("token" = [])), params(
    UploadParameters,
), request_body(content(
    (Vec<u8> = "application/zip"),
    (Value = "application/json", example = json!({"dashboard": {"de": {"offers": "Angebote"}, "en": {"offers": "Offers"}}})),
)), responses(
    (status = OK, body = ImportReport, description = "What became of each file; `counts.refused` says whether all were taken."),
    ImportRefused,
))]
pub(crate) async fn take(
    editor: May<TranslateSomewhere>,
    state: Data<State>,
    request: HttpRequest,
    body: Payload,
) -> Result<HttpResponse, Failure> {
    state.uploads.count(editor.author())?;
    let region = region_of_path(&state, &request)?;
    let options = options::read(&request)?;
    let parcel = if is_json(request.content_type()) {
        let body = received(body, JSON).await?;
        on_a_thread(move || Ok(Parcel::of_app(&body))).await??
    } else {
        let body = received(body, ZIP).await?;
        on_a_thread(move || Ok(Parcel::of_zip(&body))).await??
    };
    let reader = language::of_reader(&request);
    let import =
        Import { state: &state, request: &request, region, options, editor, reader, taken: Vec::new(), room: ROOM };
    let reader = import.reader.clone();
    let report = import.run(parcel).await?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CACHE_CONTROL, "no-store")).insert_header((CONTENT_LANGUAGE, reader.as_str()));
    Ok(answer.json(report))
}

/// Files that came together.
struct Parcel {
    files: Vec<File>,
    archive: Option<Archive>,
    ignored: Vec<String>,
    doubts: Vec<Doubtful>,
}

/// One file of them.
struct File {
    path: String,
    /// The tag and the name of the bundle; none when its path has another form.
    place: Option<(String, String)>,
    body: Body,
}

/// Where the text of a file is.
enum Body {
    /// In the archive, at this place.
    Packed(usize),
    /// Made of a file of i18next.
    Converted(Imported),
}

impl Parcel {
    fn of_zip(bytes: &Bytes) -> Result<Self, Failure> {
        let mut archive = Archive::open(bytes)?;
        let ignored = std::mem::take(&mut archive.ignored);
        let files = std::mem::take(&mut archive.files).into_iter();
        let files = files.map(|(index, path)| File { place: place_of(&path), path, body: Body::Packed(index) });
        Ok(Self { files: files.collect(), archive: Some(archive), ignored, doubts: Vec::new() })
    }

    fn of_app(bytes: &[u8]) -> Result<Self, Failure> {
        let app = doubts::import_app(bytes)?;
        let mut files = Vec::new();
        for (namespace, languages) in app.namespaces {
            for (tag, imported) in languages {
                let place = Some((tag.to_string(), doubts::bundle_name(&namespace)));
                files.push(File { path: format!("{tag}/{namespace}"), place, body: Body::Converted(imported) });
            }
        }
        if files.len() > MAX_OF_APP {
            return Err(Failure::BadBody { field: None, why: Why::TooMany { limit: MAX_OF_APP } });
        }
        Ok(Self { files, archive: None, ignored: Vec::new(), doubts: app.doubts })
    }

    /// The text of a file in Fluent, with what was in doubt.
    fn unpack(&mut self, path: &str, body: Body) -> Result<(Vec<u8>, Vec<Doubtful>), Failure> {
        match (body, &mut self.archive) {
            (Body::Converted(Imported { bundle, doubts }), _) => Ok((bundle.into_bytes(), doubts)),
            (Body::Packed(index), Some(archive)) => Ok((archive.read(index, path)?, Vec::new())),
            (Body::Packed(_), None) => Err(bad_entry(path, EntryFault::Damaged)),
        }
    }
}

/// The tag and the name of a bundle of a path `<tag>/<name>.ftl`.
fn place_of(path: &str) -> Option<(String, String)> {
    let (tag, name) = path.strip_suffix(".ftl")?.split_once('/')?;
    let fits = Tag::parse(tag).is_ok() && check_name(name).is_ok();
    fits.then(|| (tag.to_owned(), name.to_owned()))
}

/// An import under way.
struct Import<'r> {
    state: &'r State,
    request: &'r HttpRequest,
    region: Option<Arc<Entry>>,
    options: Options,
    editor: May<TranslateSomewhere>,
    reader: Tag,
    /// The layers of the files so far.
    taken: Vec<Address>,
    /// How much more can be told.
    room: usize,
}

impl Import<'_> {
    async fn run(mut self, mut parcel: Parcel) -> Result<ImportReport, Failure> {
        let sources = self.sources().await?;
        let mut files = std::mem::take(&mut parcel.files);
        files.sort_by_cached_key(|file| (!is_source(file, &sources, &self.options), file.path.clone()));
        let (mut counts, mut told) = (FileCounts::default(), Vec::new());
        for file in files {
            let path = shortened(&file.path);
            let taken = match self.take(&mut parcel, file).await {
                Ok(report) => self.accepted(path, report),
                Err(failure) => self.refused(path, failure),
            };
            *match taken.status {
                FileStatus::Accepted => &mut counts.accepted,
                FileStatus::Unchanged => &mut counts.unchanged,
                FileStatus::Refused => &mut counts.refused,
            } += 1;
            told.push(taken);
        }
        let doubts = doubts::told(&parcel.doubts, &self.reader);
        Ok(ImportReport { dry_run: self.options.dry_run, counts, files: told, ignored: parcel.ignored, doubts })
    }

    /// The keys of the source languages of the bundles that there are.
    async fn sources(&self) -> Result<BTreeMap<String, String>, Failure> {
        let region = self.region.as_ref().map(|entry| entry.region.id);
        let listed = self.state.store.read(move |db| {
            let mut listed = layers::list(db, None)?;
            if region.is_some() {
                listed.extend(layers::list(db, region)?);
            }
            Ok(listed)
        });
        Ok(listed.await?.into_iter().map(|layer| (layer.bundle, layer.source)).collect())
    }

    async fn take(&mut self, parcel: &mut Parcel, file: File) -> Result<Report, Failure> {
        let File { path, place, body } = file;
        let (tag, name) = place.ok_or_else(|| bad_entry(&path, EntryFault::Name))?;
        let unnamed = |_| Failure::BadEntry { entry: shortened(&path), why: Why::Value(Reason::NotASlug) };
        check_name(&name).map_err(unnamed)?;
        let at = self.address(&tag, name)?;
        let place = Place { region: at.region, ..Place::default() }.in_language(at.language.key());
        self.editor.must_at(Right::Translate, &place)?;
        if self.taken.iter().any(|known| known.name == at.name && same_language(&known.language, &at.language)) {
            return Err(bad_entry(&path, EntryFault::Twice));
        }
        self.taken.push(at.clone());
        let (file, doubts) = parcel.unpack(&path, body)?;
        let upload = Upload { file, base: None, options: self.options.clone(), behalf: self.editor.behalf().clone() };
        upload_one(self.state, &at, upload, &doubts, &self.reader).await
    }

    /// The layer of a file, under the name that its language has here.
    fn address(&self, tag: &str, name: String) -> Result<Address, Failure> {
        let entry = self.region.as_deref();
        let found = match named_place(self.state, entry, tag) {
            Err(Failure::OtherName { tag }) => named_place(self.state, entry, &tag),
            found => found,
        };
        found.map(|(region, language)| Address { region, language, name })
    }

    fn accepted(&mut self, path: String, mut report: Report) -> Taken {
        let status = if report.is_change() { FileStatus::Accepted } else { FileStatus::Unchanged };
        report.shorten(&mut self.room);
        Taken { path, status, report: Some(report), problem: None }
    }

    fn refused(&mut self, path: String, failure: Failure) -> Taken {
        let mut problem = failure.problem(self.request, &self.reader);
        drop(failure);
        if let Some(report) = problem.report() {
            report.shorten(&mut self.room);
        }
        Taken { path, status: FileStatus::Refused, report: None, problem: Some(problem) }
    }
}

/// Whether a file is in the source language of its bundle.
fn is_source(file: &File, sources: &BTreeMap<String, String>, options: &Options) -> bool {
    let Some((tag, name)) = &file.place else { return false };
    let wanted = options.source.as_ref().map_or(SOURCE, Tag::key);
    let source = sources.get(name).map_or(wanted, String::as_str);
    let (Ok(tag), Ok(source)) = (Tag::parse(tag), Tag::parse(source)) else { return false };
    same_language(&tag, &source)
}
