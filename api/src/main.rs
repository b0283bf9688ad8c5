//! The command line: `lotse serve`, `import`, `follow`, `pack`, `pull`, `check`, `bundles`, `sync`, `keys`, `backup`,
//! `restore`, `user`, `token`, `privacy`, `openapi`, `completions`.

mod backups;
mod check;
mod copies;
mod findings;
mod import;
mod people;
mod pull;
mod remote;
mod serving;
mod signals;
mod sockets;
mod storage;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

/// Multilingual, offline-first content for people who have just arrived.
#[derive(Debug, Parser)]
#[command(name = "lotse", version, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    storage: Storage,
    #[command(subcommand)]
    command: Command,
}

/// Where the content is kept; holds for every command.
#[derive(Debug, Args)]
pub(crate) struct Storage {
    /// The directory of the database and of everything else the server keeps; made when missing
    #[arg(long, global = true, value_name = "DIR", env = "LOTSE_DATA", default_value = "lotse-data")]
    pub(crate) data: PathBuf,
    #[arg(help = "The database: sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME [default: sqlite:DIR/lotse.db]")]
    #[arg(long, global = true, value_name = "URL", env = "LOTSE_DATABASE_URL", hide_env_values = true)]
    pub(crate) database: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answers readers and editors until it is told to stop
    Serve(serving::Arguments),
    /// Fills a region from another system
    #[command(subcommand)]
    Import(Import),
    /// Keeps regions of a running Integreat system current, beside a server
    Follow(import::Follow),
    /// Writes a region as one file, for a USB stick or a download
    Pack(copies::Pack),
    /// Keeps a region in a file, as a phone does, from a server, a directory or packs
    Pull(pull::Pull),
    /// Checks Fluent files as an upload does, without a server; fails when there is an error
    Check(check::Check),
    /// Interface texts on a running server: sends, fetches and follows translations
    Bundles(remote::Bundles),
    /// Checks or renews what readers keep
    #[command(subcommand)]
    Sync(copies::Sync),
    /// Shows or changes the keys that sign what readers keep
    #[command(subcommand)]
    Keys(copies::Keys),
    /// Writes the database and what readers download to one file, while the server runs; without the keys
    Backup(backups::Backup),
    /// Fills an empty data directory from a backup
    Restore(backups::Restore),
    /// Accounts of people, and what they may do
    #[command(subcommand)]
    User(people::User),
    /// Tokens of the server: they do everything and belong to nobody
    #[command(subcommand)]
    Token(people::Token),
    /// What is stored about people
    #[command(subcommand)]
    Privacy(people::Privacy),
    /// Prints the description of the API (OpenAPI, JSON)
    Openapi,
    /// Prints the completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[derive(Debug, Subcommand)]
enum Import {
    /// Reads the pages of an Integreat v3 API, from its address or from a directory
    Integreat(import::Integreat),
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(usage) => return explain(&usage),
    };
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            // One line, whatever the cause has to say.
            let line = format!("{error:#}").split_whitespace().collect::<Vec<_>>().join(" ");
            eprintln!("lotse: {line}");
            ExitCode::FAILURE
        }
    }
}

/// Prints help, or what is wrong with the command line; clap's own status 2 would say that an import skipped pages.
fn explain(usage: &clap::Error) -> ExitCode {
    match usage.print() {
        Ok(()) if !usage.use_stderr() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Serve(arguments) => serving::serve(&cli.storage, &arguments),
        Command::Import(Import::Integreat(arguments)) => import::integreat(&cli.storage, &arguments),
        Command::Follow(arguments) => import::follow(&cli.storage, &arguments),
        Command::Pack(arguments) => copies::pack(&cli.storage, &arguments),
        Command::Pull(arguments) => pull::pull(&arguments),
        Command::Check(arguments) => check::check(&arguments),
        Command::Bundles(arguments) => remote::bundles(&arguments),
        Command::Sync(command) => copies::sync(&cli.storage, &command),
        Command::Keys(command) => copies::keys(&cli.storage, &command),
        Command::Backup(arguments) => backups::back_up(&cli.storage, &arguments),
        Command::Restore(arguments) => backups::restore(&cli.storage, &arguments),
        Command::User(command) => people::user(&cli.storage, command),
        Command::Token(command) => people::token(&cli.storage, command),
        Command::Privacy(command) => Ok(people::privacy(&command)),
        Command::Openapi => {
            print!("{}", api::openapi());
            Ok(ExitCode::SUCCESS)
        }
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "lotse", &mut std::io::stdout());
            Ok(ExitCode::SUCCESS)
        }
    }
}
