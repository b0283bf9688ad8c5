//! The tables of the coverage page; on a narrow screen their style lays every row out as a list.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::coverage::plots;
use crate::coverage::report::{Counts, Figures, Language, Month, Report, Topic};
use crate::coverage::texts::{STATES, Texts, number};

/// Every topic in every language, all topics together first.
pub(crate) fn topics(report: &Report, texts: &Texts<'_>) -> Markup {
    html! {
        table.coverage role="table" {
            caption { (texts.say("by-topic")) }
            (columns())
            thead role="rowgroup" { (head(texts)) }
            tbody role="rowgroup" {
                (heading(&html! { (texts.say("all-topics")) }))
                @for language in &report.languages { (row(language, &language.figures, texts)) }
                (translations(report, &report.total, texts))
            }
            @for topic in &report.topics { tbody role="rowgroup" { (group(topic, report, texts)) } }
        }
    }
}

fn columns() -> Markup {
    html! {
        colgroup { col; }
        @for _ in STATES { colgroup span="2" { col; col; } }
    }
}

fn head(texts: &Texts<'_>) -> Markup {
    html! {
        tr role="row" {
            th role="columnheader" scope="col" rowspan="2" { (texts.say("language")) }
            @for state in STATES { th role="columnheader" scope="colgroup" colspan="2" { (texts.say(state)) } }
        }
        tr role="row" {
            @for _ in STATES {
                th role="columnheader" scope="col" { (texts.say("pages")) }
                th role="columnheader" scope="col" { (texts.say("words")) }
            }
        }
    }
}

/// A topic in its translations; in a language without a source it is as long as the topic itself.
fn group(topic: &Topic, report: &Report, texts: &Texts<'_>) -> Markup {
    let shares = || report.languages.iter().zip(&topic.languages);
    let size = shares().find(|(language, _)| language.source.is_none()).map(|(_, share)| &share.figures);
    html! {
        (heading(&html! {
            bdi lang=(topic.title_language) { (topic.title) }
            @if let Some(size) = size { " " span.size { (length(size, texts)) } }
        }))
        @for (language, share) in shares().filter(|(language, _)| language.source.is_some()) {
            (row(language, &share.figures, texts))
        }
        (translations(report, &topic.total, texts))
    }
}

fn length(figures: &Figures, texts: &Texts<'_>) -> String {
    let units = [("pages", figures.pages), ("words", figures.words)];
    units.map(|(unit, counts)| format!("{}: {}", texts.say(unit), number(counts.total))).join(" · ")
}

fn heading(title: &Markup) -> Markup {
    html! { tr.group role="row" { th role="rowheader" scope="rowgroup" colspan="9" { (title) } } }
}

fn row(language: &Language, figures: &Figures, texts: &Texts<'_>) -> Markup {
    html! {
        tr role="row" {
            th role="rowheader" scope="row" { (name(language)) }
            (cells(figures, texts))
        }
    }
}

/// The sum, where there is more than one translation.
fn translations(report: &Report, total: &Figures, texts: &Texts<'_>) -> Markup {
    let several = report.languages.iter().filter(|language| language.source.is_some()).count() > 1;
    html! {
        @if several {
            tr.total role="row" {
                th role="rowheader" scope="row" { (texts.say("all-translations")) }
                (cells(total, texts))
            }
        }
    }
}

fn name(language: &Language) -> Markup {
    html! { bdi lang=(language.language) dir=(language.direction) { (language.name) } }
}

fn cells(figures: &Figures, texts: &Texts<'_>) -> Markup {
    let units = [("pages", &figures.pages), ("words", &figures.words)];
    html! {
        @for (index, state) in STATES.into_iter().enumerate() {
            @for (unit, counts) in units {
                @let label = format!("{} ({})", texts.say(state), texts.say(unit));
                td class=(unit) .none[counts.states()[index] == 0] role="cell" data-label=(label) {
                    (count(counts, index, texts))
                    @if state == "outdated" && unit == "pages" { (since(figures, texts)) }
                }
            }
        }
    }
}

fn count(counts: &Counts, index: usize, texts: &Texts<'_>) -> Markup {
    let count = counts.states()[index];
    // An empty share keeps the units of all counts below each other.
    html! { span.count { (number(count)) } " " span.share { @if count > 0 { (texts.share(count, counts.total)) } } }
}

fn since(figures: &Figures, texts: &Texts<'_>) -> Markup {
    html! {
        @if let Some(since) = &figures.waiting_since {
            " " time.since datetime=(since) { (texts.say_with("since", "date", day(since))) }
        }
    }
}

/// The day of an RFC 3339 date.
pub(crate) fn day(date: &str) -> &str {
    date.split_once('T').map_or(date, |(day, _)| day)
}

/// Texts changed, one row for each year and one column for each month.
pub(crate) fn months(rhythm: &[Month], texts: &Texts<'_>) -> Markup {
    let mut years: BTreeMap<i64, [usize; 12]> = BTreeMap::new();
    for (index, month) in rhythm.iter().filter_map(|month| Some((plots::index(&month.month)?, month))) {
        let of_year = years.entry(index.div_euclid(12)).or_default();
        of_year[usize::try_from(index.rem_euclid(12)).unwrap_or_default()] += month.texts;
    }
    html! {
        table.months role="table" {
            caption { (texts.say("rhythm")) }
            thead role="rowgroup" {
                tr role="row" {
                    th role="columnheader" scope="col" rowspan="2" { (texts.say("year")) }
                    th role="columnheader" scope="colgroup" colspan="12" { (texts.say("month")) }
                    th role="columnheader" scope="col" rowspan="2" { (texts.say("total")) }
                }
                tr role="row" { @for month in 1..=12 { th role="columnheader" scope="col" { (month) } } }
            }
            tbody role="rowgroup" { @for (year, months) in years.iter().rev() { (year_row(*year, months, texts)) } }
        }
    }
}

fn year_row(year: i64, months: &[usize; 12], texts: &Texts<'_>) -> Markup {
    html! {
        tr role="row" {
            th role="rowheader" scope="row" { (year) }
            @for (index, count) in months.iter().enumerate() {
                td role="cell" data-label=(index + 1) .none[*count == 0] { (number(*count)) }
            }
            td.total role="cell" data-label=(texts.say("total")) { (number(months.iter().sum())) }
        }
    }
}
