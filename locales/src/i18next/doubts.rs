//! What an import could not be sure of.

use crate::tags::Tag;
use crate::texts;

/// Something of a JSON file that can be read in two ways, or not at all.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Doubtful {
    /// The key as i18next has it, with a dot for each step into an object.
    pub key: String,
    /// What it is, and how it was read.
    pub why: Doubt,
}

impl Doubtful {
    /// What is in doubt, in words, in the language of `reader`.
    pub fn message(&self, reader: &Tag) -> String {
        texts::text(reader, &format!("doubt-{}", self.why.code()), &[("name", self.why.name().into())])
    }
}

/// Why something is in doubt.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// There is the key itself beside its plural forms, with another text: it is the form for all other numbers if
    /// there is none, otherwise left out.
    AlsoPlain,
    /// Plural forms without `_other`: the last form serves for all other numbers.
    MissingOther,
    /// It may be a plural form or a message of its own: read as a message.
    MaybePlural,
    /// It may be a variant (`context`) of this key or a message of its own: read as a message.
    MaybeContext(String),
    /// A plural of an older format (`_plural`): read as a message.
    OldPlural,
    /// A plural form that the language does not have: left out.
    UnusedForm,
    /// Forms for counting and for numbering under one key: the latter are read as messages.
    BothKinds,
    /// The plural forms do not show the same variables.
    Variables,
    /// `$t(…)` with options, of another namespace, or of a key that is not there: kept as text.
    Nesting(String),
    /// A format that Fluent does not have: the value is shown as it is.
    Format(String),
    /// A placeholder that cannot be read: kept as text.
    Placeholder(String),
    /// Neither a text nor a number: left out.
    NotText,
    /// An empty key, or one of more than 1024 bytes: left out.
    KeyLength,
    /// The same key twice, with dots and as an object: the first is kept.
    Duplicate,
    /// Not the tag of a language, or one that was there already: left out.
    Language,
}

impl Doubt {
    /// A stable name of the kind.
    pub fn code(&self) -> &'static str {
        match self {
            Self::AlsoPlain => "also-plain",
            Self::MissingOther => "missing-other",
            Self::MaybePlural => "maybe-plural",
            Self::MaybeContext(_) => "maybe-context",
            Self::OldPlural => "old-plural",
            Self::UnusedForm => "unused-form",
            Self::BothKinds => "both-kinds",
            Self::Variables => "variables",
            Self::Nesting(_) => "nesting",
            Self::Format(_) => "format",
            Self::Placeholder(_) => "placeholder",
            Self::NotText => "not-text",
            Self::KeyLength => "key-length",
            Self::Duplicate => "duplicate",
            Self::Language => "language",
        }
    }

    /// What it is about: a key, a placeholder, a format; empty when the key of it says all.
    pub fn name(&self) -> &str {
        match self {
            Self::MaybeContext(name) | Self::Nesting(name) | Self::Format(name) | Self::Placeholder(name) => name,
            _ => "",
        }
    }
}
