//! Lines: the canonical bytes of one item.

use serde_json::{Map, Value};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::Key;
use crate::error::{Result, bad_content};
use crate::keys::is_key;

/// The most bytes a line may have, without its LF (delta sync, section 1).
pub const MAX_LINE: usize = 1 << 20;

/// Integers beyond this lose digits in JavaScript.
const MAX_INTEGER: u64 = 1 << 53;

/// Why a body cannot be published.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum LineError {
    /// The body is no JSON object.
    #[error("the body of `{0}` is no object")]
    NotAnObject(Key),
    /// A number that is no integer below 2^53.
    #[error("the body of `{key}` has the number {number}; a line holds integers below 2^53 only")]
    Number {
        /// The item.
        key: Key,
        /// The number, as JSON.
        number: String,
    },
    /// The line would be longer than [`MAX_LINE`].
    #[error("the line of `{key}` has {size} bytes; at most {MAX_LINE} fit")]
    TooLong {
        /// The item.
        key: Key,
        /// Its size in bytes.
        size: usize,
    },
}

/// Writes `body` under `key` as a line, without its LF: RFC 8785 of `{"b": body, "k": key}`, strings in NFC.
pub fn line(key: &Key, body: &Value) -> std::result::Result<String, LineError> {
    let Value::Object(members) = body else { return Err(LineError::NotAnObject(key.clone())) };
    let mut members = members.clone();
    for value in members.values_mut() {
        normalise(key, value)?;
    }
    let mut whole = Map::new();
    whole.insert("b".to_owned(), Value::Object(members));
    whole.insert("k".to_owned(), Value::String(key.as_str().to_owned()));
    let line = serde_json_canonicalizer::to_string(&whole).expect("a map with text keys is JSON");
    if line.len() > MAX_LINE {
        return Err(LineError::TooLong { key: key.clone(), size: line.len() });
    }
    Ok(line)
}

/// The body of a line that this crate wrote, read as `T`; members that `T` does not know are passed over.
pub fn body<'a, T: serde::Deserialize<'a>>(line: &'a str) -> std::result::Result<T, serde_json::Error> {
    #[derive(serde::Deserialize)]
    struct Line<T> {
        b: T,
    }
    serde_json::from_str::<Line<T>>(line).map(|line| line.b)
}

/// The lines of a part or a delta: each ends with LF, and only LF ends one.
pub(crate) fn split(bytes: &[u8]) -> Result<Vec<&str>> {
    let text = std::str::from_utf8(bytes).map_err(|_| bad_content("it is not UTF-8"))?;
    let Some(text) = text.strip_suffix('\n') else {
        return if text.is_empty() { Ok(Vec::new()) } else { Err(bad_content("its last line is cut off")) };
    };
    let lines: Vec<&str> = text.split('\n').collect();
    if lines.iter().any(|line| line.len() > MAX_LINE) {
        return Err(bad_content(format!("a line has more than {MAX_LINE} bytes")));
    }
    Ok(lines)
}

