//! The keys that a server signs with, as files for their owner only, and the roots that name them.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use sync::roots::Role;
use sync::{Root, SecretKey, Signer};

use crate::db::{Db, World};
use crate::error::{Error, Result};
use crate::heads::rows;
use crate::objects::{sync_folder, write_whole};
use crate::times;

/// The folder `DATA/keys`.
#[derive(Clone, Debug)]
pub struct Keys(PathBuf);

/// A root and how it is written.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) root: Root,
    pub(crate) document: String,
}

impl Keys {
    /// The keys of the server with this data directory.
    pub fn new(data: &Path) -> Self {
        Self(data.join("keys"))
    }

    /// Where the key is that signs roots; whoever runs the server keeps it in a safe place.
    pub fn root_path(&self) -> PathBuf {
        self.0.join("root.key")
    }

    fn head_path(&self) -> PathBuf {
        self.0.join("head.key")
    }

    /// A key that a rotation has made, until the root that names it is stored.
    fn next_path(&self) -> PathBuf {
        self.0.join("head.key.next")
    }

    /// A key that proves to this server alone what it has given away in links.
    fn link_path(&self) -> PathBuf {
        self.0.join("link.key")
    }

    fn document_path(&self, version: i64) -> PathBuf {
        self.0.join(format!("{version}.root"))
    }

    /// The key that signs heads, which has to be in `root`.
    pub(crate) fn signer(&self, root: &Root) -> Result<Box<dyn Signer>> {
        for path in [self.head_path(), self.next_path()] {
            let Some(key) = read(&path)? else { continue };
            if root.head.keyids.contains(&key.public_key().id()) {
                if path == self.next_path() {
                    fs::rename(&path, self.head_path()).map_err(|error| unusable(&path, &error))?;
                }
                return Ok(Box::new(key));
            }
        }
        Err(Error::Keys(format!(
            "{} is not the key that version {} of the root names; bring back the right one, or rotate the keys",
            self.head_path().display(),
            root.version
        )))
    }

    /// The newest root; the first time, keys and root are made, and `Some` says that they are new.
    ///
    /// A root that only a file remembers was lost with a restored database, and is stored again.
    pub(crate) fn settle(&self, db: &mut Db, world: World) -> Result<(Written, bool)> {
        let mut roots = rows::roots_after(db, 0)?;
        let mut version = roots.last().map_or(0, |(version, _)| *version);
        while let Some(document) = read_text(&self.document_path(version + 1))? {
            version += 1;
            rows::insert_root(db, version, &document)?;
            roots.push((version, document));
        }
        if let Some((_, document)) = roots.pop() {
            let root = Root::read(document.as_bytes()).map_err(|error| Error::Corrupt(error.to_string()))?;
            return Ok((Written { root, document }, false));
        }
        let (root_key, head_key) = (self.made(&self.root_path(), world)?, self.made(&self.head_path(), world)?);
        let written = write(1, &root_key, &root_key, &head_key, world)?;
        self.store(db, &written)?;
        Ok((written, true))
    }

    /// Makes a new key for heads and the root that names it alone, signed by the key in `root_key`.
    pub fn rotate(&self, db: &mut Db, root_key: &Path, world: World) -> Result<i64> {
        let (old, _) = self.settle(db, world)?;
        let missing = || Error::Keys(format!("{} is not there; name it with --root-key", root_key.display()));
        let root_key = read(root_key)?.ok_or_else(missing)?;
        if !old.root.root.keyids.contains(&root_key.public_key().id()) {
            return Err(Error::Keys(format!("version {} of the root does not name this root key", old.root.version)));
        }
        let next = self.next_path();
        if next.exists() {
            fs::remove_file(&next).map_err(|error| unusable(&next, &error))?;
        }
        let head_key = self.made(&next, world)?;
        let written = write(old.root.version + 1, &root_key, &root_key, &head_key, world)?;
        self.store(db, &written)?;
        Ok(written.root.version)
    }

    fn store(&self, db: &mut Db, written: &Written) -> Result<()> {
        let path = self.document_path(written.root.version);
        write_whole(&path, written.document.as_bytes())
            .and_then(|()| sync_folder(&self.0))
            .map_err(|error| unusable(&path, &error))?;
        if rows::insert_root(db, written.root.version, &written.document)? {
            return Ok(());
        }
        Err(Error::Keys("another process has just changed the root; look again".to_owned()))
    }

    /// The key for links, which is made when there is none.
    pub(crate) fn link_key(&self, world: World) -> Result<[u8; 32]> {
        self.seed(&self.link_path(), world)
    }

    /// The key in the file, which is made when there is none.
    fn made(&self, path: &Path, world: World) -> Result<SecretKey> {
        self.seed(path, world).map(|seed| SecretKey::from_bytes(&seed))
    }

    fn seed(&self, path: &Path, world: World) -> Result<[u8; 32]> {
        if let Some(seed) = read_seed(path)? {
            return Ok(seed);
        }
        let mut seed = [0; 32];
        seed[..16].copy_from_slice(&(world.random)());
        seed[16..].copy_from_slice(&(world.random)());
        let text: String = seed.iter().map(|byte| format!("{byte:02x}")).chain(["\n".to_owned()]).collect();
        make_folder(&self.0)
            .and_then(|()| write_private(path, text.as_bytes()))
            .and_then(|()| sync_folder(&self.0))
            .map_err(|error| unusable(path, &error))?;
        // Another process may have been faster: what is on the disk holds.
        Ok(read_seed(path)?.unwrap_or(seed))
    }
}

fn write(
    version: i64,
    signer: &SecretKey,
    root_key: &SecretKey,
    head_key: &SecretKey,
    world: World,
) -> Result<Written> {
    let pair = |key: &SecretKey| (key.public_key().id(), key.public_key().to_string());
    let root = Root {
        head: Role::any_of(vec![head_key.public_key().id()]),
        issued: times::utc((world.now)() / 1000 * 1000),
        keys: [pair(root_key), pair(head_key)].into(),
        root: Role::any_of(vec![root_key.public_key().id()]),
        v: 1,
        version,
    };
    let document = root.sign(&[signer]).map_err(|error| Error::Keys(error.to_string()))?;
    let document = String::from_utf8(document).expect("a document is JSON");
    Ok(Written { root, document })
}

fn read(path: &Path) -> Result<Option<SecretKey>> {
    Ok(read_seed(path)?.map(|seed| SecretKey::from_bytes(&seed)))
}

fn read_seed(path: &Path) -> Result<Option<[u8; 32]>> {
    let Some(text) = read_text(path)? else { return Ok(None) };
    let seed = sync::Id::parse(text.trim_end());
    let seed = seed.ok_or_else(|| Error::Keys(format!("{} is no key: it needs 64 hex digits", path.display())))?;
    Ok(Some(*seed.as_bytes()))
}

fn read_text(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unusable(path, &error)),
    }
}

fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)
}

/// Writes a file unless it is there; nobody ever reads half of it.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let aside = path.with_extension(format!("{}-{count}.unfinished", std::process::id()));
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.write(true).create(true).truncate(true).open(&aside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    let linked = fs::hard_link(&aside, path);
    fs::remove_file(&aside)?;
    match linked {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

fn unusable(path: &Path, error: &io::Error) -> Error {
    Error::Keys(format!("{} cannot be used: {error}", path.display()))
}
