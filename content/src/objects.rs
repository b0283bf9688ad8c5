//! The content-addressed store of what clients download: a directory by default.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use sync::Id;

/// Keeps bytes under their ids; another implementation may keep them in an object store.
pub trait Objects: Send + Sync {
    /// Keeps each of `objects` that is not there yet, or is damaged; they are durable when this returns.
    fn put(&self, objects: &[(Id, Vec<u8>)]) -> io::Result<()>;

    /// The bytes under `id`, if it is there and undamaged.
    fn read(&self, id: &Id) -> io::Result<Option<Vec<u8>>>;

    /// How many bytes the object has, if it is there; whether they are the right ones only [`Objects::read`] tells.
    fn size(&self, id: &Id) -> io::Result<Option<u64>>;

    /// Removes every object that `keep` does not name; how many these were.
    fn sweep(&self, keep: &dyn Fn(&Id) -> bool) -> io::Result<usize>;
}

/// Objects as files, in 256 directories named by the first two digits of the id.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// Objects in `path`, which is made when the first one is kept.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    fn path(&self, id: &Id) -> PathBuf {
        self.0.join(place(id))
    }
}

/// Where an object lies in a [`Folder`].
pub fn place(id: &Id) -> String {
    let name = id.to_string();
    format!("{}/{name}", &name[..2])
}

impl Objects for Folder {
    fn put(&self, objects: &[(Id, Vec<u8>)]) -> io::Result<()> {
        let mut folders = Vec::new();
        for (id, bytes) in objects {
            let path = self.path(id);
            if self.read(id)?.is_some() {
                continue;
            }
            let folder = path.parent().unwrap_or(&self.0).to_owned();
            fs::create_dir_all(&folder)?;
            write_whole(&path, bytes)?;
            folders.push(folder);
        }
        if !folders.is_empty() {
            folders.push(self.0.clone());
        }
        folders.sort();
        folders.dedup();
        folders.iter().try_for_each(|folder| sync_folder(folder))
    }

    fn read(&self, id: &Id) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.path(id)) {
            Ok(bytes) if Id::of(&bytes) == *id => Ok(Some(bytes)),
            Ok(_) => {
                tracing::error!(%id, "an object on the disk is damaged; it is not served");
                Ok(None)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn size(&self, id: &Id) -> io::Result<Option<u64>> {
        match fs::metadata(self.path(id)) {
            Ok(found) => Ok(Some(found.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn sweep(&self, keep: &dyn Fn(&Id) -> bool) -> io::Result<usize> {
        let mut removed = 0;
        for folder in entries(&self.0)? {
            for path in entries(&folder)? {
                let id = path.file_name().and_then(|name| Id::parse(name.to_str()?));
                // What is no object was left by a write that never ended.
                if id.is_none_or(|id| !keep(&id)) {
                    fs::remove_file(&path)?;
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Writes a file that is either there as a whole and durable, or not there; its directory has to be synced after.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension(format!("{}.unfinished", std::process::id()));
    let mut file = File::create(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_data()?;
    fs::rename(unfinished, path)
}

/// Makes the names in `folder` durable.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(text: &str) -> (Id, Vec<u8>) {
        (Id::of(text.as_bytes()), text.as_bytes().to_vec())
    }

    #[test]
    fn an_object_is_read_back_and_swept_away() {
        let folder = tempfile::tempdir().unwrap();
        let objects = Folder::new(folder.path().join("objects"));
        let (one, two) = (object("one"), object("two"));
        objects.put(&[one.clone(), two.clone()]).unwrap();

        let removed = objects.sweep(&|id| *id == one.0).unwrap();

        let found = [one.0, two.0].map(|id| objects.read(&id).unwrap());
        assert_eq!((removed, found), (1, [Some(b"one".to_vec()), None]));
    }

    #[test]
    fn a_damaged_object_is_as_good_as_missing_until_it_is_put_again() {
        let folder = tempfile::tempdir().unwrap();
        let objects = Folder::new(folder.path());
        let (id, bytes) = object("one");
        objects.put(&[(id, bytes)]).unwrap();
        fs::write(objects.path(&id), "other").unwrap();
        let damaged = objects.read(&id).unwrap();

        objects.put(&[(id, b"one".to_vec())]).unwrap();

        assert_eq!((damaged, objects.read(&id).unwrap()), (None, Some(b"one".to_vec())));
    }
}
