//! Pages made, changed and removed by programs: keys for requests that are sent twice, many changes in one, deletion.

mod changes;
mod deletions;
mod keys;

use content::audit::Behalf;
use content::roles::{Grant, Scope};
use content::tokens::{self, NewPersonal};
use content::users::{self, NewUser};
use serde_json::{Value, json};

use crate::support::{Answer, Client, Region, Server, wait};

/// The address of the region that the tests write in.
const REGION: &str = "/api/v1/regions/musterkreis";

/// A server with the region `musterkreis`, and an administrator.
fn musterkreis() -> (Server, Region, Client) {
    let server = Server::start();
    let region = server.region("musterkreis", &["de", "en"]);
    let admin = server.admin();
    (server, region, admin)
}

/// Somebody with this grant and no other.
fn somebody(server: &Server, grant: Grant) -> Client {
    let made = server.store.write(move |db, world| {
        let behalf = Behalf::program("test");
        let new = NewUser { email: "amt@example.org".to_owned(), name: "Amt".to_owned(), organization: None };
        let user = users::create(db, &new, &behalf, world)?;
        users::give(db, &user.id, &grant, &behalf, world)?;
        let new = NewPersonal { name: "push".to_owned(), scopes: vec![Scope::Read, Scope::Write], expires: None };
        Ok(tokens::create_personal(db, &user.id, &new, &behalf, world)?.1)
    });
    server.anybody().with_token(wait(made).unwrap())
}

/// A text for readers, as it is sent.
fn text(title: &str, html: &str) -> Value {
    json!({"title": title, "html": html, "state": "public"})
}

/// Sends `operations` as one.
fn push(client: &Client, operations: &[Value]) -> Answer {
    client.post(&format!("{REGION}/changes")).json(&json!({"operations": operations})).send()
}

/// What readers see: titles in tree order.
fn titles(server: &Server) -> Vec<String> {
    let pages = server.get(&format!("{REGION}/de/pages")).send().json();
    pages.as_array().unwrap().iter().map(|page| page["title"].as_str().unwrap().to_owned()).collect()
}
