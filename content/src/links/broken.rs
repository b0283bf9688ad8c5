//! Links that lead nowhere: of what readers have, and of what is being written.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::checks::{self, Check, Counts, State as Known};
use super::rows::{self, Text};
use super::tree::Tree;
use crate::actors::Actor;
use crate::db::Db;
use crate::error::Result;
use crate::html::references::{Reference, Rewrite, rewrite_links};
use crate::languages;
use crate::roles::Right;
use crate::stored::text_enum;
use crate::versions::State;

/// How many pages' texts are read at a time; bounds the memory that a large region takes.
const CHUNK: usize = 200;
/// What the HTML of a text with a link has.
const WITH_ATTRIBUTES: &str = "%=\"%";

text_enum! {
    /// Why a link leads nowhere.
    pub enum Kind {
        /// There is no such page in the region.
        Missing = "missing",
        /// The page is archived, itself or with a page above it.
        Archived = "archived",
        /// The page has no public text in the language of the link.
        Untranslated = "untranslated",
        /// Nobody answers at the address on another server.
        Dead = "dead",
    }
}

/// A link that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenLink {
    /// Why.
    pub kind: Kind,
    /// Where it should lead: `item:page/…`, or an address on another server.
    pub target: String,
    /// How often it stands in the text.
    pub count: usize,
    /// A stable word for what the last visit met; none for pages.
    pub detail: Option<String>,
    /// When the first of the failed visits was made.
    pub since: Option<i64>,
    /// When the last one was.
    pub checked: Option<i64>,
    /// The page with the link.
    pub page: String,
    /// The key of the language of its text.
    pub language: String,
    /// The version of its text.
    pub version: i64,
    /// The title of its text.
    pub title: String,
    /// Whether readers have this version.
    pub is_public: bool,
}

/// Where in the list a link stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The page.
    pub page: String,
    /// The key of the language.
    pub language: String,
    /// The version.
    pub version: i64,
    /// Its place among those of the version, from 0.
    pub index: usize,
}

/// Which links are wanted.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Only these.
    pub kind: Option<Kind>,
    /// Only those after this one.
    pub after: Option<Position>,
    /// At most so many.
    pub limit: usize,
    /// Whether addresses on other servers are checked at all.
    pub external: bool,
}

/// Links that lead nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// By page, language, version and target.
    pub links: Vec<BrokenLink>,
    /// The position of the last one, if there are more.
    pub next: Option<Position>,
    /// The addresses on other servers that readers' texts link to.
    pub external: Counts,
}

/// The links of `region` that lead nowhere, of the texts that `actor` may see.
///
/// Texts of archived pages and of languages that are not active are left out, and what is withdrawn.
pub fn find(db: &mut Db, region: i64, actor: &Actor, wanted: &Wanted) -> Result<Found> {
    let tree = Tree::of(db, region)?;
    let languages = languages::tree(db, region)?.into_iter().filter(|language| language.active);
    let look = Look {
        published: rows::published(db, region)?.into_iter().collect(),
        languages: languages.map(|language| language.key).collect(),
        tree,
    };
    let ids = look.tree.ids(|page| !look.tree.is_hidden(page) && actor.may(Right::See, &look.tree.place(page)));
    let mut suspects = Suspects::default();
    for chunk in ids.chunks(CHUNK) {
        let mut texts = rows::public_texts(db, chunk, WITH_ATTRIBUTES)?;
        texts.extend(rows::unpublished_texts(db, chunk, WITH_ATTRIBUTES)?);
        for text in &texts {
            look.at(text, &mut suspects);
        }
    }
    let urls: Vec<String> = suspects.visited.iter().chain(&suspects.unread).cloned().collect();
    let known = if wanted.external { rows::checks(db, &urls)? } else { Vec::new() };
    let known: HashMap<&str, &Check> = known.iter().map(|check| (check.url.as_str(), check)).collect();
    let mut external = Counts::default();
    for url in &suspects.visited {
        external.add(known.get(url.as_str()).map_or(Known::Unchecked, |check| check.state), 1);
    }
    let links = suspects.links.into_iter().filter_map(|suspect| suspect.judged(&known)).collect();
    let (links, next) = page_of(links, wanted);
    Ok(Found { links, next, external })
}

