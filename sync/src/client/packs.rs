//! Packs: a region as one ZIP in the layout of the addresses, for a courier or a USB stick.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use zip::read::ZipFile;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use crate::Id;
use crate::client::downloads::Download;
use crate::client::folders::{copy, newest_root, read_document};
use crate::client::transports::{Answer, Place, Traffic, Transport, TransportError, object_path};

/// The most entries that a pack may have.
const MOST_ENTRIES: usize = 200_000;

/// Why a file is refused as a pack.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// It cannot be read, or is no ZIP.
    #[error("it is no pack: {0}")]
    Unreadable(#[from] ZipError),
    /// It has more entries than any region needs.
    #[error("it has {0} entries; at most {MOST_ENTRIES} are read")]
    TooMany(usize),
    /// Two entries bear the same name.
    #[error("two of its entries bear the same name")]
    Twice,
    /// An entry that no pack has.
    #[error("its entry `{name}` {why}")]
    Entry {
        /// The name, as far as it can be shown.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

/// Reads from a ZIP that holds `trust/1`, `<region>/head`, `<region>/o/<id>`; nothing is ever unpacked to a disk.
#[derive(Debug)]
pub struct Pack<R: Read + Seek = File> {
    archive: ZipArchive<R>,
    traffic: Traffic,
}

impl Pack {
    /// The pack at `path`.
    pub fn open(path: &Path) -> Result<Self, PackError> {
        Self::new(File::open(path).map_err(ZipError::from)?)
    }
}

impl<R: Read + Seek> Pack<R> {
    /// The pack in `file`, which is refused when it has anything that no pack has.
    pub fn new(file: R) -> Result<Self, PackError> {
        let mut archive = ZipArchive::new(file)?;
        if archive.len() > MOST_ENTRIES {
            return Err(PackError::TooMany(archive.len()));
        }
        if archive.has_duplicate_names() {
            return Err(PackError::Twice);
        }
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index)?;
            if let Some(why) = fault_of(&entry) {
                return Err(PackError::Entry { name: String::from_utf8_lossy(entry.name_raw()).into_owned(), why });
            }
        }
        Ok(Self { archive, traffic: Traffic::default() })
    }

    /// The regions of which the pack has a head.
    pub fn regions(&self) -> Vec<String> {
        let heads =
            self.archive.file_names_raw().filter_map(|name| std::str::from_utf8(name).ok()?.strip_suffix("/head"));
        heads.map(str::to_owned).collect()
    }

    fn entry(&mut self, name: &str) -> Result<Option<ZipFile<'_, R>>, TransportError> {
        self.traffic.requests += 1;
        match self.archive.by_name(name) {
            Ok(entry) => Ok(Some(entry)),
            Err(ZipError::FileNotFound) => Ok(None),
            Err(cause) => Err(unreadable(name, &cause)),
        }
    }

    fn latest_root(&self) -> String {
        let names =
            self.archive.file_names_raw().filter_map(|name| std::str::from_utf8(name).ok()?.strip_prefix("trust/"));
        newest_root(names)
    }
}

impl<R: Read + Seek> Transport for Pack<R> {
    fn document(&mut self, place: &Place<'_>, _: Option<&str>, limit: usize) -> Result<Answer, TransportError> {
        let name = if *place == Place::LatestRoot { Some(self.latest_root()) } else { place.file() };
        let Some(name) = name else { return Ok(Answer::Missing) };
        let Some(entry) = self.entry(&name)? else { return Ok(Answer::Missing) };
        let answer = read_document(entry, limit).map_err(|cause| unreadable(&name, &cause))?;
        if let Answer::Found { bytes, .. } = &answer {
            self.traffic.received += bytes.len() as u64;
        }
        Ok(answer)
    }

    fn object(&mut self, region: &str, id: &Id, download: &mut Download) -> Result<bool, TransportError> {
        let name = object_path(region, id);
        let Some(entry) = self.entry(&name)? else { return Ok(false) };
        download.restart(None);
        let copied = copy(entry, download).map_err(|cause| unreadable(&name, &cause))?;
        self.traffic.received += copied;
        Ok(true)
    }

    fn has(&self, region: &str, id: &Id) -> bool {
        self.archive.index_for_name(&object_path(region, id)).is_some()
    }

    fn traffic(&self) -> Traffic {
        self.traffic
    }
}

/// What is wrong with an entry, if anything; what its bytes are worth is for the hashes to say.
fn fault_of<R: Read>(entry: &ZipFile<'_, R>) -> Option<&'static str> {
    let Ok(name) = std::str::from_utf8(entry.name_raw()) else { return Some("has no name in UTF-8") };
    let steps = || name.strip_suffix('/').unwrap_or(name).split('/');
    let usual = |step: &str| !matches!(step, "" | "." | "..") && !step.contains(['\\', ':', '\0']);
    if !steps().all(usual) {
        return Some("leads out of the pack");
    }
    if entry.is_symlink() {
        return Some("is a link");
    }
    if entry.encrypted() {
        return Some("is encrypted");
    }
    let known = matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated);
    (!known).then_some("is neither stored nor deflated")
}

/// Writes a pack of `entries`, each a name and its bytes; the same entries in the same order give the same bytes.
pub fn write<W: Write + Seek>(out: W, entries: impl IntoIterator<Item = (String, impl AsRef<[u8]>)>) -> io::Result<W> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .system(System::Unix);
    let mut writer = ZipWriter::new(out);
    for (name, bytes) in entries {
        let bytes = bytes.as_ref();
        writer.start_file(name, options.large_file(u32::try_from(bytes.len()).is_err()))?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?)
}

fn unreadable(name: &str, cause: &dyn std::fmt::Display) -> TransportError {
    TransportError::Unreadable(format!("{name} in the pack: {cause}"))
}

#[cfg(test)]
mod tests;
