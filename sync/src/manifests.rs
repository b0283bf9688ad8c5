//! Manifests: what a scope consists of at one revision, and the ways there.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::deltas::Header;
use crate::error::{Result, bad_content};
use crate::ids::Id;
use crate::parts::Range;

/// The format of manifests that this crate reads and writes.
pub const FORMAT: u32 = 1;

/// A scope as it was published last (delta sync, section 1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// How many lines the scope has.
    pub count: u64,
    /// Deltas that lead here, the nearest first.
    pub deltas: Vec<DeltaEntry>,
    /// The epoch of the revisions.
    pub epoch: String,
    /// How parts and deltas are written.
    pub format: u32,
    /// The oldest revision that a delta leads from.
    pub horizon: i64,
    /// The whole scope, by ascending buckets.
    pub parts: Vec<PartEntry>,
    /// Reserved.
    #[serde(default)]
    pub patches: Vec<Value>,
    /// The region.
    pub region: String,
    /// The revision at which the scope was published.
    pub rev: i64,
    /// The scope.
    pub scope: String,
    /// The state digest of the scope.
    pub state: Id,
    /// The version of the protocol: 1.
    pub v: u32,
}

/// A delta in a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeltaEntry {
    /// The oldest revision that it can be applied to.
    pub from: i64,
    /// Its id.
    pub sha256: Id,
    /// Its size in bytes, without any coding.
    pub size: u64,
    /// The revision that it leads to.
    pub to: i64,
}

/// A part in a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartEntry {
    /// The highest bucket.
    pub hi: u8,
    /// The lowest bucket.
    pub lo: u8,
    /// Its id.
    pub sha256: Id,
    /// Its size in bytes, without any coding.
    pub size: u64,
}

impl PartEntry {
    /// The buckets it holds.
    pub fn range(&self) -> Range {
        Range { lo: self.lo, hi: self.hi }
    }
}

impl Manifest {
    /// The bytes of the manifest: RFC 8785, without LF.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json_canonicalizer::to_vec(self).expect("a manifest is JSON")
    }

    /// Reads a manifest; `None` when it is of a format that came later.
    pub fn read(bytes: &[u8]) -> Result<Option<Self>> {
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let broken = |error: serde_json::Error| bad_content(format!("the manifest: {error}"));
        if serde_json::from_slice::<Format>(bytes).map_err(broken)?.format != FORMAT {
            return Ok(None);
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(broken)?;
        manifest.check()?;
        Ok(Some(manifest))
    }

    /// Refuses a manifest that is not the one of `scope` at `rev`.
    pub fn must_be(&self, region: &str, epoch: &str, scope: &str, rev: i64) -> Result<()> {
        let found = (self.region.as_str(), self.epoch.as_str(), self.scope.as_str(), self.rev);
        if found == (region, epoch, scope, rev) {
            return Ok(());
        }
        Err(bad_content(format!("the manifest is not the one of {scope} at revision {rev}")))
    }

    fn check(&self) -> Result<()> {
        if self.v != 1 {
            return Err(bad_content("the manifest is of another version of the protocol"));
        }
        let mut next = 0_u16;
        for part in &self.parts {
            if u16::from(part.lo) != next || part.hi < part.lo {
                return Err(bad_content("the parts of the manifest overlap or leave a gap"));
            }
            next = u16::from(part.hi) + 1;
        }
        if next != 256 {
            return Err(bad_content("the parts of the manifest do not hold every key"));
        }
        if self.deltas.iter().any(|delta| delta.from >= delta.to || delta.to != self.rev) {
            return Err(bad_content("a delta of the manifest does not lead to its revision"));
        }
        Ok(())
    }

    /// How a delta of this manifest has to begin.
    pub fn header_of(&self, delta: &DeltaEntry) -> Header {
        Header {
            delta: 1,
            epoch: self.epoch.clone(),
            from: delta.from,
            region: self.region.clone(),
            scope: self.scope.clone(),
            to: delta.to,
        }
    }

    /// The ids of everything that the manifest names.
    pub fn objects(&self) -> impl Iterator<Item = (Id, u64)> {
        let parts = self.parts.iter().map(|part| (part.sha256, part.size));
        parts.chain(self.deltas.iter().map(|delta| (delta.sha256, delta.size)))
    }

    /// The size of the whole scope in bytes, without any coding.
    pub fn total(&self) -> u64 {
        self.parts.iter().map(|part| part.size).sum()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn manifest() -> Manifest {
        Manifest {
            count: 3,
            deltas: vec![DeltaEntry { from: 2, sha256: Id::of(b"delta"), size: 245, to: 3 }],
            epoch: "1764000000-7b1c".to_owned(),
            format: FORMAT,
            horizon: 2,
            parts: vec![PartEntry { hi: 255, lo: 0, sha256: Id::of(b"part"), size: 200 }],
            patches: Vec::new(),
            region: "musterstadt".to_owned(),
            rev: 3,
            scope: "ar".to_owned(),
            state: Id::of(b"state"),
            v: 1,
        }
    }

    #[test]
    fn a_manifest_is_read_back_as_it_was_written() {
        assert_eq!(Manifest::read(&manifest().to_bytes()), Ok(Some(manifest())));
    }

    #[test]
    fn members_that_came_later_are_passed_over() {
        let text = String::from_utf8(manifest().to_bytes()).unwrap().replace("\"count\"", "\"colour\":1,\"count\"");

        assert_eq!(Manifest::read(text.as_bytes()), Ok(Some(manifest())));
    }

    #[test]
    fn a_later_format_is_recognised() {
        let later = Manifest { format: 2, parts: Vec::new(), ..manifest() };

        assert_eq!(Manifest::read(&later.to_bytes()), Ok(None));
    }

    #[test]
    fn parts_have_to_hold_every_bucket_once() {
        let part = |lo, hi| PartEntry { hi, lo, sha256: Id::of(b""), size: 0 };
        for parts in [
            vec![],
            vec![part(0, 254)],
            vec![part(1, 255)],
            vec![part(0, 127), part(127, 255)],
            vec![part(0, 255), part(0, 255)],
        ] {
            let broken = Manifest { parts, ..manifest() };

            assert!(Manifest::read(&broken.to_bytes()).is_err(), "{:?}", broken.parts);
        }
    }

    #[test]
    fn a_delta_has_to_lead_to_the_revision_of_the_manifest() {
        for (from, to) in [(3, 3), (1, 2), (5, 4)] {
            let deltas = vec![DeltaEntry { from, to, ..manifest().deltas[0].clone() }];

            assert!(Manifest::read(&Manifest { deltas, ..manifest() }.to_bytes()).is_err());
        }
    }
}
