//! Characters that hide, turn text around, or tell of a broken conversion.

use fluent_syntax::unicode;
use icu_normalizer::ComposingNormalizerBorrowed;

use super::Case;
use super::texts::{self, Pair, Piece};
use crate::findings::{Code, Findings, Severity};
use crate::tags::Tag;

/// Languages whose letters join differently around U+200C and U+200D.
const JOINING: [&str; 32] = [
    "fa", "pes", "prs", "ps", "ckb", "ur", "as", "bho", "bn", "doi", "gu", "hi", "hne", "kn", "kok", "ks", "mag",
    "mai", "ml", "mni", "mr", "ne", "or", "pa", "sa", "sat", "sd", "si", "ta", "te", "awa", "bgc",
];

/// Languages that are written without spaces, with U+200B where a line may break.
const SPACELESS: [&str; 4] = ["km", "my", "th", "lo"];

/// A byte that begins a character which is looked for, among others.
const HIDES: u8 = 1;

/// A byte that begins a character which may be composed with others.
const COMPOSES: u8 = 2;

/// What each byte may begin, for one quick look at most texts.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte {
            0x09 | 0x0A | 0x0D => 0,
            0..0x20 | 0x7F | 0xC2 => HIDES,
            0xE2 | 0xEF => HIDES | COMPOSES,
            0x20..=0xCB | 0xD0 | 0xD1 | 0xDA => 0,
            _ => COMPOSES,
        };
        byte += 1;
    }
    classes
};

/// So many places of one kind are told for each pattern.
const PLACES: usize = 4;

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    let locale = case.context.against.locale;
    for pair in Pair::all(case) {
        let mut found = Found::default();
        texts::any(pair.pattern, &mut |piece| {
            match piece {
                Piece::Text(text) => found.look(text, text, locale),
                Piece::Literal(literal) if literal.contains('\\') || !literal.is_ascii() => {
                    found.look(&unicode::unescape_unicode_to_string(literal), literal, locale);
                }
                _ => {}
            }
            false
        });
        for (code, part, c) in &found.list {
            let finding = pair.finding(*code, part);
            let finding = match (code, c) {
                (Code::Encoding, '\u{FFFD}') => finding.with("kind", "replacement").as_severity(Severity::Warning),
                (Code::Encoding, _) => finding.with("kind", "control").as_severity(Severity::Warning),
                _ => finding,
            };
            findings.add(finding.with("character", name(*c)));
        }
        if found.isolates {
            isolates(&pair, findings);
        }
        if found.decomposed {
            findings.add(pair.finding_here(Code::NotNfc));
        }
    }
}

fn name(c: char) -> String {
    format!("U+{:04X}", c as u32)
}

/// What one pattern has.
#[derive(Default)]
struct Found<'r> {
    list: Vec<(Code, &'r str, char)>,
    isolates: bool,
    decomposed: bool,
}

impl<'r> Found<'r> {
    /// Looks at a text that stands as `part` in the file.
    fn look(&mut self, text: &str, part: &'r str, locale: &Tag) {
        let classes = text.bytes().fold(0, |classes, byte| classes | CLASSES[usize::from(byte)]);
        if classes & COMPOSES != 0 && !is_surely_composed(text) {
            self.decomposed |= !ComposingNormalizerBorrowed::new_nfc().is_normalized(text);
        }
        if classes & HIDES != 0 && may_hide(text) {
            self.look_at_each(text, part, locale);
        }
    }

    fn look_at_each(&mut self, text: &str, part: &'r str, locale: &Tag) {
        let mut before = ' ';
        for (at, c) in text.char_indices() {
            let code = match c {
                '\t' | '\n' | '\r' => None,
                '\u{FFFD}' | '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' => Some(Code::Encoding),
                '\u{202A}'..='\u{202E}' => Some(Code::BidiOverride),
                '\u{200B}' => (!SPACELESS.contains(&locale.language())).then_some(Code::ZeroWidth),
                '\u{200D}' if joins_pictures(before, &text[at..]) => None,
                '\u{200C}' | '\u{200D}' => (!joins_letters(locale)).then_some(Code::ZeroWidth),
                '\u{FEFF}' => Some(Code::ZeroWidth),
                _ => None,
            };
            self.isolates |= matches!(c, '\u{2066}'..='\u{2069}');
            before = c;
            if let Some(code) =
                code.filter(|code| self.list.iter().filter(|(known, ..)| known == code).count() < PLACES)
            {
                self.list.push((code, part.get(at..).unwrap_or(part), c));
            }
        }
    }
}

/// Whether a text has one of the characters that are looked for; cheap.
fn may_hide(text: &str) -> bool {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
    bytes.iter().enumerate().any(|(at, first)| match first {
        b'\t' | b'\n' | b'\r' => false,
        0..b' ' | 0x7F => true,
        0xC2 => byte(at + 1) < 0xA0,
        0xE2 => matches!((byte(at + 1), byte(at + 2)), (0x80, 0x8B..=0x8D | 0xAA..=0xAE) | (0x81, 0xA6..=0xA9)),
        0xEF => matches!((byte(at + 1), byte(at + 2)), (0xBB | 0xBF, 0xBD | 0xBF)),
        _ => false,
    })
}

