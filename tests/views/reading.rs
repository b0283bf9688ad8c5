//! What stands on a page.

use std::path::Path;

use content::import::integreat::{self, Defaults};
use content::import::{self, Options};
use content::items::Base;
use content::versions::Draft;

use super::{all, document, kreis, link, links, read, text, texts};
use crate::support::{Server, public, shared, wait};

/// No page of the district has as many bytes.
const MOST: usize = 30_000;

#[test]
fn a_page_is_complete_without_scripts() {
    let (server, _, page) = kreis();
    page.confirm(Base::Any, "2026-11-20").unwrap();

    let answer = server.get("/kreis/de/ankommen/").send();

    let page = document(&answer);
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/html; charset=utf-8"));
    assert_eq!(
        (text(all(&page, "title")[0]), text(all(&page, "h1")[0])),
        ("Ankommen – kreis".into(), "Ankommen".into())
    );
    assert_eq!(all(&page, "html[lang=de][dir=ltr] article[lang=de][dir=ltr] .text p").len(), 1);
    assert_eq!(links(&page, ".way a"), [link("../../../kreis/de/", "", "kreis")]);
    assert_eq!(
        links(&page, ".languages a"),
        [link("../../../kreis/de/ankommen/", "de", "Deutsch"), link("../../../kreis/ar/وصول/", "ar", "العربية")]
    );
    assert_eq!(
        links(&page, ".below a"),
        [
            link("../../../kreis/de/ankommen/sprache-lernen/", "", "Sprache lernen"),
            link("../../../kreis/de/ankommen/amt/", "", "Amt")
        ]
    );
    assert_eq!(texts(&page, "footer p"), ["Geprüft am 2026-11-20", "Zuletzt geändert am 2026-11-22"]);
    assert_eq!(all(&page, "script, iframe, form, [onclick], .note, .draft, meta[name=robots]").len(), 0);
}

