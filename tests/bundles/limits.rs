//! How often one token may upload.

use serde_json::json;

use super::{GERMAN, source};
use crate::support::{Answer, Client, Server};

fn put(client: &Client, file: &str) -> Answer {
    client.put(&format!("{}?dry_run=true", source("de"))).language("de").bytes(file).send()
}

#[test]
fn who_uploads_too_often_is_told_when_to_come_back_and_others_are_not_kept_waiting() {
    let server = Server::with_uploads_per_minute(2);
    let (first, second) = (server.admin(), server.admin());

    let (once, twice, again) = (put(&first, GERMAN), put(&first, "{ no Fluent"), put(&first, GERMAN));
    let import = first.post("/api/v1/bundles/import").bytes("no zip").send();
    let sheet = first.put("/api/v1/bundles/de.csv").bytes("no sheet").send();
    let other = put(&second, GERMAN);

    assert_eq!((once.status, twice.status, other.status), (200, 422, 200));
    for answer in [&again, &import, &sheet] {
        assert_eq!((answer.status, &answer.json()["code"]), (429, &json!("too-many-uploads")));
        let seconds: u64 = answer.header("retry-after").parse().unwrap();
        assert!((1..=60).contains(&seconds), "{seconds}");
    }
    assert_eq!(again.json()["title"], "Zu viele Uploads in kurzer Zeit");
    assert_eq!(first.get(&source("de")).send().status, 404, "reading is not counted");
}

#[test]
fn an_import_of_many_files_counts_as_one_upload() {
    let server = Server::with_uploads_per_minute(2);
    let admin = server.admin();
    let body = json!({"app": {"de": {"a": "A"}, "en": {"a": "A"}}, "other": {"de": {"a": "A"}, "en": {"a": "A"}}});

    let import = admin.post("/api/v1/bundles/import").json(&body).send();

    assert_eq!((import.status, &import.json()["counts"]["refused"]), (200, &json!(0)));
    assert_eq!(put(&admin, GERMAN).status, 200);
}
