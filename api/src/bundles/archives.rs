//! Reading a zip of `<tag>/<name>.ftl`: everything that can be judged by its directory is, before anything is unpacked.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use actix_web::web::Bytes;
use content::bundles::MAX_FILE;
use memchr::memmem;
use zip::read::ZipFileEntry;
use zip::{CompressionMethod, ZipArchive};

use crate::addresses::shortened;
use crate::error::{EntryFault, Failure, Why};

/// The most files of a zip.
pub(super) const MAX_FILES: usize = 500;
/// The most bytes of all files together, unpacked.
const MAX_UNPACKED: u64 = 64 << 20;
/// The most entries of any kind: each file may bring a directory, and two things that only a Mac needs.
const MAX_ENTRIES: usize = 4 * MAX_FILES;
/// What the record of an entry in the directory of a zip begins with.
const RECORD: &[u8] = b"PK\x01\x02";

/// A zip whose entries may all be read.
pub(super) struct Archive {
    zip: ZipArchive<Cursor<Bytes>>,
    /// Its files: their places in it, and their names.
    pub(super) files: Vec<(usize, String)>,
    /// Its entries that are no files, or that only a Mac needs.
    pub(super) ignored: Vec<String>,
}

impl Archive {
    /// The zip in `bytes`; refused as a whole when it is too large, or when an entry could not come from a folder of files.
    pub(super) fn open(bytes: &Bytes) -> Result<Self, Failure> {
        // The library makes a table of all entries first.
        if memmem::find_iter(bytes, RECORD).count() > MAX_ENTRIES {
            return Err(too_large());
        }
        let unreadable = |_| Failure::BadBody { field: None, why: Why::NotAZip };
        let zip = ZipArchive::new(Cursor::new(bytes.clone())).map_err(unreadable)?;
        refuse_twins(bytes, zip.central_directory_start())?;
        let (mut files, mut ignored, mut unpacked) = (Vec::new(), Vec::new(), 0_u64);
        for index in 0..zip.len() {
            let entry = zip.by_index_data(index).map_err(unreadable)?;
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            if let Some(fault) = fault_of(&entry, &name) {
                return Err(bad_entry(&name, fault));
            }
            if entry.is_dir() || is_of_a_mac(&name) {
                ignored.push(shortened(&name));
                continue;
            }
            unpacked = unpacked.saturating_add(entry.size());
            files.push((index, name));
        }
        if files.len() > MAX_FILES || unpacked > MAX_UNPACKED {
            return Err(too_large());
        }
        Ok(Self { zip, files, ignored })
    }

    /// The bytes of the file at `index`, called `name`; never more than it says that it has.
    pub(super) fn read(&mut self, index: usize, name: &str) -> Result<Vec<u8>, Failure> {
        let damaged = || bad_entry(name, EntryFault::Damaged);
        let entry = self.zip.by_index(index).map_err(|_| damaged())?;
        let size = entry.size();
        if size > MAX_FILE as u64 {
            return Err(Failure::TooLarge { limit: "512 KiB" });
        }
        let mut bytes = Vec::new();
        entry.take(size + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
        if bytes.len() as u64 == size { Ok(bytes) } else { Err(damaged()) }
    }
}

fn too_large() -> Failure {
    Failure::ArchiveTooLarge { files: MAX_FILES, size: "64 MiB" }
}

/// The entry `name` cannot be taken.
pub(super) fn bad_entry(name: &str, fault: EntryFault) -> Failure {
    Failure::BadEntry { entry: shortened(name), why: Why::Entry(fault) }
}

/// Names that stand twice in the directory at `start`; the library knows only the last of each.
fn refuse_twins(bytes: &[u8], start: u64) -> Result<(), Failure> {
    let mut rest = usize::try_from(start).ok().and_then(|start| bytes.get(start..)).unwrap_or_default();
    let mut known = HashSet::new();
    while rest.starts_with(RECORD) {
        let length =
            |at: usize| rest.get(at..at + 2).map_or(0, |two| usize::from(u16::from_le_bytes([two[0], two[1]])));
        let (name, extra, comment) = (length(28), length(30), length(32));
        let Some(bytes) = rest.get(46..46 + name) else { break };
        if !known.insert(bytes) {
            return Err(bad_entry(&String::from_utf8_lossy(bytes), EntryFault::Twice));
        }
        rest = rest.get(46 + name + extra + comment..).unwrap_or_default();
    }
    Ok(())
}

fn fault_of(entry: &ZipFileEntry<'_>, name: &str) -> Option<EntryFault> {
    let steps = || name.strip_suffix('/').unwrap_or(name).split('/');
    let is_usual = |step: &str| !matches!(step, "" | "." | "..") && !step.contains(['\\', ':', '\0']);
    if !steps().all(is_usual) {
        return Some(EntryFault::Outside);
    }
    if entry.is_symlink() {
        return Some(EntryFault::Link);
    }
    if entry.encrypted() {
        return Some(EntryFault::Encrypted);
    }
    let is_known = matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated);
    (!is_known).then_some(EntryFault::Damaged)
}

/// What a Mac puts beside the files of a folder.
fn is_of_a_mac(name: &str) -> bool {
    name.split('/').any(|step| step == ".DS_Store" || step == "__MACOSX")
}
