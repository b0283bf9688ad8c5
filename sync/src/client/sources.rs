//! Sources: from what a person writes to the transport that reads it.

use std::path::Path;

use crate::client::{Coding, Folder, Http, Pack, PackError, Transport};

/// Why there is nothing to read at a source.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// There is nothing of that name.
    #[error("{0} is neither an address, nor a directory, nor a pack")]
    Unknown(String),
    /// It is a file, but no pack.
    #[error("{path}: {cause}")]
    Pack {
        /// The file.
        path: String,
        /// What is wrong with it.
        cause: PackError,
    },
}

/// Opens the address of a server (`http://…` or `https://…`), a directory, or a pack.
pub fn open(source: &str, coding: Coding) -> Result<Box<dyn Transport>, SourceError> {
    if ["http://", "https://"].iter().any(|scheme| source.starts_with(scheme)) {
        return Ok(Box::new(Http::new(source, coding)));
    }
    let path = Path::new(source);
    if path.is_dir() {
        return Ok(Box::new(Folder::new(path)));
    }
    if !path.is_file() {
        return Err(SourceError::Unknown(source.to_owned()));
    }
    let pack = Pack::open(path).map_err(|cause| SourceError::Pack { path: source.to_owned(), cause })?;
    Ok(Box::new(pack))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_an_address_a_directory_or_a_pack() {
        let directory = tempfile::tempdir().unwrap();
        let (pack, other) = (directory.path().join("a.zip"), directory.path().join("b.zip"));
        crate::client::packs::write(std::fs::File::create(&pack).unwrap(), [("ulm/head".to_owned(), "{}")]).unwrap();
        std::fs::write(&other, "no pack").unwrap();
        let open = |path: &Path| open(path.to_str().unwrap(), Coding::Gzip).map(drop);

        assert!(open(Path::new("https://lotse.example")).is_ok());
        assert!(open(directory.path()).is_ok() && open(&pack).is_ok());
        assert!(matches!(open(&other), Err(SourceError::Pack { .. })));
        assert!(matches!(open(&directory.path().join("c.zip")), Err(SourceError::Unknown(_))));
    }
}
