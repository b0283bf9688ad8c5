//! Ways to break a message of a live translation, or its source text, and the code that tells each.

use locales::resources::Message;

use crate::corpus::Pair;

/// A way to break a message: its name, the code to be found, and what it makes of the message's text.
pub(crate) struct Mutation {
    pub(crate) name: &'static str,
    pub(crate) code: &'static str,
    pub(crate) break_text: fn(&Entry<'_>) -> Option<String>,
}

/// Ways to give the source text what the translation then lacks.
pub(crate) const MUTATIONS_OF_SOURCE: &[Mutation] = &[
    Mutation {
        name: "an attribute is new",
        code: "missing-attribute",
        break_text: |entry| Some(format!("{}\n    .added = x\n", entry.text.trim_end())),
    },
    Mutation {
        name: "the value is no longer wanted",
        code: "obsolete-value",
        break_text: |entry| Some(format!("{} =\n    .title = x\n", entry.key)),
    },
    Mutation {
        name: "a message is referred to",
        code: "missing-message-ref",
        break_text: |entry| Some(format!("{} {{ {} }}\n", entry.text.trim_end(), entry.other)),
    },
    Mutation {
        name: "a term is new",
        code: "missing-term",
        break_text: |entry| Some(format!("{}\n-new = x\n", entry.text.trim_end())),
    },
    Mutation {
        name: "a message is new",
        code: "missing-message",
        break_text: |entry| Some(format!("{}\nnew = x\n", entry.text.trim_end())),
    },
    Mutation {
        name: "a variable is new",
        code: "missing-variable",
        break_text: |entry| Some(format!("{} {{ $new }}\n", entry.text.trim_end())),
    },
];

/// A message of a file: its name, its text as it was written, and the file.
pub(crate) struct Entry<'e> {
    pub(crate) key: String,
    pub(crate) text: &'e str,
    pub(crate) message: Message<'e>,
    pub(crate) pair: &'e Pair,
    /// A message of the file that is not this one.
    pub(crate) other: &'e str,
    /// Chooses among several ways.
    pub(crate) seed: usize,
}

