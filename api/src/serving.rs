//! `lotse serve`: starts, says where to look, stops without losing an answer.

use std::net::{SocketAddr, TcpListener};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ::sync::client::Trust;
use anyhow::Context;
use api::mirror::Upstream;
use api::server::{self, Options};
use clap::Args;
use content::Store;
use content::epochs::Role;

use crate::{Storage, signals, storage};

/// What `lotse serve` takes.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The address to listen on
    #[arg(long, value_name = "ADDR:PORT", env = "LOTSE_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// What absolute addresses in answers begin with [default: http:// and the address to listen on]
    #[arg(long, value_name = "URL", env = "LOTSE_PUBLIC_URL")]
    public_url: Option<String>,
    /// Loads the sample content first: a region with pages in several languages
    #[arg(long, env = "LOTSE_DEMO")]
    demo: bool,
    /// How many uploads of interface texts one token may make in a minute; a zip of many files is one
    #[arg(long, value_name = "NUMBER", env = "LOTSE_UPLOADS_PER_MINUTE", default_value_t = server::UPLOADS_PER_MINUTE)]
    uploads_per_minute: NonZero<u32>,
    /// Shows the regions of another server, read-only, and keeps them current
    #[arg(long, value_name = "URL", requires = "regions", conflicts_with = "demo", env = "LOTSE_MIRROR")]
    mirror: Option<String>,
    /// A region to mirror, by its name in addresses; may be given several times
    #[arg(long = "region", id = "regions", value_name = "SLUG", requires = "mirror", value_delimiter = ',')]
    regions: Vec<String>,
    /// The root of the mirrored server, which is trusted from the start [default: the one it shows first]
    #[arg(long, value_name = "FILE", requires = "mirror")]
    mirror_root: Option<PathBuf>,
}

impl Arguments {
    fn upstream(&self, data: &Path) -> anyhow::Result<Option<Upstream>> {
        let Some(url) = &self.mirror else { return Ok(None) };
        let trust = match &self.mirror_root {
            Some(path) => {
                Trust::Root(std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?)
            }
            None => Trust::FirstContact,
        };
        let (url, regions, folder) = (url.clone(), self.regions.clone(), data.join("mirror"));
        Ok(Some(Upstream { url, regions, folder, trust }))
    }
}

/// Serves until the process is told to stop, then lets requests end.
pub(crate) fn serve(storage: &Storage, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    api::logs::start();
    let store = storage.open(Role::Server)?;
    let taken = || format!("{} cannot be listened on", arguments.listen);
    let listener = TcpListener::bind(arguments.listen).with_context(taken)?;
    let address = listener.local_addr()?;
    let public_url = public_url(arguments.public_url.as_deref(), address)?;
    let upstream = arguments.upstream(&storage.data)?;
    storage::block_on(async move {
        if arguments.demo {
            crate::import::demo(&store).await?;
        }
        let uploads_per_minute = arguments.uploads_per_minute;
        let options = Options { upstream, uploads_per_minute, ..Options::new(store.clone(), public_url.clone()) };
        let (server, handle) = server::serve(listener, options)?;
        greet(&store, &public_url);
        let stop = signals::told_to_stop()?;
        let running = actix_web::rt::spawn(server);
        stop.await;
        handle.stop(true).await;
        running.await??;
        Ok(ExitCode::SUCCESS)
    })
}

/// The public URL without a slash at its end.
fn public_url(given: Option<&str>, address: SocketAddr) -> anyhow::Result<String> {
    let Some(given) = given else { return Ok(format!("http://{address}")) };
    let host = given.strip_prefix("https://").or_else(|| given.strip_prefix("http://"));
    anyhow::ensure!(
        host.is_some_and(|host| !host.is_empty() && !host.starts_with('/')) && !given.contains(['?', '#', ' ']),
        "`{given}` is no public URL: write it like https://lotse.example"
    );
    Ok(given.trim_end_matches('/').to_owned())
}

fn greet(store: &Store, url: &str) {
    println!("Lotse answers at {url}");
    println!("  the API, to read and to try: {url}/docs");
    let directory = store.directory();
    let offered = directory.regions().find(|entry| entry.region.status == content::regions::Status::Active);
    match offered.and_then(|entry| Some((&entry.region.slug, entry.languages.first()?))) {
        Some((region, language)) => {
            println!("  pages for a phone:           {url}/api/v3/{region}/{}/pages/", language.slug);
            println!("  pages, new form:             {url}/api/v1/regions/{region}/{}/pages", language.tag);
        }
        None => println!("  there is no region yet; `lotse import --help` says how to fill one"),
    }
    println!("Ctrl-C stops it.");
}
