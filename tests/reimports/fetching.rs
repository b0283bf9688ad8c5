//! Reading a running system: what it says of the region, what has not changed, and what it does when it is away.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;

use content::import::integreat::{Fetcher, ReadError};
use content::import::{self, Options};

use super::cms::{Cms, defaults};
use crate::support::binaries::{Running, lotse_on};
use crate::support::{Database, Server, wait};

/// A server of our own plays the Integreat system, since it answers as one.
fn upstream() -> Server {
    let server = Server::start();
    Cms::with(3).import(&server);
    server
}

#[test]
fn a_running_system_is_read_whole() {
    let (there, here) = (upstream(), Database::new());
    let base = there.base().parse().unwrap();

    let fetched = Fetcher::new().read(&base, &defaults(), &|_| {}).unwrap();

    let report = wait(import::run(&here.store, fetched.source.unwrap(), Options::default())).unwrap();
    assert_eq!((report.created, report.languages["de"].created, report.languages["en"].created), (3, 3, 3));
    let keys = |database: &Database| super::cms::region(database).published_keys().len();
    assert_eq!(keys(&here), keys(&there));
}

#[test]
fn what_has_not_changed_is_not_read_again() {
    let there = upstream();
    let base = there.base().parse().unwrap();
    let mut fetcher = Fetcher::new();
    let first = fetcher.read(&base, &defaults(), &|_| {}).unwrap();
    fetcher.remember(first.answers());

    let second = fetcher.read(&base, &defaults(), &|_| {}).unwrap();

    assert!(second.source.is_none());
}

#[test]
fn a_region_that_is_not_there_is_said() {
    let there = Server::start();
    let base = there.base().parse().unwrap();

    let error = Fetcher::new().read(&base, &defaults(), &|_| {}).err().unwrap();

    assert!(matches!(&error, ReadError::Api { cause, .. } if cause == "status 404"), "{error}");
}

#[test]
fn a_followed_region_stays_current_also_after_an_outage() {
    let (there, here) = (Database::new(), Database::new());
    let mut cms = Cms::with(3);
    cms.import(&there);
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let mut command = lotse_on(&here);
    command.args(["follow", &format!("http://{address}"), "--region", "kreis", "--every", "1s"]);
    let mut following = command.spawn().unwrap();
    let mut complaints = BufReader::new(following.stderr.take().unwrap());
    let mut reports = BufReader::new(following.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut complaint = String::new();
    complaints.read_line(&mut complaint).unwrap();
    std::thread::spawn(move || complaints.read_to_string(&mut String::new()));

    let running = Running::start_at(&there, &address);
    let first = reports.find(|line| line.contains("pages new")).unwrap();
    cms.edit(2, "en", "new words", "2026-03-01");
    cms.import(&there);
    let second = reports.find(|line| line.contains("1 updated")).unwrap();

    assert!(complaint.contains("trying again later"), "{complaint}");
    assert!(first.starts_with("kreis: 3 pages new"), "{first}");
    assert!(second.trim_start().starts_with("en: 3 pages read; 0 texts new, 1 updated"), "{second}");
    drop(running);
    following.kill().unwrap();
    following.wait().unwrap();
}
