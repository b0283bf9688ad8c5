//! Errors: each in its form, with its code, in the language of the request.

use serde_json::json;
use ureq::http::Method;

use crate::support::Server;

use super::{address, musterkreis, text};

#[test]
fn a_problem_has_a_stable_code_and_a_text_in_the_language_of_the_request() {
    let server = Server::start();

    let answer = server.get("/api/v1/regions/atlantis").language("de-AT, en;q=0.5").send();

    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.header("content-language"), "de");
    let problem = answer.json();
    assert_eq!((answer.status, &problem["status"], &problem["code"]), (404, &json!(404), &json!("unknown-region")));
    assert_eq!(problem["type"], "urn:lotse:problem:unknown-region");
    assert_eq!(problem["title"], "Region nicht gefunden");
}

#[test]
fn the_language_of_the_path_comes_before_that_of_the_header() {
    let (server, _) = musterkreis();
    let id = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61";

    let answer = server.get(&format!("/api/v1/regions/musterkreis/de/pages/{id}")).language("tr").send();

    assert_eq!((answer.header("content-language"), &answer.json()["title"]), ("de", &json!("Seite nicht gefunden")));
}

#[test]
fn what_does_not_exist_is_said_with_what_was_not_found() {
    let (server, _) = musterkreis();
    let id = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61";
    for (path, status, code) in [
        ("/".to_owned(), 404, "unknown-route"),
        ("/api/v1".to_owned(), 404, "unknown-route"),
        ("/api/v1/regions/".to_owned(), 404, "unknown-route"),
        ("/api/v1/regions/x%00y".to_owned(), 404, "unknown-region"),
        ("/api/v1/regions/%ff".to_owned(), 404, "unknown-region"),
        ("/api/v1/regions/..%2f..%2fetc".to_owned(), 404, "unknown-region"),
        (format!("/api/v1/regions/{}", "x".repeat(5000)), 404, "unknown-region"),
        ("/api/v1/regions/atlantis/languages".to_owned(), 404, "unknown-region"),
        ("/api/v1/regions/atlantis/de/pages".to_owned(), 404, "unknown-region"),
        ("/api/v1/regions/musterkreis/fr/pages".to_owned(), 404, "unknown-language"),
        ("/api/v1/regions/musterkreis/not_a_tag/pages".to_owned(), 404, "unknown-language"),
        (format!("/api/v1/regions/musterkreis/fr/pages/{id}"), 404, "unknown-language"),
        (format!("/api/v1/regions/musterkreis/de/pages/{id}"), 404, "unknown-page"),
        ("/api/v1/regions/musterkreis/de/pages/17".to_owned(), 400, "bad-parameter"),
        ("/api/v1/regions/musterkreis/de/pages/%00".to_owned(), 400, "bad-parameter"),
        (format!("/api/v1/regions/musterkreis/pages/{id}/translations"), 404, "unknown-page"),
        ("/api/v1/regions/musterkreis/pages/x/translations".to_owned(), 400, "bad-parameter"),
        ("/api/v1/regions/musterkreis/de/page".to_owned(), 400, "bad-parameter"),
        ("/api/v1/regions/musterkreis/de/page?path=".to_owned(), 404, "unknown-path"),
        ("/api/v1/regions/musterkreis/de/page?path=../../x%00".to_owned(), 404, "unknown-path"),
        ("/api/v1/regions/musterkreis/de/page?path=%ff".to_owned(), 404, "unknown-path"),
        (format!("/api/v1/regions/musterkreis/de/page?path={}", "x".repeat(10_000)), 404, "unknown-path"),
        (format!("/api/v1/regions?{}", "x=1&".repeat(2500)), 200, ""),
    ] {
        let answer = server.get(&path).send();
        let code_of = answer.json()["code"].as_str().unwrap_or_default().to_owned();
        assert_eq!((answer.status, code_of.as_str()), (status, code), "{path}");
    }
}

#[test]
fn a_wrong_method_is_told_the_right_ones() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>x</p>");
    for (method, path, allow) in [
        (Method::DELETE, "/api/v1/regions".to_owned(), "GET, HEAD, POST"),
        (Method::POST, "/api/v1/regions/musterkreis".to_owned(), "GET, HEAD"),
        (Method::PUT, format!("/api/v1/regions/musterkreis/de/pages/{}", page.id), "GET, HEAD"),
        (Method::GET, format!("{}/archive", address(&page)), "POST"),
        (Method::POST, format!("{}/translations/de", address(&page)), "GET, HEAD, PUT, DELETE"),
        (Method::PATCH, "/health/live".to_owned(), "GET, HEAD"),
    ] {
        let answer = server.anybody().request(method, &path).send();
        assert_eq!((answer.status, &answer.json()["code"]), (405, &json!("method-not-allowed")), "{path}");
        assert_eq!(answer.header("allow"), allow, "{path}");
    }
}

