//! Turns the references of a text to other content into addresses in the reader's language; lists and replaces links.

pub(crate) mod broken;
pub(crate) mod replacements;

use std::borrow::Cow;

use content::catalog::Catalog;
use content::html::references::{Attribute, Reference, Rewrite, rewrite_links};
use content::languages::RegionLanguage;

/// Which texts a link may lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Every published text.
    Published,
    /// Only texts all of whose ancestors are published in the same language, as v3 lists them.
    Complete,
}

/// How the links of one text are written for one reader.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Links<'a> {
    /// The region.
    pub(crate) catalog: &'a Catalog,
    /// The language that the reader has chosen.
    pub(crate) language: &'a RegionLanguage,
    /// What stands before every path.
    pub(crate) public_url: &'a str,
    /// Which texts a link may lead to.
    pub(crate) reach: Reach,
}

impl Links<'_> {
    /// `html` with an address in place of each reference; a reference that leads nowhere loses its attribute.
    ///
    /// A path, as texts of other regions have it, is one of this server.
    pub(crate) fn render<'h>(&self, html: &'h str) -> Cow<'h, str> {
        rewrite_links(html, |address, attribute| {
            if attribute == Attribute::Href && address.starts_with('/') && !address.starts_with("//") {
                return Rewrite::To(format!("{}{address}", self.public_url));
            }
            if !address.starts_with("item:") {
                return Rewrite::Keep;
            }
            Reference::parse(address).and_then(|to| self.address(to)).map_or(Rewrite::Drop, Rewrite::To)
        })
    }

    fn address(&self, to: Reference<'_>) -> Option<String> {
        let path = (to.kind == "page").then(|| self.path(to.id)).flatten()?;
        let fragment = to.fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
        Some(format!("{}{path}{fragment}", self.public_url))
    }

    /// The page in the reader's language, else in the region's first language, else in any.
    fn path(&self, page: &str) -> Option<String> {
        let first = self.catalog.language(&self.catalog.region.default_language);
        let mut languages = [self.language].into_iter().chain(first).chain(&self.catalog.languages);
        let language = languages.find(|language| self.reaches(page, language))?;
        self.catalog.path(page, language)
    }

    fn reaches(&self, page: &str, language: &RegionLanguage) -> bool {
        match self.reach {
            Reach::Published => self.catalog.text(page, &language.key).is_some(),
            Reach::Complete => self.catalog.is_complete(page, &language.key),
        }
    }
}
