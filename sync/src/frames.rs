//! Frames: a head and the objects that most clients want with it, in one answer.

use crate::error::{Error, Result};
use crate::ids::Id;

/// A head and objects by their ids, each of which was found to be what its id says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frames<'a> {
    /// The bytes of the head.
    pub head: &'a [u8],
    /// The objects.
    pub objects: Vec<(Id, &'a [u8])>,
}

/// Writes `head` and `objects` as frames: `name SP length LF bytes`.
pub fn write<'a>(head: &[u8], objects: impl IntoIterator<Item = (Id, &'a [u8])>) -> Vec<u8> {
    let mut bytes = Vec::new();
    frame(&mut bytes, "head", head);
    for (id, object) in objects {
        frame(&mut bytes, &format!("o/{id}"), object);
    }
    bytes
}

fn frame(bytes: &mut Vec<u8>, name: &str, content: &[u8]) {
    bytes.extend_from_slice(format!("{name} {}\n", content.len()).as_bytes());
    bytes.extend_from_slice(content);
}

/// Takes frames apart; the first has to be the head.
pub fn read(bytes: &[u8]) -> Result<Frames<'_>> {
    let ("head", head, mut rest) = take(bytes)? else { return Err(broken("the first frame is not the head")) };
    let mut objects = Vec::new();
    while !rest.is_empty() {
        let (name, content, after) = take(rest)?;
        let id = name.strip_prefix("o/").and_then(Id::parse).ok_or_else(|| broken("a frame has an unknown name"))?;
        if Id::of(content) != id {
            return Err(broken("a frame is not what its name says"));
        }
        objects.push((id, content));
        rest = after;
    }
    Ok(Frames { head, objects })
}

/// The name and the content of the first frame, and what comes after it.
fn take(bytes: &[u8]) -> Result<(&str, &[u8], &[u8])> {
    /// `o/`, an id, a space and the digits of a length.
    const LONGEST: usize = 2 + 64 + 1 + 20;
    let end = bytes.iter().take(LONGEST + 1).position(|byte| *byte == b'\n');
    let line = end.and_then(|end| std::str::from_utf8(&bytes[..end]).ok());
    let (line, rest) =
        line.map(|line| (line, &bytes[line.len() + 1..])).ok_or_else(|| broken("a frame has no first line"))?;
    let (name, length) = line.split_once(' ').ok_or_else(|| broken("a frame has no length"))?;
    let digits = length.bytes().all(|byte| byte.is_ascii_digit()) && (length == "0" || !length.starts_with('0'));
    let length = length.parse().ok().filter(|length: &usize| digits && *length <= rest.len());
    let length = length.ok_or_else(|| broken("a frame is longer or shorter than it says"))?;
    let (content, after) = rest.split_at(length);
    Ok((name, content, after))
}

fn broken(why: &str) -> Error {
    Error::BadFrames(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Vec<u8> {
        write(b"{}\n", [(Id::of(b"one\n"), &b"one\n"[..]), (Id::of(b""), b"")])
    }

    #[test]
    fn frames_are_read_back_as_they_were_written() {
        let bytes = written();

        let frames = read(&bytes).unwrap();

        assert_eq!(frames, Frames { head: b"{}\n", objects: vec![(Id::of(b"one\n"), b"one\n"), (Id::of(b""), b"")] });
    }

    #[test]
    fn a_cut_answer_is_refused_wherever_it_is_not_between_frames() {
        let bytes = written();
        let between: Vec<usize> = (0..=bytes.len()).filter(|end| read(&bytes[..*end]).is_ok()).collect();

        assert_eq!(between, [10, 10 + 69 + 4, bytes.len()]);
    }

    #[test]
    fn every_flipped_byte_of_an_object_or_its_frame_is_noticed() {
        let bytes = written();
        for at in 10..bytes.len() {
            let mut bytes = bytes.clone();
            bytes[at] ^= 1;

            assert!(read(&bytes).is_err(), "{at}");
        }
    }
}
