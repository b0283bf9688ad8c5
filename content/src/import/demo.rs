//! The demo region: pages written for this project and embedded in the program, loaded as any other import.
//!
//! `demo/pages/<nn-slug>/<language>.html` is a page's text: the title in its first line, the day it was changed in the
//! second, then HTML in which `page:<folder>` leads to another page. Folders in a folder are the pages below it.

use std::collections::{BTreeMap, BTreeSet};

use include_dir::{Dir, include_dir};
use locales::tags::Tag;

use crate::html;
use crate::import::{Pair, Source, SourceLanguage, SourcePage, hash};
use crate::regions::{NewRegion, Point};
use crate::slugs;
use crate::times;

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/demo/pages");

/// The slug of the demo region.
pub const REGION: &str = "minden-luebbecke";
const DEFAULT: &str = "de";

/// A folder of the demo content.
struct Folder<'a> {
    name: &'a str,
    parent: Option<usize>,
    order: i64,
    texts: BTreeMap<String, File<'a>>,
}

/// One text, cut into its three parts.
struct File<'a> {
    title: &'a str,
    day: &'a str,
    html: &'a str,
}

/// The demo region with all its pages.
///
/// It panics when an embedded file is not of the form above; a test reads them all.
pub fn source() -> Source {
    let mut folders = Vec::new();
    collect(&PAGES, None, &mut folders);
    let languages: BTreeSet<&String> = folders.iter().flat_map(|folder| folder.texts.keys()).collect();
    Source {
        name: "demo",
        region: region(),
        hosts: BTreeSet::new(),
        languages: languages.into_iter().map(|language| read(&folders, language)).collect(),
        unreadable: Vec::new(),
    }
}

fn region() -> NewRegion {
    NewRegion {
        prefix: "Kreis".to_owned(),
        postal_code: "32423".to_owned(),
        centre: Some(Point { longitude: 8.9146, latitude: 52.2895 }),
        bounding_box: Some([[8.29, 52.10], [9.20, 52.54]]),
        ..NewRegion::named(REGION, "Minden-Lübbecke", DEFAULT, "Europe/Berlin")
    }
}

fn collect<'a>(dir: &'a Dir<'a>, parent: Option<usize>, folders: &mut Vec<Folder<'a>>) {
    let mut below: Vec<_> = dir.dirs().collect();
    below.sort_by_key(|dir| dir.path());
    for dir in below {
        let index = folders.len();
        let order = i64::try_from(index).expect("there are few pages") + 1;
        let name = dir.path().to_str().expect("folders have plain names");
        folders.push(Folder { name, parent, order, texts: dir.files().filter_map(text).collect() });
        collect(dir, Some(index), folders);
    }
}

fn text<'a>(file: &'a include_dir::File<'a>) -> Option<(String, File<'a>)> {
    let language = file.path().file_name()?.to_str()?.strip_suffix(".html")?;
    let (title, rest) = file.contents_utf8()?.split_once('\n')?;
    let (day, html) = rest.split_once('\n')?;
    let day = day.strip_prefix("<!-- updated ")?.strip_suffix(" -->")?;
    Some((language.to_owned(), File { title, day, html }))
}

fn read(folders: &[Folder<'_>], language: &str) -> SourceLanguage {
    let of_language =
        folders.iter().enumerate().filter_map(|(index, folder)| Some((index, folder.texts.get(language)?)));
    let pages = of_language.map(|(index, file)| page(folders, index, file, language)).collect();
    SourceLanguage {
        tag: Tag::parse(language).expect("the files are named after languages"),
        slug: language.to_owned(),
        pages,
        skipped: Vec::new(),
        is_complete: true,
        seen: Vec::new(),
    }
}

fn page(folders: &[Folder<'_>], index: usize, file: &File<'_>, language: &str) -> SourcePage {
    let folder = &folders[index];
    let mut raw = file.html.to_owned();
    for (other, target) in folders.iter().enumerate() {
        let address = path(folders, other, language);
        raw = raw.replace(&format!("\"page:{}\"", target.name), &format!("\"{address}\""));
    }
    let html::Cleaned { html, removed } = html::clean(&raw).expect("the demo pages are well formed");
    let path = path(folders, index, language);
    let parent = folder.parent.map(|parent| self::path(folders, parent, language));
    let hash = hash(&[file.title, &raw, file.day, &path, parent.as_deref().unwrap_or_default()]);
    let others = folder.texts.keys().filter(|key| *key != language);
    SourcePage {
        id: None,
        parent,
        order: folder.order,
        title: file.title.to_owned(),
        html,
        removed,
        updated: times::parse(&format!("{}T08:00:00Z", file.day)).expect("the second line holds a day"),
        icon: None,
        translations: others.flat_map(|key| Pair::both(key, None, &self::path(folders, index, key))).collect(),
        hash,
        path,
    }
}

/// The address of a page; a page without a text in `language` is named by its German title.
fn path(folders: &[Folder<'_>], index: usize, language: &str) -> String {
    let folder = &folders[index];
    let above =
        folder.parent.map_or_else(|| format!("/{REGION}/{language}/"), |parent| path(folders, parent, language));
    let text = folder.texts.get(language).or_else(|| folder.texts.get(DEFAULT)).expect("every page has a German text");
    format!("{above}{}/", slugs::of_title(text.title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::references::{Rewrite, rewrite_links};

    fn folders() -> Vec<Folder<'static>> {
        let mut folders = Vec::new();
        collect(&PAGES, None, &mut folders);
        folders
    }

    fn count(dir: &Dir<'_>) -> usize {
        dir.files().count() + dir.dirs().map(count).sum::<usize>()
    }

    #[test]
    fn every_file_is_read_and_loses_nothing() {
        let folders = folders();

        let files: Vec<_> = folders.iter().flat_map(|folder| folder.texts.values()).collect();

        assert_eq!(files.len(), count(&PAGES));
        for file in files {
            let raw = file.html.replace("\"page:", "\"/");
            assert_eq!(html::clean(&raw).unwrap().removed, [], "{}", file.title);
        }
    }

    #[test]
    fn every_link_between_pages_leads_somewhere() {
        let folders = folders();
        let source = source();
        let slugs = source.languages.iter().map(|language| language.slug.as_str());
        let known: BTreeSet<String> = slugs
            .flat_map(|slug| (0..folders.len()).map(|index| path(&folders, index, slug)).collect::<Vec<_>>())
            .collect();

        for page in source.languages.iter().flat_map(|language| &language.pages) {
            rewrite_links(&page.html, |address, _| {
                assert!(known.contains(address) || !address.starts_with(['/', 'p']), "{}: {address}", page.path);
                Rewrite::Keep
            });
        }
    }
}
