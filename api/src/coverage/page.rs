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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use scraper::{Html, Selector};

    use super::*;
    use crate::coverage::samples;

    fn page(tag: &str) -> Html {
        Html::parse_document(&render(&samples::report(), &Tag::parse(tag).expect("a tag")))
    }

    fn all<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
        page.select(&Selector::parse(selector).expect("a selector")).collect()
    }

    fn text(element: scraper::ElementRef<'_>) -> String {
        element.text().collect::<String>().replace(['\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn the_page_shows_counts_and_shares_of_every_topic() {
        let page = page("en");

        let topic = all(&page, "table.coverage tbody:nth-of-type(2) tr").into_iter();
        let cells =
            topic.map(|row| row.child_elements().map(text).map(|cell| cell.trim().to_owned()).collect::<Vec<_>>());
        assert_eq!(
            cells.collect::<Vec<_>>(),
            [
                vec!["Arbeit, Beruf Pages: 4 · Words: 400"],
                vec![
                    "العربية",
                    "1 25%",
                    "50 13%",
                    "1 25% since 2024-01-17",
                    "150 38%",
                    "1 25%",
                    "120 30%",
                    "1 25%",
                    "80 20%"
                ],
            ]
        );
        assert_eq!(text(all(&page, "h1")[0]), "Translations in Landkreis <Muster>");
        let years = all(&page, "table.months tbody tr").into_iter().map(text);
        assert_eq!(years.collect::<Vec<_>>(), ["20243000000000003"]);
    }

    #[test]
    fn everything_has_a_name_for_screen_readers_and_stands_once() {
        for tag in server::offered() {
            let page = page(tag.as_str());

            assert_eq!(all(&page, "th:not([scope])").len(), 0);
            assert_eq!(all(&page, "table:not(:has(caption))").len(), 0);
            let plots = all(&page, "svg[role=img]");
            assert_eq!(plots.len(), 2);
            let ids: Vec<&str> = all(&page, "[id]").iter().filter_map(|element| element.attr("id")).collect();
            assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
            let names =
                all(&page, "[aria-labelledby]").into_iter().filter_map(|element| element.attr("aria-labelledby"));
            assert!(names.flat_map(str::split_whitespace).all(|name| ids.contains(&name)), "{ids:?}");
        }
    }

    #[test]
    fn nothing_on_the_page_needs_more_than_its_policy_allows() {
        assert_eq!(all(&page("ar"), "script, style, [style], [onclick], img, iframe, form").len(), 0);
        assert_eq!(all(&page("ar"), "html[dir=rtl][lang=ar]").len(), 1);
    }

    #[test]
    fn a_region_without_pages_says_so() {
        let empty = Report { topics: Vec::new(), ..samples::report() };

        let page = Html::parse_document(&render(&empty, &Tag::parse("en").expect("a tag")));

        assert_eq!(text(all(&page, "main")[0]), "No pages are published here yet.");
    }
}
