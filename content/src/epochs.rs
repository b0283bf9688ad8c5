//! Epochs: a region begins a new one when its database has gone back behind what was published.
//!
//! Revisions only ever grow, and `marks` remembers how far they had grown. A database that is behind its mark
//! was restored from a backup: what it will call revision 8 is not what phones know as revision 8. A new epoch tells
//! them so, and they compare parts instead of revisions (delta sync, sections 0 and 3).

use crate::db::{Db, World};
use crate::error::{Error, Result};
use crate::heads;
use crate::marks::{Mark, Marks};
use crate::revision::{self, Counter};

/// Why an epoch begins by itself.
pub(crate) const RESTORED: &str = "the database is older than what was published";

/// Who opens the database, and so what a missing mark means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The server, whose data directory is the one that counts.
    Server,
    /// A command beside it, which may have been told another data directory.
    Tool,
}

/// The new position of a region.
#[derive(Debug)]
pub(crate) struct Begun {
    pub(crate) epoch: String,
    pub(crate) edits: i64,
}

/// Whether `counter` is behind what has been published of `region`.
pub(crate) fn is_behind(db: &mut Db, marks: &Marks, region: &str, counter: &Counter) -> Result<bool> {
    match marks.read(region)? {
        Some(mark) => Ok(precedes(counter, &mark)),
        None => Ok(heads::rows::head(db, counter.region)?.is_some()),
    }
}

/// Refuses to guess: on a database that several machines share, no mark may mean another data directory.
pub(crate) fn must_have_mark(db: &mut Db, marks: &Marks, region: &str, id: i64) -> Result<()> {
    if marks.read(region)?.is_none() && heads::rows::head(db, id)?.is_some() {
        let why = format!("it knows nothing of {region}, which is published: name the server's directory with --data");
        return Err(Error::Disk(why));
    }
    Ok(())
}

fn precedes(counter: &Counter, mark: &Mark) -> bool {
    let same_number = counter.epoch_seq == mark.epoch_seq && counter.epoch != mark.epoch;
    same_number || (counter.epoch_seq, counter.rev) < (mark.epoch_seq, mark.rev)
}

/// Begins a new epoch of a region, whose lock the caller holds.
///
/// `edits` leaps to the time in milliseconds: more
/// than any count before the restore, so that no reader takes what it had prepared for new.
pub(crate) fn begin(
    db: &mut Db,
    marks: &Marks,
    region: &str,
    counter: &Counter,
    reason: &str,
    world: World,
) -> Result<Begun> {
    let published = marks.read(region)?;
    let (last_seq, serial, scopes) =
        published.map(|mark| (mark.epoch_seq, mark.serial, mark.scopes)).unwrap_or_default();
    let now = (world.now)();
    let epoch_seq = (now / 1000).max(counter.epoch_seq + 1).max(last_seq + 1);
    let [a, b, ..] = (world.random)();
    let begun = Begun { epoch: format!("{epoch_seq}-{a:02x}{b:02x}"), edits: now.max(counter.edits + 1) };
    revision::begin_epoch(db, counter.region, &begun.epoch, epoch_seq, begun.edits)?;
    // Before the transaction ends: if it fails, the database is behind this mark, and the next attempt begins anew.
    let (epoch, rev) = (begun.epoch.clone(), counter.rev);
    marks.write(region, &Mark { epoch, epoch_seq, rev, serial, scopes })?;
    tracing::warn!(region, epoch = begun.epoch, rev = counter.rev, reason, "a new epoch begins");
    Ok(begun)
}
