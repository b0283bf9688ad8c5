//! Uploading a file into a layer: checked outside the lock, then written once.

use std::collections::BTreeMap;
use std::sync::Arc;

use locales::findings::Finding;
use locales::tags::Tag;

use super::plans::{self, Basis, Plan};
use super::stacks::Stack;
use super::writes::{self, NewRevision};
use super::{Address, Origin, SOURCE, State, rows};
use crate::audit::Behalf;
use crate::db::{Db, Store};
use crate::error::{Error, Result};
use crate::items::Base;
use crate::refresh;
use crate::stored::text_enum;

/// How often a file is checked again because its source text has changed meanwhile.
const ATTEMPTS: usize = 3;

text_enum! {
    /// What becomes of messages that a file lacks.
    pub enum Mode {
        /// They stay.
        Additive = "additive",
        /// They go.
        Replace = "replace",
    }
}

text_enum! {
    /// What becomes of a message that has another text already.
    pub enum OnConflict {
        /// It gets the new text.
        Overwrite = "overwrite",
        /// It keeps the text it has.
        SkipTranslated = "skip_translated",
        /// It keeps a text that is approved, and gets the new one otherwise.
        SkipApproved = "skip_approved",
        /// It keeps the text it has; the new one is kept beside it.
        Suggest = "suggest",
    }
}

text_enum! {
    /// Whether a file with errors is accepted.
    pub enum Accept {
        /// Every message without an error is.
        ValidMessages = "valid_messages",
        /// Only a file without any error is.
        AllOrNothing = "all_or_nothing",
    }
}

text_enum! {
    /// What became of a message.
    pub enum Outcome {
        /// The layer did not have it.
        Created = "created",
        /// It has another text, state or origin now.
        Updated = "updated",
        /// It was so already.
        Unchanged = "unchanged",
        /// It has another text, which stays.
        Skipped = "skipped",
        /// It has another text, which stays; the new one is kept as a suggestion.
        Conflict = "conflict",
        /// There is an error in it; what was accepted before stays.
        Rejected = "rejected",
        /// The source text does not have it: kept, and not served.
        Unknown = "unknown",
    }
}

/// How a file is to be taken.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether it is only tried.
    pub dry_run: bool,
    /// What becomes of messages that it lacks.
    pub mode: Mode,
    /// What becomes of messages that have another text.
    pub on_conflict: OnConflict,
    /// Approved, or to be reviewed. When it is given, it counts for texts that have not changed, too.
    pub state: Option<State>,
    /// Who has written the texts. When it is given, it counts for texts that have not changed, too.
    pub origin: Option<Origin>,
    /// Whether it is accepted with errors.
    pub accept: Accept,
    /// The source language of a new bundle.
    pub source: Option<Tag>,
    /// What holds for some messages instead, by key.
    pub exceptions: BTreeMap<String, Exception>,
}

impl Default for Options {
    /// What holds for whoever says nothing else.
    fn default() -> Self {
        Self {
            dry_run: false,
            mode: Mode::Additive,
            on_conflict: OnConflict::Overwrite,
            state: None,
            origin: None,
            accept: Accept::ValidMessages,
            source: None,
            exceptions: BTreeMap::new(),
        }
    }
}

/// What holds for one message, whatever holds for the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The state of its new text.
    pub state: Option<State>,
    /// What becomes of it when it has another text.
    pub on_conflict: Option<OnConflict>,
}

impl Options {
    /// The source language of a new bundle.
    pub(super) fn source(&self) -> Tag {
        self.source.clone().unwrap_or_else(|| Tag::parse(SOURCE).expect("a language tag"))
    }

    /// The state of a new text of the message `key`.
    pub(super) fn state_of(&self, key: &str) -> State {
        let exception = self.exceptions.get(key).and_then(|exception| exception.state);
        exception.or(self.state).unwrap_or(State::Approved)
    }

    /// What becomes of the message `key` when it has another text.
    pub(super) fn on_conflict_of(&self, key: &str) -> OnConflict {
        let exception = self.exceptions.get(key).and_then(|exception| exception.on_conflict);
        exception.unwrap_or(self.on_conflict)
    }
}

/// A file with what it is sent with.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its bytes.
    pub file: Vec<u8>,
    /// The revision that the caller knows; none to try, or to follow whatever is there.
    pub base: Option<Base>,
    /// How it is to be taken.
    pub options: Options,
    /// Who sends it.
    pub behalf: Behalf,
}

/// Whether a file was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was, or says what is there already.
    Accepted,
    /// It is no text that could be parsed.
    Unreadable,
    /// It has more entries, or is larger, than is taken.
    TooLarge,
    /// There is nothing in it that can be accepted.
    NothingApplicable,
}

/// A finding, and whether somebody has acknowledged it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What was found.
    pub finding: Finding,
    /// Somebody found it right for this text.
    pub acknowledged: bool,
}

/// What became of one message of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The message (`id`), or the term (`-id`).
    pub id: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What was found in it.
    pub findings: Vec<Judged>,
}

