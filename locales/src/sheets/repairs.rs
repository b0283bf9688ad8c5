//! What office programs do to a text while it is typed, undone where it would break the text.

use std::collections::BTreeSet;

use fluent_syntax::ast::{CallArguments, Expression, InlineExpression, Pattern, PatternElement};

use crate::resources::Message;

/// The most bytes of a text that is repaired; longer ones are no translations.
const MAX_TEXT: usize = 128 << 10;

/// The names that a text may use, in their right spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    names: BTreeSet<String>,
    /// Whether the source text writes three dots, and never the one sign for them.
    has_dots: bool,
}

/// What the text under way belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Text,
    Tag,
    Code,
    /// Between two quotation marks; true when a program turned the first.
    Literal(bool),
}

impl Names {
    /// The names that `message` uses: variables with `$`, terms with `-`, functions, messages.
    pub fn of(message: &Message<'_>) -> Self {
        let mut names = Self::default();
        let (mut dots, mut signs) = (false, false);
        for (_, pattern) in message.patterns() {
            names.add(pattern);
            let shown = super::forms::written(pattern);
            dots |= shown.contains("...");
            signs |= shown.contains('…');
        }
        names.has_dots = dots && !signs;
        names
    }

    fn add(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.add_expression(expression);
            }
        }
    }

    fn add_expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.add_inline(inline),
            Expression::Select { selector, variants } => {
                self.add_inline(selector);
                for variant in variants {
                    self.add(&variant.value);
                }
            }
        }
    }

    fn add_inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => self.insert("$", id.name),
            InlineExpression::MessageReference { id, .. } => self.insert("", id.name),
            InlineExpression::TermReference { id, arguments, .. } => {
                self.insert("-", id.name);
                if let Some(arguments) = arguments {
                    self.add_arguments(arguments);
                }
            }
            InlineExpression::FunctionReference { id, arguments } => {
                self.insert("", id.name);
                self.add_arguments(arguments);
            }
            InlineExpression::Placeable { expression } => self.add_expression(expression),
            _ => {}
        }
    }

    fn add_arguments(&mut self, arguments: &CallArguments<&str>) {
        arguments.positional.iter().for_each(|value| self.add_inline(value));
        arguments.named.iter().for_each(|argument| self.insert("", argument.name.name));
    }

    fn insert(&mut self, sign: &str, name: &str) {
        self.names.insert(format!("{sign}{name}"));
    }

    /// The right spelling of `name`; itself when it is right, or when no name is like it.
    fn spelled<'n>(&'n self, name: &'n str) -> &'n str {
        if self.names.contains(name) {
            return name;
        }
        let mut like = self.names.iter().filter(|known| known.eq_ignore_ascii_case(name));
        match (like.next(), like.next()) {
            (Some(known), None) => known,
            _ => name,
        }
    }
}

/// `text` with lines that end in LF, and with placeables and tags as the source text has them.
pub fn repaired(text: &str, names: &Names) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = if names.has_dots { text.replace('…', "...") } else { text };
    if text.len() > MAX_TEXT {
        return text;
    }
    let mut done = String::with_capacity(text.len());
    let mut inside = vec![Inside::Text];
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let taken = match inside.last().copied().unwrap_or(Inside::Text) {
            Inside::Code => in_code(rest, names, &mut inside, &mut done),
            Inside::Literal(turned) => in_literal(rest, turned, &mut inside, &mut done),
            place => in_text(rest, place, &mut inside, &mut done),
        };
        rest = &rest[taken.max(c.len_utf8())..];
    }
    done
}

fn in_text(rest: &str, place: Inside, inside: &mut Vec<Inside>, done: &mut String) -> usize {
    let Some(c) = rest.chars().next() else { return 0 };
    match (c, place) {
        ('{', _) => inside.push(Inside::Code),
        ('}', _) if inside.len() > 1 => {
            inside.pop();
        }
        ('<', Inside::Text) if begins_tag(rest) => inside.push(Inside::Tag),
        ('>', Inside::Tag) => {
            inside.pop();
        }
        _ => {}
    }
    done.push(if place == Inside::Tag && is_quote(c) {
        '"'
    } else if place == Inside::Tag && is_space(c) {
        ' '
    } else {
        c
    });
    c.len_utf8()
}

