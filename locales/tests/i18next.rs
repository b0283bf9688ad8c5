//! Bundles through i18next and back: a reader sees the same, by a model of i18next and by i18next itself.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use icu_plurals::{PluralCategory, PluralRules};
use locales::i18next::{self, Exported, Why};
use locales::tags::Tag;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

/// The languages, and the plural forms that Fluent's own library knows of them.
const LANGUAGES: [(&str, &[&str]); 5] = [
    ("ar", &["zero", "one", "two", "few", "many"]),
    ("uk", &["one", "few", "many"]),
    ("de", &["one"]),
    ("fr", &["one"]),
    ("ti", &["one"]),
];

const SOURCE: &str = "-brand = { $case ->\n    [gen] Lotsen\n   *[nom] Lotse\n }\nbase = base { $name }\n";

fn tag(text: &str) -> Tag {
    Tag::parse(text).unwrap()
}

fn numbers() -> impl Iterator<Item = u32> {
    (0..=25).chain([99, 100, 1000, 1_000_000])
}

/// What a message is shown with.
#[derive(Clone, Copy, Debug)]
struct Shown {
    n: u32,
    gender: &'static str,
}

fn all_shown() -> Vec<Shown> {
    numbers().flat_map(|n| ["male", "female", "none"].map(|gender| Shown { n, gender })).collect()
}

/// The texts of Fluent for the variables `$n`, `$count`, `$gender`, `$context` and `$name`.
struct Fluent(FluentBundle<FluentResource>);

impl Fluent {
    fn of(source: &str, locale: &str) -> Self {
        let mut bundle = FluentBundle::new(vec![locale.parse().unwrap()]);
        bundle.set_use_isolating(false);
        bundle.add_builtins().unwrap();
        let resource = FluentResource::try_new(source.to_owned()).expect("the bundle can be read");
        bundle.add_resource(resource).expect("no message twice");
        Self(bundle)
    }

    fn text(&self, id: &str, shown: Shown) -> String {
        let mut args = FluentArgs::new();
        for name in ["n", "count"] {
            args.set(name, shown.n);
        }
        for name in ["gender", "context"] {
            args.set(name, shown.gender);
        }
        args.set("name", "Ada");
        let (id, attribute) = id.split_once('.').map_or((id, None), |(id, attribute)| (id, Some(attribute)));
        let message = self.0.get_message(id).unwrap_or_else(|| panic!("no {id}"));
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute).unwrap().value(),
            None => message.value().unwrap(),
        };
        self.0.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }
}

/// What an app passes to i18next: `count` and `context` where the export told so, the others as they are.
fn options(exported: &Exported, key: &str, shown: Shown) -> BTreeMap<String, Value> {
    let mut options = BTreeMap::from([
        ("name".to_owned(), json!("Ada")),
        ("n".to_owned(), json!(shown.n)),
        ("gender".to_owned(), json!(shown.gender)),
    ]);
    for lost in exported.lost.iter().filter(|lost| lost.key == key) {
        match &lost.why {
            Why::CountRenamed(_) => drop(options.insert("count".to_owned(), json!(shown.n))),
            Why::ContextRenamed(_) => drop(options.insert("context".to_owned(), json!(shown.gender))),
            _ => {}
        }
    }
    options
}

/// Whether the text may differ after an export, by what that told.
fn may_differ(exported: &Exported, key: &str) -> bool {
    let differs = |why: &Why| {
        matches!(why, Why::ExactNumber(_) | Why::Select(_) | Why::TooLarge | Why::TooManyVariants | Why::KeyTaken(_))
    };
    exported.lost.iter().any(|lost| lost.key == key && differs(&lost.why))
}

