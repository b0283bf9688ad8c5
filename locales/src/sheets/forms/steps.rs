//! The steps of a form: a selector, and the name of a variant.

use super::Kind;

/// One step of a form.
pub(super) struct Step<'f> {
    pub(super) selector: &'f str,
    pub(super) name: &'f str,
    pub(super) kind: Kind,
}

pub(super) fn parsed(step: &str) -> Option<Step<'_>> {
    let (selector, rest) = step.split_once(" [")?;
    let name = rest.strip_suffix(']')?;
    let (kind, name) = match name.as_bytes().first()? {
        b'*' => (Kind::Default, &name[1..]),
        b'~' => (Kind::Lone, &name[1..]),
        _ => (Kind::Plain, name),
    };
    (is_selector(selector) && (is_number(name) || is_name(name))).then_some(Step { selector, name, kind })
}

pub(super) fn is_number(name: &str) -> bool {
    let digits = name.strip_prefix('-').unwrap_or(name);
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Whether a selector can stand in a form: a variable, a term's attribute, or a function of simple values.
pub(super) fn is_selector(text: &str) -> bool {
    let is_term = |text: &str| text.split_once('.').is_some_and(|(term, name)| is_name(term) && is_name(name));
    let is_call = |text: &str| {
        let call = text.strip_suffix(')').and_then(|text| text.split_once('('));
        call.is_some_and(|(name, values)| {
            let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || b"$\":, -_.".contains(&byte);
            is_name(name) && values.bytes().all(is_safe)
        })
    };
    text.strip_prefix('$').is_some_and(is_name) || text.strip_prefix('-').is_some_and(is_term) || is_call(text)
}
