//! Layers of a bundle: which text of which layer a reader gets.
//!
//! A chain has, for the language asked for, then for its parents, then for the source language, the region's own layer
//! before the default one. A message comes as a whole from the first layer that has it.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement};

use crate::aliases;
use crate::resources::{Message, Resource};
use crate::tags::Tag;

/// A line of a comment that keeps a message of the source text out of the default layers.
const REGION: &str = "REGION";

/// What one layer has: accepted messages and terms.
#[derive(Clone, Copy, Debug)]
pub struct Layer<'a> {
    /// Its language.
    pub tag: &'a Tag,
    /// Whether it is the region's own, not the default one.
    pub is_region: bool,
    /// The texts by `id` or `-term`, as [`crate::checks::Accepted`] has them.
    pub texts: &'a BTreeMap<String, String>,
}

/// One flat bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The messages and terms in the order of their keys, without comments.
    pub text: String,
    /// The messages that another language lent, and which.
    pub fallback: BTreeMap<String, Tag>,
}

/// Merges a chain, the language asked for first, the source language last.
///
/// Only messages of the source text are served, with the terms and messages that they refer to. What is marked
/// `# REGION` there and is in no layer of the region is left out, although the default layer has it.
pub fn merge(layers: &[Layer<'_>]) -> Merged {
    let chain = Chain::of(layers);
    let mut taken: BTreeMap<&str, (&Layer<'_>, &str)> = BTreeMap::new();
    let mut wanted: Vec<String> = chain.ids.iter().map(|id| (*id).to_owned()).collect();
    while let Some(key) = wanted.pop() {
        if taken.contains_key(key.as_str()) {
            continue;
        }
        if let Some((layer, key, text)) = chain.find(&key) {
            taken.insert(key, (layer, text));
            wanted.extend(references(text));
        }
    }
    let mut merged = Merged::default();
    for (key, (layer, text)) in taken {
        merged.text.push_str(without_comment(text));
        let is_lent = layers.first().is_some_and(|first| !aliases::same_language(first.tag, layer.tag));
        if is_lent && !key.starts_with('-') {
            merged.fallback.insert(key.to_owned(), layer.tag.clone());
        }
    }
    merged
}

/// A chain, and what its source text says of it.
struct Chain<'a> {
    layers: &'a [Layer<'a>],
    /// The messages of the source text, in any layer of its language.
    ids: BTreeSet<&'a str>,
    /// The keys that only layers of the region may have.
    regional: BTreeSet<&'a str>,
}

impl<'a> Chain<'a> {
    fn of(layers: &'a [Layer<'a>]) -> Self {
        let source = layers.last().map(|last| last.tag);
        let in_source = layers.iter().filter(|layer| Some(layer.tag) == source);
        let (mut ids, mut regional) = (BTreeSet::new(), BTreeSet::new());
        for (key, text) in in_source.flat_map(|layer| layer.texts) {
            if !key.starts_with('-') {
                ids.insert(key.as_str());
            }
            if is_regional(text) {
                regional.insert(key.as_str());
            }
        }
        Self { layers, ids, regional }
    }

    fn may_take(&self, layer: &Layer<'_>, key: &str) -> bool {
        layer.is_region || !self.regional.contains(key)
    }

    fn find(&self, key: &str) -> Option<(&'a Layer<'a>, &'a str, &'a str)> {
        self.layers.iter().filter(|layer| self.may_take(layer, key)).find_map(|layer| {
            let (key, text) = layer.texts.get_key_value(key)?;
            Some((layer, key.as_str(), text.as_str()))
        })
    }
}

/// The lines of the comment of an entry in canonical form.
fn comment_lines(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n').take_while(|line| line.starts_with('#'))
}

fn is_regional(text: &str) -> bool {
    comment_lines(text).any(|line| line.trim_start_matches('#').trim() == REGION)
}

fn without_comment(text: &str) -> &str {
    &text[comment_lines(text).map(str::len).sum()..]
}

/// The messages and terms that the entries of `text` refer to.
fn references(text: &str) -> BTreeSet<String> {
    Resource::parse(text).messages().flat_map(|message| references_of(&message)).collect()
}

