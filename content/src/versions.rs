//! Translations as append-only versions: draft, review, public, withdrawn.
//!
//! Versions of a text are numbered 1..n. *Published* is the newest of {public, withdrawn} if that is public; a later
//! draft does not hide it. A text names the version of its source that it follows, and is *outdated* when the
//! published source has a non-minor version above that. Clocks decide nothing.

pub mod history;
mod progress;
pub mod reviews;
pub(crate) mod rows;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::audit::Change;
use crate::db::Db;
use crate::error::{Conflict, Error, Noun, Reason, Result};
use crate::items::{Base, Item};
use crate::languages::RegionLanguage;
use crate::numbers;
use crate::slugs;
use crate::stored::text_enum;
use crate::write::RegionWrite;

pub use progress::{Progress, progress};

/// The most characters of a title.
pub const MAX_TITLE: usize = 1024;
/// The most bytes of a text, so that its line stays below the limit of delta sync.
pub const MAX_HTML: usize = 900 << 10;
/// The most characters of a reason.
pub const MAX_REASON: usize = 1000;

text_enum! {
    /// How far a version has come.
    pub enum State {
        /// Being written; nobody else sees it.
        Draft = "draft",
        /// Waiting for somebody who may publish it.
        Review = "review",
        /// Readable by everybody.
        Public = "public",
        /// No longer readable; hides the public versions before it.
        Withdrawn = "withdrawn",
    }
}

/// One version of a text.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Version {
    /// The item.
    pub item: String,
    /// The key of the language.
    pub language: String,
    /// 1 for the first version of this text.
    pub number: i64,
    /// How far it has come.
    #[diesel(deserialize_as = String)]
    pub state: State,
    /// The title, plain text.
    pub title: String,
    /// Its name in addresses.
    pub slug: String,
    /// The cleaned text.
    pub html: String,
    /// A small change that no translation has to follow.
    pub minor: bool,
    /// Written by a machine and not yet read by a person.
    pub machine: bool,
    /// The number of the source text's version that this one follows; none in the first language.
    pub follows: Option<i64>,
    /// Who saved it.
    pub author: String,
    /// When the text was last changed, in milliseconds since 1970, UTC.
    pub updated: i64,
    /// When this version was saved here.
    pub created: i64,
    /// Why it was made, in the words of whoever made it.
    pub reason: Option<String>,
}

impl Version {
    /// The same text, to be saved once more.
    pub(crate) fn draft(&self, state: State) -> Draft {
        Draft {
            title: self.title.clone(),
            slug: None,
            html: self.html.clone(),
            state,
            minor: self.minor,
            machine: self.machine,
            follows: self.follows,
            updated: None,
            reason: None,
        }
    }
}

/// A text to be saved as the next version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The title, plain text.
    pub title: String,
    /// Its name in addresses; kept, or made from the title, when none is given.
    pub slug: Option<String>,
    /// The cleaned text.
    pub html: String,
    /// Draft, review or public.
    pub state: State,
    /// A small change that no translation has to follow.
    pub minor: bool,
    /// Written by a machine and not yet read by a person.
    pub machine: bool,
    /// The version of the source text that it follows; decided here when none is given.
    pub follows: Option<i64>,
    /// When the text was last changed, in milliseconds since 1970, UTC; now, if not given.
    pub updated: Option<i64>,
    /// Why it is changed, for those who compare versions.
    pub reason: Option<String>,
}

/// Which text: an item in one of its region's languages.
#[derive(Clone, Copy, Debug)]
pub struct Address<'a> {
    /// The item.
    pub item: &'a Item,
    /// The language.
    pub language: &'a RegionLanguage,
}

/// What saving has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// This version was appended.
    Appended(Version),
    /// The newest version says the same already.
    Unchanged(Version),
}

impl Saved {
    /// The newest version, appended or not.
    pub fn version(&self) -> &Version {
        match self {
            Self::Appended(version) | Self::Unchanged(version) => version,
        }
    }
}

/// A text as readers have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Published {
    pub(crate) version: Version,
    /// The newest public version that is not minor.
    pub(crate) major: i64,
    /// Slugs of earlier public versions.
    pub(crate) former: Vec<String>,
}

