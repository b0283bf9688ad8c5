//! References: links and images of stored HTML, read and rewritten each time it is shown.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::characters::{decode, encode};
use super::pieces::{Piece, attributes, pieces};

/// The attribute in which an address stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// The target of a link.
    Href,
    /// The address of an image.
    Src,
}

/// What becomes of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rewrite {
    /// It stays as it is.
    Keep,
    /// It becomes this one.
    To(String),
    /// The attribute goes.
    Drop,
}

/// Rewrite the addresses of the links and images in canonical `html`; `f` gets each one decoded, in the order of the text.
///
/// Whatever only looks like a link, in text or in another attribute, is never touched.
pub fn rewrite_links(html: &str, mut f: impl FnMut(&str, Attribute) -> Rewrite) -> Cow<'_, str> {
    let mut rewritten = String::new();
    let (mut copied, mut at) = (0, 0);
    for piece in pieces(html) {
        let (Piece::Text(content) | Piece::Tag(content)) = piece;
        for (attribute, value) in addresses(piece) {
            let (replaced, with) = match f(&decode(&content[value.clone()]), attribute) {
                Rewrite::Keep => continue,
                Rewrite::To(address) => (value, encode(&address).into_owned()),
                Rewrite::Drop => (value.start - attribute.opening().len()..value.end + 1, String::new()),
            };
            if content[replaced.clone()] != with {
                rewritten.extend([&html[copied..at + replaced.start], &with]);
                copied = at + replaced.end;
            }
        }
        at += content.len();
    }
    match copied {
        0 => Cow::Borrowed(html),
        _ => Cow::Owned(rewritten + &html[copied..]),
    }
}

impl Attribute {
    fn opening(self) -> &'static str {
        match self {
            Self::Href => " href=\"",
            Self::Src => " src=\"",
        }
    }
}

/// Where in a piece addresses stand: in canonical HTML only links and images have them.
fn addresses(piece: Piece<'_>) -> impl Iterator<Item = (Attribute, Range<usize>)> {
    let tag = match piece {
        Piece::Tag(tag) if tag.starts_with("<a ") || tag.starts_with("<img ") => tag,
        _ => "",
    };
    attributes(tag).filter_map(|(name, value)| match name {
        "href" => Some((Attribute::Href, value)),
        "src" => Some((Attribute::Src, value)),
        _ => None,
    })
}

/// A reference to other content of the same region: `item:page/17#opening-hours`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reference<'a> {
    /// What it is: `page`, `media`, `contact`, …
    pub kind: &'a str,
    /// Which one.
    pub id: &'a str,
    /// Where in it, without the `#`.
    pub fragment: Option<&'a str>,
}

impl<'a> Reference<'a> {
    /// Read an address; `None` when it is no reference, as most are not.
    pub fn parse(address: &'a str) -> Option<Self> {
        let rest = address.strip_prefix("item:")?;
        let (target, fragment) = match rest.split_once('#') {
            Some((target, fragment)) => (target, Some(fragment)),
            None => (rest, None),
        };
        let (kind, id) = target.split_once('/')?;
        let is_word =
            |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        (is_word(kind) && is_word(id)).then_some(Self { kind, id, fragment })
    }
}

impl fmt::Display for Reference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "item:{}/{}", self.kind, self.id)?;
        self.fragment.map_or(Ok(()), |fragment| write!(f, "#{fragment}"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PAGE: &str = r#"<p>See <a href="item:page/1#a&amp;b" rel="noopener">href="item:page/2"</a> &lt;a href="item:page/3"&gt;</p><div title="href=&quot;item:page/4&quot;"><img alt="src=" src="item:media/5"></div><a href="">x</a>"#;

    #[test]
    fn addresses_are_seen_decoded_and_in_order() {
        let mut seen = Vec::new();

        let same = rewrite_links(PAGE, |address, attribute| {
            seen.push((address.to_owned(), attribute));
            Rewrite::Keep
        });

        assert!(matches!(same, Cow::Borrowed(PAGE)));
        let expected = [("item:page/1#a&b", Attribute::Href), ("item:media/5", Attribute::Src), ("", Attribute::Href)];
        assert_eq!(seen, expected.map(|(address, attribute)| (address.to_owned(), attribute)));
    }

    #[test]
    fn addresses_are_replaced_encoded_or_dropped() {
        let rewritten = rewrite_links(PAGE, |address, attribute| match (address, attribute) {
            (_, Attribute::Src) => Rewrite::Drop,
            ("", Attribute::Href) => Rewrite::Keep,
            _ => Rewrite::To("/de/\"x\"?a&b".to_owned()),
        });

        let expected = PAGE
            .replace(r#"href="item:page/1#a&amp;b" rel"#, r#"href="/de/&quot;x&quot;?a&amp;b" rel"#)
            .replace(r#" src="item:media/5""#, "");
        assert_eq!(rewritten, expected);
    }

    #[test]
    fn an_address_replaced_by_itself_changes_nothing() {
        let same = rewrite_links(PAGE, |address, _| Rewrite::To(address.to_owned()));

        assert!(matches!(same, Cow::Borrowed(PAGE)));
    }

    #[test]
    fn references_are_read_and_written() {
        for (address, kind, id, fragment) in [
            ("item:page/17", "page", "17", None),
            ("item:page/0190-a_b#opening-hours", "page", "0190-a_b", Some("opening-hours")),
            ("item:media/x#", "media", "x", Some("")),
        ] {
            let reference = Reference { kind, id, fragment };
            assert_eq!(Reference::parse(address), Some(reference));
            assert_eq!(reference.to_string(), address);
        }
    }

    #[test]
    fn other_addresses_are_no_references() {
        for address in [
            "",
            "item:",
            "item:page",
            "item:page/",
            "item:/1",
            "item:page/1/2",
            "item:page/1?x",
            "page/1",
            "https://x.example/item:page/1",
        ] {
            assert_eq!(Reference::parse(address), None, "{address}");
        }
    }

    proptest! {
        #[test]
        fn rewriting_there_and_back_gives_the_same(addresses in prop::collection::vec(r#"[a-z&"<>;#/ ]{1,12}"#, 0..5)) {
            let link = |address: &String| format!("<p>&lt;<a class=\"c\" href=\"{}\">x</a></p>", encode(address));
            let html: String = addresses.iter().map(link).collect();

            let there = rewrite_links(&html, |address, _| Rewrite::To(format!("item:page/<{address}>")));
            let back = rewrite_links(&there, |address, _| Rewrite::To(address["item:page/<".len()..address.len() - 1].to_owned()));

            prop_assert_eq!(back, html.as_str());
        }
    }
}
