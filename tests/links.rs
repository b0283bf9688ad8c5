//! Links: those that lead nowhere are found, addresses on other servers are visited politely, and all can be replaced.

mod broken;
mod checking;
mod replacing;
mod sites;

use content::audit::Behalf;
use content::roles::{Grant, Role, Scope};
use content::tokens::{self, NewPersonal};
use serde_json::Value;

use crate::support::{Client, Region, Server, wait};

const BROKEN: &str = "/api/v1/regions/musterkreis/links/broken";
const REPLACE: &str = "/api/v1/regions/musterkreis/links/replace";

/// A link to a page.
fn to_page(id: &str) -> String {
    format!("<p><a href=\"item:page/{id}\">x</a></p>")
}

/// A link to an address on another server.
fn to(url: &str) -> String {
    format!("<p><a href=\"{url}\" rel=\"noopener\">x</a></p>")
}

/// Kind, page, language, version and whether readers see it, of each link of a list.
fn told(list: &Value) -> Vec<Value> {
    let links = list["links"].as_array().unwrap_or_else(|| panic!("{list}"));
    let row = |link: &Value| {
        Value::from_iter(["kind", "page", "language", "version", "public"].map(|member| link[member].clone()))
    };
    links.iter().map(row).collect()
}

/// A client with a token of somebody who has these grants.
fn somebody(server: &Server, name: &str, grants: &[Grant]) -> Client {
    let (user, behalf) = (server.user(name, grants), Behalf::program("test"));
    let new = NewPersonal { name: name.to_owned(), scopes: Scope::ALL.to_vec(), expires: None };
    let made = server.store.write(move |db, world| tokens::create_personal(db, &user.id, &new, &behalf, world));
    server.anybody().with_token(wait(made).unwrap().1)
}

/// A role for one page.
fn for_page(role: Role, region: &Region, page: &str) -> Grant {
    Grant { role, region: Some(region.id), language: None, item: Some(page.to_owned()) }
}
