//! Entries that cannot be read, said in words.

use std::collections::HashSet;

use fluent_syntax::ast::Entry;
use fluent_syntax::parser::{self, ErrorKind, ParserError};

use super::expressions::{Part, walk};
use crate::findings::{Code, Finding, Findings};
use crate::resources::{Message, Resource};

/// The longest name that is taken from what cannot be read, in characters.
const MAX_NAME: usize = 64;

/// Tells of what cannot be read; the keys under which it does.
pub(super) fn check(resource: &Resource<'_>, findings: &mut Findings) -> HashSet<String> {
    let mut broken = HashSet::new();
    let mut errors = resource.errors().iter();
    let mut before = None;
    for entry in resource.body() {
        let Entry::Junk { content } = entry else {
            let message = Message::of(entry);
            if let Some(message) = &message {
                check_defaults(resource, message, findings, &mut broken);
            }
            before = message.map(|message| message.key().into_owned());
            continue;
        };
        let Some(error) = errors.next() else { break };
        // A line with nothing but a tab takes nothing from the entry before it.
        if content.trim().is_empty() {
            continue;
        }
        let junk = Junk::of(resource, content, error);
        let key = junk.key(before.as_deref());
        let (reason, expected) = junk.reason();
        let place = resource.place_at(junk.offset);
        let finding = Finding::new(Code::Syntax, key.clone(), place).with("reason", reason).with("expected", expected);
        findings.add(finding);
        broken.insert(key.clone());
        before = Some(key);
    }
    broken
}

/// The parser takes a `*` before the closing brace for a default variant.
fn check_defaults(
    resource: &Resource<'_>,
    message: &Message<'_>,
    findings: &mut Findings,
    broken: &mut HashSet<String>,
) {
    for (attribute, pattern) in message.patterns() {
        walk(pattern, &mut |part| {
            let Part::Select(_, variants) = part else { return };
            if variants.iter().any(|variant| variant.default) {
                return;
            }
            let key = message.key_in(attribute);
            let place = resource.place_of(attribute.unwrap_or(message.name));
            let finding = Finding::new(Code::Syntax, key.clone(), place).with("reason", "default-variant");
            findings.add(finding.with("expected", ""));
            broken.insert(key);
        });
    }
}

/// An entry that cannot be read.
struct Junk<'s> {
    source: &'s str,
    content: &'s str,
    kind: ErrorKind,
    /// Where in the source the error is.
    offset: usize,
}

impl<'s> Junk<'s> {
    fn of(resource: &'s Resource<'_>, content: &'s str, error: &ParserError) -> Self {
        let source = resource.source();
        let begin = (content.as_ptr() as usize) - (source.as_ptr() as usize);
        let (mut kind, mut offset) = (error.kind.clone(), error.pos.start);
        if let Some((dot, (inner, at))) = attribute_in(content).and_then(|dot| Some((dot, error_in(&content[dot..])?)))
        {
            (kind, offset) = (inner, begin + dot + at);
        }
        if offset == begin {
            offset += content.len() - content.trim_start_matches(' ').len();
        }
        // What is missing at the end is told where the entry ends, not where the parser found the next one.
        offset = offset.clamp(begin, begin + content.trim_end().len());
        Self { source, content, kind, offset }
    }

    /// The name at its beginning, or the entry before it, which it goes on with.
    fn key(&self, before: Option<&str>) -> String {
        let text = self.content.trim_start();
        let name = text.strip_prefix('.').unwrap_or(text);
        let end = name.find(|character: char| character.is_whitespace() || "={}".contains(character));
        let (name, rest) = name.split_at(end.unwrap_or(name.len()));
        let is_named = !name.is_empty() && rest.trim_start_matches([' ', '\t']).starts_with('=');
        let stands_alone = text.len() == self.content.len()
            && text.starts_with(|first: char| first.is_alphabetic() || first == '-' || first == '#');
        match before {
            Some(before) if is_named && text.starts_with('.') => format!("{before}.{}", shortened(name)),
            Some(before) if !is_named && !stands_alone => before.to_owned(),
            _ if name.is_empty() => text.chars().take(1).collect(),
            _ => shortened(name),
        }
    }

