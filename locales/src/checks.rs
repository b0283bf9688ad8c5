//! Checks of one Fluent file against its source text: what a translator is told, and which messages are accepted.
//!
//! A file is looked at in three passes: its bytes before anything is parsed (`files`), its entries as a whole
//! (`structure`, `references`), and each message beside its source text (the other modules). An error keeps its own
//! message out and nothing else; a finding without a key that is an error keeps out the file.

mod canonical;
mod characters;
mod expressions;
mod files;
mod functions;
mod lengths;
mod literals;
mod markup;
mod plurals;
mod references;
mod scripts;
mod structure;
mod syntax;
mod texts;
mod variables;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet, hash_map};

use fluent_syntax::ast::Pattern;

pub(crate) use canonical::text as canonical_text;
pub(crate) use lengths::max_length;
pub use plurals::{plural_categories, plural_forms};

use crate::findings::{Finding, Findings, Severity};
use crate::resources::{Message, Place, Resource};
use crate::tags::Tag;

/// What a file is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Against<'a> {
    /// The language of the file.
    pub locale: &'a Tag,
    /// The source text, unless the file is the source text itself.
    pub reference: Option<&'a Resource<'a>>,
    /// What this language has beside the file in its own layers.
    pub own: &'a [Resource<'a>],
}

/// What came of a check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// What was found, by place.
    pub findings: Vec<Finding>,
    /// The messages without errors, in the order of the file.
    pub accepted: Vec<Accepted>,
}

/// A message or term that may be served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// `id`, or `-term`.
    pub key: String,
    /// Its comment and its text in Fluent's canonical form, in NFC, with LF at the end.
    pub text: String,
}

impl Checked {
    /// Whether there is a finding of this severity.
    pub fn has(&self, severity: Severity) -> bool {
        self.findings.iter().any(|finding| finding.severity == severity)
    }
}

/// The file and everything it is looked at with.
struct Context<'r> {
    against: &'r Against<'r>,
    file: &'r Resource<'r>,
    /// The messages of the file.
    messages: Messages<'r>,
    /// The messages of the source text.
    reference: Messages<'r>,
    /// What the language has in its own layers beside the file.
    own: Messages<'r>,
    /// The keys of entries that cannot be read.
    broken: HashSet<String>,
    language: plurals::Language<'r>,
}

/// Messages and terms by name; the first of several with the same name.
struct Messages<'r> {
    entries: HashMap<(bool, &'r str), Message<'r>>,
    attributes: HashMap<(bool, &'r str, &'r str), &'r Pattern<&'r str>>,
}

/// One message beside its source text.
struct Case<'r> {
    context: &'r Context<'r>,
    message: Message<'r>,
    /// None for what only the translation has, and in the source text itself.
    reference: Option<Message<'r>>,
    wanted: Patterns<'r>,
}

/// The patterns of a source text by their names.
#[derive(Default)]
struct Patterns<'r> {
    value: Option<&'r Pattern<&'r str>>,
    attributes: HashMap<&'r str, &'r Pattern<&'r str>>,
}

/// The text of a file without its byte-order mark; `None` when it cannot be parsed, or only at the risk of an abort.
pub fn readable(file: &[u8]) -> Option<Cow<'_, str>> {
    files::check(file, &mut Findings::default())
}

/// Checks `file`, the bytes as they were uploaded.
pub fn check(file: &[u8], against: &Against<'_>) -> Checked {
    let mut findings = Findings::default();
    let Some(source) = files::check(file, &mut findings) else {
        return Checked { findings: findings.into_sorted(), accepted: Vec::new() };
    };
    let resource = Resource::parse(&source);
    if files::check_entries(&resource, &mut findings).is_err() {
        return Checked { findings: findings.into_sorted(), accepted: Vec::new() };
    }
    let context = Context {
        against,
        file: &resource,
        messages: Messages::of([&resource]),
        reference: Messages::of(against.reference),
        own: Messages::of(against.own),
        broken: syntax::check(&resource, &mut findings),
        language: plurals::Language::of(against.locale),
    };
    structure::check_file(&context, &mut findings);
    for message in resource.messages() {
        check_message(&context.case(message), &mut findings);
    }
    references::check_file(&context, &mut findings);
    scripts::check_file(&context, &mut findings);
    let accepted = accepted(resource, &findings);
    Checked { findings: findings.into_sorted(), accepted }
}

