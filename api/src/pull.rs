//! `lotse pull`: keeps a region in a file, as a phone does, from a server, a directory or packs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use sync::client::{Change, Client, Coding, State, Trust, Wanted, sources};

/// What `lotse pull` takes.
#[derive(Debug, Args)]
pub(crate) struct Pull {
    /// Where to read from: the address of a server, a directory, or packs, the oldest first
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<String>,
    /// The region, by its name in addresses
    region: String,
    /// A language to keep, by its tag; may be given several times [default: all that the region has]
    #[arg(long = "scope", value_name = "TAG")]
    scopes: Vec<String>,
    /// The file that holds the region; made when missing, brought up to date otherwise
    #[arg(long, value_name = "FILE")]
    into: PathBuf,
    /// The server's root (its `/sync/v1/trust/1`), if you have it from somebody you trust [default: what the server
    /// shows first is remembered]
    #[arg(long, value_name = "FILE")]
    root: Option<PathBuf>,
    /// How answers may be compressed
    #[arg(long, value_enum, default_value_t = Accept::Gzip)]
    accept: Accept,
    /// A revision that is known to exist, so that no cache answers with an older one
    #[arg(long, value_name = "REVISION")]
    at: Option<i64>,
}

/// How answers may be compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Accept {
    /// gzip
    Gzip,
    /// Brotli, or gzip where that is missing
    Br,
}

impl From<Accept> for Coding {
    fn from(accept: Accept) -> Self {
        match accept {
            Accept::Gzip => Self::Gzip,
            Accept::Br => Self::Brotli,
        }
    }
}

/// Brings the file up to date from each source in turn, and hashes everything in it again.
pub(crate) fn pull(arguments: &Pull) -> anyhow::Result<ExitCode> {
    let trust = trust(arguments.root.as_deref())?;
    let mut state = State::open(&arguments.into)?;
    let met_before = state.root(&arguments.region)?.is_some();
    let mut refused = false;
    for source in &arguments.sources {
        refused = sync_from(source, &mut state, &trust, arguments)? == Change::Refused;
    }
    if !met_before && arguments.root.is_none() {
        show_trust(&state, &arguments.region)?;
    }
    let damaged = state.scrub(&arguments.region)?;
    for scope in &damaged {
        println!("{scope} is damaged; the next pull loads it again");
    }
    Ok(if refused || !damaged.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn sync_from(source: &str, state: &mut State, trust: &Trust, arguments: &Pull) -> anyhow::Result<Change> {
    let mut transport = sources::open(source, arguments.accept.into())?;
    let wanted = match arguments.scopes.as_slice() {
        [] => Wanted::All,
        tags => Wanted::scopes(tags.iter().map(|tag| tag.to_lowercase())),
    };
    let now = Timestamp::now().as_millisecond();
    let mut client = Client::new(state, transport.as_mut(), trust).at(arguments.at);
    let outcome = client.sync(&arguments.region, &wanted, now).with_context(|| source.to_owned())?;
    print!("{source}: {outcome}");
    Ok(outcome.change)
}

fn trust(root: Option<&Path>) -> anyhow::Result<Trust> {
    let Some(path) = root else { return Ok(Trust::FirstContact) };
    let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(Trust::Root(bytes))
}

/// Shows whom the first contact has made trusted, so that it can be compared.
fn show_trust(state: &State, region: &str) -> anyhow::Result<()> {
    if let Some(root) = state.root(region)? {
        println!("trusted from now on: root version {}, heads signed by {}", root.version, root.head.keyids.join(", "));
    }
    Ok(())
}
