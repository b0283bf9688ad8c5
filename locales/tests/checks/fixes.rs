//! What a finding tells a translator to do, done to the letter: then there is nothing left to say.

use locales::findings::{Finding, Severity};

use crate::check_pair;

/// A code, the language, the source text, and a translation with this one fault.
const FAULTS: &[(&str, &str, &str, &str)] = &[
    ("encoding", "de", "a = A text\n", "a = Ein T\u{7}ext\n"),
    ("syntax", "de", "a = A text\nb = B\n    .c = Label\n", "a = Ein Text\nb = Bo\n\t.c = Titel\n"),
    ("duplicate-message", "de", "a = A text\n", "a = Ein Text\na = Ein Satz\n"),
    ("duplicate-attribute", "de", "a = A\n    .c = Label\n", "a = Ein\n    .c = Titel\n    .c = Name\n"),
    ("obsolete-message", "de", "a = A text\n", "a = Ein Text\nb = Ein Satz\n"),
    ("missing-term", "de", "-t = Lotse\na = A text\n", "a = Ein Text\n"),
    ("missing-attribute", "de", "a = A text\n    .c = Label\n", "a = Ein Text\n"),
    ("obsolete-attribute", "de", "a = A text\n", "a = Ein Text\n    .c = Titel\n"),
    ("unknown-variable", "de", "a = A text\n", "a = Ein Text { $x }\n"),
    ("missing-variable", "de", "a = A text { $x }\n", "a = Ein Text\n"),
    ("unknown-reference", "de", "a = A text\n", "a = Ein Text { -x }\n"),
    ("missing-term-ref", "de", "-t = Lotse\na = A text { -t }\n", "-t = Lotse\na = Ein Text\n"),
    ("obsolete-term-ref", "de", "-t = Lotse\na = A text\n", "-t = Lotse\na = Ein Text { -t }\n"),
    ("missing-message-ref", "de", "b = Bo\na = A text { b }\n", "b = Be\na = Ein Text\n"),
    ("obsolete-message-ref", "de", "b = Bo\na = A text\n", "b = Be\na = Ein Text { b }\n"),
    (
        "unreachable-plural",
        "de",
        "a = A { $n }\n",
        "a = { $n ->\n    [one] { $n } Tag\n    [few] { $n }\n   *[other] { $n } Tage\n }\n",
    ),
    (
        "duplicate-variant",
        "de",
        "a = A { $n }\n",
        "a = { $n ->\n    [one] { $n } Tag\n    [one] { $n }\n   *[other] { $n } Tage\n }\n",
    ),
    (
        "html-attr-changed",
        "de",
        "a = A <a href=\"https://a.example\">b</a>\n",
        "a = Ein <a href=\"https://b.example\">Weg</a>\n",
    ),
    ("url", "de", "a = A text https://a.example/b\n", "a = Ein Text https://a.example/c\n"),
    ("number", "de", "a = A text of 2024\n", "a = Ein Text von 2023\n"),
    ("max-length", "de", "# MAX_LENGTH: 9\na = A text\n", "a = Ein längerer Text\n"),
    ("css", "de", "a =\n    .style = width: 20em\n", "a =\n    .style = breit\n"),
    ("bidi-override", "de", "a = A text\n", "a = Ein T\u{202E}ext\n"),
    ("bidi-unbalanced", "de", "a = A text\n", "a = Ein T\u{2067}ext\n"),
    ("zero-width", "de", "a = A text\n", "a = Ein T\u{200B}ext\n"),
];

/// The file after the translator has done what the finding says.
fn mended(finding: &Finding, reference: &str, file: &str) -> String {
    let arg = |name: &str| finding.args.iter().find(|(one, _)| *one == name).map_or("", |(_, value)| value.as_str());
    let line = |text: &str, number: usize| text.lines().nth(number - 1).unwrap_or_default().to_owned() + "\n";
    let here = line(file, finding.place.line);
    let append = |what: &str| file.replacen(&here, &format!("{} {what}\n", here.trim_end()), 1);
    let in_source =
        |begin: &str| reference.lines().find(|line| line.trim_start().starts_with(begin)).unwrap_or_default();
    match finding.code.as_str() {
        "syntax" => file.replace('\t', "    "),
        "encoding" | "bidi-override" | "bidi-unbalanced" | "zero-width" => {
            let code = arg("character").trim_start_matches("U+");
            let code = u32::from_str_radix(code, 16).expect("a character by its number");
            file.replace(char::from_u32(code).expect("a character"), "")
        }
        "duplicate-message"
        | "duplicate-attribute"
        | "obsolete-message"
        | "obsolete-attribute"
        | "unreachable-plural"
        | "duplicate-variant" => {
            let lines = file.split_inclusive('\n').enumerate();
            lines.filter(|(at, _)| at + 1 != finding.place.line).map(|(_, line)| line).collect()
        }
        "missing-term" => format!("{file}{}\n", in_source(arg("term"))),
        "missing-attribute" => format!("{file}{}\n", in_source(&format!(".{}", arg("attribute")))),
        "missing-variable" | "missing-term-ref" | "missing-message-ref" => append(&format!("{{ {} }}", arg("name"))),
        "unknown-variable" | "unknown-reference" | "obsolete-term-ref" | "obsolete-message-ref" => {
            file.replace(&format!(" {{ {} }}", arg("name")), "")
        }
        "html-attr-changed" | "url" | "number" => file.replace(arg("found"), arg("wanted")),
        "css" => file.replace("breit", arg("wanted")),
        "max-length" => {
            let (name, text) = file.trim_end().split_once(" = ").expect("one message");
            let limit = arg("limit").parse().expect("a number");
            format!("{name} = {}\n", text.chars().take(limit).collect::<String>().trim_end())
        }
        code => panic!("how to mend {code} is not known here"),
    }
}

#[test]
fn whoever_does_what_a_finding_says_is_rid_of_it() {
    for (code, locale, reference, file) in FAULTS {
        let grave = |file: &str| {
            let findings = check_pair(locale, reference, file.as_bytes()).findings;
            findings.into_iter().filter(|finding| finding.severity != Severity::Info).collect::<Vec<_>>()
        };
        let found = grave(file);
        let codes: Vec<&str> = found.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(codes, [*code], "{file}");

        let mended = mended(&found[0], reference, file);

        assert_eq!(grave(&mended), [], "{code}: {file}became {mended}");
    }
}
