//! What administrators do: making, changing and placing pages, each change under a precondition.

use serde_json::{Value, json};

use crate::support::{PUBLIC_URL, Server};

use super::{address, musterkreis, text};

#[test]
fn a_page_lives_from_its_creation_to_its_withdrawal() {
    let (server, _) = musterkreis();
    let admin = server.admin();
    let body = json!({"topics": ["everyday"], "language": "de", "text": text(" Erste Schritte ", "<p>Hallo</p>")});

    let created = admin.post("/api/v1/regions/musterkreis/pages").json(&body).send();

    let id = created.json()["page"].as_str().unwrap().to_owned();
    let page = format!("/api/v1/regions/musterkreis/pages/{id}");
    let author = created.json()["author"].clone();
    assert!(author.as_str().unwrap().starts_with("token/test"), "{author}");
    let version = |number: i64, title: &str, state: &str, published: Value| {
        let missing =
            |tag: &str| json!({"language": tag, "state": "missing", "newest": null, "published": null, "draft": false});
        let stands = if published.is_null() { "missing" } else { "up-to-date" };
        let german = json!({
            "language": "de", "state": stands, "newest": number, "published": published, "draft": state == "draft",
        });
        json!({
            "page": id, "translations": [german, missing("en"), missing("kmr")], "language": "de", "version": number, "state": state, "published": published, "title": title,
            "slug": "erste-schritte", "html": "<p>Hallo</p>", "minor": false, "machine": false, "follows": null,
            "author": author, "updated": "2026-11-22T10:00:00Z", "created": "2026-11-22T10:00:00Z",
        })
    };
    created.is(201, &version(1, "Erste Schritte", "public", json!(1)));
    assert_eq!((created.header("etag"), created.header("location")), ("\"1\"", format!("{PUBLIC_URL}{page}").as_str()));

    let german = format!("{page}/translations/de");
    let same = admin.put(&german).if_match(1).json(&text("Erste Schritte", "<p>Hallo</p>")).send();
    same.is(200, &version(1, "Erste Schritte", "public", json!(1)));
    let draft = json!({"title": "Neu", "html": "<p>Hallo</p>", "state": "draft"});
    let drafted = admin.put(&german).if_match(1).json(&draft).send();
    drafted.is(200, &version(2, "Neu", "draft", json!(1)));
    assert_eq!(drafted.header("etag"), "\"2\"");
    admin.get(&german).send().is(200, &version(2, "Neu", "draft", json!(1)));

    let withdrawn = admin.delete(&german).if_match(2).send();
    withdrawn.is(200, &version(3, "Erste Schritte", "withdrawn", json!(null)));
    let read = server.get(&format!("/api/v1/regions/musterkreis/de/pages/{id}")).send();
    assert_eq!((read.status, &read.json()["code"]), (404, &json!("unknown-page")));
}

#[test]
fn a_page_shows_editors_where_it_stands_and_how_far_its_texts_are() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>x</p>");

    let answer = server.admin().get(&address(&page)).send();

    answer.is(
        200,
        &json!({
            "id": page.id, "number": 1, "parent": null, "order": 1024, "archived": false, "topics": [], "icon": null,
            "organization": null, "review_by": null, "includes": null, "checked": null,
            "created": "2026-11-22T10:00:00Z",
            "translations": [
                {"language": "de", "state": "up-to-date", "newest": 1, "published": 1, "draft": false},
                {"language": "en", "state": "missing", "newest": null, "published": null, "draft": false},
                {"language": "kmr", "state": "missing", "newest": null, "published": null, "draft": false},
            ],
        }),
    );
    assert_eq!((answer.header("etag"), answer.header("cache-control")), ("\"1\"", "no-store"));
}

#[test]
fn a_change_of_a_text_needs_the_version_it_is_based_on() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>x</p>");
    page.says("de", "Zwei", "<p>x</p>");
    let admin = server.admin();
    let (german, english) =
        (format!("{}/translations/de", address(&page)), format!("{}/translations/en", address(&page)));
    let put = |path: &str| admin.put(path).json(&text("Drei", "<p>x</p>"));

    for (case, request, status, code, current) in [
        ("nothing said", put(&german), 428, "precondition-required", json!(null)),
        ("an older version", put(&german).if_match(1), 412, "stale", json!(2)),
        ("a tag of somebody else", put(&german).header("If-Match", "\"abc\""), 412, "stale", json!(2)),
        ("a weak tag", put(&german).header("If-Match", "W/\"2\""), 412, "stale", json!(2)),
        ("new, but it exists", put(&german).if_none(), 412, "stale", json!(2)),
        ("any, but there is none", put(&english).if_any(), 412, "stale", json!(0)),
        ("a version, but there is none", put(&english).if_match(1), 412, "stale", json!(0)),
        ("withdrawing without saying", admin.delete(&german), 428, "precondition-required", json!(null)),
        ("withdrawing an older version", admin.delete(&german).if_match(1), 412, "stale", json!(2)),
    ] {
        let answer = request.send();
        let problem = answer.json();
        assert_eq!((answer.status, &problem["code"], &problem["current"]), (status, &json!(code), &current), "{case}");
    }
    assert_eq!(put(&german).if_any().send().status, 200);
    assert_eq!(put(&english).if_none().send().status, 201);
}

#[test]
fn an_action_on_a_page_needs_its_number() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>x</p>");
    let admin = server.admin();

    for action in ["archive", "restore", "confirm", "move"] {
        let post = || admin.post(&format!("{}/{action}", address(&page))).json(&json!({"place": {"last_in": null}}));
        let (without, stale) = (post().send(), post().if_match(7).send());
        assert_eq!((without.status, &without.json()["code"]), (428, &json!("precondition-required")), "{action}");
        assert_eq!((stale.status, &stale.json()["current"]), (412, &json!(1)), "{action}");
        assert_eq!(stale.header("etag"), "\"1\"", "{action}");
    }
}

