//! The bytes of delta sync: what a phone downloads, stores and verifies.
//!
//! A published *item* has a [`Key`] within its scope and one JSON body. Both travel as one *line*: RFC 8785 canonical
//! JSON of `{"b": body, "k": key}`. Everything a client trusts is a SHA-256 hash over such lines, so this crate is
//! the one place that decides how they are written. It is pure: bytes in, values out, no clock and no I/O.
//!
//! ```
//! let key = sync::Key::parse("page/0198c0de")?;
//! let line = sync::line(&key, &serde_json::json!({"title": "Ankommen", "order": 10}))?;
//! assert_eq!(line, r#"{"b":{"order":10,"title":"Ankommen"},"k":"page/0198c0de"}"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod keys;
mod lines;

pub use keys::{Key, KeyError};
pub use lines::{LineError, MAX_LINE, body, line};