    /// The reason in the words of the sentence, and what the parser wanted.
    fn reason(&self) -> (&'static str, String) {
        let found = self.rest().chars().next();
        if found == Some('\t') || self.content.starts_with('\t') {
            return ("tab", String::new());
        }
        let nothing = String::new();
        match &self.kind {
            ErrorKind::ExpectedToken('=') => (self.reason_of_name(), nothing),
            ErrorKind::ExpectedToken('}') if self.is_closed_later() => ("other", nothing),
            ErrorKind::ExpectedToken('}' | '"') | ErrorKind::UnterminatedStringLiteral => ("unclosed", nothing),
            ErrorKind::MissingDefaultVariant if found != Some('}') => ("unclosed", nothing),
            ErrorKind::ExpectedToken(token) => ("token", token.to_string()),
            ErrorKind::ExpectedCharRange { .. } if self.is_at_start() => (self.reason_of_start(), nothing),
            ErrorKind::ExpectedMessageField { .. } | ErrorKind::ExpectedTermField { .. } => ("value", nothing),
            ErrorKind::MissingDefaultVariant => ("default-variant", nothing),
            ErrorKind::MessageReferenceAsSelector
            | ErrorKind::MessageAttributeAsSelector
            | ErrorKind::TermReferenceAsSelector => ("message-selector", nothing),
            ErrorKind::TermAttributeAsPlaceable => ("term-attribute", nothing),
            ErrorKind::UnknownEscapeSequence(_) | ErrorKind::InvalidUnicodeEscapeSequence(_) => ("escape", nothing),
            _ => ("other", nothing),
        }
    }

    /// `größe = …` and `open now = …` have a `=`, but not behind a name.
    fn reason_of_name(&self) -> &'static str {
        let line = self.rest().lines().next().unwrap_or_default();
        if line.contains('=') { "id" } else { "equals" }
    }

    /// `{ $größe }` has a brace at its end, but not behind a name.
    fn is_closed_later(&self) -> bool {
        let line = self.rest().lines().next().unwrap_or_default();
        line.find(['{', '}']).is_some_and(|at| line[at..].starts_with('}'))
    }

    /// Without a `=`, it was not meant as an entry of its own.
    fn reason_of_start(&self) -> &'static str {
        let line = self.rest().lines().next().unwrap_or_default();
        if line.contains('=') { "id" } else { "other" }
    }

    fn rest(&self) -> &str {
        self.source.get(self.offset..).unwrap_or_default()
    }

    fn is_at_start(&self) -> bool {
        let begin = (self.content.as_ptr() as usize) - (self.source.as_ptr() as usize);
        self.source[begin..self.offset].trim_matches(['-', ' ', '.']).is_empty()
    }
}

/// Where the name of the attribute begins that `junk` is.
fn attribute_in(junk: &str) -> Option<usize> {
    let text = junk.trim_start_matches(' ');
    text.starts_with('.').then_some(junk.len() - text.len() + 1)
}

/// The error of an attribute, without its dot; the parser gives it up and complains of the dot.
fn error_in(attribute: &str) -> Option<(ErrorKind, usize)> {
    let (_, errors) = parser::parse(attribute).err()?;
    errors.into_iter().next().map(|error| (error.kind, error.pos.start))
}

fn shortened(name: &str) -> String {
    name.chars().take(MAX_NAME).collect()
}

#[cfg(test)]
mod tests {
    use crate::checks::tests::found;
    use crate::findings::Code;

    fn syntax(file: &str) -> Vec<String> {
        found(Code::Syntax, "de", "", file)
    }

