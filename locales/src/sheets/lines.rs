//! The rows of one message: its value and attributes, each with its forms, and the texts that stand beside them.

use std::collections::BTreeSet;

use super::forms::{self, Shape, UnknownForm};
use crate::checks;
use crate::resources::Message;
use crate::tags::Tag;

/// One row of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// `id`, `-term` or `id.attribute`.
    pub key: String,
    /// Which variant it is, for the server.
    pub form: String,
    /// Which variant it is, for people.
    pub label: String,
    /// The source texts, in the order in which they were given; empty where there is none.
    pub sources: Vec<String>,
    /// The text in the language of the translator; empty when there is none.
    pub current: String,
}

/// The rows of a message of which `own` is the translation and `source` what it translates.
///
/// `beside` are the same message in the languages that the translator sees.
pub fn of_message(
    source: Option<&Message<'_>>,
    own: Option<&Message<'_>>,
    beside: &[Option<Message<'_>>],
    language: &Tag,
) -> Vec<Line> {
    let mut lines = Vec::new();
    for attribute in names(source, own) {
        let shape = |message: Option<&Message<'_>>| pattern(message?, attribute).map(Shape::of);
        let shapes: Vec<Option<Shape>> = beside.iter().map(|message| shape(message.as_ref())).collect();
        let Some(message) = own.or(source) else { continue };
        let key = message.key_in(attribute);
        let shown = Shape::for_language(shape(source).as_ref(), shape(own).as_ref(), language);
        lines.extend(shown.leaves(language).into_iter().map(|leaf| {
            let beside = |shape: &Option<Shape>| shape.as_ref().map_or("", |shape| shape.beside(&leaf.form)).to_owned();
            Line {
                key: key.clone(),
                sources: shapes.iter().map(beside).collect(),
                form: leaf.form,
                label: leaf.label,
                current: leaf.text,
            }
        }));
    }
    lines
}

/// The value and the attributes of both, those of the source text first.
fn names<'r>(source: Option<&Message<'r>>, own: Option<&Message<'r>>) -> Vec<Option<&'r str>> {
    let mut known = BTreeSet::new();
    let names = [source, own].into_iter().flatten().flat_map(|message| message.patterns().map(|(name, _)| name));
    let mut names: Vec<_> = names.filter(|name| known.insert(*name)).collect();
    names.sort_by_key(Option::is_some);
    names
}

fn pattern<'r>(message: &Message<'r>, attribute: Option<&str>) -> Option<&'r fluent_syntax::ast::Pattern<&'r str>> {
    message.patterns().find(|(name, _)| *name == attribute).map(|(_, pattern)| pattern)
}

/// What the comment of a source text says to translators, and the most characters that it allows.
pub fn note(source: &Message<'_>) -> (String, Option<usize>) {
    let (limits, said): (Vec<&str>, Vec<&str>) =
        source.comment_lines().iter().partition(|line| checks::max_length(line).is_some());
    (said.join("\n").trim().to_owned(), limits.into_iter().find_map(checks::max_length))
}

/// A message in Fluent without a comment: the patterns of `own`, with those that rows `(key, form, text)` bring in their
/// place; none when there is nothing.
pub fn entry<'a>(
    message: &str,
    own: Option<&Message<'_>>,
    rows: &[(&'a str, &'a str, &'a str)],
) -> Result<Option<String>, UnknownForm> {
    let mut keys: Vec<&str> = rows.iter().map(|(key, _, _)| *key).collect();
    keys.dedup();
    let name = |key: &'a str| key.split_once('.').map(|(_, attribute)| attribute);
    let brought = |attribute: Option<&str>, indent: &str| {
        let of_key = rows.iter().filter(|(key, _, _)| name(key) == attribute);
        let text = forms::joined(of_key.map(|(_, form, text)| (*form, *text)), indent)?;
        let old = || Some(forms::unchanged(pattern(own?, attribute)?, indent));
        Ok(text.or_else(old))
    };
    let value = brought(None, "    ")?;
    let known = own.into_iter().flat_map(|own| own.attributes).map(|attribute| attribute.id.name.to_owned());
    let mut attributes: Vec<String> = known.collect();
    for attribute in keys.into_iter().filter_map(name) {
        if !attributes.iter().any(|known| known == attribute) {
            attributes.push(attribute.to_owned());
        }
    }
    let mut text = format!("{message} ={}\n", value.clone().unwrap_or_default());
    let mut is_empty = value.is_none();
    for attribute in attributes {
        if let Some(pattern) = brought(Some(&attribute), "        ")? {
            text.extend(["    .", &attribute, " =", &pattern, "\n"]);
            is_empty = false;
        }
    }
    Ok((!is_empty).then_some(text))
}