/// What a message or term refers to; a loop over what is still open, so that no input can use up the stack.
fn references_of(message: &Message<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<Part<'_>> = message.patterns().map(|(_, pattern)| Part::Pattern(pattern)).collect();
    while let Some(part) = open.pop() {
        match part {
            Part::Pattern(pattern) => open.extend(pattern.elements.iter().filter_map(Part::of)),
            Part::Expression(Expression::Inline(inline)) => open.push(Part::Inline(inline)),
            Part::Expression(Expression::Select { selector, variants }) => {
                open.push(Part::Inline(selector));
                open.extend(variants.iter().map(|variant| Part::Pattern(&variant.value)));
            }
            Part::Inline(InlineExpression::Placeable { expression }) => open.push(Part::Expression(expression)),
            Part::Inline(InlineExpression::MessageReference { id, .. }) => drop(found.insert(id.name.to_owned())),
            Part::Inline(InlineExpression::TermReference { id, .. }) => drop(found.insert(format!("-{}", id.name))),
            Part::Inline(InlineExpression::FunctionReference { arguments, .. }) => {
                open.extend(arguments.positional.iter().map(Part::Inline));
            }
            Part::Inline(_) => {}
        }
    }
    found
}

enum Part<'r> {
    Pattern(&'r Pattern<&'r str>),
    Expression(&'r Expression<&'r str>),
    Inline(&'r InlineExpression<&'r str>),
}