    #[test]
    fn each_mistake_has_its_reason() {
        for (file, wanted) in [
            ("\ta = A\n", "1:1 a reason=tab expected="),
            ("größe = A\n", "1:3 größe reason=id expected="),
            ("ሰላም = A\n", "1:1 ሰላም reason=id expected="),
            ("a b = A\n", "1:3 a reason=id expected="),
            ("a A\n", "1:3 a reason=equals expected="),
            ("a = { b ->\n   *[x] y\n}\n", "1:9 a reason=message-selector expected="),
            ("a = { -b ->\n   *[x] y\n}\n", "1:10 a reason=message-selector expected="),
            ("a = { -b.c }\n", "1:12 a reason=term-attribute expected="),
            ("a = { $n ->\n    [one] x\n}\n", "3:1 a reason=default-variant expected="),
            ("a = { $n ->\n    [one] x\n   *}\n", "1:1 a reason=default-variant expected="),
            ("a = { \"\\x\" }\n", "1:8 a reason=escape expected="),
            ("a = { \"\\u12\" }\n", "1:12 a reason=escape expected="),
            ("a = { $n\n", "1:9 a reason=unclosed expected="),
            ("a = { \"x }\n", "1:11 a reason=unclosed expected="),
            ("a = { $n ->\n    [one] x\n", "2:12 a reason=unclosed expected="),
            ("a = \n", "1:1 a reason=value expected="),
            ("-a =\n", "1:1 -a reason=value expected="),
            ("a = { $n ->\n    [one\n   *[other] x\n}\n", "3:4 a reason=token expected=]"),
            ("a = { NUMBER($n\n", "1:16 a reason=token expected=)"),
            ("a = { $n { $m }\n", "1:10 a reason=unclosed expected="),
            ("a = { $zähler }\n", "1:9 a reason=other expected="),
            ("#a\n", "1:2 #a reason=token expected="),
            ("a = x }\n", "1:7 a reason=other expected="),
            ("a = { }\n", "1:7 a reason=other expected="),
        ] {
            assert_eq!(syntax(file), [wanted], "{file}");
        }
    }

    #[test]
    fn what_can_be_read_is_no_mistake() {
        for file in [
            "a = A\n",
            "a = A\r\nb = B\r\n",
            "a = A\n\t\nb = B\n",
            "a =\n    .b = B\n",
            "a = (\n",
            "a = {\"{\"}\n",
            "# a\n",
            "",
        ] {
            assert_eq!(syntax(file), Vec::<String>::new(), "{file}");
        }
    }

    #[test]
    fn what_goes_on_with_an_entry_belongs_to_it() {
        for (file, wanted) in [
            ("a = A\n    [x] y\n", "2:5 a reason=other expected="),
            ("a = A\n    } y\n", "2:5 a reason=other expected="),
            ("a = A\n\tmore text\nb = B\n", "2:1 a reason=tab expected="),
            ("a = A\n\t.title = B\n", "2:1 a.title reason=tab expected="),
            ("[x] y\n", "1:1 [x] reason=other expected="),
        ] {
            assert_eq!(syntax(file), [wanted], "{file}");
        }
    }

    #[test]
    fn an_attribute_that_cannot_be_read_has_its_own_name_and_reason() {
        assert_eq!(syntax("a = A\n    .title = { $n\nb = B\n"), ["2:18 a.title reason=unclosed expected="]);
        assert_eq!(syntax("a = A\n    .title =\nb = B\n"), ["2:6 a.title reason=value expected="]);
        assert_eq!(syntax("a = A\n    .größe = B\n"), ["2:8 a.größe reason=id expected="]);
    }

    #[test]
    fn a_broken_message_is_not_missing_as_well() {
        let reference = "a = { $n }\n    .title = A\n-b = B\nc = C\n";
        let file = "a = { $n }\n    .title = {\n-b = {\nc = {\n";
        for code in [Code::MissingMessage, Code::MissingAttribute, Code::MissingTerm, Code::MissingVariable] {
            assert_eq!(found(code, "de", reference, file), Vec::<String>::new());
        }
    }
}
