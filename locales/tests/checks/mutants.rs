//! Live translations that were broken on purpose.

use std::collections::{BTreeMap, BTreeSet};

use locales::checks::{Against, Checked, check};
use locales::findings::{Code, Severity};
use locales::resources::{Message, Resource};

use crate::corpus::{Pair, pairs};
use crate::tag;

/// The codes of what is broken here; what becomes of a text besides is another matter.
const BROKEN: &[Code] = &[
    Code::TooLarge,
    Code::Nesting,
    Code::Bom,
    Code::Syntax,
    Code::DuplicateMessage,
    Code::DuplicateAttribute,
    Code::MissingMessage,
    Code::ObsoleteMessage,
    Code::MissingTerm,
    Code::MissingValue,
    Code::ObsoleteValue,
    Code::MissingAttribute,
    Code::ObsoleteAttribute,
    Code::UnknownVariable,
    Code::MissingVariable,
    Code::UnknownReference,
    Code::MissingTermRef,
    Code::ObsoleteTermRef,
    Code::MissingMessageRef,
    Code::ObsoleteMessageRef,
    Code::Cycle,
    Code::Expansion,
    Code::UnknownFunction,
    Code::FunctionOption,
    Code::TermPositionalArg,
    Code::MissingPlural,
    Code::UnreachablePlural,
    Code::DuplicateVariant,
    Code::PluralWithoutNumber,
];

/// The most mutants of one kind.
const EACH: usize = 150;

/// A way to break a message: its name, the code to be found, and what it makes of the message's text.
struct Mutation {
    name: &'static str,
    code: &'static str,
    break_text: fn(&Entry<'_>) -> Option<String>,
}

/// Ways to give the source text what the translation then lacks.
const MUTATIONS_OF_SOURCE: &[Mutation] = &[
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
struct Entry<'e> {
    key: String,
    text: &'e str,
    message: Message<'e>,
    pair: &'e Pair,
    /// A message of the file that is not this one.
    other: &'e str,
    /// Chooses among several ways.
    seed: usize,
}

const MUTATIONS: &[Mutation] = &[
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

/// Errors and warnings, and infos of one code; by code and key.
fn findings(checked: &Checked, info: &str) -> BTreeSet<(&'static str, Option<String>)> {
    let looked_at = checked.findings.iter().filter(|finding| BROKEN.contains(&finding.code));
    let told = looked_at.filter(|finding| finding.severity != Severity::Info || finding.code.as_str() == info);
    told.map(|finding| (finding.code.as_str(), finding.key.clone())).collect()
}

/// Whether the findings of a mutant are those of the file and one more of this code.
///
/// What has another name is missing under the old one; a dropped or misspelled word is missing as well.
fn is_caught(before: &BTreeSet<(&'static str, Option<String>)>, mutant: &Checked, code: &str) -> bool {
    let after = findings(mutant, code);
    let new: Vec<_> = after.difference(before).map(|(code, _)| *code).collect();
    let accompanied: &[&str] = match code {
        "unknown-variable" => &["missing-variable", "plural-without-number"],
        "unknown-reference" => &["missing-term-ref", "missing-message-ref"],
        "missing-value" => &["obsolete-attribute", "missing-variable"],
        "duplicate-attribute" => &["obsolete-attribute"],
        // A source text without a value lacks all that stood in it.
        "obsolete-value" => &["missing-attribute", "unknown-reference"],
        _ => &[],
    };
    new.contains(&code) && new.iter().all(|found| *found == code || accompanied.contains(found))
}

fn entries<'e>(pair: &'e Pair, resource: &'e Resource<'e>, reference: &Resource<'_>) -> Vec<Entry<'e>> {
    let known: BTreeSet<&str> =
        reference.messages().filter(|message| !message.is_term).map(|message| message.name).collect();
    let messages: Vec<Message<'e>> = resource.messages().filter(|message| known.contains(message.name)).collect();
    let source = resource.source();
    let entries = messages.iter().enumerate().filter(|(_, message)| !message.is_term && message.value.is_some());
    let entries = entries.map(|(at, message)| {
        let begin = message.name.as_ptr() as usize - source.as_ptr() as usize;
        let end = source[begin..].match_indices('\n').map(|(line, _)| begin + line + 1).find(|line| {
            source[*line..].starts_with(|first: char| first.is_ascii_alphabetic() || first == '#' || first == '-')
        });
        Entry {
            key: message.name.to_owned(),
            text: &source[begin..end.unwrap_or(source.len())],
            message: *message,
            pair,
            other: messages[(at + 1) % messages.len()].name,
            seed: at,
        }
    });
    entries.collect()
}

/// How many mutants of each kind were made, and how many of them were caught.
#[derive(Default)]
struct Tally(BTreeMap<&'static str, (usize, usize)>);

impl Tally {
    fn has_enough(&self, mutation: &Mutation) -> bool {
        self.0.get(mutation.name).is_some_and(|(made, _)| *made >= EACH)
    }

    fn count(&mut self, mutation: &Mutation, is_caught: bool) {
        let (made, caught) = self.0.entry(mutation.name).or_default();
        *made += 1;
        *caught += usize::from(is_caught);
    }
}

/// A broken message of a file, or of its source text.
struct Mutant<'m> {
    mutation: &'m Mutation,
    key: String,
    /// The message alone.
    broken: String,
    /// The file with it.
    text: String,
}

/// Some messages of `text`, the file or its source text, broken in all ways of a list.
///
/// Strides spread the mutants over all files, the same in each run.
fn broken<'m>(pair: &Pair, number: usize, mutations: &'m [Mutation], text: &str) -> Vec<Mutant<'m>> {
    let (resource, reference) = (Resource::parse(text), Resource::parse(&pair.reference));
    let entries = entries(pair, &resource, &reference);
    let mut mutants = Vec::new();
    for (kind, mutation) in mutations.iter().enumerate() {
        let is_rare = ["plural", "variant", "function"].iter().any(|rare| mutation.code.contains(rare));
        let (skip, step) = if is_rare { (0, 1) } else { ((number * 7 + kind) % 11, 17) };
        for entry in entries.iter().skip(skip).step_by(step) {
            let Some(broken) = (mutation.break_text)(entry) else { continue };
            let at = entry.text.as_ptr() as usize - text.as_ptr() as usize;
            let text = format!("{}{broken}{}", &text[..at], &text[at + entry.text.len()..]);
            mutants.push(Mutant { mutation, key: entry.key.clone(), broken, text });
        }
    }
    mutants
}

/// Live translations, each broken in up to `each` messages of every kind of mutation: the source text and the file.
pub(crate) fn broken_pairs(each: usize) -> Vec<Pair> {
    let mut broken_pairs = Vec::new();
    let mut made: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, pair) in pairs().iter().enumerate() {
        for (mutations, text) in [(MUTATIONS, &pair.file), (MUTATIONS_OF_SOURCE, &pair.reference)] {
            for Mutant { mutation, text, .. } in broken(pair, number, mutations, text) {
                let made = made.entry(mutation.name).or_default();
                if *made < each {
                    *made += 1;
                    let name = format!("{} in {}", mutation.name, pair.name);
                    broken_pairs.push(if std::ptr::eq(mutations, MUTATIONS) {
                        Pair { name, file: text, ..pair.clone() }
                    } else {
                        Pair { name, reference: text, ..pair.clone() }
                    });
                }
            }
        }
    }
    broken_pairs
}

