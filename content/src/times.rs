//! Points in time as text: RFC 3339, in UTC or in a region's time zone.

use jiff::Timestamp;
use jiff::tz::TimeZone;

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
    fn fractions_are_shown_only_when_there_are_any() {
        let zone = zone("Europe/Berlin");

        assert_eq!(utc(1_705_489_858_813), "2024-01-17T11:10:58.813Z");
        assert_eq!(utc(1_705_489_858_000), "2024-01-17T11:10:58Z");
        assert_eq!(local(1_705_489_858_813, &zone), "2024-01-17T12:10:58.813+01:00");
        assert_eq!(local(1_705_489_858_000, &zone), "2024-01-17T12:10:58+01:00");
    }
}
