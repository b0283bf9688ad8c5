//! Some layers of a bundle with the texts that they hold now.

use std::collections::{BTreeMap, HashMap};

use locales::aliases::same_language;
use locales::tags::Tag;

use super::{Address, Layer, Message, State, rows};
use crate::db::Db;
use crate::error::{Error, Result};

/// Texts by key.
pub(super) type Texts = BTreeMap<String, String>;

/// Layers of a bundle: those for all regions and those of one or of each, in some languages or in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stack {
    pub(super) source: Tag,
    layers: Vec<(Tag, Layer)>,
    messages: HashMap<i64, Vec<Message>>,
}

impl Stack {
    /// What the layer `at` is judged by: itself, the source text, and what holds for all regions.
    pub(super) fn read(db: &mut Db, at: &Address) -> Result<Option<Self>> {
        Self::in_languages(db, &at.name, at.region, std::slice::from_ref(&at.language))
    }

    /// The layers in `languages` and in the source language; none when there is no such bundle.
    pub(super) fn in_languages(
        db: &mut Db,
        name: &str,
        region: Option<i64>,
        languages: &[Tag],
    ) -> Result<Option<Self>> {
        let Some(bundle) = rows::bundle(db, name)? else { return Ok(None) };
        let source = tag(&bundle.source)?;
        let mut layers = tagged(rows::layers(db, bundle.id, region)?)?;
        layers.retain(|(own, _)| {
            same_language(own, &source) || languages.iter().any(|wanted| same_language(own, wanted))
        });
        Self::of_layers(db, source, layers).map(Some)
    }

    /// The layers of all regions in all languages; none when there is no such bundle.
    pub(super) fn whole(db: &mut Db, name: &str) -> Result<Option<Self>> {
        let Some(bundle) = rows::bundle(db, name)? else { return Ok(None) };
        let layers = tagged(rows::all_layers(db, bundle.id)?)?;
        Self::of_layers(db, tag(&bundle.source)?, layers).map(Some)
    }

    fn of_layers(db: &mut Db, source: Tag, layers: Vec<(Tag, Layer)>) -> Result<Self> {
        let ids: Vec<i64> = layers.iter().map(|(_, layer)| layer.id).collect();
        let mut messages: HashMap<i64, Vec<Message>> = HashMap::new();
        for message in rows::current(db, &ids)? {
            messages.entry(message.layer).or_default().push(message);
        }
        for of_layer in messages.values_mut() {
            of_layer.sort_unstable_by(|a, b| (&a.key, a.revision).cmp(&(&b.key, b.revision)));
        }
        Ok(Self { source, layers, messages })
    }

    /// Gives the default layer in `language` the texts that it had before its newest revision.
    pub(super) fn go_back(&mut self, db: &mut Db, language: &Tag) -> Result<()> {
        let Some(layer) = self.layer(None, language).cloned() else { return Ok(()) };
        let mut held = rows::all(db, layer.id)?;
        held.retain(|message| message.holds_at(layer.number - 1));
        self.messages.insert(layer.id, held);
        Ok(())
    }

    /// The texts of all layers that are served.
    pub(super) fn served(&self) -> impl Iterator<Item = &Message> {
        self.messages.values().flatten().filter(|message| message.state != State::Suggestion)
    }

    /// Whether `region` has a layer here.
    pub(super) fn has_layer_of(&self, region: i64) -> bool {
        self.layers.iter().any(|(_, layer)| layer.region == Some(region))
    }

    /// The languages of the default layer.
    pub(super) fn languages(db: &mut Db, name: &str) -> Result<Vec<Tag>> {
        let Some(bundle) = rows::bundle(db, name)? else { return Ok(Vec::new()) };
        rows::layers(db, bundle.id, None)?.iter().map(|layer| tag(&layer.language)).collect()
    }

    /// The layer of `region`, or of all regions, in `language` or by another name of it.
    pub(super) fn layer(&self, region: Option<i64>, language: &Tag) -> Option<&Layer> {
        let of_region = || self.layers.iter().filter(|(_, layer)| layer.region == region);
        let itself = of_region().find(|(own, _)| own == language);
        itself.or_else(|| of_region().find(|(own, _)| same_language(own, language))).map(|(_, layer)| layer)
    }

    /// The texts of a layer that are served, by key.
    pub(super) fn accepted(&self, region: Option<i64>, language: &Tag) -> BTreeMap<&str, &Message> {
        self.with_state(region, language, |state| state != State::Suggestion)
    }

    /// The texts that are kept beside those that are served, by key.
    pub(super) fn suggestions(&self, region: Option<i64>, language: &Tag) -> BTreeMap<&str, &Message> {
        self.with_state(region, language, |state| state == State::Suggestion)
    }

    fn with_state(&self, region: Option<i64>, language: &Tag, wanted: fn(State) -> bool) -> BTreeMap<&str, &Message> {
        let messages = self.layer(region, language).and_then(|layer| self.messages.get(&layer.id));
        let messages = messages.into_iter().flatten().filter(|message| wanted(message.state));
        messages.map(|message| (message.key.as_str(), message)).collect()
    }

    /// As [`Stack::accepted`], the texts alone.
    pub(super) fn texts(&self, region: Option<i64>, language: &Tag) -> Texts {
        let accepted = self.accepted(region, language).into_iter();
        accepted.map(|(key, message)| (key.to_owned(), message.text.clone())).collect()
    }

    /// The source text: that of all regions, and over it that of `region`.
    pub(super) fn reference(&self, region: Option<i64>) -> Texts {
        let mut texts = self.texts(None, &self.source);
        if region.is_some() {
            texts.extend(self.texts(region, &self.source));
        }
        texts
    }
}

fn tagged(layers: Vec<Layer>) -> Result<Vec<(Tag, Layer)>> {
    layers.into_iter().map(|layer| Ok((tag(&layer.language)?, layer))).collect()
}

/// A language as the database has it.
pub(super) fn tag(key: &str) -> Result<Tag> {
    Tag::parse(key).map_err(|_| Error::Corrupt(format!("the language `{key}`")))
}
