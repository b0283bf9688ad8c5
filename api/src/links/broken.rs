//! Links that lead nowhere, for editors.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use content::directory::Entry;
use content::error::Reason;
use content::links::broken::{self, BrokenLink, Kind, Position, Wanted};
use content::links::checker::Reach;
use content::times;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::access::{May, SeeSomewhere};
use crate::addresses;
use crate::error::{Failure, Why};
use crate::openapi::{EditRefused, OfRegion};
use crate::state::State;
use crate::translations::versions::unstored;

/// The most links of a page of the list.
const PAGE: usize = 1000;
/// How many it has if nobody says otherwise.
const USUAL: usize = 200;

/// Which links are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// Only these: `missing`, `archived`, `untranslated` or `dead`
    #[param(example = "missing")]
    kind: Option<String>,
    /// Only those after this one: `next` of the page before
    #[param(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61.de.2.0")]
    after: Option<String>,
    /// How many links the page has at most, 1 to 1,000; 200 without it
    #[param(value_type = Option<i64>, minimum = 1, maximum = 1000, example = 200)]
    limit: Option<String>,
}

/// A page of the list of links that lead nowhere.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BrokenLinks {
    /// By page, language, version and target. Texts of archived pages and what is withdrawn are left out.
    links: Vec<Broken>,
    /// What `after` is for the next page; null on the last one.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61.de.2.0")]
    next: Option<String>,
    /// How complete the list is.
    external: External,
}

/// The addresses on other servers that readers' texts link to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct External {
    /// Which are checked: `off` (none, so none is listed as `dead`), `public` or `all`, as whoever runs the server has chosen.
    #[schema(value_type = String, example = "public")]
    check: &'static str,
    /// How many different ones there are.
    #[schema(example = 120)]
    known: i64,
    /// How many of them were not checked yet, or cannot be because they are not public.
    #[schema(example = 3)]
    unchecked: i64,
    /// How many of them are dead.
    #[schema(example = 1)]
    dead: i64,
}

/// A link that leads nowhere.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Broken {
    /// `missing` (there is no such page in the region), `archived` (the page is, itself or with a page above it), `untranslated` (it
    /// has no public text in the language of the link) or `dead` (on another server).
    #[schema(value_type = String, example = "untranslated")]
    kind: Kind,
    /// Where it should lead, as it stands in the HTML that editors see.
    #[schema(example = "item:page/0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    target: String,
    /// How often it stands in the text.
    #[schema(example = 1)]
    count: usize,
    /// What the last check of a dead address met: `status-404` and so on, `timeout`, `no-such-host`, `no-connection`, `certificate`,
    /// `too-many-redirects`, `redirect-to-nowhere`, `unreadable-address` or `unreadable-answer`; null for pages.
    #[schema(example = "status-404")]
    detail: Option<String>,
    /// Since when all checks of a dead address have failed, RFC 3339 in UTC; null for pages.
    #[schema(example = "2026-11-21T10:00:00Z")]
    since: Option<String>,
    /// When a dead address was last checked, RFC 3339 in UTC; null for pages.
    #[schema(example = "2026-11-22T10:00:00Z")]
    checked: Option<String>,
    /// The id of the page with the link.
    #[schema(example = "0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61")]
    page: String,
    /// The tag of the language of its text.
    #[schema(example = "de")]
    language: String,
    /// The version of its text: the one that readers have, or a newer one.
    #[schema(example = 2)]
    version: i64,
    /// The title of its text.
    #[schema(example = "Erste Schritte")]
    title: String,
    /// Whether readers have this version.
    public: bool,
}

impl Broken {
    fn of(link: BrokenLink, entry: &Entry) -> Self {
        Self {
            kind: link.kind,
            target: link.target,
            count: link.count,
            detail: link.detail,
            since: link.since.map(times::utc),
            checked: link.checked.map(times::utc),
            page: link.page,
            language: entry.tag_of(&link.language),
            version: link.version,
            title: link.title,
            public: link.is_public,
        }
    }
}

/// The links of a region that lead nowhere, of the texts that you may see.
///
/// Of each text, the version that readers have counts, and the newest one.
#[utoipa::path(get, path = "/regions/{region}/links/broken", operation_id = "list_broken_links", tag = "editing", security(("token" = [])), params(
    OfRegion,
    Asked,
), responses(
    (status = OK, body = BrokenLinks),
    EditRefused,
))]
pub(crate) async fn list(
    editor: May<SeeSomewhere>,
    state: Data<State>,
    asked: Query<Asked>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let entry = addresses::any_region(&state, &request)?;
    let wanted = wanted(&asked, state.check_links.is_some())?;
    let (actor, region) = (editor.actor().clone(), entry.region.id);
    let found = state.store.read(move |db| broken::find(db, region, &actor, &wanted)).await?;
    let external = External {
        check: check(state.check_links),
        known: found.external.known,
        unchecked: found.external.unchecked,
        dead: found.external.dead,
    };
    let links = found.links.into_iter().map(|link| Broken::of(link, &entry)).collect();
    Ok(unstored(&BrokenLinks { links, next: found.next.as_ref().map(written), external }))
}

fn check(reach: Option<Reach>) -> &'static str {
    match reach {
        None => "off",
        Some(Reach::Public) => "public",
        Some(Reach::All) => "all",
    }
}

fn wanted(asked: &Asked, external: bool) -> Result<Wanted, Failure> {
    let unknown = |name: &'static str, allowed: String| Failure::BadParameter {
        name: name.into(),
        why: Why::Value(Reason::UnknownValue { allowed }),
    };
    let kinds = || Kind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
    let kind = asked.kind.clone().map(|kind| Kind::try_from(kind).map_err(|_| unknown("kind", kinds()))).transpose()?;
    let limit = asked.limit.as_deref().map_or(Some(USUAL), |limit| limit.parse().ok());
    let limit = limit.filter(|limit| (1..=PAGE).contains(limit));
    let limit = limit.ok_or_else(|| unknown("limit", format!("1 – {PAGE}")))?;
    let unreadable = || Failure::BadParameter { name: "after".into(), why: Why::Value(Reason::Unreadable) };
    let after = asked.after.as_deref().map(|text| position(text).ok_or_else(unreadable)).transpose()?;
    Ok(Wanted { kind, after, limit, external })
}

/// A position as a parameter.
fn written(position: &Position) -> String {
    let Position { page, language, version, index } = position;
    format!("{page}.{language}.{version}.{index}")
}

fn position(text: &str) -> Option<Position> {
    let mut parts = text.split('.');
    let (page, language) = (Uuid::try_parse(parts.next()?).ok()?.to_string(), parts.next()?.to_owned());
    let (version, index) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let is_clean = !language.is_empty() && language.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (is_clean && parts.next().is_none()).then_some(Position { page, language, version, index })
}
