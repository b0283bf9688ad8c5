//! A text of i18next as a pattern of Fluent: its placeholders, and what has to be escaped.

use std::collections::BTreeSet;

use super::doubts::Doubt;
use super::keys;

/// The bytes that a placeholder may have; each brace is looked at once, and no further.
const MAX_PLACEHOLDER: usize = 500;

/// A text as Fluent has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Converted {
    parts: Vec<Part>,
    /// The variables in it, as i18next calls them.
    pub(super) variables: BTreeSet<String>,
    pub(super) doubts: Vec<Doubt>,
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(String),
    /// What stands between the braces of a placeable.
    Placeable(String),
}

/// Reads the placeholders of a text; `reference` tells what Fluent calls another key, if it is there.
pub(super) fn convert(text: &str, reference: impl Fn(&str) -> Option<String>) -> Converted {
    let mut converted = Converted::default();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '$']) {
        converted.text(&rest[..at]);
        rest = &rest[at..];
        let len = converted.placeholder(rest).or_else(|| converted.nesting(rest, &reference));
        let len = len.unwrap_or_else(|| converted.literal(rest));
        rest = &rest[len..];
    }
    converted.text(rest);
    converted
}

impl Converted {
    fn text(&mut self, text: &str) {
        match self.parts.last_mut() {
            _ if text.is_empty() => {}
            Some(Part::Text(last)) => last.push_str(text),
            _ => self.parts.push(Part::Text(text.to_owned())),
        }
    }

    /// A brace or a dollar sign, without the invisible character that an export puts behind it.
    fn literal(&mut self, rest: &str) -> usize {
        self.text(&rest[..1]);
        let is_joined = rest[1..]
            .strip_prefix('\u{2060}')
            .is_some_and(|next| next.starts_with(if rest.starts_with('{') { "{" } else { "t(" }));
        if is_joined { 1 + '\u{2060}'.len_utf8() } else { 1 }
    }

    /// `{{name}}`, `{{- name}}`, `{{name, format}}` at the beginning, and its length.
    fn placeholder(&mut self, rest: &str) -> Option<usize> {
        let inner = near(rest.strip_prefix("{{")?);
        let first = inner.chars().next()?.len_utf8();
        let end = first + inner[first..].find("}}")?;
        let inner = &inner[..end];
        if inner.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
            return None;
        }
        let (name, format) = inner.split_once(',').map_or((inner, None), |(name, format)| (name, Some(format.trim())));
        let name = name.trim().strip_prefix('-').unwrap_or(name).trim();
        if name.is_empty() || name.contains(['{', '}', '$', '(', '"']) {
            self.doubts.push(Doubt::Placeholder(rest[..end + 4].to_owned()));
            return None;
        }
        self.variables.insert(name.to_owned());
        let variable = format!("${}", keys::to_id(name));
        let formatted = format.map(|format| (format, function(&variable, format)));
        if let Some((format, None)) = formatted {
            self.doubts.push(Doubt::Format(format.to_owned()));
        }
        self.parts.push(Part::Placeable(formatted.and_then(|(_, function)| function).unwrap_or(variable)));
        Some(end + 4)
    }

    /// `$t(key)` at the beginning, and its length.
    fn nesting(&mut self, rest: &str, reference: impl Fn(&str) -> Option<String>) -> Option<usize> {
        let inner = near(rest.strip_prefix("$t(")?);
        let end = inner.find(')')?;
        let Some(message) = reference(inner[..end].trim()) else {
            self.doubts.push(Doubt::Nesting(rest[..end + 4].to_owned()));
            self.text("$t(");
            return Some(3);
        };
        self.parts.push(Part::Placeable(message));
        Some(end + 4)
    }

    /// The pattern in Fluent's syntax, to stand behind `=` or `]`, its lines indented by so many spaces.
    pub(super) fn written(&self, indent: usize) -> String {
        let mut writer = Writer { out: String::new(), indent, line_is_empty: true };
        for (at, part) in self.parts.iter().enumerate() {
            match part {
                Part::Text(text) => writer.text(text, at + 1 == self.parts.len()),
                Part::Placeable(inner) => writer.placeable(inner),
            }
        }
        if writer.out.is_empty() {
            writer.placeable("\"\"");
        }
        format!("\n{:indent$}{}", "", writer.out)
    }
}

fn near(text: &str) -> &str {
    let end = (0..=text.len().min(MAX_PLACEHOLDER)).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or_default()]
}

struct Writer {
    out: String,
    indent: usize,
    line_is_empty: bool,
}

impl Writer {
    fn placeable(&mut self, inner: &str) {
        self.out.push_str("{ ");
        self.out.push_str(inner);
        self.out.push_str(" }");
        self.line_is_empty = false;
    }

