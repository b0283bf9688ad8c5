//! Layers: what a region has over what holds for all, and what readers get of it.

use std::ops::Range;

use content::audit::Behalf;
use content::bundles::Address;
use content::bundles::uploads::{self, Options, Upload, Verdict};
use content::items::Base;
use content::languages;
use locales::tags::Tag;
use serde_json::json;

use crate::support::{Database, Server, wait};

use super::{GERMAN, line, outcomes, server, source, source_of, upload, with_source};

const BUNDLE: &str = "/api/v1/regions/musterkreis/bundles";

#[test]
fn a_text_of_the_region_comes_before_one_for_all() {
    let (server, region) = with_source();
    let other = server.region("neukreis", &["de", "en"]);
    let admin = server.admin();
    upload(&admin, &source("en"), "hallo = Hello\nende = Bye\n");
    super::followed(&region);

    let report = upload(&admin, &source_of(&region, "en"), "hallo = Welcome to Musterkreis\n").json();

    assert_eq!((&report["counts"]["created"], &report["pending"]), (&json!(1), &json!(0)));
    assert_eq!(line(&region, "en"), json!({"ftl": "ende = Bye\nhallo = Welcome to Musterkreis\n"}));
    assert_eq!(line(&other, "en"), json!({"ftl": "ende = Bye\nhallo = Hello\n"}));
}

#[test]
fn a_text_of_the_region_stands_in_before_the_source_text_of_all() {
    let (server, region) = with_source();

    upload(&server.admin(), &source_of(&region, "de"), "hallo = Moin\n");

    let fallback = json!({"ende": "de", "hallo": "de"});
    assert_eq!(line(&region, "kmr"), json!({"ftl": "ende = Tschüss\nhallo = Moin\n", "fallback": fallback}));
}

#[test]
fn a_text_that_is_for_regions_only_is_never_taken_from_all() {
    let (server, region) = server();
    let other = server.region("neukreis", &["de", "en"]);
    let admin = server.admin();
    upload(&admin, &source("de"), "# REGION\namt = Landratsamt\nhallo = Hallo\n");

    upload(&admin, &source_of(&region, "de"), "# REGION\namt = Landratsamt Musterkreis\n");

    assert!(line(&region, "en")["ftl"].as_str().unwrap().contains("amt = Landratsamt Musterkreis\n"));
    assert!(!line(&other, "en")["ftl"].as_str().unwrap().contains("amt ="));
}

#[test]
fn what_another_process_writes_for_all_regions_is_followed() {
    let (server, region) = with_source();
    let other = server.opened_again();
    let at = Address { region: None, language: Tag::parse("en").unwrap(), name: "app".to_owned() };
    let options = Options::default();
    let behalf = Behalf::program("test");
    let upload = Upload { file: b"hallo = Hello\n".to_vec(), base: Some(Base::None), options, behalf };

    let uploaded = wait(uploads::upload(&other, at, upload)).unwrap();

    assert_eq!((uploaded.verdict, uploaded.revision, uploaded.pending), (Verdict::Accepted, 1, 1));
    assert_eq!(line(&region, "en")["fallback"], json!({"ende": "de"}));
}

#[test]
fn a_new_region_and_a_new_language_have_the_bundles_at_once() {
    let (server, region) = with_source();
    let admin = server.admin();
    upload(&admin, &source("prs"), "hallo = سلام\n");

    let added = admin.put("/api/v1/regions/musterkreis/languages/prs").if_none().json(&json!({"source": "en"})).send();
    let new = server.region("neukreis", &["de", "fr"]);

    assert_eq!(added.status, 201, "{added:?}");
    assert_eq!(line(&region, "prs"), json!({"ftl": "ende = Tschüss\nhallo = سلام\n", "fallback": {"ende": "de"}}));
    assert_eq!(line(&new, "fr")["fallback"], json!({"ende": "de", "hallo": "de"}));
}

#[test]
fn another_name_of_a_language_leads_to_its_own() {
    let (server, _) = with_source();

    let answer = server.admin().put(&source("ku")).if_none().bytes("hallo = Silav\n").send();

    assert_eq!((answer.status, answer.header("location")), (308, "../../kmr/app/source"));
}

