//! Nothing is lost and nothing is half there: imports that are killed, that meet each other, on either database; servers that
//! are killed while they are written to, and backups of them.

mod backups;
mod kills;
mod pushes;
mod schedules;

use std::path::Path;
use std::time::Instant;

use content::publish::Line;
use tempfile::TempDir;

use crate::support::binaries::{import, kill_after, succeed};
use crate::support::{Database, Source, shared, wait};

const SOURCE: Source = Source { region: "musterkreis", pages: 300, edition: 0 };

fn written(source: Source) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    source.write(folder.path());
    folder
}

/// Every line of `region`, read by a store that is opened now; none when there is no such region.
fn lines(database: &Database, region: &str) -> Vec<Line> {
    let store = database.opened_again();
    let Some(id) = store.directory().region(region).map(|entry| entry.region.id) else { return Vec::new() };
    wait(store.read(move |db| content::publish::everything(db, id))).unwrap()
}

fn imported(folder: &Path, region: &str) -> Vec<Line> {
    let database = Database::new();
    succeed(import(&database, folder, region));
    lines(&database, region)
}

/// Kills imports of `folder` after parts of the time that one takes; each time the next must make it whole.
fn survives_being_killed(folder: &Path, region: &str, percents: &[u32]) {
    let started = Instant::now();
    let whole = imported(folder, region);
    let time = started.elapsed();
    let mut killed = 0;
    for percent in percents {
        let database = Database::new();
        killed += u32::from(kill_after(import(&database, folder, region), time * *percent / 100));
        let left = lines(&database, region);
        assert!(left.is_empty() || left == whole, "half an import was left at {percent} %");
        succeed(import(&database, folder, region));
        assert!(lines(&database, region) == whole, "the import after a kill at {percent} % differs from a clean one");
    }
    assert!(killed > 0, "every import was faster than its killer");
}

#[test]
fn an_import_that_was_killed_is_made_whole_by_the_next() {
    survives_being_killed(written(SOURCE).path(), SOURCE.region, &[10, 40, 60, 75, 88, 97]);
}

#[test]
fn an_import_of_a_real_district_that_was_killed_is_made_whole_by_the_next() {
    if let Some(folder) = shared("integreat-lkaugsburg") {
        survives_being_killed(&folder, "lkaugsburg", &[50, 80, 95]);
    }
}

#[test]
fn an_update_that_was_killed_leaves_the_edition_before_or_the_one_after() {
    let (old, new) = (written(SOURCE), written(Source { edition: 1, ..SOURCE }));
    let database = Database::new();
    succeed(import(&database, old.path(), SOURCE.region));
    let before = lines(&database, SOURCE.region);
    let started = Instant::now();
    succeed(import(&database, new.path(), SOURCE.region));
    let (after, time) = (lines(&database, SOURCE.region), started.elapsed());

    for percent in [60, 80, 95] {
        let database = Database::new();
        succeed(import(&database, old.path(), SOURCE.region));
        kill_after(import(&database, new.path(), SOURCE.region), time * percent / 100);
        let left = lines(&database, SOURCE.region);
        assert!(left == before || left == after, "half an update was left at {percent} %");
        succeed(import(&database, new.path(), SOURCE.region));
        assert!(lines(&database, SOURCE.region) == after, "the update after a kill at {percent} % differs");
    }
}

#[test]
fn two_imports_at_once_end_like_one() {
    let folder = written(SOURCE);
    let whole = imported(folder.path(), SOURCE.region);
    let database = Database::new();

    let both = [(); 2].map(|()| import(&database, folder.path(), SOURCE.region).spawn().unwrap());
    let ends = both.map(|child| child.wait_with_output().unwrap());

    for end in &ends {
        let line = String::from_utf8_lossy(&end.stderr);
        let failed_clearly = end.status.code() == Some(1) && line.contains("busy");
        assert!(end.status.success() || failed_clearly, "{}: {line}", end.status);
    }
    assert!(ends.iter().any(|end| end.status.success()));
    assert!(lines(&database, SOURCE.region) == whole, "two imports at once differ from one");
}

#[test]
fn the_same_import_writes_the_same_lines_on_both_databases() {
    let Some(postgres) = Database::postgres() else { return };
    let folder = written(SOURCE);
    let sqlite = Database::sqlite();

    succeed(import(&postgres, folder.path(), SOURCE.region));
    succeed(import(&sqlite, folder.path(), SOURCE.region));

    assert!(lines(&postgres, SOURCE.region) == lines(&sqlite, SOURCE.region), "the databases differ");
}

#[test]
fn a_real_district_has_the_same_lines_on_both_databases() {
    let (Some(postgres), Some(folder)) = (Database::postgres(), shared("integreat-lkaugsburg")) else { return };
    let sqlite = Database::sqlite();

    succeed(import(&postgres, &folder, "lkaugsburg"));
    succeed(import(&sqlite, &folder, "lkaugsburg"));

    assert!(lines(&postgres, "lkaugsburg") == lines(&sqlite, "lkaugsburg"), "the databases differ");
}

#[test]
fn an_import_that_is_repeated_changes_nothing() {
    let folder = written(SOURCE);
    let database = Database::new();
    succeed(import(&database, folder.path(), SOURCE.region));
    let first = lines(&database, SOURCE.region);

    succeed(import(&database, folder.path(), SOURCE.region));

    assert!(lines(&database, SOURCE.region) == first, "the second import changed lines");
}
