//! What a message comes to once the number and the variant are known: text and variables, everything else resolved.

use std::collections::{BTreeSet, HashMap};

use fluent_syntax::ast::{CallArguments, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};

use super::forms::{Kind, Language, Number};
use super::lost::Why;
use super::values::{Arguments, Value, argument, literal, named};
use super::variants::{choose, counts, default_of, key_of, number_of};
use crate::resources::{Message, Resource};
use crate::tags::Tag;

/// The placeables that a text may have when expanded, as many as Fluent shows.
const MAX_PLACEABLES: usize = 100;

/// The placeables of all variants together that are looked at.
const MAX_LOOKS: usize = 1000;

/// The bytes that a text may have.
const MAX_TEXT: usize = 32 * 1024;

/// A bundle and its language.
pub(super) struct Bundle<'r> {
    entries: HashMap<String, Message<'r>>,
    pub(super) language: Language,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    Text(String),
    Variable {
        name: String,
        /// As i18next writes it: `number(style: percent)`.
        format: Option<String>,
    },
}

/// What the text of a message depends on.
#[derive(Clone, Debug, Default)]
pub(super) struct Survey {
    /// The variable that is counted.
    pub(super) count: Option<(String, Kind)>,
    /// Numbers that have a variant of their own, in their order.
    pub(super) numbers: Vec<f64>,
    /// The variable that chooses between other variants.
    pub(super) context: Option<String>,
    /// The names of these variants.
    pub(super) contexts: BTreeSet<String>,
    /// All variables that are shown.
    pub(super) variables: BTreeSet<String>,
    pub(super) lost: BTreeSet<Why>,
}

/// One situation in which a message is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case<'c> {
    pub(super) number: Number,
    /// The variant; `None` for one that no select names.
    pub(super) context: Option<&'c str>,
}

/// A circle, too many placeables, or too much text.
#[derive(Debug)]
pub(super) struct TooLarge;

type Outcome = Result<(), TooLarge>;

impl<'r> Bundle<'r> {
    pub(super) fn of(resource: &'r Resource<'r>, locale: &Tag) -> Self {
        let entries = resource.messages().map(|message| (message.key().into_owned(), message)).collect();
        Self { entries, language: Language::of(locale) }
    }

    /// Looks at all variants of a pattern.
    pub(super) fn survey(&self, pattern: &'r Pattern<&'r str>) -> Result<Survey, TooLarge> {
        let mut evaluation = Evaluation::of(self, Survey::default(), None);
        evaluation.pattern(pattern, None)?;
        let numbers = &mut evaluation.survey.numbers;
        numbers.sort_by(f64::total_cmp);
        numbers.dedup();
        Ok(evaluation.survey)
    }

    /// The text of a pattern in one case; `survey` must be of the same pattern.
    pub(super) fn evaluate(
        &self,
        pattern: &'r Pattern<&'r str>,
        survey: &Survey,
        case: Case<'_>,
    ) -> Result<Vec<Piece>, TooLarge> {
        let mut evaluation = Evaluation::of(self, survey.clone(), Some(case));
        evaluation.pattern(pattern, None)?;
        Ok(evaluation.pieces)
    }
}

/// What a select looks at.
enum Selector {
    Value(Value),
    /// A variable of the app, and how it is counted if the select says so.
    Variable(String, Option<Kind>),
    /// Nothing that is known, so the default variant is taken.
    Nothing,
}

struct Evaluation<'b, 'r, 'c> {
    bundle: &'b Bundle<'r>,
    survey: Survey,
    /// `None` while all variants are looked at.
    case: Option<Case<'c>>,
    pieces: Vec<Piece>,
    bytes: usize,
    placeables: usize,
    /// The placeables that are open.
    depth: usize,
    /// The patterns that are open, by the names of their messages.
    open: Vec<String>,
}

