//! Whatever compare-locales, the checker of the Mozilla translators, reports of a file is among our findings.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use locales::checks::{Against, check};
use locales::findings::{Code, Finding};
use locales::resources::Resource;
use serde_json::Value;

use crate::corpus::{self, Pair};
use crate::mutants::broken_pairs;
use crate::{shared, tag};

/// How the sentences of compare-locales begin, and the codes under which we tell the same; the first is the usual one.
///
/// The others are ours where one cause has one finding: a message that cannot be read is not missing as well, what stands
/// in a value or an attribute that is missing or obsolete shares its lot, and a reference that leads nowhere or in a
/// circle is more than obsolete.
const KINDS: &[(&str, &[Code])] = &[
    ("missing file", &[Code::MissingMessage, Code::MissingTerm]),
    ("missing entity", &[Code::MissingMessage, Code::MissingTerm, Code::Syntax]),
    ("obsolete entity", &[Code::ObsoleteMessage]),
    ("duplicate entity", &[Code::DuplicateMessage]),
    ("Unparsed content", &[Code::Syntax]),
    ("Missing value", &[Code::MissingValue]),
    ("Obsolete value", &[Code::ObsoleteValue]),
    ("Missing attribute", &[Code::MissingAttribute]),
    ("Obsolete attribute", &[Code::ObsoleteAttribute]),
    ("Attribute", &[Code::DuplicateAttribute]),
    ("Missing message reference", &[Code::MissingMessageRef, Code::MissingAttribute, Code::MissingValue]),
    ("Missing term reference", &[Code::MissingTermRef, Code::MissingAttribute, Code::MissingValue]),
    (
        "Obsolete message reference",
        &[Code::ObsoleteMessageRef, Code::UnknownReference, Code::Cycle, Code::ObsoleteValue, Code::ObsoleteAttribute],
    ),
    (
        "Obsolete term reference",
        &[Code::ObsoleteTermRef, Code::UnknownReference, Code::Cycle, Code::ObsoleteValue, Code::ObsoleteAttribute],
    ),
    ("Variant key", &[Code::DuplicateVariant]),
    ("Plural categories missing", &[Code::MissingPlural]),
    ("\u{FFFD} in", &[Code::Encoding]),
    ("reference is a CSS spec", &[Code::Css]),
    ("units for", &[Code::Css]),
    ("width only in", &[Code::Css]),
];

/// A language, a source text, and a translation: all kinds but the missing file.
const CRAFTED: &[(&str, &str, &str)] = &[
    ("de", "a = A\nb = B\n-t = T\n", "c = C\n"),
    ("de", "a = A\n", "a = A\na = B\n"),
    ("de", "a = A\nb = B\n", "a = { $n\nb = B\n"),
    ("de", "a = A\n    .title = A\nb =\n    .title = B\n", "a =\n    .title = A\nb = B\n    .title = B\n"),
    ("de", "a = A\n    .title = A\n", "a = A\n    .label = A\n    .label = A\n"),
    ("de", "-s = S\n-t = T\nc = C\nd = D\na = { -s } { c }\n", "-s = S\n-t = T\nc = C\nd = D\na = { -t } { d }\n"),
    ("de", "-s = S\na = A\n    .title = { -s }\n", "-s = S\na = A\n"),
    ("de", "a = A\nb = B\nc = C\n", "a = { nowhere } { -nowhere }\nb = { c }\nc = { b }\n"),
    ("de", "a = A { $n }\n", "a = { $n ->\n    [one] A { $n }\n    [one] B { $n }\n   *[other] C { $n }\n }\n"),
    ("uk", "a = A { $n }\n", "a = { $n ->\n    [one] А { $n }\n   *[many] А { $n }\n }\n"),
    ("ar", "a = A { $n }\n", "a = { $n ->\n    [one] ا\n   *[other] ا { $n }\n }\n"),
    ("fr", "a = A { $n }\n", "a = { $n ->\n    [one] A { $n }\n   *[autre] A { $n }\n }\n"),
    ("pl", "a = A { $n }\n", "a = { $n ->\n    [one] A { $n }\n   *[other] A { $n }\n }\n"),
    ("ro", "a = A { $n }\n", "a = { $n ->\n    [one] A { $n }\n   *[other] A { $n }\n }\n"),
    ("ru", "a = A { $n }\n", "a = { $n ->\n    [one] Я { $n }\n   *[other] Я { $n }\n }\n"),
    ("sr-Latn", "a = A { $n }\n", "a = { $n ->\n    [one] A { $n }\n   *[other] A { $n }\n }\n"),
    ("de", "-t = T\n", "-t = { $case ->\n    [gen] T\n    [gen] T\n   *[nom] T\n }\n    .a = 1\n    .a = 2\n"),
    ("de", "a = A\n", "a = Gr\u{FFFD}n\n"),
    ("de", "a =\n    .style = width: 20em\n", "a =\n    .style = breit\n"),
    ("de", "a =\n    .style = width: 20em\n", "a =\n    .style = width: 20px\n"),
    ("de", "a =\n    .style = height: 20em\n", "a =\n    .style = height: 20em; width: 3em\n"),
];

