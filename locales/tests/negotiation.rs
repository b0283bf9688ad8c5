//! Which language a browser gets, header by header.

use locales::{
    negotiation::{Negotiated, Reason, negotiate},
    tags::Tag,
};

fn tags(list: &str) -> Vec<Tag> {
    let parse = |text| Tag::parse(text).expect("well-formed");
    list.split_whitespace().map(parse).collect()
}

/// Negotiates among `offered`, with German as the default.
fn ask(header: &str, offered: &str) -> Negotiated {
    let german = Tag::parse("de").expect("well-formed");
    negotiate(Some(header), &tags(offered), &german)
}

fn chain(header: &str, offered: &str) -> Vec<String> {
    let chain = ask(header, offered).chain;
    chain.iter().map(ToString::to_string).collect()
}

fn reason(header: &str, offered: &str) -> Reason {
    ask(header, offered).reason
}

#[test]
fn the_answer_tells_tag_chain_wishes_and_reason() {
    let answer = ask("en;q=0.3, UK, fr;q=0.5, xx_yy, *;q=0.1", "de en uk");
    let expected = Negotiated {
        tag: tags("uk")[0].clone(),
        chain: tags("uk en de"),
        requested: tags("uk fr en"),
        reason: Reason::Exact,
    };
    assert_eq!(answer, expected);
}

#[test]
fn the_answer_has_the_spelling_that_is_offered() {
    assert_eq!(chain("SR-LATN", "de sr-Latn"), ["sr-Latn", "de"]);
}

#[test]
fn without_a_wish_the_default_is_chosen() {
    let german = &tags("de")[0];
    for header in [None, Some(""), Some("%%%"), Some("xh")] {
        let answer = negotiate(header, &tags("en ar de"), german);
        assert_eq!((answer.tag, answer.reason), (german.clone(), Reason::Default));
        assert_eq!(answer.chain, tags("de"));
    }
}

#[test]
fn the_default_remains_when_nothing_is_offered() {
    assert_eq!(chain("en, *", ""), ["de"]);
}

#[test]
fn a_language_with_q_0_is_never_chosen_before_another() {
    assert_eq!(chain("en;q=0, ar;q=0.1", "de en ar"), ["ar", "de"]);
    assert_eq!(chain("*, de;q=0", "de en ar"), ["en", "de"]);
    assert_eq!(chain("ku, kmr;q=0", "de ku"), ["de"]);
    assert_eq!(chain("de;q=0", "de en"), ["de"]);
}

#[test]
fn any_language_means_the_default_if_it_is_offered() {
    assert_eq!(chain("*", "en de"), ["de"]);
    assert_eq!(reason("*", "en de"), Reason::Any);
    assert_eq!(chain("*", "de-simple en"), ["en", "de"]);
}

#[test]
fn a_region_in_the_wish_does_not_matter() {
    for (header, offered) in [
        ("ckb-IQ", "ckb"),
        ("ku-Arab-IQ", "ckb"),
        ("ku-TR", "kmr"),
        ("fa-IR", "fa"),
        ("prs-AF", "prs"),
        ("nb-NO", "no"),
        ("no-NO", "nb"),
        ("zh-SG", "zh-CN"),
        ("zh-TW", "zh-Hant"),
        ("ar-SY", "ar"),
        ("om-ET", "gaz"),
        ("en-GB", "en-US"),
        ("pa-PK", "pa-Arab"),
    ] {
        let offered = format!("sq {offered}");
        assert_eq!(chain(header, &offered), [&offered[3..], "de"], "{header}");
        assert_eq!(reason(header, &offered), Reason::Language, "{header}");
    }
}

#[test]
fn farsi_and_dari_stand_in_for_each_other() {
    assert_eq!(chain("prs, en", "de en fa"), ["fa", "en", "de"]);
    assert_eq!(chain("fa", "de prs fa"), ["fa", "prs", "de"]);
    assert_eq!(chain("fa-AF", "de fa prs"), ["prs", "fa", "de"]);
}

#[test]
fn kurmanji_and_sorani_do_not_stand_in_for_each_other() {
    assert_eq!(chain("ku", "de ckb"), ["de"]);
    assert_eq!(chain("ckb", "de kmr"), ["de"]);
}

#[test]
fn the_closest_relative_comes_first() {
    assert_eq!(chain("pt-BR, en;q=0.5", "en pt-PT pt de"), ["pt", "pt-PT", "en", "de"]);
    assert_eq!(chain("de-AT", "de-CH de de-AT"), ["de-AT", "de", "de-CH"]);
}

#[test]
fn another_script_comes_after_the_other_wishes() {
    assert_eq!(chain("zh-TW, fr;q=0.5, en;q=0.2", "de en zh"), ["en", "zh", "de"]);
    assert_eq!(chain("az-Arab", "de az"), ["az", "de"]);
    assert_eq!(reason("az-Arab", "de az"), Reason::Script);
}

#[test]
fn another_script_comes_before_any_language() {
    assert_eq!(chain("zh-TW, *;q=0.1", "de zh"), ["zh", "de"]);
    assert_eq!(chain("*, zh-TW;q=0.1", "de zh"), ["de", "zh"]);
}

#[test]
fn serbian_is_read_in_both_scripts() {
    assert_eq!(chain("sr-Latn, en", "de en sr"), ["sr", "en", "de"]);
    assert_eq!(chain("sr, en", "de en sr-Latn"), ["sr-Latn", "en", "de"]);
    assert_eq!(chain("sr-Latn-RS", "de sr sr-Latn"), ["sr-Latn", "sr", "de"]);
    assert_eq!(chain("sr-RS", "de sr-Latn sr-Cyrl"), ["sr-Cyrl", "sr-Latn", "de"]);
}

#[test]
fn a_variant_never_comes_uninvited() {
    for header in ["de", "de-DE, en", "de-1996", "de-AT, *"] {
        let answer = chain(header, "de-simple de en");
        assert!(!answer.contains(&"de-simple".to_owned()), "{header}");
        assert_eq!(answer[0], "de", "{header}");
    }
    assert_eq!(chain("ca", "de ca-valencia"), ["de"]);
    assert_eq!(chain("fr", "de fr-x-facile"), ["de"]);
}

#[test]
fn easy_german_falls_back_to_german() {
    assert_eq!(chain("de-simple", "en de de-simple"), ["de-simple", "de"]);
    assert_eq!(chain("de-simple, en", "de en"), ["de", "en"]);
    assert_eq!(reason("de-simple", "de en"), Reason::Language);
}

#[test]
fn a_hostile_header_is_answered() {
    let header = "zz-".repeat(100_000) + ",de;q=9999999999999999999999";
    assert_eq!(chain(&header, "en de"), ["de"]);
}
