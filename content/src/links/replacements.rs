//! Search and replace in the texts of a region: addresses of links, or words.

use std::collections::{BTreeSet, HashMap};

use super::rows::{self, Text};
use super::tree::Tree;
use crate::actors::Actor;
use crate::db::Db;
use crate::error::{Error, Reason, Result};
use crate::html;
use crate::html::references::{Rewrite, rewrite_links};
use crate::items::{Base, Item};
use crate::languages::{self, RegionLanguage};
use crate::revision;
use crate::roles::Right;
use crate::stored::text_enum;
use crate::versions::{self, Address, Draft, MAX_HTML, State, reviews};
use crate::write::RegionWrite;

/// The most texts that are changed at once.
pub const MOST: usize = 1000;
/// The most bytes of what is looked for, and of what takes its place.
pub const MAX_LENGTH: usize = 2000;
/// How many pages' texts are read at a time; bounds the memory that a large region takes.
const CHUNK: usize = 200;

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The whole address of links and images.
    Address,
    /// How the address of links and images begins.
    Prefix,
    /// The text between the tags.
    Words,
}

/// What is replaced by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// Where it is looked for.
    pub what: What,
    /// What is looked for.
    pub from: String,
    /// What takes its place.
    pub to: String,
    /// The keys of the languages in which; all without it.
    pub languages: Option<BTreeSet<String>>,
}

text_enum! {
    /// What becomes of a text.
    pub enum Outcome {
        /// It has a new version in the state of the one before.
        Replaced = "replaced",
        /// It has a new version that somebody else has to publish.
        Review = "review",
        /// Readers have it, but somebody works on a newer version: that one has to be finished by a person.
        ByHand = "by-hand",
        /// Whoever asks may not publish it.
        Forbidden = "forbidden",
        /// It would be too large, or be no clean text any more.
        Unfit = "unfit",
    }
}

/// What becomes of a text in which something was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The page.
    pub page: String,
    /// The key of the language.
    pub language: String,
    /// The title of the text.
    pub title: String,
    /// How far the version is in which it was found.
    pub state: State,
    /// How often it was found.
    pub occurrences: usize,
    /// The number of that version.
    pub before: i64,
    /// The number of the new version.
    pub after: Option<i64>,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// What a replacement would do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How often the region had changed when it was made.
    edits: i64,
    steps: Vec<Step>,
}

#[derive(Clone, Debug)]
struct Step {
    row: Row,
    /// The next version, if there is to be one.
    draft: Option<Draft>,
}

impl Replacement {
    /// Refuses what cannot be meant.
    pub fn check(&self) -> Result<()> {
        for (field, text) in [("from", &self.from), ("to", &self.to)] {
            if text.len() > MAX_LENGTH {
                return Err(Error::invalid(field, Reason::TooLong { limit: MAX_LENGTH }));
            }
            if text.chars().any(char::is_control) {
                return Err(Error::invalid(field, Reason::ControlCharacter));
            }
        }
        if self.from.is_empty() {
            return Err(Error::invalid("from", Reason::Empty));
        }
        if self.what == What::Words {
            return Ok(());
        }
        if self.to.is_empty() {
            return Err(Error::invalid("to", Reason::Empty));
        }
        if html::is_address(&self.to) { Ok(()) } else { Err(Error::invalid("to", Reason::NotALink)) }
    }

    /// `html` with everything replaced, and how often.
    fn apply(&self, html: &str) -> (String, usize) {
        if self.what == What::Words {
            return html::replace_words(html, &self.from, &self.to);
        }
        let mut count = 0;
        let replaced = rewrite_links(html, |address, _| {
            let rest = match self.what {
                What::Prefix => address.strip_prefix(&self.from),
                _ => Some("").filter(|_| address == self.from),
            };
            let Some(rest) = rest else { return Rewrite::Keep };
            count += 1;
            Rewrite::To(format!("{}{rest}", self.to))
        });
        (replaced.into_owned(), count)
    }

    /// What texts in which something may be found are like.
    fn pattern(&self) -> String {
        let stored =
            if self.what == What::Words { html::encode_text(&self.from) } else { html::encode_value(&self.from) };
        let escaped = stored.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        format!("%{escaped}%")
    }
}

