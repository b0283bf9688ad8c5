//! `lotse user`, `lotse token` and `lotse privacy`, as an operator runs them.

use std::collections::BTreeSet;
use std::io::Write;
use std::process::Stdio;

use content::privacy::FIELDS;
use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, QueryableByName, RunQueryDsl as _, SqliteConnection};
use serde_json::json;

use super::try_in;
use crate::support::Database;
use crate::support::Server;
use crate::support::binaries::{fail, lotse_on, succeed};

/// `lotse WORDS`, with `input`; what it prints.
fn run(database: &Database, words: &[&str], input: &str) -> String {
    let mut command = lotse_on(database);
    let mut child = command.args(words).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_first_administrator_is_made_on_the_command_line() {
    let database = Database::new();
    let email = "amina@example.org";

    run(&database, &["user", "create", email, "--name", "Amina"], "");
    run(&database, &["user", "grant", email, "--role", "administrator"], "");
    run(&database, &["user", "password", email], "ein langes Passwort\n");

    assert_eq!(run(&database, &["user", "list"], ""), "amina@example.org\tAmina\tadministrator\n");
    let server = Server::on(database);
    let credentials = json!({"email": email, "password": "ein langes Passwort"});
    let begun = try_in(server.anybody(), &credentials);
    let secret = begun.header("set-cookie").split(['=', ';']).nth(1).unwrap().to_owned();
    assert_eq!(server.anybody().with_session(secret).get("/api/v1/users").send().status, 200);
    assert_eq!(run(&server, &["user", "export", email], "").matches("ein langes").count(), 0);
    let mut disable = lotse_on(&server);
    disable.args(["user", "disable", email]);
    assert_eq!(fail(disable), "lotse: this is the last administrator; give somebody else the role first");
}

#[test]
fn an_account_is_shown_whole_and_erased() {
    let server = Server::start();
    server.region("musterkreis", &["de"]);
    let (email, grant) = ("bela@example.org", ["--role", "editor", "--region", "musterkreis"]);
    run(&server, &["user", "create", email, "--name", "Bela"], "");
    run(&server, &[&["user", "grant", email], &grant[..]].concat(), "");

    let known: serde_json::Value = serde_json::from_str(&run(&server, &["user", "export", email], "")).unwrap();
    run(&server, &["user", "disable", email], "");
    assert_eq!(run(&server, &["user", "list"], ""), "bela@example.org\tBela\teditor/musterkreis disabled\n");
    run(&server, &["user", "enable", email], "");
    run(&server, &["user", "erase", email], "");

    assert_eq!((&known["email"], &known["roles"][0]["role"]), (&json!(email), &json!("editor")));
    assert_eq!(run(&server, &["user", "list"], ""), "");
    let mut unknown = lotse_on(&server);
    unknown.args(["user", "export", email]);
    assert_eq!(fail(unknown), "lotse: there is no account `bela@example.org`");
}

#[test]
fn a_token_of_the_server_is_listed_and_revoked() {
    let server = Server::start();
    let token = run(&server, &["token", "create", "--name", "Redaktion"], "").trim().to_owned();
    let program = server.anybody().with_token(token);
    assert_eq!(program.get("/api/v1/users").send().status, 200);
    assert!(run(&server, &["token", "list"], "").ends_with("\tRedaktion\n"));

    run(&server, &["token", "revoke", "--name", "Redaktion"], "");

    assert_eq!(program.get("/api/v1/users").send().status, 401);
    assert_eq!(run(&server, &["token", "list"], ""), "");
}

/// Names of columns that say something about a person, wherever they stand.
const PERSONAL: [&str; 18] = [
    "email",
    "password",
    "totp",
    "totp_step",
    "seen",
    "person",
    "author",
    "actor",
    "address",
    "contributor",
    "placed_by",
    "archived_by",
    "decided_by",
    "approved_by",
    "reviewer",
    "phone",
    "used",
    "created_by",
];

#[test]
fn the_privacy_report_names_every_personal_column() {
    #[derive(QueryableByName)]
    struct Column {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }
    let database = Database::sqlite();
    let mut connection = SqliteConnection::establish(database.url.trim_start_matches("sqlite:")).unwrap();
    connection.batch_execute("PRAGMA query_only = 1").unwrap();
    let columns = "SELECT t.name || '.' || c.name AS name FROM sqlite_master t, pragma_table_info(t.name) c \
        WHERE t.type = 'table'";

    let columns: Vec<Column> = diesel::sql_query(columns).load(&mut connection).unwrap();

    let all: BTreeSet<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let reported: BTreeSet<&str> = FIELDS.iter().map(|field| field.column).collect();
    // A schedule has seen a version, nobody.
    let is_personal =
        |column: &&str| *column != "schedules.seen" && PERSONAL.contains(&column.split('.').nth(1).unwrap_or_default());
    let missing: Vec<_> = all.iter().copied().filter(is_personal).filter(|column| !reported.contains(column)).collect();
    assert_eq!(missing, Vec::<&str>::new(), "the report says nothing of these");
    assert_eq!(reported.difference(&all).collect::<Vec<_>>(), Vec::<&&str>::new(), "there are no such columns");
    let report = String::from_utf8(
        succeed({
            let mut command = lotse_on(&database);
            command.args(["privacy", "report"]);
            command
        })
        .stdout,
    );
    assert_eq!(report.unwrap().lines().count(), FIELDS.len());
}
