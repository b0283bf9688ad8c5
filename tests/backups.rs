//! `lotse backup` beside a running server, and `lotse restore`: what readers have afterwards, and what is refused.

use std::fs::{self, File};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use sync::client::State;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::support::binaries::{backup, fail, import, kill_after, lotse, restore, succeed};
use crate::support::{Database, Page, Region, Server, Source};

/// A database with something published in it, and a backup of it.
fn backed_up() -> (Database, PathBuf) {
    let database = Database::sqlite();
    let region = database.region("musterstadt", &["de"]);
    region.page("de", "Ankommen", "<p>Willkommen</p>");
    region.publish();
    let file = database.folder().join("backup.zip");
    succeed(backup(&database, &file));
    (database, file)
}

fn entries(file: &Path) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(File::open(file).unwrap()).unwrap();
    let count = zip.len();
    let read = |index| {
        let mut entry = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(read).collect()
}

/// The backup with other bytes in one of its files.
fn altered(file: &Path, name: &str, change: impl Fn(&[u8]) -> Vec<u8>) -> PathBuf {
    let path = file.with_extension("altered.zip");
    let mut zip = ZipWriter::new(File::create(&path).unwrap());
    for (entry, bytes) in entries(file) {
        zip.start_file(&entry, SimpleFileOptions::default()).unwrap();
        zip.write_all(&if entry == name { change(&bytes) } else { bytes }).unwrap();
    }
    zip.finish().unwrap();
    path
}

/// A reader's copy, brought up to date from `server`.
struct Phone(PathBuf);

impl Phone {
    fn sync(&self, server: &Server) -> Vec<(String, String)> {
        let mut command = lotse();
        command.arg("pull").arg(server.base()).arg("musterstadt").arg("--into").arg(&self.0);
        succeed(command);
        State::open(&self.0).unwrap().items("musterstadt", "de").unwrap()
    }
}

fn says(server: &Server, region: &Region, page: &Page, text: &str) {
    page.says("de", "Ankommen", text);
    server.head_of("musterstadt", region.counter().rev);
}

/// The server that runs on a restored backup, with the keys of the old one.
fn restored(old: &Database, file: &Path) -> Server {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir_all(data.join("keys")).unwrap();
    for key in fs::read_dir(old.folder().join("data/keys")).unwrap() {
        let key = key.unwrap();
        fs::copy(key.path(), data.join("keys").join(key.file_name())).unwrap();
    }
    succeed(restore(file, &data));
    Server::on(Database::in_data(folder))
}

#[test]
fn readers_converge_after_a_backup_was_restored() {
    let database = Database::sqlite();
    let region = database.region("musterstadt", &["de"]);
    let page = region.page("de", "Ankommen", "<p>eins</p>");
    let server = Server::on(database);
    says(&server, &region, &page, "<p>zwei</p>");
    let phones = ["early.db", "late.db"].map(|name| Phone(server.folder().join(name)));
    let at_the_backup = phones.each_ref().map(|phone| phone.sync(&server));
    let file = server.folder().join("backup.zip");
    succeed(backup(&server, &file));
    says(&server, &region, &page, "<p>drei, was verloren geht</p>");
    says(&server, &region, &page, "<p>vier, was verloren geht</p>");
    phones[1].sync(&server);

    let again = restored(&server, &file);
    again.head_of("musterstadt", region.counter().rev - 2);
    let after = phones.each_ref().map(|phone| phone.sync(&again));

    assert_eq!(after, at_the_backup);
    let fresh = Phone(server.folder().join("fresh.db")).sync(&again);
    assert_eq!(after, [fresh.clone(), fresh]);
}

#[test]
fn readers_follow_what_is_written_after_a_restore() {
    let database = Database::sqlite();
    let region = database.region("musterstadt", &["de"]);
    let page = region.page("de", "Ankommen", "<p>eins</p>");
    let server = Server::on(database);
    let file = server.folder().join("backup.zip");
    succeed(backup(&server, &file));
    says(&server, &region, &page, "<p>zwei, was verloren geht</p>");
    let phone = Phone(server.folder().join("phone.db"));
    phone.sync(&server);

    let again = restored(&server, &file);
    let region = Region { store: again.store.clone(), ..region };
    says(&again, &region, &page.through(&again.store), "<p>zwei, anders</p>");
    let lines = phone.sync(&again);

    assert!(lines.iter().any(|(_, line)| line.contains("zwei, anders")), "{lines:?}");
    assert!(!lines.iter().any(|(_, line)| line.contains("verloren")), "{lines:?}");
}

