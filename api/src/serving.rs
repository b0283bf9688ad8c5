//! `lotse serve`: starts, says where to look, stops without losing an answer.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ::sync::client::Trust;
use anyhow::Context;
use api::mirror::Upstream;
use api::server::{self, Listener, Network, Options};
use clap::{Args, ValueEnum};
use content::Store;
use content::epochs::Role;
use content::links::checker::Reach;

use crate::sockets::Place;
use crate::{Storage, signals, storage};

/// What `lotse serve` takes.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The address to listen on, or unix: and the path of a socket
    #[arg(long, value_name = "ADDR:PORT", env = "LOTSE_LISTEN", default_value = "127.0.0.1:8080")]
    listen: Place,
    /// What absolute addresses in answers begin with [default: http:// and the address to listen on]
    #[arg(long, value_name = "URL", env = "LOTSE_PUBLIC_URL")]
    public_url: Option<String>,
    /// The path that everything is below, such as /lotse; --public-url is given without it or with it
    #[arg(long, value_name = "PATH", env = "LOTSE_BASE_PATH", default_value = "", hide_default_value = true)]
    base_path: String,
    /// The proxies in front, as addresses or ranges: only they are believed when they say where a request comes from
    #[arg(long, value_name = "CIDR", env = "LOTSE_TRUSTED_PROXIES", value_delimiter = ',')]
    trusted_proxies: Vec<Network>,
    /// Loads the sample content first: a region with pages in several languages
    #[arg(long, env = "LOTSE_DEMO")]
    demo: bool,
    /// After how many days the audit forgets from which network a change came
    #[arg(long, value_name = "DAYS", env = "LOTSE_AUDIT_DAYS", default_value_t = server::AUDIT_DAYS)]
    audit_days: u32,
    /// Which addresses on other servers are visited to find links that lead nowhere; all is for a network of one's own
    #[arg(long, value_name = "WHICH", env = "LOTSE_CHECK_LINKS", value_enum, default_value_t = CheckLinks::Off)]
    check_links: CheckLinks,
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

/// Which addresses on other servers are visited.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum CheckLinks {
    /// None.
    Off,
    /// Those that everybody can reach.
    Public,
    /// Those of networks of one's own, too.
    All,
}

impl CheckLinks {
    fn reach(self) -> Option<Reach> {
        match self {
            Self::Off => None,
            Self::Public => Some(Reach::Public),
            Self::All => Some(Reach::All),
        }
    }
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
    let base_path = base_path(&arguments.base_path)?;
    let listener = arguments.listen.bind().with_context(taken)?;
    let address = match &listener {
        Listener::Tcp(listener) => listener.local_addr()?.to_string(),
        Listener::Unix(_) => "localhost".to_owned(),
    };
    let public_url = public_url(arguments.public_url.as_deref(), &address, &base_path)?;
    let upstream = arguments.upstream(&storage.data)?;
    storage::block_on(async move {
        if arguments.demo {
            crate::import::demo(&store).await?;
        }
        let uploads_per_minute = arguments.uploads_per_minute;
        let trusted_proxies = arguments.trusted_proxies.clone();
        let options = Options::new(store.clone(), public_url.clone());
        let audit_days = arguments.audit_days;
        let options = Options { upstream, uploads_per_minute, trusted_proxies, base_path, audit_days, ..options };
        let options = Options { check_links: arguments.check_links.reach(), ..options };
        let (server, handle) = server::serve(listener, options)?;
        // Whoever reads the greeting may tell it to stop at once.
        let stop = signals::told_to_stop()?;
        greet(&store, &public_url, &arguments.listen);
        let running = actix_web::rt::spawn(server);
        stop.await;
        handle.stop(true).await;
        running.await??;
        arguments.listen.leave();
        Ok(ExitCode::SUCCESS)
    })
}

/// The base path with a slash at its beginning and none at its end; empty at the root.
fn base_path(given: &str) -> anyhow::Result<String> {
    let path = given.trim_end_matches('/');
    let is_plain =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.~".contains(c));
    anyhow::ensure!(
        path.is_empty() || path.strip_prefix('/').is_some_and(|path| path.split('/').all(is_plain)),
        "`{given}` is no base path: write it like /lotse"
    );
    Ok(path.to_owned())
}

/// The public URL with the base path, and without a slash at its end.
fn public_url(given: Option<&str>, address: &str, base_path: &str) -> anyhow::Result<String> {
    let Some(given) = given else { return Ok(format!("http://{address}{base_path}")) };
    let host = given.strip_prefix("https://").or_else(|| given.strip_prefix("http://"));
    anyhow::ensure!(
        host.is_some_and(|host| !host.is_empty() && !host.starts_with('/')) && !given.contains(['?', '#', ' ']),
        "`{given}` is no public URL: write it like https://lotse.example"
    );
    let given = given.trim_end_matches('/');
    Ok(format!("{}{base_path}", given.strip_suffix(base_path).unwrap_or(given)))
}

fn greet(store: &Store, url: &str, listen: &Place) {
    println!("Lotse answers at {url}");
    if let Place::Socket(_) = listen {
        println!("  through the socket {listen}");
    }
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
