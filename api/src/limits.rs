//! How often somebody may upload or try to sign in: each token, each account and each network has a share of its own.

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

/// How often it was tried lately to prove who somebody is, by account and by network.
pub(crate) struct Attempts {
    accounts: DefaultKeyedRateLimiter<u64>,
    networks: DefaultKeyedRateLimiter<u64>,
    /// What is told apart is hashed, so that no address is kept.
    keys: RandomState,
    clock: DefaultClock,
    hashes: Semaphore,
}

impl Attempts {
    /// So many in a minute for an account, whether or not there is such an account.
    pub(crate) fn new(per_minute: NonZeroU32) -> Self {
        let of_network = per_minute.saturating_mul(NonZeroU32::MIN.saturating_add(ACCOUNTS - 1));
        Self {
            accounts: RateLimiter::keyed(Quota::per_minute(per_minute)),
            networks: RateLimiter::keyed(Quota::per_minute(of_network)),
            keys: RandomState::new(),
            clock: DefaultClock::default(),
            hashes: Semaphore::new(HASHES),
        }
    }

    /// Counts an attempt on `account` from `network`, or says when it may be tried again; it is the caller's turn to hash
    /// a password as long as what comes back lives.
    pub(crate) async fn count(&self, account: &str, network: Option<&str>) -> Result<SemaphorePermit<'_>, Failure> {
        self.check(&self.networks, network)?;
        self.check(&self.accounts, account)?;
        self.turn().await
    }

    /// As [`Attempts::count`], for what cannot be guessed.
    pub(crate) async fn turn(&self) -> Result<SemaphorePermit<'_>, Failure> {
        let turn = self.hashes.acquire().await;
        turn.map_err(|closed| Error::Unavailable(closed.to_string()).into())
    }

    fn check(&self, limiter: &DefaultKeyedRateLimiter<u64>, who: impl Hash) -> Result<(), Failure> {
        if limiter.len() > ENTRIES {
            limiter.retain_recent();
        }
        limiter.check_key(&self.keys.hash_one(who)).map_err(|refusal| {
            let wait = refusal.wait_time_from(self.clock.now());
            Failure::TooManyAttempts { seconds: wait.as_secs() + 1 }
        })
    }
}
