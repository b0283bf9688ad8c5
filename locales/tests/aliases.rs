//! Every name of a language is as good as its others: in a lookup, and in negotiation.

use locales::aliases::{find, same_language};
use locales::checks::plural_categories;
use locales::negotiation::{Reason, negotiate};
use locales::tags::{Tag, direction, script};

/// All names of a language; the one that is named first here is the canonical one where there is one.
const LANGUAGES: [&[&str]; 11] = [
    &["ku", "kmr"],
    &["ku-Arab", "ckb"],
    &["fa", "pes"],
    &["fa-AF", "prs"],
    &["zh", "zh-CN", "zh-Hans"],
    &["sr", "sr-Cyrl"],
    &["rom", "rmy"],
    &["om", "orm", "gaz"],
    &["no", "nb"],
    &["de-simple", "de-si", "de-x-simple", "de-LS"],
    &["de", "de-1996"],
];

/// What is close, and another language all the same.
const NEIGHBOURS: [(&str, &str); 10] = [
    ("ku", "ku-Arab"),
    ("kmr", "ckb"),
    ("fa", "prs"),
    ("pes", "fa-AF"),
    ("zh", "zh-Hant"),
    ("zh-CN", "zh-TW"),
    ("sr", "sr-Latn"),
    ("no", "nn"),
    ("de", "de-simple"),
    ("de", "de-AT"),
];

fn tag(text: &str) -> Tag {
    Tag::parse(text).expect("well-formed")
}

/// Every name of a language with every other name of it.
fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    let of_language = |names: &'static [&str]| names.iter().flat_map(|one| names.iter().map(|other| (*one, *other)));
    LANGUAGES.into_iter().flat_map(of_language).filter(|(one, other)| one != other)
}

/// What `wanted` leads to among `offered`, where nothing else helps: the chain, and why.
fn answer(wanted: &str, offered: &[&str]) -> (Vec<String>, Reason) {
    let offered: Vec<Tag> = offered.iter().copied().map(tag).collect();
    let answer = negotiate(Some(wanted), &offered, &tag("sq"));
    (answer.chain.iter().map(ToString::to_string).collect(), answer.reason)
}

#[test]
fn all_names_of_a_language_name_the_same() {
    for (one, other) in pairs() {
        assert!(same_language(&tag(one), &tag(other)), "{one} and {other}");
    }
}

#[test]
fn names_of_two_languages_do_not() {
    let all = || LANGUAGES.iter().enumerate().flat_map(|(row, names)| names.iter().map(move |name| (row, *name)));
    for ((row, one), (other_row, other)) in all().flat_map(|one| all().map(move |other| (one, other))) {
        assert_eq!(same_language(&tag(one), &tag(other)), row == other_row, "{one} and {other}");
    }
    for (one, other) in NEIGHBOURS {
        assert!(!same_language(&tag(one), &tag(other)), "{one} and {other}");
    }
}

#[test]
fn a_lookup_finds_a_language_under_any_name_in_any_case() {
    for (one, other) in pairs() {
        let offered = ["ar", other, "uk"].map(tag);
        for wanted in [one.to_owned(), one.to_uppercase(), one.to_lowercase()] {
            assert_eq!(find(&tag(&wanted), &offered).map(Tag::as_str), Some(other), "{wanted} among {offered:?}");
        }
    }
    for (one, other) in NEIGHBOURS {
        assert_eq!(find(&tag(one), &[tag(other)]), None, "{one} and {other}");
    }
}

#[test]
fn a_lookup_prefers_the_name_that_is_asked_for() {
    for (one, other) in pairs() {
        assert_eq!(find(&tag(one), &[tag(other), tag(one)]), Some(&tag(one)), "{one} before {other}");
    }
}

#[test]
fn a_wish_is_served_under_any_name() {
    for (one, other) in pairs() {
        let alone = (vec![other.to_owned(), "sq".to_owned()], Reason::Alias);
        assert_eq!(answer(one, &["ar", other]), alone, "{one}, offered as {other}");
        let both = (vec![one.to_owned(), other.to_owned(), "sq".to_owned()], Reason::Exact);
        assert_eq!(answer(one, &["ar", other, one]), both, "{one}, offered as {other} and as {one}");
    }
}

#[test]
fn a_name_that_is_refused_refuses_the_language() {
    for (one, other) in pairs() {
        let wanted = format!("{one};q=0, {other}, *");
        assert_eq!(answer(&wanted, &[other, "uk"]), (vec!["uk".to_owned(), "sq".to_owned()], Reason::Any), "{wanted}");
    }
}

#[test]
fn all_names_are_written_and_counted_alike() {
    for (one, other) in pairs() {
        let (one, other) = (tag(one), tag(other));
        assert_eq!(direction(&one), direction(&other), "{one} and {other}");
        assert_eq!(script(&one), script(&other), "{one} and {other}");
        assert_eq!(plural_categories(&one), plural_categories(&other), "{one} and {other}");
    }
}
