//! A network that replays, cuts, flips and loses what the server answers.

use std::sync::Arc;

use content::heads::{self, Current, Since};
use proptest::prelude::*;
use sync::Id;
use sync::client::{Answer, Days, Download, Place, Traffic, Transport, TransportError};

use super::histories::History;
use crate::support::Region;

/// What goes wrong once in a sync.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fault {
    /// An earlier head is answered.
    Replay { back: usize },
    /// One bit of an answer is another.
    Flip { answer: usize, at: usize },
    /// An answer ends early, and nobody says so.
    Cut { answer: usize, at: usize },
    /// The connection breaks during an answer.
    Break { answer: usize, at: usize },
    /// What is asked for is not there.
    Lose { answer: usize },
}

pub(super) fn faults() -> impl Strategy<Value = Fault> {
    let place = || (0..7_usize, any::<usize>());
    prop_oneof![
        (1..6_usize).prop_map(|back| Fault::Replay { back }),
        place().prop_map(|(answer, at)| Fault::Flip { answer, at }),
        place().prop_map(|(answer, at)| Fault::Cut { answer, at }),
        place().prop_map(|(answer, at)| Fault::Break { answer, at }),
        (0..7_usize).prop_map(|answer| Fault::Lose { answer }),
    ]
}

pub(super) struct Network<'a> {
    pub(super) region: &'a Region,
    pub(super) history: &'a History,
    pub(super) fault: Option<Fault>,
    pub(super) documents: usize,
    pub(super) objects: usize,
}

/// What arrives, and whether the connection then breaks.
struct Arrived {
    bytes: Vec<u8>,
    breaks: bool,
}

impl Network<'_> {
    /// What becomes of the next answer.
    fn carry(&mut self, mut bytes: Vec<u8>) -> Option<Arrived> {
        let now = self.documents + self.objects - 1;
        let mut breaks = false;
        match self.fault {
            Some(Fault::Flip { answer, at }) if answer == now && !bytes.is_empty() => {
                let index = at % bytes.len();
                bytes[index] ^= 1 << (at % 8);
            }
            Some(Fault::Cut { answer, at }) if answer == now && !bytes.is_empty() => bytes.truncate(at % bytes.len()),
            Some(Fault::Break { answer, at }) if answer == now && !bytes.is_empty() => {
                bytes.truncate(at % bytes.len());
                breaks = true;
            }
            Some(Fault::Lose { answer }) if answer == now => return None,
            _ => {}
        }
        Some(Arrived { bytes, breaks })
    }

    fn read(&self, current: Arc<Current>, place: &Place<'_>) -> Option<String> {
        let heads = self.region.store.heads();
        match *place {
            Place::Head { .. } => Some(match self.fault {
                Some(Fault::Replay { back }) => self.history.earlier(back).to_owned(),
                _ => current.document.to_string(),
            }),
            Place::Recent { tag, days, .. } => {
                let (tag, since) = (tag.to_owned(), if days == Days::One { Since::Day } else { Since::Week });
                let objects = self.region.store.objects().clone();
                current.head.scopes.get(&tag)?;
                let frames = self.region.read(move |db| heads::recent(db, objects.as_ref(), &current, &tag, since));
                Some(String::from_utf8(frames).unwrap())
            }
            Place::Root(version) => heads.root(version).map(|root| root.to_string()),
            Place::LatestRoot => heads.newest_root().map(|(_, root)| root.to_string()),
            Place::Directory => heads.directory().map(|(_, list)| list.to_string()),
        }
    }
}

impl Transport for Network<'_> {
    fn document(&mut self, place: &Place<'_>, etag: Option<&str>, limit: usize) -> Result<Answer, TransportError> {
        self.documents += 1;
        let Some(current) = self.region.store.heads().of(self.region.id) else {
            return Err(TransportError::Status { status: 503, retry_after: None });
        };
        let tag = current.tag();
        if etag == Some(tag.as_str()) && !matches!(self.fault, Some(Fault::Replay { .. })) {
            return Ok(Answer::Unchanged);
        }
        let Some(text) = self.read(current, place) else { return Ok(Answer::Missing) };
        match self.carry(text.into_bytes()) {
            None => Ok(Answer::Missing),
            Some(arrived) if arrived.breaks => Err(TransportError::Interrupted("the network has broken".to_owned())),
            Some(arrived) if arrived.bytes.len() > limit => Ok(Answer::TooLong),
            Some(arrived) => {
                let replayed = matches!((place, self.fault), (Place::Head { .. }, Some(Fault::Replay { .. })));
                let is_current = matches!(place, Place::Head { .. } | Place::Recent { .. }) && !replayed;
                let etag = is_current.then_some(tag);
                Ok(Answer::Found { bytes: arrived.bytes, etag })
            }
        }
    }

    fn object(&mut self, _: &str, id: &Id, download: &mut Download) -> Result<bool, TransportError> {
        self.objects += 1;
        let Some(bytes) = self.region.store.objects().read(id).unwrap() else { return Ok(false) };
        let held = usize::try_from(download.held()).unwrap();
        let rest = if download.etag().is_some() { bytes[held..].to_vec() } else { bytes };
        if download.etag().is_none() {
            download.restart(Some("\"object\""));
        }
        let Some(arrived) = self.carry(rest) else { return Ok(false) };
        download.push(&arrived.bytes);
        if arrived.breaks {
            return Err(TransportError::Interrupted("the network has broken".to_owned()));
        }
        Ok(true)
    }

    fn traffic(&self) -> Traffic {
        Traffic { requests: (self.documents + self.objects) as u64, ..Traffic::default() }
    }
}
