//! Addresses and numbers that stand in the text.

pub(super) mod addresses;
pub(super) mod tokens;

use super::Case;
use super::lengths::shows_nothing;
use super::markup::tags::blanked;
use super::texts::{self, Pair, Text, VALUE};
use crate::findings::{Code, Findings};
use tokens::{Token, Tokens};

/// So many forms of a source text are looked at, more than any text has.
const FORMS: usize = 32;

/// Up to this, numbers are written as words in many languages.
const WORDS: u32 = 12;

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    for pair in Pair::all(case).filter(Pair::is_text) {
        let Some(reference) = pair.reference else { continue };
        let may_differ =
            texts::any_text(pair.pattern, tokens::may_have) || texts::any_text(reference, tokens::may_have);
        if may_differ && !shows_nothing(pair.pattern) {
            check_pair(case, &pair, findings);
        }
    }
}

fn check_pair(case: &Case<'_>, pair: &Pair<'_>, findings: &mut Findings) {
    let Some(reference) = pair.reference else { return };
    let locale = case.context.against.locale;
    let read = |text: &Text<'_>| Tokens::of(&blanked(text.as_str()), locale);
    let source = texts::texts(reference);
    let forms: Vec<Tokens> = source.list.iter().take(FORMS).map(read).collect();
    let counted = Counted::of(pair, reference);
    let mut seen = (false, false);
    for text in texts::texts(pair.pattern).list {
        let found = read(&text);
        if !seen.0 && !forms.iter().any(|form| form.same_addresses(&found)) {
            seen.0 = report(pair, Code::Url, &text, &forms[0].addresses, &found.addresses, findings);
        }
        if !seen.1 && !forms.iter().any(|form| form.same_numbers(&found)) {
            let wanted = counted.without(&forms[0].numbers, &found.numbers);
            let found = counted.without(&found.numbers, &forms[0].numbers);
            seen.1 = !only_words(&wanted, &found) && report(pair, Code::Number, &text, &wanted, &found, findings);
        }
    }
}

/// Whether the texts differ only by small numbers on one side, which the other has as words: 5 devices, five devices.
fn only_words(one: &[Token], other: &[Token]) -> bool {
    let not_in = |list: &[Token], token: &Token| list.binary_search_by(|it| it.text.cmp(&token.text)).is_err();
    let small = |token: &Token| token.text.parse().is_ok_and(|number: u32| number <= WORDS);
    let only_one = || one.iter().filter(|token| not_in(other, token));
    let only_other = || other.iter().filter(|token| not_in(one, token));
    (only_one().next().is_none() && only_other().all(small)) || (only_other().next().is_none() && only_one().all(small))
}

/// Reports the first that differs of two sorted lists; false when there is none.
fn report(
    pair: &Pair<'_>,
    code: Code,
    text: &Text<'_>,
    wanted: &[Token],
    found: &[Token],
    findings: &mut Findings,
) -> bool {
    let lacking = |list: &[Token], token: &Token| list.binary_search_by(|other| other.text.cmp(&token.text)).is_err();
    let absent = wanted.iter().find(|token| lacking(found, token));
    let extra = found.iter().find(|token| lacking(wanted, token));
    if absent.is_none() && extra.is_none() {
        return false;
    }
    let shown = |token: Option<&Token>| token.map_or_else(String::new, |token| token.written.replace(VALUE, "{ … }"));
    let finding = extra.map_or_else(|| pair.finding_here(code), |extra| pair.finding(code, text.origin(extra.at)));
    findings.add(finding.with("wanted", shown(absent)).with("found", shown(extra)));
    true
}

/// Numbers that may come and go with the forms of a plural.
struct Counted {
    plural: bool,
    /// The keys of variants that are numbers.
    keys: Vec<String>,
}

