//! Bundles as apps with i18next have them (JSON v4), out and in.
//!
//! [`export`] makes one namespace in one language from a merged bundle, [`import`] goes the way back, and so does
//! [`import_app`] for a file of several namespaces and languages. Each tells what it could not carry over.
//!
//! | Fluent | i18next |
//! |---|---|
//! | `login`, `.label` of `login` | `login`, `login.label` |
//! | `page--title` | `page.title`, written as `{"page": {"title": …}}` |
//! | `{ $name }` | `{{name}}` |
//! | `{ NUMBER($x, minimumFractionDigits: 1) }` | `{{x, number(minimumFractionDigits: 1)}}` |
//! | `{ $n -> [one] … *[other] … }` | `key_one`, `key_other`; the variable is called `count` |
//! | `[0]` | `key_zero` |
//! | `{ NUMBER($n, type: "ordinal") -> [two] … }` | `key_ordinal_two` |
//! | `{ $gender -> [male] … *[other] … }` | `key_male`, `key`; the variable is called `context` |
//! | `{ -term(case: "genitive") }`, `{ message }` | its text |
//!
//! Numbers without a function are written by i18next as they are, without grouping or digits of the language, and it
//! puts no isolation marks around what it inserts.
//!
//! ```
//! use locales::{i18next, tags::Tag};
//!
//! let bundle = "days = { $n ->\n    [one] one day\n   *[other] { $n } days\n }\n";
//! let exported = i18next::export(bundle, &Tag::parse("en")?);
//! assert_eq!(exported.json(), serde_json::json!({ "days_one": "one day", "days_other": "{{count}} days" }));
//! assert_eq!(exported.lost[0].why.code(), "count-renamed");
//! # Ok::<(), locales::tags::TagError>(())
//! ```

mod doubts;
mod evaluation;
mod exports;
mod files;
mod forms;
mod imports;
mod keys;
mod lost;
mod patterns;
mod renderings;
mod values;
mod variants;

pub use doubts::{Doubt, Doubtful};
pub use exports::{Exported, export};
pub use files::{App, Imported, NotReadable, import, import_app};
pub use lost::{Lost, Why};