/// Saves `draft` as the next version, unless somebody saved since `base`.
pub fn save(tx: &mut RegionWrite<'_>, at: Address<'_>, author: &str, base: Base, draft: Draft) -> Result<Saved> {
    check(&draft)?;
    let newest = newest(tx.db(), &at)?;
    base.must_match(newest.as_ref().map_or(0, |version| version.number))?;
    let published = match &newest {
        Some(newest) if newest.state == State::Public => Some(newest.clone()),
        _ => published(tx.db(), &at)?,
    };
    let follows = follows(tx, at, newest.as_ref(), &draft)?;
    if let Some(newest) = newest.as_ref().filter(|newest| says(newest, &draft, follows)) {
        return Ok(Saved::Unchanged(newest.clone()));
    }
    let slug = match (&draft.slug, &newest) {
        (Some(wanted), _) => slugs::take(tx, at.item, &at.language.key, wanted).map(|()| wanted.clone())?,
        (None, Some(newest)) => newest.slug.clone(),
        (None, None) => slugs::take_free(tx, at.item, &at.language.key, &slugs::of_title(&draft.title))?,
    };
    let same_text = published.as_ref().is_some_and(|old| old.title == draft.title && old.html == draft.html);
    append(
        tx,
        at,
        Version {
            item: at.item.id.clone(),
            language: at.language.key.clone(),
            number: newest.map_or(0, |version| version.number) + 1,
            state: draft.state,
            title: draft.title,
            slug,
            html: draft.html,
            minor: published.is_some() && (draft.minor || same_text),
            machine: draft.machine,
            follows,
            author: author.to_owned(),
            updated: draft.updated.unwrap_or(tx.now()),
            created: tx.now(),
            reason: draft.reason,
        },
    )
    .map(Saved::Appended)
}

/// Takes the public text away from readers.
pub fn withdraw(tx: &mut RegionWrite<'_>, at: Address<'_>, author: &str, base: Base) -> Result<Version> {
    let newest = newest(tx.db(), &at)?;
    base.must_match(newest.as_ref().map_or(0, |version| version.number))?;
    let (Some(newest), Some(public)) = (newest, published(tx.db(), &at)?) else {
        return Err(Error::Conflict(Conflict::NotPublic));
    };
    let (author, created) = (author.to_owned(), tx.now());
    append(
        tx,
        at,
        Version { number: newest.number + 1, state: State::Withdrawn, author, created, reason: None, ..public },
    )
}

/// Makes the text public again that a withdrawal took away, as a change that nobody has to follow.
pub(crate) fn reinstate(
    tx: &mut RegionWrite<'_>,
    at: Address<'_>,
    author: &str,
    withdrawn: Version,
) -> Result<Version> {
    let number = newest(tx.db(), &at)?.map_or(0, |version| version.number) + 1;
    let (author, created) = (author.to_owned(), tx.now());
    append(tx, at, Version { number, state: State::Public, minor: true, author, created, reason: None, ..withdrawn })
}

fn append(tx: &mut RegionWrite<'_>, at: Address<'_>, version: Version) -> Result<Version> {
    rows::insert(tx.db(), &version)?;
    numbers::of_text(tx, &at.item.id, &at.language.key)?;
    tx.touch(&at.item.id);
    tx.changed(Change {
        subject: format!("{}/{}/{}", at.item.kind.as_str(), at.item.id, at.language.key),
        before: Some(version.number - 1).filter(|number| *number > 0),
        after: Some(version.number),
    });
    Ok(version)
}

/// The newest version of any state.
pub fn newest(db: &mut Db, at: &Address<'_>) -> Result<Option<Version>> {
    rows::newest(db, &at.item.id, &at.language.key)
}

/// The version that readers have.
pub fn published(db: &mut Db, at: &Address<'_>) -> Result<Option<Version>> {
    let decided = rows::newest_decided(db, &at.item.id, &at.language.key)?;
    Ok(decided.filter(|version| version.state == State::Public))
}

/// The newest version that is public or withdrawn.
pub(crate) fn decided(db: &mut Db, at: &Address<'_>) -> Result<Option<Version>> {
    rows::newest_decided(db, &at.item.id, &at.language.key)
}

/// The version `number`.
pub fn find(db: &mut Db, at: &Address<'_>, number: i64) -> Result<Version> {
    let found = rows::find(db, &at.item.id, &at.language.key, number)?;
    found.ok_or_else(|| Error::not_found(Noun::Translation, number.to_string()))
}

/// The newest public version and the newest that is not minor of the published text; none when nothing is published.
pub(crate) fn source_numbers(db: &mut Db, item: &str, language: &str) -> Result<Option<(i64, i64)>> {
    let runs = rows::runs(db, &[item.to_owned()])?;
    let of_language = runs.iter().filter(|run| run.language == language);
    Ok(History::of(of_language).map(|history| (history.number, history.major)))
}

/// The texts of `items` that somebody other than `author` has withdrawn, by item and language.
pub(crate) fn withdrawn_by_others(db: &mut Db, items: &[String], author: &str) -> Result<HashSet<(String, String)>> {
    let mut newest = HashMap::new();
    for row in rows::decided(db, items)? {
        newest.insert((row.item, row.language), (row.state, row.author));
    }
    newest.retain(|_, (state, by)| *state == State::Withdrawn && by != author);
    Ok(newest.into_keys().collect())
}

/// Refuses what cannot be saved as a version of a text.
pub(crate) fn check(draft: &Draft) -> Result<()> {
    let title = draft.title.trim();
    if title.is_empty() {
        return Err(Error::invalid("title", Reason::Empty));
    }
    if title.chars().count() > MAX_TITLE {
        return Err(Error::invalid("title", Reason::TooLong { limit: MAX_TITLE }));
    }
    if draft.html.len() > MAX_HTML {
        return Err(Error::invalid("html", Reason::TooLong { limit: MAX_HTML }));
    }
    if draft.reason.as_ref().is_some_and(|reason| reason.chars().count() > MAX_REASON) {
        return Err(Error::invalid("reason", Reason::TooLong { limit: MAX_REASON }));
    }
    if draft.state == State::Withdrawn {
        return Err(Error::invalid("state", Reason::UnknownValue { allowed: "draft, review, public".to_owned() }));
    }
    Ok(())
}

