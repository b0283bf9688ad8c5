//! Sessions: one sync of one region, from the question for a head to the commit.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use jiff::Timestamp;

use crate::client::Wanted;
use crate::client::downloads::{self, load};
use crate::client::failures::{Failure, LocalError};
use crate::client::outcomes::{Change, Flags};
use crate::client::scopes::Step;
use crate::client::states::{RegionState, State, Update};
use crate::client::transports::{Answer, Days, Place, Transport, TransportError};
use crate::client::trusts::{self, Rooted, Trust};
use crate::documents::Kind;
use crate::heads::{self, MAX_HEAD, Reading};
use crate::{Document, Error, Head, Id, NEUTRAL, frames};

/// The most bytes that an answer of `recent` may have: a head, two manifests, deltas, their frames.
const MAX_RECENT: usize = 1 << 20;
/// A day in milliseconds.
const DAY: i64 = 86_400_000;

/// A sync on its way.
pub(crate) struct Session<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) transport: &'a mut dyn Transport,
    pub(crate) trust: &'a Trust,
    /// The version of the client.
    pub(crate) version: u32,
    pub(crate) region: &'a str,
    /// In milliseconds since 1970.
    pub(crate) now: i64,
    /// The region before the sync, and after the commit what was written.
    pub(crate) known: Option<RegionState>,
    /// The root that is trusted now.
    pub(crate) root: Option<Rooted>,
    /// Whether the server was asked for a newer root.
    pub(crate) looked: bool,
    /// The objects that have arrived.
    pub(crate) objects: HashMap<Id, Rc<Vec<u8>>>,
    /// The objects that were asked for.
    pub(crate) fetched: Vec<Id>,
}

/// The head that the server has answered.
struct Offer {
    bytes: Vec<u8>,
    etag: Option<String>,
}

/// What an offer is worth.
enum Verdict {
    Newer(Box<Head>, Offer),
    Same,
    Stale,
    Refused,
}