/// A source text and a translation of it; none where the translation has no such file.
struct Sample {
    name: String,
    locale: String,
    reference: String,
    file: Option<String>,
    /// What the language has beside the file.
    own: String,
}

/// One sentence of compare-locales about a message.
#[derive(Debug)]
struct Told {
    /// Which of the samples it is about.
    sample: usize,
    kind: &'static str,
    key: Option<String>,
    /// What it names: the attribute, the reference, the plural forms.
    names: Vec<String>,
}

impl Sample {
    fn of(pair: Pair) -> Self {
        let Pair { name, locale, reference, file, brands } = pair;
        Self { name, locale, reference, file: Some(file), own: brands }
    }

    fn findings(&self) -> Vec<Finding> {
        let (reference, own) = (Resource::parse(&self.reference), [Resource::parse(&self.own)]);
        let against = Against { locale: &tag(&self.locale), reference: Some(&reference), own: &own };
        check(self.file.as_deref().unwrap_or_default().as_bytes(), &against).findings
    }
}

impl Told {
    /// Reads `Missing attribute: title at line 2, column 5 for save`.
    fn of(sample: usize, member: &str, text: &str) -> Self {
        let (text, key) = match member {
            "missingFile" => ("missing file", None),
            "missingEntity" => ("missing entity", Some(text)),
            "obsoleteEntity" => ("obsolete entity", Some(text)),
            _ if text.contains(" occurs ") => ("duplicate entity", text.split(' ').next()),
            _ if text.starts_with("Unparsed content") => (text, None),
            _ => text.rsplit_once(" for ").map_or((text, None), |(text, key)| (text, Some(key))),
        };
        let text = text.split_once(" at line ").map_or(text, |(text, _)| text);
        let kind = KINDS.iter().map(|(kind, _)| *kind).find(|kind| text.starts_with(kind));
        let kind = kind.unwrap_or_else(|| panic!("a new sentence of compare-locales: {member}: {text}"));
        let names = text.split_once(": ").filter(|_| kind != "Unparsed content").map(|(_, names)| names);
        let names = names.into_iter().flat_map(|names| names.split(", ")).map(str::to_owned).collect();
        Self { sample, kind, key: key.map(str::to_owned), names }
    }

    /// What we do not tell on purpose: the default is also for `other`, whatever it is called, so no number lacks a form.
    fn is_excused(&self) -> bool {
        self.kind == "Plural categories missing" && self.names == ["other"]
    }

    /// Whether one of our findings says the same.
    fn is_among(&self, findings: &[Finding]) -> bool {
        let (_, codes) = KINDS.iter().find(|(kind, _)| *kind == self.kind).expect("a kind is one of the list");
        findings.iter().any(|finding| {
            let message = finding.key.as_deref().map(|key| key.split('.').next().unwrap_or(key));
            let is_same_message = self.key.is_none() || message == self.key.as_deref();
            let names_all = || self.names.iter().all(|name| finding.args.iter().any(|(_, value)| value.contains(name)));
            let is_usual = finding.code == codes[0] && finding.code != Code::Encoding;
            codes.contains(&finding.code) && is_same_message && (!is_usual || names_all())
        })
    }
}

