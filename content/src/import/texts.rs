//! The texts of an import: new, changed, unchanged, edited on both sides, or gone.

use std::collections::{HashMap, HashSet};

use crate::error::Result;
use crate::import::applying::Run;
use crate::import::report::Matter;
use crate::import::rows::{self, Text};
use crate::import::{SourcePage, text_hash};
use crate::items::{self, Base, Item};
use crate::slugs;
use crate::versions::{self, Address, Draft, Saved, State, Version};
use crate::write::RegionWrite;

/// A text on its way in, its links turned into references.
pub(super) struct Incoming<'a> {
    pub(super) item: &'a str,
    pub(super) language: &'a str,
    pub(super) page: &'a SourcePage,
    pub(super) html: String,
}

/// What earlier imports brought, by item and language.
pub(super) struct Texts {
    known: HashMap<(String, String), Text>,
    /// What editors have withdrawn here.
    withdrawn: HashSet<(String, String)>,
}

impl Texts {
    pub(super) fn load(tx: &mut RegionWrite<'_>, run: &Run<'_>) -> Result<Self> {
        let texts = rows::texts(tx.db(), run.region.id, run.source.name)?;
        let known: HashMap<_, _> =
            texts.into_iter().map(|text| ((text.item.clone(), text.language.clone()), text)).collect();
        let mut items: Vec<String> = known.keys().map(|(item, _)| item.clone()).collect();
        items.sort_unstable();
        items.dedup();
        Ok(Self { known, withdrawn: versions::withdrawn_by_others(tx.db(), &items, &run.author)? })
    }

    /// How many texts of a language the last import knew, and how many of them are not `present`.
    pub(super) fn absent(&self, language: &str, present: &HashSet<(String, String)>) -> (usize, usize) {
        let known = self.known.iter().filter(|((_, key), text)| key == language && text.present);
        let (known, absent): (Vec<_>, Vec<_>) =
            known.map(|(at, _)| ((), (!present.contains(at)).then_some(()))).unzip();
        (known.len(), absent.into_iter().flatten().count())
    }

    /// Brings one text up to what the source says.
    pub(super) fn bring(&mut self, tx: &mut RegionWrite<'_>, run: &mut Run<'_>, incoming: &Incoming<'_>) -> Result<()> {
        let at = (incoming.item.to_owned(), incoming.language.to_owned());
        let before = self.known.get(&at);
        let same = |text: &&Text| text.source_hash == incoming.page.hash && text.source_date == incoming.page.updated;
        if before.filter(same).is_some_and(|text| text.present) {
            run.of_language(incoming.language).unchanged += 1;
            if self.withdrawn.contains(&at) {
                run.conflict(&at.0, Some(&at.1), &incoming.page.path, Matter::WithdrawnHere);
            }
            return Ok(());
        }
        let brought = text_hash(&incoming.page.title, &incoming.html);
        let Some(language) = run.language(incoming.language).cloned() else { return Ok(()) };
        let item = items::find(tx.db(), run.region.id, crate::kinds::Kind::Page, incoming.item)?;
        let address = Address { item: &item, language: &language };
        let decided = versions::decided(tx.db(), &address)?;
        let step = step(decided.as_ref(), before, &brought, incoming, &run.author);
        self.take(tx, run, address, step, incoming)?;
        let text = Text {
            item: at.0.clone(),
            language: at.1.clone(),
            source_hash: incoming.page.hash.clone(),
            cleaned_hash: brought,
            source_date: incoming.page.updated,
            present: true,
        };
        rows::put_text(tx.db(), run.region.id, run.source.name, &text)?;
        tx.wrote();
        self.known.insert(at, text);
        Ok(())
    }

    fn take(
        &self,
        tx: &mut RegionWrite<'_>,
        run: &mut Run<'_>,
        at: Address<'_>,
        step: Step,
        incoming: &Incoming<'_>,
    ) -> Result<()> {
        let key = incoming.language;
        match step {
            Step::Nothing => run.of_language(key).unchanged += 1,
            Step::Create => {
                self.save(tx, run, at, State::Public, incoming)?;
                run.of_language(key).created += 1;
            }
            Step::Update => {
                self.save(tx, run, at, State::Public, incoming)?;
                run.of_language(key).updated += 1;
            }
            Step::Reinstate(withdrawn) => {
                versions::reinstate(tx, at, &run.author, *withdrawn)?;
                run.of_language(key).updated += 1;
            }
            Step::Keep { matter, draft } => {
                if draft {
                    self.save(tx, run, at, State::Draft, incoming)?;
                }
                run.conflict(incoming.item, Some(key), &incoming.page.path, matter);
            }
        }
        Ok(())
    }

    fn save(
        &self,
        tx: &mut RegionWrite<'_>,
        run: &mut Run<'_>,
        at: Address<'_>,
        state: State,
        incoming: &Incoming<'_>,
    ) -> Result<Saved> {
        let follows = self.follows(tx, at, incoming)?;
        let newest = versions::newest(tx.db(), &at)?.map_or(0, |version| version.number);
        let base = if newest == 0 { Base::None } else { Base::Number(newest) };
        let slug = slugs::take_free(tx, at.item, &at.language.key, &slug_of(incoming.page))?;
        let draft = Draft {
            title: incoming.page.title.clone(),
            slug: Some(slug),
            html: incoming.html.clone(),
            state,
            minor: false,
            machine: false,
            follows,
            updated: Some(incoming.page.updated),
            reason: None,
        };
        for removed in &incoming.page.removed {
            *run.report.removed.entry(removed.what.clone()).or_default() += removed.count;
        }
        versions::save(tx, at, &run.author, base, draft)
    }

