//! What the server says on a page, in the language of the page or in the closest one that it has texts in.

use content::languages::RegionLanguage;
use locales::negotiation;
use locales::tags::{self, Direction, Tag};
use locales::texts::{self, Value};
use maud::{Markup, html};

/// The texts `view-*` for the readers of one language.
pub(super) struct Texts {
    tag: Tag,
    /// The page is in another language, so that what the server says has to be marked.
    is_other: bool,
}

impl Texts {
    /// For the readers of `language`.
    pub(super) fn of(language: &RegionLanguage) -> Self {
        let english = Tag::parse("en").expect("a language tag");
        let tag = negotiation::negotiate(Some(&language.tag), texts::offered(), &english).tag;
        let base = language.key.split('-').next().unwrap_or_default();
        Self { is_other: base != tag.key(), tag }
    }

    /// For a page that is in the language of these texts itself.
    pub(super) fn in_tag(tag: Tag) -> Self {
        Self { tag, is_other: false }
    }

    /// The language of the texts.
    pub(super) fn tag(&self) -> &Tag {
        &self.tag
    }

    /// The text `view-<id>`, for an attribute.
    pub(super) fn plain(&self, id: &str) -> String {
        texts::text(&self.tag, &format!("view-{id}"), &[])
    }

    /// The text `view-<id>`.
    pub(super) fn say(&self, id: &str) -> Markup {
        self.marked(&self.plain(id))
    }

    /// The text `view-<id>` with one variable.
    pub(super) fn say_with(&self, id: &str, name: &str, value: &str) -> Markup {
        self.marked(&texts::text(&self.tag, &format!("view-{id}"), &[(name, Value::from(value))]))
    }

    fn marked(&self, text: &str) -> Markup {
        if !self.is_other {
            return html! { (text) };
        }
        html! { span lang=(self.tag) dir=(direction(&self.tag)) { (text) } }
    }
}

/// Which way a language is written.
pub(super) fn direction(tag: &Tag) -> &'static str {
    match tags::direction(tag) {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    }
}
