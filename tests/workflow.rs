//! How editors work together: review, versions, lost races, schedules, what has to be looked at again.

mod agenda;
mod races;
mod reviews;
mod schedules;
mod versions;

use content::audit::Behalf;
use content::roles::{Grant, Role, Scope};
use content::tokens::{self, NewPersonal};
use content::users::{self, NewUser};
use serde_json::{Value, json};

use crate::support::{Client, Page, Region, Server, wait};

/// A server with the region `musterkreis` in German, English and Arabic.
fn musterkreis() -> (Server, Region) {
    let server = Server::start();
    let region = server.region("musterkreis", &["de", "en", "ar"]);
    (server, region)
}

/// A client with a token of somebody called `name`, who is `role` in `region`.
fn somebody(server: &Server, region: &Region, name: &str, role: Role) -> Client {
    let (region, name) = (region.id, name.to_owned());
    let made = server.store.write(move |db, world| {
        let behalf = Behalf::program("test");
        let email = format!("{name}@example.org");
        let user = users::create(db, &NewUser { email, name: name.clone(), organization: None }, &behalf, world)?;
        let grant = Grant { role, region: Some(region), language: None, item: None };
        users::give(db, &user.id, &grant, &behalf, world)?;
        let new = NewPersonal { name, scopes: Scope::ALL.to_vec(), expires: None };
        Ok(tokens::create_personal(db, &user.id, &new, &behalf, world)?.1)
    });
    server.anybody().with_token(wait(made).unwrap())
}

/// The address of the text of a page for editors.
fn address(page: &Page, language: &str) -> String {
    format!("/api/v1/regions/{}/pages/{}/translations/{language}", page.region.slug, page.id)
}

/// A text, as it is sent.
fn text(title: &str, html: &str, state: &str) -> Value {
    json!({"title": title, "html": html, "state": state})
}

/// Number, state and reason of a version.
fn stands(version: &Value) -> Value {
    json!([version["version"], version["state"], version["reason"]])
}
