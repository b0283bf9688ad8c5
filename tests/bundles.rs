//! Bundles of interface texts: uploaded, refused, merged, served and published.

mod acknowledgements;
mod commands;
mod dependents;
mod forms;
mod histories;
mod i18next;
mod imports;
mod layers;
mod limits;
mod refusals;
mod samples;
mod sheets;
mod uploads;

use serde_json::Value;

use crate::support::{Answer, Client, Region, Server};

/// The source text of the tests.
const GERMAN: &str = "hallo = Hallo\nende = Tschüss\n";

/// A server with two regions that read German, English and Kurmanji.
fn server() -> (Server, Region) {
    let server = Server::start();
    let region = server.region("musterkreis", &["de", "en", "kmr"]);
    (server, region)
}

/// A server whose bundle `app` has its source text already.
fn with_source() -> (Server, Region) {
    let (server, region) = server();
    let uploaded = server.admin().put(&source("de")).if_none().bytes(GERMAN).send();
    assert_eq!(uploaded.status, 201, "{uploaded:?}");
    (server, region)
}

/// The address of the bundle `app` for all regions.
fn source(tag: &str) -> String {
    format!("/api/v1/bundles/{tag}/app/source")
}

/// The address of the bundle `app` for the region.
fn source_of(region: &Region, tag: &str) -> String {
    format!("/api/v1/regions/{}/bundles/{tag}/app/source", region.slug)
}

/// Uploads `file` as the next revision, which must be taken.
#[track_caller]
fn upload(client: &Client, address: &str, file: &str) -> Answer {
    let known = client.get(address).send();
    let put = client.put(address).bytes(file);
    let answer = if known.status == 404 { put.if_none() } else { put.header("If-Match", known.header("etag")) }.send();
    assert!(matches!(answer.status, 200 | 201), "{answer:?}");
    answer
}

/// The ids and outcomes of a report.
fn outcomes(report: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let rows = report["rows"].as_array().unwrap().iter();
    rows.map(|row| (text(&row["id"]), text(&row["outcome"]))).collect()
}

/// The body of the line that phones get, once all regions have followed.
fn line(region: &Region, scope: &str) -> Value {
    followed(region);
    let lines = region.lines();
    let line = lines.iter().find(|line| line.scope == scope && line.key == "ui/app");
    let line = line.and_then(|line| line.line.as_deref()).unwrap_or("null");
    serde_json::from_str::<Value>(line).unwrap()["b"].clone()
}

/// Waits until all regions have followed a change that concerns them, and the server has taken note.
fn followed(region: &Region) {
    let noted = || region.store.directory().region(&region.slug).map_or(0, |entry| entry.edits());
    while region.read(content::refresh::pending) > 0 || noted() < region.counter().edits {
        std::thread::yield_now();
    }
}

/// What the counter `name` of the server's metrics says.
fn counted(server: &Server, name: &str) -> u64 {
    let text = server.get("/metrics").send().text().to_owned();
    let count = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    count.unwrap().parse().unwrap()
}
