//! Walks through the expressions of a pattern.

use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement, Variant};

/// A part of a pattern; the parts inside it follow.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part<'r> {
    /// What is shown, or given to a function or term.
    Shown(&'r InlineExpression<&'r str>),
    /// What only decides which variant is shown.
    Asked(&'r InlineExpression<&'r str>),
    /// A selection: what decides, and the variants.
    Select(&'r InlineExpression<&'r str>, &'r [Variant<&'r str>]),
}

/// Calls `visit` with all parts of `pattern` in the order of the text.
///
/// It calls itself for each brace: the nesting was looked at before the file was parsed.
pub(super) fn walk<'r>(pattern: &'r Pattern<&'r str>, visit: &mut impl FnMut(Part<'r>)) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            walk_expression(expression, visit);
        }
    }
}

fn walk_expression<'r>(expression: &'r Expression<&'r str>, visit: &mut impl FnMut(Part<'r>)) {
    match expression {
        Expression::Inline(inline) => walk_inline(inline, visit, Part::Shown),
        Expression::Select { selector, variants } => {
            visit(Part::Select(selector, variants));
            walk_inline(selector, visit, Part::Asked);
            for variant in variants {
                walk(&variant.value, visit);
            }
        }
    }
}

fn walk_inline<'r>(
    inline: &'r InlineExpression<&'r str>,
    visit: &mut impl FnMut(Part<'r>),
    part: fn(&'r InlineExpression<&'r str>) -> Part<'r>,
) {
    visit(part(inline));
    match inline {
        InlineExpression::Placeable { expression } => walk_expression(expression, visit),
        InlineExpression::FunctionReference { arguments, .. }
        | InlineExpression::TermReference { arguments: Some(arguments), .. } => {
            for argument in &arguments.positional {
                walk_inline(argument, visit, part);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::Resource;

    #[test]
    fn what_is_shown_differs_from_what_is_asked() {
        let source = "a = { NUMBER($n) } { $m ->\n    [one] { -t(case: \"x\") }\n   *[other] { { $k } }\n}\n";
        let resource = Resource::parse(source);
        let (mut shown, mut asked, mut selects) = (Vec::new(), Vec::new(), 0);
        let pattern = resource.messages().next().and_then(|message| message.value).expect("a value");

        walk(pattern, &mut |part| match part {
            Part::Shown(InlineExpression::VariableReference { id }) => shown.push(id.name),
            Part::Asked(InlineExpression::VariableReference { id }) => asked.push(id.name),
            Part::Select(_, variants) => selects += variants.len(),
            _ => {}
        });

        assert_eq!((shown, asked, selects), (vec!["n", "k"], vec!["m"], 2));
    }
}
