//! The built-in texts: complete, alike in every language, and readable.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use fluent_syntax::{ast, parser};
use locales::{
    tags::Tag,
    texts::{self, Value},
};

const PROBLEMS: [&str; 28] = [
    "bad-body",
    "bad-parameter",
    "bad-range",
    "conflict",
    "cycle",
    "forbidden",
    "internal",
    "invalid",
    "method-not-allowed",
    "not-authorized",
    "not-published",
    "not-ready",
    "precondition-required",
    "read-only",
    "slug-taken",
    "stale",
    "too-large",
    "unavailable",
    "unknown-language",
    "unknown-object",
    "unknown-page",
    "unknown-path",
    "unknown-region",
    "unknown-revision",
    "unknown-route",
    "unknown-scope",
    "unknown-translation",
    "unsupported-media-type",
];

fn tag(text: &str) -> Tag {
    Tag::parse(text).expect("well-formed")
}

/// Without the marks around inserted values, for assertions that people can read.
fn without_isolation(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

#[test]
fn eight_languages_are_offered() {
    let offered: Vec<&str> = texts::offered().iter().map(Tag::as_str).collect();
    assert_eq!(offered, ["ar", "de", "en", "fa", "fr", "ru", "tr", "uk"]);
}

#[test]
fn a_problem_says_what_happened_and_what_helps() {
    let english = tag("en");
    let args = [("region", "nowhere".into())];
    assert_eq!(texts::title(&english, "unknown-region"), "Region not found");
    assert_eq!(
        texts::detail(&english, "unknown-region", &args),
        "There is no region “\u{2068}nowhere\u{2069}” here. GET /api/v1/regions lists all regions."
    );
}

#[test]
fn a_reason_stands_inside_a_detail() {
    let german = tag("de");
    let reason = texts::text(&german, "reason-too-long", &[("limit", 300.into())]);
    let args = [("field", "title".into()), ("reason", reason.into())];
    assert_eq!(
        without_isolation(&texts::detail(&german, "invalid", &args)),
        "Bitte das Feld „title“ prüfen. Das ist zu lang. Höchstzahl der Zeichen: 300."
    );
}

#[test]
fn a_language_without_texts_gets_those_of_its_relatives() {
    for (asked, title) in [
        ("prs", "صفحه پیدا نشد"),
        ("pes", "صفحه پیدا نشد"),
        ("fa-IR", "صفحه پیدا نشد"),
        ("de-simple", "Seite nicht gefunden"),
        ("de-si", "Seite nicht gefunden"),
        ("DE-at", "Seite nicht gefunden"),
        ("fr-CA", "Page introuvable"),
        ("ti", "Page not found"),
        ("zh-Hant", "Page not found"),
    ] {
        assert_eq!(texts::title(&tag(asked), "unknown-page"), title, "{asked}");
    }
}

#[test]
fn an_unknown_id_comes_back() {
    assert_eq!(texts::text(&tag("uk"), "no-such-text", &[]), "no-such-text");
    assert_eq!(texts::detail(&tag("uk"), "no-such", &[]), "problem-no-such");
}

#[test]
fn every_problem_has_a_title_without_variables_and_a_detail() {
    let english = shapes("en");
    let problems: BTreeSet<String> = english
        .keys()
        .filter_map(|id| id.strip_prefix("problem-")?.strip_suffix(".detail"))
        .map(ToOwned::to_owned)
        .collect();
    assert_eq!(problems, PROBLEMS.map(ToOwned::to_owned).into());
    for code in PROBLEMS {
        assert_eq!(english.get(&format!("problem-{code}")), Some(&BTreeSet::new()), "{code}");
    }
}

#[test]
fn every_language_has_the_messages_attributes_and_variables_of_english() {
    for tag in texts::offered() {
        assert_eq!(shapes(tag.as_str()), shapes("en"), "{tag}");
    }
}

#[test]
fn every_language_has_the_files_of_english() {
    for tag in texts::offered() {
        let names = |tag| -> Vec<String> { files(tag).into_iter().map(|file| file.0).collect() };
        assert_eq!(names(tag.as_str()), names("en"), "{tag}");
    }
}

#[test]
fn every_text_renders_with_the_variables_of_english() {
    for tag in texts::offered() {
        for (id, variables) in shapes("en") {
            let args: Vec<(&str, Value)> = variables.iter().map(|name| (name.as_str(), 7.into())).collect();
            let text = match id.split_once('.') {
                Some((problem, "detail")) => texts::detail(tag, problem.trim_start_matches("problem-"), &args),
                _ => texts::text(tag, &id, &args),
            };
            assert!(!text.is_empty() && !text.contains(['{', '}']), "{tag} {id}: {text}");
            assert!(text.matches('7').count() >= variables.len(), "{tag} {id}: {text}");
        }
    }
}

/// The files of a language, name and content, in alphabetical order.
fn files(tag: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("server").join(tag);
    let entries = fs::read_dir(folder).expect("the folder exists");
    let mut files: Vec<(String, String)> = entries
        .map(|entry| entry.expect("the folder is readable"))
        .map(|entry| {
            let content = fs::read_to_string(entry.path()).expect("the file is UTF-8");
            (entry.file_name().to_string_lossy().into_owned(), content)
        })
        .collect();
    files.sort();
    files
}

/// Every value and attribute of a language (`id`, `id.attribute`) with the variables in it.
fn shapes(tag: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut shapes = BTreeMap::new();
    for (name, content) in files(tag) {
        let resource = parser::parse(content.as_str()).unwrap_or_else(|(_, errors)| panic!("{tag}/{name}: {errors:?}"));
        for entry in &resource.body {
            let ast::Entry::Message(message) = entry else {
                continue;
            };
            for (id, pattern) in patterns(message) {
                let twice = shapes.insert(id.clone(), variables(pattern));
                assert_eq!(twice, None, "{tag}/{name}: {id} stands twice");
            }
        }
    }
    shapes
}

fn patterns<'a>(message: &'a ast::Message<&str>) -> Vec<(String, &'a ast::Pattern<&'a str>)> {
    let id = message.id.name;
    let value = message.value.iter().map(|value| (id.to_owned(), value));
    let attributes = message.attributes.iter();
    let attributes = attributes.map(|one| (format!("{id}.{}", one.id.name), &one.value));
    value.chain(attributes).collect()
}

/// The variables of a pattern; the texts use no selectors, functions, messages or terms.
fn variables(pattern: &ast::Pattern<&str>) -> BTreeSet<String> {
    let mut variables = BTreeSet::new();
    for element in &pattern.elements {
        let ast::PatternElement::Placeable { expression } = element else {
            continue;
        };
        match expression {
            ast::Expression::Inline(ast::InlineExpression::VariableReference { id }) => {
                variables.insert(id.name.to_owned());
            }
            ast::Expression::Inline(ast::InlineExpression::StringLiteral { .. }) => {}
            other => panic!("this test cannot read {other:?} yet"),
        }
    }
    variables
}
