//! Texts that become public, or are withdrawn, at a time that was set before.
//!
//! Each schedule is carried out in the transaction that notes it as done, under the region's lock: once, whatever stops the
//! process, and whichever process does it.

mod rows;

use crate::audit::{Behalf, Change};
use crate::db::{Db, Store};
use crate::error::{Error, Noun, Reason, Result};
use crate::items::Base;
use crate::kinds::Kind;
use crate::stored::text_enum;
use crate::versions::{self, Address, Draft, State, reviews};
use crate::write::RegionWrite;
use crate::{items, times};

/// The most schedules that are listed at once.
pub const MOST: i64 = 1000;

text_enum! {
    /// What happens at the time.
    pub enum What {
        /// The text of a version becomes public.
        Publish = "publish",
        /// The text is withdrawn.
        Expire = "expire",
    }
}

text_enum! {
    /// How far a schedule has come.
    pub enum Progress {
        /// Its time has not come.
        Waiting = "waiting",
        /// It was carried out.
        Done = "done",
        /// Nothing was done: somebody had published or withdrawn the text since it was made.
        Superseded = "superseded",
        /// It could not be carried out.
        Failed = "failed",
    }
}

/// Something that happens to a text at a time.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Schedule {
    /// Its number in this database.
    pub id: i64,
    /// The region.
    pub region: i64,
    /// The item.
    pub item: String,
    /// The key of the language.
    pub language: String,
    /// What happens.
    #[diesel(deserialize_as = String)]
    pub what: What,
    /// The version whose text becomes public; of an expiry, the newest one when it was made.
    pub version: i64,
    /// The newest version of which it knows: a public or withdrawn one above it supersedes the schedule.
    pub seen: i64,
    /// When, in milliseconds since 1970, UTC.
    pub due: i64,
    /// How far it has come.
    #[diesel(deserialize_as = String)]
    pub state: Progress,
    /// Who made it, and is the author of what it appends.
    pub author: String,
    /// When it was made.
    pub created: i64,
}

/// A schedule to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSchedule {
    /// What happens.
    pub what: What,
    /// The version whose text becomes public.
    pub version: Option<i64>,
    /// When, by the clocks of the region: `2026-12-01T08:00`.
    pub at: String,
}

/// Makes a schedule for a text.
pub fn create(tx: &mut RegionWrite<'_>, at: Address<'_>, author: &str, new: &NewSchedule) -> Result<Schedule> {
    let zone = times::zone(&tx.region()?.time_zone);
    let due = times::from_local(&new.at, &zone).ok_or_else(|| Error::invalid("at", Reason::NotALocalTime))?;
    if due <= tx.now() {
        return Err(Error::invalid("at", Reason::Past));
    }
    let newest = versions::newest(tx.db(), &at)?;
    let seen = newest.ok_or_else(|| Error::not_found(Noun::Translation, &at.language.tag))?.number;
    let version = match new.what {
        What::Publish => publishable(tx, at, author, new.version, seen)?,
        What::Expire => seen,
    };
    let schedule = Schedule {
        id: 0,
        region: tx.region_id(),
        item: at.item.id.clone(),
        language: at.language.key.clone(),
        what: new.what,
        version,
        seen,
        due,
        state: Progress::Waiting,
        author: author.to_owned(),
        created: tx.now(),
    };
    let id = rows::insert(tx.db(), &schedule)?;
    tx.changed(Change { subject: format!("schedule/{id}"), before: None, after: Some(version) });
    tx.wrote();
    Ok(Schedule { id, ..schedule })
}

/// The version `wanted`, if `author` may let it become public.
fn publishable(
    tx: &mut RegionWrite<'_>,
    at: Address<'_>,
    author: &str,
    wanted: Option<i64>,
    newest: i64,
) -> Result<i64> {
    let number = wanted.ok_or_else(|| Error::invalid("version", Reason::Missing))?;
    let unknown = || Error::invalid("version", Reason::UnknownValue { allowed: format!("1 to {newest}") });
    let version = versions::find(tx.db(), &at, number).map_err(|_| unknown())?;
    reviews::must_be_seen_by_two(tx, at, author, &version.title, &version.html)?;
    Ok(number)
}