#[test]
fn readers_get_one_flat_bundle_with_a_tag_of_its_content() {
    let (server, region) = with_source();
    upload(&server.admin(), &source("en"), "hallo = Hello\n");
    super::followed(&region);

    let english = server.get(&format!("{BUNDLE}/en/app")).send();
    let again = server.get(&format!("{BUNDLE}/en/app")).header("If-None-Match", english.header("etag")).send();

    let ftl = "ende = Tschüss\nhallo = Hello\n";
    english.is(200, &json!({"language": "en", "direction": "ltr", "ftl": ftl, "fallback": {"ende": "de"}}));
    assert_eq!(english.header("content-language"), "en");
    assert_eq!(again.status, 304);

    upload(&server.admin(), &source("en"), "ende = Bye\n");
    super::followed(&region);
    let changed = server.get(&format!("{BUNDLE}/en/app")).header("If-None-Match", english.header("etag")).send();
    assert_eq!((changed.status, &changed.json()["fallback"]), (200, &json!({})));
}

#[test]
fn the_list_of_bundles_tells_how_far_each_has_come() {
    let (server, region) = with_source();
    let admin = server.admin();
    upload(&admin, &format!("{}?origin=machine", source("en")), "hallo = Hello\n");
    super::followed(&region);

    let list = server.get(&format!("{BUNDLE}/en")).send();
    let coverage = server.get(&format!("{BUNDLE}/en/app/coverage")).send();

    let list = list.json();
    let figures = &list["bundles"][0]["coverage"];
    assert_eq!((&list["language"], &list["bundles"][0]["chain"]), (&json!("en"), &json!(["de"])));
    assert_eq!((&list["script"], &list["plural_categories"]), (&json!("Latn"), &json!(["one", "other"])));
    assert_eq!((&list["bundles"][0]["name"], &list["bundles"][0]["size"]), (&json!("app"), &json!(30)));
    let counted = ["approved", "needs_review", "machine", "missing"].map(|name| figures[name].as_u64().unwrap());
    assert_eq!(counted, [0, 0, 1, 1]);
    coverage.is(200, figures);
}

#[test]
fn the_chain_of_a_bundle_ends_with_its_source_language_also_where_the_region_lacks_it() {
    let (server, region) = server();
    let admin = server.admin();
    upload(&admin, &source("de"), GERMAN);
    let french = admin.put("/api/v1/bundles/fr/forms/source?source=fr").if_none().bytes("oui = Oui\n").send();
    assert_eq!(french.status, 201);
    super::followed(&region);

    let chains = |tag: &str| {
        let list = server.get(&format!("{BUNDLE}/{tag}")).send().json();
        list["bundles"].as_array().unwrap().iter().map(|bundle| bundle["chain"].clone()).collect::<Vec<_>>()
    };

    assert_eq!(chains("kmr"), [json!(["de"]), json!(["de", "fr"])]);
    assert_eq!(chains("de"), [json!([]), json!(["fr"])]);
    let lent = server.get(&format!("{BUNDLE}/de/forms")).send().json();
    assert_eq!(lent["fallback"], json!({"oui": "fr"}));
}

#[test]
fn pending_counts_the_regions_that_have_still_to_follow_the_bundle() {
    // Nobody publishes from it, so that nothing follows before it is told to.
    let database = Database::new();
    let region = database.region("musterkreis", &["de", "en"]);
    database.region("neukreis", &["de", "en"]);
    let pending = |region: Option<i64>, name: &str, dry_run: bool| {
        let at = Address { region, language: Tag::parse("de").unwrap(), name: name.to_owned() };
        let options = Options { dry_run, ..Options::default() };
        let base = (!dry_run).then_some(Base::None);
        let upload = Upload { file: b"hallo = Hallo\n".to_vec(), base, options, behalf: Behalf::program("test") };
        wait(uploads::upload(&database.store, at, upload)).unwrap().pending
    };

    assert_eq!((pending(None, "app", false), pending(Some(region.id), "app", false)), (2, 2));
    assert_eq!((pending(None, "app", true), pending(None, "other", true)), (2, 0));
    wait(content::publisher::publish_now(&database.store)).unwrap();
    assert_eq!(pending(None, "app", true), 0);
}

#[test]
fn a_translation_needs_review_when_its_source_text_changes() {
    let (server, region) = with_source();
    let admin = server.admin();
    upload(&admin, &source("en"), "hallo = Hello\nende = Bye\n");

    upload(&admin, &source("de"), "hallo = Guten Tag\n");
    let state = || {
        super::followed(&region);
        let figures = server.get(&format!("{BUNDLE}/en/app/coverage")).send().json();
        ["approved", "needs_review"].map(|name| figures[name].as_u64().unwrap())
    };

    assert_eq!(state(), [1, 1]);
    assert_eq!(line(&region, "en"), json!({"ftl": "ende = Bye\nhallo = Hello\n"}));
    let confirmed = upload(&admin, &format!("{}?state=approved", source("en")), "hallo = Hello\n").json();
    assert_eq!(outcomes(&confirmed)[0].1, "updated");
    assert_eq!(state(), [2, 0]);
}

