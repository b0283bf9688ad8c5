//! What a pattern shows: its texts with the strings of placeables written out, one for each choice of variants.

use std::borrow::Cow;

use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement, Variant};
use fluent_syntax::unicode;

use super::Case;
use crate::findings::{Code, Finding};

/// Stands where a value, a term or a message is put in.
pub(super) const VALUE: char = '\u{FFFC}';

/// With more variants than these, each is shown alone: the surroundings again for each would take too long.
const MANY_VARIANTS: usize = 32;

/// A pattern of a message beside the one of the source text.
pub(super) struct Pair<'r> {
    case: &'r Case<'r>,
    /// None for the value.
    pub attribute: Option<&'r str>,
    pub pattern: &'r Pattern<&'r str>,
    pub reference: Option<&'r Pattern<&'r str>>,
}

impl<'r> Pair<'r> {
    /// The patterns of a message, each beside its source.
    pub(super) fn all(case: &'r Case<'r>) -> impl Iterator<Item = Self> {
        let patterns = case.message.patterns();
        patterns.map(move |(attribute, pattern)| Self {
            case,
            attribute,
            pattern,
            reference: case.wanted.find(attribute),
        })
    }

    /// Whether it is a text for readers: no size or key, and no attribute of a term, which only selectors ask for.
    pub(super) fn is_text(&self) -> bool {
        let is_private = self.case.message.is_term && self.attribute.is_some();
        !is_private && !matches!(self.attribute, Some("style" | "accesskey"))
    }

    /// Something found at `part`, which is a slice of the file.
    pub(super) fn finding(&self, code: Code, part: &str) -> Finding {
        Finding::new(code, self.case.message.key_in(self.attribute), self.case.context.file.place_of(part))
    }

    /// Something found in the pattern as a whole.
    pub(super) fn finding_here(&self, code: Code) -> Finding {
        self.finding(code, first_part(self.pattern).unwrap_or(self.case.message.name))
    }
}

fn first_part<'r>(pattern: &Pattern<&'r str>) -> Option<&'r str> {
    match pattern.elements.first()? {
        PatternElement::TextElement { value } => Some(value),
        PatternElement::Placeable { expression } => {
            let mut expression = expression;
            loop {
                let (Expression::Inline(inline) | Expression::Select { selector: inline, .. }) = expression;
                match inline {
                    InlineExpression::Placeable { expression: inner } => expression = inner,
                    InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => {
                        return Some(value);
                    }
                    InlineExpression::FunctionReference { id, .. }
                    | InlineExpression::MessageReference { id, .. }
                    | InlineExpression::TermReference { id, .. }
                    | InlineExpression::VariableReference { id } => return Some(id.name),
                }
            }
        }
    }
}

/// A piece of a pattern.
#[derive(Clone, Copy)]
pub(super) enum Piece<'p, 'r> {
    Text(&'r str),
    /// A string or number in braces, as it is written.
    Literal(&'r str),
    /// Something that is put in when the message is shown.
    Value,
    Select(&'p [Variant<&'r str>]),
}

/// The pieces of a pattern, without those inside variants.
pub(super) fn pieces<'p, 'r>(pattern: &'p Pattern<&'r str>) -> impl Iterator<Item = Piece<'p, 'r>> {
    pattern.elements.iter().map(|element| match element {
        PatternElement::TextElement { value } => Piece::Text(value),
        PatternElement::Placeable { expression } => piece(expression),
    })
}

fn piece<'p, 'r>(mut expression: &'p Expression<&'r str>) -> Piece<'p, 'r> {
    loop {
        match expression {
            Expression::Select { variants, .. } => return Piece::Select(variants),
            Expression::Inline(InlineExpression::Placeable { expression: inner }) => expression = inner,
            Expression::Inline(
                InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value },
            ) => return Piece::Literal(value),
            Expression::Inline(_) => return Piece::Value,
        }
    }
}

/// Whether `test` holds for a piece of the pattern, those inside variants too.
pub(super) fn any<'p, 'r>(pattern: &'p Pattern<&'r str>, test: &mut impl FnMut(Piece<'p, 'r>) -> bool) -> bool {
    pieces(pattern).any(|piece| {
        test(piece)
            || matches!(piece, Piece::Select(variants) if variants.iter().any(|variant| any(&variant.value, test)))
    })
}

/// Whether `test` holds for a text or literal of the pattern.
pub(super) fn any_text(pattern: &Pattern<&str>, test: impl Fn(&str) -> bool) -> bool {
    any(pattern, &mut |piece| matches!(piece, Piece::Text(part) | Piece::Literal(part) if test(part)))
}

/// One of the texts that a pattern can become.
#[derive(Debug)]
pub(super) struct Text<'r> {
    shown: Cow<'r, str>,
    /// Where each part begins in `shown`, and what stands for it in the file.
    parts: Vec<(usize, &'r str)>,
}

impl<'r> Text<'r> {
    pub(super) fn as_str(&self) -> &str {
        &self.shown
    }

    /// The rest of the part of the file that shows as the byte at `offset`.
    pub(super) fn origin(&self, offset: usize) -> &'r str {
        let after = self.parts.partition_point(|(begin, _)| *begin <= offset);
        let (begin, part) = self.parts.get(after.saturating_sub(1)).copied().unwrap_or_default();
        part.get(offset.saturating_sub(begin)..).unwrap_or(part)
    }

    fn push(&mut self, part: &'r str, shown: &str) {
        self.parts.push((self.shown.len(), part));
        self.shown.to_mut().push_str(shown);
    }
}

/// The texts that a pattern can become.
#[derive(Debug)]
pub(super) struct Texts<'r> {
    /// The one of the default variants first.
    pub list: Vec<Text<'r>>,
    /// Whether each variant stands in its surroundings; otherwise each is alone, because there are so many.
    pub whole: bool,
}