/// What i18next finds and shows, in a few lines.
fn model(exported: &Exported, locale: &str, key: &str, options: &BTreeMap<String, Value>) -> String {
    let rules = PluralRules::try_new_cardinal(locale.parse::<icu_locale::Locale>().unwrap().into()).unwrap();
    let count = options.get("count").and_then(Value::as_u64);
    let form = count.map(|count| match rules.category_for(count) {
        PluralCategory::Zero => "_zero",
        PluralCategory::One => "_one",
        PluralCategory::Two => "_two",
        PluralCategory::Few => "_few",
        PluralCategory::Many => "_many",
        PluralCategory::Other => "_other",
    });
    let zero = count.filter(|count| *count == 0).map(|_| "_zero");
    let context = options.get("context").and_then(Value::as_str).map(|context| format!("{key}_{context}"));
    let bases = context.into_iter().chain([key.to_owned()]);
    let mut keys = bases
        .flat_map(|base| [zero, form, Some("")].into_iter().flatten().map(move |ending| format!("{base}{ending}")));
    let mut text = keys.find_map(|key| exported.texts.get(&key)).cloned().unwrap_or_else(|| key.to_owned());
    for (name, value) in options {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text = text.replace(&format!("{{{{{name}}}}}"), &value);
    }
    text.replace('\u{2060}', "")
}

/// A pattern over `$n`, `$gender`, `$name`, a term and a message, with selects up to two deep.
fn pattern(forms: &'static [&'static str]) -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        "[a-zäґع<1>/ ,.]{1,6}",
        Just("{ $n }".to_owned()),
        Just("{ $name }".to_owned()),
        Just("{ -brand }".to_owned()),
        Just("{ -brand(case: \"gen\") }".to_owned()),
        Just("{ base }".to_owned()),
        Just("{ \"{\" }".to_owned()),
        Just("{ \"  \" }".to_owned()),
        Just("{ 1.50 }".to_owned()),
    ];
    leaf.prop_recursive(2, 24, 6, move |inner| {
        let text = proptest::collection::vec(inner, 1..4).prop_map(|parts| format!("x{}", parts.concat()));
        let counted = (
            proptest::collection::vec(text.clone(), forms.len()),
            text.clone(),
            any::<u8>(),
            proptest::option::of((0..3u8, text.clone())),
        );
        let counted = counted.prop_map(move |(texts, other, chosen, exact)| {
            let named = forms.iter().zip(texts).enumerate().filter(|(at, _)| chosen & (1 << at) != 0);
            let named: String = named.map(|(_, (form, text))| ["\n [", form, "] ", &text].concat()).collect();
            let exact = exact.map(|(number, text)| format!("\n [{number}] {text}")).unwrap_or_default();
            format!("{{ $n ->{exact}{named}\n *[other] {other}\n }}")
        });
        let chosen = (text.clone(), text.clone())
            .prop_map(|(male, other)| format!("{{ $gender ->\n [male] {male}\n *[other] {other}\n }}"));
        prop_oneof![1 => text, 2 => counted, 1 => chosen]
    })
    .prop_map(|text| format!("x{text}."))
    .boxed()
}

fn message() -> impl Strategy<Value = (&'static str, String)> {
    (0..LANGUAGES.len()).prop_flat_map(|at| {
        let (locale, forms) = LANGUAGES[at];
        (
            Just(locale),
            (pattern(forms), pattern(forms))
                .prop_map(|(value, title)| format!("{SOURCE}m = {value}\n    .title = {title}\n")),
        )
    })
}

