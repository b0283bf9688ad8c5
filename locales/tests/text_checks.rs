//! What is found in the texts of messages: a live corpus, and mutants of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use locales::checks::{self, Against, Checked};
use locales::findings::{Code, Finding, Severity};
use locales::resources::Resource;
use locales::tags::Tag;

/// The codes that are judged here.
const CODES: [Code; 20] = [
    Code::Encoding,
    Code::Empty,
    Code::HtmlUnbalanced,
    Code::HtmlUnexpected,
    Code::HtmlAttrChanged,
    Code::HtmlMissing,
    Code::Url,
    Code::Number,
    Code::WhitespaceEdge,
    Code::MaxLength,
    Code::Accesskey,
    Code::Css,
    Code::Unchanged,
    Code::BidiOverride,
    Code::BidiUnbalanced,
    Code::ZeroWidth,
    Code::NotNfc,
    Code::Script,
    Code::MixedScript,
    Code::Language,
];

type Name = (&'static str, &'static str, Option<String>);

fn tag(text: &str) -> Tag {
    Tag::parse(text).expect("well-formed")
}

fn check(locale: &str, reference: &str, file: &str) -> Vec<Finding> {
    let reference = Resource::parse(reference);
    let locale = tag(locale);
    let against = Against { locale: &locale, reference: Some(&reference), own: &[] };
    let Checked { findings, .. } = checks::check(file.as_bytes(), &against);
    findings.into_iter().filter(|finding| CODES.contains(&finding.code)).collect()
}

fn name(finding: &Finding) -> Name {
    (finding.code.as_str(), finding.severity.as_str(), finding.key.clone())
}

/// A folder of the shared data; none, with a word about it, where it is not there.
fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(folder);
    if !path.is_dir() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "ftl") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A file of the corpus beside its source text.
struct Pair {
    locale: String,
    path: String,
    source: String,
    file: String,
}

fn corpus() -> Vec<Pair> {
    let Some(folder) = shared("ftl-corpus") else { return Vec::new() };
    let mut pairs = Vec::new();
    for locale in ["ar", "de", "fa", "uk"] {
        let folder_of_locale = folder.join(locale);
        for path in files(&folder_of_locale) {
            let below = path.strip_prefix(&folder_of_locale).expect("below");
            if let Ok(source) = fs::read_to_string(folder.join("en").join(below)) {
                let file = fs::read_to_string(&path).expect("text");
                pairs.push(Pair { locale: locale.to_owned(), path: below.display().to_string(), source, file });
            }
        }
    }
    pairs
}

#[test]
fn live_texts_are_hardly_complained_about() {
    let pairs = corpus();
    let show = std::env::var("SHOW_CODE").unwrap_or_default();
    let mut counts: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    let mut messages: BTreeMap<&str, usize> = BTreeMap::new();
    for pair in &pairs {
        *messages.entry(&pair.locale).or_default() += Resource::parse(&pair.file).messages().count();
        for finding in check(&pair.locale, &pair.source, &pair.file) {
            if finding.severity != Severity::Info || show == finding.code.as_str() {
                *counts.entry((&pair.locale, finding.severity.as_str(), finding.code.as_str())).or_default() += 1;
            }
            if show == finding.code.as_str() || show == "all" && finding.severity != Severity::Info {
                let line = pair.file.lines().nth(finding.place.line - 1).unwrap_or_default();
                let id = finding.key.as_deref().unwrap_or_default();
                let source = pair.source.lines().find(|line| line.starts_with(&format!("{id} ="))).unwrap_or_default();
                eprintln!(
                    "{} {} {:?} {:?}\n   {line}\n   {source}",
                    pair.locale, pair.path, finding.code, finding.args
                );
            }
        }
    }
    let number = |locale: &str, severity: &str| {
        counts.iter().filter(|((l, s, _), _)| *l == locale && *s == severity).map(|(_, count)| count).sum::<usize>()
    };
    for ((locale, severity, code), count) in &counts {
        eprintln!("{locale} {severity} {code} {count}");
    }
    for (locale, messages) in messages {
        let (errors, warnings) = (number(locale, "error"), number(locale, "warning"));
        eprintln!("{locale}: {messages} messages, {errors} errors, {warnings} warnings");
        assert!(errors * 1000 <= messages && warnings * 100 <= messages, "too many findings on live texts in {locale}");
    }
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % sides.max(1)
    }

    fn pick<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        list.get(self.roll(list.len()))
    }
}

