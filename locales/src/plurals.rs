//! The plural categories of CLDR, by the names that Fluent and i18next share.

use icu_plurals::PluralCategory;

/// What CLDR, Fluent and i18next call a category.
pub(crate) fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}
