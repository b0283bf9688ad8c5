//! The texts of one pattern as i18next reads them, one for each form and context.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::Pattern;

use super::evaluation::{Bundle, Case, Piece, Survey};
use super::forms::{Form, Number};
use super::keys;
use super::lost::Why;

/// Stands between two characters that i18next would read together, and is not seen (word joiner).
const JOINER: char = '\u{2060}';

/// Names that i18next takes as options when an app passes them.
const OPTIONS: &[&str] = &[
    "appendNamespaceToCIMode",
    "applyPostProcessor",
    "defaultValue",
    "fallbackLng",
    "formatParams",
    "interpolation",
    "joinArrays",
    "keySeparator",
    "lng",
    "lngs",
    "locale",
    "missingKeyNoValueFallbackToKey",
    "nest",
    "ns",
    "nsSeparator",
    "ordinal",
    "postProcess",
    "replace",
    "returnDetails",
    "returnObjects",
    "skipInterpolation",
];

/// What variables are called in i18next.
pub(super) type Names = BTreeMap<String, String>;

/// The names for the variables of a pattern.
pub(super) fn names(survey: &Survey) -> Names {
    let mut names = Names::new();
    let count = survey.count.as_ref().map(|(variable, _)| (variable, "count"));
    let context = survey.context.as_ref().map(|variable| (variable, "context"));
    for (variable, name) in count.into_iter().chain(context) {
        names.insert(variable.clone(), name.to_owned());
    }
    for variable in &survey.variables {
        if names.contains_key(variable) {
            continue;
        }
        let mut name = keys::to_key(variable);
        while OPTIONS.contains(&name.as_str())
            || name.starts_with("defaultValue")
            || names.values().any(|other| *other == name)
        {
            name.push_str("_value");
        }
        names.insert(variable.clone(), name);
    }
    names
}

/// Writes the texts of one pattern.
pub(super) struct Writer<'w, 'r> {
    pub(super) bundle: &'w Bundle<'r>,
    pub(super) pattern: &'r Pattern<&'r str>,
    pub(super) survey: &'w Survey,
    pub(super) names: &'w Names,
}

/// The texts of one pattern by suffix.
#[derive(Default)]
pub(super) struct Variants {
    pub(super) texts: Vec<(String, String)>,
    pub(super) lost: BTreeSet<Why>,
}

impl Writer<'_, '_> {
    /// All texts; `None` when one is too large.
    pub(super) fn variants(&self, forms: &[Form], contexts: &[Option<&str>]) -> Option<Variants> {
        let mut variants = Variants::default();
        let mut plain = Vec::new();
        for context in contexts {
            let texts = self.texts(forms, *context, &mut variants.lost)?;
            // A context that changes nothing falls back to the key without one.
            if context.is_some() && texts == plain {
                continue;
            }
            let prefix = context.map(|context| format!("_{context}")).unwrap_or_default();
            variants.texts.extend(texts.iter().map(|(suffix, text)| (format!("{prefix}{suffix}"), text.clone())));
            if context.is_none() {
                plain = texts;
            }
        }
        if let Some((_, kind)) = &self.survey.count {
            let formless =
                self.survey.numbers.iter().filter(|number| self.bundle.language.number(*kind, **number).form.is_none());
            variants.lost.extend(formless.map(|number| Why::ExactNumber(number.to_string())));
        }
        Some(variants)
    }

    /// The texts of all forms in one context; that for 0 only where it is another.
    fn texts(&self, forms: &[Form], context: Option<&str>, lost: &mut BTreeSet<Why>) -> Option<Vec<(String, String)>> {
        let mut texts: Vec<(String, String)> = Vec::new();
        for form in forms {
            let text = self.text(form.typical, context, lost)?;
            for number in &form.others {
                let number = Number { exact: Some(*number), form: form.typical.form };
                if self.text(number, context, lost)? != text {
                    lost.insert(Why::ExactNumber(number.exact.unwrap_or_default().to_string()));
                }
            }
            let is_known =
                |(suffix, known): &(String, String)| form.stands_in_for.as_ref() == Some(suffix) && *known == text;
            if !texts.iter().any(is_known) {
                texts.push((form.suffix.clone(), text));
            }
        }
        Some(texts)
    }

    fn text(&self, number: Number, context: Option<&str>, lost: &mut BTreeSet<Why>) -> Option<String> {
        let pieces = self.bundle.evaluate(self.pattern, self.survey, Case { number, context }).ok()?;
        let (text, is_escaped) = written(&pieces, self.names);
        if is_escaped {
            lost.insert(Why::Syntax);
        }
        Some(text)
    }
}

/// The text as i18next reads it, and whether something had to be kept from being read.
fn written(pieces: &[Piece], names: &Names) -> (String, bool) {
    let mut out = String::new();
    let mut is_escaped = false;
    for piece in pieces {
        let text = match piece {
            Piece::Text(text) => {
                let apart = text.replace("{{", "{\u{2060}{").replace("{{", "{\u{2060}{").replace("$t(", "$\u{2060}t(");
                is_escaped |= apart != *text;
                apart
            }
            Piece::Variable { name, format } => {
                let name = names.get(name).map_or(name.as_str(), String::as_str);
                let format = format.as_ref().map(|format| format!(", {format}")).unwrap_or_default();
                format!("{{{{{name}{format}}}}}")
            }
        };
        if out.ends_with('{') && text.starts_with('{') {
            out.push(JOINER);
            is_escaped = true;
        }
        out.push_str(&text);
    }
    (out, is_escaped)
}