proptest! {
    #[test]
    fn exported_texts_are_those_of_fluent((locale, source) in message()) {
        let exported = i18next::export(&source, &tag(locale));
        let fluent = Fluent::of(&source, locale);
        for key in ["m", "m.title", "base"].into_iter().filter(|key| !may_differ(&exported, key)) {
            for shown in all_shown() {
                let text = model(&exported, locale, key, &options(&exported, key, shown));
                prop_assert_eq!(text, fluent.text(key, shown), "{} {:?}\n{}\n{:?}", key, shown, source, exported);
            }
        }
    }

    #[test]
    fn imported_texts_are_those_that_were_exported((locale, source) in message()) {
        let exported = i18next::export(&source, &tag(locale));
        let imported = i18next::import(&exported.json().to_string(), &tag(locale)).unwrap();
        let again = i18next::export(&imported.bundle, &tag(locale));
        prop_assert_eq!(&again.texts, &exported.texts, "{}\n{}", source, imported.bundle);

        let fluent = Fluent::of(&source, locale);
        let back = Fluent::of(&imported.bundle, locale);
        for key in ["m", "base"].into_iter().filter(|key| !may_differ(&exported, key)) {
            for shown in all_shown().into_iter().filter(|shown| shown.gender == "none") {
                let (text, expected) = (back.text(key, shown), fluent.text(key, shown));
                prop_assert_eq!(text, expected, "{} {:?}\n{}\n{}", key, shown, source, imported.bundle);
            }
        }
    }

    #[test]
    fn any_text_survives_the_way_in_and_out(text in "[a-z {}$t().,\\[*\n\r\t#=<1>\u{2060}-]{0,24}|\\PC{0,12}") {
        let json = json!({ "a": text }).to_string();
        let imported = i18next::import(&json, &tag("de")).unwrap();
        let out = i18next::export(&imported.bundle, &tag("de"));
        let again = i18next::import(&out.json().to_string(), &tag("de")).unwrap();
        prop_assert_eq!(&again.bundle, &imported.bundle, "{:?}", out.texts);
        if !text.contains(['{', '$', '\u{2060}']) {
            prop_assert_eq!(out.texts["a"].as_str(), text);
        }
    }

    #[test]
    fn no_file_is_too_strange_to_be_read(json in "\\PC{0,60}", bundle in "[a-c{}$\\->\n *=\\[\\].\"()]{0,60}") {
        let _ = i18next::import(&json, &tag("de"));
        let _ = i18next::import_app(&json);
        let _ = i18next::export(&bundle, &tag("uk"));
    }
}

/// One bundle and what is asked of it, with the answers of Fluent.
struct Case {
    locale: &'static str,
    exported: Exported,
    calls: Vec<(&'static str, Shown)>,
    expected: Vec<String>,
}

impl Case {
    fn of(locale: &'static str, cldr: &str, source: &str, keys: &[&'static str]) -> Self {
        let exported = i18next::export(source, &tag(locale));
        let fluent = Fluent::of(source, cldr);
        let keys = keys.iter().filter(|key| !may_differ(&exported, key));
        let calls: Vec<_> = keys.flat_map(|key| all_shown().into_iter().map(|shown| (*key, shown))).collect();
        let expected = calls.iter().map(|(key, shown)| fluent.text(key, *shown)).collect();
        Self { locale, exported, calls, expected }
    }

    fn json(&self) -> Value {
        let calls =
            self.calls.iter().map(|(key, shown)| json!([key.replace("--", "."), options(&self.exported, key, *shown)]));
        json!({ "language": self.locale, "texts": self.exported.json(), "calls": calls.collect::<Vec<_>>() })
    }
}

/// A bundle with all forms of a language, as a translator writes it.
fn written(forms: &[&str]) -> String {
    let variants: String = forms.iter().map(|form| ["\n        [", form, "] ", form, " { $n }"].concat()).collect();
    let chosen = "{ $gender ->\n        [male] er\n        [female] sie\n       *[other] { base }\n    }";
    let parts = [
        SOURCE,
        "m =\n    { $n ->\n        [0] niemand",
        &variants,
        "\n       *[other] other { $n }\n    } <1>hier</1>\n    .title = { -brand(case: \"gen\") }: ",
        chosen,
        " { $n ->",
        &variants,
        "\n       *[other] { $n }\n    }\npage--title = { m.title }\n",
    ];
    parts.concat()
}

/// Bundles of each language, some with tags that have another name in CLDR, and some that are drawn.
fn cases() -> Vec<Case> {
    let keys = ["m", "m.title", "base", "page--title"];
    let renamed = [
        ("prs", "fa", &["one"][..]),
        ("kmr", "ku", &["one"]),
        ("de-simple", "de", &["one"]),
        ("sr-Latn", "sr", &["one", "few"]),
    ];
    let named = LANGUAGES.into_iter().map(|(locale, forms)| (locale, locale, forms)).chain(renamed);
    let mut cases: Vec<Case> =
        named.map(|(locale, cldr, forms)| Case::of(locale, cldr, &written(forms), &keys)).collect();
    let mut runner = TestRunner::deterministic();
    for _ in 0..150 {
        let (locale, source) = message().new_tree(&mut runner).unwrap().current();
        cases.push(Case::of(locale, locale, &source, &keys[..3]));
    }
    cases
}