impl<'b, 'r, 'c> Evaluation<'b, 'r, 'c> {
    fn of(bundle: &'b Bundle<'r>, survey: Survey, case: Option<Case<'c>>) -> Self {
        Self { bundle, survey, case, pieces: Vec::new(), bytes: 0, placeables: 0, depth: 0, open: Vec::new() }
    }

    /// Calls itself for references and selects, at most [`MAX_PLACEABLES`] deep.
    fn pattern(&mut self, pattern: &Pattern<&str>, arguments: Arguments<'_>) -> Outcome {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.text(value)?,
                PatternElement::Placeable { expression } => self.expression(expression, arguments)?,
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Outcome {
        if self.case.is_none() {
            return Ok(());
        }
        self.bytes += text.len();
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
        if self.bytes > MAX_TEXT { Err(TooLarge) } else { Ok(()) }
    }

    fn variable(&mut self, name: &str, format: Option<String>) {
        self.survey.variables.insert(name.to_owned());
        self.pieces.push(Piece::Variable { name: name.to_owned(), format });
    }

    fn expression(&mut self, expression: &Expression<&str>, arguments: Arguments<'_>) -> Outcome {
        self.placeables += 1;
        self.depth += 1;
        let most = if self.case.is_some() { MAX_PLACEABLES } else { MAX_LOOKS };
        if self.placeables > most || self.depth > MAX_PLACEABLES {
            return Err(TooLarge);
        }
        match expression {
            Expression::Inline(inline) => self.inline(inline, arguments),
            Expression::Select { selector, variants } => self.select(selector, variants, arguments),
        }?;
        self.depth -= 1;
        Ok(())
    }

    fn inline(&mut self, inline: &InlineExpression<&str>, arguments: Arguments<'_>) -> Outcome {
        match inline {
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {
                self.text(&literal(inline).map(Value::into_text).unwrap_or_default())
            }
            InlineExpression::VariableReference { id } => match arguments {
                None => {
                    self.variable(id.name, None);
                    Ok(())
                }
                Some(arguments) => self
                    .text(&argument(arguments, id.name).map_or_else(|| format!("{{${}}}", id.name), Value::into_text)),
            },
            InlineExpression::Placeable { expression } => self.expression(expression, arguments),
            InlineExpression::FunctionReference { id, arguments: call } => self.function(id.name, call, arguments),
            InlineExpression::MessageReference { id, attribute } => {
                self.refer(id.name, attribute.as_ref().map(|attribute| attribute.name), arguments)
            }
            InlineExpression::TermReference { id, attribute, arguments: call } => {
                let attribute = attribute.as_ref().map(|attribute| attribute.name);
                self.refer(&format!("-{}", id.name), attribute, Some(&named(call.as_ref())))
            }
        }
    }

    /// The text of another message or term in place of its name.
    fn refer(&mut self, key: &str, attribute: Option<&str>, arguments: Arguments<'_>) -> Outcome {
        let message = self.bundle.entries.get(key);
        let pattern = message.and_then(|message| match attribute {
            Some(name) => message.attribute(name).map(|attribute| &attribute.value),
            None => message.value,
        });
        let name = attribute.map_or_else(|| key.to_owned(), |attribute| format!("{key}.{attribute}"));
        let Some(pattern) = pattern else {
            self.survey.lost.insert(Why::Reference(name.clone()));
            return self.text(&format!("{{{name}}}"));
        };
        if self.open.contains(&name) {
            // Variants may lead in a circle that no single case goes round.
            return if self.case.is_some() { Err(TooLarge) } else { Ok(()) };
        }
        self.open.push(name);
        self.pattern(pattern, arguments)?;
        self.open.pop();
        Ok(())
    }

    fn function(&mut self, name: &str, call: &CallArguments<&str>, arguments: Arguments<'_>) -> Outcome {
        let is_known = matches!(name, "NUMBER" | "DATETIME");
        match (Self::argument_of(call, arguments), is_known) {
            (Selector::Variable(variable, _), true) => {
                let format = self.format(&name.to_ascii_lowercase(), call);
                self.variable(&variable, Some(format));
                Ok(())
            }
            (argument, _) => {
                self.survey.lost.insert(Why::Function(name.to_owned()));
                match argument {
                    Selector::Variable(variable, _) => {
                        self.variable(&variable, None);
                        Ok(())
                    }
                    Selector::Value(value) => self.text(&value.into_text()),
                    Selector::Nothing => self.text(&format!("{{{name}()}}")),
                }
            }
        }
    }

    /// The format as i18next writes it, with the options that it can be told.
    fn format(&mut self, name: &str, call: &CallArguments<&str>) -> String {
        let mut options = Vec::new();
        for (option, value) in named(Some(call)) {
            let is_integer = matches!(&value, Value::Number(number) if number.parse::<i32>().is_ok());
            let is_word = matches!(&value, Value::Text(text) if is_word(text));
            if option == "type" && name == "number" {
                continue;
            }
            if is_integer || is_word {
                options.push(format!("{option}: {}", value.into_text()));
            } else {
                self.survey.lost.insert(Why::FunctionOption(option));
            }
        }
        if options.is_empty() { name.to_owned() } else { format!("{name}({})", options.join("; ")) }
    }

    /// The first argument of a function.
    fn argument_of(call: &CallArguments<&str>, arguments: Arguments<'_>) -> Selector {
        match (call.positional.first(), arguments) {
            (Some(InlineExpression::VariableReference { id }), None) => Selector::Variable(id.name.to_owned(), None),
            (Some(InlineExpression::VariableReference { id }), Some(arguments)) => {
                argument(arguments, id.name).map_or(Selector::Nothing, Selector::Value)
            }
            (Some(other), _) => literal(other).map_or(Selector::Nothing, Selector::Value),
            (None, _) => Selector::Nothing,
        }
    }

    fn select(
        &mut self,
        selector: &InlineExpression<&str>,
        variants: &[Variant<&str>],
        arguments: Arguments<'_>,
    ) -> Outcome {
        let chosen = match self.selector(selector, arguments)? {
            Selector::Value(value) => self.variant_for(variants, &value),
            Selector::Nothing => default_of(variants),
            Selector::Variable(..) if variants.len() == 1 => default_of(variants),
            Selector::Variable(name, kind) => match self.variant_of(&name, kind, variants) {
                Choice::One(variant) => variant,
                Choice::All => return variants.iter().try_for_each(|variant| self.pattern(&variant.value, arguments)),
            },
        };
        chosen.map_or(Ok(()), |variant| self.pattern(&variant.value, arguments))
    }

    fn selector(&mut self, selector: &InlineExpression<&str>, arguments: Arguments<'_>) -> Result<Selector, TooLarge> {
        Ok(match selector {
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {
                literal(selector).map_or(Selector::Nothing, Selector::Value)
            }
            InlineExpression::VariableReference { id } => match arguments {
                None => Selector::Variable(id.name.to_owned(), None),
                Some(arguments) => argument(arguments, id.name).map_or(Selector::Nothing, Selector::Value),
            },
            InlineExpression::FunctionReference { id, arguments: call } if id.name == "NUMBER" => {
                self.counted(call, arguments)
            }
            InlineExpression::FunctionReference { id, .. } => {
                self.survey.lost.insert(Why::Function(id.name.to_owned()));
                Selector::Nothing
            }
            _ => {
                self.text_of(selector, arguments)?.map_or(Selector::Nothing, |text| Selector::Value(Value::Text(text)))
            }
        })
    }

    /// `NUMBER(…)` as a selector; only whether it counts or numbers can be carried over.
    fn counted(&mut self, call: &CallArguments<&str>, arguments: Arguments<'_>) -> Selector {
        let mut kind = Kind::Cardinal;
        for (option, value) in named(Some(call)) {
            match (option.as_str(), value) {
                ("type", Value::Text(text)) if text == "ordinal" => kind = Kind::Ordinal,
                ("type", _) => {}
                _ => drop(self.survey.lost.insert(Why::FunctionOption(option))),
            }
        }
        match Self::argument_of(call, arguments) {
            Selector::Variable(name, _) => Selector::Variable(name, Some(kind)),
            other => other,
        }
    }

    /// The text of a reference that chooses a variant; `None` if the app has a say in it.
    fn text_of(
        &mut self,
        inline: &InlineExpression<&str>,
        arguments: Arguments<'_>,
    ) -> Result<Option<String>, TooLarge> {
        // A case that no select of the app comes into: what is left then does not depend on it.
        let anything = Case { number: Number { exact: None, form: None }, context: None };
        let before = (std::mem::take(&mut self.pieces), self.case.replace(anything), self.bytes);
        let outcome = self.inline(inline, arguments);
        let pieces = std::mem::replace(&mut self.pieces, before.0);
        (self.case, self.bytes) = (before.1, before.2);
        outcome?;
        Ok(match pieces.as_slice() {
            [] => Some(String::new()),
            [Piece::Text(text)] => Some(text.clone()),
            _ => {
                self.survey.lost.insert(Why::Select("…".to_owned()));
                None
            }
        })
    }

    fn variant_for<'v, 's>(&self, variants: &'v [Variant<&'s str>], value: &Value) -> Option<&'v Variant<&'s str>> {
        match value {
            Value::Text(text) => {
                let is_named =
                    |variant: &&Variant<&str>| matches!(variant.key, VariantKey::Identifier { name } if name == text);
                variants.iter().find(is_named).or_else(|| default_of(variants))
            }
            Value::Number(number) => {
                let exact = number.parse().unwrap_or(f64::NAN);
                choose(variants, self.bundle.language.number(Kind::Cardinal, exact))
            }
        }
    }