/// Breaks some messages of `text`, the file or its source text, and looks at what is found.
fn try_all(pair: &Pair, number: usize, mutations: &[Mutation], text: &str, tally: &mut Tally) {
    let unbroken = pair.check(&pair.file);
    for Mutant { mutation, key, broken, text: mutant } in broken(pair, number, mutations, text) {
        if tally.has_enough(mutation) {
            continue;
        }
        let checked = if std::ptr::eq(text, pair.file.as_str()) {
            pair.check(&mutant)
        } else if Resource::parse(&pair.file).messages().any(|message| message.name == key) {
            check_against(pair, &mutant)
        } else {
            continue;
        };
        let before = findings(&unbroken, mutation.code);
        let is_caught = is_caught(&before, &checked, mutation.code);
        tally.count(mutation, is_caught);
        if !is_caught {
            let new: Vec<_> = findings(&checked, mutation.code).difference(&before).cloned().collect();
            eprintln!("{}: {}: {key}: {new:?}\n{broken}", mutation.name, pair.name);
        }
    }
}

/// Checks the file against another source text.
fn check_against(pair: &Pair, reference: &str) -> Checked {
    let (reference, brands) = (Resource::parse(reference), [Resource::parse(&pair.brands)]);
    check(pair.file.as_bytes(), &Against { locale: &tag(&pair.locale), reference: Some(&reference), own: &brands })
}

#[test]
fn what_is_broken_in_live_translations_is_found() {
    let pairs = pairs();
    if pairs.is_empty() {
        return;
    }
    let (mut tally, mut tally_of_source) = (Tally::default(), Tally::default());
    for (number, pair) in pairs.iter().enumerate() {
        try_all(pair, number, MUTATIONS, &pair.file, &mut tally);
        try_all(pair, number, MUTATIONS_OF_SOURCE, &pair.reference, &mut tally_of_source);
    }
    let (mut all, mut all_caught) = (0, 0);
    for (name, (made, caught)) in tally.0.iter().chain(&tally_of_source.0) {
        eprintln!("{name}: {caught} of {made}");
        all += made;
        all_caught += caught;
    }
    eprintln!("{all_caught} of {all} mutants caught");
    assert!(all >= 1000 && all_caught * 1000 >= all * 995, "{all_caught} of {all}");
}
