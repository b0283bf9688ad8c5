//! Real content of a district, which lies beside the repository on some machines.

use std::path::{Path, PathBuf};

/// The folder `name` of the shared data; without it the test has nothing to look at and says so.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: there is no {}", folder.display());
    None
}