/// Messages of about `length` bytes with numbers.
fn messages(numbers: Range<usize>, length: usize) -> String {
    numbers.map(|number| ["text-", &number.to_string(), " = ", &"a".repeat(length), "\n"].concat()).collect()
}

/// Four thousand messages, numbered from `from` on.
fn many(from: usize) -> String {
    messages(from..from + 4000, 80)
}

#[test]
fn a_line_that_would_be_too_long_is_refused() {
    let (server, region) = server();
    let admin = server.admin();
    upload(&admin, &source("de"), &many(0));
    upload(&admin, &source("de"), &many(4000));
    super::followed(&region);

    for address in [source("de"), source_of(&region, "de")] {
        let put = admin.put(&address).bytes(many(8000));
        let answer = if address == source("de") { put.if_match(2) } else { put.if_none() }.send();
        let problem = answer.json();
        assert_eq!((answer.status, &problem["code"]), (413, &json!("too-large")), "{address}");
        let detail = problem["detail"].as_str().unwrap().replace(['\u{2068}', '\u{2069}'], "");
        let expected = "In the region “musterkreis”, this bundle would be larger than 1 MiB in the language “de”. Please shorten \
             texts, or split the bundle into two.";
        assert_eq!(detail, expected, "{address}");
    }
    assert!(line(&region, "de")["ftl"].as_str().unwrap().contains("text-7999 ="));
}

#[test]
fn a_change_for_all_that_a_region_with_texts_of_its_own_has_no_room_for_is_refused() {
    let (server, region) = server();
    let other = server.region("neukreis", &["de"]);
    let admin = server.admin();
    upload(&admin, &source("de"), &many(0));
    upload(&admin, &source_of(&region, "de"), &many(4000));
    let before = line(&region, "de");

    let refused = admin.put(&source("de")).if_match(1).bytes(many(8000)).send();
    upload(&admin, &source("de"), &messages(0..4000, 70));

    let detail = refused.json()["detail"].as_str().unwrap().to_owned();
    assert_eq!((refused.status, detail.contains("musterkreis")), (413, true), "{refused:?}");
    assert!(!line(&other, "de")["ftl"].as_str().unwrap().contains("text-8000 ="));
    let after = line(&region, "de");
    assert!(after["ftl"].as_str().unwrap().len() < before["ftl"].as_str().unwrap().len());
}

#[test]
fn a_region_that_cannot_follow_keeps_what_it_has_and_the_others_follow() {
    let server = Server::start();
    let (region, other) = (server.region("musterkreis", &["de"]), server.region("neukreis", &["de", "kmr"]));
    // What English is translated from comes later, as when somebody switches that language on.
    region.write(|tx| languages::add(tx, &Tag::parse("en").unwrap(), "en", Some("kmr"))).unwrap();
    let admin = server.admin();
    for (tag, length) in [("de", 50), ("kmr", 80)] {
        upload(&admin, &source(tag), &messages(0..4900, length));
        upload(&admin, &source(tag), &messages(4900..9800, length));
    }
    let before = line(&region, "en");

    // The texts of Kurmanji fit, but not with the name of the language beside each of them.
    let added = admin.put("/api/v1/regions/musterkreis/languages/kmr").if_none().json(&json!({"source": "de"})).send();
    assert_eq!((added.status, line(&region, "en"), too_large(&server)), (201, before.clone(), 1), "{added:?}");
    assert_eq!(line(&region, "kmr"), line(&other, "kmr"));

    let longer = admin.put(&source("kmr")).if_match(2).bytes(messages(0..1, 81)).send();
    assert_eq!((longer.status, longer.json()["detail"].as_str().unwrap().contains("“\u{2068}en")), (413, true));
    upload(&admin, &source("kmr"), "text-0 = kurz\n");

    assert_eq!((line(&region, "en"), too_large(&server)), (before, 2));
    for line in [line(&region, "kmr"), line(&other, "kmr")] {
        assert!(line["ftl"].as_str().unwrap().starts_with("text-0 = kurz\n"));
    }
}

/// How many lines of the server were too large to be published.
fn too_large(server: &Server) -> u64 {
    super::counted(server, "lotse_bundles_too_large_total")
}
