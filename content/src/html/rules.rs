//! The rules: which elements, attributes, addresses and styles a page may have.

use std::borrow::Cow;

use html5ever::{Namespace, ns};
use url::{ParseError, Url};

use super::{characters, styles};

/// The elements that stay. `h1` becomes `h2` afterwards: the title of the page is the only one.
pub(super) const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "li",
    "mark",
    "ol",
    "p",
    "q",
    "s",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "wbr",
];

/// The elements that go with everything in them. Of all others only the tags go.
pub(super) const GONE_WITH_CONTENT: &[&str] = &[
    "audio", "canvas", "datalist", "iframe", "math", "noembed", "noframes", "noscript", "object", "script", "select",
    "style", "svg", "template", "textarea", "title", "video",
];

/// The attributes that every element may have.
pub(super) const COMMON_ATTRIBUTES: &[&str] = &["class", "dir", "lang", "style", "title", "translate"];

/// The attributes that single elements may have.
pub(super) const OWN_ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "id", "rel"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("details", &["open"]),
    ("h1", &["id"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("img", &["alt", "height", "src", "width"]),
    ("ol", &["start", "type"]),
    ("span", &["data-card", "data-fields"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
];

/// The schemes an address may have; `item` is a reference to other content of the region.
pub(super) const SCHEMES: &[&str] = &["geo", "http", "https", "item", "mailto", "sms", "tel"];

const LINK_TYPES: &[&str] = &["external", "nofollow", "noopener", "noreferrer"];

/// What the rules make of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Stays,
    LosesTags,
    GoesWithContent,
}

/// Judge an element by its namespace and name.
pub(super) fn element(namespace: &Namespace, name: &str) -> Fate {
    match *namespace == ns!(html) {
        true if ELEMENTS.contains(&name) => Fate::Stays,
        true if !GONE_WITH_CONTENT.contains(&name) => Fate::LosesTags,
        _ => Fate::GoesWithContent,
    }
}

/// What is left of an attribute's value, and what is not, in words for the editor.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Judgement<'v> {
    pub(super) kept: Option<Cow<'v, str>>,
    pub(super) lost: Vec<String>,
}

/// Judge an attribute of an element that stays; an empty reason in `lost` means the attribute as such.
pub(super) fn attribute<'v>(element: &str, name: &str, value: &'v str) -> Judgement<'v> {
    let own = OWN_ATTRIBUTES.iter().filter(|(owner, _)| *owner == element).flat_map(|(_, names)| *names);
    if !own.chain(COMMON_ATTRIBUTES).any(|allowed| *allowed == name) {
        return Judgement { kept: None, lost: vec![String::new()] };
    }
    let printable = characters::printable(value);
    match name {
        "href" | "src" => address(value, printable),
        "rel" => link_types(printable),
        "style" => style(printable),
        _ => Judgement { kept: Some(printable), lost: Vec::new() },
    }
}

/// Both spellings are judged: ammonia sees the address as it was, a browser will see the printable one.
fn address<'v>(original: &str, printable: Cow<'v, str>) -> Judgement<'v> {
    match wrong_address(original).or_else(|| wrong_address(&printable)) {
        Some(reason) => Judgement { kept: None, lost: vec![reason] },
        None => Judgement { kept: Some(printable), lost: Vec::new() },
    }
}

/// Whether a link or an image may have this address.
pub fn is_address(address: &str) -> bool {
    wrong_address(address).is_none()
}

fn wrong_address(address: &str) -> Option<String> {
    match Url::parse(address) {
        Ok(url) if SCHEMES.contains(&url.scheme()) => None,
        Ok(url) => Some(format!("{}:", url.scheme())),
        Err(ParseError::RelativeUrlWithoutBase) => None,
        Err(_) => Some("invalid".to_owned()),
    }
}

fn link_types(value: Cow<'_, str>) -> Judgement<'_> {
    let (kept, lost): (Vec<_>, Vec<_>) = value.split_ascii_whitespace().partition(|token| is_link_type(token));
    if lost.is_empty() {
        return Judgement { kept: Some(value), lost: Vec::new() };
    }
    let lost = lost.into_iter().map(str::to_lowercase).collect();
    Judgement { kept: (!kept.is_empty()).then(|| kept.join(" ").into()), lost }
}

fn is_link_type(token: &str) -> bool {
    LINK_TYPES.iter().any(|allowed| allowed.eq_ignore_ascii_case(token))
}

fn style(value: Cow<'_, str>) -> Judgement<'_> {
    let styles::Filtered { kept, lost } = styles::filter(&value);
    Judgement { kept: Some(kept.map_or(value, Cow::Owned)).filter(|kept| lost.is_empty() || !kept.is_empty()), lost }
}

/// Whether a link leaves the region's own content, also where it names no scheme (`//host/path`).
pub(super) fn is_external(address: &str) -> bool {
    match Url::parse(address) {
        Ok(url) => matches!(url.scheme(), "http" | "https"),
        Err(_) => Url::parse("https://relative.invalid/")
            .and_then(|base| base.join(address))
            .is_ok_and(|url| url.host_str() != Some("relative.invalid")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(value: &str) -> Judgement<'_> {
        Judgement { kept: Some(value.into()), lost: Vec::new() }
    }

    #[test]
    fn addresses_of_the_allowed_schemes_and_relative_ones_stay() {
        for address in [
            "https://example.org/ä?a=b&c#d",
            "HTTP://example.org",
            "mailto:a@example.org",
            "tel:+49 821",
            "sms:1",
            "geo:48,10",
            "item:page/1#x",
            "/de/page",
            "page",
            "#top",
            "?q=1",
            "",
            "//example.org/",
        ] {
            assert_eq!(attribute("a", "href", address), kept(address), "{address}");
        }
    }

    #[test]
    fn addresses_of_other_schemes_go() {
        for (address, reason) in [
            ("javascript:alert(1)", "javascript:"),
            (" \u{1}JaVaScRiPt:alert(1)", "javascript:"),
            ("java\nscr\tipt:alert(1)", "javascript:"),
            ("java\u{1}script:alert(1)", "javascript:"),
            ("data:text/html,x", "data:"),
            ("vbscript:x", "vbscript:"),
            ("file:///etc/passwd", "file:"),
            ("blob:https://example.org/1", "blob:"),
            ("https://", "invalid"),
        ] {
            let expected = Judgement { kept: None, lost: vec![reason.to_owned()] };
            assert_eq!(attribute("a", "href", address), expected, "{address}");
        }
    }

    #[test]
    fn only_known_link_types_stay() {
        let judgement = attribute("a", "rel", "NoFollow opener external");

        let expected = Judgement { kept: Some("NoFollow external".into()), lost: vec!["opener".to_owned()] };
        assert_eq!(judgement, expected);
    }

    #[test]
    fn attributes_belong_to_elements() {
        let gone = Judgement { kept: None, lost: vec![String::new()] };

        assert_eq!(attribute("h2", "id", "x"), kept("x"));
        assert_eq!(attribute("p", "id", "x"), gone);
        assert_eq!(attribute("a", "src", "x"), gone);
        assert_eq!(attribute("p", "onclick", "x"), gone);
        assert_eq!(attribute("p", "class", "x y"), kept("x y"));
    }

    #[test]
    fn links_to_another_host_are_external() {
        for address in ["http://example.org", "HTTPS://example.org/", "//example.org/x", "\\\\example.org"] {
            assert!(is_external(address), "{address}");
        }
        for address in ["item:page/1", "mailto:a@example.org", "/x", "x", "#x", ""] {
            assert!(!is_external(address), "{address}");
        }
    }
}
