//! Random edits of a region: after each, every line and counter is what the model says.

use std::sync::atomic::{AtomicU32, Ordering};

use content::catalog::Catalog;
use content::error::{Conflict, Reason};
use content::items::Base;
use content::versions::{Draft, Saved, State};
use content::{Error, Result, languages};
use locales::tags::Tag;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};

use super::model::{self, LANGUAGES, Model, Spot, Version};
use crate::support::{Database, NOW, Page, Region};

/// One edit; pages and siblings are drawn from those there are when it comes.
#[derive(Clone, Debug)]
enum Edit {
    Create { parent: Option<Index>, spot: AnySpot },
    Save { page: Index, language: usize, text: Text },
    Withdraw { page: Index, language: usize },
    Move { page: Index, parent: Option<Index>, spot: AnySpot },
    Archive { page: Index, archived: bool },
    Confirm { page: Index, day: &'static str },
    AddLanguage,
}

#[derive(Clone, Copy, Debug)]
enum AnySpot {
    First,
    Last,
    Before(Index),
    After(Index),
}

#[derive(Clone, Debug)]
struct Text {
    state: State,
    title: &'static str,
    slug: Option<&'static str>,
    html: &'static str,
    minor: bool,
    machine: bool,
    updated: i64,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let page = any::<Index>;
    let parent = || prop::option::of(any::<Index>());
    let spot = || {
        prop_oneof![
            Just(AnySpot::First),
            Just(AnySpot::Last),
            any::<Index>().prop_map(AnySpot::Before),
            any::<Index>().prop_map(AnySpot::After),
        ]
    };
    let edit = prop_oneof![
        3 => (parent(), spot()).prop_map(|(parent, spot)| Edit::Create { parent, spot }),
        8 => (page(), 0..3usize, text()).prop_map(|(page, language, text)| Edit::Save { page, language, text }),
        2 => (page(), 0..3usize).prop_map(|(page, language)| Edit::Withdraw { page, language }),
        3 => (page(), parent(), spot()).prop_map(|(page, parent, spot)| Edit::Move { page, parent, spot }),
        2 => (page(), any::<bool>()).prop_map(|(page, archived)| Edit::Archive { page, archived }),
        1 => (page(), prop::sample::select(vec!["2026-11-21", "2026-11-22"])).prop_map(|(page, day)| Edit::Confirm { page, day }),
        1 => Just(Edit::AddLanguage),
    ];
    prop::collection::vec(edit, 1..40)
}

fn text() -> impl Strategy<Value = Text> {
    let state = prop_oneof![1 => Just(State::Draft), 1 => Just(State::Review), 4 => Just(State::Public)];
    let slug = prop_oneof![4 => Just(None), 1 => prop::sample::select(vec![Some("a"), Some("b"), Some("news")])];
    let rest = (any::<bool>(), prop::bool::weighted(0.2), 0..2i64);
    let words = (prop::sample::select(vec!["A", "B", "News"]), prop::sample::select(vec!["<p>1</p>", "<p>2</p>"]));
    (state, slug, words, rest).prop_map(|(state, slug, (title, html), (minor, machine, day))| Text {
        state,
        title,
        slug,
        html,
        minor,
        machine,
        updated: NOW - day * 86_400_000,
    })
}

/// A region and the model of it.
struct World {
    region: Region,
    pages: Vec<Page>,
    model: Model,
    catalog: Catalog,
}

impl World {
    fn new(database: &Database) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let slug = format!("region-{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let region = database.region(&slug, &["de", "en"]);
        let catalog = load(&region, None);
        let mut model = Model { languages: 2, edits: 1, ..Model::default() };
        model.publish(model.published(&slug, &[]));
        Self { region, pages: Vec::new(), model, catalog }
    }

    /// Does `edit` to both; what cannot be drawn from no pages is left out.
    fn apply(&mut self, edit: Edit) {
        let none_yet = self.pages.is_empty();
        let changed = match edit {
            Edit::Create { parent, spot } => self.create(parent, spot),
            Edit::AddLanguage => self.add_language(),
            _ if none_yet => false,
            Edit::Save { page, language, text } => self.save(page.index(self.pages.len()), language, &text),
            Edit::Withdraw { page, language } => self.withdraw(page.index(self.pages.len()), language),
            Edit::Move { page, parent, spot } => self.relocate(page.index(self.pages.len()), parent, spot),
            Edit::Archive { page, archived } => self.archive(page.index(self.pages.len()), archived),
            Edit::Confirm { page, day } => self.confirm(page.index(self.pages.len()), day),
        };
        self.model.edits += i64::from(changed);
    }