/// The directory in which i18next is installed; `None` where there is no Node, or no way to the package.
static HOME: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let version = Command::new("node").arg("--version").output().ok()?;
    let version = String::from_utf8(version.stdout).ok()?;
    let major: u32 = version.trim_start_matches('v').split('.').next()?.parse().ok()?;
    if major < 20 {
        return None;
    }
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("i18next");
    std::fs::create_dir_all(&home).unwrap();
    for name in ["package.json", "package-lock.json", "render.mjs"] {
        let here = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/i18next").join(name);
        std::fs::copy(here, home.join(name)).unwrap();
    }
    let ci = ["ci", "--no-audit", "--no-fund", "--prefer-offline"];
    let installed = Command::new("npm").args(ci).current_dir(&home).output().ok()?;
    installed.status.success().then_some(home)
});

/// What i18next makes of the cases; `None`, said on stderr, where it cannot be had.
fn rendered(input: &str) -> Option<Vec<Vec<String>>> {
    let Some(home) = HOME.as_ref() else {
        eprintln!("skipped: i18next itself needs Node 20 or newer and its package from npm");
        return None;
    };
    let mut node = Command::new("node");
    let mut node =
        node.arg("render.mjs").current_dir(home).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    node.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let done = node.wait_with_output().unwrap();
    assert!(done.status.success(), "render.mjs failed");
    Some(serde_json::from_slice(&done.stdout).unwrap())
}

#[test]
fn i18next_shows_what_fluent_shows() {
    let cases = cases();
    let input = Value::Array(cases.iter().map(Case::json).collect()).to_string();
    let Some(rendered) = rendered(&input) else { return };

    let compared: usize = cases.iter().map(|case| case.calls.len()).sum();
    assert!(compared > 10_000, "only {compared} texts");
    for (case, texts) in cases.iter().zip(rendered) {
        for ((call, expected), text) in case.calls.iter().zip(&case.expected).zip(texts) {
            assert_eq!(text.replace('\u{2060}', ""), *expected, "{} {call:?} {:?}", case.locale, case.exported);
        }
    }
}

#[test]
fn i18next_formats_and_numbers_as_the_message_says() {
    let bundle = "days = { NUMBER($n, type: \"ordinal\") ->
    [one] { $n }st
    [two] { $n }nd
    [few] { $n }rd
   *[other] { $n }th
 } day
share = { NUMBER($n, style: \"percent\") } of { NUMBER($of, minimumFractionDigits: 2) }
plain = { NUMBER($of, useGrouping: \"false\") }
date = { DATETIME($at, dateStyle: \"long\", timeZone: \"UTC\") }
none = { \"{{n}}\" } { \"$t(date)\" } { \"{\" }{ $n }
";
    let exported = i18next::export(bundle, &tag("en"));
    let calls = json!([
        ["days", { "count": 2, "ordinal": true }], ["days", { "count": 11, "ordinal": true }],
        ["days", { "count": 0, "ordinal": true }], ["share", { "n": 0.5, "of": 1234.5 }], ["plain", { "of": 1234.5 }],
        ["date", { "at": 0 }], ["none", { "n": 3 }],
    ]);
    let input = json!([{ "language": "en", "texts": exported.json(), "calls": calls }]).to_string();
    let Some(rendered) = rendered(&input) else { return };

    let expected = [
        "2nd day",
        "11th day",
        "0th day",
        "50% of 1,234.50",
        "1234.5",
        "January 1, 1970",
        "{\u{2060}{n}} $\u{2060}t(date) {\u{2060}3",
    ];
    assert_eq!(rendered, [expected]);
}