/// What an upload has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uploaded {
    /// Whether the file was taken.
    pub verdict: Verdict,
    /// The number of the newest revision now; 0 when there is none.
    pub revision: i64,
    /// Whether a revision was made.
    pub changed: bool,
    /// Its messages, in its order.
    pub rows: Vec<Row>,
    /// How many messages a file that replaces has removed.
    pub removed: usize,
    /// What was found that is about none of its messages.
    pub findings: Vec<Judged>,
    /// How many regions are still to follow changes of the bundle, this one or earlier ones.
    pub pending: usize,
}

/// Takes a file, or tries it.
pub async fn upload(store: &Store, at: Address, upload: Upload) -> Result<Uploaded> {
    upload_with(store, at, upload, |_, _| Ok(())).await
}

/// Takes a file, and does `also` in the transaction that makes a revision of it, with the time; a file that changes nothing makes
/// none.
pub(crate) async fn upload_with<F>(store: &Store, at: Address, upload: Upload, also: F) -> Result<Uploaded>
where
    F: Fn(&mut Db, i64) -> Result<()> + Clone + Send + 'static,
{
    let (at, upload) = (Arc::new(at), Arc::new(upload));
    for _ in 0..ATTEMPTS {
        let basis = {
            let at = Arc::clone(&at);
            store.read(move |db| read(db, &at)).await?
        };
        if let Some(base) = upload.base {
            base.must_match(basis.number(&at))?;
        }
        plans::check_source(&at, &upload.options, &basis)?;
        let number = basis.number(&at);
        let (plan, basis) = check(&at, &upload, basis).await?;
        if upload.options.dry_run || !plan.is_change() {
            let pending = store.read(move |db| refresh::pending_of(db, &at.name)).await?;
            return Ok(report(plan, number, false, pending));
        }
        let plan = Arc::new(plan);
        if let Some((revision, pending)) = write(store, &at, &upload, &plan, basis, also.clone()).await? {
            let plan = Arc::into_inner(plan).expect("the write has ended");
            return Ok(report(plan, revision, true, pending));
        }
    }
    Err(Error::Unavailable("the source text changes too often".to_owned()))
}

fn report(plan: Plan, revision: i64, changed: bool, pending: usize) -> Uploaded {
    let Plan { verdict, rows, findings, removed, .. } = plan;
    Uploaded { verdict, revision, changed, rows, removed: removed.len(), findings, pending }
}

/// What the upload is judged by.
fn read(db: &mut Db, at: &Address) -> Result<Basis> {
    let stack = Stack::read(db, at)?;
    let (mut file, mut acknowledged) = (None, Vec::new());
    if let Some(layer) = stack.as_ref().and_then(|stack| stack.layer(at.region, &at.language)) {
        file = rows::revision(db, layer.id, layer.number)?.map(|newest| newest.file);
        acknowledged = rows::acknowledgements(db, layer.id)?;
    }
    let acknowledged = acknowledged.into_iter().map(|one| (one.key, one.code, one.text_hash)).collect();
    Ok(Basis { stack, file, acknowledged })
}

async fn check(at: &Arc<Address>, upload: &Arc<Upload>, basis: Basis) -> Result<(Plan, Basis)> {
    let (at, upload) = (Arc::clone(at), Arc::clone(upload));
    let checked = tokio::task::spawn_blocking(move || {
        let plan = plans::make(&at, &upload.file, &upload.options, &basis);
        (plan, basis)
    });
    checked.await.map_err(|stopped| Error::Unavailable(stopped.to_string()))
}

/// Writes the plan, unless what it was made against has changed; tells the revision, and how many regions are still to
/// follow.
async fn write(
    store: &Store,
    at: &Arc<Address>,
    upload: &Arc<Upload>,
    plan: &Arc<Plan>,
    basis: Basis,
    also: impl FnOnce(&mut Db, i64) -> Result<()> + Send + 'static,
) -> Result<Option<(i64, usize)>> {
    let (place, behalf) = (Arc::clone(at), upload.behalf.clone());
    let (upload, plan) = (Arc::clone(upload), Arc::clone(plan));
    let write = move |db: &mut Db, now| {
        let fresh = read(db, &place)?;
        if let Some(base) = upload.base {
            base.must_match(fresh.number(&place))?;
        }
        if fresh != basis {
            return Ok(None);
        }
        let source = upload.options.source();
        if basis.stack.is_none() && !rows::insert_bundle(db, &place.name, source.key())? {
            return Ok(None);
        }
        let revision = commit(db, &place, &upload, &plan, now)?;
        also(db, now)?;
        Ok(Some(revision))
    };
    writes::change(store, at, &behalf, write).await
}

fn commit(db: &mut Db, at: &Address, upload: &Upload, plan: &Plan, now: i64) -> Result<i64> {
    let revision = NewRevision {
        file: &upload.file,
        author: &upload.behalf.actor,
        source_hash: plan.source_hash.clone(),
        rollback_of: None,
        errors: plan.errors,
        warnings: plan.warnings,
    };
    writes::append(db, at, revision, &plan.puts, &plan.removed, now)
}
