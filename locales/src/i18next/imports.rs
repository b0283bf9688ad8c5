//! From the texts of one language to a Fluent bundle: plural forms put together, keys made identifiers.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::{parser, serializer};
use icu_plurals::PluralCategory;

use super::doubts::{Doubt, Doubtful};
use super::forms::{self, Kind, Language};
use super::keys;
use super::patterns::{self, Converted};
use crate::plurals;

/// The texts of one language by key.
pub(super) type Texts = BTreeMap<String, String>;

/// Keys that are counted, without their endings.
pub(super) type Plurals = BTreeSet<String>;

type Forms<'t> = BTreeMap<PluralCategory, &'t str>;

/// What one key is: a text, or forms.
#[derive(Debug)]
enum Entry<'t> {
    Plain(&'t str),
    Plural(Kind, Forms<'t>),
}

/// The keys that have plural forms for sure: `_other` with something beside it, or a number in the text.
pub(super) fn plurals(texts: &Texts, language: &Language) -> Plurals {
    let is_plural = |((base, kind), forms): &((&str, Kind), Forms<'_>)| {
        let has_count = forms
            .values()
            .copied()
            .chain(texts.get(*base).map(String::as_str))
            .any(|text| patterns::convert(text, |_| None).variables.contains("count"));
        let are_forms = forms.keys().all(|form| *form == PluralCategory::Zero || language.has(*kind, *form));
        let is_whole = forms.contains_key(&PluralCategory::Other) && language.is_single(*kind);
        has_count || is_whole || (forms.len() > 1 && (are_forms || forms.contains_key(&PluralCategory::Other)))
    };
    groups(texts).into_iter().filter(is_plural).map(|((base, kind), _)| counted(base, kind)).collect()
}

/// The bundle in canonical form, sorted by key, and what is in doubt.
pub(super) fn convert(texts: &Texts, plurals: &Plurals, language: &Language) -> (String, Vec<Doubtful>) {
    let mut import = Import { language, entries: BTreeMap::new(), doubts: Vec::new() };
    import.group(texts, plurals);
    import.doubt_keys();
    let bundle = import.bundle();
    import.doubts.sort();
    import.doubts.dedup();
    (bundle, import.doubts)
}

/// The key under which forms are asked for, told apart by what they count.
fn counted(base: &str, kind: Kind) -> String {
    format!("{base}{}", if kind == Kind::Ordinal { "_ordinal" } else { "" })
}

/// The texts that look like plural forms.
fn groups(texts: &Texts) -> BTreeMap<(&str, Kind), Forms<'_>> {
    let mut groups: BTreeMap<(&str, Kind), Forms<'_>> = BTreeMap::new();
    for (key, text) in texts {
        if let Some((base, kind, form)) = form_of(key) {
            groups.entry((base, kind)).or_default().insert(form, text);
        }
    }
    groups
}

fn form_of(key: &str) -> Option<(&str, Kind, PluralCategory)> {
    let (base, form) = key.rsplit_once('_')?;
    let form = forms::category(form)?;
    let (base, kind) = base.strip_suffix("_ordinal").map_or((base, Kind::Cardinal), |base| (base, Kind::Ordinal));
    (!base.is_empty() && !base.ends_with('.')).then_some((base, kind, form))
}

struct Import<'t> {
    language: &'t Language,
    entries: BTreeMap<&'t str, Entry<'t>>,
    doubts: Vec<Doubtful>,
}

impl<'t> Import<'t> {
    fn doubt(&mut self, key: &str, why: Doubt) {
        self.doubts.push(Doubtful { key: key.to_owned(), why });
    }

    /// Puts together what belongs to one key.
    fn group(&mut self, texts: &'t Texts, plurals: &Plurals) {
        let is_part = |key: &str| {
            form_of(key).is_some_and(|(base, kind, _)| {
                let both = kind == Kind::Ordinal && plurals.contains(base);
                plurals.contains(&counted(base, kind)) && !both
            })
        };
        for (key, text) in texts.iter().filter(|(key, _)| !is_part(key)) {
            if form_of(key).is_some() {
                self.doubt(key, Doubt::MaybePlural);
            }
            self.entries.insert(key, Entry::Plain(text));
        }
        for ((base, kind), forms) in groups(texts) {
            if kind == Kind::Ordinal && plurals.contains(base) && plurals.contains(&counted(base, kind)) {
                self.doubt(base, Doubt::BothKinds);
            } else if plurals.contains(&counted(base, kind)) {
                let forms = self.checked(base, kind, forms);
                self.entries.insert(base, Entry::Plural(kind, forms));
            }
        }
    }

