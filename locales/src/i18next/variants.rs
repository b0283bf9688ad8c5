//! Variants of a select: what they are for, and which of them a number gets.

use fluent_syntax::ast::{Variant, VariantKey};

use super::forms::{self, Number};

/// What a variant is called.
pub(super) fn key_of<'s>(variant: &Variant<&'s str>) -> &'s str {
    match variant.key {
        VariantKey::Identifier { name } => name,
        VariantKey::NumberLiteral { value } => value,
    }
}

/// The number that a variant is for, if it is for one.
pub(super) fn number_of(variant: &Variant<&str>) -> Option<f64> {
    match variant.key {
        VariantKey::NumberLiteral { value } => value.parse().ok(),
        VariantKey::Identifier { .. } => None,
    }
}

/// The variant for everything else.
pub(super) fn default_of<'v, 's>(variants: &'v [Variant<&'s str>]) -> Option<&'v Variant<&'s str>> {
    variants.iter().find(|variant| variant.default)
}

/// Whether variants are for numbers: each a number or a form, and one of them a form.
pub(super) fn counts(variants: &[Variant<&str>]) -> bool {
    let is_form = |variant: &Variant<&str>| forms::category(key_of(variant)).is_some();
    variants.iter().all(|variant| number_of(variant).is_some() || is_form(variant)) && variants.iter().any(is_form)
}

/// The first variant that names the number or its form.
pub(super) fn choose<'v, 's>(variants: &'v [Variant<&'s str>], number: Number) -> Option<&'v Variant<&'s str>> {
    let fits = |variant: &&Variant<&str>| match number_of(variant) {
        Some(exact) => number.exact == Some(exact),
        None => number.form.is_some() && forms::category(key_of(variant)) == number.form,
    };
    variants.iter().find(fits).or_else(|| default_of(variants))
}
