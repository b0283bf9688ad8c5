//! References between messages and terms.

mod circles;
mod expansion;
mod graph;

use std::collections::HashSet;

use fluent_syntax::ast::{InlineExpression, Pattern};

use self::graph::Graph;
use super::expressions::{Part, walk};
use super::{Context, Patterns, listed};
use crate::findings::{Code, Finding, Findings};
use crate::resources::Message;

/// What a reference leads to: a value, or an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Target<'r> {
    is_term: bool,
    name: &'r str,
    attribute: Option<&'r str>,
}

/// A reference in a pattern.
#[derive(Clone, Copy)]
struct Reference<'r> {
    target: Target<'r>,
    /// Whether it is shown, not only asked which variant to show.
    is_shown: bool,
}

/// A pattern of the file that refers to something.
struct Referrer<'r> {
    message: Message<'r>,
    attribute: Option<&'r str>,
    pattern: &'r Pattern<&'r str>,
    references: Vec<Reference<'r>>,
    /// What the same pattern of the source text refers to; none when it has no such pattern.
    wanted: Option<Vec<Reference<'r>>>,
}

impl Target<'_> {
    /// As a translator writes it: `-brand`, `other`, `other.title`.
    fn text(&self) -> String {
        let dash = if self.is_term { "-" } else { "" };
        let attribute = self.attribute.map(|attribute| format!(".{attribute}")).unwrap_or_default();
        format!("{dash}{}{attribute}", self.name)
    }
}

pub(super) fn check_file(context: &Context<'_>, findings: &mut Findings) {
    let mut graph = Graph::default();
    let mut referrers = Vec::new();
    for message in context.file.messages() {
        for referrer in referrers_of(context, message) {
            graph.add(&referrer);
            referrers.push(referrer);
        }
    }
    graph.complete(context);
    let excused = circles::check(context, &mut graph, findings);
    expansion::check(context, &graph, findings);
    for referrer in &referrers {
        check_unknown(context, referrer, findings);
        check_difference(context, referrer, &excused, findings);
    }
}

/// The patterns of `message` that refer to something, or whose source text does.
fn referrers_of<'r>(context: &'r Context<'r>, message: Message<'r>) -> Vec<Referrer<'r>> {
    let source = context.source_of(&message);
    let wanted = source.as_ref().map(Patterns::of).unwrap_or_default();
    let referrers = message.patterns().filter_map(|(attribute, pattern)| {
        let wanted = wanted.find(attribute).map(references_in);
        let references = references_in(pattern);
        let is_plain = references.is_empty() && wanted.as_ref().is_none_or(Vec::is_empty);
        let referrer = Referrer { message, attribute, pattern, references, wanted };
        (!is_plain || expansion::is_large(pattern)).then_some(referrer)
    });
    referrers.collect()
}

impl<'r> Referrer<'r> {
    fn target(&self) -> Target<'r> {
        Target { is_term: self.message.is_term, name: self.message.name, attribute: self.attribute }
    }
}

fn references_in<'r>(pattern: &'r Pattern<&'r str>) -> Vec<Reference<'r>> {
    let mut references = Vec::new();
    walk(pattern, &mut |part| {
        let (inline, is_shown) = match part {
            Part::Shown(inline) => (inline, true),
            Part::Asked(inline) => (inline, false),
            Part::Select(..) => return,
        };
        references.extend(target_of(inline).map(|target| Reference { target, is_shown }));
    });
    references
}

fn target_of<'r>(inline: &InlineExpression<&'r str>) -> Option<Target<'r>> {
    let (is_term, id, attribute) = match inline {
        InlineExpression::MessageReference { id, attribute } => (false, id, attribute),
        InlineExpression::TermReference { id, attribute, .. } => (true, id, attribute),
        _ => return None,
    };
    Some(Target { is_term, name: id.name, attribute: attribute.as_ref().map(|attribute| attribute.name) })
}

/// Whether a target is in the file, in the language's own layers, or in the source text.
///
/// A term's attribute is its language's own business: without it, the default variant is shown.
fn is_known(context: &Context<'_>, target: &Target<'_>) -> bool {
    let target = if target.is_term { Target { attribute: None, ..*target } } else { *target };
    context.layers().iter().any(|layer| match target.attribute {
        None => layer.find(target.is_term, target.name).is_some(),
        Some(attribute) => layer.find_attribute(target.is_term, target.name, attribute).is_some(),
    }) || (!context.broken.is_empty() && context.broken.contains(&target.text()))
}