#[test]
fn a_page_may_load_nothing_but_its_style_and_images() {
    let (server, ..) = kreis();

    let answer = server.get("/kreis/ar/%D9%88%D8%B5%D9%88%D9%84/").send();

    assert_eq!((answer.status, answer.header("content-language")), (200, "ar"));
    assert!(answer.header("content-security-policy").starts_with("default-src 'none'; style-src 'self';"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    let style = server.get("/regions/pages.css").send();
    assert_eq!((style.status, style.header("content-type")), (200, "text/css; charset=utf-8"));
}

#[test]
fn what_is_not_translated_is_marked_with_its_own_language() {
    let (server, ..) = kreis();

    let page = document(&read(&server, "/kreis/ar/وصول/"));

    assert_eq!(all(&page, "html[lang=ar][dir=rtl]").len(), 1);
    assert_eq!(
        links(&page, ".below a"),
        [link("../../../kreis/ar/وصول/لغة/", "", "لغة"), link("../../../kreis/de/ankommen/amt/", "de", "Amt")]
    );
    assert_eq!(all(&page, ".below a[lang=de][dir=ltr]").len(), 1);
    assert_eq!(texts(&page, ".below .other"), ["(Deutsch)"]);
}

#[test]
fn texts_of_the_server_are_marked_where_they_are_in_another_language() {
    let server = Server::start();
    let region = server.region("kreis", &["de", "prs"]);
    region.page("prs", "سلام", "<p>سلام</p>");

    let page = document(&read(&server, "/kreis/prs/سلام/"));

    assert_eq!(all(&page, "html[lang=prs][dir=rtl] footer span[lang=fa][dir=rtl]").len(), 1);
}

#[test]
fn a_reader_learns_that_the_source_says_something_newer() {
    let (server, _, page) = kreis();
    page.says("de", "Ankommen", "<p>Herzlich willkommen</p>");

    let page = document(&read(&server, "/kreis/ar/وصول/"));

    assert_eq!(links(&page, ".note a"), [link("../../../kreis/de/ankommen/", "de", "Deutsch")]);
    assert_eq!(texts(&page, ".note"), ["النص الأصلي أحدث من هذه الترجمة: Deutsch"]);
}

#[test]
fn a_reader_learns_that_a_machine_has_translated() {
    let (server, _, page) = kreis();
    page.save("fr", Base::None, Draft { machine: true, ..public("Arriver", "<p>Bienvenue</p>") }).unwrap();

    let page = document(&server.get("/kreis/fr/arriver/").send());

    assert!(texts(&page, ".note")[0].starts_with("Ce texte a été traduit par une machine"));
}

#[test]
fn links_lead_to_pages_in_the_language_of_the_reader_and_images_wait() {
    let (server, region, page) = kreis();
    let html = format!(
        "<p><a href=\"item:page/{}#x\">dort</a> <a href=\"item:page/0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61\">weg</a>\
         <img alt=\"\" height=\"2\" src=\"https://example.org/a.png\" width=\"3\"></p>",
        page.id
    );
    region.page("ar", "صفحة", &html);

    let page = document(&read(&server, "/kreis/ar/صفحة/"));

    assert_eq!(links(&page, ".text a"), [link("../../../kreis/ar/وصول/#x", "", "dort"), link("", "", "weg")]);
    assert_eq!(all(&page, ".text img[loading=lazy][width='3'][height='2']").len(), 1);
}

#[test]
fn the_start_page_lists_the_pages_of_the_first_level() {
    let (server, region, _) = kreis();
    region.page("de", "Wohnen", "<p>Wohnung</p>");

    let page = document(&server.get("/kreis/ar/").send());

    assert_eq!(texts(&page, "h1"), ["kreis"]);
    assert_eq!(
        links(&page, ".pages a"),
        [link("../../kreis/ar/وصول/", "", "وصول"), link("../../kreis/de/wohnen/", "de", "Wohnen")]
    );
    let languages = [link("../../kreis/de/", "de", "Deutsch"), link("../../kreis/ar/", "ar", "العربية")];
    assert_eq!(links(&page, ".languages a"), languages);
}

#[test]
fn a_page_that_has_not_changed_is_not_sent_again_and_a_change_is_seen_at_once() {
    let (server, _, page) = kreis();
    for path in ["/kreis/de/", "/kreis/de/ankommen/"] {
        let first = server.get(path).header("Accept-Encoding", "br").send();
        let again = server.get(path).header("If-None-Match", first.header("etag")).send();
        assert_eq!((first.header("content-encoding"), again.status, again.text()), ("br", 304, ""), "{path}");
    }

    page.says("de", "Angekommen", "<p>Neu</p>");

    assert_eq!(texts(&document(&server.get("/kreis/de/ankommen/").send()), "h1"), ["Angekommen"]);
}

/// The paths that the v3 face lists for `language`.
fn paths(server: &Server, language: &str) -> Vec<String> {
    let list = server.get(&format!("/api/v3/lkaugsburg/{language}/pages/")).send().json();
    let pages = list.as_array().unwrap().iter();
    pages.map(|page| page["path"].as_str().unwrap().to_owned()).collect()
}

fn import(server: &Server, folder: &Path) {
    let defaults = Defaults {
        slug: "lkaugsburg".to_owned(),
        name: "Augsburg".to_owned(),
        default_language: "de".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
    };
    let source = integreat::read_directory(folder, &defaults, &|_| ()).unwrap();
    wait(import::run(&server.store, source, Options::default())).unwrap();
}

#[test]
fn every_page_of_a_district_can_be_read_and_is_small() {
    let Some(folder) = shared("integreat-lkaugsburg") else { return };
    let server = Server::start();
    import(&server, &folder);

    for language in ["de", "en"] {
        let paths = paths(&server, language);
        assert!(paths.len() > 100, "{}", paths.len());
        for path in paths {
            let answer = read(&server, &path);
            assert_eq!((answer.status, answer.header("content-language")), (200, language), "{path}");
            let page = document(&answer);
            assert_eq!(all(&page, "h1").len(), 1, "{path}");
            assert!(!answer.text().contains("item:"), "{path}");
            assert!(answer.body.len() < MOST, "{path}: {}", answer.body.len());
        }
    }
}
