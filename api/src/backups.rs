//! `lotse backup` and `lotse restore`: everything but the keys in one file, and back.

mod archives;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use archives::{Archive, DATABASE, Writer};
use clap::Args;
use content::db::Address;
use content::epochs::Role;
use content::{Store, backups, objects};

use crate::{Storage, storage};

/// Status of a backup that lacks the database; 0 would let a timer believe that all is safe.
const WITHOUT_DATABASE: u8 = 2;

/// What `lotse backup` takes.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The file to write; what is there is replaced when the new one is complete
    file: PathBuf,
}

/// What `lotse restore` takes.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// A file that `lotse backup` has written
    file: PathBuf,
}

/// Writes a backup beside `FILE`, and gives it that name when it is complete and durable.
pub(crate) fn back_up(storage: &Storage, arguments: &Backup) -> anyhow::Result<ExitCode> {
    let file = &arguments.file;
    let store = storage.open(Role::Tool)?;
    let unfinished = beside(file, "unfinished");
    let lock = private(&storage.data.join("backup.lock"))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => bail!("another backup of {} is being written", storage.data.display()),
        Err(TryLockError::Error(error)) => return Err(error.into()),
    }
    let written = private(&unfinished).with_context(|| unwritable(&unfinished))?;
    let has_database = fill(&store, written, file)?;
    fs::rename(&unfinished, file).and_then(|()| sync_folder(file)).with_context(|| unwritable(file))?;
    let size = fs::metadata(file)?.len();
    println!("{}: complete, {size} bytes", file.display());
    tell_of_keys(&storage.data);
    if has_database {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("The database is PostgreSQL and is NOT in it. Back it up with pg_dump:");
    eprintln!("  pg_dump --format=custom --file=lotse.dump \"$LOTSE_DATABASE_URL\"");
    Ok(ExitCode::from(WITHOUT_DATABASE))
}

/// Writes everything into `written`; whether the database is among it.
fn fill(store: &Store, written: File, file: &Path) -> anyhow::Result<bool> {
    let mut writer = Writer::new(written);
    let copy = beside(file, "database.unfinished");
    private(&copy).with_context(|| unwritable(&copy))?;
    // Before the database, which can then only be newer than what is in the objects.
    let (objects, packs) = (backups::objects(store)?, backups::packs(store)?);
    let has_database = store.copy_to(&copy)?;
    if has_database {
        writer.add(DATABASE, File::open(&copy)?)?;
    }
    fs::remove_file(&copy)?;
    for id in objects {
        if let Some(bytes) = store.objects().read(&id)? {
            writer.add(&format!("objects/{}", objects::place(&id)), bytes.as_slice())?;
        }
    }
    for (region, offer) in packs {
        if let Some(bytes) = store.packs().read(&region, &offer.sha256)? {
            writer.add(&format!("packs/{region}/{}", offer.file_name()), bytes.as_slice())?;
        }
    }
    writer.finish()?;
    Ok(has_database)
}

/// Says which keys somebody has to keep elsewhere.
fn tell_of_keys(data: &Path) {
    let folder = data.join("keys");
    let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let names = if names.is_empty() { "none are there".to_owned() } else { names.join(", ") };
    println!("The keys are NOT in it. Keep a copy of {} in another safe place: {names}", folder.display());
}

/// Fills the data directory, after every sum has been checked.
pub(crate) fn restore(storage: &Storage, arguments: &Restore) -> anyhow::Result<ExitCode> {
    let (file, data) = (&arguments.file, &storage.data);
    let mut archive = Archive::open(file)?;
    let database = match (storage.address()?, archive.has_database()) {
        (Address::Sqlite(path), true) => Some(PathBuf::from(path)),
        (Address::Postgres(_), false) => None,
        (Address::Sqlite(_), false) => bail!(
            "{} has no database, because that was PostgreSQL: bring it back with pg_restore, then name it with --database",
            file.display()
        ),
        (Address::Postgres(_), true) => {
            bail!("{} has an SQLite database, which PostgreSQL cannot take: leave out --database", file.display())
        }
    };
    storage::make_private(data).with_context(|| format!("the directory {} cannot be used", data.display()))?;
    must_be_empty(data)?;
    if let Some(path) = database.as_deref().filter(|path| path.exists()) {
        bail!("{} is there already: move it away first", path.display());
    }
    let unpacked = data.join("restore.unfinished");
    archive.unpack(&unpacked)?;
    for name in ["objects", "packs"] {
        move_over(&unpacked.join(name), &data.join(name))?;
    }
    // The last one, so that no server finds a database whose other half is not there.
    if let Some(path) = &database {
        move_over(&unpacked.join(DATABASE), path)?;
    }
    fs::remove_dir(&unpacked).and_then(|()| sync_folder(&unpacked))?;
    if database.is_some() {
        begin_anew(&storage.open(Role::Tool)?)?;
    }
    println!("{}: restored from {}, files: {}", data.display(), file.display(), archive.len());
    if !data.join("keys/head.key").exists() {
        println!("Put the keys back into {} before you start the server.", data.join("keys").display());
    }
    Ok(ExitCode::SUCCESS)
}

/// Lets readers compare all that they hold: also in regions that had not been published yet when the backup was made, which
/// nothing would tell from those that nobody has read.
fn begin_anew(store: &Store) -> anyhow::Result<()> {
    for entry in store.directory().regions() {
        storage::block_on(store.begin_epoch(entry.region.id, "restored from a backup"))?;
    }
    Ok(())
}

/// Keys may lie there already: they come from elsewhere.
fn must_be_empty(data: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(data)? {
        let name = entry?.file_name();
        ensure!(
            name == "keys",
            "{} is not empty ({} is there): name another directory with --data, or move it away",
            data.display(),
            name.display()
        );
    }
    Ok(())
}

fn move_over(from: &Path, to: &Path) -> anyhow::Result<()> {
    if from.exists() {
        let moved = fs::rename(from, to).and_then(|()| sync_folder(to));
        moved.with_context(|| format!("{} cannot be written", to.display()))?;
    }
    Ok(())
}

/// A new file that nobody else may read: it holds the hashes of passwords.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.write(true).create(true).truncate(true).open(path)
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// Makes the name of `path` durable.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

fn unwritable(path: &Path) -> String {
    format!("{} cannot be written", path.display())
}
