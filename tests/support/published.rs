//! What a client of delta sync finds on the disk: heads, manifests, and the contents they lead to.

use std::collections::BTreeMap;
use std::sync::Arc;

use content::heads::Current;
use content::publisher;
use sync::manifests::DeltaEntry;
use sync::{Contents, Id, Manifest, deltas, parts};

use super::{Region, wait};

/// The lines of a scope, by key.
pub(crate) type Lines = BTreeMap<String, String>;

impl Region {
    /// Publishes what is due, as a running server does by itself.
    #[track_caller]
    pub(crate) fn publish(&self) -> Arc<Current> {
        wait(publisher::publish_now(&self.store)).unwrap();
        self.head()
    }

    /// The newest head.
    pub(crate) fn head(&self) -> Arc<Current> {
        self.store.heads().of(self.id).unwrap()
    }

    /// An object, which has to be there.
    #[track_caller]
    pub(crate) fn object(&self, id: &Id) -> Vec<u8> {
        self.store.objects().read(id).unwrap().expect("what a head names is there")
    }

    /// The manifest of `scope` in the newest head.
    pub(crate) fn manifest(&self, scope: &str) -> Manifest {
        let id = self.head().head.scopes[scope].m;
        Manifest::read(&self.object(&id)).unwrap().unwrap()
    }

    /// The lines that the parts of `manifest` hold; they have to be its state.
    pub(crate) fn lines_of_parts(&self, manifest: &Manifest) -> Lines {
        let mut lines = Lines::new();
        for part in &manifest.parts {
            let bytes = self.object(&part.sha256);
            assert_eq!(bytes.len() as u64, part.size);
            let read = parts::read(&bytes, part.range()).unwrap();
            lines.extend(read.into_iter().map(|(key, line)| (key.to_owned(), line.to_owned())));
        }
        assert_eq!((state(&lines), lines.len() as u64), (manifest.state, manifest.count));
        lines
    }

    /// `lines` after one of the deltas of `manifest`.
    pub(crate) fn after_delta(&self, lines: &Lines, manifest: &Manifest, delta: &DeltaEntry) -> Lines {
        let bytes = self.object(&delta.sha256);
        assert_eq!(bytes.len() as u64, delta.size);
        let mut lines = lines.clone();
        for (key, line) in deltas::read(&bytes, &manifest.header_of(delta)).unwrap() {
            match line {
                Some(line) => drop(lines.insert(key.to_owned(), line.to_owned())),
                None => drop(lines.remove(key)),
            }
        }
        lines
    }

    /// The lines of `scope` as the database has them.
    pub(crate) fn stored_lines(&self, scope: &str) -> Lines {
        let of_scope = self.lines().into_iter().filter(|line| line.scope == scope);
        of_scope.filter_map(|line| Some((line.key, line.line?))).collect()
    }
}

/// The state digest of `lines`.
pub(crate) fn state(lines: &Lines) -> Id {
    let hashes = lines.iter().map(|(key, line)| (key.clone(), Id::of(line.as_bytes())));
    Contents::new(hashes).state()
}