/// What has to be known to judge a link.
struct Look {
    tree: Tree,
    /// Item and language of what readers have, unless the page is hidden.
    published: HashSet<(String, String)>,
    languages: HashSet<String>,
}

/// Links that may lead nowhere, and all addresses on other servers.
#[derive(Default)]
struct Suspects {
    links: Vec<Suspect>,
    /// Addresses that readers' texts link to.
    visited: BTreeSet<String>,
    /// Addresses that only others link to.
    unread: BTreeSet<String>,
}

struct Suspect {
    link: BrokenLink,
    /// As what an address on another server is visited.
    url: Option<String>,
}

impl Look {
    /// Notes the links of `text` that may lead nowhere.
    fn at(&self, text: &Text, suspects: &mut Suspects) {
        if !self.languages.contains(&text.language) {
            return;
        }
        let mut targets = BTreeMap::<String, usize>::new();
        rewrite_links(&text.html, |address, _| {
            *targets.entry(address.to_owned()).or_default() += 1;
            Rewrite::Keep
        });
        for (target, count) in targets {
            let url = checks::url_of(&target);
            let kind = if url.is_some() { Some(Kind::Dead) } else { self.judge(&target, &text.language) };
            let Some(kind) = kind else { continue };
            let is_public = text.state == State::Public;
            let urls = if is_public { &mut suspects.visited } else { &mut suspects.unread };
            urls.extend(url.clone());
            let link = BrokenLink {
                kind,
                target,
                count,
                detail: None,
                since: None,
                checked: None,
                page: text.item.clone(),
                language: text.language.clone(),
                version: text.number,
                title: text.title.clone(),
                is_public,
            };
            suspects.links.push(Suspect { link, url });
        }
    }

    /// Why a reference in a text in `language` leads nowhere, if it does.
    fn judge(&self, target: &str, language: &str) -> Option<Kind> {
        let Some(Reference { kind: "page", id, .. }) = Reference::parse(target) else { return None };
        let Some(page) = self.tree.page(id) else { return Some(Kind::Missing) };
        if self.tree.is_hidden(page) {
            return Some(Kind::Archived);
        }
        let is_published = self.published.contains(&(id.to_owned(), language.to_owned()));
        (!is_published).then_some(Kind::Untranslated)
    }
}

impl Suspect {
    /// The link, if it leads nowhere by what is known of addresses on other servers.
    fn judged(self, known: &HashMap<&str, &Check>) -> Option<BrokenLink> {
        let Some(url) = self.url else { return Some(self.link) };
        let check = known.get(url.as_str()).filter(|check| check.state == Known::Dead)?;
        let detail = Some(check.detail.clone());
        Some(BrokenLink { detail, since: check.failed, checked: check.checked, ..self.link })
    }
}

/// The part of `links` that is wanted, and the position of its last one if there are more.
fn page_of(mut links: Vec<BrokenLink>, wanted: &Wanted) -> (Vec<BrokenLink>, Option<Position>) {
    links.sort_by(|a, b| key(a).cmp(&key(b)));
    let mut last: Option<Position> = None;
    let mut page: Vec<(Position, BrokenLink)> = Vec::new();
    for link in links {
        let same = last
            .as_ref()
            .filter(|last| (&last.page, &last.language, last.version) == (&link.page, &link.language, link.version));
        let index = same.map_or(0, |last| last.index + 1);
        let position =
            Position { page: link.page.clone(), language: link.language.clone(), version: link.version, index };
        last = Some(position.clone());
        let is_wanted = wanted.kind.is_none_or(|kind| kind == link.kind);
        if is_wanted && wanted.after.as_ref().is_none_or(|after| position > *after) {
            page.push((position, link));
        }
        if page.len() > wanted.limit {
            break;
        }
    }
    let is_more = page.len() > wanted.limit;
    page.truncate(wanted.limit);
    let next = page.last().filter(|_| is_more).map(|(position, _)| position.clone());
    (page.into_iter().map(|(_, link)| link).collect(), next)
}

fn key(link: &BrokenLink) -> (&str, &str, i64, &str) {
    (&link.page, &link.language, link.version, &link.target)
}
