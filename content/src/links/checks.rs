//! What is known of addresses on other servers: when each is visited next, and when it counts as dead.

use std::collections::BTreeSet;

use url::Url;

use super::rows;
use super::visits::Outcome;
use crate::db::Db;
use crate::error::Result;
use crate::html::references::{Rewrite, rewrite_links};
use crate::stored::text_enum;

/// The longest address that is visited, in bytes: what an index of PostgreSQL takes.
const LONGEST: usize = 2000;

const HOUR: i64 = 60 * 60 * 1000;
const DAY: i64 = 24 * HOUR;
/// After how long an address is visited again where all was well, in milliseconds.
pub const AGAIN: i64 = 7 * DAY;
/// The same after the first, the second and every later failure.
pub const AFTER_FAILURE: [i64; 3] = [HOUR, 6 * HOUR, DAY];
/// How many failures in a row make an address dead, if they last for a day.
const FAILURES: i64 = 3;
/// How many do where the server itself says that there is nothing.
const CLEAR_FAILURES: i64 = 2;

text_enum! {
    /// What is known of an address.
    pub enum State {
        /// It was not visited yet.
        Unchecked = "unchecked",
        /// Somebody answers.
        Fine = "fine",
        /// The last visits have failed, but that may pass.
        Failing = "failing",
        /// There is nothing any more.
        Dead = "dead",
        /// It is no public address, and not visited.
        NotPublic = "not-public",
    }
}

/// An address, and what came of the visits to it.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub(crate) struct Check {
    pub(crate) url: String,
    #[diesel(deserialize_as = String)]
    pub(crate) state: State,
    /// A stable word for what the last visit met, such as `status-404` or `timeout`; empty when all was well.
    pub(crate) detail: String,
    /// How many visits in a row have failed.
    pub(crate) failures: i64,
    /// When the first of them did.
    pub(crate) failed: Option<i64>,
    pub(crate) checked: Option<i64>,
    pub(crate) due: i64,
}

/// How many addresses on other servers there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All that readers' texts link to.
    pub known: i64,
    /// Those that were not visited yet, or cannot be because they are not public.
    pub unchecked: i64,
    /// Those that are dead.
    pub dead: i64,
}

impl Counts {
    pub(crate) fn add(&mut self, state: State, number: i64) {
        self.known += number;
        match state {
            State::Unchecked | State::NotPublic => self.unchecked += number,
            State::Dead => self.dead += number,
            State::Fine | State::Failing => {}
        }
    }
}

impl Check {
    /// What is known after another visit at `now`.
    fn after(self, outcome: Outcome, now: i64) -> Self {
        let quiet = Self { failures: 0, failed: None, checked: Some(now), due: now + AGAIN, ..self.clone() };
        match outcome {
            Outcome::Fine(status) => {
                let detail = status.map(|status| format!("status-{status}")).unwrap_or_default();
                Self { state: State::Fine, detail, ..quiet }
            }
            Outcome::NotPublic => Self { state: State::NotPublic, detail: String::new(), ..quiet },
            Outcome::Later(rest) => {
                Self { due: now.saturating_add(i64::try_from(rest.as_millis()).unwrap_or(AGAIN)), ..self }
            }
            Outcome::Failed { detail, is_clear } => self.after_failure(detail, is_clear, now),
        }
    }

    /// One bad night makes no address dead.
    fn after_failure(self, detail: String, is_clear: bool, now: i64) -> Self {
        let (failures, failed) = (self.failures + 1, self.failed.unwrap_or(now));
        let is_dead = self.state == State::Dead
            || (is_clear && failures >= CLEAR_FAILURES)
            || (failures >= FAILURES && now - failed >= DAY);
        let state = if is_dead { State::Dead } else { State::Failing };
        let pause = usize::try_from(self.failures).ok().and_then(|index| AFTER_FAILURE.get(index)).unwrap_or(&DAY);
        Self { state, detail, failures, failed: Some(failed), checked: Some(now), due: now + pause, ..self }
    }
}

/// Notes what came of a visit to `url` at `now`; an address that nobody links to any more stays forgotten.
pub(super) fn note(db: &mut Db, url: &str, outcome: Outcome, now: i64) -> Result<()> {
    let Some(check) = rows::check(db, url)? else { return Ok(()) };
    rows::update(db, &check.after(outcome, now))
}

