//! Single pages, the pages below one and the pages above one.

use content::items::Base;
use content::versions::Draft;
use serde_json::{Value, json};

use super::{error, number_of, paths};
use crate::support::{Page, Region, Server, public};

/// Two roots; below the first one two levels.
fn tree(server: &Server) -> (Region, [Page; 4]) {
    let region = server.region("kreis", &["de", "en"]);
    let law = region.page("de", "Recht", "");
    let advice = law.child("de", "Beratung", "");
    let offices = advice.child("de", "Ämter", "");
    let work = region.page("de", "Arbeit", "");
    (region, [law, advice, offices, work])
}

const LAW: &str = "/kreis/de/recht/";
const ADVICE: &str = "/kreis/de/recht/beratung/";
const OFFICES: &str = "/kreis/de/recht/beratung/ämter/";
const WORK: &str = "/kreis/de/arbeit/";

fn get(server: &Server, path: &str) -> Value {
    let answer = server.get(&format!("/api/v3/kreis/de/{path}")).send();
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

#[test]
fn a_page_is_found_by_number_and_by_every_form_of_its_address() {
    let server = Server::start();
    let (_, [_, _, offices, _]) = tree(&server);
    let slug = Draft { slug: Some("behörden".to_owned()), ..public("Behörden", "") };
    offices.save("de", Base::Any, slug).unwrap();
    let list = get(&server, "pages/");
    let number = number_of(&offices);

    for address in [
        format!("page/?id={number}"),
        format!("post/?id={number}"),
        format!("page/?id={number}&url=/kreis/de/arbeit/"),
        format!("page/?id=&url=/kreis/de/recht/beratung/beh%C3%B6rden/&id={number}"),
        "page/?url=/kreis/de/recht/beratung/beh%C3%B6rden/".to_owned(),
        "page/?url=/kreis/de/recht/beratung/beh%C3%B6rden".to_owned(),
        "page/?url=/kreis/de/recht/beratung/BEH%C3%96RDEN/".to_owned(),
        "page/?url=https%3A%2F%2Flotse.example%2Fkreis%2Fde%2Frecht%2Fberatung%2Fbeh%25C3%25B6rden%2F%3Fa%23b"
            .to_owned(),
        "page/?url=%C3%A4mter".to_owned(),
        "page/?url=/anywhere/else/%C3%A4mter/".to_owned(),
    ] {
        assert_eq!(get(&server, &address), list[2], "{address}");
    }
}

#[test]
fn children_go_down_as_many_levels_as_asked() {
    let server = Server::start();
    let (_, [law, ..]) = tree(&server);
    let number = number_of(&law);

    for (address, expected) in [
        ("children/".to_owned(), vec![LAW, WORK]),
        ("children/?depth=".to_owned(), vec![LAW, WORK]),
        ("children/?depth=0".to_owned(), vec![]),
        ("children/?depth=1".to_owned(), vec![LAW, WORK]),
        ("children/?depth=2".to_owned(), vec![LAW, ADVICE, WORK]),
        ("children/?depth=20".to_owned(), vec![LAW, ADVICE, OFFICES, WORK]),
        ("children/?depth=9223372036854775807".to_owned(), vec![LAW, ADVICE, OFFICES, WORK]),
        (format!("children/?id={number}"), vec![LAW, ADVICE]),
        (format!("children/?id={number}&depth=0"), vec![LAW]),
        (format!("children/?id={number}&depth=2"), vec![LAW, ADVICE, OFFICES]),
        ("children/?depth=2&url=/kreis/de/recht/beratung/".to_owned(), vec![ADVICE, OFFICES]),
        ("children/?url=/kreis/de/arbeit/".to_owned(), vec![WORK]),
    ] {
        assert_eq!(paths(&get(&server, &address)), expected, "{address}");
    }
}

#[test]
fn parents_lead_from_the_root_to_the_page_above() {
    let server = Server::start();
    let (_, [.., offices, work]) = tree(&server);
    let list = get(&server, "pages/");

    let above = get(&server, &format!("parents/?id={}", number_of(&offices)));
    let by_address = get(&server, "parents/?url=/kreis/de/recht/beratung/%C3%A4mter/");
    let of_root = get(&server, &format!("parents/?id={}", number_of(&work)));

    assert_eq!(above, json!([list[0], list[1]]));
    assert_eq!(by_address, above);
    assert_eq!(of_root, json!([]));
}

#[test]
fn a_page_that_is_not_complete_in_the_language_is_not_found() {
    let server = Server::start();
    let (_, [law, advice, offices, work]) = tree(&server);
    advice.says("en", "Advice", "");
    work.set_archived(Base::Any, true).unwrap();

    for (page, language) in [(&law, "en"), (&advice, "en"), (&offices, "en"), (&work, "de")] {
        for endpoint in ["page", "children", "parents"] {
            let address = format!("/api/v3/kreis/{language}/{endpoint}/?id={}", number_of(page));
            server.get(&address).send().is(404, &error("Not found."));
        }
    }
}

#[test]
fn a_page_shows_an_edit_at_once() {
    let server = Server::start();
    let region = server.region("kreis", &["de"]);
    let page = region.page("de", "Titel", "<p>0</p>");
    let address = format!("page/?id={}", number_of(&page));

    for edit in 1..20 {
        page.says("de", "Titel", &format!("<p>{edit}</p>"));

        assert_eq!(get(&server, &address)["content"], format!("<p>{edit}</p>"));
    }
}
