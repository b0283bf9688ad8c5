//! A pattern as the text of a cell, and a text as what stands in a file.

use fluent_syntax::ast::{Entry, Identifier, Message, Pattern};

use crate::checks;

/// A pattern as the text of a cell: in Fluent's canonical form, without the indentation.
pub(in crate::sheets) fn written(pattern: &Pattern<&str>) -> String {
    let message =
        Message { id: Identifier { name: "k" }, value: Some(pattern.clone()), attributes: Vec::new(), comment: None };
    let text = checks::canonical_text(Entry::Message(message));
    let text = text.strip_prefix("k =").unwrap_or(&text).trim_end_matches('\n');
    match text.strip_prefix('\n') {
        Some(lines) => {
            let lines = lines.split('\n').map(|line| line.strip_prefix("    ").unwrap_or(line));
            lines.collect::<Vec<_>>().join("\n")
        }
        None => text.strip_prefix(' ').unwrap_or(text).to_owned(),
    }
}

/// Signs at the beginning of a line that would end the text there, as placeables.
pub(super) fn guarded(text: &str, signs: &[char]) -> String {
    if !text.contains('\n') {
        return text.to_owned();
    }
    let line = |line: &str| match line.trim_start_matches(' ') {
        rest if rest.starts_with(signs) => {
            let (blank, rest) = line.split_at(line.len() - rest.len());
            let (sign, rest) = rest.split_at(1);
            format!("{blank}{{ \"{sign}\" }}{rest}")
        }
        _ => line.to_owned(),
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// A text to stand after `=`: in the same line, or in lines of its own.
pub(super) fn indented(text: &str, indent: &str) -> String {
    let text = text.trim_end_matches([' ', '\n']).trim_start_matches('\n');
    if !text.contains('\n') {
        return format!(" {text}");
    }
    let line = |line: &str| if line.trim().is_empty() { "\n".to_owned() } else { format!("\n{indent}{line}") };
    text.split('\n').map(line).collect()
}

/// A pattern as it is, to stand after `=` with `indent` before further lines.
pub(in crate::sheets) fn unchanged(pattern: &Pattern<&str>, indent: &str) -> String {
    indented(&written(pattern), indent)
}
