//! Packs: what a region consists of, in the layout of the addresses, for a courier or a USB stick.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sync::plans::missing_parts;
use sync::{Id, Manifest};

use crate::db::Store;
use crate::error::{Error, Noun, Result};
use crate::objects::{sync_folder, write_whole};
use crate::stored::text_enum;

text_enum! {
    /// How much a pack holds.
    pub enum Profile {
        /// Every text.
        Text = "text",
        /// Every text, and every medium in full size.
        Full = "full",
    }
}

/// A pack that can be downloaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// How much it holds.
    pub profile: Profile,
    /// The revision it leads to.
    pub rev: i64,
    /// Its id, by which it is fetched.
    pub sha256: Id,
    /// Its size in bytes.
    pub size: u64,
}

impl Offer {
    /// What it is called on the shelf of its region.
    pub fn file_name(&self) -> String {
        format!("{}-{}-{}.zip", self.profile.as_str(), self.rev, self.sha256)
    }
}

/// What goes into a pack: names in the layout of the addresses, and bytes.
#[derive(Debug)]
pub struct Contents {
    /// The revision it leads to.
    pub rev: i64,
    /// The entries.
    pub entries: Vec<(String, Vec<u8>)>,
}

/// Everything that brings a reader of `region` to its newest head: one who has nothing, or one who has the revision
/// `since` or a later one.
///
/// Where no delta covers `since`, the parts are taken.
pub fn contents(store: &Store, region: &str, since: Option<i64>) -> Result<Contents> {
    let directory = store.directory();
    let entry = directory.region(region).ok_or_else(|| Error::not_found(Noun::Region, region))?;
    let unpublished = || Error::Unavailable(format!("{region} has not been published yet; start the server first"));
    let current = store.heads().of(entry.region.id).ok_or_else(unpublished)?;
    let mut entries = Vec::new();
    for version in 1.. {
        let Some(root) = store.heads().root(version) else { break };
        entries.push((format!("trust/{version}"), root.as_bytes().to_vec()));
    }
    entries.push((format!("{region}/head"), current.document.as_bytes().to_vec()));
    for scope in current.head.scopes.values() {
        let bytes = read(store, scope.m)?;
        let manifest = Manifest::read(&bytes).ok().flatten();
        let manifest = manifest.ok_or_else(|| Error::Corrupt(format!("the manifest {} cannot be read", scope.m)))?;
        entries.push((name(region, scope.m), bytes));
        for id in needed(&manifest, since) {
            entries.push((name(region, id), read(store, id)?));
        }
    }
    Ok(Contents { rev: current.head.rev, entries })
}

fn name(region: &str, id: Id) -> String {
    format!("{region}/o/{id}")
}

fn read(store: &Store, id: Id) -> Result<Vec<u8>> {
    let read = store.objects().read(&id).map_err(|error| Error::Disk(error.to_string()))?;
    read.ok_or_else(|| Error::Disk(format!("the object {id} is missing; start the server, which brings it back")))
}

/// The objects that lead from `since` to the manifest: nothing, one delta, or the parts.
fn needed(manifest: &Manifest, since: Option<i64>) -> Vec<Id> {
    let Some(since) = since else { return missing_parts(manifest, None).into_iter().map(|part| part.sha256).collect() };
    if since >= manifest.rev {
        return Vec::new();
    }
    match manifest.deltas.iter().filter(|delta| delta.from <= since).max_by_key(|delta| delta.from) {
        Some(delta) => vec![delta.sha256],
        None => needed(manifest, None),
    }
}

/// The packs that this server offers for download: files in `DATA/packs`.
#[derive(Clone, Debug)]
pub struct Shelf(PathBuf);

impl Shelf {
    /// The shelf of the server with this data directory.
    pub fn new(data: &Path) -> Self {
        Self(data.join("packs"))
    }

    /// Offers `bytes`, and takes away what was offered in this profile before the last one.
    pub fn put(&self, region: &str, profile: Profile, rev: i64, bytes: &[u8]) -> Result<Offer> {
        let offer = Offer { profile, rev, sha256: Id::of(bytes), size: bytes.len() as u64 };
        let folder = self.0.join(region);
        let path = folder.join(offer.file_name());
        fs::create_dir_all(&folder)
            .and_then(|()| write_whole(&path, bytes))
            .and_then(|()| sync_folder(&folder))
            .map_err(|error| Error::Disk(format!("{} cannot be written: {error}", path.display())))?;
        let mut older = self.offers(region)?;
        older.retain(|other| other.profile == profile && other.sha256 != offer.sha256);
        for old in older.iter().skip(1) {
            // Whoever downloads it now has it open; the next reader finds the newer one.
            drop(fs::remove_file(self.path(region, old)));
        }
        Ok(offer)
    }

    /// The packs of `region`, the newest first.
    pub fn offers(&self, region: &str) -> Result<Vec<Offer>> {
        let folder = self.0.join(region);
        let files = match fs::read_dir(&folder) {
            Ok(files) => files,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Error::Disk(format!("{} cannot be read: {error}", folder.display()))),
        };
        let mut offers: Vec<Offer> = files.filter_map(|file| offer_of(&file.ok()?)).collect();
        offers.sort_by_key(|offer| (std::cmp::Reverse(offer.rev), offer.sha256));
        Ok(offers)
    }

    /// The pack with this id.
    pub fn read(&self, region: &str, id: &Id) -> Result<Option<Vec<u8>>> {
        let Some(offer) = self.offers(region)?.into_iter().find(|offer| offer.sha256 == *id) else { return Ok(None) };
        let path = self.path(region, &offer);
        fs::read(&path).map(Some).map_err(|error| Error::Disk(format!("{} cannot be read: {error}", path.display())))
    }

    fn path(&self, region: &str, offer: &Offer) -> PathBuf {
        self.0.join(region).join(offer.file_name())
    }
}

/// What a file on the shelf is, by its name.
fn offer_of(file: &fs::DirEntry) -> Option<Offer> {
    let name = file.file_name().into_string().ok()?;
    let mut pieces = name.strip_suffix(".zip")?.splitn(3, '-');
    let profile = Profile::try_from(pieces.next()?.to_owned()).ok()?;
    let rev = pieces.next()?.parse().ok()?;
    Some(Offer { profile, rev, sha256: Id::parse(pieces.next()?)?, size: file.metadata().ok()?.len() })
}