/// One message of one line, and its translation.
#[derive(Clone)]
struct Clean {
    locale: String,
    source: String,
    text: String,
}

impl Clean {
    fn find(&self, source: &str, text: &str) -> BTreeSet<Name> {
        let found = check(&self.locale, source, text);
        found.iter().map(name).collect()
    }
}

/// The translations of one line about which there is nothing to say.
fn clean() -> Vec<Clean> {
    let mut all = Vec::new();
    for pair in corpus() {
        let sources: BTreeMap<&str, &str> = one_liners(&pair.source).into_iter().collect();
        for (id, text) in one_liners(&pair.file) {
            let Some(source) = sources.get(id) else { continue };
            let clean = Clean { locale: pair.locale.clone(), source: (*source).to_owned(), text: text.to_owned() };
            if clean.find(&format!("a = {source}\n"), &format!("a = {text}\n")).is_empty() {
                all.push(clean);
            }
        }
    }
    all
}

fn one_liners(file: &str) -> Vec<(&str, &str)> {
    let lines: Vec<&str> = file.lines().collect();
    let alone = |next: Option<&&str>| next.is_none_or(|next| next.is_empty() || !next.starts_with([' ', '}']));
    let pairs = lines.iter().enumerate().filter(|(at, _)| alone(lines.get(at + 1)));
    pairs
        .filter_map(|(_, line)| {
            line.split_once(" = ").filter(|(id, _)| {
                !id.contains(['#', ' ', '-', '.']) || id.contains('-') && !id.starts_with(['-', '#', ' '])
            })
        })
        .collect()
}

/// The offsets between two letters that stand in no placeable and in no tag.
fn inside_words(text: &str) -> Vec<usize> {
    let mut depth = 0_i32;
    let mut before = ' ';
    let mut places = Vec::new();
    for (at, c) in text.char_indices() {
        depth += i32::from(matches!(c, '{' | '<')) - i32::from(matches!(c, '}' | '>'));
        if depth == 0 && before.is_alphabetic() && c.is_alphabetic() {
            places.push(at);
        }
        before = c;
    }
    places
}

fn inserted(text: &str, at: usize, what: &str) -> String {
    format!("{}{what}{}", &text[..at], &text[at..])
}

/// Each letter that stands in no placeable and in no tag as one of the alphabet that begins with `first`.
fn in_script(text: &str, first: char) -> String {
    let mut depth = 0_i32;
    let letter = |c: char| char::from_u32(first as u32 + c as u32 % 6).expect("a letter");
    let change = |c: char| {
        depth += i32::from(matches!(c, '{' | '<')) - i32::from(matches!(c, '}' | '>'));
        if depth == 0 && c.is_alphabetic() { letter(c) } else { c }
    };
    text.chars().map(change).collect()
}

fn has_address(text: &str) -> bool {
    text.contains("://") || text.contains('@') || text.contains('&') || text.contains(".com") || text.contains(".org")
}

fn has_digit(text: &str) -> bool {
    text.contains(char::is_numeric)
}