impl Session<'_> {
    /// Syncs, and says what has become of the state and what to tell the reader.
    pub(crate) fn run(&mut self, wanted: &Wanted, at: Option<i64>) -> Result<(Change, Flags), Failure> {
        let offer = match self.recent_place(wanted, at)? {
            Some((tag, days)) => self.ask_recent(&tag, days)?,
            None => self.ask_head(at)?,
        };
        match self.take(offer, wanted) {
            // An object may have gone while it was asked for; a newer head names others.
            Err(Failure::Protocol(Error::MissingObject(_))) => {
                let offer = self.ask_head(at)?;
                self.take(offer, wanted)
            }
            done => done,
        }
    }

    /// The head that is held.
    pub(crate) fn held_head(&self) -> Result<Option<Head>, Failure> {
        let Some(known) = &self.known else { return Ok(None) };
        let damaged = || LocalError::Damaged(format!("the head of {}", self.region));
        let document = heads::open(&known.head).map_err(|_| damaged())?;
        match Head::read(&document, self.region) {
            Ok(Reading::Known(head)) => Ok(Some(*head)),
            _ => Err(damaged().into()),
        }
    }

    /// The object `id`, of `size` bytes where that is known.
    pub(crate) fn object(&mut self, id: &Id, size: Option<u64>) -> Result<Rc<Vec<u8>>, Failure> {
        if let Some(bytes) = self.objects.get(id) {
            downloads::must_be(id, bytes, size)?;
            return Ok(bytes.clone());
        }
        if !self.fetched.contains(id) {
            self.fetched.push(*id);
        }
        let bytes = Rc::new(load(self.transport, self.state.staging(), self.region, id, size)?);
        self.objects.insert(*id, bytes.clone());
        Ok(bytes)
    }

    /// Keeps what has arrived only where the rest did not: nothing was wrong with it then.
    pub(crate) fn tidy<T>(&self, result: &Result<T, Failure>) -> Result<(), Failure> {
        if !matches!(result, Err(Failure::Transport(_))) {
            return Ok(self.state.staging().clear()?);
        }
        for id in &self.fetched {
            if let Some(bytes) = self.objects.get(id) {
                self.state.staging().keep(id, bytes)?;
            }
        }
        Ok(())
    }

    /// Looks for a newer root, whether or not a day has passed.
    pub(crate) fn look_for_keys(&mut self) -> Result<(), Failure> {
        self.begin_trust()?;
        let (Some(root), Some(known)) = (self.root.take(), self.known.clone()) else { return Ok(()) };
        self.root = root.newest(self.transport)?.or(Some(root));
        self.looked = true;
        self.commit(known, &[])
    }

    /// Whether the daily look for a newer root is due.
    pub(crate) fn is_look_due(&self) -> bool {
        let age = self.known.as_ref().map(|known| self.now - known.trusted);
        let has_root = !matches!(self.trust, Trust::Keys(_));
        has_root && !self.looked && age.is_some_and(|age| !(0..DAY).contains(&age))
    }

    /// The language whose recent changes bring what is held up to date in one round trip.
    fn recent_place(&self, wanted: &Wanted, at: Option<i64>) -> Result<Option<(String, Days)>, Failure> {
        let (Some(known), Some(tag), None) = (&self.known, wanted.only_tag(), at) else { return Ok(None) };
        let days = match self.now - known.confirmed {
            age if (0..=DAY).contains(&age) => Days::One,
            age if (0..=7 * DAY).contains(&age) => Days::Seven,
            _ => return Ok(None),
        };
        let held = self.state.manifest(self.region, tag)?.is_some();
        Ok(held.then(|| (tag.to_owned(), days)))
    }

    fn ask_recent(&mut self, tag: &str, days: Days) -> Result<Option<Offer>, Failure> {
        let place = Place::Recent { region: self.region, tag, days };
        let (bytes, etag) = match self.transport.document(&place, self.etag().as_deref(), MAX_RECENT)? {
            Answer::Found { bytes, etag } => (bytes, etag),
            Answer::Unchanged => return Ok(None),
            Answer::Missing => return self.ask_head(None),
            Answer::TooLong => return Err(Error::BadFrames(format!("it has more than {MAX_RECENT} bytes")).into()),
        };
        let frames = frames::read(&bytes)?;
        self.objects.extend(frames.objects.into_iter().map(|(id, object)| (id, Rc::new(object.to_vec()))));
        Ok(Some(Offer { bytes: frames.head.to_vec(), etag }))
    }

    fn ask_head(&mut self, at: Option<i64>) -> Result<Option<Offer>, Failure> {
        let place = Place::Head { region: self.region, at };
        match self.transport.document(&place, self.etag().as_deref(), MAX_HEAD)? {
            Answer::Found { bytes, etag } => Ok(Some(Offer { bytes, etag })),
            Answer::Unchanged if self.known.is_some() => Ok(None),
            Answer::Missing | Answer::Unchanged => {
                Err(TransportError::Missing(format!("a head of `{}`", self.region)).into())
            }
            Answer::TooLong => Err(Error::BadHead(format!("it has more than {MAX_HEAD} bytes")).into()),
        }
    }

    fn etag(&self) -> Option<String> {
        self.known.as_ref().and_then(|known| known.etag.clone())
    }

    /// Applies what the server offers, or finds that there is nothing to apply.
    fn take(&mut self, offer: Option<Offer>, wanted: &Wanted) -> Result<(Change, Flags), Failure> {
        let current = self.held_head()?;
        let verdict = match offer {
            Some(offer) => self.judge(offer, current.as_ref())?,
            None => Verdict::Same,
        };
        let (head, offer) = match (verdict, &current) {
            (Verdict::Newer(head, offer), _) => (*head, Some(offer)),
            (Verdict::Same, Some(current)) => (current.clone(), None),
            (Verdict::Stale, _) => return Ok((Change::Stale, self.flags(current.as_ref())?)),
            (Verdict::Refused | Verdict::Same, _) => return self.refuse(current.as_ref()),
        };
        let behind = current.is_some_and(|current| current.epoch == head.epoch && head.rev < current.rev);
        let mut flags = Flags { restored: behind, ..self.flags(Some(&head))? };
        let mut updates = Vec::new();
        for scope in self.scopes(wanted, &head)? {
            let Some(entry) = head.scopes.get(&scope) else {
                flags.gone.push(scope);
                continue;
            };
            match self.prepare(&head, &scope, *entry, behind)? {
                Step::Held => {}
                Step::Later => return self.refuse(self.held_head()?.as_ref()),
                Step::Ready { update, behind } => {
                    flags.restored |= behind;
                    updates.push(update);
                }
            }
        }
        let change = if offer.is_none() && updates.is_empty() { Change::Unchanged } else { Change::Applied };
        self.write(offer, &updates)?;
        Ok((change, flags))
    }

    /// Says whether an offer can be trusted, understood, and is newer than what is held.
    fn judge(&mut self, offer: Offer, current: Option<&Head>) -> Result<Verdict, Failure> {
        if self.known.as_ref().is_some_and(|known| known.head == offer.bytes) {
            return Ok(Verdict::Same);
        }
        let document = heads::open(&offer.bytes)?;
        self.must_trust(Kind::Head, &document)?;
        let Reading::Known(head) = Head::read(&document, self.region)? else { return Ok(Verdict::Refused) };
        expiry(&head)?;
        match current.map(|current| head.order().cmp(&current.order())) {
            Some(std::cmp::Ordering::Less) => Ok(Verdict::Stale),
            Some(std::cmp::Ordering::Equal) => Ok(Verdict::Same),
            _ if head.min_client > self.version => Ok(Verdict::Refused),
            _ => Ok(Verdict::Newer(head, offer)),
        }
    }

    /// Refuses what nobody has signed who may sign a `kind`; a key that is not known yet is looked for.
    pub(crate) fn must_trust(&mut self, kind: Kind, document: &Document<'_>) -> Result<(), Failure> {
        if let Trust::Keys(keys) = self.trust {
            return if trusts::is_signed_by(keys, kind, document) { Ok(()) } else { Err(Error::BadSignature.into()) };
        }
        self.begin_trust()?;
        if self.is_trusted(kind, document) {
            return Ok(());
        }
        if let Some(root) = self.root.clone().filter(|root| root.misses_a_key_of(document)) {
            self.looked = true;
            self.root = root.newest(self.transport)?.or(Some(root));
        }
        if self.is_trusted(kind, document) { Ok(()) } else { Err(Error::BadSignature.into()) }
    }

    fn begin_trust(&mut self) -> Result<(), Failure> {
        if self.root.is_none() {
            self.root = trusts::begin(self.trust, self.known.as_ref(), self.transport)?;
        }
        Ok(())
    }

    fn is_trusted(&self, kind: Kind, document: &Document<'_>) -> bool {
        self.root.as_ref().is_some_and(|root| root.root.trusts(kind, document))
    }

    /// The scopes to look at: the wanted ones, and the one of every language.
    fn scopes(&self, wanted: &Wanted, head: &Head) -> Result<BTreeSet<String>, Failure> {
        let mut scopes = BTreeSet::from([NEUTRAL.to_owned()]);
        match wanted {
            Wanted::All => {
                scopes.extend(head.scopes.keys().cloned());
                scopes.extend(self.state.scopes(self.region)?);
            }
            Wanted::Scopes(wanted) => scopes.extend(wanted.iter().cloned()),
        }
        Ok(scopes)
    }

    /// The flags that follow from the head that the reader has in the end.
    fn flags(&self, head: Option<&Head>) -> Result<Flags, Failure> {
        let expiry = head.map(expiry).transpose()?;
        Ok(Flags { expired: expiry.is_some_and(|expiry| expiry < self.now), ..Flags::default() })
    }

    fn refuse(&self, held: Option<&Head>) -> Result<(Change, Flags), Failure> {
        Ok((Change::Refused, Flags { update: true, ..self.flags(held)? }))
    }

    fn write(&mut self, offer: Option<Offer>, updates: &[Update]) -> Result<(), Failure> {
        let (root, confirmed) = (None, self.now);
        let known = match (offer, self.known.take()) {
            (Some(Offer { bytes, etag }), None) => {
                RegionState { head: bytes, etag, confirmed, root, trusted: self.now }
            }
            (Some(Offer { bytes, etag }), Some(known)) => RegionState { head: bytes, etag, confirmed, ..known },
            (None, Some(known)) => RegionState { confirmed, ..known },
            (None, None) => return Ok(()),
        };
        self.commit(known, updates)
    }

    fn commit(&mut self, mut known: RegionState, updates: &[Update]) -> Result<(), Failure> {
        if let Some(root) = &self.root {
            known.root = Some(root.bytes.clone());
        }
        if self.looked {
            known.trusted = self.now;
        }
        self.state.commit(self.region, &known, updates)?;
        self.known = Some(known);
        Ok(())
    }
}

/// When a head expires, in milliseconds since 1970.
fn expiry(head: &Head) -> Result<i64, Error> {
    let expires: Result<Timestamp, _> = head.expires.parse();
    expires.map(Timestamp::as_millisecond).map_err(|_| Error::BadHead("its `expires` is no time".to_owned()))
}
