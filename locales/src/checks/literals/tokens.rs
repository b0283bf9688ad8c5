//! Reads addresses, telephone numbers and numbers out of a text.

use super::addresses;
use crate::checks::texts::VALUE;
use crate::tags::Tag;

/// An address or a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Token {
    /// What is compared.
    pub text: String,
    pub written: String,
    pub at: usize,
}

/// What a text has of both, each sorted by its text and once.
#[derive(Debug)]
pub(in super::super) struct Tokens {
    pub addresses: Vec<Token>,
    pub numbers: Vec<Token>,
    /// All digits of the numbers in their order, because 1,000 and 1000 are one number.
    digits: String,
}

/// The zeros of the decimal digits that people write numbers with.
const ZEROS: [u32; 19] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20,
    0x1040, 0x17E0, 0xFF10,
];

/// Endings of hosts that people write without `https://`.
const ENDINGS: [&str; 9] = ["com", "org", "net", "info", "app", "eu", "gov", "edu", "de"];

fn digit(c: char) -> Option<char> {
    let code = c as u32;
    let zero = match code {
        0..0x80 => return c.is_ascii_digit().then_some(c),
        // Most letters of the languages around us are below and between these.
        0x80..0x660 | 0x66A..0x6F0 | 0x6FA..0x7C0 => return None,
        _ => *ZEROS.get(ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?)?,
    };
    char::from_digit(code - zero, 10)
}

/// Whether a text can have an address or a number; cheap, and never wrong when it says no.
pub(in super::super) fn may_have(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has_digit =
        if text.is_ascii() { bytes.iter().any(u8::is_ascii_digit) } else { text.chars().any(|c| digit(c).is_some()) };
    has_digit || may_have_address(text)
}

fn may_have_address(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3_iter(b'@', b'.', b':', bytes).any(|at| match bytes[at] {
        b':' => bytes[at + 1..].starts_with(b"//"),
        _ => bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric),
    })
}

impl Tokens {
    /// Reads a text whose tags are blanked.
    pub(in super::super) fn of(text: &str, locale: &Tag) -> Self {
        let mut tokens = Self { addresses: Vec::new(), numbers: Vec::new(), digits: String::new() };
        let mut from = 0;
        for (at, end) in address_places(text) {
            tokens.read_numbers(text, from, at);
            let written = &text[at..end];
            tokens.addresses.push(Token { text: compared(written, locale), written: written.to_owned(), at });
            from = end;
        }
        tokens.read_numbers(text, from, text.len());
        for list in [&mut tokens.addresses, &mut tokens.numbers] {
            list.sort_by(|one, other| one.text.cmp(&other.text));
            list.dedup_by(|one, other| one.text == other.text);
        }
        tokens
    }

    pub(in super::super) fn same_addresses(&self, other: &Self) -> bool {
        self.addresses.iter().map(|token| &token.text).eq(other.addresses.iter().map(|token| &token.text))
    }

    pub(in super::super) fn same_numbers(&self, other: &Self) -> bool {
        self.digits == other.digits
            || self.numbers.iter().map(|token| &token.text).eq(other.numbers.iter().map(|token| &token.text))
    }

    fn read_numbers(&mut self, text: &str, from: usize, end: usize) {
        let groups = groups(text, from, end);
        let mut rest = groups.as_slice();
        while let Some(first) = rest.first() {
            let length = telephone(text, rest);
            let (these, others) = rest.split_at(length.max(1));
            let written = &text[first.at..these[these.len() - 1].end];
            let token = |text: String| Token { text, written: written.to_owned(), at: first.at };
            if length > 0 {
                self.addresses.push(token(these.iter().map(|group| group.digits.as_str()).collect()));
            } else if !(first.minutes && first.digits == "00") {
                self.digits.push_str(&first.digits);
                let number = first.digits.trim_start_matches('0');
                self.numbers.push(token(if number.is_empty() { "0" } else { number }.to_owned()));
            }
            rest = others;
        }
    }
}

/// `yourname@example.com` is translated before the @.
fn compared(address: &str, locale: &Tag) -> String {
    let host = address.rsplit_once('@').map(|(_, host)| host.to_ascii_lowercase());
    match host.as_deref() {
        Some("example.com" | "example.org" | "example.net") => host.unwrap_or_default(),
        _ => addresses::comparable(address, locale),
    }
}

/// Digits in a row.
struct Group {
    at: usize,
    end: usize,
    digits: String,
    /// Whether it follows digits and a colon, point or comma.
    minutes: bool,
}

/// The groups of digits, without those of names such as MP3.
fn groups(text: &str, from: usize, end: usize) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut chars = text[from..end].char_indices().map(|(at, c)| (from + at, c)).peekable();
    let mut before = None;
    while let Some((at, c)) = chars.next() {
        let Some(first) = digit(c) else {
            before = Some(c);
            continue;
        };
        let mut group = Group { at, end: at + c.len_utf8(), digits: String::from(first), minutes: false };
        while let Some((at, c)) = chars.next_if(|(_, c)| digit(*c).is_some()) {
            group.digits.extend(digit(c));
            group.end = at + c.len_utf8();
        }
        group.minutes = before.is_some_and(|c| ":.,٫".contains(c))
            && groups.last().is_some_and(|last| last.end + before.map_or(0, char::len_utf8) == at);
        if !before.is_some_and(|c: char| c.is_ascii_alphabetic() || c == '_') {
            groups.push(group);
        }
        before = None;
    }
    groups
}

