//! From a merged bundle to the keys and texts of one namespace.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::Pattern;
use serde_json::{Map, Value};

use super::evaluation::{Bundle, Survey};
use super::forms::{Form, Kind};
use super::keys;
use super::lost::{Lost, Why};
use super::renderings::{Names, Writer, names};
use crate::resources::Resource;
use crate::tags::Tag;

/// The keys that one message may become.
const MAX_VARIANTS: usize = 64;

/// The bytes of all texts together; a bundle of 512 KiB stays far below.
const MAX_TEXTS: usize = 16 * 1024 * 1024;

/// How deeply keys with dots are nested; what is deeper stays a key with dots.
const MAX_DEPTH: usize = 16;

/// One namespace in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// The texts by key, with a dot for each step into an object.
    pub texts: BTreeMap<String, String>,
    /// What could not be carried over, by key.
    pub lost: Vec<Lost>,
}

impl Exported {
    /// The JSON that i18next loads with its default separators: a key with dots is nested, unless its parent is a text.
    pub fn json(&self) -> Value {
        let mut root = Map::new();
        for (key, text) in &self.texts {
            insert(&mut root, key, text);
        }
        Value::Object(root)
    }
}

/// Makes one namespace from a merged bundle in the language of `locale`.
pub fn export(bundle: &str, locale: &Tag) -> Exported {
    let resource = Resource::parse(bundle);
    let mut export = Export::of(&resource, locale);
    for message in resource.messages().filter(|message| !message.is_term) {
        for (attribute, pattern) in message.patterns() {
            export.add(&Name::of(message.name, attribute), pattern);
        }
    }
    export.tell_taken_plurals();
    let lost = export.lost.into_iter().collect();
    Exported { texts: export.texts, lost }
}

fn insert(mut object: &mut Map<String, Value>, key: &str, text: &str) {
    let mut rest = key;
    for _ in 0..MAX_DEPTH {
        let Some((step, deeper)) = rest.split_once('.').filter(|(step, deeper)| !step.is_empty() && !deeper.is_empty())
        else {
            break;
        };
        if object.get(step).is_some_and(Value::is_string) {
            break;
        }
        rest = deeper;
        let inner = object.entry(step).or_insert_with(|| Value::Object(Map::new()));
        object = inner.as_object_mut().expect("texts were told apart above");
    }
    object.insert(rest.to_owned(), Value::String(text.to_owned()));
}

/// What a text is called.
struct Name {
    /// In Fluent: `id`, `id.attribute`.
    fluent: String,
    /// In i18next.
    key: String,
}

impl Name {
    fn of(id: &str, attribute: Option<&str>) -> Self {
        match attribute {
            None => Self { fluent: id.to_owned(), key: keys::to_key(id) },
            Some(attribute) => Self {
                fluent: format!("{id}.{attribute}"),
                key: format!("{}.{}", keys::to_key(id), keys::to_key(attribute)),
            },
        }
    }
}

struct Export<'r> {
    bundle: Bundle<'r>,
    /// The keys of the messages themselves, by which they are asked for.
    bases: BTreeMap<String, String>,
    texts: BTreeMap<String, String>,
    bytes: usize,
    lost: BTreeSet<Lost>,
    /// Texts without forms that the app nevertheless passes `count` to.
    uncounted: Vec<Name>,
}

impl<'r> Export<'r> {
    fn of(resource: &'r Resource<'r>, locale: &Tag) -> Self {
        let mut bases = BTreeMap::new();
        for message in resource.messages().filter(|message| !message.is_term) {
            for (attribute, _) in message.patterns() {
                let Name { fluent, key } = Name::of(message.name, attribute);
                bases.entry(key).or_insert(fluent);
            }
        }
        let bundle = Bundle::of(resource, locale);
        Self { bundle, bases, texts: BTreeMap::new(), bytes: 0, lost: BTreeSet::new(), uncounted: Vec::new() }
    }

    fn lose(&mut self, name: &Name, why: Why) {
        self.lost.insert(Lost { key: name.fluent.clone(), why });
    }

    fn add(&mut self, name: &Name, pattern: &'r Pattern<&'r str>) {
        if self.try_add(name, pattern).is_none() {
            self.lose(name, Why::TooLarge);
        }
    }

