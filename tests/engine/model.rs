//! What must be published, written down a second time in the plainest way: the model of the property test.

use std::collections::BTreeMap;

use content::items::Place;
use content::publish::Line;
use content::versions::State;
use serde_json::{Value, json};

/// Languages of the model's region with their sources, in order; the last is added on the way.
pub(super) const LANGUAGES: [(&str, Option<&str>); 3] = [("de", None), ("en", Some("de")), ("ar", Some("en"))];

/// Lines by scope and key, each with its revision; a deleted one has no body.
pub(super) type Lines = BTreeMap<(String, String), (Option<Value>, i64)>;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Version {
    pub(super) state: State,
    pub(super) title: &'static str,
    pub(super) slug: String,
    pub(super) html: &'static str,
    pub(super) minor: bool,
    pub(super) machine: bool,
    pub(super) follows: Option<i64>,
    pub(super) updated: i64,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub(super) id: String,
    pub(super) parent: Option<usize>,
    pub(super) archived: bool,
    pub(super) checked: Option<&'static str>,
    pub(super) texts: BTreeMap<&'static str, Vec<Version>>,
}

#[derive(Debug, Default)]
pub(super) struct Model {
    pub(super) pages: Vec<Page>,
    /// Every page, such that siblings stand in their order.
    pub(super) order: Vec<usize>,
    pub(super) languages: usize,
    pub(super) edits: i64,
    pub(super) rev: i64,
    pub(super) lines: Lines,
}

impl Page {
    pub(super) fn newest(&self, language: &str) -> Option<&Version> {
        self.texts.get(language)?.last()
    }

    /// Number and version that readers have: the newest of public and withdrawn, if that is public.
    pub(super) fn published(&self, language: &str) -> Option<(i64, &Version)> {
        let decided = |(_, version): &(i64, &Version)| matches!(version.state, State::Public | State::Withdrawn);
        let newest = self.numbered(language).filter(decided).last();
        newest.filter(|(_, version)| version.state == State::Public)
    }

    fn numbered(&self, language: &str) -> impl Iterator<Item = (i64, &Version)> {
        (1..).zip(self.texts.get(language).into_iter().flatten())
    }

    fn public(&self, language: &str) -> impl Iterator<Item = (i64, &Version)> {
        self.numbered(language).filter(|(_, version)| version.state == State::Public)
    }

    /// Whether it has or had `slug` in any language.
    pub(super) fn has_slug(&self, slug: &str) -> bool {
        self.texts.values().flatten().any(|version| version.slug == slug)
    }

    fn major(&self, language: &str) -> i64 {
        self.public(language).filter(|(_, version)| !version.minor).last().map_or(0, |(number, _)| number)
    }

    /// Slugs of earlier public versions, each once, in the order of their first use.
    fn former(&self, language: &str, current: &str) -> Vec<&str> {
        let mut former = Vec::new();
        for (_, version) in self.public(language) {
            if version.slug != current && !former.contains(&version.slug.as_str()) {
                former.push(version.slug.as_str());
            }
        }
        former
    }

    fn text_body(&self, language: &str) -> Option<Value> {
        let (_, version) = self.published(language)?;
        let mut body = json!({
            "title": version.title,
            "slug": version.slug,
            "html": version.html,
            "updated": content::times::utc(version.updated),
            "version": self.major(language),
        });
        let former = self.former(language, &version.slug);
        if !former.is_empty() {
            body["former"] = json!(former);
        }
        if let Some(follows) = version.follows {
            body["source"] = json!(follows);
        }
        if version.machine {
            body["machine"] = json!(true);
        }
        Some(body)
    }
}

