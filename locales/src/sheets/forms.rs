//! A pattern as the texts of its variants, each under a form that tells how to put them together again.

mod cells;
mod joining;
mod steps;

use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement, VariantKey};

use cells::{guarded, indented};
pub(super) use cells::{unchanged, written};
pub use joining::joined;
use steps::{is_number, is_selector, parsed};

use crate::checks::plural_forms;
use crate::tags::Tag;

/// The form of a pattern that is written as Fluent, because its variants cannot be told apart in rows.
pub const RAW: &str = "fluent";

/// How many selections may stand inside each other before a pattern is written as Fluent.
const DEPTH: usize = 3;
/// What stands between the steps of a form.
const STEP: &str = " / ";

/// A pattern by its variants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text without variants.
    Text(String),
    /// A text that is one selection.
    Select(Select),
    /// Anything else, as Fluent.
    Raw(String),
}

/// A selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Select {
    selector: String,
    variants: Vec<Variant>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Variant {
    name: String,
    kind: Kind,
    shape: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    Default,
    /// The default of a text that has no variants as long as the others are empty.
    Lone,
}

/// One variant as a row has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// What the server needs to know, such as `$count [one]`; empty when there is one row only.
    pub form: String,
    /// What the translator needs to know, such as `one: 1, 21, 31`.
    pub label: String,
    /// The text; empty when there is none.
    pub text: String,
}

/// A form that no spreadsheet of the server has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no form")]
pub struct UnknownForm(pub String);

impl Shape {
    /// The shape of a pattern.
    pub fn of(pattern: &Pattern<&str>) -> Self {
        Self::within(pattern, DEPTH)
    }

    fn within(pattern: &Pattern<&str>, depth: usize) -> Self {
        let raw = || Self::Raw(written(pattern));
        match pattern.elements.as_slice() {
            [PatternElement::Placeable { expression: Expression::Select { selector, variants } }] => {
                let selector = selector_of(selector);
                if depth == 0 || !is_selector(&selector) {
                    return raw();
                }
                let variants = variants.iter().map(|variant| Variant {
                    name: name(&variant.key).to_owned(),
                    kind: if variant.default { Kind::Default } else { Kind::Plain },
                    shape: Self::within(&variant.value, depth - 1),
                });
                let variants: Vec<Variant> = variants.collect();
                let is_twice = |at: usize| variants[..at].iter().any(|other| other.name == variants[at].name);
                let is_lost = |variant: &Variant| matches!(variant.shape, Self::Raw(_)) || variant.shape.is_empty();
                if (0..variants.len()).any(is_twice) || variants.iter().any(is_lost) {
                    return raw();
                }
                Self::Select(Select { selector, variants })
            }
            elements if elements.iter().any(selects) => raw(),
            _ => Self::Text(written(pattern)),
        }
    }

    /// The shape for a translator into `language`: that of the translation, with all forms that the language or the
    /// source text asks for.
    pub fn for_language(source: Option<&Self>, own: Option<&Self>, language: &Tag) -> Self {
        match (source, own) {
            (Some(Self::Select(source)), None) => {
                let mut blank = source.fitted(language, false).blank();
                if blank.variants.len() == 1 {
                    blank.variants.iter_mut().for_each(|variant| variant.kind = Kind::Lone);
                }
                Self::Select(blank)
            }
            (Some(Self::Select(source)), Some(Self::Text(text))) => {
                let mut select = source.fitted(language, false).blank();
                let Some(default) = select.variants.iter_mut().find(|variant| variant.kind == Kind::Default) else {
                    return Self::Text(text.clone());
                };
                let Self::Text(blank) = &mut default.shape else { return Self::Text(text.clone()) };
                blank.clone_from(text);
                default.kind = Kind::Lone;
                Self::Select(select)
            }
            (Some(Self::Select(source)), Some(Self::Select(own))) => {
                let mut own = own.fitted(language, true);
                if source.selector == own.selector {
                    own.add_numbers(&source.fitted(language, false));
                }
                Self::Select(own)
            }
            (_, Some(Self::Select(own))) => Self::Select(own.fitted(language, true)),
            (_, Some(own)) => own.clone(),
            (Some(source), None) => source.blank(),
            (None, None) => Self::Text(String::new()),
        }
    }

