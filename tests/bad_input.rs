//! Whatever is sent to whatever route is answered, and what is wrong with it is a client's fault.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use scraper::{Html, Selector};
use serde_json::{Value, json};

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
fn no_word_in_a_path_is_too_much_for_whoever_may_do_everything() {
    let (server, page) = server();
    let existing =
        [("region", "musterkreis"), ("page", page.as_str()), ("id", &page), ("tag", "de"), ("language", "de")];
    let authorized = format!("Authorization: Bearer {}\r\n", server.token());

    // Streams have no end.
    for (method, path) in routes().into_iter().filter(|(_, path)| !path.ends_with("/activity")) {
        for word in WORDS {
            for place in 0..path.matches('{').count() {
                let target = fill(&path, &existing, word, |index| index == place);
                check(&method, &target, &hear(&server, &method, &target, &authorized));
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
    let nested = format!("{}0{}", "{\"title\":".repeat(1000), "}".repeat(1000));
    let texts = format!("{{\"app\": {{\"de\": {nested}}}}}");
    let wrong = ["", "{", "null", "[]", "\"\"", "{\"title\": 1}", "{\"state\": \"secret\"}", "\u{0}"];
    let bodies: Vec<&str> = wrong.into_iter().chain([deep.as_str(), &nested, &texts]).collect();

    for (method, path) in routes().into_iter().filter(|(method, _)| method != "GET") {
        let target = fill(&path, &existing, "", |_| false);
        for body in &bodies {
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

/// Sends `head` and then a body of a hundred megabytes in pieces of `piece`, until the server has had enough; tells the status of
/// the answer, and how much was sent. The answer can get lost when the server hangs up on what is still being sent.
fn send_without_end(server: &Server, head: &str, piece: &[u8]) -> (Option<u16>, usize) {
    let mut stream = TcpStream::connect(server.base().trim_start_matches("http://")).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    stream.set_nonblocking(true).unwrap();
    let (mut sent, mut rest, end) = (0, piece, Instant::now() + PATIENCE);
    // Looks for the answer between any two writes, as the server may have stopped to read.
    while sent < HUGE && stream.peek(&mut [0]).is_err_and(|error| error.kind() == ErrorKind::WouldBlock) {
        match stream.write(rest) {
            Ok(written) => (sent, rest) = (sent + written, &rest[written..]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => thread::yield_now(),
            Err(_) => break,
        }
        rest = if rest.is_empty() { piece } else { rest };
        assert!(Instant::now() < end, "neither an answer nor an end after {sent} bytes of {head}");
    }
    stream.set_nonblocking(false).unwrap();
    let mut answer = [0; 12];
    let begun = stream.read_exact(&mut answer);
    (begun.ok().map(|()| String::from_utf8_lossy(&answer)[9..].parse().unwrap()), sent)
}

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// A hundred megabytes.
const HUGE: usize = 100_000_000;
/// No route takes more than 16 MiB; the rest is what may be under way.
const READ_AT_MOST: usize = 32 << 20;

#[test]
fn a_body_of_a_hundred_megabytes_is_refused_before_it_is_read() {
    let (server, page) = server();
    let existing =
        [("region", "musterkreis"), ("page", page.as_str()), ("id", &page), ("tag", "de"), ("language", "de")];
    let token = server.token();
    let piece = vec![b' '; 64 << 10];
    let chunk = [format!("{:x}\r\n", piece.len()).as_bytes(), &piece, b"\r\n"].concat();
    let mut large = 0;

    for (method, path) in routes().into_iter().filter(|(method, _)| method == "POST" || method == "PUT") {
        let target = fill(&path, &existing, "x", |_| false);
        let head = format!(
            "{method} {target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nIf-Match: *\r\n\
             Content-Type: application/json\r\n"
        );
        for (more, piece) in
            [(format!("Content-Length: {HUGE}"), &piece), ("Transfer-Encoding: chunked".to_owned(), &chunk)]
        {
            let (status, sent) = send_without_end(&server, &format!("{head}{more}\r\n\r\n"), piece);

            let fits = status.is_none_or(|status| (200..500).contains(&status));
            assert!(fits && sent < READ_AT_MOST, "{method} {target} {more}: {status:?} after {sent} bytes");
            large += usize::from(status == Some(413));
        }
    }
    assert!(large >= 20, "only {large} of the bodies were refused for their size");
}

#[test]
fn no_script_that_was_sent_reaches_a_reader() {
    let (server, id) = server();
    let editing = format!("/api/v1/regions/musterkreis/pages/{id}/translations/de");
    let attacks = "<script>evil()</script><img src=x onerror=evil()><svg onload=evil()><a href='java\tscript:evil()'>a</a>\
        <iframe srcdoc='<script>evil()</script>'></iframe><p style='background:url(javascript:evil())'>b</p>\
        <math><mtext></table><mglyph><style><img src=x onerror=evil()></style></mglyph></mtext></math>\
        <form action=javascript:evil()><button formaction=javascript:evil()>c</button></form>\
        <noscript><p title='</noscript><script>evil()</script>'></noscript><base href='//evil.example'>";
    let title = "</title><script>evil()</script>";
    let body = json!({"title": title, "html": attacks, "slug": "angriff", "state": "public"});

    let saved = server.admin().put(&editing).if_any().json(&body).send();

    assert_eq!(saved.status, 200, "{saved:?}");
    let page = server.get("/musterkreis/de/angriff/").send();
    let v1 = server.get(&format!("/api/v1/regions/musterkreis/de/pages/{id}")).send();
    let v3 = server.get("/api/v3/musterkreis/de/pages/").send();
    assert_eq!((page.status, v1.status, v3.status), (200, 200, 200));
    let htmls = [
        page.text().to_owned(),
        v1.json()["html"].as_str().unwrap().to_owned(),
        v3.json()[0]["content"].as_str().unwrap().to_owned(),
    ];
    for html in htmls {
        let document = Html::parse_document(&html);
        for element in document.select(&Selector::parse("*").unwrap()).map(|element| element.value()) {
            assert!(!["script", "svg", "math", "iframe", "form", "button", "base"].contains(&element.name()), "{html}");
            for (name, value) in element.attrs() {
                assert!(!name.starts_with("on") && !value.contains("evil"), "{name}={value} in {html}");
            }
        }
    }
}

#[test]
fn no_line_break_that_was_sent_begins_a_header() {
    let (server, page) = server();
    let admin = server.admin();
    let region = "/api/v1/regions/musterkreis";
    let broken = "x\r\nX-Injected: yes";
    let text = |title: &str, slug: &str| json!({"title": title, "slug": slug, "html": "", "state": "public"});

    let refused = [
        ("email", admin.post("/api/v1/users").json(&json!({"email": format!("a@{broken}"), "name": "A"}))),
        ("name", admin.post("/api/v1/users").json(&json!({"email": "a@example.org", "name": broken}))),
        ("name", admin.post(&format!("{region}/organizations")).json(&json!({"name": broken}))),
        ("title", admin.put(&format!("{region}/pages/{page}/translations/en")).if_none().json(&text(broken, "x"))),
        ("slug", admin.put(&format!("{region}/pages/{page}/translations/en")).if_none().json(&text("x", broken))),
        (
            "at",
            admin
                .post(&format!("{region}/pages/{page}/translations/de/schedules"))
                .json(&json!({"what": "expire", "at": broken})),
        ),
    ];
    for (field, request) in refused {
        let answer = request.send();

        assert!((400..500).contains(&answer.status), "{field}: {answer:?}");
        assert_eq!(answer.json()["field"], field, "{answer:?}");
        assert!(answer.headers.get("x-injected").is_none(), "{field}: {answer:?}");
    }
    for name in ["Idempotency-Key", "Accept-Language", "If-None-Match", "X-Forwarded-For", "X-Forwarded-Host", "Origin"]
    {
        let heard = hear(&server, "GET", &format!("{region}/de/pages"), &format!("{name}: x\rX-Injected: yes\r\n"));
        check("GET", region, &heard);
        assert!((200..500).contains(&heard.status), "{name}: {}", heard.status);
    }
}