/// A minor change keeps following what it followed; any other follows the source as it stands now.
fn follows(tx: &mut RegionWrite<'_>, at: Address<'_>, newest: Option<&Version>, draft: &Draft) -> Result<Option<i64>> {
    let Some(source) = &at.language.source else { return Ok(None) };
    match (draft.follows, newest) {
        (Some(follows), _) => existing(tx, at.item, source, follows).map(Some),
        (None, Some(newest)) if draft.minor || has_same_text(newest, draft) => Ok(newest.follows),
        _ => Ok(Some(source_numbers(tx.db(), &at.item.id, source)?.map_or(0, |(number, _)| number))),
    }
}

/// `follows`, if the source text has come that far; 0 stands for none of its versions.
fn existing(tx: &mut RegionWrite<'_>, item: &Item, source: &str, follows: i64) -> Result<i64> {
    let newest = rows::newest(tx.db(), &item.id, source)?.map_or(0, |version| version.number);
    if (0..=newest).contains(&follows) {
        return Ok(follows);
    }
    Err(Error::invalid("follows", Reason::UnknownValue { allowed: format!("0 to {newest}") }))
}

fn says(newest: &Version, draft: &Draft, follows: Option<i64>) -> bool {
    has_same_text(newest, draft)
        && newest.state == draft.state
        && newest.machine == draft.machine
        && newest.follows == follows
        && draft.updated.is_none_or(|updated| updated == newest.updated)
        && draft.slug.as_ref().is_none_or(|slug| *slug == newest.slug)
}

fn has_same_text(version: &Version, draft: &Draft) -> bool {
    version.title == draft.title && version.html == draft.html
}

/// A public or withdrawn version, without its text.
#[derive(Clone, Debug, diesel::Queryable)]
pub(crate) struct Decided {
    pub(crate) item: String,
    pub(crate) language: String,
    #[diesel(deserialize_as = String)]
    pub(crate) state: State,
    pub(crate) author: String,
}

/// Public or withdrawn versions that are alike but for their text, from the first to the last of them; others may stand between.
#[derive(Clone, Debug, diesel::Queryable)]
pub(crate) struct Run {
    pub(crate) item: String,
    pub(crate) language: String,
    #[diesel(deserialize_as = String)]
    pub(crate) state: State,
    pub(crate) minor: bool,
    pub(crate) slug: String,
    pub(crate) first: Option<i64>,
    pub(crate) last: Option<i64>,
}

/// What the public versions of one published text add up to.
struct History {
    number: i64,
    major: i64,
    former: Vec<String>,
}

impl History {
    /// `runs` are those of one text, by their last versions; none when it is not published.
    fn of<'a>(runs: impl Iterator<Item = &'a Run>) -> Option<Self> {
        let runs: Vec<&Run> = runs.collect();
        let newest = runs.last().filter(|run| run.state == State::Public)?;
        let mut public: Vec<&Run> = runs.iter().copied().filter(|run| run.state == State::Public).collect();
        let major = public.iter().rfind(|run| !run.minor).and_then(|run| run.last);
        public.sort_by_key(|run| run.first);
        let mut former: Vec<String> = Vec::new();
        for run in public.iter().filter(|run| run.slug != newest.slug) {
            if !former.contains(&run.slug) {
                former.push(run.slug.clone());
            }
        }
        Some(Self { number: newest.last?, major: major.unwrap_or_default(), former })
    }
}

/// The published texts of `items`, by item and language.
pub(crate) fn published_of(db: &mut Db, items: &[String]) -> Result<BTreeMap<(String, String), Published>> {
    let mut runs_of: BTreeMap<(String, String), Vec<Run>> = BTreeMap::new();
    for run in rows::runs(db, items)? {
        runs_of.entry((run.item.clone(), run.language.clone())).or_default().push(run);
    }
    let mut histories: BTreeMap<(String, String), History> = BTreeMap::new();
    for (at, runs) in runs_of {
        if let Some(history) = History::of(runs.iter()) {
            histories.insert(at, history);
        }
    }
    let mut texts = BTreeMap::new();
    for item in items {
        let of_item = histories.range((item.clone(), String::new())..).take_while(|((id, _), _)| id == item);
        let numbers: Vec<i64> = of_item.map(|(_, history)| history.number).collect();
        for version in rows::with_numbers(db, item, &numbers)? {
            let at = (version.item.clone(), version.language.clone());
            if histories.get(&at).is_some_and(|history| history.number == version.number) {
                let history = histories.remove(&at).expect("it was just looked at");
                texts.insert(at, Published { version, major: history.major, former: history.former });
            }
        }
    }
    Ok(texts)
}