    /// Its variants, in order.
    pub fn leaves(&self, language: &Tag) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        self.collect("", "", language, &mut leaves);
        leaves
    }

    fn collect(&self, form: &str, label: &str, language: &Tag, leaves: &mut Vec<Leaf>) {
        let Self::Select(select) = self else {
            let (form, label, text) = match self {
                Self::Raw(text) => (RAW, "Fluent", text),
                Self::Text(text) => (form, label, text),
                Self::Select(_) => return,
            };
            leaves.push(Leaf { form: form.to_owned(), label: label.to_owned(), text: text.clone() });
            return;
        };
        for variant in &select.variants {
            let mark = match variant.kind {
                Kind::Plain => "",
                Kind::Default => "*",
                Kind::Lone => "~",
            };
            let step = format!("{} [{mark}{}]", select.selector, variant.name);
            let form = if form.is_empty() { step } else { [form, &step].join(STEP) };
            let own = select.label(&variant.name, language);
            let label = if label.is_empty() { own } else { [label, &own].join(STEP) };
            variant.shape.collect(&form, &label, language, leaves);
        }
    }

    /// The text that stands beside the variant of this form: the same variant, or what would be shown in its place.
    pub fn beside(&self, form: &str) -> &str {
        match self {
            Self::Text(text) | Self::Raw(text) => text,
            Self::Select(select) => {
                let (step, rest) = form.split_once(STEP).unwrap_or((form, ""));
                let wanted = parsed(step).filter(|step| step.selector == select.selector);
                let named = wanted.and_then(|step| select.variants.iter().find(|variant| variant.name == step.name));
                let found = named.or_else(|| select.variants.iter().find(|variant| variant.kind != Kind::Plain));
                found.map_or("", |variant| variant.shape.beside(rest))
            }
        }
    }

    fn blank(&self) -> Self {
        match self {
            Self::Text(_) => Self::Text(String::new()),
            Self::Raw(_) => Self::Raw(String::new()),
            Self::Select(select) => Self::Select(select.blank()),
        }
    }

    /// Whether no variant has a text.
    fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) | Self::Raw(text) => text.trim().is_empty(),
            Self::Select(select) => select.variants.iter().all(|variant| variant.shape.is_empty()),
        }
    }

    /// It without the variants that have no text; none when nothing is left.
    fn filled(self) -> Option<Self> {
        let Self::Select(Select { selector, variants }) = self else {
            return (!self.is_empty()).then_some(self);
        };
        let filled = |variant: Variant| Some(Variant { shape: variant.shape.filled()?, ..variant });
        let mut variants: Vec<Variant> = variants.into_iter().filter_map(filled).collect();
        if let [only] = variants.as_mut_slice()
            && only.kind == Kind::Lone
        {
            return Some(std::mem::replace(&mut only.shape, Self::Text(String::new())));
        }
        for variant in &mut variants {
            if variant.kind == Kind::Lone {
                variant.kind = Kind::Default;
            }
        }
        if !variants.iter().any(|variant| variant.kind == Kind::Default) {
            variants.last_mut()?.kind = Kind::Default;
        }
        Some(Self::Select(Select { selector, variants }))
    }

    /// As Fluent, to stand after `=` with `indent` before each further line.
    fn fluent(&self, indent: &str) -> String {
        match self {
            Self::Text(text) => indented(&guarded(text, &['[', '*', '.']), indent),
            Self::Raw(text) => indented(&guarded(text, &['.']), indent),
            Self::Select(select) => {
                let inner = format!("{indent}    ");
                let variants = select.variants.iter().map(|variant| {
                    let mark = if variant.kind == Kind::Plain { "" } else { "*" };
                    format!("\n{inner}{mark}[{}]{}", variant.name, variant.shape.fluent(&format!("{inner}    ")))
                });
                format!("\n{indent}{{ {} ->{}\n{indent}}}", select.selector, variants.collect::<String>())
            }
        }
    }
}

impl Select {
    fn blank(&self) -> Self {
        let blank = |variant: &Variant| Variant { shape: variant.shape.blank(), ..variant.clone() };
        Self { selector: self.selector.clone(), variants: self.variants.iter().map(blank).collect() }
    }

