//! Downloads: objects on their way, kept in files so that a broken one goes on where it ended.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::client::failures::{Failure, LocalError};
use crate::client::transports::{Transport, TransportError};
use crate::{Error, Id};

/// The most bytes of an object whose size nothing names: a manifest.
const MAX_UNNAMED: u64 = 256 << 10;
/// From how many bytes on a download is written to a file as it arrives.
const SMALL: usize = 64 << 10;
/// How often an object is asked for that breaks off on its way.
const ATTEMPTS: u32 = 4;

/// Loads the object `id` of `region`, which has `size` bytes where that is known, and makes sure of it.
pub(crate) fn load(
    transport: &mut dyn Transport,
    staging: &Staging,
    region: &str,
    id: &Id,
    size: Option<u64>,
) -> Result<Vec<u8>, Failure> {
    let mut download = staging.begin(id, size.unwrap_or(MAX_UNNAMED))?;
    let mut attempts = 0;
    while !download.is_whole(id) {
        attempts += 1;
        let result = transport.object(region, id, &mut download);
        match (download.trouble.take(), result) {
            (Some(Trouble::TooLong), _) => return Err(damaged(id, "it has more bytes than were named").into()),
            (Some(Trouble::Disk(error)), _) => return Err(error.into()),
            (None, Ok(true)) => break,
            (None, Ok(false)) => return Err(Error::MissingObject(*id).into()),
            (None, Err(TransportError::Interrupted(_) | TransportError::Timeout)) if attempts < ATTEMPTS => {}
            (None, Err(error)) => {
                download.keep()?;
                return Err(error.into());
            }
        }
    }
    must_be(id, &download.bytes, size)?;
    if Id::of(&download.bytes) != *id {
        return Err(damaged(id, "its bytes are others").into());
    }
    Ok(download.bytes)
}

/// Refuses bytes of another size than was named.
pub(crate) fn must_be(id: &Id, bytes: &[u8], size: Option<u64>) -> Result<(), Error> {
    let right = size.is_none_or(|size| size == bytes.len() as u64);
    if right { Ok(()) } else { Err(damaged(id, "it has not as many bytes as were named")) }
}

fn damaged(id: &Id, why: &str) -> Error {
    Error::BadObject { id: *id, why: why.to_owned() }
}

/// The directory of unfinished downloads, and of finished ones that wait for the others after a failure.
#[derive(Clone, Debug)]
pub(crate) struct Staging(PathBuf);

impl Staging {
    /// The staging beside the state at `state`.
    pub(crate) fn beside(state: &Path) -> Self {
        let mut name = state.as_os_str().to_owned();
        name.push(".staging");
        Self(name.into())
    }

    /// Begins to load `id`, at most `limit` bytes, or goes on with what has arrived before.
    pub(crate) fn begin(&self, id: &Id, limit: u64) -> Result<Download, LocalError> {
        let path = self.0.join(format!("{id}.tmp"));
        let bytes = absent_or(fs::read(&path)).map_err(LocalError::disk(&path))?.unwrap_or_default();
        let tag = path.with_extension("etag");
        let etag = absent_or(fs::read_to_string(&tag)).map_err(LocalError::disk(&tag))?;
        let mut download = Download { path, file: None, bytes: Vec::new(), limit, etag, trouble: None };
        if bytes.len() as u64 <= limit {
            download.bytes = bytes;
        }
        Ok(download)
    }

    /// Keeps an object that is whole for the next sync.
    pub(crate) fn keep(&self, id: &Id, bytes: &[u8]) -> Result<(), LocalError> {
        let path = self.0.join(format!("{id}.tmp"));
        fs::create_dir_all(&self.0).and_then(|()| fs::write(&path, bytes)).map_err(LocalError::disk(&path))
    }

    /// Throws everything away.
    pub(crate) fn clear(&self) -> Result<(), LocalError> {
        absent_or(fs::remove_dir_all(&self.0)).map(drop).map_err(LocalError::disk(&self.0))
    }
}

fn absent_or<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(cause),
    }
}

/// An object on its way: a transport adds bytes to it.
///
/// What is small stays in memory, unless it breaks off; the rest is written as it arrives, so that an app that is
/// stopped in the middle can go on later.
#[derive(Debug)]
pub struct Download {
    path: PathBuf,
    file: Option<File>,
    bytes: Vec<u8>,
    limit: u64,
    etag: Option<String>,
    trouble: Option<Trouble>,
}

/// Why a download takes no more bytes.
#[derive(Debug)]
enum Trouble {
    /// There are more than were named.
    TooLong,
    /// They cannot be stored.
    Disk(LocalError),
}

