//! Folders: a region as files, in the layout of the addresses; a mirror on a disk.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::Id;
use crate::client::downloads::Download;
use crate::client::transports::{Answer, Place, Traffic, Transport, TransportError, object_path};

/// Reads from a directory that holds `trust/1`, `<region>/head`, `<region>/o/<id>`.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    traffic: Traffic,
}

impl Folder {
    /// The folder at `path`.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), traffic: Traffic::default() }
    }

    fn open(&mut self, name: &str) -> Result<Option<File>, TransportError> {
        self.traffic.requests += 1;
        let path = self.path.join(name);
        match File::open(&path) {
            Ok(file) => Ok(Some(file)),
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(unreadable(&path, &cause)),
        }
    }

    /// The name of the newest root; a copy need not hold one under `latest`.
    fn latest_root(&self) -> String {
        let trust = self.path.join("trust");
        let entries = fs::read_dir(&trust).into_iter().flatten().filter_map(Result::ok);
        let names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        newest_root(names.iter().map(String::as_str))
    }
}

impl Transport for Folder {
    fn document(&mut self, place: &Place<'_>, _: Option<&str>, limit: usize) -> Result<Answer, TransportError> {
        let name = if *place == Place::LatestRoot { Some(self.latest_root()) } else { place.file() };
        let Some(name) = name else { return Ok(Answer::Missing) };
        let Some(file) = self.open(&name)? else { return Ok(Answer::Missing) };
        let answer = read_document(file, limit).map_err(|cause| unreadable(&self.path.join(name), &cause))?;
        if let Answer::Found { bytes, .. } = &answer {
            self.traffic.received += bytes.len() as u64;
        }
        Ok(answer)
    }

    fn object(&mut self, region: &str, id: &Id, download: &mut Download) -> Result<bool, TransportError> {
        let name = object_path(region, id);
        let Some(file) = self.open(&name)? else { return Ok(false) };
        download.restart(None);
        self.traffic.received += copy(file, download).map_err(|cause| unreadable(&self.path.join(name), &cause))?;
        Ok(true)
    }

    fn traffic(&self) -> Traffic {
        self.traffic
    }
}

/// The name of the newest among the files of `trust/`.
pub(crate) fn newest_root<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut newest = 0;
    for name in names {
        if name == "latest" {
            return "trust/latest".to_owned();
        }
        newest = newest.max(name.parse::<u32>().unwrap_or(0));
    }
    format!("trust/{newest}")
}

/// Reads a document of at most `limit` bytes to its end.
pub(crate) fn read_document(reader: impl Read, limit: usize) -> std::io::Result<Answer> {
    let mut bytes = Vec::new();
    reader.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(if bytes.len() > limit { Answer::TooLong } else { Answer::found(bytes) })
}

/// Copies into `download` for as long as it takes bytes, and says how many those were.
pub(crate) fn copy(mut reader: impl Read, download: &mut Download) -> std::io::Result<u64> {
    let mut buffer = [0; 16 << 10];
    let mut copied = 0;
    loop {
        let read = reader.read(&mut buffer)?;
        copied += read as u64;
        if read == 0 || !download.push(&buffer[..read]) {
            return Ok(copied);
        }
    }
}

fn unreadable(path: &Path, cause: &std::io::Error) -> TransportError {
    TransportError::Unreadable(format!("{}: {cause}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_root_is_latest_or_the_highest_number() {
        assert_eq!(newest_root(["1", "10", "9", "note.txt"].into_iter()), "trust/10");
        assert_eq!(newest_root(["1", "latest", "2"].into_iter()), "trust/latest");
    }

    #[test]
    fn a_folder_has_no_recent_changes_and_no_more_than_its_files() {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join("ulm")).unwrap();
        fs::write(directory.path().join("ulm/head"), "{}").unwrap();
        let mut folder = Folder::new(directory.path());
        let recent = Place::Recent { region: "ulm", tag: "de", days: crate::client::transports::Days::One };
        let head = |region| Place::Head { region, at: None };

        assert_eq!(folder.document(&head("ulm"), None, 2), Ok(Answer::found(*b"{}")));
        assert_eq!(folder.document(&head("ulm"), None, 1), Ok(Answer::TooLong));
        assert_eq!(folder.document(&head("bonn"), None, 9), Ok(Answer::Missing));
        assert_eq!(folder.document(&recent, None, 9), Ok(Answer::Missing));
        assert_eq!(folder.traffic(), Traffic { requests: 3, sent: 0, received: 2 });
    }
}
