//! Files that are made to hurt: whatever comes, an answer comes, and soon.

use std::fmt::Write;
use std::time::Instant;

use locales::findings::Code;
use locales::resources::{Message, Resource};
use proptest::prelude::*;

use crate::check_pair;

const SIZE: usize = 512 * 1024;

/// Makes entries long enough that a full file has fewer than 20,000.
const PAD: &str = "Text text text";

/// As much of a text as fits, made of numbered parts.
fn filled(part: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0.. {
        let part = part(number);
        if text.len() + part.len() > SIZE {
            break;
        }
        text.push_str(&part);
    }
    text
}

/// The beginning of a text, so much as is taken.
fn beginning(file: &str) -> &str {
    let end = (0..=file.len().min(SIZE)).rev().find(|at| file.is_char_boundary(*at));
    &file[..end.unwrap_or_default()]
}

/// Checks a file against itself, unless the parser alone would take long: a source text was checked before.
fn codes(name: &str, file: &str) -> Vec<Code> {
    let file = beginning(file);
    codes_beside("uk", name, if name == "named" { "a = A\n" } else { file }, file)
}

fn codes_beside(locale: &str, name: &str, reference: &str, file: &str) -> Vec<Code> {
    let begin = Instant::now();
    let checked = check_pair(locale, reference, beginning(file).as_bytes());
    eprintln!("{name}, {locale}: {} findings after {:?}", checked.findings.len(), begin.elapsed());
    checked.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn deep_nesting_is_found_before_anything_is_parsed() {
    let files = [
        "{".repeat(SIZE),
        format!("a = {}", "{".repeat(1000)),
        format!("a = {}", "{\n".repeat(1000)),
        format!("a = {{ {}", "F(".repeat(1000)),
        format!("a = {{ {}", "F(\n".repeat(1000)),
        format!("a = {{ {}", "F({".repeat(1000)),
        format!("a = {{ {}", "\"}\"({".repeat(1000)),
        format!("a = {}", "{ $n ->\n *[other] ( {\"\\\"}\"} ".repeat(1000)),
        format!("a = {}", "{ $n ->\n *[other]\n\n{ $n ->\n[one] } {".repeat(1000)),
    ];
    for file in files {
        let checked = check_pair("uk", "a = A\n", file.as_bytes());
        let codes: Vec<Code> = checked.findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [Code::Nesting], "{}", &file[..40]);
    }
}

#[test]
fn braces_that_are_not_nested_are_no_nesting() {
    let files = [
        format!("a = {}", "( ".repeat(1000)),
        format!("a = {}", "{ $n } ( { \"{{{{((((\" } ".repeat(20)),
        filled(|number| format!("m{} = {{ $n\n", number % 9000)),
        format!("a = {{ $n ->\n *[other] {}\n}}\n", "(".repeat(1000)),
        format!("# {}\na = {{ $n ->\n *[other] x\n}}\n", "{".repeat(1000)),
    ];
    for file in files {
        let checked = check_pair("uk", "a = A\n", file.as_bytes());
        assert!(!checked.findings.iter().any(|finding| finding.code == Code::Nesting), "{}", &file[..40]);
    }
}

#[test]
fn large_files_are_answered() {
    codes("junk", &filled(|_| "ü\n".to_owned()));
    codes("junk entries", &filled(|number| format!("m{number} = {{ $n ... and more text\n")));
    codes("junk attributes", &filled(|number| format!("m{number} = M\n  .a{number} = {{ $n\n")));
    codes("one junk entry", &format!("a = {{ $n\n{}", filled(|_| " .a = {\n".to_owned())));
    codes("variants", &format!("a = {{ $n ->\n{}*[other] x\n}}\n", filled(|number| format!("[v{number}] x\n"))));
    codes("numbers", &format!("a = {{ $n ->\n{}*[other] x\n}}\n", filled(|number| format!("[{number}] x\n"))));
    codes("variables", &format!("a = {}\n", filled(|number| format!("{{$v{number}}}"))));
    codes("selections", &format!("a = {}\n", filled(|_| "{$n->\n[one]x\n*[other]{$n}\n}".to_owned())));
    codes("chain", &filled(|number| format!("m{number} = {PAD} {{ m{} }}\n", number + 1)));
    codes("chain back", &filled(|number| format!("m{} = {PAD} {{ m{number} }}\n", number + 1)));
    codes("wide", &filled(|number| format!("m{number} = {{ m{} }}{{ m{} }}\n", number + 1, number + 2)));
    codes("circles", &filled(|number| format!("m{number} = {PAD} {{ m{} }}\n", number ^ 1)));
    codes("one circle", &filled(|number| format!("m{number} = {PAD} {{ m{} }}\n", (number + 1) % 16000)));
    codes(
        "star",
        &format!(
            "hub = {}\n{}",
            filled(|number| format!("{{ m{number} }}"))[..SIZE / 6].rsplit_once('{').unwrap().0,
            filled(|number| format!("m{number} = {PAD} {PAD} {PAD} {{ hub }}\n"))
        ),
    );
    codes(
        "attributes",
        &format!("a = A\n{}", filled(|number| format!(" .a{number} = {PAD} {{ a.a{} }}\n", number + 1))),
    );
    codes("named", &format!("a = {{ NUMBER($n, {}) }}\n", filled(|number| format!("a{number}: 1, "))));
    codes("positional", &format!("a = {{ NUMBER({}) }}\n", filled(|number| format!("$a{number}, "))));
    codes("duplicates", &filled(|_| format!("a = {PAD} {PAD}\n")));
    codes("duplicate attributes", &format!("a = A\n{}", filled(|_| format!(" .a = {PAD} {PAD}\n"))));
    codes("junk lines", &filled(|_| format!("ü {PAD} {PAD}\na = b\n")));
    let mut comments = filled(|_| "# $x Text\n".to_owned());
    comments.truncate(SIZE - 100);
    writeln!(comments, "a = {{ $y }}").unwrap();
    codes("comments", &comments);
}