impl Download {
    /// How many bytes have arrived.
    pub fn held(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// The entity tag of what has arrived; a download without one cannot be resumed.
    pub fn etag(&self) -> Option<&str> {
        self.etag.as_deref()
    }

    /// Begins again from the first byte; `etag` says of what, if it can be resumed.
    pub fn restart(&mut self, etag: Option<&str>) {
        self.file = None;
        self.bytes.clear();
        self.etag = etag.map(str::to_owned);
    }

    /// Adds bytes; false when no more are taken, and the transport can stop.
    pub fn push(&mut self, bytes: &[u8]) -> bool {
        if self.held() + bytes.len() as u64 > self.limit {
            self.trouble = Some(Trouble::TooLong);
        } else if self.trouble.is_none() {
            self.bytes.extend_from_slice(bytes);
            self.trouble = self.write(bytes).err().map(|cause| Trouble::Disk(LocalError::disk(&self.path)(cause)));
        }
        self.trouble.is_none()
    }

    /// Whether everything has arrived, in an earlier sync.
    fn is_whole(&self, id: &Id) -> bool {
        !self.bytes.is_empty() && Id::of(&self.bytes) == *id
    }

    /// Writes `newest`, once there is enough that it is worth a file.
    fn write(&mut self, newest: &[u8]) -> io::Result<()> {
        match &mut self.file {
            Some(file) => file.write_all(newest),
            None if self.bytes.len() < SMALL => Ok(()),
            None => self.begin_file(),
        }
    }

    /// Writes everything that has arrived, and what it needs to be resumed.
    fn begin_file(&mut self) -> io::Result<()> {
        let Some(etag) = &self.etag else { return Ok(()) };
        fs::create_dir_all(self.path.parent().unwrap_or(Path::new("")))?;
        fs::write(self.path.with_extension("etag"), etag)?;
        let mut file = File::create(&self.path)?;
        file.write_all(&self.bytes)?;
        self.file = Some(file);
        Ok(())
    }

    /// Keeps what has arrived for the next sync.
    fn keep(&mut self) -> Result<(), LocalError> {
        if self.file.is_some() || self.bytes.is_empty() {
            return Ok(());
        }
        self.begin_file().map_err(LocalError::disk(&self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staging() -> (tempfile::TempDir, Staging) {
        let directory = tempfile::tempdir().unwrap();
        let staging = Staging::beside(&directory.path().join("state.db"));
        (directory, staging)
    }

    #[test]
    fn a_download_with_an_entity_tag_goes_on_where_it_ended() {
        let (_directory, staging) = staging();
        let (id, long) = (Id::of(b"abcdef"), vec![b'x'; SMALL]);
        let mut small = staging.begin(&id, 6).unwrap();
        small.restart(Some("\"tag\""));
        small.push(b"abc");
        small.keep().unwrap();
        let mut large = staging.begin(&Id::of(&long), 1 << 20).unwrap();
        large.restart(Some("\"tag\""));
        large.push(&long);
        large.push(b"yz");
        drop((small, large));

        let (again, large) = (staging.begin(&id, 6).unwrap(), staging.begin(&Id::of(&long), 1 << 20).unwrap());

        assert_eq!((again.bytes.as_slice(), again.etag()), (&b"abc"[..], Some("\"tag\"")));
        assert_eq!((large.bytes, large.etag), ([long.as_slice(), b"yz"].concat(), Some("\"tag\"".to_owned())));
    }

    #[test]
    fn a_download_without_an_entity_tag_begins_again() {
        let (_directory, staging) = staging();
        let id = Id::of(b"abcdef");
        let mut download = staging.begin(&id, 6).unwrap();
        download.push(b"abc");
        download.keep().unwrap();

        assert_eq!(staging.begin(&id, 6).unwrap().held(), 0);
    }

    #[test]
    fn a_download_takes_no_more_bytes_than_were_named() {
        let (_directory, staging) = staging();
        let mut download = staging.begin(&Id::of(b""), 4).unwrap();

        assert!(download.push(b"1234"));
        assert!(!download.push(b"5"));
        assert!(matches!(download.trouble, Some(Trouble::TooLong)));
        assert_eq!(download.bytes, b"1234");
    }

    #[test]
    fn what_is_kept_whole_is_not_asked_for() {
        let (_directory, staging) = staging();
        let id = Id::of(b"whole");
        staging.keep(&id, b"whole").unwrap();

        assert!(staging.begin(&id, 100).unwrap().is_whole(&id));
        staging.clear().unwrap();
        assert_eq!(staging.begin(&id, 100).unwrap().held(), 0);
    }
}
