//! A real district: what goes in through the import comes out of the v3 face.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use content::html::{self, Removed};
use content::import::integreat::{Defaults, read_directory};
use content::import::{self, Options};
use content::times;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};
use serde_json::Value;

use crate::support::{Server, shared, wait};

/// The languages whose files are there.
const LANGUAGES: [&str; 2] = ["de", "en"];
/// Hosts whose links lead to pages of the district.
const INTERNAL: [&str; 4] = ["integreat.app", "www.integreat.app", "admin.integreat-app.de", "cms.integreat-app.de"];
/// What stands before the paths in the answers.
const PUBLIC_URL: &str = "https://lotse.example";

/// The lists of one language: as it went in, and as it came out.
struct Lists {
    source: Vec<Value>,
    ours: Vec<Value>,
}

/// Imports the district and reads it; none where its files are not.
fn district() -> Option<BTreeMap<&'static str, Lists>> {
    let folder = shared("integreat-lkaugsburg")?;
    let server = Server::start();
    let defaults = Defaults {
        slug: "lkaugsburg".to_owned(),
        name: "Augsburg".to_owned(),
        default_language: "de".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
    };
    let source = read_directory(&folder, &defaults, &|_| ()).unwrap();
    let report = wait(import::run(&server.store, source, Options::default())).unwrap();
    assert!(!report.has_skipped(), "{:?}", report.skipped);
    let lists = LANGUAGES.map(|language| {
        let file = fs::read(folder.join(language).join("pages.json")).unwrap();
        let source = serde_json::from_slice(&file).unwrap();
        let answer = server.get(&format!("/api/v3/lkaugsburg/{language}/pages/")).send();
        (language, Lists { source, ours: serde_json::from_slice(&answer.body).unwrap() })
    });
    Some(BTreeMap::from(lists))
}

#[test]
fn every_page_of_the_district_comes_out_as_it_went_in() {
    let Some(lists) = district() else { return };
    let paths: BTreeSet<&str> = lists.values().flat_map(|lists| &lists.ours).map(|page| text(page, "path")).collect();
    for (language, Lists { source, ours }) in &lists {
        assert_eq!(column(ours, "path"), column(source, "path"), "{language}");
        for (source, ours) in source.iter().zip(ours) {
            compare_members(source, ours);
            compare_languages(source, ours, language);
            compare_html(source, ours, &paths);
        }
    }
}

fn column<'a>(pages: &'a [Value], name: &str) -> Vec<&'a str> {
    pages.iter().map(|page| text(page, name)).collect()
}

fn text<'a>(page: &'a Value, name: &str) -> &'a str {
    page[name].as_str().unwrap()
}

fn compare_members(source: &Value, ours: &Value) {
    let path = text(source, "path");
    assert_eq!(ours["parent"]["path"], source["parent"]["path"], "{path}");
    assert_eq!(text(ours, "title"), decoded(text(source, "title")), "{path}");
    assert_eq!(local(text(ours, "last_updated")), local(text(source, "last_updated")), "{path}");
    assert_eq!(times::parse(text(ours, "modified_gmt")), times::parse(text(source, "modified_gmt")), "{path}");
    assert!(text(ours, "modified_gmt").ends_with('Z'), "{path}");
    assert_eq!(ours["thumbnail"], source["thumbnail"], "{path}");
    assert_eq!(text(ours, "url"), format!("{PUBLIC_URL}{path}"));
    assert_eq!(words(text(ours, "excerpt")), words(text(source, "excerpt")), "{path}");
}

/// An instant with the offset it is written in; the source writes `.000` where only finer digits than ours remain.
fn local(instant: &str) -> (Option<i64>, &str) {
    (times::parse(instant), &instant[instant.len() - "+01:00".len()..])
}

/// Our other languages are those of the source that were imported.
fn compare_languages(source: &Value, ours: &Value, language: &str) {
    let paths = |page: &Value| -> BTreeMap<String, Value> {
        let others = page["available_languages"].as_object().unwrap().iter();
        let imported = others.filter(|(other, _)| LANGUAGES.contains(&other.as_str()) && *other != language);
        imported.map(|(other, page)| (other.clone(), page["path"].clone())).collect()
    };
    assert_eq!(ours["available_languages"].as_object().unwrap().len(), paths(ours).len());
    assert_eq!(paths(ours), paths(source), "{}", text(source, "path"));
}

