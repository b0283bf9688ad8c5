//! Behind another web server: whose address is noted, a path that everything is below, a socket in place of a port.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::Path;

use content::audit::{self, Filter};
use serde_json::json;

use crate::support::binaries::{Running, fail, lotse, lotse_on};
use crate::support::{Database, PUBLIC_URL, Server, wait};

/// Makes a region for a client who is said to be elsewhere; tells the network that the audit has noted.
fn noted(server: &Server) -> Option<String> {
    let body =
        json!({"slug": "musterstadt", "name": "Musterstadt", "default_language": "de", "time_zone": "Europe/Berlin"});
    let made = server.admin().post("/api/v1/regions").header("X-Forwarded-For", "6.6.6.6, 198.51.100.7").json(&body);
    assert_eq!(made.send().status, 201);
    let records = wait(server.store.read(|db| audit::list(db, &Filter::default(), 10))).unwrap();
    records.into_iter().next().unwrap().address
}

#[test]
fn the_audit_notes_the_network_that_a_trusted_proxy_names() {
    let server =
        Server::with(Database::new(), |options| options.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()]);

    assert_eq!(noted(&server).as_deref(), Some("198.51.100.0/24"));
}

#[test]
fn the_audit_notes_the_network_of_whoever_asks_when_no_proxy_is_trusted() {
    assert_eq!(noted(&Server::start()).as_deref(), Some("127.0.0.0/24"));
}

#[test]
fn a_trusted_proxy_that_is_no_address_is_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = lotse();
    command.args(["serve", "--trusted-proxies", "10.0.0.0/8,proxy.example", "--data"]).arg(folder.path());

    let output = command.output().unwrap();

    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("`proxy.example` is no range of addresses"));
}

/// A server below `/lotse`.
fn below() -> Server {
    Server::with(Database::new(), |options| {
        options.base_path.push_str("/lotse");
        options.public_url.push_str("/lotse");
    })
}

#[test]
fn everything_answers_below_the_base_path() {
    let server = below();
    let region = server.region("musterstadt", &["de"]);
    region.page("de", "Ankommen", "<p>Willkommen</p>");

    for path in ["/health/live", "/openapi.json", "/docs/", "/metrics", "/api/v1/regions?", "/api/v3/regions/"] {
        assert_eq!(server.get(&format!("/lotse{path}")).send().status, 200, "{path}");
    }
    for path in ["/lottery/health/live", "/lotse/lotse/health/live"] {
        assert_eq!(server.get(path).send().status, 404, "{path}");
    }
}

#[test]
fn a_proxy_may_take_the_base_path_off() {
    assert_eq!(below().get("/health/live").send().status, 200);
}

#[test]
fn every_address_in_an_answer_has_the_base_path() {
    let server = below();
    let region = server.region("musterstadt", &["de"]);
    region.page("de", "Ankommen", "<p>Willkommen</p>");

    let pages = server.get("/lotse/api/v3/musterstadt/de/pages/").send().json();
    let docs = server.get("/lotse/docs").send();
    let slash = server.get("/lotse/api/v3/regions").send();
    let page = server.get("/lotse/docs/swagger-initializer.js").send();
    let description = server.get("/lotse/openapi.json").send().json();

    assert_eq!(pages[0]["url"], format!("{PUBLIC_URL}/lotse/musterstadt/de/ankommen/"));
    assert_eq!((docs.status, docs.header("Location")), (302, "/lotse/docs/"));
    assert_eq!((slash.status, slash.header("Location")), (301, "/lotse/api/v3/regions/"));
    assert!(page.text().contains("/lotse/openapi.json"), "{page:?}");
    assert_eq!(description["servers"], json!([{"url": "/lotse"}]));
}

#[test]
fn a_base_path_that_is_none_is_one_line() {
    for path in ["lotse", "/lotse?x", "/a//b", "/ä"] {
        let folder = tempfile::tempdir().unwrap();
        let mut command = lotse();
        command.args(["serve", "--listen", "127.0.0.1:0", "--base-path", path, "--data"]).arg(folder.path());

        let line = fail(command);

        assert!(line.contains("is no base path: write it like /lotse"), "{line}");
    }
}

fn asked(socket: &Path) -> String {
    let mut stream = UnixStream::connect(socket).unwrap();
    stream.write_all(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn the_server_listens_on_a_socket_for_its_group_and_takes_it_away_at_the_end() {
    let database = Database::new();
    let socket = database.folder().join("lotse.sock");
    let running = Running::start_at(&database, &format!("unix:{}", socket.display()));

    let answer = asked(&socket);

    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert_eq!(fs::metadata(&socket).unwrap().permissions().mode() & 0o777, 0o660);
    assert_eq!(running.terminate().code(), Some(0));
    assert!(!socket.exists());
}

#[test]
fn a_socket_that_a_killed_server_has_left_is_replaced() {
    let database = Database::new();
    let socket = database.folder().join("lotse.sock");
    let listen = format!("unix:{}", socket.display());
    drop(Running::start_at(&database, &listen));
    assert!(fs::metadata(&socket).unwrap().file_type().is_socket());

    let _running = Running::start_at(&database, &listen);

    assert!(asked(&socket).starts_with("HTTP/1.1 200 "));
}

#[test]
fn a_socket_that_is_in_use_is_left_alone() {
    let database = Database::new();
    let socket = database.folder().join("lotse.sock");
    let listen = format!("unix:{}", socket.display());
    let _running = Running::start_at(&database, &listen);
    let mut command = lotse_on(&database);
    command.args(["serve", "--listen", &listen]);

    let line = fail(command);

    assert!(line.contains("cannot be listened on"), "{line}");
    assert!(asked(&socket).starts_with("HTTP/1.1 200 "));
}
