//! What a link shows, what it takes, and when it holds.

use std::sync::atomic::{AtomicI64, Ordering};

use content::items::Base;
use content::versions::{Draft, State};
use serde_json::{Value, json};

use super::{INVITATIONS, invitation, invite, kept, listed, musterkreis, on, path, suggest, suggested};
use crate::support::{Database, NOW, PUBLIC_URL, Server, public};

const DAY: i64 = 24 * 3_600_000;

#[test]
fn a_link_shows_the_public_texts_of_what_was_chosen_and_nothing_else() {
    let (server, _, page) = musterkreis();
    let draft = Draft { state: State::Draft, ..public("Secret", "<p>secret</p>") };
    page.save("en", Base::None, draft).unwrap();
    let link = invite(&server, &page);

    let shown = server.anybody().get(&link).send();

    let [mut shown_ende, mut shown_hallo] = [0, 1].map(|at| shown.json()["messages"][at].clone());
    assert!([&mut shown_ende, &mut shown_hallo].map(|one| one["base"].take().is_string()).iter().all(|is| *is));
    let mut answer = shown.json();
    answer["messages"] = json!([shown_ende, shown_hallo]);
    assert_eq!((shown.status, shown.header("cache-control")), (200, "no-store"));
    assert_eq!(
        answer,
        json!({
            "region": "musterkreis", "name": "musterkreis", "language": "en", "direction": "ltr", "note": "Danke!",
            "expires": "2026-12-06T10:00:00Z",
            "pages": [{"page": page.id, "base": "1.0", "current": null,
                "source": {"language": "de", "version": 1, "title": "Eins", "html": "<p>eins</p>"}}],
            "messages": [
                {"bundle": "app", "message": "ende", "base": null, "comment": "", "source": "Tschüss", "current": null},
                {"bundle": "app", "message": "hallo", "base": null, "comment": "Beim Start", "source": "Hallo { $name }",
                    "current": null},
            ],
        })
    );
}

#[test]
fn a_page_that_was_archived_shows_nothing() {
    let (server, _, page) = musterkreis();
    let link = invite(&server, &page);
    page.set_archived(Base::Any, true).unwrap();

    let shown = server.anybody().get(&link).send().json();

    assert_eq!(shown["pages"], json!([{"page": page.id, "base": "0.0", "source": null, "current": null}]));
}

#[test]
fn the_secret_is_shown_once_and_kept_under_no_key() {
    let (server, _, page) = musterkreis();
    let admin = server.admin();
    let create = || admin.post(INVITATIONS).header("Idempotency-Key", "one").json(&invitation(&page)).send();

    let (first, second) = (create(), create());

    let made = first.json();
    assert_eq!((first.status, second.status, first.header("cache-control")), (201, 201, "no-store"));
    assert!(made["link"].as_str().unwrap().starts_with(&format!("{PUBLIC_URL}/api/v1/invitations/invitation_")));
    assert_ne!(path(&made), path(&second.json()));
    let list = admin.get(INVITATIONS).send();
    assert!(!list.text().contains("invitation_"), "{list:?}");
    let list = list.json();
    let mut listed = list.as_array().unwrap().iter().filter(|one| one["id"] == made["invitation"]["id"]).cloned();
    let mut listed = listed.next().unwrap();
    assert!(listed["author"].take().as_str().unwrap().starts_with("token/"));
    assert_eq!(
        listed,
        json!({
            "id": made["invitation"]["id"], "language": "en", "pages": [page.id], "messages": [{"bundle": "app"}],
            "note": "Danke!", "author": null, "created": "2026-11-22T10:00:00Z", "expires": "2026-12-06T10:00:00Z",
            "revoked": false, "open": 0,
        })
    );
}

