//! The script and the language that a text is written in.

mod languages;

use std::collections::{BTreeMap, HashSet};
use std::ops::RangeInclusive;

use fluent_syntax::ast::Pattern;
use icu_locale::{LanguageIdentifier, LocaleExpander, subtags};
use icu_properties::props::Script;
use icu_properties::{CodePointMapData, PropertyNamesShort, PropertyParser};

use super::literals::tokens;
use super::markup::tags::blanked;
use super::texts::{self, Pair, Piece};
use super::{Case, Context};
use crate::findings::{Code, Finding, Findings, Severity};
use crate::tags::canonical_cldr;
use languages::Detector;

/// A file of fewer messages is never refused for its script.
const FILE: usize = 20;

/// Fewer letters than these are a sign or an abbreviation.
const LETTERS: usize = 3;

/// So many letters of names stand beside one of the language without a doubt about its script.
const NAMES: usize = 2;

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    for pair in Pair::all(case).filter(Pair::is_text) {
        let mut mixed = None;
        texts::any(pair.pattern, &mut |piece| {
            if let Piece::Text(text) | Piece::Literal(text) = piece {
                mixed = mixed.or_else(|| mixed_word(text));
            }
            mixed.is_some()
        });
        if let Some(word) = mixed {
            findings.add(pair.finding(Code::MixedScript, word).with("word", first_word(word)));
        }
    }
}

pub(super) fn check_file(context: &Context<'_>, findings: &mut Findings) {
    let locale = context.against.locale;
    let canonical = canonical_cldr(locale);
    let detector = Detector::of(&canonical);
    let expected = Expected::of(canonical);
    let (mut messages, mut strange_messages, mut strange) = (0, 0, Vec::new());
    for message in context.file.messages() {
        let before = strange.len();
        let doubtful = |(_, pattern): (_, &Pattern<&str>)| {
            expected.as_ref().is_some_and(|expected| expected.doubts(pattern))
                || detector.as_ref().is_some_and(|detector| detector.other_language(pattern).is_some())
        };
        // Few messages are, and the others need not be set beside their source.
        if message.patterns().any(doubtful) {
            let case = context.case(message);
            for pair in Pair::all(&case).filter(|pair| pair.is_text() && pair.reference != Some(pair.pattern)) {
                if let Some((found, expected)) = expected.as_ref().and_then(|it| Some((it.other_script(&pair)?, it))) {
                    let finding = pair.finding_here(Code::Script);
                    strange.push(finding.with("wanted", expected.name()).with("found", short_name(found)));
                } else if let Some(found) = detector.as_ref().and_then(|it| it.other_language(pair.pattern)) {
                    let finding = pair.finding_here(Code::Language);
                    findings.add(finding.with("wanted", locale.as_str()).with("found", found));
                }
            }
        }
        messages += 1;
        strange_messages += usize::from(strange.len() > before);
    }
    if messages >= FILE && strange_messages * 2 > messages {
        findings.add(of_file(&strange));
    } else {
        for finding in strange {
            findings.add(finding);
        }
    }
}

/// One error instead of a warning for each message, at the first of them.
fn of_file(strange: &[Finding]) -> Finding {
    let mut finding = strange[0].clone().as_severity(Severity::Error);
    finding.key = None;
    finding
}

/// The scripts of a language.
struct Expected {
    name: subtags::Script,
    scripts: Vec<Script>,
    /// Where most of its letters are; a shortcut.
    usual: RangeInclusive<char>,
}

impl Expected {
    /// `None` when CLDR does not know the script of the language.
    fn of(mut language: LanguageIdentifier) -> Option<Self> {
        if language.script.is_none() {
            LocaleExpander::new_extended().maximize(&mut language);
        }
        let name = language.script?;
        let scripts = match name.as_str() {
            "Jpan" => vec![Script::Han, Script::Hiragana, Script::Katakana],
            "Kore" => vec![Script::Hangul, Script::Han],
            "Hans" | "Hant" => vec![Script::Han, Script::Bopomofo],
            short => vec![PropertyParser::<Script>::new().get_strict(short)?],
        };
        let usual = match name.as_str() {
            "Arab" => '\u{620}'..='\u{6D3}',
            "Cyrl" => '\u{400}'..='\u{481}',
            "Deva" => '\u{904}'..='\u{939}',
            "Ethi" => '\u{1200}'..='\u{135A}',
            "Latn" => '\u{D8}'..='\u{24F}',
            _ => 'a'..='a',
        };
        Some(Self { name, scripts, usual })
    }

