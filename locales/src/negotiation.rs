//! Choosing among the languages of a region by the wishes of a browser or a phone.

mod header;

use icu_locale::{LocaleExpander, subtags::Script};

use crate::{
    aliases,
    tags::{Tag, canonical_cldr},
};

/// The language to answer in, and the way there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Negotiated {
    /// The language to answer in: the first of the chain.
    pub tag: Tag,
    /// Where to look for a text, in this order; without repetitions, the default always in it.
    pub chain: Vec<Tag>,
    /// What was asked for, the dearest first; without `*` and what could not be read.
    pub requested: Vec<Tag>,
    /// Why this language.
    pub reason: Reason,
}

/// Why a language was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It was asked for by this tag.
    Exact,
    /// It was asked for by another name of the same language.
    Alias,
    /// The same language and script was asked for, with another region or a variant.
    Language,
    /// The same language was asked for in another script.
    Script,
    /// Any language would do.
    Any,
    /// Nothing that was asked for is offered.
    Default,
}

/// Chooses among `offered` by an `Accept-Language` header; `default` is the last resort.
///
/// A variant that nobody asked for is never chosen: `de` does not lead to `de-simple`. A tag with
/// `q=0` is never chosen either, except that the default remains when nothing else is left.
pub fn negotiate(header: Option<&str>, offered: &[Tag], default: &Tag) -> Negotiated {
    let (accepted, refused): (Vec<_>, Vec<_>) =
        header::parse(header.unwrap_or_default()).into_iter().partition(|range| range.weight > 0);
    let is_refused = |tag: &Tag| {
        let mut refused = refused.iter().filter_map(|range| range.tag.as_ref());
        refused.any(|refused| aliases::same_language(refused, tag))
    };
    let acceptable = offered.iter().filter(|tag| !is_refused(tag));
    let offers: Vec<Reading> = acceptable.map(Reading::new).collect();

    let mut picks = picks(&accepted, &offers, default);
    picks.push((default, Reason::Default));
    let requested = accepted.into_iter().filter_map(|range| range.tag).collect();
    Negotiated { tag: picks[0].0.clone(), reason: picks[0].1, chain: without_repetitions(&picks), requested }
}

type Pick<'a> = (&'a Tag, Reason);

/// Up to each `*`, first the languages in the script asked for, then those in another one.
fn picks<'a>(accepted: &[header::Range], offers: &[Reading<'a>], default: &'a Tag) -> Vec<Pick<'a>> {
    let mut picks = Vec::new();
    for wishes in accepted.split_inclusive(|range| range.tag.is_none()) {
        let wanted: Vec<Reading> = wishes.iter().filter_map(|range| range.tag.as_ref()).map(Reading::new).collect();
        picks.extend(wanted.iter().flat_map(|wish| wish.readable(offers)));
        picks.extend(wanted.iter().flat_map(|wish| wish.other_script(offers)));
        if wanted.len() < wishes.len() {
            picks.extend(any(offers, default));
        }
    }
    picks
}

/// What `*` stands for: the default, else the first language that is no variant.
fn any<'a>(offers: &[Reading<'a>], default: &'a Tag) -> Option<Pick<'a>> {
    let defaults = offers.iter().find(|offer| offer.tag == default);
    let plain = || offers.iter().find(|offer| offer.marks.is_empty());
    defaults.or_else(plain).map(|offer| (offer.tag, Reason::Any))
}

fn without_repetitions(picks: &[Pick]) -> Vec<Tag> {
    let mut chain = Vec::new();
    for (tag, _) in picks {
        if !chain.contains(*tag) {
            chain.push((*tag).clone());
        }
    }
    chain
}

/// A tag, offered or wanted, with what decides whether it serves another one.
struct Reading<'a> {
    tag: &'a Tag,
    language: String,
    script: Option<Script>,
    has_region: bool,
    /// Variants and private use: what makes it another text, not only another spelling.
    marks: Vec<String>,
}

impl<'a> Reading<'a> {
    fn new(tag: &'a Tag) -> Self {
        let mut id = canonical_cldr(tag);
        let has_region = id.region.is_some();
        LocaleExpander::new_extended().maximize(&mut id);
        Self {
            tag,
            language: language(id.language.as_str(), id.script),
            script: id.script,
            has_region,
            marks: marks(tag),
        }
    }

    /// What a reader of this tag can read as well as it, the closest first.
    fn readable<'o>(&self, offers: &[Reading<'o>]) -> Vec<Pick<'o>> {
        self.served_by(offers, |offer| offer.script == self.script || self.language == "sr")
    }

    fn other_script<'o>(&self, offers: &[Reading<'o>]) -> Vec<Pick<'o>> {
        self.served_by(offers, |offer| offer.script != self.script)
    }

    fn served_by<'o>(&self, offers: &[Reading<'o>], written: impl Fn(&Reading) -> bool) -> Vec<Pick<'o>> {
        let invited = |offer: &Reading| offer.marks.iter().all(|mark| self.marks.contains(mark));
        let mut serving: Vec<&Reading> =
            offers.iter().filter(|offer| offer.language == self.language && invited(offer) && written(offer)).collect();
        serving.sort_by_key(|offer| self.distance(offer));
        serving.into_iter().map(|offer| (offer.tag, self.reason(offer))).collect()
    }

    /// Smaller is closer; equal distances keep the order in which the languages are offered.
    fn distance(&self, offer: &Reading) -> impl Ord + use<> {
        (
            offer.tag != self.tag,
            !aliases::same_language(offer.tag, self.tag),
            offer.script != self.script,
            self.marks.len().saturating_sub(offer.marks.len()),
            offer.has_region,
        )
    }

    fn reason(&self, offer: &Reading) -> Reason {
        if offer.tag == self.tag {
            Reason::Exact
        } else if aliases::same_language(offer.tag, self.tag) {
            Reason::Alias
        } else if offer.script == self.script {
            Reason::Language
        } else {
            Reason::Script
        }
    }
}

/// The canonical language of a row of aliases, so that `ku-Arab-IQ` is served by `ckb`.
fn language(language: &str, script: Option<Script>) -> String {
    let written = script.map(|script| format!("{language}-{script}").to_ascii_lowercase());
    let row_of = |key: &str| aliases::row(key).first().copied();
    let row = written.as_deref().and_then(row_of);
    row.or_else(|| row_of(language)).unwrap_or(language).to_owned()
}

fn marks(tag: &Tag) -> Vec<String> {
    let canonical = Tag::parse(aliases::canonical(tag.key())).map(|tag| tag.locale());
    let locale = canonical.unwrap_or_else(|_| tag.locale());
    let variants = locale.id.variants.iter().map(ToString::to_string);
    let private = locale.extensions.private.iter().map(ToString::to_string);
    variants.chain(private).collect()
}