fn begins_tag(rest: &str) -> bool {
    let mut signs = rest.chars().skip(1);
    signs.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '/')
        && rest[1..].find(['<', '>']).is_some_and(|at| rest.as_bytes()[at + 1] == b'>')
}

/// Inside a placeable, up to the texts of its variants.
fn in_code(rest: &str, names: &Names, inside: &mut Vec<Inside>, done: &mut String) -> usize {
    let Some(c) = rest.chars().next() else { return 0 };
    let is_arrow = rest.starts_with("->") || c == '→';
    if is_arrow {
        inside.pop();
        inside.push(Inside::Text);
        done.push_str("->");
        return if c == '→' { c.len_utf8() } else { 2 };
    }
    match c {
        '{' => inside.push(Inside::Code),
        '}' => {
            inside.pop();
        }
        '"' => inside.push(Inside::Literal(false)),
        _ if is_quote(c) => inside.push(Inside::Literal(true)),
        _ => {}
    }
    if is_quote(c) {
        done.push('"');
    } else if is_space(c) {
        done.push(' ');
    } else if let Some((name, taken)) = name_at(rest) {
        done.push_str(names.spelled(&name));
        return taken;
    } else {
        done.push(c);
    }
    c.len_utf8()
}

fn in_literal(rest: &str, turned: bool, inside: &mut Vec<Inside>, done: &mut String) -> usize {
    let Some(c) = rest.chars().next() else { return 0 };
    if c == '\\'
        && let Some(next) = rest.chars().nth(1)
    {
        done.extend([c, next]);
        return c.len_utf8() + next.len_utf8();
    }
    // A program that turns one mark need not turn the other.
    let ends = c == '"' || (turned && is_quote(c)) || (is_quote(c) && !rest.contains('"'));
    if ends {
        inside.pop();
    }
    done.push(if ends { '"' } else { c });
    c.len_utf8()
}

/// The name that begins here with its sign, and how many bytes it has; dashes and blanks behind the sign are repaired.
fn name_at(rest: &str) -> Option<(String, usize)> {
    let first = rest.chars().next()?;
    let (sign, behind) = match first {
        '$' => ("$", &rest[1..]),
        '-' | '–' | '—' | '−' => ("-", &rest[first.len_utf8()..]),
        _ => ("", rest),
    };
    let name = if sign.is_empty() { behind } else { behind.trim_start_matches(|c| c == ' ' || is_space(c)) };
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(name.len());
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
    begins.then(|| (format!("{sign}{}", &name[..end]), rest.len() - name.len() + end))
}

fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂')
}

fn is_space(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{202F}' | '\u{2007}' | '\u{2009}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::Resource;

    #[test]
    fn what_a_program_does_on_its_own_is_undone_inside_placeables_and_tags() {
        let source = "k = { $count } { -app-name(case: \"dative\") } { NUMBER($size) } <a href=\"x\">...</a>\n";
        let resource = Resource::parse(source);
        let names = Names::of(&resource.messages().next().unwrap());
        for (typed, wanted) in [
            ("„Hallo“ { $Count }", "„Hallo“ { $count }"),
            ("{ $\u{A0}count\u{A0}}", "{ $count }"),
            ("{\u{A0}–App-name(case: „dative“) }", "{ -app-name(case: \"dative\") }"),
            ("{ Number($Size) }", "{ NUMBER($size) }"),
            ("<a href=“x”>«y»…</a>", "<a href=\"x\">«y»...</a>"),
            ("{ $count →\r\n [one] „a“ { $COUNT }\r\n*[other] b }", "{ $count ->\n [one] „a“ { $count }\n*[other] b }"),
            ("{ \"„\" } { $other } a < b", "{ \"„\" } { $other } a < b"),
            ("} { {", "} { {"),
        ] {
            assert_eq!(repaired(typed, &names), wanted, "{typed}");
        }
    }
}
