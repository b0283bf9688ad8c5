//! The built-in texts: complete, alike in every language, and readable.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use fluent_syntax::{ast, parser};
use locales::{
    findings::{Code, Finding, Severity},
    i18next::{Doubt, Doubtful, Lost, Why},
    resources::Place,
    tags::Tag,
    texts::{self, Value},
};

const PROBLEMS: [&str; 60] = [
    "archive-too-large",
    "bad-body",
    "bad-entry",
    "bad-parameter",
    "bad-range",
    "changes-refused",
    "code-needed",
    "conflict",
    "csrf",
    "cycle",
    "forbidden",
    "four-eyes",
    "idempotency-key-reused",
    "internal",
    "invalid",
    "method-not-allowed",
    "missing-columns",
    "no-account",
    "no-source",
    "not-authorized",
    "not-published",
    "not-ready",
    "nothing-applicable",
    "other-language",
    "precondition-required",
    "read-only",
    "session-needed",
    "slug-taken",
    "stale",
    "too-large",
    "too-many-attempts",
    "too-many-requests",
    "too-many-uploads",
    "unavailable",
    "unknown-acknowledgement",
    "unknown-autosave",
    "unknown-bundle",
    "unknown-grant",
    "unknown-invitation",
    "unknown-language",
    "unknown-link",
    "unknown-message",
    "unknown-object",
    "unknown-organization",
    "unknown-origin",
    "unknown-page",
    "unknown-path",
    "unknown-region",
    "unknown-revision",
    "unknown-route",
    "unknown-schedule",
    "unknown-scope",
    "unknown-suggestion",
    "unknown-token",
    "unknown-translation",
    "unknown-user",
    "unreadable-file",
    "unreadable-sheet",
    "unsupported-media-type",
    "wrong-credentials",
];

/// Every finding, with what its sentence is given: the places that find it put in exactly these, and the finding itself
/// `empty`.
const FINDINGS: [(&str, &[&str]); 49] = [
    ("too-large", &["unit", "limit"]),
    ("encoding", &["kind", "character"]),
    ("nesting", &["limit"]),
    ("bom", &[]),
    ("syntax", &["reason", "expected"]),
    ("duplicate-message", &["first"]),
    ("duplicate-attribute", &["first"]),
    ("missing-message", &[]),
    ("obsolete-message", &[]),
    ("missing-term", &["term"]),
    ("missing-value", &[]),
    ("obsolete-value", &[]),
    ("missing-attribute", &["attribute"]),
    ("obsolete-attribute", &["attribute"]),
    ("empty", &[]),
    ("unknown-variable", &["name", "known", "empty"]),
    ("missing-variable", &["name"]),
    ("unknown-reference", &["name"]),
    ("missing-term-ref", &["name"]),
    ("obsolete-term-ref", &["name"]),
    ("missing-message-ref", &["name"]),
    ("obsolete-message-ref", &["name"]),
    ("cycle", &["path"]),
    ("expansion", &["limit"]),
    ("unknown-function", &["name", "known"]),
    ("function-option", &["function", "option", "kind"]),
    ("term-positional-arg", &["term"]),
    ("missing-plural", &["missing", "numbers"]),
    ("unreachable-plural", &["category", "used"]),
    ("duplicate-variant", &["name"]),
    ("plural-without-number", &["category", "numbers", "name"]),
    ("html-unbalanced", &["tag"]),
    ("html-unexpected", &["what"]),
    ("html-attr-changed", &["tag", "attribute", "wanted", "found", "empty"]),
    ("html-missing", &["tag"]),
    ("url", &["wanted", "found", "empty"]),
    ("number", &["wanted", "found", "empty"]),
    ("whitespace-edge", &["edge"]),
    ("max-length", &["limit", "length"]),
    ("accesskey", &["found", "label"]),
    ("css", &["wanted"]),
    ("unchanged", &[]),
    ("bidi-override", &["character"]),
    ("bidi-unbalanced", &["character"]),
    ("zero-width", &["character"]),
    ("not-nfc", &[]),
    ("script", &["wanted", "found"]),
    ("mixed-script", &["word"]),
    ("language", &["wanted", "found"]),
];

/// What may be in doubt when a file of i18next is read, one of each kind.
fn doubts() -> Vec<Doubt> {
    let name = || "<name>".to_owned();
    vec![
        Doubt::AlsoPlain,
        Doubt::MissingOther,
        Doubt::MaybePlural,
        Doubt::MaybeContext(name()),
        Doubt::OldPlural,
        Doubt::UnusedForm,
        Doubt::BothKinds,
        Doubt::Variables,
        Doubt::Nesting(name()),
        Doubt::Format(name()),
        Doubt::Placeholder(name()),
        Doubt::NotText,
        Doubt::KeyLength,
        Doubt::Duplicate,
        Doubt::Language,
    ]
}

