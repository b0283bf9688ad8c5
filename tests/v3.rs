//! The Integreat-compatible face, over HTTP.

mod addresses;
mod app;
mod branches;
mod changes;
mod lists;
mod refusals;
mod regions;

use content::catalog::Catalog;
use serde_json::{Value, json};

use crate::support::{Page, Region};

/// The number of an item, as `parent.id` and `?id=` have it.
fn number_of(page: &Page) -> i64 {
    catalog(&page.region).number_of_item(&page.id).unwrap()
}

/// The number of a text, as `id` has it.
fn number_of_text(page: &Page, language: &str) -> i64 {
    catalog(&page.region).number_of_text(&page.id, language).unwrap()
}

fn catalog(region: &Region) -> Catalog {
    let id = region.id;
    region.read(move |db| Catalog::load(db, id, None))
}

/// The form of every refusal.
fn error(text: &str) -> Value {
    json!({ "error": text })
}

/// The paths of a list of pages.
fn paths(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|page| page["path"].as_str().unwrap()).collect()
}
