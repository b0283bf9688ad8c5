//! Covering deltas: what has changed after one revision and up to another.
//!
//! A delta from `a` to `c` holds the final line, or the deletion, of each key that changed in (a, c]; so it is right for
//! every state from `a` to `c`, and a handful of deltas serves every client.

use serde::{Deserialize, Serialize};

use crate::contents::Changes;
use crate::error::{Result, bad_content};
use crate::lines::{deletion, key_of, key_of_deletion, split};

/// The first line of a delta: which states it leads from, and where to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The version of the format: 1.
    pub delta: u8,
    /// The epoch of both revisions.
    pub epoch: String,
    /// The oldest revision that it can be applied to.
    pub from: i64,
    /// The region.
    pub region: String,
    /// The scope.
    pub scope: String,
    /// The revision that it leads to.
    pub to: i64,
}

/// Writes the delta with `header` and `changes`.
pub fn write(header: &Header, changes: &Changes<'_>) -> Vec<u8> {
    let first = serde_json_canonicalizer::to_string(header).expect("a header is JSON");
    let mut bytes = first.into_bytes();
    bytes.push(b'\n');
    for (key, line) in changes {
        match line {
            Some(line) => bytes.extend_from_slice(line.as_bytes()),
            None => bytes.extend_from_slice(deletion(key).as_bytes()),
        }
        bytes.push(b'\n');
    }
    bytes
}

/// The changes of a delta, which has to begin with exactly `header`.
pub fn read<'a>(bytes: &'a [u8], header: &Header) -> Result<Changes<'a>> {
    let mut lines = split(bytes)?.into_iter();
    let first = lines.next().ok_or_else(|| bad_content("the delta is empty"))?;
    let found: Header = serde_json::from_str(first).map_err(|error| bad_content(format!("the delta: {error}")))?;
    if found != *header {
        return Err(bad_content("the delta leads from or to another state than the manifest says"));
    }
    let mut changes = Changes::new();
    let mut last = "";
    for line in lines {
        let (key, line) = match key_of(line) {
            Some(key) => (key, Some(line)),
            None => (key_of_deletion(line).ok_or_else(|| bad_content("a line of the delta names no key"))?, None),
        };
        if key <= last {
            return Err(bad_content(format!("the delta holds {key} out of order or twice")));
        }
        changes.insert(key, line);
        last = key;
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Key, line};

    fn header() -> Header {
        Header {
            delta: 1,
            epoch: "1764000000-7b1c".to_owned(),
            from: 1,
            region: "musterstadt".to_owned(),
            scope: "ar".to_owned(),
            to: 2,
        }
    }

    #[test]
    fn a_delta_is_read_back_as_it_was_written() {
        let new = line(&Key::parse("page/1").unwrap(), &serde_json::json!({"t": "a\u{2028}\tb"})).unwrap();
        let changes = Changes::from([("page/1", Some(new.as_str())), ("place/1", None)]);

        let bytes = write(&header(), &changes);

        assert_eq!(
            std::str::from_utf8(&bytes).unwrap(),
            "{\"delta\":1,\"epoch\":\"1764000000-7b1c\",\"from\":1,\"region\":\"musterstadt\",\"scope\":\"ar\",\"to\":2}\n\
             {\"b\":{\"t\":\"a\u{2028}\\tb\"},\"k\":\"page/1\"}\n{\"d\":1,\"k\":\"place/1\"}\n"
        );
        assert_eq!(read(&bytes, &header()).unwrap(), changes);
    }

    #[test]
    fn a_delta_of_another_scope_is_refused() {
        let bytes = write(&header(), &Changes::new());

        assert!(read(&bytes, &Header { scope: "de".to_owned(), ..header() }).is_err());
    }

    #[test]
    fn changes_out_of_order_or_twice_are_refused() {
        let bytes = write(&header(), &Changes::from([("page/1", None), ("page/2", None)]));
        let text = String::from_utf8(bytes).unwrap();
        let twice = text.replace("page/2", "page/1");
        let turned = text.replace("page/1", "page/3");

        for text in [twice, turned, text.replace(":1,\"k\"", ":2,\"k\""), text.trim_end().to_owned()] {
            assert!(read(text.as_bytes(), &header()).is_err(), "{text}");
        }
    }
}
