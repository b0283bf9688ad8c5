//! A Fluent file as it was written: its entries, and where each of them stands.

use std::borrow::Cow;
use std::iter;

use fluent_syntax::ast::{self, Attribute, Comment, Entry, Pattern};
use fluent_syntax::parser::{self, ParserError};

/// Where something stands in a file; both count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

/// A parsed Fluent file.
///
/// The parser calls itself for each brace: look at the nesting before (see [`crate::checks`]).
#[derive(Debug)]
pub struct Resource<'s> {
    source: &'s str,
    body: Vec<Entry<&'s str>>,
    errors: Vec<ParserError>,
    lines: Lines,
}

/// Where the lines of a text begin, and how many characters are before each part of it.
///
/// Without the parts, many places in one long line would each count that line again.
#[derive(Debug)]
pub(crate) struct Lines {
    begins: Vec<usize>,
    characters: Vec<usize>,
}

/// The length of the parts whose characters are counted beforehand, in bytes.
const PART: usize = 1024;

/// A message or a term, seen alike.
#[derive(Clone, Copy, Debug)]
pub struct Message<'r> {
    /// Its name, without the `-` of a term.
    pub name: &'r str,
    /// Whether it is a term.
    pub is_term: bool,
    /// Its value; a term always has one.
    pub value: Option<&'r Pattern<&'r str>>,
    /// Its attributes.
    pub attributes: &'r [Attribute<&'r str>],
    /// The comment that belongs to it.
    pub comment: Option<&'r Comment<&'r str>>,
}

impl<'s> Resource<'s> {
    /// Parses a file without its byte-order mark; what cannot be read is kept as junk.
    pub fn parse(source: &'s str) -> Self {
        let (body, errors) = match parser::parse(source) {
            Ok(ast::Resource { body }) => (body, Vec::new()),
            Err((ast::Resource { body }, errors)) => contained(source, body, errors),
        };
        Self { source, body, errors, lines: Lines::of(source) }
    }

    /// The text that was parsed.
    pub fn source(&self) -> &'s str {
        self.source
    }

    /// The entries in the order of the file.
    pub fn body(&self) -> &[Entry<&'s str>] {
        &self.body
    }

    /// The entries themselves.
    pub(crate) fn into_body(self) -> Vec<Entry<&'s str>> {
        self.body
    }

    /// What the parser complained of: one error for each junk entry, in the order of the file.
    pub fn errors(&self) -> &[ParserError] {
        &self.errors
    }

    /// The messages and terms in the order of the file.
    pub fn messages(&self) -> impl Iterator<Item = Message<'_>> {
        self.body.iter().filter_map(Message::of)
    }

    /// The place of a byte of the source; the end of the file when `offset` lies behind it.
    pub fn place_at(&self, offset: usize) -> Place {
        self.lines.place_at(self.source, offset)
    }

    /// The place of `part`, which must be a slice of the source, as every text of its entries is.
    pub fn place_of(&self, part: &str) -> Place {
        self.place_at(offset_of(self.source, part))
    }
}

impl Lines {
    pub(crate) fn of(source: &str) -> Self {
        let begins = iter::once(0).chain(memchr::memchr_iter(b'\n', source.as_bytes()).map(|at| at + 1)).collect();
        let parts = source.as_bytes().chunks(PART).map(characters_in);
        let characters = iter::once(0).chain(parts.scan(0, |sum, count| {
            *sum += count;
            Some(*sum)
        }));
        Self { begins, characters: characters.collect() }
    }

    /// The place of a byte of `source`, the text whose lines these are; its end when `offset` lies behind it.
    pub(crate) fn place_at(&self, source: &str, offset: usize) -> Place {
        let offset = offset.min(source.len());
        let line = self.begins.partition_point(|begin| *begin <= offset);
        let before = |offset: usize| {
            let part = offset / PART;
            self.characters[part] + characters_in(&source.as_bytes()[part * PART..offset])
        };
        Place { line, column: before(offset) - before(self.begins[line - 1]) + 1 }
    }
}

fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

fn offset_of(source: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(source.as_ptr() as usize)
}

/// Gives back the entry that a broken one before it has swallowed.
///
/// After `a = {` the parser looks for an expression in the next line and takes the name of the next entry for one;
/// it notices the `=` only when both are lost.
fn contained<'s>(
    source: &'s str,
    body: Vec<Entry<&'s str>>,
    errors: Vec<ParserError>,
) -> (Vec<Entry<&'s str>>, Vec<ParserError>) {
    let mut errors = errors.into_iter();
    let (mut entries, mut complaints) = (Vec::with_capacity(body.len()), Vec::with_capacity(errors.len()));
    for entry in body {
        let Entry::Junk { content } = entry else {
            entries.push(entry);
            continue;
        };
        let end = swallowed_in(content).unwrap_or(content.len());
        let (content, swallowed) = content.split_at(end);
        entries.push(Entry::Junk { content });
        complaints.extend(errors.next());
        if swallowed.is_empty() {
            continue;
        }
        let offset = offset_of(source, swallowed);
        match parser::parse(swallowed) {
            Ok(resource) => entries.extend(resource.body),
            Err((resource, again)) => {
                entries.extend(resource.body);
                complaints.extend(again.into_iter().map(|error| moved(error, offset)));
            }
        }
    }
    (entries, complaints)
}

