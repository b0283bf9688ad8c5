//! Coverage as a page for people: plots and tables, without scripts, for screen, print and screen readers.

use locales::names;
use locales::tags::{self, Direction, Tag};
use locales::texts as server;
use maud::{DOCTYPE, Markup, html};

use crate::coverage::report::Report;
use crate::coverage::texts::Texts;
use crate::coverage::{plots, tables};

/// The style sheet of the page.
pub(crate) const STYLE: &str = include_str!("page.css");

/// The whole page in the language `tag`.
///
/// Its links are relative to `/regions/{region}/coverage`, so that it works behind any public URL.
pub(crate) fn render(report: &Report, tag: &Tag) -> String {
    let texts = Texts { tag };
    let title = texts.say_with("title", "region", &report.name);
    let page = html! {
        (DOCTYPE)
        html lang=(tag) dir=(direction(tag)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href="../coverage.css";
            }
            body {
                header {
                    (languages(&texts))
                    h1 { (title) }
                    p { (texts.say("intro")) }
                }
                main { (figures(report, &texts)) }
            }
        }
    };
    page.into_string()
}

fn direction(tag: &Tag) -> &'static str {
    match tags::direction(tag) {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    }
}

/// The languages that the page itself can be read in.
fn languages(texts: &Texts<'_>) -> Markup {
    html! {
        nav aria-label=(texts.say("language")) {
            ul {
                @for tag in server::offered() {
                    li {
                        a href={ "?language=" (tag) } hreflang=(tag) lang=(tag) dir=(direction(tag))
                            aria-current=[(tag == texts.tag).then_some("page")] {
                            (names::native_name(tag).unwrap_or(tag.as_str()))
                        }
                    }
                }
            }
        }
    }
}

fn figures(report: &Report, texts: &Texts<'_>) -> Markup {
    if report.topics.is_empty() {
        return html! { p { (texts.say("empty")) } };
    }
    html! {
        (plots::patterns())
        section aria-labelledby="by-language" {
            h2 #by-language { (texts.say("by-language")) }
            (plots::legend(texts))
            (plots::languages(report, texts))
            @if let Some(since) = &report.total.waiting_since {
                p { (texts.say_with("oldest", "date", tables::day(since))) }
            }
        }
        section aria-labelledby="by-topic" {
            h2 #by-topic { (texts.say("by-topic")) }
            p { (texts.say("note")) }
            p.download { a href={ "../../api/v1/regions/" (report.region) "/coverage?format=csv" } { (texts.say("download-csv")) } }
            (tables::topics(report, texts))
        }
        section aria-labelledby="rhythm" {
            h2 #rhythm { (texts.say("rhythm")) }
            (plots::months(&report.rhythm, texts))
            (tables::months(&report.rhythm, texts))
        }
    }
}