/// The schedules of a text, by time.
pub fn of_text(db: &mut Db, item: &str, language: &str) -> Result<Vec<Schedule>> {
    rows::of_text(db, item, language, MOST)
}

/// The schedules of a region that wait, by time.
pub fn waiting(db: &mut Db, region: i64) -> Result<Vec<Schedule>> {
    rows::waiting(db, region, MOST)
}

/// Removes a schedule of a text that waits.
pub fn remove(tx: &mut RegionWrite<'_>, at: Address<'_>, id: i64) -> Result<()> {
    if rows::delete(tx.db(), &at.item.id, &at.language.key, id)? == 0 {
        return Err(Error::not_found(Noun::Schedule, id.to_string()));
    }
    tx.changed(Change::of(format!("schedule/{id}")));
    tx.wrote();
    Ok(())
}

/// Carries out what is due, in the order of its times; tells when the next one is.
///
/// One that cannot be carried out keeps no other waiting.
pub(crate) async fn follow(store: &Store) -> Result<Option<i64>> {
    let now = (store.world().now)();
    let mut failed = None;
    for (id, region) in store.read(move |db| rows::due(db, now)).await? {
        failed = carry_out(store, id, region).await.err().or(failed);
    }
    let next = store.read(rows::next).await?;
    failed.map_or(Ok(next.filter(|due| *due > now)), Err)
}

async fn carry_out(store: &Store, id: i64, region: i64) -> Result<()> {
    let done = store.write_region(region, move |tx| run(tx, id)).await;
    match done {
        // What the domain refuses now it refuses the next time as well.
        Err(error @ (Error::NotFound { .. } | Error::Invalid { .. } | Error::Conflict(_) | Error::TooLarge { .. })) => {
            tracing::warn!(%error, schedule = id, "a schedule could not be carried out");
            let note = move |tx: &mut RegionWrite<'_>| {
                tx.wrote();
                rows::end(tx.db(), id, Progress::Failed)
            };
            store.write_region(region, note).await
        }
        done => done,
    }
}

fn run(tx: &mut RegionWrite<'_>, id: i64) -> Result<()> {
    // Another process may have been faster.
    let Some(schedule) = rows::find(tx.db(), id)?.filter(|schedule| schedule.state == Progress::Waiting) else {
        return Ok(());
    };
    let action = format!("{}_schedule", schedule.what.as_str());
    tx.on_behalf_of(Behalf { actor: schedule.author.clone(), action, address: None });
    let (region, languages) = (tx.region_id(), tx.languages()?);
    let item = items::find(tx.db(), region, Kind::Page, &schedule.item)?;
    let unknown = || Error::not_found(Noun::Language, &schedule.language);
    let language = languages.iter().find(|language| language.key == schedule.language).ok_or_else(unknown)?;
    let at = Address { item: &item, language };
    let decided = versions::decided(tx.db(), &at)?;
    let last = decided.as_ref().map_or(0, |version| version.number);
    let is_public = decided.is_some_and(|version| version.state == State::Public);
    let state = match schedule.what {
        _ if last > schedule.seen => Progress::Superseded,
        What::Expire if !is_public => Progress::Superseded,
        What::Publish => publish(tx, at, &schedule)?,
        What::Expire => {
            versions::withdraw(tx, at, &schedule.author, Base::Any)?;
            Progress::Done
        }
    };
    if state == Progress::Done {
        // What schedules do supersedes no other one: a text can be published on Monday and expire on Friday.
        let newest = versions::newest(tx.db(), &at)?.map_or(0, |version| version.number);
        rows::see(tx.db(), &schedule, last, newest)?;
    }
    tx.wrote();
    rows::end(tx.db(), id, state)
}

fn publish(tx: &mut RegionWrite<'_>, at: Address<'_>, schedule: &Schedule) -> Result<Progress> {
    let version = versions::find(tx.db(), &at, schedule.version)?;
    let draft = Draft { updated: Some(version.updated), ..version.draft(State::Public) };
    versions::save(tx, at, &schedule.author, Base::Any, draft)?;
    Ok(Progress::Done)
}
