//! Bytes of pages: each made from one snapshot, rendered after the snapshot is closed.

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::http::header::{CONTENT_LANGUAGE, HeaderName, HeaderValue};
use actix_web::web::Data;
use content::Db;
use content::catalog::{self, Catalog};
use content::error::{Error, Noun, Result};
use content::languages::RegionLanguage;

use super::changes::{Changes, Revision, Since};
use super::objects::View;
use crate::prepared::{Body, Built};
use crate::state::{Extra, State, on_a_thread, stamp_of};
use crate::v3::{built, written};

/// Names the state that an answer shows.
const LOTSE_REVISION: HeaderName = HeaderName::from_static("lotse-revision");

/// Some pages of a region in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Branch {
    /// The page with this number.
    Page(i64),
    /// The page with this number (none: the root, which is no page) and the pages some levels down from it.
    Down(Option<i64>, u8),
    /// The pages above the one with this number.
    Up(i64),
}

impl Branch {
    /// The pages, in order.
    fn ids<'a>(self, catalog: &'a Catalog, language: &str) -> Result<Vec<&'a str>> {
        let item = |number: i64| catalog.item_of_number(number).ok_or_else(|| unknown(number));
        let down = |root: Option<&str>, depth: u8| {
            catalog.walk(root, Some(depth.into()), |id| catalog.text(id, language).is_some())
        };
        Ok(match self {
            Self::Page(number) => vec![item(number)?],
            Self::Up(number) => catalog.ancestors(item(number)?),
            Self::Down(None, depth) => down(None, depth),
            Self::Down(Some(number), depth) => {
                let root = item(number)?;
                [vec![root], down(Some(root), depth)].concat()
            }
        })
    }
}

fn unknown(number: i64) -> Error {
    Error::not_found(Noun::Page, number.to_string())
}

/// One state of a region in one language: what pages there are, and texts of some.
struct Snapshot {
    catalog: Arc<Catalog>,
    language: RegionLanguage,
    htmls: HashMap<String, String>,
}

/// Reads a snapshot with the texts that `texts` picks.
async fn snapshot(
    state: &Data<State>,
    region: i64,
    language: i64,
    texts: impl FnOnce(&mut Db, &Catalog, &str) -> Result<HashMap<String, String>> + Send + 'static,
) -> Result<Snapshot> {
    let shared = Data::clone(state);
    let read = move |db: &mut Db| {
        let catalog = shared.catalogs.load(db, region)?;
        let language = catalog.languages.iter().find(|own| own.id == language).cloned();
        let language = language.ok_or_else(|| Error::not_found(Noun::Language, ""))?;
        let htmls = texts(db, &catalog, &language.key)?;
        Ok(Snapshot { catalog, language, htmls })
    };
    state.store.read(read).await
}

/// The list of all pages, with notes about what changed since the list before.
pub(super) async fn list(
    state: Data<State>,
    region: i64,
    language: i64,
    previous: Option<Arc<Body<Extra>>>,
) -> Result<Built<Extra>> {
    let all = move |db: &mut Db, _: &Catalog, language: &str| catalog::htmls(db, region, language);
    let snapshot = snapshot(&state, region, language, all).await?;
    on_a_thread(move || Ok(snapshot.list(&state.public_url, previous.as_deref()))).await
}

/// Some pages: one as an object, several as a list.
pub(super) async fn branch(state: Data<State>, region: i64, language: i64, branch: Branch) -> Result<Built<Extra>> {
    let some = move |db: &mut Db, catalog: &Catalog, language: &str| {
        let mut htmls = HashMap::new();
        for id in branch.ids(catalog, language)? {
            let html = catalog::html(db, region, id, language)?;
            htmls.extend(html.map(|html| (id.to_owned(), html)));
        }
        Ok(htmls)
    };
    let snapshot = snapshot(&state, region, language, some).await?;
    on_a_thread(move || snapshot.branch(branch, &state.public_url)).await
}

/// What changed in `list`.
pub(super) async fn since(list: Arc<Body<Extra>>, since: Since) -> Result<Built<Extra>> {
    on_a_thread(move || {
        let Extra::Changes(changes) = list.extra() else { return Ok(built(Vec::new(), list.stamp())) };
        let mut built = built(changes.answer(since, list.identity()), list.stamp());
        built.headers.push(revision(changes.revision()));
        Ok(built)
    })
    .await
}

impl Snapshot {
    fn list(&self, public_url: &str, previous: Option<&Body<Extra>>) -> Built<Extra> {
        let view = View::new(&self.catalog, &self.language, public_url);
        let (json, listed) = view.list(&self.catalog.complete(&self.language.key), &self.htmls);
        let previous = previous.and_then(|body| match body.extra() {
            Extra::Changes(notes) => Some((notes, body.identity().as_ref())),
            Extra::None => None,
        });
        let counter = &self.catalog.counter;
        let at = Revision { epoch: counter.epoch.clone(), rev: counter.rev };
        let changes = Changes::note(at, listed, &json, previous);
        let mut built = self.built(json);
        built.headers.push(revision(changes.revision()));
        built.extra = Extra::Changes(changes);
        built
    }

    fn branch(&self, branch: Branch, public_url: &str) -> Result<Built<Extra>> {
        let view = View::new(&self.catalog, &self.language, public_url);
        let ids = branch.ids(&self.catalog, &self.language.key)?;
        let Branch::Page(number) = branch else { return Ok(self.built(view.list(&ids, &self.htmls).0)) };
        let page = ids.first().and_then(|id| view.page(id, self.htmls.get(*id)?));
        Ok(self.built(written(&page.ok_or_else(|| unknown(number))?)))
    }

    fn built(&self, json: Vec<u8>) -> Built<Extra> {
        let mut built = built(json, stamp_of(self.catalog.counter.edits));
        let tag = HeaderValue::try_from(&self.language.tag).ok();
        built.headers.extend(tag.map(|tag| (CONTENT_LANGUAGE, tag)));
        built
    }
}

fn revision(revision: &Revision) -> (HeaderName, HeaderValue) {
    let value = HeaderValue::try_from(revision.to_string());
    (LOTSE_REVISION, value.unwrap_or(HeaderValue::from_static("unknown")))
}
