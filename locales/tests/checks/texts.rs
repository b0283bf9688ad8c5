//! Live translations whose texts were broken on purpose: letters, markup, addresses, numbers.

use std::collections::{BTreeMap, BTreeSet};

use locales::findings::Code;

use crate::{Named, check_pair, corpus, named};

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

/// What is found of the codes that are judged.
fn found(locale: &str, reference: &str, file: &str) -> BTreeSet<Named<'static>> {
    let findings = check_pair(locale, reference, file.as_bytes()).findings;
    findings.iter().filter(|finding| CODES.contains(&finding.code)).map(named).collect()
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
    fn find(&self, source: &str, text: &str) -> BTreeSet<Named<'static>> {
        found(&self.locale, source, text)
    }
}

/// The translations of one line about which there is nothing to say.
fn clean() -> Vec<Clean> {
    let mut all = Vec::new();
    for pair in corpus::pairs() {
        let sources: BTreeMap<&str, &str> = one_liners(&pair.reference).into_iter().collect();
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
type Mutant = (&'static str, Named<'static>, String, String);

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
            let found: BTreeSet<Named<'static>> =
                case.find(&source, &text).into_iter().filter(|name| name.1 != "info").collect();
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
            let mut found = found(locale, &source, &file(&|case| in_script(&case.text, first)));
            found.retain(|(_, severity, _)| *severity != "info");
            assert_eq!(found, BTreeSet::from([("script", "error", None)]));
        }
    }
}