/// What compare-locales says of the samples; none, with a word about it, where it is not installed.
fn told(samples: &[Sample]) -> Option<Vec<Told>> {
    let program = || Command::new("compare-locales");
    if !program().arg("--version").output().is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: compare-locales is not installed; see locales/tests/compare-locales/requirements.txt");
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut config = format!("basepath = '{}'\n", folder.path().display());
    for (number, sample) in samples.iter().enumerate() {
        let Sample { locale, reference, file, .. } = sample;
        write(folder.path(), &format!("source/{locale}/{number}.ftl"), reference);
        if let Some(file) = file {
            write(folder.path(), &format!("{locale}/{number}.ftl"), file);
        }
    }
    let mut locales: Vec<&str> = samples.iter().map(|sample| sample.locale.as_str()).collect();
    locales.sort_unstable();
    locales.dedup();
    for locale in &locales {
        config.extend([
            format!("[[paths]]\nreference = 'source/{locale}/*.ftl'\n"),
            format!("l10n = '{{locale}}/*.ftl'\nlocales = ['{locale}']\n"),
        ]);
    }
    write(folder.path(), "l10n.toml", &config);
    let mut command = program();
    command.args(["--json", "-", "--return-zero"]).arg(folder.path().join("l10n.toml")).arg(folder.path());
    let output = command.args(locales).output().expect("it has just been started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut told = Vec::new();
    read(&answer[0]["details"], "", &mut told);
    Some(told)
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

/// Folders are objects in objects; a file is a list of objects with one member.
fn read(details: &Value, name: &str, told: &mut Vec<Told>) {
    for (part, below) in details.as_object().into_iter().flatten() {
        read(below, part, told);
    }
    for (member, text) in details.as_array().into_iter().flatten().filter_map(Value::as_object).flatten() {
        let stem = name.rsplit('/').next().and_then(|name| name.strip_suffix(".ftl")).expect("a file of Fluent");
        told.push(Told::of(stem.parse().expect("a number"), member, text.as_str().expect("a text")));
    }
}

/// How often each kind was told; every time of them, one of our findings says the same.
fn compare(samples: &[Sample]) -> Option<BTreeMap<&'static str, usize>> {
    let mut counts = BTreeMap::new();
    let mut lacking = Vec::new();
    let findings: Vec<_> = samples.iter().map(Sample::findings).collect();
    for told in told(samples)? {
        *counts.entry(told.kind).or_default() += 1;
        if !told.is_excused() && !told.is_among(&findings[told.sample]) {
            lacking.push(format!("{}: {told:?}\n", samples[told.sample].name));
        }
    }
    eprintln!("{} files, told: {counts:?}", samples.len());
    assert!(lacking.is_empty(), "{} are not told by us:\n{}", lacking.len(), lacking.concat());
    Some(counts)
}

#[test]
fn what_it_reports_of_live_translations_is_among_our_findings() {
    let Some(folder) = shared("ftl-corpus") else { return };
    let mut samples: Vec<Sample> = corpus::pairs().into_iter().map(Sample::of).collect();
    let mut sources = Vec::new();
    corpus::list(&folder.join("en"), &mut sources);
    for (locale, source) in ["ar", "de", "fa", "uk"]
        .into_iter()
        .flat_map(|locale| sources.iter().map(move |source: &PathBuf| (locale, source)))
    {
        let name = source.strip_prefix(folder.join("en")).expect("below");
        if !folder.join(locale).join(name).exists() {
            samples.push(Sample {
                name: format!("{locale}/{}", name.display()),
                locale: locale.to_owned(),
                reference: fs::read_to_string(source).expect("readable"),
                file: None,
                own: String::new(),
            });
        }
    }

    compare(&samples);
}

#[test]
fn what_it_reports_of_broken_translations_is_among_our_findings() {
    let samples: Vec<Sample> = broken_pairs(20).into_iter().map(Sample::of).collect();

    compare(&samples);
}

#[test]
fn what_it_reports_of_crafted_translations_is_among_our_findings() {
    let samples: Vec<Sample> = CRAFTED
        .iter()
        .map(|(locale, reference, file)| Sample {
            name: (*file).to_owned(),
            locale: (*locale).to_owned(),
            reference: (*reference).to_owned(),
            file: Some((*file).to_owned()),
            own: String::new(),
        })
        .collect();

    let Some(told) = compare(&samples) else { return };

    let unmet: Vec<_> = KINDS.iter().map(|(kind, _)| *kind).filter(|kind| !told.contains_key(kind)).collect();
    assert_eq!(unmet, ["missing file"]);
}
