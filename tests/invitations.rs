//! Invitations: links for people without an account, and what becomes of what they suggest.

mod decisions;
mod limits;
mod links;
mod names;

use serde_json::{Value, json};

use crate::support::{Answer, Client, PUBLIC_URL, Page, Region, Server};

/// The source text of the bundle `app`.
const GERMAN: &str = "# Beim Start\nhallo = Hallo { $name }\nende = Tschüss\n";

const INVITATIONS: &str = "/api/v1/regions/musterkreis/invitations";
const SUGGESTIONS: &str = "/api/v1/regions/musterkreis/suggestions";

/// A server whose region reads German, English and Arabic, with a page that is public in German, and the bundle `app`.
fn musterkreis() -> (Server, Region, Page) {
    on(Server::start())
}

/// The same on `server`.
fn on(server: Server) -> (Server, Region, Page) {
    let region = server.region("musterkreis", &["de", "en", "ar"]);
    let page = region.page("de", "Eins", "<p>eins</p>");
    let uploaded = server.admin().put("/api/v1/bundles/de/app/source").if_none().bytes(GERMAN).send();
    assert_eq!(uploaded.status, 201, "{uploaded:?}");
    (server, region, page)
}

/// Makes an invitation to `page` and the bundle `app` in English; tells the path of its link.
fn invite(server: &Server, page: &Page) -> String {
    let made = server.admin().post(INVITATIONS).json(&invitation(page)).send();
    path(&made.json())
}

fn invitation(page: &Page) -> Value {
    json!({"language": "en", "pages": [page.id], "messages": [{"bundle": "app"}], "days": 14, "note": "Danke!"})
}

/// The path of the link that was made.
fn path(made: &Value) -> String {
    made["link"].as_str().unwrap().strip_prefix(PUBLIC_URL).unwrap().to_owned()
}

/// Suggests a text of `page`; tells the answer.
fn suggest(client: &Client, link: &str, page: &Page, title: &str) -> Answer {
    let body = json!({"page": page.id, "title": title, "html": "<p>one</p>", "name": "Olena"});
    client.post(&format!("{link}/suggestions")).json(&body).send()
}

/// The same, which must be kept; tells the id.
#[track_caller]
fn suggested(server: &Server, link: &str, page: &Page, title: &str) -> String {
    kept(&suggest(server.anybody(), link, page, title))
}

/// The id of a suggestion that must have been kept.
#[track_caller]
fn kept(answer: &Answer) -> String {
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json()["id"].as_str().unwrap().to_owned()
}

/// What the list of a region says of each suggestion.
fn listed(client: &Client, query: &str) -> Vec<Value> {
    let listed = client.get(&format!("{SUGGESTIONS}{query}")).send().json();
    listed["suggestions"].as_array().unwrap().clone()
}
