//! What an export could not carry over.

use crate::tags::Tag;
use crate::texts::{self, Value};

/// Something of a message that i18next does not have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lost {
    /// The message, or one of its attributes: `id`, `id.attribute`.
    pub key: String,
    /// What it is, and what became of it.
    pub why: Why,
}

impl Lost {
    /// What was not carried over, in words, in the language of `reader`.
    pub fn message(&self, reader: &Tag) -> String {
        let names = self.why.names();
        let args: Vec<(&str, Value<'_>)> =
            ["name", "other"].into_iter().zip(names.iter().map(|name| name.as_str().into())).collect();
        texts::text(reader, &format!("lost-{}", self.why.code()), &args)
    }
}

/// Why something was not carried over as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Nothing is lost, but the app passes this variable as `count`, because i18next has only that for plurals.
    CountRenamed(String),
    /// Nothing is lost, but the app passes this variable as `context`, because i18next has only that for variants.
    ContextRenamed(String),
    /// Nothing is lost, but the app passes this variable under the second name; i18next has its own use for the first.
    VariableRenamed(String, String),
    /// A text for this number alone; i18next shows that of its plural form.
    ExactNumber(String),
    /// Variants that depend on this beside `count` and `context`; the default one is taken.
    Select(String),
    /// A function that i18next does not have; the value is shown as it is.
    Function(String),
    /// An option of a function that i18next cannot be told; it is left out.
    FunctionOption(String),
    /// A message or term that is not in the bundle; its name is shown, as Fluent does.
    Reference(String),
    /// `{{` or `$t(` in the text; an invisible character (U+2060) keeps i18next from reading it.
    Syntax,
    /// The key of another message, which stays; this text is left out, or shown in place of it.
    KeyTaken(String),
    /// Circles, more than 100 placeables, more than 32 KiB of text: nothing is written.
    TooLarge,
    /// More than 64 variants: those of `context`, or those for single numbers, are left out.
    TooManyVariants,
}

impl Why {
    /// A stable name of the kind.
    pub fn code(&self) -> &'static str {
        match self {
            Self::CountRenamed(_) => "count-renamed",
            Self::ContextRenamed(_) => "context-renamed",
            Self::VariableRenamed(..) => "variable-renamed",
            Self::ExactNumber(_) => "exact-number",
            Self::Select(_) => "select",
            Self::Function(_) => "function",
            Self::FunctionOption(_) => "function-option",
            Self::Reference(_) => "reference",
            Self::Syntax => "syntax",
            Self::KeyTaken(_) => "key-taken",
            Self::TooLarge => "too-large",
            Self::TooManyVariants => "too-many-variants",
        }
    }

    /// What it is about: a variable, a function, a message.
    pub fn names(&self) -> Vec<String> {
        match self {
            Self::VariableRenamed(from, to) => vec![from.clone(), to.clone()],
            Self::CountRenamed(name)
            | Self::ContextRenamed(name)
            | Self::ExactNumber(name)
            | Self::Select(name)
            | Self::Function(name)
            | Self::FunctionOption(name)
            | Self::Reference(name)
            | Self::KeyTaken(name) => vec![name.clone()],
            Self::Syntax | Self::TooLarge | Self::TooManyVariants => Vec::new(),
        }
    }
}
