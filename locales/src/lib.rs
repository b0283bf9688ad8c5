//! Languages: how they are tagged and named, which one a reader gets, and what the server says.
//!
//! - [`tags`]: a language tag as entered, its canonical CLDR form, its direction
//! - [`aliases`]: tags that name the same language (`ku` and `kmr`), slugs of Integreat
//! - [`names`]: what readers call their language
//! - [`negotiation`]: from an `Accept-Language` header to one of the languages on offer
//! - [`resources`]: a Fluent file as it was written
//! - [`checks`], [`findings`]: what is wrong with it, and which messages may be served
//! - [`layers`]: which text of which layer a reader gets
//! - [`i18next`]: bundles as apps with i18next have them, out and in
//! - [`sheets`]: messages as rows of a spreadsheet, and back
//! - [`pseudo`]: languages that nobody speaks, to see what a layout bears
//! - [`texts`]: the server's own sentences, from `server/<tag>/*.ftl`
//!
//! A tag is stored and shown as it was entered. What CLDR calls it (`fa-AF` for `prs`) serves
//! plurals, direction and formatting inside. The crate is pure: no clock, no files, no network.
//!
//! ```
//! use locales::{aliases, names, negotiation, tags, tags::Tag, texts};
//!
//! let easy = aliases::from_slug("de-si")?;
//! assert_eq!(easy.as_str(), "de-simple");
//! assert_eq!(names::native_name(&easy), Some("Deutsch (leicht)"));
//!
//! let offered = [Tag::parse("de")?, easy, Tag::parse("prs")?];
//! let answer = negotiation::negotiate(Some("fa-AF, en;q=0.5"), &offered, &offered[0]);
//! assert_eq!(answer.tag.as_str(), "prs");
//! assert_eq!(tags::direction(&answer.tag), tags::Direction::RightToLeft);
//!
//! // Dari has no texts of its own yet, so the server answers in Farsi.
//! assert_eq!(texts::title(&answer.tag, "unknown-page"), "صفحه پیدا نشد");
//! # Ok::<(), tags::TagError>(())
//! ```

pub mod aliases;
pub mod checks;
pub mod findings;
pub mod i18next;
pub mod layers;
pub mod names;
pub mod negotiation;
mod plurals;
pub mod pseudo;
pub mod resources;
pub mod sheets;
pub mod tags;
pub mod texts;