#[test]
fn pages_of_other_sites_may_ask_what_they_may_read() {
    let (server, _) = musterkreis();

    let answer = server.anybody().request(Method::OPTIONS, "/api/v1/regions/musterkreis/de/pages").send();

    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (204, "*"));
    assert_eq!(answer.header("access-control-allow-methods"), "GET, HEAD");
}

#[test]
fn writing_needs_a_token_that_was_given_out() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>x</p>");
    let guessed = server.anybody().with_token(format!("lotse_{}", "0".repeat(64)));
    let foreign = server.anybody().with_token("secret".to_owned());
    for client in [server.anybody(), &guessed, &foreign] {
        for request in [
            client.get(&address(&page)),
            client.get(&format!("{}/translations/de", address(&page))),
            client.put(&format!("{}/translations/de", address(&page))).if_any().json(&text("x", "")),
            client.delete(&format!("{}/translations/de", address(&page))).if_any(),
            client.post(&format!("{}/archive", address(&page))).if_any(),
            client.post("/api/v1/regions").json(&json!({})),
        ] {
            let answer = request.send();
            assert_eq!((answer.status, &answer.json()["code"]), (401, &json!("not-authorized")));
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
    }
}

#[test]
fn a_body_that_cannot_be_read_is_told_with_the_field_at_fault() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>x</p>");
    let admin = server.admin();
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for (body, status, code, field) in [
        ("", 400, "bad-body", None),
        ("{", 400, "bad-body", None),
        ("\u{0}", 400, "bad-body", None),
        ("[]", 400, "bad-body", None),
        (deep.as_str(), 400, "bad-body", None),
        (r#"{"html": "", "state": "public"}"#, 400, "bad-body", Some("title")),
        (r#"{"title": 5, "html": "", "state": "public"}"#, 400, "bad-body", Some("title")),
        (r#"{"title": "x", "html": "", "state": "withdrawn"}"#, 400, "bad-body", Some("state")),
        (r#"{"title": "x", "html": "", "state": "public", "colour": 1}"#, 400, "bad-body", Some("colour")),
        (r#"{"title": "x", "html": "", "state": "public"} x"#, 400, "bad-body", None),
        (r#"{"title": "  ", "html": "", "state": "public"}"#, 422, "invalid", Some("title")),
        (r#"{"title": "a\u0000b", "html": "", "state": "public"}"#, 422, "invalid", Some("title")),
        (r#"{"title": "a\u0085b", "html": "", "state": "public"}"#, 422, "invalid", Some("title")),
        (r#"{"title": "x", "html": "", "state": "public", "slug": "A b"}"#, 422, "invalid", Some("slug")),
        (r#"{"title": "x", "html": "", "state": "public", "slug": "a\u0000"}"#, 422, "invalid", Some("slug")),
        (r#"{"title": "x", "html": "", "state": "public", "slug": "news"}"#, 422, "invalid", Some("slug")),
    ] {
        let request = admin.put(&format!("{}/translations/de", address(&page))).if_match(1);
        let answer = request.header("Content-Type", "application/json").bytes(body).send();
        let problem = answer.json();
        assert_eq!((answer.status, &problem["code"]), (status, &json!(code)), "{body:.80}");
        assert_eq!(problem["field"].as_str(), field, "{body:.80}");
    }
}

#[test]
fn a_body_has_a_type_and_a_limit() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>x</p>");
    let admin = server.admin();
    let put = |kind: &str, body: String| {
        let request = admin.put(&format!("{}/translations/de", address(&page))).if_match(1);
        request.header("Content-Type", kind).bytes(body).send()
    };

    let form = put("text/plain", "title=x".to_owned());
    let large = put("application/json", text("x", &"x".repeat(3 << 20)).to_string());
    let long = put("application/json", text("x", &"<p>x</p>".repeat(120_000)).to_string());

    assert_eq!((form.status, &form.json()["code"]), (415, &json!("unsupported-media-type")));
    assert_eq!((large.status, &large.json()["code"]), (413, &json!("too-large")));
    assert_eq!((long.status, &long.json()["field"]), (422, &json!("html")));
}

#[test]
fn the_v3_face_answers_in_its_own_form() {
    let server = Server::start();

    let answer = server.get("/api/v3/nothing/at/all/here").send();

    assert_eq!((answer.status, answer.header("content-type")), (404, "application/json"));
    let error = answer.json();
    assert_eq!(error.as_object().unwrap().keys().collect::<Vec<_>>(), ["error"]);
}
