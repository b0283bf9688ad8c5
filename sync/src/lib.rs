//! The bytes of delta sync: what a phone downloads, stores and verifies.
//!
//! A published *item* has a [`Key`] within its scope and one JSON body. Both travel as one *line*: RFC 8785 canonical
//! JSON of `{"b": body, "k": key}`. A scope travels as [`parts`], or as one of the [`deltas`] that lead to it; its
//! [`Manifest`] names both, the signed [`Head`] of the region names the manifests, and the [`Root`] says whose
//! signature counts. Everything a client trusts is a SHA-256 [`Id`] over such bytes, so this crate is the one place
//! that decides how they are written and read. It is pure: bytes in, values out, no clock and no I/O; what needs those
//! is in `client`, behind the feature of that name.
//!
//! ```
//! let key = sync::Key::parse("page/0198c0de")?;
//! let line = sync::line(&key, &serde_json::json!({"title": "Ankommen", "order": 10}))?;
//! assert_eq!(line, r#"{"b":{"order":10,"title":"Ankommen"},"k":"page/0198c0de"}"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[cfg(feature = "client")]
pub mod client;
pub mod contents;
pub mod deltas;
pub mod directories;
pub mod documents;
mod error;
pub mod frames;
pub mod heads;
mod ids;
mod keys;
mod lines;
pub mod manifests;
pub mod parts;
pub mod plans;
pub mod roots;
mod signers;

pub use contents::{Changes, Contents};
pub use directories::Directory;
pub use documents::{Document, Keys, PublicKey};
pub use error::Error;
pub use heads::Head;
pub use ids::Id;
pub use keys::{Key, KeyError};
pub use lines::{LineError, MAX_LINE, body, key_of, line};
pub use manifests::Manifest;
pub use roots::Root;
pub use signers::{SecretKey, SignError, Signer};

/// The scope of what is the same in every language.
pub const NEUTRAL: &str = "_";
