//! The reference client: brings a copy of a region up to date, over HTTP, from a folder or from a pack.
//!
//! A [`Client`] borrows a [`State`] (an SQLite file), a [`Transport`] and a [`Trust`] for a sync. What is read later is
//! read from the state alone. Everything is verified before one transaction writes it; whatever goes wrong, the
//! state is what it was.
//!
//! ```no_run
//! use sync::client::{Client, Coding, Http, State, Trust, Wanted};
//!
//! let mut state = State::open("augsburg.db".as_ref())?;
//! let mut server = Http::new("https://lotse.example", Coding::Gzip);
//! let wanted = Wanted::scopes(["ar"]);
//! let outcome = Client::new(&mut state, &mut server, &Trust::FirstContact).sync("augsburg", &wanted, 1_795_342_556_040)?;
//! println!("{:?} at revision {:?}", outcome.change, outcome.revision());
//! for (key, line) in state.items("augsburg", "ar")? {
//!     println!("{key}: {line}");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod downloads;
mod failures;
mod folders;
mod http;
mod mirrors;
mod outcomes;
pub mod packs;
mod schedules;
mod scopes;
mod sessions;
mod signals;
mod sockets;
pub mod sources;
mod states;
mod transports;
mod trusts;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;

pub use downloads::Download;
pub use failures::{Failure, LocalError};
pub use folders::Folder;
pub use http::{Coding, Http};
pub use mirrors::Mirrored;
pub use outcomes::{Change, Flags, Outcome};
pub use packs::{Pack, PackError};
pub use schedules::next_delay;
pub use signals::{Signal, Signals};
pub use sources::SourceError;
pub use states::State;
pub use transports::{Answer, Days, Place, Traffic, Transport, TransportError, object_path};
pub use trusts::Trust;

use crate::{Id, Manifest, NEUTRAL};
use sessions::Session;

/// The version of this client, which a head's `min_client` is compared with.
pub const VERSION: u32 = 1;

/// Which scopes of a region to keep; the one of every language is always kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All that the region has.
    All,
    /// These languages.
    Scopes(BTreeSet<String>),
}

impl Wanted {
    /// These languages.
    pub fn scopes<S: Into<String>>(tags: impl IntoIterator<Item = S>) -> Self {
        Self::Scopes(tags.into_iter().map(Into::into).collect())
    }

    /// The language, when it is only one.
    fn only_tag(&self) -> Option<&str> {
        let Self::Scopes(scopes) = self else { return None };
        let mut tags = scopes.iter().filter(|scope| *scope != NEUTRAL);
        tags.next().filter(|_| tags.next().is_none()).map(String::as_str)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let scopes = if let Self::Scopes(scopes) = self { Some(scopes) } else { None };
        scopes.into_iter().flatten().map(String::as_str)
    }
}

/// Brings regions up to date.
pub struct Client<'a> {
    state: &'a mut State,
    transport: &'a mut dyn Transport,
    trust: &'a Trust,
    version: u32,
    at: Option<i64>,
}

impl<'a> Client<'a> {
    /// A client that keeps `state` by what `transport` carries, as far as `trust` reaches.
    pub fn new(state: &'a mut State, transport: &'a mut dyn Transport, trust: &'a Trust) -> Self {
        Self { state, transport, trust, version: VERSION, at: None }
    }

    /// Passes for another version of the client.
    #[must_use]
    pub fn version(self, version: u32) -> Self {
        Self { version, ..self }
    }

    /// Tells caches that the revision `at` exists, as a signal or the answer to a publication has said.
    #[must_use]
    pub fn at(self, at: Option<i64>) -> Self {
        Self { at, ..self }
    }

    /// Syncs the `wanted` scopes of `region`; `now` is in milliseconds since 1970.
    pub fn sync(&mut self, region: &str, wanted: &Wanted, now: i64) -> Result<Outcome, Failure> {
        check_names(region, wanted)?;
        let _lock = self.state.lock()?;
        let (at, before) = (self.at, self.transport.traffic());
        let mut session = self.session(region, now)?;
        let result = session.run(wanted, at);
        session.tidy(&result)?;
        let (change, flags) = result?;
        let trust = if session.is_look_due() { session.look_for_keys().err() } else { None };
        let (head, fetched) = (session.held_head()?, session.fetched);
        let scopes = self.manifests(region)?;
        Ok(Outcome { change, head, scopes, fetched, flags, trust, traffic: self.transport.traffic().since(before) })
    }

    /// Looks for newer keys of the server; a sync does that once a day by itself.
    pub fn check_trust(&mut self, region: &str, now: i64) -> Result<(), Failure> {
        check_names(region, &Wanted::All)?;
        let _lock = self.state.lock()?;
        self.session(region, now)?.look_for_keys()
    }

    /// After a sync, hands every object that the head names, of all scopes, and that `has` does not know, to `keep`.
    pub fn complete(
        &mut self,
        region: &str,
        has: &dyn Fn(&Id) -> bool,
        keep: &mut dyn FnMut(&Id, &[u8]) -> io::Result<()>,
    ) -> Result<Mirrored, Failure> {
        check_names(region, &Wanted::All)?;
        let _lock = self.state.lock()?;
        let mut session = self.session(region, 0)?;
        let result = session.complete(has, keep);
        session.tidy(&result)?;
        result
    }

    /// After a sync of `region`, the signed list of all regions of its server, if there is one; at most 1 MiB.
    ///
    /// It may be older than one that was read before: compare the serials.
    pub fn directory(&mut self, region: &str) -> Result<Option<Vec<u8>>, Failure> {
        check_names(region, &Wanted::All)?;
        self.session(region, 0)?.directory()
    }

    fn session<'s>(&'s mut self, region: &'s str, now: i64) -> Result<Session<'s>, Failure> {
        let known = self.state.region(region)?;
        Ok(Session {
            state: self.state,
            transport: self.transport,
            trust: self.trust,
            version: self.version,
            region,
            now,
            known,
            root: None,
            looked: false,
            objects: HashMap::new(),
            fetched: Vec::new(),
        })
    }

    fn manifests(&self, region: &str) -> Result<BTreeMap<String, Manifest>, Failure> {
        let mut manifests = BTreeMap::new();
        for scope in self.state.scopes(region)? {
            let manifest = self.state.manifest(region, &scope)?;
            if let Some(manifest) = manifest.as_deref().map(Manifest::read).transpose()?.flatten() {
                manifests.insert(scope, manifest);
            }
        }
        Ok(manifests)
    }
}

/// Refuses names that would lead to another address.
fn check_names(region: &str, wanted: &Wanted) -> Result<(), LocalError> {
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    match std::iter::once(region).chain(wanted.names()).find(|name| !is_name(name)) {
        Some(name) => Err(LocalError::Name(name.to_owned())),
        None => Ok(()),
    }
}
