//! The plots of the coverage page as SVG: lengths in percent of the width, so that text keeps its size on a phone.

use std::fmt::Write;

use locales::tags::{self, Direction};
use maud::{Markup, html};

use crate::coverage::report::{Language, Month, Report};
use crate::coverage::texts::{STATES, Texts, number};

/// Height of one language with its name, in pixels.
const ROW: usize = 46;
/// Height of the months' bars, in pixels.
const HEIGHT: usize = 160;
/// Room above them for the figure of the highest.
const HEAD: usize = 20;
/// At most this many months are drawn; older ones are in the table only.
const MONTHS: usize = 36;
/// A part narrower than this, in percent of the bar, has no figure inside.
const LABELLED: f64 = 12.0;

/// Where things stand from the start of a line, whichever side that is.
struct Axis {
    mirrored: bool,
}

impl Axis {
    fn of(texts: &Texts<'_>) -> Self {
        Self { mirrored: tags::direction(texts.tag) == Direction::RightToLeft }
    }

    /// The left edge of what begins `start` percent into the line and is `width` wide.
    fn left(&self, start: f64, width: f64) -> String {
        percent(if self.mirrored { 100.0 - start - width } else { start })
    }
}

fn percent(value: f64) -> String {
    format!("{value:.3}%")
}

#[expect(clippy::cast_precision_loss, reason = "counts of pages are far below 2^52")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The patterns that fill the parts of a bar, so that they differ in print and for everybody who sees no colours.
pub(crate) fn patterns() -> Markup {
    html! {
        svg.patterns width="0" height="0" aria-hidden="true" focusable="false" {
            defs {
                pattern #fill-up-to-date width="8" height="8" patternUnits="userSpaceOnUse" {
                    rect.ink-up-to-date width="8" height="8" {}
                }
                pattern #fill-outdated width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect.paper-outdated width="7" height="7" {}
                    rect.ink-outdated width="3" height="7" {}
                }
                pattern #fill-machine width="6" height="6" patternUnits="userSpaceOnUse" {
                    rect.paper-machine width="6" height="6" {}
                    circle.ink-machine cx="3" cy="3" r="1.5" {}
                }
                pattern #fill-missing width="8" height="8" patternUnits="userSpaceOnUse" {
                    rect.paper-missing width="8" height="8" {}
                }
            }
        }
    }
}

/// What each pattern stands for.
pub(crate) fn legend(texts: &Texts<'_>) -> Markup {
    html! {
        ul.legend {
            @for state in STATES {
                li {
                    svg.swatch width="24" height="16" aria-hidden="true" focusable="false" { (part(state, "0", "100%", 0, 16)) }
                    " " (texts.say(state))
                }
            }
        }
    }
}

fn part(state: &str, left: &str, width: &str, top: usize, height: usize) -> Markup {
    html! { rect.part x=(left) y=(top) width=(width) height=(height) fill={ "url(#fill-" (state) ")" } {} }
}

/// One bar for each language, divided by state.
pub(crate) fn languages(report: &Report, texts: &Texts<'_>) -> Markup {
    let axis = Axis::of(texts);
    let height = report.languages.len() * ROW;
    html! {
        svg.plot width="100%" height=(height) role="img" aria-labelledby="languages-title languages-desc" {
            title #languages-title { (texts.say("by-language")) }
            desc #languages-desc {
                @for language in &report.languages {
                    (language.name) ": " (texts.sentence(&language.figures.pages)) ". "
                }
            }
            @for (index, language) in report.languages.iter().enumerate() { (bar(language, index * ROW, texts, &axis)) }
        }
    }
}

fn bar(language: &Language, top: usize, texts: &Texts<'_>, axis: &Axis) -> Markup {
    let pages = &language.figures.pages;
    let mut start = 0.0;
    let parts = STATES.iter().zip(pages.states()).filter(|(_, count)| *count > 0).map(|(state, count)| {
        let width = 100.0 * ratio(count, pages.total);
        let (left, middle) = (axis.left(start, width), axis.left(start + width / 2.0, 0.0));
        start += width;
        let share = (width >= LABELLED).then(|| texts.share(count, pages.total));
        html! {
            (part(state, &left, &percent(width), top + 20, 20))
            @if let Some(share) = share { text class={ "figure on-" (state) } x=(middle) y=(top + 35) { (share) } }
        }
    });
    let parts: Vec<Markup> = parts.collect();
    html! {
        text.name x=(axis.left(0.0, 0.0)) y=(top + 14) lang=(language.language) { (language.name) }
        text.end x=(axis.left(100.0, 0.0)) y=(top + 14) { (texts.say("pages")) ": " (number(pages.total)) }
        @for part in parts { (part) }
    }
}

