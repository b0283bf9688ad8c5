//! `lotse bundles`: interface texts on a running server, over its API, with the token of a translator.

mod client;
mod trees;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail, ensure};
use clap::{Args, Subcommand, ValueEnum};
use locales::tags::{Tag, TagError};
use serde::Deserialize as _;
use serde_json::{Value, json};

use client::{Format, Server};

use crate::findings::{Told, plain};

#[derive(Debug, Args)]
pub(crate) struct Bundles {
    #[command(flatten)]
    server: Address,
    #[command(subcommand)]
    command: Command,
}

/// Where the server is, and who asks.
#[derive(Debug, Args)]
struct Address {
    /// The address of the server
    #[arg(long, value_name = "URL", env = "LOTSE_URL", default_value = "http://127.0.0.1:8080")]
    url: String,
    #[arg(help = "The token; better in the environment than here, where others may see it")]
    #[arg(long, env = "LOTSE_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// The texts of one region, by its name in addresses [default: those for all regions]
    #[arg(long, global = true, value_name = "REGION")]
    region: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Sends a Fluent file, or a `.json` of i18next; what has no error goes to phones
    Upload(Upload),
    /// Shows every bundle in every language, with what is still to be done
    Status,
    /// Makes the texts those of an earlier revision again, as a new one
    Rollback(Rollback),
    /// Writes the newest files as `TAG/NAME.ftl`, for a Git repository
    Export {
        /// The directory
        folder: PathBuf,
    },
    /// Sends the files of such a directory that have changed, the source language first
    Import {
        /// The directory
        folder: PathBuf,
        #[command(flatten)]
        options: Options,
    },
}

#[derive(Debug, Args)]
struct Upload {
    /// The file
    file: PathBuf,
    /// The language of the file
    #[arg(long, value_name = "TAG", value_parser = tag)]
    locale: Tag,
    /// The name of the bundle [default: that of the file, without its ending]
    #[arg(long, value_name = "NAME")]
    bundle: Option<String>,
    #[command(flatten)]
    options: Options,
}

/// How files are taken.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[derive(Debug, Args)]
struct Options {
    /// Only tells what would happen
    #[arg(long)]
    dry_run: bool,
    /// Removes what the file lacks
    #[arg(long)]
    replace: bool,
    /// What becomes of messages that have another text
    #[arg(long, value_enum, default_value_t = OnConflict::Overwrite)]
    on_conflict: OnConflict,
    /// Somebody else has to look at the texts
    #[arg(long)]
    needs_review: bool,
    /// A machine has written the texts
    #[arg(long)]
    machine: bool,
    /// Refuses a file with any error as a whole
    #[arg(long)]
    all_or_nothing: bool,
    /// The source language of a new bundle
    #[arg(long, value_name = "TAG", default_value = "de", value_parser = tag)]
    source: Tag,
}

/// What becomes of messages that have another text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OnConflict {
    /// They get the new one
    Overwrite,
    /// They stay
    SkipTranslated,
    /// They stay when they are approved
    SkipApproved,
    /// They stay, and the new one is kept as a suggestion
    Suggest,
}

#[derive(Debug, Args)]
struct Rollback {
    /// The name of the bundle
    bundle: String,
    /// The language
    #[arg(long, value_name = "TAG", value_parser = tag)]
    locale: Tag,
    /// The revision that has the wanted texts
    #[arg(long, value_name = "REVISION")]
    to: i64,
}

fn tag(text: &str) -> Result<Tag, TagError> {
    Tag::parse(text)
}

