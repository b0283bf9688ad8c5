//! Why a value was refused, as a sentence in the reader's language.

use content::error::{Conflict, Reason};
use locales::tags::Tag;
use locales::texts;

/// Why a value was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The domain cannot accept the value.
    Value(Reason),
    /// The change does not fit the state.
    State(Conflict),
    /// It is no JSON.
    NotJson,
    /// It is no JSON from here on.
    NotJsonAt {
        /// The line, from 1.
        line: usize,
        /// The character in the line, from 1.
        column: usize,
    },
    /// It is JSON, but no object of keys and texts.
    NotTexts,
    /// It is no zip.
    NotAZip,
    /// An entry of a zip cannot be taken.
    Entry(EntryFault),
    /// It is of another type than the description says.
    WrongType,
    /// The description knows no such member.
    UnknownField,
    /// There are control characters in it.
    ControlCharacters,
    /// It cannot be read at all.
    Unreadable,
    /// It is no spreadsheet of the form that the address names.
    NotASpreadsheet,
    /// It is in another encoding than UTF-8.
    NotUtf8,
    /// There are no rows in it.
    NoRows,
    /// It is no number of a revision.
    NotARevision,
    /// The address takes no such parameter.
    UnknownParameter,
    /// It names more than may be asked for at once.
    TooMany {
        /// How many may be.
        limit: usize,
    },
}

/// Why an entry of a zip is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryFault {
    /// Its name leads out of a folder, or is written as another system writes it.
    Outside,
    /// It is a link.
    Link,
    /// It is encrypted.
    Encrypted,
    /// There is another one with its name, or for its language and bundle.
    Twice,
    /// It cannot be unpacked, or is not as long as it says.
    Damaged,
    /// It is not called `<tag>/<name>.ftl`.
    Name,
}

impl Why {
    /// The sentence in `language`.
    pub(crate) fn text(&self, language: &Tag) -> String {
        let say = |id: &str| texts::text(language, id, &[]);
        match self {
            Self::Value(reason) => of_value(reason, language),
            Self::State(conflict) => of_state(conflict, language),
            Self::NotJson => say("reason-not-json"),
            Self::NotJsonAt { line, column } => {
                let place = [("line", (*line).into()), ("column", (*column).into())];
                texts::text(language, "reason-not-json-at", &place)
            }
            Self::NotTexts => say("reason-not-texts"),
            Self::NotAZip => say("reason-not-a-zip"),
            Self::Entry(fault) => say(fault.id()),
            Self::WrongType => say("reason-wrong-type"),
            Self::UnknownField => say("reason-unknown-field"),
            Self::ControlCharacters => say("reason-control-characters"),
            Self::Unreadable => say("reason-unreadable"),
            Self::NotASpreadsheet => say("reason-not-a-spreadsheet"),
            Self::NotUtf8 => say("reason-not-utf-8"),
            Self::NoRows => say("reason-no-rows"),
            Self::NotARevision => say("reason-not-a-revision"),
            Self::UnknownParameter => say("reason-unknown-parameter"),
            Self::TooMany { limit } => texts::text(language, "reason-too-many", &[("limit", (*limit).into())]),
        }
    }
}

impl EntryFault {
    fn id(self) -> &'static str {
        match self {
            Self::Outside => "reason-entry-outside",
            Self::Link => "reason-entry-link",
            Self::Encrypted => "reason-entry-encrypted",
            Self::Twice => "reason-entry-twice",
            Self::Damaged => "reason-entry-damaged",
            Self::Name => "reason-entry-name",
        }
    }
}

fn of_value(reason: &Reason, language: &Tag) -> String {
    let say = |id: &str| texts::text(language, id, &[]);
    match reason {
        Reason::Missing => say("reason-missing"),
        Reason::Empty => say("reason-empty"),
        Reason::TooLong { limit } => texts::text(language, "reason-too-long", &[("limit", (*limit).into())]),
        Reason::NotAUuid => say("reason-not-a-uuid"),
        Reason::NotADate => say("reason-not-a-date"),
        Reason::NotATag => say("reason-not-a-tag"),
        Reason::NotASlug => say("reason-not-a-slug"),
        Reason::Reserved => say("reason-reserved"),
        Reason::UnknownValue { allowed } => {
            texts::text(language, "reason-unknown-value", &[("allowed", allowed.as_str().into())])
        }
        Reason::TooDeep { limit } => texts::text(language, "reason-too-deep", &[("limit", (*limit).into())]),
        Reason::UnknownPage => say("reason-unknown-page"),
        Reason::UnknownPublicPage => say("reason-unknown-public-page"),
        Reason::TooShort { limit } => texts::text(language, "reason-too-short", &[("limit", (*limit).into())]),
        Reason::Past => say("reason-past"),
        Reason::NotAnAddress => say("reason-not-an-address"),
        Reason::ControlCharacter => say("reason-control-characters"),
        Reason::WrongCode => say("reason-wrong-code"),
        Reason::WrongPassword => say("reason-wrong-password"),
        Reason::Unreadable => say("reason-unreadable"),
        Reason::NotALocalTime => say("reason-not-a-local-time"),
        Reason::NotAUrl => say("reason-not-a-url"),
        Reason::NotALink => say("reason-not-a-link"),
        Reason::TooMany { limit } => texts::text(language, "reason-too-many", &[("limit", (*limit).into())]),
        Reason::NotForRole { role } => texts::text(language, "reason-not-for-role", &[("role", (*role).into())]),
    }
}

fn of_state(conflict: &Conflict, language: &Tag) -> String {
    let say = |id: &str| texts::text(language, id, &[]);
    match conflict {
        Conflict::Cycle => texts::title(language, "cycle"),
        Conflict::SlugTaken { .. } => texts::title(language, "slug-taken"),
        Conflict::Exists { name } => texts::text(language, "reason-exists", &[("name", name.as_str().into())]),
        Conflict::Archived => say("reason-archived"),
        Conflict::Referred { by } => texts::text(language, "reason-referred", &[("by", by.as_str().into())]),
        Conflict::NotPublic => say("reason-not-public"),
        Conflict::NoDraft => say("reason-no-draft"),
        Conflict::NotInReview => say("reason-not-in-review"),
        Conflict::Withdrawn => say("reason-withdrawn"),
        Conflict::FourEyes => texts::title(language, "four-eyes"),
        Conflict::LastAdministrator => say("reason-last-administrator"),
        Conflict::InUse => say("reason-in-use"),
        Conflict::Decided => say("reason-decided"),
        Conflict::TooManyOpen { limit } => {
            texts::text(language, "reason-too-many-suggestions", &[("limit", (*limit).into())])
        }
        Conflict::NoSource { .. } => texts::title(language, "no-source"),
        // Only imports say so, and they are run from the command line.
        Conflict::Removals { .. } => conflict.to_string(),
    }
}