/// One bar for each month up to the last with changes.
pub(crate) fn months(rhythm: &[Month], texts: &Texts<'_>) -> Markup {
    let axis = Axis::of(texts);
    let months = latest(rhythm);
    let highest = months.iter().map(|(_, texts)| *texts).max().unwrap_or_default();
    let width = 100.0 * ratio(1, months.len());
    html! {
        svg.plot width="100%" height=(HEAD + HEIGHT + 24) role="img" aria-labelledby="months-title months-desc" {
            title #months-title { (texts.say("rhythm")) }
            desc #months-desc {
                @for (month, texts) in months.iter().filter(|(_, texts)| *texts > 0) { (name(*month)) ": " (number(*texts)) ". " }
            }
            @for line in lines(highest) { (grid_line(line, highest, &axis)) }
            @for (index, (month, count)) in months.iter().enumerate() {
                (column(*month, *count, highest, ratio(index, months.len()) * 100.0, width, &axis))
            }
        }
    }
}

fn column(month: i64, count: usize, highest: usize, start: f64, width: f64, axis: &Axis) -> Markup {
    let height = height_of(count, highest);
    let end = start + width > 92.0;
    html! {
        @if month.rem_euclid(12) == 0 {
            line.year x1=(axis.left(start, 0.0)) x2=(axis.left(start, 0.0)) y1=(HEAD + HEIGHT) y2=(HEAD + HEIGHT + 8) {}
            text class=(if end { "end" } else { "start" }) x=(axis.left(start + if end { width } else { 0.0 }, 0.0)) y=(HEAD + HEIGHT + 20) {
                (month.div_euclid(12))
            }
        }
        @if count > 0 {
            rect.month x=(axis.left(start + width * 0.1, width * 0.8)) y=(HEAD + HEIGHT - height) width=(percent(width * 0.8)) height=(height) {
                title { (name(month)) ": " (number(count)) }
            }
        }
        @if count > 0 && count == highest {
            text.middle x=(axis.left(start + width / 2.0, 0.0)) y=(HEAD + HEIGHT - height - 5) { (number(count)) }
        }
    }
}

fn grid_line(value: usize, highest: usize, axis: &Axis) -> Markup {
    let y = HEAD + HEIGHT - height_of(value, highest);
    html! {
        line.grid x1="0" x2="100%" y1=(y) y2=(y) {}
        @if value > 0 { text.scale x=(axis.left(0.0, 0.0)) y=(y - 3) { (number(value)) } }
    }
}

/// In pixels; whatever is there is seen.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the height of the plot")]
fn height_of(count: usize, highest: usize) -> usize {
    let height = (ratio(count, highest) * ratio(HEIGHT, 1)).round() as usize;
    if count > 0 { height.max(1) } else { 0 }
}

/// Round values from 0 up to `highest`, at most five steps.
fn lines(highest: usize) -> Vec<usize> {
    let magnitudes = (0..19).map(|exponent| 10_usize.pow(exponent));
    let mut steps = magnitudes.flat_map(|magnitude| [1, 2, 5].map(|step| step * magnitude));
    let step = steps.find(|step| highest / step <= 5).unwrap_or(usize::MAX);
    (0..=highest / step).map(|index| index * step).collect()
}

/// The last months up to the newest with changes, as months since the year 0, also those without any.
fn latest(rhythm: &[Month]) -> Vec<(i64, usize)> {
    let known: Vec<(i64, usize)> =
        rhythm.iter().filter_map(|month| Some((index(&month.month)?, month.texts))).collect();
    let Some(last) = known.iter().map(|(month, _)| *month).max() else { return Vec::new() };
    let limit = last - i64::try_from(MONTHS).unwrap_or(i64::MAX) + 1;
    let first = known.iter().map(|(month, _)| *month).min().unwrap_or(last).max(limit);
    let texts = |month: i64| known.iter().filter(|(other, _)| *other == month).map(|(_, texts)| texts).sum();
    (first..=last).map(|month| (month, texts(month))).collect()
}

/// `2026-11` as months since the year 0.
pub(crate) fn index(month: &str) -> Option<i64> {
    let (year, month) = month.rsplit_once('-')?;
    Some(year.parse::<i64>().ok()? * 12 + month.parse::<i64>().ok()? - 1)
}

fn name(index: i64) -> String {
    let mut text = String::new();
    write!(text, "{}-{:02}", index.div_euclid(12), index.rem_euclid(12) + 1).expect("a String takes everything");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(month: &str, texts: usize) -> Month {
        Month { month: month.into(), texts, languages: Vec::new() }
    }

    #[test]
    fn months_without_changes_are_drawn_too_and_only_the_last_three_years() {
        let rhythm = [month("0001-01", 9), month("2023-11", 3), month("2024-02", 1)];

        let drawn = latest(&rhythm);

        let names: Vec<String> = drawn.iter().map(|(month, _)| name(*month)).collect();
        assert_eq!((drawn.len(), names.first(), names.last()), (36, Some(&"2021-03".into()), Some(&"2024-02".into())));
        assert_eq!(drawn.iter().map(|(_, texts)| texts).sum::<usize>(), 4);
        assert_eq!(latest(&rhythm[1..]).len(), 4);
        assert_eq!(latest(&[]), []);
    }

    #[test]
    fn the_scale_has_round_values() {
        assert_eq!(lines(0), [0]);
        assert_eq!(lines(1), [0, 1]);
        assert_eq!(lines(7), [0, 2, 4, 6]);
        assert_eq!(lines(197), [0, 50, 100, 150]);
        assert_eq!(lines(usize::MAX).len(), 4);
    }
}