/// What may be lost on the way to i18next, one of each kind.
fn losses() -> Vec<Why> {
    let name = || "<name>".to_owned();
    vec![
        Why::CountRenamed(name()),
        Why::ContextRenamed(name()),
        Why::VariableRenamed(name(), "<other>".to_owned()),
        Why::ExactNumber(name()),
        Why::Select(name()),
        Why::Function(name()),
        Why::FunctionOption(name()),
        Why::Reference(name()),
        Why::Syntax,
        Why::KeyTaken(name()),
        Why::TooLarge,
        Why::TooManyVariants,
    ]
}

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
        assert_eq!(english.get(&format!("problem-{code}")), Some(&Shape::default()), "{code}");
    }
}

#[test]
fn every_finding_has_a_sentence_with_its_own_variables() {
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(codes, FINDINGS.map(|(code, _)| code));
    for tag in texts::offered() {
        let mut shapes = shapes(tag.as_str());
        shapes.retain(|id, _| id.starts_with("finding-"));
        let variables = shapes.into_iter().map(|(id, shape)| (id, shape.variables));
        let wanted = FINDINGS.map(|(code, names)| (format!("finding-{code}"), set(names)));
        assert_eq!(variables.collect::<BTreeMap<_, _>>(), wanted.into(), "{tag}");
    }
}

#[test]
fn a_finding_says_what_is_wrong_and_what_to_change() {
    let place = Place { line: 3, column: 7 };
    let finding = Finding::new(Code::MaxLength, "save".to_owned(), place).with("limit", "10").with("length", "36");
    assert_eq!(
        without_isolation(&finding.message(&tag("en"))),
        "This text is too long: 36 characters. Please shorten it to at most 10."
    );
}

#[test]
fn every_doubt_and_every_loss_has_a_sentence_that_says_what_it_is_about() {
    let key = || "key".to_owned();
    let ids = |prefix: &str| -> BTreeSet<String> {
        shapes("en").into_keys().filter_map(|id| Some(id.strip_prefix(prefix)?.to_owned())).collect()
    };
    assert_eq!(ids("doubt-"), doubts().iter().map(|why| why.code().to_owned()).collect());
    assert_eq!(ids("lost-"), losses().iter().map(|why| why.code().to_owned()).collect());
    for tag in texts::offered() {
        let doubts = doubts().into_iter().map(|why| (why.code(), Doubtful { key: key(), why }.message(tag)));
        let lost = losses().into_iter().map(|why| (why.code(), Lost { key: key(), why }.message(tag)));
        let shapes = shapes(tag.as_str());
        for (code, message) in doubts.chain(lost) {
            let shape = ["doubt", "lost"].iter().find_map(|kind| shapes.get(&format!("{kind}-{code}")));
            assert!(shape.is_some() && !message.contains("{$"), "{tag} {code}: {message}");
            for name in &shape.expect("it is there").variables {
                assert!(message.contains(&format!("<{name}>")), "{tag} {code}: {message}");
            }
        }
    }
}

#[test]
fn a_finding_never_quotes_what_is_empty() {
    let place = Place { line: 1, column: 1 };
    for (code, args, english) in [
        (
            Code::UnknownVariable,
            [("name", "$x"), ("known", "")],
            "The app does not know “$x” here, and the source text has no variables. Please take it out.",
        ),
        (
            Code::Url,
            [("wanted", "a.example"), ("found", "")],
            "The address “a.example” of the source text is missing here. Please write it as in the source text.",
        ),
        (
            Code::Url,
            [("wanted", ""), ("found", "a.example")],
            "The source text does not have the address “a.example”. Please take it out.",
        ),
        (
            Code::Number,
            [("wanted", "5"), ("found", "")],
            "The number “5” of the source text is missing here. Please write it as in the source text.",
        ),
        (
            Code::Number,
            [("wanted", ""), ("found", "5")],
            "The source text does not have the number “5”. Please take it out.",
        ),
        (
            Code::HtmlAttrChanged,
            [("wanted", "/a"), ("found", "")],
            "In the tag “<a>”, “href” is missing or empty. Please write as in the source text: “/a”.",
        ),
        (
            Code::HtmlAttrChanged,
            [("wanted", ""), ("found", "/a")],
            "In the tag “<a>”, the source text says nothing for “href”. Please take “/a” out.",
        ),
    ] {
        let mut finding = Finding::new(code, "a".to_owned(), place);
        if code == Code::HtmlAttrChanged {
            finding = finding.with("tag", "<a>").with("attribute", "href");
        }
        let finding = args.iter().fold(finding, |finding, (name, value)| finding.with(name, *value));
        assert_eq!(without_isolation(&finding.message(&tag("en"))), english);
        for language in texts::offered() {
            let message = without_isolation(&finding.message(language)).replace('\u{a0}', "");
            assert!(!["“”", "„“", "«»"].iter().any(|nothing| message.contains(nothing)), "{message}");
        }
    }
}

