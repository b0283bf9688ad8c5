//! Marks: how far each region has been published, kept beside the database so that a restored backup is noticed.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sync::{Head, Id};

use crate::error::{Error, Result};
use crate::objects::{sync_folder, write_whole};

/// The newest head of a region, which is never published before this is durable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    pub(crate) epoch: String,
    pub(crate) epoch_seq: i64,
    pub(crate) rev: i64,
    #[serde(default)]
    pub(crate) serial: i64,
    /// The manifest of each scope: what was published once at a revision stays, whatever the database has forgotten.
    #[serde(default)]
    pub(crate) scopes: BTreeMap<String, Id>,
}

impl Mark {
    pub(crate) fn of(head: &Head) -> Self {
        Self {
            epoch: head.epoch.clone(),
            epoch_seq: head.epoch_seq,
            rev: head.rev,
            serial: head.serial,
            scopes: head.scopes.iter().map(|(scope, entry)| (scope.clone(), entry.m)).collect(),
        }
    }
}

/// The marks of a server: one small file for each region.
#[derive(Clone, Debug)]
pub(crate) struct Marks(PathBuf);

impl Marks {
    pub(crate) fn new(data: &Path) -> Self {
        Self(data.join("sync"))
    }

    pub(crate) fn read(&self, region: &str) -> Result<Option<Mark>> {
        let path = self.path(region);
        let broken = |why: String| Error::Disk(format!("{} cannot be read: {why}", path.display()));
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| broken(error.to_string())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(broken(error.to_string())),
        }
    }

    /// Durable when this returns.
    pub(crate) fn write(&self, region: &str, mark: &Mark) -> Result<()> {
        let path = self.path(region);
        let mut bytes = serde_json::to_vec(mark).expect("a mark is JSON");
        bytes.push(b'\n');
        let written = std::fs::create_dir_all(&self.0)
            .and_then(|()| write_whole(&path, &bytes))
            .and_then(|()| sync_folder(&self.0));
        written.map_err(|error| Error::Disk(format!("{} cannot be written: {error}", path.display())))
    }

    fn path(&self, region: &str) -> PathBuf {
        self.0.join(format!("{region}.mark"))
    }
}
