//! Plural forms: which the language has, and which a message offers.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use fluent_syntax::ast::{InlineExpression, Pattern, Variant, VariantKey};
use icu_plurals::{PluralCategory, PluralRuleType, PluralRules};

use super::expressions::{Part, walk};
use super::{Case, listed};
use crate::findings::{Code, Finding, Findings};
use crate::plurals;
use crate::tags::{Tag, canonical_cldr};

/// Numbers that show which forms a language has; larger ones only repeat them.
const NUMBERS: std::ops::RangeInclusive<u32> = 0..=200;

/// Languages of which CLDR says that one form serves all numbers; of others with one form it says nothing.
const ONE_FORM: [&str; 34] = [
    "bm", "bo", "dz", "hnj", "id", "ig", "ii", "in", "ja", "jbo", "jv", "jw", "kde", "kea", "km", "ko", "lkt", "lo",
    "ms", "my", "nqo", "osa", "sah", "ses", "sg", "su", "th", "to", "tpi", "vi", "wo", "yo", "yue", "zh",
];

/// What CLDR says of a language, looked up when a message asks.
pub(super) struct Language<'r> {
    tag: &'r Tag,
    cardinal: OnceCell<Option<Forms>>,
    ordinal: OnceCell<Option<Forms>>,
}

/// The forms of a language in CLDR's order, each with the numbers that it is for.
///
/// Forms for fractions have no numbers here, nor has `many` where it is for millions, as in French.
struct Forms(Vec<(PluralCategory, Vec<u32>)>);

/// A selection by the plural form of a number.
struct Selection<'r> {
    variable: Option<&'r str>,
    is_ordinal: bool,
    variants: &'r [Variant<&'r str>],
}

impl<'r> Language<'r> {
    pub(super) fn of(tag: &'r Tag) -> Self {
        Self { tag, cardinal: OnceCell::new(), ordinal: OnceCell::new() }
    }

    fn forms(&self, is_ordinal: bool) -> Option<&Forms> {
        let (forms, kind) = if is_ordinal {
            (&self.ordinal, PluralRuleType::Ordinal)
        } else {
            (&self.cardinal, PluralRuleType::Cardinal)
        };
        forms.get_or_init(|| Forms::of(self.tag, kind)).as_ref()
    }
}

impl Forms {
    /// None when CLDR does not know the language.
    fn of(tag: &Tag, kind: PluralRuleType) -> Option<Self> {
        let mut id = canonical_cldr(tag);
        // Under its script, `sr-Latn` would lose its forms; its region decides, as in `pt-PT`.
        id.script = None;
        let rules = PluralRules::try_new((&id).into(), kind.into()).ok()?;
        let mut forms: Vec<_> = IN_ORDER.into_iter().map(|category| (category, Vec::new())).collect();
        forms.retain(|(category, _)| rules.categories().any(|known| known == *category));
        let cardinal = PluralRules::try_new_cardinal((&id).into()).ok()?;
        if cardinal.categories().count() < 2 && !ONE_FORM.contains(&id.language.as_str()) {
            return None;
        }
        for number in NUMBERS {
            let category = rules.category_for(number);
            if let Some((_, numbers)) = forms.iter_mut().find(|(known, _)| *known == category) {
                numbers.push(number);
            }
        }
        Some(Self(forms))
    }

    fn numbers_of(&self, category: PluralCategory) -> Option<&[u32]> {
        self.0.iter().find(|(known, _)| *known == category).map(|(_, numbers)| numbers.as_slice())
    }
}

const IN_ORDER: [PluralCategory; 6] = [
    PluralCategory::Zero,
    PluralCategory::One,
    PluralCategory::Two,
    PluralCategory::Few,
    PluralCategory::Many,
    PluralCategory::Other,
];

/// The plural forms that numbers select in a language, in CLDR's order; none when CLDR does not know it.
pub fn plural_categories(tag: &Tag) -> Vec<&'static str> {
    let forms = Forms::of(tag, PluralRuleType::Cardinal);
    forms.into_iter().flat_map(|forms| forms.0).map(|(category, _)| plurals::name(category)).collect()
}

