//! How often somebody may upload, try to sign in or use a link: each token, each account and each network has a share of its own.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::num::NonZeroU32;

use content::Error;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::Failure;

/// How many uploads were made lately, by who made them; there are as many entries as tokens in use.
pub(crate) struct Uploads {
    limiter: DefaultKeyedRateLimiter<String>,
    clock: DefaultClock,
}

impl Uploads {
    /// So many in a minute, which may come all at once.
    pub(crate) fn new(per_minute: NonZeroU32) -> Self {
        Self { limiter: RateLimiter::keyed(Quota::per_minute(per_minute)), clock: DefaultClock::default() }
    }

    /// Counts an upload of `author`, or says when it may be tried again.
    pub(crate) fn count(&self, author: &str) -> Result<(), Failure> {
        self.limiter.check_key(&author.to_owned()).map_err(|refusal| {
            let wait = refusal.wait_time_from(self.clock.now());
            Failure::TooManyUploads { seconds: wait.as_secs() + 1 }
        })
    }
}

/// How many passwords are hashed at a time: each hash takes 19 MiB.
const HASHES: usize = 2;
/// How many attempts on one network there may be for one on an account: many people share an address.
const ACCOUNTS: u32 = 6;
/// With more entries than this, those that hold nobody back any more are dropped.
const ENTRIES: usize = 10_000;

/// A share for each of many, whoever they are.
struct Shares {
    limiter: DefaultKeyedRateLimiter<u64>,
    /// What is told apart is hashed, so that no address is kept.
    keys: RandomState,
    clock: DefaultClock,
}

impl Shares {
    /// So many in a minute for each.
    fn new(per_minute: NonZeroU32) -> Self {
        let limiter = RateLimiter::keyed(Quota::per_minute(per_minute));
        Self { limiter, keys: RandomState::new(), clock: DefaultClock::default() }
    }

    /// Counts one for `who`, or says after how many seconds it may be tried again.
    fn count(&self, who: impl Hash) -> Result<(), u64> {
        if self.limiter.len() > ENTRIES {
            self.limiter.retain_recent();
        }
        let counted = self.limiter.check_key(&self.keys.hash_one(who));
        counted.map_err(|refusal| refusal.wait_time_from(self.clock.now()).as_secs() + 1)
    }
}

/// How often links of invitations were used lately, by network.
pub(crate) struct Visits(Shares);

impl Visits {
    /// So many in a minute from a network.
    pub(crate) fn new(per_minute: NonZeroU32) -> Self {
        Self(Shares::new(per_minute))
    }

    /// Counts a request from `network`, or says when it may be tried again.
    pub(crate) fn count(&self, network: Option<&str>) -> Result<(), Failure> {
        self.0.count(network).map_err(|seconds| Failure::TooManyRequests { seconds })
    }
}

/// How often it was tried lately to prove who somebody is, by account and by network.
pub(crate) struct Attempts {
    accounts: Shares,
    networks: Shares,
    hashes: Semaphore,
}

impl Attempts {
    /// So many in a minute for an account, whether or not there is such an account.
    pub(crate) fn new(per_minute: NonZeroU32) -> Self {
        let of_network = per_minute.saturating_mul(NonZeroU32::MIN.saturating_add(ACCOUNTS - 1));
        Self { accounts: Shares::new(per_minute), networks: Shares::new(of_network), hashes: Semaphore::new(HASHES) }
    }

    /// Counts an attempt on `account` from `network`, or says when it may be tried again; it is the caller's turn to hash
    /// a password as long as what comes back lives.
    pub(crate) async fn count(&self, account: &str, network: Option<&str>) -> Result<SemaphorePermit<'_>, Failure> {
        let too_many = |seconds| Failure::TooManyAttempts { seconds };
        self.networks.count(network).map_err(too_many)?;
        self.accounts.count(account).map_err(too_many)?;
        self.turn().await
    }

    /// As [`Attempts::count`], for what cannot be guessed.
    pub(crate) async fn turn(&self) -> Result<SemaphorePermit<'_>, Failure> {
        let turn = self.hashes.acquire().await;
        turn.map_err(|closed| Error::Unavailable(closed.to_string()).into())
    }
}
