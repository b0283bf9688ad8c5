//! What the API answers about coverage.

use std::collections::BTreeMap;

use content::catalog::Catalog;
use content::languages::RegionLanguage;
use content::{coverage, times};
use serde::Serialize;
use utoipa::ToSchema;

/// How much of a region can be read in which language.
///
/// For each language, the pages count that are published in its source language (for a language without a source: in
/// itself) and that are reachable: not archived, nor below a page that is archived or published nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Coverage)]
pub(crate) struct Report {
    /// Slug of the region.
    #[schema(example = "musterkreis")]
    pub(crate) region: String,
    /// Name of the region, for people.
    #[schema(example = "Landkreis Musterkreis")]
    pub(crate) name: String,
    /// IANA time zone that decides to which month a change belongs.
    #[schema(example = "Europe/Berlin")]
    pub(crate) time_zone: String,
    /// The active languages of the region in its order, with the figures of all topics together.
    pub(crate) languages: Vec<Language>,
    /// The root pages in tree order, each with everything below it.
    pub(crate) topics: Vec<Topic>,
    /// All topics and all translations together. Languages without a source are left out.
    pub(crate) total: Figures,
    /// Texts changed per month, the oldest month first; months without changes are left out. A text counts once for
    /// each date at which it was changed.
    pub(crate) rhythm: Vec<Month>,
}

/// A language, with the figures of all topics together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CoverageLanguage)]
#[expect(clippy::struct_field_names, reason = "the names of the members are part of the API")]
pub(crate) struct Language {
    /// BCP 47 tag.
    #[schema(example = "en")]
    pub(crate) language: String,
    /// What its readers call it.
    #[schema(example = "English")]
    pub(crate) name: String,
    /// Writing direction: `ltr` or `rtl`.
    #[schema(example = "ltr")]
    pub(crate) direction: &'static str,
    /// Tag of the language that its texts are translated from; null for a language in which texts are written first.
    #[schema(example = "de")]
    pub(crate) source: Option<String>,
    #[serde(flatten)]
    pub(crate) figures: Figures,
}

/// A root page with everything below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CoverageTopic)]
pub(crate) struct Topic {
    /// Id of the root page.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    pub(crate) id: String,
    /// Title of the root page in the region's default language, or in the first language that has one.
    #[schema(example = "Arbeit")]
    pub(crate) title: String,
    /// BCP 47 tag of the language of the title.
    #[schema(example = "de")]
    pub(crate) title_language: String,
    /// The figures for each language, in the order of `languages` above.
    pub(crate) languages: Vec<Share>,
    /// All translations together. Languages without a source are left out.
    pub(crate) total: Figures,
}

/// The figures of one topic in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CoverageShare)]
pub(crate) struct Share {
    /// BCP 47 tag.
    #[schema(example = "en")]
    pub(crate) language: String,
    #[serde(flatten)]
    pub(crate) figures: Figures,
}

/// How much there is in each state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CoverageFigures)]
pub(crate) struct Figures {
    /// Counted in pages.
    pub(crate) pages: Counts,
    /// Counted in words of the source texts, titles left out.
    pub(crate) words: Counts,
    /// Since when the outdated text has been waiting that has waited longest: the date of the first version of its
    /// source that it does not follow yet, RFC 3339 in UTC. Null when nothing is outdated.
    #[schema(example = "2024-01-17T11:10:58Z")]
    pub(crate) waiting_since: Option<String>,
}

/// A count for each state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CoverageCounts)]
pub(crate) struct Counts {
    /// Written or read by a person, and as new as the source.
    #[schema(example = 190)]
    pub(crate) up_to_date: usize,
    /// The source has changed since, other than by a minor edit; also when a machine translated it.
    #[schema(example = 40)]
    pub(crate) outdated: usize,
    /// As new as the source, translated by a machine and not yet read by a person.
    #[schema(example = 3)]
    pub(crate) machine: usize,
    /// There is no public text.
    #[schema(example = 5)]
    pub(crate) missing: usize,
    /// All four together.
    #[schema(example = 238)]
    pub(crate) total: usize,
}