fn check_message(case: &Case<'_>, findings: &mut Findings) {
    structure::check(case, findings);
    variables::check(case, findings);
    functions::check(case, findings);
    plurals::check(case, findings);
    markup::check(case, findings);
    literals::check(case, findings);
    lengths::check(case, findings);
    characters::check(case, findings);
    scripts::check(case, findings);
}

impl<'r> Context<'r> {
    /// The source text of `message`; none when a part of the message cannot be read, for it would seem to lack that part.
    fn source_of(&self, message: &Message<'r>) -> Option<Message<'r>> {
        let broken = !self.broken.is_empty() && self.broken.contains(message.key().as_ref());
        self.reference.find(message.is_term, message.name).filter(|_| !broken)
    }

    /// `message` beside its source text.
    fn case<'c>(&'c self, message: Message<'c>) -> Case<'c> {
        let reference = self.source_of(&message);
        let wanted = reference.as_ref().map(Patterns::of).unwrap_or_default();
        Case { context: self, message, reference, wanted }
    }

    /// The layers in the order in which they are asked.
    fn layers(&self) -> [&Messages<'r>; 3] {
        [&self.messages, &self.own, &self.reference]
    }

    /// Where the pattern of `message` under this name begins: at its name.
    fn place_of(&self, message: &Message<'_>, attribute: Option<&str>) -> Place {
        self.file.place_of(attribute.unwrap_or(message.name))
    }
}

impl<'r> Patterns<'r> {
    fn of(message: &Message<'r>) -> Self {
        let attributes = message.attributes.iter().map(|attribute| (attribute.id.name, &attribute.value));
        Self { value: message.value, attributes: attributes.collect() }
    }

    fn find(&self, attribute: Option<&str>) -> Option<&'r Pattern<&'r str>> {
        attribute.map_or(self.value, |name| self.attributes.get(name).copied())
    }
}

impl<'r> Messages<'r> {
    fn of(resources: impl IntoIterator<Item = &'r Resource<'r>>) -> Self {
        let (mut entries, mut attributes) = (HashMap::new(), HashMap::new());
        for message in resources.into_iter().flat_map(Resource::messages) {
            let Message { is_term, name, .. } = message;
            let hash_map::Entry::Vacant(entry) = entries.entry((is_term, name)) else { continue };
            entry.insert(message);
            for attribute in message.attributes {
                attributes.entry((is_term, name, attribute.id.name)).or_insert(&attribute.value);
            }
        }
        Self { entries, attributes }
    }

    fn find(&self, is_term: bool, name: &str) -> Option<Message<'r>> {
        self.entries.get(&(is_term, name)).copied()
    }

    fn find_attribute(&self, is_term: bool, name: &str, attribute: &str) -> Option<&'r Pattern<&'r str>> {
        self.attributes.get(&(is_term, name, attribute)).copied()
    }
}

/// Names as sentences list them: each once, and ten are enough.
fn listed<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let mut list: Vec<T> = Vec::new();
    for name in names {
        if list.len() < 10 && !list.iter().any(|known| known.as_ref() == name.as_ref()) {
            list.push(name);
        }
    }
    list.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ")
}

/// The messages that no error names; none when an error is about the file.
fn accepted(resource: Resource<'_>, findings: &Findings) -> Vec<Accepted> {
    let errors: HashSet<Option<&str>> =
        findings.errors().map(|finding| finding.key.as_deref().map(message_of)).collect();
    if errors.contains(&None) {
        return Vec::new();
    }
    let good = resource.into_body().into_iter().filter_map(|entry| {
        let key = Message::of(&entry)?.key().into_owned();
        (!errors.contains(&Some(key.as_str()))).then(|| Accepted { text: canonical::text(entry), key })
    });
    good.collect()
}

