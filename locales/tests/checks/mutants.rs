//! Live translations that were broken on purpose.

use std::collections::{BTreeMap, BTreeSet};

use locales::checks::{Against, Checked, check};
use locales::findings::{Code, Severity};
use locales::resources::{Message, Resource};

use crate::corpus::{Pair, pairs};
use crate::mutations::{Entry, MUTATIONS, MUTATIONS_OF_SOURCE, Mutation};
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
