//! Opens the database that the command line names.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use content::Store;
use content::db::{Address, World};
use content::epochs::Role;

use crate::Storage;

impl Storage {
    /// Opens the database; makes the data directory when it is missing, for its owner only.
    pub(crate) fn open(&self, role: Role) -> anyhow::Result<Store> {
        make_private(&self.data).with_context(|| format!("the directory {} cannot be used", self.data.display()))?;
        Ok(Store::open(&self.address()?, &self.data, role, WORLD)?)
    }

    /// The database that is named, or the one of the data directory.
    pub(crate) fn address(&self) -> anyhow::Result<Address> {
        if let Some(address) = &self.database {
            return Ok(address.parse()?);
        }
        let path = self.data.join("lotse.db");
        let path = path.to_str().context("the path of the data directory has to be UTF-8")?;
        Ok(Address::Sqlite(path.to_owned()))
    }
}

/// The clock and the randomness of the machine.
const WORLD: World = World { now, random: rand::random };

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Makes `directory`, for its owner only, unless it is there.
pub(crate) fn make_private(directory: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(directory)?;
    // Says now, and not at the first request, when it cannot be entered.
    std::fs::read_dir(directory).map(drop)
}

/// Runs one future to its end, for commands that do one thing.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    actix_web::rt::System::new().block_on(future)
}
