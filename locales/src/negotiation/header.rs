//! Reading `Accept-Language` (RFC 9110, 12.5.4), leniently and within fixed limits.

use crate::tags::Tag;

/// Bytes and ranges that are looked at; what a client sends beyond them is ignored.
const MAX_BYTES: usize = 1_000;
const MAX_RANGES: usize = 32;

/// One range of the header with its weight in thousandths; no tag stands for `*`.
#[derive(Debug, PartialEq)]
pub(super) struct Range {
    pub(super) tag: Option<Tag>,
    pub(super) weight: u16,
}

/// The ranges with the heaviest first, in the order of the header where weights are equal.
pub(super) fn parse(header: &str) -> Vec<Range> {
    let mut ranges: Vec<Range> = within_limit(header)
        .split(',')
        .filter(|part| !part.trim().is_empty())
        .take(MAX_RANGES)
        .filter_map(range)
        .collect();
    ranges.sort_by_key(|range| std::cmp::Reverse(range.weight));
    ranges
}

/// A range that the limit cuts is left out, because its rest could change its meaning.
fn within_limit(header: &str) -> &str {
    if header.len() <= MAX_BYTES {
        return header;
    }
    let head = header.get(..MAX_BYTES).unwrap_or_default();
    head.rsplit_once(',').map_or("", |(whole, _)| whole)
}

fn range(part: &str) -> Option<Range> {
    let (name, weight) = match part.split_once(';') {
        Some((name, parameter)) => (name.trim(), self::weight(parameter.trim())?),
        None => (part.trim(), 1_000),
    };
    let tag = match name {
        "*" => None,
        _ => Some(Tag::parse(name).ok()?),
    };
    Some(Range { tag, weight })
}

/// `q=0.7` in thousandths; `None` for everything that the grammar of the RFC does not allow.
fn weight(parameter: &str) -> Option<u16> {
    let value = parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q="))?;
    let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
    let digits = decimals.bytes().all(|byte| byte.is_ascii_digit());
    if !matches!(whole, "0" | "1") || decimals.len() > 3 || !digits {
        return None;
    }
    let thousandths: u16 = format!("{whole}{decimals:0<3}").parse().ok()?;
    (thousandths <= 1_000).then_some(thousandths)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ranges as `tag/weight`.
    fn read(header: &str) -> Vec<String> {
        let show = |range: Range| {
            let tag = range.tag.map_or("*".to_owned(), |tag| tag.to_string());
            format!("{tag}/{}", range.weight)
        };
        parse(header).into_iter().map(show).collect()
    }

    #[test]
    fn weights_order_the_ranges() {
        assert_eq!(
            read("en;q=0.5, *;q=0.125,uk , ru; Q=0.999,\tde-AT ;\tq=1.000, fr;q=0"),
            ["uk/1000", "de-AT/1000", "ru/999", "en/500", "*/125", "fr/0"]
        );
    }

    #[test]
    fn equal_weights_keep_the_order_of_the_header() {
        assert_eq!(read("tr;q=0.3,ku;q=0.3,ar;q=0.3"), ["tr/300", "ku/300", "ar/300"]);
    }

    #[test]
    fn an_empty_header_asks_for_nothing() {
        assert_eq!(read(""), [""; 0]);
        assert_eq!(read(" ,, ,"), [""; 0]);
    }

    #[test]
    fn malformed_parts_are_ignored() {
        for part in [
            "de_DE",
            "d",
            "de;q=2",
            "de;q=1.001",
            "de;q=0.1234",
            "de;q=-1",
            "de;q=",
            "de;q=.5",
            "de;q= 0.5",
            "de;v=1",
            "de;",
            ";q=1",
            "de;q=0.5;q=0.6",
            "de q=1",
            "العربية",
            "**",
            "de;q=0.٥",
            "de;q=00",
            "de;q=+1",
        ] {
            assert_eq!(read(&format!("{part}, uk")), ["uk/1000"], "{part}");
        }
    }

    #[test]
    fn at_most_32_ranges_are_looked_at() {
        let header = format!("{}, uk, ar", ["_"; 31].join(", ,"));
        assert_eq!(read(&header), ["uk/1000"]);
    }

    #[test]
    fn at_most_1000_bytes_are_looked_at() {
        let spaces = " ".repeat(992);
        assert_eq!(read(&format!("uk,{spaces},de-AT,ar")), ["uk/1000"]);
        assert_eq!(read(&" ".repeat(2_000)), [""; 0]);
        assert_eq!(read(&"ü".repeat(2_000)), [""; 0]);
    }
}