#[test]
fn a_link_that_does_not_hold_is_told_from_none_that_never_was() {
    static CLOCK: AtomicI64 = AtomicI64::new(NOW);
    let (server, _, page) = on(Server::on(Database::with_clock(|| CLOCK.load(Ordering::Relaxed))));
    let (admin, anybody) = (server.admin(), server.anybody());
    let made = admin.post(INVITATIONS).json(&invitation(&page)).send().json();
    let (revoked, expired, archived) = (path(&made), invite(&server, &page), invite(&server, &page));
    let tell = |link: &str| {
        let (read, written) = (anybody.get(link).send(), suggest(anybody, link, &page, "One"));
        let list = anybody.get(&format!("{link}/suggestions")).send();
        [read, written, list].map(|answer| (answer.status, answer.text().to_owned()))
    };
    let never = tell("/api/v1/invitations/invitation_x");

    let revoke = format!("{INVITATIONS}/{}", made["invitation"]["id"].as_str().unwrap());
    assert_eq!(admin.delete(&revoke).send().status, 204);
    let after_revoking = tell(&revoked);
    server.run("UPDATE regions SET status = 'archived'");
    let after_archiving = tell(&archived);
    server.run("UPDATE regions SET status = 'active'");
    assert_eq!(anybody.get(&expired).send().status, 200);
    CLOCK.store(NOW + 14 * DAY, Ordering::Relaxed);
    let after_expiring = tell(&expired);

    assert!(never.iter().all(|(status, text)| *status == 404 && text.contains("unknown-link")), "{never:?}");
    assert_eq!((&after_revoking, &after_archiving, &after_expiring), (&never, &never, &never));
    assert_eq!(admin.get(INVITATIONS).send().json().as_array().unwrap().len(), 3);
}

#[test]
fn an_invitation_to_what_is_not_there_is_refused() {
    let (server, _, page) = musterkreis();
    let elsewhere = server.region("nachbarkreis", &["de"]).page("de", "Zwei", "<p>x</p>");
    let with = |name: &str, value: Value| {
        let mut body = invitation(&page);
        body[name] = value;
        body
    };
    let empty = json!({"language": "en", "days": 1});
    for (body, status, code, field) in [
        (with("days", json!(0)), 422, "invalid", Some("days")),
        (with("days", json!(91)), 422, "invalid", Some("days")),
        (with("note", json!("x".repeat(1001))), 422, "invalid", Some("note")),
        (with("note", json!("a\u{0}b")), 422, "invalid", Some("note")),
        (with("language", json!("fr")), 404, "unknown-language", None),
        (with("pages", json!(["x"])), 422, "invalid", Some("pages")),
        (with("pages", json!([elsewhere.id])), 404, "unknown-page", None),
        (with("pages", json!(vec![page.id.clone(); 101])), 422, "invalid", Some("pages")),
        (with("messages", json!([{"bundle": "A\u{0}"}])), 422, "invalid", Some("messages")),
        (with("messages", json!([{"bundle": "other"}])), 404, "unknown-bundle", None),
        (with("messages", json!([{"bundle": "app", "message": "x\u{0}"}])), 404, "unknown-message", None),
        (empty, 422, "invalid", Some("pages")),
    ] {
        let answer = server.admin().post(INVITATIONS).json(&body).send();
        let problem = answer.json();
        assert_eq!((answer.status, &problem["code"]), (status, &json!(code)), "{body}");
        assert_eq!(problem["field"].as_str(), field, "{body}");
    }
}

#[test]
fn a_suggestion_is_cleaned_and_stays_beside_what_readers_have() {
    let (server, _, page) = musterkreis();
    let link = invite(&server, &page);

    let body = json!({"page": page.id, "title": " One ", "html": "<p onclick=\"x()\">one</p>"});
    let kept = server.anybody().post(&format!("{link}/suggestions")).json(&body).send();

    let mut told = kept.json();
    let id = told["id"].take();
    assert!(id.is_string());
    kept_is(kept.status, &told, &page.id);
    assert_eq!(page.newest("en"), None);
    let own = server.anybody().get(&format!("{link}/suggestions")).send().json();
    assert_eq!((&own["suggestions"][0]["id"], &own["next"]), (&id, &Value::Null));
}

