//! Backups of a server that is written to, killed at any moment: what has the name of a backup is a whole one.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

use content::publisher;

use super::kills::{must_be_sound, shares};
use super::pushes::{must_be_whole, musterkreis, push};
use crate::support::binaries::{Running, backup, kill_after, restore, succeed};
use crate::support::{Client, Database, wait};

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

/// `CRASH_KILLS` makes the run longer; it prints what became of the backups.
#[test]
fn a_backup_is_a_whole_one_or_the_one_before_when_it_is_killed() {
    let (database, token) = musterkreis(Database::sqlite());
    let running = Running::start(&database);
    // A new one each time: the server ends connections that have been idle for a while.
    let client = || Client::new(running.client.base().to_owned()).with_token(token.clone());
    let [file, unfinished, keys] =
        ["backup.zip", "backup.zip.unfinished", "data/keys"].map(|name| database.folder().join(name));
    // Pushes that a whole backup holds, and how often it was kept or the one that was killed took its place.
    let mut held = Vec::new();
    let (mut kept, mut replaced, mut refused) = (0, 0, 0);

    for (kill, share) in shares(4).enumerate() {
        let started = Instant::now();
        succeed(backup(&database, &file));
        // Longer than it takes alone, since others push meanwhile, and so that some of them end.
        let work = started.elapsed().mul_f64(1.5);
        let before = fs::read(&file).unwrap();
        let later = push_during(&client(), &kill.to_string(), || {
            kill_after(backup(&database, &file), work.mul_f64(share));
        });
        let is_kept = before == fs::read(&file).unwrap();
        (kept, replaced) = (kept + u32::from(is_kept), replaced + u32::from(!is_kept));
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
        held.extend(later);
    }

    succeed(backup(&database, &file));
    assert_eq!(running.terminate().code(), Some(0));
    must_restore(&file, &keys, &held, &[]);
    println!(
        "{kept} times the backup before was kept, {replaced} times replaced; {refused} unfinished ones were refused"
    );
    assert!(kept > 0, "every backup was faster than its killer");
}
