//! Made-up files of an Integreat v3 API: a tree of pages in German and English, the same for the same numbers.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

/// Pages of one edition; a later edition has changed every seventh text.
#[derive(Clone, Copy)]
pub(crate) struct Source {
    /// Its slug, also in the paths.
    pub(crate) region: &'static str,
    /// How many pages there are; every eleventh leaf has no English text.
    pub(crate) pages: usize,
    /// Which edition it is.
    pub(crate) edition: usize,
}

/// How many pages are below each page.
const BRANCHES: usize = 6;
/// Slug, first word of the titles and first id of each language.
const LANGUAGES: [(&str, &str, usize); 2] = [("de", "Seite", 10_000), ("en", "Page", 20_000)];

impl Source {
    /// Writes `<language>/pages.json` into `folder`.
    pub(crate) fn write(self, folder: &Path) {
        for (language, ..) in LANGUAGES {
            let pages: Vec<Value> = (0..self.pages)
                .filter(|page| self.has(*page, language))
                .map(|page| self.page(page, language))
                .collect();
            fs::create_dir_all(folder.join(language)).unwrap();
            fs::write(folder.join(language).join("pages.json"), json!(pages).to_string()).unwrap();
        }
    }

    fn has(self, page: usize, language: &str) -> bool {
        let is_leaf = (page + 1) * BRANCHES >= self.pages;
        language == "de" || !is_leaf || !page.is_multiple_of(11)
    }

    fn page(self, page: usize, language: &str) -> Value {
        let (_, word, _) = of(language);
        let path = self.path(page, language);
        let others = LANGUAGES.iter().filter(|(other, ..)| *other != language && self.has(page, other));
        let available = others.map(|(other, ..)| {
            let path = self.path(page, other);
            ((*other).to_owned(), json!({"id": id(page, other), "url": url(&path), "path": path}))
        });
        let parent = parent(page).map(|above| self.path(above, language));
        json!({
            "id": id(page, language),
            "url": url(&path),
            "path": path,
            "title": format!("{word} {page}"),
            "last_updated": format!("2026-{:02}-{:02}T08:00:00+01:00", 1 + self.changes(page), 1 + page % 28),
            "excerpt": "",
            "content": self.content(page, language),
            "parent": {"id": parent.as_ref().map_or(0, |_| 1), "url": parent.as_deref().map(url), "path": parent},
            "order": page + 1,
            "available_languages": available.collect::<serde_json::Map<_, _>>(),
            "thumbnail": null,
        })
    }

    /// How often the text of `page` has been changed since the first edition.
    fn changes(self, page: usize) -> usize {
        (1..=self.edition).filter(|edition| (page + edition).is_multiple_of(7)).count()
    }

    fn content(self, page: usize, language: &str) -> String {
        let target = (page * 7 + 3) % self.pages;
        let target = if self.has(target, language) { target } else { 0 };
        let sentence = format!("<p>{} {page}, {}.</p>", of(language).1, self.changes(page));
        let link = format!("<p><a href=\"{}\">{target}</a></p>", url(&self.path(target, language)));
        sentence.repeat(1 + page % 40) + &link
    }

    fn path(self, page: usize, language: &str) -> String {
        let chain: Vec<usize> = std::iter::successors(Some(page), |page| parent(*page)).collect();
        let mut path = format!("/{}/{language}/", self.region);
        for page in chain.into_iter().rev() {
            path.push_str(&format!("{}-{page}/", of(language).1.to_lowercase()));
        }
        path
    }
}

fn of(language: &str) -> (&'static str, &'static str, usize) {
    *LANGUAGES.iter().find(|(slug, ..)| *slug == language).unwrap()
}

fn id(page: usize, language: &str) -> usize {
    of(language).2 + page
}

fn url(path: &str) -> String {
    format!("https://cms.example.org{path}")
}

fn parent(page: usize) -> Option<usize> {
    (page >= BRANCHES).then(|| page / BRANCHES - 1)
}
