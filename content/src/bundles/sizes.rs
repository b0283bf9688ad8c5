//! Whether every region can still publish a bundle after a change that concerns them all.

use std::collections::{BTreeSet, HashMap};

use locales::aliases::same_language;
use locales::tags::Tag;
use serde_json::json;
use sync::MAX_LINE;

use super::lines::{self, Known};
use super::stacks::Stack;
use super::{Address, without_comment};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::languages::{self, RegionLanguage};
use crate::regions;

/// What stands around the key and the language of a message that another language lends.
const LENT: usize = r#""":"","#.len();

/// Refuses a change of the default layer `at`, which is written already, if a line of a region would grow beyond what
/// clients take; one that makes a line smaller is never refused.
pub(super) fn check(db: &mut Db, at: &Address) -> Result<()> {
    let Some(mut stack) = Stack::whole(db, &at.name)? else { return Ok(()) };
    let mut trees = languages::trees(db)?;
    for tree in trees.values_mut() {
        tree.retain(|language| language.active);
    }
    if bound(&stack, &at.name, trees.values().flatten())? <= MAX_LINE {
        return Ok(());
    }
    let mut too_large = Vec::new();
    let mut known = Known::new();
    for line in published(db, &stack, &trees, &at.language)? {
        let size = line.size(&stack, &mut known, &at.name)?;
        if size > MAX_LINE {
            too_large.push((line, size));
        }
    }
    if too_large.is_empty() {
        return Ok(());
    }
    stack.go_back(db, &at.language)?;
    let mut known = Known::new();
    for (line, size) in too_large {
        if size > line.size(&stack, &mut known, &at.name)? {
            return Err(Error::TooLarge { region: line.region, language: line.language });
        }
    }
    Ok(())
}

/// No line of any region is larger: it has of each message the longest text, as if it were lent by the language with the
/// longest key.
fn bound<'a>(stack: &Stack, name: &str, languages: impl Iterator<Item = &'a RegionLanguage>) -> Result<usize> {
    let keys = languages.map(|language| language.key.len());
    let language = keys.chain([stack.source.key().len()]).max().unwrap_or_default();
    let mut longest: HashMap<&str, usize> = HashMap::new();
    for message in stack.served() {
        let size = longest.entry(&message.key).or_default();
        *size = (*size).max(escaped(without_comment(&message.text)));
    }
    let empty = lines::size(name, &json!({"ftl": "", "fallback": {}}))?;
    Ok(empty + longest.iter().map(|(key, size)| size + key.len() + language + LENT).sum::<usize>())
}

/// The bytes of `text` inside a string of JSON.
fn escaped(text: &str) -> usize {
    let bytes = text.bytes().map(|byte| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 0x08 | 0x0c => 2,
        0..0x20 => 6,
        _ => 1,
    });
    bytes.sum()
}

/// What a region publishes in one language.
struct Line {
    /// The slug of the region.
    region: String,
    /// The tag of the language.
    language: String,
    /// The region, if it has texts of its own.
    own: Option<i64>,
    chain: Vec<Tag>,
}

impl Line {
    fn size(&self, stack: &Stack, known: &mut Known, name: &str) -> Result<usize> {
        lines::size(name, &lines::body(&lines::merged(stack, known, self.own, &self.chain)))
    }
}

/// The lines that depend on the layer in `changed`; of regions without texts of their own, each chain once.
fn published(
    db: &mut Db,
    stack: &Stack,
    trees: &HashMap<i64, Vec<RegionLanguage>>,
    changed: &Tag,
) -> Result<Vec<Line>> {
    let (mut published, mut known) = (Vec::new(), BTreeSet::new());
    for region in regions::all(db)? {
        let active = trees.get(&region.id).map_or(&[][..], Vec::as_slice);
        let own = stack.has_layer_of(region.id).then_some(region.id);
        for language in active {
            let chain = lines::chain(&stack.source, language, active)?;
            let depends = chain.iter().any(|tag| same_language(tag, changed));
            if depends && (own.is_some() || known.insert(chain.clone())) {
                published.push(Line { region: region.slug.clone(), language: language.tag.clone(), own, chain });
            }
        }
    }
    Ok(published)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_takes_in_json_is_counted_as_it_is_written() {
        for text in ["", "a = Grüße\n", "\"\\\r\n\t\u{8}\u{c}\u{1}\u{1f}\u{7f}", "a = سلام 😀\n    .b = { $c }\n"]
        {
            assert_eq!(escaped(text) + 2, json!(text).to_string().len(), "{text:?}");
        }
    }
}