    fn default(&self) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.kind == Kind::Default)
    }

    /// Whether it is one by the plural form of a number.
    fn is_plural(&self) -> bool {
        let is_form = |variant: &Variant| is_number(&variant.name) || CATEGORIES.contains(&variant.name.as_str());
        let by_number = self.selector.starts_with('$') || self.selector.starts_with("NUMBER(");
        by_number && self.variants.iter().all(is_form) && self.variants.iter().any(|one| !is_number(&one.name))
    }

    fn is_ordinal(&self) -> bool {
        self.selector.contains("ordinal")
    }

    /// It with the plural forms of `language`; those that it has beside them stay when it is the language's own.
    fn fitted(&self, language: &Tag, is_own: bool) -> Self {
        let mut fitted = self.clone();
        for variant in &mut fitted.variants {
            if let Shape::Select(inner) = &variant.shape {
                variant.shape = Shape::Select(inner.fitted(language, is_own));
            }
        }
        let forms = plural_forms(language, self.is_ordinal());
        let (true, false, Some(default)) = (self.is_plural(), forms.is_empty(), fitted.default().cloned()) else {
            return fitted;
        };
        let mut variants = fitted.variants;
        variants.retain(|variant| {
            is_own || is_number(&variant.name) || forms.iter().any(|(name, _)| variant.name == *name)
        });
        let mut behind = variants.iter().rposition(|variant| is_number(&variant.name)).map_or(0, |last| last + 1);
        for (name, _) in &forms {
            if let Some(known) = variants.iter().position(|variant| variant.name == *name) {
                behind = known + 1;
                continue;
            }
            let new = Variant { name: (*name).to_owned(), kind: Kind::Plain, shape: default.shape.blank() };
            variants.insert(behind, new);
            behind += 1;
        }
        if variants.iter().all(|variant| variant.kind != Kind::Default)
            && let Some(last) = variants.last_mut()
        {
            last.kind = Kind::Default;
        }
        Self { selector: fitted.selector, variants }
    }

    /// Adds rows for numbers that have a text of their own in the source text, such as `[0]`.
    fn add_numbers(&mut self, source: &Self) {
        let Some(default) = self.default().cloned() else { return };
        let is_new = |name: &str| is_number(name) && self.variants.iter().all(|known| known.name != name);
        let numbers: Vec<String> =
            source.variants.iter().map(|variant| variant.name.clone()).filter(|name| is_new(name)).collect();
        let new = |name| Variant { name, kind: Kind::Plain, shape: default.shape.blank() };
        if self.is_plural() {
            self.variants.splice(0..0, numbers.into_iter().map(new));
        }
    }

    /// The name of a variant with examples of its numbers.
    fn label(&self, name: &str, language: &Tag) -> String {
        let forms = if self.is_plural() { plural_forms(language, self.is_ordinal()) } else { Vec::new() };
        let numbers = forms.iter().find(|(known, _)| *known == name).map(|(_, numbers)| numbers.as_slice());
        match numbers {
            Some([]) => format!("{name}: 1.5"),
            Some(numbers) => {
                let shown: Vec<String> = numbers.iter().take(3).map(u32::to_string).collect();
                format!("{name}: {}", shown.join(", "))
            }
            None => name.to_owned(),
        }
    }
}

const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

fn name<'s>(key: &VariantKey<&'s str>) -> &'s str {
    match key {
        VariantKey::Identifier { name } => name,
        VariantKey::NumberLiteral { value } => value,
    }
}

/// Whether there is a selection in it, at any depth.
fn selects(element: &PatternElement<&str>) -> bool {
    let PatternElement::Placeable { expression } = element else { return false };
    let mut expression = expression;
    while let Expression::Inline(InlineExpression::Placeable { expression: inner }) = expression {
        expression = inner;
    }
    matches!(expression, Expression::Select { .. })
}

fn selector_of(selector: &InlineExpression<&str>) -> String {
    let expression = Expression::Inline(selector.clone());
    let text = written(&Pattern { elements: vec![PatternElement::Placeable { expression }] });
    text.trim_start_matches("{ ").trim_end_matches(" }").to_owned()
}