/// The forms that a translator into this language is asked for, in CLDR's order, each with the numbers up to 200 that it
/// is for; none when CLDR does not know the language.
///
/// A form that only fractions or millions select is left out, unless it is `other`.
pub fn plural_forms(tag: &Tag, is_ordinal: bool) -> Vec<(&'static str, Vec<u32>)> {
    let kind = if is_ordinal { PluralRuleType::Ordinal } else { PluralRuleType::Cardinal };
    let forms = Forms::of(tag, kind).into_iter().flat_map(|forms| forms.0);
    let asked = forms.filter(|(category, numbers)| *category == PluralCategory::Other || !numbers.is_empty());
    asked.map(|(category, numbers)| (plurals::name(category), numbers)).collect()
}

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    for (attribute, pattern) in case.message.patterns() {
        let (shown, asks) = (OnceCell::new(), OnceCell::new());
        walk(pattern, &mut |part| {
            let Part::Select(selector, variants) = part else { return };
            let key = || case.message.key_in(attribute);
            check_twice(case, &key, variants, findings);
            let Some(selection) = Selection::of(selector, variants) else { return };
            let Some(forms) = case.context.language.forms(selection.is_ordinal) else { return };
            if selection.is_plural() || *asks.get_or_init(|| asks_number(case, attribute)) {
                check_missing(case, &key, &selection, forms, findings);
            }
            check_unreachable(case, &key, &selection, forms, findings);
            check_numbers(case, &key, shown.get_or_init(|| shown_in(pattern)), &selection, forms, findings);
        });
    }
}

/// Whether the source text has forms beside `other`; otherwise it only leaves room for them.
fn asks_number(case: &Case<'_>, attribute: Option<&str>) -> bool {
    let mut asks = false;
    if let Some(wanted) = case.wanted.find(attribute) {
        walk(wanted, &mut |part| {
            if let Part::Select(selector, variants) = part {
                asks |= Selection::of(selector, variants).is_some_and(|selection| selection.is_plural());
            }
        });
    }
    asks
}

fn text_of<'r>(key: &VariantKey<&'r str>) -> &'r str {
    match key {
        VariantKey::Identifier { name } => name,
        VariantKey::NumberLiteral { value } => value,
    }
}

fn category_of(variant: &Variant<&str>) -> Option<PluralCategory> {
    match &variant.key {
        VariantKey::Identifier { name } => PluralCategory::get_for_cldr_string(name),
        VariantKey::NumberLiteral { .. } => None,
    }
}

impl<'r> Selection<'r> {
    /// None for other selections, such as one by gender, which may have a variant `other` too.
    fn of(selector: &'r InlineExpression<&'r str>, variants: &'r [Variant<&'r str>]) -> Option<Self> {
        let (variable, is_ordinal) = number_in(selector)?;
        let is_plural = |variant: &Variant<&str>| match &variant.key {
            VariantKey::Identifier { .. } => category_of(variant).is_some(),
            VariantKey::NumberLiteral { .. } => true,
        };
        let is_used = variants.iter().any(|variant| category_of(variant).is_some());
        (is_used && variants.iter().all(is_plural)).then_some(Self { variable, is_ordinal, variants })
    }

    fn is_plural(&self) -> bool {
        let mut categories = self.variants.iter().filter_map(category_of);
        categories.any(|category| category != PluralCategory::Other)
    }

    fn has(&self, category: PluralCategory) -> bool {
        self.variants.iter().any(|variant| category_of(variant) == Some(category))
    }

    /// The numbers that have a variant of their own, as `[0]`.
    fn numbers(&self) -> HashSet<u32> {
        let numbers = self.variants.iter().filter_map(|variant| match &variant.key {
            VariantKey::NumberLiteral { value } => value.parse().ok(),
            VariantKey::Identifier { .. } => None,
        });
        numbers.collect()
    }
}

/// The variable whose number `selector` is, and whether it is asked for its place in an order.
fn number_in<'r>(selector: &'r InlineExpression<&'r str>) -> Option<(Option<&'r str>, bool)> {
    match selector {
        InlineExpression::VariableReference { id } => Some((Some(id.name), false)),
        InlineExpression::FunctionReference { id, arguments } if id.name == "NUMBER" => {
            let variable = arguments.positional.iter().find_map(|argument| match argument {
                InlineExpression::VariableReference { id } => Some(id.name),
                _ => None,
            });
            let is_ordinal = arguments.named.iter().any(|argument| {
                argument.name.name == "type"
                    && matches!(argument.value, InlineExpression::StringLiteral { value: "ordinal" })
            });
            Some((variable, is_ordinal))
        }
        _ => None,
    }
}

fn check_twice(case: &Case<'_>, key: &dyn Fn() -> String, variants: &[Variant<&str>], findings: &mut Findings) {
    let mut known = HashSet::with_capacity(variants.len());
    for variant in variants {
        let name = text_of(&variant.key);
        if !known.insert(name) {
            let place = case.context.file.place_of(name);
            findings.add(Finding::new(Code::DuplicateVariant, key(), place).with("name", name));
        }
    }
}

