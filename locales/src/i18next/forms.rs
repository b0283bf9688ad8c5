//! Plural forms: which a language has, which numbers they are for, and which of them i18next asks for.

use icu_locale::LanguageIdentifier;
use icu_plurals::{PluralCategory, PluralRuleType, PluralRules, PluralRulesOptions};

use crate::plurals;
use crate::tags::{Tag, canonical_cldr};

/// Languages of CLDR that have a single form.
const SINGLE_FORM: &[&str] = &[
    "bm", "bo", "dz", "hnj", "id", "ig", "ii", "in", "ja", "jbo", "jv", "jw", "kde", "kea", "km", "ko", "lkt", "lo",
    "ms", "my", "nqo", "osa", "sah", "ses", "sg", "su", "th", "to", "tpi", "vi", "wo", "yo", "yue", "zh",
];

/// The plural rules of a language.
pub(super) struct Language {
    cardinal: PluralRules,
    ordinal: PluralRules,
}

/// Whether things are counted (1 day) or numbered (1st day).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Cardinal,
    Ordinal,
}

/// What a number is known by when a variant is chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    /// The number; `None` for any that no variant names.
    pub(super) exact: Option<f64>,
    /// Its form, as far as it is known.
    pub(super) form: Option<PluralCategory>,
}

/// One key that i18next asks for, and the numbers that it is for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Form {
    /// `_zero`, `_one`, `_ordinal_two`.
    pub(super) suffix: String,
    /// The number whose text stands for all.
    pub(super) typical: Number,
    /// Numbers of this form that variants name, and that could have another text.
    pub(super) others: Vec<f64>,
    /// The form whose text serves as well if it is the same: `_other` for an extra `_zero`.
    pub(super) stands_in_for: Option<String>,
}

impl Form {
    /// What a text without forms has.
    pub(super) fn without_number() -> Self {
        let typical = Number { exact: None, form: None };
        Self { suffix: String::new(), typical, others: Vec::new(), stands_in_for: None }
    }
}

impl Language {
    /// The rules of CLDR, the script left out; those of English for a language that CLDR does not know, because both
    /// Fluent and the apps take some language with two forms then.
    pub(super) fn of(locale: &Tag) -> Self {
        let LanguageIdentifier { language, region, .. } = canonical_cldr(locale);
        let known =
            LanguageIdentifier { language, script: None, region, variants: icu_locale::subtags::Variants::default() };
        let rules = Self::with(&known);
        if rules.cardinal.categories().count() > 1 || SINGLE_FORM.contains(&language.as_str()) {
            rules
        } else {
            Self::with(&icu_locale::langid!("en"))
        }
    }

    fn with(locale: &LanguageIdentifier) -> Self {
        let rules = |kind| {
            let options = PluralRulesOptions::default().with_type(kind);
            PluralRules::try_new(locale.into(), options).expect("the data is compiled in")
        };
        Self { cardinal: rules(PluralRuleType::Cardinal), ordinal: rules(PluralRuleType::Ordinal) }
    }

    fn rules(&self, kind: Kind) -> &PluralRules {
        match kind {
            Kind::Cardinal => &self.cardinal,
            Kind::Ordinal => &self.ordinal,
        }
    }

    /// Whether some number has this form.
    pub(super) fn has(&self, kind: Kind, form: PluralCategory) -> bool {
        self.rules(kind).categories().any(|category| category == form)
    }

    /// Whether all numbers have the same form.
    pub(super) fn is_single(&self, kind: Kind) -> bool {
        self.rules(kind).categories().count() == 1
    }

    /// The number with its form, which only whole numbers have here.
    pub(super) fn number(&self, kind: Kind, exact: f64) -> Number {
        let whole = format!("{:.0}", exact.abs()).parse::<u64>().ok().filter(|_| exact.fract() == 0.0);
        Number { exact: Some(exact), form: whole.map(|whole| self.rules(kind).category_for(whole)) }
    }

