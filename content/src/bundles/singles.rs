//! Single messages as whoever translates one of them reads and writes it: without its name, beside its source text.

use std::collections::BTreeMap;

use locales::aliases::same_language;

use super::stacks::Stack;
use super::{Address, hash, without_comment};
use crate::db::Db;
use crate::error::{Error, Noun, Result};

/// The messages of a bundle in one language of a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Singles {
    /// The number of the newest revision of the region's own layer; 0 when it has none.
    pub revision: i64,
    /// The messages of the source text, by their ids.
    pub messages: BTreeMap<String, Single>,
}

/// A message of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Single {
    /// What the source text says about it; may be empty.
    pub comment: String,
    /// The source text; none in the source language itself.
    pub source: Option<String>,
    /// Its text in the language, as it is served; none when it has none of its own.
    pub current: Option<String>,
}

impl Single {
    /// Tells whether the message is as it was: another source or current text makes another base.
    pub fn base(&self) -> String {
        let part = |text: &Option<String>| text.as_ref().map_or("0".to_owned(), |text| hash(text)[..16].to_owned());
        format!("{}.{}", part(&self.source), part(&self.current))
    }
}

/// The messages of the bundle of the layer `at`, with the texts of all regions and of its region.
pub fn read(db: &mut Db, at: &Address) -> Result<Singles> {
    let stack = Stack::read(db, at)?.ok_or_else(|| Error::not_found(Noun::Bundle, &at.name))?;
    let is_source = same_language(&at.language, &stack.source);
    let mut current = stack.texts(None, &at.language);
    current.extend(stack.texts(at.region, &at.language));
    let single = |(id, text): (String, String)| {
        let single = Single {
            comment: comment(&text),
            source: (!is_source).then(|| dedented(value(&text))),
            current: current.get(&id).map(|text| dedented(value(text))),
        };
        (id, single)
    };
    let revision = stack.layer(at.region, &at.language).map_or(0, |layer| layer.number);
    Ok(Singles { revision, messages: stack.reference(at.region).into_iter().map(single).collect() })
}

/// The file whose only message is `id` with this text: attributes stand in lines of their own that begin with `.name =`.
///
/// Every line but the first is indented, so that none of them begins another message.
pub fn file(id: &str, text: &str) -> String {
    let text = tidy(text);
    let is_attribute = |line: &str| {
        let name = line.strip_prefix('.').and_then(|rest| rest.split_once('=')).map(|(name, _)| name.trim_end());
        name.is_some_and(|name| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
        })
    };
    let mut file = format!("{id} =");
    for (at, line) in text.lines().enumerate() {
        let lead = if at == 0 && !is_attribute(line) { " " } else { "\n    " };
        file.extend([if line.is_empty() { "\n" } else { lead }, line]);
    }
    file.push('\n');
    file
}

/// A text as it is kept: without white space around it, and without what all lines but the first begin with.
pub fn tidy(text: &str) -> String {
    dedented(text.replace("\r\n", "\n").trim())
}

/// What stands behind the name of a message.
fn value(text: &str) -> &str {
    without_comment(text).split_once('=').map_or("", |(_, value)| value.trim())
}

/// The comment of a message, without its marks.
fn comment(text: &str) -> String {
    let lines = text.lines().take_while(|line| line.starts_with('#'));
    lines.map(|line| line.trim_start_matches('#').trim()).collect::<Vec<_>>().join("\n")
}

/// The text without the white space that all lines but the first begin with.
fn dedented(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let least = text.lines().skip(1).filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or_default();
    let rest = |(at, line): (usize, &str)| {
        if at == 0 { line.to_owned() } else { line.get(least..).unwrap_or_default().trim_end().to_owned() }
    };
    text.lines().enumerate().map(rest).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use locales::resources::Resource;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_message_is_read_without_its_name_and_its_comment() {
        for (text, expected) in [
            ("# Gruß\nhallo = Hallo\n", "Hallo"),
            ("hallo =\n    Hallo\n    Welt\n", "Hallo\nWelt"),
            ("knopf = Senden\n    .label = Jetzt senden\n", "Senden\n.label = Jetzt senden"),
            ("knopf =\n    .label = Jetzt senden\n", ".label = Jetzt senden"),
            ("n = { $n ->\n    [one] Eins\n   *[other] Viele\n}\n", "{ $n ->\n    [one] Eins\n   *[other] Viele\n}"),
        ] {
            let read = dedented(value(text));

            assert_eq!(read, expected);
            let id = without_comment(text).split_once(' ').unwrap().0;
            let written = file(id, &read);
            let entries = |text: &str| {
                let resource = Resource::parse(text);
                let patterns = resource.messages().map(|one| format!("{:?}", one.patterns().collect::<Vec<_>>()));
                patterns.collect::<Vec<_>>()
            };
            assert_eq!(entries(&written), entries(text), "{written}");
        }
    }

    proptest! {
        #[test]
        fn no_text_becomes_another_message(text in "([a-z]{1,3}|=|\\.|\\{|\\}|\\[|\\*|#|-| |\n|\r\n|\r|\u{2028}){0,40}") {
            let file = file("hallo", &text);

            let resource = Resource::parse(&file);
            let ids: Vec<_> = resource.messages().map(|message| message.key().into_owned()).collect();
            prop_assert!(ids.iter().all(|id| id == "hallo") && ids.len() <= 1, "{file:?}: {ids:?}");
        }
    }
}