    fn name(&self) -> String {
        self.name.to_string()
    }

    /// Whether a pattern has many letters of other scripts, those of tags and names too; cheap.
    fn doubts(&self, pattern: &Pattern<&str>) -> bool {
        let latin = self.scripts == [Script::Latin];
        let (mut own, mut other) = (0_usize, 0_usize);
        texts::any(pattern, &mut |piece| {
            if let Piece::Text(text) = piece
                && !(latin && text.is_ascii())
            {
                let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
                *(if latin { &mut own } else { &mut other }) += letters;
                for c in text.chars().filter(|c| !c.is_ascii()) {
                    if self.usual.contains(&c) {
                        own += 1;
                    } else if let Some(script) = script(c) {
                        *(if self.scripts.contains(&script) { &mut own } else { &mut other }) += 1;
                    }
                }
            }
            false
        });
        other >= LETTERS && (latin || own < other)
    }

    /// The script of a text that is mostly written in another one; tags and what is copied from its source do not count.
    fn other_script(&self, pair: &Pair<'_>) -> Option<Script> {
        if !self.doubts(pair.pattern) {
            return None;
        }
        let text = texts::default_text(pair.pattern);
        let source = pair.reference.map(texts::default_text);
        let source = source.as_ref().map(|source| blanked(source.as_str()).to_lowercase()).unwrap_or_default();
        let names: HashSet<&str> = words(&source).collect();
        let text = blanked(text.as_str());
        let mut own = 0;
        let mut letters: BTreeMap<Script, usize> = BTreeMap::new();
        let is_own = |c: char| script(c).is_some_and(|script| self.scripts.contains(&script));
        for word in tokens::outside_addresses(&text).into_iter().flat_map(words) {
            own += word.chars().filter(|c| is_own(*c)).count();
            // A name of the source text may have an article or an ending of the language: وiOS.
            for part in word.split(is_own).filter(|part| !names.contains(part.to_lowercase().as_str())) {
                for script in part.chars().filter_map(script) {
                    *letters.entry(script).or_default() += 1;
                }
            }
        }
        let (other, most) = letters.iter().max_by_key(|(_, count)| **count)?;
        (letters.values().sum::<usize>() > own * NAMES && *most >= LETTERS).then_some(*other)
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_letter(c)).filter(|word| !word.is_empty())
}

/// Whether it stands inside words: cheaper than the tables of Unicode, and as good for finding words.
fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_alphabetic(),
        // Punctuation and signs, but not U+200C and U+200D, which join letters.
        '\u{80}'..='\u{BF}'
        | '\u{2000}'..='\u{200B}'
        | '\u{200E}'..='\u{2BFF}'
        | '\u{3000}'..='\u{3004}'
        | '\u{3008}'..='\u{3020}'
        | '፡'..='፨'
        | '،'
        | '؛'
        | '؟'
        | '۔'
        | '။' => false,
        _ => c < '\u{1F000}',
    }
}

/// The script of a letter; none for what several scripts use.
fn script(c: char) -> Option<Script> {
    if c.is_ascii() {
        return c.is_ascii_alphabetic().then_some(Script::Latin);
    }
    let script = CodePointMapData::<Script>::new().get(c);
    (![Script::Common, Script::Inherited, Script::Unknown].contains(&script)).then_some(script)
}

fn short_name(script: Script) -> &'static str {
    PropertyNamesShort::<Script>::new().get(script).unwrap_or("Zzzz")
}

fn first_word(text: &str) -> &str {
    words(text).next().unwrap_or(text)
}

/// Letters that look alike in Latin and Cyrillic.
const ALIKE: &str = "aceopxyijsABCEHIJKMOPSTXYаеорсухіјѕАВСЕНІЈКМОРЅТХУ";