#[test]
fn a_page_is_confirmed_on_the_day_of_its_region() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>x</p>");

    let answer = server.admin().post(&format!("{}/confirm", address(&page))).if_match(1).send();

    assert_eq!((answer.status, &answer.json()["checked"], answer.header("etag")), (200, &json!("2026-11-22"), "\"2\""));
}

#[test]
fn a_page_goes_where_it_is_put_but_never_below_itself() {
    let (server, region) = musterkreis();
    let (first, second) = (region.page("de", "Eins", "<p>x</p>"), region.page("de", "Zwei", "<p>x</p>"));
    let child = second.child("de", "Kind", "<p>x</p>");
    let admin = server.admin();
    let put =
        |place: Value| admin.post(&format!("{}/move", address(&second))).if_any().json(&json!({"place": place})).send();

    let before = put(json!({"before": first.id}));
    let cycle = put(json!({"last_in": child.id}));
    let unknown = put(json!({"after": "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61"}));
    let malformed = put(json!({"after": "x"}));

    assert_eq!((before.status, before.header("etag")), (200, "\"2\""));
    assert_eq!((cycle.status, &cycle.json()["code"]), (409, &json!("cycle")));
    assert_eq!((unknown.status, &unknown.json()["field"]), (422, &json!("place")));
    assert_eq!((malformed.status, &malformed.json()["field"]), (400, &json!("place")));
    assert_eq!(super::titles(&admin, "/api/v1/regions/musterkreis/de/pages"), ["Zwei", "Kind", "Eins"]);
}

#[test]
fn html_is_cleaned_and_the_answer_tells_what_had_to_go() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>x</p>");
    let html = "<p onclick=\"x()\">Hallo</p><script>x()</script>";

    let saved =
        server.admin().put(&format!("{}/translations/en", address(&page))).if_none().json(&text("One", html)).send();

    let saved = saved.json();
    assert_eq!(saved["html"], "<p>Hallo</p>");
    assert_eq!(saved["removed"], json!([{"what": "p@onclick", "count": 1}, {"what": "script", "count": 1}]));
}

#[test]
fn links_to_pages_of_the_region_are_stored_by_id() {
    let (server, region) = musterkreis();
    let target = region.page("de", "Große Straße", "<p>x</p>");
    let page = region.page("de", "Eins", "<p>x</p>");
    let id = &target.id;
    let html = format!(
        "<p><a href=\"{PUBLIC_URL}/musterkreis/de/gro%C3%9Fe-stra%C3%9Fe/#a\">1</a>\
         <a href=\"/musterkreis/de/große-straße\">2</a><a href=\"/musterkreis/de/nirgends/\">3</a>\
         <a href=\"https://example.org/musterkreis/de/große-straße\">4</a></p>"
    );

    let saved =
        server.admin().put(&format!("{}/translations/de", address(&page))).if_any().json(&text("Eins", &html)).send();

    let html = saved.json()["html"].as_str().unwrap().to_owned();
    let hrefs: Vec<&str> = html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let (with_fragment, plain) = (format!("item:page/{id}#a"), format!("item:page/{id}"));
    assert_eq!(hrefs[..3], [with_fragment.as_str(), plain.as_str(), "/musterkreis/de/nirgends/"]);
    assert!(hrefs[3].starts_with("https://example.org/"), "{html}");
}

#[test]
fn a_slug_belongs_to_one_page() {
    let (server, region) = musterkreis();
    region.page("de", "Eins", "<p>x</p>");
    let page = region.page("de", "Zwei", "<p>x</p>");
    let body = json!({"title": "Zwei", "slug": "eins", "html": "<p>x</p>", "state": "public"});

    let answer = server.admin().put(&format!("{}/translations/de", address(&page))).if_match(1).json(&body).send();

    let problem = answer.json();
    assert_eq!((answer.status, &problem["code"], &problem["field"]), (409, &json!("slug-taken"), &json!("slug")));
}

#[test]
fn one_can_begin_without_an_import() {
    let server = Server::start();
    let admin = server.admin();
    let new = json!({"slug": "neukreis", "name": "Neukreis", "default_language": "de", "time_zone": "Europe/Berlin"});

    let region = admin.post("/api/v1/regions").json(&new).send();
    let again = admin.post("/api/v1/regions").json(&new).send();
    let dari = "/api/v1/regions/neukreis/languages/prs";
    let unconditional = admin.put(dari).json(&json!({"source": "de"})).send();
    let added = admin.put(dari).if_none().json(&json!({"source": "de"})).send();
    let same = admin.put(dari).if_none().json(&json!({"source": "de"})).send();
    let unknown = admin.put("/api/v1/regions/neukreis/languages/en").if_none().json(&json!({"source": "fr"})).send();

    assert_eq!((region.status, region.header("location")), (201, "https://lotse.example/api/v1/regions/neukreis"));
    assert_eq!((again.status, &again.json()["code"]), (409, &json!("conflict")));
    assert_eq!(unconditional.status, 428);
    let language = json!({"tag": "prs", "native_name": "دری", "direction": "rtl", "source": "de"});
    added.is(201, &language);
    same.is(200, &language);
    assert_eq!((unknown.status, &unknown.json()["field"]), (422, &json!("source")));
    assert_eq!(server.get("/api/v1/regions/neukreis").send().json()["languages"], json!(["de", "prs"]));
}
