//! JSON files of i18next: one namespace in one language, or the layout of an app.

use std::collections::{BTreeMap, btree_map::Entry};

use serde_json::{Map, Value};

use super::doubts::{Doubt, Doubtful};
use super::forms::Language;
use super::imports::{self, Plurals, Texts};
use crate::aliases;
use crate::tags::Tag;

/// The bytes that a key may have with all its steps; those inside longer ones are not looked at.
const MAX_KEY: usize = 1024;
/// The texts and objects that one namespace in one language may have: as many as a bundle has entries.
const MAX_VALUES: usize = 20_000;
/// The same for all namespaces and languages of an app.
const MAX_VALUES_OF_APP: usize = 100_000;

/// One namespace in one language, as Fluent has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The messages in canonical form, sorted by their names.
    pub bundle: String,
    /// What could be read in two ways, or not at all, by key.
    pub doubts: Vec<Doubtful>,
}

/// What a file of an app holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct App {
    /// Its namespaces under the names that they have there.
    pub namespaces: BTreeMap<String, BTreeMap<Tag, Imported>>,
    /// What is in doubt about the file itself, by `namespace` or `namespace.language`.
    pub doubts: Vec<Doubtful>,
}

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum NotReadable {
    /// It is not JSON.
    #[error("not JSON, line {line}, column {column}")]
    Json {
        /// Where it ends to be JSON, from 1.
        line: usize,
        /// The character in the line, from 1.
        column: usize,
    },
    /// It is JSON, but no object.
    #[error("not an object of keys and texts")]
    NotAnObject,
    /// It has more texts and objects than any app needs.
    #[error("more than {limit} texts")]
    TooMany {
        /// The most that are read.
        limit: usize,
    },
}

/// Reads one namespace in the language of `locale`; at most 20,000 texts.
pub fn import(json: &str, locale: &Tag) -> Result<Imported, NotReadable> {
    let language = Language::of(locale);
    let flat = Flat::of(&object(json, MAX_VALUES)?);
    let plurals = imports::plurals(&flat.texts, &language);
    Ok(flat.convert(&plurals, &language))
}

/// Reads a file of an app: namespace, then language (its tag, or its slug in an Integreat system), then key.
///
/// A key that is counted in one language is so in all. At most 100,000 texts are read.
pub fn import_app(json: &str) -> Result<App, NotReadable> {
    let mut app = App::default();
    for (name, languages) in object(json, MAX_VALUES_OF_APP)? {
        let Value::Object(languages) = languages else {
            app.doubt(name, Doubt::NotText);
            continue;
        };
        let namespace = app.namespace(&name, &languages);
        app.namespaces.insert(name, namespace);
    }
    Ok(app)
}

impl App {
    fn doubt(&mut self, key: String, why: Doubt) {
        self.doubts.push(Doubtful { key, why });
    }

    fn namespace(&mut self, name: &str, languages: &Map<String, Value>) -> BTreeMap<Tag, Imported> {
        let mut flats: BTreeMap<Tag, Flat> = BTreeMap::new();
        for (slug, texts) in languages {
            let tag = aliases::from_slug(slug).ok().filter(|tag| !flats.contains_key(tag));
            match (tag, texts) {
                (Some(tag), Value::Object(texts)) => drop(flats.insert(tag, Flat::of(texts))),
                _ => self.doubt(format!("{name}.{slug}"), Doubt::Language),
            }
        }
        let rules: BTreeMap<Tag, Language> = flats.keys().map(|tag| (tag.clone(), Language::of(tag))).collect();
        let plurals: Plurals =
            flats.iter().flat_map(|(tag, flat)| imports::plurals(&flat.texts, &rules[tag])).collect();
        flats
            .into_iter()
            .map(|(tag, flat)| {
                let imported = flat.convert(&plurals, &rules[&tag]);
                (tag, imported)
            })
            .collect()
    }
}

fn object(json: &str, limit: usize) -> Result<Map<String, Value>, NotReadable> {
    match serde_json::from_str(json.trim_start_matches('\u{FEFF}')) {
        Ok(Value::Object(object)) if object.values().map(count).sum::<usize>() > limit => {
            Err(NotReadable::TooMany { limit })
        }
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(NotReadable::NotAnObject),
        Err(error) => Err(NotReadable::Json { line: error.line(), column: error.column() }),
    }
}

