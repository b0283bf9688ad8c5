//! `lotse import integreat` and `lotse follow`: content from a running Integreat system.

use std::io::IsTerminal;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use clap::{Args, ValueEnum};
use content::Store;
use content::epochs::Role;
use content::import::integreat::{self, Defaults, Fetcher, Place};
use content::import::{self, Options};
use indicatif::ProgressBar;

use crate::{Storage, signals, storage};

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
    let place: Place = arguments.source.parse()?;
    content::regions::check_slug(&arguments.region)?;
    let defaults = Defaults {
        slug: arguments.region.clone(),
        name: arguments.name.clone().unwrap_or_else(|| arguments.region.clone()),
        default_language: language(&arguments.default_language)?,
        time_zone: arguments.timezone.clone(),
    };
    let progress = Progress::new();
    let source = match &place {
        Place::Directory(path) => integreat::read_directory(path, &defaults, &|file| progress.say("reading", file))?,
        Place::Api(url) => {
            let fetched = Fetcher::new().read(url, &defaults, &|url| progress.say("reading", url))?;
            fetched.source.context("the other side has no pages in any language")?
        }
    };
    let store = storage.open(Role::Tool)?;
    progress.say("writing", &format!("{} pages", source.languages.iter().map(|l| l.pages.len()).sum::<usize>()));
    let options = Options { allow_removals: arguments.allow_removals };
    let report = storage::block_on(import::run(&store, source, options))?;
    progress.finish();
    match arguments.report {
        Report::Text => print!("{}", in_words(&report)),
        Report::Json => println!("{}", serde_json::to_string_pretty(&report)?),
    }
    Ok(if report.has_skipped() { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

/// The key of a language given by slug or tag.
fn language(text: &str) -> anyhow::Result<String> {
    let tag = locales::aliases::from_slug(text).with_context(|| format!("`{text}` is no language tag"))?;
    Ok(tag.key().to_owned())
}

/// What an import has done, for people.
fn in_words(report: &import::Report) -> String {
    let mut lines = vec![format!(
        "{}: {} pages new, {} moved, {} archived, {} restored",
        report.region, report.created, report.moved, report.archived, report.restored
    )];
    for (tag, language) in &report.languages {
        let import::LanguageReport { pages, created, updated, unchanged, withdrawn } = language;
        let line = format!(
            "{pages} pages read; {created} texts new, {updated} updated, {unchanged} unchanged, {withdrawn} withdrawn"
        );
        lines.push(format!("  {tag}: {line}"));
    }
    for (what, count) in &report.removed {
        lines.push(format!("  taken out of the texts: {what}, {count} times"));
    }
    for conflict in &report.conflicts {
        let language = conflict.language.as_deref().unwrap_or("all languages");
        let explanation = conflict.matter.explanation();
        lines.push(format!("  conflict: {} ({language}) {}: {explanation}", conflict.page, conflict.path));
    }
    for skipped in &report.skipped {
        lines.push(format!("  skipped: {}: {}", skipped.place, skipped.reason));
    }
    lines.join("\n") + "\n"
}

/// Imports again and again until it is told to stop; an outage of either side is waited out.
pub(crate) fn follow(storage: &Storage, arguments: &Follow) -> anyhow::Result<ExitCode> {
    let Place::Api(url) = arguments.url.parse()? else { anyhow::bail!("`{}` is no http(s) address", arguments.url) };
    for region in &arguments.region {
        content::regions::check_slug(region)?;
    }
    let store = storage.open(Role::Tool)?;
    storage::block_on(async move {
        let mut followed: Vec<Followed> = arguments.region.iter().map(|slug| Followed::new(slug)).collect();
        let mut stop = std::pin::pin!(signals::told_to_stop()?);
        loop {
            for region in &mut followed {
                match region.look(&store, &url).await {
                    Ok(Some(report)) => print!("{}", in_words(&report)),
                    Ok(None) => {}
                    Err(error) => eprintln!("lotse: {}: {error:#}; trying again later", region.slug),
                }
            }
            tokio::select! {
                () = &mut stop => return Ok(ExitCode::SUCCESS),
                () = tokio::time::sleep(arguments.every) => {}
            }
        }
    })
}

/// A region that is kept current.
struct Followed {
    slug: String,
    fetcher: Arc<Mutex<Fetcher>>,
}

impl Followed {
    fn new(slug: &str) -> Self {
        Self { slug: slug.to_owned(), fetcher: Arc::default() }
    }

    /// Imports what has changed; none when nothing has.
    async fn look(&mut self, store: &Store, url: &url::Url) -> anyhow::Result<Option<import::Report>> {
        let defaults = Defaults {
            slug: self.slug.clone(),
            name: self.slug.clone(),
            default_language: "de".to_owned(),
            time_zone: "Europe/Berlin".to_owned(),
        };
        let (fetcher, url) = (Arc::clone(&self.fetcher), url.clone());
        let read = move || fetcher.lock().unwrap_or_else(PoisonError::into_inner).read(&url, &defaults, &|_| {});
        let mut answer = tokio::task::spawn_blocking(read).await??;
        let Some(source) = answer.source.take() else { return Ok(None) };
        let report = import::run(store, source, Options::default()).await?;
        self.fetcher.lock().unwrap_or_else(PoisonError::into_inner).remember(answer.answers());
        Ok(Some(report))
    }
}

/// Loads the sample content, or brings it up to date.
pub(crate) async fn demo(store: &Store) -> anyhow::Result<()> {
    let source = tokio::task::spawn_blocking(import::demo::source).await?;
    import::run(store, source, Options::default()).await?;
    Ok(())
}

/// What is being done: a spinner on a terminal, plain lines elsewhere.
struct Progress(Option<ProgressBar>);

impl Progress {
    fn new() -> Self {
        let spinner = std::io::stderr().is_terminal().then(ProgressBar::new_spinner);
        if let Some(spinner) = &spinner {
            spinner.enable_steady_tick(Duration::from_millis(100));
        }
        Self(spinner)
    }

    fn say(&self, doing: &str, what: &str) {
        match &self.0 {
            Some(spinner) => spinner.set_message(format!("{doing} {what}")),
            None => eprintln!("{doing} {what}"),
        }
    }

    fn finish(&self) {
        if let Some(spinner) = &self.0 {
            spinner.finish_and_clear();
        }
    }
}
