//! Pages as people read them in a browser.

mod addresses;
mod previews;
mod reading;

use percent_encoding::{CONTROLS, utf8_percent_encode};
use scraper::{ElementRef, Html, Selector};

use crate::support::{Answer, Page, Region, Server};

/// A region with a page in German and Arabic and two below it, of which one is in German only.
fn kreis() -> (Server, Region, Page) {
    let server = Server::start();
    let region = server.region("kreis", &["de", "ar", "fr"]);
    let page = region.page("de", "Ankommen", "<p>Willkommen</p>");
    page.says("ar", "وصول", "<p>أهلا</p>");
    let child = page.child("de", "Sprache lernen", "<p>Deutsch</p>");
    child.says("ar", "لغة", "<p>لغة</p>");
    page.child("de", "Amt", "<p>Anmelden</p>");
    (server, region, page)
}

/// What comes back for a path that is not encoded yet.
fn read(server: &Server, path: &str) -> Answer {
    server.get(&utf8_percent_encode(path, CONTROLS).to_string()).send()
}

fn document(answer: &Answer) -> Html {
    Html::parse_document(answer.text())
}

fn all<'a>(document: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    document.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().replace(['\u{2068}', '\u{2069}'], "").trim().to_owned()
}

fn texts(document: &Html, selector: &str) -> Vec<String> {
    all(document, selector).into_iter().map(text).collect()
}

/// Address, language and words of each link.
fn links(document: &Html, selector: &str) -> Vec<(String, String, String)> {
    let attr = |link: &ElementRef<'_>, name| link.attr(name).unwrap_or_default().to_owned();
    let links = all(document, selector).into_iter();
    links.map(|link| (attr(&link, "href"), attr(&link, "hreflang"), text(link))).collect()
}

fn link(address: &str, language: &str, words: &str) -> (String, String, String) {
    (address.to_owned(), language.to_owned(), words.to_owned())
}
