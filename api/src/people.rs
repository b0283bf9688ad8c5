//! `lotse user`, `lotse token` and `lotse privacy`: accounts, for whoever has the database at hand.

use std::io::{IsTerminal as _, Read as _};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use content::audit::Behalf;
use content::db::World;
use content::epochs::Role as Process;
use content::roles::{Grant, Role};
use content::users::{self, NewUser};
use content::{Db, Store, privacy, times, tokens};
use locales::tags::Tag;

use crate::Storage;
use crate::storage::block_on;

/// The most bytes of a password that are read from standard input.
const LIMIT: u64 = 4096;

#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Makes an account without a password; `lotse user password` gives it one
    Create {
        #[command(flatten)]
        whose: Whose,
        /// What others see
        #[arg(long)]
        name: String,
    },
    /// Shows everybody with an account, one a line: address, name, roles
    List,
    /// Keeps somebody out; sessions and tokens stop at once
    Disable(Whose),
    /// Lets somebody in again
    Enable(Whose),
    /// Gives somebody a role
    Grant(Given),
    /// Sets a password, which is asked for or read from standard input; every session ends
    Password {
        #[command(flatten)]
        whose: Whose,
        /// Also puts the second factor out of use, for whoever has lost it
        #[arg(long)]
        remove_second_factor: bool,
    },
    /// Forgets everything about somebody but an id, which texts keep naming
    Erase(Whose),
    /// Prints everything that is stored about somebody, as JSON
    Export(Whose),
}

/// Whose account.
#[derive(Debug, Args)]
pub(crate) struct Whose {
    /// The e-mail address
    email: String,
}

