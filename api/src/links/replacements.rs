//! Search and replace in the texts of a region: addresses of links, or words.

use std::collections::BTreeSet;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::directory::Entry;
use content::error::Reason;
use content::idempotency::Answer;
use content::links;
use content::links::replacements::{self, Outcome, Replacement, Row, What};
use content::versions::State as Stage;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{May, PublishSomewhere};
use crate::addresses;
use crate::bodies::{self, Sent};
use crate::error::{Failure, Why};
use crate::idempotency;
use crate::openapi::{Idempotent, OfRegion, WriteRefused};
use crate::state::State;
use crate::translations::versions::unstored;

/// What is replaced by what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"from": "http://amt.example/", "to": "https://amt.example/", "match": "prefix", "dry_run": true}))]
pub(crate) struct NewReplacement {
    /// `links` (addresses of links and images) or `text` (what readers see between tags; titles are left alone).
    #[serde(default)]
    what: Kind,
    /// What is looked for, as it stands in the HTML that editors see; links to pages are `item:page/ID`. At most 2,000 bytes.
    #[schema(example = "http://amt.example/")]
    from: String,
    /// What takes its place; at most 2,000 bytes. A whole address of a page of the region becomes a reference to it.
    #[schema(example = "https://amt.example/")]
    to: String,
    /// Of `links`: whether `from` is the whole address (`exact`) or how it begins (`prefix`). In `text` it is found everywhere.
    #[serde(default)]
    r#match: Match,
    /// The tags of the languages in which; all when not given.
    #[schema(example = json!(["de"]))]
    languages: Option<Vec<String>>,
    /// Whether to tell only what would happen. It is done only if you say `false`.
    #[serde(default = "yes")]
    #[schema(default = true)]
    dry_run: bool,
}

fn yes() -> bool {
    true
}

/// Where something is replaced.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// In the addresses of links and images.
    #[default]
    Links,
    /// In what readers see between tags.
    Text,
}

/// How an address is compared.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Match {
    /// As a whole.
    #[default]
    Exact,
    /// From its beginning.
    Prefix,
}

/// What was replaced, or would be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Replaced {
    /// Whether nothing was done.
    dry_run: bool,
    /// The texts that you may see and in which it was found, by page and language.
    texts: Vec<ReplacedText>,
}

/// A text in which it was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReplacedText {
    /// The id of the page.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    page: String,
    /// The tag of the language.
    #[schema(example = "de")]
    language: String,
    /// The title of the text.
    #[schema(example = "Erste Schritte")]
    title: String,
    /// How far the version is in which it was found: `draft`, `review` or `public`.
    #[schema(value_type = String, example = "public")]
    state: Stage,
    /// How often it was found.
    #[schema(example = 2)]
    occurrences: usize,
    /// The number of that version.
    #[schema(example = 3)]
    before: i64,
    /// The number of the new version; null when there is none.
    #[schema(example = 4)]
    after: Option<i64>,
    /// `replaced` (a new minor version in the same state), `review` (the region wants four eyes: the new version waits for somebody
    /// else, and readers keep what they have), `by-hand` (readers have it, but somebody works on a newer version, so nothing was
    /// done to this one), `forbidden` (you may not publish this text) or `unfit` (it would be too large).
    #[schema(value_type = String, example = "replaced")]
    outcome: Outcome,
}

impl Replaced {
    fn of(entry: &Entry, dry_run: bool, rows: Vec<Row>) -> Self {
        let text = |row: Row| ReplacedText {
            page: row.page,
            language: entry.tag_of(&row.language),
            title: row.title,
            state: row.state,
            occurrences: row.occurrences,
            before: row.before,
            after: row.after,
            outcome: row.outcome,
        };
        Self { dry_run, texts: rows.into_iter().map(text).collect() }
    }
}

/// Search and replace in the texts of a region, at most 1,000 at once: all of them, or none.
///
/// The newest version of each text counts, and beside it the one that readers have; what is withdrawn is left alone.
#[utoipa::path(post, path = "/regions/{region}/links/replace", operation_id = "replace_links", tag = "editing", security(("token" = [])), request_body = NewReplacement, params(
    OfRegion,
    Idempotent,
), responses(
    (status = OK, body = Replaced, description = "What was done; or, as a dry run, exactly what would be."),
    WriteRefused,
))]
pub(crate) async fn replace(
    editor: May<PublishSomewhere>,
    state: Data<State>,
    request: HttpRequest,
    sent: Sent<NewReplacement>,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let (new, attempt) = sent.read_once(&editor, bodies::LIMITS).await?;
    let dry_run = new.dry_run;
    let replacement = new.read(&state, &entry).await?;
    let (actor, region) = (editor.actor().clone(), entry.region.id);
    let planned = (actor.clone(), replacement.clone());
    // Looking and cleaning come before the lock.
    let plan = state.store.read(move |db| replacements::plan(db, region, &planned.0, &planned.1)).await?;
    if dry_run {
        return Ok(unstored(&Replaced::of(&entry, true, plan.rows())));
    }
    let made = state.write_once(&editor, region, attempt, move |tx, _| {
        let rows = replacements::apply(tx, &actor, &replacement, plan)?;
        let body = idempotency::body(&Replaced::of(&entry, false, rows))?;
        Ok(Answer { status: 200, number: None, location: None, body })
    });
    made.await
}

impl NewReplacement {
    /// What the domain is asked for.
    async fn read(self, state: &Data<State>, entry: &Entry) -> Result<Replacement, Failure> {
        let refused = |field, reason| Failure::Invalid { field, why: Why::Value(reason) };
        let what = match (self.what, self.r#match) {
            (Kind::Links, Match::Exact) => What::Address,
            (Kind::Links, Match::Prefix) => What::Prefix,
            (Kind::Text, Match::Exact) => What::Words,
            (Kind::Text, Match::Prefix) => {
                return Err(refused("match", Reason::UnknownValue { allowed: "exact".to_owned() }));
            }
        };
        let key = |tag: &String| addresses::language_called(entry, tag).map(|language| language.key.clone());
        let languages =
            self.languages.map(|tags| tags.iter().map(key).collect::<Result<BTreeSet<_>, _>>()).transpose()?;
        if languages.as_ref().is_some_and(BTreeSet::is_empty) {
            return Err(refused("languages", Reason::Empty));
        }
        let mut replacement = Replacement { what, from: self.from, to: self.to, languages };
        replacement.check()?;
        if what == What::Address {
            let catalog = state.catalog(entry).await?;
            let reference = links::reference_of(&replacement.to, &catalog, &state.public_url);
            replacement.to = reference.unwrap_or(replacement.to);
        }
        Ok(replacement)
    }
}
