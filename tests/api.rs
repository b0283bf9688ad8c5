//! The API over HTTP: reading, writing, errors, operations.

mod editing;
mod negotiation;
mod operations;
mod problems;
mod reading;

use serde_json::{Value, json};

use crate::support::{Client, Page, Region, Server};

/// A server with the region `musterkreis` in German and English.
fn musterkreis() -> (Server, Region) {
    let server = Server::start();
    let region = server.region("musterkreis", &["de", "en", "kmr"]);
    (server, region)
}

/// The address of a page for editors.
fn address(page: &Page) -> String {
    format!("/api/v1/regions/{}/pages/{}", page.region.slug, page.id)
}

/// A text for readers, as it is sent.
fn text(title: &str, html: &str) -> Value {
    json!({"title": title, "html": html, "state": "public"})
}

/// What readers see in a list: titles, in order.
fn titles(client: &Client, path: &str) -> Vec<String> {
    let pages = client.get(path).send().json();
    pages.as_array().unwrap().iter().map(|page| page["title"].as_str().unwrap().to_owned()).collect()
}