/// Keeps what is known of the addresses `linked`, and only of those.
pub(super) fn keep(db: &mut Db, linked: &BTreeSet<String>, now: i64) -> Result<()> {
    let known: BTreeSet<String> = rows::urls(db)?.into_iter().collect();
    rows::insert(db, linked.difference(&known), now)?;
    rows::delete(db, &known.difference(linked).cloned().collect::<Vec<_>>())
}

/// Knows the addresses `linked`, too.
pub(super) fn add(db: &mut Db, linked: &BTreeSet<String>, now: i64) -> Result<()> {
    rows::insert(db, linked.iter(), now)
}

/// What `address` is visited as; none when it leads nowhere on another server.
pub(crate) fn url_of(address: &str) -> Option<String> {
    let is_without_scheme = address.starts_with("//");
    let parsed = if is_without_scheme { Url::parse(&format!("https:{address}")) } else { Url::parse(address) };
    let url = String::from(visited(&parsed.ok()?)?);
    (url.len() <= LONGEST).then_some(url)
}

/// `url` without what a server is not told: a name, a password, a place in the page.
pub(super) fn visited(url: &Url) -> Option<Url> {
    let mut url = url.clone();
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    url.set_fragment(None);
    let is_bare = url.set_username("").is_ok() && url.set_password(None).is_ok();
    (is_web && is_bare).then_some(url)
}

/// Adds to `urls` what the links and images of canonical `html` lead to on other servers.
pub(super) fn collect(html: &str, urls: &mut BTreeSet<String>) {
    rewrite_links(html, |address, _| {
        urls.extend(url_of(address));
        Rewrite::Keep
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(detail: &str, is_clear: bool) -> Outcome {
        Outcome::Failed { detail: detail.to_owned(), is_clear }
    }

    /// State, failures and the time to the next visit after visits at these times.
    fn story(visits: &[(i64, Outcome)]) -> Vec<(State, i64, i64)> {
        let mut check = Check {
            url: String::new(),
            state: State::Unchecked,
            detail: String::new(),
            failures: 0,
            failed: None,
            checked: None,
            due: 0,
        };
        let mut told = Vec::new();
        for (now, outcome) in visits {
            check = check.after(outcome.clone(), *now);
            told.push((check.state, check.failures, check.due - now));
        }
        told
    }

    #[test]
    fn one_bad_night_makes_no_address_dead() {
        let failing = || failed("timeout", false);

        let told = story(&[
            (0, failing()),
            (HOUR, failing()),
            (7 * HOUR, failing()),
            (31 * HOUR, failing()),
            (55 * HOUR, failing()),
            (79 * HOUR, Outcome::Fine(None)),
        ]);

        let expected = [
            (State::Failing, 1, HOUR),
            (State::Failing, 2, 6 * HOUR),
            (State::Failing, 3, DAY),
            (State::Dead, 4, DAY),
            (State::Dead, 5, DAY),
            (State::Fine, 0, AGAIN),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn what_a_server_says_clearly_counts_sooner() {
        let gone = || failed("status-404", true);

        let told = story(&[(0, gone()), (HOUR, gone()), (7 * HOUR, failed("timeout", false))]);

        assert_eq!(told, [(State::Failing, 1, HOUR), (State::Dead, 2, 6 * HOUR), (State::Dead, 3, DAY)]);
    }

    #[test]
    fn a_busy_server_has_not_failed() {
        let later = Outcome::Later(std::time::Duration::from_secs(7200));

        let told = story(&[(0, failed("timeout", false)), (HOUR, later), (3 * HOUR, Outcome::NotPublic)]);

        assert_eq!(told, [(State::Failing, 1, HOUR), (State::Failing, 1, 2 * HOUR), (State::NotPublic, 0, AGAIN)]);
    }

    #[test]
    fn servers_are_told_neither_names_nor_places_in_a_page() {
        for (address, url) in [
            ("https://Example.org", Some("https://example.org/")),
            ("HTTP://example.org:80/a?b=c#d", Some("http://example.org/a?b=c")),
            ("https://anna:secret@example.org/a", Some("https://example.org/a")),
            ("//example.org/a", Some("https://example.org/a")),
            ("http://example.org:8080/", Some("http://example.org:8080/")),
            ("/de/page", None),
            ("item:page/1", None),
            ("mailto:a@example.org", None),
            ("https://", None),
            ("", None),
        ] {
            assert_eq!(url_of(address).as_deref(), url, "{address}");
        }
        assert_eq!(url_of(&format!("https://example.org/{}", "x".repeat(LONGEST))), None);
    }
}
