//! What an import has done, page by page where somebody should know.

use std::collections::BTreeMap;

use serde::Serialize;

/// The outcome of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The region's slug.
    pub region: String,
    /// The published revision before.
    pub revision_before: i64,
    /// Pages that are new here.
    pub created: usize,
    /// Pages that were put elsewhere.
    pub moved: usize,
    /// Pages that no imported language has any more.
    pub archived: usize,
    /// Pages that have come back.
    pub restored: usize,
    /// What happened to the texts, by tag of the language.
    pub languages: BTreeMap<String, LanguageReport>,
    /// What cleaning took out of new and changed texts, and how often.
    pub removed: BTreeMap<String, usize>,
    /// What was left as it is here, although the source says something else.
    pub conflicts: Vec<Conflict>,
    /// What could not be used.
    pub skipped: Vec<Skipped>,
}

/// What happened to the texts of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LanguageReport {
    /// Pages in the source.
    pub pages: usize,
    /// Texts that are new here.
    pub created: usize,
    /// Texts with a new public version.
    pub updated: usize,
    /// Texts that were as they are already.
    pub unchanged: usize,
    /// Texts that were taken away because the source has them no more.
    pub withdrawn: usize,
}

/// Something that was edited on both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// The page's id here.
    pub page: String,
    /// The tag of the language, when it is about one text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The address in the source, as far as it has one.
    pub path: String,
    /// What it is about.
    pub matter: Matter,
}

/// What a conflict is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matter {
    /// Changed there and edited here: the incoming text waits as a draft.
    EditedOnBothSides,
    /// Removed there and edited here: kept.
    RemovedThere,
    /// Archived here by an editor: stays archived.
    ArchivedHere,
    /// Withdrawn here by an editor: stays withdrawn.
    WithdrawnHere,
    /// Moved here by an editor: stays where it is.
    MovedHere,
}

impl Matter {
    /// The matter in words.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::EditedOnBothSides => "changed there and edited here: the incoming text waits as a draft",
            Self::RemovedThere => "removed there, but edited here: kept",
            Self::ArchivedHere => "archived here by an editor: stays archived",
            Self::WithdrawnHere => "withdrawn here by an editor: stays withdrawn",
            Self::MovedHere => "moved here by an editor: stays where it is",
        }
    }
}

/// A page or file that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// The address in the source, or the file.
    pub place: String,
    /// Why.
    pub reason: String,
}

impl Report {
    /// Whether anything of the source could not be used.
    pub fn has_skipped(&self) -> bool {
        !self.skipped.is_empty()
    }
}
