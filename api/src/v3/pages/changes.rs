//! What changed in a list since a client read it: made from the list's bytes and notes about them, without a query.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::str::FromStr;

use utoipa::ToSchema;

use super::objects::{Listed, Page};
use crate::v3::write;

/// How many removed paths are remembered per list; clients that know even older ones get the whole list.
const REMEMBERED: usize = 2000;

/// A state of a region: `<epoch>.<rev>`, as in the header `Lotse-Revision`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Revision {
    /// The epoch.
    pub(crate) epoch: String,
    /// The revision within the epoch.
    pub(crate) rev: i64,
}

/// A text that is no revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoRevision;

impl FromStr for Revision {
    type Err = NoRevision;

    fn from_str(text: &str) -> Result<Self, NoRevision> {
        let (epoch, rev) = text.rsplit_once('.').ok_or(NoRevision)?;
        let is_epoch = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let fits = (1..=64).contains(&epoch.len()) && epoch.bytes().all(is_epoch);
        let is_number = rev.bytes().all(|byte| byte.is_ascii_digit());
        let rev = if fits && is_number { rev.parse().ok() } else { None };
        Ok(Self { epoch: epoch.to_owned(), rev: rev.ok_or(NoRevision)? })
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.epoch, self.rev)
    }
}

/// Notes about one prepared list: which page objects it has, and since when.
///
/// Everything that a page object shows is in the published lines, so its bytes change only with the revision.
#[derive(Debug)]
pub(crate) struct Changes {
    /// The state that the list shows.
    revision: Revision,
    /// The oldest revision whose list is known.
    oldest: i64,
    pages: Vec<Note>,
    removed: VecDeque<Removed>,
}

/// One page of the list.
#[derive(Debug)]
struct Note {
    listed: Listed,
    /// The revision that brought the path.
    came: i64,
    /// The revision that brought these bytes.
    changed: i64,
}

/// A path that was listed from the revision `came` on, and no more from `went` on.
#[derive(Clone, Debug)]
struct Removed {
    path: String,
    came: i64,
    went: i64,
}

/// Which answer a client gets that has the list of some revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Since {
    /// What changed after this revision; the smallest of all that give the same answer.
    Revision(i64),
    /// The whole list: the client's revision is too old, of another epoch, or not yet known here.
    TooOld,
}

impl Changes {
    /// Notes about the list `json` of `revision`, with what `previous` noted about the one before.
    pub(super) fn note(revision: Revision, listed: Vec<Listed>, json: &[u8], previous: Option<(&Self, &[u8])>) -> Self {
        let previous =
            previous.filter(|(notes, _)| notes.revision.epoch == revision.epoch && notes.revision.rev <= revision.rev);
        match previous {
            Some((notes, before)) => notes.followed_by(revision, listed, json, before),
            None => Self::first(revision, listed),
        }
    }

    fn first(revision: Revision, listed: Vec<Listed>) -> Self {
        let rev = revision.rev;
        let pages = listed.into_iter().map(|listed| Note { listed, came: rev, changed: rev }).collect();
        Self { revision, oldest: rev, pages, removed: VecDeque::new() }
    }

    fn followed_by(&self, revision: Revision, listed: Vec<Listed>, json: &[u8], before: &[u8]) -> Self {
        let rev = revision.rev;
        let mut known: HashMap<&str, &Note> = self.pages.iter().map(|note| (note.listed.path.as_str(), note)).collect();
        let pages = listed.into_iter().map(|listed| match known.remove(listed.path.as_str()) {
            Some(note) if before.get(note.listed.at.clone()) == json.get(listed.at.clone()) => {
                Note { listed, came: note.came, changed: note.changed }
            }
            Some(note) => Note { listed, came: note.came, changed: rev },
            None => Note { listed, came: rev, changed: rev },
        });
        let pages = pages.collect();
        let mut removed = self.removed.clone();
        let gone = known.into_values().map(|note| (note.listed.path.clone(), note.came));
        removed.extend(gone.map(|(path, came)| Removed { path, came, went: rev }));
        let mut changes = Self { revision, oldest: self.oldest, pages, removed };
        changes.forget();
        changes
    }

    fn forget(&mut self) {
        while self.removed.len() > REMEMBERED
            && let Some(oldest) = self.removed.pop_front()
        {
            self.oldest = self.oldest.max(oldest.went);
        }
    }