/// Runs one of the commands; fails when a message was refused.
pub(crate) fn bundles(arguments: &Bundles) -> anyhow::Result<ExitCode> {
    let Address { url, token, region } = &arguments.server;
    let token = token.as_deref().context("a token is needed: set LOTSE_TOKEN (`lotse token create` makes one)")?;
    let server = Server::new(url, token, region.as_deref());
    let is_clean = match &arguments.command {
        Command::Upload(upload) => upload_file(&server, upload)?,
        Command::Status => status(&server)?,
        Command::Rollback(rollback) => roll_back(&server, rollback)?,
        Command::Export { folder } => trees::export(&server, folder)?,
        Command::Import { folder, options } => trees::import(&server, folder, options)?,
    };
    Ok(if is_clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn upload_file(server: &Server, upload: &Upload) -> anyhow::Result<bool> {
    let path = &upload.file;
    let file = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let stem = || Some(path.file_stem()?.to_str()?.to_owned());
    let name = upload.bundle.clone().or_else(stem).context("the name of the bundle is missing: --bundle NAME")?;
    let file = client::Upload { format: Format::of(path), file: &file };
    send(server, upload.locale.as_str(), &name, &file, &upload.options)
}

/// Sends a file over the revision that the server has, and prints what became of it; whether all of it was accepted.
fn send(
    server: &Server,
    locale: &str,
    name: &str,
    file: &client::Upload<'_>,
    options: &Options,
) -> anyhow::Result<bool> {
    let known = server.source(locale, name)?;
    let etag = known.and_then(|known| known.etag);
    let answer = server.put(locale, name, &options.query(), etag.as_deref(), file)?;
    match answer.status {
        200 | 201 => {}
        // Nothing of it can be accepted; the answer says why, message by message.
        422 if answer.body["report"].is_object() => {
            print_report(&format!("{locale}/{name}"), &answer.body["report"])?;
            return Ok(false);
        }
        _ => bail!(answer.complaint()),
    }
    print_report(&format!("{locale}/{name}"), &answer.body)?;
    Ok(answer.body["counts"]["rejected"] == 0)
}

impl Options {
    fn query(&self) -> Vec<(&'static str, String)> {
        let on_conflict = self.on_conflict.to_possible_value().expect("no value is skipped");
        let mut query = vec![
            ("mode", if self.replace { "replace" } else { "additive" }.to_owned()),
            ("on_conflict", on_conflict.get_name().replace('-', "_")),
            ("accept", if self.all_or_nothing { "all_or_nothing" } else { "valid_messages" }.to_owned()),
            ("source", self.source.to_string()),
        ];
        let said = [
            ("dry_run", "true", self.dry_run),
            ("state", "needs_review", self.needs_review),
            ("origin", "machine", self.machine),
        ];
        query.extend(said.into_iter().filter(|(.., said)| *said).map(|(name, value, _)| (name, value.to_owned())));
        query
    }
}

fn print_report(what: &str, report: &Value) -> anyhow::Result<()> {
    let rows = report["rows"].as_array().into_iter().flatten().map(|row| &row["findings"]);
    for findings in [&report["findings"]].into_iter().chain(rows) {
        let findings = Vec::<Told>::deserialize(findings).context("the server speaks another version of the API")?;
        for finding in findings.iter().filter(|finding| finding.severity != "info") {
            println!("{}", finding.line(what));
        }
    }
    for doubt in report["doubts"].as_array().into_iter().flatten() {
        let text = |name: &str| plain(doubt[name].as_str().unwrap_or_default());
        println!("{what}: doubt: {}: {} [{}]", text("key"), text("message"), text("code"));
    }
    let counts = report["counts"].as_object().into_iter().flatten().filter(|(_, count)| **count != 0);
    let counts: Vec<String> = counts.map(|(outcome, count)| format!("{outcome} {count}")).collect();
    let revision =
        if report["dry_run"] == true { "tried".to_owned() } else { format!("revision {}", report["revision"]) };
    println!("{what}: {revision}; {}", if counts.is_empty() { "no messages".to_owned() } else { counts.join(", ") });
    Ok(())
}

fn status(server: &Server) -> anyhow::Result<bool> {
    println!("bundle\tlanguage\trevision\terrors\twarnings");
    for layer in server.layers()? {
        println!("{}\t{}\t{}\t{}\t{}", layer.bundle, layer.language, layer.revision, layer.errors, layer.warnings);
    }
    Ok(true)
}

fn roll_back(server: &Server, rollback: &Rollback) -> anyhow::Result<bool> {
    let (locale, name) = (rollback.locale.as_str(), rollback.bundle.as_str());
    let known = server.source(locale, name)?.with_context(|| format!("there is no bundle {name} in {locale}"))?;
    let etag = known.etag.context("the server does not say its revision")?;
    let answer = server.post(locale, name, "rollback", &etag, &json!({"revision": rollback.to}))?;
    ensure!(answer.status == 200, answer.complaint());
    println!("{locale}/{name}: revision {}", answer.body["revision"]);
    Ok(true)
}