impl Model {
    pub(super) fn languages(&self) -> &'static [(&'static str, Option<&'static str>)] {
        &LANGUAGES[..self.languages]
    }

    /// `page` and everything above it.
    pub(super) fn chain(&self, page: usize) -> Vec<usize> {
        std::iter::successors(Some(page), |page| self.pages[*page].parent).collect()
    }

    pub(super) fn children(&self, parent: Option<usize>) -> Vec<usize> {
        self.order.iter().copied().filter(|page| self.pages[*page].parent == parent).collect()
    }

    /// Puts `page` below `parent`, before all siblings, after all, or beside one.
    pub(super) fn put(&mut self, page: usize, parent: Option<usize>, beside: Spot) {
        self.order.retain(|other| *other != page);
        let find = |sibling| self.order.iter().position(|other| *other == sibling).unwrap();
        let index = match beside {
            Spot::First => 0,
            Spot::Last => self.order.len(),
            Spot::Before(sibling) => find(sibling),
            Spot::After(sibling) => find(sibling) + 1,
        };
        self.order.insert(index, page);
        self.pages[page].parent = parent;
    }

    /// The slug that a new text called `title` gets.
    pub(super) fn free_slug(&self, page: usize, language: &str, title: &str) -> String {
        let wanted = title.to_lowercase();
        let mut tries = std::iter::once(wanted.clone()).chain((2..).map(|n| format!("{wanted}-{n}")));
        tries.find(|slug| self.may_have(page, language, slug) && !self.is_reserved(page, slug)).unwrap()
    }

    /// Whether no other page has or had `slug`, in any version.
    pub(super) fn may_have(&self, page: usize, language: &str, slug: &str) -> bool {
        let owns = |other: &Page| other.texts.get(language).into_iter().flatten().any(|version| version.slug == slug);
        self.pages.iter().enumerate().all(|(other, text)| other == page || !owns(text))
    }

    pub(super) fn is_reserved(&self, page: usize, slug: &str) -> bool {
        slug == "news" && self.pages[page].parent.is_none()
    }

    /// Every line that must be published now; `orders` are the positions of the pages.
    pub(super) fn published(&self, region: &str, orders: &[i64]) -> BTreeMap<(String, String), Value> {
        let mut lines = BTreeMap::new();
        lines.insert(("_".into(), "region/self".into()), region_body(region));
        for (position, language) in self.languages().iter().enumerate() {
            lines.insert(("_".into(), format!("language/{}", language.0)), language_body(position));
        }
        for (index, page) in self.pages.iter().enumerate() {
            if self.chain(index).iter().any(|above| self.pages[*above].archived) {
                continue;
            }
            let key = format!("page/{}", page.id);
            let mut versions = serde_json::Map::new();
            for (language, _) in self.languages() {
                if let Some(body) = page.text_body(language) {
                    versions.insert((*language).to_owned(), json!(page.major(language)));
                    lines.insert(((*language).to_owned(), key.clone()), body);
                }
            }
            if !versions.is_empty() {
                let mut body = json!({"order": orders[index], "versions": versions});
                if let Some(parent) = page.parent {
                    body["parent"] = json!(self.pages[parent].id);
                }
                if let Some(checked) = page.checked {
                    body["checked"] = json!(checked);
                }
                lines.insert(("_".into(), key), body);
            }
        }
        lines
    }

    /// Takes over what is published now: one new revision if a line differs, tombstones for those that are gone.
    pub(super) fn publish(&mut self, wanted: BTreeMap<(String, String), Value>) {
        let next = self.rev + 1;
        let mut differs = false;
        for (at, (body, rev)) in &mut self.lines {
            if body.is_some() && !wanted.contains_key(at) {
                (*body, *rev, differs) = (None, next, true);
            }
        }
        for (at, body) in wanted {
            if self.lines.get(&at).is_none_or(|(old, _)| old.as_ref() != Some(&body)) {
                self.lines.insert(at, (Some(body), next));
                differs = true;
            }
        }
        self.rev += i64::from(differs);
    }
}

/// Where among its siblings.
#[derive(Clone, Copy, Debug)]
pub(super) enum Spot {
    First,
    Last,
    Before(usize),
    After(usize),
}

impl Spot {
    pub(super) fn place(self, parent: Option<String>, pages: &[Page]) -> Place {
        match self {
            Self::First => Place::FirstIn(parent),
            Self::Last => Place::LastIn(parent),
            Self::Before(sibling) => Place::Before(pages[sibling].id.clone()),
            Self::After(sibling) => Place::After(pages[sibling].id.clone()),
        }
    }
}

fn region_body(name: &str) -> Value {
    json!({
        "name": name,
        "prefix": "",
        "default": "de",
        "time_zone": "Europe/Berlin",
        "features": {
            "events": false, "places": false, "push_notifications": false, "external_news": false,
            "contacts": false, "offers": false, "chat": false,
        },
    })
}

fn language_body(position: usize) -> Value {
    let (key, source) = LANGUAGES[position];
    let (name, direction) = [("Deutsch", "ltr"), ("English", "ltr"), ("العربية", "rtl")][position];
    let fallback: Vec<&str> = LANGUAGES[..position].iter().rev().map(|(key, _)| *key).collect();
    let mut body = json!({
        "tag": key, "slug": key, "name": name, "dir": direction,
        "order": (position + 1) * 10, "visible": true, "fallback": fallback,
    });
    if let Some(source) = source {
        body["source"] = json!(source);
    }
    body
}

/// The stored lines in the model's form.
pub(super) fn read(lines: &[Line]) -> Lines {
    lines
        .iter()
        .map(|row| {
            let body = row.line.as_ref().map(|line| {
                let whole: Value = serde_json::from_str(line).unwrap();
                assert_eq!(whole["k"], json!(row.key));
                whole["b"].clone()
            });
            ((row.scope.clone(), row.key.clone()), (body, row.rev))
        })
        .collect()
}