/// The text of HTML, without its tags and with its character references read.
fn decoded(html: &str) -> String {
    Html::parse_fragment(html).root_element().text().collect()
}

fn words(excerpt: &str) -> Vec<String> {
    decoded(excerpt).split_whitespace().map(str::to_owned).collect()
}

/// One step through a tree.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    Start(String, BTreeMap<String, String>),
    Text(String),
    End(String),
}

fn compare_html(source: &Value, ours: &Value, paths: &BTreeSet<&str>) {
    let (path, before) = (text(source, "path"), text(source, "content"));
    let removed = html::clean(before).unwrap().removed;
    let (expected, found) = (steps(before, &removed), steps(text(ours, "content"), &removed));
    assert_eq!(expected.len(), found.len(), "{path}");
    for (expected, found) in expected.into_iter().zip(found) {
        match (&expected, &found) {
            (Step::Start(element, before), Step::Start(same, after)) if element == same => {
                compare_attributes(before, after, paths, path);
            }
            _ => assert_eq!(expected, found, "{path}"),
        }
    }
}

fn compare_attributes(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
    paths: &BTreeSet<&str>,
    page: &str,
) {
    assert!(before.keys().eq(after.keys()), "{page}: {before:?} {after:?}");
    for (name, value) in before {
        let is_link = name == "href" && is_rendered(value, &after[name], paths);
        assert!(is_link || after[name] == *value, "{page}: {name} {value} {}", after[name]);
    }
}

/// Whether the link `before` of the source leads to the same place as our link `after` to one of our pages.
fn is_rendered(before: &str, after: &str, paths: &BTreeSet<&str>) -> bool {
    let base = url::Url::parse("https://integreat.app/").unwrap();
    let Ok(before) = base.join(before) else { return false };
    if !before.host_str().is_some_and(|host| INTERNAL.contains(&host)) {
        return false;
    }
    let decoded = percent_encoding::percent_decode_str(before.path()).decode_utf8_lossy().to_lowercase();
    let decoded = format!("{}/", decoded.trim_end_matches('/'));
    let Some(after) = after.strip_prefix(PUBLIC_URL) else {
        assert!(!paths.contains(decoded.as_str()), "the link to {decoded} was not rendered");
        return false;
    };
    let (path, fragment) = after.split_once('#').map_or((after, None), |(path, fragment)| (path, Some(fragment)));
    paths.contains(path) && before.fragment() == fragment
}

/// The steps through `html` without what cleaning removes by its own report, and without `rel`.
fn steps(html: &str, removed: &[Removed]) -> Vec<Step> {
    let mut steps = Vec::new();
    walk(Html::parse_fragment(html).root_element(), removed, &mut steps);
    steps
}

fn walk(element: ElementRef<'_>, removed: &[Removed], steps: &mut Vec<Step>) {
    for child in element.children() {
        if let Node::Text(text) = child.value() {
            add_text(steps, text);
        }
        let Some(child) = ElementRef::wrap(child) else { continue };
        let stays = !removed.iter().any(|gone| gone.what == child.value().name());
        if stays {
            steps.push(start(child.value(), removed));
        }
        walk(child, removed, steps);
        if stays {
            steps.push(Step::End(name(child.value())));
        }
    }
}

fn add_text(steps: &mut Vec<Step>, text: &str) {
    match steps.last_mut() {
        Some(Step::Text(before)) => before.push_str(text),
        _ => steps.push(Step::Text(text.to_owned())),
    }
}

fn name(element: &Element) -> String {
    element.name().replace("h1", "h2")
}

fn start(element: &Element, removed: &[Removed]) -> Step {
    let is_removed = |attribute: &str| {
        let what = format!("{}@{attribute}", element.name());
        removed.iter().any(|gone| gone.what == what || gone.what.starts_with(&format!("{what} (")))
    };
    let kept = element.attrs().filter(|(attribute, _)| *attribute != "rel" && !is_removed(attribute));
    Step::Start(name(element), kept.map(|(attribute, value)| (attribute.to_owned(), value.to_owned())).collect())
}
