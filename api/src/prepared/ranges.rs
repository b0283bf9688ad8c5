//! Which bytes of an answer a request asks for (RFC 9110, section 14).

use std::ops::Range;

use actix_web::http::header::{HeaderMap, HeaderValue, IF_RANGE, RANGE};

/// What a client wants of a representation.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// These bytes; there is at least one.
    Range(Range<usize>),
    /// Bytes that it does not have.
    Outside,
}

/// What `headers` ask for of the representation with this tag and length.
///
/// Several ranges at once are answered with the whole, as is a condition on any other representation.
pub(super) fn asked(headers: &HeaderMap, tag: &HeaderValue, length: usize) -> Part {
    let Some(range) = headers.get(RANGE) else { return Part::Whole };
    if headers.get(IF_RANGE).is_some_and(|condition| condition.as_bytes().trim_ascii() != tag.as_bytes()) {
        return Part::Whole;
    }
    range.to_str().ok().and_then(|range| read(range, length)).unwrap_or(Part::Whole)
}

/// `None` for what is no single range of bytes.
fn read(range: &str, length: usize) -> Option<Part> {
    let (unit, range) = range.split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    if first.is_empty() {
        let start = length.saturating_sub(number(last)?);
        return Some(between(start, length, length));
    }
    let first = number(first)?;
    let last = if last.is_empty() { usize::MAX } else { number(last)? };
    (first <= last).then(|| between(first, last.saturating_add(1), length))
}

fn between(start: usize, end: usize, length: usize) -> Part {
    let end = end.min(length);
    if start < end { Part::Range(start..end) } else { Part::Outside }
}

/// Digits; a number that is too large for us is larger than every body.
fn number(digits: &str) -> Option<usize> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    const TAG: HeaderValue = HeaderValue::from_static("\"abc.br5\"");

    fn of_ten(range: &str) -> Part {
        let request = TestRequest::get().insert_header((RANGE, range)).to_http_request();
        asked(request.headers(), &TAG, 10)
    }

    #[test]
    fn a_single_range_is_cut_to_what_there_is() {
        for (range, expected) in [
            ("bytes=0-0", Part::Range(0..1)),
            ("bytes=2-5", Part::Range(2..6)),
            ("bytes=2-", Part::Range(2..10)),
            ("bytes=9-9", Part::Range(9..10)),
            ("bytes=0-99", Part::Range(0..10)),
            ("bytes=0-99999999999999999999", Part::Range(0..10)),
            ("Bytes= 2-5 ", Part::Range(2..6)),
            ("bytes=-3", Part::Range(7..10)),
            ("bytes=-30", Part::Range(0..10)),
            ("bytes=-0", Part::Outside),
            ("bytes=10-", Part::Outside),
            ("bytes=10-20", Part::Outside),
            ("bytes=99999999999999999999-", Part::Outside),
        ] {
            assert_eq!(of_ten(range), expected, "{range}");
        }
    }

    #[test]
    fn what_is_no_single_range_is_passed_over() {
        for range in
            ["", "bytes", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,3-4", "bytes=a-b", "bytes=+1-2", "lines=0-1"]
        {
            assert_eq!(of_ten(range), Part::Whole, "{range}");
        }
    }

    #[test]
    fn nothing_has_no_ranges() {
        let request = TestRequest::get().insert_header((RANGE, "bytes=0-")).to_http_request();

        assert_eq!(asked(request.headers(), &TAG, 0), Part::Outside);
    }

    #[test]
    fn only_the_very_same_representation_goes_on_where_it_broke_off() {
        for (condition, expected) in [
            ("\"abc.br5\"", Part::Range(2..6)),
            ("W/\"abc.br5\"", Part::Whole),
            ("\"abc.br11\"", Part::Whole),
            ("\"abc\"", Part::Whole),
            ("*", Part::Whole),
            ("Sun, 22 Nov 2026 10:00:00 GMT", Part::Whole),
        ] {
            let request = TestRequest::get().insert_header((RANGE, "bytes=2-5")).insert_header((IF_RANGE, condition));

            assert_eq!(asked(request.to_http_request().headers(), &TAG, 10), expected, "{condition}");
        }
    }
}