    /// The forms that the language has, the one for all other numbers among them.
    fn checked(&mut self, base: &'t str, kind: Kind, mut forms: Forms<'t>) -> Forms<'t> {
        let other = PluralCategory::Other;
        if let Some(Entry::Plain(plain)) = self.entries.get(base) {
            if forms.get(&other).is_none_or(|text| text != plain) {
                self.doubts.push(Doubtful { key: base.to_owned(), why: Doubt::AlsoPlain });
            }
            forms.entry(other).or_insert(plain);
        }
        let last = [
            other,
            PluralCategory::Many,
            PluralCategory::Few,
            PluralCategory::Two,
            PluralCategory::One,
            PluralCategory::Zero,
        ];
        let last = last.iter().find_map(|form| forms.get(form).copied()).unwrap_or_default();
        if !forms.contains_key(&other) {
            self.doubt(base, Doubt::MissingOther);
        }
        forms.entry(other).or_insert(last);
        let is_used = |form: PluralCategory| {
            let is_zero = form == PluralCategory::Zero && kind == Kind::Cardinal;
            form == other || is_zero || self.language.has(kind, form)
        };
        let unused: Vec<PluralCategory> = forms.keys().copied().filter(|form| !is_used(*form)).collect();
        for form in unused {
            forms.remove(&form);
            self.doubt(&format!("{}_{}", counted(base, kind), plurals::name(form)), Doubt::UnusedForm);
        }
        forms
    }

    /// Tells of keys that look like variants of others.
    fn doubt_keys(&mut self) {
        let keys: Vec<&str> = self.entries.keys().copied().collect();
        for key in keys {
            let bases = key.match_indices('_').rev().take(8).map(|(at, _)| (&key[..at], &key[at + 1..]));
            let mut bases = bases.filter(|(base, _)| self.entries.contains_key(base));
            match bases.next() {
                Some((_, "plural")) => self.doubt(key, Doubt::OldPlural),
                Some((base, _)) if form_of(key).is_none() => self.doubt(key, Doubt::MaybeContext(base.to_owned())),
                _ => {}
            }
        }
    }

    fn bundle(&mut self) -> String {
        let places = places(self.entries.keys().copied());
        let entries = std::mem::take(&mut self.entries);
        let mut messages: BTreeMap<String, Message> = BTreeMap::new();
        for (key, entry) in &entries {
            let (id, attribute) = &places[key];
            let mut reference = |text: &str| self.pattern(key, text, &places);
            let pattern = match entry {
                Entry::Plain(text) => Pattern::Plain(reference(text)),
                Entry::Plural(kind, forms) => {
                    Pattern::Plural(*kind, forms.iter().map(|(form, text)| (*form, reference(text))).collect())
                }
            };
            self.doubt_variables(key, &pattern);
            let message = messages.entry(id.clone()).or_default();
            match attribute {
                None => message.value = self.written(&pattern),
                Some(name) => message.attributes.push((name.clone(), self.written(&pattern))),
            }
        }
        canonical(&messages)
    }

    fn pattern(&mut self, key: &str, text: &str, places: &Places<'_>) -> Converted {
        let converted = patterns::convert(text, |other| {
            let (id, attribute) = places.get(other).filter(|_| other != key)?;
            Some(attribute.as_ref().map_or_else(|| id.clone(), |name| format!("{id}.{name}")))
        });
        for why in &converted.doubts {
            self.doubt(key, why.clone());
        }
        converted
    }

    /// Tells of forms with other variables than the one for all other numbers; each may leave out the number.
    fn doubt_variables(&mut self, key: &str, pattern: &Pattern) {
        let Pattern::Plural(_, forms) = pattern else { return };
        let variables =
            |text: &Converted| text.variables.iter().filter(|name| *name != "count").cloned().collect::<BTreeSet<_>>();
        let sets: BTreeSet<BTreeSet<String>> = forms.iter().map(|(_, text)| variables(text)).collect();
        if sets.len() > 1 {
            self.doubt(key, Doubt::Variables);
        }
    }

    /// The pattern in Fluent's syntax; how it is indented does not matter to its text.
    fn written(&self, pattern: &Pattern) -> String {
        let (kind, forms) = match pattern {
            Pattern::Plain(text) => return text.written(4),
            Pattern::Plural(_, forms) if forms.len() == 1 => return forms[0].1.written(4),
            Pattern::Plural(kind, forms) => (*kind, forms),
        };
        let selector = if kind == Kind::Ordinal { "NUMBER($count, type: \"ordinal\")" } else { "$count" };
        let variants = forms.iter().map(|(form, text)| {
            let is_exact = *form == PluralCategory::Zero && !self.language.has(kind, *form);
            let name = if is_exact { "0" } else { plurals::name(*form) };
            let star = if *form == PluralCategory::Other { "*" } else { " " };
            ["       ", star, "[", name, "]", &text.written(12)].concat()
        });
        let variants: Vec<String> = variants.collect();
        format!("\n    {{ {selector} ->\n{}\n    }}", variants.join("\n"))
    }
}

enum Pattern {
    Plain(Converted),
    Plural(Kind, Vec<(PluralCategory, Converted)>),
}

/// A message in Fluent's syntax, each pattern beginning on a new line.
#[derive(Default)]
struct Message {
    value: String,
    attributes: Vec<(String, String)>,
}

/// Where each key goes: an identifier, and the name of an attribute of it.
type Places<'k> = BTreeMap<&'k str, (String, Option<String>)>;

/// A key becomes an attribute when its parent is a text too, which i18next never nests; otherwise a message.
fn places<'k>(keys: impl Iterator<Item = &'k str>) -> Places<'k> {
    let mut places: Places<'k> = BTreeMap::new();
    // In this order a parent comes before what is inside it.
    for key in keys {
        let parent = key.rsplit_once('.').and_then(|(parent, name)| Some((places.get(parent)?, name)));
        let place = match parent {
            Some(((id, None), name)) => (id.clone(), Some(keys::to_id(name))),
            _ => (keys::to_id(key), None),
        };
        places.insert(key, place);
    }
    places
}

fn canonical(messages: &BTreeMap<String, Message>) -> String {
    let mut parts = Vec::new();
    for (id, message) in messages {
        parts.extend([id, " =", &message.value, "\n"]);
        for (name, pattern) in &message.attributes {
            parts.extend(["    .", name, " =", pattern, "\n"]);
        }
    }
    let source = parts.concat();
    let parsed = parser::parse(source.as_str()).unwrap_or_else(|(resource, _)| resource);
    serializer::serialize(&parsed)
}
