//! The language that a request's texts are written in.

use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT_LANGUAGE;
use locales::negotiation;
use locales::tags::Tag;
use locales::texts;

/// The language of the path, else what `Accept-Language` asks for among the languages with texts, else English.
pub(crate) fn of(request: &HttpRequest) -> Tag {
    let of_path = request.match_info().get("tag").and_then(|tag| Tag::parse(tag).ok());
    of_path.unwrap_or_else(|| {
        let header = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let english = Tag::parse("en").expect("a language tag");
        negotiation::negotiate(header, texts::offered(), &english).tag
    })
}