/// The variants chosen on the way to one of them; all other choices are the default.
type Path<'p, 'r> = Vec<&'p Variant<&'r str>>;

/// The texts that a pattern can become: the default, then one for each other variant.
pub(super) fn texts<'r>(pattern: &Pattern<&'r str>) -> Texts<'r> {
    let mut paths = Vec::new();
    collect(pattern, &mut Vec::new(), &mut paths);
    let whole = paths.len() <= MANY_VARIANTS;
    let mut list = vec![default_text(pattern)];
    if whole {
        list.extend(paths.iter().map(|path| along(pattern, path)));
    } else {
        list.extend(paths.iter().filter_map(|path| Some(default_text(&path.last()?.value))));
    }
    Texts { list, whole }
}

/// Only the text of the default variants.
pub(super) fn default_text<'r>(pattern: &Pattern<&'r str>) -> Text<'r> {
    match pattern.elements.as_slice() {
        [PatternElement::TextElement { value }] => Text { shown: Cow::Borrowed(value), parts: vec![(0, value)] },
        _ => along(pattern, &[]),
    }
}

/// Collects the ways to all variants but the default ones.
fn collect<'p, 'r>(pattern: &'p Pattern<&'r str>, path: &mut Path<'p, 'r>, paths: &mut Vec<Path<'p, 'r>>) {
    for piece in pieces(pattern) {
        let Piece::Select(variants) = piece else { continue };
        for variant in variants {
            path.push(variant);
            if !variant.default {
                paths.push(path.clone());
            }
            collect(&variant.value, path, paths);
            path.pop();
        }
    }
}

fn along<'r>(pattern: &Pattern<&'r str>, path: &[&Variant<&'r str>]) -> Text<'r> {
    let mut text = Text { shown: Cow::Owned(String::new()), parts: Vec::new() };
    write(pattern, path, &mut text);
    text
}

fn write<'r>(pattern: &Pattern<&'r str>, path: &[&Variant<&'r str>], text: &mut Text<'r>) {
    for piece in pieces(pattern) {
        match piece {
            Piece::Text(part) => text.push(part, part),
            Piece::Literal(part) => text.push(part, &unicode::unescape_unicode_to_string(part)),
            Piece::Value => text.shown.to_mut().push(VALUE),
            Piece::Select(variants) => {
                let chosen = variants.iter().find(|variant| path.iter().any(|step| std::ptr::eq(*step, *variant)));
                if let Some(variant) = chosen.or_else(|| variants.iter().find(|variant| variant.default)) {
                    write(&variant.value, path, text);
                }
            }
        }
    }
}

/// What the tests of the checks share.
#[cfg(test)]
pub(super) mod trying {
    use crate::checks::{self, Against};
    use crate::findings::Code;
    use crate::resources::Resource;
    use crate::tags::Tag;

    /// The findings of one code, each as `severity key name=value …`.
    pub(in super::super) fn found(code: Code, locale: &str, source: &str, file: &str) -> Vec<String> {
        let reference = Resource::parse(source);
        let locale = Tag::parse(locale).unwrap();
        let against = Against { locale: &locale, reference: Some(&reference), own: &[] };
        let findings = checks::check(file.as_bytes(), &against).findings;
        let line = |finding: &crate::findings::Finding| {
            let args = finding.args.iter().map(|(name, value)| format!(" {name}={value}"));
            let key = finding.key.as_deref().unwrap_or("(file)");
            format!("{} {key}{}", finding.severity.as_str(), args.collect::<String>())
        };
        findings.iter().filter(|finding| finding.code == code).map(line).collect()
    }

    /// The same for the one message `a`.
    pub(in super::super) fn in_text(code: Code, locale: &str, source: &str, text: &str) -> Vec<String> {
        found(code, locale, &format!("a = {source}\n"), &format!("a = {text}\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::Resource;

    fn shown(source: &str) -> (Vec<String>, bool) {
        let resource = Resource::parse(source);
        let message = resource.messages().next().unwrap();
        let texts = texts(message.value.unwrap());
        (texts.list.iter().map(|text| text.as_str().to_owned()).collect(), texts.whole)
    }

    #[test]
    fn a_text_shows_strings_and_marks_values() {
        let source = "a = Hallo { $name }{ \"\\u0021\" } { -marke }{ { 5 } }\n  und mehr\n";
        assert_eq!(shown(source), (vec!["Hallo \u{FFFC}! \u{FFFC}5\nund mehr".to_owned()], true));
    }

    #[test]
    fn each_variant_is_shown_in_its_surroundings() {
        let source = "a = Es { $n ->\n [one] ist { $m ->\n  [a] A\n *[b] B\n }\n *[other] sind C\n } da\n";
        assert_eq!(shown(source), (["Es sind C da", "Es ist B da", "Es ist A da"].map(str::to_owned).to_vec(), true));
    }

    #[test]
    fn very_many_variants_are_shown_alone() {
        let variants: Vec<String> = (0..40).map(|n| format!(" [{n}] n{n}\n")).collect();
        let (texts, whole) = shown(&format!("a = Es {{ $n ->\n{} *[other] viele\n }}\n", variants.concat()));
        assert_eq!((texts.len(), whole, texts[0].as_str(), texts[1].as_str()), (41, false, "Es viele", "n0"));
    }

    #[test]
    fn an_offset_leads_back_to_the_file() {
        let resource = Resource::parse("a = ab{ $x }cd{ \"ef\" }\n");
        let text = default_text(resource.messages().next().unwrap().value.unwrap());
        let at = |part: &str| text.origin(text.as_str().find(part).unwrap());
        assert_eq!((at("b"), at("d"), at("f")), ("b", "d", "f"));
    }
}
