//! `lotse serve`: starts, says where to look, stops without losing an answer.

use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;

use anyhow::Context;
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
}

/// Serves until the process is told to stop, then lets requests end.
pub(crate) fn serve(storage: &Storage, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    api::logs::start();
    let store = storage.open(Role::Server)?;
    let taken = || format!("{} cannot be listened on", arguments.listen);
    let listener = TcpListener::bind(arguments.listen).with_context(taken)?;
    let address = listener.local_addr()?;
    let public_url = public_url(arguments.public_url.as_deref(), address)?;
    storage::block_on(async move {
        if arguments.demo {
            crate::import::demo(&store).await?;
        }
        let (server, handle) = server::serve(listener, Options::new(store.clone(), public_url.clone()))?;
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
