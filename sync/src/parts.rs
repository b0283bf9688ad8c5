//! Parts: a scope as a whole, cut by the hash of the key into at most 256 objects.

use crate::contents::{Changes, Contents};
use crate::error::{Result, bad_content};
pub use crate::keys::bucket_of;
use crate::lines::{key_of, split};

/// The most bytes that a part has on average: a district in one language is one part, and a change in a region a hundred
/// times as large costs the publisher little more.
const LARGEST: u64 = 1 << 20;
/// The most parts of a scope: one per bucket.
const MOST: u64 = 256;

/// The buckets that a part holds, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    /// The lowest bucket.
    pub lo: u8,
    /// The highest bucket.
    pub hi: u8,
}

impl Range {
    /// Every bucket.
    pub const ALL: Self = Self { lo: 0, hi: 255 };

    /// Whether this range holds `key`.
    pub fn holds(self, key: &str) -> bool {
        self == Self::ALL || (self.lo..=self.hi).contains(&bucket_of(key))
    }
}

/// How many parts a scope of `total` bytes has: the smallest power of two with at most 1 MiB per part on average.
pub fn count(total: u64) -> u64 {
    let needed = total.div_ceil(LARGEST).clamp(1, MOST);
    needed.next_power_of_two()
}

/// The ranges of `count` parts, a power of two up to 256, ascending.
pub fn ranges(count: u64) -> Vec<Range> {
    let step = MOST / count.clamp(1, MOST);
    let bound = |bucket: u64| u8::try_from(bucket).expect("there are 256 buckets");
    (0..MOST / step).map(|n| Range { lo: bound(n * step), hi: bound(n * step + step - 1) }).collect()
}

/// Writes lines that ascend by key as one part.
pub fn write<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for line in lines {
        bytes.extend_from_slice(line.as_bytes());
        bytes.push(b'\n');
    }
    bytes
}

/// The keys and lines of a part, which have to ascend and to lie in `range`.
pub fn read(bytes: &[u8], range: Range) -> Result<Vec<(&str, &str)>> {
    let mut lines = Vec::new();
    let mut last = "";
    for line in split(bytes)? {
        let key = key_of(line).ok_or_else(|| bad_content("a line of a part names no key"))?;
        if key <= last {
            return Err(bad_content(format!("the part holds {key} out of order or twice")));
        }
        if !range.holds(key) {
            return Err(bad_content(format!("{key} does not belong into this part")));
        }
        lines.push((key, line));
        last = key;
    }
    Ok(lines)
}

/// What changes in `held` when the lines of a part replace everything in `range`: what the part lacks is deleted.
pub fn replacing<'a>(held: &'a Contents, range: Range, lines: &[(&'a str, &'a str)]) -> Changes<'a> {
    let mut changes: Changes<'a> = held.keys_in(range).map(|key| (key, None)).collect();
    changes.extend(lines.iter().map(|(key, line)| (*key, Some(*line))));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Id, Key, line};

    fn part_of(ids: &[&str]) -> Vec<u8> {
        let lines: Vec<String> =
            ids.iter().map(|id| line(&Key::of("page", id).unwrap(), &serde_json::json!({"t": id})).unwrap()).collect();
        write(lines.iter().map(String::as_str))
    }

    #[test]
    fn the_number_of_parts_follows_from_the_size_alone() {
        let mebibytes = |n: u64| n << 20;
        let counts =
            [0, 1, mebibytes(1), mebibytes(1) + 1, mebibytes(2) + 1, mebibytes(256), mebibytes(9999)].map(count);

        assert_eq!(counts, [1, 1, 1, 2, 4, 256, 256]);
    }

    #[test]
    fn ranges_cover_every_bucket_once() {
        for count in [1, 2, 64, 256] {
            let covered: Vec<u8> = ranges(count).into_iter().flat_map(|range| range.lo..=range.hi).collect();

            assert_eq!(covered, (0..=255).collect::<Vec<u8>>(), "{count}");
        }
    }

    #[test]
    fn a_part_is_read_back_as_it_was_written() {
        let bytes = part_of(&["1", "2"]);

        let keys: Vec<&str> = read(&bytes, Range::ALL).unwrap().into_iter().map(|(key, _)| key).collect();

        assert_eq!(keys, ["page/1", "page/2"]);
    }

    #[test]
    fn lines_out_of_order_twice_or_of_another_part_are_refused() {
        for bytes in [
            part_of(&["2", "1"]),
            part_of(&["1", "1"]),
            b"{}\n".to_vec(),
            b"\xff\n".to_vec(),
            part_of(&["1"])[1..].to_vec(),
        ] {
            assert!(read(&bytes, Range::ALL).is_err(), "{}", String::from_utf8_lossy(&bytes));
        }
        let bucket = bucket_of("page/1");
        assert!(read(&part_of(&["1"]), Range { lo: bucket, hi: bucket }).is_ok());
        assert!(read(&part_of(&["1"]), Range { lo: bucket.wrapping_add(1), hi: bucket.wrapping_add(1) }).is_err());
    }

    #[test]
    fn what_a_part_lacks_is_deleted() {
        let held = Contents::new([("page/1".to_owned(), Id::of(b"1")), ("page/2".to_owned(), Id::of(b"2"))]);

        let changes = replacing(&held, Range::ALL, &[("page/2", "new"), ("page/3", "more")]);

        assert_eq!(changes, Changes::from([("page/1", None), ("page/2", Some("new")), ("page/3", Some("more"))]));
    }
}