    /// The newest source version; the one before the newest major one when the source text is not older.
    fn follows(&self, tx: &mut RegionWrite<'_>, at: Address<'_>, incoming: &Incoming<'_>) -> Result<Option<i64>> {
        let Some(source) = &at.language.source else { return Ok(None) };
        let Some((newest, major)) = versions::source_numbers(tx.db(), incoming.item, source)? else {
            return Ok(Some(0));
        };
        let date = self.known.get(&(incoming.item.to_owned(), source.clone())).map(|text| text.source_date);
        let is_older = date.is_some_and(|date| incoming.page.updated <= date);
        Ok(Some(if is_older { major - 1 } else { newest }))
    }

    /// Withdraws what the source has no more, and archives pages that are left in no language.
    pub(super) fn take_away(
        &mut self,
        tx: &mut RegionWrite<'_>,
        run: &mut Run<'_>,
        present: &HashSet<(String, String)>,
    ) -> Result<()> {
        let complete: HashSet<&str> =
            run.source.languages.iter().filter(|language| language.is_complete).map(|l| l.tag.key()).collect();
        let mut gone: Vec<(String, String)> = self
            .known
            .iter()
            .filter(|(at, text)| text.present && complete.contains(at.1.as_str()) && !present.contains(*at))
            .map(|(at, _)| at.clone())
            .collect();
        gone.sort_unstable();
        for at in &gone {
            self.withdraw(tx, run, at)?;
        }
        gone.dedup_by(|a, b| a.0 == b.0);
        for (item, _) in gone {
            self.archive(tx, run, &item)?;
        }
        Ok(())
    }

    fn withdraw(&mut self, tx: &mut RegionWrite<'_>, run: &mut Run<'_>, at: &(String, String)) -> Result<()> {
        let (Some(text), Some(language)) = (self.known.get_mut(at), run.language(&at.1).cloned()) else {
            return Ok(());
        };
        text.present = false;
        let text = text.clone();
        rows::put_text(tx.db(), run.region.id, run.source.name, &text)?;
        tx.wrote();
        let item = items::find(tx.db(), run.region.id, crate::kinds::Kind::Page, &at.0)?;
        let address = Address { item: &item, language: &language };
        let Some(public) = versions::published(tx.db(), &address)? else { return Ok(()) };
        if text_hash(&public.title, &public.html) == text.cleaned_hash {
            versions::withdraw(tx, address, &run.author, Base::Any)?;
            run.of_language(&at.1).withdrawn += 1;
        } else {
            run.conflict(&at.0, Some(&at.1), "", Matter::RemovedThere);
        }
        Ok(())
    }

    /// Archives an item that no imported language has any more, unless a text of it is still public.
    fn archive(&self, tx: &mut RegionWrite<'_>, run: &mut Run<'_>, item: &str) -> Result<()> {
        let is_present = self.known.iter().any(|((id, _), text)| id == item && text.present);
        let item: Item = items::find(tx.db(), run.region.id, crate::kinds::Kind::Page, item)?;
        let texts = versions::published_of(tx.db(), std::slice::from_ref(&item.id))?;
        if !is_present && texts.is_empty() && !item.archived {
            let base = Base::Number(item.number);
            items::set_archived(tx, item, base, true, &run.author)?;
            run.report.archived += 1;
        }
        Ok(())
    }
}

/// What to do with an incoming text.
enum Step {
    Nothing,
    Create,
    Update,
    Reinstate(Box<Version>),
    Keep { matter: Matter, draft: bool },
}

/// `decided` is the newest public or withdrawn version here, `before` what the last import brought.
fn step(
    decided: Option<&Version>,
    before: Option<&Text>,
    brought: &str,
    incoming: &Incoming<'_>,
    author: &str,
) -> Step {
    let Some(decided) = decided else { return Step::Create };
    let is_same_text = before.is_some_and(|text| text.cleaned_hash == brought);
    if decided.state == State::Withdrawn {
        return match (decided.author == author, is_same_text) {
            (true, true) => Step::Reinstate(Box::new(decided.clone())),
            (true, false) => Step::Update,
            (false, same) => Step::Keep { matter: Matter::WithdrawnHere, draft: !same },
        };
    }
    let here = text_hash(&decided.title, &decided.html);
    if here == brought {
        let is_newer = decided.updated != incoming.page.updated || decided.slug != slug_of(incoming.page);
        return if is_newer { Step::Update } else { Step::Nothing };
    }
    match before {
        Some(text) if text.cleaned_hash == here => Step::Update,
        Some(_) if is_same_text => Step::Nothing,
        _ => Step::Keep { matter: Matter::EditedOnBothSides, draft: true },
    }
}

/// The last segment of the page's path, or a slug made from its title where that is none.
fn slug_of(page: &SourcePage) -> String {
    let last = page.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if slugs::is_slug(last) { last.to_owned() } else { slugs::of_title(&page.title) }
}