    /// The keys that i18next asks for when variants name these numbers.
    pub(super) fn forms(&self, kind: Kind, named: &[f64]) -> Vec<Form> {
        let numbers: Vec<Number> = named.iter().map(|number| self.number(kind, *number)).collect();
        let has_zero = self.has(kind, PluralCategory::Zero);
        let zero_apart = kind == Kind::Cardinal && !has_zero;
        let mut forms: Vec<Form> = PluralCategory::all()
            .filter(|category| self.has(kind, *category))
            .map(|category| {
                let of_form =
                    |number: &&Number| number.form == Some(category) && !(zero_apart && number.exact == Some(0.0));
                let named: Vec<f64> = numbers.iter().filter(of_form).filter_map(|number| number.exact).collect();
                self.form(kind, category, named, zero_apart)
            })
            .collect();
        if zero_apart {
            let typical = self.number(kind, 0.0);
            let stands_in_for = typical.form.map(|form| format!("_{}", plurals::name(form)));
            forms.push(Form { suffix: "_zero".to_owned(), typical, others: Vec::new(), stands_in_for });
        }
        forms
    }

    /// A form; when the only whole numbers that it is for are named, the least of them stands for it.
    fn form(&self, kind: Kind, category: PluralCategory, mut named: Vec<f64>, zero_apart: bool) -> Form {
        // Each form that is for whole numbers is for some of these.
        let mut numbers = (u32::from(zero_apart)..=200).chain([1_000_000, 2_000_000]);
        let is_unnamed = |number: u32| !named.contains(&f64::from(number));
        let unnamed = numbers.any(|number| self.rules(kind).category_for(number) == category && is_unnamed(number));
        let typical = if unnamed || named.is_empty() {
            Number { exact: None, form: Some(category) }
        } else {
            Number { exact: Some(named.remove(0)), form: Some(category) }
        };
        let prefix = if kind == Kind::Ordinal { "_ordinal_" } else { "_" };
        Form { suffix: format!("{prefix}{}", plurals::name(category)), typical, others: named, stands_in_for: None }
    }
}

/// The category of this name.
pub(super) fn category(name: &str) -> Option<PluralCategory> {
    PluralCategory::get_for_cldr_string(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suffixes(locale: &str, kind: Kind, named: &[f64]) -> Vec<String> {
        let forms = Language::of(&Tag::parse(locale).unwrap()).forms(kind, named);
        forms.into_iter().map(|form| form.suffix).collect()
    }

    #[test]
    fn each_language_has_the_forms_of_cldr() {
        for (locale, forms) in [
            ("de", &["_one", "_other", "_zero"][..]),
            ("de-simple", &["_one", "_other", "_zero"]),
            ("uk", &["_few", "_many", "_one", "_other", "_zero"]),
            ("ar", &["_few", "_many", "_one", "_other", "_two", "_zero"]),
            ("fr", &["_many", "_one", "_other", "_zero"]),
            ("ja", &["_other", "_zero"]),
            ("sr-Latn", &["_few", "_one", "_other", "_zero"]),
            ("rmy", &["_one", "_other", "_zero"]),
        ] {
            let mut found = suffixes(locale, Kind::Cardinal, &[]);
            found.sort();
            assert_eq!(found, forms, "{locale}");
        }
    }

    #[test]
    fn ordinals_have_forms_of_their_own() {
        let mut found = suffixes("en", Kind::Ordinal, &[]);
        found.sort();
        assert_eq!(found, ["_ordinal_few", "_ordinal_one", "_ordinal_other", "_ordinal_two"]);
    }

    #[test]
    fn a_named_number_stands_for_its_form_when_that_has_no_other() {
        let language = Language::of(&Tag::parse("de").unwrap());
        let forms = language.forms(Kind::Cardinal, &[0.0, 1.0, 5.0]);
        let seen: Vec<_> = forms.into_iter().map(|form| (form.suffix, form.typical.exact, form.others)).collect();
        let expected = [("_one", Some(1.0), vec![]), ("_other", None, vec![5.0]), ("_zero", Some(0.0), vec![])];
        for (suffix, exact, others) in expected {
            assert!(seen.contains(&(suffix.to_owned(), exact, others)), "{suffix}: {seen:?}");
        }
    }
}
