//! One page in one language, as it is published or as somebody is writing it.

use content::catalog::{Catalog, Text};
use content::languages::RegionLanguage;
use content::times;
use maud::{Markup, PreEscaped, html};

use super::layout::{View, name};
use crate::links::{Links, Reach};

/// What of a page is its own, public or not.
pub(super) struct Shown<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) html: &'a str,
    /// When the text was last changed, in milliseconds since 1970, UTC.
    pub(super) updated: i64,
    pub(super) is_machine: bool,
    /// The version of the source text that it follows.
    pub(super) follows: Option<i64>,
    /// What has to be said before everything else.
    pub(super) banner: Option<Markup>,
}

/// The document of a published page; none when it is not published in `language`.
pub(super) fn published(catalog: &Catalog, language: &RegionLanguage, id: &str, html: &str) -> Option<String> {
    let Text { title, updated, machine, source, .. } = catalog.text(id, &language.key)?;
    let view = View::at(&catalog.path(id, language)?, catalog, language);
    let updated = times::parse(updated).unwrap_or_default();
    let (is_machine, follows) = (*machine, *source);
    Some(render(&view, &Shown { id, title, html, updated, is_machine, follows, banner: None }))
}

/// The document of a page.
pub(super) fn render(view: &View<'_>, page: &Shown<'_>) -> String {
    let (catalog, language) = (view.catalog, view.language);
    let links = Links { catalog, language, public_url: &view.root, reach: Reach::Published };
    // In cleaned HTML `<` is always the beginning of a tag.
    let text = links.render(page.html).replace("<img ", "<img loading=\"lazy\" ");
    let body = html! {
        header { (view.languages_of(page.id)) (view.way_to(page.id)) }
        @if let Some(banner) = &page.banner { (banner) }
        main {
            article lang=(language.tag) dir=(language.direction()) {
                h1 { (page.title) }
                (notes(view, page))
                div.text { (PreEscaped(text)) }
            }
            @if let Some(pages) = view.below(Some(page.id)) {
                nav.below aria-labelledby="below" { h2 #below { (view.texts.say("below")) } (pages) }
            }
        }
        footer { (facts(view, page)) }
    };
    let title = format!("{} – {}", page.title, name(&catalog.region));
    view.document(&title, page.banner.is_none(), &body)
}

/// What a reader has to know before relying on the text.
fn notes(view: &View<'_>, page: &Shown<'_>) -> Markup {
    let newer = newer_source(view, page).and_then(|source| Some((source, view.address(page.id, source)?)));
    html! {
        @if let Some((source, address)) = newer {
            p.note {
                (view.texts.say("source-newer")) " "
                a href=(address) hreflang=(source.tag) lang=(source.tag) dir=(source.direction()) { (source.native_name) }
            }
        }
        @if page.is_machine { p.note { (view.texts.say("machine")) } }
    }
}

/// The language that the text was translated from, if it says something newer.
fn newer_source<'a>(view: &View<'a>, page: &Shown<'_>) -> Option<&'a RegionLanguage> {
    let source = view.language.source.as_deref()?;
    let newest = view.catalog.page(page.id)?.neutral.versions.get(source)?;
    page.follows.filter(|followed| followed < newest).and_then(|_| view.catalog.language(source))
}

fn facts(view: &View<'_>, page: &Shown<'_>) -> Markup {
    let checked = view.catalog.page(page.id).and_then(|page| page.neutral.checked.as_deref());
    let updated = times::day(page.updated, &times::zone(&view.catalog.region.time_zone));
    html! {
        @if let Some(day) = checked { p { (view.texts.say_with("checked", "date", day)) } }
        p { (view.texts.say_with("updated", "date", &updated)) }
    }
}
