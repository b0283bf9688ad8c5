//! A message as it is served: in Fluent's canonical form and in NFC.

use fluent_syntax::ast::{self, Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::serializer;
use icu_normalizer::ComposingNormalizerBorrowed;

/// The text of an entry, with its comment, and LF at the end.
pub(crate) fn text(mut entry: Entry<&str>) -> String {
    match &mut entry {
        Entry::Message(message) => {
            let attributes = message.attributes.iter_mut().map(|attribute| &mut attribute.value);
            message.value.iter_mut().chain(attributes).for_each(guard);
        }
        Entry::Term(term) => {
            let attributes = term.attributes.iter_mut().map(|attribute| &mut attribute.value);
            std::iter::once(&mut term.value).chain(attributes).for_each(guard);
        }
        _ => {}
    }
    let text = serializer::serialize(&ast::Resource { body: vec![entry] });
    ComposingNormalizerBorrowed::new_nfc().normalize(&text).into_owned()
}

/// Puts a sign at the beginning of a text of several lines into a placeable, if it would end the text there.
///
/// The serializer begins such a text in a line of its own, where `[` is read as a variant.
fn guard(pattern: &mut Pattern<&str>) {
    let mut has_lines = false;
    for element in &mut pattern.elements {
        match element {
            PatternElement::TextElement { value } => has_lines |= value.contains('\n'),
            PatternElement::Placeable { expression } => has_lines |= guard_expression(expression),
        }
    }
    let Some(PatternElement::TextElement { value }) = pattern.elements.first_mut() else { return };
    if has_lines && value.starts_with(['[', '*', '.']) {
        let (sign, rest) = value.split_at(1);
        *value = rest;
        let expression = Expression::Inline(InlineExpression::StringLiteral { value: sign });
        pattern.elements.insert(0, PatternElement::Placeable { expression });
    }
}

/// Guards the texts of variants; whether there are some.
fn guard_expression(expression: &mut Expression<&str>) -> bool {
    match expression {
        Expression::Inline(InlineExpression::Placeable { expression }) => guard_expression(expression),
        Expression::Inline(_) => false,
        Expression::Select { variants, .. } => {
            for variant in variants {
                guard(&mut variant.value);
            }
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::Resource;

    fn canonical(source: &str) -> String {
        text(Resource::parse(source).into_body().remove(0))
    }

    #[test]
    fn a_text_of_several_lines_may_begin_with_any_sign() {
        assert_eq!(canonical("a = [x]\n  y\n"), "a =\n    { \"[\" }x]\n    y\n");
        assert_eq!(canonical("a = .x\n  y\n"), "a =\n    { \".\" }x\n    y\n");
        assert_eq!(canonical("a = [x]\n"), "a = [x]\n");
        let variant = "a =\n    { $n ->\n       *[other]\n            { \"*\" }x\n            y\n    }\n";
        assert_eq!(canonical("a = { $n ->\n*[other] *x\n  y\n}\n"), variant);
    }

    #[test]
    fn the_comment_stays_and_letters_are_composed() {
        assert_eq!(canonical("# Note\na   =   e\u{301}\r\n"), "# Note\na = \u{E9}\n");
    }
}