/// What a translator sees beside the sentence in an editor.
#[test]
fn comments_explain_every_variable_of_a_finding() {
    for tag in ["de", "en"] {
        let content = fs::read_to_string(folder(tag).join("findings.ftl")).expect("the file exists");
        let resource = parser::parse(content.as_str()).expect("another test names the place");
        for entry in &resource.body {
            let ast::Entry::Message(message) = entry else {
                continue;
            };
            let lines = message.comment.iter().flat_map(|comment| &comment.content);
            let explained: Vec<&str> = lines.filter_map(|line| line.strip_prefix('$')?.split(' ').next()).collect();
            let code = message.id.name.trim_start_matches("finding-");
            let variables = FINDINGS.iter().find(|(one, _)| *one == code).map(|(_, names)| set(names));
            assert_eq!(Some(set(&explained)), variables, "{tag}: {code}");
        }
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
fn the_page_for_translators_lists_every_finding_under_its_severity() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/translators.md");
    let page = fs::read_to_string(page).expect("the page exists");
    for (heading, severity) in
        [("**Errors.**", Severity::Error), ("**Warnings.**", Severity::Warning), ("**Infos.**", Severity::Info)]
    {
        let (_, part) = page.split_once(heading).expect("the heading exists");
        let rows = part.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
        let listed: Vec<&str> = rows.filter_map(|row| row.strip_prefix("| `")?.split('`').next()).collect();
        let codes = Code::ALL.iter().filter(|code| code.severity() == severity).map(|code| code.as_str());
        assert_eq!(listed, codes.collect::<Vec<_>>(), "{heading}");
    }
}

#[test]
fn every_text_renders_with_the_variables_of_english() {
    for tag in texts::offered() {
        for (id, shape) in shapes("en") {
            let rendered: Vec<String> = shape.ways().iter().map(|args| render(tag, &id, args)).collect();
            for text in &rendered {
                assert!(!text.is_empty() && !text.contains("{$"), "{tag} {id}: {text}");
            }
            for name in shape.variables.iter().filter(|name| !shape.choices.contains_key(*name)) {
                assert!(rendered.concat().contains(&format!("<{name}>")), "{tag} {id}: {name}");
            }
        }
    }
}

fn render(tag: &Tag, id: &str, args: &BTreeMap<&str, String>) -> String {
    let args: Vec<(&str, Value)> = args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    match id.split_once('.') {
        Some((problem, "detail")) => texts::detail(tag, problem.trim_start_matches("problem-"), &args),
        _ => texts::text(tag, id, &args),
    }
}

/// What has to be alike in every language.
#[derive(Debug, Default, PartialEq)]
struct Shape {
    variables: BTreeSet<String>,
    /// The variables that choose between variants, and the names of these.
    choices: BTreeMap<String, BTreeSet<String>>,
}

impl Shape {
    fn of(pattern: &ast::Pattern<&str>) -> Self {
        let mut shape = Self::default();
        shape.add(pattern);
        shape
    }

    fn add(&mut self, pattern: &ast::Pattern<&str>) {
        for element in &pattern.elements {
            let ast::PatternElement::Placeable { expression } = element else {
                continue;
            };
            match expression {
                ast::Expression::Inline(ast::InlineExpression::StringLiteral { .. }) => {}
                ast::Expression::Inline(ast::InlineExpression::VariableReference { id }) => {
                    self.variables.insert(id.name.to_owned());
                }
                ast::Expression::Select { selector: ast::InlineExpression::VariableReference { id }, variants } => {
                    self.variables.insert(id.name.to_owned());
                    let names = self.choices.entry(id.name.to_owned()).or_default();
                    names.extend(variants.iter().map(|variant| name(&variant.key).to_owned()));
                    for variant in variants {
                        self.add(&variant.value);
                    }
                }
                other => panic!("this test cannot read {other:?} yet"),
            }
        }
    }

    /// Arguments that show each variant once, and `<name>` for all that is not chosen by.
    fn ways(&self) -> Vec<BTreeMap<&str, String>> {
        let plain: BTreeMap<&str, String> =
            self.variables.iter().map(|name| (name.as_str(), format!("<{name}>"))).collect();
        let chosen =
            self.choices.iter().flat_map(|(name, variants)| variants.iter().map(move |one| (name.as_str(), one)));
        let mut ways: Vec<_> = chosen
            .map(|(name, variant)| plain.clone().into_iter().chain([(name, variant.clone())]).collect())
            .collect();
        if ways.is_empty() {
            ways.push(plain);
        }
        ways
    }
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn name<'a>(key: &ast::VariantKey<&'a str>) -> &'a str {
    match key {
        ast::VariantKey::Identifier { name } => name,
        ast::VariantKey::NumberLiteral { value } => value,
    }
}

fn folder(tag: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("server").join(tag)
}

/// The files of a language, name and content, in alphabetical order.
fn files(tag: &str) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder(tag)).expect("the folder exists");
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
fn shapes(tag: &str) -> BTreeMap<String, Shape> {
    let mut shapes = BTreeMap::new();
    for (name, content) in files(tag) {
        let resource = parser::parse(content.as_str()).unwrap_or_else(|(_, errors)| panic!("{tag}/{name}: {errors:?}"));
        for entry in &resource.body {
            let ast::Entry::Message(message) = entry else {
                continue;
            };
            for (id, pattern) in patterns(message) {
                let twice = shapes.insert(id.clone(), Shape::of(pattern));
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
