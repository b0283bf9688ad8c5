//! Reading a running system: what it says of the region, what has not changed, and what it does when it is away.

use content::import::integreat::{Fetcher, ReadError};
use content::import::{self, Options};

use super::cms::{Cms, defaults};
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
