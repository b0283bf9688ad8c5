//! The language that a request's texts are written in.

use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT_LANGUAGE;
use locales::negotiation;
use locales::tags::Tag;
use locales::texts;

/// The language of the path, unless it is one that somebody works on, else what `Accept-Language` asks for among the languages with texts, else English.
pub(crate) fn of(request: &HttpRequest) -> Tag {
    let is_read = !request.path().contains("/bundles/");
    let of_path = request.match_info().get("tag").filter(|_| is_read).and_then(|tag| Tag::parse(tag).ok());
    of_path.unwrap_or_else(|| of_reader(request))
}

/// What `Accept-Language` asks for among the languages with texts, else English: whoever works on a language need not
/// read it.
pub(crate) fn of_reader(request: &HttpRequest) -> Tag {
    let header = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let english = Tag::parse("en").expect("a language tag");
    negotiation::negotiate(header, texts::offered(), &english).tag
}
