//! How often and when the tests of this folder kill a process, and what has to hold afterwards.

use std::env;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::support::Database;
use crate::support::binaries::{lotse_on, succeed};

/// For each kill a share of the work that is done before it: one in each of as many equal parts, so that every part of the work
/// is hit, and all of them the same when the seed is.
///
/// `CRASH_KILLS` makes the run longer than `usually`, `CRASH_SEED` repeats one; the seed is printed.
pub(super) fn shares(usually: u32) -> impl Iterator<Item = f64> {
    let number = |name: &str| env::var(name).ok().map(|text| text.parse::<u64>().unwrap());
    let kills = number("CRASH_KILLS").map_or(usually, |kills| u32::try_from(kills).unwrap());
    let seed = number("CRASH_SEED").unwrap_or_else(rand::random);
    println!("CRASH_KILLS={kills} CRASH_SEED={seed}");
    let mut random = StdRng::seed_from_u64(seed);
    (0..kills).map(move |kill| (f64::from(kill) + random.random::<f64>()) / f64::from(kills))
}

/// `lotse sync verify`, which has to find nothing.
pub(super) fn must_be_sound(database: &Database) {
    let mut verify = lotse_on(database);
    verify.args(["sync", "verify"]);
    succeed(verify);
}