    fn create(&mut self, parent: Option<Index>, spot: AnySpot) -> bool {
        let (parent, spot) = self.draw(parent, spot);
        let place = spot.place(parent.map(|parent| self.pages[parent].id.clone()), &self.model.pages);
        let page = self.region.empty_page(place);
        self.model.pages.push(model::Page { id: page.id.clone(), ..model::Page::default() });
        self.model.put(self.pages.len(), parent, spot);
        self.pages.push(page);
        true
    }

    fn save(&mut self, page: usize, language: usize, text: &Text) -> bool {
        let Some((key, source)) = self.model.languages().get(language).copied() else { return false };
        let result = self.pages[page].save(key, self.base(page, key), draft(text));
        let own = &self.model.pages[page];
        let newest = own.newest(key);
        let same_as = |version: &Version| version.title == text.title && version.html == text.html;
        let follows = source.and_then(|source| match newest {
            Some(newest) if text.minor || same_as(newest) => newest.follows,
            _ => Some(own.published(source).map_or(0, |(number, _)| number)),
        });
        let mut version = Version {
            state: text.state,
            title: text.title,
            slug: text.slug.map(str::to_owned).or(newest.map(|newest| newest.slug.clone())).unwrap_or_default(),
            html: text.html,
            minor: own.published(key).is_some_and(|(_, public)| text.minor || same_as(public)),
            machine: text.machine,
            follows,
            updated: text.updated,
        };
        if newest.is_some_and(|newest| Version { minor: newest.minor, ..version.clone() } == *newest) {
            assert!(matches!(result, Ok(Saved::Unchanged(_))), "{result:?}");
            return false;
        }
        if version.slug.is_empty() {
            version.slug = self.model.free_slug(page, key, text.title);
        } else if text.slug.is_some() && self.model.is_reserved(page, &version.slug) {
            assert!(matches!(result, Err(Error::Invalid { reason: Reason::Reserved, .. })), "{result:?}");
            return false;
        } else if text.slug.is_some() && !self.model.may_have(page, key, &version.slug) {
            assert!(matches!(result, Err(Error::Conflict(Conflict::SlugTaken { .. }))), "{result:?}");
            return false;
        }
        assert!(matches!(result, Ok(Saved::Appended(_))), "{result:?}");
        self.model.pages[page].texts.entry(key).or_default().push(version);
        true
    }

    fn withdraw(&mut self, page: usize, language: usize) -> bool {
        let Some((key, _)) = self.model.languages().get(language).copied() else { return false };
        let result = self.pages[page].withdraw(key, self.base(page, key));
        let own = &mut self.model.pages[page];
        let Some((_, public)) = own.published(key) else {
            assert!(result.is_err(), "{result:?}");
            return false;
        };
        let withdrawn = Version { state: State::Withdrawn, ..public.clone() };
        result.unwrap();
        own.texts.entry(key).or_default().push(withdrawn);
        true
    }

    fn relocate(&mut self, page: usize, parent: Option<Index>, spot: AnySpot) -> bool {
        let (parent, spot) = self.draw(parent, spot);
        let place = spot.place(parent.map(|parent| self.pages[parent].id.clone()), &self.model.pages);
        let result = self.pages[page].move_to(Base::Any, place);
        let beside_itself = matches!(spot, Spot::Before(other) | Spot::After(other) if other == page);
        if beside_itself || parent.is_some_and(|parent| self.model.chain(parent).contains(&page)) {
            assert!(matches!(result, Err(Error::Conflict(Conflict::Cycle))), "{result:?}");
            return false;
        }
        let old = self.model.pages[page].parent;
        if old.is_some() && parent.is_none() && self.model.pages[page].has_slug("news") {
            assert!(matches!(result, Err(Error::Invalid { reason: Reason::Reserved, .. })), "{result:?}");
            return false;
        }
        result.unwrap();
        let before = (old, self.model.children(old));
        self.model.put(page, parent, spot);
        before != (parent, self.model.children(parent))
    }

