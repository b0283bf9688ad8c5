//! Points in time as text: RFC 3339, in UTC or in a region's time zone.

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Span, Timestamp};

/// Milliseconds since 1970 as RFC 3339 in UTC, such as `2026-11-22T10:00:00Z` or `…00.125Z`.
pub fn utc(millis: i64) -> String {
    format!("{:.*}", fraction(millis), timestamp(millis))
}

/// The same instant with the offset of `zone`, such as `2026-11-22T11:00:00+01:00`.
pub fn local(millis: i64, zone: &TimeZone) -> String {
    let format = if fraction(millis) == 0 { "%Y-%m-%dT%H:%M:%S%:z" } else { "%Y-%m-%dT%H:%M:%S%.3f%:z" };
    timestamp(millis).to_zoned(zone.clone()).strftime(format).to_string()
}

/// The day of an instant in `zone`, such as `2026-11-22`.
pub fn day(millis: i64, zone: &TimeZone) -> String {
    timestamp(millis).to_zoned(zone.clone()).date().to_string()
}

/// Reads RFC 3339 (an ISO 8601 instant with an offset) as milliseconds since 1970; finer digits are cut off.
pub fn parse(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}

/// Reads what the clocks of `zone` show, such as `2026-12-01T08:00`, as milliseconds since 1970.
///
/// A time that the clocks skip means the first moment after it, one that they show twice the first.
pub fn from_local(text: &str, zone: &TimeZone) -> Option<i64> {
    // jiff would read an offset and leave it out of account.
    let is_local = text
        .split_once('T')
        .is_some_and(|(_, time)| time.bytes().all(|byte| byte.is_ascii_digit() || b":.".contains(&byte)));
    let local: DateTime = text.parse().ok().filter(|_| is_local)?;
    let ambiguous = zone.to_ambiguous_timestamp(local);
    let instant = match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(local).ok()?,
        AmbiguousOffset::Fold { before, .. } => before.to_timestamp(local).ok()?,
        AmbiguousOffset::Gap { after, .. } => {
            // By the later offset it lies before the clocks were changed.
            let earlier = after.to_timestamp(local).ok()?;
            zone.following(earlier).next()?.timestamp()
        }
    };
    Some(instant.as_millisecond())
}

/// The day that is `days` after `day`, both such as `2026-11-22`; none when it is no day.
pub fn days_after(day: &str, days: i64) -> Option<String> {
    let day: Date = day.parse().ok().filter(|_| day.len() == 10)?;
    day.checked_add(Span::new().try_days(days).ok()?).ok().map(|day| day.to_string())
}

/// The zone with this IANA name, or UTC if this program does not know it.
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

fn timestamp(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn fraction(millis: i64) -> usize {
    if millis % 1000 == 0 { 0 } else { 3 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_reads_back_in_every_form() {
        let zone = zone("Europe/Berlin");
        for millis in [0, 1_705_489_858_813, 1_705_489_858_000] {
            assert_eq!(parse(&utc(millis)), Some(millis));
            assert_eq!(parse(&local(millis, &zone)), Some(millis));
        }
    }

    #[test]
    fn what_clocks_show_is_one_moment() {
        let berlin = zone("Europe/Berlin");
        for (shown, expected) in [
            ("2026-12-01T08:00", Some("2026-12-01T07:00:00Z")),
            ("2026-12-01T08:00:30", Some("2026-12-01T07:00:30Z")),
            // The clocks go from 2:00 to 3:00.
            ("2026-03-29T02:00", Some("2026-03-29T01:00:00Z")),
            ("2026-03-29T02:30", Some("2026-03-29T01:00:00Z")),
            ("2026-03-29T03:00", Some("2026-03-29T01:00:00Z")),
            // They go from 3:00 back to 2:00.
            ("2026-10-25T02:30", Some("2026-10-25T00:30:00Z")),
            ("2026-10-25T03:00", Some("2026-10-25T02:00:00Z")),
            ("2026-12-01T08:00Z", None),
            ("2026-12-01T08:00+01:00", None),
            ("2026-12-01", None),
            ("2026-13-01T08:00", None),
            ("tomorrow", None),
        ] {
            assert_eq!(from_local(shown, &berlin).map(utc).as_deref(), expected, "{shown}");
        }
    }

    #[test]
    fn fractions_are_shown_only_when_there_are_any() {
        let zone = zone("Europe/Berlin");

        assert_eq!(utc(1_705_489_858_813), "2024-01-17T11:10:58.813Z");
        assert_eq!(utc(1_705_489_858_000), "2024-01-17T11:10:58Z");
        assert_eq!(local(1_705_489_858_813, &zone), "2024-01-17T12:10:58.813+01:00");
        assert_eq!(local(1_705_489_858_000, &zone), "2024-01-17T12:10:58+01:00");
    }
}
