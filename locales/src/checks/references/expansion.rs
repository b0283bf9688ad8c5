//! Messages that unfold to too many placeables, where clients stop.

use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement};

use super::graph::Graph;
use super::target_of;
use crate::checks::Context;
use crate::checks::expressions::walk;
use crate::findings::{Code, Finding, Findings};

/// The most placeables of a message with all that it refers to; clients stop there.
const MAX_PLACEABLES: usize = 100;

/// Whether a pattern may have too many placeables of its own.
pub(super) fn is_large(pattern: &Pattern<&str>) -> bool {
    let mut parts = 0;
    walk(pattern, &mut |_| parts += 1);
    parts > MAX_PLACEABLES
}

/// Looks at a graph without circles.
pub(super) fn check(context: &Context<'_>, graph: &Graph<'_>, findings: &mut Findings) {
    let mut counts = vec![0; graph.nodes.len()];
    for at in graph.components().into_iter().flatten() {
        let node = &graph.nodes[at];
        let count = Counter { graph, counts: &counts }.pattern(node.pattern);
        // Who refers to a message that is not accepted is not to blame as well.
        counts[at] = if count > MAX_PLACEABLES { 0 } else { count };
        if count > MAX_PLACEABLES && node.is_in_file {
            let place = context.file.place_of(node.target.attribute.unwrap_or(node.target.name));
            let finding = Finding::new(Code::Expansion, node.target.text(), place);
            findings.add(finding.with("limit", MAX_PLACEABLES.to_string()));
        }
    }
}

/// Counts placeables when what a pattern refers to is counted already.
struct Counter<'g> {
    graph: &'g Graph<'g>,
    counts: &'g [usize],
}

impl Counter<'_> {
    fn pattern(&self, pattern: &Pattern<&str>) -> usize {
        let counts = pattern.elements.iter().map(|element| match element {
            PatternElement::TextElement { .. } => 0,
            PatternElement::Placeable { expression } => 1 + self.expression(expression),
        });
        counts.sum()
    }

    fn expression(&self, expression: &Expression<&str>) -> usize {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                let largest = variants.iter().map(|variant| self.pattern(&variant.value)).max();
                self.inline(selector) + largest.unwrap_or_default()
            }
        }
    }

    fn inline(&self, inline: &InlineExpression<&str>) -> usize {
        match inline {
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::FunctionReference { arguments, .. } => {
                arguments.positional.iter().map(|argument| self.inline(argument)).sum()
            }
            _ => target_of(inline).and_then(|target| self.graph.find(&target)).map_or(0, |at| self.counts[at]),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::tests::found;
    use crate::findings::Code;

    const NOTHING: [&str; 0] = [];

    #[test]
    fn a_message_unfolds_to_100_placeables_at_most() {
        let of = |count: usize| found(Code::Expansion, "de", "a = A\n", &format!("a = {}\n", "{ $n }".repeat(count)));
        assert_eq!(of(100), NOTHING);
        assert_eq!(of(101), ["1:1 a limit=100"]);
    }

    #[test]
    fn what_a_message_refers_to_counts_where_it_grows_too_large() {
        let ten = |name: &str, of: &str| format!("{name} = {}\n", format!("{{ {of} }}").repeat(10));
        let file = ten("a", "$n") + &ten("b", "a") + &ten("c", "b");
        assert_eq!(found(Code::Expansion, "de", "", &file), ["2:1 b limit=100"]);
        assert_eq!(found(Code::Expansion, "de", "", &(ten("a", "$n") + "b = { a } { a }\n")), NOTHING);
    }

    #[test]
    fn only_one_variant_is_shown() {
        let variant = "{ $n }".repeat(60);
        let file = format!("a = {{ $n ->\n    [one] {variant}\n   *[other] {variant}\n}}\n");
        assert_eq!(found(Code::Expansion, "de", "", &file), NOTHING);
    }
}
