//! What all pages in the browser have in common: the document, the way here, the languages, links to other pages.

use std::borrow::Cow;

use content::catalog::Catalog;
use content::languages::{self, RegionLanguage};
use content::regions::{Region, Status};
use maud::{DOCTYPE, Markup, html};

use super::texts::Texts;

/// A document in `tag`, written in the direction `dir`, whose addresses begin at `root`.
pub(super) struct Document<'a> {
    pub(super) tag: &'a str,
    pub(super) dir: &'a str,
    pub(super) root: &'a str,
    pub(super) title: &'a str,
    /// Whether search engines may know of it.
    pub(super) is_listed: bool,
}

impl Document<'_> {
    /// The whole document around `body`.
    pub(super) fn around(&self, body: &Markup) -> String {
        let document = html! {
            (DOCTYPE)
            html lang=(self.tag) dir=(self.dir) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    @if !self.is_listed { meta name="robots" content="noindex"; }
                    title { (self.title) }
                    link rel="stylesheet" href={ (self.root) "/regions/pages.css" };
                }
                body { (body) }
            }
        };
        document.into_string()
    }
}

/// The published pages of a region for the readers of one language, with links that begin at `root`.
pub(super) struct View<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) language: &'a RegionLanguage,
    pub(super) texts: Texts,
    pub(super) root: String,
}

impl<'a> View<'a> {
    /// For a document at `path`.
    pub(super) fn at(path: &str, catalog: &'a Catalog, language: &'a RegionLanguage) -> Self {
        Self { catalog, language, texts: Texts::of(language), root: super::root(path) }
    }

    /// The document called `title` around `body`.
    pub(super) fn document(&self, title: &str, is_listed: bool, body: &Markup) -> String {
        let listed = is_listed && self.catalog.region.status == Status::Active;
        let (tag, dir) = (self.language.tag.as_str(), self.language.direction());
        Document { tag, dir, root: &self.root, title, is_listed: listed }.around(body)
    }

    /// The address of the start page in this language.
    pub(super) fn start(&self, language: &RegionLanguage) -> String {
        format!("{}/{}/{}/", self.root, self.catalog.region.slug, language.slug)
    }

    /// The languages of a page, each with its address.
    pub(super) fn languages(&self, addresses: &[(&RegionLanguage, String)]) -> Markup {
        if addresses.is_empty() {
            return html! {};
        }
        html! {
            nav.languages aria-label=(self.texts.plain("languages")) {
                ul {
                    @for (language, address) in addresses {
                        li {
                            a href=(address) hreflang=(language.tag) lang=(language.tag) dir=(language.direction())
                                aria-current=[(language.key == self.language.key).then_some("page")] {
                                (language.native_name)
                            }
                        }
                    }
                }
            }
        }
    }

    /// The languages in which the page `id` can be read, and this one.
    pub(super) fn languages_of(&self, id: &str) -> Markup {
        let known = self.catalog.languages.iter();
        let shown = known.filter(|language| language.visible || language.key == self.language.key);
        let addresses = shown.filter_map(|language| Some((language, self.address(id, language)?)));
        self.languages(&addresses.collect::<Vec<_>>())
    }

    /// The way from the start page to the page `id`, without itself.
    pub(super) fn way_to(&self, id: &str) -> Markup {
        html! {
            nav.way aria-label=(self.texts.plain("way")) {
                ol {
                    li { a href=(self.start(self.language)) { (name(&self.catalog.region)) } }
                    @for ancestor in self.catalog.ancestors(id) {
                        @if let Some(link) = self.link(ancestor) { li { (link) } }
                    }
                }
            }
        }
    }

    /// Links to the pages directly below `parent`.
    pub(super) fn below(&self, parent: Option<&str>) -> Option<Markup> {
        let links: Vec<Markup> = self.catalog.children(parent).iter().filter_map(|id| self.link(id)).collect();
        (!links.is_empty()).then(|| html! { ul.pages { @for link in links { li { (link) } } } })
    }

    /// A link to a page; to its text in another language, and marked as such, where it is not translated.
    fn link(&self, id: &str) -> Option<Markup> {
        let stand_ins = languages::sources(self.language, &self.catalog.languages);
        let keys = std::iter::once(&self.language.key).chain(&stand_ins);
        let language = keys.filter_map(|key| self.catalog.language(key)).find(|language| self.has(id, language))?;
        let (address, title) = (self.address(id, language)?, &self.catalog.text(id, &language.key)?.title);
        let is_other = language.key != self.language.key;
        let (tag, dir) = (language.tag.as_str(), language.direction());
        Some(html! {
            @if is_other {
                a href=(address) hreflang=(tag) lang=(tag) dir=(dir) { (title) }
                " " span.other lang=(tag) dir=(dir) { "(" (language.native_name) ")" }
            } @else {
                a href=(address) { (title) }
            }
        })
    }

    fn has(&self, id: &str, language: &RegionLanguage) -> bool {
        self.catalog.text(id, &language.key).is_some()
    }

    /// The address of a page in a language.
    pub(super) fn address(&self, id: &str, language: &RegionLanguage) -> Option<String> {
        Some(format!("{}{}", self.root, self.catalog.path(id, language)?))
    }
}

/// The name of a region with what stands before it.
pub(super) fn name(region: &Region) -> Cow<'_, str> {
    if region.prefix.is_empty() {
        return Cow::Borrowed(&region.name);
    }
    Cow::Owned(format!("{} {}", region.prefix, region.name))
}
