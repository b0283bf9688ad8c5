//! A small Integreat system whose pages a test changes between two imports.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use content::Result;
use content::import::integreat::{Defaults, read_directory};
use content::import::{self, Matter, Options, Report, Source};
use serde_json::{Value, json};

use crate::support::{Database, Page, Region, wait};

/// The pages that the other side has, by number and language slug.
#[derive(Clone, Default)]
pub(super) struct Cms {
    pub(super) texts: BTreeMap<(usize, &'static str), Text>,
    pub(super) parents: BTreeMap<usize, usize>,
}

/// A page's text over there.
#[derive(Clone)]
pub(super) struct Text {
    pub(super) id: usize,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) content: String,
    pub(super) date: String,
    pub(super) order: usize,
}

const REGION: &str = "kreis";

impl Cms {
    /// `pages` root pages in German, all translated to English a day later.
    pub(super) fn with(pages: usize) -> Self {
        let mut cms = Self::default();
        for page in 1..=pages {
            cms.write(page, "de", "2026-01-01");
            cms.write(page, "en", "2026-01-02");
        }
        cms
    }

    /// Gives `page` a text in `language`, changed on `day`.
    pub(super) fn write(&mut self, page: usize, language: &'static str, day: &str) -> &mut Text {
        let id = page * 1000 + usize::from(language == "en");
        let text = Text {
            id,
            slug: format!("{language}-{page}"),
            title: format!("Page {page} in {language}"),
            content: format!("<p>Text {page} in {language}</p>"),
            date: format!("{day}T10:00:00+01:00"),
            order: page,
        };
        self.texts.insert((page, language), text);
        self.text(page, language)
    }

    /// A text that is there.
    pub(super) fn text(&mut self, page: usize, language: &'static str) -> &mut Text {
        self.texts.get_mut(&(page, language)).unwrap()
    }

    /// The next version of a text: other words, a new id, a later date.
    pub(super) fn edit(&mut self, page: usize, language: &'static str, words: &str, day: &str) {
        let text = self.text(page, language);
        text.id += 100;
        text.content = format!("<p>{words}</p>");
        text.date = format!("{day}T10:00:00+01:00");
    }

    /// Takes a text away.
    pub(super) fn remove(&mut self, page: usize, language: &'static str) {
        self.texts.remove(&(page, language));
    }

    pub(super) fn path(&self, page: usize, language: &'static str) -> String {
        let above = self
            .parents
            .get(&page)
            .map_or_else(|| format!("/{REGION}/{language}/"), |parent| self.path(*parent, language));
        format!("{above}{}/", self.texts[&(page, language)].slug)
    }

    /// The answer of `pages/` in `language`.
    pub(super) fn pages(&self, language: &'static str) -> Value {
        let of_language = self.texts.keys().filter(|(_, key)| *key == language);
        of_language.map(|(page, _)| self.page(*page, language)).collect()
    }

    fn page(&self, page: usize, language: &'static str) -> Value {
        let text = &self.texts[&(page, language)];
        let others = self.texts.iter().filter(|((other, key), _)| *other == page && *key != language);
        let available = others.map(|((_, key), other)| {
            let path = self.path(page, key);
            ((*key).to_owned(), json!({"id": other.id, "url": "", "path": path}))
        });
        let parent = self.parents.get(&page).map(|parent| self.path(*parent, language));
        json!({
            "id": text.id, "url": format!("https://cms.example.org{}", self.path(page, language)),
            "path": self.path(page, language), "title": text.title, "last_updated": text.date,
            "content": text.content, "parent": {"id": 0, "url": null, "path": parent}, "order": text.order,
            "available_languages": available.collect::<serde_json::Map<_, _>>(), "thumbnail": null,
        })
    }

    /// What the importer reads of the languages `slugs`.
    pub(super) fn source(&self, slugs: &[&'static str]) -> Source {
        let folder = tempfile::tempdir().unwrap();
        for slug in slugs {
            fs::create_dir(folder.path().join(slug)).unwrap();
            fs::write(folder.path().join(slug).join("pages.json"), self.pages(slug).to_string()).unwrap();
        }
        read(folder.path())
    }

    /// Imports German and English.
    pub(super) fn import(&self, database: &Database) -> Report {
        self.import_of(database, &["de", "en"]).unwrap()
    }

    /// Imports some languages.
    pub(super) fn import_of(&self, database: &Database, slugs: &[&'static str]) -> Result<Report> {
        wait(import::run(&database.store, self.source(slugs), Options::default()))
    }
}

/// What the importer reads in `folder`.
pub(super) fn read(folder: &Path) -> Source {
    read_directory(folder, &defaults(), &|_| {}).unwrap()
}

pub(super) fn defaults() -> Defaults {
    Defaults {
        slug: REGION.to_owned(),
        name: "Kreis".to_owned(),
        default_language: "de".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
    }
}

/// The imported region.
pub(super) fn region(database: &Database) -> Region {
    let id = database.store.directory().region(REGION).unwrap().region.id;
    Region { id, slug: REGION.to_owned(), store: database.store.clone() }
}

/// The imported page whose newest German or English slug is `slug`.
pub(super) fn page(database: &Database, slug: &str) -> Page {
    let region = region(database);
    let id = region.id;
    let language = slug[..2].to_owned();
    let slug = slug.to_owned();
    let owner = region.read(move |db| content::slugs::owner(db, id, &language, content::kinds::Kind::Page, &slug));
    Page { id: owner.unwrap(), region }
}

/// The matters of the conflicts in a report.
pub(super) fn matters(report: &Report) -> Vec<Matter> {
    report.conflicts.iter().map(|conflict| conflict.matter).collect()
}

/// Numbers and states of a text's versions.
pub(super) fn states(page: &Page, language: &str) -> Vec<&'static str> {
    page.versions(language).iter().map(|version| version.state.as_str()).collect()
}