    /// The state that the list shows.
    pub(super) fn revision(&self) -> &Revision {
        &self.revision
    }

    /// Which answer a client gets that has the list of `revision`.
    pub(super) fn since(&self, revision: &Revision) -> Since {
        let known = self.oldest..=self.revision.rev;
        if revision.epoch != self.revision.epoch || !known.contains(&revision.rev) {
            return Since::TooOld;
        }
        let pages = self.pages.iter().map(|note| note.changed);
        let removed = self.removed.iter().flat_map(|removed| [removed.came, removed.went]);
        let points = pages.chain(removed).filter(|point| *point <= revision.rev);
        Since::Revision(points.max().map_or(self.oldest, |point| point.max(self.oldest)))
    }

    /// The answer to `since`, made from the bytes of the list.
    pub(super) fn answer(&self, since: Since, list: &[u8]) -> Vec<u8> {
        let mut json = b"{\"revision\":".to_vec();
        write(&mut json, &self.revision.to_string());
        let removed = match since {
            Since::TooOld => {
                json.extend_from_slice(b",\"full\":true,\"changed\":");
                json.extend_from_slice(list);
                Vec::new()
            }
            Since::Revision(rev) => {
                json.extend_from_slice(b",\"changed\":[");
                self.changed(rev, list, &mut json);
                json.push(b']');
                self.removed(rev)
            }
        };
        json.extend_from_slice(b",\"removed\":");
        write(&mut json, &removed);
        json.push(b'}');
        json
    }

    fn changed(&self, rev: i64, list: &[u8], json: &mut Vec<u8>) {
        let changed = self.pages.iter().filter(|note| note.changed > rev);
        for (index, object) in changed.filter_map(|note| list.get(note.listed.at.clone())).enumerate() {
            if index > 0 {
                json.push(b',');
            }
            json.extend_from_slice(object);
        }
    }

    /// The paths that were listed at `rev` and are not now, in order.
    fn removed(&self, rev: i64) -> Vec<&str> {
        let gone = self.removed.iter().filter(|removed| removed.came <= rev && rev < removed.went);
        let mut paths: Vec<&str> = gone.map(|removed| removed.path.as_str()).collect();
        paths.sort_unstable();
        let listed: HashSet<&str> = self.pages.iter().map(|note| note.listed.path.as_str()).collect();
        paths.retain(|path| !listed.contains(path));
        paths
    }
}