    /// The variant for a variable of the app; the default one when something else has taken its place in i18next.
    fn variant_of<'v, 's>(
        &mut self,
        name: &str,
        kind: Option<Kind>,
        variants: &'v [Variant<&'s str>],
    ) -> Choice<'v, 's> {
        let is_context = self.survey.context.as_deref() == Some(name);
        let is_counted = (kind.is_some() || counts(variants)) && !is_context;
        let counted = (name.to_owned(), kind.unwrap_or(Kind::Cardinal));
        if let Some(case) = self.case {
            return Choice::One(match is_counted {
                true if self.survey.count.as_ref() == Some(&counted) => choose(variants, case.number),
                false if is_context => {
                    let names = |variant: &&Variant<&str>| Some(key_of(variant)) == case.context;
                    variants.iter().find(names).or_else(|| default_of(variants))
                }
                _ => default_of(variants),
            });
        }
        let is_other = self.survey.count.as_ref().is_some_and(|(count, _)| count == name);
        let is_free = if is_counted {
            *self.survey.count.get_or_insert_with(|| counted.clone()) == counted
        } else {
            !is_other && self.survey.context.get_or_insert_with(|| name.to_owned()) == name
        };
        if !is_free {
            self.survey.lost.insert(Why::Select(name.to_owned()));
            return Choice::One(default_of(variants));
        }
        if is_counted {
            self.survey.numbers.extend(variants.iter().filter_map(number_of));
        } else {
            self.survey.contexts.extend(variants.iter().map(|variant| key_of(variant).to_owned()));
        }
        Choice::All
    }
}

/// The variants to look at.
enum Choice<'v, 's> {
    One(Option<&'v Variant<&'s str>>),
    All,
}

/// Whether i18next reads a value as it is written.
fn is_word(text: &str) -> bool {
    !text.is_empty() && !text.contains([',', ';', ':', '(', ')', '{', '}', '\'', '\n'])
}