/// What is broken: its name, what should be found, and the two files.
type Mutant = (&'static str, Name, String, String);

fn mutants(clean: &Clean, dice: &mut Dice) -> Vec<Mutant> {
    let Clean { source, text, .. } = clean;
    let key = || Some("a".to_owned());
    let mut all: Vec<Mutant> = Vec::new();
    let mut add = |name: &'static str, code: &'static str, severity: &'static str, source: &str, text: &str| {
        all.push((name, (code, severity, key()), format!("a = {source}\n"), format!("a = {text}\n")));
    };
    if let Some(at) = text.find("</") {
        let end = at + text[at..].find('>').unwrap_or(1) + 1;
        add("closing tag dropped", "html-unbalanced", "error", source, &format!("{}{}", &text[..at], &text[end..]));
        add("closing tag changed", "html-unbalanced", "error", source, &format!("{}</x>{}", &text[..at], &text[end..]));
        let tag = &text[at + 2..end - 1];
        let begin = text.find(&format!("<{tag}")).unwrap_or(at);
        let stop = begin + text[begin..].find('>').unwrap_or(0) + 1;
        if text.matches("</").count() == 1 && stop <= at {
            let bare = format!("{}{}{}", &text[..begin], &text[stop..at], &text[end..]);
            add("element dropped", "html-missing", "warning", source, &bare);
            add(
                "opening tag dropped",
                "html-unbalanced",
                "error",
                source,
                &format!("{}{}", &text[..begin], &text[stop..]),
            );
        }
        add(
            "handler",
            "html-unexpected",
            "error",
            source,
            &format!("{} onclick=\"x()\"{}", &text[..stop - 1], &text[stop - 1..]),
        );
    }
    let href = " <a class=\"x\" href=\"https://lotse.example/weg\">→</a>";
    let both = |was: &str, is: &str| (format!("{source}{was}"), format!("{text}{is}"));
    for (name, code, severity, was, is) in [
        ("script element", "html-unexpected", "error", "", "<script>x()</script>".to_owned()),
        ("script in braces", "html-unexpected", "error", "", "{ \"<scr\" }ipt>x()</script>".to_owned()),
        ("script link", "html-unexpected", "error", href, href.replace("https:", "java&#115;cript:")),
        ("another host", "html-attr-changed", "error", href, href.replace("lotse.example", "falle.example")),
        (
            "host of a user",
            "html-attr-changed",
            "error",
            href,
            href.replace("lotse.example", "lotse.example@falle.example"),
        ),
        ("another path", "html-attr-changed", "warning", href, href.replace("weg", "umweg")),
        ("link dropped", "html-attr-changed", "warning", href, href.replace(" href=\"https://lotse.example/weg\"", "")),
        ("another class", "html-attr-changed", "warning", href, href.replace("\"x\"", "\"y\"")),
        ("address", "url", "warning", " https://lotse.example/weg", " https://lotze.example/weg".to_owned()),
        ("e-mail", "url", "warning", " hilfe@lotse.example", " hilfe@lotze.example".to_owned()),
        ("telephone", "url", "warning", " +49 821 32420", " +49 821 32421".to_owned()),
        (
            "year",
            "number",
            "warning",
            " 2024",
            format!(" {}", dice.pick(&["2025", "٢٠٢٣", "۱۹۲۴", "2204"]).unwrap_or(&"2025")),
        ),
        ("space at the end", "whitespace-edge", "warning", "", "{ \" \" }".to_owned()),
        ("isolate", "bidi-unbalanced", "warning", "", "\u{2067}x".to_owned()),
        ("isolate in a string", "bidi-unbalanced", "warning", "", "{ \"\\u2068\" }".to_owned()),
    ] {
        let (source, text) = both(was, &is);
        add(name, code, severity, &source, &text);
    }
    add("space at the start", "whitespace-edge", "warning", source, &format!("{{ \" \" }}{text}"));
    add("nothing", "empty", "warning", source, "{ \"\" }");
    if text.chars().filter(|c| c.is_alphabetic()).count() > 30 && !text.contains('<') {
        all.push((
            "too long",
            ("max-length", "warning", key()),
            format!("# MAX_LENGTH: 9\na = {source}\n"),
            format!("a = {text}\n"),
        ));
    }
    all.extend(attribute_mutants(text));
    all.extend(letter_mutants(clean, dice));
    all
}

