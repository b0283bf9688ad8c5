//! Tags in a text, found in one pass as a browser finds them; nothing is built from them.

use std::borrow::Cow;

use super::super::texts::VALUE;

/// Stands for each byte of a tag that is taken out.
pub(in super::super) const BLANK: char = '\0';

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Kind {
    Open,
    Close,
    /// Opens and closes: `<br>`, `<img/>`.
    Single,
    /// A comment or declaration.
    Other,
}

/// A tag in a text.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Tag<'t> {
    pub at: usize,
    pub end: usize,
    pub kind: Kind,
    /// As it is written; `!` for comments and declarations.
    pub name: &'t str,
    inside: &'t str,
    /// Whether its `>` is there.
    pub complete: bool,
}

/// Elements that have no end tag.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// The tags of a text in their order.
pub(in super::super) fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let tag = next(text, from)?;
        from = tag.end;
        Some(tag)
    })
}

fn next(text: &str, from: usize) -> Option<Tag<'_>> {
    let bytes = text.as_bytes();
    for at in memchr::memchr_iter(b'<', bytes.get(from..)?).map(|at| from + at) {
        let closes = bytes.get(at + 1) == Some(&b'/');
        let begin = at + 1 + usize::from(closes);
        let rest = text.get(begin..)?;
        match rest.chars().next() {
            Some(first) if first.is_ascii_alphabetic() || first == VALUE => {
                return Some(element(text, at, begin, closes));
            }
            Some('!' | '?') if !closes => return Some(declaration(text, at)),
            _ => {}
        }
    }
    None
}

fn element(text: &str, at: usize, begin: usize, closes: bool) -> Tag<'_> {
    let rest = &text[begin..];
    let name = rest.split(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').next().unwrap_or(rest);
    let inside = begin + name.len();
    let close = closing(&text.as_bytes()[inside..]).map(|length| inside + length);
    let stop = close.unwrap_or(text.len());
    let single = text[inside..stop].ends_with('/') || VOID.iter().any(|void| name.eq_ignore_ascii_case(void));
    let kind = match (closes, single) {
        (true, _) => Kind::Close,
        (_, true) => Kind::Single,
        _ => Kind::Open,
    };
    let end = close.map_or(stop, |close| close + 1);
    Tag { at, end, kind, name, inside: &text[inside..stop], complete: close.is_some() }
}

fn declaration(text: &str, at: usize) -> Tag<'_> {
    let rest = &text[at..];
    let length =
        if rest.starts_with("<!--") { rest.find("-->").map(|end| end + 3) } else { rest.find('>').map(|end| end + 1) };
    let end = at + length.unwrap_or(rest.len());
    Tag { at, end, kind: Kind::Other, name: "!", inside: "", complete: length.is_some() }
}

/// How far it is to the `>` that ends a tag: one that stands in no quoted value.
fn closing(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    let mut value = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' => return Some(at),
            b'=' => value = true,
            b'"' | b'\'' if value => {
                at += 1 + memchr::memchr(*byte, bytes.get(at + 1..)?)?;
                value = false;
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => value = false,
        }
        at += 1;
    }
    None
}

impl<'t> Tag<'t> {
    /// Its attributes, the names in lower case, the values without character references.
    pub(in super::super) fn attributes(&self) -> impl Iterator<Item = (Cow<'t, str>, Cow<'t, str>)> {
        let mut rest = self.inside;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            let ends_name = |(at, c): &(usize, char)| c.is_ascii_whitespace() || *c == '/' || (*c == '=' && *at > 0);
            let end = rest.char_indices().find(ends_name).map_or(rest.len(), |(at, _)| at);
            if rest.is_empty() {
                return None;
            }
            let (name, after) = rest.split_at(end);
            let (value, after) = match after.trim_ascii_start().strip_prefix('=') {
                Some(value) => split_value(value.trim_ascii_start()),
                None => ("", after),
            };
            rest = after;
            Some((lower(name), decoded(value)))
        })
    }
}

fn split_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(text) = text.strip_prefix(quote) {
            return text.split_once(quote).unwrap_or((text, ""));
        }
    }
    text.split_at(text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len()))
}

/// The text in lower case, ASCII letters only, as names in HTML are compared.
pub(in super::super) fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// Character references that an address can be hidden behind.
const NAMED: [(&str, char); 10] = [
    ("amp", '&'),
    ("colon", ':'),
    ("sol", '/'),
    ("period", '.'),
    ("commat", '@'),
    ("Tab", '\t'),
    ("NewLine", '\n'),
    ("quot", '"'),
    ("lt", '<'),
    ("gt", '>'),
];

fn decoded(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut parts = value.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match reference(part) {
            Some((char, rest)) => out.extend([char].into_iter().chain(rest.chars())),
            None => out.extend(["&", part]),
        }
    }
    Cow::Owned(out)
}

/// The character that a reference (without its `&`) names, and what follows it.
fn reference(text: &str) -> Option<(char, &str)> {
    let after = |rest: &'_ str| rest.len() - rest.strip_prefix(';').unwrap_or(rest).len();
    if let Some(number) = text.strip_prefix('#') {
        let (digits, radix) = number.strip_prefix(['x', 'X']).map_or((number, 10), |hex| (hex, 16));
        let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let (digits, rest) = digits.split_at(end);
        let char = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
        return Some((char, &rest[after(rest)..]));
    }
    NAMED.iter().find_map(|(name, char)| Some((*char, text.strip_prefix(name)?.strip_prefix(';')?)))
}

/// The text with [`BLANK`] for each byte of a tag and of a character reference behind its `&`; of the same length.
pub(in super::super) fn blanked(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'<', b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let blank_until = |out: &mut String, end: usize| out.extend(std::iter::repeat_n(BLANK, end - out.len()));
    for tag in tags(text) {
        let begin = out.len();
        push_words(&mut out, &text[begin..tag.at]);
        blank_until(&mut out, tag.end);
    }
    let begin = out.len();
    push_words(&mut out, &text[begin..]);
    Cow::Owned(out)
}

fn push_words(out: &mut String, text: &str) {
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        out.push('&');
        let name = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(part.len());
        let blank = if part[name..].starts_with(';') { name + 1 } else { 0 };
        out.extend(std::iter::repeat_n(BLANK, blank));
        out.push_str(&part[blank..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<(Kind, &str, bool)> {
        tags(text).map(|tag| (tag.kind, tag.name, tag.complete)).collect()
    }

    #[test]
    fn tags_are_found_as_in_a_browser() {
        let text = "1 <2 <b>x</B> <br> <img src='a>b'/> <!-- <i> --> </ p> <3 <a href=";
        let wanted = [
            (Kind::Open, "b", true),
            (Kind::Close, "B", true),
            (Kind::Single, "br", true),
            (Kind::Single, "img", true),
            (Kind::Other, "!", true),
            (Kind::Open, "a", false),
        ];
        assert_eq!(seen(text), wanted);
    }

    #[test]
    fn attributes_are_read_without_disguise() {
        let tag = tags("<A HREF = \"&#106;avascript&colon;x\" hidden onClick=go() title='x y'/>").next().unwrap();
        let attributes: Vec<_> = tag.attributes().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(attributes, ["href=javascript:x", "hidden=", "onclick=go()", "title=x y"]);
    }

    #[test]
    fn blanked_text_keeps_its_length() {
        let shown = blanked("ä <b>5</b> A&amp;B & C").replace(BLANK, "_");
        assert_eq!(shown, "ä ___5____ A&____B & C");
    }
}
