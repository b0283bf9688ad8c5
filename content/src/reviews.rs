//! What somebody has to look at: pages whose day for it comes, and texts that wait to be published.

use crate::db::Db;
use crate::error::Result;
use crate::items::{self, Item};
use crate::kinds::Kind;
use crate::regions::Region;
use crate::times;
use crate::versions;

/// How many days before its time a page is listed.
pub const SOON: i64 = 30;
/// The most texts that are listed at once.
pub const MOST: i64 = 1000;

/// A page whose day to be looked at comes, or has passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuePage {
    /// The page.
    pub item: String,
    /// Its newest title in the region's first language; none when it has no text there.
    pub title: Option<String>,
    /// The day by which somebody should look.
    pub review_by: String,
    /// The day a person last confirmed it.
    pub checked: Option<String>,
    /// Whether the day has passed.
    pub overdue: bool,
}

/// A text that waits to be published.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct WaitingText {
    /// The page.
    pub item: String,
    /// The key of the language.
    pub language: String,
    /// The number of the version.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// Who saved it.
    pub author: String,
    /// When, in milliseconds since 1970, UTC.
    pub created: i64,
}

/// The pages of `region` that somebody has to look at, the most urgent first.
///
/// A page that was confirmed in the last days before its time was looked at.
pub fn pages(db: &mut Db, region: &Region, now: i64) -> Result<Vec<DuePage>> {
    let today = times::day(now, &times::zone(&region.time_zone));
    let mut due: Vec<(String, Item)> = Vec::new();
    for item in items::rows::of_region(db, region.id, Kind::Page)? {
        let review_by = item.details.review_by.clone().filter(|_| !item.archived);
        due.extend(review_by.filter(|day| is_due(day, item.checked.as_deref(), &today)).map(|day| (day, item)));
    }
    due.sort_by(|a, b| (&a.0, &a.1.id).cmp(&(&b.0, &b.1.id)));
    let page = |(review_by, item): (String, Item)| {
        let title = versions::rows::newest_title(db, &item.id, &region.default_language)?;
        let overdue = review_by < today;
        Ok(DuePage { item: item.id, title, review_by, checked: item.checked, overdue })
    };
    due.into_iter().map(page).collect()
}

/// Days compare as their texts do.
fn is_due(review_by: &str, checked: Option<&str>, today: &str) -> bool {
    let Some(from) = times::days_after(review_by, -SOON) else { return false };
    from.as_str() <= today && checked.is_none_or(|checked| checked < from.as_str())
}

/// The texts of `region` that wait to be published, the oldest first.
pub fn texts(db: &mut Db, region: i64) -> Result<Vec<WaitingText>> {
    versions::rows::in_review(db, region, MOST)
}
