//! Two people save at once: one wins, and nothing of the other gets lost.

use std::sync::Barrier;
use std::thread;

use content::roles::Role;
use serde_json::json;

use super::{address, musterkreis, somebody, text};

#[test]
fn whoever_is_slower_sees_the_winner_and_finds_his_own_text() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>eins</p>");
    let german = address(&page, "de");
    let (anna, otto) =
        (somebody(&server, &region, "anna", Role::Editor), somebody(&server, &region, "otto", Role::Editor));

    let won = anna.put(&german).if_match(1).json(&text("Anna", "<p>anna</p>", "public")).send();
    let lost = otto.put(&german).if_match(1).json(&text("Otto", "<p>otto</p>", "public")).send();
    let kept = otto.get(&format!("{german}/autosave")).send();
    let of_anna = anna.get(&format!("{german}/autosave")).send();

    let problem = lost.json();
    assert_eq!(
        (lost.status, lost.header("etag"), &problem["code"], &problem["current"]),
        (412, "\"2\"", &json!("stale"), &json!(2))
    );
    assert_eq!(
        problem["winner"],
        json!({
            "version": 2, "state": "public", "title": "Anna", "html": "<p>anna</p>", "author": won.json()["author"],
            "created": "2026-11-22T10:00:00Z",
        })
    );
    kept.is(200, &json!({"base": 1, "title": "Otto", "html": "<p>otto</p>", "updated": "2026-11-22T10:00:00Z"}));
    assert_eq!((of_anna.status, &of_anna.json()["code"]), (404, &json!("unknown-autosave")));
    assert_eq!(page.versions("de").len(), 2);
}

#[test]
fn of_two_who_save_at_once_one_wins_and_the_other_loses_nothing() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>eins</p>");
    let german = address(&page, "de");
    let both = ["anna", "otto"].map(|name| (name, somebody(&server, &region, name, Role::Editor)));
    for round in 1..=10 {
        let at_once = Barrier::new(2);

        let answers = thread::scope(|scope| {
            let saves = both.each_ref().map(|(name, client)| {
                let body = text(&format!("{name} {round}"), &format!("<p>{name}</p>"), "public");
                let (at_once, german) = (&at_once, &german);
                scope.spawn(move || {
                    at_once.wait();
                    client.put(german).if_match(round).json(&body).send()
                })
            });
            saves.map(|save| save.join().unwrap())
        });

        let winner = usize::from(answers[0].status != 200);
        let (won, lost) = (&answers[winner], &answers[1 - winner]);
        let ((winner, _), (loser, client)) = (&both[winner], &both[1 - winner]);
        let problem = lost.json();
        assert_eq!((won.status, lost.status, &problem["code"]), (200, 412, &json!("stale")));
        assert_eq!(problem["winner"]["title"], format!("{winner} {round}"));
        assert_eq!(problem["winner"]["html"], format!("<p>{winner}</p>"));
        let kept = client.get(&format!("{german}/autosave")).send().json();
        assert_eq!(kept["title"], format!("{loser} {round}"));
        assert_eq!((&kept["html"], &kept["base"]), (&json!(format!("<p>{loser}</p>")), &json!(round)));
        assert_eq!(page.newest("de").map(|version| version.number), Some(round + 1));
    }
}

#[test]
fn an_unfinished_text_is_kept_replaced_and_forgotten() {
    let (server, region) = musterkreis();
    let page = region.page("de", "Eins", "<p>eins</p>");
    let (admin, autosave) = (server.admin(), format!("{}/autosave", address(&page, "de")));
    let keep = |html: &str| admin.put(&autosave).json(&json!({"base": 1, "title": "", "html": html})).send();

    let none = admin.delete(&autosave).send();
    keep("<p>a</p>");
    let cleaned = keep("<p>b</p><script>x()</script>");
    let read = admin.get(&autosave).send();
    let (gone, again) = (admin.delete(&autosave).send(), admin.get(&autosave).send());

    let expected = json!({"base": 1, "title": "", "html": "<p>b</p>", "updated": "2026-11-22T10:00:00Z"});
    assert_eq!(none.status, 404);
    cleaned.is(200, &expected);
    read.is(200, &expected);
    assert_eq!((gone.status, again.status), (204, 404));
    assert_eq!(page.versions("de").len(), 1);
}

#[test]
fn only_the_language_of_a_page_that_exists_keeps_a_text() {
    let (server, _) = musterkreis();
    let admin = server.admin();
    let nowhere = "/api/v1/regions/musterkreis/pages/0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61/translations/de/autosave";

    let answer = admin.put(nowhere).json(&json!({"base": 0, "title": "x", "html": "<p>x</p>"})).send();

    assert_eq!((answer.status, &answer.json()["code"]), (404, &json!("unknown-page")));
}
