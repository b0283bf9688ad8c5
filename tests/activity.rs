//! What goes on in a region: who is editing, and what was published.

use content::roles::{Grant, Role};
use serde_json::{Value, json};

use crate::support::{Client, Page, Region, Server, Stream, role};

/// A region with a page, and two who edit it, with their names and what they send to be recognised.
fn kreis() -> (Server, Region, Page, [Editor; 2]) {
    let server = Server::start();
    let region = server.region("kreis", &["de", "ar"]);
    let page = region.page("de", "Ankommen", "<p>Willkommen</p>");
    let editors = [Editor::of(&server, &page), Editor::of(&server, &page)];
    (server, region, page, editors)
}

struct Editor {
    client: Client,
    token: String,
    name: String,
}

impl Editor {
    /// A new editor, who learns what she is called from a text that she has saved.
    fn of(server: &Server, page: &Page) -> Self {
        let token = server.token();
        let client = server.anybody().with_token(token.clone());
        let text =
            json!({"title": "Ankommen", "html": format!("<p>{}</p>", page.versions("de").len()), "state": "draft"});
        let saved = client.put(&address(page)).if_any().json(&text).send().json();
        Self { client, token, name: saved["author"].as_str().unwrap().to_owned() }
    }

    fn listen(&self, server: &Server, last: &str) -> Stream {
        listen(server, &self.token, last)
    }
}

/// The activity of the region, as whoever has `token` hears of it.
fn listen(server: &Server, token: &str, last: &str) -> Stream {
    let authorization = format!("Bearer {token}");
    let headers = [("Authorization", authorization.as_str()), ("Last-Event-ID", last)];
    Stream::open(server, "/api/v1/regions/kreis/activity", &headers)
}

fn address(page: &Page) -> String {
    format!("/api/v1/regions/kreis/pages/{}/translations/de", page.id)
}

fn editing(page: &Page, editors: &[&Editor]) -> Value {
    let texts = editors.iter().map(|editor| json!({"page": page.id, "language": "de", "editor": editor.name}));
    json!({"texts": texts.collect::<Vec<_>>()})
}

#[test]
fn an_editor_sees_that_another_one_is_at_work_until_she_stops() {
    let (server, _, page, [anna, ben]) = kreis();
    let mut stream = ben.listen(&server, "");
    let lock = format!("{}/lock", address(&page));

    let before = stream.event("editing").1;
    anna.client.put(&lock).send().is(200, &json!({"expires_in": 90, "others": []}));
    let during = stream.event("editing").1;
    ben.client.put(&lock).send().is(200, &json!({"expires_in": 90, "others": [anna.name]}));
    let both = stream.event("editing").1;
    let stopped = anna.client.delete(&lock).send();
    let after = stream.event("editing").1;

    assert_eq!((before, during, stopped.status), (editing(&page, &[]), editing(&page, &[&anna]), 204));
    assert_eq!((both["texts"].as_array().unwrap().len(), after), (2, editing(&page, &[&ben])));
}

#[test]
fn a_lock_keeps_nobody_from_saving() {
    let (_server, _, page, [anna, ben]) = kreis();
    anna.client.put(&format!("{}/lock", address(&page))).send();

    let text = json!({"title": "Ankommen", "html": "<p>Schon da</p>", "state": "public"});
    let saved = ben.client.put(&address(&page)).if_any().json(&text).send();

    assert_eq!(saved.status, 200);
}

#[test]
fn what_is_published_is_told_and_told_again_to_those_who_missed_it() {
    let (server, region, page, [anna, _]) = kreis();
    let before = server.head_of("kreis", region.counter().rev).head.rev;
    let mut stream = anna.listen(&server, "");
    stream.event("editing");

    page.says("ar", "وصول", "<p>أهلا</p>");
    let told = stream.event("published");
    let told_again = anna.listen(&server, &before.to_string()).event("published");

    let rev = server.head_of("kreis", region.counter().rev).head.rev;
    let texts = json!([{"page": page.id, "language": null}, {"page": page.id, "language": "ar"}]);
    let expected = (rev.to_string(), json!({"rev": rev, "texts": texts, "more": false}));
    assert_eq!((told, told_again), (expected.clone(), expected));
}

#[test]
fn whoever_works_on_one_page_hears_of_what_is_below_it_and_of_nothing_else() {
    let (server, _, page, [anna, _]) = kreis();
    let (below, elsewhere) = (page.child("de", "Unten", "<p>x</p>"), page.region.page("de", "Anderswo", "<p>x</p>"));
    let grant = Grant { item: Some(page.id.clone()), ..role(Role::PageAuthor, page.region.id) };
    let author = server.user("author", &[grant]);
    let token = server.personal_token(&author);
    let before = server.head_of("kreis", page.region.counter().rev).head.rev;

    for page in [&elsewhere, &below] {
        anna.client.put(&format!("{}/lock", address(page))).send();
    }
    let mut stream = listen(&server, &token, &before.to_string());
    let at_work = stream.event("editing").1;
    elsewhere.says("de", "Anderswo", "<p>neu</p>");
    below.says("de", "Unten", "<p>neu</p>");
    let told = stream.event("published").1;

    assert_eq!(at_work, editing(&below, &[&anna]));
    let pages: Vec<&Value> = told["texts"].as_array().unwrap().iter().map(|text| &text["page"]).collect();
    assert!(!pages.is_empty() && pages.iter().all(|id| **id == json!(below.id)), "{told}");
}

#[test]
fn strangers_learn_nothing_and_what_does_not_exist_is_not_locked() {
    let (server, _, page, [anna, _]) = kreis();
    let missing = "/api/v1/regions/kreis/pages/0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61/translations/de/lock";

    let strangers = server.get("/api/v1/regions/kreis/activity").send();
    let lock = server.anybody().put(&format!("{}/lock", address(&page))).send();
    let of_nothing = anna.client.put(missing).send();

    assert_eq!((strangers.status, lock.status, of_nothing.status), (401, 401, 404));
}