#[derive(Debug, Args)]
pub(crate) struct Given {
    #[command(flatten)]
    whose: Whose,
    /// observer, `event_manager`, author, editor, manager, translator, `page_author`, `page_editor`, `service_team` or administrator
    #[arg(long, value_parser = role)]
    role: Role,
    /// The slug of the region that it holds in
    #[arg(long, value_name = "SLUG")]
    region: Option<String>,
    /// The language of a translator
    #[arg(long, value_name = "TAG")]
    language: Option<Tag>,
    /// The page of a page author or page editor
    #[arg(long, value_name = "ID")]
    page: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    /// Makes a token and shows it once; only its hash is kept
    Create {
        /// Who uses it, or what for
        #[arg(long)]
        name: String,
    },
    /// Shows the names of the tokens, and when each was made
    List,
    /// Ends a token; it is refused at once
    Revoke {
        /// The name that it was made with
        #[arg(long)]
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Privacy {
    /// Lists every stored field that says something about a person, what it is for, and when it goes
    Report,
}

fn role(text: &str) -> Result<Role, String> {
    Role::try_from(text.to_owned()).map_err(|_| {
        let all = Role::ALL.iter().map(|role| role.as_str()).collect::<Vec<_>>();
        format!("the roles are {}", all.join(", "))
    })
}

/// Runs `lotse user …`.
pub(crate) fn user(storage: &Storage, command: User) -> anyhow::Result<ExitCode> {
    let store = storage.open(Process::Tool)?;
    match command {
        User::Create { whose, name } => {
            let new = NewUser { email: whose.email, name, organization: None };
            let made = store.write(move |db, world| users::create(db, &new, &behalf("create_user"), world));
            println!("{}", block_on(made)?.id);
        }
        User::List => list(&store)?,
        User::Disable(whose) => set_disabled(&store, &whose, true)?,
        User::Enable(whose) => set_disabled(&store, &whose, false)?,
        User::Grant(given) => grant(&store, given)?,
        User::Password { whose, remove_second_factor } => set_password(&store, &whose, remove_second_factor)?,
        User::Erase(whose) => {
            change(&store, &whose, |db, user, world| users::erase(db, &user.id, &behalf("erase_user"), world))?;
        }
        User::Export(whose) => {
            let known = change(&store, &whose, |db, user, _| privacy::export(db, user))?;
            println!("{known:#}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(store: &Store) -> anyhow::Result<()> {
    let directory = store.directory();
    let all = store.read(|db| {
        let all = users::list(db, None)?.into_iter();
        all.map(|user| Ok((users::grants(db, &user.id)?, user))).collect::<content::Result<Vec<_>>>()
    });
    for (given, user) in block_on(all)? {
        let roles = given.into_iter().map(|given| {
            let Grant { role, region, language, item } = given.grant;
            let region = region.and_then(|id| directory.by_id(id)).map(|entry| entry.region.slug.clone());
            let parts = [Some(role.as_str().to_owned()), region, language, item].into_iter().flatten();
            parts.collect::<Vec<_>>().join("/")
        });
        let roles = roles.chain(user.disabled.then(|| "disabled".to_owned())).collect::<Vec<_>>().join(" ");
        println!("{}\t{}\t{roles}", user.email.unwrap_or_default(), user.name);
    }
    Ok(())
}

fn set_disabled(store: &Store, whose: &Whose, disabled: bool) -> anyhow::Result<()> {
    change(store, whose, move |db, user, world| {
        users::set_disabled(db, &user.id, disabled, &behalf("change_user"), world).map(drop)
    })
}

fn grant(store: &Store, given: Given) -> anyhow::Result<()> {
    let Given { whose, role, region, language, page } = given;
    let directory = store.directory();
    let of_slug = |slug: String| {
        let entry = directory.region(&slug).with_context(|| format!("there is no region `{slug}`"))?;
        anyhow::Ok(entry.region.id)
    };
    let region = region.map(of_slug).transpose()?;
    let grant = Grant { role, region, language: language.map(|tag| tag.key().to_owned()), item: page };
    change(store, &whose, move |db, user, world| {
        users::give(db, &user.id, &grant, &behalf("grant_role"), world).map(drop)
    })
}

fn set_password(store: &Store, whose: &Whose, remove_second_factor: bool) -> anyhow::Result<()> {
    let hash = users::hash_password(&password()?, store.world())?;
    change(store, whose, move |db, user, world| {
        let behalf = behalf("change_password");
        if remove_second_factor {
            users::remove_second_factor(db, &user.id, &behalf, world)?;
        }
        users::set_password(db, &user.id, &hash, &behalf, world)
    })
}

/// A password never stands on the command line, where every process of the machine can read it.
fn password() -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        let first = rpassword::prompt_password("New password: ")?;
        if rpassword::prompt_password("The same again: ")? != first {
            bail!("these are two different passwords; nothing was changed");
        }
        return Ok(first);
    }
    let mut text = String::new();
    std::io::stdin().take(LIMIT).read_to_string(&mut text).context("the password cannot be read")?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Runs `f` in one transaction on the account with that address.
fn change<T: Send + 'static>(
    store: &Store,
    whose: &Whose,
    f: impl FnOnce(&mut Db, &users::User, World) -> content::Result<T> + Send + 'static,
) -> anyhow::Result<T> {
    let email = whose.email.clone();
    let done = store.write(move |db, world| {
        let Some(user) = users::by_email(db, &email)? else { return Ok(None) };
        f(db, &user, world).map(Some)
    });
    block_on(done)?.with_context(|| format!("there is no account `{}`", whose.email))
}

fn behalf(action: &str) -> Behalf {
    Behalf { action: action.to_owned(), ..Behalf::program("command") }
}

/// Runs `lotse token …`.
pub(crate) fn token(storage: &Storage, command: Token) -> anyhow::Result<ExitCode> {
    let store = storage.open(Process::Tool)?;
    match command {
        Token::Create { name } => {
            println!("{}", block_on(store.write(move |db, world| tokens::create(db, &name, world)))?);
            eprintln!("Keep it: it is shown only now. Send it as `Authorization: Bearer TOKEN`.");
        }
        Token::List => {
            for (name, created) in block_on(store.read(tokens::list))? {
                println!("{}\t{name}", times::utc(created));
            }
        }
        Token::Revoke { name } => block_on(store.write(move |db, _| tokens::end(db, &name)))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs `lotse privacy …`.
pub(crate) fn privacy(command: &Privacy) -> ExitCode {
    let Privacy::Report = command;
    for field in privacy::FIELDS {
        println!("{}\t{}\t{}", field.column, field.purpose, field.kept);
    }
    ExitCode::SUCCESS
}
