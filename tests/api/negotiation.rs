//! Which language a reader gets.

use serde_json::json;

use crate::support::Server;

/// A region in German, Dari and Kurmanji.
fn musterkreis() -> Server {
    let server = Server::start();
    server.region("musterkreis", &["de", "prs", "kmr"]);
    server
}

#[test]
fn the_header_chooses_among_the_languages_of_the_region() {
    let server = musterkreis();

    let answer =
        server.get("/api/v1/negotiate?region=musterkreis").header("Accept-Language", "ku;q=0, fa-AF;q=0.9, en").send();

    answer.is(200, &json!({"tag": "prs", "chain": ["prs", "de"], "requested": ["en", "fa-AF"], "reason": "alias"}));
    assert_eq!((answer.header("content-language"), answer.header("vary")), ("prs", "Accept-Language"));
}

/// Every language with several names: one of them, and the others.
const NAMES: [(&str, &[&str]); 10] = [
    ("kmr", &["ku"]),
    ("ckb", &["ku-Arab"]),
    ("fa", &["pes"]),
    ("prs", &["fa-AF"]),
    ("zh", &["zh-CN", "zh-Hans"]),
    ("sr", &["sr-Cyrl"]),
    ("rmy", &["rom"]),
    ("om", &["orm", "gaz"]),
    ("nb", &["no"]),
    ("de-simple", &["de-si", "de-x-simple", "de-LS"]),
];

#[test]
fn a_language_is_found_by_each_of_its_names() {
    let server = Server::start();
    let one_names: Vec<&str> = ["de"].into_iter().chain(NAMES.map(|(one, _)| one)).collect();
    let other_names: Vec<&str> = ["de-1996"].into_iter().chain(NAMES.map(|(_, others)| others[0])).collect();
    server.region("one", &one_names);
    server.region("other", &other_names);
    let choose = |region: &str, header: &str| {
        let answer = server.get(&format!("/api/v1/negotiate?region={region}")).header("Accept-Language", header).send();
        let told = answer.json();
        assert_eq!((answer.status, &told["chain"][0], answer.header("vary")), (200, &told["tag"], "Accept-Language"));
        assert_eq!(told["tag"], answer.header("content-language"));
        (told["tag"].as_str().unwrap().to_owned(), told["reason"].as_str().unwrap().to_owned())
    };
    let found = |tag: &str, reason: &str| (tag.to_owned(), reason.to_owned());

    for (one, others) in NAMES {
        for other in others {
            assert_eq!(choose("one", &format!("{other}, en")), found(one, "alias"), "{other}");
            let lookup = server.get(&format!("/api/v1/regions/one/{other}/pages")).send();
            assert_eq!(
                (lookup.status, lookup.header("location")),
                (308, format!("../{one}/pages").as_str()),
                "{other}"
            );
        }
        assert_eq!(choose("one", one), found(one, "exact"));
        assert_eq!(choose("other", &format!("{one}, en")), found(others[0], "alias"), "{one}");
        let lookup = server.get(&format!("/api/v1/regions/other/{one}/pages")).send();
        assert_eq!(
            (lookup.status, lookup.header("location")),
            (308, format!("../{}/pages", others[0]).as_str()),
            "{one}"
        );
    }
    assert_eq!(choose("one", "de-1996"), found("de", "alias"));
    assert_eq!(choose("other", "de"), found("de-1996", "alias"));
}

#[test]
fn each_wish_leads_to_what_its_reader_can_read_best() {
    let server = Server::start();
    server.region("musterkreis", &["de", "en", "sr-Latn", "zh-Hant", "az", "de-simple", "prs"]);

    for (header, chain, reason) in [
        ("en;q=0.3, prs;q=0.8", json!(["prs", "en", "de"]), "exact"),
        ("en;q=0, de-DE", json!(["de"]), "language"),
        ("EN", json!(["en", "de"]), "exact"),
        ("en-GB", json!(["en", "de"]), "language"),
        ("sr-RS, en", json!(["sr-Latn", "en", "de"]), "script"),
        ("zh-CN, en;q=0.5", json!(["en", "zh-Hant", "de"]), "exact"),
        ("zh-CN", json!(["zh-Hant", "de"]), "script"),
        ("az-Arab, *;q=0.1", json!(["az", "de"]), "script"),
        ("fa", json!(["prs", "de"]), "language"),
        ("de", json!(["de"]), "exact"),
        ("de-AT, *", json!(["de"]), "language"),
        ("de-LS", json!(["de-simple", "de"]), "alias"),
        ("*, de;q=0, de-simple;q=0.1", json!(["en", "de-simple", "de"]), "any"),
        ("xh, tlh", json!(["de"]), "default"),
        ("%%%", json!(["de"]), "default"),
    ] {
        let answer = server.get("/api/v1/negotiate?region=musterkreis").header("Accept-Language", header).send();
        let told = answer.json();
        assert_eq!((&told["chain"], &told["reason"]), (&chain, &json!(reason)), "{header}");
        assert_eq!((&told["tag"], &chain[0]), (&chain[0], &json!(answer.header("content-language"))), "{header}");
    }
}

#[test]
fn whoever_asks_for_nothing_gets_the_first_language() {
    let server = musterkreis();

    let answer = server.get("/api/v1/negotiate?region=musterkreis").send();

    answer.is(200, &json!({"tag": "de", "chain": ["de"], "requested": [], "reason": "default"}));
}

#[test]
fn an_unknown_region_and_a_missing_one_are_told() {
    let server = musterkreis();

    let unknown = server.get("/api/v1/negotiate?region=nowhere").send();
    let missing = server.get("/api/v1/negotiate").send();

    assert_eq!((unknown.status, unknown.json()["code"].clone()), (404, json!("unknown-region")));
    assert_eq!((missing.status, missing.json()["code"].clone()), (400, json!("bad-parameter")));
}
