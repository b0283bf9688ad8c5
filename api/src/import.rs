//! `lotse import integreat` and `lotse follow`: content from a running Integreat system.

use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, ValueEnum};
use content::Store;

use crate::Storage;

/// What `lotse import integreat` takes.
#[derive(Debug, Args)]
pub(crate) struct Integreat {
    /// A directory of LANGUAGE/pages.json, or the address of a v3 API
    pub(crate) source: String,
    /// The region to fill, by its name in addresses
    #[arg(long, value_name = "SLUG")]
    pub(crate) region: String,
    /// The name of a region that has to be made [default: the slug]
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// The first language of a region that has to be made
    #[arg(long, value_name = "TAG", default_value = "de")]
    pub(crate) default_language: String,
    /// The time zone of a region that has to be made
    #[arg(long, value_name = "ZONE", default_value = "Europe/Berlin")]
    pub(crate) timezone: String,
    /// How the report is written
    #[arg(long, value_enum, default_value_t = Report::Text)]
    pub(crate) report: Report,
    /// Accepts that more than 30 % of the pages are gone
    #[arg(long)]
    pub(crate) allow_removals: bool,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Report {
    /// For people
    Text,
    /// For programs
    Json,
}

/// What `lotse follow` takes.
#[derive(Debug, Args)]
pub(crate) struct Follow {
    /// The address of the v3 API
    pub(crate) url: String,
    /// The regions to keep current, by their names in addresses
    #[arg(long, value_name = "SLUG", required = true, num_args = 1..)]
    pub(crate) region: Vec<String>,
    /// How often to look: a number with s, m or h
    #[arg(long, value_name = "TIME", default_value = "5m", value_parser = every)]
    pub(crate) every: Duration,
}

fn every(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is no time such as 90s, 5m or 1h");
    let unit = text.chars().last().ok_or_else(wrong)?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        _ => return Err(wrong()),
    };
    let number: u64 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
    let seconds = number.checked_mul(seconds).filter(|seconds| (1..=7 * 24 * 3600).contains(seconds));
    seconds.map(Duration::from_secs).ok_or_else(wrong)
}

/// Imports once and reports.
pub(crate) fn integreat(storage: &Storage, arguments: &Integreat) -> anyhow::Result<ExitCode> {
    let _ = (storage.open()?, arguments);
    anyhow::bail!("not written yet")
}

/// Imports again and again until it is told to stop.
pub(crate) fn follow(storage: &Storage, arguments: &Follow) -> anyhow::Result<ExitCode> {
    let _ = (storage.open()?, arguments);
    anyhow::bail!("not written yet")
}

/// Loads the sample content, or brings it up to date.
pub(crate) async fn demo(store: &Store) -> anyhow::Result<()> {
    let _ = store;
    anyhow::bail!("not written yet")
}
