//! The HTML of a page: cleaned when it is saved, read and rewritten when it is shown.
//!
//! [`clean`] turns whatever an editor pasted into the canonical form that everything else here relies on: only the elements and
//! attributes of one short list, every attribute in double quotes, `<`, `>` and `&` always escaped in text and in values. With that
//! [`references`], [`excerpt`] and [`words`] need no parser: in canonical HTML a `<` begins a tag and the next `>` ends it.

mod characters;
mod cleaning;
mod inspection;
mod pieces;
pub mod references;
mod rules;
mod styles;
mod words;

pub(crate) use characters::{encode as encode_value, encode_text};
pub use cleaning::{Cleaned, HtmlError, Removed, clean};
pub use rules::is_address;
pub use words::{excerpt, plain_text, replace_words, words};
