//! Addresses: where they lead, and whether two of them lead to the same place.

use std::borrow::Cow;

use crate::tags::Tag;

/// What is before the first colon, in lower case, unless it is part of a path.
pub(in super::super) fn scheme(address: &str) -> Option<String> {
    let address = plain(address);
    let (scheme, _) = address.split_once(':')?;
    let word = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    (word && !scheme.is_empty()).then(|| scheme.to_ascii_lowercase())
}

/// The host that an address leads to, in lower case; nothing for a path, all of a telephone number.
pub(in super::super) fn host(address: &str, locale: &Tag) -> String {
    let address = plain(address).to_ascii_lowercase();
    let (scheme, rest) = match address.split_once(':') {
        Some((scheme, rest)) if !scheme.contains(['/', '?', '#']) => (scheme, rest),
        _ => ("", address.as_str()),
    };
    let authority = match rest.strip_prefix("//") {
        Some(rest) => rest.split(['/', '?', '#']).next().unwrap_or_default(),
        None if scheme.is_empty() => "",
        None if matches!(scheme, "http" | "https") => {
            rest.trim_start_matches('/').split(['/', '?', '#']).next().unwrap_or_default()
        }
        None => rest.split('?').next().unwrap_or_default(),
    };
    let host = authority.rsplit('@').next().unwrap_or_default();
    without_language(host, locale).to_owned()
}

/// What two spellings of one address have in common: without the language in it, without a slash at the end.
pub(in super::super) fn comparable(address: &str, locale: &Tag) -> String {
    let address = plain(address);
    let (scheme, rest) = address.split_once("://").unwrap_or(("", &address));
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let host = host.to_ascii_lowercase();
    let mut out = format!("{}://{}", scheme.to_ascii_lowercase(), without_language(&host, locale));
    for segment in path.split('/').filter(|segment| !segment.is_empty() && !is_language(segment, locale)) {
        out.push('/');
        out.push_str(segment);
    }
    out
}

/// As browsers read it: without white space and control characters, with slashes the right way round.
fn plain(address: &str) -> Cow<'_, str> {
    let strange = |c: char| c == '\\' || c <= ' ';
    if !address.contains(strange) {
        return Cow::Borrowed(address);
    }
    Cow::Owned(address.chars().filter(|c| *c > ' ').map(|c| if c == '\\' { '/' } else { c }).collect())
}

/// `de.wikipedia.org` and `uk.wikipedia.org` are one place in two languages.
fn without_language<'h>(host: &'h str, locale: &Tag) -> &'h str {
    match host.split_once('.') {
        Some((first, rest)) if rest.contains('.') && (first == "www" || is_language(first, locale)) => rest,
        _ => host,
    }
}

fn is_language(part: &str, locale: &Tag) -> bool {
    let sources = ["en", "de", "en-us", "en-gb", "de-de"];
    sources.iter().chain(&[locale.key(), locale.language()]).any(|tag| part.eq_ignore_ascii_case(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_where_a_browser_goes() {
        let german = Tag::parse("de").unwrap();
        let hosts =
            ["https://Bamf.de/a", "https://bamf.de@evil.example/", "//evil.example", "https:\\\\evil.example\\x"];
        let hosts = hosts.map(|address| host(address, &german));
        assert_eq!(hosts, ["bamf.de", "evil.example", "evil.example", "evil.example"]);
        assert_eq!(["/pfad:x", "#a", "mailto:a@b.de?c", "tel:115"].map(|a| host(a, &german)), ["", "", "b.de", "115"]);
    }

    #[test]
    fn a_scheme_is_seen_through_white_space() {
        assert_eq!(scheme(" java\tScript:alert(1)").as_deref(), Some("javascript"));
        assert_eq!(scheme("/a:b"), None);
    }

    #[test]
    fn the_language_in_an_address_does_not_count() {
        let ukrainian = Tag::parse("uk").unwrap();
        let same = |one, other| comparable(one, &ukrainian) == comparable(other, &ukrainian);
        assert!(same("https://integreat.app/de/", "https://integreat.app/uk"));
        assert!(same("https://en.wikipedia.org/wiki/A", "https://uk.wikipedia.org/wiki/A"));
        assert!(!same("https://integreat.app/de", "https://integrat.app/de"));
        assert!(!same("https://integreat.app/a", "https://integreat.app/A"));
    }
}
