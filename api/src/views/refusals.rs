//! Errors as pages that people can read, with a way on.

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use content::directory::Entry;
use content::regions::Status;
use maud::html;

use super::layout::{Document, name};
use super::texts::{Texts, direction};
use super::{DRAFT, HTML, headers, root};
use crate::addresses::part;
use crate::language;
use crate::state::State;

/// The answer with `status`, as a page in the language of the path, or of the reader.
pub(crate) fn refusal(request: &HttpRequest, status: StatusCode, mut response: HttpResponseBuilder) -> HttpResponse {
    let entry = region(request);
    let asked = entry.as_ref().and_then(|entry| entry.language_by_slug(part(request, "language")));
    let texts = asked.map_or_else(|| Texts::in_tag(language::of_reader(request)), Texts::of);
    let texts = Texts::in_tag(texts.tag().clone());
    let root = root(request.path());
    let (title, hint) = match status {
        status if status.is_server_error() => ("busy", "busy-hint"),
        _ if request.match_name() == Some(DRAFT) => ("expired", "expired-hint"),
        _ => ("missing", "missing-hint"),
    };
    let heading = texts.plain(title);
    let body = html! {
        main {
            h1 { (heading) }
            p { (texts.plain(hint)) }
            @if let Some(entry) = entry {
                p { a href={ (root) "/" (entry.region.slug) "/" } { (name(&entry.region)) } }
            }
        }
    };
    let (tag, dir) = (texts.tag().as_str(), direction(texts.tag()));
    let page = Document { tag, dir, root: &root, title: &heading, is_listed: false }.around(&body);
    for header in headers(tag) {
        response.insert_header(header);
    }
    response.insert_header((CONTENT_TYPE, HTML)).body(page)
}

/// The region of the path, if readers may see it.
fn region(request: &HttpRequest) -> Option<std::sync::Arc<Entry>> {
    let state = request.app_data::<Data<State>>()?;
    let entry = state.store.directory().region(part(request, "region")).cloned();
    entry.filter(|entry| entry.region.status != Status::Archived)
}
