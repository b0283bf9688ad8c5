//! A server in memory for the tests of the reference client: files by their names, with faults where a test wants them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sync::client::{
    Answer, Client, Download, Failure, Mirrored, Outcome, Place, State, Traffic, Transport, TransportError, Trust,
    Wanted, object_path,
};
use sync::{Id, SecretKey, Signer as _};

use super::server::{Dump, dump};
use super::stories::publisher::Publisher;

/// A moment within the validity of every head.
pub(crate) const NOW: i64 = 1_767_312_000_000;
/// A day in milliseconds.
pub(crate) const DAY: i64 = 86_400_000;

/// What is served, by its path.
#[derive(Clone, Default)]
pub(crate) struct Shelf {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// After how many answers the network is gone.
    pub(crate) fails_after: Option<usize>,
    /// Objects that break off once, after so many bytes.
    pub(crate) cut: BTreeMap<Id, usize>,
    /// The documents that were asked for.
    pub(crate) places: Vec<String>,
    /// The objects that were asked for, and from which byte.
    pub(crate) asked: Vec<(Id, u64)>,
}

impl Shelf {
    /// Everything that `publisher` has published, under a new head.
    pub(crate) fn of(publisher: &mut Publisher) -> Self {
        let head = (format!("{}/head", publisher.region), publisher.head().into_bytes());
        let objects = publisher.objects.iter().map(|(id, object)| (object_path(&publisher.region, id), object.bytes()));
        Self { files: std::iter::once(head).chain(objects).collect(), ..Self::default() }
    }

    /// The shelf with other bytes under `name`.
    pub(crate) fn with(&self, name: &str, bytes: &[u8]) -> Self {
        let mut changed = self.clone();
        changed.files.insert(name.to_owned(), bytes.to_vec());
        changed
    }

    fn count(&mut self) -> Result<(), TransportError> {
        match &mut self.fails_after {
            Some(0) => Err(TransportError::Unreachable("the test has cut the line".to_owned())),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl Transport for Shelf {
    fn document(&mut self, place: &Place<'_>, _: Option<&str>, limit: usize) -> Result<Answer, TransportError> {
        self.count()?;
        self.places.push(place.path());
        let fits = |bytes: &Vec<u8>| if bytes.len() > limit { Answer::TooLong } else { Answer::found(bytes.clone()) };
        let path = place.path();
        let file = path.split('?').next().and_then(|path| self.files.get(path));
        Ok(file.map_or(Answer::Missing, fits))
    }

    fn object(&mut self, region: &str, id: &Id, download: &mut Download) -> Result<bool, TransportError> {
        self.count()?;
        self.asked.push((*id, download.held()));
        let Some(bytes) = self.files.get(&object_path(region, id)) else { return Ok(false) };
        if download.etag().is_none() {
            download.restart(Some("\"tag\""));
        }
        let rest = &bytes[usize::try_from(download.held()).unwrap()..];
        if let Some(end) = self.cut.remove(id) {
            download.push(&rest[..end]);
            return Err(TransportError::Unreachable("the test has cut the line".to_owned()));
        }
        download.push(rest);
        Ok(true)
    }

    fn traffic(&self) -> Traffic {
        Traffic::default()
    }
}

/// A reader with a state of their own.
pub(crate) struct Reader {
    directory: tempfile::TempDir,
    pub(crate) trust: Trust,
    pub(crate) wanted: Wanted,
    /// The reader's clock.
    pub(crate) now: i64,
    /// A revision that the reader has heard of.
    pub(crate) at: Option<i64>,
}

impl Reader {
    /// A reader of `ar` who trusts the key of `publisher`.
    pub(crate) fn of(publisher: &Publisher) -> Self {
        let key = SecretKey::from_bytes(&publisher.seed).public_key();
        let directory = tempfile::tempdir().unwrap();
        let trust = Trust::Keys([(key.id(), key)].into());
        Self { directory, trust, wanted: Wanted::scopes(["ar"]), now: NOW, at: None }
    }

    /// A reader who holds what this one holds.
    pub(crate) fn copy(&self) -> Self {
        let directory = tempfile::tempdir().unwrap();
        std::fs::copy(self.path(), directory.path().join("state.db")).unwrap();
        Self { directory, trust: self.trust.clone(), wanted: self.wanted.clone(), ..*self }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.directory.path().join("state.db")
    }

    pub(crate) fn state(&self) -> State {
        State::open(&self.path()).unwrap()
    }

    /// Opens the state, syncs, and closes it again.
    pub(crate) fn sync(&self, transport: &mut dyn Transport) -> Result<Outcome, Failure> {
        self.sync_into(&mut self.state(), transport)
    }

    /// Syncs a state that is open already.
    pub(crate) fn sync_into(&self, state: &mut State, transport: &mut dyn Transport) -> Result<Outcome, Failure> {
        Client::new(state, transport, &self.trust).at(self.at).sync("musterstadt", &self.wanted, self.now)
    }

    /// Completes a copy of the region for somebody who has `held` already; the ids are those that were handed over.
    pub(crate) fn complete(&self, transport: &mut dyn Transport, held: Id) -> (Mirrored, BTreeSet<Id>) {
        let (mut state, mut kept) = (self.state(), BTreeSet::new());
        let mut keep = |id: &Id, bytes: &[u8]| {
            assert!(Id::of(bytes) == *id && kept.insert(*id));
            Ok(())
        };
        let mut client = Client::new(&mut state, transport, &self.trust);
        let mirrored = client.complete("musterstadt", &|id| *id == held, &mut keep).unwrap();
        (mirrored, kept)
    }

    /// Everything that is held.
    pub(crate) fn dump(&self) -> Dump {
        dump(&self.path())
    }

    /// The lines of a scope.
    pub(crate) fn lines(&self, scope: &str) -> BTreeMap<String, String> {
        self.state().items("musterstadt", scope).unwrap().into_iter().collect()
    }
}

/// The bytes of a pack of everything on `shelf`.
pub(crate) fn packed(shelf: &Shelf) -> Vec<u8> {
    let entries = shelf.files.iter().map(|(name, bytes)| (name.clone(), bytes));
    sync::client::packs::write(std::io::Cursor::new(Vec::new()), entries).unwrap().into_inner()
}

/// Writes everything on `shelf` as files below `directory`.
pub(crate) fn write_files(shelf: &Shelf, directory: &Path) {
    for (name, bytes) in &shelf.files {
        let path = directory.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}