fn kept_is(status: u16, told: &Value, page: &str) {
    let expected = json!({
        "id": null, "page": page, "title": "One", "html": "<p>one</p>", "named": false, "state": "open",
        "created": "2026-11-22T10:00:00Z", "removed": [{"what": "p@onclick", "count": 1}],
    });
    assert_eq!((status, told), (201, &expected));
}

#[test]
fn a_newer_suggestion_takes_the_place_of_the_open_one_and_an_open_one_can_be_taken_back() {
    let (server, _, page) = musterkreis();
    let (link, other) = (invite(&server, &page), invite(&server, &page));
    let first = suggested(&server, &link, &page, "One");
    let beside = suggested(&server, &other, &page, "Uno");

    let second = suggested(&server, &link, &page, "Ones");

    let ids = |query: &str| {
        let ids = listed(&server.admin(), query);
        ids.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let mut open = ids("");
    open.sort();
    let mut expected = vec![beside.clone(), second.clone()];
    expected.sort();
    assert_eq!(open, expected);
    let delete = |link: &str, id: &str| server.anybody().delete(&format!("{link}/suggestions/{id}")).send().status;
    assert_eq!((delete(&link, &first), delete(&other, &second), delete(&link, &second)), (404, 404, 204));
    assert_eq!((ids(""), delete(&link, &second)), (vec![beside], 404));
}

#[test]
fn a_message_is_checked_as_an_upload_is() {
    let (server, _, page) = musterkreis();
    let link = invite(&server, &page);
    let send = |message: &str, text: &str| {
        let body = json!({"bundle": "app", "message": message, "text": text});
        server.anybody().post(&format!("{link}/suggestions")).json(&body).send()
    };

    let (wrong, good) = (send("hallo", "Hello { $nobody }"), send("hallo", "Hello { $name }"));
    let two = send("ende", "Bye\nhallo = Hijacked");

    let report = &wrong.json()["report"];
    assert_eq!((wrong.status, &wrong.json()["code"]), (422, &json!("nothing-applicable")));
    let found = report["rows"][0]["findings"].as_array().unwrap().iter().find(|one| one["severity"] == "error");
    assert_eq!(found.unwrap()["code"], "unknown-variable");
    assert_eq!((good.status, &good.json()["text"]), (201, &json!("Hello { $name }")));
    assert_eq!((two.status, &two.json()["report"]["rows"].as_array().unwrap().len()), (201, &1));
    assert_eq!(send("neu", "New").status, 404);
    kept(&two);
}

#[test]
fn a_body_that_does_not_fit_is_told_with_the_field_at_fault() {
    let (server, region, page) = musterkreis();
    let elsewhere = region.page("de", "Zwei", "<p>x</p>");
    let link = invite(&server, &page);
    let of_page = |more: Value| {
        let mut body = json!({"page": page.id, "title": "One", "html": ""});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    for (body, status, field) in [
        (json!({}), 400, Some("page")),
        (json!({"page": page.id, "html": ""}), 400, Some("title")),
        (json!({"page": page.id, "title": "One"}), 400, Some("html")),
        (json!({"bundle": "app", "text": "x"}), 400, Some("message")),
        (json!({"bundle": "app", "message": "ende", "text": "x", "html": ""}), 400, Some("html")),
        (of_page(json!({"bundle": "app"})), 400, Some("bundle")),
        (of_page(json!({"page": "x"})), 422, Some("page")),
        (of_page(json!({"page": elsewhere.id})), 404, None),
        (of_page(json!({"title": " "})), 422, Some("title")),
        (of_page(json!({"name": "x".repeat(101)})), 422, Some("name")),
        (of_page(json!({"name": "a\u{0}b"})), 422, Some("name")),
        (of_page(json!({"base": "newest"})), 422, Some("base")),
        (json!({"bundle": "\u{0}", "message": "ende", "text": "x"}), 404, None),
    ] {
        let answer = server.anybody().post(&format!("{link}/suggestions")).json(&body).send();
        assert_eq!((answer.status, answer.json()["field"].as_str()), (status, field), "{body}");
    }
    assert_eq!(listed(&server.admin(), ""), Vec::<Value>::new());
}
