//! Whatever is sent to whatever route is answered, and what is wrong with it is a client's fault.

use serde_json::Value;

use crate::support::Server;

/// What stands in place of an id, a slug or a tag.
const WORDS: [&str; 16] = [
    "%00",
    "..",
    "%2e%2e",
    "%2F",
    "-1",
    "0",
    "1.5",
    "99999999999999999999",
    "%ff%fe",
    "%F0%9F%98%80",
    "%0d%0aX-Injected:%20yes",
    "%25",
    "%zz",
    "*",
    "null",
    "%27%22%3E%3Cscript%3E",
];

/// A raw answer, taken apart as far as the tests look at it.
struct Heard {
    status: u16,
    head: String,
    body: String,
}

fn hear(server: &Server, method: &str, target: &str, more: &str) -> Heard {
    let request = format!("{method} {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{more}");
    let request = if more.contains("\r\n\r\n") { request } else { format!("{request}\r\n") };
    let answer = String::from_utf8_lossy(&server.raw(request.as_bytes())).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.unwrap_or_else(|| panic!("no answer to {method} {target}: {answer:?}"));
    Heard { status, head: head.to_lowercase(), body: body.to_owned() }
}

/// An error is the client's, in the form of the face that it comes from; nothing that was sent becomes a header.
#[track_caller]
fn check(method: &str, target: &str, heard: &Heard) {
    let Heard { status, head, body } = heard;
    let shown: String = target.chars().take(200).collect();
    assert!((200..500).contains(status), "{method} {shown}: {status} {body}");
    assert!(!head.contains("x-injected: yes"), "{method} {shown}: {head}");
    if *status < 400 || body.is_empty() {
        return;
    }
    if target.starts_with("/api/v1/") || target.starts_with("/sync/v1/") {
        assert!(head.contains("content-type: application/problem+json"), "{method} {shown}: {head}");
        let problem: Value = serde_json::from_str(body).unwrap();
        assert_eq!(problem["status"], *status, "{method} {shown}");
        assert!(problem["code"].is_string() && problem["title"].is_string(), "{method} {shown}: {problem}");
    }
    if target.starts_with("/api/v3/") {
        assert!(head.contains("content-type: application/json"), "{method} {shown}: {head}");
        let error: Value = serde_json::from_str(body).unwrap();
        assert!(error["error"].is_string(), "{method} {shown}: {error}");
    }
}

/// Method and path, with `{names}`, of everything that the API describes.
fn routes() -> Vec<(String, String)> {
    let description: Value = serde_json::from_str(&api::openapi()).unwrap();
    let mut routes = Vec::new();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys().filter(|key| *key != "parameters") {
            routes.push((method.to_uppercase(), path.clone()));
        }
    }
    routes
}

/// `path` with `word` for the parameters that `chosen` picks, and what exists for the others.
fn fill(path: &str, existing: &[(&str, &str)], word: &str, chosen: impl Fn(usize) -> bool) -> String {
    let mut filled = String::new();
    let mut rest = path;
    let mut index = 0;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap();
        let known = existing.iter().find(|(known, _)| name.contains(known)).map_or(word, |(_, value)| value);
        filled.push_str(before);
        filled.push_str(if chosen(index) { word } else { known });
        (rest, index) = (after, index + 1);
    }
    filled + rest
}

fn server() -> (Server, String) {
    let server = Server::start();
    let region = server.region("musterkreis", &["de", "en"]);
    let page = region.page("de", "Ankommen", "<p>Eins</p>");
    server.head_of("musterkreis", region.counter().rev);
    (server, page.id)
}

#[test]
fn no_word_in_a_path_is_too_much_for_any_route() {
    let (server, page) = server();
    let existing =
        [("region", "musterkreis"), ("page", page.as_str()), ("id", &page), ("tag", "de"), ("language", "de")];
    let long = "a".repeat(5000);

    for (method, path) in routes() {
        for word in WORDS.into_iter().chain([long.as_str()]) {
            for place in 0..=path.matches('{').count() {
                let target = fill(&path, &existing, word, |index| index == place);
                check(&method, &target, &hear(&server, &method, &target, ""));
            }
        }
    }
}

#[test]
fn no_query_is_too_much_for_any_route() {
    let (server, page) = server();
    let existing =
        [("region", "musterkreis"), ("page", page.as_str()), ("id", &page), ("tag", "de"), ("language", "de")];
    let long = "x".repeat(10_000);

    for (_, path) in routes().into_iter().filter(|(method, _)| method == "GET") {
        let path = fill(&path, &existing, "", |_| false);
        for word in WORDS.into_iter().chain([long.as_str(), ""]) {
            for name in ["id", "url", "path", "depth", "since", "format", "at", "unknown"] {
                let target = format!("{path}?{name}={word}&{name}={word}");
                check("GET", &target, &hear(&server, "GET", &target, ""));
            }
        }
    }
}

#[test]
fn no_header_is_too_much_for_any_route() {
    let (server, page) = server();
    let existing =
        [("region", "musterkreis"), ("page", page.as_str()), ("id", &page), ("tag", "de"), ("language", "de")];
    let names = ["Accept-Language", "Accept-Encoding", "If-None-Match", "If-Match", "Authorization", "Origin", "Range"];
    let values = [
        "",
        "\"",
        "*;q=9",
        "de-;q=x,,",
        "Bearer",
        "Bearer \u{e9}",
        "W/\"1\", \"",
        "bytes=9-1",
        "\"99999999999999999999\"",
    ];

    for (method, path) in routes() {
        let target = fill(&path, &existing, "", |_| false);
        for header in names.iter().flat_map(|name| values.map(|value| format!("{name}: {value}\r\n"))) {
            check(&method, &target, &hear(&server, &method, &target, &header));
        }
    }
}

#[test]
fn no_body_is_too_much_for_any_route() {
    let (server, page) = server();
    let existing =
        [("region", "musterkreis"), ("page", page.as_str()), ("id", &page), ("tag", "de"), ("language", "de")];
    let token = server.token();
    let deep = format!("{}{}", "[".repeat(2000), "]".repeat(2000));
    let bodies = ["", "{", "null", "[]", "\"\"", "{\"title\": 1}", "{\"state\": \"secret\"}", "\u{0}", deep.as_str()];

    for (method, path) in routes().into_iter().filter(|(method, _)| method != "GET") {
        let target = fill(&path, &existing, "", |_| false);
        for body in bodies {
            let more = format!(
                "Authorization: Bearer {token}\r\nIf-Match: *\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            check(&method, &target, &hear(&server, &method, &target, &more));
        }
    }
}

#[test]
fn a_path_that_leaves_the_root_is_unknown() {
    let (server, _) = server();

    for target in
        ["/../../etc/passwd", "/api/v1/../../etc/passwd", "//", "/%00", "/api/v1/regions/..%2f..%2f", "/docs/../../x"]
    {
        let heard = hear(&server, "GET", target, "");
        assert!((300..500).contains(&heard.status), "{target}: {}", heard.status);
    }
}