/// How many values there are, this one and all inside it; the parser reads 128 levels at most.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Object(inner) => inner.values().map(count).sum(),
        Value::Array(items) => items.iter().map(count).sum(),
        _ => 0,
    }
}

/// An object with all its steps in the key.
#[derive(Default)]
struct Flat {
    texts: Texts,
    doubts: Vec<Doubtful>,
}

impl Flat {
    fn of(object: &Map<String, Value>) -> Self {
        let mut flat = Self::default();
        flat.add_object("", object);
        flat
    }

    /// Calls itself for each step; the parser reads 128 at most.
    fn add_object(&mut self, path: &str, object: &Map<String, Value>) {
        for (key, value) in object {
            self.add(if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, value);
        }
    }

    fn add(&mut self, key: String, value: &Value) {
        if key.is_empty() || key.len() > MAX_KEY {
            return self.doubts.push(Doubtful { key, why: Doubt::KeyLength });
        }
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Object(inner) => return self.add_object(&key, inner),
            Value::Array(items) => {
                return items.iter().enumerate().for_each(|(at, item)| self.add(format!("{key}.{at}"), item));
            }
            Value::Null | Value::Bool(_) => return self.doubts.push(Doubtful { key, why: Doubt::NotText }),
        };
        match self.texts.entry(key) {
            Entry::Vacant(free) => drop(free.insert(text)),
            Entry::Occupied(taken) => self.doubts.push(Doubtful { key: taken.key().clone(), why: Doubt::Duplicate }),
        }
    }

    fn convert(self, plurals: &Plurals, language: &Language) -> Imported {
        let (bundle, mut doubts) = imports::convert(&self.texts, plurals, language);
        doubts.extend(self.doubts);
        doubts.sort();
        Imported { bundle, doubts }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn imported(locale: &str, json: &Value) -> (String, Vec<(String, &'static str)>) {
        let imported = import(&json.to_string(), &Tag::parse(locale).unwrap()).unwrap();
        (imported.bundle, codes(&imported.doubts))
    }

    fn codes(doubts: &[Doubtful]) -> Vec<(String, &'static str)> {
        doubts.iter().map(|doubt| (doubt.key.clone(), doubt.why.code())).collect()
    }

    fn doubt(key: &str, code: &'static str) -> (String, &'static str) {
        (key.to_owned(), code)
    }

    #[test]
    fn nested_keys_become_messages_and_children_of_texts_attributes() {
        let json =
            json!({ "pageTitles": { "search": "Suche", "1": "Eins" }, "login": "Anmelden", "login.label": "Name" });
        let bundle = "login = Anmelden\n    .label = Name\npageTitles--1 = Eins\npageTitles--search = Suche\n";
        assert_eq!(imported("de", &json), (bundle.to_owned(), vec![]));
    }

    #[test]
    fn plural_forms_are_put_together() {
        let json = json!({
            "n_zero": "keine", "n_one": "eine", "n_other": "{{count}} {{what}}", "r_ordinal_other": "{{count}}.",
        });
        let bundle = concat!(
            "n =\n",
            "    { $count ->\n",
            "        [0] keine\n",
            "        [one] eine\n",
            "       *[other] { $count } { $what }\n",
            "    }\n",
            "r = { $count }.\n",
        );
        assert_eq!(imported("de", &json), (bundle.to_owned(), vec![doubt("n", "variables")]));
    }

    #[test]
    fn the_zero_of_arabic_is_a_form_and_others_are_not_left_out() {
        let json = json!({ "n_zero": "0", "n_two": "2", "n_few": "{{count}}", "n_other": "{{count}}" });
        let bundle = concat!(
            "n =\n",
            "    { $count ->\n",
            "        [zero] 0\n",
            "        [two] 2\n",
            "        [few] { $count }\n",
            "       *[other] { $count }\n",
            "    }\n",
        );
        assert_eq!(imported("ar", &json), (bundle.to_owned(), vec![]));
        let told = [doubt("n_few", "unused-form"), doubt("n_two", "unused-form")];
        assert_eq!(imported("de", &json).1, told);
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_told() {
        let json = json!({
            "step_one": "Schritt 1", "step_two": "Schritt 2",
            "n": "n", "n_one": "eine", "n_other": "{{count}}",
            "m": "{{count}} m", "m_one": "ein m",
            "l_one": "{{count}} l",
            "friend": "F", "friend_male": "Freund",
            "old": "alt", "old_plural": "alte",
            "b": false, "z": null, "a": { "b": 1 }, "a.b": "2",
        });
        let (bundle, told) = imported("de", &json);
        let expected = concat!(
            "a--b = 1\n",
            "friend = F\n",
            "friend_male = Freund\n",
            "l =\n",
            "    { $count ->\n",
            "        [one] { $count } l\n",
            "       *[other] { $count } l\n",
            "    }\n",
            "m =\n",
            "    { $count ->\n",
            "        [one] ein m\n",
            "       *[other] { $count } m\n",
            "    }\n",
            "n =\n",
            "    { $count ->\n",
            "        [one] eine\n",
            "       *[other] { $count }\n",
            "    }\n",
            "old = alt\n",
            "old_plural = alte\n",
            "step_one = Schritt 1\n",
            "step_two = Schritt 2\n",
        );
        assert_eq!(bundle, expected);
        let codes = [
            ("a.b", "duplicate"),
            ("b", "not-text"),
            ("friend_male", "maybe-context"),
            ("l", "missing-other"),
            ("m", "also-plain"),
            ("n", "also-plain"),
            ("old_plural", "old-plural"),
            ("step_one", "maybe-plural"),
            ("step_two", "maybe-plural"),
            ("z", "not-text"),
        ];
        assert_eq!(told, codes.map(|(key, code)| doubt(key, code)));
    }

    #[test]
    fn nesting_becomes_a_reference_where_it_can() {
        let json = json!({ "a": "$t(b) $t(c.d) $t(a) $t(x:b)", "b": "B", "c": "C", "c.d": "D" });
        let (bundle, told) = imported("de", &json);
        assert_eq!(bundle, "a = { b } { c.d } $t(a) $t(x:b)\nb = B\nc = C\n    .d = D\n");
        assert_eq!(told, [doubt("a", "nesting"), doubt("a", "nesting")]);
    }

    #[test]
    fn an_app_has_namespaces_and_languages() {
        let json = json!({
            "news": {
                "de": { "n_one": "{{count}} Tag", "n_other": "{{count}} Tage" },
                "de-si": { "t": "T" }, "de-simple": {}, "ar": { "n_two": "يومان" },
            },
            "dashboard": { "en": { "offers": "Offers" }, "e_n": {} },
            "version": 1,
        });
        let app = import_app(&json.to_string()).unwrap();

        let told =
            [doubt("dashboard.e_n", "language"), doubt("news.de-simple", "language"), doubt("version", "not-text")];
        assert_eq!(codes(&app.doubts), told);
        let names: Vec<_> = app
            .namespaces
            .iter()
            .map(|(name, languages)| (name.as_str(), languages.keys().map(Tag::as_str).collect::<Vec<_>>()))
            .collect();
        assert_eq!(names, [("dashboard", vec!["en"]), ("news", vec!["ar", "de", "de-simple"])]);
        let arabic = &app.namespaces["news"][&Tag::parse("ar").unwrap()];
        assert_eq!(arabic.bundle, "n =\n    { $count ->\n        [two] يومان\n       *[other] يومان\n    }\n");
        assert_eq!(codes(&arabic.doubts), [doubt("n", "missing-other")]);
    }

    #[test]
    fn a_file_that_is_no_object_is_not_read() {
        let de = Tag::parse("de").unwrap();
        assert_eq!(import("{\n \"a\": }", &de).unwrap_err().to_string(), "not JSON, line 2, column 7");
        assert_eq!(import("[]", &de).unwrap_err().to_string(), "not an object of keys and texts");
    }

    #[test]
    fn hostile_files_end_soon() {
        let de = Tag::parse("de").unwrap();
        let braces = json!({ "a": "{{".repeat(200_000), "b": "$t(".repeat(100_000), "c": "}\n ".repeat(50_000) });
        let long = json!({ ("k".repeat(200_000)): { "a": { "b": 1 }, "c": "d" } });
        let underscores = json!({ ("_".repeat(1000)): "a", ("a_".repeat(500)): "b", (".".repeat(1000)): "c" });
        for json in [braces, long, underscores] {
            assert!(import(&json.to_string(), &de).is_ok());
        }
        assert!(import(&"{\"a\":".repeat(100_000), &de).is_err());
        let many = json!({ "a": vec![0; 20_000] }).to_string();
        assert_eq!(import(&many, &de).unwrap_err().to_string(), "more than 20000 texts");
    }
}