    /// Text with everything escaped that Fluent would read or trim; what is at the end of the pattern is trimmed too.
    fn text(&mut self, text: &str, is_last: bool) {
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            let ends_line = letters.peek().map_or(is_last, |next| *next == '\n');
            match letter {
                // Blank lines are written as such by nobody, so that none at an edge is lost.
                '\n' if self.line_is_empty || letters.peek().is_none() => self.placeable("\"\\u000A\""),
                '\n' => {
                    self.out.push('\n');
                    self.out.extend(std::iter::repeat_n(' ', self.indent));
                    self.line_is_empty = true;
                }
                '\r' => self.placeable("\"\\u000D\""),
                '{' | '}' => self.placeable(&format!("\"{letter}\"")),
                ' ' | '[' | '*' | '.' | '\t' if self.line_is_empty => self.placeable(&format!("\"{letter}\"")),
                ' ' if ends_line => self.placeable("\" \""),
                _ => {
                    self.out.push(letter);
                    self.line_is_empty = false;
                }
            }
        }
    }
}

/// The function for a format of i18next: `number(minimumFractionDigits: 1)`, `datetime`, `currency(EUR)`.
fn function(variable: &str, format: &str) -> Option<String> {
    let (name, options) = match format.split_once('(') {
        Some((name, options)) => (name.trim(), options.strip_suffix(')')?),
        None => (format, ""),
    };
    let mut arguments = vec![variable.to_owned()];
    let name = match name.to_ascii_lowercase().as_str() {
        "number" => "NUMBER",
        "datetime" => "DATETIME",
        "currency" => {
            arguments.push("style: \"currency\"".to_owned());
            "NUMBER"
        }
        _ => return None,
    };
    for option in options.split(';').filter(|option| !option.trim().is_empty()) {
        let (option, value) = option.split_once(':').unwrap_or(("currency", option));
        arguments.push(format!("{}: {}", identifier(option.trim())?, value_of(value.trim())?));
    }
    Some(format!("{name}({})", arguments.join(", ")))
}

fn identifier(name: &str) -> Option<&str> {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let is_identifier = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_letter);
    is_identifier.then_some(name)
}

fn value_of(value: &str) -> Option<String> {
    let value = value.trim_matches('\'');
    let digits = value.strip_prefix('-').unwrap_or(value);
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let is_word = !value.contains(['"', '\\', '\n', '\r', '(', ')', '{', '}']);
    if is_number { Some(value.to_owned()) } else { is_word.then(|| format!("\"{value}\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> (String, Vec<Doubt>) {
        let converted = convert(text, |key| (key == "known").then(|| "known".to_owned()));
        (converted.written(1), converted.doubts)
    }

    #[test]
    fn placeholders_become_placeables() {
        for (text, pattern) in [
            ("Hallo {{name}}!", "\n Hallo { $name }!"),
            ("{{- user.name }}", "\n { $user--name }"),
            (
                "{{n, number}} {{n, number(minimumFractionDigits: 2; style: percent)}}",
                "\n { NUMBER($n) } { NUMBER($n, minimumFractionDigits: 2, style: \"percent\") }",
            ),
            ("{{d, datetime(dateStyle: long)}}", "\n { DATETIME($d, dateStyle: \"long\") }"),
            ("{{p, currency(EUR)}}", "\n { NUMBER($p, style: \"currency\", currency: \"EUR\") }"),
            ("a $t(known) b", "\n a { known } b"),
            ("<1>mehr</1>", "\n <1>mehr</1>"),
        ] {
            assert_eq!(written(text), (pattern.to_owned(), vec![]), "{text}");
        }
    }

    #[test]
    fn what_fluent_would_read_is_escaped() {
        for (text, pattern) in [
            ("", "\n { \"\" }"),
            (" a\n.b ", "\n { \" \" }a\n { \".\" }b{ \" \" }"),
            ("{ $5 }", "\n { \"{\" } $5 { \"}\" }"),
            ("a\n\nb\n", "\n a\n { \"\\u000A\" }b{ \"\\u000A\" }"),
            ("{\u{2060}{x}} $\u{2060}t(y)", "\n { \"{\" }{ \"{\" }x{ \"}\" }{ \"}\" } $t(y)"),
        ] {
            assert_eq!(written(text), (pattern.to_owned(), vec![]), "{text}");
        }
    }

    #[test]
    fn what_fluent_does_not_have_is_told() {
        for (text, pattern, doubt) in [
            ("$t(ns:key)", "\n $t(ns:key)", Doubt::Nesting("$t(ns:key)".to_owned())),
            ("{{d, LL}}", "\n { $d }", Doubt::Format("LL".to_owned())),
            ("{{ }}", "\n { \"{\" }{ \"{\" } { \"}\" }{ \"}\" }", Doubt::Placeholder("{{ }}".to_owned())),
        ] {
            assert_eq!(written(text), (pattern.to_owned(), vec![doubt]), "{text}");
        }
    }
}