/// The message that `key` is, or is an attribute of.
fn message_of(key: &str) -> &str {
    key.split_once('.').map_or(key, |(message, _)| message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::Code;

    /// The findings of `code` in a translation of `reference`: line, column, key and arguments.
    pub(super) fn found(code: Code, locale: &str, reference: &str, file: &str) -> Vec<String> {
        let reference = Resource::parse(reference);
        let locale = Tag::parse(locale).expect("well-formed");
        let checked = check(file.as_bytes(), &Against { locale: &locale, reference: Some(&reference), own: &[] });
        let findings = checked.findings.iter().filter(|finding| finding.code == code);
        let lines = findings.map(|finding| {
            let Place { line, column } = finding.place;
            let args: Vec<String> = finding.args.iter().map(|(name, value)| format!("{name}={value}")).collect();
            format!("{line}:{column} {} {}", finding.key.as_deref().unwrap_or("(file)"), args.join(" "))
                .trim_end()
                .to_owned()
        });
        lines.collect()
    }

    #[test]
    fn an_error_keeps_out_its_message_and_no_other() {
        let reference = Resource::parse("a = A\nb = B\n-c = C\n    .d = D\n");
        let locale = Tag::parse("de").unwrap();
        let against = Against { locale: &locale, reference: Some(&reference), own: &[] };

        let checked = check("a = { $x }\n# Note\nb   =   Zwei\n-c = Drei\n    .d = e\u{301}\n".as_bytes(), &against);

        let accepted: Vec<_> = checked.accepted.iter().map(|entry| (entry.key.as_str(), entry.text.as_str())).collect();
        assert_eq!(accepted, [("b", "# Note\nb = Zwei\n"), ("-c", "-c = Drei\n    .d = \u{E9}\n")]);
        assert!(checked.has(Severity::Error));
    }

    #[test]
    fn an_error_in_an_attribute_keeps_out_its_message() {
        let reference = Resource::parse("a = A\n    .title = A\n");
        let locale = Tag::parse("de").unwrap();
        let against = Against { locale: &locale, reference: Some(&reference), own: &[] };
        assert_eq!(check(b"a = A\n    .title = { $x }\n", &against).accepted, []);
    }

    #[test]
    fn what_the_language_has_elsewhere_is_not_missing() {
        let reference = Resource::parse("-brand = Lotse\na = { -brand }\nb = B\n");
        let own = [Resource::parse("-brand = Lotse\nb = Zwei\n")];
        let locale = Tag::parse("de").unwrap();
        let against = Against { locale: &locale, reference: Some(&reference), own: &own };
        let codes: Vec<Code> =
            check(b"a = { -brand }\n", &against).findings.iter().map(|finding| finding.code).collect();
        assert!(!codes.contains(&Code::MissingTerm) && !codes.contains(&Code::MissingMessage), "{codes:?}");
    }

    #[test]
    fn the_source_text_is_checked_without_another() {
        let locale = Tag::parse("de").unwrap();
        let against = Against { locale: &locale, reference: None, own: &[] };
        let checked = check(b"a = { $n } { -brand }\nb = B { FOO() }\nc = { c }\nd = { $m }\n", &against);
        let found: Vec<_> = checked.findings.iter().map(|finding| (finding.code, finding.key.as_deref())).collect();
        let wanted =
            [Code::UnknownReference, Code::UnknownFunction, Code::Cycle].into_iter().zip(["a", "b", "c"].map(Some));
        assert_eq!(found, wanted.collect::<Vec<_>>());
    }

    #[test]
    fn a_list_names_each_once_and_ten_at_most() {
        assert_eq!(listed(["$a", "$b", "$a"]), "$a, $b");
        assert_eq!(listed((0..20).map(|number| number.to_string())), "0, 1, 2, 3, 4, 5, 6, 7, 8, 9");
    }
}