/// A form without numbers is not asked for: counts are whole and rarely millions, and the default serves the others.
fn check_missing(
    case: &Case<'_>,
    key: &dyn Fn() -> String,
    selection: &Selection<'_>,
    forms: &Forms,
    findings: &mut Findings,
) {
    let explicit = selection.numbers();
    let is_missing = |(category, numbers): &&(PluralCategory, Vec<u32>)| {
        !selection.has(*category) && numbers.iter().any(|number| !explicit.contains(number))
    };
    let missing: Vec<_> = forms.0.iter().filter(is_missing).collect();
    let Some(variant) = selection.variants.first().filter(|_| !missing.is_empty()) else { return };
    let mut numbers: Vec<u32> = missing.iter().flat_map(|(_, numbers)| numbers.iter().copied()).collect();
    numbers.retain(|number| !explicit.contains(number));
    numbers.sort_unstable();
    let place = case.context.file.place_of(text_of(&variant.key));
    let finding = Finding::new(Code::MissingPlural, key(), place)
        .with("missing", listed(missing.iter().map(|(category, _)| plurals::name(*category))))
        .with("numbers", examples(&numbers));
    findings.add(finding);
}

fn check_unreachable(
    case: &Case<'_>,
    key: &dyn Fn() -> String,
    selection: &Selection<'_>,
    forms: &Forms,
    findings: &mut Findings,
) {
    for variant in selection.variants {
        let Some(category) = category_of(variant).filter(|_| !variant.default) else { continue };
        if forms.numbers_of(category).is_none() {
            let name = text_of(&variant.key);
            let used = listed(forms.0.iter().map(|(category, _)| plurals::name(*category)));
            let finding = Finding::new(Code::UnreachablePlural, key(), case.context.file.place_of(name));
            findings.add(finding.with("category", name).with("used", used));
        }
    }
}

/// `few` and `many` may say "some"; `zero`, `one` and `two` say a number, which must not be another one.
fn check_numbers(
    case: &Case<'_>,
    key: &dyn Fn() -> String,
    everywhere: &HashMap<&str, usize>,
    selection: &Selection<'_>,
    forms: &Forms,
    findings: &mut Findings,
) {
    let Some(variable) = selection.variable else { return };
    let times = |variant: &Variant<&str>| shown_in(&variant.value).get(variable).copied().unwrap_or_default();
    let shown: Vec<usize> = selection.variants.iter().map(times).collect();
    let inside: usize = shown.iter().sum();
    if inside == 0 || everywhere.get(variable).is_some_and(|times| *times > inside) {
        return;
    }
    let explicit = selection.numbers();
    for (variant, times) in selection.variants.iter().zip(shown) {
        let Some(category) = category_of(variant).filter(|_| times == 0) else { continue };
        if !matches!(category, PluralCategory::Zero | PluralCategory::One | PluralCategory::Two) {
            continue;
        }
        let numbers = forms.numbers_of(category).unwrap_or_default();
        let numbers: Vec<u32> = numbers.iter().copied().filter(|number| !explicit.contains(number)).collect();
        if numbers.len() > 1 {
            let name = text_of(&variant.key);
            let finding = Finding::new(Code::PluralWithoutNumber, key(), case.context.file.place_of(name))
                .with("category", name)
                .with("numbers", examples(&numbers))
                .with("name", format!("${variable}"));
            findings.add(finding);
        }
    }
}

/// How often each variable is shown.
fn shown_in<'r>(pattern: &'r Pattern<&'r str>) -> HashMap<&'r str, usize> {
    let mut times = HashMap::new();
    walk(pattern, &mut |part| {
        if let Part::Shown(InlineExpression::VariableReference { id }) = part {
            *times.entry(id.name).or_default() += 1;
        }
    });
    times
}

fn examples(numbers: &[u32]) -> String {
    listed(numbers.iter().take(3).map(u32::to_string))
}

#[cfg(test)]
mod tests {
    use crate::checks::tests::found;
    use crate::findings::Code;

    const NOTHING: [&str; 0] = [];
    const REFERENCE: &str = "a = { $n ->\n    [one] a day\n   *[other] { $n } days\n}\n";

    /// A translation with these variants, each with the number, the last one as the default.
    fn with(variants: &[&str]) -> String {
        let (last, others) = variants.split_last().expect("a default");
        let others: Vec<String> = others.iter().map(|name| format!("    [{name}] {{ $n }} x\n")).collect();
        let others = others.concat();
        format!("a = {{ $n ->\n{others}   *[{last}] {{ $n }} x\n}}\n")
    }

