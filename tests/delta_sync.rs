//! Delta sync over HTTP: what phones, caches and mirrors can rely on.

mod heads;
mod objects;
mod ranges;
mod refusals;
mod signals;
mod trust;

use std::sync::Arc;

use content::heads::Current;

use crate::support::{Answer, Page, Region, Server};

/// A server whose region `musterkreis` has a published page in German and Arabic.
fn musterkreis() -> (Server, Region, Page) {
    let server = Server::start();
    let region = server.region("musterkreis", &["de", "ar"]);
    let page = region.page("de", "Ankommen", "<p>Willkommen</p>");
    page.says("ar", "وصول", "<p>أهلا</p>");
    published(&server, &region);
    (server, region, page)
}

/// The head that shows everything that was written to `region` so far; waits for it.
fn published(server: &Server, region: &Region) -> Arc<Current> {
    server.head_of(&region.slug, region.counter().rev)
}

/// All header lines but those that every answer has, sorted.
fn headers(answer: &Answer) -> Vec<String> {
    let own = answer.headers.iter().filter(|(name, _)| !["date", "connection"].contains(&name.as_str()));
    let mut lines: Vec<String> = own.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    lines.sort();
    lines
}

/// The headers that everything for delta sync has, with `more`, sorted.
fn expected<const N: usize>(more: [String; N]) -> Vec<String> {
    let mut lines = expected_of_304(more);
    lines.push("access-control-expose-headers: ETag, Content-Range, Retry-After".to_owned());
    lines.sort();
    lines
}

/// As [`expected`], when the reader has the bytes already.
fn expected_of_304<const N: usize>(more: [String; N]) -> Vec<String> {
    let all = ["access-control-allow-origin: *", "vary: Accept-Encoding"];
    let mut lines: Vec<String> = all.map(str::to_owned).into_iter().chain(more).collect();
    lines.sort();
    lines
}