    /// Adds all variants of a text; `None` when it is too large, with nothing added.
    fn try_add(&mut self, name: &Name, pattern: &'r Pattern<&'r str>) -> Option<()> {
        if self.bytes > MAX_TEXTS {
            return None;
        }
        let mut survey = self.bundle.survey(pattern).ok()?;
        if survey.numbers.len() > MAX_VARIANTS {
            survey.numbers.clear();
            self.lose(name, Why::TooManyVariants);
        }
        let forms = self.forms(&survey);
        let mut contexts: Vec<Option<&str>> = vec![None];
        if forms.len() * (survey.contexts.len() + 1) > MAX_VARIANTS {
            self.lose(name, Why::TooManyVariants);
        } else {
            contexts.extend(survey.contexts.iter().map(|context| Some(context.as_str())));
        }
        let names = names(&survey);
        let writer = Writer { bundle: &self.bundle, pattern, survey: &survey, names: &names };
        let variants = writer.variants(&forms, &contexts)?;
        self.bytes += variants.texts.iter().map(|(_, text)| text.len()).sum::<usize>();
        self.tell(name, &survey, &names);
        for why in variants.lost {
            self.lose(name, why);
        }
        for (suffix, text) in variants.texts {
            self.insert(name, &suffix, text);
        }
        if survey.count.is_none() && names.values().any(|name| name == "count") {
            self.uncounted.push(Name { fluent: name.fluent.clone(), key: name.key.clone() });
        }
        Some(())
    }

    fn forms(&self, survey: &Survey) -> Vec<Form> {
        match &survey.count {
            Some((_, kind)) => self.bundle.language.forms(*kind, &survey.numbers),
            None => vec![Form::without_number()],
        }
    }

    /// Tells what became of the names of variables, and what the survey found.
    fn tell(&mut self, name: &Name, survey: &Survey, names: &Names) {
        let count = survey.count.as_ref().map(|(variable, _)| variable);
        if let Some(variable) = count.filter(|variable| *variable != "count") {
            self.lose(name, Why::CountRenamed(variable.clone()));
        }
        if let Some(variable) = survey.context.as_ref().filter(|variable| *variable != "context") {
            self.lose(name, Why::ContextRenamed(variable.clone()));
        }
        for (variable, to) in names {
            let is_told = count == Some(variable) || survey.context.as_ref() == Some(variable);
            if !is_told && *to != keys::to_key(variable) {
                self.lose(name, Why::VariableRenamed(variable.clone(), to.clone()));
            }
        }
        for why in &survey.lost {
            self.lose(name, why.clone());
        }
    }

    fn insert(&mut self, name: &Name, suffix: &str, text: String) {
        let key = format!("{}{suffix}", name.key);
        match self.bases.get(&key) {
            Some(owner) if *owner != name.fluent => {
                let owner = owner.clone();
                self.lose(name, Why::KeyTaken(owner));
            }
            _ if self.texts.contains_key(&key) => self.lose(name, Why::KeyTaken(key)),
            _ => drop(self.texts.insert(key, text)),
        }
    }

