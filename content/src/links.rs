//! Links: those to this server become references by id, those that lead nowhere are found, and all can be replaced.
//!
//! Addresses on other servers are visited by the [`checker`], if an operator wants it.

pub mod broken;
pub mod checker;
pub mod checks;
mod hosts;
mod networks;
pub mod replacements;
mod rows;
mod tree;
mod visits;

use percent_encoding::percent_decode_str;

use crate::catalog::Catalog;
use crate::html::references::{Attribute, Reference, Rewrite, rewrite_links};

/// Canonical `html` with `item:page/…` in place of every link to a published page of the region.
///
/// An address counts when it begins with `public_url`, or with `/`, and then names the region, one of its languages
/// by slug or tag, and a current or former path. What leads nowhere stays as it is.
pub fn to_references(html: &str, catalog: &Catalog, public_url: &str) -> String {
    let rewritten = rewrite_links(html, |address, attribute| match attribute {
        Attribute::Href => reference_of(address, catalog, public_url).map_or(Rewrite::Keep, Rewrite::To),
        Attribute::Src => Rewrite::Keep,
    });
    rewritten.into_owned()
}

/// Whether `html` has a link that [`to_references`] would look at: only then is a catalog needed.
pub fn may_lead_inside(html: &str, public_url: &str) -> bool {
    html.split(r#"href=""#).skip(1).any(|rest| rest.starts_with('/') || rest.starts_with(public_url))
}

/// The reference that takes the place of `address` if it leads to a published page of the region.
pub fn reference_of(address: &str, catalog: &Catalog, public_url: &str) -> Option<String> {
    let local = address.strip_prefix(public_url).unwrap_or(address);
    let (path, fragment) = match local.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (local, None),
    };
    let path = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    let (region, path) = path.split_once('/')?;
    let (language, path) = path.split_once('/')?;
    if region != catalog.region.slug || path.contains('?') {
        return None;
    }
    let named =
        |own: &&crate::languages::RegionLanguage| own.slug == language || own.key.eq_ignore_ascii_case(language);
    let language = catalog.languages.iter().find(named)?;
    let id = catalog.find(path, &language.key)?;
    Some(Reference { kind: "page", id, fragment }.to_string())
}