fn attribute_mutants(text: &str) -> Vec<Mutant> {
    let with = |attribute: &str, label: &str| format!("a =\n    .label = {label}\n    .{attribute}\n");
    let mut all = Vec::new();
    if !text.contains(['{', '§', '<']) && !has_digit(text) && !has_address(text) {
        let name = ("accesskey", "warning", Some("a.accesskey".to_owned()));
        all.push(("access key", name, with("accesskey = O", "Open"), with("accesskey = §", text)));
    }
    let name = ("css", "warning", Some("a.style".to_owned()));
    all.push(("size", name, with("style = width: 20em", "Open"), with("style = width: 20 Meter", "→")));
    all
}

fn letter_mutants(clean: &Clean, dice: &mut Dice) -> Vec<Mutant> {
    let Clean { locale, source, text } = clean;
    let places = inside_words(text);
    let mut all: Vec<Mutant> = Vec::new();
    let (Some(at), false) = (dice.pick(&places), has_address(text) || has_address(source)) else { return all };
    let mut add = |name: &'static str, code: &'static str, severity: &'static str, text: String| {
        all.push((name, (code, severity, Some("a".to_owned())), format!("a = {source}\n"), format!("a = {text}\n")));
    };
    for (name, code, severity, what) in [
        ("override", "bidi-override", "error", "\u{202E}"),
        ("embedding", "bidi-override", "error", "\u{202A}"),
        ("zero width", "zero-width", "warning", "\u{200B}"),
        ("lost letter", "encoding", "warning", "\u{FFFD}"),
        ("control", "encoding", "warning", "\u{7}"),
        ("C1 control", "encoding", "warning", "\u{92}"),
    ] {
        add(name, code, severity, inserted(text, *at, what));
    }
    let is_latin = |at: &&usize| {
        text[..**at].ends_with(|c: char| c.is_ascii_alphabetic())
            && text[**at..].starts_with(|c: char| c.is_ascii_alphabetic())
    };
    let latin: Vec<usize> = places.iter().filter(is_latin).copied().collect();
    if let Some(at) = dice.pick(&latin) {
        add(
            "Cyrillic letter",
            "mixed-script",
            "warning",
            inserted(text, *at, dice.pick(&["а", "о", "е", "і", "ж"]).unwrap_or(&"а")),
        );
    }
    let digits: Vec<(usize, char)> =
        text.char_indices().filter(|(at, c)| c.is_ascii_digit() && is_number(text, *at)).collect();
    if let Some((at, c)) = dice.pick(&digits) {
        let other = if *c == '7' { '2' } else { '7' };
        add("digit", "number", "warning", format!("{}{other}{}", &text[..*at], &text[at + 1..]));
    }
    if places.len() > 3 && !has_digit(text) {
        let first = if locale == "de" {
            'б'
        } else if locale == "uk" {
            'ب'
        } else {
            'δ'
        };
        add("another script", "script", "warning", in_script(text, first));
    }
    all
}

/// Whether a digit in a text, which begins at `at`, is part of a number, and not of a name, a tag or a placeable.
fn is_number(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(|c: char| c.is_ascii_digit());
    let open = |open: char, close: char| before.matches(open).count() > before.matches(close).count();
    !before.ends_with(|c: char| c.is_ascii_alphabetic() || ":.,".contains(c)) && !open('<', '>') && !open('{', '}')
}

#[test]
fn a_mutant_is_told_by_exactly_one_code() {
    let clean = clean();
    let mut dice = Dice(7);
    let mut rates: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for case in &clean {
        for (what, wanted, source, text) in mutants(case, &mut dice) {
            if dice.roll(20) > 0 {
                continue;
            }
            let found: BTreeSet<Name> = case.find(&source, &text).into_iter().filter(|name| name.1 != "info").collect();
            let caught = found == BTreeSet::from([wanted.clone()]);
            let rate = rates.entry(what).or_default();
            *rate = (rate.0 + usize::from(caught), rate.1 + 1);
            if !caught && rate.1 - rate.0 < 4 {
                eprintln!("{what} ({}): {found:?}\n   {source}   {text}", case.locale);
            }
        }
    }
    let (caught, all) = rates.values().fold((0, 0), |sum, rate| (sum.0 + rate.0, sum.1 + rate.1));
    eprintln!("{} clean texts, {all} mutants, {caught} caught: {rates:?}", clean.len());
    assert!(clean.is_empty() || all >= 1000 && caught * 1000 >= all * 995, "{caught} of {all}");
}

