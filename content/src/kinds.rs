//! The kinds of content, and what is special about each.

pub mod page;

use crate::stored::text_enum;

text_enum! {
    /// What an item is; also the first part of its key.
    pub enum Kind {
        /// A page of the tree.
        Page = "page",
    }
}

/// What is the same in every language of an item.
pub type Details = page::Details;
