//! Messages, terms, values and attributes: what is missing, twice, or no longer there.

use std::collections::{HashMap, hash_map};

use super::{Case, Context};
use crate::findings::{Code, Finding, Findings};
use crate::resources::{Message, Place};

/// Where something is told that is nowhere.
const START: Place = Place { line: 1, column: 1 };

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    check_twice(case, findings);
    if let Some(reference) = case.reference.filter(|_| !case.message.is_term) {
        check_value(case, &reference, findings);
        check_attributes(case, &reference, findings);
    }
}

pub(super) fn check_file(context: &Context<'_>, findings: &mut Findings) {
    check_duplicates(context, findings);
    let Some(reference) = context.against.reference else { return };
    for message in reference.messages() {
        let is_known = |messages: &super::Messages<'_>| messages.find(message.is_term, message.name).is_some();
        if is_known(&context.messages) || is_known(&context.own) {
            continue;
        }
        let key = message.key().into_owned();
        if context.broken.contains(&key) {
            continue;
        }
        findings.add(if message.is_term {
            Finding::new(Code::MissingTerm, key.clone(), START).with("term", key)
        } else {
            Finding::new(Code::MissingMessage, key, START)
        });
    }
    for message in context.file.messages() {
        if !message.is_term && context.reference.find(false, message.name).is_none() {
            let place = context.place_of(&message, None);
            findings.add(Finding::new(Code::ObsoleteMessage, message.key().into_owned(), place));
        }
    }
}

fn check_duplicates(context: &Context<'_>, findings: &mut Findings) {
    for message in context.file.messages() {
        let Some(first) = context.messages.find(message.is_term, message.name) else { continue };
        if !std::ptr::eq(first.name, message.name) {
            let line = context.place_of(&first, None).line.to_string();
            let place = context.place_of(&message, None);
            findings.add(Finding::new(Code::DuplicateMessage, message.key().into_owned(), place).with("first", line));
        }
    }
}

/// Attributes of the same name.
fn check_twice(case: &Case<'_>, findings: &mut Findings) {
    if case.message.attributes.len() < 2 {
        return;
    }
    let file = case.context.file;
    let mut known = HashMap::with_capacity(case.message.attributes.len());
    for attribute in case.message.attributes {
        let name = attribute.id.name;
        match known.entry(name) {
            hash_map::Entry::Vacant(entry) => drop(entry.insert(name)),
            hash_map::Entry::Occupied(first) => {
                let line = file.place_of(first.get()).line.to_string();
                let key = case.message.key_of(name);
                findings.add(Finding::new(Code::DuplicateAttribute, key, file.place_of(name)).with("first", line));
            }
        }
    }
}

fn check_value(case: &Case<'_>, reference: &Message<'_>, findings: &mut Findings) {
    let code = match (reference.value, case.message.value) {
        (Some(_), None) => Code::MissingValue,
        (None, Some(_)) => Code::ObsoleteValue,
        _ => return,
    };
    let place = case.context.place_of(&case.message, None);
    findings.add(Finding::new(code, case.message.key().into_owned(), place));
}

fn check_attributes(case: &Case<'_>, reference: &Message<'_>, findings: &mut Findings) {
    if reference.attributes.is_empty() && case.message.attributes.is_empty() {
        return;
    }
    let context = case.context;
    let found = super::Patterns::of(&case.message);
    for attribute in reference.attributes {
        let name = attribute.id.name;
        if found.find(Some(name)).is_some() || context.broken.contains(&case.message.key_of(name)) {
            continue;
        }
        let place = context.place_of(&case.message, None);
        findings.add(Finding::new(Code::MissingAttribute, case.message.key_of(name), place).with("attribute", name));
    }
    for attribute in case.message.attributes {
        let name = attribute.id.name;
        if case.wanted.find(Some(name)).is_none() {
            let place = context.place_of(&case.message, Some(name));
            let finding = Finding::new(Code::ObsoleteAttribute, case.message.key_of(name), place);
            findings.add(finding.with("attribute", name));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::tests::found;
    use crate::findings::Code;

    const NOTHING: [&str; 0] = [];

    #[test]
    fn a_message_stands_once() {
        let file = "a = A\n-a = A\na = B\nb = B\n-a = B\n";
        let wanted = ["3:1 a first=1", "5:2 -a first=2"];
        assert_eq!(found(Code::DuplicateMessage, "de", "a = A\nb = B\n", file), wanted);
        assert_eq!(found(Code::DuplicateMessage, "de", "", "a = A\n-a = A\n"), NOTHING);
    }

    #[test]
    fn an_attribute_stands_once() {
        let file = "a = A\n    .b = 1\n    .c = 2\n    .b = 3\nd = D\n    .b = 1\n";
        assert_eq!(found(Code::DuplicateAttribute, "de", "", file), ["4:6 a.b first=2"]);
    }

    #[test]
    fn messages_and_terms_are_those_of_the_source_text() {
        let (reference, file) = ("a = A\n-t = T\nb = B\n", "b = B\nc = C\n-own = O\n");
        assert_eq!(found(Code::MissingMessage, "de", reference, file), ["1:1 a"]);
        assert_eq!(found(Code::MissingTerm, "de", reference, file), ["1:1 -t term=-t"]);
        assert_eq!(found(Code::ObsoleteMessage, "de", reference, file), ["2:1 c"]);
        let same = "b = B\n-t = T\na = A\n";
        for code in [Code::MissingMessage, Code::MissingTerm, Code::ObsoleteMessage] {
            assert_eq!(found(code, "de", reference, same), NOTHING);
        }
    }

    #[test]
    fn a_message_has_a_value_when_the_source_text_has() {
        let (with, without) = ("a = A\n    .b = B\n", "a =\n    .b = B\n");
        assert_eq!(found(Code::MissingValue, "de", with, without), ["1:1 a"]);
        assert_eq!(found(Code::ObsoleteValue, "de", without, with), ["1:1 a"]);
        assert_eq!(found(Code::MissingValue, "de", without, without), NOTHING);
        assert_eq!(found(Code::ObsoleteValue, "de", with, with), NOTHING);
    }

    #[test]
    fn a_message_has_the_attributes_of_the_source_text() {
        let (one, two) = ("a = A\n    .b = B\n-t = T\n", "a = A\n    .b = B\n    .c = C\n-t = T\n    .g = m\n");
        assert_eq!(found(Code::MissingAttribute, "de", two, one), ["1:1 a.c attribute=c"]);
        assert_eq!(found(Code::ObsoleteAttribute, "de", one, two), ["3:6 a.c attribute=c"]);
        assert_eq!(found(Code::MissingAttribute, "de", one, one), NOTHING);
        assert_eq!(found(Code::ObsoleteAttribute, "de", one, one), NOTHING);
    }
}