/// What changed in a list since a client read it.
#[derive(ToSchema)]
#[schema(as = v3::Changes)]
#[expect(dead_code, reason = "describes bytes that are put together from those of the list")]
pub(crate) struct Answer<'a> {
    /// The state that the answer leads to; the next `since`.
    #[schema(example = "1764000000-7b1c.1234")]
    revision: String,
    /// Present and true when `changed` is the whole list: the client forgets what it had.
    full: Option<bool>,
    /// New and changed pages, in the order of the list; each takes the place of the page with the same path.
    changed: Vec<Page<'a>>,
    /// Paths that are no longer listed.
    removed: Vec<String>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    /// What is listed: texts by path.
    type Pages = BTreeMap<String, i64>;

    fn at(rev: i64) -> Revision {
        Revision { epoch: "1-a".to_owned(), rev }
    }

    fn list(pages: &Pages) -> (Vec<u8>, Vec<Listed>) {
        let (mut json, mut listed) = (vec![b'['], Vec::new());
        for (path, text) in pages {
            if !listed.is_empty() {
                json.push(b',');
            }
            let start = json.len();
            write(&mut json, &json!({ "path": path, "text": text }));
            listed.push(Listed { path: path.clone(), at: start..json.len() });
        }
        json.push(b']');
        (json, listed)
    }

    /// Notes about one list after the other, and the bytes of the last.
    fn notes(lists: &[(i64, Pages)]) -> (Changes, Vec<u8>) {
        let mut last: Option<(Changes, Vec<u8>)> = None;
        for (rev, pages) in lists {
            let (json, listed) = list(pages);
            let previous = last.as_ref().map(|(changes, json)| (changes, json.as_slice()));
            last = Some((Changes::note(at(*rev), listed, &json, previous), json));
        }
        last.expect("there is a list")
    }

    fn answer(changes: &Changes, json: &[u8], since: Since) -> Value {
        serde_json::from_slice(&changes.answer(since, json)).expect("it is JSON")
    }

    fn pages(pages: &[(&str, i64)]) -> Pages {
        pages.iter().map(|(path, text)| ((*path).to_owned(), *text)).collect()
    }

    #[test]
    fn changed_and_removed_are_told_and_the_rest_is_not() {
        let before = pages(&[("/a/", 1), ("/b/", 1), ("/c/", 1)]);
        let (changes, json) = notes(&[(3, before), (7, pages(&[("/a/", 1), ("/b/", 2), ("/d/", 1)]))]);

        let since = changes.since(&at(3));

        let expected = json!({
            "revision": "1-a.7",
            "changed": [{ "path": "/b/", "text": 2 }, { "path": "/d/", "text": 1 }],
            "removed": ["/c/"],
        });
        assert_eq!(answer(&changes, &json, since), expected);
    }

    #[test]
    fn revisions_between_two_changes_have_one_answer() {
        let lists = [(3, pages(&[("/a/", 1)])), (7, pages(&[("/a/", 2)])), (12, pages(&[("/a/", 2)]))];
        let (changes, _) = notes(&lists);

        let since: Vec<Since> = (2..=13).map(|rev| changes.since(&at(rev))).collect();

        let mut expected = vec![Since::TooOld];
        expected.extend([Since::Revision(3); 4]);
        expected.extend([Since::Revision(7); 6]);
        expected.push(Since::TooOld);
        assert_eq!(since, expected);
    }

    #[test]
    fn notes_begin_anew_with_an_epoch_and_when_a_revision_falls() {
        let (changes, json) = notes(&[(3, pages(&[("/a/", 1)]))]);
        let other = Revision { epoch: "2-b".to_owned(), rev: 9 };

        let (_, listed) = list(&pages(&[("/a/", 1)]));
        let in_epoch = Changes::note(other.clone(), listed.clone(), &json, Some((&changes, &json)));
        let fallen = Changes::note(at(2), listed, &json, Some((&changes, &json)));

        assert_eq!((in_epoch.since(&at(3)), in_epoch.since(&other)), (Since::TooOld, Since::Revision(9)));
        assert_eq!((fallen.since(&at(3)), fallen.since(&at(2))), (Since::TooOld, Since::Revision(2)));
    }

    #[test]
    fn removed_paths_are_not_remembered_for_ever() {
        let mut lists: Vec<(i64, Pages)> = Vec::new();
        for rev in 1..5 {
            lists.push((rev, (0..900).map(|page| (format!("/{rev}/{page}/"), 1)).collect()));
        }

        let (changes, json) = notes(&lists);

        assert_eq!(changes.since(&at(1)), Since::TooOld);
        let removed = &answer(&changes, &json, changes.since(&at(2)))["removed"];
        assert_eq!(removed.as_array().map(Vec::len), Some(900));
    }

    #[test]
    fn a_revision_reads_back_and_nothing_else_is_one() {
        for text in ["1764000000-7b1c.1234", "x.0", "a.9223372036854775807"] {
            assert_eq!(text.parse::<Revision>().map(|revision| revision.to_string()), Ok(text.to_owned()));
        }
        for text in ["", ".", "1", "a.", ".1", "a.-1", "a.+1", "a.1 ", "ä.1", "a b.1", "a.b.1", "a.9223372036854775808"]
        {
            assert_eq!(text.parse::<Revision>(), Err(NoRevision), "{text}");
        }
    }

    proptest! {
        #[test]
        fn changes_applied_to_an_old_list_give_the_new_one(
            lists in prop::collection::vec((1..4_i64, prop::collection::btree_map("/[a-f]/", 0..3_i64, 0..6)), 1..8)
        ) {
            let mut rev = 0;
            let lists: Vec<(i64, Pages)> = lists.into_iter().map(|(step, pages)| {
                rev += step;
                (rev, pages)
            }).collect();
            let (changes, json) = notes(&lists);
            let newest = &lists.last().expect("there is a list").1;

            for (rev, old) in &lists {
                let answer = answer(&changes, &json, changes.since(&at(*rev)));
                let mut applied = old.clone();
                for path in answer["removed"].as_array().expect("a list") {
                    prop_assert!(applied.remove(path.as_str().expect("a path")).is_some());
                }
                for page in answer["changed"].as_array().expect("a list") {
                    applied.insert(page["path"].as_str().expect("a path").to_owned(), page["text"].as_i64().expect("a text"));
                }
                prop_assert_eq!(&applied, newest);
            }
        }
    }
}
