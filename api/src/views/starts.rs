//! The start page of a region in one language.

use content::catalog::Catalog;
use content::languages::RegionLanguage;
use maud::html;

use super::layout::{View, name};

/// The whole document.
pub(super) fn render(catalog: &Catalog, language: &RegionLanguage) -> String {
    let path = format!("/{}/{}/", catalog.region.slug, language.slug);
    let view = View::at(&path, catalog, language);
    let everything = catalog.walk(None, None, |_| true);
    let shown = catalog.languages.iter().filter(|other| {
        let is_written = || everything.iter().any(|id| catalog.text(id, &other.key).is_some());
        other.key == language.key || (other.visible && is_written())
    });
    let addresses: Vec<_> = shown.map(|other| (other, view.start(other))).collect();
    let title = name(&catalog.region);
    let body = html! {
        header { (view.languages(&addresses)) }
        main {
            h1 { (title) }
            @if let Some(pages) = view.below(None) { (pages) } @else { p { (view.texts.say("empty")) } }
        }
    };
    view.document(&title, true, &body)
}