/// Where behind the first line of `junk` another entry begins.
fn swallowed_in(junk: &str) -> Option<usize> {
    let begins = memchr::memchr_iter(b'\n', junk.as_bytes()).map(|at| at + 1);
    begins.into_iter().find(|begin| begins_entry(&junk[*begin..]))
}

/// Whether a line begins with `name =`, which stands nowhere inside an entry.
pub(crate) fn begins_entry(line: &str) -> bool {
    let name = line.strip_prefix('-').unwrap_or(line);
    let rest = name.trim_start_matches(|character: char| character.is_ascii_alphanumeric() || "-_".contains(character));
    name.starts_with(|character: char| character.is_ascii_alphabetic()) && rest.trim_start_matches(' ').starts_with('=')
}

fn moved(mut error: ParserError, offset: usize) -> ParserError {
    error.pos = error.pos.start + offset..error.pos.end + offset;
    error.slice = error.slice.map(|slice| slice.start + offset..slice.end + offset);
    error
}

impl<'r> Message<'r> {
    /// The message or term that `entry` is.
    pub fn of(entry: &'r Entry<&str>) -> Option<Self> {
        match entry {
            Entry::Message(message) => Some(Self {
                name: message.id.name,
                is_term: false,
                value: message.value.as_ref(),
                attributes: &message.attributes,
                comment: message.comment.as_ref(),
            }),
            Entry::Term(term) => Some(Self {
                name: term.id.name,
                is_term: true,
                value: Some(&term.value),
                attributes: &term.attributes,
                comment: term.comment.as_ref(),
            }),
            _ => None,
        }
    }

    /// What findings call it: `id`, or `-term`.
    pub fn key(&self) -> Cow<'r, str> {
        if self.is_term { Cow::Owned(format!("-{}", self.name)) } else { Cow::Borrowed(self.name) }
    }

    /// What findings call one of its attributes: `id.attribute`.
    pub fn key_of(&self, attribute: &str) -> String {
        format!("{}.{attribute}", self.key())
    }

    /// What findings call the pattern under this name, as [`Message::patterns`] gives it.
    pub fn key_in(&self, attribute: Option<&str>) -> String {
        attribute.map_or_else(|| self.key().into_owned(), |attribute| self.key_of(attribute))
    }

    /// The attribute of this name; the first, when there are several.
    pub fn attribute(&self, name: &str) -> Option<&'r Attribute<&'r str>> {
        self.attributes.iter().find(|attribute| attribute.id.name == name)
    }

    /// Its patterns: the value first, under no name, then the attributes under theirs.
    pub fn patterns(&self) -> impl Iterator<Item = (Option<&'r str>, &'r Pattern<&'r str>)> {
        let attributes = self.attributes.iter().map(|attribute| (Some(attribute.id.name), &attribute.value));
        self.value.map(|value| (None, value)).into_iter().chain(attributes)
    }

    /// The lines of its comment.
    pub fn comment_lines(&self) -> &'r [&'r str] {
        self.comment.map_or(&[], |comment| &comment.content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_from_one() {
        let source = "# Grüße\ngruß = Grüß { $name }\n-marke = Lotse\n    .wer = sie\n";
        let resource = Resource::parse(source);
        let messages: Vec<Message<'_>> = resource.messages().collect();

        let places = messages.iter().map(|message| resource.place_of(message.name));
        assert_eq!(places.collect::<Vec<_>>(), [Place { line: 3, column: 2 }]);
        assert_eq!(resource.place_at(source.find("$name").unwrap()), Place { line: 2, column: 15 });
        assert_eq!(resource.place_at(source.len() + 1), Place { line: 5, column: 1 });
    }

    #[test]
    fn places_in_a_long_line_count_characters() {
        let source = format!("a = b\nlang = {}{{ $n }}", "ö".repeat(3000));
        let resource = Resource::parse(&source);
        assert_eq!(resource.place_at(source.find("$n").unwrap()), Place { line: 2, column: 3010 });
    }

    #[test]
    fn a_broken_entry_takes_no_other_along() {
        let resource = Resource::parse("a = eins {\nb = { $zwei\n-c = { drei\nd = vier\n");

        let names: Vec<&str> = resource.messages().map(|message| message.name).collect();
        let junk = resource.body().iter().filter_map(|entry| match entry {
            Entry::Junk { content } => Some(*content),
            _ => None,
        });
        assert_eq!(names, ["d"]);
        assert_eq!(junk.collect::<Vec<_>>(), ["a = eins {\n", "b = { $zwei\n", "-c = { drei\n"]);
        let places = resource.errors().iter().map(|error| resource.place_at(error.pos.start).line);
        assert_eq!(places.collect::<Vec<_>>(), [2, 3, 4]);
    }

    #[test]
    fn a_term_is_seen_like_a_message() {
        let resource = Resource::parse("# Name\n-marke = Lotse\n    .wer = sie\nhallo =\n    .label = Hallo\n");
        let messages: Vec<Message<'_>> = resource.messages().collect();

        let seen: Vec<_> =
            messages.iter().map(|m| (m.key().into_owned(), m.value.is_some(), m.patterns().count())).collect();
        assert_eq!(seen, [("-marke".to_owned(), true, 2), ("hallo".to_owned(), false, 1)]);
        assert_eq!(
            (messages[0].comment_lines(), messages[1].key_of("label")),
            (&["Name"][..], "hallo.label".to_owned())
        );
    }
}
