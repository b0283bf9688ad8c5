//! Schedules: when to ask a server again.

use std::time::Duration;

use crate::heads::Poll;

/// The longest pause after the first failure.
const FIRST_PAUSE: Duration = Duration::from_secs(30);
/// The longest pause of all.
const LONGEST_PAUSE: Duration = Duration::from_secs(6 * 3600);

/// How long to wait after `failures` syncs in a row that did not succeed (delta sync, section 4).
///
/// `random` are two numbers from 0 to 1: one spreads the pause after failures, the other keeps clients apart that heard
/// of the same change. What a reader starts by hand does not wait.
pub fn next_delay(poll: Poll, retry_after: Option<Duration>, failures: u32, random: [f64; 2]) -> Duration {
    let [pause, spread] = random.map(|number| number.clamp(0.0, 1.0));
    let longest = match failures {
        0 => Duration::ZERO,
        n => FIRST_PAUSE.saturating_mul(1 << n.min(16)).min(LONGEST_PAUSE),
    };
    let shortest = Duration::from_secs(poll.min_s.into()).max(retry_after.unwrap_or_default());
    shortest.max(longest.mul_f64(pause)) + Duration::from_secs(poll.spread_s.into()).mul_f64(spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLL: Poll = Poll { min_s: 300, spread_s: 60 };

    fn seconds(retry_after: Option<u64>, failures: u32, random: [f64; 2]) -> u64 {
        next_delay(POLL, retry_after.map(Duration::from_secs), failures, random).as_secs()
    }

    #[test]
    fn the_server_says_how_long_to_wait_and_chance_adds_to_it() {
        assert_eq!(seconds(None, 0, [1.0, 0.0]), 300);
        assert_eq!(seconds(None, 0, [1.0, 0.5]), 330);
        assert_eq!(seconds(Some(900), 0, [0.0, 0.0]), 900);
    }

    #[test]
    fn failures_double_the_pause_up_to_six_hours() {
        assert_eq!(seconds(None, 1, [1.0, 0.0]), 300);
        assert_eq!(seconds(None, 5, [1.0, 0.0]), 960);
        assert_eq!(seconds(None, 5, [0.5, 0.0]), 480);
        assert_eq!(seconds(None, 4_000_000, [1.0, 0.0]), 6 * 3600);
    }
}
