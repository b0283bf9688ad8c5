//! Backups of a server that is written to, killed at any moment: what has the name of a backup is a whole one.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use content::publisher;

use super::kills::{must_be_sound, shares};
use super::pushes::{must_be_whole, musterkreis, push};
use crate::support::binaries::{Running, kill_after, lotse, lotse_on, succeed};
use crate::support::{Client, Database, wait};

fn backup(database: &Database, file: &Path) -> Command {
    let mut command = lotse_on(database);
    command.arg("backup").arg(file);
    command
}

fn restore(file: &Path, data: &Path) -> Command {
    let mut command = lotse();
    command.arg("restore").arg(file).arg("--data").arg(data);
    command
}

/// Pushes while `work` is done; tells the titles.
fn push_during(client: &Client, name: &str, work: impl FnOnce()) -> Vec<String> {
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut titles = Vec::new();
            while !is_over.load(Ordering::Relaxed) {
                let title = format!("{name} {}", titles.len());
                let answer = push(client, &title).unwrap();
                assert_eq!(answer.status, 200, "{answer:?}");
                titles.push(title);
            }
            titles
        });
        work();
        is_over.store(true, Ordering::Relaxed);
        writer.join().unwrap()
    })
}

/// What was restored from `file` with the `keys` of the old server: once it has published, a sound database in which every push
/// of `acknowledged` is there, and those of `open` as a whole or not at all.
#[track_caller]
fn must_restore(file: &Path, keys: &Path, acknowledged: &[String], open: &[String]) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    succeed(restore(file, &data));
    fs::create_dir(data.join("keys")).unwrap();
    for key in fs::read_dir(keys).unwrap().map(|key| key.unwrap()) {
        fs::copy(key.path(), data.join("keys").join(key.file_name())).unwrap();
    }
    let restored = Database::in_data(folder);
    wait(publisher::publish_now(&restored.store)).unwrap();
    must_be_sound(&restored);
    must_be_whole(&restored, acknowledged, open);
}

/// `CRASH_KILLS` makes the run longer; it prints how often the older backup was kept.
#[test]
fn a_backup_is_a_whole_one_or_the_one_before_when_it_is_killed() {
    let (database, token) = musterkreis(Database::sqlite());
    let running = Running::start(&database);
    let client = running.client.with_token(token);
    let [file, unfinished, keys] =
        ["backup.zip", "backup.zip.unfinished", "data/keys"].map(|name| database.folder().join(name));
    let mut time = Duration::ZERO;
    // Pushes that the file has to hold, and those that came later.
    let mut later = push_during(&client, "first", || {
        let started = Instant::now();
        succeed(backup(&database, &file));
        time = started.elapsed();
    });
    let mut held = Vec::new();
    let (mut kept, mut refused) = (0, 0);

    for (kill, share) in shares(4).enumerate() {
        let before = fs::read(&file).unwrap();
        let more = push_during(&client, &kill.to_string(), || {
            kill_after(backup(&database, &file), time.mul_f64(share));
        });
        if before == fs::read(&file).unwrap() {
            kept += 1;
            later.extend(more);
        } else {
            held.append(&mut later);
            later = more;
        }
        must_restore(&file, &keys, &held, &later);
        if unfinished.exists() {
            // It lacks only its name, or it is no backup.
            let fits =
                restore(&unfinished, &database.folder().join(kill.to_string())).output().unwrap().status.success();
            if fits {
                must_restore(&unfinished, &keys, &held, &later);
            } else {
                refused += 1;
            }
        }
    }

    succeed(backup(&database, &file));
    assert_eq!(running.terminate().code(), Some(0));
    held.extend(later);
    must_restore(&file, &keys, &held, &[]);
    println!("{kept} times the backup before was kept; {refused} unfinished ones were refused");
    assert!(kept > 0, "every backup was faster than its killer");
}
