//! The bytes of a file, before anything is parsed.

use std::borrow::Cow;

use crate::findings::{Code, Finding, Findings};
use crate::resources::{Lines, Place, Resource, begins_entry};

/// The largest file, in bytes.
const MAX_BYTES: usize = 512 * 1024;

/// The most entries of a file; attributes count as well.
const MAX_ENTRIES: usize = 20_000;

/// How deeply braces and parentheses may be nested; the parser calls itself for each.
const MAX_NESTING: usize = 32;

/// The most named arguments of one call; the parser compares each of them with all before it.
const MAX_NAMED: usize = 64;

const START: Place = Place { line: 1, column: 1 };

/// The text without its byte-order mark; `None` when it cannot be parsed.
pub(super) fn check<'s>(file: &'s [u8], findings: &mut Findings) -> Option<Cow<'s, str>> {
    if file.len() > MAX_BYTES {
        let limit = (MAX_BYTES / 1024).to_string();
        findings.add(Finding::new(Code::TooLarge, None, START).with("unit", "bytes").with("limit", limit));
        return None;
    }
    let bytes = file.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(file);
    if bytes.len() < file.len() {
        findings.add(Finding::new(Code::Bom, None, START));
    }
    let source = match std::str::from_utf8(bytes) {
        Ok(source) => source,
        Err(error) => {
            let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let place = Lines::of(&good).place_at(&good, good.len());
            findings.add(Finding::new(Code::Encoding, None, place).with("kind", "bytes").with("character", ""));
            return None;
        }
    };
    match traps(source) {
        Ok(traps) if traps.is_empty() => Some(Cow::Borrowed(source)),
        Ok(traps) => Some(Cow::Owned(disarmed(source, &traps))),
        Err(offset) => {
            let place = Lines::of(source).place_at(source, offset);
            findings.add(Finding::new(Code::Nesting, None, place).with("limit", MAX_NESTING.to_string()));
            None
        }
    }
}

/// Whether the file has more entries than are taken, which is an error.
pub(super) fn check_entries(resource: &Resource<'_>, findings: &mut Findings) -> Result<(), ()> {
    let attributes: usize = resource.messages().map(|message| message.attributes.len()).sum();
    if resource.body().len() + attributes <= MAX_ENTRIES {
        return Ok(());
    }
    let limit = MAX_ENTRIES.to_string();
    findings.add(Finding::new(Code::TooLarge, None, START).with("unit", "entries").with("limit", limit));
    Err(())
}

/// A level of nesting, and what stands in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    /// A brace with an expression.
    Expression,
    /// A brace with a selection, in the text of a variant.
    Variant,
    /// Parentheses with so many named arguments.
    Call(usize),
}

/// The offsets that would hurt the parser: an escape `\u` that ends inside a character, where it panics, and the named
/// arguments that are too many. Or the offset of the brace or parenthesis that is nested too deeply.
///
/// It counts at least what the parser counts: an entry, of which only a line with `name =` can be the beginning, starts
/// at zero, and in a text only braces count.
fn traps(source: &str) -> Result<Vec<usize>, usize> {
    let mut traps = Vec::new();
    let mut levels: Vec<Level> = Vec::new();
    let mut begin = 0;
    for line in source.split_inclusive('\n') {
        if line.starts_with('#') || begins_entry(line) {
            levels.clear();
        } else if levels.last() == Some(&Level::Variant) && ends_variant(line) {
            levels.pop();
            levels.push(Level::Expression);
        }
        if !line.starts_with('#') {
            scan(line, begin, &mut levels, &mut traps)?;
        }
        begin += line.len();
    }
    Ok(traps)
}

/// Whether a line does not go on with the text of a variant.
fn ends_variant(line: &str) -> bool {
    let text = line.trim_start_matches(' ');
    match text.bytes().next() {
        None | Some(b'\n' | b'\r' | b'{') => false,
        Some(b'[' | b'*' | b'}' | b'.') => true,
        Some(_) => text.len() == line.len(),
    }
}

fn scan(line: &str, begin: usize, levels: &mut Vec<Level>, traps: &mut Vec<usize>) -> Result<(), usize> {
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (byte, levels.last_mut()) {
            (b'{', _) => levels.push(Level::Expression),
            (b'}', _) => close_brace(levels),
            (_, None | Some(Level::Variant)) => {}
            (b'(', _) => levels.push(Level::Call(0)),
            (b')', Some(Level::Call(_))) => drop(levels.pop()),
            (b':', Some(Level::Call(named))) => {
                *named += 1;
                if *named > MAX_NAMED {
                    traps.push(begin + at);
                }
            }
            (b']', Some(level @ Level::Expression)) => *level = Level::Variant,
            (b'"', _) => at = end_of_string(bytes, at, begin, traps),
            _ => {}
        }
        if levels.len() > MAX_NESTING {
            return Err(begin + at);
        }
        at += 1;
    }
    Ok(())
}

/// Closes what is open inside the innermost brace, and that.
fn close_brace(levels: &mut Vec<Level>) {
    while let Some(level) = levels.pop() {
        if !matches!(level, Level::Call(_)) {
            break;
        }
    }
}

