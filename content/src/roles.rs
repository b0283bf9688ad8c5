//! What people may do: the roles, what each one may, and where it is given.

use crate::stored::text_enum;

text_enum! {
    /// What somebody is, in a region, in all of them, for a language or for a page.
    pub enum Role {
        /// Sees what is being written in a region.
        Observer = "observer",
        /// Sees what is being written, and will maintain events and places.
        EventManager = "event_manager",
        /// Writes pages of a region; somebody else publishes them.
        Author = "author",
        /// Writes and publishes pages of a region.
        Editor = "editor",
        /// An editor who also looks after the people and the settings of a region.
        Manager = "manager",
        /// Writes texts and uploads bundles of one language, in one region or in all.
        Translator = "translator",
        /// Writes one page and what is below it; somebody else publishes that.
        PageAuthor = "page_author",
        /// Writes and publishes one page and what is below it.
        PageEditor = "page_editor",
        /// A manager of every region.
        ServiceTeam = "service_team",
        /// Everything, everywhere.
        Administrator = "administrator",
    }
}

text_enum! {
    /// What an action asks of the one who does it.
    pub enum Right {
        /// To read what is not public: drafts, versions, histories.
        See = "see",
        /// To save texts as drafts or for review.
        Write = "write",
        /// To make texts public or withdraw them, to place and archive pages.
        Publish = "publish",
        /// To change bundles of interface texts.
        Translate = "translate",
        /// To look after the people, invitations and settings of a region.
        Manage = "manage",
        /// To change what concerns every region: regions, languages, people of all regions, the audit.
        Govern = "govern",
    }
}

text_enum! {
    /// What a token is good for, of all that its user may.
    pub enum Scope {
        /// Reading.
        Read = "read",
        /// Writing, publishing and translating.
        Write = "write",
        /// Looking after people, settings and regions.
        Manage = "manage",
    }
}

impl Right {
    /// The scope that a token needs for it.
    pub fn scope(self) -> Scope {
        match self {
            Self::See => Scope::Read,
            Self::Write | Self::Publish | Self::Translate => Scope::Write,
            Self::Manage | Self::Govern => Scope::Manage,
        }
    }
}

/// A role, and where it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The region; none for all of them.
    pub region: Option<i64>,
    /// The key of the language; translators have one.
    pub language: Option<String>,
    /// The page; page authors and page editors have one.
    pub item: Option<String>,
}

/// What an action is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The region; none for what concerns all of them.
    pub region: Option<i64>,
    /// The key of the language, if it is about one.
    pub language: Option<String>,
    /// The page and those above it, if it is about one.
    pub items: Vec<String>,
    /// The organization that the page belongs to.
    pub organization: Option<i64>,
}

impl Place {
    /// Something of a whole region.
    pub fn region(id: i64) -> Self {
        Self { region: Some(id), ..Self::default() }
    }

    /// The same in one language.
    #[must_use]
    pub fn in_language(self, key: &str) -> Self {
        Self { language: Some(key.to_owned()), ..self }
    }
}

impl Grant {
    /// Whether this grant alone allows `right` at `place`.
    pub fn allows(&self, right: Right, place: &Place) -> bool {
        let here = self.region.is_none() || self.region == place.region;
        here && self.covers(place, right) && self.role.has(right)
    }

    /// Whether the grant says anything about the page and the language of `place`.
    fn covers(&self, place: &Place, right: Right) -> bool {
        let page = self.item.as_ref().is_none_or(|item| place.items.contains(item));
        // Who translates a text has to see the others of the page.
        let language = self.language.is_none() || right == Right::See || self.language == place.language;
        page && language
    }
}

impl Role {
    fn has(self, right: Right) -> bool {
        use Right::{Govern, Manage, Publish, See, Translate, Write};
        match self {
            Self::Observer | Self::EventManager => right == See,
            Self::Author | Self::PageAuthor => matches!(right, See | Write),
            Self::PageEditor => matches!(right, See | Write | Publish),
            Self::Translator => matches!(right, See | Write | Translate),
            Self::Editor => matches!(right, See | Write | Publish | Translate),
            Self::Manager | Self::ServiceTeam => matches!(right, See | Write | Publish | Translate | Manage),
            Self::Administrator => matches!(right, See | Write | Publish | Translate | Manage | Govern),
        }
    }

    /// What a grant of this role has to name, and nothing else.
    pub fn needs(self) -> Needs {
        match self {
            Self::Observer | Self::EventManager | Self::Author | Self::Editor | Self::Manager => Needs::Region,
            Self::Translator => Needs::Language,
            Self::PageAuthor | Self::PageEditor => Needs::Page,
            Self::ServiceTeam | Self::Administrator => Needs::Nothing,
        }
    }
}

/// What a grant of a role names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: it holds everywhere.
    Nothing,
    /// A region.
    Region,
    /// A language, and a region if it holds in one only.
    Language,
    /// A region and a page of it.
    Page,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(role: Role) -> Grant {
        Grant { role, region: Some(1), language: None, item: None }
    }

    fn page(id: &str) -> Place {
        Place { items: vec![id.to_owned(), "parent".to_owned()], ..Place::region(1).in_language("ar") }
    }

    #[test]
    fn a_role_holds_in_its_region_only() {
        let editor = grant(Role::Editor);
        assert!(editor.allows(Right::Publish, &Place::region(1)));
        assert!(!editor.allows(Right::Publish, &Place::region(2)));
        assert!(!editor.allows(Right::Publish, &Place::default()));
        assert!(!editor.allows(Right::Manage, &Place::region(1)));
    }

    #[test]
    fn a_translator_writes_one_language_and_sees_the_others() {
        let translator = Grant { language: Some("ar".to_owned()), region: None, ..grant(Role::Translator) };
        assert!(translator.allows(Right::Translate, &Place::region(7).in_language("ar")));
        assert!(translator.allows(Right::Translate, &Place::default().in_language("ar")));
        assert!(!translator.allows(Right::Translate, &Place::region(7).in_language("de")));
        assert!(!translator.allows(Right::Write, &Place::region(7)));
        assert!(translator.allows(Right::See, &Place::region(7).in_language("de")));
        assert!(!translator.allows(Right::Publish, &Place::region(7).in_language("ar")));
    }

    #[test]
    fn a_grant_for_a_page_holds_for_what_is_below_it() {
        let author = Grant { item: Some("parent".to_owned()), ..grant(Role::PageAuthor) };
        assert!(author.allows(Right::Write, &page("child")));
        assert!(!author.allows(Right::Publish, &page("child")));
        assert!(!author.allows(Right::Write, &Place::region(1)));
    }

    #[test]
    fn only_administrators_govern() {
        for role in Role::ALL {
            let everywhere = Grant { region: None, ..grant(*role) };
            assert_eq!(everywhere.allows(Right::Govern, &Place::default()), *role == Role::Administrator, "{role:?}");
        }
    }
}
