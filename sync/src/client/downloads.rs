//! Downloads: objects on their way, kept in files so that a broken one goes on where it ended.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::client::failures::{Failure, LocalError};
use crate::client::transports::{Transport, TransportError};
use crate::{Error, Id};

/// The most bytes of an object whose size nothing names: a manifest.
const MAX_UNNAMED: u64 = 256 << 10;
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
    while !download.is_whole(size) {
        attempts += 1;
        let result = transport.object(region, id, &mut download);
        match (download.trouble.take(), result) {
            (Some(Trouble::TooLong), _) => return Err(damaged(id, "it has more bytes than were named").into()),
            (Some(Trouble::Disk(error)), _) => return Err(error.into()),
            (None, Ok(true)) => break,
            (None, Ok(false)) => return Err(Error::MissingObject(*id).into()),
            (None, Err(TransportError::Interrupted(_) | TransportError::Timeout)) if attempts < ATTEMPTS => {}
            (None, Err(error)) => return Err(error.into()),
        }
    }
    let bytes = download.bytes()?;
    must_be(id, &bytes, size)?;
    if Id::of(&bytes) != *id {
        return Err(damaged(id, "its bytes are others").into());
    }
    Ok(bytes)
}

/// Refuses bytes of another size than was named.
pub(crate) fn must_be(id: &Id, bytes: &[u8], size: Option<u64>) -> Result<(), Error> {
    let right = size.is_none_or(|size| size == bytes.len() as u64);
    if right { Ok(()) } else { Err(damaged(id, "it has not as many bytes as were named")) }
}

fn damaged(id: &Id, why: &str) -> Error {
    Error::BadObject { id: *id, why: why.to_owned() }
}

/// The directory of unfinished downloads and of finished ones that wait for the others.
#[derive(Debug)]
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
        fs::create_dir_all(&self.0).map_err(LocalError::disk(&self.0))?;
        let path = self.0.join(format!("{id}.tmp"));
        let tag = self.0.join(format!("{id}.etag"));
        let file = OpenOptions::new().create(true).append(true).open(&path).map_err(LocalError::disk(&path))?;
        let held = file.metadata().map_err(LocalError::disk(&path))?.len();
        let etag = fs::read_to_string(&tag).ok();
        let mut download = Download { path, tag, file, held, limit, etag, trouble: None };
        if held > limit || (held < limit && download.etag.is_none()) {
            download.restart(None);
        }
        Ok(download)
    }

    /// Throws everything away.
    pub(crate) fn clear(&self) -> Result<(), LocalError> {
        match fs::remove_dir_all(&self.0) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(LocalError::disk(&self.0)(cause)),
            _ => Ok(()),
        }
    }
}

/// An object on its way: a transport adds bytes to it.
#[derive(Debug)]
pub struct Download {
    path: PathBuf,
    tag: PathBuf,
    file: File,
    held: u64,
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
        self.held
    }

    /// The entity tag of what has arrived; a download without one cannot be resumed.
    pub fn etag(&self) -> Option<&str> {
        self.etag.as_deref()
    }

    /// Begins again from the first byte; `etag` says of what, if it can be resumed.
    pub fn restart(&mut self, etag: Option<&str>) {
        self.held = 0;
        self.etag = etag.map(str::to_owned);
        let truncated = self.file.set_len(0);
        let tagged = match etag {
            Some(etag) => fs::write(&self.tag, etag),
            None => fs::remove_file(&self.tag).or_else(|cause| match cause.kind() {
                std::io::ErrorKind::NotFound => Ok(()),
                _ => Err(cause),
            }),
        };
        self.keep_trouble(truncated.and(tagged));
    }

    /// Adds bytes; false when no more are taken, and the transport can stop.
    pub fn push(&mut self, bytes: &[u8]) -> bool {
        self.held += bytes.len() as u64;
        if self.held > self.limit {
            self.trouble.get_or_insert(Trouble::TooLong);
        }
        if self.trouble.is_none() {
            let written = self.file.write_all(bytes);
            self.keep_trouble(written);
        }
        self.trouble.is_none()
    }

    /// Whether everything has arrived before it was asked for.
    fn is_whole(&self, size: Option<u64>) -> bool {
        self.held > 0 && size == Some(self.held)
    }

    /// Everything that has arrived.
    fn bytes(&self) -> Result<Vec<u8>, LocalError> {
        fs::read(&self.path).map_err(LocalError::disk(&self.path))
    }

    fn keep_trouble(&mut self, result: std::io::Result<()>) {
        if let Err(cause) = result {
            self.trouble.get_or_insert(Trouble::Disk(LocalError::disk(&self.path)(cause)));
        }
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
        let id = Id::of(b"abcdef");
        let mut first = staging.begin(&id, 6).unwrap();
        first.restart(Some("\"tag\""));
        first.push(b"abc");
        drop(first);

        let mut again = staging.begin(&id, 6).unwrap();

        assert_eq!((again.held(), again.etag()), (3, Some("\"tag\"")));
        assert!(again.push(b"def"));
        assert_eq!(again.bytes().unwrap(), b"abcdef");
    }

    #[test]
    fn a_download_without_an_entity_tag_begins_again() {
        let (_directory, staging) = staging();
        let id = Id::of(b"abcdef");
        staging.begin(&id, 6).unwrap().push(b"abc");

        let again = staging.begin(&id, 6).unwrap();

        assert_eq!((again.held(), again.bytes().unwrap()), (0, Vec::new()));
    }

    #[test]
    fn a_download_takes_no_more_bytes_than_were_named() {
        let (_directory, staging) = staging();
        let mut download = staging.begin(&Id::of(b""), 4).unwrap();

        assert!(download.push(b"1234"));
        assert!(!download.push(b"5"));
        assert!(matches!(download.trouble, Some(Trouble::TooLong)));
        assert_eq!(download.bytes().unwrap(), b"1234");
    }
}
