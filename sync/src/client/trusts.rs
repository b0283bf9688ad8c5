//! Trust: whose signature under a head counts, and how a client learns of newer keys.

use crate::client::failures::Failure;
use crate::client::states::RegionState;
use crate::client::transports::{Answer, Place, Transport};
use crate::documents::Kind;
use crate::{Document, Error, Keys, Root};

/// The most bytes that a root may have.
const MAX_ROOT: usize = 64 << 10;

/// Where a client's trust in a region begins.
#[derive(Clone, Debug)]
pub enum Trust {
    /// In these keys, for good; no root is ever asked for.
    Keys(Keys),
    /// In a root that came with the app, and in what follows from it.
    Root(Vec<u8>),
    /// In the root that the server shows first; it is remembered, and only what follows from it is trusted afterwards.
    FirstContact,
}

/// A root and its bytes.
#[derive(Clone, Debug)]
pub(crate) struct Rooted {
    pub(crate) root: Root,
    pub(crate) bytes: Vec<u8>,
}

impl Rooted {
    fn read(bytes: Vec<u8>) -> Result<Self, Error> {
        Ok(Self { root: Root::read(&bytes)?, bytes })
    }

    /// Whether this root does not know a key that `document` names.
    pub(crate) fn misses_a_key_of(&self, document: &Document<'_>) -> bool {
        document.named_keys().any(|id| !self.root.head.keyids.iter().any(|known| known == id))
    }

    /// The newest root that follows from this one, if there is a newer one.
    pub(crate) fn newest(&self, transport: &mut dyn Transport) -> Result<Option<Self>, Failure> {
        let Some(bytes) = fetch(transport, Place::LatestRoot)? else { return Ok(None) };
        let latest = Self::read(bytes)?;
        if latest.root.version <= self.root.version {
            return Ok(None);
        }
        let mut at = self.clone();
        while at.root.version + 1 < latest.root.version {
            let version = at.root.version + 1;
            let missing = || Error::BadRoot(format!("version {version} is missing"));
            let bytes = fetch(transport, Place::Root(version))?.ok_or_else(missing)?;
            at = Self { root: at.root.next(&bytes)?, bytes };
        }
        at.root.next(&latest.bytes)?;
        Ok(Some(latest))
    }
}

/// The root to begin with: the stored one, or the app's when that is not older; none when keys are pinned.
pub(crate) fn begin(
    trust: &Trust,
    known: Option<&RegionState>,
    transport: &mut dyn Transport,
) -> Result<Option<Rooted>, Failure> {
    let stored = known.and_then(|known| known.root.clone()).map(Rooted::read).transpose()?;
    match (trust, stored) {
        (Trust::Keys(_), _) => Ok(None),
        (Trust::Root(bytes), stored) => {
            let own = Rooted::read(bytes.clone())?;
            Ok(Some(stored.filter(|stored| stored.root.version > own.root.version).unwrap_or(own)))
        }
        (Trust::FirstContact, Some(stored)) => Ok(Some(stored)),
        (Trust::FirstContact, None) => {
            let bytes = fetch(transport, Place::LatestRoot)?;
            let bytes = bytes.ok_or_else(|| Error::BadRoot("the server shows none".to_owned()))?;
            Ok(Some(Rooted::read(bytes)?))
        }
    }
}

/// Whether one of `keys` has signed `document` as a `kind`.
pub(crate) fn is_signed_by(keys: &Keys, kind: Kind, document: &Document<'_>) -> bool {
    !document.signers(kind, keys).is_empty()
}

/// The bytes of a root, if it is there.
pub(crate) fn fetch(transport: &mut dyn Transport, place: Place<'_>) -> Result<Option<Vec<u8>>, Failure> {
    match transport.document(&place, None, MAX_ROOT)? {
        Answer::Found { bytes, .. } => Ok(Some(bytes)),
        Answer::Missing | Answer::Unchanged => Ok(None),
        Answer::TooLong => Err(Error::BadRoot(format!("it has more than {MAX_ROOT} bytes")).into()),
    }
}