#[test]
fn a_backup_names_the_keys_and_has_none_of_them() {
    let (database, file) = backed_up();

    let said = String::from_utf8(succeed(backup(&database, &file)).stdout).unwrap();

    for name in ["head.key", "root.key", "1.root"] {
        assert!(said.contains(name), "{said}");
    }
    let keys = ["head.key", "root.key"].map(|name| fs::read(database.folder().join("data/keys").join(name)).unwrap());
    for (name, bytes) in entries(&file) {
        assert!(!name.contains("key"), "{name}");
        assert!(!keys.iter().any(|key| bytes.windows(key.len()).any(|part| part == key)), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_backup_can_be_read_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let (_database, file) = backed_up();

    assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_backup_beside_postgresql_says_what_is_missing() {
    let Some(database) = Database::postgres() else {
        eprintln!("skipped: TEST_POSTGRES_URL is not set");
        return;
    };
    database.region("musterstadt", &["de"]).publish();
    let file = database.folder().join("backup.zip");

    let output = backup(&database, &file).output().unwrap();

    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("pg_dump"));
    let names: Vec<String> = entries(&file).into_iter().map(|(name, _)| name).collect();
    assert!(names.iter().any(|name| name.starts_with("objects/")) && !names.iter().any(|name| name == "lotse.db"));
    let line = fail(restore(&file, &database.folder().join("new")));
    assert!(line.contains("pg_restore"), "{line}");
}

#[test]
fn a_directory_with_something_in_it_is_left_alone() {
    let (_database, file) = backed_up();
    let data = tempfile::tempdir().unwrap();
    fs::write(data.path().join("lotse.db"), "a database that somebody needs").unwrap();

    let line = fail(restore(&file, data.path()));

    assert!(line.contains("is not empty (lotse.db is there)") && line.contains("--data"), "{line}");
    assert_eq!(fs::read(data.path().join("lotse.db")).unwrap(), b"a database that somebody needs");
}

/// Restores `file`, which must be refused before anything is written.
#[track_caller]
fn refused(file: &Path) -> String {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let line = fail(restore(file, &data));
    assert!(!data.exists(), "something was written");
    line
}

#[test]
fn a_backup_that_was_cut_off_is_refused() {
    let (_database, file) = backed_up();
    let bytes = fs::read(&file).unwrap();
    for percent in [0, 1, 50, 90, 99] {
        fs::write(&file, &bytes[..bytes.len() * percent / 100]).unwrap();

        let line = refused(&file);

        assert!(line.contains("is no backup, or it is damaged or cut off"), "{percent} %: {line}");
    }
}

#[test]
fn a_backup_with_a_flipped_bit_is_refused() {
    let (_database, file) = backed_up();
    let mut bytes = fs::read(&file).unwrap();
    // Not anywhere: the heads of a ZIP file have bits that mean nothing.
    let middle = {
        let mut archive = ZipArchive::new(Cursor::new(&bytes)).unwrap();
        let database = archive.by_name("lotse.db").unwrap();
        usize::try_from(database.data_start().unwrap() + database.compressed_size() / 2).unwrap()
    };
    bytes[middle] ^= 4;
    fs::write(&file, bytes).unwrap();

    let line = refused(&file);

    assert!(line.contains("damaged"), "{line}");
}

#[test]
fn a_file_that_is_not_what_the_list_says_is_refused() {
    let (_database, file) = backed_up();
    let other = altered(&file, "lotse.db", |bytes| [bytes, b"more"].concat());

    let line = refused(&other);

    assert!(line.contains("lotse.db has another sum"), "{line}");
}

#[test]
fn a_backup_of_a_newer_version_is_refused() {
    let (_database, file) = backed_up();
    for (from, to) in [(r#""v":1"#, r#""v":2"#), (r#""tables":"2"#, r#""tables":"3"#)] {
        let newer = altered(&file, "backup.json", |list| String::from_utf8_lossy(list).replace(from, to).into_bytes());

        let line = refused(&newer);

        assert!(line.contains("which is newer than this one"), "{line}");
    }
}

#[test]
fn a_backup_that_leads_out_of_the_directory_is_refused() {
    let (_database, file) = backed_up();
    let list = |list: &[u8]| String::from_utf8_lossy(list).replace("\"lotse.db\"", "\"../lotse.db\"").into_bytes();
    let other = altered(&file, "backup.json", list);

    let line = refused(&other);

    assert!(line.contains("`../lotse.db` does not belong into a backup"), "{line}");
}

#[test]
fn a_backup_that_is_killed_leaves_no_file_that_passes_for_one() {
    const SOURCE: Source = Source { region: "musterkreis", pages: 300, edition: 0 };
    let (database, folder) = (Database::sqlite(), tempfile::tempdir().unwrap());
    SOURCE.write(folder.path());
    succeed(import(&database, folder.path(), SOURCE.region));
    let started = Instant::now();
    succeed(backup(&database, &folder.path().join("whole.zip")));
    let time = started.elapsed();
    let mut killed = 0;
    for percent in (5..100).step_by(5) {
        let file = folder.path().join(format!("{percent}.zip"));
        killed += u32::from(kill_after(backup(&database, &file), time * percent / 100));
        if file.exists() {
            succeed(restore(&file, &folder.path().join(format!("restored-{percent}"))));
        }
    }
    assert!(killed > 0, "every backup was faster than its killer");

    let file = folder.path().join("5.zip");
    succeed(backup(&database, &file));
    succeed(restore(&file, &folder.path().join("after")));
}
