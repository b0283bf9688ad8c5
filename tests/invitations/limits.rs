//! How much comes in through links: per network, per invitation, per text.

use serde_json::json;

use super::{invite, musterkreis, on, suggest};
use crate::support::Server;

#[test]
fn a_network_that_asks_too_often_is_told_to_wait() {
    let (server, _, page) = on(Server::with_visits_per_minute(2));
    let link = invite(&server, &page);
    let get = || server.anybody().get(&link).send();

    let (first, second, third) = (get(), suggest(server.anybody(), &link, &page, "One"), get());

    assert_eq!((first.status, second.status, third.status), (200, 201, 429));
    assert_eq!(third.json()["code"], "too-many-requests");
    assert!((1..=60).contains(&third.header("retry-after").parse::<u64>().unwrap()), "{third:?}");
}

#[test]
fn at_most_500_suggestions_of_an_invitation_wait() {
    let (server, _, page) = musterkreis();
    let (link, other) = (invite(&server, &page), invite(&server, &page));
    // Messages that this invitation is for, which have many more suggestions than it has messages.
    let waiting = "INSERT INTO suggestions (id, invitation, region, language, bundle, message, base, title, text, state, created) \
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) \
        SELECT 'waiting-' || i, invitations.id, invitations.region, 'en', 'app', 'm' || i, '0.0', '', 'x', 'open', 0 \
        FROM n, (SELECT id, region FROM invitations ORDER BY id LIMIT 1) AS invitations";
    server.run(waiting);

    let answers = [&link, &other].map(|link| suggest(server.anybody(), link, &page, "One"));

    let mut statuses = answers.iter().map(|answer| answer.status).collect::<Vec<_>>();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    let refusal = answers.iter().find(|answer| answer.status == 409).unwrap();
    assert_eq!(refusal.json()["code"], "conflict");
    server.run("DELETE FROM suggestions WHERE id = 'waiting-1'");
    assert_eq!([&link, &other].map(|link| suggest(server.anybody(), link, &page, "Two").status), [201, 201]);
}

#[test]
fn a_text_has_the_limits_of_those_of_editors() {
    let (server, _, page) = musterkreis();
    let link = invite(&server, &page);
    let send = |title: String, html: String| {
        let body = json!({"page": page.id, "title": title, "html": html});
        server.anybody().post(&format!("{link}/suggestions")).json(&body).send()
    };

    let title = send("x".repeat(1025), String::new());
    let long = send("x".to_owned(), "<p>x</p>".repeat(120_000));
    let body = send("x".to_owned(), "x".repeat(3 << 20));

    assert_eq!((title.status, &title.json()["field"]), (422, &json!("title")));
    assert_eq!((long.status, &long.json()["field"]), (422, &json!("html")));
    assert_eq!(body.status, 413);
}