/// How many of the first groups are one telephone number: it begins with + or 0 and has at least seven digits.
fn telephone(text: &str, groups: &[Group]) -> usize {
    let Some(first) = groups.first() else { return 0 };
    let plus = text[..first.at].ends_with('+');
    if !plus && !first.digits.starts_with('0') {
        return 0;
    }
    let linked = |pair: &&[Group]| {
        let gap = &text[pair[0].end..pair[1].at];
        gap.chars().count() <= 2 && gap.chars().all(|c| " -/()\u{A0}\u{2011}\u{202F}".contains(c)) && gap != " ("
            || gap == " (" && plus
    };
    let length = 1 + groups.windows(2).take(15).take_while(linked).count();
    let digits: usize = groups[..length].iter().map(|group| group.digits.len()).sum();
    if (7..=15).contains(&digits) { length } else { 0 }
}

/// Where addresses begin and end.
fn address_places(text: &str) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    if !may_have_address(text) {
        return places;
    }
    let part = |c: char| c == VALUE || c.is_ascii_graphic() && !"<>\"{}|\\^`".contains(c);
    let mut rest = 0;
    while let Some(begin) = text[rest..].find(part).map(|at| rest + at) {
        let end = text[begin..].find(|c| !part(c)).map_or(text.len(), |length| begin + length);
        if let Some((from, to)) = address_in(&text[begin..end]) {
            places.push((begin + from, begin + to));
        }
        rest = end;
    }
    places
}

/// What is left of a text without its addresses.
pub(in super::super) fn outside_addresses(text: &str) -> Vec<&str> {
    let mut from = 0;
    let mut parts = Vec::new();
    for (at, end) in address_places(text) {
        parts.push(&text[from..at]);
        from = end;
    }
    parts.push(&text[from..]);
    parts
}

/// The address in a run of characters that addresses are made of.
fn address_in(run: &str) -> Option<(usize, usize)> {
    let trimmed = run.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '*', '&']);
    let begin = run.len() - run.trim_start_matches(['(', '[', '\'', '*', '.', ',', ':', '-']).len();
    let body = trimmed.get(begin..)?;
    if let Some(colon) = body.find("://") {
        let scheme = body[..colon].rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |at| at + 1);
        return (scheme < colon && colon + 3 < body.len()).then_some((begin + scheme, trimmed.len()));
    }
    let host = match body.split_once('@') {
        Some((user, host)) if !user.is_empty() => host,
        _ => body.split(['/', '?', '#']).next()?,
    };
    let ending = host.rsplit_once('.').map(|(_, ending)| ending)?;
    let is_host =
        host.split('.').all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    let known = ENDINGS.contains(&ending) || body.starts_with("www.") || body.contains('@') && ending.len() > 1;
    (is_host && known && ending.bytes().all(|byte| byte.is_ascii_alphabetic())).then_some((begin, trimmed.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let tokens = Tokens::of(text, &Tag::parse("ar").unwrap());
        let texts = |list: Vec<Token>| list.into_iter().map(|token| token.text).collect();
        assert!(may_have(text) || tokens.addresses.is_empty() && tokens.numbers.is_empty(), "{text}");
        (texts(tokens.addresses), texts(tokens.numbers))
    }

    fn owned(list: &[&str]) -> Vec<String> {
        list.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn addresses_are_read_without_what_surrounds_them() {
        let text =
            "Siehe (https://integreat.app/de), info@lotse.example, www.bamf.de/a-1. Oder verbraucherzentrale.de!";
        let wanted = ["://bamf.de/a-1", "://info@lotse.example", "://verbraucherzentrale.de", "https://integreat.app"];
        assert_eq!(read(text), (owned(&wanted), vec![]));
    }

    #[test]
    fn sentences_without_a_space_and_names_are_no_addresses() {
        assert_eq!(read("Ende.Anfang und/oder Node.js, @lotse z.B. a:b"), (vec![], vec![]));
    }

    #[test]
    fn telephone_numbers_are_addresses() {
        assert_eq!(read("Tel. +49 (821) 324-0 oder 0800 111 0 111"), (owned(&["08001110111", "498213240"]), vec![]));
        assert_eq!(read("05.01.2024, 08-12 Uhr").1, owned(&["1", "12", "2024", "5", "8"]));
    }

    #[test]
    fn numbers_are_read_in_any_digits() {
        assert_eq!(read("١١٥ ۲۴ ५ ၇ MP3 9:00").1, owned(&["115", "24", "5", "7", "9"]));
    }

    #[test]
    fn a_thousand_is_a_thousand() {
        let tokens = ["1,000", "1.000", "1 000", "1000"].map(|text| Tokens::of(text, &Tag::parse("de").unwrap()));
        assert!(tokens.iter().all(|other| tokens[0].same_numbers(other)));
    }
}
