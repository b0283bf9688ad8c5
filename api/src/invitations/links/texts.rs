//! The texts of an invitation, as whoever has its link reads them.

use content::directory::Entry;
use content::invitations::Invitation;
use content::invitations::texts::{MessageText, PageText};
use content::languages::RegionLanguage;
use content::times;
use content::versions::Version;
use serde::Serialize;
use utoipa::ToSchema;

/// What an invitation is for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Invited {
    /// The region's name in addresses.
    #[schema(example = "minden-luebbecke")]
    region: String,
    /// The name of the region.
    #[schema(example = "Minden-Lübbecke")]
    name: String,
    /// The tag of the language that is written in.
    #[schema(example = "uk")]
    language: String,
    /// Which way it is written: `ltr` or `rtl`.
    #[schema(example = "ltr")]
    direction: &'static str,
    /// What whoever made the link has to say; may be empty.
    #[schema(example = "Please look at the greeting.")]
    note: String,
    /// From when on the link is not taken any more, RFC 3339 in UTC.
    #[schema(example = "2026-12-06T10:00:00Z")]
    expires: String,
    /// The pages, as far as there still are.
    pages: Vec<InvitedPage>,
    /// The interface texts, as far as there still are.
    messages: Vec<InvitedMessage>,
}

/// A page of an invitation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InvitedPage {
    /// The id of the page.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    page: String,
    /// To be sent with a suggestion: it tells what both texts were.
    #[schema(example = "3.1")]
    base: String,
    /// The public text that it is translated from; null when there is none.
    source: Option<PublicText>,
    /// The public text in the language; null when there is none.
    current: Option<PublicText>,
}

/// A public text of a page.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublicText {
    /// The tag of its language.
    #[schema(example = "de")]
    language: String,
    /// The number of the version.
    #[schema(example = 3)]
    version: i64,
    /// The title, plain text.
    #[schema(example = "Erste Schritte")]
    title: String,
    /// The text as it is stored: links to pages are `item:page/ID`.
    #[schema(example = "<p>Willkommen!</p>")]
    html: String,
}

/// An interface text of an invitation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InvitedMessage {
    /// The name of the bundle.
    #[schema(example = "app")]
    bundle: String,
    /// The message (`id`), or the term (`-id`).
    #[schema(example = "login-title")]
    message: String,
    /// To be sent with a suggestion: it tells what both texts were.
    #[schema(example = "9f86d081884c7d65.0")]
    base: String,
    /// What the source text says about it; may be empty.
    #[schema(example = "Shown above the form")]
    comment: String,
    /// The source text, in Fluent, without its name; null in the source language itself.
    #[schema(example = "Anmelden")]
    source: Option<String>,
    /// The text in the language; null when it has none of its own.
    #[schema(example = "Увійти")]
    current: Option<String>,
}

impl Invited {
    /// As it is answered.
    pub(super) fn of(
        invitation: &Invitation,
        entry: &Entry,
        language: &RegionLanguage,
        pages: Vec<PageText>,
        messages: Vec<MessageText>,
    ) -> Self {
        Self {
            region: entry.region.slug.clone(),
            name: entry.region.name.clone(),
            language: language.tag.clone(),
            direction: language.direction(),
            note: invitation.note.clone(),
            expires: times::utc(invitation.expires),
            pages: pages.into_iter().map(|page| InvitedPage::of(page, entry)).collect(),
            messages: messages.into_iter().map(InvitedMessage::of).collect(),
        }
    }
}

impl InvitedPage {
    fn of(page: PageText, entry: &Entry) -> Self {
        let base = page.base();
        let public = |version: Version| PublicText {
            language: entry.tag_of(&version.language),
            version: version.number,
            title: version.title,
            html: version.html,
        };
        Self { page: page.page, base, source: page.source.map(public), current: page.current.map(public) }
    }
}

impl InvitedMessage {
    fn of(text: MessageText) -> Self {
        let base = text.texts.base();
        let MessageText { bundle, message, texts } = text;
        Self { bundle, message, base, comment: texts.comment, source: texts.source, current: texts.current }
    }
}