impl<'r> Part<'r> {
    fn of(element: &'r PatternElement<&'r str>) -> Option<Self> {
        match element {
            PatternElement::TextElement { .. } => None,
            PatternElement::Placeable { expression } => Some(Self::Expression(expression)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tag(text: &str) -> Tag {
        Tag::parse(text).unwrap()
    }

    /// The entries of a file by key, as a check accepts them.
    fn texts(source: &str) -> BTreeMap<String, String> {
        let checked = |entry: &fluent_syntax::ast::Entry<&str>| {
            let body = vec![entry.clone()];
            let text = fluent_syntax::serializer::serialize(&fluent_syntax::ast::Resource { body });
            Some((Message::of(entry)?.key().into_owned(), text))
        };
        Resource::parse(source).body().iter().filter_map(checked).collect()
    }

    fn layer<'a>(tag: &'a Tag, is_region: bool, texts: &'a BTreeMap<String, String>) -> Layer<'a> {
        Layer { tag, is_region, texts }
    }

    #[test]
    fn a_message_comes_whole_from_the_first_layer_that_has_it() {
        let (uk, ru, de) = (tag("uk"), tag("ru"), tag("de"));
        let region = texts("a = A uk region\n");
        let own = texts("a = A uk\n    .title = T uk\n# Note\nb = B uk\n");
        let parent = texts("b = B ru\nc = C ru\n    .title = T ru\n");
        let source = texts("a = A de\n    .title = T de\nb = B de\nc = C de\nd = D de\n");
        let merged = merge(&[
            layer(&uk, true, &region),
            layer(&uk, false, &own),
            layer(&ru, false, &parent),
            layer(&de, false, &source),
        ]);

        assert_eq!(merged.text, "a = A uk region\nb = B uk\nc = C ru\n    .title = T ru\nd = D de\n");
        assert_eq!(merged.fallback, BTreeMap::from([("c".to_owned(), ru), ("d".to_owned(), de)]));
    }

    #[test]
    fn only_messages_of_the_source_text_are_served() {
        let (uk, de) = (tag("uk"), tag("de"));
        let (own, region) = (texts("a = A\nold = Alt\n"), texts("mine = Nur hier\n"));
        let source = texts("a = A de\n");
        let merged = merge(&[layer(&uk, false, &own), layer(&de, true, &region), layer(&de, false, &source)]);

        assert_eq!(merged.text, "a = A\nmine = Nur hier\n");
        assert_eq!(merge(&[]), Merged::default());
    }

    #[test]
    fn a_message_marked_region_is_taken_only_from_the_regions_own_layers() {
        let (uk, ru, de) = (tag("uk"), tag("ru"), tag("de"));
        let own = texts("office = Default uk\nphone = Default uk\n");
        let parent = texts("office = Region ru\n");
        let source = texts("# REGION\noffice = Default de\n# Call us\n# REGION\nphone = Default de\nrest = Rest\n");
        let merged = merge(&[layer(&uk, false, &own), layer(&ru, true, &parent), layer(&de, false, &source)]);

        assert_eq!(merged.text, "office = Region ru\nrest = Rest\n");
        assert_eq!(merged.fallback.keys().collect::<Vec<_>>(), ["office", "rest"]);
    }

    #[test]
    fn terms_and_messages_that_are_needed_come_along() {
        let (uk, de) = (tag("uk"), tag("de"));
        let own = texts("a = { -app } { helper }\nhelper = { -inner }\n-app = App\n-unused = Nie\n");
        let source = texts("a = { -app }\n-app = De\n-inner = Innen { missing }\n-other = Nie\n");
        let merged = merge(&[layer(&uk, false, &own), layer(&de, false, &source)]);

        let expected = "-app = App\n-inner = Innen { missing }\na = { -app } { helper }\nhelper = { -inner }\n";
        assert_eq!((merged.text.as_str(), merged.fallback.len()), (expected, 0));
    }

    #[test]
    fn an_alias_of_the_language_is_no_other_language() {
        let (kmr, ku, de) = (tag("kmr"), tag("ku"), tag("de"));
        let (none, own, source) = (BTreeMap::new(), texts("a = Ku\n"), texts("a = De\n"));
        let merged = merge(&[layer(&kmr, true, &none), layer(&ku, false, &own), layer(&de, false, &source)]);
        assert_eq!((merged.text.as_str(), merged.fallback.len()), ("a = Ku\n", 0));
    }

    /// Keys a to f with texts that name their layer, some marked, some with references to the next key.
    fn some_texts() -> impl Strategy<Value = BTreeMap<String, (bool, bool)>> {
        proptest::collection::btree_map("[a-f]", (any::<bool>(), any::<bool>()), 0..6)
    }

    /// What [`merge`] says, by asking each layer for each key.
    fn asked(chain: &[Layer<'_>]) -> Merged {
        let source = chain.last().unwrap().tag;
        let mut asked = Merged::default();
        for id in ["a", "b", "c", "d", "e", "f"] {
            let mut in_source =
                chain.iter().filter(|layer| layer.tag == source).filter_map(|layer| layer.texts.get(id));
            let is_served = in_source.clone().count() > 0;
            let is_marked = in_source.any(|text| text.starts_with('#'));
            let mut having = chain.iter().filter(|layer| layer.texts.contains_key(id));
            if let (true, Some(first)) = (is_served, having.find(|layer| layer.is_region || !is_marked)) {
                asked.text.push_str(first.texts[id].trim_start_matches("# REGION\n"));
                if first.tag != chain[0].tag {
                    asked.fallback.insert(id.to_owned(), first.tag.clone());
                }
            }
        }
        if asked.text.contains("-t") {
            asked.text.insert_str(0, &chain[0].texts["-t"]);
        }
        asked
    }

    proptest! {
        #[test]
        fn merging_is_asking_each_layer_in_turn(
            drawn in proptest::collection::vec((0..3usize, any::<bool>(), some_texts()), 1..6),
        ) {
            let tags = [tag("uk"), tag("ru"), tag("de")];
            let mut named: Vec<BTreeMap<String, String>> = Vec::new();
            for (at, (_, _, keys)) in drawn.iter().enumerate() {
                let text = |(key, (is_marked, refers)): (&String, &(bool, bool))| {
                    let mark = if *is_marked { "# REGION\n" } else { "" };
                    let term = if *refers { " { -t }" } else { "" };
                    (key.clone(), format!("{mark}{key} = {at}{term}\n"))
                };
                named.push(keys.iter().map(text).chain([("-t".to_owned(), format!("-t = {at}\n"))]).collect());
            }
            let named = drawn.iter().zip(&named);
            let layers = named.map(|((at, is_region, _), texts)| layer(&tags[*at], *is_region, texts));
            let chain: Vec<Layer<'_>> = layers.collect();

            prop_assert_eq!(merge(&chain), asked(&chain));
        }
    }
}