#[test]
fn large_texts_are_answered() {
    let variants: String = (0..20_000).map(|n| format!(" [v{n}] <b>7</b>\n")).collect::<Vec<_>>().concat();
    let inline: String = (0..16_000).map(|n| format!("[v{n}]<i>1 \u{2067}x</i>")).collect::<Vec<_>>().concat();
    let attributes: String = (0..19_000).map(|n| format!(" .a{n} = <b>\n")).collect::<Vec<_>>().concat();
    for (name, text) in [
        ("<", "<".repeat(SIZE)),
        ("<a", "<a".repeat(SIZE / 2)),
        ("<a ", "<a ".repeat(SIZE / 3)),
        ("<a>", "<a>".repeat(SIZE / 3)),
        ("<a b=\"", "<a b=\"".repeat(SIZE / 6)),
        ("<a href=x>", "<a href=x>".repeat(SIZE / 10)),
        ("<!--", "<!--".repeat(SIZE / 4)),
        ("one word", "w".repeat(SIZE)),
        ("one Arabic word", "و".repeat(SIZE / 2)),
        ("mixed", "aж".repeat(SIZE / 3)),
        ("mixed words", "aж ".repeat(SIZE / 4)),
        ("zeros", "0 ".repeat(SIZE / 2)),
        ("digits", "7".repeat(SIZE)),
        ("numbers", (0..SIZE / 7).map(|n| format!("{n} ")).collect::<Vec<_>>().concat()),
        ("addresses", "http://a.de ".repeat(SIZE / 12)),
        ("://", "://".repeat(SIZE / 3)),
        ("@", "a@".repeat(SIZE / 2)),
        ("dots", "a.".repeat(SIZE / 2)),
        ("&", "&#".repeat(SIZE / 2)),
        ("isolates", "\u{2067}".repeat(SIZE / 3)),
        ("zero width", "\u{200B}".repeat(SIZE / 3)),
        ("marks", format!("e{}", "\u{301}".repeat(SIZE / 2))),
        ("strings", "{\"<a\"}".repeat(SIZE / 6)),
        ("variants", format!("<b>{{ $x ->\n{variants} *[o] 7\n }}</b> 7")),
        ("variants in one line", format!("<b>{{ $x ->{inline}*[o] 7\n }}</b> 7")),
        ("attributes", format!("x\n{attributes}")),
    ] {
        let file = format!("a = {text}\n");
        assert!(!codes(name, &file).contains(&Code::TooLarge), "{name}");
        codes_beside("ar", name, "a = <a href=\"https://lotse.example\">7</a> <b>8</b>\n", &file);
    }
}

#[test]
fn an_escape_that_ends_inside_a_character_is_an_error() {
    let checked = check_pair("de", "a = A\nb = B\n", "a = { \"\\uü\" }\nb = \"\\uü\"\n".as_bytes());
    let found: Vec<_> = checked.findings.iter().map(|finding| (finding.code, finding.args[0].1.as_str())).collect();
    assert_eq!(found, [(Code::Syntax, "escape")]);
    assert_eq!(checked.accepted[0].text, "b = \"\\uü\"\n");
}

/// What a message shows, without its form.
fn shown(message: Message<'_>) -> String {
    let text = format!("{message:?}");
    text.replace("\\r\\n", "\\n")
        .replace("\" }, TextElement { value: \"", "")
        .replace(
            "[Placeable { expression: Inline(StringLiteral { value: \"[\" }) }, TextElement { value: \"",
            "[TextElement { value: \"[",
        )
        .replace(
            "[Placeable { expression: Inline(StringLiteral { value: \"*\" }) }, TextElement { value: \"",
            "[TextElement { value: \"*",
        )
        .replace(
            "[Placeable { expression: Inline(StringLiteral { value: \".\" }) }, TextElement { value: \"",
            "[TextElement { value: \".",
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn no_bytes_stop_a_check(file in proptest::collection::vec(any::<u8>(), 0..200)) {
        check_pair("uk", "a = { $n }\n", &file);
    }

    #[test]
    fn any_text_is_answered_and_what_is_accepted_can_be_read(parts in proptest::collection::vec(
        prop::sample::select(&[
            "a", "-t", " = ", "{", "}", "\n", " ", "[", "]", "*", "$n", "->", "\"", "\\u", "\\", "ü", "(", ")", ":", ",",
            ".", "#", "1", "one", "other", "NUMBER", "\t", "\r\n", "text", "a = ", "\n    .b = ", "{ $n ->\n", "*[other] ",
        ][..]),
        0..60,
    )) {
        let file = parts.concat();
        let resource = Resource::parse(&file);
        for accepted in check_pair("uk", &file, file.as_bytes()).accepted {
            let again = Resource::parse(&accepted.text);
            let wanted = resource.messages().find(|message| message.key() == accepted.key.as_str()).unwrap();
            let read: Vec<String> = again.messages().map(shown).collect();
            prop_assert_eq!((read, again.errors()), (vec![shown(wanted)], &[][..]), "{}", accepted.text);
        }
    }
}
