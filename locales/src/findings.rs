//! What a check finds in a Fluent file: a stable code, how grave it is, and where it stands.

use std::collections::HashMap;

use crate::resources::Place;
use crate::tags::Tag;
use crate::texts::{self, Value};

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The message is not accepted; without a key, the file is not.
    Error,
    /// Accepted, and shown to the translator.
    Warning,
    /// Told, nothing to do.
    Info,
}

impl Severity {
    /// `error`, `warning` or `info`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// Declares the codes with their names and how grave each usually is.
macro_rules! codes {
    ($($name:ident = $text:literal, $severity:ident, $about:literal;)+) => {
        /// The stable name of a kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $about] $name,)+
        }

        impl Code {
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The code as it is written in answers and reports.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// How grave it is, unless the check that finds it says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    TooLarge = "too-large", Error, "The file is larger, or has more entries, than is taken.";
    Encoding = "encoding", Error, "Bytes that are not UTF-8; a warning for characters that tell of a broken conversion.";
    Nesting = "nesting", Error, "Braces or parentheses that are nested too deeply.";
    Bom = "bom", Info, "A byte-order mark, which is taken off.";
    Syntax = "syntax", Error, "An entry that cannot be read.";
    DuplicateMessage = "duplicate-message", Error, "Two messages of the same name.";
    DuplicateAttribute = "duplicate-attribute", Error, "Two attributes of the same name.";
    MissingMessage = "missing-message", Info, "The source text has a message that the translation lacks.";
    ObsoleteMessage = "obsolete-message", Warning, "The source text does not have this message.";
    MissingTerm = "missing-term", Error, "The source text defines a term that the translation lacks.";
    MissingValue = "missing-value", Error, "The source text has a value, the translation has none.";
    ObsoleteValue = "obsolete-value", Error, "The translation has a value, the source text has none.";
    MissingAttribute = "missing-attribute", Error, "An attribute of the source text is not there.";
    ObsoleteAttribute = "obsolete-attribute", Warning, "An attribute that the source text does not have.";
    Empty = "empty", Warning, "A text that shows nothing.";
    UnknownVariable = "unknown-variable", Error, "A variable that the app does not fill in.";
    MissingVariable = "missing-variable", Warning, "A variable of the source text that no variant uses.";
    UnknownReference = "unknown-reference", Error, "A reference to a message or term that is nowhere.";
    MissingTermRef = "missing-term-ref", Warning, "The source text refers to a term, the translation does not.";
    ObsoleteTermRef = "obsolete-term-ref", Warning, "A reference to a term that the source text does not make.";
    MissingMessageRef = "missing-message-ref", Warning, "The source text refers to a message, the translation does not.";
    ObsoleteMessageRef = "obsolete-message-ref", Warning, "A reference to a message that the source text does not make.";
    Cycle = "cycle", Error, "Messages that refer to each other in a circle.";
    Expansion = "expansion", Error, "A message that unfolds to too many placeables.";
    UnknownFunction = "unknown-function", Error, "A function that clients do not have.";
    FunctionOption = "function-option", Warning, "An option, or a value of it, that the function does not know.";
    TermPositionalArg = "term-positional-arg", Warning, "An argument without a name, which terms ignore.";
    MissingPlural = "missing-plural", Warning, "A plural form of the language is not there.";
    UnreachablePlural = "unreachable-plural", Warning, "A plural form that the language never selects.";
    DuplicateVariant = "duplicate-variant", Warning, "Two variants of the same name.";
    PluralWithoutNumber = "plural-without-number", Warning, "A form for several numbers that does not show the number.";
    HtmlUnbalanced = "html-unbalanced", Error, "Tags that are not well nested.";
    HtmlUnexpected = "html-unexpected", Error, "An element, handler or scheme that the source text does not have.";
    HtmlAttrChanged = "html-attr-changed", Warning, "An attribute of a tag differs; an error when a link leads to another host.";
    HtmlMissing = "html-missing", Warning, "An element of the source text is not there.";
    Url = "url", Warning, "An address in the text differs.";
    Number = "number", Warning, "A number in the text differs.";
    WhitespaceEdge = "whitespace-edge", Warning, "White space at the edge differs.";
    MaxLength = "max-length", Warning, "Longer than the comment of the source text allows.";
    Accesskey = "accesskey", Warning, "An access key that is not one character of its label.";
    Css = "css", Warning, "A size that is not written as the source text has it.";
    Unchanged = "unchanged", Info, "The same as the source text.";
    BidiOverride = "bidi-override", Error, "A control character that turns text around.";
    BidiUnbalanced = "bidi-unbalanced", Warning, "An isolate that is not closed.";
    ZeroWidth = "zero-width", Warning, "An invisible character that this language does not use.";
    NotNfc = "not-nfc", Info, "Characters that are stored in another, equal form.";
    Script = "script", Warning, "Written in another script than the language has; an error for most of a file.";
    MixedScript = "mixed-script", Warning, "A word of two scripts.";
    Language = "language", Info, "It seems to be another language.";
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind it is.
    pub code: Code,
    /// How grave it is here.
    pub severity: Severity,
    /// The message (`id`, `-term`, `id.attribute`), unless it is about the file.
    pub key: Option<String>,
    /// Where it stands in the file as it was uploaded.
    pub place: Place,
    /// What the sentence about it names, such as `name` or `wanted`.
    pub args: Vec<(&'static str, String)>,
    /// Where the same is found again under the same key.
    pub again: Vec<Place>,
}

impl Finding {
    /// A finding that is as grave as its code usually is.
    pub fn new(code: Code, key: impl Into<Option<String>>, place: Place) -> Self {
        Self { code, severity: code.severity(), key: key.into(), place, args: Vec::new(), again: Vec::new() }
    }

    /// The same with something that its sentence names.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// The same with another severity.
    #[must_use]
    pub fn as_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// What is wrong and how to mend it, in the language of `reader`: `finding-<code>` of the server's texts.
    pub fn message(&self, reader: &Tag) -> String {
        let mut args: Vec<(&str, Value<'_>)> =
            self.args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        // Fluent cannot ask whether a text is empty, and a sentence should not quote nothing.
        let empty = self.args.iter().find(|(_, value)| value.is_empty()).map_or("none", |(name, _)| name);
        args.push(("empty", empty.into()));
        texts::text(reader, &format!("finding-{}", self.code.as_str()), &args)
    }
}

/// Findings in the order in which they were found, at most one for each code and key.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    list: Vec<Finding>,
    known: HashMap<(Code, Option<String>), usize>,
}

impl Findings {
    /// Adds a finding; when there is one with its code and key, only its place is added to that.
    pub(crate) fn add(&mut self, finding: Finding) {
        let name = (finding.code, finding.key.clone());
        if let Some(first) = self.known.get(&name).and_then(|at| self.list.get_mut(*at)) {
            first.again.push(finding.place);
            return;
        }
        self.known.insert(name, self.list.len());
        self.list.push(finding);
    }

    /// The errors so far.
    pub(crate) fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.list.iter().filter(|finding| finding.severity == Severity::Error)
    }

    /// All findings by their places.
    pub(crate) fn into_sorted(mut self) -> Vec<Finding> {
        self.list.sort_by_key(|finding| (finding.place, finding.code));
        self.list
    }
}
