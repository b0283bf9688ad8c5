//! The texts of the page, and how it writes numbers.

use locales::tags::Tag;
use locales::texts::{self, Value};

use crate::coverage::report::Counts;

/// The texts `coverage-*` in the language of one reader.
pub(crate) struct Texts<'a> {
    pub(crate) tag: &'a Tag,
}

impl Texts<'_> {
    /// The text `coverage-<id>`.
    pub(crate) fn say(&self, id: &str) -> String {
        texts::text(self.tag, &format!("coverage-{id}"), &[])
    }

    /// The text `coverage-<id>` with one variable.
    pub(crate) fn say_with(&self, id: &str, name: &str, value: impl Into<String>) -> String {
        let value = Value::from(value.into());
        texts::text(self.tag, &format!("coverage-{id}"), &[(name, value)])
    }

    /// `part` of `whole` in percent.
    pub(crate) fn share(&self, part: usize, whole: usize) -> String {
        self.say_with("share", "percent", percent(part, whole).to_string())
    }

    /// The counts as one sentence for those who do not see a bar, such as `Up to date 3 (75%), Missing 1 (25%)`.
    pub(crate) fn sentence(&self, counts: &Counts) -> String {
        let states = STATES.iter().zip(counts.states()).filter(|(_, count)| *count > 0);
        let parts = states.map(|(state, count)| {
            format!("{} {} ({})", self.say(state), number(count), self.share(count, counts.total))
        });
        parts.collect::<Vec<_>>().join(", ")
    }
}

/// The states in the order of [`Counts::states`], as texts, classes and patterns call them.
pub(crate) const STATES: [&str; 4] = ["up-to-date", "outdated", "machine", "missing"];

/// Whole percent; neither 0 nor 100 unless that is exact.
pub(crate) fn percent(part: usize, whole: usize) -> usize {
    let rounded = (part * 200 + whole).checked_div(whole * 2).unwrap_or_default();
    match part {
        0 => 0,
        _ if part >= whole => 100,
        _ => rounded.clamp(1, 99),
    }
}

/// With a narrow no-break space between thousands, which every language here reads the same.
pub(crate) fn number(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202F}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_and_everything_are_never_rounded_to() {
        for (part, whole, expected) in
            [(0, 0, 0), (0, 9, 0), (1, 1000, 1), (1, 3, 33), (1, 2, 50), (2, 3, 67), (999, 1000, 99), (7, 7, 100)]
        {
            assert_eq!(percent(part, whole), expected, "{part}/{whole}");
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        for (count, expected) in
            [(0, "0"), (999, "999"), (1203, "1\u{202F}203"), (1_234_567, "1\u{202F}234\u{202F}567")]
        {
            assert_eq!(number(count), expected);
        }
    }
}
