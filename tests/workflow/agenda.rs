//! What has to be looked at: pages whose day comes, and texts that wait.

use content::roles::Role;
use serde_json::{Value, json};

use super::{address, musterkreis, somebody, text};
use crate::support::{Client, Page};

const REVIEWS: &str = "/api/v1/regions/musterkreis/reviews";

fn set(client: &Client, page: &Page, number: i64, details: &Value) -> crate::support::Answer {
    client.put(&format!("/api/v1/regions/musterkreis/pages/{}", page.id)).if_match(number).json(details).send()
}

#[test]
fn details_of_a_page_are_set_as_a_whole() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>eins</p>");
    let admin = server.admin();
    let details = json!({"topics": ["work"], "icon": "https://example.org/i.png", "review_by": "2026-12-01"});

    let first = set(&admin, &page, 1, &details);
    let same = set(&admin, &page, 2, &details);
    let stale = set(&admin, &page, 1, &details);
    let emptied = set(&admin, &page, 2, &json!({}));

    let told = first.json();
    assert_eq!((first.status, first.header("etag")), (200, "\"2\""));
    assert_eq!(
        (&told["topics"], &told["icon"], &told["review_by"]),
        (&details["topics"], &details["icon"], &details["review_by"])
    );
    assert_eq!((same.status, same.header("etag"), stale.status), (200, "\"2\"", 412));
    assert_eq!((emptied.status, &emptied.json()["topics"], &emptied.json()["icon"]), (200, &json!([]), &json!(null)));
}

#[test]
fn details_that_cannot_be_are_refused_with_their_name() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>eins</p>");
    let (admin, editor) = (server.admin(), somebody(&server, &region, "editor", Role::Editor));

    for (details, field) in [
        (json!({"review_by": "2026-02-30"}), "review_by"),
        (json!({"review_by": "soon"}), "review_by"),
        (json!({"icon": "javascript:alert(1)"}), "icon"),
        (json!({"icon": format!("https://example.org/{}", "x".repeat(3000))}), "icon"),
        (json!({"organization": 7}), "organization"),
    ] {
        let answer = set(&admin, &page, 1, &details);
        assert_eq!((answer.status, &answer.json()["field"]), (422, &json!(field)), "{details}");
    }
    assert_eq!(set(&editor, &page, 1, &json!({"organization": 7})).status, 403);
}

#[test]
fn pages_come_up_for_review_until_somebody_confirms_them() {
    let (server, region) = musterkreis();
    let (late, soon, far) = (
        region.page("de", "Spät", "<p>x</p>"),
        region.page("de", "Bald", "<p>x</p>"),
        region.page("de", "Fern", "<p>x</p>"),
    );
    let admin = server.admin();
    for (page, day) in [(&late, "2026-11-01"), (&soon, "2026-12-22"), (&far, "2026-12-23")] {
        set(&admin, page, 1, &json!({"review_by": day}));
    }

    let before = admin.get(REVIEWS).send();
    admin.post(&format!("/api/v1/regions/musterkreis/pages/{}/confirm", late.id)).if_match(2).send();
    let after = admin.get(REVIEWS).send();

    let due = |page: &Page, title: &str, day: &str, overdue: bool| json!({"page": page.id, "title": title, "review_by": day, "checked": null, "overdue": overdue});
    let soon = due(&soon, "Bald", "2026-12-22", false);
    before.is(200, &json!({"pages": [due(&late, "Spät", "2026-11-01", true), soon], "texts": []}));
    after.is(200, &json!({"pages": [soon], "texts": []}));
}

#[test]
fn texts_wait_on_the_list_until_they_are_decided() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>eins</p>");
    let (admin, german) = (server.admin(), address(&page, "de"));
    let author =
        admin.put(&german).if_match(1).json(&text("Zwei", "<p>zwei</p>", "review")).send().json()["author"].clone();

    let waiting = admin.get(REVIEWS).send();
    admin.post(&format!("{german}/approve")).if_match(2).send();
    let decided = admin.get(REVIEWS).send();

    let expected = json!({
        "page": page.id, "language": "de", "version": 2, "title": "Zwei", "author": author, "created": "2026-11-22T10:00:00Z",
    });
    waiting.is(200, &json!({"pages": [], "texts": [expected]}));
    decided.is(200, &json!({"pages": [], "texts": []}));
}
