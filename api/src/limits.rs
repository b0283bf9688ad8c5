//! How often somebody may upload: each token has a share of its own.

use std::num::NonZeroU32;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

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
