//! The binary `lotse`, run as an operator runs it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::time::Duration;

use super::{Client, Database};

/// `lotse`, with nothing from the environment of this run but what it needs.
pub(crate) fn lotse() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lotse"));
    let names = std::env::vars().map(|(name, _)| name);
    for name in names.filter(|name| name.starts_with("LOTSE_") || name.starts_with("RUST_LOG")) {
        command.env_remove(name);
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// `lotse …` on `database`.
pub(crate) fn lotse_on(database: &Database) -> Command {
    let mut command = lotse();
    command.arg("--database").arg(&database.url).arg("--data").arg(database.folder().join("data"));
    command
}

/// `lotse import integreat FOLDER --region REGION` on `database`.
pub(crate) fn import(database: &Database, folder: &Path, region: &str) -> Command {
    let mut command = lotse_on(database);
    command.arg("import").arg("integreat").arg(folder).arg("--region").arg(region);
    command
}

/// `lotse serve` on `database`.
pub(crate) fn serve(database: &Database, listen: &str) -> Command {
    let mut command = lotse_on(database);
    command.args(["serve", "--listen", listen]);
    command
}

/// `lotse backup FILE` of `database`.
pub(crate) fn backup(database: &Database, file: &Path) -> Command {
    let mut command = lotse_on(database);
    command.arg("backup").arg(file);
    command
}

/// `lotse restore FILE` into the folder `data`.
pub(crate) fn restore(file: &Path, data: &Path) -> Command {
    let mut command = lotse();
    command.arg("restore").arg(file).arg("--data").arg(data);
    command
}

/// Runs `command` to its end; it must succeed.
#[track_caller]
pub(crate) fn succeed(mut command: Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    output
}

/// Runs `command` to its end; it must fail with status 1 and say why in one line, its last, which is returned.
#[track_caller]
pub(crate) fn fail(mut command: Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let complaints: Vec<&str> = said.lines().skip_while(|line| line.starts_with("reading ")).collect();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(matches!(complaints.as_slice(), [line] if line.starts_with("lotse: ")), "{said}");
    complaints.concat()
}

/// A running `lotse serve`.
pub(crate) struct Running {
    child: Child,
    // Kept open so that the server can go on writing.
    _stdout: BufReader<ChildStdout>,
    /// Where it answers.
    pub(crate) client: Client,
}

impl Running {
    /// Starts the server on `database` and waits until it says where it answers.
    pub(crate) fn start(database: &Database) -> Self {
        Self::start_at(database, "127.0.0.1:0")
    }

    /// As [`Running::start`], with its log in `file`.
    pub(crate) fn logging_to(database: &Database, file: std::fs::File) -> Self {
        Self::with_log(database, "127.0.0.1:0", file.into())
    }

    /// As [`Running::start`], on an address that the test has chosen.
    pub(crate) fn start_at(database: &Database, listen: &str) -> Self {
        Self::with_log(database, listen, Stdio::null())
    }

    fn with_log(database: &Database, listen: &str, log: Stdio) -> Self {
        let mut child = serve(database, listen).stderr(log).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("http://") {
            line.clear();
            assert!(stdout.read_line(&mut line).unwrap() > 0, "the server ended: {:?}", child.wait());
        }
        let url = line[line.find("http://").unwrap()..].split_whitespace().next().unwrap().trim_end_matches('/');
        Self { child, _stdout: stdout, client: Client::new(url.to_owned()) }
    }

    /// Kills the server after `time`, as a power cut would.
    pub(crate) fn kill_after(self, time: Duration) {
        std::thread::sleep(time);
        drop(self);
    }

    /// Sends SIGTERM and waits for the end.
    pub(crate) fn terminate(mut self) -> ExitStatus {
        succeed(signal("TERM", &self.child));
        self.child.wait().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended already, or it must.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn signal(name: &str, child: &Child) -> Command {
    let mut command = Command::new("kill");
    command.arg(format!("-{name}")).arg(child.id().to_string());
    command
}

/// Starts `command` and kills it after `time`, as a power cut would; whether it was still running.
pub(crate) fn kill_after(mut command: Command, time: Duration) -> bool {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(time);
    child.kill().unwrap();
    !child.wait().unwrap().success()
}