    #[test]
    fn the_forms_of_the_language_are_there() {
        for (locale, variants, missing, numbers) in [
            ("uk", &["one", "other"][..], "few, many", "0, 2, 3"),
            ("de", &["other"], "one", "1"),
            ("de", &["one"], "other", "0, 2, 3"),
            ("ar", &["zero", "one", "two", "few", "other"], "many", "11, 12, 13"),
            ("sr-Latn", &["one", "other"], "few", "2, 3, 4"),
            ("prs", &["other"], "one", "0, 1"),
            ("ti", &["other"], "one", "0, 1"),
            ("ar", &["0", "1", "2", "few", "other"], "many", "11, 12, 13"),
        ] {
            let found = found(Code::MissingPlural, locale, REFERENCE, &with(variants));
            assert_eq!(found.len(), 1, "{locale} {variants:?}");
            assert!(
                found[0].ends_with(&format!("a missing={missing} numbers={numbers}")),
                "{locale} {variants:?} {found:?}"
            );
        }
    }

    #[test]
    fn forms_that_counts_do_not_need_may_be_left_out() {
        for (locale, variants) in [
            ("uk", &["one", "few", "many"][..]),
            ("uk", &["one", "few", "many", "other"]),
            ("fr", &["one", "other"]),
            ("es", &["one", "other"]),
            ("pt", &["one", "other"]),
            ("it", &["one", "other"]),
            ("de", &["1", "other"]),
            ("de-simple", &["one", "other"]),
            ("fa", &["0", "1", "other"]),
            ("ja", &["other"]),
            ("rom", &["other"]),
            ("rom", &["one", "few", "other"]),
            ("de", &["male", "other"]),
        ] {
            assert_eq!(
                found(Code::MissingPlural, locale, REFERENCE, &with(variants)),
                NOTHING,
                "{locale} {variants:?}"
            );
        }
    }

    #[test]
    fn a_selection_with_one_variant_may_be_that_of_the_source_text() {
        assert_eq!(found(Code::MissingPlural, "de", &with(&["other"]), &with(&["other"])), NOTHING);
    }

    #[test]
    fn a_form_is_one_of_the_language() {
        for (locale, variants, wanted) in [
            ("de", &["one", "few", "other"][..], "a category=few used=one, other"),
            ("ja", &["one", "other"], "a category=one used=other"),
            ("ti", &["one", "two", "other"], "a category=two used=one, other"),
        ] {
            let found = found(Code::UnreachablePlural, locale, REFERENCE, &with(variants));
            assert_eq!(found.len(), 1, "{locale}");
            assert!(found[0].ends_with(wanted), "{found:?}");
        }
        for (locale, variants) in
            [("uk", &["one", "few", "many", "other"][..]), ("rom", &["one", "other"]), ("de", &["few", "lots"])]
        {
            assert_eq!(found(Code::UnreachablePlural, locale, REFERENCE, &with(variants)), NOTHING);
        }
    }

    #[test]
    fn places_in_an_order_have_their_own_forms() {
        let ordinal = |variants: &[&str]| with(variants).replacen("$n", "NUMBER($n, type: \"ordinal\")", 1);
        assert_eq!(found(Code::MissingPlural, "en", REFERENCE, &ordinal(&["one", "other"])).len(), 1);
        assert_eq!(found(Code::UnreachablePlural, "en", REFERENCE, &ordinal(&["one", "two", "few", "other"])), NOTHING);
        assert_eq!(found(Code::UnreachablePlural, "de", REFERENCE, &ordinal(&["one", "other"])).len(), 1);
    }

    #[test]
    fn a_variant_stands_once() {
        assert_eq!(found(Code::DuplicateVariant, "de", REFERENCE, &with(&["one", "one", "other"])), ["3:6 a name=one"]);
        assert_eq!(found(Code::DuplicateVariant, "de", REFERENCE, &with(&["1", "1", "other"])).len(), 1);
        assert_eq!(found(Code::DuplicateVariant, "de", REFERENCE, &with(&["one", "1", "other"])), NOTHING);
    }

    #[test]
    fn a_form_for_several_numbers_shows_the_number() {
        let hidden = |locale: &str| found(Code::PluralWithoutNumber, locale, REFERENCE, REFERENCE);
        assert_eq!(hidden("uk"), ["2:6 a category=one numbers=1, 21, 31 name=$n"]);
        assert_eq!(hidden("ti"), ["2:6 a category=one numbers=0, 1 name=$n"]);
        assert_eq!(hidden("de"), NOTHING);
        let never = REFERENCE.replace("{ $n } days", "days");
        assert_eq!(found(Code::PluralWithoutNumber, "uk", REFERENCE, &never), NOTHING);
        let before = REFERENCE.replace("a = {", "a = { $n }: {");
        assert_eq!(found(Code::PluralWithoutNumber, "uk", REFERENCE, &before), NOTHING);
        let zero = REFERENCE.replace("    [one]", "    [0] no day\n    [one]");
        assert_eq!(found(Code::PluralWithoutNumber, "ti", REFERENCE, &zero), NOTHING);
    }
}
