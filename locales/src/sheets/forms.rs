//! A pattern as the texts of its variants, each under a form that tells how to put them together again.

use fluent_syntax::ast::{
    Entry, Expression, Identifier, InlineExpression, Message, Pattern, PatternElement, VariantKey,
};

use crate::checks::{self, plural_forms};
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
        let is_number = self.selector.starts_with('$') || self.selector.starts_with("NUMBER(");
        is_number && self.variants.iter().all(is_form) && self.variants.iter().any(|one| !self::is_number(&one.name))
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

/// The variants `(form, text)` of one pattern as Fluent, to stand after `=` with `indent` before further lines; none when
/// all are empty.
pub fn joined<'a>(
    rows: impl IntoIterator<Item = (&'a str, &'a str)>,
    indent: &str,
) -> Result<Option<String>, UnknownForm> {
    let mut shape = None;
    for (form, text) in rows {
        if form.matches(STEP).count() >= DEPTH {
            return Err(UnknownForm(form.to_owned()));
        }
        put(&mut shape, form, text).ok_or_else(|| UnknownForm(form.to_owned()))?;
    }
    Ok(shape.and_then(Shape::filled).map(|shape| shape.fluent(indent)))
}

/// Puts a text into its place; none when it does not fit beside what is there.
fn put(shape: &mut Option<Shape>, form: &str, text: &str) -> Option<()> {
    if form.is_empty() || form == RAW {
        let new = if form.is_empty() { Shape::Text(text.to_owned()) } else { Shape::Raw(text.to_owned()) };
        return shape.replace(new).is_none().then_some(());
    }
    let (first, rest) = form.split_once(STEP).unwrap_or((form, ""));
    let step = parsed(first)?;
    let select =
        shape.get_or_insert_with(|| Shape::Select(Select { selector: step.selector.to_owned(), variants: Vec::new() }));
    let Shape::Select(select) = select else { return None };
    if select.selector != step.selector {
        return None;
    }
    let known = select.variants.iter_mut().find(|variant| variant.name == step.name);
    if let Some(known) = known {
        let Shape::Select(_) = &known.shape else { return None };
        let mut inner = Some(known.shape.clone());
        put(&mut inner, Some(rest).filter(|rest| !rest.is_empty())?, text)?;
        known.shape = inner?;
        return Some(());
    }
    let mut inner = None;
    put(&mut inner, rest, text)?;
    select.variants.push(Variant { name: step.name.to_owned(), kind: step.kind, shape: inner? });
    Some(())
}

/// One step of a form.
struct Step<'f> {
    selector: &'f str,
    name: &'f str,
    kind: Kind,
}

fn parsed(step: &str) -> Option<Step<'_>> {
    let (selector, rest) = step.split_once(" [")?;
    let name = rest.strip_suffix(']')?;
    let (kind, name) = match name.as_bytes().first()? {
        b'*' => (Kind::Default, &name[1..]),
        b'~' => (Kind::Lone, &name[1..]),
        _ => (Kind::Plain, name),
    };
    (is_selector(selector) && (is_number(name) || is_name(name))).then_some(Step { selector, name, kind })
}

fn is_number(name: &str) -> bool {
    let digits = name.strip_prefix('-').unwrap_or(name);
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Whether a selector can stand in a form: a variable, a term's attribute, or a function of simple values.
fn is_selector(text: &str) -> bool {
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

/// A pattern as the text of a cell: in Fluent's canonical form, without the indentation.
pub(super) fn written(pattern: &Pattern<&str>) -> String {
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
fn guarded(text: &str, signs: &[char]) -> String {
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
fn indented(text: &str, indent: &str) -> String {
    let text = text.trim_end_matches([' ', '\n']).trim_start_matches('\n');
    if !text.contains('\n') {
        return format!(" {text}");
    }
    let line = |line: &str| if line.trim().is_empty() { "\n".to_owned() } else { format!("\n{indent}{line}") };
    text.split('\n').map(line).collect()
}

/// A pattern as it is, to stand after `=` with `indent` before further lines.
pub(super) fn unchanged(pattern: &Pattern<&str>, indent: &str) -> String {
    indented(&written(pattern), indent)
}