/// What `replacement` would do for `actor` as the region stands now.
pub fn plan(db: &mut Db, region: i64, actor: &Actor, replacement: &Replacement) -> Result<Plan> {
    let edits = revision::of(db, region)?.edits;
    let languages = languages::tree(db, region)?;
    let search = Search { tree: Tree::of(db, region)?, region, actor, replacement, languages };
    let pattern = replacement.pattern();
    let mut steps = Vec::new();
    for chunk in search.tree.ids(|_| true).chunks(CHUNK) {
        let mut texts = rows::public_texts(db, chunk, &pattern)?;
        texts.extend(rows::unpublished_texts(db, chunk, &pattern)?);
        texts.sort_by(|a, b| (&a.item, &a.language, a.number).cmp(&(&b.item, &b.language, b.number)));
        let items: BTreeSet<String> = texts.iter().map(|text| text.item.clone()).collect();
        let newest = rows::newest(db, &items.into_iter().collect::<Vec<_>>())?.into_iter();
        let newest: HashMap<_, _> = newest.map(|(item, language, number)| ((item, language), number)).collect();
        for text in texts {
            let last = newest.get(&(text.item.clone(), text.language.clone())).copied().unwrap_or(text.number);
            steps.extend(search.step(db, text, last)?);
        }
    }
    if steps.iter().filter(|step| step.draft.is_some()).count() > MOST {
        return Err(Error::invalid("from", Reason::TooMany { limit: MOST }));
    }
    Ok(Plan { edits, steps })
}

struct Search<'a> {
    tree: Tree,
    region: i64,
    actor: &'a Actor,
    replacement: &'a Replacement,
    languages: Vec<RegionLanguage>,
}

impl Search<'_> {
    /// What becomes of `text`, if something is found in it; `newest` is the number of the newest version.
    fn step(&self, db: &mut Db, text: Text, newest: i64) -> Result<Option<Step>> {
        let wanted = self.replacement.languages.as_ref();
        let language = self.languages.iter().find(|language| language.key == text.language);
        let (Some(language), Some(item)) = (language, self.tree.page(&text.item)) else { return Ok(None) };
        if wanted.is_some_and(|keys| !keys.contains(&language.key)) {
            return Ok(None);
        }
        let place = self.tree.place(item).in_language(&language.key);
        let (html, occurrences) = self.replacement.apply(&text.html);
        if occurrences == 0 || !self.actor.may(Right::See, &place) {
            return Ok(None);
        }
        let (outcome, draft) = if !self.actor.may(Right::Publish, &place) {
            (Outcome::Forbidden, None)
        } else if text.number < newest {
            (Outcome::ByHand, None)
        } else {
            self.next(db, Address { item, language }, &text, &html)?
        };
        let after = draft.as_ref().map(|_| text.number + 1);
        let Text { item: page, language, title, state, number: before, .. } = text;
        Ok(Some(Step { row: Row { page, language, title, state, occurrences, before, after, outcome }, draft }))
    }

    /// The version after `text`, with `html`.
    fn next(&self, db: &mut Db, at: Address<'_>, text: &Text, html: &str) -> Result<(Outcome, Option<Draft>)> {
        let cleaned = html::clean(html).ok().filter(|cleaned| cleaned.removed.is_empty());
        let Some(cleaned) = cleaned.filter(|cleaned| cleaned.html.len() <= MAX_HTML) else {
            return Ok((Outcome::Unfit, None));
        };
        let is_public = text.state == State::Public;
        let may_stay =
            !is_public || reviews::may_be_public(db, self.region, at, &self.actor.name, (&text.title, &cleaned.html))?;
        let (outcome, state) =
            if may_stay { (Outcome::Replaced, text.state) } else { (Outcome::Review, State::Review) };
        let draft = Draft {
            title: text.title.clone(),
            slug: None,
            html: cleaned.html,
            state,
            minor: true,
            machine: text.machine,
            follows: text.follows,
            updated: None,
            reason: None,
        };
        Ok((outcome, Some(draft)))
    }
}

impl Plan {
    /// What becomes of each text.
    pub fn rows(self) -> Vec<Row> {
        self.steps.into_iter().map(|step| step.row).collect()
    }
}

/// Makes the new versions of `plan`; when the region has changed meanwhile, those that it needs now.
pub fn apply(tx: &mut RegionWrite<'_>, actor: &Actor, replacement: &Replacement, plan: Plan) -> Result<Vec<Row>> {
    let region = tx.region_id();
    // Taking the lock has raised the counter.
    let is_current = revision::of(tx.db(), region)?.edits == plan.edits + 1;
    let plan = if is_current { plan } else { self::plan(tx.db(), region, actor, replacement)? };
    let languages = tx.languages()?;
    let tree = Tree::of(tx.db(), region)?;
    let mut done = Vec::with_capacity(plan.steps.len());
    for Step { mut row, draft } in plan.steps {
        let language = languages.iter().find(|language| language.key == row.language);
        if let (Some(draft), Some(language), Some(item)) = (draft, language, tree.page(&row.page)) {
            row.after = Some(save(tx, item, language, &actor.name, row.before, draft)?);
        }
        done.push(row);
    }
    Ok(done)
}

fn save(
    tx: &mut RegionWrite<'_>,
    item: &Item,
    language: &RegionLanguage,
    author: &str,
    before: i64,
    draft: Draft,
) -> Result<i64> {
    let saved = versions::save(tx, Address { item, language }, author, Base::Number(before), draft)?;
    Ok(saved.version().number)
}
