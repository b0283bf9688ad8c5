//! The directory: which regions a server has.

use serde::{Deserialize, Serialize};

use crate::documents::{self, Document, Kind};
use crate::error::{Result, bad_content};
use crate::signers::{SignError, Signer};

/// The regions of a server; it changes when a region or a language comes or goes (delta sync, section 2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// When it was signed, RFC 3339.
    pub issued: String,
    /// The active regions, by slug.
    pub regions: Vec<RegionEntry>,
    /// Orders directories.
    pub serial: i64,
    /// The version of the protocol: 1.
    pub v: u32,
}

/// A region in the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionEntry {
    /// West, south, east and north in 1e-7 degrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bbox: Option<[i64; 4]>,
    /// Its name, with what stands before it.
    pub name: String,
    /// Its slug.
    pub region: String,
    /// Its scopes.
    pub scopes: Vec<String>,
}

impl Directory {
    /// Reads what a document says; who has signed it is for the caller to check.
    pub fn read(document: &Document<'_>) -> Result<Self> {
        let directory: Self = serde_json::from_str(document.payload)
            .map_err(|error| bad_content(format!("the list of regions: {error}")))?;
        if directory.v == 1 { Ok(directory) } else { Err(bad_content("the list of regions has an unknown version")) }
    }

    /// Signs the directory as a document.
    pub fn sign(&self, signer: &dyn Signer) -> Result<Vec<u8>, SignError> {
        let payload = serde_json_canonicalizer::to_string(self).expect("a directory is JSON");
        documents::sign(Kind::Regions, &payload, &[signer])
    }
}
