//! Pages that show the text of another page before or after their own, in the same language, also from another region.
//!
//! Readers get both as one text: the published line has them joined. Only the other page's own text is shown, never what that
//! page includes in turn, so there is no end to look for. What changes in another region follows through [`crate::refresh`].

pub(crate) mod rows;

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::catalog::Text;
use crate::db::Db;
use crate::error::{Error, Reason, Result};
use crate::html::references::{Attribute, Reference, Rewrite, rewrite_links};
use crate::items::{self, Item};
use crate::languages::{self, RegionLanguage};
use crate::publish::{self, NEUTRAL};
use crate::regions::{self, Region};
use crate::stored::text_enum;
use crate::versions::{self, MAX_HTML};
use crate::write::RegionWrite;

text_enum! {
    /// Where the other page's text stands.
    pub enum Position {
        /// Before the page's own text.
        Before = "before",
        /// After it.
        After = "after",
    }
}

/// Another page whose text a page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inclusion {
    /// The id of the other page.
    pub page: String,
    /// Where its text stands.
    pub position: Position,
}

/// The text of another page as it is shown in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Included {
    position: Position,
    html: String,
    /// When it was last changed, in milliseconds since 1970, UTC.
    pub(crate) updated: i64,
}

impl Included {
    /// Both texts as one; only `own` when both are longer than one text may be.
    pub fn beside(&self, own: &str) -> String {
        if own.len() + self.html.len() > MAX_HTML {
            return own.to_owned();
        }
        match self.position {
            Position::Before => format!("{}{own}", self.html),
            Position::After => format!("{own}{}", self.html),
        }
    }
}

/// Notes what `item` includes, now that its details have changed; the other page must be one that readers have.
pub(crate) fn note(tx: &mut RegionWrite<'_>, item: &Item) -> Result<()> {
    rows::delete(tx.db(), &item.id)?;
    let Some(included) = item.details.included() else { return Ok(()) };
    if included == item.id || !is_public(tx.db(), included)? {
        return Err(Error::invalid("includes", Reason::UnknownPublicPage));
    }
    rows::insert(tx.db(), &item.id, included)
}

/// Whether readers have the page in any language.
pub(crate) fn is_public(db: &mut Db, page: &str) -> Result<bool> {
    let Some(item) = items::rows::find(db, page)? else { return Ok(false) };
    let key = format!("{}/{}", item.kind.as_str(), item.id);
    Ok(publish::rows::one(db, item.region, NEUTRAL, &key)?.is_some())
}

/// The pages of this region that include one of `included` have changed.
pub(crate) fn touch(tx: &mut RegionWrite<'_>, included: &[String]) -> Result<()> {
    let region = tx.region_id();
    for item in rows::including(tx.db(), region, included)? {
        tx.touch(&item);
    }
    Ok(())
}

/// What `item` shows of another page in `language`.
pub fn text(db: &mut Db, item: &Item, language: &str) -> Result<Option<Included>> {
    Ok(texts(db, &[item])?.remove(&(item.id.clone(), language.to_owned())))
}

/// What `items` show of other pages, by item and key of the language.
pub(crate) fn texts(db: &mut Db, items: &[&Item]) -> Result<HashMap<(String, String), Included>> {
    let wanted = items.iter().filter_map(|item| Some((*item, item.details.includes.as_ref()?)));
    let wanted: Vec<(&Item, &Inclusion)> = wanted.collect();
    let ids: BTreeSet<&String> = wanted.iter().map(|(_, inclusion)| &inclusion.page).collect();
    let others = visible(db, &ids.into_iter().cloned().collect::<Vec<_>>())?;
    let ids: Vec<String> = others.keys().cloned().collect();
    let published = versions::published_of(db, &ids)?;
    let mut sources = HashMap::new();
    for region in others.values().map(|other| other.region).collect::<BTreeSet<i64>>() {
        sources.insert(region, Source::of(db, region)?);
    }
    let mut texts = HashMap::new();
    for (item, inclusion) in wanted {
        let Some(other) = others.get(&inclusion.page) else { continue };
        let source = &sources[&other.region];
        let of_other = published.range((other.id.clone(), String::new())..).take_while(|((id, _), _)| *id == other.id);
        for ((_, language), text) in of_other {
            let Some(language) = source.language(language) else { continue };
            let own = &text.version.html;
            let html = if other.region == item.region { own.clone() } else { source.with_paths(db, own, language)? };
            let included = Included { position: inclusion.position, html, updated: text.version.updated };
            texts.insert((item.id.clone(), language.key.clone()), included);
        }
    }
    Ok(texts)
}

/// Those of the pages `ids` that neither are archived nor stand below an archived one.
fn visible(db: &mut Db, ids: &[String]) -> Result<HashMap<String, Item>> {
    let found = items::rows::find_all(db, ids)?;
    let known = items::with_ancestors(db, found.clone())?;
    let visible = found.into_iter().filter(|item| !items::is_hidden(item, &known));
    Ok(visible.map(|item| (item.id.clone(), item)).collect())
}

/// A region from which pages are included.
struct Source {
    region: Region,
    /// Its active languages.
    languages: Vec<RegionLanguage>,
}

impl Source {
    fn of(db: &mut Db, region: i64) -> Result<Self> {
        let mut languages = languages::tree(db, region)?;
        languages.retain(|language| language.active);
        Ok(Self { region: regions::by_id(db, region)?, languages })
    }

    fn language(&self, key: &str) -> Option<&RegionLanguage> {
        self.languages.iter().find(|language| language.key == key)
    }

    /// `html` for readers of another region, who cannot resolve references to pages of this one: they get paths.
    fn with_paths(&self, db: &mut Db, html: &str, language: &RegionLanguage) -> Result<String> {
        let mut failed = None;
        let rewritten = rewrite_links(html, |address, attribute| {
            let (Some(to), Attribute::Href) = (Reference::parse(address), attribute) else { return Rewrite::Keep };
            match self.path(db, to, language) {
                Ok(path) => path.map_or(Rewrite::Drop, Rewrite::To),
                Err(error) => {
                    failed = Some(error);
                    Rewrite::Keep
                }
            }
        });
        failed.map_or(Ok(rewritten.into_owned()), Err)
    }

    /// The path of a page's text in `language`, else in the region's first language; the server leads from its slug to where it stands.
    fn path(&self, db: &mut Db, to: Reference<'_>, language: &RegionLanguage) -> Result<Option<String>> {
        let first = self.language(&self.region.default_language);
        for language in [language].into_iter().chain(first) {
            let key = format!("{}/{}", to.kind, to.id);
            let Some(line) = publish::rows::one(db, self.region.id, &language.key, &key)? else { continue };
            let text: Text = sync::body(&line).map_err(|error| Error::Corrupt(error.to_string()))?;
            let fragment = to.fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
            return Ok(Some(format!("/{}/{}/{}/{fragment}", self.region.slug, language.slug, text.slug)));
        }
        Ok(None)
    }
}
