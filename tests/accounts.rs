//! Accounts over HTTP: signing in, second factors, tokens, people of regions and of all, organizations.

mod administrators;
mod commands;
mod logs;
mod organizations;
mod own;
mod people;
mod sessions;
mod staff;

use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use crate::support::{Answer, Client, NOW, PASSWORD};

/// The code that an app shows `seconds` after now.
fn code(secret: &str, seconds: u64) -> String {
    code_at(secret, u64::try_from(NOW / 1000).unwrap() + seconds)
}

/// The code that an app shows at `time`, in seconds since 1970.
fn code_at(secret: &str, time: u64) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let app = Builder::new().with_secret(secret).with_account_name("").with_issuer(Some("Lotse")).build().unwrap();
    app.generate(time).to_string()
}

/// Signs in as `name` with [`PASSWORD`].
fn sign_in(client: &Client, name: &str, code: Option<&str>) -> Answer {
    try_in(client, &json!({"email": format!("{name}@example.org"), "password": PASSWORD, "code": code}))
}

fn try_in(client: &Client, credentials: &Value) -> Answer {
    client.post("/api/v1/session").json(credentials).send()
}

/// Status and code of a refusal.
fn refusal(answer: &Answer) -> (u16, String) {
    (answer.status, answer.json()["code"].as_str().unwrap_or_default().to_owned())
}