/// The offset of the closing quotation mark, or of the end of the line.
fn end_of_string(bytes: &[u8], quote: usize, begin: usize, traps: &mut Vec<usize>) -> usize {
    let mut at = quote + 1;
    while let Some(byte) = bytes.get(at) {
        match (byte, bytes.get(at + 1)) {
            (b'"', _) => return at,
            (b'\\', Some(b'\\' | b'{' | b'"')) => at += 2,
            (b'\\', Some(kind @ (b'u' | b'U'))) => {
                let wanted = if *kind == b'u' { 4 } else { 6 };
                let digits = bytes[at + 2..].iter().take(wanted).take_while(|byte| byte.is_ascii_hexdigit()).count();
                if digits < wanted && bytes.get(at + 2 + digits).is_some_and(|next| !next.is_ascii()) {
                    traps.push(begin + at + 1);
                }
                at += 2 + digits;
            }
            _ => at += 1,
        }
    }
    at
}

/// The same text with a `?` at each trap: there the parser finds an error that it can bear, and all places stay.
fn disarmed(source: &str, traps: &[usize]) -> String {
    let mut text = String::with_capacity(source.len());
    let mut begin = 0;
    for trap in traps {
        text.push_str(&source[begin..*trap]);
        text.push('?');
        begin = trap + 1;
    }
    text.push_str(&source[begin..]);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(file: &[u8]) -> (Option<String>, Vec<String>) {
        let mut findings = Findings::default();
        let text = check(file, &mut findings).map(Cow::into_owned);
        let told = findings.into_sorted().into_iter().map(|finding| {
            let args: Vec<String> = finding.args.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let Place { line, column } = finding.place;
            format!("{} {line}:{column} {}", finding.code.as_str(), args.join(" ")).trim_end().to_owned()
        });
        (text, told.collect())
    }

    #[test]
    fn a_file_has_512_kib_at_most() {
        let large = "#".repeat(MAX_BYTES + 1);
        assert_eq!(checked(large.as_bytes()), (None, vec!["too-large 1:1 unit=bytes limit=512".to_owned()]));
        assert_eq!(checked(&large.as_bytes()[1..]).1, Vec::<String>::new());
    }

    #[test]
    fn a_file_has_20000_entries_at_most() {
        for (entries, is_good) in [(10_000, true), (10_001, false)] {
            let source = "a=b\n .c=d\n".repeat(entries);
            let mut findings = Findings::default();
            let answer = check_entries(&Resource::parse(&source), &mut findings);
            assert_eq!((answer.is_ok(), findings.into_sorted().is_empty()), (is_good, is_good));
        }
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_placed() {
        assert_eq!(checked(b"a = A\nb = \xE4"), (None, vec!["encoding 2:5 kind=bytes character=".to_owned()]));
        assert_eq!(checked("a = A\nb = ä".as_bytes()), (Some("a = A\nb = ä".to_owned()), Vec::new()));
        assert_eq!(checked(b"a = A\nb = \xC3\xA4\xFC").1, ["encoding 2:6 kind=bytes character="]);
    }

    #[test]
    fn a_byte_order_mark_is_taken_off() {
        assert_eq!(checked("\u{FEFF}a = A".as_bytes()), (Some("a = A".to_owned()), vec!["bom 1:1".to_owned()]));
        assert_eq!(checked("a = \u{FEFF}A".as_bytes()).1, Vec::<String>::new());
    }

    #[test]
    fn braces_and_parentheses_are_32_deep_at_most() {
        let nested = |depth: usize| format!("b = B\na = {}$n{}\n", "{".repeat(depth), "}".repeat(depth));
        assert_eq!(checked(nested(32).as_bytes()).1, Vec::<String>::new());
        assert_eq!(checked(nested(33).as_bytes()).1, ["nesting 2:37 limit=32"]);
        let calls = |depth: usize| format!("a = {{ {}{} }}\n", "F(".repeat(depth), ")".repeat(depth));
        assert_eq!(checked(calls(31).as_bytes()).1, Vec::<String>::new());
        assert_eq!(checked(calls(32).as_bytes()).1, ["nesting 1:70 limit=32"]);
    }

    #[test]
    fn braces_count_only_where_the_parser_reads_them() {
        for source in [
            format!("a = {}\n", "{ \"{{(\" } ( ".repeat(40)),
            format!("a = {{ $n ->\n    [one] {}\n   *[other] x\n}}\n", "( \" ".repeat(40)),
            "a = { $n\n".repeat(40),
            format!("# {}\na = A\n", "{".repeat(40)),
        ] {
            assert_eq!(checked(source.as_bytes()).1, Vec::<String>::new(), "{source}");
        }
    }

    #[test]
    fn a_variant_is_text_until_the_next_one() {
        let variant = "{ $n ->\n    [one] \"\n\n    ( more\n   *[other] ";
        assert_eq!(checked(format!("a = {}\n", variant.repeat(32)).as_bytes()).1, Vec::<String>::new());
        assert_eq!(checked(format!("a = {}\n", variant.repeat(33)).as_bytes()).1.len(), 1);
    }

    #[test]
    fn what_the_parser_cannot_bear_becomes_an_error_in_the_same_place() {
        let call = |arguments: usize| format!("a = {{ F({}) }}\n", "b: 1, ".repeat(arguments));
        assert_eq!(checked(call(64).as_bytes()).0, Some(call(64)));
        assert_eq!(checked(call(65).as_bytes()).0, Some(format!("a = {{ F({}b? 1, ) }}\n", "b: 1, ".repeat(64))));
        assert_eq!(checked("a = { \"\\uü\" } \\uü".as_bytes()).0, Some("a = { \"\\?ü\" } \\uü".to_owned()));
        assert_eq!(checked("a = { \"\\u00fcü\" }".as_bytes()).0, Some("a = { \"\\u00fcü\" }".to_owned()));
    }
}