pub(crate) const MUTATIONS: &[Mutation] = &[
    Mutation {
        name: "a variable is misspelled",
        code: "unknown-variable",
        break_text: |entry| replace_one(entry, "{ $", |rest| Some(format!("{{ $x{}", rest.strip_prefix("{ $")?))),
    },
    Mutation {
        name: "a variable is dropped",
        code: "missing-variable",
        break_text: |entry| {
            let name = variable_in(entry.text)?;
            (!entry.text.contains("->")).then(|| entry.text.replace(&format!("{{ ${name} }}"), "…"))
        },
    },
    Mutation {
        name: "a brace is not closed",
        code: "syntax",
        break_text: |entry| replace_one(entry, " }", |rest| rest.strip_prefix(" }").map(str::to_owned)),
    },
    Mutation {
        name: "a brace is closed twice",
        code: "syntax",
        break_text: |entry| replace_one(entry, " }", |rest| Some(format!(" }}}}{}", rest.strip_prefix(" }")?))),
    },
    Mutation {
        name: "the name is translated",
        code: "syntax",
        break_text: |entry| Some(format!("ім'я{}", &entry.text[entry.message.name.len()..])),
    },
    Mutation {
        name: "the equals sign is lost",
        code: "syntax",
        break_text: |entry| {
            Some(entry.text.replacen('=', "", 1)).filter(|text| !text.lines().next().unwrap_or_default().contains('='))
        },
    },
    Mutation {
        name: "a tab stands before the message",
        code: "syntax",
        break_text: |entry| Some(format!("\t{}", entry.text)),
    },
    Mutation {
        name: "a selection has no default",
        code: "syntax",
        break_text: |entry| entry.text.contains("*[").then(|| entry.text.replacen("*[", "[", 1)),
    },
    Mutation {
        name: "an escape is wrong",
        code: "syntax",
        break_text: |entry| Some(format!("{} {{ \"\\q\" }}\n", entry.text.trim_end())),
    },
    Mutation {
        name: "the text is gone",
        code: "syntax",
        break_text: |entry| entry.message.attributes.is_empty().then(|| format!("{} =\n", entry.key)),
    },
    Mutation {
        name: "the value is gone",
        code: "missing-value",
        break_text: |entry| Some(format!("{} =\n    .title = x\n", entry.key)),
    },
    Mutation {
        name: "an attribute is added",
        code: "obsolete-attribute",
        break_text: |entry| Some(format!("{}\n    .added = x\n", entry.text.trim_end())),
    },
    Mutation {
        name: "an attribute is there twice",
        code: "duplicate-attribute",
        break_text: |entry| Some(format!("{}\n    .added = x\n    .added = y\n", entry.text.trim_end())),
    },
    Mutation {
        name: "the message is there twice",
        code: "duplicate-message",
        break_text: |entry| Some(format!("{}\n{}", entry.text, entry.text)),
    },
    Mutation { name: "the message is gone", code: "missing-message", break_text: |_| Some(String::new()) },
    Mutation {
        name: "the message has a new name",
        code: "obsolete-message",
        break_text: |entry| Some(format!("new-{}", entry.text)),
    },
    Mutation {
        name: "a term is written out",
        code: "missing-term-ref",
        break_text: |entry| {
            let term = term_in(entry.text)?;
            Some(entry.text.replace(&format!("{{ {term} }}"), "Lotse"))
        },
    },
    Mutation {
        name: "a term is added",
        code: "obsolete-term-ref",
        break_text: |entry| {
            let term = "-brand-name-mozilla-vpn";
            (!entry.pair.reference.contains(&format!("{term} }}")))
                .then(|| format!("{} {{ {term} }}\n", entry.text.trim_end()))
        },
    },
    Mutation {
        name: "a term is misspelled",
        code: "unknown-reference",
        break_text: |entry| {
            let term = term_in(entry.text)?;
            Some(entry.text.replacen(&format!("{{ {term} }}"), &format!("{{ {term}x }}"), 1))
        },
    },
    Mutation {
        name: "a message is referred to that is nowhere",
        code: "unknown-reference",
        break_text: |entry| Some(format!("{} {{ nowhere }}\n", entry.text.trim_end())),
    },
    Mutation {
        name: "a message is referred to",
        code: "obsolete-message-ref",
        break_text: |entry| Some(format!("{} {{ {} }}\n", entry.text.trim_end(), entry.other)),
    },
    Mutation {
        name: "the message refers to itself",
        code: "cycle",
        break_text: |entry| Some(format!("{} {{ {} }}\n", entry.text.trim_end(), entry.key)),
    },
    Mutation {
        name: "the message shows too much",
        code: "expansion",
        break_text: |entry| Some(format!("{} {}\n", entry.text.trim_end(), "{ \"x\" }".repeat(101))),
    },
    Mutation {
        name: "a function is misspelled",
        code: "unknown-function",
        break_text: |entry| {
            let name = variable_in(entry.text)?;
            Some(entry.text.replacen(&format!("{{ ${name} }}"), &format!("{{ NUMER(${name}) }}"), 1))
                .filter(|text| text != entry.text)
        },
    },
    Mutation {
        name: "an option is misspelled",
        code: "function-option",
        break_text: |entry| {
            let name = variable_in(entry.text)?;
            let call = ["minimumFractionDigit: 1", "useGrouping: \"maybe\""][entry.seed % 2];
            let call = format!("{{ NUMBER(${name}, {call}) }}");
            Some(entry.text.replacen(&format!("{{ ${name} }}"), &call, 1)).filter(|text| text != entry.text)
        },
    },
    Mutation {
        name: "a term gets a word",
        code: "term-positional-arg",
        break_text: |entry| {
            let term = term_in(entry.text)?;
            Some(entry.text.replacen(&format!("{{ {term} }}"), &format!("{{ {term}(\"gen\") }}"), 1))
        },
    },
    Mutation {
        name: "a plural form is gone",
        code: "missing-plural",
        break_text: |entry| without_line(entry.text, &["[one]", "[few]"]),
    },
    Mutation {
        name: "a plural form is from elsewhere",
        code: "unreachable-plural",
        break_text: |entry| {
            let foreign = if entry.pair.locale == "ar" { return None } else { "[two] x\n" };
            let at = entry.text.find("[one]").filter(|_| is_plural(entry.text))?;
            Some(format!("{}{foreign}        {}", &entry.text[..at], &entry.text[at..]))
        },
    },
    Mutation {
        name: "a variant is there twice",
        code: "duplicate-variant",
        break_text: |entry| {
            let at = entry.text.find("*[")?;
            let line = entry.text[at + 1..].lines().next()?;
            Some(format!("{}{line}\n        {}", &entry.text[..at], &entry.text[at..]))
        },
    },
    Mutation {
        name: "a form hides the number",
        code: "plural-without-number",
        break_text: |entry| {
            let name = variable_in(entry.text)?;
            let line =
                entry.text.lines().find(|line| line.contains("[one]") && line.contains(&format!("{{ ${name} }}")))?;
            let is_shown = entry.text.matches(&format!("{{ ${name} }}")).count() > 1;
            (is_shown && entry.pair.locale == "uk")
                .then(|| entry.text.replacen(line, &line.replace(&format!("{{ ${name} }}"), "x"), 1))
        },
    },
];

fn is_plural(text: &str) -> bool {
    text.contains("->") && text.contains("[one]") && !text.contains("[two]")
}

fn variable_in(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("{ $")?;
    let name = &rest[..rest.find([' ', '}'])?];
    text.contains(&format!("{{ ${name} }}")).then_some(name)
}

/// A term that the text refers to.
fn term_in(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("{ -")?;
    let begin = text.len() - rest.len() - 1;
    let term = &text[begin..begin + 1 + rest.find([' ', '}', '('])?];
    text.contains(&format!("{{ {term} }}")).then_some(term)
}

/// The text with one of the places that begin with `wanted` written anew.
fn replace_one(entry: &Entry<'_>, wanted: &str, write: impl Fn(&str) -> Option<String>) -> Option<String> {
    let places: Vec<usize> = entry.text.match_indices(wanted).map(|(at, _)| at).collect();
    let at = *places.get(entry.seed.checked_rem(places.len())?)?;
    Some(format!("{}{}", &entry.text[..at], write(&entry.text[at..])?))
}

fn without_line(text: &str, wanted: &[&str]) -> Option<String> {
    let line = text.split_inclusive('\n').find(|line| wanted.iter().any(|wanted| line.contains(wanted)))?;
    let is_default = line.contains('*');
    (text.contains("->") && !is_default && text.contains("*[")).then(|| text.replacen(line, "", 1))
}
