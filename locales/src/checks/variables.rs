//! Variables that the app fills in.

use std::collections::BTreeSet;

use fluent_syntax::ast::{InlineExpression, Pattern};

use super::expressions::{Part, walk};
use super::{Case, listed};
use crate::findings::{Code, Finding, Findings};
use crate::resources::Message;

/// The variables of terms are their arguments: those are not looked at.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    let Some(reference) = case.reference.filter(|_| !case.message.is_term) else { return };
    let mut known = None;
    for (attribute, pattern) in case.message.patterns() {
        let used = variables(pattern);
        if !used.all.is_empty() {
            let known = known.get_or_insert_with(|| known_in(&reference));
            check_unknown(case, attribute, &used.all, known, findings);
        }
        if let Some(wanted) = case.wanted.find(attribute) {
            check_missing(case, attribute, &used.all, &variables(wanted).shown, findings);
        }
    }
}

fn check_unknown(
    case: &Case<'_>,
    attribute: Option<&str>,
    used: &[&str],
    known: &BTreeSet<&str>,
    findings: &mut Findings,
) {
    let unknown: Vec<&str> = used.iter().copied().filter(|name| !known.contains(name)).collect();
    let Some((first, others)) = unknown.split_first() else { return };
    let file = case.context.file;
    let mut finding = Finding::new(Code::UnknownVariable, case.message.key_in(attribute), file.place_of(first))
        .with("name", listed(unknown.iter().map(dollar)))
        .with("known", listed(known.iter().map(dollar)));
    finding.again = others.iter().map(|name| file.place_of(name)).collect();
    findings.add(finding);
}

fn check_missing(case: &Case<'_>, attribute: Option<&str>, used: &[&str], wanted: &[&str], findings: &mut Findings) {
    if wanted.is_empty() {
        return;
    }
    let used: BTreeSet<&str> = used.iter().copied().collect();
    let missing: Vec<String> = wanted.iter().filter(|name| !used.contains(*name)).map(dollar).collect();
    if missing.is_empty() {
        return;
    }
    let place = case.context.place_of(&case.message, attribute);
    let finding = Finding::new(Code::MissingVariable, case.message.key_in(attribute), place);
    findings.add(finding.with("name", listed(missing)));
}

fn dollar(name: &&str) -> String {
    format!("${name}")
}

/// The variables of a pattern.
#[derive(Default)]
struct Variables<'r> {
    all: Vec<&'r str>,
    /// Without those that only decide which variant is shown: another language may need no variants.
    shown: Vec<&'r str>,
}

fn variables<'r>(pattern: &'r Pattern<&'r str>) -> Variables<'r> {
    let mut variables = Variables::default();
    walk(pattern, &mut |part| match part {
        Part::Shown(InlineExpression::VariableReference { id }) => {
            variables.all.push(id.name);
            variables.shown.push(id.name);
        }
        Part::Asked(InlineExpression::VariableReference { id }) => variables.all.push(id.name),
        _ => {}
    });
    variables
}

/// What the app fills in: all that the source text uses, and what its comment declares.
fn known_in<'r>(reference: &Message<'r>) -> BTreeSet<&'r str> {
    let used = reference.patterns().flat_map(|(_, pattern)| variables(pattern).all);
    used.chain(reference.comment_lines().iter().filter_map(|line| declared_in(line))).collect()
}

/// `count` in a comment's line `$count (Number): …`.
fn declared_in(line: &str) -> Option<&str> {
    let name = line.trim_start_matches([' ', '{', '-', '*']).strip_prefix('$')?;
    let end = name.find(|character: char| !(character.is_ascii_alphanumeric() || "-_".contains(character)));
    Some(&name[..end.unwrap_or(name.len())])
}

#[cfg(test)]
mod tests {
    use crate::checks::tests::found;
    use crate::findings::Code;

    const NOTHING: [&str; 0] = [];

    #[test]
    fn a_variable_is_one_that_the_app_fills_in() {
        let reference = "# Variables:\n#   $age (Number) - in years\na = { $name } of { $town }\n";
        let wanted = ["1:8 a name=$nmae, $m known=$age, $name, $town"];
        assert_eq!(found(Code::UnknownVariable, "de", reference, "a = { $nmae } { $town } { $m }\n"), wanted);
        assert_eq!(found(Code::UnknownVariable, "de", reference, "a = { $name } { $town } { $age }\n"), NOTHING);
    }

    #[test]
    fn a_selector_is_a_use() {
        let reference = "a = { $n } { $m }\n";
        let file = "a = { $m ->\n   *[other] { NUMBER($n) }\n}\n";
        assert_eq!(found(Code::MissingVariable, "de", reference, file), NOTHING);
        let file = "a = { $x ->\n   *[other] x\n}\n";
        assert_eq!(found(Code::UnknownVariable, "de", reference, file), ["1:8 a name=$x known=$m, $n"]);
        assert_eq!(found(Code::MissingVariable, "de", reference, file), ["1:1 a name=$n, $m"]);
    }

    #[test]
    fn what_the_source_text_only_asks_for_may_be_left_out() {
        let reference = "a = { $n ->\n    [one] day\n   *[other] days\n}\n";
        assert_eq!(found(Code::MissingVariable, "tr", reference, "a = gün\n"), NOTHING);
    }

    #[test]
    fn attributes_are_looked_at_one_by_one() {
        let reference = "a = { $n }\n    .title = { $m }\n";
        let file = "a = { $n }\n    .title = { $n }\n";
        assert_eq!(found(Code::MissingVariable, "de", reference, file), ["2:6 a.title name=$m"]);
        assert_eq!(found(Code::UnknownVariable, "de", reference, file), NOTHING);
    }

    #[test]
    fn the_variables_of_terms_are_arguments() {
        let file = "-t = { $case ->\n    [gen] Ts\n   *[nom] T\n}\n";
        assert_eq!(found(Code::UnknownVariable, "de", "-t = T\n", file), NOTHING);
    }
}
