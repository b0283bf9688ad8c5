//! The content engine, through the store, on whichever database this run tests.

mod counters;
mod model;
mod properties;
mod versions;