#[test]
fn a_file_in_another_script_is_refused_once() {
    let clean = clean();
    for locale in ["ar", "de", "uk"] {
        let of_locale: Vec<&Clean> = clean
            .iter()
            .filter(|case| {
                case.locale == locale
                    && !has_address(&case.text)
                    && !has_digit(&case.text)
                    && inside_words(&case.text).len() > 3
            })
            .take(200)
            .collect();
        for part in of_locale.chunks_exact(25) {
            let file = |text: &dyn Fn(&Clean) -> String| {
                part.iter()
                    .enumerate()
                    .map(|(at, case)| format!("a{at} = {}\n", text(case)))
                    .collect::<Vec<_>>()
                    .concat()
            };
            let first = if locale == "de" { 'б' } else { 'δ' };
            let source = file(&|case| case.source.clone());
            let found = check(locale, &source, &file(&|case| in_script(&case.text, first)));
            let grave: Vec<Name> =
                found.iter().filter(|finding| finding.severity != Severity::Info).map(name).collect();
            assert_eq!(grave, [("script", "error", None)]);
        }
    }
}

#[test]
fn hostile_files_are_checked_to_the_end() {
    let size = 512 * 1024;
    let variants: String = (0..20_000).map(|n| format!(" [v{n}] <b>7</b>\n")).collect::<Vec<_>>().concat();
    let inline: String = (0..16_000).map(|n| format!("[v{n}]<i>1 \u{2067}x</i>")).collect::<Vec<_>>().concat();
    let attributes: String = (0..30_000).map(|n| format!(" .a{n} = <b>\n")).collect::<Vec<_>>().concat();
    for (name, text) in [
        ("<", "<".repeat(size)),
        ("<a", "<a".repeat(size / 2)),
        ("<a ", "<a ".repeat(size / 3)),
        ("<a>", "<a>".repeat(size / 3)),
        ("<a b=\"", "<a b=\"".repeat(size / 6)),
        ("<a href=x>", "<a href=x>".repeat(size / 10)),
        ("<!--", "<!--".repeat(size / 4)),
        ("one word", "w".repeat(size)),
        ("one Arabic word", "و".repeat(size / 2)),
        ("mixed", "aж".repeat(size / 3)),
        ("mixed words", "aж ".repeat(size / 4)),
        ("zeros", "0 ".repeat(size / 2)),
        ("digits", "7".repeat(size)),
        ("numbers", (0..size / 7).map(|n| format!("{n} ")).collect::<Vec<_>>().concat()),
        ("addresses", "http://a.de ".repeat(size / 12)),
        ("://", "://".repeat(size / 3)),
        ("@", "a@".repeat(size / 2)),
        ("dots", "a.".repeat(size / 2)),
        ("&", "&#".repeat(size / 2)),
        ("isolates", "\u{2067}".repeat(size / 3)),
        ("zero width", "\u{200B}".repeat(size / 3)),
        ("marks", format!("e{}", "\u{301}".repeat(size / 2))),
        ("strings", "{\"<a\"}".repeat(size / 6)),
        ("variants", format!("<b>{{ $x ->\n{variants} *[o] 7\n }}</b> 7")),
        ("variants in one line", format!("<b>{{ $x ->{inline}*[o] 7\n }}</b> 7")),
        ("attributes", format!("x\n{attributes}")),
    ] {
        let file = format!("a = {text}\n");
        let file = &file[..file.floor_char_boundary(size + 200_000)];
        let small = "a = <a href=\"https://lotse.example\">7</a> <b>8</b>\n";
        for (locale, source) in [("ar", small), ("de", file)] {
            let begin = Instant::now();
            let found = check(locale, source, file);
            eprintln!("{name}, {locale}: {} findings, {:?}", found.len(), begin.elapsed());
        }
    }
}
