//! What a pack has to be.

use std::io::Cursor;

use super::*;
use crate::Error;
use crate::client::downloads::{Staging, load};
use crate::client::failures::Failure;

fn written(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let entries = entries.iter().map(|(name, bytes)| ((*name).to_owned(), *bytes));
    write(Cursor::new(Vec::new()), entries).unwrap().into_inner()
}

fn open(bytes: &[u8]) -> Result<Pack<Cursor<Vec<u8>>>, PackError> {
    Pack::new(Cursor::new(bytes.to_vec()))
}

/// A ZIP with one entry of this kind.
fn zipped(name: &str, options: SimpleFileOptions) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, options).unwrap();
    writer.write_all(b"x").unwrap();
    writer.finish().unwrap().into_inner()
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    while let Some(at) = bytes.windows(from.len()).position(|window| window == from) {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

#[test]
fn equal_content_gives_equal_bytes() {
    let entries: [(&str, &[u8]); 2] = [("trust/1", b"root"), ("ulm/head", b"head")];

    let pack = written(&entries);

    assert_eq!(pack, written(&entries));
    let mut opened = open(&pack).unwrap();
    assert_eq!(opened.regions(), ["ulm"]);
    assert_eq!(opened.document(&Place::Head { region: "ulm", at: None }, None, 9), Ok(Answer::found(*b"head")));
    assert_eq!(opened.document(&Place::LatestRoot, None, 9), Ok(Answer::found(*b"root")));
    assert_eq!(opened.document(&Place::Head { region: "bonn", at: None }, None, 9), Ok(Answer::Missing));
}

#[test]
fn names_that_lead_out_of_the_pack_are_refused() {
    for name in ["../head", "ulm/../../head", "/ulm/head", "ulm//head", "./head", "ulm\\head", "C:head"] {
        let refused = open(&written(&[(name, b"x")]));

        assert!(matches!(&refused, Err(PackError::Entry { .. })), "{name}: {refused:?}");
    }
}

#[test]
fn links_encrypted_entries_and_other_codings_are_refused() {
    let mut link = ZipWriter::new(Cursor::new(Vec::new()));
    link.add_symlink("ulm/head", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let stored = zipped("ulm/head", SimpleFileOptions::default().compression_method(CompressionMethod::Stored));
    let mut encrypted = stored.clone();
    let central = encrypted.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    encrypted[central + 8] |= 1;
    let mut coded = stored.clone();
    coded[central + 10] = 12;

    assert!(open(&stored).is_ok());
    for (what, bytes) in [("link", link.finish().unwrap().into_inner()), ("encrypted", encrypted), ("bzip2", coded)] {
        assert!(open(&bytes).is_err(), "{what}");
    }
}

#[test]
fn the_same_name_twice_is_refused() {
    let pack = written(&[("ulm/head", b"one"), ("ulm/haed", b"two")]);

    assert!(open(&pack).is_ok());
    assert!(matches!(open(&replaced(&pack, b"ulm/haed", b"ulm/head")), Err(PackError::Twice)));
}

#[test]
fn what_is_no_zip_or_a_part_of_one_is_refused() {
    let pack = written(&[("ulm/head", b"one")]);

    for bytes in [&b""[..], b"PK", &pack[1..], &pack[..pack.len() - 1]] {
        assert!(open(bytes).is_err());
    }
}

#[test]
fn a_bomb_in_a_pack_is_stopped_at_the_size_that_was_named() {
    let id = Id::of(b"small");
    let zeros = vec![0; 64 << 20];
    let mut pack = open(&written(&[(&object_path("ulm", &id), &zeros), ("ulm/head", &zeros)])).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let staging = Staging::beside(&directory.path().join("state"));

    let loaded = load(&mut pack, &staging, "ulm", &id, Some(5));
    let head = pack.document(&Place::Head { region: "ulm", at: None }, None, 1000);

    assert!(matches!(loaded, Err(Failure::Protocol(Error::BadObject { .. }))), "{loaded:?}");
    assert_eq!(head, Ok(Answer::TooLong));
    assert!(pack.traffic().received < 100_000, "{:?}", pack.traffic());
}

#[test]
fn too_many_entries_are_refused() {
    let names: Vec<String> = (0..=MOST_ENTRIES).map(|number| format!("ulm/o/{number}")).collect();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        writer.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).unwrap();
    }

    let refused = open(&writer.finish().unwrap().into_inner());

    assert!(matches!(refused, Err(PackError::TooMany(200_001))), "{refused:?}");
}