/// The text from its first word on that is partly Latin, partly Cyrillic, and does not only have an ending.
fn mixed_word(text: &str) -> Option<&str> {
    let cyrillic = |byte: &u8| (0xD0..=0xD4).contains(byte);
    if text.is_ascii()
        || !text.bytes().any(|byte| cyrillic(&byte))
        || !text.bytes().any(|byte| byte.is_ascii_alphabetic())
    {
        return None;
    }
    let mixed = words(text).find(|word| word.len() > 2 && is_mixed(word))?;
    text.get((mixed.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)..)
}

fn is_mixed(word: &str) -> bool {
    if word.is_ascii() || !word.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return false;
    }
    let (mut counts, mut strange, mut switches, mut last) = ([0_usize; 2], [false; 2], 0, None);
    for c in word.chars() {
        let at = match script(c) {
            Some(Script::Latin) => 0,
            Some(Script::Cyrillic) => 1,
            _ => continue,
        };
        counts[at] += 1;
        strange[at] |= !ALIKE.contains(c);
        switches += usize::from(last.is_some_and(|last| last != at));
        last = Some(at);
    }
    let fewer = usize::from(counts[1] <= counts[0]);
    switches > 1 || switches == 1 && !strange[fewer]
}

#[cfg(test)]
mod tests {
    use super::super::texts::trying::{found, in_text};
    use super::*;

    #[test]
    fn a_text_is_in_the_script_of_its_language() {
        let script = |locale: &str, text: &str| in_text(Code::Script, locale, "Open Lotse <b>now</b>", text);
        assert_eq!(script("de", "Открой <b>сейчас</b>"), ["warning a wanted=Latn found=Cyrl"]);
        assert_eq!(script("ar", "Jetzt gleich <b>aufmachen</b>"), ["warning a wanted=Arab found=Latn"]);
        assert_eq!(script("sr-Latn", "Отвори"), ["warning a wanted=Latn found=Cyrl"]);
        assert_eq!(script("sr", "Отвори"), [""; 0]);
        assert_eq!(script("ja", "今すぐ<b>アプリ</b>を開く"), [""; 0]);
        assert_eq!(script("kmr", "Niha veke"), [""; 0]);
    }

    #[test]
    fn names_and_addresses_may_be_in_another_script() {
        let script = |text: &str| in_text(Code::Script, "ar", "Open Lotse Editor now", text);
        assert_eq!(script("افتح Lotse Editor"), [""; 0]);
        assert_eq!(script("Lotse Editor"), [""; 0]);
        assert_eq!(script("وLotse https://lotse.example/regeln"), [""; 0]);
        assert_eq!(script("OK 24"), [""; 0]);
        assert_eq!(script("Open Lotse Editor now"), [""; 0]);
    }

    #[test]
    fn a_file_in_another_script_is_an_error_instead_of_warnings() {
        let lines =
            |count: usize, text: &str| (0..count).map(|n| format!("a{n} = {text}\n")).collect::<Vec<_>>().concat();
        let file = lines(11, "Открой сейчас") + &lines(9, "Mach auf").replace('a', "b");
        assert_eq!(found(Code::Script, "de", "", &file), ["error (file) wanted=Latn found=Cyrl"]);
        assert_eq!(found(Code::Script, "de", "", &lines(19, "Открой сейчас")).len(), 19);
    }

    #[test]
    fn a_word_is_in_one_script() {
        let mixed = |text: &str| in_text(Code::MixedScript, "uk", "x", text);
        assert_eq!(mixed("Моя Lоtse"), ["warning a word=Lоtse"]);
        assert_eq!(mixed("cлово"), ["warning a word=cлово"]);
        assert_eq!(mixed("Lotseом та VPN-мережа, 5GБ"), [""; 0]);
    }

    #[test]
    fn another_language_is_told() {
        let language = |locale: &str, text: &str| in_text(Code::Language, locale, "x", text);
        assert_eq!(language("fa", "المكتب مفتوح اليوم حتى الساعة الخامسة"), ["info a wanted=fa found=ar"]);
        assert_eq!(language("prs", "دفتر امروز تا ساعت پنج باز است و شما می‌توانید با ما در آن جا صحبت کنید"), [""; 0]);
        assert_eq!(
            language("de", "The office is open and you can come with your family"),
            ["info a wanted=de found=en"]
        );
        assert_eq!(language("de", "Lotse Editor Version Plus"), [""; 0]);
        assert_eq!(language("ti", "The office is open and you can come"), [""; 0]);
    }
}