    /// Tells of texts in whose place i18next would show `key_one`, although that is another message.
    fn tell_taken_plurals(&mut self) {
        for name in std::mem::take(&mut self.uncounted) {
            let taken = |form: &Form| self.bases.get(&format!("{}{}", name.key, form.suffix));
            let forms = self.bundle.language.forms(Kind::Cardinal, &[]);
            if let Some(owner) = forms.iter().find_map(taken).cloned() {
                self.lose(&name, Why::KeyTaken(owner));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn exported(locale: &str, bundle: &str) -> (Value, Vec<(String, &'static str)>) {
        let exported = export(bundle, &Tag::parse(locale).unwrap());
        let lost = exported.lost.iter().map(|lost| (lost.key.clone(), lost.why.code())).collect();
        (exported.json(), lost)
    }

    fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
        (0..count).map(line).collect()
    }

    fn lost(key: &str, code: &'static str) -> (String, &'static str) {
        (key.to_owned(), code)
    }

    #[test]
    fn a_message_and_its_attributes_become_keys() {
        let bundle =
            "login = Anmelden\n    .label = Name von { $user }\npage--title = Titel\npage--text = <1>mehr</1>\n";
        let expected = json!({
            "login": "Anmelden", "login.label": "Name von {{user}}",
            "page": { "title": "Titel", "text": "<1>mehr</1>" },
        });
        assert_eq!(exported("de", bundle), (expected, vec![]));
    }

    #[test]
    fn a_plural_has_all_forms_of_the_language_and_a_text_of_its_own_for_0() {
        let bundle = "days = { $n ->\n    [0] heute\n    [one] ein Tag\n   *[other] { $n } Tage\n } { $of }\n";
        let expected = json!({
            "days_one": "ein Tag {{of}}", "days_other": "{{count}} Tage {{of}}", "days_zero": "heute {{of}}",
        });
        assert_eq!(exported("de", bundle), (expected, vec![lost("days", "count-renamed")]));
    }

    #[test]
    fn a_form_that_is_for_one_number_may_be_named_by_it() {
        let bundle = "a = { $count ->\n    [1] eins\n    [5] fünf\n   *[other] viele\n }\n";
        let (json, told) = exported("de", bundle);
        assert_eq!(json, json!({ "a_one": "eins", "a_other": "viele" }));
        assert_eq!(told, [lost("a", "exact-number")]);
    }

    #[test]
    fn ordinals_have_keys_of_their_own() {
        let bundle = concat!(
            "a = { NUMBER($count, type: \"ordinal\") ->\n",
            "    [one] { $count }st\n",
            "    [two] { $count }nd\n",
            "    [few] { $count }rd\n",
            "   *[other] { $count }th\n",
            " }\n",
        );
        let expected = json!({
            "a_ordinal_one": "{{count}}st", "a_ordinal_two": "{{count}}nd",
            "a_ordinal_few": "{{count}}rd", "a_ordinal_other": "{{count}}th",
        });
        assert_eq!(exported("en", bundle), (expected, vec![]));
    }

    #[test]
    fn a_select_that_is_no_plural_becomes_a_context() {
        let bundle = concat!(
            "a = { $who ->\n",
            "    [male] Er\n",
            "   *[other] Sie\n",
            " } hat { $count ->\n",
            "    [one] ein Kind\n",
            "   *[other] Kinder\n",
            " }\n",
        );
        let expected = json!({
            "a_one": "Sie hat ein Kind", "a_other": "Sie hat Kinder",
            "a_male_one": "Er hat ein Kind", "a_male_other": "Er hat Kinder",
        });
        assert_eq!(exported("de", bundle), (expected, vec![lost("a", "context-renamed")]));
    }

    #[test]
    fn a_second_variable_of_a_kind_takes_the_default() {
        let bundle = concat!(
            "a = { $a ->\n",
            "    [one] A\n",
            "   *[other] As\n",
            " } { $b ->\n",
            "    [one] B\n",
            "   *[other] Bs\n",
            " } { $c ->\n",
            "    [x] X\n",
            "   *[y] Y\n",
            " } { $d ->\n",
            "    [x] X\n",
            "   *[z] Z\n",
            " }\n",
        );
        let (json, told) = exported("de", bundle);
        assert_eq!(
            json,
            json!({ "a_one": "A Bs Y Z", "a_other": "As Bs Y Z", "a_x_one": "A Bs X Z", "a_x_other": "As Bs X Z" })
        );
        assert_eq!(told, ["count-renamed", "context-renamed", "select", "select"].map(|code| lost("a", code)));
    }

    #[test]
    fn terms_come_with_their_arguments_and_choose_by_their_attributes() {
        let bundle = concat!(
            "-app = { $case ->\n",
            "    [gen] Lotsen\n",
            "   *[nom] Lotse\n",
            " } { $name }\n",
            "    .gender = male\n",
            "a = { -app(case: \"gen\", name: \"X\") } { -app.gender ->\n",
            "    [male] er\n",
            "   *[other] es\n",
            " }\n",
            "b = { -app } { a }\n",
        );
        let expected = json!({ "a": "Lotsen X er", "b": "Lotse {$name} Lotsen X er" });
        assert_eq!(exported("de", bundle), (expected, vec![]));
    }

    #[test]
    fn functions_become_formats() {
        let bundle = concat!(
            "a = { NUMBER($x, minimumFractionDigits: 1, style: \"percent\") } { DATETIME($d, dateStyle: \"long\") } \
             { NUMBER($x) }\n",
            "b = { UPPER($x) } { NUMBER($x, unit: \"a(b\") } { NUMBER(5) }\n",
        );
        let expected = json!({
            "a": "{{x, number(minimumFractionDigits: 1; style: percent)}} {{d, datetime(dateStyle: long)}} \
                {{x, number}}",
            "b": "{{x}} {{x, number}} 5",
        });
        let told = vec![lost("b", "function"), lost("b", "function"), lost("b", "function-option")];
        assert_eq!(exported("de", bundle), (expected, told));
    }

    #[test]
    fn names_that_i18next_needs_itself_are_changed() {
        let bundle = "a = { $lng } { $count } { $n ->\n    [one] 1\n   *[other] n\n }\n";
        let (json, told) = exported("de", bundle);
        assert_eq!(json["a_one"], json!("{{lng_value}} {{count_value}} 1"));
        assert_eq!(told, ["count-renamed", "variable-renamed", "variable-renamed"].map(|code| lost("a", code)));
    }

    #[test]
    fn what_i18next_would_read_is_kept_apart() {
        let bundle = "a = { \"{{x}}\" } { \"{\" }{ $y } $t(b)\nb = { \"{\" } }\n".replace("{ \"{\" } }", "{ \"{}\" }");
        let expected = json!({ "a": "{\u{2060}{x}} {\u{2060}{{y}} $\u{2060}t(b)", "b": "{}" });
        assert_eq!(exported("de", &bundle), (expected, vec![lost("a", "syntax")]));
    }

    #[test]
    fn a_key_that_another_message_has_is_told() {
        let bundle =
            "a = { $count ->\n    [one] eins\n   *[other] viele\n }\na_one = Eins\nb = { $count }\nb_other = Bs\n";
        let (json, told) = exported("de", bundle);
        assert_eq!(json, json!({ "a_one": "Eins", "a_other": "viele", "b": "{{count}}", "b_other": "Bs" }));
        assert_eq!(told, [lost("a", "key-taken"), lost("b", "key-taken")]);
    }

    #[test]
    fn references_that_lead_nowhere_or_in_circles_are_told() {
        let bundle = "a = { b } { -none } { c.title }\nb = B\nc = C\nd = { e }\ne = { d }\n";
        let (json, told) = exported("de", bundle);
        assert_eq!(json, json!({ "a": "B {-none} {c.title}", "b": "B", "c": "C" }));
        let codes = [("a", "reference"), ("a", "reference"), ("d", "too-large"), ("e", "too-large")];
        assert_eq!(told, codes.map(|(key, code)| lost(key, code)));
    }

    #[test]
    fn hostile_bundles_end_soon() {
        let doubling = lines(40, |at| format!("m{at} = {{ m{next} }}{{ m{next} }}\n", next = at + 1));
        let chain = lines(5000, |at| format!("m{at} = {{ m{} }}\n", at + 1));
        let (opening, closing) = ("{ $n ->\n *[other] ".repeat(30), "\n }".repeat(30));
        let deep = lines(200, |at| format!("m{at} = {opening}{{ m{} }}{closing}\n", at + 1));
        let variants = lines(5000, |at| format!(" [v{at}] {{ -long }}\n"));
        let wide = format!("-long = {}\na = {{ $x ->\n{variants} *[other] o\n }}\n", "long ".repeat(5000));
        let numbers = lines(5000, |at| format!(" [{at}] {at}\n"));
        let counted = format!("a = {{ $x ->\n{numbers} *[other] o\n }}\n");
        let dots = format!("a{} = x\n", "--a".repeat(20_000));
        for bundle in [doubling, chain, deep, wide, counted, dots] {
            let exported = export(&bundle, &Tag::parse("uk").unwrap());
            assert!(exported.json().is_object());
        }
    }
}