/// Whether a text has only characters of which most texts consist and which are never composed; cheap.
fn is_surely_composed(text: &str) -> bool {
    let bytes = text.as_bytes();
    let next = |at: usize| bytes.get(at + 1).copied().unwrap_or_default();
    bytes.iter().enumerate().all(|(at, byte)| match byte {
        // ASCII, the later bytes of a character, Latin, Cyrillic and Arabic letters.
        0..=0xCB | 0xD0 | 0xD1 | 0xDA => true,
        // Arabic blocks that also have marks.
        0xD8 => !(0x90..=0x9A).contains(&next(at)),
        0xD9 => !(0x8B..=0x9F).contains(&next(at)) && next(at) != 0xB0,
        0xDB => !(0x96..=0xAD).contains(&next(at)),
        // General punctuation without its two spaces that have another form.
        0xE2 => next(at) == 0x80 && bytes.get(at + 2).is_some_and(|last| *last > 0x81),
        _ => false,
    })
}

/// Families and flags are several pictures joined by U+200D.
fn joins_pictures(before: char, from: &str) -> bool {
    let picture = |c: char| c >= '\u{2190}' && !c.is_alphanumeric();
    picture(before) && from.chars().nth(1).is_some_and(picture)
}

fn joins_letters(locale: &Tag) -> bool {
    JOINING.contains(&locale.language()) || locale.key().starts_with("ku-arab")
}

fn isolates(pair: &Pair<'_>, findings: &mut Findings) {
    for text in texts::texts(pair.pattern).list {
        let mut open = Vec::new();
        let mut alone = None;
        for (at, c) in text.as_str().char_indices() {
            match c {
                '\u{2066}'..='\u{2068}' => open.push((at, c)),
                '\u{2069}' if open.pop().is_none() => alone = alone.or(Some((at, c))),
                _ => {}
            }
        }
        if let Some((at, c)) = open.first().copied().or(alone) {
            findings.add(pair.finding(Code::BidiUnbalanced, text.origin(at)).with("character", name(c)));
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::texts::trying::in_text;
    use super::*;

    #[test]
    fn broken_conversions_are_told() {
        let encoding = |text: &str| in_text(Code::Encoding, "de", "x", text);
        assert_eq!(encoding("Gr\u{FFFD}n"), ["warning a kind=replacement character=U+FFFD"]);
        assert_eq!(encoding("G\u{92}n"), ["warning a kind=control character=U+0092"]);
        assert_eq!(encoding("{ \"\\u0007\" }"), ["warning a kind=control character=U+0007"]);
        assert_eq!(encoding("Grün\tund „weit“\u{A0}…"), [""; 0]);
    }

    #[test]
    fn overrides_are_errors() {
        assert_eq!(in_text(Code::BidiOverride, "ar", "x", "\u{202E}اسم"), ["error a character=U+202E"]);
        assert_eq!(
            in_text(Code::BidiOverride, "ar", "x", "{ $x ->\n [a] { \"\\u202A\" }\n *[b] اسم\n }"),
            ["error a character=U+202A"]
        );
        assert_eq!(in_text(Code::BidiOverride, "ar", "x", "\u{200E}اسم\u{200F} \u{2067}x\u{2069}"), [""; 0]);
    }

    #[test]
    fn isolates_come_in_pairs() {
        let isolates = |text: &str| in_text(Code::BidiUnbalanced, "ar", "x", text);
        assert_eq!(isolates("\u{2068}{ $name }\u{2069}: \u{2066}\u{2067}x\u{2069}\u{2069}"), [""; 0]);
        assert_eq!(isolates("\u{2068}{ $name }"), ["warning a character=U+2068"]);
        assert_eq!(isolates("{ $name }\u{2069}"), ["warning a character=U+2069"]);
    }

    #[test]
    fn invisible_characters_are_for_some_languages() {
        let zero = |locale: &str, text: &str| in_text(Code::ZeroWidth, locale, "x", text).len();
        assert_eq!(["de", "km"].map(|locale| zero(locale, "ក\u{200B}ខ")), [1, 0]);
        assert_eq!(
            ["ar", "de", "fa", "prs", "ckb", "ku-Arab", "hi"].map(|it| zero(it, "می\u{200C}شود")),
            [1, 1, 0, 0, 0, 0, 0]
        );
        assert_eq!(["👩\u{200D}👧", "❤\u{FE0F}\u{200D}🔥", "a\u{200D}b"].map(|text| zero("de", text)), [0, 0, 1]);
    }

    #[test]
    fn only_unusual_composition_is_told() {
        assert_eq!(in_text(Code::NotNfc, "de", "x", "fu\u{308}r"), ["info a"]);
        assert_eq!(in_text(Code::NotNfc, "de", "x", "für"), [""; 0]);
    }
}
