//! The file of a backup: a ZIP whose last entry lists all others with their SHA-256 sums.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use content::db;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sync::Id;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The name of the database in a backup, and in a data directory.
pub(super) const DATABASE: &str = "lotse.db";
const LIST: &str = "backup.json";
/// The form of the list; another number is another form.
const FORM: u32 = 1;
/// More bytes than any list has.
const LONGEST_LIST: u64 = 256 << 20;

/// What a backup says of itself.
#[derive(Debug, Serialize, Deserialize)]
struct List {
    /// See [`FORM`].
    v: u32,
    /// The version of the program that wrote it.
    lotse: String,
    /// How new the tables are; see [`db::newest_tables`].
    tables: String,
    files: BTreeMap<String, Sum>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Sum {
    size: u64,
    sha256: Id,
}

/// A backup that is being written.
pub(super) struct Writer {
    zip: ZipWriter<BufWriter<File>>,
    files: BTreeMap<String, Sum>,
}

impl Writer {
    pub(super) fn new(file: File) -> Self {
        Self { zip: ZipWriter::new(BufWriter::new(file)), files: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, name: &str, bytes: impl Read) -> anyhow::Result<()> {
        self.start(name)?;
        let sum = copy(bytes, &mut self.zip).with_context(|| format!("{name} cannot be written"))?;
        self.files.insert(name.to_owned(), sum);
        Ok(())
    }

    /// Writes the list; everything is durable when this returns.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        let (lotse, tables) = (env!("CARGO_PKG_VERSION").to_owned(), db::newest_tables());
        let list = List { v: FORM, lotse, tables, files: std::mem::take(&mut self.files) };
        self.start(LIST)?;
        self.zip.write_all(&serde_json::to_vec(&list)?)?;
        let file = self.zip.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(file.sync_all()?)
    }

    fn start(&mut self, name: &str) -> zip::result::ZipResult<()> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.zip.start_file(name, options.compression_level(Some(1)).large_file(true).unix_permissions(0o600))
    }
}

/// A backup of which every sum has been found right.
pub(super) struct Archive {
    path: PathBuf,
    zip: ZipArchive<BufReader<File>>,
    files: BTreeMap<String, Sum>,
}

impl Archive {
    /// Reads the whole file, and refuses it if anything is wrong with it.
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let damaged = || format!("{} is no backup, or it is damaged or cut off: take another copy", path.display());
        let mut zip = ZipArchive::new(BufReader::new(file)).with_context(damaged)?;
        let mut text = Vec::new();
        zip.by_name(LIST).with_context(damaged)?.take(LONGEST_LIST).read_to_end(&mut text).with_context(damaged)?;
        must_be_known(path, &text)?;
        let list: List = serde_json::from_slice(&text).with_context(damaged)?;
        ensure!(zip.len() == list.files.len() + 1, "{}: its list does not name all that is in it", damaged());
        for (name, sum) in &list.files {
            ensure!(is_usual(name), "{}: `{name}` does not belong into a backup", damaged());
            let entry = zip.by_name(name).with_context(damaged)?;
            let found = copy(entry, io::sink()).with_context(|| format!("{} ({name})", damaged()))?;
            ensure!(found == *sum, "{} ({name} has another sum)", damaged());
        }
        Ok(Self { path: path.to_owned(), zip, files: list.files })
    }

    pub(super) fn has_database(&self) -> bool {
        self.files.contains_key(DATABASE)
    }

    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// Writes every file below `folder`; durable when this returns.
    pub(super) fn unpack(&mut self, folder: &Path) -> anyhow::Result<()> {
        let mut folders = vec![folder.to_owned()];
        for (name, sum) in &self.files {
            let path = folder.join(name);
            let above = path.parent().unwrap_or(folder);
            fs::create_dir_all(above)?;
            let file = File::create(&path).with_context(|| format!("{} cannot be written", path.display()))?;
            let found = copy(self.zip.by_name(name)?, &file)?;
            if found != *sum {
                bail!("{} has changed while it was read", self.path.display());
            }
            file.sync_all()?;
            folders.extend(above.ancestors().take_while(|above| above.starts_with(folder)).map(Path::to_owned));
        }
        folders.sort();
        folders.dedup();
        folders.iter().try_for_each(|folder| Ok(File::open(folder)?.sync_all()?))
    }
}

/// Refuses a list of a newer program, whose other members may not even be readable.
fn must_be_known(path: &Path, list: &[u8]) -> anyhow::Result<()> {
    #[derive(Deserialize)]
    struct Origin {
        v: u32,
        #[serde(default)]
        lotse: String,
        #[serde(default)]
        tables: String,
    }
    let Ok(origin) = serde_json::from_slice::<Origin>(list) else { return Ok(()) };
    ensure!(
        origin.v <= FORM && origin.tables <= db::newest_tables(),
        "{} was made by Lotse {}, which is newer than this one ({}): install that version, then restore again",
        path.display(),
        origin.lotse,
        env!("CARGO_PKG_VERSION")
    );
    Ok(())
}

/// Whether a backup has files of this name; none leads out of the data directory.
fn is_usual(name: &str) -> bool {
    let is_plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    name == DATABASE || ((name.starts_with("objects/") || name.starts_with("packs/")) && name.split('/').all(is_plain))
}

/// Copies everything, and tells what it was.
fn copy(mut from: impl Read, mut to: impl Write) -> io::Result<Sum> {
    let (mut hash, mut size, mut buffer) = (Sha256::new(), 0, vec![0; 64 << 10]);
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            return Ok(Sum { size, sha256: Id::from(<[u8; 32]>::from(hash.finalize())) });
        }
        hash.update(&buffer[..read]);
        to.write_all(&buffer[..read])?;
        size += read as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bits that mean nothing, such as the time in the head of an entry, may turn; what is unpacked is whole all the same.
    #[test]
    fn a_backup_with_a_flipped_bit_in_any_byte_is_refused_or_whole() {
        let folder = tempfile::tempdir().unwrap();
        let (file, unpacked) = (folder.path().join("backup"), folder.path().join("unpacked"));
        let contents = [(DATABASE, "pages ".repeat(40)), ("objects/ab/cd", "{}\n".to_owned())];
        let mut writer = Writer::new(File::create(&file).unwrap());
        for (name, content) in &contents {
            writer.add(name, content.as_bytes()).unwrap();
        }
        writer.finish().unwrap();
        let whole = fs::read(&file).unwrap();
        let mut refused = 0;

        for place in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[place] ^= 1 << (place % 8);
            fs::write(&file, bytes).unwrap();
            let Ok(mut archive) = Archive::open(&file) else {
                refused += 1;
                continue;
            };
            archive.unpack(&unpacked).unwrap();
            for (name, content) in &contents {
                assert_eq!(&fs::read_to_string(unpacked.join(name)).unwrap(), content, "byte {place}");
            }
            assert_eq!(archive.len(), contents.len(), "byte {place}");
            fs::remove_dir_all(&unpacked).unwrap();
        }

        assert!(refused > whole.len() / 2, "only {refused} of {} were noticed", whole.len());
    }
}
