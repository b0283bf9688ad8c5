//! Who is editing which text, for the next 90 seconds.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use content::Error;
use serde::Serialize;
use tokio::sync::watch;
use tokio::time::Instant;

/// How long a lock lives after it was renewed.
pub(super) const LIFETIME: Duration = Duration::from_secs(90);
/// How many locks a region may have at once.
const MOST: usize = 1_000;

/// A text of a region.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Text {
    pub(super) page: String,
    /// The tag of the language.
    pub(super) language: String,
}

/// Who is editing a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Editing {
    #[serde(flatten)]
    pub(super) text: Text,
    pub(super) editor: String,
}

/// All locks of this process, by region, each with the time at which it ends.
pub(super) struct Locks {
    held: Mutex<HashMap<i64, Vec<(Editing, Instant)>>>,
    changes: watch::Sender<()>,
}

impl Default for Locks {
    fn default() -> Self {
        Self { held: Mutex::default(), changes: watch::Sender::new(()) }
    }
}

impl Locks {
    /// Notes that `editor` is editing `text` and for how long; tells who else is.
    pub(super) fn hold(&self, region: i64, text: Text, editor: &str, now: Instant) -> Result<Vec<String>, Error> {
        let mut held = self.lock();
        let locks = held.entry(region).or_default();
        locks.retain(|(_, until)| *until > now);
        let others = locks.iter().filter(|(other, _)| other.text == text && other.editor != editor);
        let others = others.map(|(other, _)| other.editor.clone()).collect();
        let mine = Editing { text, editor: editor.to_owned() };
        if let Some((_, until)) = locks.iter_mut().find(|(known, _)| *known == mine) {
            *until = now + LIFETIME;
            return Ok(others);
        }
        if locks.len() >= MOST {
            return Err(Error::Unavailable("too many texts of the region are being edited".to_owned()));
        }
        locks.push((mine, now + LIFETIME));
        drop(held);
        self.changes.send_replace(());
        Ok(others)
    }

    /// Notes that `editor` is not editing `text` any more.
    pub(super) fn release(&self, region: i64, text: &Text, editor: &str) {
        if let Some(locks) = self.lock().get_mut(&region) {
            locks.retain(|(lock, _)| lock.text != *text || lock.editor != editor);
        }
        self.changes.send_replace(());
    }

    /// Who is editing what in `region`, in order, and when the next of these locks ends.
    pub(super) fn of(&self, region: i64, now: Instant) -> (Vec<Editing>, Option<Instant>) {
        let held = self.lock();
        let locks = held.get(&region).into_iter().flatten().filter(|(_, until)| *until > now);
        let next = locks.clone().map(|(_, until)| *until).min();
        let mut editing: Vec<Editing> = locks.map(|(editing, _)| editing.clone()).collect();
        editing.sort();
        (editing, next)
    }

    /// Wakes when somebody begins or stops editing in any region.
    pub(super) fn changes(&self) -> watch::Receiver<()> {
        self.changes.subscribe()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<i64, Vec<(Editing, Instant)>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(page: &str) -> Text {
        Text { page: page.to_owned(), language: "de".to_owned() }
    }

    fn names(locks: &Locks, region: i64, now: Instant) -> Vec<String> {
        let editing = locks.of(region, now).0.into_iter();
        editing.map(|editing| format!("{} {}", editing.text.page, editing.editor)).collect()
    }

    #[test]
    fn a_lock_ends_by_itself_unless_it_is_renewed() {
        let (locks, start) = (Locks::default(), Instant::now());
        let after = |seconds| start + Duration::from_secs(seconds);
        locks.hold(1, text("a"), "anna", start).unwrap();
        locks.hold(1, text("b"), "ben", start).unwrap();

        locks.hold(1, text("a"), "anna", after(60)).unwrap();

        assert_eq!(names(&locks, 1, after(89)), ["a anna", "b ben"]);
        assert_eq!(names(&locks, 1, after(90)), ["a anna"]);
        assert_eq!(names(&locks, 1, after(150)), [""; 0]);
        assert_eq!(names(&locks, 2, start), [""; 0]);
    }

    #[test]
    fn two_people_may_edit_the_same_text_and_know_of_each_other() {
        let (locks, now) = (Locks::default(), Instant::now());

        let alone = locks.hold(1, text("a"), "anna", now).unwrap();
        let second = locks.hold(1, text("a"), "ben", now).unwrap();
        locks.release(1, &text("a"), "anna");

        assert_eq!((alone, second), (vec![], vec!["anna".to_owned()]));
        assert_eq!(names(&locks, 1, now), ["a ben"]);
    }

    #[test]
    fn nobody_fills_the_memory_with_locks() {
        let (locks, now) = (Locks::default(), Instant::now());
        for page in 0..MOST {
            locks.hold(1, text(&page.to_string()), "anna", now).unwrap();
        }

        assert!(locks.hold(1, text("one more"), "anna", now).is_err());
        assert!(locks.hold(1, text("0"), "anna", now).is_ok());
        assert!(locks.hold(1, text("one more"), "anna", now + LIFETIME).is_ok());
    }
}