impl Counted {
    fn of(pair: &Pair<'_>, reference: &fluent_syntax::ast::Pattern<&str>) -> Self {
        let mut counted = Self { plural: false, keys: Vec::new() };
        for pattern in [pair.pattern, reference] {
            texts::any(pattern, &mut |piece| {
                if let texts::Piece::Select(variants) = piece {
                    counted.plural = true;
                    counted.keys.extend(variants.iter().filter_map(|variant| match variant.key {
                        fluent_syntax::ast::VariantKey::NumberLiteral { value } => Some(value.to_owned()),
                        fluent_syntax::ast::VariantKey::Identifier { .. } => None,
                    }));
                }
                false
            });
        }
        counted.keys.sort();
        counted
    }

    /// The tokens that mean a number that the other text should have.
    fn without(&self, tokens: &[Token], other: &[Token]) -> Vec<Token> {
        let free = |token: &&Token| {
            self.plural && matches!(token.text.as_str(), "0" | "1" | "2")
                || self.keys.binary_search(&token.text).is_ok()
        };
        // 3 pm is 15 o'clock.
        let has = |number: Option<u32>| {
            number.is_some_and(|number| {
                let text = number.to_string();
                other.binary_search_by(|token| token.text.cmp(&text)).is_ok()
            })
        };
        let hour = |token: &&Token| match token.text.parse::<u32>() {
            Ok(number @ 13..=24) => has(number.checked_sub(12)),
            Ok(number @ 1..=12) => has(Some(number + 12)),
            _ => false,
        };
        tokens.iter().filter(|token| !free(token) && !hour(token)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::texts::trying::{found, in_text};
    use super::*;

    #[test]
    fn an_address_stays_as_it_is() {
        let url = |text: &str| in_text(Code::Url, "ar", "Siehe https://lotse.example/de, hilfe@lotse.example.", text);
        assert_eq!(url("انظر (https://lotse.example/ar/) hilfe@lotse.example"), [""; 0]);
        assert_eq!(
            url("انظر https://lotze.example/ar hilfe@lotse.example"),
            ["warning a wanted=https://lotse.example/de found=https://lotze.example/ar"]
        );
        assert_eq!(url("انظر https://lotse.example/de"), ["warning a wanted=hilfe@lotse.example found="]);
        assert_eq!(
            in_text(Code::Url, "de", "+49 821 324 0", "+49 (821) 324-1"),
            ["warning a wanted=49 821 324 0 found=49 (821) 324-1"]
        );
    }

    #[test]
    fn names_at_an_example_are_translated() {
        assert_eq!(in_text(Code::Url, "de", "yourname@example.com", "deinname@example.com"), [""; 0]);
    }

    #[test]
    fn a_number_stays_as_it_is() {
        let number = |locale: &str, source: &str, text: &str| in_text(Code::Number, locale, source, text);
        assert_eq!(number("ar", "Call 115 now", "اتصل ١١٥ الآن"), [""; 0]);
        assert_eq!(number("ar", "Call 115 now", "اتصل ١١٢ الآن"), ["warning a wanted=115 found=١١٢"]);
        assert_eq!(number("de", "1,000 MP3 files", "1000 Dateien"), [""; 0]);
        assert_eq!(number("de", "In 30 days", "Bald"), ["warning a wanted=30 found="]);
        assert_eq!(number("de", "until 3 pm", "bis 15 Uhr"), [""; 0]);
        assert_eq!(number("de", "<img width=\"20\"> &#8217;", "<img width=\"30\"> ’"), [""; 0]);
    }

    #[test]
    fn small_numbers_may_be_words() {
        assert_eq!(in_text(Code::Number, "de", "5 devices", "Fünf Geräte"), [""; 0]);
        assert_eq!(in_text(Code::Number, "de", "5 devices", "6 Geräte"), ["warning a wanted=5 found=6"]);
    }

    #[test]
    fn forms_of_a_plural_have_numbers_of_their_own() {
        let source = "a = { $n ->\n [one] 1 day\n *[other] { $n } days\n } of 30\n";
        let file = "a = { $n ->\n [0] 0 днів\n [one] { $n } день\n [few] 2 дні\n *[other] { $n } днів\n } з 30\n";
        assert_eq!(found(Code::Number, "uk", source, file), [""; 0]);
        assert_eq!(
            found(Code::Number, "uk", source, &file.replace("[few] 2", "[few] 77")),
            ["warning a wanted= found=77"]
        );
    }
}
