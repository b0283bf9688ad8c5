//! Values that are known without the app: literals, and the arguments that a term is given.

use fluent_syntax::ast::{CallArguments, InlineExpression};
use fluent_syntax::unicode::unescape_unicode_to_string;

/// A value that is known without the app.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Number(String),
}

/// The arguments of a term; `None` in a message, whose variables come from the app.
pub(super) type Arguments<'a> = Option<&'a [(String, Value)]>;

impl Value {
    /// The text that Fluent shows.
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => shown(&number),
        }
    }
}

/// A number literal as Fluent shows it: the fraction digits as written, no needless zeros in front.
fn shown(literal: &str) -> String {
    let digits = literal.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    literal.parse::<f64>().map_or_else(
        |_| literal.to_owned(),
        |number| {
            let text = number.to_string();
            let fraction = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
            let dot = if fraction == 0 && digits > 0 { "." } else { "" };
            format!("{text}{dot}{}", "0".repeat(digits.saturating_sub(fraction)))
        },
    )
}

/// The value of a literal.
pub(super) fn literal(inline: &InlineExpression<&str>) -> Option<Value> {
    match inline {
        InlineExpression::StringLiteral { value } => Some(Value::Text(unescape_unicode_to_string(value).into_owned())),
        InlineExpression::NumberLiteral { value } => Some(Value::Number((*value).to_owned())),
        _ => None,
    }
}

/// The named arguments, which are literals.
pub(super) fn named(call: Option<&CallArguments<&str>>) -> Vec<(String, Value)> {
    let named = call.into_iter().flat_map(|call| &call.named);
    named.filter_map(|argument| Some((argument.name.name.to_owned(), literal(&argument.value)?))).collect()
}

/// The argument of this name; the last, when there are several.
pub(super) fn argument(arguments: &[(String, Value)], name: &str) -> Option<Value> {
    arguments.iter().rev().find(|(argument, _)| argument == name).map(|(_, value)| value.clone())
}