/// The key of a line. A line begins with `{"b":{` and ends with `},"k":"<key>"}`, so nothing has to be parsed.
pub fn key_of(line: &str) -> Option<&str> {
    line.strip_prefix(r#"{"b":{"#).and_then(|rest| last_key(rest, r#"},"k":""#))
}

/// The line that stands for a deletion in a delta.
pub(crate) fn deletion(key: &str) -> String {
    format!(r#"{{"d":1,"k":"{key}"}}"#)
}

/// The key of a deletion.
pub(crate) fn key_of_deletion(line: &str) -> Option<&str> {
    let key = last_key(line.strip_prefix(r#"{"d":1"#)?, r#","k":""#)?;
    (line.len() == deletion(key).len()).then_some(key)
}

/// The key at the end of a line or a deletion, after `name`.
fn last_key<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let before = line.strip_suffix(r#""}"#)?;
    let at = before.rfind('"')?;
    let key = &before[at + 1..];
    (before[..=at].ends_with(name) && is_key(key)).then_some(key)
}

fn normalise(key: &Key, value: &mut Value) -> std::result::Result<(), LineError> {
    match value {
        Value::String(text) if !is_nfc(text) => *text = text.nfc().collect(),
        Value::Number(number) if !is_small_integer(number) => {
            return Err(LineError::Number { key: key.clone(), number: number.to_string() });
        }
        Value::Array(values) => values.iter_mut().try_for_each(|value| normalise(key, value))?,
        Value::Object(members) => members.values_mut().try_for_each(|value| normalise(key, value))?,
        _ => {}
    }
    Ok(())
}

fn is_small_integer(number: &serde_json::Number) -> bool {
    number.as_i64().is_some_and(|n| n.unsigned_abs() < MAX_INTEGER)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn key() -> Key {
        Key::parse("page/1").unwrap()
    }

    #[test]
    fn members_are_sorted_and_nothing_is_escaped_that_need_not_be() {
        let written = line(&key(), &json!({"title": "ä\u{2028}\t", "html": "<p>\"", "a": [1, null, true]})).unwrap();

        assert_eq!(
            written,
            "{\"b\":{\"a\":[1,null,true],\"html\":\"<p>\\\"\",\"title\":\"ä\u{2028}\\t\"},\"k\":\"page/1\"}"
        );
    }

    #[test]
    fn text_is_normalised_to_nfc() {
        assert_eq!(line(&key(), &json!({"t": "a\u{308}"})).unwrap(), line(&key(), &json!({"t": "ä"})).unwrap());
    }

    #[test]
    fn fractions_and_huge_integers_are_refused() {
        for body in [json!({"n": 0.5}), json!({"n": 1u64 << 53}), json!({"n": [{"m": -9_007_199_254_740_992i64}]})] {
            assert!(matches!(line(&key(), &body), Err(LineError::Number { .. })), "{body}");
        }
    }

    #[test]
    fn a_line_over_one_mebibyte_is_refused() {
        let body = json!({"html": "x".repeat(MAX_LINE)});

        assert!(matches!(line(&key(), &body), Err(LineError::TooLong { size, .. }) if size > MAX_LINE));
    }

    #[test]
    fn the_key_of_a_line_is_its_last_member() {
        let nested = line(&key(), &json!({"t": ",\"k\":\"page/2\"}", "z": {"k": "page/3"}})).unwrap();

        assert_eq!(key_of(&nested), Some("page/1"));
        for text in [
            "",
            "{}",
            r#"{"b":{},"k":"Page/1"}"#,
            r#"{"b":{},"x":"page/1"}"#,
            r#"{"b":{,"k":"page/1"}"#,
            r#"{"d":1,"k":"page/1"}"#,
        ] {
            assert_eq!(key_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_deletion_is_nothing_but_its_key() {
        assert_eq!(key_of_deletion(&deletion("page/1")), Some("page/1"));
        for text in [r#"{"d":1,"x":1,"k":"page/1"}"#, r#"{"d":2,"k":"page/1"}"#, r#"{"d":1,"k":"page"}"#] {
            assert_eq!(key_of_deletion(text), None, "{text}");
        }
    }

    #[test]
    fn only_a_line_feed_ends_a_line() {
        assert_eq!(split("a\u{2028}b\r\nc\n".as_bytes()).unwrap(), ["a\u{2028}b\r", "c"]);
        assert!(split(b"cut").is_err());
        assert!(split(&[vec![b'x'; MAX_LINE + 1], vec![b'\n']].concat()).is_err());
    }

    proptest! {
        #[test]
        fn a_body_reads_back_from_its_line(title in "[a-zäöü\u{621}-\u{64a} \"\\\\\n\u{2028}]{0,40}", order in -1_000_000i64..1_000_000) {
            let sent = json!({"title": title.nfc().collect::<String>(), "order": order});

            let read: Value = body(&line(&key(), &sent).unwrap()).unwrap();

            prop_assert_eq!(read, sent);
        }
    }
}