    fn archive(&mut self, page: usize, archived: bool) -> bool {
        self.pages[page].set_archived(Base::Any, archived).unwrap();
        std::mem::replace(&mut self.model.pages[page].archived, archived) != archived
    }

    fn confirm(&mut self, page: usize, day: &'static str) -> bool {
        self.pages[page].confirm(Base::Any, day).unwrap();
        self.model.pages[page].checked.replace(day) != Some(day)
    }

    fn add_language(&mut self) -> bool {
        let (key, source) = LANGUAGES[2];
        let added: Result<bool> =
            self.region.write(move |tx| languages::add(tx, &Tag::parse(key).unwrap(), key, source));
        let expected = self.model.languages == 2;
        self.model.languages = 3;
        assert_eq!(added.unwrap(), expected);
        expected
    }

    /// Parent and spot for a page that is made or moved; a sibling decides the parent.
    fn draw(&self, parent: Option<Index>, spot: AnySpot) -> (Option<usize>, Spot) {
        let pages = &self.model.pages;
        if pages.is_empty() {
            return (None, Spot::Last);
        }
        let draw = |index: Index| index.index(pages.len());
        match spot {
            AnySpot::First => (parent.map(draw), Spot::First),
            AnySpot::Last => (parent.map(draw), Spot::Last),
            AnySpot::Before(sibling) => (pages[draw(sibling)].parent, Spot::Before(draw(sibling))),
            AnySpot::After(sibling) => (pages[draw(sibling)].parent, Spot::After(draw(sibling))),
        }
    }

    fn base(&self, page: usize, language: &str) -> Base {
        let count = self.model.pages[page].texts.get(language).map_or(0, Vec::len);
        if count == 0 { Base::None } else { Base::Number(i64::try_from(count).unwrap()) }
    }

    /// Compares lines, counters, versions' numbers, order and the catalog that was kept up to date.
    fn check(&mut self) {
        let positions: Vec<i64> = self.pages.iter().map(|page| page.item().position).collect();
        let wanted = self.model.published(&self.region.slug, &positions);
        self.model.publish(wanted);
        let counter = self.region.counter();
        assert_eq!(model::read(&self.region.lines()), self.model.lines);
        assert_eq!((counter.edits, counter.rev), (self.model.edits, self.model.rev));
        for parent in std::iter::once(None).chain((0..self.pages.len()).map(Some)) {
            let children: Vec<i64> = self.model.children(parent).iter().map(|child| positions[*child]).collect();
            assert!(children.is_sorted_by(|a, b| a < b), "{children:?}");
        }
        self.catalog = load(&self.region, Some(self.catalog.clone()));
        let fresh = load(&self.region, None);
        for (language, _) in self.model.languages() {
            assert_eq!(self.catalog.complete(language), fresh.complete(language));
            assert_eq!(self.catalog.complete(language), self.complete(language));
        }
    }

    /// The pages that v3 lists: those with a text, and above them only pages with one; in tree order.
    fn complete(&self, language: &str) -> Vec<&str> {
        let (mut found, mut open) = (Vec::new(), self.model.children(None));
        open.reverse();
        while let Some(page) = open.pop() {
            let own = &self.model.pages[page];
            if own.published(language).is_some() && !own.archived {
                found.push(own.id.as_str());
                open.extend(self.model.children(Some(page)).into_iter().rev());
            }
        }
        found
    }
}

fn draft(text: &Text) -> Draft {
    Draft {
        title: text.title.to_owned(),
        slug: text.slug.map(str::to_owned),
        html: text.html.to_owned(),
        state: text.state,
        minor: text.minor,
        machine: text.machine,
        follows: None,
        updated: Some(text.updated),
        reason: None,
    }
}

fn load(region: &Region, previous: Option<Catalog>) -> Catalog {
    let id = region.id;
    region.read(move |db| Catalog::load(db, id, previous.as_ref()))
}

#[test]
fn what_is_published_is_what_the_model_says() {
    let database = Database::new();
    let mut runner = TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });

    let result = runner.run(&edits(), |edits| {
        let mut world = World::new(&database);
        for edit in edits {
            world.apply(edit);
            world.check();
        }
        Ok(())
    });

    result.unwrap();
}