/// What changed in one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CoverageMonth)]
#[expect(clippy::struct_field_names, reason = "the names of the members are part of the API")]
pub(crate) struct Month {
    /// Year and month in the region's time zone.
    #[schema(example = "2026-11")]
    pub(crate) month: String,
    /// Texts changed, in all languages.
    #[schema(example = 57)]
    pub(crate) texts: usize,
    /// Texts changed in each language that has any, in the order of `languages` above.
    pub(crate) languages: Vec<Changes>,
}

/// What changed in one month and one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CoverageChanges)]
pub(crate) struct Changes {
    /// BCP 47 tag.
    #[schema(example = "en")]
    pub(crate) language: String,
    /// Texts changed.
    #[schema(example = 21)]
    pub(crate) texts: usize,
}

impl Report {
    /// The report on the region of `catalog`, with titles in the language with the key `reader` where there are any.
    pub(crate) fn new(catalog: &Catalog, coverage: &coverage::Coverage, reader: Option<&str>) -> Self {
        let region = &catalog.region;
        let languages = catalog.languages.iter().zip(&coverage.languages);
        Self {
            region: region.slug.clone(),
            name: format!("{} {}", region.prefix, region.name).trim().to_owned(),
            time_zone: region.time_zone.clone(),
            languages: languages.map(|(language, figures)| language_of(catalog, language, figures)).collect(),
            topics: coverage.topics.iter().map(|topic| topic_of(catalog, topic, reader)).collect(),
            total: Figures::from(&coverage.total),
            rhythm: coverage.rhythm.iter().map(|(month, texts)| month_of(catalog, month, texts)).collect(),
        }
    }
}

fn language_of(catalog: &Catalog, language: &RegionLanguage, figures: &coverage::Figures) -> Language {
    let source = language.source.as_ref();
    Language {
        language: language.tag.clone(),
        name: language.native_name.clone(),
        direction: language.direction(),
        source: source.map(|key| catalog.language(key).map_or_else(|| key.clone(), |source| source.tag.clone())),
        figures: figures.into(),
    }
}

fn topic_of(catalog: &Catalog, topic: &coverage::Topic, reader: Option<&str>) -> Topic {
    let keys = catalog.languages.iter().map(|language| language.key.as_str());
    let mut wanted = reader.into_iter().chain([catalog.region.default_language.as_str()]).chain(keys);
    let title = wanted.find_map(|key| catalog.language(key).zip(catalog.text(&topic.page, key)));
    let share = |(language, figures): (&RegionLanguage, &coverage::Figures)| Share {
        language: language.tag.clone(),
        figures: figures.into(),
    };
    Topic {
        id: topic.page.clone(),
        title: title.map(|(_, text)| text.title.clone()).unwrap_or_default(),
        title_language: title.map(|(language, _)| language.tag.clone()).unwrap_or_default(),
        languages: catalog.languages.iter().zip(&topic.languages).map(share).collect(),
        total: Figures::from(&topic.total),
    }
}

fn month_of(catalog: &Catalog, month: &str, texts: &BTreeMap<String, usize>) -> Month {
    let changes = |language: &RegionLanguage| {
        texts.get(&language.key).map(|texts| Changes { language: language.tag.clone(), texts: *texts })
    };
    Month {
        month: month.to_owned(),
        texts: texts.values().sum(),
        languages: catalog.languages.iter().filter_map(changes).collect(),
    }
}

impl From<&coverage::Figures> for Figures {
    fn from(figures: &coverage::Figures) -> Self {
        Self {
            pages: figures.pages.into(),
            words: figures.words.into(),
            waiting_since: figures.waiting_since.map(times::utc),
        }
    }
}

impl From<coverage::Counts> for Counts {
    fn from(counts: coverage::Counts) -> Self {
        Self {
            up_to_date: counts.up_to_date,
            outdated: counts.outdated,
            machine: counts.machine,
            missing: counts.missing,
            total: counts.total(),
        }
    }
}

impl Counts {
    /// The four states in the order in which they are shown.
    pub(crate) fn states(&self) -> [usize; 4] {
        [self.up_to_date, self.outdated, self.machine, self.missing]
    }
}
