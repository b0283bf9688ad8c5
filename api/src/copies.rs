//! `lotse pack`, `lotse sync` and `lotse keys`: what an operator does with the copies that readers keep.

use std::fs::File;
use std::io::{BufWriter, Cursor};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use content::epochs::Role;
use content::packs::{self, Profile};
use content::publisher;
use sync::client::packs as zip;

use crate::{Storage, storage};

/// What `lotse pack` takes.
#[derive(Debug, Args)]
pub(crate) struct Pack {
    /// The region, by its name in addresses
    region: String,
    /// How much the pack holds
    #[arg(long, value_enum, default_value_t = Amount::Text)]
    profile: Amount,
    /// Only what a reader needs who has this revision already
    #[arg(long, value_name = "REVISION")]
    since: Option<i64>,
    /// Where the pack is written [default: the server offers it for download]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// How much a pack holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Amount {
    /// Every text
    Text,
    /// Every text and every medium
    Full,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Sync {
    /// Makes every published object again from the database, and compares
    Verify {
        /// The regions, by their names in addresses [default: all]
        regions: Vec<String>,
    },
    /// Lets readers compare everything they hold, for instance after a repair by hand
    NewEpoch {
        /// The region, by its name in addresses
        region: String,
        /// Why, for the log
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Keys {
    /// Shows the newest root: which keys sign, and since when
    Show,
    /// Makes a new key for heads and a root that names it alone; a running server takes it over by itself
    Rotate {
        /// The key that signs roots [default: DIR/keys/root.key]
        #[arg(long, value_name = "FILE")]
        root_key: Option<PathBuf>,
    },
}

/// Writes a region as one file.
pub(crate) fn pack(storage: &Storage, arguments: &Pack) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(
        arguments.since.is_none() || arguments.out.is_some(),
        "a pack with --since is for one courier: say with --out where it is written"
    );
    let store = storage.open(Role::Tool)?;
    let contents = packs::contents(&store, &arguments.region, arguments.since)?;
    let (rev, objects) = (contents.rev, contents.entries.len());
    let entries = contents.entries.into_iter();
    if let Some(path) = &arguments.out {
        let file = File::create(path).with_context(|| format!("{} cannot be written", path.display()))?;
        zip::write(BufWriter::new(file), entries)?;
        println!("{}: {} at revision {rev}, {objects} entries", path.display(), arguments.region);
        return Ok(ExitCode::SUCCESS);
    }
    let mut bytes = Cursor::new(Vec::new());
    zip::write(&mut bytes, entries)?;
    let profile = match arguments.profile {
        Amount::Text => Profile::Text,
        Amount::Full => Profile::Full,
    };
    let offer = store.packs().put(&arguments.region, profile, rev, bytes.get_ref())?;
    println!("{} at revision {rev}, {} bytes, offered as {}", arguments.region, offer.size, offer.sha256);
    Ok(ExitCode::SUCCESS)
}

/// Checks what is published, or begins a new epoch.
pub(crate) fn sync(storage: &Storage, command: &Sync) -> anyhow::Result<ExitCode> {
    let store = storage.open(Role::Tool)?;
    match command {
        Sync::Verify { regions } => {
            must_exist(&store, regions)?;
            let verified = storage::block_on(publisher::verify(&store, regions))?;
            for finding in &verified.findings {
                println!("{finding}");
            }
            let wrong = verified.findings.len();
            println!("{} scopes, {} objects made again, {wrong} findings", verified.scopes, verified.objects);
            Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Sync::NewEpoch { region, reason } => {
            must_exist(&store, std::slice::from_ref(region))?;
            api::logs::start();
            let directory = store.directory();
            let id = directory.region(region).map_or(0, |entry| entry.region.id);
            let epoch = storage::block_on(store.begin_epoch(id, reason))?;
            println!("{region}: epoch {epoch} begins");
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn must_exist(store: &content::Store, regions: &[String]) -> anyhow::Result<()> {
    let directory = store.directory();
    let unknown = regions.iter().find(|region| directory.region(region).is_none());
    anyhow::ensure!(unknown.is_none(), "there is no region `{}`", unknown.map_or("", String::as_str));
    Ok(())
}

/// Shows the keys, or changes them.
pub(crate) fn keys(storage: &Storage, command: &Keys) -> anyhow::Result<ExitCode> {
    let store = storage.open(Role::Tool)?;
    match command {
        Keys::Show => {
            let (_, document) =
                store.heads().newest_root().context("there are no keys yet: `lotse serve` makes them")?;
            let root = sync::Root::read(document.as_bytes())?;
            println!("root version {}, signed {}", root.version, root.issued);
            for (id, key) in &root.keys {
                let signs = |role: &sync::roots::Role| role.keyids.contains(id);
                let roles = [("heads", signs(&root.head)), ("roots", signs(&root.root))];
                let roles: Vec<&str> = roles.iter().filter(|(_, signs)| *signs).map(|(role, _)| *role).collect();
                println!("  {id} signs {:13} {key}", roles.join(" and "));
            }
        }
        Keys::Rotate { root_key } => {
            let keys = store.keys();
            let root_key = root_key.clone().unwrap_or_else(|| keys.root_path());
            let rotated = store.write(move |db, world| keys.rotate(db, &root_key, world));
            println!("root version {}: a new key signs heads from now on", storage::block_on(rotated)?);
        }
    }
    Ok(ExitCode::SUCCESS)
}
