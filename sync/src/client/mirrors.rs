//! Mirrors: everything that a head names, and the list of regions, so that a copy can be served.

use std::io;
use std::path::Path;

use crate::client::failures::{Failure, LocalError};
use crate::client::sessions::Session;
use crate::client::transports::{Answer, Place};
use crate::client::trusts;
use crate::documents::Kind;
use crate::error::bad_content;
use crate::{Directory, Document, Error, Id, Manifest, Root};

/// The most bytes that a list of regions may have.
const MAX_DIRECTORY: usize = 1 << 20;

/// The documents of a copy whose objects are complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mirrored {
    /// The bytes of the head; to be published only after every object was kept.
    pub head: Vec<u8>,
    /// The bytes of the roots, from version 1 to the newest; none when keys are pinned.
    pub roots: Vec<Vec<u8>>,
}

impl Session<'_> {
    /// Hands every object of the held head that the caller lacks to `keep`, and then the documents.
    pub(crate) fn complete(
        &mut self,
        has: &dyn Fn(&Id) -> bool,
        keep: &mut dyn FnMut(&Id, &[u8]) -> io::Result<()>,
    ) -> Result<Mirrored, Failure> {
        let Some(head) = self.held_head()? else {
            return Err(LocalError::Damaged(format!("there is no head of {} to complete", self.region)).into());
        };
        for (scope, entry) in &head.scopes {
            let stored = self.state.manifest(self.region, scope)?.filter(|bytes| Id::of(bytes) == entry.m);
            let bytes = match stored {
                Some(bytes) => bytes,
                None => self.object(&entry.m, None)?.to_vec(),
            };
            let manifest = Manifest::read(&bytes)?;
            for (id, size) in manifest.iter().flat_map(Manifest::objects) {
                if !has(&id) {
                    let bytes = self.object(&id, Some(size))?;
                    self.objects.clear();
                    keep(&id, &bytes).map_err(|cause| not_kept(&id, cause))?;
                }
            }
            if !has(&entry.m) {
                keep(&entry.m, &bytes).map_err(|cause| not_kept(&entry.m, cause))?;
            }
        }
        let head = self.known.as_ref().map(|known| known.head.clone()).unwrap_or_default();
        Ok(Mirrored { head, roots: self.roots()? })
    }

    /// The list of regions as it was signed, if the server has one.
    pub(crate) fn directory(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let too_long = || bad_content(format!("the list of regions has more than {MAX_DIRECTORY} bytes"));
        let bytes = match self.transport.document(&Place::Directory, None, MAX_DIRECTORY)? {
            Answer::Found { bytes, .. } => bytes,
            Answer::Missing | Answer::Unchanged => return Ok(None),
            Answer::TooLong => return Err(too_long().into()),
        };
        let document =
            Document::open(&bytes).ok_or_else(|| bad_content("the list of regions is no signed document"))?;
        self.must_trust(Kind::Regions, &document)?;
        Directory::read(&document)?;
        Ok(Some(bytes))
    }

    /// The chain of roots that ends in the stored one.
    fn roots(&mut self) -> Result<Vec<Vec<u8>>, Failure> {
        let Some(newest) = self.known.as_ref().and_then(|known| known.root.clone()) else { return Ok(Vec::new()) };
        let version = Root::read(&newest)?.version;
        let mut roots: Vec<Vec<u8>> = Vec::new();
        for n in 1..version {
            let missing = || Error::BadRoot(format!("version {n} is missing"));
            roots.push(trusts::fetch(self.transport, Place::Root(n))?.ok_or_else(missing)?);
        }
        roots.push(newest);
        let mut before = Root::read(&roots[0])?;
        for next in &roots[1..] {
            before = before.next(next)?;
        }
        Ok(roots)
    }
}

fn not_kept(id: &Id, cause: io::Error) -> Failure {
    LocalError::disk(Path::new(&id.to_string()))(cause).into()
}