/// What the source text refers to in the same place lies elsewhere, such as the names that many bundles share; a
/// message that the source text lacks is not served.
fn check_unknown(context: &Context<'_>, referrer: &Referrer<'_>, findings: &mut Findings) {
    let Message { is_term, name, .. } = referrer.message;
    if !is_term && context.against.reference.is_some() && context.reference.find(false, name).is_none() {
        return;
    }
    let unknown = referrer.references.iter().map(|reference| &reference.target);
    let mut unknown: Vec<&Target<'_>> = unknown.filter(|target| !is_known(context, target)).collect();
    if !unknown.is_empty() {
        let wanted = referrer.wanted.iter().flatten().map(|reference| reference.target);
        let wanted: HashSet<Target<'_>> = wanted.collect();
        unknown.retain(|target| !wanted.contains(*target));
    }
    let Some((first, others)) = unknown.split_first() else { return };
    let key = referrer.message.key_in(referrer.attribute);
    let mut finding = Finding::new(Code::UnknownReference, key, context.file.place_of(first.name))
        .with("name", listed(unknown.iter().map(|target| target.text())));
    finding.again = others.iter().map(|target| context.file.place_of(target.name)).collect();
    findings.add(finding);
}

/// Tells what a message refers to beside its source text; a term refers to what its language needs.
fn check_difference(
    context: &Context<'_>,
    referrer: &Referrer<'_>,
    excused: &HashSet<(Target<'_>, Target<'_>)>,
    findings: &mut Findings,
) {
    let Some(wanted) = referrer.wanted.as_ref().filter(|_| !referrer.message.is_term) else { return };
    let found: HashSet<Target<'_>> = referrer.references.iter().map(|reference| reference.target).collect();
    let known: HashSet<Target<'_>> = wanted.iter().map(|reference| reference.target).collect();
    let missing = |is_term| {
        let shown = wanted.iter().filter(move |reference| reference.is_shown && reference.target.is_term == is_term);
        shown.map(|reference| reference.target).filter(|target| !found.contains(target)).collect::<Vec<_>>()
    };
    let obsolete = |is_term| {
        let shown = referrer.references.iter();
        let shown = shown.filter(move |reference| reference.is_shown && reference.target.is_term == is_term);
        let extra = shown.map(|reference| reference.target).filter(|target| !known.contains(target));
        extra
            .filter(|target| is_known(context, target) && !excused.contains(&(referrer.target(), *target)))
            .collect::<Vec<_>>()
    };
    let beside = context.place_of(&referrer.message, referrer.attribute);
    for (code, targets) in [
        (Code::MissingTermRef, missing(true)),
        (Code::MissingMessageRef, missing(false)),
        (Code::ObsoleteTermRef, obsolete(true)),
        (Code::ObsoleteMessageRef, obsolete(false)),
    ] {
        let Some(first) = targets.first() else { continue };
        let is_there = matches!(code, Code::ObsoleteTermRef | Code::ObsoleteMessageRef);
        let place = if is_there { context.file.place_of(first.name) } else { beside };
        let finding = Finding::new(code, referrer.message.key_in(referrer.attribute), place);
        findings.add(finding.with("name", listed(targets.iter().map(Target::text))));
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::tests::found;
    use crate::findings::Code;

    const NOTHING: [&str; 0] = [];

    #[test]
    fn what_is_referred_to_is_somewhere() {
        let reference = "-t = T\nb = B\n    .title = B\na = { -t }\n";
        let of = |text: &str| found(Code::UnknownReference, "de", reference, &format!("a = {text}\n-own = O\n"));
        assert_eq!(of("{ -x } { y } { b.z }"), ["1:8 a name=-x, y, b.z"]);
        assert_eq!(of("{ -t } { b } { b.title } { -own }"), NOTHING);
    }

    #[test]
    fn what_the_source_text_refers_to_lies_elsewhere() {
        assert_eq!(found(Code::UnknownReference, "de", "a = { -brand }\n", "a = { -brand }\n"), NOTHING);
        assert_eq!(found(Code::UnknownReference, "de", "a = { -brand }\n", "a = A\nold = { -old }\n"), NOTHING);
    }

    #[test]
    fn references_are_those_of_the_source_text() {
        let reference = "-s = S\n-t = T\nc = C\nd = D\na = { -s } { c }\n";
        let file = "-s = S\n-t = T\nc = C\nd = D\na = { -t } { d }\n";
        assert_eq!(found(Code::MissingTermRef, "de", reference, file), ["5:1 a name=-s"]);
        assert_eq!(found(Code::MissingMessageRef, "de", reference, file), ["5:1 a name=c"]);
        assert_eq!(found(Code::ObsoleteTermRef, "de", reference, file), ["5:8 a name=-t"]);
        assert_eq!(found(Code::ObsoleteMessageRef, "de", reference, file), ["5:14 a name=d"]);
        for code in [Code::MissingTermRef, Code::MissingMessageRef, Code::ObsoleteTermRef, Code::ObsoleteMessageRef] {
            let same = reference.replace("{ -s } { c }", "{ c } { -s(case: \"gen\") }, { -s }");
            assert_eq!(found(code, "de", reference, &same), NOTHING);
        }
    }

    #[test]
    fn what_only_decides_is_not_obsolete() {
        let file = "-t = T\n    .gender = m\na = { -t.gender ->\n    [m] er\n   *[f] sie\n}\n";
        assert_eq!(found(Code::ObsoleteTermRef, "de", "-t = T\na = A\n", file), NOTHING);
    }
}
