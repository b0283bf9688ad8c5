//! What an invitation is for, as it stands: each text beside the one that it is translated from, as far as readers have them.

use std::collections::{BTreeMap, BTreeSet};

use locales::tags::Tag;

use super::{Chosen, Invitation};
use crate::bundles::Address;
use crate::bundles::singles::{self, Single, Singles};
use crate::db::Db;
use crate::error::{Error, Noun, Result};
use crate::items;
use crate::kinds::Kind;
use crate::languages::{self, RegionLanguage};
use crate::versions::{self, Version};

/// A page as somebody who was invited sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageText {
    /// The id of the page.
    pub page: String,
    /// The public text that it is translated from; none in the first language, and where nothing is public.
    pub source: Option<Version>,
    /// The public text in the language.
    pub current: Option<Version>,
}

impl PageText {
    /// Tells whether the page is as it was: the numbers of both versions, 0 for none.
    pub fn base(&self) -> String {
        let number = |version: &Option<Version>| version.as_ref().map_or(0, |version| version.number);
        format!("{}.{}", number(&self.source), number(&self.current))
    }
}

/// A message as somebody who was invited sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageText {
    /// The name of the bundle.
    pub bundle: String,
    /// The id of the message.
    pub message: String,
    /// Its texts.
    pub texts: Single,
}

/// The bundles of a region in one language, each read once.
pub(crate) struct Bundles {
    region: i64,
    language: Tag,
    known: BTreeMap<String, Singles>,
}

impl Bundles {
    pub(crate) fn new(region: i64, language: &RegionLanguage) -> Result<Self> {
        let tag = Tag::parse(&language.tag).map_err(|_| Error::Corrupt(format!("the language `{}`", language.tag)))?;
        Ok(Self { region, language: tag, known: BTreeMap::new() })
    }

    /// The layer of the region of the bundle `name`.
    pub(crate) fn layer(&self, name: &str) -> Address {
        Address { region: Some(self.region), language: self.language.clone(), name: name.to_owned() }
    }

    pub(crate) fn read(&mut self, db: &mut Db, name: &str) -> Result<&Singles> {
        if !self.known.contains_key(name) {
            let read = singles::read(db, &self.layer(name))?;
            self.known.insert(name.to_owned(), read);
        }
        self.known.get(name).ok_or_else(|| Error::not_found(Noun::Bundle, name))
    }
}

/// The pages of the invitation that there still are, in its order.
pub fn pages(db: &mut Db, invitation: &Invitation, language: &RegionLanguage) -> Result<Vec<PageText>> {
    let mut texts = Vec::new();
    for id in invitation.pages.iter() {
        match page(db, invitation.region, language, id) {
            Ok(text) => texts.push(text),
            Err(Error::NotFound { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(texts)
}

/// The messages of the invitation that there still are, in its order, each once.
pub fn messages(db: &mut Db, invitation: &Invitation, language: &RegionLanguage) -> Result<Vec<MessageText>> {
    let mut bundles = Bundles::new(invitation.region, language)?;
    let mut texts: Vec<MessageText> = Vec::new();
    for Chosen { bundle, message } in invitation.messages.iter() {
        let known = match bundles.read(db, bundle) {
            Ok(known) => &known.messages,
            Err(Error::NotFound { .. }) => continue,
            Err(error) => return Err(error),
        };
        let chosen = known.iter().filter(|(id, _)| message.as_ref().is_none_or(|message| message == *id));
        for (id, single) in chosen {
            texts.push(MessageText { bundle: bundle.clone(), message: id.clone(), texts: single.clone() });
        }
    }
    let mut told = BTreeSet::new();
    texts.retain(|text| told.insert((text.bundle.clone(), text.message.clone())));
    Ok(texts)
}

/// The text of one page; of a page that is archived, readers have nothing.
pub(crate) fn page(db: &mut Db, region: i64, language: &RegionLanguage, id: &str) -> Result<PageText> {
    let item = items::find(db, region, Kind::Page, id)?;
    let known = items::with_ancestors(db, vec![item.clone()])?;
    if items::is_hidden(&item, &known) {
        return Ok(PageText { page: item.id, source: None, current: None });
    }
    let mut tree = languages::tree(db, region)?.into_iter();
    let source = tree.find(|other| other.active && Some(&other.key) == language.source.as_ref());
    let mut public = |language: &RegionLanguage| versions::published(db, &versions::Address { item: &item, language });
    Ok(PageText {
        source: source.as_ref().map(&mut public).transpose()?.flatten(),
        current: public(language)?,
        page: item.id.clone(),
    })
}
